/- # Core: rewrite rules of logic and Booleans

Official names and directions of `Init.SimpLemmas`, `Init.PropLemmas` and `Init.Data.Bool`, so that a proof by `simp` closes here where
it closes there, as far as these rules reach.
-/
prelude

import Init.Classical

set_option linter.all false
universe u v

attribute [simp] Nat.le_refl HEq.rfl

/-! ## Equality and truth -/

@[simp] theorem eq_self {α : Sort u} (a : α) : (a = a) = True := eq_true rfl
@[simp] theorem ne_eq {α : Sort u} (a b : α) : (a ≠ b) = ¬(a = b) := rfl
theorem ne_self_iff_false {α : Sort u} (a : α) : a ≠ a ↔ False := ⟨fun h => h rfl, False.elim⟩
@[simp] theorem heq_eq_eq {α : Sort u} (a b : α) : (HEq a b) = (a = b) := propext ⟨eq_of_heq, heq_of_eq⟩
@[simp] theorem eq_true_eq_id : Eq True = id := funext fun _ => propext ⟨fun h => h ▸ trivial, fun h => (eq_true h).symm⟩
theorem eq_iff_iff {a b : Prop} : a = b ↔ (a ↔ b) := ⟨iff_of_eq, propext⟩
@[simp] theorem eq_iff_true_of_subsingleton [Subsingleton α] (x y : α) : x = y ↔ True := iff_true_intro (Subsingleton.elim ..)
@[simp] theorem true_iff (p : Prop) : (True ↔ p) = p := propext ⟨fun h => h.mp trivial, fun h => iff_of_true trivial h⟩
@[simp] theorem iff_true (p : Prop) : (p ↔ True) = p := propext ⟨fun h => h.mpr trivial, fun h => iff_of_true h trivial⟩
@[simp] theorem false_iff (p : Prop) : (False ↔ p) = ¬p := propext ⟨fun h => h.mpr, fun h => iff_of_false id h⟩
@[simp] theorem iff_false (p : Prop) : (p ↔ False) = ¬p := propext ⟨fun h => h.mp, fun h => iff_of_false h id⟩
@[simp] theorem iff_self (p : Prop) : (p ↔ p) = True := eq_true Iff.rfl
@[simp] theorem eq_true_iff {p : Prop} : (p = True) ↔ p := ⟨of_eq_true, eq_true⟩
@[simp] theorem not_true_eq_false : (¬True) = False := eq_false (fun n => n trivial)
@[simp] theorem not_false_eq_true : (¬False) = True := eq_true id
theorem not_true : ¬True ↔ False := iff_of_false (fun n => n trivial) id
theorem not_false_iff : ¬False ↔ True := iff_of_true id trivial
theorem not_false : ¬False := id
@[simp] theorem not_iff_self {a : Prop} : ¬(¬a ↔ a) := fun h => have n : ¬a := fun ha => h.mpr ha ha; n (h.mp n)
@[simp] theorem iff_not_self {a : Prop} : ¬(a ↔ ¬a) := fun h => not_iff_self h.symm

/-! ## Functions -/

@[simp] theorem id_eq {α : Sort u} (a : α) : id a = a := rfl
theorem id_def {α : Sort u} (a : α) : id a = a := rfl
theorem Function.comp_def {α β δ} (f : β → δ) (g : α → β) : f ∘ g = fun x => f (g x) := rfl
@[simp] theorem Function.const_apply {y : β} {x : α} : const α y x = y := rfl
@[simp] theorem Function.comp_apply {f : β → δ} {g : α → β} {x : α} : comp f g x = f (g x) := rfl
@[simp] theorem Function.const_comp {f : α → β} {c : γ} : (Function.const β c ∘ f) = Function.const α c := rfl
@[simp] theorem Function.comp_const {f : β → γ} {b : β} : (f ∘ Function.const α b) = Function.const α (f b) := rfl
@[simp] theorem Function.comp_id (f : α → β) : f ∘ id = f := rfl
@[simp] theorem Function.id_comp (f : α → β) : id ∘ f = f := rfl

/-! ## And, or -/

