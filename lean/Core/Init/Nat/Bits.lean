/- # Core: bits

The operations on bits recurse on fuel (`Init.Nat.Division`); here is what they do to each bit. Official names and statements,
but for what speaks of fuel.
-/
prelude

import Init.Nat.Quotients

set_option linter.all false

namespace Nat

/-! ## Halves -/

private theorem half_lt {n : Nat} (h : 0 < n) : n / 2 < n := div_lt_self h (lt_succ_self 1)

private theorem half_le {n fuel : Nat} (h : n ≤ fuel + 1) : n / 2 ≤ fuel := by
  cases n with
  | zero => rw [Nat.zero_div]; exact Nat.zero_le fuel
  | succ n => exact le_of_lt_succ (Nat.lt_of_lt_of_le (half_lt (zero_lt_succ n)) h)

private theorem half_double (n : Nat) : (n + n) / 2 = n ∧ (n + n + 1) / 2 = n :=
  ⟨(div_mod_unique (zero_lt_succ 1) (Nat.two_mul n)).1,
    (div_mod_unique (lt_succ_self 1) (congrArg succ (Nat.two_mul n))).1⟩

private theorem odd_double (n : Nat) : decide ((n + n) % 2 = 1) = false ∧ decide ((n + n + 1) % 2 = 1) = true := by
  have zero : (n + n) % 2 = 0 := (div_mod_unique (zero_lt_succ 1) (q := n) (Nat.two_mul n)).2
  have one : (n + n + 1) % 2 = 1 := (div_mod_unique (lt_succ_self 1) (q := n) (congrArg succ (Nat.two_mul n))).2
  rw [zero, one]
  exact ⟨rfl, rfl⟩

/-! ## Any operation -/

section
variable (f : Bool → Bool → Bool)

private theorem bitwiseFuel_zero (fuel m : Nat) : bitwiseFuel f fuel 0 m = if f false true then m else 0 := by
  cases fuel with
  | zero => rfl
  | succ fuel => exact if_pos rfl

private theorem bitwiseFuel_right {n fuel : Nat} (h : n ≤ fuel) :
    bitwiseFuel f fuel n 0 = if f true false then n else 0 := by
  cases n with
  | zero => rw [bitwiseFuel_zero]; split <;> split <;> rfl
  | succ n =>
    cases fuel with
    | zero => exact absurd h (not_succ_le_zero n)
    | succ fuel => exact (if_neg (succ_ne_zero n)).trans (if_pos rfl)

