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

/-! Near the hard limit -/

/-- On a scale of a hundred: a type 1 and nothing else, but for two hundredths. -/
def near : SoftLabel := ⟨fun | 0 => 98 | _ + 1 => 1, fun | 0 => 2 | 1 => 99 | _ + 2 => 2, fun _ => 1⟩

/-- It is near. -/
theorem near_isNear : near.IsNear 100 2 ⟨0, 1, []⟩ where
  segment n := by
    cases n with
    | zero => exact ⟨by decide, fun h => (nomatch h), fun _ => by decide⟩
    | succ n => exact ⟨(by decide : 1 ≤ 100), fun _ => (by decide : 1 ≤ 2), fun h => (nomatch h)⟩
  kind n := by
    cases n with
    | zero => exact ⟨by decide, fun _ => by decide, fun h => (nomatch h)⟩
    | succ n =>
      cases n with
      | zero => exact ⟨by decide, fun h => (nomatch h), fun _ => by decide⟩
      | succ n => exact ⟨(by decide : 2 ≤ 100), fun _ => (by decide : 2 ≤ 2), fun h => (nomatch h)⟩
  has _ := ⟨(by decide : 1 ≤ 100), fun _ => (by decide : 1 ≤ 2), fun h => (nomatch h)⟩

/-- A gate that asks three things is at most six hundredths off, with each conjunction. -/
example (c : Conjunction) :
    100 ≤ (Gate.both (.kind 1) (.not (.either (.segment 3) (.has 7)))).degree 100 c near + 3 * 2 :=
  (soft_gate_is_near_the_crisp_gate (by decide) c near_isNear
    (.both (.kind 1) (.not (.either (.segment 3) (.has 7))))).of_true rfl

example : (Gate.both (.kind 1) (.not (.either (.segment 3) (.has 7)))).degree 100 .lukasiewicz near = 97 := by
  decide

/-! The hard limit -/

example : (Gate.kind 1).degree 10 .product (Label.soft 10 ⟨0, 1, []⟩) = 10 := by decide
example : softAttend numbers 10 .goedel (.not (.has 7)) (keys.map (Key.soft 10)) = ⟨30, 3⟩ := rfl

/-- Whatever the gate, the conjunction and the scale. -/
example (c : Conjunction) (g : Gate) (one : Nat) (h : 0 < one) :
    softAttend numbers one c g (keys.map (Key.soft one)) = attend numbers g.opens keys :=
  soft_attention_is_attention_in_the_hard_limit numbers h c g keys

end DetLMTest.Spec.SoftGate
