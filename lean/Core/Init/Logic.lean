/- # Core: logic

Equivalences, equality helpers, decidability, conditionals, function extensionality, congruence: what tactics apply by name.
Rewrite rules for `simp` are in `Init.Simp`.
-/
prelude

import Init.Coe

set_option linter.all false
universe u v w

/-! ## Connectives -/

theorem Iff.refl (a : Prop) : a ↔ a := ⟨id, id⟩
protected theorem Iff.rfl {a : Prop} : a ↔ a := ⟨id, id⟩
theorem Iff.of_eq (h : a = b) : a ↔ b := h ▸ Iff.rfl
theorem Iff.trans (h₁ : a ↔ b) (h₂ : b ↔ c) : a ↔ c := ⟨fun h => h₂.mp (h₁.mp h), fun h => h₁.mpr (h₂.mpr h)⟩
theorem Iff.symm (h : a ↔ b) : b ↔ a := ⟨h.mpr, h.mp⟩
theorem Iff.comm : (a ↔ b) ↔ (b ↔ a) := ⟨Iff.symm, Iff.symm⟩
theorem iff_comm : (a ↔ b) ↔ (b ↔ a) := Iff.comm
abbrev Iff.elim {c : Sort u} (f : (a → b) → (b → a) → c) (h : a ↔ b) : c := f h.mp h.mpr
theorem iff_of_true (ha : a) (hb : b) : a ↔ b := ⟨fun _ => hb, fun _ => ha⟩
theorem iff_of_false (ha : ¬a) (hb : ¬b) : a ↔ b := ⟨fun h => absurd h ha, fun h => absurd h hb⟩
theorem iff_true_left (ha : a) : (a ↔ b) ↔ b := ⟨fun h => h.mp ha, iff_of_true ha⟩
theorem iff_true_intro (h : a) : a ↔ True := iff_of_true h trivial
theorem iff_false_intro (h : ¬a) : a ↔ False := iff_of_false h id
theorem iff_of_eq (h : a = b) : a ↔ b := h ▸ Iff.rfl
theorem of_iff_true (h : a ↔ True) : a := h.mpr trivial
theorem not_of_iff_false (h : a ↔ False) : ¬a := h.mp

instance : Trans Iff Iff Iff where trans := Iff.trans

attribute [refl] Iff.refl Nat.le_refl
attribute [symm] Eq.symm Iff.symm Ne.symm

theorem And.symm (h : a ∧ b) : b ∧ a := ⟨h.2, h.1⟩
theorem And.comm : a ∧ b ↔ b ∧ a := ⟨And.symm, And.symm⟩
theorem And.imp (f : a → c) (g : b → d) (h : a ∧ b) : c ∧ d := ⟨f h.1, g h.2⟩
theorem And.imp_left (f : a → b) (h : a ∧ c) : b ∧ c := ⟨f h.1, h.2⟩
theorem And.imp_right (f : a → b) (h : c ∧ a) : c ∧ b := ⟨h.1, f h.2⟩
@[macro_inline] abbrev And.elim {α : Sort u} (f : a → b → α) (h : a ∧ b) : α := f h.1 h.2

theorem Or.symm (h : a ∨ b) : b ∨ a := h.elim .inr .inl
theorem Or.comm : a ∨ b ↔ b ∨ a := ⟨Or.symm, Or.symm⟩
theorem Or.imp (f : a → c) (g : b → d) (h : a ∨ b) : c ∨ d := h.elim (fun h => .inl (f h)) (fun h => .inr (g h))
theorem Or.imp_left (f : a → b) : a ∨ c → b ∨ c := Or.imp f id
theorem Or.imp_right (f : a → b) : c ∨ a → c ∨ b := Or.imp id f
theorem Or.resolve_left (h : a ∨ b) (n : ¬a) : b := h.elim (fun h => absurd h n) id
theorem Or.resolve_right (h : a ∨ b) (n : ¬b) : a := h.elim id (fun h => absurd h n)
theorem Or.neg_resolve_left (h : ¬a ∨ b) (ha : a) : b := h.elim (fun n => absurd ha n) id
theorem Or.neg_resolve_right (h : a ∨ ¬b) (hb : b) : a := h.elim id (fun n => absurd hb n)

