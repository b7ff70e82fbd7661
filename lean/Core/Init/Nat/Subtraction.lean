/- # Core: subtraction, minimum and maximum of natural numbers

Official names of `Init.Data.Nat.Basic`; subtraction stops at zero.
-/
prelude

import Init.Nat.Basic

set_option linter.all false

namespace Nat

/-! ## Subtraction -/

@[simp] protected theorem sub_zero (n : Nat) : n - 0 = n := rfl
theorem sub_succ (n m : Nat) : n - succ m = pred (n - m) := rfl
@[simp] theorem succ_sub_succ (n m : Nat) : succ n - succ m = n - m := by
  induction m with
  | zero => rfl
  | succ m ih => exact congrArg pred ih
theorem succ_sub_succ_eq_sub (n m : Nat) : succ n - succ m = n - m := succ_sub_succ n m
@[simp] theorem add_one_sub_one (n : Nat) : n + 1 - 1 = n := rfl
@[simp] theorem succ_sub_one (n : Nat) : succ n - 1 = n := rfl
@[simp] protected theorem zero_sub : ∀ n : Nat, 0 - n = 0
  | 0 => rfl
  | n + 1 => congrArg pred (Nat.zero_sub n)
@[simp] protected theorem sub_self : ∀ n : Nat, n - n = 0
  | 0 => rfl
  | n + 1 => (succ_sub_succ n n).trans (Nat.sub_self n)
protected theorem sub_add_eq (a b c : Nat) : a - (b + c) = a - b - c := by
  induction c with
  | zero => rfl
  | succ c ih => exact congrArg pred ih
theorem sub_sub (n m k : Nat) : n - m - k = n - (m + k) := (Nat.sub_add_eq n m k).symm
protected theorem sub_right_comm (m n k : Nat) : m - n - k = m - k - n := by rw [sub_sub, sub_sub, Nat.add_comm]
protected theorem add_sub_add_right (n k m : Nat) : n + k - (m + k) = n - m := by
  induction k with
  | zero => rfl
  | succ k ih => exact (succ_sub_succ ..).trans ih
protected theorem add_sub_add_left (k n m : Nat) : k + n - (k + m) = n - m := by
  rw [Nat.add_comm k, Nat.add_comm k, Nat.add_sub_add_right]
@[simp] protected theorem add_sub_cancel (n m : Nat) : n + m - m = n := by
  have h := Nat.add_sub_add_right n m 0; rw [Nat.zero_add] at h; exact h
@[simp] protected theorem add_sub_cancel_left (n m : Nat) : n + m - n = m := by rw [Nat.add_comm, Nat.add_sub_cancel]
theorem pred_le : ∀ n : Nat, pred n ≤ n
  | 0 => .refl
  | n + 1 => le_succ n
theorem pred_lt : ∀ {n : Nat}, n ≠ 0 → pred n < n
  | 0, h => absurd rfl h
  | _ + 1, _ => .refl
@[simp] theorem sub_le (n m : Nat) : n - m ≤ n := by
  induction m with
  | zero => exact .refl
  | succ m ih => exact Nat.le_trans (pred_le _) ih
theorem sub_one_lt {n : Nat} (h : n ≠ 0) : n - 1 < n := pred_lt h
protected theorem sub_lt : {n m : Nat} → 0 < n → 0 < m → n - m < n
  | 0, _, h, _ => absurd h (Nat.lt_irrefl 0)
  | _, 0, _, h => absurd h (Nat.lt_irrefl 0)
  | n + 1, m + 1, _, _ => succ_sub_succ n m ▸ lt_succ_of_le (sub_le n m)
theorem sub_lt_of_lt {a b c : Nat} (h : a < c) : a - b < c := Nat.lt_of_le_of_lt (sub_le ..) h
protected theorem sub_eq_zero_of_le {n m : Nat} (h : n ≤ m) : n - m = 0 := by
  let ⟨d, e⟩ := le.dest h; rw [← e, Nat.sub_add_eq, Nat.sub_self, Nat.zero_sub]
protected theorem add_sub_of_le {a b : Nat} (h : a ≤ b) : a + (b - a) = b := by
  let ⟨d, e⟩ := le.dest h; rw [← e, Nat.add_sub_cancel_left]
@[simp] protected theorem sub_add_cancel {n m : Nat} (h : m ≤ n) : n - m + m = n := by
  rw [Nat.add_comm, Nat.add_sub_of_le h]
protected theorem le_of_sub_eq_zero {n m : Nat} (h : n - m = 0) : n ≤ m :=
  Nat.le_of_not_lt fun l => by
    have e := Nat.add_sub_of_le (Nat.le_of_lt l); rw [h] at e; exact ne_of_lt l e
@[simp] protected theorem sub_eq_zero_iff_le {n m : Nat} : n - m = 0 ↔ n ≤ m := ⟨Nat.le_of_sub_eq_zero, Nat.sub_eq_zero_of_le⟩
protected theorem sub_pos_of_lt {m n : Nat} (h : m < n) : 0 < n - m :=
  Nat.pos_of_ne_zero fun e => Nat.not_le_of_lt h (Nat.le_of_sub_eq_zero e)
