/- # Core: facts about lists: append and membership

Official names and statements of `Init.Data.List.Lemmas`, for the functions of `Init.List.Basic`; continued in the
files beside.
-/
prelude

import Init.List.Basic
import Init.Nat.Subtraction

set_option linter.all false
universe u v w

namespace List

variable {α : Type u} {β : Type v} {γ : Type w}

/-! ## Constructors, length -/

theorem cons_ne_nil (a : α) (l : List α) : a :: l ≠ [] := fun h => nomatch h
@[simp] theorem cons_ne_self (a : α) (l : List α) : a :: l ≠ l := fun h => by
  have e := congrArg length h; exact absurd e (Nat.ne_of_gt (Nat.lt_add_one _))
theorem head_eq_of_cons_eq {h₁ h₂ : α} {t₁ t₂ : List α} (H : h₁ :: t₁ = h₂ :: t₂) : h₁ = h₂ := (cons.inj H).1
theorem tail_eq_of_cons_eq {h₁ h₂ : α} {t₁ t₂ : List α} (H : h₁ :: t₁ = h₂ :: t₂) : t₁ = t₂ := (cons.inj H).2
theorem cons_inj_right (a : α) {l l' : List α} : a :: l = a :: l' ↔ l = l' := by simp
theorem cons_eq_cons {a b : α} {l l' : List α} : a :: l = b :: l' ↔ a = b ∧ l = l' := by simp
theorem exists_cons_of_ne_nil : ∀ {l : List α}, l ≠ [] → ∃ b L, l = b :: L
  | [], h => absurd rfl h
  | a :: l, _ => ⟨a, l, rfl⟩
theorem ne_nil_of_length_pos {l : List α} (h : 0 < l.length) : l ≠ [] := fun e => by subst e; exact Nat.lt_irrefl 0 h
@[simp] theorem length_nil : length ([] : List α) = 0 := rfl
@[simp] theorem length_cons {a : α} {as : List α} : (a :: as).length = as.length + 1 := rfl
@[simp] theorem length_singleton {a : α} : length [a] = 1 := rfl
@[simp] theorem length_eq_zero_iff {l : List α} : l.length = 0 ↔ l = [] := by cases l <;> simp
theorem eq_nil_of_length_eq_zero {l : List α} : l.length = 0 → l = [] := length_eq_zero_iff.mp
theorem length_pos_iff {l : List α} : 0 < l.length ↔ l ≠ [] := by cases l <;> simp
theorem length_pos_of_mem {a : α} {l : List α} (h : a ∈ l) : 0 < l.length := by cases h <;> exact Nat.zero_lt_succ _
@[simp] theorem isEmpty_nil : ([] : List α).isEmpty = true := rfl
@[simp] theorem isEmpty_cons {a : α} {l : List α} : (a :: l).isEmpty = false := rfl
@[simp] theorem isEmpty_iff {l : List α} : l.isEmpty ↔ l = [] := by cases l <;> simp

/-! ## Append -/

@[simp] theorem nil_append (as : List α) : [] ++ as = as := rfl
@[simp] theorem cons_append {a : α} {as bs : List α} : (a :: as) ++ bs = a :: (as ++ bs) := rfl
@[simp] theorem append_nil (as : List α) : as ++ [] = as := by induction as with | nil => rfl | cons a as ih => rw [cons_append, ih]
@[simp] theorem append_assoc (as bs cs : List α) : (as ++ bs) ++ cs = as ++ (bs ++ cs) := by
  induction as with
  | nil => rfl
  | cons a as ih => rw [cons_append, cons_append, cons_append, ih]
theorem append_eq {as bs : List α} : List.append as bs = as ++ bs := rfl
theorem append_cons (as : List α) (b : α) (bs : List α) : as ++ b :: bs = as ++ [b] ++ bs := by simp
theorem singleton_append {x : α} {l : List α} : [x] ++ l = x :: l := rfl
@[simp] theorem length_append {as bs : List α} : (as ++ bs).length = as.length + bs.length := by
  induction as with
  | nil => exact (Nat.zero_add _).symm
  | cons a as ih => rw [cons_append, length_cons, length_cons, ih, Nat.add_right_comm]
theorem append_inj : ∀ {s₁ s₂ t₁ t₂ : List α}, s₁ ++ t₁ = s₂ ++ t₂ → length s₁ = length s₂ → s₁ = s₂ ∧ t₁ = t₂
  | [], [], _, _, h, _ => ⟨rfl, h⟩
  | a :: s₁, b :: s₂, _, _, h, hl => by
    have ⟨e, h⟩ := cons.inj h
    have ⟨e', h'⟩ := append_inj h (Nat.succ.inj hl)
    exact ⟨by rw [e, e'], h'⟩
theorem append_inj_left {s₁ s₂ t₁ t₂ : List α} (h : s₁ ++ t₁ = s₂ ++ t₂) (hl : length s₁ = length s₂) : s₁ = s₂ := (append_inj h hl).1
theorem append_inj_right {s₁ s₂ t₁ t₂ : List α} (h : s₁ ++ t₁ = s₂ ++ t₂) (hl : length s₁ = length s₂) : t₁ = t₂ := (append_inj h hl).2
theorem append_cancel_left {as bs cs : List α} (h : as ++ bs = as ++ cs) : bs = cs := append_inj_right h rfl
theorem append_cancel_right {as bs cs : List α} (h : as ++ bs = cs ++ bs) : as = cs := by
  have e := congrArg length h
  rw [length_append, length_append] at e
  exact append_inj_left h (Nat.add_right_cancel e)
@[simp] theorem append_cancel_left_eq (as bs cs : List α) : (as ++ bs = as ++ cs) = (bs = cs) := propext ⟨append_cancel_left, (· ▸ rfl)⟩
@[simp] theorem append_cancel_right_eq (as bs cs : List α) : (as ++ bs = cs ++ bs) = (as = cs) := propext ⟨append_cancel_right, (· ▸ rfl)⟩
theorem append_right_inj {t₁ t₂ : List α} (s : List α) : s ++ t₁ = s ++ t₂ ↔ t₁ = t₂ := by simp
theorem append_left_inj {s₁ s₂ : List α} (t : List α) : s₁ ++ t = s₂ ++ t ↔ s₁ = s₂ := by simp
@[simp] theorem append_eq_nil_iff {p q : List α} : p ++ q = [] ↔ p = [] ∧ q = [] := by cases p <;> simp
@[simp] theorem nil_eq_append_iff {a b : List α} : [] = a ++ b ↔ a = [] ∧ b = [] := by rw [eq_comm, append_eq_nil_iff]
theorem append_ne_nil_of_left_ne_nil {s : List α} (h : s ≠ []) (t : List α) : s ++ t ≠ [] := fun e => h (append_eq_nil_iff.mp e).1
theorem append_ne_nil_of_right_ne_nil {t : List α} (s : List α) (h : t ≠ []) : s ++ t ≠ [] := fun e => h (append_eq_nil_iff.mp e).2
@[simp] theorem self_eq_append_left {xs ys : List α} : xs = ys ++ xs ↔ ys = [] :=
  ⟨fun h => by
    have e := congrArg length h; rw [length_append] at e
    exact length_eq_zero_iff.mp (Nat.add_right_cancel ((Nat.zero_add _).trans e)).symm, fun h => by rw [h]; rfl⟩
@[simp] theorem self_eq_append_right {xs ys : List α} : xs = xs ++ ys ↔ ys = [] :=
  ⟨fun h => (append_cancel_left ((append_nil xs).trans h)).symm, fun h => by rw [h, append_nil]⟩
@[simp] theorem append_right_eq_self {xs ys : List α} : xs ++ ys = xs ↔ ys = [] := by rw [eq_comm, self_eq_append_right]
@[simp] theorem append_left_eq_self {xs ys : List α} : xs ++ ys = ys ↔ xs = [] := by rw [eq_comm, self_eq_append_left]
theorem cons_eq_append_iff {a b : List α} {x : α} {c : List α} :
    x :: c = a ++ b ↔ (a = [] ∧ b = x :: c) ∨ ∃ a', a = x :: a' ∧ c = a' ++ b := by
  cases a with
  | nil => simp [eq_comm]
  | cons y a => exact ⟨fun h => .inr ⟨a, by rw [(cons.inj h).1], (cons.inj h).2⟩,
      fun h => h.elim (fun h => nomatch h.1) (fun ⟨a', e, h⟩ => by rw [(cons.inj e).1, (cons.inj e).2, h]; rfl)⟩
theorem append_eq_cons_iff {a b : List α} {x : α} {c : List α} :
    a ++ b = x :: c ↔ (a = [] ∧ b = x :: c) ∨ ∃ a', a = x :: a' ∧ c = a' ++ b := by rw [eq_comm, cons_eq_append_iff]
theorem append_eq_append_iff {a b c d : List α} :
    a ++ b = c ++ d ↔ (∃ a', c = a ++ a' ∧ b = a' ++ d) ∨ ∃ c', a = c ++ c' ∧ d = c' ++ b := by
  induction a generalizing c with
  | nil =>
    constructor
    · intro h; exact .inl ⟨c, rfl, h⟩
    · intro h
      cases h with
      | inl h => let ⟨a', e, h⟩ := h; rw [e, h]; rfl
      | inr h => let ⟨c', e, h⟩ := h; have e := append_eq_nil_iff.mp e.symm; rw [h, e.1, e.2]; rfl
  | cons x a ih =>
    cases c with
    | nil =>
      constructor
      · intro h; exact .inr ⟨x :: a, rfl, h.symm⟩
      · intro h
        cases h with
        | inl h => let ⟨a', e, _⟩ := h; exact nomatch e
        | inr h => let ⟨c', e, h⟩ := h; rw [h]; rw [e]; rfl
    | cons y c =>
      constructor
      · intro h
        have ⟨e, h'⟩ := cons.inj h
        subst e
        exact (ih.mp h').imp (fun ⟨a', e, h⟩ => ⟨a', by rw [e]; rfl, h⟩) (fun ⟨c', e, h⟩ => ⟨c', by rw [e]; rfl, h⟩)
      · intro h
        cases h with
        | inl h =>
          let ⟨a', e, hb⟩ := h
          have ⟨e, e'⟩ := cons.inj e
          subst e
          exact congrArg (y :: ·) (ih.mpr (.inl ⟨a', e', hb⟩))
        | inr h =>
          let ⟨c', e, hd⟩ := h
          have ⟨e, e'⟩ := cons.inj e
          subst e
          exact congrArg (x :: ·) (ih.mpr (.inr ⟨c', e', hd⟩))
@[simp] theorem concat_eq_append {as : List α} {a : α} : as.concat a = as ++ [a] := by
  induction as with
  | nil => rfl
  | cons b as ih => exact congrArg (b :: ·) ih

/-! ## Membership -/

@[simp] theorem not_mem_nil {a : α} : ¬a ∈ [] := fun h => nomatch h
@[simp] theorem mem_cons {a b : α} {l : List α} : a ∈ b :: l ↔ a = b ∨ a ∈ l :=
  ⟨fun h => match h with | .head _ => .inl rfl | .tail _ h => .inr h, fun h => h.elim (fun e => e ▸ .head _) (.tail _)⟩
theorem mem_cons_self {a : α} {l : List α} : a ∈ a :: l := .head ..
theorem mem_cons_of_mem (y : α) {a : α} {l : List α} (h : a ∈ l) : a ∈ y :: l := .tail _ h
theorem mem_singleton_self (a : α) : a ∈ [a] := .head ..
theorem mem_singleton {a b : α} : a ∈ [b] ↔ a = b := by simp
theorem eq_of_mem_singleton {a b : α} (h : b ∈ [a]) : b = a := mem_singleton.mp h
theorem ne_nil_of_mem {a : α} {l : List α} (h : a ∈ l) : l ≠ [] := fun e => by subst e; exact nomatch h
theorem eq_nil_iff_forall_not_mem {l : List α} : l = [] ↔ ∀ a, a ∉ l := by
  cases l with
  | nil => simp
  | cons a l => exact iff_of_false (fun h => nomatch h) (fun h => h a mem_cons_self)
theorem exists_mem_of_ne_nil (l : List α) (h : l ≠ []) : ∃ x, x ∈ l := let ⟨b, L, e⟩ := exists_cons_of_ne_nil h; ⟨b, e ▸ mem_cons_self⟩
@[simp] theorem mem_append {a : α} {s t : List α} : a ∈ s ++ t ↔ a ∈ s ∨ a ∈ t := by
  induction s with
  | nil => simp
  | cons b s ih => rw [cons_append, mem_cons, ih, mem_cons, or_assoc]
theorem mem_append_left {a : α} {as : List α} (bs : List α) (h : a ∈ as) : a ∈ as ++ bs := mem_append.mpr (.inl h)
theorem mem_append_right {b : α} (as : List α) {bs : List α} (h : b ∈ bs) : b ∈ as ++ bs := mem_append.mpr (.inr h)
theorem append_of_mem {a : α} {l : List α} (h : a ∈ l) : ∃ s t, l = s ++ a :: t := by
  induction h with
  | head as => exact ⟨[], as, rfl⟩
  | tail b _ ih => let ⟨s, t, e⟩ := ih; exact ⟨b :: s, t, by rw [e]; rfl⟩
theorem mem_iff_append {a : α} {l : List α} : a ∈ l ↔ ∃ s t, l = s ++ a :: t :=
  ⟨append_of_mem, fun ⟨s, t, e⟩ => by rw [e]; exact mem_append_right _ mem_cons_self⟩
theorem forall_mem_nil (p : α → Prop) : ∀ x, x ∈ [] → p x := fun _ h => nomatch h
@[simp] theorem forall_mem_cons {p : α → Prop} {a : α} {l : List α} : (∀ x, x ∈ a :: l → p x) ↔ p a ∧ ∀ x, x ∈ l → p x :=
  ⟨fun h => ⟨h a (.head _), fun x hx => h x (.tail _ hx)⟩, fun h x hx => match hx with | .head _ => h.1 | .tail _ hx => h.2 x hx⟩
theorem forall_mem_append {p : α → Prop} {l₁ l₂ : List α} :
    (∀ x, x ∈ l₁ ++ l₂ → p x) ↔ (∀ x, x ∈ l₁ → p x) ∧ (∀ x, x ∈ l₂ → p x) := by
  constructor
  · intro h; exact ⟨fun x hx => h x (mem_append_left _ hx), fun x hx => h x (mem_append_right _ hx)⟩
  · intro h x hx; exact (mem_append.mp hx).elim (h.1 x) (h.2 x)
theorem exists_mem_cons {p : α → Prop} {a : α} {l : List α} : (∃ x, x ∈ a :: l ∧ p x) ↔ p a ∨ ∃ x, x ∈ l ∧ p x :=
  ⟨fun ⟨x, hx, h⟩ => match x, hx, h with | _, .head _, h => .inl h | x, .tail _ hx, h => .inr ⟨x, hx, h⟩,
   fun h => h.elim (fun h => ⟨a, .head _, h⟩) (fun ⟨x, hx, h⟩ => ⟨x, .tail _ hx, h⟩)⟩
@[simp] theorem elem_nil [BEq α] {a : α} : elem a [] = false := rfl
theorem elem_cons [BEq α] {a b : α} {bs : List α} : elem a (b :: bs) = match a == b with | true => true | false => elem a bs := rfl
@[simp] theorem elem_iff [BEq α] [LawfulBEq α] {a : α} {as : List α} : elem a as = true ↔ a ∈ as := by
  induction as with
  | nil => simp
  | cons b as ih =>
    rw [elem_cons, mem_cons]
    cases h : a == b with
    | true => simp [eq_of_beq h]
    | false => simp [ne_of_beq_false h, ih]
theorem elem_eq_true_of_mem [BEq α] [ReflBEq α] {a : α} {as : List α} (h : a ∈ as) : elem a as = true := by
  induction h with
  | head as => rw [elem_cons, beq_self_eq_true]
  | tail b _ ih => rw [elem_cons, ih]; cases _ == b <;> rfl
theorem mem_of_elem_eq_true [BEq α] [LawfulBEq α] {a : α} {as : List α} : elem a as = true → a ∈ as := elem_iff.mp
@[simp] theorem elem_eq_contains [BEq α] {a : α} {l : List α} : elem a l = l.contains a := rfl
@[simp] theorem contains_iff_mem [BEq α] [LawfulBEq α] {a : α} {as : List α} : as.contains a ↔ a ∈ as := elem_iff
theorem contains_eq_mem [BEq α] [LawfulBEq α] (a : α) (as : List α) [Decidable (a ∈ as)] : as.contains a = decide (a ∈ as) :=
  Bool.eq_iff_iff.mpr (by rw [contains_iff_mem, decide_eq_true_eq])
@[simp] theorem contains_nil [BEq α] {a : α} : ([] : List α).contains a = false := rfl
theorem contains_cons [BEq α] {a b : α} {as : List α} : (a :: as).contains b = (b == a || as.contains b) := by
  show (match b == a with | true => true | false => elem b as) = _
  cases b == a <;> rfl

instance [BEq α] [LawfulBEq α] (a : α) (as : List α) : Decidable (a ∈ as) := decidable_of_decidable_of_iff elem_iff

end List
