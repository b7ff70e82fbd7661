import DetLM.Spec.Fast

/-!
# Automata for long texts

Derivatives are quick enough for sentences. For texts of thousands of bytes a deterministic automaton is
better: two numbers hold its tables, and a step costs a few operations on numbers. An automaton is not
trusted: `agrees` compares it once with the derivatives of an expression, and what agrees decides the
language of that expression (`Automaton.accepts_iff_of_agrees` in `DetLM.Thm.Automaton`).

Everything here is written with bare recursors, which the kernel evaluates fastest.

## Main definitions

* `Regex.follow`: the derivative in a form in which finitely many occur
* `Automaton`, `Automaton.accepts`
* `Automaton.agrees`: the comparison with an expression
-/

namespace DetLM

open Fast (choose ifNothing)

namespace Regex

/-! ## Derivatives in normal form -/

/-- Whether an expression is `nothing`. -/
noncomputable def ofNothing (r : Regex) : Bool :=
  Regex.rec (motive := fun _ => Bool)
    true false (fun _ => false) (fun _ _ _ _ => false) (fun _ _ _ _ => false) (fun _ _ => false)
    (fun _ _ _ => false) (fun _ _ _ _ => false) (fun _ _ _ _ => false) r

/-- Whether an expression is `empty`. -/
noncomputable def ofEmpty (r : Regex) : Bool :=
  Regex.rec (motive := fun _ => Bool)
    false true (fun _ => false) (fun _ _ _ _ => false) (fun _ _ _ _ => false) (fun _ _ => false)
    (fun _ _ _ => false) (fun _ _ _ _ => false) (fun _ _ _ _ => false) r

/-- Whether an expression is made with `oneOf` of parts that pass a test. -/
noncomputable def ofOne (test : ByteSet → Bool) (r : Regex) : Bool :=
  Regex.rec (motive := fun _ => Bool)
    false false (fun s => test s) (fun _ _ _ _ => false) (fun _ _ _ _ => false) (fun _ _ => false)
    (fun _ _ _ => false) (fun _ _ _ _ => false) (fun _ _ _ _ => false) r

/-- Whether an expression is made with `seq` of parts that pass a test. -/
noncomputable def ofSeq (test : Regex → Regex → Bool) (r : Regex) : Bool :=
  Regex.rec (motive := fun _ => Bool)
    false false (fun _ => false) (fun a b _ _ => test a b) (fun _ _ _ _ => false) (fun _ _ => false)
    (fun _ _ _ => false) (fun _ _ _ _ => false) (fun _ _ _ _ => false) r

/-- Whether an expression is made with `either` of parts that pass a test. -/
noncomputable def ofEither (test : Regex → Regex → Bool) (r : Regex) : Bool :=
  Regex.rec (motive := fun _ => Bool)
    false false (fun _ => false) (fun _ _ _ _ => false) (fun a b _ _ => test a b) (fun _ _ => false)
    (fun _ _ _ => false) (fun _ _ _ _ => false) (fun _ _ _ _ => false) r

/-- Whether an expression is made with `star` of parts that pass a test. -/
noncomputable def ofStar (test : Regex → Bool) (r : Regex) : Bool :=
  Regex.rec (motive := fun _ => Bool)
    false false (fun _ => false) (fun _ _ _ _ => false) (fun _ _ _ _ => false) (fun a _ => test a)
    (fun _ _ _ => false) (fun _ _ _ _ => false) (fun _ _ _ _ => false) r

/-- Whether an expression is made with `atMost` of parts that pass a test. -/
noncomputable def ofAtMost (test : Nat → Regex → Bool) (r : Regex) : Bool :=
  Regex.rec (motive := fun _ => Bool)
    false false (fun _ => false) (fun _ _ _ _ => false) (fun _ _ _ _ => false) (fun _ _ => false)
    (fun n a _ => test n a) (fun _ _ _ _ => false) (fun _ _ _ _ => false) r

