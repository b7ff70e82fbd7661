/- # Core: facts about lists: map, filter, flatten, reverse

Official names and statements; for the functions of `Init.List.Basic`.
-/
prelude

import Init.List.Lemmas

set_option linter.all false
universe u v w

namespace List

variable {α : Type u} {β : Type v} {γ : Type w}

/-! ## Map, filter, flatten -/

@[simp] theorem map_nil {f : α → β} : map f [] = [] := rfl
@[simp] theorem map_cons {f : α → β} {a : α} {l : List α} : map f (a :: l) = f a :: map f l := rfl
@[simp] theorem length_map {as : List α} (f : α → β) : (as.map f).length = as.length := by
  induction as with | nil => rfl | cons a as ih => simp [ih]
@[simp] theorem map_append {f : α → β} {l₁ l₂ : List α} : map f (l₁ ++ l₂) = map f l₁ ++ map f l₂ := by
  induction l₁ with | nil => rfl | cons a as ih => simp [ih]
@[simp] theorem map_map {g : β → γ} {f : α → β} {l : List α} : map g (map f l) = map (g ∘ f) l := by
  induction l with | nil => rfl | cons a as ih => simp [ih, Function.comp]
@[simp] theorem map_id_fun : map (id : α → α) = id := by funext l; induction l with | nil => rfl | cons a as ih => exact congrArg (a :: ·) ih
@[simp] theorem map_id_fun' : (map fun (a : α) => a) = id := map_id_fun
theorem map_id (l : List α) : map (id : α → α) l = l := by rw [map_id_fun]; rfl
theorem map_id' (l : List α) : map (fun (a : α) => a) l = l := map_id l
@[simp] theorem mem_map {f : α → β} {l : List α} {b : β} : b ∈ l.map f ↔ ∃ a, a ∈ l ∧ f a = b := by
  induction l with
  | nil => simp
  | cons a l ih => rw [map_cons, mem_cons, ih, exists_mem_cons, @eq_comm _ b]
theorem mem_map_of_mem {f : α → β} {a : α} {l : List α} (h : a ∈ l) : f a ∈ map f l := mem_map.mpr ⟨a, h, rfl⟩
theorem exists_of_mem_map {f : α → β} {l : List α} {b : β} (h : b ∈ map f l) : ∃ a, a ∈ l ∧ f a = b := mem_map.mp h
@[simp] theorem map_eq_nil_iff {f : α → β} {l : List α} : map f l = [] ↔ l = [] := by cases l <;> simp
theorem forall_mem_map {f : α → β} {l : List α} {P : β → Prop} : (∀ i, i ∈ l.map f → P i) ↔ ∀ j, j ∈ l → P (f j) :=
  ⟨fun h j hj => h _ (mem_map_of_mem hj), fun h i hi => let ⟨j, hj, e⟩ := mem_map.mp hi; e ▸ h j hj⟩
theorem map_congr_left {f g : α → β} {l : List α} (h : ∀ a, a ∈ l → f a = g a) : map f l = map g l := by
  induction l with
  | nil => rfl
  | cons a l ih => rw [map_cons, map_cons, h a mem_cons_self, ih fun a ha => h a (mem_cons_of_mem _ ha)]
