import DetLM.Spec.Automaton
import DetLM.Spec.Masks

/-!
# The automata of masks, certified

A mask is read off a minimal automaton with the states from which an end can be reached. Neither is trusted.
Here is such an automaton as data, state by state: how far the nearest end is, which bytes lead where, and which
expressions stand for what can be read from the state. `Table.certified` compares all of that with the expression
of a category or of a program's answers (`Table.isExact` and `Table.accepts_iff` in `DetLM.Thm.Certified` say what
follows), and the kernel evaluates it once.

The bytes that lead to the same state form a group, a set of bytes. No set that may come first in an expression of
the state parts a group, so one derivative stands for all bytes of it.

Everything here is written with bare recursors, which the kernel evaluates fastest.

## Main definitions

* `Group`, `TableState`, `Table`: the data
* `Table.certified`: the comparison
* `Table.toDfa`: the automaton that masks are about
-/

namespace DetLM

open Fast (choose)
open Automaton (nth)

/-! ## Groups of bytes -/

/-- Bytes that lead to the same state. -/
structure Group where
  /-- One of them. -/
  sample : Byte
  /-- All of them. -/
  bytes : ByteSet

namespace Group

/-- Whether each group has its sample. -/
noncomputable def proper (groups : List Group) : Bool :=
  Fast.all groups fun g => choose (Nat.ble g.sample 255) (ByteSet.has g.bytes g.sample) false

/-- Whether each group is one byte. -/
noncomputable def single (groups : List Group) : Bool :=
  Fast.all groups fun g => Nat.beq g.bytes (Nat.shiftLeft 1 g.sample)

/-- All bytes of some groups. -/
noncomputable def union (groups : List Group) : ByteSet :=
  List.rec (motive := fun _ => ByteSet) 0 (fun g _ rest => Nat.lor g.bytes rest) groups

/-- Whether a set parts no group: it holds all of its bytes or none. -/
noncomputable def keptBy (groups : List Group) (s : ByteSet) : Bool :=
  Fast.all groups fun g =>
    choose (Nat.beq (Nat.land s g.bytes) g.bytes) true (Nat.beq (Nat.land s g.bytes) 0)

end Group

namespace Regex

/-- Whether all sets that the first byte of a text may come from pass a test. -/
noncomputable def firsts (test : ByteSet → Bool) (r : Regex) : Bool :=
  Regex.rec (motive := fun _ => Bool) true true test
    (fun p _ a b => choose a (choose (Fast.nullable p) b true) false)
    (fun _ _ a b => choose a b false) (fun _ a => a) (fun _ _ a => a) (fun _ _ a b => choose a b false)
    (fun _ _ a b => choose a b false) r

end Regex

/-! ## Automata -/

/-- A state of an automaton. -/
structure TableState where
  /-- 0 if nothing is accepted from here, else one more than the bytes that are still needed. -/
  rank : Nat
  /-- The bytes that lead somewhere, those that lead to the same state together. The first ones lead nearer to an
  end. -/
  groups : List Group
  /-- Where each group leads. -/
  targets : List Nat
  /-- The expressions that stand for the state. -/
  expressions : List Regex

/-- An automaton over bytes. State 0 is the dead one. -/
structure Table where
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

/-- Where a byte leads. -/
noncomputable def target (groups : List Group) (b : Byte) : List Nat → Nat :=
  List.rec (motive := fun _ => List Nat → Nat) (fun _ => 0)
    (fun g _ further targets => List.rec (motive := fun _ => Nat) 0
      (fun t targets _ => choose (ByteSet.has g.bytes b) t (further targets)) targets) groups

/-- The state after a byte. -/
noncomputable def step (blocks : List (List TableState)) (s : Nat) (b : Byte) : Nat :=
  Option.rec (motive := fun _ => Nat) 0 (fun x => target x.groups b x.targets) (state? blocks s)

