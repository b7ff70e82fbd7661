import DetLM.Spec.Automaton
import DetLM.Spec.Masks

/-!
# The automata of masks, certified

A mask is read off a minimal automaton with the states from which an end can be reached. Neither is trusted.
Here is such an automaton as data, state by state: how far the nearest end is, which bytes lead where, and which
expressions stand for what can be read from the state. `Table.certified` compares all of that with the expression
of a category or of a program's answers (`Table.isExact` and `Table.accepts_iff` in `DetLM.Thm.Certified` say what
follows), and the kernel evaluates it once.

Bytes that no set of the expression tells apart form a class, with one of them as its sample. What the states have
in common, which sets come first and how they part the classes, is checked once for all states that have it.

Everything here is written with bare recursors, which the kernel evaluates fastest.

## Main definitions

* `Classes`: bytes that need not be told apart
* `Front`, `TableState`, `Table`: the data
* `Table.certified`: the comparison
* `Table.toDfa`: the automaton that masks are about
-/

namespace DetLM

open Fast (choose)
open Automaton (nth sample sameBool allBelow)

namespace Regex

/-- Whether all sets that the first byte of a text may come from are among some sets. -/
noncomputable def within (sets : List ByteSet) (r : Regex) : Bool :=
  Regex.rec (motive := fun _ => Bool) true true (fun s => Fast.any sets (Nat.beq s))
    (fun p _ a b => choose a (choose (Fast.nullable p) b true) false)
    (fun _ _ a b => choose a b false) (fun _ a => a) (fun _ _ a => a) (fun _ _ a b => choose a b false)
    (fun _ _ a b => choose a b false) r

end Regex

/-! ## Classes -/

namespace Classes

/-- That bytes are like their samples, as a statement of its own: proved once for all automata of a program. -/
def Right (samples : Nat) (classes : List Byte) (sets : List ByteSet) : Prop :=
  allBelow (Automaton.isLike samples classes sets) 256 = true

/-- It is decided by evaluation. -/
noncomputable instance decideRight (samples : Nat) (classes : List Byte) (sets : List ByteSet) :
    Decidable (Right samples classes sets) :=
  inferInstanceAs (Decidable (allBelow (Automaton.isLike samples classes sets) 256 = true))

end Classes

/-- Bytes in classes that sets do not part. -/
structure Classes where
  /-- The sample of each byte's class; see `Automaton.sample`. -/
  samples : Nat
  /-- All samples. -/
  classes : List Byte
  /-- The sets. -/
  sets : List ByteSet
  /-- Bytes are like their samples. -/
  right : Classes.Right samples classes sets

/-! ## Automata -/

/-- What may come first in a state: sets of bytes, and the classes that lead to the same state, by their
samples. -/
structure Front where
  /-- The sets. -/
  sets : List ByteSet
  /-- The classes that lead somewhere, those that lead to the same state together. -/
  groups : List (List Byte)

/-- A state of an automaton. -/
structure TableState where
  /-- 0 if nothing is accepted from here, else one more than the bytes that are still needed. -/
  rank : Nat
  /-- A byte that leads nearer to an end. -/
  toward : Byte
  /-- What may come first. -/
  front : Front
  /-- Where each group of classes leads. -/
  targets : List Nat
  /-- The expressions that stand for the state. -/
  expressions : List Regex

/-- An automaton over bytes. State 0 is the dead one. -/
structure Table where
  /-- The classes of bytes. -/
  bytes : Classes
  /-- The states, 64 in a block. -/
  blocks : List (List TableState)
  /-- The first state. -/
  start : Nat

namespace Table

/-! ## Reading -/

/-- A state by its number. -/
noncomputable def state? (blocks : List (List TableState)) (s : Nat) : Option TableState :=
  Option.rec (motive := fun _ => Option TableState) none (fun l => nth l (Nat.mod s 64))
    (nth blocks (Nat.div s 64))

/-- The rank of a state. -/
noncomputable def rank (blocks : List (List TableState)) (s : Nat) : Nat :=
  Option.rec (motive := fun _ => Nat) 0 TableState.rank (state? blocks s)

/-- Where the class with a sample leads. -/
noncomputable def target (groups : List (List Byte)) (c : Byte) : List Nat → Nat :=
  List.rec (motive := fun _ => List Nat → Nat) (fun _ => 0)
    (fun g _ further targets => List.rec (motive := fun _ => Nat) 0
      (fun t targets _ => choose (Fast.any g (Nat.beq c)) t (further targets)) targets) groups

/-- The state after a byte. -/
noncomputable def step (samples : Nat) (blocks : List (List TableState)) (s : Nat) (b : Byte) : Nat :=
  Option.rec (motive := fun _ => Nat) 0 (fun x => target x.front.groups (sample samples b) x.targets)
    (state? blocks s)