@[simp] theorem true_and (p : Prop) : (True ∧ p) = p := propext ⟨And.right, fun h => ⟨trivial, h⟩⟩
@[simp] theorem and_true (p : Prop) : (p ∧ True) = p := propext ⟨And.left, fun h => ⟨h, trivial⟩⟩
@[simp] theorem false_and (p : Prop) : (False ∧ p) = False := eq_false And.left
@[simp] theorem and_false (p : Prop) : (p ∧ False) = False := eq_false And.right
@[simp] theorem and_self (p : Prop) : (p ∧ p) = p := propext ⟨And.left, fun h => ⟨h, h⟩⟩
@[simp] theorem and_not_self {a : Prop} : ¬(a ∧ ¬a) := fun h => h.2 h.1
@[simp] theorem not_and_self {a : Prop} : ¬(¬a ∧ a) := fun h => h.1 h.2
@[simp] theorem and_imp {a b c : Prop} : (a ∧ b → c) ↔ (a → b → c) := ⟨fun f ha hb => f ⟨ha, hb⟩, fun f h => f h.1 h.2⟩
@[simp] theorem not_and {a b : Prop} : ¬(a ∧ b) ↔ (a → ¬b) := and_imp
theorem not_and' {a b : Prop} : ¬(a ∧ b) ↔ (b → ¬a) := ⟨fun h hb ha => h ⟨ha, hb⟩, fun h x => h x.2 x.1⟩
@[simp] theorem and_self_left {a b : Prop} : a ∧ a ∧ b ↔ a ∧ b := ⟨And.right, fun h => ⟨h.1, h⟩⟩
@[simp] theorem and_self_right {a b : Prop} : (a ∧ b) ∧ b ↔ a ∧ b := ⟨And.left, fun h => ⟨h, h.2⟩⟩
theorem and_assoc {a b c : Prop} : (a ∧ b) ∧ c ↔ a ∧ b ∧ c := ⟨fun ⟨⟨a, b⟩, c⟩ => ⟨a, b, c⟩, fun ⟨a, b, c⟩ => ⟨⟨a, b⟩, c⟩⟩
theorem and_comm {a b : Prop} : a ∧ b ↔ b ∧ a := And.comm
theorem and_left_comm {a b c : Prop} : a ∧ b ∧ c ↔ b ∧ a ∧ c := ⟨fun ⟨a, b, c⟩ => ⟨b, a, c⟩, fun ⟨b, a, c⟩ => ⟨a, b, c⟩⟩
theorem and_right_comm {a b c : Prop} : (a ∧ b) ∧ c ↔ (a ∧ c) ∧ b := ⟨fun ⟨⟨a, b⟩, c⟩ => ⟨⟨a, c⟩, b⟩, fun ⟨⟨a, c⟩, b⟩ => ⟨⟨a, b⟩, c⟩⟩
theorem and_rotate {a b c : Prop} : a ∧ b ∧ c ↔ b ∧ c ∧ a := ⟨fun ⟨a, b, c⟩ => ⟨b, c, a⟩, fun ⟨b, c, a⟩ => ⟨a, b, c⟩⟩
theorem and_iff_left_of_imp {a b : Prop} (h : a → b) : a ∧ b ↔ a := ⟨And.left, fun ha => ⟨ha, h ha⟩⟩
theorem and_iff_right_of_imp {a b : Prop} (h : b → a) : a ∧ b ↔ b := ⟨And.right, fun hb => ⟨h hb, hb⟩⟩
theorem and_iff_left {a b : Prop} (hb : b) : a ∧ b ↔ a := and_iff_left_of_imp fun _ => hb
theorem and_iff_right {a b : Prop} (ha : a) : a ∧ b ↔ b := and_iff_right_of_imp fun _ => ha
@[simp] theorem and_iff_left_iff_imp {a b : Prop} : (a ∧ b ↔ a) ↔ (a → b) := ⟨fun h ha => (h.mpr ha).2, and_iff_left_of_imp⟩
@[simp] theorem and_iff_right_iff_imp {a b : Prop} : (a ∧ b ↔ b) ↔ (b → a) := ⟨fun h hb => (h.mpr hb).1, and_iff_right_of_imp⟩
@[simp] theorem and_congr_right_iff {a b c : Prop} : (a ∧ b ↔ a ∧ c) ↔ (a → (b ↔ c)) :=
  ⟨fun h ha => ⟨fun hb => (h.mp ⟨ha, hb⟩).2, fun hc => (h.mpr ⟨ha, hc⟩).2⟩, and_congr_right⟩
