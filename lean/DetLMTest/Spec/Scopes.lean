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

/-- A use of `a`. -/
noncomputable def use : Tree := .derive .always (.visible scope) (.leaf [97])

/-- Behind a block that binds `a`, no span sees it: nothing was there before, nothing is bound behind it. -/
example (s : Span) (h : s ∈ use.spansFrom [97] (Scopes.empty.past (.mark (.block scope) line))) :
    ¬ [97] ∈ (s.part.names scope).shown := fun shown => by
  cases name_used_behind_a_block_is_not_its_own h (Or.inl shown) with
  | inl h => exact h.elim not_mem_nil not_mem_nil
  | inr h =>
    obtain ⟨_, h, _⟩ := h
    exact not_mem_nil h

/-- Behind the line alone each span does. -/
example (x : Tree) (s : Span) (h : s ∈ x.spansFrom [97] (Scopes.empty.past line)) :
    [97] ∈ (s.part.names scope).shown :=
  visible_names_stay_visible h (bound_name_is_visible_behind_its_statement binding_binds)

end DetLMTest.Spec.Scopes
