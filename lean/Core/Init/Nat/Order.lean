/- # Core: natural numbers, the operations that numerals and sizes need

Addition, multiplication, power, predecessor, truncated subtraction, equality and order, with the few facts that
come before notation. The kernel computes all of these on literals by GMP; each is defined by its textbook recursion.
-/
prelude

import Init.Operators

set_option linter.all false
universe u v

instance instOfNatNat (n : Nat) : OfNat Nat n where
  ofNat := n

instance : Inhabited Nat where default := 0

/-! ## Operations

`bootstrap.genMatcherCode false`: no code for matchers on `Nat` yet, as that needs `Nat.decEq`. -/

set_option bootstrap.genMatcherCode false in
@[extern "lean_nat_add"] protected def Nat.add : (@& Nat) → (@& Nat) → Nat
  | n, .zero => n
  | n, .succ m => .succ (Nat.add n m)

set_option bootstrap.genMatcherCode false in
@[extern "lean_nat_mul"] protected def Nat.mul : (@& Nat) → (@& Nat) → Nat
  | _, .zero => 0
  | n, .succ m => Nat.add (Nat.mul n m) n

set_option bootstrap.genMatcherCode false in
@[extern "lean_nat_pow"] protected def Nat.pow (m : @& Nat) : (@& Nat) → Nat
  | .zero => 1
  | .succ n => Nat.mul (Nat.pow m n) m

set_option bootstrap.genMatcherCode false in
@[extern "lean_nat_pred"] def Nat.pred : (@& Nat) → Nat
  | .zero => 0
  | .succ n => n

set_option bootstrap.genMatcherCode false in
@[extern "lean_nat_sub"] protected def Nat.sub : (@& Nat) → (@& Nat) → Nat
  | n, .zero => n
  | n, .succ m => Nat.pred (Nat.sub n m)

set_option bootstrap.genMatcherCode false in
@[extern "lean_nat_dec_eq"] def Nat.beq : (@& Nat) → (@& Nat) → Bool
  | .zero, .zero => true
  | .zero, .succ _ => false
  | .succ _, .zero => false
  | .succ n, .succ m => Nat.beq n m

set_option bootstrap.genMatcherCode false in
@[extern "lean_nat_dec_le"] def Nat.ble : (@& Nat) → (@& Nat) → Bool
  | .zero, _ => true
  | .succ _, .zero => false
  | .succ n, .succ m => Nat.ble n m

attribute [match_pattern] Nat.add

instance instAddNat : Add Nat := ⟨Nat.add⟩
instance instMulNat : Mul Nat := ⟨Nat.mul⟩
instance instSubNat : Sub Nat := ⟨Nat.sub⟩
instance instNatPowNat : NatPow Nat := ⟨Nat.pow⟩

/-! ## Equality -/

theorem Nat.eq_of_beq_eq_true : {n m : Nat} → Eq (Nat.beq n m) true → Eq n m
  | .zero, .zero, _ => rfl
  | .zero, .succ _, h => (Bool.ne_ft h).elim
  | .succ _, .zero, h => (Bool.ne_ft h).elim
  | .succ n, .succ m, h =>
    have ih : Eq n m := Nat.eq_of_beq_eq_true (n := n) (m := m) h
    congrArg Nat.succ ih

theorem Nat.beq_refl : (n : Nat) → Eq (Nat.beq n n) true
  | .zero => rfl
  | .succ n => Nat.beq_refl n

theorem Nat.ne_of_beq_eq_false {n m : Nat} (h : Eq (Nat.beq n m) false) : Not (Eq n m) :=
  fun e => Bool.ne_ft ((congrArg (Nat.beq n) e).trans h |>.symm.trans (Nat.beq_refl n))

def Nat.decEqOfBeq (n m : Nat) : (b : Bool) → Eq (Nat.beq n m) b → Decidable (Eq n m)
  | false, h => isFalse (Nat.ne_of_beq_eq_false h)
  | true, h => isTrue (Nat.eq_of_beq_eq_true h)

@[reducible, extern "lean_nat_dec_eq"] def Nat.decEq (n m : @& Nat) : Decidable (Eq n m) :=
  Nat.decEqOfBeq n m (Nat.beq n m) rfl

@[inline] instance instDecidableEqNat : DecidableEq Nat := Nat.decEq

protected def Nat.ctorIdx : Nat → Nat
  | .zero => 0
  | .succ _ => 1

protected def Bool.ctorIdx : Bool → Nat
  | false => 0
  | true => 1

/-- How an enumeration tells its constructors apart: equal elements have equal indices. -/
theorem noConfusion_of_Nat {α : Sort u} (f : α → Nat) {a b : α} (h : Eq a b) :
    @Bool.rec (fun _ => Prop) False True (Nat.beq (f a) (f b)) :=
  have same : Eq true (Nat.beq (f a) (f b)) := h.rec (Nat.beq_refl (f a)).symm
  @Eq.rec Bool true (fun b _ => @Bool.rec (fun _ => Prop) False True b) trivial _ same

/-! ## Order -/

inductive Nat.le (n : Nat) : Nat → Prop where
  | refl : Nat.le n n
  | step {m} : Nat.le n m → Nat.le n (.succ m)

