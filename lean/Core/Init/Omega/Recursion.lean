/- # Core: what well-founded recursion may assume

The branches of an `if` know its condition when a recursive call is to be shown to get smaller.
-/
prelude

import Init.Omega.Facts

set_option linter.all false
universe u v w

@[simp ↓] def binderNameHint {α : Sort u} {β : Sort v} {γ : Sort w} (v : α) (binder : β) (e : γ) : γ := e

@[wf_preprocess] theorem ite_eq_dite {α : Sort u} {P : Prop} [Decidable P] {a b : α} :
    ite P a b = (dite P (fun h => binderNameHint h () a) (fun h => binderNameHint h () b)) := rfl
