/- # Core: arithmetic and order of natural numbers

Official names of `Init.Data.Nat.Basic`. Proofs are by induction on the textbook definitions.
-/
prelude

import Init.WellFounded

set_option linter.all false
universe u

@[elab_as_elim, induction_eliminator] protected noncomputable def Nat.recAux {motive : Nat → Sort u} (zero : motive 0)
    (succ : ∀ n, motive n → motive (n + 1)) (t : Nat) : motive t :=
  Nat.rec zero succ t

@[elab_as_elim, cases_eliminator] protected noncomputable def Nat.casesAuxOn {motive : Nat → Sort u} (t : Nat)
    (zero : motive 0) (succ : ∀ n, motive (n + 1)) : motive t :=
  Nat.casesOn t zero succ

instance : LawfulBEq Nat := inferInstance

instance : @Trans Nat Nat Nat LE.le LE.le LE.le where trans := Nat.le_trans
instance : @Trans Nat Nat Nat LT.lt LT.lt LT.lt where trans := Nat.lt_trans
instance : @Trans Nat Nat Nat LT.lt LE.le LT.lt where trans := Nat.lt_of_lt_of_le
instance : @Trans Nat Nat Nat LE.le LT.lt LT.lt where trans := Nat.lt_of_le_of_lt

instance : Max Nat := ⟨fun a b => if a ≤ b then b else a⟩
instance : Min Nat := ⟨fun a b => if a ≤ b then a else b⟩

namespace Nat

/-! ## Constructors -/

theorem succ_ne_zero (n : Nat) : succ n ≠ 0 := fun h => nomatch h
theorem add_one_ne_zero (n : Nat) : n + 1 ≠ 0 := fun h => nomatch h
theorem zero_ne_add_one (n : Nat) : 0 ≠ n + 1 := fun h => nomatch h
theorem succ_inj {a b : Nat} : succ a = succ b ↔ a = b := ⟨Nat.succ.inj, congrArg _⟩
theorem succ_inj' {a b : Nat} : succ a = succ b ↔ a = b := succ_inj
theorem add_one_inj {a b : Nat} : a + 1 = b + 1 ↔ a = b := succ_inj
@[simp] theorem zero_eq : Nat.zero = 0 := rfl
theorem succ_eq_add_one (n : Nat) : succ n = n + 1 := rfl
@[simp] private theorem add_one_ne_zero' (n : Nat) : ¬(n + 1 = 0) := fun h => nomatch h
@[simp] private theorem zero_ne_add_one' (n : Nat) : ¬(0 = n + 1) := fun h => nomatch h
@[simp] theorem pred_zero : pred 0 = 0 := rfl
@[simp] theorem pred_succ (n : Nat) : pred (succ n) = n := rfl
theorem pred_eq_sub_one (n : Nat) : pred n = n - 1 := rfl
theorem eq_zero_or_pos : ∀ n : Nat, n = 0 ∨ 0 < n
  | 0 => .inl rfl
  | n + 1 => .inr (zero_lt_succ n)
protected theorem eq_zero_or_eq_succ_pred : ∀ n : Nat, n = 0 ∨ n = succ (pred n)
  | 0 => .inl rfl
  | _ + 1 => .inr rfl
theorem exists_eq_succ_of_ne_zero : ∀ {n : Nat}, n ≠ 0 → ∃ k, n = succ k
  | 0, h => absurd rfl h
  | n + 1, _ => ⟨n, rfl⟩
theorem exists_eq_add_one_of_ne_zero : ∀ {n : Nat}, n ≠ 0 → ∃ k, n = k + 1 := exists_eq_succ_of_ne_zero
theorem succ_pred {a : Nat} (h : a ≠ 0) : succ (pred a) = a := by cases a with | zero => exact absurd rfl h | succ => rfl

/-! ## Addition -/