@[simp] protected theorem sub_pos_iff_lt {m n : Nat} : 0 < n - m ↔ m < n :=
  ⟨fun h => Nat.lt_of_not_le fun l => by rw [Nat.sub_eq_zero_of_le l] at h; exact Nat.lt_irrefl 0 h, Nat.sub_pos_of_lt⟩
protected theorem add_sub_assoc {m k : Nat} (h : k ≤ m) (n : Nat) : n + m - k = n + (m - k) := by
  let ⟨d, e⟩ := le.dest h; rw [← e, Nat.add_sub_cancel_left, Nat.add_left_comm, Nat.add_sub_cancel_left]
protected theorem sub_add_comm {n m k : Nat} (h : k ≤ n) : n + m - k = n - k + m := by
  rw [Nat.add_comm, Nat.add_sub_assoc h, Nat.add_comm]
theorem succ_sub {m n : Nat} (h : n ≤ m) : succ m - n = succ (m - n) := by
  have e := Nat.sub_add_comm (m := 1) h; exact e
protected theorem eq_sub_of_add_eq {a b c : Nat} (h : a + b = c) : a = c - b := by rw [← h, Nat.add_sub_cancel]
protected theorem sub_eq_of_eq_add {a b c : Nat} (h : a = c + b) : a - b = c := by rw [h, Nat.add_sub_cancel]
protected theorem sub_eq_iff_eq_add {a b c : Nat} (h : b ≤ a) : a - b = c ↔ a = c + b :=
  ⟨fun e => by rw [← e, Nat.sub_add_cancel h], Nat.sub_eq_of_eq_add⟩
protected theorem sub_le_sub_right {n m : Nat} (h : n ≤ m) (k : Nat) : n - k ≤ m - k := by
  induction k with
  | zero => exact h
  | succ k ih => exact pred_le_pred ih
protected theorem sub_le_sub_left {n m : Nat} (h : n ≤ m) (k : Nat) : k - m ≤ k - n := by
  let ⟨d, e⟩ := le.dest h; rw [← e, Nat.sub_add_eq]; exact sub_le ..
protected theorem le_sub_of_add_le {a b c : Nat} (h : a + b ≤ c) : a ≤ c - b := by
  have l := Nat.sub_le_sub_right h b; rw [Nat.add_sub_cancel] at l; exact l
protected theorem add_le_of_le_sub {a b c : Nat} (hle : b ≤ c) (h : a ≤ c - b) : a + b ≤ c := by
  have l := Nat.add_le_add_right h b; rw [Nat.sub_add_cancel hle] at l; exact l
protected theorem le_sub_iff_add_le {x y k : Nat} (h : k ≤ y) : x ≤ y - k ↔ x + k ≤ y := ⟨Nat.add_le_of_le_sub h, Nat.le_sub_of_add_le⟩
protected theorem sub_le_iff_le_add {a b c : Nat} : a - b ≤ c ↔ a ≤ c + b :=
  ⟨fun h => (Nat.le_total b a).elim (fun l => by have x := Nat.add_le_add_right h b; rw [Nat.sub_add_cancel l] at x; exact x)
      (fun l => Nat.le_trans l (le_add_left b c)),
   fun h => by have x := Nat.sub_le_sub_right h b; rw [Nat.add_sub_cancel] at x; exact x⟩
protected theorem sub_lt_iff_lt_add {a b c : Nat} (h : b ≤ a) : a - b < c ↔ a < c + b :=
  ⟨fun l => by have x := Nat.add_lt_add_right l b; rw [Nat.sub_add_cancel h] at x; exact x,
   fun l => Nat.lt_of_add_lt_add_right (n := b) (by rw [Nat.sub_add_cancel h]; exact l)⟩
protected theorem sub_lt_sub_right {a b c : Nat} (h : c ≤ a) (l : a < b) : a - c < b - c :=
  Nat.lt_of_add_lt_add_right (n := c) (by rw [Nat.sub_add_cancel h, Nat.sub_add_cancel (Nat.le_of_lt (Nat.lt_of_le_of_lt h l))]; exact l)
protected theorem lt_sub_of_add_lt {a b c : Nat} (h : a + b < c) : a < c - b :=
  Nat.le_sub_of_add_le (by rw [show a + 1 + b = a + b + 1 from Nat.add_right_comm ..]; exact h)
protected theorem sub_sub_self {a b : Nat} (h : b ≤ a) : a - (a - b) = b :=
  Nat.sub_eq_of_eq_add (Nat.add_sub_of_le h).symm
theorem eq_add_of_sub_eq {a b c : Nat} (h : b ≤ a) (e : a - b = c) : a = c + b := (Nat.sub_eq_iff_eq_add h).mp e

/-! ## Minimum and maximum -/

