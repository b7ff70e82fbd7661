import DetLM

/-!
# Examples: words

## Main results

Examples only. Bytes: 32 is a space, 46 a full stop, 65 is `A`, 97 is `a`, 98 is `b`, 195 starts a
character of two bytes.
-/

namespace DetLMTest.Spec.Words

open DetLM

/-! Whole words, ASCII case ignored -/

example : mentions [97] [97] = true := by decide +kernel
example : mentions [97] [65] = true := by decide +kernel
example : mentions [65] [97] = true := by decide +kernel
example : mentions [97] [98, 32, 97, 46] = true := by decide +kernel
example : mentions [97] [97, 98] = false := by decide +kernel
example : mentions [97] [98, 97] = false := by decide +kernel
example : mentions [97] [195, 97] = false := by decide +kernel
example : mentions [97] [97, 195] = false := by decide +kernel
example : mentions [97] [98, 97, 32, 97] = true := by decide +kernel
example : mentions [97] [] = false := by decide +kernel
example : Mentions [97] [98, 32, 97] := mentions_iff.mp (by decide +kernel)
example : ¬ Mentions [97] [98, 97] := fun h => nomatch (mentions_iff.mpr h)

/-! A phrase -/

example : mentions [97, 32, 98] [97, 32, 98] = true := by decide +kernel
example : mentions [97, 32, 98] [97, 32, 98, 98] = false := by decide +kernel

/-! Counting -/

example : wordCount [] = 0 := by decide +kernel
example : wordCount [97, 97] = 1 := by decide +kernel
example : wordCount [32, 97, 46, 32, 98] = 2 := by decide +kernel
example : wordCount [195, 164, 97] = 1 := by decide +kernel

end DetLMTest.Spec.Words
