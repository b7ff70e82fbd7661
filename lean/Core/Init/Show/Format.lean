/- # Core: formatted text

`Std.Format`, in which `Repr` writes and `#eval` answers. Laid out as the native code in the shared library has it, since that breaks
lines and prints; here are the type and the functions that build such texts.
-/
prelude

import Init.Int.Division

set_option linter.all false
universe u

namespace Std

inductive Format.FlattenBehavior where
  | allOrNone
  | fill
  deriving Inhabited, BEq

inductive Format.FlattenAllowability where
  | allow (fits : Bool)
  | disallow

open Format in
inductive Format where
  | nil : Format
  | line : Format
  | align (force : Bool) : Format
  | text : String → Format
  | nest (indent : Int) (f : Format) : Format
  | append : Format → Format → Format
  | group : Format → (behavior : FlattenBehavior := FlattenBehavior.allOrNone) → Format
  | tag : Nat → Format → Format

namespace Format

instance : Inhabited Format := ⟨nil⟩
instance instAppend : Append Format := ⟨append⟩
instance instCoeString : Coe String Format := ⟨text⟩

def isEmpty : Format → Bool
  | nil => true
  | line => false
  | align _ => true
  | text s => s == ""
  | nest _ f => f.isEmpty
  | append f g => f.isEmpty && g.isEmpty
  | group f _ => f.isEmpty
  | tag _ f => f.isEmpty

def isNil : Format → Bool
  | nil => true
  | _ => false

def fill (f : Format) : Format := group f (behavior := .fill)

def join (xs : List Format) : Format := xs.foldl (· ++ ·) ""

def bracket (l : String) (f : Format) (r : String) : Format := group (nest l.length (l ++ f ++ r))
def paren (f : Format) : Format := bracket "(" f ")"
def sbracket (f : Format) : Format := bracket "[" f "]"
def bracketFill (l : String) (f : Format) (r : String) : Format := fill (nest l.length (l ++ f ++ r))

def defIndent : Nat := 2
def defUnicode : Bool := true
def defWidth : Nat := 120

def nestD (f : Format) : Format := nest defIndent f
def indentD (f : Format) : Format := nestD (line ++ f)

/-- The text, in lines of about `width`. -/
@[extern "lean_format_pretty"] opaque pretty (f : Format) (width : Nat := defWidth) (indent : Nat := 0) (column : Nat := 0) : String

end Format

class ToFormat (α : Type u) where
  format : α → Format
export ToFormat (format)

instance instToFormatFormat : ToFormat Format := ⟨fun f => f⟩
instance instToFormatString : ToFormat String := ⟨.text⟩

def Format.joinSep {α : Type u} [ToFormat α] : List α → Format → Format
  | [], _ => nil
  | [a], _ => format a
  | a :: as, sep => format a ++ sep ++ joinSep as sep

def Format.prefixJoin {α : Type u} [ToFormat α] (pre : Format) : List α → Format
  | [] => nil
  | a :: as => pre ++ format a ++ prefixJoin pre as

def Format.joinSuffix {α : Type u} [ToFormat α] : List α → Format → Format
  | [], _ => nil
  | a :: as, suffix => format a ++ suffix ++ joinSuffix as suffix

end Std