@[simp] theorem or_true (p : Prop) : (p ∨ True) = True := eq_true (.inr trivial)
@[simp] theorem true_or (p : Prop) : (True ∨ p) = True := eq_true (.inl trivial)
@[simp] theorem or_false (p : Prop) : (p ∨ False) = p := propext ⟨fun h => h.elim id False.elim, .inl⟩
@[simp] theorem false_or (p : Prop) : (False ∨ p) = p := propext ⟨fun h => h.elim False.elim id, .inr⟩
@[simp] theorem or_self (p : Prop) : (p ∨ p) = p := propext ⟨fun h => h.elim id id, .inl⟩
theorem or_imp {a b c : Prop} : (a ∨ b → c) ↔ (a → c) ∧ (b → c) :=
  ⟨fun f => ⟨fun h => f (.inl h), fun h => f (.inr h)⟩, fun h x => x.elim h.1 h.2⟩
@[simp] theorem not_or {p q : Prop} : ¬(p ∨ q) ↔ ¬p ∧ ¬q := or_imp
theorem or_assoc {a b c : Prop} : (a ∨ b) ∨ c ↔ a ∨ b ∨ c :=
  ⟨fun h => h.elim (fun h => h.elim .inl (fun h => .inr (.inl h))) (fun h => .inr (.inr h)),
   fun h => h.elim (fun h => .inl (.inl h)) (fun h => h.elim (fun h => .inl (.inr h)) .inr)⟩
theorem or_comm {a b : Prop} : a ∨ b ↔ b ∨ a := Or.comm
theorem or_left_comm {a b c : Prop} : a ∨ b ∨ c ↔ b ∨ a ∨ c :=
  or_assoc.symm.trans ((or_congr_left or_comm).trans or_assoc)
theorem or_right_comm {a b c : Prop} : (a ∨ b) ∨ c ↔ (a ∨ c) ∨ b :=
  or_assoc.trans ((or_congr_right or_comm).trans or_assoc.symm)
theorem or_iff_right_of_imp {a b : Prop} (h : a → b) : a ∨ b ↔ b := ⟨fun x => x.elim h id, .inr⟩
theorem or_iff_left_of_imp {a b : Prop} (h : b → a) : a ∨ b ↔ a := ⟨fun x => x.elim id h, .inl⟩
@[simp] theorem or_iff_left_iff_imp {a b : Prop} : (a ∨ b ↔ a) ↔ (b → a) := ⟨fun h hb => h.mp (.inr hb), or_iff_left_of_imp⟩
@[simp] theorem or_iff_right_iff_imp {a b : Prop} : (a ∨ b ↔ b) ↔ (a → b) := ⟨fun h ha => h.mp (.inl ha), or_iff_right_of_imp⟩
theorem or_iff_left {a b : Prop} (n : ¬b) : a ∨ b ↔ a := or_iff_left_of_imp fun hb => absurd hb n
theorem or_iff_right {a b : Prop} (n : ¬a) : a ∨ b ↔ b := or_iff_right_of_imp fun ha => absurd ha n
theorem and_or_left {a b c : Prop} : a ∧ (b ∨ c) ↔ (a ∧ b) ∨ (a ∧ c) :=
  ⟨fun ⟨ha, h⟩ => h.imp (⟨ha, ·⟩) (⟨ha, ·⟩), fun h => h.elim (fun h => ⟨h.1, .inl h.2⟩) (fun h => ⟨h.1, .inr h.2⟩)⟩
theorem or_and_right {a b c : Prop} : (a ∨ b) ∧ c ↔ (a ∧ c) ∨ (b ∧ c) :=
  ⟨fun ⟨h, hc⟩ => h.imp (⟨·, hc⟩) (⟨·, hc⟩), fun h => h.elim (fun h => ⟨.inl h.1, h.2⟩) (fun h => ⟨.inr h.1, h.2⟩)⟩
