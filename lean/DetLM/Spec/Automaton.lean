import DetLM.Spec.Fast

/-!
# Packed automata for long texts

Derivatives are quick enough for sentences. For texts of thousands of bytes a deterministic automaton is
better: two numbers hold its tables, and a step costs a few operations on numbers. An automaton is not
trusted: `agrees` compares it once with the derivatives of an expression, and what agrees decides the
language of that expression (`Automaton.accepts_iff_of_agrees` in `DetLM.Thm.Automaton`).

## Main definitions

* `Automaton`, `Automaton.accepts`
* `Automaton.acceptsChunks`: the same for a text in packed chunks
* `Automaton.agrees`: the comparison with an expression
-/

namespace DetLM

/-- A deterministic automaton over byte classes, in packed form. -/
structure Automaton where
  /-- For byte `b` the 16 bits from `16 * b` on: where the column of its class starts in a row, in bits. -/
  columns : Nat
  /-- For state `s` the `row` bits from `row * s` on: 16 bits a class, the next state. -/
  table : Nat
  /-- Bits in a row: 16 times the number of classes. -/
  row : Nat
  /-- The first state. -/
  start : Nat
  /-- The accepting states; bit `s` says whether state `s` is one. -/
  accepting : Nat

/-- Evaluates a number before it is used. -/
noncomputable def force {α : Type u} (n : Nat) (use : Nat → α) : α :=
  Nat.rec (motive := fun _ => α) (use 0) (fun m _ => use (Nat.succ m)) n

/-- A piece of a text: `8 * eights + rest` bytes, packed as in `Text.packed`. -/
structure Chunk where
  /-- How many groups of eight bytes. -/
  eights : Nat
  /-- How many bytes after these. -/
  rest : Nat
  /-- The bytes. -/
  bytes : Nat

/-- The text in chunks. -/
noncomputable def chunksText : List Chunk → Text
  | [] => []
  | c :: l => Text.packed (8 * c.eights + c.rest) c.bytes ++ chunksText l

namespace Automaton

/-- Where the column of a byte's class starts. -/
noncomputable def column (A : Automaton) (b : Byte) : Nat :=
  Nat.land (Nat.shiftRight A.columns (Nat.mul 16 b)) 65535

/-- The next state, by the tables. -/
noncomputable def next (columns table row s b : Nat) : Nat :=
  Nat.land (Nat.shiftRight table
    (Nat.add (Nat.mul row s) (Nat.land (Nat.shiftRight columns (Nat.mul 16 b)) 65535))) 65535

/-- The next state. -/
noncomputable def step (A : Automaton) (s : Nat) (b : Byte) : Nat := next A.columns A.table A.row s b

/-- The state after a text. -/
noncomputable def run (A : Automaton) (t : Text) : Nat → Nat :=
  List.rec (motive := fun _ => Nat → Nat) (fun s => s) (fun b _ further s => force (A.step s b) further) t

/-- Whether a state is accepting. -/
noncomputable def isAccepting (A : Automaton) (s : Nat) : Bool := ByteSet.has A.accepting s

/-- Whether a text is accepted. -/
noncomputable def accepts (A : Automaton) (t : Text) : Bool := A.isAccepting (A.run t A.start)

/-! ### Eight bytes at a time -/

/-- What is left of packed bytes after the first. -/
noncomputable def drop1 (w : Nat) : Nat := Nat.shiftRight w 8

/-- What is left of packed bytes after the first four. -/
noncomputable def drop4 (w : Nat) : Nat := drop1 (drop1 (drop1 (drop1 w)))

/-- The state after one packed byte. -/
noncomputable def step1 (columns table row w s : Nat) : Nat := next columns table row s (Nat.mod w 256)

/-- The state after four packed bytes. -/
noncomputable def step4 (columns table row w s : Nat) : Nat :=
  step1 columns table row (drop1 (drop1 (drop1 w))) (step1 columns table row (drop1 (drop1 w))
    (step1 columns table row (drop1 w) (step1 columns table row w s)))

/-- The state after some packed bytes. -/
noncomputable def runBytes (columns table row : Nat) (n : Nat) : (w s : Nat) → Nat :=
  Nat.rec (motive := fun _ => Nat → Nat → Nat) (fun _ s => s)
    (fun _ further w s => force (step1 columns table row w s) (further (drop1 w))) n

