/- # Core: facts about lists: distinctness, subsets, prefixes, equality

Official names and statements; bounded quantifiers over lists are decidable.
-/
prelude

import Init.List.Search

set_option linter.all false
universe u v w

namespace List

variable {α : Type u} {β : Type v} {γ : Type w}

/-! ## Pairwise, subsets, prefixes -/

attribute [simp] Pairwise.nil
theorem pairwise_cons {R : α → α → Prop} {a : α} {l : List α} : Pairwise R (a :: l) ↔ (∀ a', a' ∈ l → R a a') ∧ Pairwise R l :=
  ⟨fun h => match h with | .cons h h' => ⟨h, h'⟩, fun h => .cons h.1 h.2⟩
theorem Pairwise.imp {R S : α → α → Prop} (H : ∀ {a b}, R a b → S a b) : ∀ {l : List α}, l.Pairwise R → l.Pairwise S
  | _, .nil => .nil
  | _, .cons h h' => .cons (fun a ha => H (h a ha)) (imp H h')
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