theorem or_and_left {a b c : Prop} : a ∨ (b ∧ c) ↔ (a ∨ b) ∧ (a ∨ c) :=
  ⟨fun h => h.elim (fun h => ⟨.inl h, .inl h⟩) (fun h => ⟨.inr h.1, .inr h.2⟩),
   fun ⟨h, h'⟩ => h.elim .inl (fun hb => h'.elim .inl (fun hc => .inr ⟨hb, hc⟩))⟩
theorem and_or_right {a b c : Prop} : (a ∧ b) ∨ c ↔ (a ∨ c) ∧ (b ∨ c) := by rw [or_comm, or_and_left, or_comm, @or_comm c b]

/-! ## Implication -/

@[simp] theorem implies_true (α : Sort u) : (α → True) = True := eq_true fun _ => trivial
@[simp] theorem false_implies (p : Prop) : (False → p) = True := eq_true False.elim
@[simp] theorem true_implies (p : Prop) : (True → p) = p := propext ⟨fun f => f trivial, fun h _ => h⟩
@[simp] theorem imp_self {a : Prop} : (a → a) ↔ True := iff_true_intro id
@[simp] theorem imp_false {a : Prop} : (a → False) ↔ ¬a := Iff.rfl
theorem imp.swap {a b c : Prop} : (a → b → c) ↔ (b → a → c) := ⟨fun f hb ha => f ha hb, fun f ha hb => f hb ha⟩
theorem imp_not_comm {a b : Prop} : (a → ¬b) ↔ (b → ¬a) := imp.swap
@[simp] theorem imp_not_self {a : Prop} : (a → ¬a) ↔ ¬a := ⟨fun h ha => h ha ha, fun n _ => n⟩
theorem imp_iff_right {a b : Prop} (ha : a) : (a → b) ↔ b := ⟨fun f => f ha, fun h _ => h⟩
theorem imp_iff_not {a b : Prop} (hb : ¬b) : (a → b) ↔ ¬a := imp_congr_right fun _ => iff_false_intro hb
theorem imp_and {α : Sort u} {b c : Prop} : (α → b ∧ c) ↔ (α → b) ∧ (α → c) :=
  ⟨fun f => ⟨fun h => (f h).1, fun h => (f h).2⟩, fun f h => ⟨f.1 h, f.2 h⟩⟩
attribute [simp] Classical.not_not Classical.not_forall Classical.not_imp
theorem Decidable.imp_iff_not_or {a b : Prop} [Decidable a] : (a → b) ↔ (¬a ∨ b) :=
  ⟨fun f => (Decidable.em a).elim (fun ha => .inr (f ha)) .inl, fun h ha => h.resolve_left (not_not_intro ha)⟩
theorem Decidable.or_iff_not_imp_left {a b : Prop} [Decidable a] : a ∨ b ↔ (¬a → b) :=
  ⟨Or.resolve_left, fun f => (Decidable.em a).elim .inl (fun n => .inr (f n))⟩
theorem Decidable.not_imp_iff_and_not {a b : Prop} [Decidable a] : ¬(a → b) ↔ a ∧ ¬b :=
  ⟨fun h => ⟨Decidable.byContradiction fun n => h fun ha => absurd ha n, fun hb => h fun _ => hb⟩, fun h f => h.2 (f h.1)⟩

/-! ## Quantifiers -/

@[simp] theorem forall_const (α : Sort u) {b : Prop} [i : Nonempty α] : (α → b) ↔ b := ⟨fun f => i.elim f, fun h _ => h⟩
@[simp] theorem exists_const (α : Sort u) {b : Prop} [i : Nonempty α] : (∃ _ : α, b) ↔ b :=
  ⟨fun ⟨_, h⟩ => h, fun h => i.elim fun a => ⟨a, h⟩⟩