@[simp] protected theorem add_zero (n : Nat) : n + 0 = n := rfl
@[simp] protected theorem zero_add : ∀ n : Nat, 0 + n = n
  | 0 => rfl
  | n + 1 => congrArg succ (Nat.zero_add n)
theorem add_succ (n m : Nat) : n + succ m = succ (n + m) := rfl
theorem add_one (n : Nat) : n + 1 = succ n := rfl
theorem succ_add : ∀ n m : Nat, succ n + m = succ (n + m)
  | _, 0 => rfl
  | n, m + 1 => congrArg succ (succ_add n m)
theorem one_add (n : Nat) : 1 + n = succ n := (succ_add 0 n).trans (congrArg succ (Nat.zero_add n))
protected theorem add_comm : ∀ n m : Nat, n + m = m + n
  | n, 0 => (Nat.zero_add n).symm
  | n, m + 1 => (congrArg succ (Nat.add_comm n m)).trans (succ_add m n).symm
protected theorem add_assoc : ∀ n m k : Nat, n + m + k = n + (m + k)
  | _, _, 0 => rfl
  | n, m, k + 1 => congrArg succ (Nat.add_assoc n m k)
protected theorem add_left_comm (n m k : Nat) : n + (m + k) = m + (n + k) := by
  rw [← Nat.add_assoc, Nat.add_comm n m, Nat.add_assoc]
protected theorem add_right_comm (n m k : Nat) : n + m + k = n + k + m := by
  rw [Nat.add_assoc, Nat.add_comm m k, ← Nat.add_assoc]
protected theorem add_add_add_comm (a b c d : Nat) : a + b + (c + d) = a + c + (b + d) := by
  rw [Nat.add_assoc, Nat.add_assoc, Nat.add_left_comm b]
protected theorem add_left_cancel {n m k : Nat} (h : n + m = n + k) : m = k := by
  induction n with
  | zero => rw [Nat.zero_add, Nat.zero_add] at h; exact h
  | succ n ih => rw [show n + 1 = succ n from rfl, succ_add, succ_add] at h; exact ih (Nat.succ.inj h)
protected theorem add_right_cancel {n m k : Nat} (h : n + m = k + m) : n = k := by
  rw [Nat.add_comm n, Nat.add_comm k] at h; exact Nat.add_left_cancel h
@[simp] protected theorem add_left_cancel_iff {n m k : Nat} : n + m = n + k ↔ m = k := ⟨Nat.add_left_cancel, fun h => h ▸ rfl⟩
@[simp] protected theorem add_right_cancel_iff {n m k : Nat} : m + n = k + n ↔ m = k := ⟨Nat.add_right_cancel, fun h => h ▸ rfl⟩
protected theorem eq_zero_of_add_eq_zero : ∀ {n m : Nat}, n + m = 0 → n = 0 ∧ m = 0
  | 0, 0, _ => ⟨rfl, rfl⟩
  | _ + 1, 0, h => nomatch h
@[simp] protected theorem add_eq_zero_iff {n m : Nat} : n + m = 0 ↔ n = 0 ∧ m = 0 :=
  ⟨Nat.eq_zero_of_add_eq_zero, fun ⟨h, h'⟩ => by rw [h, h']⟩
@[simp] protected theorem add_left_eq_self {a b : Nat} : a + b = b ↔ a = 0 :=
  ⟨fun h => Nat.add_right_cancel (h.trans (Nat.zero_add b).symm), fun h => by rw [h, Nat.zero_add]⟩
@[simp] protected theorem add_right_eq_self {a b : Nat} : a + b = a ↔ b = 0 :=
  ⟨fun h => Nat.add_left_cancel (h.trans (Nat.add_zero a).symm), fun h => by rw [h, Nat.add_zero]⟩

/-! ## Multiplication and powers -/

