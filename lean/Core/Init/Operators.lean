/- # Core: the classes behind operators, numerals and sizes

Classes and the instances that lead from homogeneous to heterogeneous ones. No type has an instance here.
-/
prelude

import Init.Prelude

set_option linter.all false
universe u v w

/-! ## Heterogeneous operations, which the notation uses -/

class HAdd (α : Type u) (β : Type v) (γ : outParam (Type w)) where hAdd : α → β → γ
class HSub (α : Type u) (β : Type v) (γ : outParam (Type w)) where hSub : α → β → γ
class HMul (α : Type u) (β : Type v) (γ : outParam (Type w)) where hMul : α → β → γ
class HDiv (α : Type u) (β : Type v) (γ : outParam (Type w)) where hDiv : α → β → γ
class HMod (α : Type u) (β : Type v) (γ : outParam (Type w)) where hMod : α → β → γ
class HPow (α : Type u) (β : Type v) (γ : outParam (Type w)) where hPow : α → β → γ
class HSMul (α : Type u) (β : Type v) (γ : outParam (Type w)) where hSMul : α → β → γ
class HAppend (α : Type u) (β : Type v) (γ : outParam (Type w)) where hAppend : α → β → γ
class HOrElse (α : Type u) (β : Type v) (γ : outParam (Type w)) where hOrElse : α → (Unit → β) → γ
class HAndThen (α : Type u) (β : Type v) (γ : outParam (Type w)) where hAndThen : α → (Unit → β) → γ
class HAnd (α : Type u) (β : Type v) (γ : outParam (Type w)) where hAnd : α → β → γ
class HXor (α : Type u) (β : Type v) (γ : outParam (Type w)) where hXor : α → β → γ
class HOr (α : Type u) (β : Type v) (γ : outParam (Type w)) where hOr : α → β → γ
class HShiftLeft (α : Type u) (β : Type v) (γ : outParam (Type w)) where hShiftLeft : α → β → γ
class HShiftRight (α : Type u) (β : Type v) (γ : outParam (Type w)) where hShiftRight : α → β → γ

/-! ## Homogeneous operations, of which types have instances -/

class OfNat (α : Type u) (_ : Nat) where ofNat : α
class Zero (α : Type u) where zero : α
class One (α : Type u) where one : α
class Add (α : Type u) where add : α → α → α
class Sub (α : Type u) where sub : α → α → α
class Mul (α : Type u) where mul : α → α → α
class Neg (α : Type u) where neg : α → α
class Div (α : Type u) where div : α → α → α
class Inv (α : Type u) where inv : α → α
class Mod (α : Type u) where mod : α → α → α
class Dvd (α : Type u) where dvd : α → α → Prop
class Pow (α : Type u) (β : Type v) where pow : α → β → α
class NatPow (α : Type u) where pow : α → Nat → α
class SMul (M : Type u) (α : Type v) where smul : M → α → α
class Append (α : Type u) where append : α → α → α
class OrElse (α : Type u) where orElse : α → (Unit → α) → α
class AndThen (α : Type u) where andThen : α → (Unit → α) → α
class AndOp (α : Type u) where and : α → α → α
class XorOp (α : Type u) where xor : α → α → α
class OrOp (α : Type u) where or : α → α → α
class Complement (α : Type u) where complement : α → α
class ShiftLeft (α : Type u) where shiftLeft : α → α → α
class ShiftRight (α : Type u) where shiftRight : α → α → α

@[reducible] instance instHAdd {α : Type u} [Add α] : HAdd α α α where hAdd a b := Add.add a b
@[reducible] instance instHSub {α : Type u} [Sub α] : HSub α α α where hSub a b := Sub.sub a b
@[reducible] instance instHMul {α : Type u} [Mul α] : HMul α α α where hMul a b := Mul.mul a b
@[reducible] instance instHDiv {α : Type u} [Div α] : HDiv α α α where hDiv a b := Div.div a b
@[reducible] instance instHMod {α : Type u} [Mod α] : HMod α α α where hMod a b := Mod.mod a b
@[reducible] instance instHPow {α : Type u} {β : Type v} [Pow α β] : HPow α β α where hPow a b := Pow.pow a b
@[reducible] instance instPowNat {α : Type u} [NatPow α] : Pow α Nat where pow a n := NatPow.pow a n
@[reducible] instance instHSMul {α : Type u} {β : Type v} [SMul α β] : HSMul α β β where hSMul a b := SMul.smul a b
@[reducible] instance instHAppendOfAppend {α : Type u} [Append α] : HAppend α α α where
  hAppend a b := Append.append a b