protected theorem min_def {n m : Nat} : min n m = if n ≤ m then n else m := rfl
protected theorem max_def {n m : Nat} : max n m = if n ≤ m then m else n := rfl
@[simp] protected theorem min_eq_left {a b : Nat} (h : a ≤ b) : min a b = a := if_pos h
@[simp] protected theorem max_eq_right {a b : Nat} (h : a ≤ b) : max a b = b := if_pos h
@[simp] protected theorem min_eq_right {a b : Nat} (h : b ≤ a) : min a b = b :=
  if h' : a ≤ b then (Nat.min_eq_left h').trans (Nat.le_antisymm h' h) else if_neg h'
@[simp] protected theorem max_eq_left {a b : Nat} (h : b ≤ a) : max a b = a :=
  if h' : a ≤ b then (Nat.max_eq_right h').trans (Nat.le_antisymm h h') else if_neg h'
protected theorem min_le_left (a b : Nat) : min a b ≤ a :=
  (Nat.le_total a b).elim (fun h => le_of_eq (Nat.min_eq_left h)) (fun h => Nat.le_trans (le_of_eq (Nat.min_eq_right h)) h)
protected theorem min_le_right (a b : Nat) : min a b ≤ b :=
  (Nat.le_total a b).elim (fun h => Nat.le_trans (le_of_eq (Nat.min_eq_left h)) h) (fun h => le_of_eq (Nat.min_eq_right h))
protected theorem le_max_left (a b : Nat) : a ≤ max a b :=
  (Nat.le_total a b).elim (fun h => (Nat.max_eq_right h).symm ▸ h) (fun h => le_of_eq (Nat.max_eq_left h).symm)
protected theorem le_max_right (a b : Nat) : b ≤ max a b :=
  (Nat.le_total a b).elim (fun h => le_of_eq (Nat.max_eq_right h).symm) (fun h => (Nat.max_eq_left h).symm ▸ h)
protected theorem le_min {a b c : Nat} : a ≤ min b c ↔ a ≤ b ∧ a ≤ c :=
  ⟨fun h => ⟨Nat.le_trans h (Nat.min_le_left ..), Nat.le_trans h (Nat.min_le_right ..)⟩,
   fun ⟨h, h'⟩ => (Nat.le_total b c).elim (fun l => (Nat.min_eq_left l).symm ▸ h) (fun l => (Nat.min_eq_right l).symm ▸ h')⟩
protected theorem max_le {a b c : Nat} : max a b ≤ c ↔ a ≤ c ∧ b ≤ c :=
  ⟨fun h => ⟨Nat.le_trans (Nat.le_max_left ..) h, Nat.le_trans (Nat.le_max_right ..) h⟩,
   fun ⟨h, h'⟩ => (Nat.le_total a b).elim (fun l => (Nat.max_eq_right l).symm ▸ h') (fun l => (Nat.max_eq_left l).symm ▸ h)⟩
protected theorem max_comm (a b : Nat) : max a b = max b a :=
  Nat.le_antisymm (Nat.max_le.mpr ⟨Nat.le_max_right .., Nat.le_max_left ..⟩) (Nat.max_le.mpr ⟨Nat.le_max_right .., Nat.le_max_left ..⟩)
protected theorem min_comm (a b : Nat) : min a b = min b a :=
  Nat.le_antisymm (Nat.le_min.mpr ⟨Nat.min_le_right .., Nat.min_le_left ..⟩) (Nat.le_min.mpr ⟨Nat.min_le_right .., Nat.min_le_left ..⟩)
protected theorem add_min_add_right (a b c : Nat) : min (a + c) (b + c) = min a b + c :=
  (Nat.le_total a b).elim
    (fun h => by rw [Nat.min_eq_left h, Nat.min_eq_left (Nat.add_le_add_right h c)])
    (fun h => by rw [Nat.min_eq_right h, Nat.min_eq_right (Nat.add_le_add_right h c)])
protected theorem add_max_add_right (a b c : Nat) : max (a + c) (b + c) = max a b + c :=
  (Nat.le_total a b).elim
    (fun h => by rw [Nat.max_eq_right h, Nat.max_eq_right (Nat.add_le_add_right h c)])
    (fun h => by rw [Nat.max_eq_left h, Nat.max_eq_left (Nat.add_le_add_right h c)])
@[simp] protected theorem max_self (a : Nat) : max a a = a := Nat.max_eq_left .refl
@[simp] protected theorem min_self (a : Nat) : min a a = a := Nat.min_eq_left .refl
@[simp] protected theorem zero_max (a : Nat) : max 0 a = a := Nat.max_eq_right (zero_le a)
@[simp] protected theorem max_zero (a : Nat) : max a 0 = a := Nat.max_eq_left (zero_le a)
@[simp] protected theorem zero_min (a : Nat) : min 0 a = 0 := Nat.min_eq_left (zero_le a)
@[simp] protected theorem min_zero (a : Nat) : min a 0 = 0 := Nat.min_eq_right (zero_le a)

/-! ## Tests -/

theorem beq_eq (a b : Nat) : (Nat.beq a b = true) = (a = b) := propext ⟨eq_of_beq_eq_true, fun h => h ▸ beq_refl a⟩
theorem ble_eq {x y : Nat} : (Nat.ble x y = true) = (x ≤ y) := propext ⟨le_of_ble_eq_true, ble_eq_true_of_le⟩

end Nat

