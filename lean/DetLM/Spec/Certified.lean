import DetLM.Spec.Inclusion
import DetLM.Spec.Masks

/-!
# The automata of masks, certified

A mask is read off a minimal automaton with the states from which an end can be reached. Neither is trusted.
Here is such an automaton as data, state by state: how far an end is, which bytes lead where, and which
expressions stand for what can be read from the state. `Table.certified` compares all of that with the expression
of a category or of a program's answers (`Table.isExact` and `Table.accepts_iff` in `DetLM.Thm.Certified` say what
follows), and the kernel evaluates it once.

The bytes that lead to the same state form a group, a set of bytes. No set that may come first in an expression of
the state parts a group, so one derivative stands for all bytes of it.

A repetition is compared once for all its counts. A state stands for expressions with open counts, a configuration
is a state and the turns that are left of them, and derivatives do not depend on how many these are
(`Regex.follow_filled_iff`).

An expression may stand for one with more options, if the others are seen to hold nothing more (`Regex.isWithin`).

What is evaluated is written with bare recursors, which the kernel evaluates fastest.

## Main definitions

* `Group`, `Target`, `TableState`, `Table`: the data
* `Regex.filled`: what an expression with open counts stands for
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

/-- All bytes of some groups. -/
noncomputable def union (groups : List Group) : ByteSet :=
  List.rec (motive := fun _ => ByteSet) 0 (fun g _ rest => Nat.lor g.bytes rest) groups

/-- Whether a set parts no group: it holds none of its bytes, as mostly, or all. -/
noncomputable def keptBy (groups : List Group) (s : ByteSet) : Bool :=
  Fast.all groups fun g =>
    choose (Nat.beq (Nat.land s g.bytes) 0) true (Nat.beq (Nat.land s g.bytes) g.bytes)

/-- Whether a set parts no group and, with `exact`, holds no other byte. -/
noncomputable def fit (exact : Bool) (groups : List Group) (s : ByteSet) : Bool :=
  choose (keptBy groups s) (choose exact (Nat.beq (Nat.land s (union groups)) s) true) false

end Group

namespace Regex

/-- Counts from here on are open: the turns that are left of them are told beside the expression. -/
abbrev openCount : Nat := 4294967296

/-- Whether a count is open. -/
noncomputable def isOpen (n : Nat) : Bool := Nat.ble openCount n

/-- A count with some turns left: the first open count is as many. -/
noncomputable def fill (turns n : Nat) : Nat := choose (isOpen n) (Nat.add (Nat.sub n openCount) turns) n

/-- An expression with its open counts filled in. -/
noncomputable def filled (turns : Nat) (r : Regex) : Regex := counted (fill turns) r

/-- An expression whose open counts are higher by some turns. -/
noncomputable def raised (turns : Nat) (r : Regex) : Regex := counted (fun n => choose (isOpen n) (Nat.add n turns) n) r

/-- An expression whose open counts are lower by one. -/
noncomputable def lowered (r : Regex) : Regex := counted (fun n => choose (isOpen n) (Nat.sub n 1) n) r

/-- Whether no count of an expression is open. -/
noncomputable def settled (r : Regex) : Bool :=
  Regex.rec (motive := fun _ => Bool) true true (fun _ => true) (fun _ _ a b => choose a b false)
    (fun _ _ a b => choose a b false) (fun _ a => a) (fun n _ a => choose (isOpen n) false a)
    (fun _ _ a b => choose a b false) (fun _ _ a b => choose a b false) r

/-- Whether a count is no greater than another one, however many turns are left. -/
noncomputable def noMore (m n : Nat) : Bool := choose (Automaton.sameBool (isOpen m) (isOpen n)) (Nat.ble m n) false

/-- Whether it is seen of two expressions that they hold the same texts, however many turns are left. -/
noncomputable def alike (p q : Regex) : Bool := choose (isWithin noMore p false q) (isWithin noMore p true q) false

/-- Whether all sets that the first byte of a text may come from pass a test. No count there may be the first open one:
it may be used up, and then another derivative is due. Where nothing comes before the end, nothing is taken away. -/
noncomputable def firsts (test : ByteSet → Bool) (r : Regex) : Bool :=
  Regex.rec (motive := fun _ => Bool) true true test
    (fun p _ a b => choose a (choose (Fast.nullable p) b true) false)
    (fun _ _ a b => choose a b false) (fun _ a => a)
    (fun n _ a => choose (Nat.beq n openCount) false (choose (Nat.beq n 0) true a))
    (fun p _ a b => choose (ended p) true (choose a b false))
    (fun p _ a b => choose (ended p) true (choose a b false)) r

