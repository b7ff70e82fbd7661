import DetLM.Data.Lists
import DetLM.Spec.Words
import DetLM.Spec.Fields

/-!
# Programs and what they admit

A program is what a constraint file says, as data. `Admits` is the meaning of the whole of detlm: the
answer has exactly one parse, every condition of every `derive` rule holds of its span, and the limits
hold of the answer. How that is checked is `DetLM.Spec.Check`.

## Main definitions

* `Limit`, `Program`, `Context`
* `Cond.Holds`, `Tree.Holds`, `Limit.Holds`: what is asked of a span, a parse, an answer
* `AnswerIn`: which part of an output is its answer
* `Admits`: the meaning
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
  /-- The answer, as a whole, is in a category. -/
  | matching (category : Regex)

/-- What a limit asks of an answer. -/
def Limit.Holds (answer : Text) : Limit → Prop
  | forbid w => ¬ Mentions w answer
  | require w => Mentions w answer
  | atMostWords n => wordCount answer ≤ n
  | matching r => r.Lang answer

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
  /-- The text behind which the answer begins; none if nothing stands before it. -/
  after : Option Text

/-- What was said before the answer. -/
structure Context where
  /-- The prompt, byte by byte, before any chat template. -/
  prompt : Text
  /-- The constraint lines that the model wrote at the start of its output. -/
  preface : Text
  /-- What those lines ask for. -/
  said : List Limit

/-- How two numbers compare. -/
def Relation.Holds (a b : Number) : Relation → Prop
  | equal => a.Same b
  | less => a.Lt b
  | atMost => a.Le b

/-- What a condition asks of a span. -/
def Cond.Holds (P : Program) (prompt : Text) : Cond → (span : Part) → Prop
  | always, _ => True
  | supported, span =>
    span.tree.claims ≠ [] ∧ ∀ a, a ∈ span.tree.claims → Derivable P.facts P.rules a
  | mentions w, span => Mentions w span.text
  | promptMentions w, _ => Mentions w prompt
  | inCategory r, span => r.Lang span.text
  | compare r x y, span => ∃ a b, x.value span = some a ∧ y.value span = some b ∧ r.Holds a b
  | sameText p q, span => ∃ a b, span.parts p = [a] ∧ span.parts q = [b] ∧ a.text = b.text
  | every path c, span => ∀ part, part ∈ span.parts path → c.Holds P prompt part
  | distinct path, span => Distinct ((span.parts path).map Part.text)
  | visible s, span => span.text ∈ (span.names s).shown
  | inGrammar G start, span => G.Lang start span.text
  | not c, span => ¬ c.Holds P prompt span
  | and c d, span => c.Holds P prompt span ∧ d.Holds P prompt span
  | or c d, span => c.Holds P prompt span ∨ d.Holds P prompt span

/-- Every condition of every span of a parse holds; `names` are those in scope where it begins. -/
def Tree.Holds (P : Program) (prompt : Text) : Tree → (names : Scopes) → Prop
  | leaf _, _ => True
  | slot _ _, _ => True
  | seq a b, names => a.Holds P prompt names ∧ b.Holds P prompt (names.past a)
  | left a, names => a.Holds P prompt names
  | right a, names => a.Holds P prompt names
  | stop, _ => True
  | more a b, names => a.Holds P prompt names ∧ b.Holds P prompt (names.past a)
  | claim _ a, names => a.Holds P prompt names
  | derive g e a, names =>
    g.Holds P prompt ⟨names, a⟩ ∧ e.Holds P prompt ⟨names, a⟩ ∧ a.Holds P prompt names
  | mark _ a, names => a.Holds P prompt names

/-- What a program admits as an answer to a prompt, under further limits. -/
def AdmitsAnswer (P : Program) (prompt : Text) (said : List Limit) (answer : Text) : Prop :=
  ∃ tree, Fits P.output tree ∧ tree.yield = answer ∧
    (∀ other, Fits P.output other → other.yield = answer → other = tree) ∧
    tree.Holds P prompt .empty ∧
    (∀ l, l ∈ P.limits → l.Holds answer) ∧ (∀ l, l ∈ said → l.Holds answer)

/-- `thinking` is what stands before the first `marker` in a text, and `answer` what stands behind it. -/
def FirstMarker (marker text thinking answer : Text) : Prop :=
  text = thinking ++ (marker ++ answer) ∧
    ∀ other rest, text = other ++ (marker ++ rest) → thinking.length ≤ other.length

/-- The answer in what follows the preface: all of it, or what stands behind the first marker. -/
def AnswerAfter (text answer : Text) : (marker : Option Text) → Prop
  | none => text = answer
  | some m => ∃ thinking, FirstMarker m text thinking answer

/-- The answer in an output: behind the model's own constraint lines, and behind what it may think. -/
def AnswerIn (P : Program) (c : Context) (output answer : Text) : Prop :=
  ∃ text, output = c.preface ++ text ∧ AnswerAfter text answer P.after

/-- **What a program admits**: the model's own constraint lines, then free thought up to the first marker
if the program names one, then an answer that keeps to the program and to the lines. -/
def Admits (P : Program) (c : Context) (output : Text) : Prop :=
  ∃ answer, AnswerIn P c output answer ∧ AdmitsAnswer P c.prompt c.said answer

end DetLM
