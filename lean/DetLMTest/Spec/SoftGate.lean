import DetLM
import DetLMTest.Spec.Attention

/-!
# Examples: soft gates

## Main results

Examples only, on a scale of ten, over the keys of the examples for attention.
-/

namespace DetLMTest.Spec.SoftGate

open DetLM
open DetLM.Attention
open DetLMTest.Spec.Attention (keys numbers)

/-- Type 1 to seven tenths, type 2 to three, attribute 7 to six. -/
def label : SoftLabel where
  segment _ := 0
  kind t := if t = 1 then 7 else if t = 2 then 3 else 0
  has a := if a = 7 then 6 else 0

example : (Gate.not (.kind 1)).degree 10 .product label = 3 := by decide
example : (Gate.both (.kind 1) (.has 7)).degree 10 .product label = 4 := by decide
example : (Gate.both (.kind 1) (.has 7)).degree 10 .lukasiewicz label = 3 := by decide
example : (Gate.both (.kind 1) (.has 7)).degree 10 .goedel label = 6 := by decide
example : (Gate.either (.kind 1) (.has 7)).degree 10 .product label = 9 := by decide
example : (Gate.either (.kind 1) (.has 7)).degree 10 .lukasiewicz label = 10 := by decide
example : (Gate.either (.kind 1) (.has 7)).degree 10 .goedel label = 7 := by decide

/-- A soft gate lets part of a weight through: seven tenths of ten. -/
example : softAttend numbers 10 .product (.kind 1) [⟨label, 10, 100⟩] = ⟨700, 7⟩ := rfl

/-- Its degrees are on the scale. -/
theorem label_isProper : label.IsProper 10 where
  segment _ := Nat.zero_le 10
  kind t := by
    show (if t = 1 then 7 else if t = 2 then 3 else 0) ≤ 10
    split
    · decide
    · split <;> decide
  has a := by
    show (if a = 7 then 6 else 0) ≤ 10
    split <;> decide

/-- So are those of every gate, and "and" and "or" keep to their order. -/
example (c : Conjunction) (g : Gate) : g.degree 10 c label ≤ 10 :=
  g.degree_le_one (by decide) c label_isProper
example (c : Conjunction) (g h : Gate) :
    (Gate.both g h).degree 10 c label ≤ (Gate.either g h).degree 10 c label :=
  Nat.le_trans (Gate.degree_both_le (by decide) c label_isProper g h).1
    (Gate.le_degree_either (by decide) c label_isProper g h).1

/-- A key to which a gate is closed has no weight. -/
example (weight : Nat) : (Key.dimmed 10 .goedel (.kind 3) ⟨label, weight, 100⟩).weight = 0 :=
  (dimmed_weight (by decide) ..).1 rfl

/-! The hard limit -/

example : (Gate.kind 1).degree 10 .product (Label.soft 10 ⟨0, 1, []⟩) = 10 := by decide
example : softAttend numbers 10 .goedel (.not (.has 7)) (keys.map (Key.soft 10)) = ⟨30, 3⟩ := rfl

/-- Whatever the gate, the conjunction and the scale. -/
example (c : Conjunction) (g : Gate) (one : Nat) (h : 0 < one) :
    softAttend numbers one c g (keys.map (Key.soft one)) = attend numbers g.opens keys :=
  soft_attention_is_attention_in_the_hard_limit numbers h c g keys

end DetLMTest.Spec.SoftGate