/-- The automaton that masks are about. By what is not a byte, it dies. -/
noncomputable def toDfa (T : Table) : Dfa Nat where
  start := T.start
  step s b := bif Nat.ble (b + 1) 256 then step T.blocks s b else 0
  accepting s := Nat.beq (rank T.blocks s) 1
  viable s := Nat.ble 1 (rank T.blocks s)

/-! ## The comparison -/

/-- Whether a state is one of those that an expression stands for. -/
noncomputable def holds (blocks : List (List TableState)) (s : Nat) (r : Regex) : Bool :=
  Option.rec (motive := fun _ => Bool) false (fun x => Fast.any x.expressions fun q => Regex.same r q)
    (state? blocks s)

/-- Whether each group leads where an expression goes. -/
noncomputable def leads (blocks : List (List TableState)) (r : Regex) (groups : List Group) : List Nat → Bool :=
  List.rec (motive := fun _ => List Nat → Bool) (fun _ => true)
    (fun g _ further targets => List.rec (motive := fun _ => Bool) false
      (fun t targets _ => Group.rec (motive := fun _ => Bool)
        (fun b _ => choose (holds blocks t (Regex.follow b r)) (further targets) false) g) targets) groups

/-- Whether groups fit an expression: none is parted by it, and with `exact` no other byte leads anywhere. -/
noncomputable def fits (exact : Bool) (groups : List Group) (r : Regex) : Bool :=
  choose (choose (Group.single groups) true (Regex.firsts (Group.keptBy groups) r))
    (choose exact (Regex.firsts (fun s => Nat.beq (Nat.land s (Group.union groups)) s) r) true) false

/-- Whether a state does what its expressions say. With `exact` it does nothing less either. -/
noncomputable def stateHolds (exact : Bool) (blocks : List (List TableState)) (x : TableState) : Bool :=
  TableState.rec (motive := fun _ => Bool) (fun rank groups targets expressions =>
    choose (Group.proper groups)
      (Fast.all expressions fun r =>
        choose (choose (Nat.beq rank 1) (Fast.nullable r) (choose exact (choose (Fast.nullable r) false true) true))
          (choose (fits exact groups r) (leads blocks r groups targets) false) false) false) x

/-- Whether the rank of a state is borne out by that of the state that its first group leads to. -/
noncomputable def rankHolds (blocks : List (List TableState)) (x : TableState) : Bool :=
  TableState.rec (motive := fun _ => Bool) (fun rank groups targets _ =>
    Nat.rec (motive := fun _ => Bool) (Fast.all targets fun t => Nat.beq (Table.rank blocks t) 0)
      (fun k _ => Nat.rec (motive := fun _ => Bool) true
        (fun m _ => List.rec (motive := fun _ => Bool) false
          (fun _ _ _ => List.rec (motive := fun _ => Bool) false
            (fun t _ _ => Nat.beq (Table.rank blocks t) (Nat.succ m)) targets) groups) k) rank) x

/-- Whether something holds of all states. -/
noncomputable def allStates (p : TableState → Bool) (blocks : List (List TableState)) : Bool :=
  Fast.all blocks fun l => Fast.all l p

/-- Whether an automaton does what an expression says and knows from where an end can be reached. Without `exact` it
may accept less. -/
noncomputable def certified (exact : Bool) (T : Table) (r : Regex) : Bool :=
  Table.rec (motive := fun _ => Bool) (fun blocks start =>
    choose (Nat.beq (rank blocks 0) 0)
      (choose (holds blocks 0 .nothing)
        (choose (holds blocks start r)
          (choose (allStates (stateHolds exact blocks) blocks)
            (allStates (rankHolds blocks) blocks) false) false) false) false) T

/-- That an automaton passes the comparison, as a statement of its own. -/
def Certified (exact : Bool) (T : Table) (r : Regex) : Prop := certified exact T r = true

/-- It is decided by evaluation. -/
noncomputable instance decideCertified (exact : Bool) (T : Table) (r : Regex) : Decidable (Certified exact T r) :=
  inferInstanceAs (Decidable (certified exact T r = true))

end Table

end DetLM
