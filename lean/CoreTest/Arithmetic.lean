/-!
# The core's arithmetic is arithmetic

The kernel computes these functions on numerals by its own big-number arithmetic, whatever their definitions
say (all but `log2`). Each theorem determines its function: so the core's definition is the usual one, and what is
left to test is that the kernel computes the usual one.

The kernel that checks these proofs has that arithmetic built in, so that a proof could rest on what it is about.
So `tests/kernel/test_arithmetic.py` has it check them once more with every constant under another name, where it
knows no arithmetic and no numerals: there, a proof rests on the definitions alone.

## Main results

* recursion: `add_is`, `pred_is`, `sub_is`, `mul_is`, `pow_is`
* comparison: `beq_iff`, `ble_iff`, `sub_of_le`, `sub_of_ge`
* division: `div_zero_is`, `mod_zero_is`, `div_mod_is`, `gcd_is`
* powers of two: `log2_zero`, `log2_is`, `shiftLeft_is`, `shiftRight_is`
* bits: `land_is`, `lor_is`, `xor_is`
-/

namespace CoreTest

/-! ## Recursion -/

/-- Addition, by recursion on the second number. -/
theorem add_is (n m : Nat) : Nat.add n .zero = n ∧ Nat.add n (.succ m) = .succ (Nat.add n m) := ⟨rfl, rfl⟩

/-- The predecessor. -/
theorem pred_is (n : Nat) : Nat.pred .zero = .zero ∧ Nat.pred (.succ n) = n := ⟨rfl, rfl⟩

/-- Subtraction, by recursion on the second number. -/
theorem sub_is (n m : Nat) : Nat.sub n .zero = n ∧ Nat.sub n (.succ m) = Nat.pred (Nat.sub n m) := ⟨rfl, rfl⟩

/-- Multiplication, by recursion on the second number. -/
theorem mul_is (n m : Nat) : Nat.mul n .zero = .zero ∧ Nat.mul n (.succ m) = Nat.add (Nat.mul n m) n :=
  ⟨rfl, rfl⟩

/-- Powers, by recursion on the exponent. -/
theorem pow_is (n m : Nat) :
    Nat.pow n .zero = .succ .zero ∧ Nat.pow n (.succ m) = Nat.mul (Nat.pow n m) n := ⟨rfl, rfl⟩

/-! ## Comparison -/

/-- `beq` says whether two numbers are equal. -/
theorem beq_iff (n m : Nat) : Nat.beq n m = true ↔ n = m :=
  ⟨Nat.eq_of_beq_eq_true, fun e => e ▸ Nat.beq_refl n⟩

/-- `ble` says whether something can be added to the first number to give the second. -/
theorem ble_iff (n m : Nat) : Nat.ble n m = true ↔ ∃ k, Nat.add n k = m :=
  ⟨fun h => Nat.le.dest (Nat.le_of_ble_eq_true h), fun ⟨k, e⟩ => Nat.ble_eq_true_of_le (e ▸ Nat.le_add_right n k)⟩

/-- A larger number leaves nothing. -/
theorem sub_of_le (n k : Nat) : Nat.sub n (Nat.add n k) = .zero := Nat.sub_eq_zero_of_le (Nat.le_add_right n k)

/-- What was added is left. -/
theorem sub_of_ge (n k : Nat) : Nat.sub (Nat.add n k) n = k := Nat.add_sub_cancel_left ..

/-! ## Division -/

/-- By zero nothing goes. -/
theorem div_zero_is (n : Nat) : Nat.div n .zero = .zero := Nat.div_zero n

/-- By zero all is left. -/
theorem mod_zero_is (n : Nat) : Nat.mod n .zero = n := Nat.mod_zero n

/-- Quotient and remainder; no other two numbers do this. -/
theorem div_mod_is (n k : Nat) :
    Nat.add (Nat.mul (.succ k) (Nat.div n (.succ k))) (Nat.mod n (.succ k)) = n ∧ Nat.mod n (.succ k) < .succ k :=
  ⟨Nat.div_add_mod n (k + 1), Nat.mod_lt n (Nat.zero_lt_succ k)⟩

/-- What divides two numbers divides their sum. -/
private theorem dvd_add {d a b : Nat} : d ∣ a → d ∣ b → d ∣ a + b := fun ⟨x, hx⟩ ⟨y, hy⟩ =>
  ⟨x + y, by rw [hx, hy, Nat.mul_add]⟩

/-- What divides a number divides its multiples. -/
private theorem dvd_mul {d a : Nat} (k : Nat) : d ∣ a → d ∣ a * k := fun ⟨x, hx⟩ =>
  ⟨x * k, by rw [hx, Nat.mul_assoc]⟩

/-- Everything divides nothing. -/
private theorem dvd_zero (d : Nat) : d ∣ 0 := ⟨0, rfl⟩

