import DetLM

/-!
# Examples: finite lexicons

## Main results

Examples only, over the texts `ab`, `a` and `ca`. Bytes: 97 is `a`, 98 is `b`, 99 is `c`.
-/

namespace DetLMTest.Spec.Lexicon

open DetLM

/-- `ab`, `a`, `ca` -/
def few : Lexicon := [[97, 98], [97], [99, 97]]

/-! As a set -/

example : few.has [97] = true := by decide +kernel
example : few.has [97, 98] = true := by decide +kernel
example : few.has [98] = false := by decide +kernel
example : few.has [] = false := by decide +kernel
example : Language.words few [99, 97] := Lexicon.has_iff.mp (by decide +kernel)

/-! As an expression -/

example : (Regex.words few).accepts [99, 97] = true := by decide +kernel
example : (Regex.words few).accepts [99] = false := by decide +kernel
example : (Regex.words []).accepts [] = false := by decide +kernel
example : (Regex.words few).Lang [97] := Regex.words_iff.mpr (Lexicon.has_iff.mp (by decide +kernel))
example : ¬ (Regex.words few).Lang [98, 97] := fun h =>
  absurd (Lexicon.has_iff.mpr (Regex.words_iff.mp h)) (by decide +kernel)

/-! As an automaton -/

example : few.dfa.run [] = few := by decide +kernel
example : few.dfa.run [97] = [[98], []] := by decide +kernel
example : few.dfa.run [98] = [] := by decide +kernel
example : few.dfa.Accepts [97, 98] := (few.dfa_accepts_iff _).mpr mem_head

/-- Tokens: the end, `a`, `b`, `c`, `ab`. -/
def vocabulary : Vocabulary := ⟨[[], [97], [98], [99], [97, 98]], 0⟩

example : (List.range 5).map (tokenAdmissible vocabulary few.dfa (few.dfa.run [])) =
    [false, true, false, true, true] := by decide +kernel

example : (List.range 5).map (tokenAdmissible vocabulary few.dfa (few.dfa.run [97])) =
    [true, false, true, false, false] := by decide +kernel

/-- What is viable can be completed. -/
example : ∃ rest, IsBytes rest ∧ few.dfa.Accepts ([99] ++ rest) :=
  (Dfa.viable_run_iff few.dfa_isExact).mp (by decide +kernel)

/-! Everything else -/

example : (Regex.other (Regex.words few)).accepts [98, 97] = true := by decide +kernel
example : (Regex.other (Regex.words few)).accepts [97] = false := by decide +kernel
example : (Regex.other (Regex.words [])).accepts [] = true := by decide +kernel

end DetLMTest.Spec.Lexicon
