/- # Core: how values are written

`Repr` writes a value as Lean would read it again, for `#eval` and `deriving Repr`; numbers, characters and strings are written here.
-/
prelude

import Init.Show.Format

set_option linter.all false
universe u v

open Std

class Repr (α : Type u) where
  reprPrec : α → Nat → Format
export Repr (reprPrec)

abbrev repr [Repr α] (a : α) : Format := reprPrec a 0
abbrev reprStr [Repr α] (a : α) : String := (reprPrec a 0).pretty
abbrev reprArg [Repr α] (a : α) : Format := reprPrec a max_prec

/-- Types whose values lists write side by side. -/
class ReprAtom (α : Type u)

def Repr.addAppParen (f : Format) (prec : Nat) : Format := if prec >= max_prec then Format.paren f else f

/-! ## Digits, characters -/

namespace Nat

def digitChar (n : Nat) : Char :=
  match n with
  | 0 => '0' | 1 => '1' | 2 => '2' | 3 => '3' | 4 => '4' | 5 => '5' | 6 => '6' | 7 => '7' | 8 => '8' | 9 => '9'
  | 10 => 'a' | 11 => 'b' | 12 => 'c' | 13 => 'd' | 14 => 'e' | 15 => 'f'
  | _ => '*'

def toDigitsCore (base : Nat) : (fuel n : Nat) → List Char → List Char
  | 0, _, ds => ds
  | fuel + 1, n, ds =>
    let d := digitChar (n % base)
    let n' := n / base
    if n' = 0 then d :: ds else toDigitsCore base fuel n' (d :: ds)

def toDigits (base n : Nat) : List Char := toDigitsCore base (n + 1) n []

protected def repr (n : Nat) : String := String.ofList (toDigits 10 n)

end Nat

protected def Int.repr : Int → String
  | .ofNat m => Nat.repr m
  | .negSucc m => "-" ++ Nat.repr (m + 1)

def hexDigitRepr (n : Nat) : String := String.singleton (Nat.digitChar n)

def Char.quoteCore (c : Char) (inQuotes : Bool := false) : String :=
  if c = '\n' then "\\n"
  else if c = '\t' then "\\t"
  else if c = '\\' then "\\\\"
  else if c = '"' then "\\\""
  else if inQuotes ∧ c = '\'' then "\\'"
  else if c.toNat ≤ 31 ∨ c = '\x7f' then "\\x" ++ hexDigitRepr (c.toNat / 16) ++ hexDigitRepr (c.toNat % 16)
  else String.singleton c

def Char.quote (c : Char) : String := "'" ++ Char.quoteCore c (inQuotes := true) ++ "'"

def String.quote (s : String) : String := s.toList.foldl (fun s c => s ++ c.quoteCore) "\"" ++ "\""

/-! ## Instances -/

instance instReprId [Repr α] : Repr (id α) := inferInstanceAs (Repr α)
instance instReprEmpty : Repr Empty where reprPrec := nofun
protected def Bool.repr : Bool → Nat → Format
  | true, _ => "true"
  | false, _ => "false"
instance instReprBool : Repr Bool where reprPrec := Bool.repr
protected def Decidable.repr : Decidable p → Nat → Format
  | .isTrue _, prec => Repr.addAppParen "isTrue _" prec
  | .isFalse _, prec => Repr.addAppParen "isFalse _" prec
instance instReprDecidable : Repr (Decidable p) where reprPrec := Decidable.repr
instance instReprPUnit : Repr PUnit.{u+1} where reprPrec _ _ := "PUnit.unit"
instance instReprUnit : Repr Unit where reprPrec _ _ := "()"
instance instReprULift [Repr α] : Repr (ULift.{v} α) where reprPrec a prec := Repr.addAppParen ("ULift.up " ++ reprArg a.1) prec
instance instReprNat : Repr Nat where reprPrec n _ := Nat.repr n
instance instReprInt : Repr Int where reprPrec i prec := if i < 0 then Repr.addAppParen i.repr prec else i.repr
instance instReprChar : Repr Char where reprPrec c _ := c.quote
instance instReprString : Repr String where reprPrec s _ := s.quote
instance instReprFin (n : Nat) : Repr (Fin n) where reprPrec i _ := repr i.val
instance instReprUInt8 : Repr UInt8 where reprPrec n _ := repr n.toNat
instance instReprUInt32 : Repr UInt32 where reprPrec n _ := repr n.toNat

