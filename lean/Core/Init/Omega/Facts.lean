/- # Core: how `omega` reads hypotheses

Every hypothesis becomes facts about integers, by theorems that the tactic knows by name: casts are pushed inward, negations and
connectives taken apart, natural numbers, finite numbers and divisions turned into what is known of them. Official names and
statements, of `Init.Omega.Int`, `Init.Omega.Logic` and the lemmas of `Nat`, `Int` and `Fin` that go with them.
-/
prelude

import Init.Omega.Linear

set_option linter.all false
universe u v

/-! ## Logic -/

theorem le_of_le_of_eq {α : Type u} [LE α] {a b c : α} (h : a ≤ b) (h' : b = c) : a ≤ c := h' ▸ h
theorem le_of_eq_of_le {α : Type u} [LE α] {a b c : α} (h : a = b) (h' : b ≤ c) : a ≤ c := h ▸ h'
theorem lt_of_lt_of_eq {α : Type u} [LT α] {a b c : α} (h : a < b) (h' : b = c) : a < c := h' ▸ h
theorem lt_of_eq_of_lt {α : Type u} [LT α] {a b c : α} (h : a = b) (h' : b < c) : a < c := h ▸ h'

theorem Decidable.not_or_of_imp {a b : Prop} [Decidable a] (h : a → b) : ¬a ∨ b :=
  if ha : a then .inr (h ha) else .inl ha

namespace Lean.Omega

variable {p q : Prop}

theorem and_not_not_of_not_or (h : ¬(p ∨ q)) : ¬p ∧ ¬q := not_or.mp h
theorem Decidable.or_not_not_of_not_and [Decidable p] [Decidable q] (h : ¬(p ∧ q)) : ¬p ∨ ¬q :=
  _root_.Decidable.not_and_iff_or_not_not.mp h
theorem Decidable.and_or_not_and_not_of_iff {p q : Prop} [Decidable q] (h : p ↔ q) : (p ∧ q) ∨ (¬p ∧ ¬q) :=
  if hq : q then .inl ⟨h.mpr hq, hq⟩ else .inr ⟨fun hp => hq (h.mp hp), hq⟩
theorem Decidable.not_iff_iff_and_not_or_not_and {a b : Prop} [Decidable a] [Decidable b] : (¬(a ↔ b)) ↔ (a ∧ ¬b) ∨ ((¬a) ∧ b) := by
  by_cases ha : a <;> by_cases hb : b <;> simp [ha, hb]
theorem Decidable.and_not_or_not_and_of_not_iff {a b : Prop} [Decidable a] [Decidable b] (h : ¬(a ↔ b)) : a ∧ ¬b ∨ ¬a ∧ b :=
  Decidable.not_iff_iff_and_not_or_not_and.mp h
theorem Decidable.and_not_of_not_imp {a b : Prop} [Decidable a] (h : ¬(a → b)) : a ∧ ¬b := _root_.Decidable.not_imp_iff_and_not.mp h
theorem ite_disjunction {α : Type u} {P : Prop} [Decidable P] {a b : α} :
    (P ∧ (if P then a else b) = a) ∨ (¬P ∧ (if P then a else b) = b) :=
  if h : P then .inl ⟨h, if_pos h⟩ else .inr ⟨h, if_neg h⟩

end Lean.Omega

theorem Prod.lex_def {α : Type u} {β : Type v} {r : α → α → Prop} {s : β → β → Prop} {p q : α × β} :
    Prod.Lex r s p q ↔ r p.1 q.1 ∨ p.1 = q.1 ∧ s p.2 q.2 := by
  constructor
  · intro h
    cases h with
    | left _ _ h => exact .inl h
    | right _ h => exact .inr ⟨rfl, h⟩
  · obtain ⟨a, b⟩ := p
    obtain ⟨c, d⟩ := q
    rintro (h | ⟨e, h⟩)
    · exact .left _ _ h
    · have e : a = c := e
      exact e ▸ .right _ h

/-! ## Natural and finite numbers -/

theorem Nat.emod_pos_of_not_dvd {a b : Nat} (h : ¬a ∣ b) : 0 < b % a := Nat.pos_of_ne_zero fun e => h (dvd_of_mod_eq_zero e)
theorem Nat.div_div_eq_div_mul (m n k : Nat) : m / n / k = m / (n * k) := by
  rcases Nat.eq_zero_or_pos n with rfl | hn
  · rw [Nat.zero_mul, Nat.div_zero, Nat.zero_div]
  · rcases Nat.eq_zero_or_pos k with rfl | hk
    · rw [Nat.mul_zero, Nat.div_zero, Nat.div_zero]
    · have same : ∀ x, x ≤ m / n / k ↔ x ≤ m / (n * k) := fun x => by
        rw [Nat.le_div_iff_mul_le hk, Nat.le_div_iff_mul_le hn, Nat.le_div_iff_mul_le (Nat.mul_pos hn hk), Nat.mul_comm n, Nat.mul_assoc]
      exact Nat.le_antisymm ((same _).mp (Nat.le_refl _)) ((same _).mpr (Nat.le_refl _))
theorem Nat.shiftRight_eq_div_pow (m : Nat) : ∀ n : Nat, m >>> n = m / 2 ^ n
  | 0 => (Nat.div_one m).symm
  | n + 1 => by rw [shiftRight_succ, shiftRight_eq_div_pow m n, Nat.div_div_eq_div_mul, Nat.pow_succ]

namespace Fin

variable {n : Nat} {i j : Fin n}

theorem val_congr (h : i = j) : (i : Nat) = (j : Nat) := congrArg Fin.val h
theorem val_le_of_le (h : i ≤ j) : (i : Nat) ≤ (j : Nat) := h
theorem val_le_of_ge (h : i ≥ j) : (j : Nat) ≤ (i : Nat) := h
theorem val_add_one_le_of_lt (h : i < j) : (i : Nat) + 1 ≤ (j : Nat) := h
theorem val_add_one_le_of_gt (h : i > j) : (j : Nat) + 1 ≤ (i : Nat) := h

end Fin

namespace Lean.Omega

namespace Int

variable {a b c d x y : Int}

theorem ofNat_pow (a b : Nat) : ((a ^ b : Nat) : Int) = (a : Int) ^ b := Int.natCast_pow a b
theorem pos_pow_of_pos (a : Int) (b : Nat) (h : 0 < a) : 0 < a ^ b := by
  induction b with
  | zero => exact Int.zero_lt_one
  | succ b ih => exact Int.mul_pos ih h
theorem ofNat_pos {a : Nat} : 0 < (a : Int) ↔ 0 < a := Int.natCast_pos
theorem ofNat_pos_of_pos {a : Nat} (h : 0 < a) : 0 < (a : Int) := Int.natCast_pos.mpr h
theorem natCast_ofNat {x : Nat} : @Nat.cast Int instNatCastInt (no_index (OfNat.ofNat x)) = OfNat.ofNat x := rfl
theorem ofNat_lt_of_lt {x y : Nat} (h : x < y) : (x : Int) < (y : Int) := Int.ofNat_lt.mpr h
theorem ofNat_le_of_le {x y : Nat} (h : x ≤ y) : (x : Int) ≤ (y : Int) := Int.ofNat_le.mpr h
theorem ofNat_shiftLeft_eq {x y : Nat} : ((x <<< y : Nat) : Int) = (x : Int) * (2 ^ y : Nat) := by rw [Nat.shiftLeft_eq, Int.natCast_mul]
theorem ofNat_shiftRight_eq_div_pow {x y : Nat} : ((x >>> y : Nat) : Int) = (x : Int) / (2 ^ y : Nat) := by
  rw [Nat.shiftRight_eq_div_pow, Int.natCast_ediv]
theorem emod_ofNat_nonneg {x : Nat} {y : Int} : 0 ≤ (x : Int) % y := Int.natCast_nonneg _

theorem lt_of_not_ge (h : ¬x ≤ y) : y < x := Int.not_le.mp h
theorem lt_of_not_le (h : ¬x ≤ y) : y < x := Int.not_le.mp h
theorem not_le_of_lt (h : y < x) : ¬x ≤ y := Int.not_le.mpr h
theorem lt_le_asymm (h₁ : y < x) (h₂ : x ≤ y) : False := Int.not_le.mpr h₁ h₂
theorem le_lt_asymm (h₁ : y ≤ x) (h₂ : x < y) : False := Int.not_lt.mpr h₁ h₂
theorem le_of_not_gt (h : ¬y > x) : y ≤ x := Int.not_lt.mp h
theorem not_lt_of_ge (h : y ≥ x) : ¬y < x := Int.not_lt.mpr h
theorem le_of_not_lt (h : ¬x < y) : y ≤ x := Int.not_lt.mp h
theorem not_lt_of_le (h : y ≤ x) : ¬x < y := Int.not_lt.mpr h
theorem lt_of_gt (h : x > y) : y < x := h
theorem le_of_ge (h : x ≥ y) : y ≤ x := h

theorem add_congr (h₁ : a = b) (h₂ : c = d) : a + c = b + d := h₁ ▸ h₂ ▸ rfl
theorem sub_congr (h₁ : a = b) (h₂ : c = d) : a - c = b - d := h₁ ▸ h₂ ▸ rfl
theorem mul_congr (h₁ : a = b) (h₂ : c = d) : a * c = b * d := h₁ ▸ h₂ ▸ rfl
theorem mul_congr_left (h₁ : a = b) (c : Int) : a * c = b * c := h₁ ▸ rfl
theorem neg_congr (h₁ : a = b) : -a = -b := h₁ ▸ rfl

theorem ofNat_mul_nonneg {a b : Nat} : 0 ≤ (a : Int) * b := Int.mul_nonneg (Int.natCast_nonneg a) (Int.natCast_nonneg b)
theorem ofNat_sub_eq_zero {b a : Nat} (h : ¬b ≤ a) : ((a - b : Nat) : Int) = 0 :=
  Int.natCast_eq_zero.mpr (Nat.sub_eq_zero_of_le (Nat.le_of_lt (Nat.lt_of_not_le h)))
theorem ofNat_sub_dichotomy {a b : Nat} : b ≤ a ∧ ((a - b : Nat) : Int) = a - b ∨ a < b ∧ ((a - b : Nat) : Int) = 0 :=
  (Decidable.em (b ≤ a)).imp (fun h => ⟨h, Int.natCast_sub h⟩) fun h => ⟨Nat.lt_of_not_le h, ofNat_sub_eq_zero h⟩
theorem ofNat_congr {a b : Nat} (h : a = b) : (a : Int) = (b : Int) := congrArg _ h
theorem ofNat_sub_sub {a b c : Nat} : ((a - b - c : Nat) : Int) = ((a - (b + c) : Nat) : Int) := congrArg _ (Nat.sub_sub ..)
theorem ofNat_min (a b : Nat) : ((min a b : Nat) : Int) = min (a : Int) (b : Int) := by
  simp only [Nat.min_def, Int.min_def, Int.ofNat_le]; split <;> rfl
theorem ofNat_max (a b : Nat) : ((max a b : Nat) : Int) = max (a : Int) (b : Int) := by
  simp only [Nat.max_def, Int.max_def, Int.ofNat_le]; split <;> rfl
theorem ofNat_natAbs (a : Int) : (a.natAbs : Int) = if 0 ≤ a then a else -a := by
  split
  · exact Int.natAbs_of_nonneg ‹_›
  · exact Int.ofNat_natAbs_of_nonpos (Int.le_of_not_le ‹_›)
theorem natAbs_dichotomy {a : Int} : 0 ≤ a ∧ (a.natAbs : Int) = a ∨ a < 0 ∧ (a.natAbs : Int) = -a :=
  (Decidable.em (0 ≤ a)).imp (fun h => ⟨h, Int.natAbs_of_nonneg h⟩)
    fun h => ⟨Int.not_le.mp h, Int.ofNat_natAbs_of_nonpos (Int.le_of_not_le h)⟩
theorem neg_le_natAbs {a : Int} : -a ≤ a.natAbs := by have := Int.le_natAbs (a := -a); rwa [Int.natAbs_neg] at this
theorem ofNat_fst_mk {β : Type v} {x : Nat} {y : β} : ((Prod.mk x y).fst : Int) = (x : Int) := rfl
theorem ofNat_snd_mk {α : Type u} {x : α} {y : Nat} : ((Prod.mk x y).snd : Int) = (y : Int) := rfl

end Int

namespace Nat

theorem lt_of_gt {x y : Nat} (h : x > y) : y < x := h
theorem le_of_ge {x y : Nat} (h : x ≥ y) : y ≤ x := h

end Nat

namespace Fin

variable {n : Nat} {i j x y : Fin n}

theorem not_le : ¬i ≤ j ↔ j < i := _root_.Nat.not_le
theorem not_lt : ¬i < j ↔ j ≤ i := _root_.Nat.not_lt
theorem ne_iff_lt_or_gt : i ≠ j ↔ i < j ∨ i > j :=
  ⟨fun h => _root_.Nat.lt_or_gt_of_ne fun e => h (_root_.Fin.ext e),
   fun h e => h.elim (fun h => _root_.Nat.lt_irrefl _ (e ▸ h)) (fun h => _root_.Nat.lt_irrefl _ (e ▸ h))⟩
protected theorem lt_or_gt_of_ne (h : i ≠ j) : i < j ∨ i > j := ne_iff_lt_or_gt.mp h
protected theorem lt_of_not_le (h : ¬i ≤ j) : j < i := not_le.mp h
protected theorem le_of_not_lt (h : ¬i < j) : j ≤ i := not_lt.mp h
theorem ofNat_val_add : (((x + y : Fin n) : Nat) : Int) = ((x : Nat) + (y : Nat) : Int) % n := rfl
theorem ofNat_val_sub : (((x - y : Fin n) : Nat) : Int) = (((n - y : Nat) : Int) + (x : Nat) : Int) % n := rfl
theorem ofNat_val_mul : (((x * y : Fin n) : Nat) : Int) = ((x : Nat) * (y : Nat) : Int) % n := rfl
theorem ofNat_val_natCast {n x y : Nat} (h : y = x % (n + 1)) :
    @Nat.cast Int instNatCastInt (@Fin.val (n + 1) (OfNat.ofNat x)) = OfNat.ofNat y := by rw [h]; rfl

end Fin

namespace Prod

variable {α : Type u} {β : Type v} {r : α → α → Prop} {s : β → β → Prop} {p q : α × β}

theorem of_lex (w : Prod.Lex r s p q) : r p.fst q.fst ∨ p.fst = q.fst ∧ s p.snd q.snd := _root_.Prod.lex_def.mp w
theorem of_not_lex [DecidableEq α] (w : ¬Prod.Lex r s p q) : ¬r p.fst q.fst ∧ (p.fst ≠ q.fst ∨ ¬s p.snd q.snd) := by
  rw [_root_.Prod.lex_def, not_or] at w
  exact ⟨w.1, if e : p.fst = q.fst then .inr fun h => w.2 ⟨e, h⟩ else .inl e⟩
theorem fst_mk {x : α} {y : β} : (Prod.mk x y).fst = x := rfl
theorem snd_mk {x : α} {y : β} : (Prod.mk x y).snd = y := rfl

end Prod
end Lean.Omega