@[simp] protected theorem mul_zero (n : Nat) : n * 0 = 0 := rfl
theorem mul_succ (n m : Nat) : n * succ m = n * m + n := rfl
theorem mul_add_one (n m : Nat) : n * (m + 1) = n * m + n := rfl
@[simp] protected theorem zero_mul : ∀ n : Nat, 0 * n = 0
  | 0 => rfl
  | n + 1 => Nat.zero_mul n
theorem succ_mul (n m : Nat) : succ n * m = n * m + m := by
  induction m with
  | zero => rfl
  | succ m ih =>
    show succ n * m + (n + 1) = n * m + n + (m + 1)
    rw [ih]; exact congrArg succ (Nat.add_right_comm ..)
theorem add_one_mul (n m : Nat) : (n + 1) * m = n * m + m := succ_mul n m
protected theorem mul_comm : ∀ n m : Nat, n * m = m * n
  | n, 0 => (Nat.zero_mul n).symm
  | n, m + 1 => (congrArg (· + n) (Nat.mul_comm n m)).trans (succ_mul m n).symm
@[simp] protected theorem mul_one (n : Nat) : n * 1 = n := Nat.zero_add n
@[simp] protected theorem one_mul (n : Nat) : 1 * n = n := (Nat.mul_comm 1 n).trans (Nat.mul_one n)
protected theorem left_distrib (n m k : Nat) : n * (m + k) = n * m + n * k := by
  induction k with
  | zero => rfl
  | succ k ih => rw [← Nat.add_assoc, mul_add_one, mul_add_one, ih, Nat.add_assoc]
protected theorem mul_add (n m k : Nat) : n * (m + k) = n * m + n * k := Nat.left_distrib n m k
protected theorem right_distrib (n m k : Nat) : (n + m) * k = n * k + m * k := by
  rw [Nat.mul_comm, Nat.left_distrib, Nat.mul_comm k, Nat.mul_comm k]
protected theorem add_mul (n m k : Nat) : (n + m) * k = n * k + m * k := Nat.right_distrib n m k
protected theorem mul_assoc (n m k : Nat) : n * m * k = n * (m * k) := by
  induction k with
  | zero => rfl
  | succ k ih => rw [mul_add_one, ih, mul_add_one, Nat.left_distrib]
protected theorem mul_left_comm (n m k : Nat) : n * (m * k) = m * (n * k) := by
  rw [← Nat.mul_assoc, Nat.mul_comm n m, Nat.mul_assoc]
protected theorem mul_right_comm (n m k : Nat) : n * m * k = n * k * m := by rw [Nat.mul_assoc, Nat.mul_comm m k, ← Nat.mul_assoc]
protected theorem two_mul (n : Nat) : 2 * n = n + n := by rw [show (2 : Nat) = 1 + 1 from rfl, Nat.add_mul, Nat.one_mul]
protected theorem mul_two (n : Nat) : n * 2 = n + n := by rw [Nat.mul_comm, Nat.two_mul]
@[simp] theorem pow_zero (b : Nat) : b ^ 0 = 1 := rfl
theorem pow_succ {b n : Nat} : b ^ (n + 1) = b ^ n * b := rfl
theorem pow_add_one {b n : Nat} : b ^ (n + 1) = b ^ n * b := rfl
theorem pow_add (b m n : Nat) : b ^ (m + n) = b ^ m * b ^ n := by
  induction n with
  | zero => exact (Nat.mul_one _).symm
  | succ n ih => rw [← Nat.add_assoc, pow_succ, ih, pow_succ, Nat.mul_assoc]

/-! ## Order -/

theorem le.dest : ∀ {n m : Nat}, n ≤ m → ∃ k, n + k = m
  | n, _, .refl => ⟨0, rfl⟩
  | n, _, .step h => let ⟨k, e⟩ := le.dest h; ⟨k + 1, congrArg succ e⟩
theorem le_of_eq {n m : Nat} (h : n = m) : n ≤ m := h ▸ Nat.le_refl n
protected theorem le_of_lt {n m : Nat} (h : n < m) : n ≤ m := le_of_succ_le h
theorem le_succ_of_le {n m : Nat} (h : n ≤ m) : n ≤ succ m := .step h
theorem le_add_right : ∀ n k : Nat, n ≤ n + k
  | _, 0 => .refl
  | n, k + 1 => .step (le_add_right n k)
