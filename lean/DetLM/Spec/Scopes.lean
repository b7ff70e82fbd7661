import DetLM.Spec.Shape

/-!
# Names in scope

Marks in a parse say where names are bound, from where on they are shown, and where they are gone again.
`Tree.after` follows one scope through a parse, from left to right; scopes do not disturb each other.

## Main definitions

* `Names`: the names of one scope at one place; `Scopes`: those of all scopes
* `Tree.after`: the names of a scope where a parse ends
-/

namespace DetLM

/-- The names of one scope at one place of a text. -/
structure Names where
  /-- Names that may be used here. -/
  shown : List Text
  /-- Names that were bound and are not shown yet. -/
  pending : List Text

/-- The names of every scope at one place of a text. -/
abbrev Scopes := (scope : Text) → Names

/-- No name was bound yet. -/
def Scopes.empty : Scopes := fun _ => ⟨[], []⟩

/-- What a mark does to the names of a scope: `before` and `inside` are those where the marked part, which
reads `text`, begins and ends. -/
def Mark.after (scope text : Text) (before inside : Names) : Mark → Names
  | field _ => inside
  | bind s => bif Text.beq s scope then ⟨inside.shown, text :: inside.pending⟩ else inside
  | settle s => bif Text.beq s scope then ⟨inside.pending ++ inside.shown, []⟩ else inside
  | block s => bif Text.beq s scope then before else inside

/-- The names of a scope where a parse ends, given those where it begins. -/
def Tree.after (scope : Text) : Tree → Names → Names
  | leaf _, n => n
  | slot _ _, n => n
  | seq a b, n => b.after scope (a.after scope n)
  | left a, n => a.after scope n
  | right a, n => a.after scope n
  | stop, n => n
  | more a b, n => b.after scope (a.after scope n)
  | claim _ a, n => a.after scope n
  | derive _ _ a, n => a.after scope n
  | mark m a, n => m.after scope a.yield n (a.after scope n)

/-- The names of every scope behind a parse, given those where it begins. -/
def Scopes.past (names : Scopes) (x : Tree) : Scopes := fun scope => x.after scope (names scope)

end DetLM
