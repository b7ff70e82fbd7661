import DetLM

/-!
# Examples: exact decimals

## Main results

Examples only. Bytes: 45 is `-`, 46 is `.`, 48 is `0`.
-/

namespace DetLMTest.Spec.Number

open DetLM

/-! Reading -/

example : Number.read [48, 48, 55] = some ⟨7, 0, 0⟩ := rfl
example : Number.read [45, 50, 46, 53, 48] = some ⟨0, 250, 2⟩ := rfl
example : Number.read [] = none := rfl
example : Number.read [45] = none := rfl
example : Number.read [49, 46] = none := rfl
example : Number.read [46, 49] = none := rfl
example : Number.read [49, 46, 50, 46, 51] = none := rfl

/-! Computing: 1.5 and -0.25 -/

example : Number.Same (Number.add ⟨15, 0, 1⟩ ⟨0, 25, 2⟩) ⟨125, 0, 2⟩ := rfl
example : Number.Same (Number.sub ⟨15, 0, 1⟩ ⟨0, 25, 2⟩) ⟨1750, 0, 3⟩ := rfl
example : Number.Same (Number.mul ⟨15, 0, 1⟩ ⟨0, 25, 2⟩) ⟨0, 375, 3⟩ := rfl
example : (Number.add ⟨15, 0, 1⟩ ⟨0, 25, 2⟩).scale = 2 := rfl
example : Number.Lt ⟨0, 25, 2⟩ ⟨0, 0, 0⟩ := by unfold Number.Lt; decide +kernel
example : Number.sum [some ⟨1, 0, 1⟩, none] = none := rfl

end DetLMTest.Spec.Number
