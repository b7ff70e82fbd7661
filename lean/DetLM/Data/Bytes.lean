/-!
# Bytes and texts

What a program admits is said about byte strings, so that how a text is cut into model tokens can never
change what is admitted. A byte is a natural number below 256, a text a list of bytes. Statements carry
texts *packed* in one number, because a literal number is one object for the kernel; a bare recursor
unpacks it quickest.

## Main definitions

* `Byte`, `Text`, `IsBytes`
* `Text.packed`: the text that a number stands for
* `ByteSet.has`: membership in a set of bytes given as 256 bits
-/

namespace DetLM

/-- A byte; readers keep it below 256, and the few theorems that need that say so. -/
abbrev Byte := Nat

/-- A byte string. -/
abbrev Text := List Byte

/-- All entries of a text are bytes. -/
def IsBytes (t : Text) : Prop := ∀ b, b ∈ t → b < 256

/-- The text of `n` bytes packed into `w`, the first byte in the lowest eight bits. -/
noncomputable def Text.packed (n : Nat) : (w : Nat) → Text :=
  Nat.rec (motive := fun _ => Nat → Text) (fun _ => [])
    (fun _ rest w => Nat.mod w 256 :: rest (Nat.shiftRight w 8)) n

/-- Equality of texts, as the kernel computes it fastest. -/
def Text.beq : Text → Text → Bool
  | [], [] => true
  | [], _ :: _ => false
  | _ :: _, [] => false
  | a :: s, b :: t => Nat.beq a b && Text.beq s t

/-- A set of bytes; bit `b` says whether byte `b` belongs. -/
abbrev ByteSet := Nat

/-- Whether byte `b` belongs to the set. -/
def ByteSet.has (s : ByteSet) (b : Byte) : Bool :=
  Nat.beq (Nat.land (Nat.shiftRight s b) 1) 1

end DetLM
