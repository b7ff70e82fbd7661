import DetLM.Spec.Cond
import DetLM.Spec.Knowledge

/-!
# Shapes and their parses

An output has a shape: texts of categories, claims, spans made by `derive` rules, marked parts, in sequence,
choice and bounded repetition. `Fits` says which trees a shape has; `Shape.parse` finds all parses of a
prefix, which is what makes "the output has exactly one parse" decidable.

## Main definitions

* `Shape`, `Tree`, `Fits`
* `Shape.parse`
-/

namespace DetLM

/-- The two slots of a claim. -/
inductive Slot where
  /-- What the claim is about. -/
  | subject
  /-- The other end. -/
  | object

/-- What a part of an output is to paths and scopes. -/
inductive Mark where
  /-- It is what paths call `label`. -/
  | field (label : Text)
  /-- Its text becomes a name of a scope, not shown yet. -/
  | bind (scope : Text)
  /-- Where it ends, the names of a scope that are not shown yet are shown. -/
  | settle (scope : Text)
  /-- Where it ends, the names of a scope are again those where it began. -/
  | block (scope : Text)

/-- What an output looks like. -/
inductive Shape where
  /-- A text of a category. -/
  | lex (category : Regex)
  /-- A slot of the enclosing claim, filled with a text of a category. -/
  | slot (kind : Slot) (category : Regex)
  /-- One after the other. -/
  | seq (first second : Shape)
  /-- One or the other. -/
  | alt (left right : Shape)
  /-- At most `count` repetitions, none of them empty. -/
  | upTo (count : Nat) (body : Shape)
  /-- A sentence that says `relation` of its slots. -/
  | claim (relation : Text) (body : Shape)
  /-- A span made by a `derive` rule: it applies where `premise` (its `given`) holds, and `duty` (its `ensure`) must hold. -/
  | derive (premise duty : Cond) (body : Shape)
  /-- A part with a mark. -/
  | mark (mark : Mark) (body : Shape)

/-- A parse: the shape's choices and the texts at its leaves. -/
inductive Tree where
  /-- A text. -/
  | leaf (text : Text)
  /-- The text in a slot. -/
  | slot (kind : Slot) (text : Text)
  /-- One after the other. -/
  | seq (first second : Tree)
  /-- The left option. -/
  | left (body : Tree)
  /-- The right option. -/
  | right (body : Tree)
  /-- No further repetition. -/
  | stop
  /-- One more repetition. -/
  | more (first rest : Tree)
  /-- A claim. -/
  | claim (relation : Text) (body : Tree)
  /-- A span, with the conditions of its rule. -/
  | derive (premise duty : Cond) (body : Tree)
  /-- A part with a mark. -/
  | mark (mark : Mark) (body : Tree)

namespace Tree

/-- The text of a parse. -/
def yield : Tree → Text
  | leaf t => t
  | slot _ t => t
  | seq a b => yield a ++ yield b
  | left a => yield a
  | right a => yield a
  | stop => []
  | more a b => yield a ++ yield b
  | claim _ a => yield a
  | derive _ _ a => yield a
  | mark _ a => yield a

/-- What the subject slots hold. -/
def subject : Tree → Text
  | leaf _ => []
  | slot .subject t => t
  | slot .object _ => []
  | seq a b => subject a ++ subject b
  | left a => subject a
  | right a => subject a
  | stop => []
  | more a b => subject a ++ subject b
  | claim _ a => subject a
  | derive _ _ a => subject a
  | mark _ a => subject a

/-- What the object slots hold. -/
def object : Tree → Text
  | leaf _ => []
  | slot .subject _ => []
  | slot .object t => t
  | seq a b => object a ++ object b
  | left a => object a
  | right a => object a
  | stop => []
  | more a b => object a ++ object b
  | claim _ a => object a
  | derive _ _ a => object a
  | mark _ a => object a

/-- The claims a text makes, in order. -/
def claims : Tree → List Atom
  | leaf _ => []
  | slot _ _ => []
  | seq a b => claims a ++ claims b
  | left a => claims a
  | right a => claims a
  | stop => []
  | more a b => claims a ++ claims b
  | claim r a => [⟨r, subject a, object a⟩]
  | derive _ _ a => claims a
  | mark _ a => claims a

end Tree

/-- The trees of a shape. -/
inductive Fits : Shape → Tree → Prop where
  /-- A leaf holds a text of its category. -/
  | lex {r : Regex} {t : Text} : r.Lang t → Fits (.lex r) (.leaf t)
  /-- So does a slot. -/
  | slot {k : Slot} {r : Regex} {t : Text} : r.Lang t → Fits (.slot k r) (.slot k t)
  /-- A sequence is made of its parts. -/
  | seq {a b : Shape} {x y : Tree} : Fits a x → Fits b y → Fits (.seq a b) (.seq x y)
  /-- The left option. -/
  | left {a b : Shape} {x : Tree} : Fits a x → Fits (.alt a b) (.left x)
  /-- The right option. -/
  | right {a b : Shape} {x : Tree} : Fits b x → Fits (.alt a b) (.right x)
  /-- Repetition may stop. -/
  | stop {n : Nat} {a : Shape} : Fits (.upTo n a) .stop
  /-- Or go on, with something. -/
  | more {n : Nat} {a : Shape} {x y : Tree} : Fits a x → x.yield ≠ [] → Fits (.upTo n a) y →
      Fits (.upTo (n + 1) a) (.more x y)
  /-- A claim has the form of its sentence. -/
  | claim {r : Text} {a : Shape} {x : Tree} : Fits a x → Fits (.claim r a) (.claim r x)
  /-- A span has the form of its rule's category. -/
  | derive {g e : Cond} {a : Shape} {x : Tree} : Fits a x → Fits (.derive g e a) (.derive g e x)
  /-- A marked part has the form of what is marked. -/
  | mark {m : Mark} {a : Shape} {x : Tree} : Fits a x → Fits (.mark m a) (.mark m x)

/-- Whether a text is empty. -/
def isEmptyText : Text → Bool
  | [] => true
  | _ :: _ => false

/-- All parses of at most `n` repetitions, given all parses of one. -/
def parseUpTo (one : Text → List (Tree × Text)) : Nat → Text → List (Tree × Text)
  | 0, t => [(.stop, t)]
  | n + 1, t =>
    (.stop, t) :: (one t).flatMap fun p =>
      bif isEmptyText p.1.yield then [] else (parseUpTo one n p.2).map fun q => (.more p.1 q.1, q.2)

/-- All ways to parse a prefix of a text, each with the rest. -/
def Shape.parse : Shape → Text → List (Tree × Text)
  | lex r, t => (r.splits t).map fun p => (.leaf p.1, p.2)
  | slot k r, t => (r.splits t).map fun p => (.slot k p.1, p.2)
  | seq a b, t => (a.parse t).flatMap fun p => (b.parse p.2).map fun q => (.seq p.1 q.1, q.2)
  | alt a b, t =>
    ((a.parse t).map fun p => (.left p.1, p.2)) ++ (b.parse t).map fun p => (.right p.1, p.2)
  | upTo n a, t => parseUpTo a.parse n t
  | claim r a, t => (a.parse t).map fun p => (.claim r p.1, p.2)
  | derive g e a, t => (a.parse t).map fun p => (.derive g e p.1, p.2)
  | mark m a, t => (a.parse t).map fun p => (.mark m p.1, p.2)

/-- The parses that use up the text. -/
def whole : List (Tree × Text) → List Tree
  | [] => []
  | p :: l => bif isEmptyText p.2 then p.1 :: whole l else whole l

end DetLM