/-- Whether an expression is made with `both` of parts that pass a test. -/
noncomputable def ofBoth (test : Regex → Regex → Bool) (r : Regex) : Bool :=
  Regex.rec (motive := fun _ => Bool)
    false false (fun _ => false) (fun _ _ _ _ => false) (fun _ _ _ _ => false) (fun _ _ => false)
    (fun _ _ _ => false) (fun a b _ _ => test a b) (fun _ _ _ _ => false) r

/-- Whether an expression is made with `without` of parts that pass a test. -/
noncomputable def ofWithout (test : Regex → Regex → Bool) (r : Regex) : Bool :=
  Regex.rec (motive := fun _ => Bool)
    false false (fun _ => false) (fun _ _ _ _ => false) (fun _ _ _ _ => false) (fun _ _ => false)
    (fun _ _ _ => false) (fun _ _ _ _ => false) (fun a b _ _ => test a b) r

/-- Whether two expressions are literally the same. The parts of both are compared as they stand, so that the
kernel compares two parts once, however often they occur. -/
noncomputable def same (p : Regex) : Regex → Bool :=
  Regex.rec (motive := fun _ => Regex → Bool) ofNothing ofEmpty (fun s => ofOne (Nat.beq s))
    (fun _ _ a b => ofSeq fun c d => choose (a c) (b d) false)
    (fun _ _ a b => ofEither fun c d => choose (a c) (b d) false)
    (fun _ a => ofStar a)
    (fun n _ a => ofAtMost fun m c => choose (Nat.beq n m) (a c) false)
    (fun _ _ a b => ofBoth fun c d => choose (a c) (b d) false)
    (fun _ _ a b => ofWithout fun c d => choose (a c) (b d) false) p

/-- The set of all bytes. -/
abbrev allBytes : ByteSet :=
  0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff

/-- Every text. -/
abbrev anything : Regex := .star (.oneOf allBytes)

/-- Whether an expression is literally `anything`. -/
noncomputable def isAnything (r : Regex) : Bool := ofStar (ofOne (Nat.beq allBytes)) r

/-- Whether `p` is one of the options of `q`. -/
noncomputable def isOption (p q : Regex) : Bool :=
  Regex.rec (motive := fun _ => Bool) (same p .nothing) (same p .empty) (fun s => same p (.oneOf s))
    (fun a b _ _ => same p (.seq a b)) (fun a _ _ later => choose (same p a) true later)
    (fun a _ => same p (.star a)) (fun n a _ => same p (.atMost n a))
    (fun a b _ _ => same p (.both a b)) (fun a b _ _ => same p (.without a b)) q

/-- One option more, if it adds anything. It is neither `nothing` nor `anything`. -/
noncomputable def addOption (p q : Regex) : Regex :=
  ifNothing q p (choose (isAnything q) q (choose (isOption p q) q (.either p q)))

/-- `either`, as a list of options without repetition. -/
noncomputable def union (p : Regex) : Regex → Regex :=
  Regex.rec (motive := fun _ => Regex → Regex) (fun q => q) (addOption .empty)
    (fun s => addOption (.oneOf s)) (fun a b _ _ => addOption (.seq a b)) (fun _ _ a b q => a (b q))
    (fun a _ q => choose (isAnything (.star a)) (.star a) (addOption (.star a) q)) (fun n a _ => addOption (.atMost n a))
    (fun a b _ _ => addOption (.both a b)) (fun a b _ _ => addOption (.without a b)) p

/-- `both`, with the trivial cases folded away. -/
noncomputable def meet (p q : Regex) : Regex :=
  ifNothing p .nothing (ifNothing q .nothing (choose (isAnything p) q (choose (isAnything q) p (.both p q))))

/-- `without`, with the trivial cases folded away. -/
noncomputable def minus (p q : Regex) : Regex :=
  ifNothing p .nothing (ifNothing q p (choose (isAnything q) .nothing (.without p q)))

