/- # Core: division, remainder, gcd, logarithm, bits

The kernel computes these on literals by GMP, so each definition must be GMP's function. They recurse on fuel, which is the
first argument of the `…Fuel` function; `Init.Nat.Lemmas` proves what characterises them, and the tests evaluate the
fuel versions, which the kernel does not accelerate, against GMP on a grid.
-/
prelude

import Init.Nat.Subtraction

set_option linter.all false

namespace Nat

/-! ## Division -/

/-- `x / y`, given `x ≤ fuel`; 0 if `y = 0`. -/
def divFuel : (fuel x y : Nat) → Nat
  | 0, _, _ => 0
  | fuel + 1, x, y => if 0 < y ∧ y ≤ x then divFuel fuel (x - y) y + 1 else 0

/-- `x % y`, given `x ≤ fuel`; `x` if `y = 0`. -/
def modFuel : (fuel x y : Nat) → Nat
  | 0, x, _ => x
  | fuel + 1, x, y => if 0 < y ∧ y ≤ x then modFuel fuel (x - y) y else x

@[extern "lean_nat_div"] protected def div (x y : @& Nat) : Nat := divFuel x x y
@[extern "lean_nat_mod"] protected def mod (x y : @& Nat) : Nat := modFuel x x y

instance instDivNat : Div Nat := ⟨Nat.div⟩
instance instModNat : Mod Nat := ⟨Nat.mod⟩
instance instDvd : Dvd Nat := ⟨fun a b => ∃ c, b = a * c⟩

/-! ## Greatest common divisor -/

/-- Euclid's algorithm, given `m ≤ fuel`. -/
def gcdFuel : (fuel m n : Nat) → Nat
  | 0, _, n => n
  | fuel + 1, m, n => if m = 0 then n else gcdFuel fuel (n % m) m

@[extern "lean_nat_gcd"] def gcd (m n : @& Nat) : Nat := gcdFuel m m n

/-! ## Bits -/

/-- The position of the highest bit, given `n ≤ fuel`; 0 for 0. -/
def log2Fuel : (fuel n : Nat) → Nat
  | 0, _ => 0
  | fuel + 1, n => if 2 ≤ n then log2Fuel fuel (n / 2) + 1 else 0

@[extern "lean_nat_log2"] def log2 (n : @& Nat) : Nat := log2Fuel n n

/-- A Boolean operation on every pair of bits, given `n ≤ fuel`. -/
def bitwiseFuel (f : Bool → Bool → Bool) : (fuel n m : Nat) → Nat
  | 0, _, m => if f false true then m else 0
  | fuel + 1, n, m =>
    if n = 0 then (if f false true then m else 0)
    else if m = 0 then (if f true false then n else 0)
    else
      let rest := bitwiseFuel f fuel (n / 2) (m / 2)
      if f (decide (n % 2 = 1)) (decide (m % 2 = 1)) then rest + rest + 1 else rest + rest

def bitwise (f : Bool → Bool → Bool) (n m : Nat) : Nat := bitwiseFuel f n n m

@[extern "lean_nat_land"] def land (m n : @& Nat) : Nat := bitwise and m n
@[extern "lean_nat_lor"] def lor (m n : @& Nat) : Nat := bitwise or m n
@[extern "lean_nat_lxor"] def xor (m n : @& Nat) : Nat := bitwise bne m n

@[extern "lean_nat_shiftl"] def shiftLeft : (@& Nat) → (@& Nat) → Nat
  | n, 0 => n
  | n, m + 1 => shiftLeft (2 * n) m

@[extern "lean_nat_shiftr"] def shiftRight : (@& Nat) → (@& Nat) → Nat
  | n, 0 => n
  | n, m + 1 => shiftRight n m / 2

instance : AndOp Nat := ⟨Nat.land⟩
instance : OrOp Nat := ⟨Nat.lor⟩
instance : XorOp Nat := ⟨Nat.xor⟩
instance : ShiftLeft Nat := ⟨Nat.shiftLeft⟩
instance : ShiftRight Nat := ⟨Nat.shiftRight⟩

/-- The bit at position `n`. -/
def testBit (m n : Nat) : Bool := 1 &&& (m >>> n) != 0

end Nat