theorem Exists.elim {α : Sort u} {p : α → Prop} {b : Prop} (h₁ : ∃ x, p x) (h₂ : ∀ a, p a → b) : b :=
  match h₁ with
  | ⟨a, h⟩ => h₂ a h

theorem Exists.imp {α : Sort u} {p q : α → Prop} (h : ∀ a, p a → q a) : (∃ a, p a) → ∃ a, q a
  | ⟨a, hp⟩ => ⟨a, h a hp⟩

theorem mt {a b : Prop} (h₁ : a → b) (h₂ : ¬b) : ¬a := fun ha => h₂ (h₁ ha)
theorem not_not_intro {p : Prop} (h : p) : ¬¬p := fun n => n h
theorem Not.imp {a b : Prop} (n : ¬b) (h : a → b) : ¬a := mt h n
theorem not_congr (h : a ↔ b) : ¬a ↔ ¬b := ⟨mt h.mpr, mt h.mp⟩
theorem not_not_not : ¬¬¬a ↔ ¬a := ⟨mt not_not_intro, not_not_intro⟩
@[macro_inline] def Not.elim {α : Sort u} (n : ¬a) (h : a) : α := absurd h n

/-! ## Equality -/

@[macro_inline] def Eq.mp {α β : Sort u} (h : α = β) (a : α) : β := h ▸ a

@[macro_inline] def Eq.mpr {α β : Sort u} (h : α = β) (b : β) : α := h ▸ b

@[elab_as_elim] theorem Eq.substr {α : Sort u} {p : α → Prop} {a b : α} (h₁ : b = a) (h₂ : p a) : p b := h₁ ▸ h₂

@[macro_inline] def Eq.ndrec_symm.{u1, u2} {α : Sort u2} {a : α} {motive : α → Sort u1} (m : motive a) {b : α}
    (h : b = a) : motive b :=
  Eq.ndrec m h.symm

@[macro_inline] def HEq.homo_ndrec.{u1, u2} {α : Sort u2} {a : α} {motive : α → Sort u1} (m : motive a) {b : α}
    (h : HEq a b) : motive b :=
  (eq_of_heq h).ndrec m

@[macro_inline] def HEq.homo_ndrec_symm.{u1, u2} {α : Sort u2} {a : α} {motive : α → Sort u1} (m : motive a) {b : α}
    (h : HEq b a) : motive b :=
  (eq_of_heq h).ndrec_symm m

