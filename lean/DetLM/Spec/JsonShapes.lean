import DetLM.Spec.JsonDefinitions
import DetLM.Spec.Program

/-!
# Schemas as shapes

No expression and no grammar can say that the entries of a list differ. The language says it as it says all
that takes a look at parts: a list with such entries is a span, its entries are fields that paths call `[]`,
and the condition `Cond.distinct` is asked of them. That a value is, or is not, as a second schema says is
`Cond.inCategory` of the same span. Values that hold values like themselves are spans of a
grammar, `Cond.inGrammar`. `Schema.shape` is such a shape of a schema; `Schema.shape_iff` in
`DetLM.Thm.JsonShapes` says that the texts of its parses whose conditions hold are exactly those of the values
that the validator accepts.

The reader makes shapes of the same texts with fewer choices (`detlm/syntax/json_shapes.py`).

## Main definitions

* `Schema.shape`: a schema as a shape
* `Schema.isShaped`: where the language admits that entries differ and that values are those of a grammar
-/

namespace DetLM

namespace Schema

/-- What paths call the entries of a list: `[]`. -/
def entryLabel : Text := [91, 93]

mutual

/-- Whether it is lists with a greatest length whose entries are to differ, no list without one has parts of
its own, no key is what paths call entries, what else a value is or is not is regular, and all definitions
that are referred to are among the first `count`. -/
def isShaped (count : Nat) : Schema → Bool
  | atom _ => true
  | string _ => true
  | either a b => isShaped count a && isShaped count b
  | list s _ _ => isShaped count s
  | listFrom s _ => isRegular s
  | object ms => isShapedMembers count ms
  | ref i => Nat.ble (i + 1) count
  | distinct (list s _ _) => isShaped count s
  | distinct _ => false
  | both a b => isShaped count a && isRegular b
  | without a b => isShaped count a && isRegular b

/-- Whether this is so for the members of an object. -/
def isShapedMembers (count : Nat) : List (Member Schema) → Bool
  | [] => true
  | ⟨k, _, s⟩ :: ms => !Text.beq k entryLabel && (isShaped count s && isShapedMembers count ms)

/-- Whether a schema is plain and refers to no definitions. -/
def isRegular : Schema → Bool
  | atom _ => true
  | string _ => true
  | either a b => isRegular a && isRegular b
  | list s _ _ => isRegular s
  | listFrom s _ => isRegular s
  | object ms => isRegularMembers ms
  | ref _ => false
  | distinct _ => false
  | both _ _ => false
  | without _ _ => false

/-- Whether this is so for the members of an object. -/
def isRegularMembers : List (Member Schema) → Bool
  | [] => true
  | ⟨_, _, s⟩ :: ms => isRegular s && isRegularMembers ms

end

/-- A text. -/
noncomputable def said (t : Text) : Shape := .lex (.ofText t)

/-- A shape between two bytes. -/
noncomputable def shapeBetween (first : Byte) (a : Shape) (last : Byte) : Shape :=
  .seq (said [first]) (.seq a (said [last]))

/-- At least and at most so many repetitions. -/
def shapeTimes (a : Shape) : (least most : Nat) → Shape
  | 0, most => .upTo most a
  | _ + 1, 0 => .lex .nothing
  | least + 1, most + 1 => .seq a (shapeTimes a least most)

/-- An entry: a field. -/
def shapeEntry (a : Shape) : Shape := .mark (.field entryLabel) a

/-- At least and at most so many entries with commas between. -/
noncomputable def shapeEntries (a : Shape) : (least most : Nat) → Shape
  | 0, 0 => .lex .empty
  | _ + 1, 0 => .lex .nothing
  | 0, most + 1 => .alt (.lex .empty) (.seq (shapeEntry a) (.upTo most (.seq (said [44]) (shapeEntry a))))
  | least + 1, most + 1 => .seq (shapeEntry a) (shapeTimes (.seq (said [44]) (shapeEntry a)) least most)

/-- The one, or the other unless the one is required. -/
def shapeOrElse (required : Bool) (a other : Shape) : Shape := bif required then a else .alt a other

mutual

/-- **A schema as a shape**: definitions are spans of the rules of a grammar, within an outline of their
texts. -/
noncomputable def shape (G : Grammar) (outline : Regex) : Schema → Shape
  | atom r => .lex r
  | string r => shapeBetween 34 (.lex r) 34
  | either a b => .alt (shape G outline a) (shape G outline b)
  | list s least most => shapeBetween 91 (shapeEntries (shape G outline s) least most) 93
  | listFrom s least => .lex (listFrom s least).regex
  | object ms => shapeBetween 123 (shapeMembers G outline ms) 125
  | ref i => .derive .always (.inGrammar G i) (.lex outline)
  | distinct s => .derive .always (.distinct [entryLabel]) (shape G outline s)
  | both a b => .derive .always (.inCategory b.regex) (shape G outline a)
  | without a b => .derive .always (.not (.inCategory b.regex)) (shape G outline a)

/-- The members of an object: each a field. -/
noncomputable def shapeMembers (G : Grammar) (outline : Regex) : List (Member Schema) → Shape
  | [] => .lex .empty
  | ⟨k, required, s⟩ :: ms =>
    shapeOrElse required
      (.seq (.seq (said (Json.spelledKey k)) (.mark (.field k) (shape G outline s)))
        (shapeFurtherMembers G outline ms))
      (shapeMembers G outline ms)

/-- Members behind a member that is there: each brings its comma. -/
noncomputable def shapeFurtherMembers (G : Grammar) (outline : Regex) : List (Member Schema) → Shape
  | [] => .lex .empty
  | ⟨k, required, s⟩ :: ms =>
    .seq (shapeOrElse required
      (.seq (said [44]) (.seq (said (Json.spelledKey k)) (.mark (.field k) (shape G outline s))))
        (.lex .empty))
      (shapeFurtherMembers G outline ms)

end

end Schema

end DetLM