protected def Option.repr [Repr α] : Option α → Nat → Format
  | none, _ => "none"
  | some a, prec => Repr.addAppParen ("some " ++ reprArg a) prec
instance instReprOption [Repr α] : Repr (Option α) where reprPrec := Option.repr
protected def Sum.repr [Repr α] [Repr β] : Sum α β → Nat → Format
  | .inl a, prec => Repr.addAppParen ("Sum.inl " ++ reprArg a) prec
  | .inr b, prec => Repr.addAppParen ("Sum.inr " ++ reprArg b) prec
instance instReprSum [Repr α] [Repr β] : Repr (Sum α β) where reprPrec := Sum.repr
instance instReprExcept [Repr ε] [Repr α] : Repr (Except ε α) where
  reprPrec
    | .error e, prec => Repr.addAppParen ("Except.error " ++ reprArg e) prec
    | .ok a, prec => Repr.addAppParen ("Except.ok " ++ reprArg a) prec

class ReprTuple (α : Type u) where
  reprTuple : α → List Format → List Format
export ReprTuple (reprTuple)

instance instReprTupleOfRepr [Repr α] : ReprTuple α where reprTuple a xs := repr a :: xs
protected def Prod.reprTuple [Repr α] [ReprTuple β] : α × β → List Format → List Format
  | (a, b), xs => reprTuple b (repr a :: xs)
instance instReprTupleProdOfRepr [Repr α] [ReprTuple β] : ReprTuple (α × β) where reprTuple := Prod.reprTuple
protected def Prod.repr [Repr α] [ReprTuple β] : α × β → Nat → Format
  | (a, b), _ => Format.bracket "(" (Format.joinSep (reprTuple b [repr a]).reverse ("," ++ Format.line)) ")"
instance instReprProdOfReprTuple [Repr α] [ReprTuple β] : Repr (α × β) where reprPrec := Prod.repr
protected def Sigma.repr {β : α → Type v} [Repr α] [(x : α) → Repr (β x)] : Sigma β → Nat → Format
  | ⟨a, b⟩, _ => Format.bracket "⟨" (repr a ++ ", " ++ repr b) "⟩"
instance instReprSigma {β : α → Type v} [Repr α] [(x : α) → Repr (β x)] : Repr (Sigma β) where reprPrec := Sigma.repr
instance instReprSubtype {p : α → Prop} [Repr α] : Repr (Subtype p) where reprPrec s prec := reprPrec s.val prec

protected def List.repr [Repr α] (a : List α) (_n : Nat) : Format :=
  let _ : ToFormat α := ⟨repr⟩
  match a with
  | [] => "[]"
  | as => Format.bracket "[" (Format.joinSep as ("," ++ Format.line)) "]"
instance instReprList [Repr α] : Repr (List α) where reprPrec := List.repr
protected def List.repr' [Repr α] [ReprAtom α] (a : List α) (_n : Nat) : Format :=
  let _ : ToFormat α := ⟨repr⟩
  match a with
  | [] => "[]"
  | as => Format.bracketFill "[" (Format.joinSep as ("," ++ Format.line)) "]"
instance instReprListOfReprAtom [Repr α] [ReprAtom α] : Repr (List α) where reprPrec := List.repr'
protected def Array.repr [Repr α] (xs : Array α) : Format :=
  let _ : ToFormat α := ⟨repr⟩
  match xs.toList with
  | [] => "#[]"
  | as => Format.bracketFill "#[" (Format.joinSep as ("," ++ Format.line)) "]"
instance Array.instRepr [Repr α] : Repr (Array α) where reprPrec xs _ := Array.repr xs

instance instReprAtomBool : ReprAtom Bool := ⟨⟩
instance instReprAtomNat : ReprAtom Nat := ⟨⟩
instance instReprAtomInt : ReprAtom Int := ⟨⟩
instance instReprAtomChar : ReprAtom Char := ⟨⟩
instance instReprAtomString : ReprAtom String := ⟨⟩
instance instReprAtomUInt8 : ReprAtom UInt8 := ⟨⟩
instance instReprAtomUInt32 : ReprAtom UInt32 := ⟨⟩
