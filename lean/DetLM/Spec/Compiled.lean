import DetLM.Spec.Automaton

/-!
# The checker on packed texts

The checker of `DetLM.Spec.Program` reads lists of bytes. Here the same is done on a text that stays packed
in one number: a place in a text is how many bytes are left and the number that holds them, and categories
are read with automata. `DetLM.Thm.Compiled` ties each of these to what it stands for, so nothing here needs
to be read to know what `Accepted` means.

Everything here is written with bare recursors, which the kernel evaluates fastest.

## Main definitions

* `Place`, `Further`: a place in a packed text; what is done with a parse that ends there
* `Compiled.scan`, `Compiled.scanText`, `Compiled.scanRegex`: all texts of a category at a place
* `Compiled.upTo`: repetition
* `Compiled.runAll`: an automaton over all of a text
-/

namespace DetLM

open Fast (choose ifNothing)

/-- A place in a packed text. -/
structure Place where
  /-- How many bytes are left. -/
  count : Nat
  /-- The bytes, the next one in the lowest eight bits. -/
  bytes : Nat

/-- What is done with a parse of what stands before a place: all parses that come of it. -/
abbrev Further := (parse : Tree) → (count bytes : Nat) → List Tree

namespace Compiled

/-! ## Categories -/

/-- The places where a text of a category may end, by an automaton. -/
noncomputable def scan (columns table last : Nat) (n : Nat) : (w s : Nat) → List Place :=
  Nat.rec (motive := fun _ => Nat → Nat → List Place)
    (fun w s => choose (Automaton.isAccepting last s) [⟨0, w⟩] [])
    (fun m further w s =>
      choose (Nat.ble s last)
        (Nat.rec (motive := fun _ => List Place) []
          (fun _ _ => ⟨Nat.add m 1, w⟩ ::
            further (Nat.shiftRight w 8) (Automaton.step columns table s (Nat.mod w 256))) s)
        (further (Nat.shiftRight w 8) (Automaton.step columns table s (Nat.mod w 256)))) n

/-- The places where a text of an automaton may end. -/
noncomputable def scanAutomaton (A : Automaton) (n w : Nat) : List Place :=
  Automaton.rec (motive := fun _ => List Place)
    (fun columns table _ start last => scan columns table last n w start) A

/-- The place behind a fixed text, if it is there. -/
noncomputable def scanText (t : Text) : (n w : Nat) → List Place :=
  List.rec (motive := fun _ => Nat → Nat → List Place) (fun n w => [⟨n, w⟩])
    (fun b _ further n w =>
      Nat.rec (motive := fun _ => List Place) []
        (fun m _ => choose (Nat.beq b (Nat.mod w 256)) (further m (Nat.shiftRight w 8)) []) n) t

/-- The places where a text of a category may end, by derivatives. -/
noncomputable def scanRegex (n : Nat) : (w : Nat) → Regex → List Place :=
  Nat.rec (motive := fun _ => Nat → Regex → List Place)
    (fun w r => choose (Fast.nullable r) [⟨0, w⟩] [])
    (fun m further w r =>
      ifNothing r []
        (choose (Fast.nullable r)
          (⟨Nat.add m 1, w⟩ :: further (Nat.shiftRight w 8) (Fast.deriv (Nat.mod w 256) r))
          (further (Nat.shiftRight w 8) (Fast.deriv (Nat.mod w 256) r)))) n

/-! ## Parses -/

/-- What comes of each text of a category, as a leaf. -/
noncomputable def leaves (make : Text → Tree) (f : Further) (n w : Nat) (l : List Place) : List Tree :=
  Fast.flatMap l fun p => f (make (Text.packed (Nat.sub n p.count) w)) p.count p.bytes

/-- What comes of at most `k` repetitions. -/
noncomputable def upTo (one : Further → Nat → Nat → List Tree) (k : Nat) : Further → (n w : Nat) → List Tree :=
  Nat.rec (motive := fun _ => Further → Nat → Nat → List Tree) (fun f n w => f .stop n w)
    (fun _ rest f n w =>
      Fast.append (f .stop n w)
        (one (fun x m v => choose (Nat.beq m n) [] (rest (fun y => f (.more x y)) m v)) n w)) k

/-- A parse that uses up the text. -/
noncomputable def finish : Further := fun x n _ =>
  Nat.rec (motive := fun _ => List Tree) [x] (fun _ _ => []) n

/-! ## Whole texts -/

/-- The state after some packed bytes. -/
noncomputable def runBytes (columns table : Nat) (n : Nat) : (w s : Nat) → Nat :=
  Nat.rec (motive := fun _ => Nat → Nat → Nat) (fun _ s => s)
    (fun _ further w s => further (Nat.shiftRight w 8) (Automaton.step columns table s (Nat.mod w 256))) n

/-- The state after two packed bytes. -/
noncomputable def step2 (columns table w s : Nat) : Nat :=
  Automaton.step columns table (Automaton.step columns table s (Nat.mod w 256))
    (Nat.mod (Nat.shiftRight w 8) 256)

/-- What is left after two packed bytes. -/
noncomputable def drop2 (w : Nat) : Nat := Nat.shiftRight (Nat.shiftRight w 8) 8

/-- The state after eight packed bytes. -/
noncomputable def step8 (columns table w s : Nat) : Nat :=
  step2 columns table (drop2 (drop2 (drop2 w))) (step2 columns table (drop2 (drop2 w))
    (step2 columns table (drop2 w) (step2 columns table w s)))

/-- The state after groups of eight packed bytes, and some bytes more. -/
noncomputable def runEights (columns table rest : Nat) (n : Nat) : (w s : Nat) → Nat :=
  Nat.rec (motive := fun _ => Nat → Nat → Nat) (runBytes columns table rest)
    (fun _ further w s => further (drop2 (drop2 (drop2 (drop2 w)))) (step8 columns table w s)) n

/-- Whether an automaton accepts a packed text. -/
noncomputable def acceptsPacked (A : Automaton) (n w : Nat) : Bool :=
  Automaton.rec (motive := fun _ => Bool) (fun columns table _ start last =>
    Automaton.isAccepting last (runEights columns table (Nat.mod n 8) (Nat.div n 8) w start)) A

/-- The place behind a text, if it is there. -/
noncomputable def dropFront (front : Text) : (n w : Nat) → Option Place :=
  List.rec (motive := fun _ => Nat → Nat → Option Place) (fun n w => some ⟨n, w⟩)
    (fun b _ further n w =>
      Nat.rec (motive := fun _ => Option Place) none
        (fun m _ => choose (Nat.beq b (Nat.mod w 256)) (further m (Nat.shiftRight w 8)) none) n) front

/-- The place behind the first marker, if there is one. -/
noncomputable def behind (marker : Text) (n : Nat) : (w : Nat) → Option Place :=
  Nat.rec (motive := fun _ => Nat → Option Place) (fun w => dropFront marker 0 w)
    (fun m further w =>
      Option.rec (motive := fun _ => Option Place) (further (Nat.shiftRight w 8)) (fun p => some p)
        (dropFront marker (Nat.add m 1) w)) n

/-- The place where the answer begins. -/
noncomputable def answerIn (front : Text) (marker : Option Text) (n w : Nat) : Option Place :=
  Option.rec (motive := fun _ => Option Place) none
    (fun p => Option.rec (motive := fun _ => Option Place) (some p) (fun m => behind m p.count p.bytes) marker)
    (dropFront front n w)

end Compiled

end DetLM
