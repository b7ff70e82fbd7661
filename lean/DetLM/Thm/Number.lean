import DetLM.Data.Lists
import DetLM.Spec.Number

/-!
# Exact decimals are numbers

Numbers stand for values, which may be written in many ways. `Same` and `Le` compare values: `Same` is an
equivalence, `Le` a total order up to it. Sums have the value that sums of fractions have, and what is read
from digits is what the digits say in decimal notation.

## Main results

* `Number.same_iff`, `Number.lt_iff`, `Number.le_total`, `Number.le_trans`: the order of values
* `Number.add_plus`, `Number.add_minus`: sums, as fractions are added
* `Number.same_add`, `Number.add_comm`, `Number.same_mul`: how numbers are written changes no value
* `Number.read_digits`, `Number.read_point`, `Number.read_minus`: reading
-/

namespace DetLM.Number

/-! ## Order -/

/-- Values are compared as fractions are, over any positive denominators. -/
theorem le_trans_over {ap am bp bm cp cm x y z : Nat} (hy : 0 < y)
    (h : ap * y + bm * x ≤ bp * x + am * y) (k : bp * z + cm * y ≤ cp * y + bm * z) :
    ap * z + cm * x ≤ cp * x + am * z := by
  have s := Nat.add_le_add (Nat.mul_le_mul_right z h) (Nat.mul_le_mul_right x k)
  have left : (ap * y + bm * x) * z + (bp * z + cm * y) * x
      = y * (ap * z + cm * x) + (bm * x * z + bp * x * z) := by
    simp only [Nat.mul_add, Nat.mul_comm, Nat.mul_left_comm, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
  have right : (bp * x + am * y) * z + (cp * y + bm * z) * x
      = y * (cp * x + am * z) + (bm * x * z + bp * x * z) := by
    simp only [Nat.mul_add, Nat.mul_comm, Nat.mul_left_comm, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
  rw [left, right] at s
  refine Nat.le_of_not_lt fun l => Nat.lt_irrefl _ (Nat.lt_of_lt_of_le ?_ (Nat.le_of_add_le_add_right s))
  exact Nat.mul_lt_mul_of_pos_left l hy

/-- Powers of ten are positive. -/
theorem pow_pos (n : Nat) : 0 < 10 ^ n := Nat.pow_pos (by decide)

/-- No value is larger than itself. -/
theorem le_refl (a : Number) : a.Le a := Nat.le_refl _

/-- The order of values is transitive. -/
theorem le_trans {a b c : Number} (h : a.Le b) (k : b.Le c) : a.Le c :=
  le_trans_over (pow_pos b.scale) h k

/-- Of two values one is not larger than the other. -/
theorem le_total (a b : Number) : a.Le b ∨ b.Le a := Nat.le_total _ _

/-- Two values are the same if neither is larger. -/
theorem same_iff {a b : Number} : a.Same b ↔ a.Le b ∧ b.Le a :=
  ⟨fun h => ⟨Nat.le_of_eq h, Nat.le_of_eq h.symm⟩, fun h => Nat.le_antisymm h.1 h.2⟩

/-- A value is smaller than another if the other is not smaller or the same. -/
theorem lt_iff {a b : Number} : a.Lt b ↔ ¬ b.Le a :=
  ⟨fun h k => Nat.lt_irrefl _ (Nat.lt_of_lt_of_le h k), fun h => Nat.lt_of_not_le h⟩

/-- Every value is the same as itself. -/
theorem same_refl (a : Number) : a.Same a := rfl

/-- Sameness goes both ways. -/
theorem same_symm {a b : Number} (h : a.Same b) : b.Same a := Eq.symm h

/-- Sameness is transitive. -/
theorem same_trans {a b c : Number} (h : a.Same b) (k : b.Same c) : a.Same c :=
  have h := same_iff.mp h
  have k := same_iff.mp k
  same_iff.mpr ⟨le_trans h.1 k.1, le_trans k.2 h.2⟩

/-- Zeros behind the point do not change a value. -/
theorem same_shift (a : Number) (k : Nat) : a.Same ⟨a.plus * 10 ^ k, a.minus * 10 ^ k, a.scale + k⟩ := by
  show a.plus * 10 ^ (a.scale + k) + a.minus * 10 ^ k * 10 ^ a.scale
    = a.plus * 10 ^ k * 10 ^ a.scale + a.minus * 10 ^ (a.scale + k)
  rw [Nat.pow_add, Nat.mul_assoc, Nat.mul_assoc, Nat.mul_comm (10 ^ k)]

/-! ## Sums -/

/-- A sum has as many digits behind the point as the longer number. -/
theorem longer (x y : Nat) : (x - y) + y = x + (y - x) :=
  (Nat.le_total x y).elim
    (fun h => by rw [Nat.sub_eq_zero_of_le h, Nat.zero_add, Nat.add_sub_of_le h])
    fun h => by rw [Nat.sub_add_cancel h, Nat.sub_eq_zero_of_le h]; rfl

/-- Bringing two fractions to the longer denominator is bringing them to the product of both. -/
theorem add_over (p q x y : Nat) : (p * 10 ^ (y - x) + q * 10 ^ (x - y)) * 10 ^ (x + y)
    = (p * 10 ^ y + q * 10 ^ x) * 10 ^ (x + (y - x)) := by
  rw [Nat.add_mul, Nat.add_mul, Nat.mul_assoc, Nat.mul_assoc, Nat.mul_assoc, Nat.mul_assoc, ← Nat.pow_add,
    ← Nat.pow_add, ← Nat.pow_add, ← Nat.pow_add]
  have first : (y - x) + (x + y) = y + (x + (y - x)) := by
    rw [Nat.add_comm (y - x), Nat.add_comm x y, Nat.add_assoc]
  have second : (x - y) + (x + y) = x + (x + (y - x)) := by
    rw [← longer x y, Nat.add_left_comm]
  rw [first, second]

/-- What counts for a sum, over its denominator, is what counts for the two numbers over theirs. -/
theorem add_plus (a b : Number) : (a.add b).plus * 10 ^ (a.scale + b.scale)
    = (a.plus * 10 ^ b.scale + b.plus * 10 ^ a.scale) * 10 ^ (a.add b).scale :=
  add_over a.plus b.plus a.scale b.scale

/-- What counts against a sum, over its denominator, is what counts against the two numbers over theirs. -/
theorem add_minus (a b : Number) : (a.add b).minus * 10 ^ (a.scale + b.scale)
    = (a.minus * 10 ^ b.scale + b.minus * 10 ^ a.scale) * 10 ^ (a.add b).scale :=
  add_over a.minus b.minus a.scale b.scale

/-- Sums of same values are the same, over any denominators. -/
theorem same_add_over {ap am cp cm bp bm x y z s t : Nat} {p m q n : Nat} (hx : 0 < x) (hy : 0 < y)
    (hz : 0 < z) (hp : p * (x * z) = (ap * z + bp * x) * s) (hm : m * (x * z) = (am * z + bm * x) * s)
    (hq : q * (y * z) = (cp * z + bp * y) * t) (hn : n * (y * z) = (cm * z + bm * y) * t)
    (h : ap * y + cm * x = cp * x + am * y) : p * t + n * s = q * s + m * t := by
  refine Nat.eq_of_mul_eq_mul_left (Nat.mul_pos (Nat.mul_pos hx hz) (Nat.mul_pos hy hz)) ?_
  have outside (u d e : Nat) : x * z * (y * z) * (u * d) = u * (x * z) * (y * z * d) ∧
      x * z * (y * z) * (u * e) = u * (y * z) * (x * z * e) := by
    constructor <;> simp only [Nat.mul_comm, Nat.mul_left_comm]
  have inside (u v : Nat) : u * s * (y * z * t) + v * t * (x * z * s) = s * t * z * (u * y + v * x) := by
    simp only [Nat.mul_add, Nat.mul_comm, Nat.mul_left_comm]
  have apart (a b c d : Nat) : (a * z + b * x) * y + (c * z + d * y) * x
      = z * (a * y + c * x) + (b * x * y + d * x * y) := by
    simp only [Nat.mul_add, Nat.mul_comm, Nat.mul_left_comm, Nat.add_comm, Nat.add_left_comm, Nat.add_assoc]
  rw [Nat.mul_add, Nat.mul_add, (outside p t 0).1, (outside n 0 s).2, (outside q 0 s).2, (outside m t 0).1,
    hp, hm, hq, hn, inside, Nat.add_comm (_ * t * _), inside, apart, apart, h, Nat.add_comm (cp * x),
    Nat.add_comm (bp * x * y)]

/-- How a number is written does not change the value of a sum with it. -/
theorem same_add {a c : Number} (b : Number) (h : a.Same c) : (a.add b).Same (c.add b) :=
  same_add_over (pow_pos a.scale) (pow_pos c.scale) (pow_pos b.scale)
    (by rw [← Nat.pow_add]; exact add_plus a b) (by rw [← Nat.pow_add]; exact add_minus a b)
    (by rw [← Nat.pow_add]; exact add_plus c b) (by rw [← Nat.pow_add]; exact add_minus c b) h

/-- Nor does the order of the two. -/
theorem add_comm (a b : Number) : (a.add b).Same (b.add a) := by
  have e : a.add b = b.add a := by
    show Number.mk _ _ _ = Number.mk _ _ _
    rw [Nat.add_comm (a.plus * _), Nat.add_comm (a.minus * _), ← longer a.scale b.scale,
      Nat.add_comm (a.scale - b.scale)]
  rw [e]
  rfl

/-! ## Products -/

/-- How a number is written does not change the value of a product with it. -/
theorem same_mul {a c : Number} (b : Number) (h : a.Same c) : (a.mul b).Same (c.mul b) := by
  have over {ap am cp cm bp bm x y z : Nat} (h : ap * y + cm * x = cp * x + am * y) :
      (ap * bp + am * bm) * (y * z) + (cp * bm + cm * bp) * (x * z)
        = (cp * bp + cm * bm) * (x * z) + (ap * bm + am * bp) * (y * z) := by
    have outside (u v : Nat) : u * (y * z) + v * (x * z) = z * (u * y + v * x) := by
      simp only [Nat.mul_add, Nat.mul_comm, Nat.mul_left_comm]
    have apart (a b c d u v : Nat) : (a * u + b * v) * y + (c * v + d * u) * x
        = u * (a * y + d * x) + v * (c * x + b * y) := by
      simp only [Nat.mul_add, Nat.mul_comm, Nat.mul_left_comm, Nat.add_comm, Nat.add_left_comm, Nat.add_assoc]
    rw [outside, Nat.add_comm (_ * (x * z)), outside, apart, apart, h, Nat.add_comm (bp * _)]
  show (a.mul b).plus * 10 ^ (c.scale + b.scale) + (c.mul b).minus * 10 ^ (a.scale + b.scale)
    = (c.mul b).plus * 10 ^ (a.scale + b.scale) + (a.mul b).minus * 10 ^ (c.scale + b.scale)
  rw [Nat.pow_add, Nat.pow_add]
  exact over h

/-! ## Reading -/

/-- The value of digits in decimal notation, behind digits with a value. -/
def decimal (value : Nat) : Text → Nat
  | [] => value
  | b :: t => decimal (push value b) t

/-- One more digit makes it ten times as much, and the digit. -/
theorem decimal_append (value : Nat) (t : Text) (b : Byte) :
    decimal value (t ++ [b]) = 10 * decimal value t + (b - 48) := by
  induction t generalizing value with
  | nil => rfl
  | cons c t ih => exact ih (push value c)

/-- Digits behind the point are read. -/
theorem readFraction_digits {t : Text} (ht : t.all isDigit = true) (value scale : Nat) :
    readFraction value scale t = some (decimal value t, scale + t.length) := by
  induction t generalizing value scale with
  | nil => rfl
  | cons b t ih =>
    have ht := bool_and_iff.mp ht
    show (bif isDigit b then readFraction (push value b) (scale + 1) t else none) = _
    rw [ht.1]
    refine (ih ht.2 (push value b) (scale + 1)).trans ?_
    rw [Nat.add_assoc, Nat.add_comm 1]
    rfl

/-- Digits before the point are read, whatever follows them that does not begin with a digit. -/
theorem readWhole_digits {t : Text} (ht : t.all isDigit = true) (value : Nat) (rest : Text) :
    readWhole value (t ++ rest) = readWhole (decimal value t) rest := by
  induction t generalizing value with
  | nil => rfl
  | cons b t ih =>
    have ht := bool_and_iff.mp ht
    show (bif isDigit b then readWhole (push value b) (t ++ rest) else _) = _
    rw [ht.1]
    exact ih ht.2 (push value b)

/-- A point is read if digits follow it. -/
theorem readWhole_point {t : Text} (hn : t ≠ []) (ht : t.all isDigit = true) (value : Nat) :
    readWhole value (46 :: t) = some (decimal value t, t.length) := by
  cases t with
  | nil => exact absurd rfl hn
  | cons b t =>
    have ht := bool_and_iff.mp ht
    show (bif isDigit 46 then readWhole (push value 46) (b :: t)
      else bif Nat.beq 46 46 && isDigit b then readFraction (push value b) 1 t else none) = _
    rw [ht.1]
    refine (readFraction_digits ht.2 (push value b) 1).trans ?_
    rw [Nat.add_comm]
    rfl

/-- Digits read as what they say in decimal notation. -/
theorem readUnsigned_digits {t : Text} (hn : t ≠ []) (ht : t.all isDigit = true) (rest : Text) :
    readUnsigned (t ++ rest) = readWhole (decimal 0 t) rest := by
  cases t with
  | nil => exact absurd rfl hn
  | cons b t =>
    have ht := bool_and_iff.mp ht
    show (bif isDigit b then readWhole (push 0 b) (t ++ rest) else none) = _
    rw [ht.1]
    exact readWhole_digits ht.2 (push 0 b) rest

/-- A number that begins with a digit has no minus sign. -/
theorem read_of_digit {b : Byte} {t : Text} (hb : isDigit b = true) :
    read (b :: t) = positive (readUnsigned (b :: t)) := by
  show (bif Nat.beq b 45 then _ else _) = _
  cases h : Nat.beq b 45 with
  | true =>
    rw [nat_beq_iff.mp h] at hb
    exact nomatch (hb : false = true)
  | false => rfl

/-- Digits read as what they say in decimal notation. -/
theorem read_digits {t : Text} (hn : t ≠ []) (ht : t.all isDigit = true) :
    read t = some ⟨decimal 0 t, 0, 0⟩ := by
  cases t with
  | nil => exact absurd rfl hn
  | cons b t =>
    have e := readUnsigned_digits hn ht []
    rw [append_nil_right] at e
    rw [read_of_digit (bool_and_iff.mp ht).1, e]
    rfl

/-- Digits behind a point count as tenths, hundredths and so on. -/
theorem read_point {t u : Text} (hn : t ≠ []) (ht : t.all isDigit = true) (hm : u ≠ [])
    (hu : u.all isDigit = true) : read (t ++ 46 :: u) = some ⟨decimal (decimal 0 t) u, 0, u.length⟩ := by
  cases t with
  | nil => exact absurd rfl hn
  | cons b t =>
    have e := (readUnsigned_digits hn ht (46 :: u)).trans (readWhole_point hm hu _)
    show read (b :: (t ++ 46 :: u)) = _
    rw [read_of_digit (bool_and_iff.mp ht).1]
    exact congrArg positive e

/-- A minus sign changes the sign, and stands before a number without one. -/
theorem read_minus {t : Text} : read (45 :: t) = negative (readUnsigned t) := rfl

end DetLM.Number
