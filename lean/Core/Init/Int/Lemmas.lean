/- # Core: arithmetic and order of integers

Official names of `Init.Data.Int.Lemmas` and `Init.Data.Int.Order`. Every integer is a difference `subNatNat a b` of natural numbers;
on differences, equality, order and the operations are arithmetic of natural numbers, and that is how all is proved here.
-/
prelude

import Init.Int.Basic

set_option linter.all false

namespace Int

/-! ## Integers as differences -/

private theorem diff_left (b k : Nat) : subNatNat (b + k) b = ofNat k := by
  simp [subNatNat, Nat.sub_eq_zero_of_le (Nat.le_add_right b k)]
private theorem diff_right (a k : Nat) : subNatNat a (a + k + 1) = negSucc k := by
  rw [Nat.add_assoc, subNatNat, Nat.add_sub_cancel_left]
private theorem ofNat_diff (k : Nat) : ofNat k = subNatNat k 0 := by rw [← diff_left 0 k, Nat.zero_add]
private theorem negSucc_diff (k : Nat) : negSucc k = subNatNat 0 (k + 1) := rfl
private theorem negOfNat_diff : ∀ k : Nat, negOfNat k = subNatNat 0 k
  | 0 => rfl
  | _ + 1 => rfl

private theorem diff_cases (a b : Nat) :
    (∃ k, a = b + k ∧ subNatNat a b = ofNat k) ∨ (∃ k, b = a + k + 1 ∧ subNatNat a b = negSucc k) := by
  rcases Nat.lt_or_ge a b with h | h
  · obtain ⟨k, rfl⟩ := Nat.le.dest h
    have e : a.succ + k = a + k + 1 := Nat.succ_add a k
    exact .inr ⟨k, e, by rw [e]; exact diff_right a k⟩
  · obtain ⟨k, rfl⟩ := Nat.le.dest h
    exact .inl ⟨k, rfl, diff_left b k⟩