theorem le_add_left (n m : Nat) : n ≤ m + n := Nat.add_comm n m ▸ le_add_right n m
theorem le_of_add_right_le {n m k : Nat} (h : n + k ≤ m) : n ≤ m := Nat.le_trans (le_add_right n k) h
theorem le_of_add_left_le {n m k : Nat} (h : k + n ≤ m) : n ≤ m := Nat.le_trans (le_add_left n k) h
theorem le_add_right_of_le {n m k : Nat} (h : n ≤ m) : n ≤ m + k := Nat.le_trans h (le_add_right m k)
theorem le_add_left_of_le {n m k : Nat} (h : n ≤ m) : n ≤ k + m := Nat.le_trans h (le_add_left m k)
theorem lt_succ_self (n : Nat) : n < succ n := .refl
@[simp] protected theorem lt_add_one (n : Nat) : n < n + 1 := .refl
theorem lt_succ_of_le {n m : Nat} (h : n ≤ m) : n < succ m := succ_le_succ h
theorem lt_succ_iff {m n : Nat} : m < succ n ↔ m ≤ n := ⟨le_of_lt_succ, lt_succ_of_le⟩
theorem lt_add_one_iff {m n : Nat} : m < n + 1 ↔ m ≤ n := lt_succ_iff
theorem lt_add_one_of_le {m n : Nat} (h : m ≤ n) : m < n + 1 := succ_le_succ h
theorem le_of_lt_add_one {m n : Nat} (h : m < n + 1) : m ≤ n := le_of_succ_le_succ h
theorem succ_le {n m : Nat} : succ n ≤ m ↔ n < m := Iff.rfl
theorem add_one_le_iff {n m : Nat} : n + 1 ≤ m ↔ n < m := Iff.rfl
theorem succ_le_succ_iff {a b : Nat} : succ a ≤ succ b ↔ a ≤ b := ⟨le_of_succ_le_succ, succ_le_succ⟩
@[simp] protected theorem add_one_le_add_one_iff {a b : Nat} : a + 1 ≤ b + 1 ↔ a ≤ b := succ_le_succ_iff
@[simp] protected theorem add_one_lt_add_one_iff {a b : Nat} : a + 1 < b + 1 ↔ a < b := succ_le_succ_iff
theorem succ_lt_succ {n m : Nat} : n < m → succ n < succ m := succ_le_succ
theorem succ_lt_succ_iff {a b : Nat} : succ a < succ b ↔ a < b := succ_le_succ_iff
theorem lt_of_succ_lt_succ {n m : Nat} : succ n < succ m → n < m := le_of_succ_le_succ
theorem lt_of_succ_lt {n m : Nat} (h : succ n < m) : n < m := le_of_succ_le h
theorem lt_succ_of_lt {a b : Nat} (h : a < b) : a < succ b := .step h
theorem not_succ_le_self (n : Nat) : ¬succ n ≤ n := Nat.lt_irrefl n
theorem not_add_one_le_self (n : Nat) : ¬n + 1 ≤ n := Nat.lt_irrefl n
theorem le_zero_eq (a : Nat) : (a ≤ 0) = (a = 0) := propext ⟨fun h => match a, h with | 0, _ => rfl, fun h => le_of_eq h⟩
@[simp] protected theorem le_zero {i : Nat} : i ≤ 0 ↔ i = 0 := iff_of_eq (le_zero_eq i)
protected theorem eq_zero_of_le_zero {n : Nat} (h : n ≤ 0) : n = 0 := Nat.le_zero.mp h
@[simp] private theorem not_lt_zero' (n : Nat) : ¬n < 0 := not_lt_zero n
attribute [simp] Nat.zero_le Nat.lt_irrefl
@[simp] private theorem zero_lt_succ' (n : Nat) : 0 < n + 1 := zero_lt_succ n
protected theorem pos_of_ne_zero {n : Nat} (h : n ≠ 0) : 0 < n := (eq_zero_or_pos n).resolve_left h
theorem ne_of_gt {a b : Nat} (h : b < a) : a ≠ b := fun e => Nat.lt_irrefl a (e ▸ h)
theorem ne_of_lt {a b : Nat} (h : a < b) : a ≠ b := fun e => Nat.lt_irrefl b (e ▸ h)
theorem ne_of_lt' {a b : Nat} (h : a < b) : b ≠ a := ne_of_gt h
theorem ne_zero_of_lt {a b : Nat} (h : b < a) : a ≠ 0 := fun e => not_lt_zero b (e ▸ h)
theorem pos_iff_ne_zero {n : Nat} : 0 < n ↔ n ≠ 0 := ⟨ne_zero_of_lt, Nat.pos_of_ne_zero⟩
protected theorem pos_of_lt {a b : Nat} (h : a < b) : 0 < b := Nat.lt_of_le_of_lt (zero_le a) h

