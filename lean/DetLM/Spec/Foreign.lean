import DetLM.Spec.Check

/-!
# Categories that somebody else's Lean file defines

Programs are data, so they cannot hold a proposition. Where a constraint file uses a category of a Lean
file, its parts bear a label, and a second statement stands beside `Admits`: all parts with that label, in
every parse of the answer, are texts of the category.

## Main definitions

* `Tree.labelled`: the texts of all parts with a label
* `KeepsTo`: the meaning; `Kept`: the test that certificates pass
-/

namespace DetLM

/-- Whether a mark makes its part a field with the label. -/
def Mark.isField (label : Text) : Mark → Bool
  | field l => Text.beq l label
  | bind _ => false
  | settle _ => false
  | block _ => false

/-- The texts of all parts of a parse that are fields with a label, however deep. -/
def Tree.labelled (label : Text) : Tree → List Text
  | leaf _ => []
  | slot _ _ => []
  | seq a b => a.labelled label ++ b.labelled label
  | left a => a.labelled label
  | right a => a.labelled label
  | stop => []
  | more a b => a.labelled label ++ b.labelled label
  | claim _ a => a.labelled label
  | derive _ _ a => a.labelled label
  | mark m a => bif m.isField label then a.yield :: a.labelled label else a.labelled label

/-- **What a category of a Lean file asks of an output**: in every parse of its answer, the parts with
the category's label are texts of its language. -/
def KeepsTo (Lang : Text → Prop) (label : Text) (P : Program) (c : Context) (output : Text) : Prop :=
  ∀ answer, AnswerIn P c output answer → ∀ tree, Fits P.output tree → tree.yield = answer →
    ∀ t, t ∈ tree.labelled label → Lang t

/-- Whether a decision procedure says yes to all parts with a label. -/
def keepsTo (accepts : Text → Bool) (label : Text) (P : Program) (c : Context) (output : Text) : Bool :=
  match answerIn? P c output with
  | none => true
  | some answer => (whole (P.output.parse answer)).all fun tree => (tree.labelled label).all accepts

/-- The statement that the kernel decides. -/
def Kept (accepts : Text → Bool) (label : Text) (P : Program) (c : Context) (output : Text) : Prop :=
  keepsTo accepts label P c output = true

end DetLM
