import DetLM
import DetLMTest.Spec.Certified

/-!
# Examples: masks and runs of decoding

## Main results

Examples only, over the automaton for any number of `a` (byte 97) and then `b` (byte 98).
-/

namespace DetLMTest.Spec.Masks

open DetLM
open DetLMTest.Spec.Automaton (astarb)
open DetLMTest.Spec.Certified (at_ dfa dfa_isExact table_certified)

/-- Tokens: the end, `a`, `b`, `aa`, `ab`, `ba`, a special one without a text. -/
def vocabulary : Vocabulary := ⟨[[], [97], [98], [97, 97], [97, 98], [98, 97], []], 0⟩

/-! Masks, for the tokens from 0 to 7 -/

/-- Before the `b`. -/
example : (List.range 8).map (tokenAdmissible vocabulary dfa (at_ 1)) =
    [false, true, true, true, true, false, false, false] := by decide +kernel

/-- After the `b`: the end only. -/
example : (List.range 8).map (tokenAdmissible vocabulary dfa (at_ 2)) =
    [true, false, false, false, false, false, false, false] := by decide +kernel

/-- Where nothing helps. -/
example : (List.range 8).map (tokenAdmissible vocabulary dfa (at_ 0)) =
    [false, false, false, false, false, false, false, false] := by decide +kernel

/-- What the mask allows goes on to a text of the expression. -/
example : Language.Allows astarb.Lang vocabulary [97] 4 :=
  (certified_masks_are_exact table_certified (Vocabulary.isProper_of_texts (by decide)) (by decide : ∀ b, b ∈ [97] → b < 256)).mp
    (by decide +kernel : tokenAdmissible vocabulary dfa (dfa.run [97]) 4 = true)

/-! A vocabulary with a token for every byte, so that decoding is never stuck -/

/-- The end, and the bytes. -/
def byteVocabulary : Vocabulary := ⟨[] :: (List.range 256).map fun b => [b], 0⟩

/-- Every byte is a token. -/
theorem byteVocabulary_hasBytes : byteVocabulary.HasBytes := fun b hb =>
  ⟨b + 1, (by decide +kernel : ∀ b, b < 256 → byteVocabulary.text? (b + 1) = some [b]) b hb⟩

example : ∃ t, tokenAdmissible byteVocabulary dfa (at_ 1) t = true :=
  (decode_never_stuck dfa_isExact byteVocabulary_hasBytes (by decide +kernel)).1

/-- The first state is viable: there is a text. -/
example : ∃ t, IsBytes t ∧ dfa.Accepts t := (viable_start_iff dfa_isExact).mp (by decide +kernel)

/-! The end token -/

/-- It is allowed behind `ab` only because `ab` is a text. -/
example : dfa.Accepts [97, 98] :=
  (mask_sound (V := vocabulary) (t := 0) dfa_isExact (by decide +kernel)).elim And.right
    fun ⟨_, _, h, _⟩ => absurd rfl (Vocabulary.ne_stop_of_text? h)

/-- And it is allowed there because it is. -/
example (h : dfa.Accepts [97, 98]) : tokenAdmissible vocabulary dfa (dfa.run [97, 98]) 0 = true :=
  mask_complete dfa_isExact (Or.inl ⟨rfl, h⟩)

/-- `aa` goes on to `aab`. -/
example (h : dfa.Accepts [97, 97, 98]) : tokenAdmissible vocabulary dfa (dfa.run []) 3 = true :=
  mask_complete dfa_isExact
    (Or.inr ⟨[97, 97], [98], by decide +kernel, (by decide : ∀ b, b ∈ [98] → b < 256), h⟩)

/-! "Or" and "not" -/

/-- One of the texts `a` and `ba`. -/
def few : Lexicon := [[97], [98, 97]]

example : (dfa.either few.dfa).IsExact := Dfa.either_isExact dfa_isExact few.dfa_isExact
example : (List.range 8).map (tokenAdmissible vocabulary (dfa.either few.dfa) (dfa.either few.dfa).start) =
    [false, true, true, true, true, true, false, false] := by decide +kernel

/-- `ba` is admitted by the one only. -/
example : (dfa.either few.dfa).Accepts [98, 97] :=
  (Dfa.accepts_either ..).mpr (Or.inr ((few.dfa_accepts_iff _).mpr (mem_tail mem_head)))

/-- Behind which everything else goes on. -/
example (v : Lexicon → Bool) : (few.dfa.other v).Accepts [97, 97] :=
  (Dfa.accepts_other ..).mpr fun h => absurd (Lexicon.has_iff.mpr ((few.dfa_accepts_iff _).mp h))
    (by decide +kernel)

/-! How a text is cut -/

example : vocabulary.spell [1, 4] = vocabulary.spell [3, 2] := by decide +kernel
example : advance vocabulary dfa [1, 4] (at_ 1) = advance vocabulary dfa [3, 2] (at_ 1) := rfl
example : vocabulary.spell [6, 0, 9] = [] := by decide +kernel

/-! A run may not take what the mask forbids -/

example (out : Text) : ¬ Emits vocabulary dfa (at_ 2) [1, 0] out := fun h => by
  cases h with
  | next h _ _ => exact absurd h (by decide +kernel)

end DetLMTest.Spec.Masks