protected theorem lt_or_ge (a b : Nat) : a < b ∨ a ≥ b := by
  induction b with
  | zero => exact .inr (zero_le a)
  | succ b ih =>
    cases ih with
    | inl h => exact .inl (.step h)
    | inr h => cases h with
      | refl => exact .inl .refl
      | step h => exact .inr (succ_le_succ h)
protected theorem lt_or_le (a b : Nat) : a < b ∨ b ≤ a := Nat.lt_or_ge a b
protected theorem le_or_lt (a b : Nat) : a ≤ b ∨ b < a := (Nat.lt_or_ge b a).symm
protected theorem le_total (a b : Nat) : a ≤ b ∨ b ≤ a := (Nat.lt_or_ge a b).imp_left Nat.le_of_lt
protected theorem le_antisymm {n m : Nat} (h₁ : n ≤ m) (h₂ : m ≤ n) : n = m := by
  cases h₁ with
  | refl => rfl
  | step h => exact absurd (Nat.lt_of_le_of_lt h₂ (succ_le_succ h)) (Nat.lt_irrefl _)
protected theorem le_antisymm_iff {a b : Nat} : a = b ↔ a ≤ b ∧ b ≤ a := ⟨fun h => ⟨le_of_eq h, le_of_eq h.symm⟩, fun h => Nat.le_antisymm h.1 h.2⟩
protected theorem lt_of_le_of_ne {n m : Nat} (h : n ≤ m) (ne : n ≠ m) : n < m := by
  cases h with
  | refl => exact absurd rfl ne
  | step h => exact succ_le_succ h
protected theorem lt_iff_le_and_ne {m n : Nat} : m < n ↔ m ≤ n ∧ m ≠ n :=
  ⟨fun h => ⟨Nat.le_of_lt h, ne_of_lt h⟩, fun h => Nat.lt_of_le_of_ne h.1 h.2⟩
protected theorem lt_or_gt_of_ne {a b : Nat} (ne : a ≠ b) : a < b ∨ a > b :=
  (Nat.lt_or_ge a b).imp_right fun h => Nat.lt_of_le_of_ne h ne.symm
protected theorem lt_trichotomy (a b : Nat) : a < b ∨ a = b ∨ b < a :=
  if h : a = b then .inr (.inl h) else (Nat.lt_or_gt_of_ne h).imp_right .inr
protected theorem eq_or_lt_of_le {n m : Nat} (h : n ≤ m) : n = m ∨ n < m :=
  if e : n = m then .inl e else .inr (Nat.lt_of_le_of_ne h e)
