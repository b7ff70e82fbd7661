import DetLM

/-!
# Examples: nondeterministic automata

## Main results

Examples only: texts of `a` (byte 97) and `b` (byte 98) whose last byte but one is an `a`. An automaton guesses
where that is.
-/

namespace DetLMTest.Spec.Nfa

open DetLM

/-- In 0 anything may still come; from 0 to 1 by the `a`, to 2 by the last byte. -/
def guessing : Nfa Nat where
  starts := [0]
  step s b := match s, b with
    | 0, 97 => [0, 1]
    | 0, 98 => [0]
    | 1, 97 => [2]
    | 1, 98 => [2]
    | _, _ => []
  accepting s := Nat.beq s 2
  viable s := Nat.ble s 2

/-! Sets of states -/

example : guessing.subsets.run [] = [0] := by decide +kernel
example : guessing.subsets.run [97] = [0, 1] := by decide +kernel
example : guessing.subsets.run [97, 97] = [0, 1, 2] := by decide +kernel
example : guessing.subsets.run [97, 98] = [0, 2] := by decide +kernel
example : guessing.subsets.run [97, 99] = [] := by decide +kernel

/-! What is admitted, and what is not -/

/-- `bab` -/
example : guessing.Accepts [98, 97, 98] := (guessing.accepts_iff _).mp (by unfold Dfa.Accepts; decide +kernel)

/-- `abb`: no guess fits. -/
example : ¬ guessing.Accepts [97, 98, 98] := fun h =>
  absurd ((guessing.accepts_iff _).mpr h) (by unfold Dfa.Accepts; decide +kernel)

/-- The guess itself, for `ab`. -/
example : guessing.Accepts [97, 98] :=
  ⟨0, mem_head, 2, .next (m := 1) (mem_tail mem_head) (.next (m := 2) mem_head .stop), rfl⟩

/-- The state 0 twice at the start is one state. -/
example : ({ guessing with starts := [0, 0] }).subsets.start = [0] := by decide +kernel

/-! It is exact, so that masks may be computed from its sets of states -/

/-- From each of the three states there is an end, and other states lead nowhere. -/
theorem guessing_isExact : guessing.IsExact := by
  have bytes : ∀ b, b ∈ [97, 97] → b < 256 := by decide
  intro s
  match s with
  | 0 => exact ⟨fun _ => ⟨[97, 97], bytes, 2, .next (m := 1) (mem_tail mem_head) (.next (m := 2) mem_head .stop), rfl⟩,
      fun _ => rfl⟩
  | 1 => exact ⟨fun _ => ⟨[97], fun b h => bytes b (mem_tail h), 2, .next (m := 2) mem_head .stop, rfl⟩, fun _ => rfl⟩
  | 2 => exact ⟨fun _ => ⟨[], fun b h => absurd h not_mem_nil, 2, .stop, rfl⟩, fun _ => rfl⟩
  | n + 3 =>
    refine ⟨fun h => (nomatch h), fun ⟨t, _, e, h, k⟩ => ?_⟩
    cases h with
    | stop => exact nomatch k
    | next hm _ => exact absurd hm not_mem_nil

/-- Tokens: the end, `a`, `b`, `ab`, `c`. -/
def vocabulary : Vocabulary := ⟨[[], [97], [98], [97, 98], [99]], 0⟩

/-- At the start any text of `a` and `b` may come, and behind `ab` the end as well. -/
example : (List.range 5).map (tokenAdmissible vocabulary guessing.subsets (guessing.subsets.run [])) =
    [false, true, true, true, false] := by decide +kernel

example : (List.range 5).map (tokenAdmissible vocabulary guessing.subsets (guessing.subsets.run [97, 98])) =
    [true, true, true, true, false] := by decide +kernel

/-- The mask is sound: what it lets through can be completed. -/
example : ∃ rest, IsBytes rest ∧ guessing.subsets.Accepts ([97] ++ rest) :=
  (Dfa.viable_run_iff (Nfa.subsets_isExact guessing_isExact)).mp (by decide +kernel)

end DetLMTest.Spec.Nfa