end Regex

/-! ## Automata -/

/-- Where bytes lead, from a state with some turns left. -/
inductive Target where
  /-- To a state, with as many turns left. -/
  | stay (state : Nat)
  /-- To a state, with so many turns more. -/
  | more (state turns : Nat)
  /-- To a state, with one turn less; to the other one, with none left, if there was none. -/
  | less (state done : Nat)
  /-- To a state, with so many turns left. -/
  | jump (state turns : Nat)

/-- A state of an automaton. -/
structure TableState where
  /-- 0 if nothing is accepted from here, else one more than the bytes of some text that is. -/
  rank : Nat
  /-- The bytes that lead somewhere, those that lead to the same together. The first group leads nearer to an end. -/
  groups : List Group
  /-- Where each group leads. -/
  targets : List Target
  /-- The expressions that stand for the state, once the turns that are left are filled in. -/
  expressions : List Regex

/-- Where an automaton is: in a state, with some turns left. -/
structure Configuration where
  /-- The state. -/
  state : Nat
  /-- The turns that are left. -/
  turns : Nat

/-- An automaton over bytes. State 0 is a dead one. -/
structure Table where
  /-- The states, 64 in a block. -/
  blocks : List (List TableState)
  /-- Where it begins. -/
  start : Configuration

namespace Target

/-- The configuration that a target leads to, from one with some turns left. -/
noncomputable def reached (turns : Nat) (t : Target) : Configuration :=
  Target.rec (motive := fun _ => Configuration) (fun s => ⟨s, turns⟩) (fun s n => ⟨s, turns + n⟩)
    (fun s done => Nat.rec (motive := fun _ => Configuration) ⟨done, 0⟩ (fun m _ => ⟨s, m⟩) turns) (fun s n => ⟨s, n⟩) t

/-- Whether something holds of each state that a target may lead to. -/
noncomputable def all (test : Nat → Bool) (t : Target) : Bool :=
  Target.rec (motive := fun _ => Bool) test (fun s _ => test s) (fun s done => choose (test s) (test done) false) (fun s _ => test s) t

end Target

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
noncomputable def target (groups : List Group) (b : Byte) : List Target → Target :=
  List.rec (motive := fun _ => List Target → Target) (fun _ => .jump 0 0)
    (fun g _ further targets => List.rec (motive := fun _ => Target) (.jump 0 0)
      (fun t targets _ => choose (ByteSet.has g.bytes b) t (further targets)) targets) groups

/-- The configuration after a byte. -/
noncomputable def step (blocks : List (List TableState)) (p : Configuration) (b : Byte) : Configuration :=
  Option.rec (motive := fun _ => Configuration) ⟨0, 0⟩ (fun x => Target.reached p.turns (target x.groups b x.targets))
    (state? blocks p.state)

/-- The automaton that masks are about. By what is not a byte, it dies. -/
noncomputable def toDfa (T : Table) : Dfa Configuration where
  start := T.start
  step p b := bif Nat.ble (b + 1) 256 then step T.blocks p b else ⟨0, 0⟩
  accepting p := Nat.beq (rank T.blocks p.state) 1
  viable p := Nat.ble 1 (rank T.blocks p.state)

/-! ## The comparison -/

/-- Whether an expression of a state passes a test. -/
noncomputable def among (test : Regex → Bool) (blocks : List (List TableState)) (s : Nat) : Bool :=
  Option.rec (motive := fun _ => Bool) false (fun x => Fast.any x.expressions test) (state? blocks s)

/-- Whether an expression is one of those of a state, once these are changed. -/
noncomputable def holds (change : Regex → Regex) (blocks : List (List TableState)) (s : Nat) (r : Regex) : Bool :=
  among (fun q => Regex.same r (change q)) blocks s

