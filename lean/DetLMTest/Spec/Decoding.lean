import DetLM
import DetLMTest.Spec.Masks

/-!
# Examples: decoding with a certified automaton

## Main results

Examples only, over the vocabulary and the automaton of the examples for masks.
-/

namespace DetLMTest.Spec.Decoding

open DetLM
open DetLMTest.Spec.Automaton (astarb)
open DetLMTest.Spec.Certified (dfa table table_certified)
open DetLMTest.Spec.Masks (vocabulary byteVocabulary_hasBytes)

/-- Tokens stand for bytes. -/
theorem vocabulary_isProper : vocabulary.IsProper := Vocabulary.isProper_of_texts (by decide)

/-- Whatever is emitted is any number of `a` and then `b`. -/
example (ts : List Nat) (out : Text) (h : Emits vocabulary dfa dfa.start ts out) : astarb.Lang out :=
  certified_decoding_is_sound table_certified vocabulary_isProper h

/-- `aab` is emitted as `a`, `ab`, and the end. -/
example : Emits vocabulary dfa dfa.start [1, 4, 0] [97, 97, 98] :=
  certified_decoding_reaches_every_text (ts := [1, 4]) table_certified vocabulary_isProper
    (fun t ht => (mem_cons_iff.mp ht).elim (fun e => ⟨[97], e ▸ by decide +kernel⟩)
      fun ht => ⟨[97, 98], mem_single_iff.mp ht ▸ by decide +kernel⟩)
    (Regex.accepts_iff.mp (by decide +kernel))

/-- There is a text, so decoding can begin. -/
example : ∃ t, tokenAdmissible Masks.byteVocabulary dfa dfa.start t = true :=
  (certified_decoding_is_never_stuck table_certified byteVocabulary_hasBytes
    ((certified_start_is_viable table_certified).mpr
      ⟨[98], (by decide : ∀ c, c ∈ [98] → c < 256), Regex.accepts_iff.mp (by decide +kernel)⟩)).1

/-- A program whose answers are these texts. -/
def program : Program := ⟨[], [], .lex astarb, [], none⟩

/-- The automaton is certified for its form. -/
theorem table_certified_for_form : table.Certified true program.form := table_certified

/-- What is emitted parses, and no admitted answer is out of reach. -/
example (ts : List Nat) (out : Text) (h : Emits vocabulary dfa dfa.start ts out) :
    ∃ x, Fits program.output x ∧ x.yield = out :=
  certified_decoding_emits_what_parses table_certified_for_form vocabulary_isProper h
example (ts : List Nat) (ht : ∀ t, t ∈ ts → ∃ u, vocabulary.text? t = some u)
    (h : AdmitsAnswer program [] [] (vocabulary.spell ts)) :
    Emits vocabulary dfa dfa.start (ts ++ [0]) (vocabulary.spell ts) :=
  certified_decoding_reaches_every_admitted_answer table_certified_for_form
    (fun _ h => absurd h not_mem_nil) vocabulary_isProper ht h

/-- A category has no larger masks than itself with options. -/
example (T : Table) (hT : T.Certified true (.either astarb .empty)) (front : Text) (hf : IsBytes front)
    (t : Nat) (h : tokenAdmissible vocabulary dfa (dfa.run front) t = true) :
    tokenAdmissible vocabulary T.toDfa (T.toDfa.run front) t = true :=
  smaller_category_has_smaller_masks table_certified hT (fun _ _ => Or.inl) vocabulary_isProper hf h

end DetLMTest.Spec.Decoding
