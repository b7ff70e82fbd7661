import DetLM.Spec.Shape

/-!
# Programs and what they admit

A program is what a constraint file says, as data. `Admits` is the meaning of the whole of detlm: the
output has exactly one parse, every condition of every `derive` rule holds of its span, and the limits
hold of the answer. `Accepted` is the same with a witness, checked in one pass; `Accepted.admits` (in
`DetLM.Thm.Program`) says that acceptance implies admission.

## Main definitions

* `Limit`, `Program`, `Context`
* `Admits`: the meaning
* `check`, `Accepted`: the certificate checker
-/

namespace DetLM

/-- A limit on the whole answer. -/
inductive Limit where
  /-- The answer never says the word. -/
  | forbid (word : Text)
  /-- The answer says the word. -/
  | require (word : Text)
  /-- The answer has at most so many words. -/
  | atMostWords (count : Nat)

/-- What a limit asks of an answer. -/
def Limit.Holds (answer : Text) : Limit → Prop
  | forbid w => ¬ Mentions w answer
  | require w => Mentions w answer
  | atMostWords n => wordCount answer ≤ n

/-- Whether a limit holds. -/
def Limit.holds (answer : Text) : Limit → Bool
  | forbid w => !mentions w answer
  | require w => mentions w answer
  | atMostWords n => Nat.ble (wordCount answer) n

/-- A constraint file, as data. -/
structure Program where
  /-- What is given. -/
  facts : List Atom
  /-- What follows from what. -/
  rules : List Rule
  /-- What an answer looks like. -/
  output : Shape
  /-- What every answer keeps to. -/
  limits : List Limit

/-- What was said before the answer. -/
structure Context where
  /-- The prompt, byte by byte, before any chat template. -/
  prompt : Text
  /-- The constraint lines that the model wrote at the start of its output. -/
  preface : Text
  /-- What those lines ask for. -/
  said : List Limit

/-- What a condition asks of a span. -/
def Cond.Holds (P : Program) (prompt : Text) (span : Tree) : Cond → Prop
  | always => True
  | supported => span.claims ≠ [] ∧ ∀ a, a ∈ span.claims → Derivable P.facts P.rules a
  | mentions w => Mentions w span.yield
  | promptMentions w => Mentions w prompt
  | inCategory r => r.Lang span.yield
  | not c => ¬ c.Holds P prompt span
  | and c d => c.Holds P prompt span ∧ d.Holds P prompt span
  | or c d => c.Holds P prompt span ∨ d.Holds P prompt span

/-- Every condition of every span of a parse holds. -/
def Tree.Holds (P : Program) (prompt : Text) : Tree → Prop
  | leaf _ => True
  | slot _ _ => True
  | seq a b => a.Holds P prompt ∧ b.Holds P prompt
  | left a => a.Holds P prompt
  | right a => a.Holds P prompt
  | stop => True
  | more a b => a.Holds P prompt ∧ b.Holds P prompt
  | claim _ a => a.Holds P prompt
  | derive g e a => g.Holds P prompt a ∧ e.Holds P prompt a ∧ a.Holds P prompt

/-- What a program admits as an answer to a prompt, under further limits. -/
def AdmitsAnswer (P : Program) (prompt : Text) (said : List Limit) (answer : Text) : Prop :=
  ∃ tree, Fits P.output tree ∧ tree.yield = answer ∧
    (∀ other, Fits P.output other → other.yield = answer → other = tree) ∧
    tree.Holds P prompt ∧
    (∀ l, l ∈ P.limits → l.Holds answer) ∧ (∀ l, l ∈ said → l.Holds answer)

/-- **What a program admits**: the model's own constraint lines, then an answer that keeps to them too. -/
def Admits (P : Program) (c : Context) (output : Text) : Prop :=
  ∃ answer, output = c.preface ++ answer ∧ AdmitsAnswer P c.prompt c.said answer

/-- Whether a condition never asks what follows from the facts. -/
def Cond.isPlain : Cond → Bool
  | always => true
  | supported => false
  | mentions _ => true
  | promptMentions _ => true
  | inCategory _ => true
  | not c => c.isPlain
  | and c d => c.isPlain && d.isPlain
  | or c d => c.isPlain && d.isPlain

/-- Whether a list has no entry. -/
def isNil : List α → Bool
  | [] => true
  | _ :: _ => false

/-- Whether a condition holds as far as `known` goes; `complete` says that nothing else is derivable. -/
def Cond.holds (known : List Atom) (complete : Bool) (prompt : Text) (span : Tree) : Cond → Bool
  | always => true
  | supported => !isNil span.claims && span.claims.all (fun a => a.isIn known)
  | mentions w => DetLM.mentions w span.yield
  | promptMentions w => DetLM.mentions w prompt
  | inCategory r => r.accepts span.yield
  | not c => (complete || c.isPlain) && !c.holds known complete prompt span
  | and c d => c.holds known complete prompt span && d.holds known complete prompt span
  | or c d => c.holds known complete prompt span || d.holds known complete prompt span

/-- Whether every condition of a parse holds as far as `known` goes. -/
def Tree.holds (known : List Atom) (complete : Bool) (prompt : Text) : Tree → Bool
  | leaf _ => true
  | slot _ _ => true
  | seq a b => a.holds known complete prompt && b.holds known complete prompt
  | left a => a.holds known complete prompt
  | right a => a.holds known complete prompt
  | stop => true
  | more a b => a.holds known complete prompt && b.holds known complete prompt
  | claim _ a => a.holds known complete prompt
  | derive g e a =>
    g.holds known complete prompt a && (e.holds known complete prompt a && a.holds known complete prompt)

/-- Whether a list of parses is one parse, of which the conditions hold. -/
def oneParse (known : List Atom) (complete : Bool) (prompt : Text) : List Tree → Bool
  | [] => false
  | [tree] => tree.holds known complete prompt
  | _ :: _ :: _ => false

/-- The rest of a text after a prefix. -/
def dropPrefix? : (front text : Text) → Option Text
  | [], t => some t
  | _ :: _, [] => none
  | a :: p, b :: t => bif Nat.beq a b then dropPrefix? p t else none

/-- Whether an output is admitted as far as `known` goes. -/
def admitsKnowing (known : List Atom) (complete : Bool) (P : Program) (c : Context) (output : Text) : Bool :=
  match dropPrefix? c.preface output with
  | none => false
  | some answer =>
    P.limits.all (Limit.holds answer) &&
      (c.said.all (Limit.holds answer) &&
        oneParse known complete c.prompt (whole (P.output.parse answer)))

/-- A derivation of everything that an output claims. -/
abbrev Witness := List Step

/-- The certificate checker. -/
def check (P : Program) (c : Context) (output : Text) (w : Witness) : Bool :=
  admitsKnowing (derived P.facts P.rules w []) false P c output

/-- **The one statement that certificates prove**: the checker says yes. -/
def Accepted (P : Program) (c : Context) (output : Text) (w : Witness) : Prop :=
  check P c output w = true

end DetLM