@[simp] theorem exists_false {α : Sort u} : ¬(∃ _a : α, False) := fun ⟨_, h⟩ => h
@[simp] theorem exists_prop {a b : Prop} : (∃ _h : a, b) ↔ a ∧ b := ⟨fun ⟨ha, hb⟩ => ⟨ha, hb⟩, fun ⟨ha, hb⟩ => ⟨ha, hb⟩⟩
@[simp] theorem exists_imp {α : Sort u} {p : α → Prop} {b : Prop} : ((∃ x, p x) → b) ↔ ∀ x, p x → b :=
  ⟨fun f x h => f ⟨x, h⟩, fun f ⟨x, h⟩ => f x h⟩
theorem forall_not_of_not_exists {α : Sort u} {p : α → Prop} (h : ¬∃ x, p x) : ∀ x, ¬p x := fun x hx => h ⟨x, hx⟩
@[simp] theorem not_exists {α : Sort u} {p : α → Prop} : (¬∃ x, p x) ↔ ∀ x, ¬p x := exists_imp
theorem not_forall_of_exists_not {α : Sort u} {p : α → Prop} : (∃ x, ¬p x) → ¬∀ x, p x := fun ⟨x, n⟩ f => n (f x)
theorem forall_and {α : Sort u} {p q : α → Prop} : (∀ x, p x ∧ q x) ↔ (∀ x, p x) ∧ (∀ x, q x) :=
  ⟨fun h => ⟨fun x => (h x).1, fun x => (h x).2⟩, fun h x => ⟨h.1 x, h.2 x⟩⟩
theorem exists_or {α : Sort u} {p q : α → Prop} : (∃ x, p x ∨ q x) ↔ (∃ x, p x) ∨ ∃ x, q x :=
  ⟨fun ⟨x, h⟩ => h.imp (⟨x, ·⟩) (⟨x, ·⟩), fun h => h.elim (fun ⟨x, h⟩ => ⟨x, .inl h⟩) (fun ⟨x, h⟩ => ⟨x, .inr h⟩)⟩
@[simp] theorem forall_eq {α : Sort u} {p : α → Prop} {a' : α} : (∀ a, a = a' → p a) ↔ p a' :=
  ⟨fun f => f a' rfl, fun h _ e => e ▸ h⟩
@[simp] theorem forall_eq' {α : Sort u} {p : α → Prop} {a' : α} : (∀ a, a' = a → p a) ↔ p a' :=
  ⟨fun f => f a' rfl, fun h _ e => e ▸ h⟩
@[simp] theorem exists_eq {α : Sort u} {a' : α} : ∃ a, a = a' := ⟨_, rfl⟩
@[simp] theorem exists_eq' {α : Sort u} {a' : α} : ∃ a, a' = a := ⟨_, rfl⟩
@[simp] theorem exists_eq_left {α : Sort u} {p : α → Prop} {a' : α} : (∃ a, a = a' ∧ p a) ↔ p a' :=
  ⟨fun ⟨_, e, h⟩ => e ▸ h, fun h => ⟨_, rfl, h⟩⟩
@[simp] theorem exists_eq_right {α : Sort u} {p : α → Prop} {a' : α} : (∃ a, p a ∧ a = a') ↔ p a' :=
  ⟨fun ⟨_, h, e⟩ => e ▸ h, fun h => ⟨_, h, rfl⟩⟩
@[simp] theorem exists_eq_left' {α : Sort u} {p : α → Prop} {a' : α} : (∃ a, a' = a ∧ p a) ↔ p a' :=
  ⟨fun ⟨_, e, h⟩ => e ▸ h, fun h => ⟨_, rfl, h⟩⟩
@[simp] theorem exists_eq_right' {α : Sort u} {p : α → Prop} {a' : α} : (∃ a, p a ∧ a' = a) ↔ p a' :=
  ⟨fun ⟨_, h, e⟩ => e ▸ h, fun h => ⟨_, h, rfl⟩⟩
@[simp] theorem exists_eq_right_right {α : Sort u} {p q : α → Prop} {a' : α} : (∃ a, p a ∧ q a ∧ a = a') ↔ p a' ∧ q a' :=
  ⟨fun ⟨_, h, h', e⟩ => e ▸ ⟨h, h'⟩, fun ⟨h, h'⟩ => ⟨_, h, h', rfl⟩⟩
@[simp] theorem exists_eq_right_right' {α : Sort u} {p q : α → Prop} {a' : α} : (∃ a, p a ∧ q a ∧ a' = a) ↔ p a' ∧ q a' :=
  ⟨fun ⟨_, h, h', e⟩ => e ▸ ⟨h, h'⟩, fun ⟨h, h'⟩ => ⟨_, h, h', rfl⟩⟩
@[simp] theorem exists_and_left {α : Sort u} {p : α → Prop} {b : Prop} : (∃ x, b ∧ p x) ↔ b ∧ (∃ x, p x) :=
  ⟨fun ⟨x, h, h'⟩ => ⟨h, x, h'⟩, fun ⟨h, x, h'⟩ => ⟨x, h, h'⟩⟩
@[simp] theorem exists_and_right {α : Sort u} {p : α → Prop} {b : Prop} : (∃ x, p x ∧ b) ↔ (∃ x, p x) ∧ b :=
  ⟨fun ⟨x, h, h'⟩ => ⟨⟨x, h⟩, h'⟩, fun ⟨⟨x, h⟩, h'⟩ => ⟨x, h, h'⟩⟩
@[simp] theorem exists_eq_or_imp {α : Sort u} {p q : α → Prop} {a' : α} : (∃ a, (a = a' ∨ q a) ∧ p a) ↔ p a' ∨ ∃ a, q a ∧ p a :=
  ⟨fun ⟨a, h, hp⟩ => h.elim (fun e => .inl (e ▸ hp)) (fun h => .inr ⟨a, h, hp⟩),
   fun h => h.elim (fun h => ⟨_, .inl rfl, h⟩) (fun ⟨a, h, hp⟩ => ⟨a, .inr h, hp⟩)⟩
