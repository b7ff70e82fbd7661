import DetLM.Spec.Check
import DetLM.Spec.Foreign

/-!
# The test for categories of Lean files

That it is right is `keepsTo_iff` in `DetLM.Thm.Foreign`.

## Main definitions

* `Decides`: what somebody's file proves
* `keepsTo`, `Kept`: the test that certificates pass
-/

namespace DetLM

/-- **What a category's Lean file has to prove**: its decision procedure decides its language. -/
def Decides (accepts : Text → Bool) (Lang : Text → Prop) : Prop :=
  ∀ t, accepts t = true ↔ Lang t

/-- Whether a decision procedure says yes to all parts with a label. -/
def keepsTo (accepts : Text → Bool) (label : Text) (P : Program) (c : Context) (output : Text) : Bool :=
  match answerIn? P c output with
  | none => true
  | some answer => (whole (P.output.parse answer)).all fun tree => (tree.labelled label).all accepts

/-- The statement that the kernel decides. -/
def Kept (accepts : Text → Bool) (label : Text) (P : Program) (c : Context) (output : Text) : Prop :=
  keepsTo accepts label P c output = true

end DetLM
