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

end DetLMTest.Spec.Decoding
