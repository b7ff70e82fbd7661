/- # Core: facts about lists: folds, any, all, find

Official names and statements; for the functions of `Init.List.Basic`.
-/
prelude

import Init.List.Lemmas

set_option linter.all false
universe u v w

namespace List

variable {α : Type u} {β : Type v} {γ : Type w}

/-! ## Folds, any, all, find -/

@[simp] theorem foldl_nil {f : β → α → β} {b : β} : foldl f b [] = b := rfl
@[simp] theorem foldl_cons {f : β → α → β} {b : β} {a : α} {l : List α} : foldl f b (a :: l) = foldl f (f b a) l := rfl
@[simp] theorem foldr_nil {f : α → β → β} {b : β} : foldr f b [] = b := rfl
@[simp] theorem foldr_cons {f : α → β → β} {b : β} {a : α} {l : List α} : foldr f b (a :: l) = f a (foldr f b l) := rfl
@[simp] theorem foldl_append {f : β → α → β} {b : β} {l l' : List α} : foldl f b (l ++ l') = foldl f (foldl f b l) l' := by
  induction l generalizing b with | nil => rfl | cons a l ih => exact ih
@[simp] theorem foldr_append {f : α → β → β} {b : β} {l l' : List α} : foldr f b (l ++ l') = foldr f (foldr f b l') l := by
  induction l with | nil => rfl | cons a l ih => exact congrArg (f a) ih
@[simp] theorem any_nil {f : α → Bool} : [].any f = false := rfl
@[simp] theorem any_cons {p : α → Bool} {a : α} {l : List α} : (a :: l).any p = (p a || l.any p) := rfl
@[simp] theorem all_nil {f : α → Bool} : [].all f = true := rfl
@[simp] theorem all_cons {p : α → Bool} {a : α} {l : List α} : (a :: l).all p = (p a && l.all p) := rfl
@[simp] theorem any_eq_true {p : α → Bool} {l : List α} : l.any p = true ↔ ∃ x, x ∈ l ∧ p x := by
  induction l with | nil => simp | cons a l ih => rw [any_cons, Bool.or_eq_true, ih, exists_mem_cons]
@[simp] theorem all_eq_true {p : α → Bool} {l : List α} : l.all p = true ↔ ∀ x, x ∈ l → p x := by
  induction l with | nil => simp | cons a l ih => rw [all_cons, Bool.and_eq_true, ih, forall_mem_cons]
@[simp] theorem any_eq_false {p : α → Bool} {l : List α} : l.any p = false ↔ ∀ x, x ∈ l → ¬p x := by
  rw [← Bool.not_eq_true, any_eq_true, not_exists]; exact forall_congr' fun _ => not_and
@[simp] theorem all_eq_false {p : α → Bool} {l : List α} : l.all p = false ↔ ∃ x, x ∈ l ∧ ¬p x := by
  induction l with
  | nil => simp
  | cons a l ih => rw [all_cons, Bool.and_eq_false, ih, exists_mem_cons, Bool.not_eq_true]
@[simp] theorem any_append {f : α → Bool} {x y : List α} : (x ++ y).any f = (x.any f || y.any f) := by
  induction x with | nil => rfl | cons a x ih => rw [cons_append, any_cons, ih, any_cons, Bool.or_assoc]
@[simp] theorem all_append {f : α → Bool} {x y : List α} : (x ++ y).all f = (x.all f && y.all f) := by
  induction x with | nil => rfl | cons a x ih => rw [cons_append, all_cons, ih, all_cons, Bool.and_assoc]
@[simp] theorem any_map {f : α → β} {p : β → Bool} {l : List α} : (l.map f).any p = l.any (p ∘ f) := by
  induction l with | nil => rfl | cons a l ih => exact congrArg (p (f a) || ·) ih
@[simp] theorem all_map {f : α → β} {p : β → Bool} {l : List α} : (l.map f).all p = l.all (p ∘ f) := by
  induction l with | nil => rfl | cons a l ih => exact congrArg (p (f a) && ·) ih
@[simp] theorem find?_nil {p : α → Bool} : ([] : List α).find? p = none := rfl
theorem find?_cons {p : α → Bool} {a : α} {as : List α} : (a :: as).find? p = match p a with | true => some a | false => as.find? p := rfl
theorem find?_some {p : α → Bool} {a : α} {l : List α} (h : l.find? p = some a) : p a := by
  induction l with
  | nil => exact nomatch h
  | cons b l ih =>
    rw [find?_cons] at h
    cases hb : p b with
    | true => rw [hb] at h; exact Option.some.inj h ▸ hb
    | false => rw [hb] at h; exact ih h
theorem mem_of_find?_eq_some {p : α → Bool} {a : α} {l : List α} (h : l.find? p = some a) : a ∈ l := by
  induction l with
  | nil => exact nomatch h
  | cons b l ih =>
    rw [find?_cons] at h
    cases hb : p b with
    | true => rw [hb] at h; exact Option.some.inj h ▸ mem_cons_self
    | false => rw [hb] at h; exact mem_cons_of_mem _ (ih h)
@[simp] theorem find?_eq_none {p : α → Bool} {l : List α} : l.find? p = none ↔ ∀ x, x ∈ l → ¬p x := by
  induction l with
  | nil => simp
  | cons b l ih =>
    rw [find?_cons, forall_mem_cons]
    cases hb : p b <;> simp [ih]
@[simp] theorem find?_isSome {p : α → Bool} {l : List α} : (l.find? p).isSome ↔ ∃ x, x ∈ l ∧ p x := by
  induction l with
  | nil => simp
  | cons b l ih =>
    rw [find?_cons, exists_mem_cons]
    cases hb : p b with
    | true => simp
    | false => rw [ih]; simp

end List
