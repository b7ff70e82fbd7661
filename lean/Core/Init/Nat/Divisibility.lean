/- # Core: divisibility, greatest common divisors, remainders of sums and products

Official names of `Init.Data.Nat.Dvd`, `Gcd`, `Lcm`, `Coprime` and of the end of `Init.Data.Nat.Lemmas`.
-/
prelude

import Init.Laws

set_option linter.all false
universe u

namespace Nat

/-- `f` applied `n` times. -/
@[specialize] def «repeat» {α : Type u} (f : α → α) : (n : Nat) → (a : α) → α
  | 0, a => a
  | n + 1, a => f («repeat» f n a)

/-! ## Divisibility -/

attribute [simp] Nat.dvd_refl
protected theorem dvd_def (a b : Nat) : (a ∣ b) = ∃ c, b = a * c := rfl
@[simp] protected theorem dvd_zero (a : Nat) : a ∣ 0 := ⟨0, rfl⟩
@[simp] protected theorem one_dvd (n : Nat) : 1 ∣ n := ⟨n, (Nat.one_mul n).symm⟩
protected theorem dvd_mul_left (a b : Nat) : a ∣ b * a := ⟨b, Nat.mul_comm b a⟩
protected theorem dvd_mul_right (a b : Nat) : a ∣ a * b := ⟨b, rfl⟩
protected theorem eq_zero_of_zero_dvd {a : Nat} : 0 ∣ a → a = 0 := fun ⟨c, h⟩ => h.trans (Nat.zero_mul c)
@[simp] protected theorem zero_dvd {n : Nat} : 0 ∣ n ↔ n = 0 := ⟨Nat.eq_zero_of_zero_dvd, fun h => h ▸ Nat.dvd_refl 0⟩
protected theorem dvd_add {a b c : Nat} : a ∣ b → a ∣ c → a ∣ b + c :=
  fun ⟨d, hd⟩ ⟨e, he⟩ => ⟨d + e, by rw [hd, he, Nat.mul_add]⟩
protected theorem mul_sub_left_distrib (k m n : Nat) : k * (m - n) = k * m - k * n := by
  cases Nat.le_total n m with
  | inl h => exact Nat.eq_sub_of_add_eq (by rw [← Nat.mul_add, Nat.sub_add_cancel h])
  | inr h => have := Nat.mul_le_mul_left k h; rw [Nat.sub_eq_zero_of_le h, Nat.sub_eq_zero_of_le this, Nat.mul_zero]
protected theorem mul_sub (k m n : Nat) : k * (m - n) = k * m - k * n := Nat.mul_sub_left_distrib k m n
protected theorem sub_mul (n m k : Nat) : (n - m) * k = n * k - m * k := by
  rw [Nat.mul_comm, Nat.mul_sub, Nat.mul_comm k, Nat.mul_comm k]
protected theorem dvd_sub {a b c : Nat} : a ∣ b → a ∣ c → a ∣ b - c :=
  fun ⟨d, hd⟩ ⟨e, he⟩ => ⟨d - e, by rw [hd, he, Nat.mul_sub]⟩
protected theorem dvd_add_left {a b c : Nat} (h : a ∣ c) : a ∣ b + c ↔ a ∣ b :=
  ⟨fun h' => Nat.add_sub_cancel (n := b) (m := c) ▸ Nat.dvd_sub h' h, fun h' => Nat.dvd_add h' h⟩
protected theorem dvd_add_right {a b c : Nat} (h : a ∣ b) : a ∣ b + c ↔ a ∣ c := by rw [Nat.add_comm]; exact Nat.dvd_add_left h
theorem le_of_dvd {m n : Nat} (h : 0 < n) : m ∣ n → m ≤ n
  | ⟨0, e⟩ => absurd h (by rw [e]; exact Nat.lt_irrefl 0)
  | ⟨k + 1, e⟩ => by rw [e]; exact le_add_left ..
protected theorem dvd_antisymm : ∀ {m n : Nat}, m ∣ n → n ∣ m → m = n
  | _, 0, _, h => Nat.eq_zero_of_zero_dvd h
  | 0, _, h, _ => (Nat.eq_zero_of_zero_dvd h).symm
  | _ + 1, _ + 1, h, h' => Nat.le_antisymm (le_of_dvd (zero_lt_succ _) h) (le_of_dvd (zero_lt_succ _) h')
theorem pos_of_dvd_of_pos {m n : Nat} (H1 : m ∣ n) (H2 : 0 < n) : 0 < m :=
  Nat.pos_of_ne_zero fun e => ne_of_gt H2 (Nat.eq_zero_of_zero_dvd (e ▸ H1))