/-- The derivative, in a form in which an expression has finitely many. -/
noncomputable def follow (b : Byte) (r : Regex) : Regex :=
  Regex.rec (motive := fun _ => Regex) .nothing .nothing
    (fun s => choose (ByteSet.has s b) .empty .nothing)
    (fun p q dp dq => choose (Fast.nullable p) (union (Fast.mkSeq dp q) dq) (Fast.mkSeq dp q))
    (fun _ _ dp dq => union dp dq)
    (fun p dp => Fast.mkSeq dp (.star p))
    (fun n p dp => Nat.rec (motive := fun _ => Regex) .nothing (fun m _ => Fast.mkSeq dp (.atMost m p)) n)
    (fun _ _ dp dq => meet dp dq)
    (fun _ _ dp dq => minus dp dq) r

/-- An expression with other counts. -/
noncomputable def counted (f : Nat → Nat) (r : Regex) : Regex :=
  Regex.rec (motive := fun _ => Regex) .nothing .empty .oneOf (fun _ _ a b => .seq a b) (fun _ _ a b => .either a b)
    (fun _ a => .star a) (fun n _ a => .atMost (f n) a) (fun _ _ a b => .both a b) (fun _ _ a b => .without a b) r

/-- Whether it is seen of an expression that it holds no text but the empty one. -/
noncomputable def ended (r : Regex) : Bool :=
  Regex.rec (motive := fun _ => Bool) true true (fun _ => false) (fun _ _ a b => choose a b false)
    (fun _ _ a b => choose a b false) (fun _ _ => false) (fun n _ _ => Nat.beq n 0) (fun _ _ a _ => a) (fun _ _ a _ => a) r

/-- The sets of bytes in an expression. -/
noncomputable def sets (r : Regex) : List ByteSet :=
  Regex.rec (motive := fun _ => List ByteSet) [] [] (fun s => [s]) (fun _ _ a b => Fast.append a b)
    (fun _ _ a b => Fast.append a b) (fun _ a => a) (fun _ _ a => a) (fun _ _ a b => Fast.append a b)
    (fun _ _ a b => Fast.append a b) r

end Regex

/-! ## Automata -/

/-- A deterministic automaton over byte classes, in packed form. A state is the place of its row in the
table, in bits: the first row belongs to the dead state, the next ones to the accepting states. -/
structure Automaton where
  /-- For byte `b` the 16 bits from `16 * b` on: where the column of its class starts in a row, in bits. -/
  columns : Nat
  /-- For each state a row, 24 bits a class: the next state. -/
  table : Nat
  /-- Bits in a row. -/
  row : Nat
  /-- The first state. -/
  start : Nat
  /-- The last accepting state. -/
  last : Nat

namespace Automaton

/-- Where the column of a byte's class starts. -/
noncomputable def column (columns : Nat) (b : Byte) : Nat :=
  Nat.land (Nat.shiftRight columns (Nat.mul 16 b)) 65535

/-- The next state. -/
noncomputable def step (columns table s : Nat) (b : Byte) : Nat :=
  Nat.land (Nat.shiftRight table (Nat.add s (Nat.land (Nat.shiftRight columns (Nat.mul 16 b)) 65535)))
    16777215

/-- Whether a state is accepting. -/
noncomputable def isAccepting (last s : Nat) : Bool :=
  choose (Nat.ble s last) (Nat.rec (motive := fun _ => Bool) false (fun _ _ => true) s) false

/-- The state after a text. -/
noncomputable def run (columns table : Nat) (t : Text) : (s : Nat) → Nat :=
  List.rec (motive := fun _ => Nat → Nat) (fun s => s) (fun b _ further s => further (step columns table s b)) t

/-- Whether a text is accepted. -/
noncomputable def accepts (A : Automaton) (t : Text) : Bool :=
  isAccepting A.last (run A.columns A.table t A.start)

/-! ## The comparison -/

/-- Whether two tests come out the same. -/
noncomputable def sameBool (a b : Bool) : Bool := choose a b (choose b false true)

/-- Whether something holds of all numbers below `n`. -/
noncomputable def allBelow (p : Nat → Bool) (n : Nat) : Bool :=
  Nat.rec (motive := fun _ => Bool) true (fun m rest => choose (p m) rest false) n

