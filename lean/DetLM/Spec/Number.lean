import DetLM.Data.Bytes

/-!
# Exact decimals

Prices and sums are numbers that texts write. A number is `(plus - minus) / 10 ^ scale` over natural
numbers, so that nothing is ever rounded and the kernel computes with its own big numbers. Equal numbers
may be written differently: `Same` and `Le` compare values, by multiplying crosswise.

## Main definitions

* `Number`, `Number.add`, `Number.sub`, `Number.mul`, `Number.sum`
* `Number.Same`, `Number.Lt`, `Number.Le`
* `Number.read`: the number that a text writes
-/

namespace DetLM

/-- The number `(plus - minus) / 10 ^ scale`. -/
structure Number where
  /-- What counts for it. -/
  plus : Nat
  /-- What counts against it. -/
  minus : Nat
  /-- How many digits stand behind the point. -/
  scale : Nat

namespace Number

/-- A natural number. -/
def ofNat (n : Nat) : Number := ⟨n, 0, 0⟩

/-- The sum, with as many digits behind the point as the longer one has. -/
def add (a b : Number) : Number :=
  ⟨a.plus * 10 ^ (b.scale - a.scale) + b.plus * 10 ^ (a.scale - b.scale),
    a.minus * 10 ^ (b.scale - a.scale) + b.minus * 10 ^ (a.scale - b.scale),
    a.scale + (b.scale - a.scale)⟩

/-- The number with the other sign. -/
def neg (a : Number) : Number := ⟨a.minus, a.plus, a.scale⟩

/-- The difference. -/
def sub (a b : Number) : Number := a.add b.neg

/-- The product. -/
def mul (a b : Number) : Number :=
  ⟨a.plus * b.plus + a.minus * b.minus, a.plus * b.minus + a.minus * b.plus, a.scale + b.scale⟩

/-- One number's share in comparing two: what counts for it and against the other. -/
def weight (a b : Number) : Nat := a.plus * 10 ^ b.scale + b.minus * 10 ^ a.scale

/-- Both have the same value. -/
def Same (a b : Number) : Prop := a.weight b = b.weight a

/-- The first is smaller. -/
def Lt (a b : Number) : Prop := a.weight b < b.weight a

/-- The first is not larger. -/
def Le (a b : Number) : Prop := a.weight b ≤ b.weight a

/-- The sum of what is there; missing if one of them is. -/
def sum : List (Option Number) → Option Number
  | [] => some (ofNat 0)
  | none :: _ => none
  | some a :: l =>
    match sum l with
    | none => none
    | some b => some (a.add b)

/-! ### Reading -/

/-- Whether a byte is one of `0` to `9`. -/
def isDigit (b : Byte) : Bool := Nat.ble 48 b && Nat.ble b 57

/-- The value of digits, and then one more. -/
def push (value : Nat) (b : Byte) : Nat := 10 * value + (b - 48)

/-- Reads the rest behind the point: digits to the end. -/
def readFraction (value scale : Nat) : Text → Option (Nat × Nat)
  | [] => some (value, scale)
  | b :: t => bif isDigit b then readFraction (push value b) (scale + 1) t else none

/-- Reads the rest before the point: digits to the end, or to a point with a digit behind it. -/
def readWhole (value : Nat) : Text → Option (Nat × Nat)
  | [] => some (value, 0)
  | b :: t =>
    bif isDigit b then readWhole (push value b) t
    else
      match t with
      | [] => none
      | c :: t => bif Nat.beq b 46 && isDigit c then readFraction (push value c) 1 t else none

/-- Reads a number without a sign: `digits` or `digits.digits`. -/
def readUnsigned : Text → Option (Nat × Nat)
  | [] => none
  | b :: t => bif isDigit b then readWhole (push 0 b) t else none

/-- A number without a sign, as a number. -/
def positive : Option (Nat × Nat) → Option Number
  | none => none
  | some p => some ⟨p.1, 0, p.2⟩

/-- A number behind a minus sign, as a number. -/
def negative : Option (Nat × Nat) → Option Number
  | none => none
  | some p => some ⟨0, p.1, p.2⟩

/-- The number that a text writes: `-?digits[.digits]`, anything else is none. -/
def read : Text → Option Number
  | [] => none
  | b :: t => bif Nat.beq b 45 then negative (readUnsigned t) else positive (readUnsigned (b :: t))

end Number

end DetLM