protected theorem lt_or_eq_of_le {n m : Nat} (h : n ≤ m) : n < m ∨ n = m := (Nat.eq_or_lt_of_le h).symm
protected theorem le_iff_lt_or_eq {n m : Nat} : n ≤ m ↔ n < m ∨ n = m := ⟨Nat.lt_or_eq_of_le, fun h => h.elim Nat.le_of_lt le_of_eq⟩
theorem lt_succ_iff_lt_or_eq {m n : Nat} : m < succ n ↔ m < n ∨ m = n := lt_succ_iff.trans Nat.le_iff_lt_or_eq
protected theorem not_le_of_gt {n m : Nat} (h : n > m) : ¬n ≤ m := fun h' => Nat.lt_irrefl n (Nat.lt_of_le_of_lt h' h)
protected theorem not_le_of_lt {n m : Nat} (h : m < n) : ¬n ≤ m := Nat.not_le_of_gt h
protected theorem not_lt_of_ge {n m : Nat} (h : n ≥ m) : ¬n < m := fun h' => Nat.not_le_of_gt h' h
protected theorem not_lt_of_le {n m : Nat} (h : m ≤ n) : ¬n < m := Nat.not_lt_of_ge h
protected theorem lt_asymm {a b : Nat} (h : a < b) : ¬b < a := Nat.not_lt_of_le (Nat.le_of_lt h)
protected theorem lt_of_not_le {a b : Nat} (h : ¬a ≤ b) : b < a := (Nat.lt_or_ge b a).resolve_right h
protected theorem lt_of_not_ge {a b : Nat} (h : ¬b ≥ a) : b < a := (Nat.lt_or_ge b a).resolve_right h
protected theorem le_of_not_lt {a b : Nat} (h : ¬a < b) : b ≤ a := (Nat.lt_or_ge a b).resolve_left h
protected theorem le_of_not_gt {a b : Nat} (h : ¬b > a) : b ≤ a := (Nat.lt_or_ge a b).resolve_left h
protected theorem gt_of_not_le {n m : Nat} (h : ¬n ≤ m) : n > m := Nat.lt_of_not_le h
protected theorem ge_of_not_lt {n m : Nat} (h : ¬n < m) : n ≥ m := Nat.le_of_not_lt h
protected theorem le_of_not_le {a b : Nat} (h : ¬b ≤ a) : a ≤ b := Nat.le_of_lt (Nat.lt_of_not_le h)
@[simp] protected theorem not_le {n m : Nat} : ¬n ≤ m ↔ m < n := ⟨Nat.lt_of_not_le, Nat.not_le_of_lt⟩
@[simp] protected theorem not_lt {n m : Nat} : ¬n < m ↔ m ≤ n := ⟨Nat.le_of_not_lt, Nat.not_lt_of_le⟩
@[simp] theorem not_ge_eq (a b : Nat) : (¬a ≥ b) = (a + 1 ≤ b) := propext Nat.not_le
@[simp] theorem not_gt_eq (a b : Nat) : (¬a > b) = (a ≤ b) := propext Nat.not_lt
protected theorem ne_iff_lt_or_gt {a b : Nat} : a ≠ b ↔ a < b ∨ b < a := ⟨Nat.lt_or_gt_of_ne, fun h => h.elim ne_of_lt ne_of_gt⟩

protected theorem add_le_add_left {n m : Nat} (h : n ≤ m) (k : Nat) : k + n ≤ k + m :=
  let ⟨d, e⟩ := le.dest h
  e ▸ Nat.add_assoc k n d ▸ le_add_right ..
protected theorem add_le_add_right {n m : Nat} (h : n ≤ m) (k : Nat) : n + k ≤ m + k := by
  rw [Nat.add_comm n, Nat.add_comm m]; exact Nat.add_le_add_left h k
protected theorem add_le_add {a b c d : Nat} (h₁ : a ≤ b) (h₂ : c ≤ d) : a + c ≤ b + d :=
  Nat.le_trans (Nat.add_le_add_right h₁ c) (Nat.add_le_add_left h₂ b)