theorem eq_one_of_dvd_one {n : Nat} (H : n ∣ 1) : n = 1 := Nat.dvd_antisymm H n.one_dvd
@[simp] theorem dvd_one {n : Nat} : n ∣ 1 ↔ n = 1 := ⟨eq_one_of_dvd_one, fun h => h ▸ Nat.dvd_refl _⟩
protected theorem mul_div_cancel' {n m : Nat} (H : n ∣ m) : n * (m / n) = m := by
  have := mod_add_div m n; rwa [mod_eq_zero_of_dvd H, Nat.zero_add] at this
protected theorem div_mul_cancel {n m : Nat} (H : n ∣ m) : m / n * n = m := by rw [Nat.mul_comm, Nat.mul_div_cancel' H]
protected theorem mul_dvd_mul {a b c d : Nat} : a ∣ b → c ∣ d → a * c ∣ b * d :=
  fun ⟨e, he⟩ ⟨f, hf⟩ => ⟨e * f, by rw [he, hf, Nat.mul_assoc, Nat.mul_assoc, Nat.mul_left_comm e]⟩
protected theorem mul_dvd_mul_left {b c : Nat} (a : Nat) (h : b ∣ c) : a * b ∣ a * c := Nat.mul_dvd_mul (Nat.dvd_refl a) h
protected theorem mul_dvd_mul_right {a b : Nat} (h : a ∣ b) (c : Nat) : a * c ∣ b * c := Nat.mul_dvd_mul h (Nat.dvd_refl c)
protected theorem dvd_mul_left_of_dvd {a b : Nat} (h : a ∣ b) (c : Nat) : a ∣ c * b := Nat.dvd_trans h (Nat.dvd_mul_left b c)
protected theorem dvd_mul_right_of_dvd {a b : Nat} (h : a ∣ b) (c : Nat) : a ∣ b * c := Nat.dvd_trans h (Nat.dvd_mul_right b c)
protected theorem dvd_of_mul_dvd_mul_left {k m n : Nat} (kpos : 0 < k) : k * m ∣ k * n → m ∣ n :=
  fun ⟨l, h⟩ => ⟨l, Nat.eq_of_mul_eq_mul_left kpos (h.trans (Nat.mul_assoc k m l))⟩

/-- What `simp` decides `m ∣ n` of literals with. -/
protected theorem dvd_eq_true_of_mod_eq_zero {m n : Nat} (h : n % m == 0) : (m ∣ n) = True := eq_true (dvd_of_mod_eq_zero (eq_of_beq h))
protected theorem dvd_eq_false_of_mod_ne_zero {m n : Nat} (h : n % m != 0) : (m ∣ n) = False :=
  eq_false fun h' => bne_iff_ne.mp h (mod_eq_zero_of_dvd h')

/-! ## Products and powers -/

protected theorem le_mul_of_pos_left {n : Nat} (m : Nat) (h : 0 < n) : m ≤ n * m := by
  rw [← Nat.one_mul m, ← Nat.mul_assoc, Nat.mul_one]; exact Nat.mul_le_mul_right m h
protected theorem le_mul_of_pos_right {n : Nat} (m : Nat) (h : 0 < n) : m ≤ m * n := by
  rw [Nat.mul_comm]; exact Nat.le_mul_of_pos_left m h
protected theorem pow_two (b : Nat) : b ^ 2 = b * b := by rw [pow_succ, pow_succ, pow_zero, Nat.one_mul]
@[simp] protected theorem pow_one (a : Nat) : a ^ 1 = a := Nat.one_mul a
@[simp] protected theorem one_pow (n : Nat) : 1 ^ n = 1 := by
  induction n with | zero => rfl | succ n ih => rw [pow_succ, ih]
protected theorem mul_pow (a b n : Nat) : (a * b) ^ n = a ^ n * b ^ n := by
  induction n with
  | zero => rfl
  | succ n ih => rw [pow_succ, ih, pow_succ, pow_succ, Nat.mul_assoc, Nat.mul_assoc, Nat.mul_left_comm a]
protected theorem pow_le_pow_left {m n : Nat} (h : m ≤ n) (i : Nat) : m ^ i ≤ n ^ i := by
  induction i with | zero => exact Nat.le_refl _ | succ i ih => exact Nat.mul_le_mul ih h