private theorem same {a b c d : Nat} : subNatNat a b = subNatNat c d ↔ a + d = c + b := by
  rcases diff_cases a b with ⟨k, rfl, h⟩ | ⟨k, rfl, h⟩ <;> rcases diff_cases c d with ⟨l, rfl, h'⟩ | ⟨l, rfl, h'⟩ <;> rw [h, h']
  · rw [show b + k + d = b + d + k by simp only [Nat.add_assoc, Nat.add_comm, Nat.add_left_comm],
      show d + l + b = b + d + l by simp only [Nat.add_assoc, Nat.add_comm, Nat.add_left_comm], Nat.add_left_cancel_iff]
    exact ⟨Int.ofNat.inj, congrArg _⟩
  · rw [show b + k + (c + l + 1) = c + b + (k + l + 1) by simp only [Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]]
    exact iff_of_false (fun e => nomatch e) (fun e => nomatch Nat.add_left_cancel (k := 0) e)
  · rw [show d + l + (a + k + 1) = a + d + (k + l + 1) by simp only [Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]]
    exact iff_of_false (fun e => nomatch e) (fun e => nomatch Nat.add_left_cancel (m := 0) e)
  · rw [show a + (c + l + 1) = a + c + 1 + l by simp only [Nat.add_assoc, Nat.add_comm, Nat.add_left_comm],
      show c + (a + k + 1) = a + c + 1 + k by simp only [Nat.add_assoc, Nat.add_comm, Nat.add_left_comm], Nat.add_left_cancel_iff]
    exact ⟨fun e => (Int.negSucc.inj e).symm, fun e => congrArg _ e.symm⟩

private theorem exists_diff : ∀ x : Int, ∃ a b, x = subNatNat a b
  | ofNat k => ⟨k, 0, ofNat_diff k⟩
  | negSucc k => ⟨0, k + 1, negSucc_diff k⟩

private theorem diff_induction {p : Int → Prop} (h : ∀ a b, p (subNatNat a b)) (x : Int) : p x :=
  let ⟨a, b, e⟩ := exists_diff x
  e ▸ h a b

/-- The two sides hold the same summands. -/
local macro "sums" : tactic =>
  `(tactic| (
    try simp only [Nat.mul_add, Nat.add_mul, Nat.mul_zero, Nat.zero_mul, Nat.mul_one, Nat.one_mul, Nat.add_zero, Nat.zero_add]
    try simp only [Nat.mul_assoc, Nat.mul_comm, Nat.mul_left_comm]
    try simp only [Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]))

private theorem diff_neg (a b : Nat) : -subNatNat a b = subNatNat b a := by
  rcases diff_cases a b with ⟨k, rfl, h⟩ | ⟨k, rfl, h⟩ <;> rw [h]
  · show negOfNat k = _
    rw [negOfNat_diff, same]; sums
  · show ofNat (k + 1) = _
    rw [ofNat_diff, same]; sums

private theorem diff_add (a b c d : Nat) : subNatNat a b + subNatNat c d = subNatNat (a + c) (b + d) := by
  rcases diff_cases a b with ⟨k, rfl, h⟩ | ⟨k, rfl, h⟩ <;> rcases diff_cases c d with ⟨l, rfl, h'⟩ | ⟨l, rfl, h'⟩ <;> rw [h, h']
  · show ofNat (k + l) = _
    rw [ofNat_diff, same, Nat.add_zero, Nat.add_add_add_comm b, Nat.add_comm]
  · show subNatNat k (l + 1) = _
    rw [same, Nat.add_assoc c l 1, ← Nat.add_assoc k, Nat.add_comm k, ← Nat.add_assoc]
  · show subNatNat l (k + 1) = _
    rw [same]; sums
  · show negSucc (k + l + 1) = _
    rw [negSucc_diff, same]; sums

private theorem regroup (p q r t : Nat) : p + (q + r + t) = t + (r + p) + q := by
  rw [Nat.add_comm p, Nat.add_comm (q + r) t, Nat.add_assoc, Nat.add_assoc q, Nat.add_comm q, ← Nat.add_assoc t]
private theorem diff_mul_nat (b d k l : Nat) : k * l + ((b + k) * d + b * (d + l)) = (b + k) * (d + l) + b * d := by
  rw [Nat.add_mul b k d, Nat.add_mul b k (d + l), Nat.mul_add k d l]; exact regroup ..
private theorem diff_mul_nat' (b c k l : Nat) : (b + k) * (c + l) + b * c = (b + k) * c + b * (c + l) + k * l := by
  rw [← diff_mul_nat, Nat.add_comm]

private theorem diff_mul (a b c d : Nat) : subNatNat a b * subNatNat c d = subNatNat (a * c + b * d) (a * d + b * c) := by
  rcases diff_cases a b with ⟨k, rfl, h⟩ | ⟨k, rfl, h⟩ <;> rcases diff_cases c d with ⟨l, rfl, h'⟩ | ⟨l, rfl, h'⟩ <;> rw [h, h']
  · show ofNat (k * l) = _
    rw [ofNat_diff, same]; exact diff_mul_nat b d k l
  · show negOfNat (k * (l + 1)) = _
    rw [negOfNat_diff, same, Nat.zero_add]; exact diff_mul_nat' b c k (l + 1)
  · show negOfNat ((k + 1) * l) = _
    rw [negOfNat_diff, same, Nat.zero_add, Nat.add_comm (a * d), Nat.add_comm (a * (d + l))]; exact diff_mul_nat' a d (k + 1) l
  · show ofNat ((k + 1) * (l + 1)) = _
    rw [ofNat_diff, same, Nat.add_zero, Nat.add_comm (a * (c + l + 1)), Nat.add_comm (a * c)]; exact diff_mul_nat a c (k + 1) (l + 1)

protected theorem sub_eq_add_neg {a b : Int} : a - b = a + -b := rfl

private theorem diff_sub (a b c d : Nat) : subNatNat a b - subNatNat c d = subNatNat (a + d) (b + c) := by
  rw [Int.sub_eq_add_neg, diff_neg, diff_add]

private theorem diff_le (a b c d : Nat) : subNatNat a b ≤ subNatNat c d ↔ a + d ≤ c + b := by
  have nonNeg : ∀ m n, NonNeg (subNatNat m n) ↔ n ≤ m := by
    intro m n
    rcases diff_cases m n with ⟨k, rfl, h⟩ | ⟨k, rfl, h⟩ <;> rw [h]
    · exact iff_of_true ⟨k⟩ (Nat.le_add_right n k)
    · exact iff_of_false (fun h => nomatch h) (Nat.not_le_of_lt (Nat.lt_succ_of_le (Nat.le_add_right m k)))
  show NonNeg _ ↔ _
  rw [diff_sub, nonNeg, Nat.add_comm d a]

private theorem diff_lt (a b c d : Nat) : subNatNat a b < subNatNat c d ↔ a + d < c + b := by
  show subNatNat a b + subNatNat 1 0 ≤ _ ↔ _
  rw [diff_add, diff_le, show a + 1 + d = (a + d) + 1 by sums]
  exact Iff.rfl

private theorem zero_diff : (0 : Int) = subNatNat 0 0 := rfl
private theorem one_diff : (1 : Int) = subNatNat 1 0 := rfl
private theorem cast_diff (n : Nat) : (n : Int) = subNatNat n 0 := ofNat_diff n

/-- Take all variables for differences, and the goal is about natural numbers. -/
local macro "differences" at_:(Lean.Parser.Tactic.location)? : tactic =>
  `(tactic| simp only [zero_diff, one_diff, cast_diff, diff_neg, diff_add, diff_mul, diff_sub, diff_le, diff_lt, same, Nat.add_zero,
    Nat.zero_add] $(at_)?)

local macro "by_sums" : term => `(by differences; try sums)

/-! ## Numerals and casts -/

@[simp] theorem ofNat_eq_natCast (n : Nat) : ofNat n = n := rfl
theorem ofNat_eq_coe : ofNat n = n := rfl
theorem negSucc_eq (n : Nat) : negSucc n = -((n : Int) + 1) := rfl
theorem negSucc_coe (n : Nat) : negSucc n = -((n + 1 : Nat) : Int) := rfl
@[simp] theorem natCast_ofNat {x : Nat} : @Nat.cast Int instNatCastInt (no_index (OfNat.ofNat x)) = OfNat.ofNat x := rfl
theorem natCast_zero : ((0 : Nat) : Int) = 0 := rfl
theorem natCast_one : ((1 : Nat) : Int) = 1 := rfl
@[simp] theorem cast_ofNat_Int : (Nat.cast (no_index (OfNat.ofNat n)) : Int) = OfNat.ofNat n := rfl
@[simp] theorem natCast_add (n m : Nat) : ((n + m : Nat) : Int) = n + m := rfl
@[simp] theorem natCast_mul (n m : Nat) : ((n * m : Nat) : Int) = n * m := rfl
theorem natCast_succ (n : Nat) : (Nat.succ n : Int) = n + 1 := rfl
@[simp] theorem natCast_inj {m n : Nat} : (m : Int) = n ↔ m = n := ⟨Int.ofNat.inj, congrArg _⟩
theorem ofNat_inj {m n : Nat} : (m : Int) = n ↔ m = n := natCast_inj
@[simp] theorem natCast_eq_zero {n : Nat} : (n : Int) = 0 ↔ n = 0 := natCast_inj
theorem natCast_ne_zero {n : Nat} : (n : Int) ≠ 0 ↔ n ≠ 0 := not_congr natCast_eq_zero
theorem natCast_sub {m n : Nat} (h : m ≤ n) : ((n - m : Nat) : Int) = n - m := by
  obtain ⟨k, rfl⟩ := Nat.le.dest h
  rw [Nat.add_sub_cancel_left]; exact by_sums

/-! ## Ring -/

section
variable (a b c d : Int)

protected theorem add_comm : a + b = b + a := by
  induction a using diff_induction; induction b using diff_induction; exact by_sums
protected theorem add_assoc : a + b + c = a + (b + c) := by
  induction a using diff_induction; induction b using diff_induction; induction c using diff_induction; exact by_sums
protected theorem mul_comm : a * b = b * a := by
  induction a using diff_induction; induction b using diff_induction; exact by_sums
protected theorem mul_add : a * (b + c) = a * b + a * c := by
  induction a using diff_induction; induction b using diff_induction; induction c using diff_induction; exact by_sums
@[simp] protected theorem add_zero : a + 0 = a := by induction a using diff_induction; exact by_sums
@[simp] protected theorem mul_one : a * 1 = a := by induction a using diff_induction; exact by_sums
@[simp] protected theorem mul_zero : a * 0 = 0 := by induction a using diff_induction; exact by_sums
@[simp] protected theorem neg_neg : - -a = a := by induction a using diff_induction; exact by_sums
protected theorem neg_add {a b : Int} : -(a + b) = -a + -b := by
  induction a using diff_induction; induction b using diff_induction; exact by_sums
protected theorem neg_sub : -(a - b) = b - a := by
  induction a using diff_induction; induction b using diff_induction; exact by_sums
@[simp] protected theorem neg_mul : -a * b = -(a * b) := by
  induction a using diff_induction; induction b using diff_induction; exact by_sums
private theorem nat_or_neg : ∀ a : Int, ∃ n : Nat, a = ofNat n ∨ a = -ofNat n
  | ofNat n => ⟨n, .inl rfl⟩
  | negSucc n => ⟨n + 1, .inr rfl⟩
private theorem mul_neg' (a b : Int) : a * -b = -(a * b) := by rw [Int.mul_comm, Int.neg_mul, Int.mul_comm]
protected theorem mul_assoc : a * b * c = a * (b * c) := by
  have nat (x y z : Nat) : ofNat x * ofNat y * ofNat z = ofNat x * (ofNat y * ofNat z) := congrArg ofNat (Nat.mul_assoc x y z)
  obtain ⟨x, rfl | rfl⟩ := nat_or_neg a <;> obtain ⟨y, rfl | rfl⟩ := nat_or_neg b <;> obtain ⟨z, rfl | rfl⟩ := nat_or_neg c <;>
    simp only [Int.neg_mul, mul_neg', Int.neg_neg, nat]
protected theorem add_right_neg : a + -a = 0 := by induction a using diff_induction; exact by_sums

protected theorem add_left_comm : a + (b + c) = b + (a + c) := by rw [← Int.add_assoc, Int.add_comm a, Int.add_assoc]
protected theorem add_right_comm : a + b + c = a + c + b := by rw [Int.add_assoc, Int.add_comm b, Int.add_assoc]
protected theorem add_add_add_comm : a + b + (c + d) = a + c + (b + d) := by
  rw [Int.add_assoc, Int.add_left_comm b, ← Int.add_assoc]
protected theorem mul_left_comm : a * (b * c) = b * (a * c) := by rw [← Int.mul_assoc, Int.mul_comm a, Int.mul_assoc]
protected theorem mul_right_comm : a * b * c = a * c * b := by rw [Int.mul_assoc, Int.mul_comm b, Int.mul_assoc]
@[simp] protected theorem zero_add : 0 + a = a := by rw [Int.add_comm, Int.add_zero]
@[simp] protected theorem one_mul : 1 * a = a := by rw [Int.mul_comm, Int.mul_one]
@[simp] protected theorem zero_mul : 0 * a = 0 := by rw [Int.mul_comm, Int.mul_zero]
protected theorem add_mul : (a + b) * c = a * c + b * c := by rw [Int.mul_comm, Int.mul_add, Int.mul_comm c, Int.mul_comm c]
@[simp] protected theorem mul_neg : a * -b = -(a * b) := by rw [Int.mul_comm, Int.neg_mul, Int.mul_comm]
protected theorem neg_mul_neg : -a * -b = a * b := by rw [Int.neg_mul, Int.mul_neg, Int.neg_neg]
protected theorem neg_mul_comm : -a * b = a * -b := by rw [Int.neg_mul, Int.mul_neg]
protected theorem neg_mul_eq_neg_mul : -(a * b) = -a * b := (Int.neg_mul a b).symm
protected theorem neg_mul_eq_mul_neg : -(a * b) = a * -b := (Int.mul_neg a b).symm
protected theorem neg_eq_neg_one_mul : -a = -1 * a := by rw [Int.neg_mul, Int.one_mul]
protected theorem two_mul : 2 * a = a + a := by rw [show (2 : Int) = 1 + 1 from rfl, Int.add_mul, Int.one_mul]
@[simp] protected theorem neg_zero : -(0 : Int) = 0 := rfl
protected theorem add_left_neg : -a + a = 0 := by rw [Int.add_comm, Int.add_right_neg]
@[simp] protected theorem add_neg_cancel_right : a + b + -b = a := by rw [Int.add_assoc, Int.add_right_neg, Int.add_zero]
@[simp] protected theorem neg_add_cancel_right : a + -b + b = a := by rw [Int.add_assoc, Int.add_left_neg, Int.add_zero]
@[simp] protected theorem add_neg_cancel_left : a + (-a + b) = b := by rw [← Int.add_assoc, Int.add_right_neg, Int.zero_add]
@[simp] protected theorem neg_add_cancel_left : -a + (a + b) = b := by rw [← Int.add_assoc, Int.add_left_neg, Int.zero_add]

@[simp] protected theorem sub_self : a - a = 0 := Int.add_right_neg a
@[simp] protected theorem sub_zero : a - 0 = a := Int.add_zero a
@[simp] protected theorem zero_sub : 0 - a = -a := Int.zero_add (-a)
@[simp] protected theorem sub_neg : a - -b = a + b := by rw [Int.sub_eq_add_neg, Int.neg_neg]
@[simp] protected theorem sub_add_cancel : a - b + b = a := Int.neg_add_cancel_right a b
@[simp] protected theorem add_sub_cancel : a + b - b = a := Int.add_neg_cancel_right a b
protected theorem add_sub_assoc : a + b - c = a + (b - c) := Int.add_assoc a b (-c)
protected theorem sub_sub : a - b - c = a - (b + c) := by simp only [Int.sub_eq_add_neg, Int.neg_add, Int.add_assoc]
protected theorem sub_right_comm : a - b - c = a - c - b := Int.add_right_comm a (-b) (-c)
protected theorem sub_sub_self : a - (a - b) = b := by
  rw [Int.sub_eq_add_neg, Int.neg_sub, Int.add_comm, Int.sub_add_cancel]
protected theorem add_sub_add_right : a + c - (b + c) = a - b := by
  rw [Int.add_comm b, ← Int.sub_sub, Int.add_sub_cancel]
protected theorem mul_sub : a * (b - c) = a * b - a * c := by simp only [Int.sub_eq_add_neg, Int.mul_add, Int.mul_neg]
protected theorem sub_mul : (a - b) * c = a * c - b * c := by simp only [Int.sub_eq_add_neg, Int.add_mul, Int.neg_mul]

end

section
variable {a b c : Int}

protected theorem add_left_cancel (h : a + b = a + c) : b = c := by
  rw [← Int.neg_add_cancel_left a b, h, Int.neg_add_cancel_left]
protected theorem add_right_cancel (h : a + b = c + b) : a = c := by
  rw [← Int.add_neg_cancel_right a b, h, Int.add_neg_cancel_right]
protected theorem add_left_inj (k : Int) : a + k = b + k ↔ a = b := ⟨Int.add_right_cancel, congrArg (· + k)⟩
protected theorem add_right_inj (k : Int) : k + a = k + b ↔ a = b := ⟨Int.add_left_cancel, congrArg (k + ·)⟩
@[simp] protected theorem neg_inj : -a = -b ↔ a = b := ⟨fun h => by rw [← Int.neg_neg a, h, Int.neg_neg], congrArg _⟩
@[simp] protected theorem neg_eq_zero : -a = 0 ↔ a = 0 := Int.neg_inj (b := 0)
protected theorem sub_eq_zero_of_eq (h : a = b) : a - b = 0 := h ▸ Int.sub_self a
protected theorem eq_of_sub_eq_zero (h : a - b = 0) : a = b := by rw [← Int.sub_add_cancel a b, h, Int.zero_add]
protected theorem sub_eq_zero : a - b = 0 ↔ a = b := ⟨Int.eq_of_sub_eq_zero, Int.sub_eq_zero_of_eq⟩
protected theorem sub_eq_iff_eq_add : a - b = c ↔ a = c + b :=
  ⟨fun h => by rw [← h, Int.sub_add_cancel], fun h => by rw [h, Int.add_sub_cancel]⟩
protected theorem eq_sub_of_add_eq (h : a + b = c) : a = c - b := by rw [← h, Int.add_sub_cancel]
protected theorem eq_neg_of_add_eq_zero (h : a + b = 0) : a = -b := by rw [← Int.zero_sub, Int.eq_sub_of_add_eq h]

end

theorem subNatNat_eq_coe {m n : Nat} : subNatNat m n = (m : Int) - n := by differences

/-! ## Powers -/

@[simp] protected theorem pow_zero (b : Int) : b ^ 0 = 1 := rfl
protected theorem pow_succ (b : Int) (e : Nat) : b ^ (e + 1) = b ^ e * b := rfl
@[simp] theorem natCast_pow (b n : Nat) : ((b ^ n : Nat) : Int) = (b : Int) ^ n := by
  induction n with
  | zero => rfl
  | succ n ih => rw [Nat.pow_succ, natCast_mul, ih, Int.pow_succ]

/-! ## Order -/

theorem le_def {a b : Int} : a ≤ b ↔ NonNeg (b - a) := Iff.rfl
theorem lt_iff_add_one_le {a b : Int} : a < b ↔ a + 1 ≤ b := Iff.rfl
theorem add_one_le_iff {a b : Int} : a + 1 ≤ b ↔ a < b := Iff.rfl
theorem add_one_le_of_lt {a b : Int} (h : a < b) : a + 1 ≤ b := h
theorem lt_of_add_one_le {a b : Int} (h : a + 1 ≤ b) : a < b := h
@[simp] theorem ofNat_le {m n : Nat} : (m : Int) ≤ n ↔ m ≤ n := by differences
@[simp] theorem ofNat_lt {m n : Nat} : (m : Int) < n ↔ m < n := by differences
@[simp] theorem natCast_nonneg (n : Nat) : 0 ≤ (n : Int) := ofNat_le.mpr (Nat.zero_le n)
theorem ofNat_nonneg (n : Nat) : 0 ≤ (n : Int) := natCast_nonneg n
theorem ofNat_zero_le (n : Nat) : 0 ≤ (n : Int) := natCast_nonneg n
@[simp] theorem natCast_pos {n : Nat} : 0 < (n : Int) ↔ 0 < n := ofNat_lt
theorem natCast_succ_pos (n : Nat) : 0 < (Nat.succ n : Int) := natCast_pos.mpr (Nat.zero_lt_succ n)
theorem negSucc_lt_zero (n : Nat) : negSucc n < 0 := by
  rw [negSucc_diff]; differences; exact Nat.zero_lt_succ n
@[simp] theorem negSucc_not_nonneg (n : Nat) : 0 ≤ negSucc n ↔ False := by
  rw [negSucc_diff]; differences; exact iff_of_false (Nat.not_succ_le_zero n) id

section
variable {a b c d : Int}

protected theorem not_le : ¬a ≤ b ↔ b < a := by
  induction a using diff_induction; induction b using diff_induction; differences; exact Nat.not_le
protected theorem not_lt : ¬a < b ↔ b ≤ a := by
  induction a using diff_induction; induction b using diff_induction; differences; exact Nat.not_lt
protected theorem add_le_add_iff_right (c : Int) : a + c ≤ b + c ↔ a ≤ b := by
  induction a using diff_induction with | _ a a'
  induction b using diff_induction with | _ b b'
  induction c using diff_induction with | _ c c'
  differences
  rw [show a + c + (b' + c') = a + b' + (c + c') by sums, show b + c + (a' + c') = b + a' + (c + c') by sums]
  exact ⟨Nat.le_of_add_le_add_right, fun h => Nat.add_le_add_right h _⟩
protected theorem le_trans (h : a ≤ b) (h' : b ≤ c) : a ≤ c := by
  induction a using diff_induction with | _ a a'
  induction b using diff_induction with | _ b b'
  induction c using diff_induction with | _ c c'
  differences at h h' ⊢
  refine Nat.le_of_add_le_add_right (b := b + b') ?_
  rw [show a + c' + (b + b') = a + b' + (b + c') by sums, show c + a' + (b + b') = b + a' + (c + b') by sums]
  exact Nat.add_le_add h h'
protected theorem le_antisymm (h : a ≤ b) (h' : b ≤ a) : a = b := by
  induction a using diff_induction; induction b using diff_induction; differences at h h' ⊢; exact Nat.le_antisymm h h'
protected theorem mul_nonneg (ha : 0 ≤ a) (hb : 0 ≤ b) : 0 ≤ a * b :=
  match a, b, ha, hb with
  | ofNat m, ofNat n, _, _ => natCast_nonneg (m * n)
  | negSucc m, _, h, _ => ((negSucc_not_nonneg m).mp h).elim
  | _, negSucc n, _, h => ((negSucc_not_nonneg n).mp h).elim

@[simp] protected theorem le_refl (a : Int) : a ≤ a := by induction a using diff_induction; differences; exact Nat.le_refl _
protected theorem le_rfl : a ≤ a := Int.le_refl a
protected theorem le_of_eq (h : a = b) : a ≤ b := h ▸ Int.le_refl a
@[simp] protected theorem lt_irrefl (a : Int) : ¬a < a := Int.not_lt.mpr (Int.le_refl a)
protected theorem le_of_not_le (h : ¬a ≤ b) : b ≤ a := by
  induction a using diff_induction; induction b using diff_induction; differences at h ⊢; exact Nat.le_of_lt (Nat.lt_of_not_le h)
protected theorem le_total (a b : Int) : a ≤ b ∨ b ≤ a := (Decidable.em (a ≤ b)).imp id Int.le_of_not_le
protected theorem le_of_lt (h : a < b) : a ≤ b := Int.le_of_not_le fun h' => Int.not_le.mpr h h'
protected theorem lt_of_not_ge (h : ¬b ≤ a) : a < b := Int.not_le.mp h
protected theorem le_of_not_gt (h : ¬b < a) : a ≤ b := Int.not_lt.mp h
protected theorem not_le_of_gt (h : b < a) : ¬a ≤ b := Int.not_le.mpr h
protected theorem not_lt_of_ge (h : b ≤ a) : ¬a < b := Int.not_lt.mpr h
protected theorem lt_of_lt_of_le (h : a < b) (h' : b ≤ c) : a < c := Int.le_trans (a := a + 1) h h'
protected theorem lt_of_le_of_lt (h : a ≤ b) (h' : b < c) : a < c :=
  Int.le_trans ((Int.add_le_add_iff_right 1).mpr h) h'
protected theorem lt_trans (h : a < b) (h' : b < c) : a < c := Int.lt_of_lt_of_le h (Int.le_of_lt h')
protected theorem ne_of_lt (h : a < b) : a ≠ b := fun e => Int.lt_irrefl b (e ▸ h)
protected theorem ne_of_gt (h : b < a) : a ≠ b := fun e => Int.lt_irrefl b (e ▸ h)
protected theorem lt_asymm (h : a < b) : ¬b < a := fun h' => Int.lt_irrefl a (Int.lt_trans h h')
protected theorem lt_trichotomy (a b : Int) : a < b ∨ a = b ∨ b < a :=
  (Decidable.em (a ≤ b)).elim
    (fun h => (Decidable.em (b ≤ a)).elim (fun h' => .inr (.inl (Int.le_antisymm h h'))) (fun h' => .inl (Int.not_le.mp h')))
    (fun h => .inr (.inr (Int.not_le.mp h)))
protected theorem lt_or_gt_of_ne (h : a ≠ b) : a < b ∨ a > b := (Int.lt_trichotomy a b).imp id (·.resolve_left h)
protected theorem lt_or_le (a b : Int) : a < b ∨ b ≤ a := (Decidable.em (a < b)).imp id Int.not_lt.mp
protected theorem lt_of_le_of_ne (h : a ≤ b) (n : a ≠ b) : a < b := Int.not_le.mp fun h' => n (Int.le_antisymm h h')
protected theorem le_iff_lt_or_eq : a ≤ b ↔ a < b ∨ a = b :=
  ⟨fun h => (Decidable.em (a = b)).elim .inr (fun n => .inl (Int.lt_of_le_of_ne h n)), fun h => h.elim Int.le_of_lt Int.le_of_eq⟩
protected theorem lt_iff_le_and_ne : a < b ↔ a ≤ b ∧ a ≠ b :=
  ⟨fun h => ⟨Int.le_of_lt h, Int.ne_of_lt h⟩, fun h => Int.lt_of_le_of_ne h.1 h.2⟩
protected theorem eq_iff_le_and_ge : a = b ↔ a ≤ b ∧ b ≤ a :=
  ⟨fun h => ⟨Int.le_of_eq h, Int.le_of_eq h.symm⟩, fun h => Int.le_antisymm h.1 h.2⟩

protected theorem add_le_add_right (h : a ≤ b) (c : Int) : a + c ≤ b + c := (Int.add_le_add_iff_right c).mpr h
protected theorem add_le_add_left (h : a ≤ b) (c : Int) : c + a ≤ c + b := by
  rw [Int.add_comm c, Int.add_comm c]; exact Int.add_le_add_right h c
protected theorem add_le_add_iff_left (c : Int) : c + a ≤ c + b ↔ a ≤ b := by
  rw [Int.add_comm c, Int.add_comm c, Int.add_le_add_iff_right]
protected theorem add_le_add (h : a ≤ b) (h' : c ≤ d) : a + c ≤ b + d :=
  Int.le_trans (Int.add_le_add_right h c) (Int.add_le_add_left h' b)
protected theorem add_lt_add_right (h : a < b) (c : Int) : a + c < b + c := by
  show a + c + 1 ≤ b + c
  rw [Int.add_right_comm]; exact Int.add_le_add_right h c
protected theorem add_lt_add_left (h : a < b) (c : Int) : c + a < c + b := by
  rw [Int.add_comm c, Int.add_comm c]; exact Int.add_lt_add_right h c
protected theorem add_lt_add_of_le_of_lt (h : a ≤ b) (h' : c < d) : a + c < b + d :=
  Int.lt_of_le_of_lt (Int.add_le_add_right h c) (Int.add_lt_add_left h' b)
protected theorem add_lt_add_of_lt_of_le (h : a < b) (h' : c ≤ d) : a + c < b + d :=
  Int.lt_of_lt_of_le (Int.add_lt_add_right h c) (Int.add_le_add_left h' b)
protected theorem add_lt_add (h : a < b) (h' : c < d) : a + c < b + d := Int.lt_trans (Int.add_lt_add_right h c) (Int.add_lt_add_left h' b)
protected theorem add_nonneg (h : 0 ≤ a) (h' : 0 ≤ b) : 0 ≤ a + b := Int.add_le_add h h'
protected theorem le_add_of_nonneg_right (h : 0 ≤ b) : a ≤ a + b := by
  have := Int.add_le_add_left h a; rwa [Int.add_zero] at this
protected theorem le_add_of_nonneg_left (h : 0 ≤ b) : a ≤ b + a := by
  have := Int.add_le_add_right h a; rwa [Int.zero_add] at this
protected theorem zero_lt_one : (0 : Int) < 1 := Int.le_refl 1
protected theorem lt_succ (a : Int) : a < a + 1 := Int.le_refl (a + 1)
protected theorem sub_one_lt (a : Int) : a - 1 < a := by show a - 1 + 1 ≤ a; rw [Int.sub_add_cancel]; exact Int.le_refl a
theorem lt_add_one_iff : a < b + 1 ↔ a ≤ b := Int.add_le_add_iff_right 1
theorem le_sub_one_iff : a ≤ b - 1 ↔ a < b := by
  show _ ↔ a + 1 ≤ b
  rw [← Int.add_le_add_iff_right 1, Int.sub_add_cancel]

protected theorem sub_nonneg : 0 ≤ a - b ↔ b ≤ a := by rw [← Int.add_le_add_iff_right b, Int.zero_add, Int.sub_add_cancel]
protected theorem sub_nonneg_of_le (h : b ≤ a) : 0 ≤ a - b := Int.sub_nonneg.mpr h
protected theorem le_of_sub_nonneg (h : 0 ≤ a - b) : b ≤ a := Int.sub_nonneg.mp h
protected theorem le_sub_iff_add_le : a ≤ b - c ↔ a + c ≤ b := by rw [← Int.add_le_add_iff_right c, Int.sub_add_cancel]
protected theorem sub_le_iff_le_add : a - b ≤ c ↔ a ≤ c + b := by rw [← Int.add_le_add_iff_right b, Int.sub_add_cancel]
protected theorem neg_le_neg (h : a ≤ b) : -b ≤ -a := by
  have := Int.add_le_add_right h (-a + -b)
  rwa [Int.add_neg_cancel_left, Int.add_left_comm, Int.add_right_neg, Int.add_zero] at this
@[simp] protected theorem neg_le_neg_iff : -a ≤ -b ↔ b ≤ a :=
  ⟨fun h => by have := Int.neg_le_neg h; rwa [Int.neg_neg, Int.neg_neg] at this, Int.neg_le_neg⟩
protected theorem neg_lt_neg (h : a < b) : -b < -a := Int.not_le.mp fun h' => Int.not_le.mpr h (Int.neg_le_neg_iff.mp h')
protected theorem neg_nonneg_of_nonpos (h : a ≤ 0) : 0 ≤ -a := Int.neg_le_neg h
protected theorem neg_nonpos_of_nonneg (h : 0 ≤ a) : -a ≤ 0 := Int.neg_le_neg h
protected theorem neg_pos_of_neg (h : a < 0) : 0 < -a := Int.neg_lt_neg h
protected theorem neg_neg_of_pos (h : 0 < a) : -a < 0 := Int.neg_lt_neg h
protected theorem sub_lt_self (a : Int) {b : Int} (h : 0 < b) : a - b < a := by
  have := Int.add_lt_add_left (Int.neg_neg_of_pos h) a; rwa [Int.add_zero] at this

protected theorem mul_le_mul_of_nonneg_left (h : a ≤ b) (hc : 0 ≤ c) : c * a ≤ c * b :=
  Int.le_of_sub_nonneg (by rw [← Int.mul_sub]; exact Int.mul_nonneg hc (Int.sub_nonneg_of_le h))
protected theorem mul_le_mul_of_nonneg_right (h : a ≤ b) (hc : 0 ≤ c) : a * c ≤ b * c := by
  rw [Int.mul_comm a, Int.mul_comm b]; exact Int.mul_le_mul_of_nonneg_left h hc
protected theorem mul_le_mul_of_nonpos_left (ha : a ≤ 0) (h : c ≤ b) : a * b ≤ a * c := by
  have := Int.mul_le_mul_of_nonneg_left h (Int.neg_nonneg_of_nonpos ha)
  rwa [Int.neg_mul, Int.neg_mul, Int.neg_le_neg_iff] at this
protected theorem mul_pos (ha : 0 < a) (hb : 0 < b) : 0 < a * b := by
  have := Int.add_lt_add_of_le_of_lt (Int.mul_nonneg (Int.le_of_lt ha) (Int.sub_nonneg_of_le hb)) ha
  rwa [Int.zero_add, Int.mul_sub, Int.zero_add, Int.mul_one, Int.sub_add_cancel] at this

/-! ## Not negative, positive -/

theorem eq_ofNat_of_zero_le (h : 0 ≤ a) : ∃ n : Nat, a = n :=
  match a, h with
  | ofNat n, _ => ⟨n, rfl⟩
  | negSucc n, h => ((negSucc_not_nonneg n).mp h).elim
theorem eq_succ_of_zero_lt (h : 0 < a) : ∃ n : Nat, a = n.succ :=
  match a, h with
  | ofNat 0, h => (Int.lt_irrefl 0 h).elim
  | ofNat (n + 1), _ => ⟨n, rfl⟩
  | negSucc n, h => ((negSucc_not_nonneg n).mp (Int.le_of_lt h)).elim
protected theorem mul_eq_zero : a * b = 0 ↔ a = 0 ∨ b = 0 := by
  constructor
  · intro h
    rcases Int.lt_trichotomy a 0 with ha | ha | ha
    · rcases Int.lt_trichotomy b 0 with hb | hb | hb
      · have := Int.mul_pos (Int.neg_pos_of_neg ha) (Int.neg_pos_of_neg hb)
        rw [Int.neg_mul_neg, h] at this; exact (Int.lt_irrefl 0 this).elim
      · exact .inr hb
      · have := Int.mul_pos (Int.neg_pos_of_neg ha) hb
        rw [Int.neg_mul, h] at this; exact (Int.lt_irrefl 0 this).elim
    · exact .inl ha
    · rcases Int.lt_trichotomy b 0 with hb | hb | hb
      · have := Int.mul_pos ha (Int.neg_pos_of_neg hb)
        rw [Int.mul_neg, h] at this; exact (Int.lt_irrefl 0 this).elim
      · exact .inr hb
      · have := Int.mul_pos ha hb
        rw [h] at this; exact (Int.lt_irrefl 0 this).elim
  · rintro (rfl | rfl)
    · exact Int.zero_mul b
    · exact Int.mul_zero a
protected theorem eq_of_mul_eq_mul_left (ha : a ≠ 0) (h : a * b = a * c) : b = c :=
  Int.eq_of_sub_eq_zero ((Int.mul_eq_zero.mp (by rw [Int.mul_sub, h, Int.sub_self])).resolve_left ha)
protected theorem eq_of_mul_eq_mul_right (ha : a ≠ 0) (h : b * a = c * a) : b = c :=
  Int.eq_of_mul_eq_mul_left ha (by rw [Int.mul_comm a, h, Int.mul_comm])

end
end Int