/-- What divides two numbers divides the remainder. -/
private theorem dvd_mod {d m n : Nat} (hm : d ∣ m) (hn : d ∣ n) : d ∣ n % m := by
  let ⟨x, hx⟩ := hm
  let ⟨y, hy⟩ := hn
  refine ⟨y - x * (n / m), ?_⟩
  have e := Nat.div_add_mod n m
  have l : n % m = n - m * (n / m) := (Nat.sub_eq_of_eq_add (by rw [Nat.add_comm]; exact e.symm)).symm
  have whole : ∀ a b : Nat, d * a - d * b = d * (a - b) := fun a b => by
    cases Nat.le_total b a with
    | inl le =>
      let ⟨k, hk⟩ := Nat.le.dest le
      rw [← hk, Nat.mul_add, Nat.add_sub_cancel_left, Nat.add_sub_cancel_left]
    | inr le =>
      let ⟨k, hk⟩ := Nat.le.dest le
      rw [← hk, Nat.mul_add, Nat.sub_eq_zero_of_le (Nat.le_add_right ..),
        Nat.sub_eq_zero_of_le (Nat.le_add_right ..)]
      rfl
  rw [l, ← whole, ← hy]
  exact congrArg (n - ·) ((congrArg (· * (n / m)) hx).trans (Nat.mul_assoc ..))

/-- Euclid's algorithm, with fuel enough, finds the greatest common divisor. -/
private theorem gcdFuel_is : ∀ fuel m n : Nat, m ≤ fuel →
    (Nat.gcdFuel fuel m n ∣ m ∧ Nat.gcdFuel fuel m n ∣ n) ∧ ∀ d, d ∣ m → d ∣ n → d ∣ Nat.gcdFuel fuel m n
  | 0, m, n, h => by
    rw [Nat.le_zero.mp h]
    exact ⟨⟨dvd_zero _, Nat.dvd_refl n⟩, fun _ _ hn => hn⟩
  | fuel + 1, m, n, h => by
    by_cases e : m = 0
    · have same : Nat.gcdFuel (fuel + 1) m n = n := if_pos e
      rw [same, e]
      exact ⟨⟨dvd_zero _, Nat.dvd_refl n⟩, fun _ _ hn => hn⟩
    · have same : Nat.gcdFuel (fuel + 1) m n = Nat.gcdFuel fuel (n % m) m := if_neg e
      rw [same]
      have less := Nat.le_of_lt_succ (Nat.lt_of_lt_of_le (Nat.mod_lt n (Nat.pos_of_ne_zero e)) h)
      let ⟨⟨hr, hm⟩, most⟩ := gcdFuel_is fuel (n % m) m less
      refine ⟨⟨hm, ?_⟩, fun d dm dn => most d (dvd_mod dm dn) dm⟩
      have both := dvd_add (dvd_mul (n / m) hm) hr
      rw [Nat.div_add_mod] at both
      exact both

/-- The greatest common divisor: it divides both, and all that divides both divides it. -/
theorem gcd_is (m n : Nat) :
    (∃ k, m = Nat.mul (Nat.gcd m n) k) ∧ (∃ k, n = Nat.mul (Nat.gcd m n) k) ∧
      ∀ d, (∃ k, m = Nat.mul d k) → (∃ k, n = Nat.mul d k) → ∃ k, Nat.gcd m n = Nat.mul d k :=
  let ⟨⟨hm, hn⟩, most⟩ := gcdFuel_is m m n (Nat.le_refl m)
  ⟨hm, hn, most⟩

/-! ## Powers of two -/

/-- The logarithm of nothing is nothing. -/
theorem log2_zero : Nat.log2 .zero = .zero := rfl

/-- Two is positive. -/
private theorem two_pos : 0 < 2 := Nat.zero_lt_succ 1

/-- Half is less. -/
private theorem div_two_lt {n : Nat} (h : 0 < n) : n / 2 < n := Nat.div_lt_self h (Nat.lt_succ_self 1)

/-- Half needs a unit of fuel less. -/
private theorem div_two_le {n fuel : Nat} (h : n ≤ fuel + 1) : n / 2 ≤ fuel := by
  cases n with
  | zero => rw [Nat.zero_div]; exact Nat.zero_le fuel
  | succ n => exact Nat.le_of_lt_succ (Nat.lt_of_lt_of_le (div_two_lt (Nat.zero_lt_succ n)) h)