theorem eq_comm {a b : α} : a = b ↔ b = a := ⟨Eq.symm, Eq.symm⟩
theorem ne_comm {a b : α} : a ≠ b ↔ b ≠ a := ⟨Ne.symm, Ne.symm⟩
theorem ne_of_apply_ne {α : Sort u} {β : Sort v} (f : α → β) {x y : α} (h : f x ≠ f y) : x ≠ y := fun e => h (congrArg f e)
theorem ne_false_of_self (h : p) : p ≠ False := fun e => e ▸ h
theorem ne_true_of_not (h : ¬p) : p ≠ True := fun e => h (e ▸ trivial)
theorem true_ne_false : ¬(True = False) := ne_false_of_self trivial
theorem false_ne_true : False ≠ True := fun e => e.symm ▸ trivial
theorem heq_of_eq_of_heq {α β : Sort u} {a a' : α} {b : β} (h₁ : a = a') (h₂ : HEq a' b) : HEq a b := h₁ ▸ h₂
theorem HEq.symm {α β : Sort u} {a : α} {b : β} (h : HEq a b) : HEq b a := h.rec (HEq.refl a)
theorem type_eq_of_heq {α β : Sort u} {a : α} {b : β} (h : HEq a b) : α = β := h.rec rfl
theorem HEq.trans {α β φ : Sort u} {a : α} {b : β} {c : φ} (h₁ : HEq a b) (h₂ : HEq b c) : HEq a c := h₂.rec h₁
theorem heq_of_heq_of_eq {α β : Sort u} {a : α} {b b' : β} (h₁ : HEq a b) (h₂ : b = b') : HEq a b' := h₂ ▸ h₁
theorem cast_eq {α : Sort u} (h : α = α) (a : α) : cast h a = a := rfl
theorem cast_heq {α β : Sort u} : (h : α = β) → (a : α) → HEq (cast h a) a
  | rfl, a => HEq.refl a
theorem eq_mpr_heq {α β : Sort u} (h : β = α) (a : α) : HEq (Eq.mpr h a) a := by subst h; exact HEq.refl a
theorem eqRec_heq {α : Sort u} {φ : α → Sort v} {a a' : α} : (h : a = a') → (p : φ a) → HEq (Eq.recOn (motive := fun x _ => φ x) h p) p
  | rfl, p => HEq.refl p
theorem heq_of_eqRec_eq {α β : Sort u} {a : α} {b : β} (h₁ : α = β) (h₂ : h₁ ▸ a = b) : HEq a b := by
  subst h₁; exact heq_of_eq h₂

theorem eq_true {p : Prop} (h : p) : p = True := propext (iff_of_true h trivial)
theorem eq_false {p : Prop} (h : ¬p) : p = False := propext (iff_of_false h id)
theorem eq_false' {p : Prop} (h : p → False) : p = False := eq_false h
theorem of_eq_true {p : Prop} (h : p = True) : p := h ▸ trivial
theorem of_eq_false {p : Prop} (h : p = False) : ¬p := fun hp => h ▸ hp
theorem not_of_eq_false {p : Prop} (h : p = False) : ¬p := of_eq_false h
theorem eq_true_of_decide {p : Prop} [Decidable p] (h : decide p = true) : p = True := eq_true (of_decide_eq_true h)
theorem eq_false_of_decide {p : Prop} [Decidable p] (h : decide p = false) : p = False := eq_false (of_decide_eq_false h)
theorem Eq.to_iff {a b : Prop} (h : a = b) : a ↔ b := h ▸ Iff.rfl
theorem iff_iff_eq {a b : Prop} : (a ↔ b) ↔ a = b := ⟨propext, iff_of_eq⟩
theorem proofIrrel {p : Prop} (h₁ h₂ : p) : h₁ = h₂ := rfl
theorem proof_irrel {p : Prop} (h₁ h₂ : p) : h₁ = h₂ := rfl

instance : @Trans α α α Eq Eq Eq where trans := Eq.trans
instance (r : α → γ → Sort u) : Trans Eq r r where trans e h := e ▸ h
instance (r : α → β → Sort u) : Trans r Eq r where trans h e := e ▸ h

/-! ## Constructors are injective

From here on Lean states this for every new inductive type; for the earlier ones it is asked to. -/

theorem Eq.propIntro {a b : Prop} (h₁ : a → b) (h₂ : b → a) : a = b := propext ⟨h₁, h₂⟩

theorem Lean.injEq_helper {P Q R : Prop} (f : P → Q → R) (h : P ∧ Q) : R := f h.1 h.2

gen_injective_theorems% Prod
gen_injective_theorems% PProd
gen_injective_theorems% MProd
gen_injective_theorems% Subtype
gen_injective_theorems% Sigma
gen_injective_theorems% PSigma
gen_injective_theorems% Sum
gen_injective_theorems% PSum
gen_injective_theorems% Nat
gen_injective_theorems% Option
gen_injective_theorems% List
gen_injective_theorems% Except
gen_injective_theorems% Fin
gen_injective_theorems% BitVec
gen_injective_theorems% UInt8
gen_injective_theorems% UInt32
gen_injective_theorems% Char
gen_injective_theorems% Array
gen_injective_theorems% ByteArray
gen_injective_theorems% String
gen_injective_theorems% Lean.Name

/-! ## Function extensionality -/

theorem funext {α : Sort u} {β : α → Sort v} {f g : (x : α) → β x} (h : ∀ x, f x = g x) : f = g :=
  let pointwise (f g : (x : α) → β x) := ∀ x, f x = g x
  let apply (f : Quot pointwise) (x : α) : β x := Quot.lift (fun f : (x : α) → β x => f x) (fun _ _ h => h x) f
  show apply (Quot.mk pointwise f) = apply (Quot.mk pointwise g) from congrArg apply (Quot.sound h)

/-! ## Congruence -/

theorem implies_congr {p₁ p₂ : Sort u} {q₁ q₂ : Sort v} (h₁ : p₁ = p₂) (h₂ : q₁ = q₂) : (p₁ → q₁) = (p₂ → q₂) :=
  h₁ ▸ h₂ ▸ rfl
theorem implies_congr_ctx {p₁ p₂ q₁ q₂ : Prop} (h₁ : p₁ = p₂) (h₂ : p₂ → q₁ = q₂) : (p₁ → q₁) = (p₂ → q₂) := by
  subst h₁; exact propext ⟨fun f hp => h₂ hp ▸ f hp, fun f hp => (h₂ hp).symm ▸ f hp⟩
theorem implies_dep_congr_ctx {p₁ p₂ q₁ : Prop} (h₁ : p₁ = p₂) {q₂ : p₂ → Prop} (h₂ : (h : p₂) → q₁ = q₂ h) :
    (p₁ → q₁) = ((h : p₂) → q₂ h) := by
  subst h₁; exact propext ⟨fun f hp => h₂ hp ▸ f hp, fun f hp => (h₂ hp).symm ▸ f hp⟩
theorem forall_congr {α : Sort u} {p q : α → Prop} (h : ∀ a, p a = q a) : (∀ a, p a) = (∀ a, q a) :=
  congrArg (fun r : α → Prop => ∀ a, r a) (funext h)
theorem forall_prop_congr_dom {p₁ p₂ : Prop} (h : p₁ = p₂) (q : p₁ → Prop) : (∀ a : p₁, q a) = (∀ a : p₂, q (h.substr a)) :=
  h ▸ rfl
theorem forall_prop_domain_congr {p₁ p₂ : Prop} {q₁ : p₁ → Prop} {q₂ : p₂ → Prop} (h₁ : p₁ = p₂)
    (h₂ : ∀ a : p₂, q₁ (h₁.substr a) = q₂ a) : (∀ a : p₁, q₁ a) = (∀ a : p₂, q₂ a) := by
  subst h₁; exact forall_congr h₂
theorem forall_congr' {α : Sort u} {p q : α → Prop} (h : ∀ a, p a ↔ q a) : (∀ a, p a) ↔ ∀ a, q a :=
  ⟨fun H a => (h a).mp (H a), fun H a => (h a).mpr (H a)⟩
theorem exists_congr {α : Sort u} {p q : α → Prop} (h : ∀ a, p a ↔ q a) : (∃ a, p a) ↔ ∃ a, q a :=
  ⟨Exists.imp fun a => (h a).mp, Exists.imp fun a => (h a).mpr⟩
theorem exists_prop_congr {p p' : Prop} {q q' : p → Prop} (h : ∀ h, q h ↔ q' h) (hp : p ↔ p') :
    (∃ h, q h) ↔ ∃ h : p', q' (hp.mpr h) :=
  ⟨fun ⟨a, b⟩ => ⟨hp.mp a, (h _).mp b⟩, fun ⟨a, b⟩ => ⟨hp.mpr a, (h _).mpr b⟩⟩
theorem let_congr {α : Sort u} {β : Sort v} {a a' : α} {b b' : α → β} (h₁ : a = a') (h₂ : ∀ x, b x = b' x) :
    (let x := a; b x) = (let x := a'; b' x) :=
  h₁ ▸ h₂ a
theorem let_val_congr {α : Sort u} {β : Sort v} {a a' : α} (b : α → β) (h : a = a') :
    (let x := a; b x) = (let x := a'; b x) :=
  h ▸ rfl
theorem let_body_congr {α : Sort u} {β : α → Sort v} {b b' : (a : α) → β a} (a : α) (h : ∀ x, b x = b' x) :
    (let x := a; b x) = (let x := a; b' x) :=
  h a
theorem and_congr (h₁ : a ↔ c) (h₂ : b ↔ d) : a ∧ b ↔ c ∧ d := ⟨And.imp h₁.mp h₂.mp, And.imp h₁.mpr h₂.mpr⟩
theorem and_congr_left' (h : a ↔ b) : a ∧ c ↔ b ∧ c := and_congr h Iff.rfl
theorem and_congr_right' (h : b ↔ c) : a ∧ b ↔ a ∧ c := and_congr Iff.rfl h
theorem and_congr_right (h : a → (b ↔ c)) : a ∧ b ↔ a ∧ c := ⟨fun x => ⟨x.1, (h x.1).mp x.2⟩, fun x => ⟨x.1, (h x.1).mpr x.2⟩⟩
theorem and_congr_left (h : c → (a ↔ b)) : a ∧ c ↔ b ∧ c := ⟨fun x => ⟨(h x.2).mp x.1, x.2⟩, fun x => ⟨(h x.2).mpr x.1, x.2⟩⟩
theorem or_congr (h₁ : a ↔ c) (h₂ : b ↔ d) : a ∨ b ↔ c ∨ d := ⟨Or.imp h₁.mp h₂.mp, Or.imp h₁.mpr h₂.mpr⟩
theorem or_congr_left (h : a ↔ b) : a ∨ c ↔ b ∨ c := or_congr h Iff.rfl
theorem or_congr_right (h : b ↔ c) : a ∨ b ↔ a ∨ c := or_congr Iff.rfl h
theorem iff_congr (h₁ : a ↔ c) (h₂ : b ↔ d) : (a ↔ b) ↔ (c ↔ d) :=
  ⟨fun h => h₁.symm.trans (h.trans h₂), fun h => h₁.trans (h.trans h₂.symm)⟩
theorem imp_congr (h₁ : a ↔ c) (h₂ : b ↔ d) : (a → b) ↔ (c → d) :=
  ⟨fun f h => h₂.mp (f (h₁.mpr h)), fun f h => h₂.mpr (f (h₁.mp h))⟩
theorem imp_congr_left (h : a ↔ b) : (a → c) ↔ (b → c) := imp_congr h Iff.rfl
theorem imp_congr_right (h : a → (b ↔ c)) : (a → b) ↔ (a → c) := ⟨fun f ha => (h ha).mp (f ha), fun f ha => (h ha).mpr (f ha)⟩

/-! ## Subsingletons -/

class Subsingleton (α : Sort u) : Prop where
  intro ::
  allEq : ∀ (a b : α), a = b

protected theorem Subsingleton.elim {α : Sort u} [h : Subsingleton α] : ∀ (a b : α), a = b := h.allEq

protected theorem Subsingleton.helim {α β : Sort u} [h₁ : Subsingleton α] (h₂ : α = β) (a : α) (b : β) : HEq a b := by
  subst h₂; exact heq_of_eq (Subsingleton.elim a b)

instance instSubsingletonProp (p : Prop) : Subsingleton p := ⟨fun _ _ => rfl⟩
instance instSubsingletonPUnit : Subsingleton PUnit := ⟨fun ⟨⟩ ⟨⟩ => rfl⟩

instance instSubsingletonDecidable (p : Prop) : Subsingleton (Decidable p) :=
  ⟨fun
    | .isTrue _, .isTrue _ => rfl
    | .isFalse _, .isFalse _ => rfl
    | .isTrue h, .isFalse n => absurd h n
    | .isFalse n, .isTrue h => absurd h n⟩

/-! ## Conditionals -/

theorem if_pos {c : Prop} {h : Decidable c} (hc : c) {α : Sort u} {t e : α} : ite c t e = t :=
  match h with
  | isTrue _ => rfl
  | isFalse n => absurd hc n
theorem if_neg {c : Prop} {h : Decidable c} (hnc : ¬c) {α : Sort u} {t e : α} : ite c t e = e :=
  match h with
  | isTrue h => absurd h hnc
  | isFalse _ => rfl
theorem dif_pos {c : Prop} {h : Decidable c} (hc : c) {α : Sort u} {t : c → α} {e : ¬c → α} : dite c t e = t hc :=
  match h with
  | isTrue _ => rfl
  | isFalse n => absurd hc n
theorem dif_neg {c : Prop} {h : Decidable c} (hnc : ¬c) {α : Sort u} {t : c → α} {e : ¬c → α} : dite c t e = e hnc :=
  match h with
  | isTrue h => absurd h hnc
  | isFalse _ => rfl
theorem dif_eq_if (c : Prop) [h : Decidable c] {α : Sort u} (t e : α) : dite c (fun _ => t) (fun _ => e) = ite c t e :=
  match h with
  | isTrue _ => rfl
  | isFalse _ => rfl
theorem ite_eq_left {c : Prop} {h : Decidable c} (hc : c) {α : Sort u} {t e : α} : ite c t e = t := if_pos hc
theorem ite_eq_right {c : Prop} {h : Decidable c} (hnc : ¬c) {α : Sort u} {t e : α} : ite c t e = e := if_neg hnc
theorem dite_eq_left {c : Prop} {h : Decidable c} (hc : c) {α : Sort u} {t : c → α} {e : ¬c → α} : dite c t e = t hc :=
  dif_pos hc
theorem dite_eq_right {c : Prop} {h : Decidable c} (hnc : ¬c) {α : Sort u} {t : c → α} {e : ¬c → α} :
    dite c t e = e hnc :=
  dif_neg hnc

theorem ite_congr {α : Sort u} {b c : Prop} {x y u v : α} {s : Decidable b} [Decidable c] (h₁ : b = c)
    (h₂ : c → x = u) (h₃ : ¬c → y = v) : ite b x y = ite c u v := by
  subst h₁
  cases s with
  | isTrue h => rw [if_pos h, if_pos h]; exact h₂ h
  | isFalse h => rw [if_neg h, if_neg h]; exact h₃ h
theorem dite_congr {α : Sort u} {b c : Prop} {s : Decidable b} [Decidable c] {x : b → α} {u : c → α} {y : ¬b → α}
    {v : ¬c → α} (h₁ : b = c) (h₂ : (h : c) → x (h₁ ▸ h) = u h) (h₃ : (h : ¬c) → y (h₁ ▸ h) = v h) :
    dite b x y = dite c u v := by
  subst h₁
  cases s with
  | isTrue h => rw [dif_pos h, dif_pos h]; exact h₂ h
  | isFalse h => rw [dif_neg h, dif_neg h]; exact h₃ h
theorem ite_cond_congr {α : Sort u} {b c : Prop} {s : Decidable b} [Decidable c] {x y : α} (h : b = c) :
    ite b x y = ite c x y :=
  ite_congr h (fun _ => rfl) (fun _ => rfl)
theorem dite_cond_congr {α : Sort u} {b c : Prop} {s : Decidable b} [Decidable c] {x : b → α} {y : ¬b → α} (h : b = c) :
    dite b x y = dite c (fun h' => x (h ▸ h')) (fun h' => y (h ▸ h')) :=
  dite_congr h (fun _ => rfl) (fun _ => rfl)
theorem ite_cond_eq_true {α : Sort u} {c : Prop} {_ : Decidable c} (a b : α) (h : c = True) :
    (if c then a else b) = a :=
  if_pos (of_eq_true h)
theorem ite_cond_eq_false {α : Sort u} {c : Prop} {_ : Decidable c} (a b : α) (h : c = False) :
    (if c then a else b) = b :=
  if_neg (of_eq_false h)
theorem dite_cond_eq_true {α : Sort u} {c : Prop} {_ : Decidable c} {t : c → α} {e : ¬c → α} (h : c = True) :
    dite c t e = t (of_eq_true h) :=
  dif_pos (of_eq_true h)
theorem dite_cond_eq_false {α : Sort u} {c : Prop} {_ : Decidable c} {t : c → α} {e : ¬c → α} (h : c = False) :
    dite c t e = e (of_eq_false h) :=
  dif_neg (of_eq_false h)
theorem ite_eq_left_of_eq_true {α : Sort u} {c : Prop} {_ : Decidable c} (a b : α) (h : c = True) :
    (if c then a else b) = a :=
  if_pos (of_eq_true h)
theorem ite_eq_right_of_eq_false {α : Sort u} {c : Prop} {_ : Decidable c} (a b : α) (h : c = False) :
    (if c then a else b) = b :=
  if_neg (of_eq_false h)
theorem dite_eq_left_of_eq_true {α : Sort u} {c : Prop} {_ : Decidable c} {t : c → α} {e : ¬c → α} (h : c = True) :
    dite c t e = t (of_eq_true h) :=
  dif_pos (of_eq_true h)
theorem dite_eq_right_of_eq_false {α : Sort u} {c : Prop} {_ : Decidable c} {t : c → α} {e : ¬c → α} (h : c = False) :
    dite c t e = e (of_eq_false h) :=
  dif_neg (of_eq_false h)
theorem apply_dite {α β : Sort u} (f : α → β) (p : Prop) [h : Decidable p] (x : p → α) (y : ¬p → α) :
    f (dite p x y) = dite p (fun h => f (x h)) (fun h => f (y h)) := by
  cases h <;> rfl
theorem apply_ite {α β : Sort u} (f : α → β) (p : Prop) [h : Decidable p] (x y : α) :
    f (ite p x y) = ite p (f x) (f y) := by
  cases h <;> rfl

/-! ## Decidability -/

namespace Decidable

theorem em (p : Prop) [h : Decidable p] : p ∨ ¬p :=
  match (generalizing := false) h with
  | isTrue h => .inl h
  | isFalse n => .inr n
theorem byContradiction {p : Prop} [Decidable p] (h : ¬p → False) : p := (em p).elim id (fun n => (h n).elim)
@[macro_inline] def byCases {q : Sort u} {p : Prop} [dec : Decidable p] (h1 : p → q) (h2 : ¬p → q) : q :=
  match dec with
  | isTrue h => h1 h
  | isFalse n => h2 n
theorem of_not_not {p : Prop} [Decidable p] (h : ¬¬p) : p := byContradiction h
theorem not_not {p : Prop} [Decidable p] : ¬¬p ↔ p := ⟨of_not_not, not_not_intro⟩
theorem not_and_iff_or_not_not {p q : Prop} [Decidable p] [Decidable q] : ¬(p ∧ q) ↔ ¬p ∨ ¬q :=
  ⟨fun h => (em p).elim (fun hp => .inr fun hq => h ⟨hp, hq⟩) .inl, fun h x => h.elim (· x.1) (· x.2)⟩
theorem not_imp_comm {a b : Prop} [Decidable a] [Decidable b] : (¬a → b) ↔ (¬b → a) :=
  ⟨fun f n => byContradiction fun na => n (f na), fun f n => byContradiction fun nb => n (f nb)⟩

end Decidable

@[inline] def decidable_of_iff' (b : Prop) [Decidable b] (h : a ↔ b) : Decidable a :=
  if hb : b then isTrue (h.mpr hb) else isFalse (fun ha => hb (h.mp ha))

@[inline] def decidable_of_iff (a : Prop) (h : a ↔ b) [Decidable a] : Decidable b :=
  if ha : a then isTrue (h.mp ha) else isFalse (fun hb => ha (h.mpr hb))

@[inline] def decidable_of_decidable_of_iff [Decidable p] (h : p ↔ q) : Decidable q := decidable_of_iff p h

@[inline] def decidable_of_decidable_of_eq [Decidable p] (h : p = q) : Decidable q := decidable_of_iff p (iff_of_eq h)

instance instDecidableIte {c t e : Prop} [dC : Decidable c] [dT : Decidable t] [dE : Decidable e] :
    Decidable (if c then t else e) :=
  match dC with
  | isTrue _ => dT
  | isFalse _ => dE

instance Bool.instDecidableForallOfDecidablePred (p : Bool → Prop) [DecidablePred p] : Decidable (∀ b, p b) :=
  if h : p true ∧ p false then isTrue (fun | true => h.1 | false => h.2)
  else isFalse (fun f => h ⟨f true, f false⟩)

instance Bool.instDecidableExistsOfDecidablePred (p : Bool → Prop) [DecidablePred p] : Decidable (∃ b, p b) :=
  if h : p true ∨ p false then isTrue (h.elim (⟨_, ·⟩) (⟨_, ·⟩))
  else isFalse (fun ⟨b, hb⟩ => h (match b, hb with | true, hb => .inl hb | false, hb => .inr hb))

instance exists_prop_decidable {p : Prop} (q : p → Prop) [Decidable p] [s : ∀ h, Decidable (q h)] : Decidable (∃ h, q h) :=
  if hp : p then decidable_of_iff (q hp) ⟨fun h => ⟨hp, h⟩, fun ⟨_, h⟩ => h⟩
  else isFalse (fun ⟨h, _⟩ => hp h)

instance forall_prop_decidable {p : Prop} (q : p → Prop) [Decidable p] [s : ∀ h, Decidable (q h)] : Decidable (∀ h, q h) :=
  if hp : p then decidable_of_iff (q hp) ⟨fun h _ => h, fun f => f hp⟩
  else isTrue (fun h => absurd h hp)
