/- # Core: facts about lists

Official names and statements of `Init.Data.List.Lemmas` and its neighbours, for the functions of `Init.List.Basic`.
-/
prelude

import Init.List.Basic

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
  induction l with | nil => rfl | cons a l ih => rw [map_cons, any_cons, ih]; rfl
@[simp] theorem all_map {f : α → β} {p : β → Bool} {l : List α} : (l.map f).all p = l.all (p ∘ f) := by
  induction l with | nil => rfl | cons a l ih => rw [map_cons, all_cons, ih]; rfl
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

/-! ## Indexing, take, drop -/

@[simp] theorem getElem_cons_zero (a : α) (as : List α) (h : 0 < (a :: as).length) : (a :: as)[0] = a := rfl
@[simp] theorem getElem_cons_succ (a : α) (as : List α) (i : Nat) (h : i + 1 < (a :: as).length) :
    (a :: as)[i + 1] = as[i]'(Nat.lt_of_succ_lt_succ h) := rfl
@[simp] theorem getElem?_nil {i : Nat} : ([] : List α)[i]? = none := by cases i <;> rfl
@[simp] theorem getElem?_cons_zero {a : α} {l : List α} : (a :: l)[0]? = some a := rfl
@[simp] theorem getElem?_cons_succ {a : α} {l : List α} {i : Nat} : (a :: l)[i + 1]? = l[i]? := rfl
theorem getElem?_cons {l : List α} {i : Nat} {a : α} : (a :: l)[i]? = if i = 0 then some a else l[i - 1]? := by cases i <;> rfl
@[simp] theorem getElem?_eq_getElem {l : List α} {i : Nat} (h : i < l.length) : l[i]? = some l[i] := by
  induction l generalizing i with
  | nil => exact absurd h (Nat.not_lt_zero i)
  | cons a l ih => cases i with | zero => rfl | succ i => exact ih (Nat.lt_of_succ_lt_succ h)
@[simp] theorem getElem?_eq_none_iff {l : List α} {i : Nat} : l[i]? = none ↔ l.length ≤ i := by
  induction l generalizing i with
  | nil => simp
  | cons a l ih => cases i <;> simp [ih]
theorem getElem?_eq_none {l : List α} {i : Nat} (h : l.length ≤ i) : l[i]? = none := getElem?_eq_none_iff.mpr h
theorem getElem?_eq_some_iff {l : List α} {i : Nat} {a : α} : l[i]? = some a ↔ ∃ h : i < l.length, l[i] = a := by
  constructor
  · intro h
    have lt : i < l.length := Nat.lt_of_not_le fun le => by rw [getElem?_eq_none le] at h; exact nomatch h
    exact ⟨lt, Option.some.inj ((getElem?_eq_getElem lt).symm.trans h)⟩
  · intro ⟨h, e⟩; rw [getElem?_eq_getElem h, e]
@[simp] theorem getElem_mem {l : List α} {i : Nat} (h : i < l.length) : l[i] ∈ l := by
  induction l generalizing i with
  | nil => exact absurd h (Nat.not_lt_zero i)
  | cons a l ih => cases i with | zero => exact mem_cons_self | succ i => exact mem_cons_of_mem _ (ih (Nat.lt_of_succ_lt_succ h))
theorem getElem_of_mem {a : α} {l : List α} (h : a ∈ l) : ∃ (i : Nat) (h : i < l.length), l[i] = a := by
  induction h with
  | head as => exact ⟨0, Nat.zero_lt_succ _, rfl⟩
  | tail b _ ih => let ⟨i, h, e⟩ := ih; exact ⟨i + 1, Nat.succ_lt_succ h, e⟩
theorem mem_iff_getElem {a : α} {l : List α} : a ∈ l ↔ ∃ (i : Nat) (h : i < l.length), l[i] = a :=
  ⟨getElem_of_mem, fun ⟨_, h, e⟩ => e ▸ getElem_mem h⟩
theorem mem_of_getElem? {l : List α} {i : Nat} {a : α} (h : l[i]? = some a) : a ∈ l :=
  let ⟨h, e⟩ := getElem?_eq_some_iff.mp h; e ▸ getElem_mem h
theorem getElem?_of_mem {a : α} {l : List α} (h : a ∈ l) : ∃ i : Nat, l[i]? = some a :=
  let ⟨i, h, e⟩ := getElem_of_mem h; ⟨i, getElem?_eq_some_iff.mpr ⟨h, e⟩⟩
@[simp] theorem getElem?_map {f : α → β} {l : List α} {i : Nat} : (map f l)[i]? = Option.map f l[i]? := by
  induction l generalizing i with
  | nil => simp
  | cons a l ih => cases i with | zero => rfl | succ i => exact ih