/-- The state after some groups of eight packed bytes, and some bytes more. -/
noncomputable def runEights (columns table row rest : Nat) (n : Nat) : (w s : Nat) → Nat :=
  Nat.rec (motive := fun _ => Nat → Nat → Nat) (runBytes columns table row rest)
    (fun _ further w s => force
      (step4 columns table row (drop4 w) (step4 columns table row w s)) (further (drop4 (drop4 w)))) n

/-- The state after a text in chunks. -/
noncomputable def runChunks (columns table row : Nat) (l : List Chunk) : (s : Nat) → Nat :=
  List.rec (motive := fun _ => Nat → Nat) (fun s => s)
    (fun c _ further s => Chunk.rec (motive := fun _ => Nat)
      (fun eights rest bytes => force (runEights columns table row rest eights bytes s) further) c) l

/-- Whether a text in chunks is accepted. -/
noncomputable def acceptsChunks (A : Automaton) (l : List Chunk) : Bool :=
  Automaton.rec (motive := fun _ => Bool) (fun columns table row start accepting =>
    ByteSet.has accepting (runChunks columns table row l start)) A

end Automaton

/-! ## The comparison -/

/-- Whether two tests come out the same. -/
def sameBool (a b : Bool) : Bool := bif a then b else !b

/-- Whether something holds of all numbers below `n`. -/
noncomputable def allBelow (p : Nat → Bool) (n : Nat) : Bool :=
  Nat.rec (motive := fun _ => Bool) true (fun m rest => p m && rest) n

namespace Regex

/-- The sets of bytes in an expression. -/
def sets : Regex → List ByteSet
  | nothing => []
  | empty => []
  | oneOf s => [s]
  | seq p q => p.sets ++ q.sets
  | either p q => p.sets ++ q.sets
  | star p => p.sets
  | atMost _ p => p.sets
  | both p q => p.sets ++ q.sets
  | without p q => p.sets ++ q.sets

/-- Whether two expressions are literally the same. -/
def same : Regex → Regex → Bool
  | nothing, nothing => true
  | empty, empty => true
  | oneOf s, oneOf s' => Nat.beq s s'
  | seq p q, seq p' q' => same p p' && same q q'
  | either p q, either p' q' => same p p' && same q q'
  | star p, star p' => same p p'
  | atMost n p, atMost n' p' => Nat.beq n n' && same p p'
  | both p q, both p' q' => same p p' && same q q'
  | without p q, without p' q' => same p p' && same q q'
  | _, _ => false

end Regex

namespace Automaton

/-- Whether two bytes are in one class, and no set tells them apart. -/
noncomputable def alike (A : Automaton) (sets : List ByteSet) (b c : Byte) : Bool :=
  Nat.beq (A.column b) (A.column c) && Fast.all sets fun s => sameBool (s.has b) (s.has c)

/-- Whether a state does what its expression says, for sample bytes. -/
noncomputable def stateAgrees (A : Automaton) (samples : List Byte) (states : List Regex) (s : Nat)
    (r : Regex) : Bool :=
  sameBool (A.isAccepting s) (Fast.nullable r) &&
    Fast.all samples fun b =>
      Nat.ble (Nat.succ (A.step s b)) states.length &&
        (entry .nothing states (A.step s b)).same (Fast.deriv b r)

/-- Whether all states from `s` on do what their expressions say. -/
noncomputable def statesAgree (A : Automaton) (samples : List Byte) (states : List Regex)
    (l : List Regex) : (s : Nat) → Bool :=
  List.rec (motive := fun _ => Nat → Bool) (fun _ => true)
    (fun r _ further s => A.stateAgrees samples states s r && further (Nat.succ s)) l

/-- Whether an automaton does what an expression says: `states` has the expression of each state,
`samples` a byte of each class. -/
noncomputable def agrees (A : Automaton) (r : Regex) (samples : List Byte) (states : List Regex) : Bool :=
  Nat.ble (Nat.succ A.start) states.length && ((entry .nothing states A.start).same r &&
    (allBelow (fun b => Fast.any samples (A.alike r.sets b)) 256 &&
      A.statesAgree samples states states 0))

end Automaton

end DetLM
