import DetLM.Spec.Scopes

/-!
# Parts of a span, and numbers in them

A path leads from a part to the fields directly below it that bear its first label, and on from there.
Numbers are computed from the texts of parts; what is missing stays missing.

## Main definitions

* `Part`: a part of a parse, with the names in scope where it begins
* `Part.parts`: the parts that a path leads to
* `Expr.value`: the number that an expression gives
-/

namespace DetLM

/-- A part of a parse, with the names of every scope where it begins. -/
structure Part where
  /-- The names where it begins. -/
  names : Scopes
  /-- Its parse. -/
  tree : Tree

/-- The fields of a parse with a label that no other field encloses, each with the names where it begins. -/
def Tree.fields (label : Text) : Tree → Scopes → List Part
  | leaf _, _ => []
  | slot _ _, _ => []
  | seq a b, names => a.fields label names ++ b.fields label (names.past a)
  | left a, names => a.fields label names
  | right a, names => a.fields label names
  | stop, _ => []
  | more a b, names => a.fields label names ++ b.fields label (names.past a)
  | claim _ a, names => a.fields label names
  | derive _ _ a, names => a.fields label names
  | mark (.field l) a, names => bif Text.beq l label then [⟨names, a⟩] else []
  | mark (.bind _) a, names => a.fields label names
  | mark (.settle _) a, names => a.fields label names
  | mark (.block _) a, names => a.fields label names

namespace Part

/-- The text of a part. -/
def text (p : Part) : Text := p.tree.yield

/-- The parts that a path leads to, in order. -/
def parts : Path → Part → List Part
  | [], p => [p]
  | label :: path, p => (p.tree.fields label p.names).flatMap (Part.parts path)

/-- The one part that a path leads to. -/
def only : List Part → Option Part
  | [] => none
  | [p] => some p
  | _ :: _ :: _ => none

/-- The number that a part writes, if it is there. -/
def number : Option Part → Option Number
  | none => none
  | some p => Number.read p.text

end Part

/-- Combines two numbers; missing if one of them is. -/
def both (f : Number → Number → Number) : Option Number → Option Number → Option Number
  | some a, some b => some (f a b)
  | _, _ => none

/-- The number that an expression gives for a part; none where something is missing. -/
def Expr.value : Expr → Part → Option Number
  | literal n, _ => some n
  | numberAt path, p => Part.number (Part.only (p.parts path))
  | plus a b, p => both Number.add (a.value p) (b.value p)
  | minus a b, p => both Number.sub (a.value p) (b.value p)
  | times a b, p => both Number.mul (a.value p) (b.value p)
  | sumOver path each, p => Number.sum ((p.parts path).map each.value)
  | countOf path, p => some (Number.ofNat (p.parts path).length)

end DetLM