protected theorem add_lt_add_left {n m : Nat} (h : n < m) (k : Nat) : k + n < k + m := Nat.add_le_add_left h k
protected theorem add_lt_add_right {n m : Nat} (h : n < m) (k : Nat) : n + k < m + k := by
  rw [Nat.add_comm n, Nat.add_comm m]; exact Nat.add_lt_add_left h k
protected theorem add_lt_add {a b c d : Nat} (h₁ : a < b) (h₂ : c < d) : a + c < b + d :=
  Nat.lt_trans (Nat.add_lt_add_right h₁ c) (Nat.add_lt_add_left h₂ b)
protected theorem add_lt_add_of_le_of_lt {a b c d : Nat} (h₁ : a ≤ b) (h₂ : c < d) : a + c < b + d :=
  Nat.lt_of_le_of_lt (Nat.add_le_add_right h₁ c) (Nat.add_lt_add_left h₂ b)
protected theorem add_lt_add_of_lt_of_le {a b c d : Nat} (h₁ : a < b) (h₂ : c ≤ d) : a + c < b + d :=
  Nat.lt_of_lt_of_le (Nat.add_lt_add_right h₁ c) (Nat.add_le_add_left h₂ b)
protected theorem le_of_add_le_add_left {a b c : Nat} (h : a + b ≤ a + c) : b ≤ c :=
  Nat.le_of_not_lt fun h' => Nat.not_le_of_lt (Nat.add_lt_add_left h' a) h
protected theorem le_of_add_le_add_right {a b c : Nat} (h : a + b ≤ c + b) : a ≤ c := by
  rw [Nat.add_comm a, Nat.add_comm c] at h; exact Nat.le_of_add_le_add_left h
protected theorem lt_of_add_lt_add_left {n k m : Nat} (h : n + k < n + m) : k < m := Nat.le_of_add_le_add_left (a := n) h
protected theorem lt_of_add_lt_add_right {n k m : Nat} (h : k + n < m + n) : k < m := by
  rw [Nat.add_comm k, Nat.add_comm m] at h; exact Nat.lt_of_add_lt_add_left h
@[simp] protected theorem add_le_add_iff_left {m k n : Nat} : n + m ≤ n + k ↔ m ≤ k := ⟨Nat.le_of_add_le_add_left, (Nat.add_le_add_left · n)⟩
@[simp] protected theorem add_le_add_iff_right {m k n : Nat} : m + n ≤ k + n ↔ m ≤ k := ⟨Nat.le_of_add_le_add_right, (Nat.add_le_add_right · n)⟩
@[simp] protected theorem add_lt_add_iff_left {m k n : Nat} : n + m < n + k ↔ m < k := ⟨Nat.lt_of_add_lt_add_left, (Nat.add_lt_add_left · n)⟩
@[simp] protected theorem add_lt_add_iff_right {m k n : Nat} : m + n < k + n ↔ m < k := ⟨Nat.lt_of_add_lt_add_right, (Nat.add_lt_add_right · n)⟩
protected theorem lt_add_of_pos_right {n k : Nat} (h : 0 < k) : n < n + k := Nat.add_lt_add_left h n
protected theorem lt_add_of_pos_left {n k : Nat} (h : 0 < k) : n < k + n := Nat.add_comm n k ▸ Nat.lt_add_of_pos_right h
protected theorem lt_add_right {a b : Nat} (c : Nat) (h : a < b) : a < b + c := Nat.lt_of_lt_of_le h (le_add_right b c)
protected theorem lt_add_left {a b : Nat} (c : Nat) (h : a < b) : a < c + b := Nat.lt_of_lt_of_le h (le_add_left b c)
protected theorem add_pos_left {m : Nat} (h : 0 < m) (n : Nat) : 0 < m + n := Nat.lt_of_lt_of_le h (le_add_right m n)
protected theorem add_pos_right {n : Nat} (m : Nat) (h : 0 < n) : 0 < m + n := Nat.lt_of_lt_of_le h (le_add_left n m)
@[simp] private theorem le_add_right_iff (n k : Nat) : (n ≤ n + k) = True := eq_true (le_add_right n k)
@[simp] private theorem le_add_left_iff (n k : Nat) : (n ≤ k + n) = True := eq_true (le_add_left n k)