@[simp] theorem forall_eq_or_imp {α : Sort u} {p q : α → Prop} {a' : α} : (∀ a, a = a' ∨ q a → p a) ↔ p a' ∧ ∀ a, q a → p a :=
  ⟨fun f => ⟨f _ (.inl rfl), fun a h => f a (.inr h)⟩, fun f a h => h.elim (fun e => e ▸ f.1) (f.2 a)⟩
@[simp] theorem forall_apply_eq_imp_iff {α : Sort u} {β : Sort v} {f : α → β} {p : β → Prop} :
    (∀ b a, f a = b → p b) ↔ ∀ a, p (f a) :=
  ⟨fun h a => h _ a rfl, fun h _ a e => e ▸ h a⟩
@[simp] theorem forall_eq_apply_imp_iff {α : Sort u} {β : Sort v} {f : α → β} {p : β → Prop} :
    (∀ b a, b = f a → p b) ↔ ∀ a, p (f a) :=
  ⟨fun h a => h _ a rfl, fun h _ a e => e ▸ h a⟩
@[simp] theorem forall_apply_eq_imp_iff₂ {α : Sort u} {β : Sort v} {f : α → β} {p : α → Prop} {q : β → Prop} :
    (∀ b a, p a → f a = b → q b) ↔ ∀ a, p a → q (f a) :=
  ⟨fun h a ha => h _ a ha rfl, fun h _ a ha e => e ▸ h a ha⟩
theorem forall_comm {α : Sort u} {β : Sort v} {p : α → β → Prop} : (∀ a b, p a b) ↔ ∀ b a, p a b :=
  ⟨fun h b a => h a b, fun h a b => h b a⟩
theorem exists_comm {α : Sort u} {β : Sort v} {p : α → β → Prop} : (∃ a b, p a b) ↔ ∃ b a, p a b :=
  ⟨fun ⟨a, b, h⟩ => ⟨b, a, h⟩, fun ⟨b, a, h⟩ => ⟨a, b, h⟩⟩
theorem forall_prop_of_true {p : Prop} {q : p → Prop} (h : p) : (∀ h' : p, q h') ↔ q h := ⟨fun f => f h, fun hq _ => hq⟩

/-! ## Conditionals -/

