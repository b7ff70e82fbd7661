import DetLM
import DetLMTest.Spec.Masks

/-!
# Examples: scores, choices and greedy runs

## Main results

Examples only, over the vocabulary and the automaton of the examples for masks.
-/

namespace DetLMTest.Spec.Scores

open DetLM
open DetLMTest.Spec.Masks (vocabulary)
open DetLMTest.Spec.Certified (at_ dfa)

/-- `ba` has the highest score, and is not allowed; `a` and `ab` share the next. -/
def scores : Scores := fun t => if t = 5 then 9 else if t = 1 ∨ t = 4 then 5 else 2

/-- What the mask allows at the start. -/
noncomputable def mask : Mask := tokenAdmissible vocabulary dfa (at_ 1)

example : (probability scores mask 7 5).numerator = 0 := by decide +kernel
example : (probability scores mask 7 4).numerator = 5 := by decide +kernel
example : (probability scores mask 7 4).denominator = 14 := by decide +kernel
example : chooseToken scores mask 7 = some 1 := by decide +kernel
example : chooseToken scores (fun _ => true) 7 = some 5 := by decide +kernel
example : chooseToken scores (fun _ => false) 7 = none := by decide +kernel
example : chooseToken scores (fun _ => false) 7 = none := chooseToken_eq_none_iff.mpr fun _ _ => rfl

/-- `ba` has the probability zero: nothing of fourteen. -/
example : (probability scores mask 7 5).numerator = 0 ∧ 0 < (probability scores mask 7 5).denominator :=
  disallowed_token_is_impossible (u := 1) (by decide +kernel) (by decide) (by decide +kernel) (by decide)

/-- Where nothing is allowed, there is no probability to speak of. -/
example : (probability scores (fun _ => false) 7 5).denominator = 0 := by decide +kernel

/-! Runs: a model that prefers `a` twice, then `ab` -/

/-- The model. -/
def model : List Nat → Scores
  | [] => scores
  | [_] => scores
  | _ => fun t => if t = 4 then 2 else 1

example : greedy model vocabulary dfa 7 10 [] (at_ 1) = [1, 1, 4, 0] := by decide +kernel
example : greedy model vocabulary dfa 7 3 [] (at_ 1) = [1, 1, 4] := by decide +kernel
example : Greedy model vocabulary dfa 7 [] (at_ 1) [1, 1, 4, 0] :=
  greedy_of_ends (front := [1, 1, 4]) (length := 10) (by decide +kernel)

/-- However many steps are given. -/
example (more : Nat) : greedy model vocabulary dfa 7 (4 + more) [] (at_ 1) = [1, 1, 4, 0] :=
  greedy_eq_of_run (greedy_of_ends (front := [1, 1, 4]) (length := 10) (by decide +kernel))
    (Nat.le_add_right ..)

end DetLMTest.Spec.Scores
