import DetLM.Data.Lists

/-!
# Sets of bytes as bits

## Main results

* `has_single_iff`: the set `1 <<< b` has the byte `b` only
* `has_land`, `has_lor`: what both sets have, and what one of them has
-/

namespace DetLM

/-- Two numbers in order differ by a number. -/
theorem exists_add_of_le {m n : Nat} (h : m ≤ n) : ∃ d, n = d + m := by
  induction h with
  | refl => exact ⟨0, (Nat.zero_add m).symm⟩
  | @step k _ ih =>
    obtain ⟨d, e⟩ := ih
    exact ⟨d + 1, e ▸ (Nat.add_right_comm d 1 m).symm⟩

/-- Doubling can be done before or after a shift. -/
theorem shiftLeft_double (n d : Nat) : Nat.shiftLeft (2 * n) d = 2 * Nat.shiftLeft n d := by
  induction d generalizing n with
  | zero => rfl
  | succ d ih => exact ih (2 * n)

/-- Shifting left and then right again. -/
theorem shiftRight_shiftLeft (n d c : Nat) :
    Nat.shiftRight (Nat.shiftLeft n (d + c)) c = Nat.shiftLeft n d := by
  induction c generalizing d with
  | zero => rfl
  | succ c ih =>
    have e : d + (c + 1) = d + 1 + c := (Nat.add_right_comm d 1 c).symm
    show Nat.shiftRight (Nat.shiftLeft n (d + (c + 1))) c / 2 = _
    rw [e, ih]
    show Nat.shiftLeft (2 * n) d / 2 = _
    rw [shiftLeft_double, Nat.mul_div_cancel_left _ (Nat.zero_lt_succ 1)]

/-- Nothing is left of nothing. -/
theorem zero_shiftRight (n : Nat) : Nat.shiftRight 0 n = 0 := by
  induction n with
  | zero => rfl
  | succ n ih =>
    show Nat.shiftRight 0 n / 2 = 0
    rw [ih, Nat.zero_div]

/-- Shifts to the right add up. -/
theorem shiftRight_shiftRight (n a b : Nat) :
    Nat.shiftRight n (a + b) = Nat.shiftRight (Nat.shiftRight n a) b := by
  induction b with
  | zero => rfl
  | succ b ih => exact congrArg (· / 2) ih

/-- The lowest bit of a larger power of two is not set. -/
theorem land_shiftLeft_succ : ∀ d, d < 256 → Nat.land (Nat.shiftLeft 1 (d + 1)) 1 = 0 := by
  decide +kernel

/-- The set of one byte has that byte only. -/
theorem has_single_iff {b c : Byte} (hb : b < 256) :
    ByteSet.has (Nat.shiftLeft 1 b) c = true ↔ c = b := by
  have self : Nat.shiftRight (Nat.shiftLeft 1 b) b = 1 := by
    have h := shiftRight_shiftLeft 1 0 b
    rw [Nat.zero_add] at h
    exact h
  refine nat_beq_iff.trans ⟨fun h => ?_, fun e => ?_⟩
  · by_cases e : c = b
    · exact e
    · cases Nat.lt_or_ge c b with
      | inl less =>
        obtain ⟨d, hd⟩ := exists_add_of_le (Nat.succ_le_of_lt less)
        have hd : b = d + 1 + c := hd.trans (Nat.add_right_comm d c 1)
        have small : d < 256 := Nat.lt_of_le_of_lt
          (Nat.le_trans (Nat.le_add_right d (1 + c)) (Nat.le_of_eq (by rw [hd, Nat.add_assoc]))) hb
        rw [hd, shiftRight_shiftLeft, land_shiftLeft_succ d small] at h
        exact nomatch h
      | inr more =>
        obtain ⟨d, hd⟩ := exists_add_of_le more
        cases d with
        | zero => exact absurd (hd.trans (Nat.zero_add b)) e
        | succ d =>
          have hd : c = b + (1 + d) := by rw [hd, Nat.add_comm, Nat.add_comm 1 d]
          rw [hd, shiftRight_shiftRight, self, shiftRight_shiftRight] at h
          have zero : Nat.shiftRight 1 1 = 0 := rfl
          rw [zero, zero_shiftRight] at h
          exact nomatch h
  · rw [e, self]
    rfl

/-- Membership is a bit. -/
theorem has_eq_testBit (s : ByteSet) (b : Byte) : ByteSet.has s b = Nat.testBit s b := by
  show Nat.beq (Nat.shiftRight s b &&& 1) 1 = (1 &&& Nat.shiftRight s b != 0)
  rw [Nat.and_one_is_mod, Nat.one_and_eq_mod_two]
  have h : Nat.shiftRight s b % 2 < 2 := Nat.mod_lt _ (Nat.zero_lt_succ 1)
  cases e : Nat.shiftRight s b % 2 with
  | zero => rfl
  | succ k =>
    rw [e] at h
    cases k with
    | zero => rfl
    | succ k => exact absurd (Nat.le_of_succ_le_succ (Nat.le_of_succ_le_succ h)) (Nat.not_succ_le_zero k)

/-- What two sets have in common. -/
theorem has_land (s m : ByteSet) (b : Byte) :
    ByteSet.has (Nat.land s m) b = (ByteSet.has s b && ByteSet.has m b) := by
  rw [has_eq_testBit, has_eq_testBit, has_eq_testBit]
  exact Nat.testBit_and s m b

/-- What two sets have together. -/
theorem has_lor (s m : ByteSet) (b : Byte) :
    ByteSet.has (Nat.lor s m) b = (ByteSet.has s b || ByteSet.has m b) := by
  rw [has_eq_testBit, has_eq_testBit, has_eq_testBit]
  exact Nat.testBit_or s m b

/-- The empty set has nothing. -/
theorem has_zero (b : Byte) : ByteSet.has 0 b = false := by
  show Nat.beq (Nat.land (Nat.shiftRight 0 b) 1) 1 = false
  rw [zero_shiftRight]
  rfl

end DetLM