/-- The logarithm, with fuel enough. -/
private theorem log2Fuel_is : ∀ fuel n : Nat, n ≤ fuel → 0 < n →
    2 ^ Nat.log2Fuel fuel n ≤ n ∧ n < 2 ^ (Nat.log2Fuel fuel n + 1)
  | 0, n, h, p => absurd (Nat.lt_of_lt_of_le p h) (Nat.lt_irrefl 0)
  | fuel + 1, n, h, p => by
    by_cases two : 2 ≤ n
    · have same : Nat.log2Fuel (fuel + 1) n = Nat.log2Fuel fuel (n / 2) + 1 := if_pos two
      rw [same]
      have half : 0 < n / 2 := (Nat.le_div_iff_mul_le two_pos).mpr (by rw [Nat.one_mul]; exact two)
      let ⟨low, high⟩ := log2Fuel_is fuel (n / 2) (div_two_le h) half
      exact ⟨(Nat.le_div_iff_mul_le two_pos).mp low, (Nat.div_lt_iff_lt_mul two_pos).mp high⟩
    · have same : Nat.log2Fuel (fuel + 1) n = 0 := if_neg two
      rw [same]
      exact ⟨p, Nat.lt_of_not_le two⟩

/-- The position of the highest bit. -/
theorem log2_is (n : Nat) : Nat.pow 2 (Nat.log2 (.succ n)) ≤ .succ n ∧ .succ n < Nat.pow 2 (.succ (Nat.log2 (.succ n))) :=
  log2Fuel_is (n + 1) (n + 1) (Nat.le_refl _) (Nat.zero_lt_succ n)

/-- A shift to the left multiplies by a power of two. -/
theorem shiftLeft_is (n k : Nat) : Nat.shiftLeft n k = Nat.mul n (Nat.pow 2 k) := Nat.shiftLeft_eq n k

/-- Dividing twice is dividing by the product. -/
private theorem div_div (n a b : Nat) (ha : 0 < a) (hb : 0 < b) : n / a / b = n / (a * b) := by
  refine (Nat.div_mod_unique (r := n % a + a * (n / a % b)) ?_ ?_).1.symm
  · have one : n % a + a * (n / a % b) < a * (n / a % b + 1) := by
      rw [Nat.mul_add_one, Nat.add_comm]
      exact Nat.add_lt_add_left (Nat.mod_lt n ha) _
    exact Nat.lt_of_lt_of_le one (Nat.mul_le_mul_left a (Nat.mod_lt _ hb))
  · rw [Nat.mul_assoc, Nat.add_left_comm, ← Nat.mul_add, Nat.div_add_mod (n / a), Nat.add_comm, Nat.div_add_mod]

/-- A shift to the right divides by a power of two. -/
theorem shiftRight_is (n k : Nat) : Nat.shiftRight n k = Nat.div n (Nat.pow 2 k) := by
  induction k with
  | zero => exact (Nat.div_one n).symm
  | succ k ih =>
    show Nat.shiftRight n k / 2 = n / (2 ^ k * 2)
    rw [ih]
    exact div_div n (2 ^ k) 2 (Nat.pow_pos two_pos) two_pos

/-! ## Bits -/

/-- Whether the lowest bit is set. -/
def odd (n : Nat) : Bool := Nat.beq (n % 2) 1

/-- The test of the definition is that of `odd`. -/
private theorem decide_odd (n : Nat) : decide (n % 2 = 1) = odd n := by
  cases h : odd n with
  | true => exact decide_eq_true (Nat.eq_of_beq_eq_true h)
  | false => exact decide_eq_false (Nat.ne_of_beq_eq_false h)

/-- A Boolean operation on all bits: what it does to halves and to the lowest bit. -/
private theorem bitwise_is (f : Bool → Bool → Bool) (no : f false false = false) (n m : Nat) :
    Nat.bitwise f n m / 2 = Nat.bitwise f (n / 2) (m / 2) ∧ odd (Nat.bitwise f n m) = f (odd n) (odd m) := by
  rw [← decide_odd, ← decide_odd, ← decide_odd]
  exact Nat.bitwise_halves f no n m

/-- The bits that both have: by recursion on the halves, the lowest bit apart. -/
theorem land_is (n m : Nat) : Nat.land .zero .zero = .zero ∧
    Nat.div (Nat.land n m) 2 = Nat.land (Nat.div n 2) (Nat.div m 2) ∧
      odd (Nat.land n m) = and (odd n) (odd m) :=
  ⟨rfl, bitwise_is and rfl n m⟩

/-- The bits that one of them has. -/
theorem lor_is (n m : Nat) : Nat.lor .zero .zero = .zero ∧
    Nat.div (Nat.lor n m) 2 = Nat.lor (Nat.div n 2) (Nat.div m 2) ∧ odd (Nat.lor n m) = or (odd n) (odd m) :=
  ⟨rfl, bitwise_is or rfl n m⟩

/-- The bits that just one of them has. -/
theorem xor_is (n m : Nat) : Nat.xor .zero .zero = .zero ∧
    Nat.div (Nat.xor n m) 2 = Nat.xor (Nat.div n 2) (Nat.div m 2) ∧ odd (Nat.xor n m) = bne (odd n) (odd m) :=
  ⟨rfl, bitwise_is bne rfl n m⟩

end CoreTest