theorem pow_le_pow_right {n : Nat} (h : n > 0) {i j : Nat} (h' : i ≤ j) : n ^ i ≤ n ^ j := by
  obtain ⟨k, rfl⟩ := le.dest h'; rw [pow_add]; exact Nat.le_mul_of_pos_right _ (Nat.pow_pos h)
theorem le_mul_self : ∀ n : Nat, n ≤ n * n
  | 0 => Nat.le_refl 0
  | n + 1 => Nat.le_mul_of_pos_left _ (zero_lt_succ n)
protected theorem exists_eq_add_of_le {m n : Nat} (h : m ≤ n) : ∃ k : Nat, n = m + k := ⟨n - m, (Nat.add_sub_of_le h).symm⟩
protected theorem exists_eq_add_of_lt {m n : Nat} (h : m < n) : ∃ k : Nat, n = m + k + 1 := ⟨n - (m + 1), by rw [Nat.add_right_comm, Nat.add_sub_of_le h]⟩

/-! ## Remainders -/

@[simp] theorem mul_mod_left (m n : Nat) : (m * n) % n = 0 := by rw [Nat.mul_comm, mul_mod_right]
@[simp] theorem mod_add_mod (m n k : Nat) : (m % n + k) % n = (m + k) % n := by
  have := add_mul_mod_self_left (m % n + k) n (m / n)
  rw [Nat.add_right_comm, mod_add_div] at this; exact this.symm
@[simp] theorem add_mod_mod (m n k : Nat) : (m + n % k) % k = (m + n) % k := by rw [Nat.add_comm, mod_add_mod, Nat.add_comm]
theorem add_mod (a b n : Nat) : (a + b) % n = ((a % n) + (b % n)) % n := by rw [add_mod_mod, mod_add_mod]
@[simp] theorem mod_mul_mod (m n l : Nat) : ((m % l) * n) % l = (m * n) % l := by
  have := add_mul_mod_self_left (m % l * n) l (m / l * n)
  rw [← Nat.mul_assoc, ← Nat.add_mul, mod_add_div] at this; exact this.symm
@[simp] theorem mul_mod_mod (m n l : Nat) : (m * (n % l)) % l = (m * n) % l := by rw [Nat.mul_comm, mod_mul_mod, Nat.mul_comm]
theorem mul_mod (a b n : Nat) : a * b % n = (a % n) * (b % n) % n := by rw [mul_mod_mod, mod_mul_mod]
@[simp] theorem add_mod_left (a b : Nat) : (a + b) % a = b % a := by rw [← mod_add_mod, mod_self, Nat.zero_add]
@[simp] theorem add_mod_right (a b : Nat) : (a + b) % b = a % b := by rw [Nat.add_comm, add_mod_left]
theorem dvd_mod_iff {k m n : Nat} (h : k ∣ n) : k ∣ m % n ↔ k ∣ m := by
  have := Nat.dvd_add_left (b := m % n) (Nat.dvd_trans h (Nat.dvd_mul_right n (m / n)))
  rw [mod_add_div] at this; exact this.symm
protected theorem mul_div_assoc {k n : Nat} (m : Nat) : k ∣ n → m * n / k = m * (n / k) := fun ⟨c, h⟩ => by
  cases Nat.eq_zero_or_pos k with
  | inl h0 => rw [h0, Nat.div_zero, Nat.div_zero, Nat.mul_zero]
  | inr hk => rw [h, Nat.mul_left_comm, Nat.mul_div_cancel_left _ hk, Nat.mul_div_cancel_left _ hk]
theorem sub_one_add_one {a : Nat} (h : a ≠ 0) : a - 1 + 1 = a := succ_pred h

theorem div_add_mod' (a b : Nat) : a / b * b + a % b = a := by rw [Nat.mul_comm]; exact div_add_mod ..
theorem mod_add_div' (a b : Nat) : a % b + a / b * b = a := by rw [Nat.mul_comm]; exact mod_add_div ..
protected theorem div_le_div_right {a b c : Nat} (h : a ≤ b) : a / c ≤ b / c := by
  cases Nat.eq_zero_or_pos c with
  | inl h0 => rw [h0, Nat.div_zero, Nat.div_zero]
  | inr hc => exact (Nat.le_div_iff_mul_le hc).mpr (Nat.le_trans (div_mul_le_self a c) h)
protected theorem zero_lt_of_ne_zero {a : Nat} (h : a ≠ 0) : 0 < a := Nat.pos_of_ne_zero h
theorem lt_succ {m n : Nat} : m < succ n ↔ m ≤ n := lt_succ_iff

/-! ## Greatest common divisors -/

private theorem gcdFuel_eq {f g m n : Nat} (hf : m ≤ f) (hg : m ≤ g) : gcdFuel f m n = gcdFuel g m n := by
  induction f generalizing g m n with
  | zero => rw [Nat.le_zero.mp hf]; cases g <;> rfl
  | succ f ih =>
    cases g with
    | zero => rw [Nat.le_zero.mp hg]; rfl
    | succ g =>
      unfold gcdFuel
      split
      · rfl
      · rename_i h
        have lt := mod_lt n (Nat.pos_of_ne_zero h)
        exact ih (Nat.le_of_lt_succ (Nat.lt_of_lt_of_le lt hf)) (Nat.le_of_lt_succ (Nat.lt_of_lt_of_le lt hg))

@[simp] theorem gcd_zero_left (y : Nat) : gcd 0 y = y := rfl
theorem gcd_rec (m n : Nat) : gcd m n = gcd (n % m) m := by
  cases m with
  | zero =>
    rw [gcd_zero_left, mod_zero]
    cases n with
    | zero => rfl
    | succ n =>
      show n + 1 = gcdFuel (n + 1) (n + 1) 0
      rw [gcdFuel, if_neg (succ_ne_zero n), zero_mod]
      exact gcdFuel_eq (f := 0) (Nat.le_refl 0) (Nat.zero_le n)
  | succ m => exact gcdFuel_eq (f := m) (Nat.le_of_lt_succ (mod_lt n (zero_lt_succ m))) (Nat.le_refl _)
theorem gcd_add_one (x y : Nat) : gcd (x + 1) y = gcd (y % (x + 1)) (x + 1) := gcd_rec (x + 1) y
theorem gcd_succ (x y : Nat) : gcd (succ x) y = gcd (y % succ x) (succ x) := gcd_rec (x + 1) y
@[simp] theorem gcd_zero_right (n : Nat) : gcd n 0 = n := by rw [gcd_rec, zero_mod, gcd_zero_left]
@[simp] theorem gcd_self (n : Nat) : gcd n n = n := by rw [gcd_rec, mod_self, gcd_zero_left]
@[simp] theorem gcd_one_left (n : Nat) : gcd 1 n = 1 := by rw [gcd_rec, mod_one, gcd_zero_left]
@[elab_as_elim] theorem gcd.induction {P : Nat → Nat → Prop} (m n : Nat) (H0 : ∀ n, P 0 n)
    (H1 : ∀ m n, 0 < m → P (n % m) m → P m n) : P m n := by
  induction m using Nat.strongRecOn generalizing n with
  | ind m ih => exact if h : m = 0 then h ▸ H0 n else have pos := Nat.pos_of_ne_zero h; H1 m n pos (ih _ (mod_lt n pos) _)
theorem gcd_dvd (m n : Nat) : gcd m n ∣ m ∧ gcd m n ∣ n := ⟨gcd_dvd_left m n, gcd_dvd_right m n⟩
theorem gcd_le_left {m : Nat} (n : Nat) (h : 0 < m) : gcd m n ≤ m := le_of_dvd h (gcd_dvd_left m n)
theorem gcd_le_right {m : Nat} (n : Nat) (h : 0 < n) : gcd m n ≤ n := le_of_dvd h (gcd_dvd_right m n)
theorem dvd_gcd {k m n : Nat} : k ∣ m → k ∣ n → k ∣ gcd m n := by
  induction m, n using gcd.induction with
  | H0 n => intro _ hn; rw [gcd_zero_left]; exact hn
  | H1 m n _ ih => intro hm hn; rw [gcd_rec]; exact ih ((dvd_mod_iff hm).mpr hn) hm
theorem dvd_gcd_iff {k m n : Nat} : k ∣ gcd m n ↔ k ∣ m ∧ k ∣ n :=
  ⟨fun h => ⟨Nat.dvd_trans h (gcd_dvd_left m n), Nat.dvd_trans h (gcd_dvd_right m n)⟩, fun h => dvd_gcd h.1 h.2⟩
theorem gcd_comm (m n : Nat) : gcd m n = gcd n m :=
  Nat.dvd_antisymm (dvd_gcd (gcd_dvd_right m n) (gcd_dvd_left m n)) (dvd_gcd (gcd_dvd_right n m) (gcd_dvd_left n m))
@[simp] theorem gcd_one_right (n : Nat) : gcd n 1 = 1 := (gcd_comm n 1).trans (gcd_one_left n)
theorem gcd_assoc (m n k : Nat) : gcd (gcd m n) k = gcd m (gcd n k) := by
  apply Nat.dvd_antisymm <;> simp only [dvd_gcd_iff]
  · have := dvd_gcd_iff.mp (gcd_dvd_left (gcd m n) k)
    exact ⟨this.1, this.2, gcd_dvd_right ..⟩
  · have := dvd_gcd_iff.mp (gcd_dvd_right m (gcd n k))
    exact ⟨⟨gcd_dvd_left .., this.1⟩, this.2⟩
theorem gcd_eq_left {m n : Nat} (h : m ∣ n) : gcd m n = m := Nat.dvd_antisymm (gcd_dvd_left ..) (dvd_gcd (Nat.dvd_refl _) h)
theorem gcd_eq_right {m n : Nat} (h : n ∣ m) : gcd m n = n := by rw [gcd_comm, gcd_eq_left h]
theorem gcd_pos_of_pos_left {m : Nat} (n : Nat) (mpos : 0 < m) : 0 < gcd m n := pos_of_dvd_of_pos (gcd_dvd_left m n) mpos
theorem gcd_pos_of_pos_right (m : Nat) {n : Nat} (npos : 0 < n) : 0 < gcd m n := pos_of_dvd_of_pos (gcd_dvd_right m n) npos
theorem gcd_mul_left (m n k : Nat) : gcd (m * n) (m * k) = m * gcd n k := by
  cases Nat.eq_zero_or_pos m with
  | inl h => rw [h, Nat.zero_mul, Nat.zero_mul, Nat.zero_mul, gcd_zero_left]
  | inr h =>
    obtain ⟨c, hc⟩ := dvd_gcd (Nat.dvd_mul_right m n) (Nat.dvd_mul_right m k)
    apply Nat.dvd_antisymm
    · rw [hc]
      exact Nat.mul_dvd_mul_left m (dvd_gcd (Nat.dvd_of_mul_dvd_mul_left h (hc ▸ gcd_dvd_left ..))
        (Nat.dvd_of_mul_dvd_mul_left h (hc ▸ gcd_dvd_right ..)))
    · exact dvd_gcd (Nat.mul_dvd_mul_left m (gcd_dvd_left n k)) (Nat.mul_dvd_mul_left m (gcd_dvd_right n k))
theorem gcd_mul_right (m n k : Nat) : gcd (m * n) (k * n) = gcd m k * n := by
  rw [Nat.mul_comm m, Nat.mul_comm k, Nat.mul_comm _ n, gcd_mul_left]
theorem gcd_eq_zero_iff {i j : Nat} : gcd i j = 0 ↔ i = 0 ∧ j = 0 :=
  ⟨fun h => ⟨Nat.eq_zero_of_zero_dvd (h ▸ gcd_dvd_left i j), Nat.eq_zero_of_zero_dvd (h ▸ gcd_dvd_right i j)⟩,
   fun ⟨h, h'⟩ => by rw [h, h']; rfl⟩