theorem map_inj_right {f : α → β} {l l' : List α} (w : ∀ x y, f x = f y → x = y) : map f l = map f l' ↔ l = l' := by
  induction l generalizing l' with
  | nil => cases l' <;> simp
  | cons a l ih =>
    cases l' with
    | nil => simp
    | cons b l' => rw [map_cons, map_cons, cons.injEq, cons.injEq, ih]; exact and_congr_left' ⟨w a b, congrArg f⟩
@[simp] theorem filter_nil {p : α → Bool} : filter p [] = [] := rfl
@[simp] theorem filter_cons_of_pos {p : α → Bool} {a : α} {l : List α} (pa : p a) : filter p (a :: l) = a :: filter p l := by simp [filter, pa]
@[simp] theorem filter_cons_of_neg {p : α → Bool} {a : α} {l : List α} (pa : ¬p a) : filter p (a :: l) = filter p l := by
  simp [filter, Bool.eq_false_iff.mpr pa]
theorem filter_cons {p : α → Bool} {x : α} {xs : List α} : (x :: xs).filter p = if p x then x :: (xs.filter p) else xs.filter p := by
  cases h : p x <;> simp [filter, h]
@[simp] theorem mem_filter {p : α → Bool} {as : List α} {x : α} : x ∈ filter p as ↔ x ∈ as ∧ p x := by
  induction as with
  | nil => simp
  | cons a as ih =>
    cases h : p a with
    | true =>
      rw [filter_cons_of_pos h, mem_cons, ih, mem_cons, or_and_right]
      exact or_congr_left ⟨fun e => ⟨e, e ▸ h⟩, And.left⟩
    | false =>
      rw [filter_cons_of_neg (by simp [h]), ih, mem_cons, or_and_right]
      exact ⟨.inr, fun x => x.elim (fun ⟨e, hx⟩ => by rw [e, h] at hx; exact nomatch hx) id⟩
@[simp] theorem filter_append {p : α → Bool} (l₁ l₂ : List α) : filter p (l₁ ++ l₂) = filter p l₁ ++ filter p l₂ := by
  induction l₁ with
  | nil => rfl
  | cons a l ih => rw [cons_append, filter_cons, filter_cons, ih]; cases p a <;> rfl
theorem length_filter_le (p : α → Bool) (l : List α) : (l.filter p).length ≤ l.length := by
  induction l with
  | nil => exact .refl
  | cons a l ih =>
    rw [filter_cons]
    split
    · exact Nat.succ_le_succ ih
    · exact Nat.le_succ_of_le ih
@[simp] theorem filter_eq_self {p : α → Bool} {l : List α} : filter p l = l ↔ ∀ a, a ∈ l → p a := by
  induction l with
  | nil => simp
  | cons a l ih =>
    cases h : p a with
    | true => rw [filter_cons_of_pos h, forall_mem_cons, cons_inj_right, ih]; exact (and_iff_right h).symm
    | false =>
      rw [filter_cons_of_neg (by simp [h])]
      exact iff_of_false
        (fun e => absurd (e ▸ length_filter_le p l : (a :: l).length ≤ l.length) (Nat.not_succ_le_self _))
        (fun f => by have x := f a mem_cons_self; rw [h] at x; exact nomatch x)
@[simp] theorem filter_eq_nil_iff {p : α → Bool} {l : List α} : filter p l = [] ↔ ∀ a, a ∈ l → ¬p a := by
  rw [eq_nil_iff_forall_not_mem]
  exact forall_congr' fun a => by rw [mem_filter, not_and]
theorem filter_filter {p q : α → Bool} {l : List α} : filter p (filter q l) = filter (fun a => p a && q a) l := by
  induction l with
  | nil => rfl
  | cons a l ih => rw [filter_cons (p := q), filter_cons]; cases h : q a <;> simp [h, filter_cons, ih]
@[simp] theorem filterMap_nil {f : α → Option β} : filterMap f [] = [] := rfl
theorem filterMap_cons {f : α → Option β} {a : α} {l : List α} :
    filterMap f (a :: l) = match f a with | none => filterMap f l | some b => b :: filterMap f l := rfl
@[simp] theorem mem_filterMap {f : α → Option β} {l : List α} {b : β} : b ∈ filterMap f l ↔ ∃ a, a ∈ l ∧ f a = some b := by
  induction l with
  | nil => simp
  | cons a l ih =>
    rw [filterMap_cons, exists_mem_cons]
    cases h : f a with
    | none => simp [ih]
    | some c => simp [ih, eq_comm]
@[simp] theorem flatten_nil : ([] : List (List α)).flatten = [] := rfl
@[simp] theorem flatten_cons {l : List α} {L : List (List α)} : (l :: L).flatten = l ++ L.flatten := rfl
@[simp] theorem flatten_append {L₁ L₂ : List (List α)} : flatten (L₁ ++ L₂) = flatten L₁ ++ flatten L₂ := by
  induction L₁ with | nil => rfl | cons a as ih => simp [ih]
@[simp] theorem mem_flatten {a : α} {L : List (List α)} : a ∈ L.flatten ↔ ∃ l, l ∈ L ∧ a ∈ l := by
  induction L with | nil => simp | cons l L ih => simp [ih]
@[simp] theorem flatMap_nil {f : α → List β} : flatMap f [] = [] := rfl
@[simp] theorem flatMap_cons {a : α} {l : List α} {f : α → List β} : flatMap f (a :: l) = f a ++ flatMap f l := rfl
@[simp] theorem flatMap_append {f : α → List β} {l₁ l₂ : List α} : flatMap f (l₁ ++ l₂) = flatMap f l₁ ++ flatMap f l₂ := by
  simp [flatMap]
@[simp] theorem mem_flatMap {f : α → List β} {b : β} {l : List α} : b ∈ flatMap f l ↔ ∃ a, a ∈ l ∧ b ∈ f a := by
  induction l with
  | nil => simp
  | cons a l ih => rw [flatMap_cons, mem_append, ih, exists_mem_cons]
theorem mem_flatMap_of_mem {b : β} {l : List α} {f : α → List β} {a : α} (al : a ∈ l) (h : b ∈ f a) : b ∈ flatMap f l := mem_flatMap.mpr ⟨a, al, h⟩

/-! ## Reverse -/

theorem reverseAux_eq {as bs : List α} : reverseAux as bs = reverse as ++ bs := by
  suffices h : ∀ cs, reverseAux as (cs ++ bs) = reverseAux as cs ++ bs from h []
  induction as with
  | nil => exact fun _ => rfl
  | cons a as ih => exact fun cs => ih (a :: cs)
@[simp] theorem reverse_nil : reverse ([] : List α) = [] := rfl
@[simp] theorem reverse_cons {a : α} {as : List α} : reverse (a :: as) = reverse as ++ [a] := reverseAux_eq (as := as) (bs := [a])
@[simp] theorem reverse_append {as bs : List α} : (as ++ bs).reverse = bs.reverse ++ as.reverse := by
  induction as with | nil => simp | cons a as ih => simp [ih]
@[simp] theorem reverse_reverse (as : List α) : as.reverse.reverse = as := by induction as with | nil => rfl | cons a as ih => simp [ih]
@[simp] theorem length_reverse {as : List α} : as.reverse.length = as.length := by induction as with | nil => rfl | cons a as ih => simp [ih]
@[simp] theorem mem_reverse {x : α} {as : List α} : x ∈ reverse as ↔ x ∈ as := by
  induction as with | nil => simp | cons a as ih => simp [ih, or_comm]
@[simp] theorem map_reverse {f : α → β} {l : List α} : l.reverse.map f = (l.map f).reverse := by
  induction l with | nil => rfl | cons a as ih => simp [ih]
@[simp] theorem reverse_eq_nil_iff {xs : List α} : xs.reverse = [] ↔ xs = [] := by cases xs <;> simp

end List
