import DetLM.Data.Bytes

/-!
# Facts, rules and what follows

Facts say `subject relation object`; rules are Horn clauses over such atoms. `Derivable` is what follows
from both. A *derivation witness* is a list of steps that the kernel replays in one pass.

## Main definitions

* `Atom`, `Rule`, `Derivable`
* `Step`, `derived`: the replay of a witness
-/

namespace DetLM

/-- `subject relation object`. -/
structure Atom where
  /-- What is said. -/
  relation : Text
  /-- Of what it is said. -/
  subject : Text
  /-- The other end. -/
  object : Text

/-- Equality of atoms. -/
def Atom.beq (a b : Atom) : Bool :=
  Text.beq a.subject b.subject && (Text.beq a.object b.object && Text.beq a.relation b.relation)

/-- Whether an atom is in a list. -/
def Atom.isIn (a : Atom) (l : List Atom) : Bool := l.any (Atom.beq a)

/-- A place in a rule: one of its variables, numbered from 0, or a fixed text. -/
inductive Term where
  /-- A variable. -/
  | var (index : Nat)
  /-- A fixed text. -/
  | const (text : Text)

/-- The entry at a place, or a default. -/
def entry (default : α) : List α → Nat → α
  | [], _ => default
  | a :: _, 0 => a
  | _ :: l, n + 1 => entry default l n

/-- The value of a place under an assignment of the variables. -/
def Term.value (σ : List Text) : Term → Text
  | var n => entry [] σ n
  | const t => t

/-- An atom with variables. -/
structure Pattern where
  /-- What is said. -/
  relation : Text
  /-- Of what it is said. -/
  subject : Term
  /-- The other end. -/
  object : Term

/-- The atom a pattern stands for under an assignment. -/
def Pattern.instance (σ : List Text) (p : Pattern) : Atom :=
  ⟨p.relation, p.subject.value σ, p.object.value σ⟩

/-- A Horn clause: the head follows from all of the body. -/
structure Rule where
  /-- What follows. -/
  head : Pattern
  /-- From what. -/
  body : List Pattern

/-- What follows from facts by rules. -/
inductive Derivable (facts : List Atom) (rules : List Rule) : Atom → Prop where
  /-- Facts follow. -/
  | fact {a : Atom} : a ∈ facts → Derivable facts rules a
  /-- So does the head of a rule whose body follows. -/
  | rule {r : Rule} (σ : List Text) : r ∈ rules →
      (∀ p, p ∈ r.body → Derivable facts rules (p.instance σ)) →
      Derivable facts rules (r.head.instance σ)

/-- One step of a derivation witness. -/
inductive Step where
  /-- A fact, by its place in the list of facts. -/
  | fact (index : Nat)
  /-- A rule, by its place, with the values of its variables. -/
  | rule (index : Nat) (arguments : List Text)

/-- The entry at a place, if there is one. -/
def entry? : List α → Nat → Option α
  | [], _ => none
  | a :: _, 0 => some a
  | _ :: l, n + 1 => entry? l n

/-- What one step adds to what is known: nothing, unless the step is right. -/
def Step.adds (facts : List Atom) (rules : List Rule) (known : List Atom) : Step → List Atom
  | fact i =>
    match entry? facts i with
    | none => known
    | some a => a :: known
  | rule i σ =>
    match entry? rules i with
    | none => known
    | some r =>
      bif r.body.all (fun p => (p.instance σ).isIn known) then r.head.instance σ :: known else known

/-- The atoms that a witness derives, `known` included. -/
def derived (facts : List Atom) (rules : List Rule) : List Step → (known : List Atom) → List Atom
  | [], known => known
  | s :: w, known => derived facts rules w (s.adds facts rules known)

end DetLM