/-- The automaton that masks are about. By what is not a byte, it dies. -/
noncomputable def toDfa (T : Table) : Dfa Nat where
  start := T.start
  step s b := bif Nat.ble (b + 1) 256 then step T.bytes.samples T.blocks s b else 0
  accepting s := Nat.beq (rank T.blocks s) 1
  viable s := Nat.ble 1 (rank T.blocks s)

/-! ## The comparison -/

/-- Whether a state is one of those that an expression stands for. -/
noncomputable def holds (blocks : List (List TableState)) (s : Nat) (r : Regex) : Bool :=
  Option.rec (motive := fun _ => Bool) false (fun x => Fast.any x.expressions fun q => Regex.same r q)
    (state? blocks s)

/-- Whether the sets of a front are known and do not part its groups. With `exact`, no set has a class outside of
the groups. -/
noncomputable def frontHolds (exact : Bool) (classes : List Byte) (sets : List ByteSet) (f : Front) : Bool :=
  choose (Fast.all f.sets fun s => Fast.any sets (Nat.beq s))
    (choose (Fast.all f.groups fun g => List.rec (motive := fun _ => Bool) false
        (fun c g _ => Fast.all f.sets fun s => Fast.all g fun d => sameBool (ByteSet.has s d) (ByteSet.has s c)) g)
      (choose exact
        (Fast.all classes fun c => choose (Fast.any f.groups fun g => Fast.any g (Nat.beq c)) true
          (Fast.all f.sets fun s => choose (ByteSet.has s c) false true)) true) false) false

/-- Whether each group of classes leads where an expression goes. -/
noncomputable def leads (blocks : List (List TableState)) (r : Regex) (groups : List (List Byte)) :
    List Nat → Bool :=
  List.rec (motive := fun _ => List Nat → Bool) (fun _ => true)
    (fun g _ further targets => List.rec (motive := fun _ => Bool) false
      (fun t targets _ => List.rec (motive := fun _ => Bool) false
        (fun c _ _ => choose (holds blocks t (Regex.follow c r)) (further targets) false) g) targets) groups

/-- Whether a state does what its expressions say. With `exact` it does nothing less either. -/
noncomputable def stateHolds (exact : Bool) (blocks : List (List TableState)) (classes : List Byte)
    (sets : List ByteSet) (x : TableState) : Bool :=
  TableState.rec (motive := fun _ => Bool) (fun rank _ front targets expressions =>
    choose (frontHolds exact classes sets front)
      (Fast.all expressions fun r =>
        choose (choose (Nat.beq rank 1) (Fast.nullable r) (choose exact (choose (Fast.nullable r) false true) true))
          (choose (Regex.within front.sets r) (leads blocks r front.groups targets) false) false) false) x

/-- Whether the rank of a state is borne out by those of the states that it leads to. -/
noncomputable def rankHolds (samples : Nat) (blocks : List (List TableState)) (x : TableState) : Bool :=
  Nat.rec (motive := fun _ => Bool) (Fast.all x.targets fun t => Nat.beq (rank blocks t) 0)
    (fun k _ => Nat.rec (motive := fun _ => Bool) true
      (fun m _ => choose (Nat.ble x.toward 255)
        (Nat.beq (rank blocks (target x.front.groups (sample samples x.toward) x.targets)) (Nat.add m 1)) false)
      k) x.rank

/-- Whether something holds of all states. -/
noncomputable def allStates (p : TableState → Bool) (blocks : List (List TableState)) : Bool :=
  Fast.all blocks fun l => Fast.all l p

/-- Whether an automaton does what an expression says and knows from where an end can be reached. Without `exact` it
may accept less. -/
noncomputable def certified (exact : Bool) (T : Table) (r : Regex) : Bool :=
  Table.rec (motive := fun _ => Bool) (fun bytes blocks start =>
    Classes.rec (motive := fun _ => Bool) (fun samples classes sets _ =>
      choose (Nat.beq (rank blocks 0) 0)
        (choose (holds blocks 0 .nothing)
          (choose (holds blocks start r)
            (choose (allStates (stateHolds exact blocks classes sets) blocks)
              (allStates (rankHolds samples blocks) blocks) false) false) false) false) bytes) T

/-- That an automaton passes the comparison, as a statement of its own. -/
def Certified (exact : Bool) (T : Table) (r : Regex) : Prop := certified exact T r = true

/-- It is decided by evaluation. -/
noncomputable instance decideCertified (exact : Bool) (T : Table) (r : Regex) : Decidable (Certified exact T r) :=
  inferInstanceAs (Decidable (certified exact T r = true))

end Table

end DetLM
