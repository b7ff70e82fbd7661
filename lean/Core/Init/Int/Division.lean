/- # Core: division, absolute value, minimum and maximum of integers

Official names of `Init.Data.Int.DivMod` and others. Quotient and remainder are what `ediv_emod_unique` says they are; what else there
is to know of them follows from that.
-/
prelude

import Init.Int.Lemmas

set_option linter.all false

namespace Int

/-! ## Quotient and remainder -/

@[simp] theorem natCast_ediv (m n : Nat) : ((m / n : Nat) : Int) = m / n := rfl
@[simp] theorem natCast_emod (m n : Nat) : ((m % n : Nat) : Int) = m % n := rfl
@[simp] protected theorem ediv_zero : ∀ a : Int, a / 0 = 0
  | ofNat m => congrArg ofNat (Nat.div_zero m)
  | negSucc _ => rfl
@[simp] theorem emod_zero : ∀ a : Int, a % 0 = a
  | ofNat m => congrArg ofNat (Nat.mod_zero m)
  | negSucc m => by show subNatNat 0 (m % 0 + 1) = _; rw [Nat.mod_zero]; rfl
@[simp] protected theorem ediv_neg : ∀ a b : Int, a / -b = -(a / b)
  | ofNat m, 0 => by rw [Int.neg_zero, Int.ediv_zero]; rfl
  | ofNat m, ofNat (.succ n) => rfl
  | ofNat m, negSucc n => (Int.neg_neg _).symm
  | negSucc m, 0 => rfl
  | negSucc m, ofNat (.succ n) => rfl
  | negSucc m, negSucc n => rfl

private theorem below_zero {r q N : Int} : N - (r + 1) + N * -(q + 1) = -(r + N * q + 1) := by
  rw [Int.mul_neg, Int.mul_add, Int.mul_one, Int.neg_add, Int.sub_eq_add_neg, Int.add_comm (-(N * q)), Int.add_add_add_comm,
    Int.add_right_neg, Int.zero_add, ← Int.neg_add, Int.add_right_comm]

theorem emod_add_mul_ediv : ∀ a b : Int, a % b + b * (a / b) = a
  | ofNat m, ofNat n => congrArg ofNat (Nat.mod_add_div m n)
  | ofNat m, negSucc n => by
    show ((m % n.succ : Nat) : Int) + -((n.succ : Nat) : Int) * -((m / n.succ : Nat) : Int) = m
    rw [Int.neg_mul_neg]; exact congrArg ofNat (Nat.mod_add_div m n.succ)
  | negSucc m, 0 => by rw [emod_zero, Int.zero_mul, Int.add_zero]
  | negSucc m, ofNat (.succ n) => by
    show subNatNat (n + 1) (m % (n + 1) + 1) + ((n + 1 : Nat) : Int) * -((m / (n + 1) : Nat) + 1) = -((m : Int) + 1)
    rw [subNatNat_eq_coe, natCast_add (m % (n + 1)) 1, natCast_one, below_zero]
    exact congrArg (fun k : Nat => -((k : Int) + 1)) (Nat.mod_add_div m (n + 1))
  | negSucc m, negSucc n => by
    show subNatNat (n + 1) (m % (n + 1) + 1) + -((n + 1 : Nat) : Int) * ((m / (n + 1) : Nat) + 1) = -((m : Int) + 1)
    rw [subNatNat_eq_coe, natCast_add (m % (n + 1)) 1, natCast_one, Int.neg_mul_comm, below_zero]
    exact congrArg (fun k : Nat => -((k : Int) + 1)) (Nat.mod_add_div m (n + 1))
theorem mul_ediv_add_emod (a b : Int) : b * (a / b) + a % b = a := by rw [Int.add_comm]; exact emod_add_mul_ediv a b
theorem emod_def (a b : Int) : a % b = a - b * (a / b) := Int.eq_sub_of_add_eq (emod_add_mul_ediv a b)

