import DetLM.Spec.Grammar
import DetLM.Spec.Number

/-!
# Conditions, as data

What a `derive` rule may ask of its span. What each condition means is `Cond.Holds` in
`DetLM.Spec.Program`; numbers and paths get their meaning in `DetLM.Spec.Fields`.

## Main definitions

* `Path`: leads from a span to its parts
* `Expr`: numbers computed from parts
* `Cond`: conditions
-/

namespace DetLM

/-- Labels of fields, outermost first. -/
abbrev Path := List Text

/-- A number computed from the parts of a span. -/
inductive Expr where
  /-- A fixed number. -/
  | literal (number : Number)
  /-- The number that the one part at a path writes. -/
  | numberAt (path : Path)
  /-- The sum of two. -/
  | plus (left right : Expr)
  /-- The difference of two. -/
  | minus (left right : Expr)
  /-- The product of two. -/
  | times (left right : Expr)
  /-- The sum of what `each` gives for every part at a path. -/
  | sumOver (path : Path) (each : Expr)
  /-- How many parts there are at a path. -/
  | countOf (path : Path)

/-- How two numbers are compared. -/
inductive Relation where
  /-- They are equal. -/
  | equal
  /-- The first is smaller. -/
  | less
  /-- The first is not larger. -/
  | atMost

/-- A condition on a span. -/
inductive Cond where
  /-- Nothing is asked. -/
  | always
  /-- The span makes a claim, and each of its claims follows from facts and rules. -/
  | supported
  /-- The span says a word. -/
  | mentions (word : Text)
  /-- The prompt says a word. -/
  | promptMentions (word : Text)
  /-- The span's text is in a category. -/
  | inCategory (category : Regex)
  /-- Two numbers are there and compare. -/
  | compare (relation : Relation) (left right : Expr)
  /-- There is one part at each path, and both have the same text. -/
  | sameText (left right : Path)
  /-- A condition holds of every part at a path. -/
  | every (path : Path) (body : Cond)
  /-- The parts at a path have different texts. -/
  | distinct (path : Path)
  /-- The span's text is a name that a scope shows where the span begins. -/
  | visible (scope : Text)
  /-- The span's text is derived from a rule of a context-free grammar. -/
  | inGrammar (grammar : Grammar) (start : Nat)
  /-- The condition does not hold. -/
  | not (body : Cond)
  /-- Both hold. -/
  | and (left right : Cond)
  /-- At least one holds. -/
  | or (left right : Cond)

end DetLM
