import DetLM.Spec.Program

/-!
# Programs made of parts

What the parts of a shape admit where they stand, and what becomes of a program that imports facts and rules,
gets further limits, or whose categories grow with its facts. The reader joins what a file imports as
`Program.importing` does; that it does is tested, as all of the reader is.

## Main definitions

* `Shape.Reads`, `Shape.Admits`: what a shape has a parse of, and what it admits where certain names are in
  scope
* `Program.importing`, `Program.limitedBy`, `Program.join`: further facts and rules, further limits, both
* `Tree.bare`: a parse without the marks of which option was taken
* `Shape.Within`: a shape within another that has more options, more in its categories, more repetitions
-/

namespace DetLM

/-- What a shape admits where certain names are in scope: texts of one parse only, whose conditions hold. -/
def Shape.Admits (P : Program) (prompt : Text) (names : Scopes) (s : Shape) (t : Text) : Prop :=
  ∃ x, Fits s x ∧ x.yield = t ∧ (∀ other, Fits s other → other.yield = t → other = x) ∧
    x.Holds P prompt names

/-- Whether a shape has a parse of a text, whatever its conditions say. -/
def Shape.Reads (s : Shape) (t : Text) : Prop := ∃ x, Fits s x ∧ x.yield = t

/-- A program that imports facts and rules: they join its own. -/
def Program.importing (P : Program) (facts : List Atom) (rules : List Rule) : Program :=
  { P with facts := P.facts ++ facts, rules := P.rules ++ rules }

/-- A program with further limits. -/
def Program.limitedBy (P : Program) (limits : List Limit) : Program :=
  { P with limits := P.limits ++ limits }

/-- A program joined with another: its own shape and marker, the facts, rules and limits of both. -/
def Program.join (P Q : Program) : Program := (P.importing Q.facts Q.rules).limitedBy Q.limits

/-- A parse without the marks of which option was taken. -/
def Tree.bare : Tree → Tree
  | leaf t => leaf t
  | slot k t => slot k t
  | seq a b => seq a.bare b.bare
  | left a => a.bare
  | right a => a.bare
  | stop => .stop
  | more a b => more a.bare b.bare
  | claim r a => claim r a.bare
  | derive g e a => derive g e a.bare
  | mark m a => mark m a.bare

/-- A part without them. -/
def Part.bare (p : Part) : Part := ⟨p.names, p.tree.bare⟩

/-- A shape within another: categories of the other may hold more, there may be more options, and more
repetitions. -/
inductive Shape.Within : Shape → Shape → Prop where
  /-- A category may hold more texts. -/
  | lex {p q : Regex} : (∀ t, p.Lang t → q.Lang t) → Within (.lex p) (.lex q)
  /-- So may that of a slot. -/
  | slot {k : Slot} {p q : Regex} : (∀ t, p.Lang t → q.Lang t) → Within (.slot k p) (.slot k q)
  /-- Part by part. -/
  | seq {a b c d : Shape} : Within a c → Within b d → Within (.seq a b) (.seq c d)
  /-- It may be one of two options, -/
  | left {a c d : Shape} : Within a c → Within a (.alt c d)
  /-- or the other. -/
  | right {a c d : Shape} : Within a d → Within a (.alt c d)
  /-- And each of its own options may be within the other shape. -/
  | alt {a b c : Shape} : Within a c → Within b c → Within (.alt a b) c
  /-- There may be more repetitions. -/
  | upTo {m n : Nat} {a c : Shape} : m ≤ n → Within a c → Within (.upTo m a) (.upTo n c)
  /-- A sentence says the same relation. -/
  | claim {r : Text} {a c : Shape} : Within a c → Within (.claim r a) (.claim r c)
  /-- A span is under the same conditions. -/
  | derive {g e : Cond} {a c : Shape} : Within a c → Within (.derive g e a) (.derive g e c)
  /-- A part has the same mark. -/
  | mark {m : Mark} {a c : Shape} : Within a c → Within (.mark m a) (.mark m c)

end DetLM
