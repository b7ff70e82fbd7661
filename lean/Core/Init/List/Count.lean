/- # Core: facts about lists: counting, sums, maximum and minimum

Official names and statements of `Init.Data.List.Count`, `Nat.Sum`, `MinMax`.
-/
prelude

import Init.List.Ends

set_option linter.all false
universe u v w

namespace List

variable {α : Type u} {β : Type v} {γ : Type w}

/-! ## Counting -/

section
variable {p q : α → Bool}

@[simp] theorem countP_nil : countP p [] = 0 := rfl
protected theorem countP_go_eq_add {n : Nat} {l : List α} : countP.go p l n = n + countP.go p l 0 := by
  induction l generalizing n with
  | nil => rfl
  | cons a l ih => rw [countP.go, countP.go, ih, ih (n := 0 + 1)]; cases p a <;> simp [Nat.add_assoc, ih (n := n)]
@[simp] theorem countP_cons_of_pos {a : α} {l : List α} (pa : p a) : countP p (a :: l) = countP p l + 1 := by
  rw [countP, countP.go, pa, cond_true, List.countP_go_eq_add, Nat.add_comm]; rfl
@[simp] theorem countP_cons_of_neg {a : α} {l : List α} (pa : ¬p a) : countP p (a :: l) = countP p l := by
  simp only [Bool.not_eq_true] at pa; rw [countP, countP.go, pa]; rfl
theorem countP_cons {a : α} {l : List α} : countP p (a :: l) = countP p l + if p a then 1 else 0 := by
  cases h : p a <;> simp [h]
@[simp] theorem countP_singleton {a : α} : countP p [a] = if p a then 1 else 0 := by rw [countP_cons, countP_nil, Nat.zero_add]
theorem countP_eq_length_filter {l : List α} : countP p l = (filter p l).length := by
  induction l with | nil => rfl | cons a l ih => rw [countP_cons, filter_cons, ih]; split <;> rfl
theorem countP_le_length {l : List α} : countP p l ≤ l.length := countP_eq_length_filter ▸ length_filter_le p l
@[simp] theorem countP_append {l₁ l₂ : List α} : countP p (l₁ ++ l₂) = countP p l₁ + countP p l₂ := by
  simp only [countP_eq_length_filter, filter_append, length_append]
@[simp] theorem countP_pos_iff {l : List α} : 0 < countP p l ↔ ∃ a ∈ l, p a := by
  induction l with | nil => simp | cons a l ih => cases h : p a <;> simp [h, ih]
@[simp] theorem countP_eq_zero {l : List α} : countP p l = 0 ↔ ∀ a ∈ l, ¬p a := by
  rw [countP_eq_length_filter, length_eq_zero_iff, filter_eq_nil_iff]
@[simp] theorem countP_eq_length {l : List α} : countP p l = l.length ↔ ∀ a ∈ l, p a := by
  induction l with
  | nil => simp
  | cons a l ih => cases h : p a with
    | true => simp [h, ih]
    | false => have := countP_le_length (p := p) (l := l); simp [h]; omega
@[simp] theorem countP_map {p : β → Bool} {f : α → β} {l : List α} : countP p (map f l) = countP (p ∘ f) l := by
  induction l with | nil => rfl | cons a l ih => rw [map_cons, countP_cons, countP_cons, ih]; rfl
@[simp] theorem countP_reverse {l : List α} : countP p l.reverse = countP p l := by simp [countP_eq_length_filter]
theorem countP_congr {l : List α} (h : ∀ x ∈ l, p x ↔ q x) : countP p l = countP q l := by
  induction l with
  | nil => rfl
  | cons a l ih =>
    have := h a mem_cons_self
    rw [countP_cons, countP_cons, ih fun x hx => h x (mem_cons_of_mem _ hx)]; simp only [this]

end

section
variable [BEq α]

@[simp] theorem count_nil {a : α} : count a [] = 0 := rfl
theorem count_cons {a b : α} {l : List α} : count a (b :: l) = count a l + if b == a then 1 else 0 := countP_cons
theorem count_eq_countP {a : α} {l : List α} : count a l = countP (· == a) l := rfl
theorem count_le_length {a : α} {l : List α} : count a l ≤ l.length := countP_le_length
@[simp] theorem count_append {a : α} {l₁ l₂ : List α} : count a (l₁ ++ l₂) = count a l₁ + count a l₂ := countP_append
@[simp] theorem count_reverse {a : α} {l : List α} : count a l.reverse = count a l := countP_reverse

variable [LawfulBEq α]

