import DetLM

/-!
# Examples: degrees of truth

## Main results

Examples only, on a scale of ten.
-/

namespace DetLMTest.Spec.SoftTruth

open DetLM

example : Conjunction.product.meet 10 7 6 = 4 := by decide
example : Conjunction.lukasiewicz.meet 10 7 6 = 3 := by decide
example : Conjunction.goedel.meet 10 7 6 = 6 := by decide
example : Conjunction.lukasiewicz.meet 10 3 6 = 0 := by decide

/-! Rounding -/

/-- Two positive degrees, and a product of zero. -/
example : Conjunction.product.meet 10 3 3 = 0 := by decide

/-- Brackets matter by one step. -/
example : Conjunction.product.meet 4 (Conjunction.product.meet 4 3 3) 2 =
    Conjunction.product.meet 4 3 (Conjunction.product.meet 4 3 2) + 1 := by decide

/-! Many, and the hard limit -/

example : Conjunction.product.meetAll 10 [9, 8, 7] = 4 := by decide
example : Conjunction.goedel.meetAll 10 [] = 10 := by decide
example : Conjunction.lukasiewicz.meetAll 10 ([true, true].map (hardDegree 10)) = 10 := by decide
example : Conjunction.lukasiewicz.meetAll 10 ([true, false].map (hardDegree 10)) = 0 := by decide

end DetLMTest.Spec.SoftTruth