instance instLENat : LE Nat := ⟨Nat.le⟩

protected def Nat.lt (n m : Nat) : Prop := Nat.le (HAdd.hAdd n (1 : Nat)) m

instance instLTNat : LT Nat := ⟨Nat.lt⟩

namespace Nat

protected theorem le_refl (n : Nat) : LE.le n n := Nat.le.refl

protected theorem le_trans {n m k : Nat} (h₁ : LE.le n m) (h₂ : LE.le m k) : LE.le n k :=
  h₂.rec h₁ (fun _ ih => Nat.le.step ih)

theorem le_succ (n : Nat) : LE.le n (succ n) := Nat.le.step Nat.le.refl

theorem zero_le : (n : Nat) → LE.le 0 n
  | .zero => Nat.le.refl
  | .succ n => Nat.le.step (zero_le n)

theorem succ_le_succ {n m : Nat} (h : LE.le n m) : LE.le (succ n) (succ m) :=
  h.rec Nat.le.refl (fun _ ih => Nat.le.step ih)

theorem not_succ_le_zero (n : Nat) (h : LE.le (succ n) 0) : False :=
  have apart : (m : Nat) → LE.le (succ n) m → Not (Eq m 0) := fun _ h =>
    match h with
    | .refl => fun e => Nat.noConfusion e
    | .step _ => fun e => Nat.noConfusion e
  apart 0 h rfl

theorem not_lt_zero (n : Nat) : Not (LT.lt n 0) := not_succ_le_zero n

theorem le_of_succ_le {n m : Nat} (h : LE.le (succ n) m) : LE.le n m := Nat.le_trans (le_succ n) h

theorem pred_le_pred {n m : Nat} (h : LE.le n m) : LE.le (pred n) (pred m) :=
  match n, m, h with
  | _, _, .refl => .refl
  | .zero, _, .step _ => zero_le _
  | .succ _, _, .step h => le_of_succ_le h

theorem le_of_succ_le_succ {n m : Nat} (h : LE.le (succ n) (succ m)) : LE.le n m := pred_le_pred h

theorem le_of_lt_succ {m n : Nat} (h : LT.lt m (succ n)) : LE.le m n := le_of_succ_le_succ h

protected theorem lt_irrefl : (n : Nat) → Not (LT.lt n n)
  | .zero => not_lt_zero 0
  | .succ n => fun h => Nat.lt_irrefl n (le_of_succ_le_succ h)

protected theorem lt_of_lt_of_le {n m k : Nat} (h₁ : LT.lt n m) (h₂ : LE.le m k) : LT.lt n k :=
  Nat.le_trans h₁ h₂

protected theorem lt_of_le_of_lt {n m k : Nat} (h₁ : LE.le n m) (h₂ : LT.lt m k) : LT.lt n k :=
  Nat.le_trans (succ_le_succ h₁) h₂

protected theorem lt_trans {n m k : Nat} (h₁ : LT.lt n m) (h₂ : LT.lt m k) : LT.lt n k :=
  Nat.lt_of_lt_of_le h₁ (le_of_succ_le h₂)

theorem lt_of_succ_le {n m : Nat} (h : LE.le (succ n) m) : LT.lt n m := h

theorem succ_le_of_lt {n m : Nat} (h : LT.lt n m) : LE.le (succ n) m := h

theorem zero_lt_succ (n : Nat) : LT.lt 0 (succ n) := succ_le_succ (zero_le n)

theorem zero_lt_one : LT.lt 0 (1 : Nat) := zero_lt_succ 0

theorem le_of_ble_eq_true : {n m : Nat} → Eq (ble n m) true → LE.le n m
  | .zero, _, _ => zero_le _
  | .succ _, .zero, h => (Bool.ne_ft h).elim
  | .succ n, .succ m, h => succ_le_succ (le_of_ble_eq_true (n := n) (m := m) h)

theorem ble_self_eq_true : (n : Nat) → Eq (ble n n) true
  | .zero => rfl
  | .succ n => ble_self_eq_true n

theorem ble_succ_eq_true : {n m : Nat} → Eq (ble n m) true → Eq (ble n (succ m)) true
  | .zero, _, _ => rfl
  | .succ _, .zero, h => (Bool.ne_ft h).elim
  | .succ n, .succ m, h => ble_succ_eq_true (n := n) (m := m) h

theorem ble_eq_true_of_le {n m : Nat} (h : LE.le n m) : Eq (ble n m) true :=
  h.rec (ble_self_eq_true n) (fun _ ih => ble_succ_eq_true ih)

theorem not_le_of_not_ble_eq_true {n m : Nat} (h : Not (Eq (ble n m) true)) : Not (LE.le n m) :=
  fun le => h (ble_eq_true_of_le le)

end Nat

@[extern "lean_nat_dec_le"] instance Nat.decLe (n m : @& Nat) : Decidable (LE.le n m) :=
  dite (Eq (Nat.ble n m) true)
    (fun h => isTrue (Nat.le_of_ble_eq_true h))
    (fun h => isFalse (Nat.not_le_of_not_ble_eq_true h))

@[extern "lean_nat_dec_lt"] instance Nat.decLt (n m : @& Nat) : Decidable (LT.lt n m) :=
  Nat.decLe (Nat.succ n) m