theorem getElem?_append_left {l₁ l₂ : List α} {i : Nat} (h : i < l₁.length) : (l₁ ++ l₂)[i]? = l₁[i]? := by
  induction l₁ generalizing i with
  | nil => exact absurd h (Nat.not_lt_zero i)
  | cons a l ih => cases i with | zero => rfl | succ i => exact ih (Nat.lt_of_succ_lt_succ h)
theorem getElem?_append_right {l₁ l₂ : List α} {i : Nat} (h : l₁.length ≤ i) : (l₁ ++ l₂)[i]? = l₂[i - l₁.length]? := by
  induction l₁ generalizing i with
  | nil => rfl
  | cons a l ih =>
    cases i with
    | zero => exact absurd h (Nat.not_succ_le_zero _)
    | succ i => rw [length_cons, Nat.add_sub_add_right]; exact ih (Nat.le_of_succ_le_succ h)
theorem ext_getElem? {l₁ l₂ : List α} (h : ∀ i : Nat, l₁[i]? = l₂[i]?) : l₁ = l₂ := by
  induction l₁ generalizing l₂ with
  | nil => cases l₂ with | nil => rfl | cons b l₂ => exact nomatch h 0
  | cons a l₁ ih =>
    cases l₂ with
    | nil => exact nomatch h 0
    | cons b l₂ => rw [Option.some.inj (h 0), ih fun i => h (i + 1)]
@[simp] theorem head?_nil : head? ([] : List α) = none := rfl
@[simp] theorem head?_cons {a : α} {l : List α} : head? (a :: l) = some a := rfl
@[simp] theorem head_cons {a : α} {l : List α} {h : a :: l ≠ []} : head (a :: l) h = a := rfl
@[simp] theorem tail_nil : tail ([] : List α) = [] := rfl
@[simp] theorem tail_cons {a : α} {as : List α} : tail (a :: as) = as := rfl
theorem mem_of_mem_tail {a : α} {l : List α} (h : a ∈ tail l) : a ∈ l := by cases l with | nil => exact h | cons b l => exact mem_cons_of_mem _ h
theorem mem_of_head? {a : α} {l : List α} (h : head? l = some a) : a ∈ l := by
  cases l with | nil => exact nomatch h | cons b l => exact Option.some.inj h ▸ mem_cons_self
@[simp] theorem getD_cons_zero {x : α} {xs : List α} {d : α} : getD (x :: xs) 0 d = x := rfl
@[simp] theorem getD_cons_succ {x : α} {xs : List α} {n : Nat} {d : α} : getD (x :: xs) (n + 1) d = getD xs n d := rfl
@[simp] theorem getD_nil {n : Nat} {d : α} : getD [] n d = d := by cases n <;> rfl
@[simp] theorem take_zero {l : List α} : l.take 0 = [] := rfl
@[simp] theorem take_nil {i : Nat} : ([] : List α).take i = [] := by cases i <;> rfl
@[simp] theorem take_succ_cons {a : α} {as : List α} {i : Nat} : (a :: as).take (i + 1) = a :: as.take i := rfl
@[simp] theorem drop_zero {l : List α} : l.drop 0 = l := rfl
@[simp] theorem drop_nil {i : Nat} : ([] : List α).drop i = [] := by cases i <;> rfl
@[simp] theorem drop_succ_cons {a : α} {as : List α} {i : Nat} : (a :: as).drop (i + 1) = as.drop i := rfl
@[simp] theorem take_append_drop (i : Nat) (l : List α) : l.take i ++ l.drop i = l := by
  induction l generalizing i with
  | nil => simp
  | cons a l ih => cases i with | zero => rfl | succ i => exact congrArg (a :: ·) (ih i)
@[simp] theorem length_take {i : Nat} {l : List α} : (l.take i).length = min i l.length := by
  induction l generalizing i with
  | nil => simp
  | cons a l ih =>
    cases i with
    | zero => simp
    | succ i => rw [take_succ_cons, length_cons, ih, length_cons, Nat.add_min_add_right]
@[simp] theorem length_drop {i : Nat} {l : List α} : (l.drop i).length = l.length - i := by
  induction l generalizing i with
  | nil => simp
  | cons a l ih => cases i with | zero => rfl | succ i => rw [drop_succ_cons, ih, length_cons, Nat.add_sub_add_right]
@[simp] theorem take_length {l : List α} : l.take l.length = l := by induction l with | nil => rfl | cons a l ih => exact congrArg (a :: ·) ih
@[simp] theorem drop_length {l : List α} : l.drop l.length = [] := by induction l with | nil => rfl | cons a l ih => exact ih
theorem take_of_length_le {l : List α} {i : Nat} (h : l.length ≤ i) : l.take i = l := by
  induction l generalizing i with
  | nil => simp
  | cons a l ih => cases i with | zero => exact absurd h (Nat.not_succ_le_zero _) | succ i => exact congrArg (a :: ·) (ih (Nat.le_of_succ_le_succ h))