@[reducible] instance instHOrElseOfOrElse {α : Type u} [OrElse α] : HOrElse α α α where
  hOrElse a b := OrElse.orElse a b
@[reducible] instance instHAndThenOfAndThen {α : Type u} [AndThen α] : HAndThen α α α where
  hAndThen a b := AndThen.andThen a b
@[reducible] instance instHAndOfAndOp {α : Type u} [AndOp α] : HAnd α α α where hAnd a b := AndOp.and a b
@[reducible] instance instHXorOfXorOp {α : Type u} [XorOp α] : HXor α α α where hXor a b := XorOp.xor a b
@[reducible] instance instHOrOfOrOp {α : Type u} [OrOp α] : HOr α α α where hOr a b := OrOp.or a b
@[reducible] instance instHShiftLeftOfShiftLeft {α : Type u} [ShiftLeft α] : HShiftLeft α α α where
  hShiftLeft a b := ShiftLeft.shiftLeft a b
@[reducible] instance instHShiftRightOfShiftRight {α : Type u} [ShiftRight α] : HShiftRight α α α where
  hShiftRight a b := ShiftRight.shiftRight a b

attribute [match_pattern] Add.add HAdd.hAdd Mul.mul HMul.hMul Neg.neg

/-! ## Order and collections -/

class LE (α : Type u) where le : α → α → Prop
class LT (α : Type u) where lt : α → α → Prop

@[reducible] def GE.ge {α : Type u} [LE α] (a b : α) : Prop := LE.le b a
@[reducible] def GT.gt {α : Type u} [LT α] (a b : α) : Prop := LT.lt b a

abbrev DecidableLT (α : Type u) [LT α] := DecidableRel (LT.lt : α → α → Prop)
abbrev DecidableLE (α : Type u) [LE α] := DecidableRel (LE.le : α → α → Prop)

class Max (α : Type u) where max : α → α → α
export Max (max)

class Min (α : Type u) where min : α → α → α
export Min (min)

class EmptyCollection (α : Type u) where emptyCollection : α

class Insert (α : outParam (Type u)) (γ : Type v) where insert : α → γ → γ
export Insert (insert)

class Singleton (α : outParam (Type u)) (β : Type v) where singleton : α → β
export Singleton (singleton)

class Membership (α : outParam (Type u)) (γ : Type v) where mem : γ → α → Prop

class HasSubset (α : Type u) where Subset : α → α → Prop
export HasSubset (Subset)

class HasSSubset (α : Type u) where SSubset : α → α → Prop
export HasSSubset (SSubset)

class Union (α : Type u) where union : α → α → α
class Inter (α : Type u) where inter : α → α → α
class SDiff (α : Type u) where sdiff : α → α → α

class Trans.{r1, r2, r3, a1, b1, c1} {α : Sort a1} {β : Sort b1} {γ : Sort c1} (r : α → β → Sort r1)
    (s : β → γ → Sort r2) (t : outParam (α → γ → Sort r3)) where
  trans : {a : α} → {b : β} → {c : γ} → r a b → s b c → t a c
export Trans (trans)

/-! ## Sizes, for recursion that is not structural -/

class SizeOf (α : Sort u) where
  sizeOf : α → Nat
export SizeOf (sizeOf)

protected def default.sizeOf (α : Sort u) : α → Nat := fun _ => Nat.zero

instance (priority := 100) instSizeOfDefault (α : Sort u) : SizeOf α where
  sizeOf := default.sizeOf α

instance instSizeOfNat : SizeOf Nat where
  sizeOf n := n