/-- How much fuel there is does not matter, if it is enough. -/
private theorem bitwiseFuel_any : ∀ fuel more n m : Nat, n ≤ fuel → n ≤ more →
    bitwiseFuel f fuel n m = bitwiseFuel f more n m
  | 0, more, n, m, h, _ => by rw [Nat.le_zero.mp h, bitwiseFuel_zero, bitwiseFuel_zero]
  | fuel + 1, 0, n, m, _, h => by rw [Nat.le_zero.mp h, bitwiseFuel_zero, bitwiseFuel_zero]
  | fuel + 1, more + 1, n, m, h, h' => by
    unfold bitwiseFuel
    rw [bitwiseFuel_any fuel more (n / 2) (m / 2) (half_le h) (half_le h')]

/-- What an operation does to halves and to the lowest bit. -/
theorem bitwise_halves (no : f false false = false) (n m : Nat) :
    bitwise f n m / 2 = bitwise f (n / 2) (m / 2) ∧
      decide (bitwise f n m % 2 = 1) = f (decide (n % 2 = 1)) (decide (m % 2 = 1)) := by
  have even : decide (0 % 2 = 1) = false := rfl
  cases n with
  | zero =>
    have same : bitwise f 0 m = if f false true then m else 0 := bitwiseFuel_zero f 0 m
    have half : bitwise f (0 / 2) (m / 2) = if f false true then m / 2 else 0 := by
      rw [Nat.zero_div]; exact bitwiseFuel_zero f 0 (m / 2)
    rw [same, half, even]
    by_cases c : f false true = true
    · rw [if_pos c, if_pos c]
      refine ⟨rfl, ?_⟩
      cases o : decide (m % 2 = 1) with
      | true => exact c.symm
      | false => exact no.symm
    · rw [if_neg c, if_neg c]
      refine ⟨Nat.zero_div 2, ?_⟩
      cases decide (m % 2 = 1) with
      | true => exact (Bool.eq_false_iff.mpr c).symm
      | false => exact no.symm
  | succ n =>
    cases m with
    | zero =>
      have same : bitwise f (n + 1) 0 = if f true false then n + 1 else 0 := bitwiseFuel_right f (Nat.le_refl _)
      have half : bitwise f ((n + 1) / 2) (0 / 2) = if f true false then (n + 1) / 2 else 0 := by
        rw [Nat.zero_div]; exact bitwiseFuel_right f (Nat.le_refl _)
      rw [same, half, even]
      by_cases c : f true false = true
      · rw [if_pos c, if_pos c]
        refine ⟨rfl, ?_⟩
        cases o : decide ((n + 1) % 2 = 1) with
        | true => exact c.symm
        | false => exact no.symm
      · rw [if_neg c, if_neg c]
        refine ⟨Nat.zero_div 2, ?_⟩
        cases decide ((n + 1) % 2 = 1) with
        | true => exact (Bool.eq_false_iff.mpr c).symm
        | false => exact no.symm
    | succ m =>
      have rest : bitwiseFuel f n ((n + 1) / 2) ((m + 1) / 2) = bitwise f ((n + 1) / 2) ((m + 1) / 2) :=
        bitwiseFuel_any f _ _ _ _ (half_le (Nat.le_refl _)) (Nat.le_refl _)
      have same : bitwise f (n + 1) (m + 1) =
          if f (decide ((n + 1) % 2 = 1)) (decide ((m + 1) % 2 = 1)) then
            bitwiseFuel f n ((n + 1) / 2) ((m + 1) / 2) + bitwiseFuel f n ((n + 1) / 2) ((m + 1) / 2) + 1
          else bitwiseFuel f n ((n + 1) / 2) ((m + 1) / 2) + bitwiseFuel f n ((n + 1) / 2) ((m + 1) / 2) := by
        unfold bitwise
        rw [bitwiseFuel, if_neg (add_one_ne_zero n), if_neg (add_one_ne_zero m)]
      rw [same, rest]
      by_cases c : f (decide ((n + 1) % 2 = 1)) (decide ((m + 1) % 2 = 1)) = true
      · rw [if_pos c]
        exact ⟨(half_double _).2, ((odd_double _).2).trans c.symm⟩
      · rw [if_neg c]
        exact ⟨(half_double _).1, ((odd_double _).1).trans (Bool.eq_false_iff.mpr c).symm⟩
end

/-! ## The lowest bit -/

/-- A number below two is its lowest bit. -/
private theorem eq_mod_of_halves {x y : Nat} (half : x / 2 = 0) (odd : decide (x % 2 = 1) = decide (y % 2 = 1)) :
    x = y % 2 := by
  have e := div_add_mod x 2
  rw [half, Nat.mul_zero, Nat.zero_add] at e
  rw [← e]
  cases mod_two_eq_zero_or_one x with
  | inl hx =>
    rw [hx] at odd ⊢
    cases mod_two_eq_zero_or_one y with
    | inl hy => exact hy.symm
    | inr hy => rw [hy] at odd; exact absurd odd (by decide)
  | inr hx =>
    rw [hx] at odd ⊢
    cases mod_two_eq_zero_or_one y with
    | inl hy => rw [hy] at odd; exact absurd odd (by decide)
    | inr hy => exact hy.symm

private theorem land_zero_left (n : Nat) : land 0 n = 0 := bitwiseFuel_zero and 0 n

private theorem land_zero_right (n : Nat) : land n 0 = 0 :=
  (bitwiseFuel_right and (Nat.le_refl n)).trans (if_neg Bool.false_ne_true)

@[simp] theorem one_and_eq_mod_two (n : Nat) : 1 &&& n = n % 2 := by
  have h := bitwise_halves and rfl 1 n
  refine eq_mod_of_halves (h.1.trans (land_zero_left (n / 2))) (h.2.trans ?_)
  cases decide (n % 2 = 1) <;> rfl

@[simp] theorem and_one_is_mod (x : Nat) : x &&& 1 = x % 2 := by
  have h := bitwise_halves and rfl x 1
  refine eq_mod_of_halves (h.1.trans (land_zero_right (x / 2))) (h.2.trans ?_)
  cases decide (x % 2 = 1) <;> rfl

/-! ## Each bit -/

theorem testBit_zero (x : Nat) : testBit x 0 = decide (x % 2 = 1) := by
  show (1 &&& x != 0) = _
  rw [one_and_eq_mod_two]
  cases mod_two_eq_zero_or_one x with
  | inl h => rw [h]; rfl
  | inr h => rw [h]; rfl

private theorem shiftRight_half (x i : Nat) : shiftRight x (i + 1) = shiftRight (x / 2) i := by
  induction i with
  | zero => rfl
  | succ i ih => exact congrArg (· / 2) ih

theorem testBit_add_one (x i : Nat) : testBit x (i + 1) = testBit (x / 2) i := by
  show (1 &&& shiftRight x (i + 1) != 0) = (1 &&& shiftRight (x / 2) i != 0)
  rw [shiftRight_half]

@[simp] theorem testBit_bitwise {f : Bool → Bool → Bool} (of_false_false : f false false = false) (x y i : Nat) :
    (bitwise f x y).testBit i = f (x.testBit i) (y.testBit i) := by
  induction i generalizing x y with
  | zero => rw [testBit_zero, testBit_zero, testBit_zero]; exact (bitwise_halves f of_false_false x y).2
  | succ i ih =>
    rw [testBit_add_one, testBit_add_one, testBit_add_one, (bitwise_halves f of_false_false x y).1]
    exact ih (x / 2) (y / 2)

@[simp] theorem testBit_and (x y i : Nat) : (x &&& y).testBit i = (x.testBit i && y.testBit i) :=
  testBit_bitwise (f := and) rfl x y i

@[simp] theorem testBit_or (x y i : Nat) : (x ||| y).testBit i = (x.testBit i || y.testBit i) :=
  testBit_bitwise (f := or) rfl x y i

end Nat