/-- The sample of a byte's class; `samples` holds it for byte `b` in the 8 bits from `8 * b` on. -/
noncomputable def sample (samples : Nat) (b : Byte) : Byte :=
  Nat.land (Nat.shiftRight samples (Nat.mul 8 b)) 255

/-- A function at a number that is computed first. -/
noncomputable def force {α : Type u} (n : Nat) (f : Nat → α) : α :=
  Nat.rec (motive := fun _ => α) (f 0) (fun m _ => f (Nat.succ m)) n

/-- Whether the sample of a byte is that of a class, and no set tells them apart. -/
noncomputable def isLike (samples : Nat) (classes : List Byte) (sets : List ByteSet) (b : Byte) : Bool :=
  force (sample samples b) fun c => choose (Nat.beq b c) (Fast.any classes (Nat.beq b))
    (choose (Nat.beq (sample samples c) c)
      (choose (Nat.ble c 255)
        (Fast.all sets fun s => Nat.beq (Nat.land (Nat.shiftRight s b) 1) (Nat.land (Nat.shiftRight s c) 1)) false)
      false)

/-- Whether a byte is in the column of its sample, and no set tells them apart. -/
noncomputable def alike (columns samples : Nat) (classes : List Byte) (sets : List ByteSet) (b : Byte) :
    Bool :=
  choose (Nat.beq (column columns b) (column columns (sample samples b))) (isLike samples classes sets b) false

/-- What is left of a list after some entries; what the kernel found out about fewer of them is used again. -/
noncomputable def drop {α : Type u} (l : List α) (i : Nat) : List α :=
  Nat.rec (motive := fun _ => List α) l
    (fun _ rest => List.rec (motive := fun _ => List α) [] (fun _ t _ => t) rest) i

/-- The entry at a place, if there is one. -/
noncomputable def nth {α : Type u} (l : List α) (i : Nat) : Option α :=
  List.rec (motive := fun _ => Option α) none (fun a _ _ => some a) (drop l i)

/-- Whether state `s` is one of the states, with expression `r`. -/
noncomputable def holds (row : Nat) (states : List Regex) (s : Nat) (r : Regex) : Bool :=
  choose (Nat.beq (Nat.mul row (Nat.div s row)) s)
    (Option.rec (motive := fun _ => Bool) false (fun q => Regex.same q r) (nth states (Nat.div s row))) false

/-- Whether a state does what its expression says, for a byte of each class. -/
noncomputable def stateAgrees (columns table row last : Nat) (classes : List Byte) (states : List Regex)
    (s : Nat) (r : Regex) : Bool :=
  choose (sameBool (isAccepting last s) (Fast.nullable r))
    (Fast.all classes fun b => holds row states (step columns table s b) (Regex.follow b r)) false

/-- Whether all states from number `i` on do what their expressions say. -/
noncomputable def statesAgree (columns table row last : Nat) (classes : List Byte) (states : List Regex)
    (l : List Regex) : (i : Nat) → Bool :=
  List.rec (motive := fun _ => Nat → Bool) (fun _ => true)
    (fun r _ further i => choose (stateAgrees columns table row last classes states (Nat.mul row i) r)
      (further (Nat.add i 1)) false) l

/-- Whether an automaton does what an expression says: `states` has the expression of each state, `classes`
a byte of each class, `samples` the same for each byte, `sets` the sets that the expression speaks of. -/
noncomputable def agrees (A : Automaton) (r : Regex) (classes : List Byte) (samples : Nat)
    (sets : List ByteSet) (states : List Regex) : Bool :=
  Automaton.rec (motive := fun _ => Bool) (fun columns table row start last =>
    choose (holds row states 0 .nothing)
      (choose (holds row states start r)
        (choose (Fast.all (Regex.sets r) fun s => Fast.any sets (Nat.beq s))
          (choose (allBelow (alike columns samples classes sets) 256)
            (statesAgree columns table row last classes states states 0) false) false) false) false) A

end Automaton

end DetLM