@[simp] theorem take_left {l₁ l₂ : List α} : (l₁ ++ l₂).take l₁.length = l₁ := by induction l₁ with | nil => simp | cons a l ih => exact congrArg (a :: ·) ih
@[simp] theorem drop_left {l₁ l₂ : List α} : (l₁ ++ l₂).drop l₁.length = l₂ := by induction l₁ with | nil => simp | cons a l ih => exact ih
theorem drop_drop {i j : Nat} {l : List α} : (l.drop i).drop j = l.drop (i + j) := by
  induction l generalizing i with
  | nil => simp
  | cons a l ih => cases i with | zero => simp | succ i => rw [drop_succ_cons, ih, Nat.add_right_comm, drop_succ_cons]
theorem mem_of_mem_take {a : α} {l : List α} {i : Nat} (h : a ∈ l.take i) : a ∈ l := take_append_drop i l ▸ mem_append_left _ h
theorem mem_of_mem_drop {a : α} {l : List α} {i : Nat} (h : a ∈ l.drop i) : a ∈ l := take_append_drop i l ▸ mem_append_right _ h
@[simp] theorem takeWhile_append_dropWhile {p : α → Bool} {l : List α} : takeWhile p l ++ dropWhile p l = l := by
  induction l with
  | nil => rfl
  | cons a l ih => rw [takeWhile, dropWhile]; cases p a with | true => exact congrArg (a :: ·) ih | false => rfl
@[simp] theorem length_replicate {n : Nat} {a : α} : (replicate n a).length = n := by induction n with | zero => rfl | succ n ih => simp [replicate, ih]
@[simp] theorem replicate_zero {a : α} : replicate 0 a = [] := rfl
theorem replicate_succ {a : α} {n : Nat} : replicate (n + 1) a = a :: replicate n a := rfl
@[simp] theorem mem_replicate {a b : α} {n : Nat} : b ∈ replicate n a ↔ n ≠ 0 ∧ b = a := by
  induction n with
  | zero => simp
  | succ n ih => simp [replicate_succ, ih]

/-! ## Zip -/

@[simp] theorem zipWith_nil_left {f : α → β → γ} {l : List β} : zipWith f [] l = [] := rfl
@[simp] theorem zipWith_nil_right {f : α → β → γ} {l : List α} : zipWith f l [] = [] := by cases l <;> rfl
@[simp] theorem zipWith_cons_cons {f : α → β → γ} {a : α} {as : List α} {b : β} {bs : List β} :
    zipWith f (a :: as) (b :: bs) = f a b :: zipWith f as bs := rfl
@[simp] theorem zip_nil_left {l : List β} : zip ([] : List α) l = [] := rfl
@[simp] theorem zip_nil_right {l : List α} : zip l ([] : List β) = [] := zipWith_nil_right
@[simp] theorem zip_cons_cons {a : α} {as : List α} {b : β} {bs : List β} : zip (a :: as) (b :: bs) = (a, b) :: zip as bs := rfl
@[simp] theorem length_zipWith {f : α → β → γ} {l₁ : List α} {l₂ : List β} : (zipWith f l₁ l₂).length = min l₁.length l₂.length := by
  induction l₁ generalizing l₂ with
  | nil => simp
  | cons a l₁ ih =>
    cases l₂ with
    | nil => simp
    | cons b l₂ => rw [zipWith_cons_cons, length_cons, ih, length_cons, length_cons, Nat.add_min_add_right]
@[simp] theorem length_zip {l₁ : List α} {l₂ : List β} : (zip l₁ l₂).length = min l₁.length l₂.length := length_zipWith

/-! ## Pairwise, subsets, prefixes -/