theorem emod_nonneg : ∀ (a : Int) {b : Int}, b ≠ 0 → 0 ≤ a % b
  | ofNat m, _, _ => natCast_nonneg _
  | negSucc m, b, h => by
    show 0 ≤ subNatNat b.natAbs (m % b.natAbs + 1)
    rw [subNatNat_eq_coe, Int.sub_nonneg, ofNat_le]
    refine Nat.mod_lt m ?_
    match b, h with
    | ofNat 0, h => exact absurd rfl h
    | ofNat (n + 1), _ => exact Nat.zero_lt_succ n
    | negSucc n, _ => exact Nat.zero_lt_succ n
theorem emod_lt_of_pos (a : Int) {b : Int} (h : 0 < b) : a % b < b := by
  obtain ⟨n, rfl⟩ := eq_succ_of_zero_lt h
  match a with
  | ofNat m => exact ofNat_lt.mpr (Nat.mod_lt m (Nat.zero_lt_succ n))
  | negSucc m =>
    show subNatNat (n + 1) (m % (n + 1) + 1) < _
    rw [subNatNat_eq_coe]; exact Int.sub_lt_self _ (natCast_succ_pos _)

private theorem quotient_le {b q r q' r' : Int} (h : 0 < b) (e : r + b * q = r' + b * q') (hr : r < b) (hr' : 0 ≤ r') : q' ≤ q :=
  Int.not_lt.mp fun lt => by
    have := Int.add_le_add_left (Int.mul_le_mul_of_nonneg_left (add_one_le_of_lt lt) (Int.le_of_lt h)) r'
    rw [← e, Int.mul_add, Int.mul_one, Int.add_left_comm, Int.add_comm, Int.add_comm r, Int.add_comm _ (b * q)] at this
    exact Int.not_le.mpr hr (Int.le_trans (Int.le_add_of_nonneg_left hr') ((Int.add_le_add_iff_left (b * q)).mp this))

theorem ediv_emod_unique {a b r q : Int} (h : 0 < b) : a / b = q ∧ a % b = r ↔ r + b * q = a ∧ 0 ≤ r ∧ r < b := by
  constructor
  · rintro ⟨rfl, rfl⟩
    exact ⟨emod_add_mul_ediv a b, emod_nonneg a (Int.ne_of_gt h), emod_lt_of_pos a h⟩
  · rintro ⟨e, hr, hr'⟩
    have e' := (emod_add_mul_ediv a b).trans e.symm
    have q_eq : a / b = q := Int.le_antisymm (quotient_le h e'.symm hr' (emod_nonneg a (Int.ne_of_gt h)))
      (quotient_le h e' (emod_lt_of_pos a h) hr)
    rw [q_eq] at e'
    exact ⟨q_eq, Int.add_right_cancel e'⟩

@[simp] theorem zero_ediv (b : Int) : 0 / b = 0 := by
  match b with
  | ofNat n => exact congrArg ofNat (Nat.zero_div n)
  | negSucc n => show -ofNat (0 / (n + 1)) = 0; rw [Nat.zero_div]; rfl
@[simp] theorem zero_emod (b : Int) : 0 % b = 0 := by rw [emod_def, zero_ediv, Int.mul_zero, Int.sub_zero]

theorem add_mul_ediv_right (a b : Int) {c : Int} (h : c ≠ 0) : (a + b * c) / c = a / c + b := by
  have positive : ∀ {b c : Int}, 0 < c → (a + b * c) / c = a / c + b := fun {b c} h =>
    ((ediv_emod_unique (r := a % c) h).mpr ⟨by
      rw [Int.mul_add, ← Int.add_assoc, emod_add_mul_ediv, Int.mul_comm c],
      emod_nonneg a (Int.ne_of_gt h), emod_lt_of_pos a h⟩).1
  rcases Int.lt_or_gt_of_ne h with h | h
  · rw [← Int.neg_inj, ← Int.ediv_neg, ← Int.neg_mul_neg b, positive (Int.neg_pos_of_neg h), Int.ediv_neg, Int.neg_add]
  · exact positive h
theorem add_mul_ediv_left (a : Int) {b : Int} (c : Int) (h : b ≠ 0) : (a + b * c) / b = a / b + c := by
  rw [Int.mul_comm, add_mul_ediv_right a c h]
@[simp] protected theorem mul_ediv_cancel (a : Int) {b : Int} (h : b ≠ 0) : a * b / b = a := by
  rw [← Int.zero_add (a * b), add_mul_ediv_right 0 a h, zero_ediv, Int.zero_add]
@[simp] protected theorem mul_ediv_cancel_left {a : Int} (b : Int) (h : a ≠ 0) : a * b / a = b := by
  rw [Int.mul_comm, Int.mul_ediv_cancel b h]
@[simp] protected theorem ediv_self {a : Int} (h : a ≠ 0) : a / a = 1 := by
  have := Int.mul_ediv_cancel_left 1 h; rwa [Int.mul_one] at this
@[simp] protected theorem ediv_one (a : Int) : a / 1 = a := by
  have := Int.mul_ediv_cancel a (b := 1) (by decide); rwa [Int.mul_one] at this
@[simp] theorem add_mul_emod_self_right (a b c : Int) : (a + b * c) % c = a % c := by
  by_cases h : c = 0
  · rw [h, Int.mul_zero, Int.add_zero]
  · rw [emod_def, add_mul_ediv_right a b h, emod_def, Int.mul_add, Int.mul_comm c b, Int.add_sub_add_right]
@[simp] theorem add_mul_emod_self_left (a b c : Int) : (a + b * c) % b = a % b := by
  rw [Int.mul_comm, add_mul_emod_self_right]
@[simp] theorem mul_emod_left (a b : Int) : a * b % b = 0 := by
  rw [← Int.zero_add (a * b), add_mul_emod_self_right, zero_emod]
@[simp] theorem mul_emod_right (a b : Int) : a * b % a = 0 := by rw [Int.mul_comm, mul_emod_left]
@[simp] theorem emod_self {a : Int} : a % a = 0 := by have := mul_emod_left 1 a; rwa [Int.one_mul] at this
theorem emod_add_emod (m n k : Int) : (m % n + k) % n = (m + k) % n := by
  have := add_mul_emod_self_left (m % n + k) n (m / n)
  rw [← this, Int.add_right_comm, emod_add_mul_ediv]
theorem add_emod (a b n : Int) : (a + b) % n = (a % n + b % n) % n := by
  rw [emod_add_emod, Int.add_comm a (b % n), emod_add_emod, Int.add_comm]
@[simp] theorem emod_emod (a b : Int) : a % b % b = a % b := by have := emod_add_emod a b 0; rwa [Int.add_zero, Int.add_zero] at this
theorem mul_emod (a b n : Int) : a * b % n = a % n * (b % n) % n := by
  have left : ∀ a b : Int, a * b % n = a % n * b % n := fun a b => by
    have := add_mul_emod_self_left (a % n * b) n (a / n * b)
    rw [← this, ← Int.mul_assoc, ← Int.add_mul, emod_add_mul_ediv]
  rw [left, Int.mul_comm, left, Int.mul_comm]
theorem emod_eq_of_lt {a b : Int} (h : 0 ≤ a) (h' : a < b) : a % b = a :=
  ((ediv_emod_unique (q := 0) (Int.lt_of_le_of_lt h h')).mpr ⟨by rw [Int.mul_zero, Int.add_zero], h, h'⟩).2
theorem ediv_eq_zero_of_lt {a b : Int} (h : 0 ≤ a) (h' : a < b) : a / b = 0 :=
  ((ediv_emod_unique (r := a) (Int.lt_of_le_of_lt h h')).mpr ⟨by rw [Int.mul_zero, Int.add_zero], h, h'⟩).1

theorem mul_ediv_self_le {x k : Int} (h : k ≠ 0) : k * (x / k) ≤ x := by
  have := Int.le_add_of_nonneg_left (a := k * (x / k)) (emod_nonneg x h)
  rwa [emod_add_mul_ediv] at this
theorem lt_mul_ediv_self_add {x k : Int} (h : 0 < k) : x < k * (x / k) + k := by
  have := Int.add_lt_add_left (emod_lt_of_pos x h) (k * (x / k))
  rwa [mul_ediv_add_emod] at this
protected theorem le_ediv_iff_mul_le {a b c : Int} (h : 0 < c) : a ≤ b / c ↔ a * c ≤ b := by
  rw [Int.mul_comm]
  constructor
  · exact fun le => Int.le_trans (Int.mul_le_mul_of_nonneg_left le (Int.le_of_lt h)) (mul_ediv_self_le (Int.ne_of_gt h))
  · refine fun le => Int.not_lt.mp fun lt => ?_
    have := Int.mul_le_mul_of_nonneg_left (add_one_le_of_lt lt) (Int.le_of_lt h)
    rw [Int.mul_add, Int.mul_one] at this
    exact Int.not_le.mpr (lt_mul_ediv_self_add h) (Int.le_trans this le)
protected theorem ediv_lt_iff_lt_mul {a b c : Int} (h : 0 < c) : a / c < b ↔ a < b * c := by
  rw [← Int.not_le, Int.le_ediv_iff_mul_le h, Int.not_le]
theorem ediv_nonneg {a b : Int} (ha : 0 ≤ a) (hb : 0 ≤ b) : 0 ≤ a / b := by
  obtain ⟨m, rfl⟩ := eq_ofNat_of_zero_le ha
  obtain ⟨n, rfl⟩ := eq_ofNat_of_zero_le hb
  exact natCast_nonneg (m / n)
theorem ediv_nonneg_iff_of_pos {a b : Int} (h : 0 < b) : 0 ≤ a / b ↔ 0 ≤ a := by rw [Int.le_ediv_iff_mul_le h, Int.zero_mul]

/-! ## Divisibility -/

protected theorem dvd_def (a b : Int) : (a ∣ b) = Exists (fun c => b = a * c) := rfl
@[simp] protected theorem dvd_refl (n : Int) : n ∣ n := ⟨1, (Int.mul_one n).symm⟩
@[simp] protected theorem dvd_zero (n : Int) : n ∣ 0 := ⟨0, (Int.mul_zero n).symm⟩
@[simp] protected theorem one_dvd (n : Int) : 1 ∣ n := ⟨n, (Int.one_mul n).symm⟩
@[simp] protected theorem zero_dvd {n : Int} : 0 ∣ n ↔ n = 0 := ⟨fun ⟨k, e⟩ => by rw [e, Int.zero_mul], fun h => h ▸ Int.dvd_zero 0⟩
@[simp] protected theorem dvd_mul_right (a b : Int) : a ∣ a * b := ⟨b, rfl⟩
@[simp] protected theorem dvd_mul_left (a b : Int) : b ∣ a * b := ⟨a, Int.mul_comm a b⟩
protected theorem dvd_trans {a b c : Int} : a ∣ b → b ∣ c → a ∣ c
  | ⟨d, h⟩, ⟨e, h'⟩ => ⟨d * e, by rw [h', h, Int.mul_assoc]⟩
protected theorem dvd_add {a b c : Int} : a ∣ b → a ∣ c → a ∣ b + c
  | ⟨d, h⟩, ⟨e, h'⟩ => ⟨d + e, by rw [h, h', Int.mul_add]⟩
protected theorem dvd_neg {a b : Int} : a ∣ -b ↔ a ∣ b :=
  ⟨fun ⟨c, h⟩ => ⟨-c, by rw [Int.mul_neg, ← h, Int.neg_neg]⟩, fun ⟨c, h⟩ => ⟨-c, by rw [Int.mul_neg, h]⟩⟩
protected theorem dvd_sub {a b c : Int} (h : a ∣ b) (h' : a ∣ c) : a ∣ b - c := Int.dvd_add h (Int.dvd_neg.mpr h')
theorem dvd_of_emod_eq_zero {a b : Int} (h : b % a = 0) : a ∣ b :=
  ⟨b / a, by have := emod_add_mul_ediv b a; rwa [h, Int.zero_add, eq_comm] at this⟩
theorem emod_eq_zero_of_dvd {a b : Int} : a ∣ b → b % a = 0 := fun ⟨c, h⟩ => by rw [h, mul_emod_right]
theorem dvd_iff_emod_eq_zero {a b : Int} : a ∣ b ↔ b % a = 0 := ⟨emod_eq_zero_of_dvd, dvd_of_emod_eq_zero⟩
protected theorem dvd_eq_true_of_mod_eq_zero {a b : Int} (h : b % a == 0) : (a ∣ b) = True :=
  eq_true (dvd_of_emod_eq_zero (eq_of_beq h))
protected theorem dvd_eq_false_of_mod_ne_zero {a b : Int} (h : b % a != 0) : (a ∣ b) = False :=
  eq_false fun h' => bne_iff_ne.mp h (emod_eq_zero_of_dvd h')
instance decidableDvd : DecidableRel (α := Int) (β := Int) (· ∣ ·) := fun _ _ => decidable_of_iff _ dvd_iff_emod_eq_zero.symm
theorem emod_pos_of_not_dvd {a b : Int} (h : ¬a ∣ b) : a = 0 ∨ 0 < b % a :=
  (Decidable.em (a = 0)).imp id fun n =>
    Int.lt_of_le_of_ne (emod_nonneg b n) fun e => h (dvd_of_emod_eq_zero e.symm)
protected theorem mul_ediv_cancel' {a b : Int} (h : a ∣ b) : a * (b / a) = b := by
  have := emod_add_mul_ediv b a; rwa [emod_eq_zero_of_dvd h, Int.zero_add] at this
protected theorem ediv_mul_cancel {a b : Int} (h : b ∣ a) : a / b * b = a := by rw [Int.mul_comm, Int.mul_ediv_cancel' h]

/-! ## Absolute value -/

@[simp] theorem natAbs_natCast (n : Nat) : natAbs n = n := rfl
@[simp] theorem natAbs_zero : natAbs 0 = 0 := rfl
@[simp] theorem natAbs_one : natAbs 1 = 1 := rfl
@[simp] theorem natAbs_neg : ∀ a : Int, natAbs (-a) = natAbs a
  | ofNat 0 => rfl
  | ofNat (_ + 1) => rfl
  | negSucc _ => rfl
@[simp] theorem natAbs_eq_zero {a : Int} : natAbs a = 0 ↔ a = 0 :=
  match a with
  | ofNat _ => natCast_eq_zero.symm
  | negSucc _ => iff_of_false (fun h => nomatch h) (fun h => nomatch h)
theorem natAbs_pos {a : Int} : 0 < natAbs a ↔ a ≠ 0 :=
  ⟨fun h e => by rw [e] at h; exact Nat.lt_irrefl 0 h, fun n => Nat.pos_of_ne_zero fun h => n (natAbs_eq_zero.mp h)⟩
theorem natAbs_eq : ∀ a : Int, a = natAbs a ∨ a = -(natAbs a : Int)
  | ofNat _ => .inl rfl
  | negSucc _ => .inr rfl
theorem natAbs_mul (a b : Int) : natAbs (a * b) = natAbs a * natAbs b := by
  rcases natAbs_eq a with h | h <;> rcases natAbs_eq b with h' | h' <;> rw [h, h'] <;>
    simp only [Int.neg_mul, Int.mul_neg, natAbs_neg, natAbs_natCast, ← natCast_mul]
theorem natAbs_of_nonneg {a : Int} (h : 0 ≤ a) : (natAbs a : Int) = a := by obtain ⟨n, rfl⟩ := eq_ofNat_of_zero_le h; rfl
theorem ofNat_natAbs_of_nonpos {a : Int} (h : a ≤ 0) : (natAbs a : Int) = -a := by
  rw [← natAbs_neg, natAbs_of_nonneg (Int.neg_nonneg_of_nonpos h)]
theorem le_natAbs {a : Int} : a ≤ natAbs a :=
  (Int.le_total 0 a).elim (fun h => Int.le_of_eq (natAbs_of_nonneg h).symm) (fun h => Int.le_trans h (natCast_nonneg _))
theorem ofNat_dvd {m n : Nat} : (m : Int) ∣ n ↔ m ∣ n := by
  constructor
  · exact fun ⟨c, h⟩ => ⟨natAbs c, by have := congrArg natAbs h; rwa [natAbs_mul] at this⟩
  · exact fun ⟨c, h⟩ => ⟨c, by rw [h, natCast_mul]⟩
theorem ofNat_dvd_left {n : Nat} {z : Int} : (n : Int) ∣ z ↔ n ∣ natAbs z := by
  rw [← ofNat_dvd]
  rcases natAbs_eq z with h | h
  · rw [← h]
  · rw [← Int.dvd_neg (b := (natAbs z : Int)), ← h]

/-! ## Sign changes to natural numbers -/

@[simp] theorem toNat_natCast (n : Nat) : toNat n = n := rfl
@[simp] theorem toNat_zero : toNat 0 = 0 := rfl
@[simp] theorem toNat_one : toNat 1 = 1 := rfl
theorem toNat_of_nonneg {a : Int} (h : 0 ≤ a) : (toNat a : Int) = a := by obtain ⟨n, rfl⟩ := eq_ofNat_of_zero_le h; rfl
theorem toNat_of_nonpos : {a : Int} → a ≤ 0 → toNat a = 0
  | ofNat n, h => Nat.le_zero.mp (ofNat_le.mp h)
  | negSucc _, _ => rfl
theorem self_le_toNat : ∀ a : Int, a ≤ toNat a
  | ofNat _ => Int.le_refl _
  | negSucc n => Int.le_of_lt (negSucc_lt_zero n)

/-! ## Minimum and maximum -/

protected theorem min_def (n m : Int) : min n m = if n ≤ m then n else m := rfl
protected theorem max_def (n m : Int) : max n m = if n ≤ m then m else n := rfl
theorem toNat_eq_max (a : Int) : (toNat a : Int) = max a 0 := by
  rw [Int.max_def]
  split
  · rw [toNat_of_nonpos ‹_›]; rfl
  · exact toNat_of_nonneg (Int.le_of_not_le ‹_›)
protected theorem min_le_left (a b : Int) : min a b ≤ a := by
  rw [Int.min_def]
  split
  · exact Int.le_refl a
  · exact Int.le_of_not_le ‹_›
protected theorem min_le_right (a b : Int) : min a b ≤ b := by
  rw [Int.min_def]
  split
  · assumption
  · exact Int.le_refl b
protected theorem le_max_left (a b : Int) : a ≤ max a b := by
  rw [Int.max_def]
  split
  · assumption
  · exact Int.le_refl a
protected theorem le_max_right (a b : Int) : b ≤ max a b := by
  rw [Int.max_def]
  split
  · exact Int.le_refl b
  · exact Int.le_of_not_le ‹_›
protected theorem le_min {a b c : Int} : a ≤ min b c ↔ a ≤ b ∧ a ≤ c :=
  ⟨fun h => ⟨Int.le_trans h (Int.min_le_left b c), Int.le_trans h (Int.min_le_right b c)⟩, fun h => by
    rw [Int.min_def]
    split
    · exact h.1
    · exact h.2⟩
protected theorem max_le {a b c : Int} : max a b ≤ c ↔ a ≤ c ∧ b ≤ c :=
  ⟨fun h => ⟨Int.le_trans (Int.le_max_left a b) h, Int.le_trans (Int.le_max_right a b) h⟩, fun h => by
    rw [Int.max_def]
    split
    · exact h.2
    · exact h.1⟩

/-! ## The remainder around zero -/

theorem bmod_def (x : Int) (m : Nat) : bmod x m = if x % m < (m + 1) / 2 then x % m else x % m - m := rfl
@[simp] theorem bmod_emod {x : Int} {m : Nat} : bmod x m % m = x % m := by
  rw [bmod_def]
  split
  · exact emod_emod x m
  · rw [Int.sub_eq_add_neg, ← Int.one_mul (m : Int), ← Int.neg_mul, Int.one_mul, add_mul_emod_self_right, emod_emod]
theorem dvd_self_sub_bmod {x : Int} {m : Nat} : (m : Int) ∣ x - bmod x m := by
  rw [bmod_def, emod_def]
  split
  · rw [Int.sub_sub_self]; exact Int.dvd_mul_right _ _
  · rw [Int.sub_sub, Int.sub_sub_self]; exact Int.dvd_add (Int.dvd_mul_right _ _) (Int.dvd_refl _)

end Int
