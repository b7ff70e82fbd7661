import DetLM.Data.Bytes

/-!
# Regular languages

A category of the constraint language is, in the end, one of these expressions. `Regex.Lang` says which
texts it holds; `Regex.accepts` decides it by Brzozowski derivatives. That the two agree is
`Regex.accepts_iff` in `DetLM.Thm.Regex`.

## Main definitions

* `Regex`: expressions, closed under union, intersection and difference
* `Regex.Lang`: the meaning; `Regex.ofText`: the expression of one text
* `Regex.deriv`, `Regex.accepts`: the decision
* `Regex.splits`: every way to cut a prefix of the language off a text

## References

* J. A. Brzozowski, *Derivatives of regular expressions*, JACM 11 (1964)
-/

namespace DetLM

/-- A regular language of texts. -/
inductive Regex where
  /-- No text. -/
  | nothing
  /-- The empty text only. -/
  | empty
  /-- One byte out of a set. -/
  | oneOf (members : ByteSet)
  /-- One after the other. -/
  | seq (first second : Regex)
  /-- In the one or in the other. -/
  | either (left right : Regex)
  /-- Any number of repetitions. -/
  | star (body : Regex)
  /-- At most `count` repetitions. -/
  | atMost (count : Nat) (body : Regex)
  /-- In both. -/
  | both (left right : Regex)
  /-- In the first and not in the second. -/
  | without (left right : Regex)

/-- Repetition of a language, any number of times. -/
inductive Repeated (L : Text → Prop) : Text → Prop where
  /-- No repetition. -/
  | stop : Repeated L []
  /-- One more in front. -/
  | more {x y : Text} : L x → Repeated L y → Repeated L (x ++ y)

/-- Repetition of a language, at most so many times. -/
inductive RepeatedAtMost (L : Text → Prop) : Nat → Text → Prop where
  /-- No repetition. -/
  | stop {n : Nat} : RepeatedAtMost L n []
  /-- One more in front. -/
  | more {n : Nat} {x y : Text} : L x → RepeatedAtMost L n y → RepeatedAtMost L (n + 1) (x ++ y)

namespace Regex

/-- The texts of an expression: its meaning. -/
def Lang : Regex → Text → Prop
  | nothing, _ => False
  | empty, t => t = []
  | oneOf s, t => ∃ b, t = [b] ∧ s.has b = true
  | seq p q, t => ∃ x y, t = x ++ y ∧ Lang p x ∧ Lang q y
  | either p q, t => Lang p t ∨ Lang q t
  | star p, t => Repeated (Lang p) t
  | atMost n p, t => RepeatedAtMost (Lang p) n t
  | both p q, t => Lang p t ∧ Lang q t
  | without p q, t => Lang p t ∧ ¬ Lang q t

/-- Exactly one text. -/
noncomputable def ofText (t : Text) : Regex :=
  List.rec (motive := fun _ => Regex) empty (fun b _ rest => seq (oneOf (Nat.shiftLeft 1 b)) rest) t

/-- Whether the empty text belongs. -/
def nullable : Regex → Bool
  | nothing => false
  | empty => true
  | oneOf _ => false
  | seq p q => nullable p && nullable q
  | either p q => nullable p || nullable q
  | star _ => true
  | atMost _ _ => true
  | both p q => nullable p && nullable q
  | without p q => nullable p && !nullable q

/-- Whether the expression is literally `nothing`. -/
def isNothing : Regex → Bool
  | nothing => true
  | _ => false

/-- Whether the expression is literally `empty`. -/
def isEmpty : Regex → Bool
  | empty => true
  | _ => false

/-- `seq`, with the trivial cases folded away so that derivatives stay small. -/
def mkSeq (p q : Regex) : Regex :=
  bif isNothing p then nothing else bif isEmpty p then q else seq p q

/-- `either`, with the trivial cases folded away. -/
def mkEither (p q : Regex) : Regex :=
  bif isNothing p then q else bif isNothing q then p else either p q

/-- `both`, with the trivial cases folded away. -/
def mkBoth (p q : Regex) : Regex :=
  bif isNothing p then nothing else bif isNothing q then nothing else both p q

/-- `without`, with the trivial cases folded away. -/
def mkWithout (p q : Regex) : Regex :=
  bif isNothing p then nothing else bif isNothing q then p else without p q

/-- What may follow once byte `b` has been read. -/
def deriv (b : Byte) : Regex → Regex
  | nothing => nothing
  | empty => nothing
  | oneOf s => bif s.has b then empty else nothing
  | seq p q =>
    bif nullable p then mkEither (mkSeq (deriv b p) q) (deriv b q) else mkSeq (deriv b p) q
  | either p q => mkEither (deriv b p) (deriv b q)
  | star p => mkSeq (deriv b p) (star p)
  | atMost 0 _ => nothing
  | atMost (n + 1) p => mkSeq (deriv b p) (atMost n p)
  | both p q => mkBoth (deriv b p) (deriv b q)
  | without p q => mkWithout (deriv b p) (deriv b q)

/-- Whether a text belongs, by derivatives. -/
def acceptsFrom : Text → Regex → Bool
  | [], r => nullable r
  | b :: t, r => bif isNothing r then false else acceptsFrom t (deriv b r)

/-- Whether a text belongs. -/
def accepts (r : Regex) (t : Text) : Bool := acceptsFrom t r

/-- Every way to write `t` as a text of `r` and a rest; `seen` is what was read already, last byte first. -/
def splitsFrom : Text → Regex → (seen : Text) → List (Text × Text)
  | [], r, seen => bif nullable r then [(seen.reverse, [])] else []
  | b :: t, r, seen =>
    bif isNothing r then []
    else bif nullable r then (seen.reverse, b :: t) :: splitsFrom t (deriv b r) (b :: seen)
    else splitsFrom t (deriv b r) (b :: seen)

/-- Every way to write `t` as a text of `r` and a rest, shortest text first. -/
def splits (r : Regex) (t : Text) : List (Text × Text) := splitsFrom t r []

end Regex

end DetLM
