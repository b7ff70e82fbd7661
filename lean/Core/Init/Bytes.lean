/- # Core: bytes, UTF-8, entries of arrays

What strings are as bytes, arithmetic of bytes, upper and lower case, `xs[i]` of arrays. The functions are defined through lists
and numbers; what runs them has its own.
-/
prelude

import Init.Ord

set_option linter.all false
universe u v

/-! ## Entries of arrays -/

namespace Array

variable {α : Type u} {β : Type v}

@[extern "lean_array_fget_borrowed"] def getInternalBorrowed (a : @& Array α) (i : @& Nat) (h : i < a.size) : α := a.toList[i]
@[extern "lean_array_fget"] def getInternal (a : @& Array α) (i : @& Nat) (h : i < a.size) : α := a.toList[i]

instance : GetElem (Array α) Nat α fun xs i => i < xs.size where getElem xs i h := xs.getInternal i h
instance : GetElem? (Array α) Nat α fun xs i => i < xs.size where
  getElem? xs i := if h : i < xs.size then some (xs.getInternal i h) else none

def isEmpty (xs : Array α) : Bool := xs.size = 0
@[inline] def map (f : α → β) (as : Array α) : Array β := ⟨as.toList.map f⟩
def contains [BEq α] (as : Array α) (a : α) : Bool := as.toList.contains a
def reverse (as : Array α) : Array α := ⟨as.toList.reverse⟩

@[simp] theorem size_toArray (as : List α) : as.toArray.size = as.length := rfl
@[simp] theorem toList_map {f : α → β} {xs : Array α} : (xs.map f).toList = xs.toList.map f := rfl
@[simp] theorem size_map {f : α → β} {xs : Array α} : (xs.map f).size = xs.size := List.length_map f

end Array

/-! ## Bytes -/

namespace UInt8

@[extern "lean_uint8_add"] protected def add (a b : UInt8) : UInt8 := UInt8.ofNat (a.toNat + b.toNat)
@[extern "lean_uint8_sub"] protected def sub (a b : UInt8) : UInt8 := UInt8.ofNat (256 - b.toNat + a.toNat)
@[extern "lean_uint8_mul"] protected def mul (a b : UInt8) : UInt8 := UInt8.ofNat (a.toNat * b.toNat)
@[extern "lean_uint8_div"] protected def div (a b : UInt8) : UInt8 := UInt8.ofNat (a.toNat / b.toNat)
@[extern "lean_uint8_mod"] protected def mod (a b : UInt8) : UInt8 := UInt8.ofNat (a.toNat % b.toNat)
protected def lt (a b : UInt8) : Prop := a.toNat < b.toNat
protected def le (a b : UInt8) : Prop := a.toNat ≤ b.toNat
def toChar (n : UInt8) : Char := Char.ofNat n.toNat

end UInt8

instance : Add UInt8 := ⟨UInt8.add⟩
instance : Sub UInt8 := ⟨UInt8.sub⟩
instance : Mul UInt8 := ⟨UInt8.mul⟩
instance : Div UInt8 := ⟨UInt8.div⟩
instance : Mod UInt8 := ⟨UInt8.mod⟩
instance : LT UInt8 := ⟨UInt8.lt⟩
instance : LE UInt8 := ⟨UInt8.le⟩
instance (a b : UInt8) : Decidable (a < b) := inferInstanceAs (Decidable (a.toNat < b.toNat))
instance (a b : UInt8) : Decidable (a ≤ b) := inferInstanceAs (Decidable (a.toNat ≤ b.toNat))
instance : Ord UInt8 where compare x y := compareOfLessAndEq x y

def Nat.toUInt8 (n : Nat) : UInt8 := UInt8.ofNat n

@[extern "lean_byte_array_size"] def ByteArray.size (a : @& ByteArray) : Nat := a.data.size
def ByteArray.toList (bs : ByteArray) : List UInt8 := bs.data.toList

/-! ## Characters and strings -/

def Char.toUInt8 (c : Char) : UInt8 := UInt8.ofNat c.toNat
def Char.toUpper (c : Char) : Char := if 'a' ≤ c ∧ c ≤ 'z' then Char.ofNat (c.toNat - 32) else c
def Char.toLower (c : Char) : Char := if 'A' ≤ c ∧ c ≤ 'Z' then Char.ofNat (c.toNat + 32) else c

namespace String

/-- The bytes of a character in UTF-8. -/
def utf8EncodeChar (c : Char) : List UInt8 :=
  let v := c.toNat
  if v ≤ 0x7f then [.ofNat v]
  else if v ≤ 0x7ff then [.ofNat (0xc0 + v / 64), .ofNat (0x80 + v % 64)]
  else if v ≤ 0xffff then [.ofNat (0xe0 + v / 4096), .ofNat (0x80 + v / 64 % 64), .ofNat (0x80 + v % 64)]
  else [.ofNat (0xf0 + v / 262144), .ofNat (0x80 + v / 4096 % 64), .ofNat (0x80 + v / 64 % 64), .ofNat (0x80 + v % 64)]

@[extern "lean_string_to_utf8"] def toUTF8 (a : @& String) : ByteArray := ⟨⟨a.toList.flatMap utf8EncodeChar⟩⟩
@[extern "lean_string_utf8_byte_size"] def utf8ByteSize (s : @& String) : Nat := s.toUTF8.size

def map (f : Char → Char) (s : String) : String := ofList (s.toList.map f)
def foldl {α : Type u} (f : α → Char → α) (init : α) (s : String) : α := s.toList.foldl f init
def toUpper (s : String) : String := s.map Char.toUpper
def toLower (s : String) : String := s.map Char.toLower

end String
