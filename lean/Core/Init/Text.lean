/- # Core: finite numbers, bytes, characters, strings

Literals, comparison and the little arithmetic that data need. A string is the list of its characters.
-/
prelude

import Init.List.Transform
import Init.List.Index
import Init.List.Relations
import Init.Nat.Lemmas

set_option linter.all false
universe u

/-! ## Finite numbers -/

namespace Fin

protected def ofNat (n : Nat) [NeZero n] (a : Nat) : Fin n := ⟨a % n, Nat.mod_lt _ (Nat.pos_of_neZero n)⟩

instance instOfNat {n : Nat} [NeZero n] {i : Nat} : OfNat (Fin n) i := ⟨Fin.ofNat n i⟩

instance : Inhabited (Fin (n + 1)) := ⟨⟨0, Nat.zero_lt_succ n⟩⟩

protected def add : Fin n → Fin n → Fin n
  | ⟨a, h⟩, ⟨b, _⟩ => ⟨(a + b) % n, Nat.mod_lt _ (Nat.pos_of_lt h)⟩
protected def mul : Fin n → Fin n → Fin n
  | ⟨a, h⟩, ⟨b, _⟩ => ⟨(a * b) % n, Nat.mod_lt _ (Nat.pos_of_lt h)⟩
protected def sub : Fin n → Fin n → Fin n
  | ⟨a, h⟩, ⟨b, _⟩ => ⟨((n - b) + a) % n, Nat.mod_lt _ (Nat.pos_of_lt h)⟩

instance : Add (Fin n) := ⟨Fin.add⟩
instance : Mul (Fin n) := ⟨Fin.mul⟩
instance : Sub (Fin n) := ⟨Fin.sub⟩

@[inline] protected def succ : Fin n → Fin (n + 1)
  | ⟨i, h⟩ => ⟨i + 1, Nat.succ_lt_succ h⟩
@[inline] def castSucc : Fin n → Fin (n + 1)
  | ⟨i, h⟩ => ⟨i, Nat.lt_succ_of_lt h⟩
@[inline] def last (n : Nat) : Fin (n + 1) := ⟨n, Nat.lt_succ_self n⟩
@[coe] def toNat (i : Fin n) : Nat := i.val

@[ext] protected theorem ext {a b : Fin n} (h : (a : Fin n).val = b.val) : a = b := eq_of_val_eq h
@[simp] theorem eta (a : Fin n) (h : a.val < n) : (⟨a.val, h⟩ : Fin n) = a := rfl
@[simp] theorem is_lt (a : Fin n) : a.val < n := a.isLt

end Fin

instance : CoeOut (Fin n) Nat := ⟨Fin.val⟩

/-! ## Bytes and words -/

namespace BitVec

protected def ofNat (n : Nat) (i : Nat) : BitVec n := ⟨⟨i % 2 ^ n, Nat.mod_lt _ (Nat.two_pow_pos n)⟩⟩

instance instOfNat : OfNat (BitVec n) i := ⟨BitVec.ofNat n i⟩

end BitVec

@[extern "lean_uint8_of_nat"] protected def UInt8.ofNat (n : @& Nat) : UInt8 := ⟨BitVec.ofNat 8 n⟩
@[extern "lean_uint8_to_nat"] protected def UInt8.toNat (n : UInt8) : Nat := n.toBitVec.toNat
@[extern "lean_uint32_of_nat"] protected def UInt32.ofNat (n : @& Nat) : UInt32 := ⟨BitVec.ofNat 32 n⟩
@[extern "lean_uint32_to_nat"] protected def UInt32.toNat (n : UInt32) : Nat := n.toBitVec.toNat
instance UInt8.instOfNat : OfNat UInt8 n := ⟨UInt8.ofNat n⟩
instance UInt32.instOfNat : OfNat UInt32 n := ⟨UInt32.ofNat n⟩
instance : Inhabited UInt8 := ⟨0⟩
instance : Inhabited UInt32 := ⟨0⟩

/-! ## Characters -/

namespace Char

instance : Inhabited Char := ⟨'A'⟩
instance : LT Char := ⟨fun a b => a.val.toNat < b.val.toNat⟩
instance : LE Char := ⟨fun a b => a.val.toNat ≤ b.val.toNat⟩
instance (a b : Char) : Decidable (a < b) := Nat.decLt ..
instance (a b : Char) : Decidable (a ≤ b) := Nat.decLe ..

@[inline] def isWhitespace (c : Char) : Bool := c = ' ' || c = '\t' || c = '\r' || c = '\n'
@[inline] def isUpper (c : Char) : Bool := 'A' ≤ c && c ≤ 'Z'
@[inline] def isLower (c : Char) : Bool := 'a' ≤ c && c ≤ 'z'
@[inline] def isAlpha (c : Char) : Bool := c.isUpper || c.isLower
@[inline] def isDigit (c : Char) : Bool := '0' ≤ c && c ≤ '9'
@[inline] def isAlphanum (c : Char) : Bool := c.isAlpha || c.isDigit

end Char

instance : LawfulBEq Char := inferInstance

/-! ## Strings -/

namespace String

@[extern "lean_string_append"] protected def append (s : String) (t : @& String) : String := ⟨s.toList ++ t.toList⟩
instance : Append String := ⟨String.append⟩

@[extern "lean_string_length"] def length (s : @& String) : Nat := s.toList.length

@[extern "lean_string_push"] def push (s : String) (c : Char) : String := ⟨s.toList ++ [c]⟩

def singleton (c : Char) : String := "".push c

def isEmpty (s : String) : Bool := s.toList.isEmpty

protected def join (l : List String) : String := l.foldl (fun r s => r ++ s) ""

def intercalate (s : String) : List String → String
  | [] => ""
  | a :: as => go a s as
where
  go (acc s : String) : List String → String
    | a :: as => go (acc ++ s ++ a) s as
    | [] => acc

theorem toList_inj {s₁ s₂ : String} : s₁.toList = s₂.toList ↔ s₁ = s₂ :=
  ⟨fun h => by cases s₁; cases s₂; exact congrArg ofList h, congrArg toList⟩
theorem ext {s₁ s₂ : String} (h : s₁.toList = s₂.toList) : s₁ = s₂ := toList_inj.mp h
@[simp] theorem toList_append {s t : String} : (s ++ t).toList = s.toList ++ t.toList := rfl
@[simp] theorem length_append {s t : String} : (s ++ t).length = s.length + t.length := List.length_append
@[simp] theorem toList_ofList {l : List Char} : (ofList l).toList = l := rfl
@[simp] theorem ofList_toList {s : String} : ofList s.toList = s := rfl
@[simp] theorem length_ofList {l : List Char} : (ofList l).length = l.length := rfl

theorem ofList_injective {l₁ l₂ : List Char} (h : ofList l₁ = ofList l₂) : l₁ = l₂ := congrArg toList h

@[extern "lean_string_dec_eq"] protected def decEq (a b : @& String) : Decidable (a = b) :=
  decidable_of_iff (a.toList = b.toList) toList_inj

end String

instance : DecidableEq String := String.decEq
instance : LawfulBEq String := inferInstance

deriving instance DecidableEq for Lean.Name
