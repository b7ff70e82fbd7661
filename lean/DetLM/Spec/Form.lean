import DetLM.Spec.CompiledLimits

/-!
# The form of a program's answers

Leaving out what conditions ask, the answers of a program are a regular language: its shape, and the limits that are
regular. Masks are compared with this expression (`Table.Certified`); what conditions take away from it is told apart
by filters, grammars and checks at the end of spans.

## Main definitions

* `Shape.form`: the texts of a shape
* `Program.form`: those that also keep to the limits, but for the number of words
-/

namespace DetLM

/-- The texts of a shape, as an expression. -/
noncomputable def Shape.form (s : Shape) : Regex :=
  Shape.rec (motive := fun _ => Regex) (fun r => r) (fun _ r => r) (fun _ _ a b => .seq a b)
    (fun _ _ a b => .either a b) (fun n _ a => .atMost n a) (fun _ _ a => a) (fun _ _ _ a => a) (fun _ _ a => a) s

/-- The texts of a program's shape that keep to its limits, but for the number of words. -/
noncomputable def Program.form (P : Program) : Regex :=
  List.rec (motive := fun _ => Regex) P.output.form
    (fun _ _ _ => .both P.output.form (Limit.regular P.limits)) P.limits

end DetLM
