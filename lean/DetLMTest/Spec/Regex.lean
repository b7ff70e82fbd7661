import DetLM

/-!
# Examples: regular languages

## Main results

Examples only. Bytes: 97 is `a`, 98 is `b`.
-/

namespace DetLMTest.Spec.Regex

open DetLM

/-- `a` -/
def a : Regex := .oneOf (Nat.shiftLeft 1 97)

/-- `b` -/
def b : Regex := .oneOf (Nat.shiftLeft 1 98)

/-- Any number of `a`, then `b`. -/
def astarb : Regex := .seq (.star a) b

example : astarb.accepts [97, 97, 98] = true := by decide +kernel
example : astarb.accepts [98] = true := by decide +kernel
example : astarb.accepts [97, 97] = false := by decide +kernel
example : astarb.accepts [98, 98] = false := by decide +kernel
example : astarb.Lang [97, 98] := Regex.accepts_iff.mp (by decide +kernel)
example : ¬ astarb.Lang [] := fun h => nomatch (Regex.accepts_iff.mpr h)

/-! Bounded repetition, intersection, difference -/

example : (Regex.atMost 2 a).accepts [] = true := by decide +kernel
example : (Regex.atMost 2 a).accepts [97, 97] = true := by decide +kernel
example : (Regex.atMost 2 a).accepts [97, 97, 97] = false := by decide +kernel
example : (Regex.both (.star a) (.atMost 1 a)).accepts [97] = true := by decide +kernel
example : (Regex.both (.star a) (.atMost 1 a)).accepts [97, 97] = false := by decide +kernel
example : (Regex.without (.star a) .empty).accepts [] = false := by decide +kernel
example : (Regex.without (.star a) .empty).accepts [97] = true := by decide +kernel

/-! A star of something that may be empty stops -/

example : (Regex.star (.star a)).accepts [97, 97] = true := by decide +kernel
example : (Regex.star .empty).accepts [97] = false := by decide +kernel

/-! All prefixes, shortest first -/

example : (Regex.star a).splits [97, 98] = [([], [97, 98]), ([97], [98])] := by decide +kernel
example : astarb.splits [97, 97] = [] := by decide +kernel

end DetLMTest.Spec.Regex
