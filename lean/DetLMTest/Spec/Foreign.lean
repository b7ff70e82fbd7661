import DetLM

/-!
# Categories of Lean files

What the test for such a category says yes and no to.

## Main definitions

* `program`: an answer with one labelled part

## Main results

Examples only.
-/

namespace DetLMTest.Foreign

open DetLM

/-- `x` -/
def label : Text := [120]

/-- Any number of `a` and `b`, as a part with the label, and `!` behind it. -/
def program : Program where
  facts := []
  rules := []
  output := .seq (.mark (.field label) (.lex (.star (.oneOf (6 * 2 ^ 96))))) (.lex (.oneOf (2 ^ 33)))
  limits := []
  after := none

/-- Nothing was said before. -/
def context : Context := ⟨[], [], []⟩

/-- Whether a text begins with `a`. -/
def accepts : Text → Bool
  | [] => false
  | b :: _ => Nat.beq b 97

/-- What `accepts` decides. -/
def Lang (t : Text) : Prop := accepts t = true

/-- `ab!` passes. -/
theorem kept : Kept accepts label program context [97, 98, 33] := by decide +kernel

/-- So its part is in the language. -/
example : KeepsTo Lang label program context [97, 98, 33] := kept.keepsTo fun _ => Iff.rfl

/-- `ba!` does not pass. -/
example : ¬ Kept accepts label program context [98, 97, 33] := by decide +kernel

/-- So its part is not in the language. -/
example : ¬ KeepsTo Lang label program context [98, 97, 33] := fun h =>
  (by decide +kernel : ¬ Kept accepts label program context [98, 97, 33])
    ((keepsTo_iff fun _ => Iff.rfl).mpr h)

/-- A part with another label is not asked. -/
example : Kept accepts [121] program context [98, 97, 33] := by decide +kernel

/-- Parts inside of parts are asked, too. -/
example : (Tree.mark (.field label) (.seq (.mark (.field label) (.leaf [1])) (.leaf [2]))).labelled label
    = [[1, 2], [1]] := by decide

end DetLMTest.Foreign