theorem pairwise_cons {R : α → α → Prop} {a : α} {l : List α} : Pairwise R (a :: l) ↔ (∀ a', a' ∈ l → R a a') ∧ Pairwise R l :=
  ⟨fun h => match h with | .cons h h' => ⟨h, h'⟩, fun h => .cons h.1 h.2⟩
@[simp] theorem nodup_nil : Nodup ([] : List α) := .nil
@[simp] theorem nodup_cons {a : α} {l : List α} : (a :: l).Nodup ↔ a ∉ l ∧ l.Nodup :=
  pairwise_cons.trans (and_congr_left' ⟨fun h ha => h a ha rfl, fun h a' ha e => h (e ▸ ha)⟩)

instance instDecidablePairwise {R : α → α → Prop} [DecidableRel R] (l : List α) [DecidableEq α] : Decidable (Pairwise R l) :=
  match l with
  | [] => isTrue .nil
  | a :: l =>
    match instDecidablePairwise l with
    | isFalse h => isFalse fun x => h (pairwise_cons.mp x).2
    | isTrue h =>
      if ha : l.all (fun b => decide (R a b)) = true then
        isTrue (.cons (fun b hb => of_decide_eq_true (all_eq_true.mp ha b hb)) h)
      else isFalse fun x => ha (all_eq_true.mpr fun b hb => decide_eq_true ((pairwise_cons.mp x).1 b hb))

instance instDecidableNodup [DecidableEq α] (l : List α) : Decidable l.Nodup := instDecidablePairwise l

instance decidableBAll (p : α → Prop) [DecidablePred p] (l : List α) : Decidable (∀ x, x ∈ l → p x) :=
  decidable_of_iff (l.all (fun x => decide (p x)) = true)
    (all_eq_true.trans (forall_congr' fun _ => imp_congr_right fun _ => decide_eq_true_iff))

instance decidableBEx (p : α → Prop) [DecidablePred p] (l : List α) : Decidable (∃ x, x ∈ l ∧ p x) :=
  decidable_of_iff (l.any (fun x => decide (p x)) = true)
    (any_eq_true.trans (exists_congr fun _ => and_congr_right fun _ => decide_eq_true_iff))

theorem Subset.refl (l : List α) : l ⊆ l := fun _ h => h
theorem Subset.trans {l₁ l₂ l₃ : List α} (h₁ : l₁ ⊆ l₂) (h₂ : l₂ ⊆ l₃) : l₁ ⊆ l₃ := fun _ h => h₂ (h₁ h)
theorem subset_def {l₁ l₂ : List α} : l₁ ⊆ l₂ ↔ ∀ {a : α}, a ∈ l₁ → a ∈ l₂ := Iff.rfl
@[simp] theorem nil_subset (l : List α) : [] ⊆ l := fun _ h => nomatch h
@[simp] theorem cons_subset {a : α} {l m : List α} : a :: l ⊆ m ↔ a ∈ m ∧ l ⊆ m :=
  ⟨fun h => ⟨h mem_cons_self, fun _ hx => h (mem_cons_of_mem _ hx)⟩, fun h _ hx => (mem_cons.mp hx).elim (fun e => e ▸ h.1) (h.2 ·)⟩
theorem subset_cons_self (a : α) (l : List α) : l ⊆ a :: l := fun _ => mem_cons_of_mem a
theorem subset_append_left (l₁ l₂ : List α) : l₁ ⊆ l₁ ++ l₂ := fun _ => mem_append_left _
theorem subset_append_right (l₁ l₂ : List α) : l₂ ⊆ l₁ ++ l₂ := fun _ => mem_append_right _

section
variable [BEq α] [LawfulBEq α]

theorem isPrefixOf_iff_exists {l₁ l₂ : List α} : l₁.isPrefixOf l₂ ↔ ∃ t, l₁ ++ t = l₂ := by
  induction l₁ generalizing l₂ with
  | nil => exact iff_of_true rfl ⟨l₂, rfl⟩
  | cons a l₁ ih =>
    cases l₂ with
    | nil => exact iff_of_false (fun h => nomatch h) (fun ⟨_, h⟩ => nomatch h)
    | cons b l₂ =>
      rw [isPrefixOf, Bool.and_eq_true, beq_iff_eq, ih]
      exact ⟨fun ⟨e, t, h⟩ => ⟨t, by rw [cons_append, h, e]⟩, fun ⟨t, h⟩ => ⟨(cons.inj h).1, t, (cons.inj h).2⟩⟩
@[simp] theorem isPrefixOf_iff_prefix {l₁ l₂ : List α} : l₁.isPrefixOf l₂ ↔ IsPrefix l₁ l₂ := isPrefixOf_iff_exists

end

/-! ## `==` on lists -/

theorem beq_cons_cons [BEq α] {a b : α} {as bs : List α} : (a :: as == b :: bs) = (a == b && as == bs) := rfl

instance [BEq α] [LawfulBEq α] : LawfulBEq (List α) where
  rfl {as} := by induction as with | nil => rfl | cons a as ih => rw [beq_cons_cons, beq_self_eq_true, ih]; rfl
  eq_of_beq {as bs} h := by
    induction as generalizing bs with
    | nil => cases bs with | nil => rfl | cons b bs => exact nomatch h
    | cons a as ih =>
      cases bs with
      | nil => exact nomatch h
      | cons b bs =>
        rw [beq_cons_cons, Bool.and_eq_true] at h
        rw [eq_of_beq h.1, ih h.2]

end List
