/-! Integers as a Lean developer uses them: every declaration here compiles under the official `Init` too. -/

/-! ## Literals, operations, conventions -/

example : (2 - 5 : Int) = -3 := rfl
example : (-7 : Int) / 2 = -4 ∧ (-7 : Int) % 2 = 1 ∧ (7 : Int) / -2 = -3 ∧ (7 : Int) % -2 = 1 := by decide
example : Int.tdiv (-7) 2 = -3 ∧ Int.tmod (-7) 2 = -1 ∧ (5 : Int) / 0 = 0 ∧ (5 : Int) % 0 = 5 := by decide
example : (-3 : Int) < 2 ∧ (-3 : Int) ≤ -3 ∧ ¬(2 : Int) < -3 ∧ (2 : Int) ≠ -2 := by decide
example : (-2 : Int) ^ 5 = -32 ∧ (-5 : Int).natAbs = 5 ∧ (-5 : Int).toNat = 0 ∧ Int.sign (-9) = -1 := by decide
example : min (-3 : Int) 2 = -3 ∧ max (-3 : Int) 2 = 2 ∧ (3 : Int) ∣ -12 ∧ ¬(5 : Int) ∣ 12 := by decide
example : (10 : Int) ^ 40 - 10 ^ 40 * 3 = -2 * 10 ^ 40 := by decide
example : (123456789012345678901234567890 : Int) * -987654321 + 1 < 0 := by decide +kernel
example : (-4 : Int) == -4 ∧ (4 : Int) != -4 := by decide
example : Int.bmod 5 3 = -1 ∧ Int.gcd (-12) 18 = 6 := by decide
example : (default : Int) = 0 := rfl

/-! ## Natural numbers as integers -/

def balance (paid owed : Nat) : Int := paid - owed

example : balance 3 5 = -2 := rfl
example (n : Nat) : ((n + 1 : Nat) : Int) = n + 1 := by simp
example (m n : Nat) (h : (m : Int) = n) : m = n := by simpa using h
example (m n : Nat) (h : m ≤ n) : (m : Int) ≤ n := by simpa using h
example (m n : Nat) (h : m ≤ n) : ((n - m : Nat) : Int) = n - m := Int.natCast_sub h

/-! ## Proofs -/

example (a b : Int) : a - b + b = a := by simp
example (a b c : Int) : a * (b - c) = a * b - a * c := Int.mul_sub a b c
example (a b : Int) : (a + b) * (a + b) = a * a + 2 * (a * b) + b * b := by
  rw [Int.add_mul, Int.mul_add, Int.mul_add, Int.two_mul, Int.mul_comm b a]
  simp only [Int.add_assoc]
example (a b c : Int) (h : a ≤ b) (h' : b < c) : a < c := Int.lt_of_le_of_lt h h'
example (a : Int) (h : 0 ≤ a) : ∃ n : Nat, a = n := Int.eq_ofNat_of_zero_le h
example (a : Int) : a % 2 = 0 ∨ 0 < a % 2 :=
  (Int.le_iff_lt_or_eq.mp (Int.emod_nonneg a (by decide))).elim .inr (fun h => .inl h.symm)
example (a b : Int) (h : b ≠ 0) : a * b / b = a := Int.mul_ediv_cancel a h
example (x : Int) (h : x + 3 = 5 - 2) : x = 0 := by
  have h : x + 3 = 0 + 3 := h
  exact Int.add_right_cancel h
example (f : Int → Int) (h : ∀ x, f x = -x) : f (f 4) = 4 := by simp [h]
example (x : Int) : x ∈ [x, -1] ∧ [1, -2, 3].map (fun n : Int => n * n) = [1, 4, 9] := by simp

/-! ## Data that hold integers -/

structure Entry where
  amount : Int
  note : String
  deriving DecidableEq, BEq, Inhabited

def total : List Entry → Int
  | [] => 0
  | e :: es => e.amount + total es

example : total [⟨3, "in"⟩, ⟨-5, "out"⟩] = -2 := by decide
example : (⟨3, "in"⟩ : Entry) ≠ ⟨-3, "in"⟩ := by decide

theorem total_append (xs ys : List Entry) : total (xs ++ ys) = total xs + total ys := by
  induction xs with
  | nil => simp [total]
  | cons x xs ih => simp [total, ih, Int.add_assoc]

def sign : Int → String
  | .ofNat 0 => "zero"
  | .ofNat (_ + 1) => "more"
  | .negSucc _ => "less"

example : sign (-3) = "less" := rfl
