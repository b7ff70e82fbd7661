import DetLM.Spec.Fast

/-!
# Deciding admission without a witness

`saturate` finds everything that follows from the facts and rules of a program, by matching rule bodies
against what is known until nothing new comes out. With it `admits` decides `Admits`; the proof is
`admits_iff` in `DetLM.Thm.Decide`. Certificates do not use this file: their witnesses are cheaper to
check. It is the reference that other implementations are compared with, and is
written, like `DetLM.Spec.Fast`, with the recursors that the kernel evaluates fastest.

## Main definitions

* `Binding`, `bindings`: all ways to make a rule's body known
* `saturate`: everything that follows
* `Program.safe`: whether the bodies of rules fix what their heads say, and nothing needs a witness
* `admits`: the decision
-/

namespace DetLM

/-- The values of some variables of a rule. -/
abbrev Binding := List (Option Text)

namespace Binding

/-- The value of a variable, if it has one. -/
def get : Binding → Nat → Option Text
  | [], _ => none
  | x :: _, 0 => x
  | _ :: B, n + 1 => get B n

/-- One more variable in front. -/
noncomputable def push (x : Option Text) (o : Option Binding) : Option Binding :=
  Option.rec (motive := fun _ => Option Binding) none (fun B => some (x :: B)) o

/-- Whether a variable may have a value: it has no other one. -/
noncomputable def allows (t : Text) (x : Option Text) : Bool :=
  Option.rec (motive := fun _ => Bool) true (fun u => Fast.sameText u t) x

/-- Gives variable `n` a value, unless it has another one. -/
noncomputable def set (t : Text) (B : Binding) (n : Nat) : Option Binding :=
  Nat.rec (motive := fun _ => Binding → Option Binding)
    (fun B => List.rec (motive := fun _ => Option Binding) (some [some t])
      (fun x B _ => bif allows t x then some (some t :: B) else none) B)
    (fun _ further B => List.rec (motive := fun _ => Option Binding) (push none (further []))
      (fun x B _ => push x (further B)) B) n B

/-- The values of all variables; those without one become empty. -/
def close : Binding → List Text
  | [] => []
  | none :: B => [] :: close B
  | some t :: B => t :: close B

end Binding

/-- The binding under which a place is a text. -/
noncomputable def Term.fit (t : Text) (B : Binding) (x : Term) : Option Binding :=
  Term.rec (motive := fun _ => Option Binding) (fun n => B.set t n)
    (fun u => bif Fast.sameText u t then some B else none) x

/-- The atoms of one relation. -/
noncomputable def ofRelation (relation : Text) (known : List Atom) : List Atom :=
  List.rec (motive := fun _ => List Atom) []
    (fun a _ rest => bif Fast.sameText relation a.relation then a :: rest else rest) known

/-- The binding under which a pattern is an atom of its relation. -/
noncomputable def Pattern.fit (p : Pattern) (a : Atom) (B : Binding) : Option Binding :=
  Option.rec (motive := fun _ => Option Binding) none (fun B => p.object.fit a.object B)
    (p.subject.fit a.subject B)

/-- All bindings under which patterns are known. -/
noncomputable def bindings (known : List Atom) (body : List Pattern) : Binding → List Binding :=
  List.rec (motive := fun _ => Binding → List Binding) (fun B => [B])
    (fun p _ further B => Fast.flatMap (ofRelation p.relation known) fun a =>
      Option.rec (motive := fun _ => List Binding) [] further (p.fit a B)) body

/-- What a rule makes of what is known. -/
noncomputable def Rule.yields (known : List Atom) (r : Rule) : List Atom :=
  Fast.map (fun B => r.head.instance B.close) (bindings known r.body [])

/-- The atoms of a list that are not known, each once. -/
noncomputable def fresh (known : List Atom) (l : List Atom) : List Atom :=
  List.rec (motive := fun _ => List Atom) []
    (fun a l rest => bif Fast.isIn a known || Fast.isIn a l then rest else a :: rest) l

/-- What the rules make of what is known, again and again, at most `n` times. -/
noncomputable def saturateFrom (rules : List Rule) (n : Nat) : List Atom → List Atom :=
  Nat.rec (motive := fun _ => List Atom → List Atom) (fun known => known)
    (fun _ further known => List.rec (motive := fun _ => List Atom) known
      (fun a l _ => further (a :: Fast.append l known))
      (fresh known (Fast.flatMap rules (Rule.yields known)))) n

/-- No safe program derives more atoms: relations times subjects times objects. -/
def Program.bound (P : Program) : Nat :=
  (P.facts.length + P.rules.length) *
    ((2 * (P.facts.length + P.rules.length)) * (2 * (P.facts.length + P.rules.length)))

/-- Everything that follows from the facts and rules of a program. -/
noncomputable def saturate (P : Program) : List Atom :=
  saturateFrom P.rules (P.bound + 1) (fresh [] P.facts)

/-- Whether a place is a given variable. -/
def Term.isVar (n : Nat) : Term → Bool
  | var m => Nat.beq n m
  | const _ => false

/-- Whether patterns fix the value of a place. -/
def Term.isFixedBy (body : List Pattern) : Term → Bool
  | var n => body.any fun p => p.subject.isVar n || p.object.isVar n
  | const _ => true

/-- Whether the body of a rule fixes what its head says. -/
def Rule.safe (r : Rule) : Bool :=
  r.head.subject.isFixedBy r.body && r.head.object.isFixedBy r.body

/-- Whether the bodies of all rules fix what their heads say, and nothing needs a witness. -/
def Program.safe (P : Program) : Bool := P.rules.all Rule.safe && P.output.isDecided true

/-- **Whether a program admits an output**, decided without a witness; right for safe programs. -/
noncomputable def admits (P : Program) (c : Context) (output : Text) : Bool :=
  Fast.admitsKnowing ⟨saturate P, true, []⟩ P c output

end DetLM
