import DetLM
import DetLMTest.Definitions

/-!
# Examples: names in scope

## Main results

Examples only, over the program of the examples for definitions.
-/

namespace DetLMTest.Spec.Scopes

open DetLM
open DetLMTest.Definitions (scope)

/-- A name is bound, a line ends. -/
noncomputable def line : Tree := .mark (.settle scope) (.mark (.bind scope) (.leaf [97]))

/-- Nothing is bound yet. -/
def none : Names := ⟨[], []⟩

example : (line.after scope none).shown = [[97]] := by decide +kernel

/-- Behind the line its name is visible. -/
example : [97] ∈ (line.after scope none).shown :=
  bound_name_is_visible_behind_its_statement binding_binds

/-- Behind a block it is gone, whatever was there before. -/
example (n : Names) : (Tree.mark (.block scope) line).after scope n = n := names_of_a_block_are_gone

/-- Names of another scope are not. -/
example : ([97] : Text) ∈ ((Tree.mark (.block []) line).after scope none).shown := by
  rw [block_leaves_other_scopes_alone (by decide +kernel)]
  exact bound_name_is_visible_behind_its_statement binding_binds

/-- A name that is visible before a block is visible in it, and behind it. -/
example (x : Tree) (n : Names) (h : [98] ∈ n.shown) : [98] ∈ (x.after scope n).shown :=
  (x.keeps_after n [98]).1 h

end DetLMTest.Spec.Scopes
