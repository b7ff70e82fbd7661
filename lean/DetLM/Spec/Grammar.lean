import DetLM.Spec.Knowledge
import DetLM.Spec.Regex

/-!
# Context-free languages

A context-free category is a grammar whose terminals are regular languages of bytes. `Grammar.Lang` says
which texts its rules derive. Searching for a derivation is nobody's business here: a witness spells the
leftmost derivation out as a flat list of numbers, and `replay` follows it with a stack, one step for each
number, reading the text once. That replaying is right, and that every derived text has such a witness, is
proved in `DetLM.Thm.Grammar`.

## Main definitions

* `Symbol`, `Grammar`: the data; left recursion, empty alternatives and ambiguity are all allowed
* `Derives`, `Grammar.Lang`: the meaning
* `replay`: checks a witness
* `Fast.replay`: its twin for the kernel

## References

* J. E. Hopcroft, J. D. Ullman, *Introduction to Automata Theory, Languages, and Computation* (1979), 4–5
-/

namespace DetLM

/-- What alternatives are made of. -/
inductive Symbol where
  /-- A text of a regular language. -/
  | terminal (regex : Regex)
  /-- A text of the rule with this number. -/
  | nonterminal (index : Nat)

/-- A context-free grammar. -/
structure Grammar where
  /-- For each rule its alternatives, each a row of symbols; an empty row stands for the empty text. -/
  rules : List (List (List Symbol))

/-- Alternative `k` of rule `i`, if there is one. -/
def Grammar.row (G : Grammar) (i k : Nat) : Option (List Symbol) :=
  match entry? G.rules i with
  | none => none
  | some alternatives => entry? alternatives k

/-- A row of symbols derives a text. -/
inductive Derives (G : Grammar) : List Symbol → Text → Prop where
  /-- Nothing derives the empty text. -/
  | done : Derives G [] []
  /-- A terminal derives the texts of its language. -/
  | terminal {r : Regex} {s : List Symbol} {x y : Text} :
      r.Lang x → Derives G s y → Derives G (.terminal r :: s) (x ++ y)
  /-- A nonterminal derives what one of its alternatives does. -/
  | nonterminal {i k : Nat} {row s : List Symbol} {x y : Text} :
      G.row i k = some row → Derives G row x → Derives G s y → Derives G (.nonterminal i :: s) (x ++ y)

/-- The texts that rule `start` derives: the meaning of a context-free category. -/
def Grammar.Lang (G : Grammar) (start : Nat) (t : Text) : Prop := Derives G [.nonterminal start] t

/-- The first `n` bytes of a text and the rest, if it is that long. -/
def Text.cut : Nat → Text → Option (Text × Text)
  | 0, t => some ([], t)
  | _ + 1, [] => none
  | n + 1, b :: t =>
    match Text.cut n t with
    | none => none
    | some (x, y) => some (b :: x, y)

/-- Replays the numbers of a witness on a stack of symbols still to come and the text still to read: for a
nonterminal on top, which alternative takes its place; for a terminal, how many bytes it reads. -/
def replayFrom (G : Grammar) : List Nat → List Symbol → Text → Bool
  | [], [], [] => true
  | [], [], _ :: _ => false
  | [], _ :: _, _ => false
  | _ :: _, [], _ => false
  | n :: w, .terminal r :: s, t =>
    match Text.cut n t with
    | none => false
    | some (x, y) => r.accepts x && replayFrom G w s y
  | n :: w, .nonterminal i :: s, t =>
    match G.row i n with
    | none => false
    | some row => replayFrom G w (row ++ s) t

/-- Whether a witness spells a leftmost derivation of the whole text from rule `start`. -/
def replay (G : Grammar) (start : Nat) (witness : List Nat) (t : Text) : Bool :=
  replayFrom G witness [.nonterminal start] t

namespace Fast

/-- Twin of `entry?`. -/
noncomputable def entry {α : Type u} (l : List α) : Nat → Option α :=
  List.rec (motive := fun _ => Nat → Option α) (fun _ => none)
    (fun a _ rest n => Nat.rec (motive := fun _ => Option α) (some a) (fun n _ => rest n) n) l

/-- Twin of `Grammar.row`. -/
noncomputable def row (G : Grammar) (i k : Nat) : Option (List Symbol) :=
  Option.rec (motive := fun _ => Option (List Symbol)) none (fun alternatives => entry alternatives k)
    (entry G.rules i)

/-- Twin of `Text.cut`, which hands both parts on; false if the text is too short. -/
noncomputable def cut (n : Nat) : Text → (Text → Text → Bool) → Bool :=
  Nat.rec (motive := fun _ => Text → (Text → Text → Bool) → Bool) (fun t next => next [] t)
    (fun _ rest t next =>
      List.rec (motive := fun _ => Bool) false (fun b t _ => rest t fun x y => next (b :: x) y) t) n

/-- Twin of `replayFrom`; `accepts` is to be a twin of `Regex.acceptsFrom`. -/
noncomputable def replayFrom (accepts : Text → Regex → Bool) (G : Grammar) (w : List Nat) :
    List Symbol → Text → Bool :=
  List.rec (motive := fun _ => List Symbol → Text → Bool)
    (fun s t =>
      List.rec (motive := fun _ => Bool)
        (List.rec (motive := fun _ => Bool) true (fun _ _ _ => false) t) (fun _ _ _ => false) s)
    (fun n _ rest s t =>
      List.rec (motive := fun _ => Bool) false
        (fun a s _ =>
          Symbol.rec (motive := fun _ => Bool)
            (fun r => cut n t fun x y => Bool.rec (motive := fun _ => Bool) false (rest s y) (accepts x r))
            (fun i =>
              Option.rec (motive := fun _ => Bool) false
                (fun row =>
                  rest (List.rec (motive := fun _ => List Symbol) s (fun b _ below => b :: below) row) t)
                (row G i n)) a) s) w

/-- Twin of `replay`; `accepts` is to be a twin of `Regex.acceptsFrom`. -/
noncomputable def replay (accepts : Text → Regex → Bool) (G : Grammar) (start : Nat) (w : List Nat)
    (t : Text) : Bool :=
  replayFrom accepts G w [.nonterminal start] t

end Fast

end DetLM
