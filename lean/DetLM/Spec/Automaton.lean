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

/-- A text in chunks: how many bytes, and the bytes packed as in `Text.packed`. -/
abbrev Chunks := List (Nat × Nat)

/-- The text in chunks. -/
def Chunks.text : Chunks → Text
  | [] => []
  | c :: l => Text.packed c.1 c.2 ++ text l

namespace Automaton

/-- Where the column of a byte's class starts. -/
noncomputable def column (A : Automaton) (b : Byte) : Nat :=
  Nat.land (Nat.shiftRight A.columns (Nat.mul 16 b)) 65535

/-- The next state. -/
noncomputable def step (A : Automaton) (s : Nat) (b : Byte) : Nat :=
  Nat.land (Nat.shiftRight A.table (Nat.add (Nat.mul A.row s) (A.column b))) 65535

/-- The state after a text. -/
noncomputable def run (A : Automaton) (t : Text) : Nat → Nat :=
  List.rec (motive := fun _ => Nat → Nat) (fun s => s) (fun b _ further s => force (A.step s b) further) t

/-- Whether a state is accepting. -/
noncomputable def isAccepting (A : Automaton) (s : Nat) : Bool := ByteSet.has A.accepting s

/-- Whether a text is accepted. -/
noncomputable def accepts (A : Automaton) (t : Text) : Bool := A.isAccepting (A.run t A.start)

/-- The state after `n` packed bytes. -/
noncomputable def runPacked (A : Automaton) (n : Nat) : (w s : Nat) → Nat :=
  Nat.rec (motive := fun _ => Nat → Nat → Nat) (fun _ s => s)
    (fun _ further w s => force (A.step s (Nat.mod w 256)) (further (Nat.shiftRight w 8))) n

/-- The state after a text in chunks. -/
noncomputable def runChunks (A : Automaton) (l : Chunks) : Nat → Nat :=
  List.rec (motive := fun _ => Nat → Nat) (fun s => s)
    (fun c _ further s => force (A.runPacked c.1 c.2 s) further) l

/-- Whether a text in chunks is accepted. -/
noncomputable def acceptsChunks (A : Automaton) (l : Chunks) : Bool :=
  A.isAccepting (A.runChunks l A.start)

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