/-- The least common multiple. -/
def lcm (m n : Nat) : Nat := m * n / gcd m n

theorem lcm_comm (m n : Nat) : lcm m n = lcm n m := by rw [lcm, lcm, Nat.mul_comm, gcd_comm]
theorem gcd_mul_lcm (m n : Nat) : gcd m n * lcm m n = m * n :=
  Nat.mul_div_cancel' (Nat.dvd_trans (gcd_dvd_left m n) (Nat.dvd_mul_right m n))
theorem dvd_lcm_left (m n : Nat) : m ∣ lcm m n := ⟨n / gcd m n, Nat.mul_div_assoc m (gcd_dvd_right m n)⟩
theorem dvd_lcm_right (m n : Nat) : n ∣ lcm m n := lcm_comm n m ▸ dvd_lcm_left n m

/-- No common divisor but 1. -/
@[reducible] def Coprime (m n : Nat) : Prop := gcd m n = 1

theorem Coprime.gcd_eq_one {m n : Nat} : Coprime m n → gcd m n = 1 := id
theorem Coprime.symm {m n : Nat} : Coprime n m → Coprime m n := (gcd_comm m n).trans
theorem Coprime.dvd_of_dvd_mul_right {k m n : Nat} (H1 : Coprime k n) (H2 : k ∣ m * n) : k ∣ m := by
  have := dvd_gcd (Nat.dvd_mul_left k m) H2
  rwa [gcd_mul_left, H1.gcd_eq_one, Nat.mul_one] at this
theorem Coprime.dvd_of_dvd_mul_left {k m n : Nat} (H1 : Coprime k m) (H2 : k ∣ m * n) : k ∣ n :=
  H1.dvd_of_dvd_mul_right (by rwa [Nat.mul_comm])

end Nat