@[simp] theorem ite_true {α : Sort u} (a b : α) : (if True then a else b) = a := rfl
@[simp] theorem ite_false {α : Sort u} (a b : α) : (if False then a else b) = b := rfl
@[simp] theorem dite_true {α : Sort u} {t : True → α} {e : ¬True → α} : (dite True t e) = t trivial := rfl
@[simp] theorem dite_false {α : Sort u} {t : False → α} {e : ¬False → α} : (dite False t e) = e not_false := rfl
@[simp] theorem ite_self {α : Sort u} {c : Prop} {d : Decidable c} (a : α) : ite c a a = a := by cases d <;> rfl
@[simp] theorem ite_not {α : Sort u} (p : Prop) [h : Decidable p] (x y : α) : ite (¬p) x y = ite p y x := by cases h <;> rfl
@[simp] theorem dite_eq_ite {α : Sort u} {p : Prop} {a b : α} [Decidable p] : (dite p (fun _ => a) (fun _ => b)) = ite p a b := rfl
@[simp] theorem ite_eq_left_iff {α : Sort u} {p : Prop} {a b : α} [h : Decidable p] : ite p a b = a ↔ (¬p → b = a) := by
  cases h with
  | isTrue h => exact iff_of_true rfl (fun n => absurd h n)
  | isFalse n => exact ⟨fun e _ => e, fun f => f n⟩
@[simp] theorem ite_eq_right_iff {α : Sort u} {p : Prop} {a b : α} [h : Decidable p] : ite p a b = b ↔ (p → a = b) := by
  cases h with
  | isTrue h => exact ⟨fun e _ => e, fun f => f h⟩
  | isFalse n => exact iff_of_true rfl (fun h => absurd h n)
theorem ite_eq_iff {α : Sort u} {p : Prop} {a b c : α} [h : Decidable p] : ite p a b = c ↔ p ∧ a = c ∨ ¬p ∧ b = c := by
  cases h with
  | isTrue h => exact ⟨fun e => .inl ⟨h, e⟩, fun x => x.elim And.right (fun x => absurd h x.1)⟩
  | isFalse n => exact ⟨fun e => .inr ⟨n, e⟩, fun x => x.elim (fun x => absurd x.1 n) And.right⟩
theorem ite_some_none_eq_none {α : Type u} {p : Prop} {x : α} [Decidable p] : (if p then some x else none) = none ↔ ¬p := by
  rename_i h; cases h with
  | isTrue h => exact iff_of_false (fun e => nomatch e) (fun n => n h)
  | isFalse n => exact iff_of_true rfl n
theorem ite_some_none_eq_some {α : Type u} {p : Prop} {x y : α} [Decidable p] :
    (if p then some x else none) = some y ↔ p ∧ x = y := by
  rename_i h; cases h with
  | isTrue h => exact ⟨fun e => ⟨h, Option.some.inj e⟩, fun x => congrArg some x.2⟩
  | isFalse n => exact iff_of_false (fun e => nomatch e) (fun x => n x.1)
@[simp] theorem if_true_left {p q : Prop} [h : Decidable p] : ite p True q ↔ (¬p → q) := by
  cases h with
  | isTrue h => exact iff_of_true trivial (fun n => absurd h n)
  | isFalse n => exact ⟨fun h _ => h, fun f => f n⟩
@[simp] theorem if_false_left {p q : Prop} [h : Decidable p] : ite p False q ↔ ¬p ∧ q := by
  cases h with
  | isTrue h => exact iff_of_false id (fun x => x.1 h)
  | isFalse n => exact ⟨fun h => ⟨n, h⟩, And.right⟩
@[simp] theorem if_true_right {p q : Prop} [h : Decidable p] : ite p q True ↔ (p → q) := by
  cases h with
  | isTrue h => exact ⟨fun h _ => h, fun f => f h⟩
  | isFalse n => exact iff_of_true trivial (fun h => absurd h n)
@[simp] theorem if_false_right {p q : Prop} [h : Decidable p] : ite p q False ↔ p ∧ q := by
  cases h with
  | isTrue h => exact ⟨fun h' => ⟨h, h'⟩, And.right⟩
  | isFalse n => exact iff_of_false id (fun x => n x.1)
@[simp] theorem cond_true {α : Sort u} {a b : α} : cond true a b = a := rfl
@[simp] theorem cond_false {α : Sort u} {a b : α} : cond false a b = b := rfl
