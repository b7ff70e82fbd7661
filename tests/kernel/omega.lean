/-! `omega` as a Lean developer uses it: every declaration here compiles under the official `Init` too. -/

/-! ## Natural numbers -/

example (a b : Nat) (h : a < b) : a + 1 ≤ b := by omega
example (a b c : Nat) (h : a ≤ b) (h' : b < c) : a < c := by omega
example (a b : Nat) (h : 2 * a + 1 = 2 * b) : False := by omega
example (a b : Nat) (h : a ≤ b) : b - a + a = b := by omega
example (a b c : Nat) : a - b - c = a - (b + c) := by omega
example (a b : Nat) (h : a - b = 0) : a ≤ b := by omega
example (a : Nat) (h : a ≠ 0) : a - 1 + 1 = a := by omega
example (a : Nat) : a / 3 * 3 + a % 3 = a := by omega
example (a : Nat) (h : a % 4 = 3) : a % 2 = 1 := by omega
example (a : Nat) (h : 10 ∣ a) : 5 ∣ a := by omega
example (a b : Nat) (h : ¬2 ∣ a) (h' : b = a + 1) : b % 2 = 0 := by omega
example (a b : Nat) : min a b + max a b = a + b := by omega
example (a b : Nat) (h : a.succ = b) : a < b := by omega
example (x y : Nat) (h : 6 * x + 9 * y = 100) : False := by omega
example (n : Nat) (h : n < 2 ^ 4) : n / 16 = 0 := by omega
example (x : Nat) : x <<< 2 = 4 * x ∧ x >>> 1 = x / 2 := by omega
example (a b c d : Nat) (h : a + b = c + d) (h' : b < d) : c < a := by omega

/-! ## Integers -/

example (a b c : Int) (h : a < b) (h' : b < c) : a + 2 ≤ c := by omega
example (a b : Int) (h : 3 * a + 5 * b = 7) (ha : 0 ≤ a) (hb : 0 ≤ b) : False := by omega
example (x y z : Int) (h : 2 * x + 3 * y = 4 * z + 1) (h' : x = y) : (x - 1) % 4 = 0 := by omega
example (x : Int) : x / 2 * 2 ≤ x ∧ x < x / 2 * 2 + 2 := by omega
example (x : Int) (h : x % 5 = 2) : (x + 3) % 5 = 0 ∧ x / -5 = -(x / 5) := by omega
example (x : Int) (h : 0 ≤ x ∧ x ≤ 10 ∧ 7 ∣ x ∧ x ≠ 0) : x = 7 := by omega
example (x y : Int) (h : x - y = 3) : -y = 3 - x := by omega
example (x : Int) : (x.natAbs : Int) = if 0 ≤ x then x else -x := by omega
example (x : Int) (h : x.toNat = 5) : x = 5 := by omega
example (m n : Nat) (h : (m : Int) < n) : m + 1 ≤ n := by omega
example (m n : Nat) : ((m + n : Nat) : Int) - n = m := by omega
example (p q r s : Int) (h : p ≤ q) (h' : r ≤ s) (h'' : q + s < p + r) : False := by omega

/-! ## Connectives, finite numbers, many unknowns -/

example (a b : Nat) (h : a = 1 ∨ a = 2) (h' : b = a + 1) : b = 2 ∨ b = 3 := by omega
example (a b : Int) (h : a < 0 ↔ b < 0) (h' : a = -1) : b < 0 := by omega
example (a b : Nat) (h : a = 2 → b = 3) (h' : b ≠ 3) : a ≠ 2 := by omega
example (a b : Nat) (h : ¬(a < 3 ∧ b < 3)) (h' : a < 2) : 3 ≤ b := by omega
example (a : Int) (p : Prop) [Decidable p] (h : (if p then a else a + 1) < 3) : a < 3 := by omega
example (i j : Fin 7) (h : i < j) : i.val + 1 ≤ j.val ∧ j.val < 7 := by omega
example (i j : Fin 7) (h : i ≠ j) (h' : ¬i < j) : j < i := by omega
example (a b c d e f g h i j k l : Int) (h₁ : a < b) (h₂ : b < c) (h₃ : c < d) (h₄ : d < e) (h₅ : e < f) (h₆ : f < g)
    (h₇ : g < h) (h₈ : h < i) (h₉ : i < j) (h₁₀ : j < k) (h₁₁ : k < l) : a + 11 ≤ l := by omega

/-! ## In definitions and larger proofs -/

def sumTo : Nat → Nat
  | 0 => 0
  | n + 1 => sumTo n + (n + 1)

theorem two_mul_sumTo (n : Nat) : 2 * sumTo n = n * (n + 1) := by
  induction n with
  | zero => rfl
  | succ n ih =>
    rw [sumTo, Nat.mul_add, ih, Nat.add_mul n 1 (n + 1 + 1), Nat.mul_add n (n + 1) 1, Nat.one_mul]
    omega

def halves (n : Nat) : Nat := if n < 2 then 0 else halves (n / 2) + 1
termination_by n
decreasing_by omega

def digits (n : Nat) : List Nat := if n < 10 then [n] else digits (n / 10) ++ [n % 10]

example : ∀ n, 0 < (digits n).length := by
  intro n
  rw [digits]
  split
  · exact Nat.zero_lt_one
  · rw [List.length_append, List.length_singleton]; omega

def middle (xs : List Nat) (h : 0 < xs.length) : Nat := xs[xs.length / 2]'(by omega)

def pairs (xs : List Nat) : List (Nat × Nat) :=
  (List.range (xs.length / 2)).map fun i => (xs.getD (2 * i) 0, xs.getD (2 * i + 1) 0)

example : middle [3, 1, 4] (by decide) = 1 := rfl
example : pairs [1, 2, 3, 4] = [(1, 2), (3, 4)] := rfl
