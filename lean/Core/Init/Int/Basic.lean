/- # Core: integers

The type, its operations, how natural numbers become integers, and how equality and order are decided. Names, definitions and
conventions are the official ones: `/` and `%` round so that the remainder is never negative, and `a / 0 = 0`. The kernel
computes integers by these definitions, that is by its arithmetic on natural numbers.
-/
prelude

import Init.Array
import Init.Nat.Quotients

set_option linter.all false
universe u

set_option genCtorIdx false in
inductive Int : Type where
  | ofNat : Nat → Int
  | negSucc : Nat → Int

noncomputable def Int.ctorIdx : Int → Nat
  | ofNat _ => 0
  | negSucc _ => 1

attribute [extern "lean_nat_to_int"] Int.ofNat
attribute [extern "lean_int_neg_succ_of_nat"] Int.negSucc

/-! ## Numbers that stand for others -/

class NatCast (R : Type u) where
  natCast : Nat → R

class IntCast (R : Type u) where
  intCast : Int → R

instance instNatCastNat : NatCast Nat where natCast n := n
instance instNatCastInt : NatCast Int where natCast n := Int.ofNat n
instance instIntCastInt : IntCast Int where intCast n := n

@[coe, reducible, match_pattern] protected def Nat.cast {R : Type u} [NatCast R] : Nat → R := NatCast.natCast
@[coe, reducible, match_pattern] protected def Int.cast {R : Type u} [IntCast R] : Int → R := IntCast.intCast

instance [NatCast R] : CoeTail Nat R where coe := Nat.cast
instance [NatCast R] : CoeHTCT Nat R where coe := Nat.cast
instance [IntCast R] : CoeTail Int R where coe := Int.cast
instance [IntCast R] : CoeHTCT Int R where coe := Int.cast

@[simp] theorem Nat.cast_id (n : Nat) : Nat.cast n = n := rfl

instance instOfNat : OfNat Int n where ofNat := Int.ofNat n

namespace Int

instance instInhabited : Inhabited Int := ⟨ofNat 0⟩

/-! ## Operations -/

set_option bootstrap.genMatcherCode false in
def negOfNat : Nat → Int
  | 0 => 0
  | .succ m => negSucc m

set_option bootstrap.genMatcherCode false in
@[extern "lean_int_neg"] protected def neg (n : @& Int) : Int :=
  match n with
  | ofNat n => negOfNat n
  | negSucc n => Nat.succ n

@[default_instance mid] instance instNegInt : Neg Int where neg := Int.neg

def subNatNat (m n : Nat) : Int :=
  match (n - m : Nat) with
  | 0 => ofNat (m - n)
  | .succ k => negSucc k

set_option bootstrap.genMatcherCode false in
@[extern "lean_int_add"] protected def add (m n : @& Int) : Int :=
  match m, n with
  | ofNat m, ofNat n => ofNat (m + n)
  | ofNat m, negSucc n => subNatNat m (Nat.succ n)
  | negSucc m, ofNat n => subNatNat n (Nat.succ m)
  | negSucc m, negSucc n => negSucc (Nat.succ (m + n))

instance instAdd : Add Int where add := Int.add

set_option bootstrap.genMatcherCode false in
@[extern "lean_int_mul"] protected def mul (m n : @& Int) : Int :=
  match m, n with
  | ofNat m, ofNat n => ofNat (m * n)
  | ofNat m, negSucc n => negOfNat (m * Nat.succ n)
  | negSucc m, ofNat n => negOfNat (Nat.succ m * n)
  | negSucc m, negSucc n => ofNat (Nat.succ m * Nat.succ n)

instance instMul : Mul Int where mul := Int.mul

@[extern "lean_int_sub"] protected def sub (m n : @& Int) : Int := m + -n

instance instSub : Sub Int where sub := Int.sub

/-! ## Equality and order -/

set_option bootstrap.genMatcherCode false in
@[extern "lean_int_dec_eq"] protected def decEq (a b : @& Int) : Decidable (a = b) :=
  match a, b with
  | ofNat a, ofNat b => match _root_.decEq a b with
    | isTrue h => isTrue (h ▸ rfl)
    | isFalse h => isFalse fun e => h (Int.ofNat.inj e)
  | ofNat _, negSucc _ => isFalse fun e => nomatch e
  | negSucc _, ofNat _ => isFalse fun e => nomatch e
  | negSucc a, negSucc b => match _root_.decEq a b with
    | isTrue h => isTrue (h ▸ rfl)
    | isFalse h => isFalse fun e => h (Int.negSucc.inj e)