@[simp] theorem count_cons_self {a : α} {l : List α} : count a (a :: l) = count a l + 1 := by simp [count_cons]
@[simp] theorem count_cons_of_ne {a b : α} (h : b ≠ a) {l : List α} : count a (b :: l) = count a l := by simp [count_cons, h]
theorem count_singleton_self {a : α} : count a [a] = 1 := by simp
@[simp] theorem count_pos_iff {a : α} {l : List α} : 0 < count a l ↔ a ∈ l := by simp [count_eq_countP]
theorem count_eq_zero_of_not_mem {a : α} {l : List α} (h : a ∉ l) : count a l = 0 :=
  Nat.eq_zero_of_le_zero (Nat.le_of_not_lt fun h' => h (count_pos_iff.mp h'))
theorem not_mem_of_count_eq_zero {a : α} {l : List α} (h : count a l = 0) : a ∉ l :=
  fun h' => Nat.ne_of_gt (count_pos_iff.mpr h') h
theorem count_eq_zero {a : α} {l : List α} : count a l = 0 ↔ a ∉ l := ⟨not_mem_of_count_eq_zero, count_eq_zero_of_not_mem⟩
@[simp] theorem count_replicate_self {a : α} {n : Nat} : count a (replicate n a) = n := by
  induction n with | zero => rfl | succ n ih => rw [replicate_succ, count_cons_self, ih]

end

/-! ## Sums -/

@[simp] theorem sum_nil [Add α] [Zero α] : ([] : List α).sum = 0 := rfl
@[simp] theorem sum_cons [Add α] [Zero α] {a : α} {l : List α} : (a :: l).sum = a + l.sum := rfl
@[simp] theorem sum_append [Add α] [Zero α] [Std.LawfulLeftIdentity (α := α) (· + ·) 0] [Std.Associative (α := α) (· + ·)]
    {l₁ l₂ : List α} : (l₁ ++ l₂).sum = l₁.sum + l₂.sum := by
  induction l₁ with
  | nil => exact (Std.LawfulLeftIdentity.left_id (op := (· + · : α → α → α)) _).symm
  | cons a l ih => rw [cons_append, sum_cons, ih, sum_cons, Std.Associative.assoc (op := (· + · : α → α → α))]
@[simp] theorem sum_singleton [Add α] [Zero α] [Std.LawfulRightIdentity (α := α) (· + ·) 0] {x : α} : [x].sum = x :=
  Std.LawfulRightIdentity.right_id (op := (· + · : α → α → α)) x
@[simp] theorem sum_reverse [Zero α] [Add α] [Std.Associative (α := α) (· + ·)] [Std.Commutative (α := α) (· + ·)]
    [Std.LawfulLeftIdentity (α := α) (· + ·) 0] {xs : List α} : xs.reverse.sum = xs.sum := by
  induction xs with
  | nil => rfl
  | cons a l ih =>
    have comm := fun a b => Std.Commutative.comm (op := (· + · : α → α → α)) a b
    have zero : a + 0 = a := (comm a 0).trans (Std.LawfulLeftIdentity.left_id (op := (· + · : α → α → α)) a)
    rw [reverse_cons, sum_append, ih, sum_cons, sum_cons, sum_nil, zero]; exact comm ..
@[simp] theorem length_flatten {L : List (List α)} : L.flatten.length = (L.map length).sum := by
  induction L with | nil => rfl | cons l L ih => rw [flatten_cons, length_append, ih]; rfl
protected theorem sum_pos_iff_exists_pos_nat {l : List Nat} : 0 < l.sum ↔ ∃ x ∈ l, 0 < x := by
  induction l with
  | nil => simp
  | cons a l ih => rw [exists_mem_cons, ← ih, sum_cons]; omega
protected theorem sum_eq_zero_iff_forall_eq_nat {xs : List Nat} : xs.sum = 0 ↔ ∀ x ∈ xs, x = 0 := by
  induction xs with
  | nil => simp
  | cons a l ih => rw [forall_mem_cons, ← ih, sum_cons]; omega
@[simp] theorem sum_replicate_nat {n a : Nat} : (replicate n a).sum = n * a := by
  induction n with | zero => simp | succ n ih => rw [replicate_succ, sum_cons, ih, Nat.add_one_mul, Nat.add_comm]
theorem sum_append_nat {l₁ l₂ : List Nat} : (l₁ ++ l₂).sum = l₁.sum + l₂.sum := sum_append
theorem sum_reverse_nat (xs : List Nat) : xs.reverse.sum = xs.sum := sum_reverse
theorem sum_eq_foldr [Add α] [Zero α] {l : List α} : l.sum = l.foldr (· + ·) 0 := rfl
theorem sum_eq_foldl_nat {xs : List Nat} : xs.sum = xs.foldl (init := 0) (· + ·) := by
  rw [← sum_reverse_nat, sum_eq_foldr, foldr_reverse]; simp only [Nat.add_comm]

end List
