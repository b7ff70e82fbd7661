import DetLM
import DetLMTest.Spec.Automaton

/-!
# Examples: masks, choices and runs of decoding

## Main results

Examples only, over the automaton for any number of `a` (byte 97) and then `b` (byte 98), with its ranks: from
state 0 an end is one byte away, state 1 is one, from state 2 there is none. Forgeries of the ranks too.
-/

namespace DetLMTest.Spec.Masks

open DetLM
open DetLMTest.Spec.Automaton (automaton automaton_agrees astarb samples)

/-- The ranks of the three states: 2, 1, 0. -/
def ranks : Nat := 0x0000_0001_0002

/-- The ranks are right. -/
theorem automaton_ranked : automaton.ranked 3 ranks samples = true := by decide +kernel

/-- The automaton with its viable states. -/
noncomputable def dfa : Dfa Nat := automaton.toDfa 3 ranks

/-- Tokens: the end, `a`, `b`, `aa`, `ab`, `ba`, a special one without a text. -/
def vocabulary : Vocabulary := ⟨[[], [97], [98], [97, 97], [97, 98], [98, 97], []], 0⟩

/-! Forged ranks -/

/-- State 2 may come to an end. -/
example : automaton.ranked 3 0x0003_0001_0002 samples = false := by decide +kernel

/-- State 0 may not. -/
example : automaton.ranked 3 0x0000_0001_0000 samples = false := by decide +kernel

/-- Two states promise each other an end. -/
example : automaton.ranked 3 0x0002_0001_0002 samples = false := by decide +kernel

/-- A class without a sample. -/
example : automaton.ranked 3 ranks [97, 98] = false := by decide +kernel

/-- A state is left out. -/
example : automaton.ranked 2 ranks samples = false := by decide +kernel

/-! Masks, for the tokens from 0 to 7 -/

/-- Before the `b`. -/
example : (List.range 8).map (tokenAdmissible vocabulary dfa 0) =
    [false, true, true, true, true, false, false, false] := by decide +kernel

/-- After the `b`: the end only. -/
example : (List.range 8).map (tokenAdmissible vocabulary dfa 1) =
    [true, false, false, false, false, false, false, false] := by decide +kernel

/-- Where nothing helps. -/
example : (List.range 8).map (tokenAdmissible vocabulary dfa 2) =
    [false, false, false, false, false, false, false, false] := by decide +kernel

/-- What the mask allows goes on to a text of the expression. -/
example : Language.Allows astarb.Lang vocabulary [97] 4 :=
  (compiled_masks_are_exact automaton_agrees automaton_ranked (Vocabulary.isProper_of_texts (by decide))
    (by decide : ∀ b, b ∈ [97] → b < 256)).mp
    (by decide +kernel : tokenAdmissible vocabulary dfa (dfa.run [97]) 4 = true)

/-! A vocabulary with a token for every byte, so that decoding is never stuck -/

/-- The end, and the bytes. -/
def byteVocabulary : Vocabulary := ⟨[] :: (List.range 256).map fun b => [b], 0⟩

/-- Every byte is a token. -/
theorem byteVocabulary_hasBytes : byteVocabulary.HasBytes := fun b hb =>
  ⟨b + 1, (by decide +kernel : ∀ b, b < 256 → byteVocabulary.text? (b + 1) = some [b]) b hb⟩

example : ∃ t, tokenAdmissible byteVocabulary dfa 0 t = true :=
  decode_never_stuck (Automaton.isExact_of_ranked automaton_ranked) byteVocabulary_hasBytes (by decide +kernel)

/-! How a text is cut -/

example : vocabulary.spell [1, 4] = vocabulary.spell [3, 2] := by decide +kernel
example : advance vocabulary dfa [1, 4] 0 = advance vocabulary dfa [3, 2] 0 := by decide +kernel
example : vocabulary.spell [6, 0, 9] = [] := by decide +kernel

/-! Scores -/

/-- `ba` has the highest score, and is not allowed; `a` and `ab` share the next. -/
def scores : Scores := fun t => if t = 5 then 9 else if t = 1 ∨ t = 4 then 5 else 2

/-- What the mask allows at the start. -/
noncomputable def mask : Mask := tokenAdmissible vocabulary dfa 0

example : (probability scores mask 7 5).numerator = 0 := by decide +kernel
example : (probability scores mask 7 4).numerator = 5 := by decide +kernel
example : (probability scores mask 7 4).denominator = 14 := by decide +kernel
example : chooseToken scores mask 7 = some 1 := by decide +kernel
example : chooseToken scores (fun _ => true) 7 = some 5 := by decide +kernel
example : chooseToken scores (fun _ => false) 7 = none := by decide +kernel

/-! Runs: a model that prefers `a` twice, then `ab` -/

/-- The model. -/
def model : List Nat → Scores
  | [] => scores
  | [_] => scores
  | _ => fun t => if t = 4 then 2 else 1

example : greedy model vocabulary dfa 7 10 [] 0 = [1, 1, 4, 0] := by decide +kernel
example : greedy model vocabulary dfa 7 3 [] 0 = [1, 1, 4] := by decide +kernel
example : Greedy model vocabulary dfa 7 [] 0 [1, 1, 4, 0] :=
  greedy_of_ends (front := [1, 1, 4]) (length := 10) (by decide +kernel)

/-! A run may not take what the mask forbids -/

example (out : Text) : ¬ Emits vocabulary dfa 1 [1, 0] out := fun h => by
  cases h with
  | next h _ _ => exact absurd h (by decide +kernel)

end DetLMTest.Spec.Masks