/-- Whether an expression stands, with its open counts lower by one, where one turn more is left, and where none was left
stands for another state. -/
noncomputable def goesDown (blocks : List (List TableState)) (done : Nat) (q : Regex) : Bool :=
  choose (Regex.same (Regex.raised 1 (Regex.lowered q)) q)
    (holds (Regex.filled 0) blocks done (Regex.filled 0 (Regex.lowered q))) false

/-- Whether an expression is the next one wherever a target leads, or is `like` it. It is compared as it is: what is
changed are the expressions of states, which the kernel changes once, from however many states they are reached. -/
noncomputable def arrives (like : Regex → Regex → Bool) (blocks : List (List TableState)) (next : Regex) (t : Target) : Bool :=
  Target.rec (motive := fun _ => Bool) (fun s => among (like next) blocks s)
    (fun s n => among (fun q => like next (Regex.raised n q)) blocks s)
    (fun s done => among (fun q => choose (like next (Regex.lowered q)) (goesDown blocks done q) false) blocks s)
    (fun s n => among (fun q => choose (like next (Regex.filled n q)) (Regex.settled (Regex.filled n q)) false) blocks s) t

/-- Whether each group leads where an expression goes. Mostly that is the very expression of a state. -/
noncomputable def leads (blocks : List (List TableState)) (r : Regex) (groups : List Group) : List Target → Bool :=
  List.rec (motive := fun _ => List Target → Bool) (fun _ => true)
    (fun g _ further targets => List.rec (motive := fun _ => Bool) false
      (fun t targets _ => Group.rec (motive := fun _ => Bool) (fun b _ =>
        choose (choose (arrives Regex.same blocks (Regex.follow b r) t) true
          (arrives Regex.alike blocks (Regex.follow b r) t)) (further targets) false) g) targets) groups

/-- Whether a state does what its expressions say. With `exact` it does nothing less either. -/
noncomputable def stateHolds (exact : Bool) (blocks : List (List TableState)) (x : TableState) : Bool :=
  TableState.rec (motive := fun _ => Bool) (fun rank groups targets expressions =>
    choose (Group.proper groups)
      (Fast.all expressions fun r =>
        choose (choose (Nat.beq rank 1) (Fast.nullable r) (choose exact (choose (Fast.nullable r) false true) true))
          (choose (Regex.firsts (Group.fit exact groups) r) (leads blocks r groups targets) false) false) false) x

/-- Whether the rank of a state is borne out: without one, it leads to no state that has one; else its first group
leads to states of one less. -/
noncomputable def rankHolds (blocks : List (List TableState)) (x : TableState) : Bool :=
  TableState.rec (motive := fun _ => Bool) (fun rank groups targets _ =>
    Nat.rec (motive := fun _ => Bool)
      (Fast.all targets fun t => Target.all (fun s => Nat.beq (Table.rank blocks s) 0) t)
      (fun k _ => Nat.rec (motive := fun _ => Bool) true
        (fun m _ => List.rec (motive := fun _ => Bool) false
          (fun _ _ _ => List.rec (motive := fun _ => Bool) false
            (fun t _ _ => Target.all (fun s => Nat.beq (Table.rank blocks s) (Nat.succ m)) t) targets) groups) k)
      rank) x

/-- Whether something holds of all states. -/
noncomputable def allStates (p : TableState → Bool) (blocks : List (List TableState)) : Bool :=
  Fast.all blocks fun l => Fast.all l p

/-- Whether an automaton does what an expression says and knows from where an end can be reached. Without `exact` it
may accept less. -/
noncomputable def certified (exact : Bool) (T : Table) (r : Regex) : Bool :=
  Table.rec (motive := fun _ => Bool) (fun blocks start =>
    choose (Nat.beq (rank blocks 0) 0)
      (choose (holds (fun q => q) blocks 0 .nothing)
        (choose (holds (Regex.filled start.turns) blocks start.state r)
          (choose (allStates (stateHolds exact blocks) blocks)
            (allStates (rankHolds blocks) blocks) false) false) false) false) T

/-- That an automaton passes the comparison, as a statement of its own. -/
def Certified (exact : Bool) (T : Table) (r : Regex) : Prop := certified exact T r = true

/-- It is decided by evaluation. -/
noncomputable instance decideCertified (exact : Bool) (T : Table) (r : Regex) : Decidable (Certified exact T r) :=
  inferInstanceAs (Decidable (certified exact T r = true))

end Table

end DetLM
