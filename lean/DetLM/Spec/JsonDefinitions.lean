import DetLM.Spec.JsonSchemas

/-!
# Values that hold values like themselves

Schemas that refer to each other by number, as those of trees, expressions and filters do. A value is valid if
following references some number of times shows it: `Schema.Valid`. The validator follows them as often as the
value has parts, `Schema.validatesIn`, which is enough where no definition refers to others about the value
itself: `Schema.valid_iff`. The language reads such values by a grammar; `Schema.grammar` is the one of a list
of definitions, and `Schema.grammar_iff` says that it derives exactly the texts of the valid values. Proofs
are in `DetLM.Thm.JsonDefinitions`.

The language's grammars stand for lists and objects only, and what is said of one value together is joined
before (`detlm/syntax/json_schema/ways.py`): so references stand for entries and members, `Schema.isGuarded`.
That entries differ is not said within a grammar, neither there nor here: `Schema.isPlain`.

## Main definitions

* `Json.size`: of how many values a value is made
* `Schema.Valid`, `Schema.validatesIn`: values under definitions
* `Schema.isGuarded`: references stand for parts of a value only
* `Schema.grammar`: the grammar of definitions
-/

namespace DetLM

namespace Json

mutual

/-- Of how many values a value is made, itself included. -/
def size : Json → Nat
  | atom _ => 1
  | string _ => 1
  | list vs => sizeEntries vs + 1
  | object ms => sizeMembers ms + 1

/-- Of how many values the entries of a list are made. -/
def sizeEntries : List Json → Nat
  | [] => 0
  | v :: vs => size v + sizeEntries vs

/-- Of how many values the members of an object are made. -/
def sizeMembers : List (Member Json) → Nat
  | [] => 0
  | ⟨_, v⟩ :: ms => size v + sizeMembers ms

end

end Json

namespace Schema

/-- Whether a value is as the definition with a number says, where references are followed at most `depth`
deep. -/
def within (defs : List Schema) : (depth : Nat) → (index : Nat) → Json → Bool
  | 0, _, _ => false
  | depth + 1, i, v =>
    match entry? defs i with
    | none => false
    | some s => validatesWith (within defs depth) s v

/-- **A value is as a schema says** under definitions: following references some number of times shows it. -/
def Valid (defs : List Schema) (s : Schema) (v : Json) : Prop :=
  ∃ depth, validatesWith (within defs depth) s v = true

/-- **The validator under definitions**: follows references as deep as the value can be. -/
def validatesIn (defs : List Schema) (s : Schema) (v : Json) : Bool := validatesWith (within defs v.size) s v

/-- Whether a schema refers to definitions for parts of a value only, and not for the value itself. -/
def isGuarded : Schema → Bool
  | atom _ => true
  | string _ => true
  | either a b => isGuarded a && isGuarded b
  | list _ _ _ => true
  | listFrom _ _ => true
  | object _ => true
  | ref _ => false
  | distinct s => isGuarded s
  | both a b => isGuarded a && isGuarded b
  | without a _ => isGuarded a

/-- The definitions as productions. -/
noncomputable def productions (defs : List Schema) : List Production := defs.map production

/-- **The grammar of definitions**: the rule with the number of each derives the texts of its values. -/
noncomputable def grammar (defs : List Schema) : Grammar := Production.grammar (productions defs)

end Schema

end DetLM