protected theorem mul_le_mul_left {m n : Nat} (k : Nat) (h : m ≤ n) : k * m ≤ k * n :=
  let ⟨d, e⟩ := le.dest h
  e ▸ Nat.mul_add k m d ▸ le_add_right ..
protected theorem mul_le_mul_right {m n : Nat} (k : Nat) (h : m ≤ n) : m * k ≤ n * k := by
  rw [Nat.mul_comm m, Nat.mul_comm n]; exact Nat.mul_le_mul_left k h
protected theorem mul_le_mul {p q m n : Nat} (h₁ : p ≤ m) (h₂ : q ≤ n) : p * q ≤ m * n :=
  Nat.le_trans (Nat.mul_le_mul_right q h₁) (Nat.mul_le_mul_left m h₂)
protected theorem mul_pos : {n m : Nat} → 0 < n → 0 < m → 0 < n * m
  | _, 0, _, h => absurd h (Nat.lt_irrefl 0)
  | n, m + 1, h, _ => Nat.add_pos_right (n * m) h
protected theorem mul_lt_mul_of_pos_left {n m k : Nat} (h : n < m) (hk : 0 < k) : k * n < k * m :=
  Nat.lt_of_lt_of_le (Nat.lt_add_of_pos_right hk) (Nat.mul_le_mul_left k (succ_le_of_lt h))
protected theorem pow_pos {b n : Nat} (h : 0 < b) : 0 < b ^ n := by
  induction n with
  | zero => exact zero_lt_one
  | succ n ih => exact Nat.mul_pos ih h
theorem two_pow_pos (w : Nat) : 0 < 2 ^ w := Nat.pow_pos (by decide)
protected theorem eq_of_mul_eq_mul_left {a m n : Nat} (ha : 0 < a) (h : a * m = a * n) : m = n :=
  (Nat.lt_trichotomy m n).elim (fun l => absurd h (ne_of_lt (Nat.mul_lt_mul_of_pos_left l ha)))
    fun x => x.elim id (fun l => absurd h (ne_of_gt (Nat.mul_lt_mul_of_pos_left l ha)))
@[simp] protected theorem mul_eq_zero : ∀ {m n : Nat}, n * m = 0 ↔ n = 0 ∨ m = 0
  | 0, n => iff_of_true rfl (.inr rfl)
  | m + 1, 0 => iff_of_true (Nat.zero_mul _) (.inl rfl)
  | m + 1, n + 1 => iff_of_false (fun h => nomatch h) (fun h => h.elim (fun h => nomatch h) (fun h => nomatch h))

end Nat

/-! ## Not zero, as a class -/

class NeZero {R : Type u} [Zero R] (n : R) : Prop where
  out : n ≠ 0

theorem NeZero.ne {R : Type u} [Zero R] (n : R) [h : NeZero n] : n ≠ 0 := h.out
theorem NeZero.ne' {R : Type u} [Zero R] (n : R) [h : NeZero n] : 0 ≠ n := h.out.symm
theorem neZero_iff {R : Type u} [Zero R] {n : R} : NeZero n ↔ n ≠ 0 := ⟨fun h => h.out, NeZero.mk⟩
@[simp] theorem neZero_zero_iff_false {α : Type u} [Zero α] : NeZero (0 : α) ↔ False := ⟨fun h => h.out rfl, False.elim⟩

instance Nat.instNeZeroSucc {n : Nat} : NeZero (n + 1) := ⟨succ_ne_zero n⟩

theorem Nat.pos_of_neZero (n : Nat) [h : NeZero n] : 0 < n := Nat.pos_of_ne_zero h.out