instance instDecidableEq : DecidableEq Int := Int.decEq

inductive NonNeg : Int → Prop where
  | mk (n : Nat) : NonNeg (ofNat n)

protected def le (a b : Int) : Prop := NonNeg (b - a)
instance instLEInt : LE Int where le := Int.le

protected def lt (a b : Int) : Prop := (a + 1) ≤ b
instance instLTInt : LT Int where lt := Int.lt

set_option bootstrap.genMatcherCode false in
@[extern "lean_int_dec_nonneg"] def decNonneg (m : @& Int) : Decidable (NonNeg m) :=
  match m with
  | ofNat m => isTrue (NonNeg.mk m)
  | negSucc _ => isFalse fun h => nomatch h

@[extern "lean_int_dec_le"] instance decLe (a b : @& Int) : Decidable (a ≤ b) := decNonneg _
@[extern "lean_int_dec_lt"] instance decLt (a b : @& Int) : Decidable (a < b) := decNonneg _

instance instMin : Min Int where min a b := if a ≤ b then a else b
instance instMax : Max Int where max a b := if a ≤ b then b else a

/-! ## More operations -/

protected def pow (m : Int) : Nat → Int
  | 0 => 1
  | .succ n => Int.pow m n * m

instance instNatPow : NatPow Int where pow := Int.pow

set_option bootstrap.genMatcherCode false in
@[extern "lean_nat_abs"] def natAbs (m : @& Int) : Nat :=
  match m with
  | ofNat m => m
  | negSucc m => Nat.succ m

def toNat : Int → Nat
  | ofNat n => n
  | negSucc _ => 0

def toNat? : Int → Option Nat
  | ofNat n => some n
  | negSucc _ => none

def sign : Int → Int
  | ofNat (.succ _) => 1
  | ofNat 0 => 0
  | negSucc _ => -1

set_option bootstrap.genMatcherCode false in
@[extern "lean_int_ediv"] def ediv : (@& Int) → (@& Int) → Int
  | ofNat m, ofNat n => ofNat (m / n)
  | ofNat m, negSucc n => -ofNat (m / Nat.succ n)
  | negSucc _, 0 => 0
  | negSucc m, ofNat (.succ n) => negSucc (m / Nat.succ n)
  | negSucc m, negSucc n => ofNat (Nat.succ (m / Nat.succ n))

@[extern "lean_int_emod"] def emod : (@& Int) → (@& Int) → Int
  | ofNat m, n => ofNat (m % natAbs n)
  | negSucc m, n => subNatNat (natAbs n) (Nat.succ (m % natAbs n))

instance instDiv : Div Int where div := Int.ediv
instance instMod : Mod Int where mod := Int.emod

/-- Rounds toward zero. -/
@[extern "lean_int_div"] def tdiv : (@& Int) → (@& Int) → Int
  | ofNat m, ofNat n => ofNat (m / n)
  | ofNat m, negSucc n => -ofNat (m / Nat.succ n)
  | negSucc m, ofNat n => -ofNat (Nat.succ m / n)
  | negSucc m, negSucc n => ofNat (Nat.succ m / Nat.succ n)

@[extern "lean_int_mod"] def tmod : (@& Int) → (@& Int) → Int
  | ofNat m, ofNat n => ofNat (m % n)
  | ofNat m, negSucc n => ofNat (m % Nat.succ n)
  | negSucc m, ofNat n => -ofNat (Nat.succ m % n)
  | negSucc m, negSucc n => -ofNat (Nat.succ m % Nat.succ n)

/-- The remainder that lies around zero. -/
def bmod (x : Int) (m : Nat) : Int :=
  let r := x % m
  if r < (m + 1) / 2 then r else r - m

def gcd (m n : Int) : Nat := m.natAbs.gcd n.natAbs

instance instDvd : Dvd Int := ⟨fun a b => Exists (fun c => b = a * c)⟩

end Int

instance : LawfulBEq Int := inferInstance
