import DetLM.Spec.Json
import DetLM.Spec.Productions

/-!
# Schemas of JSON values

A schema says which values are meant: `Schema.validates` checks a value, `Schema.regex` is the expression that
reads its text. That both say the same of plain schemas is `Schema.regex_iff` in `DetLM.Thm.Json`.

A schema may refer to others by number (`Schema.ref`): lists of such definitions are
`DetLM.Spec.JsonDefinitions`. It may ask that the entries of a list differ (`Schema.distinct`), which no
expression can say, and that a value is, or is not, as another schema says (`Schema.both`, `Schema.without`):
`Schema.regex` leaves these out, and `DetLM.Spec.JsonShapes` says how the language reads such values.

Bytes: 34 is `"`, 44 a comma, 91 and 93 are `[` and `]`, 123 and 125 are `{` and `}`.

## Main definitions

* `Schema`, `Schema.validates`: which values are meant
* `Schema.isPlain`: whether a schema is lists, objects and options only
* `Schema.production`, `Schema.regex`: the texts of plain schemas, as a production and as an expression
* `Schema.Readable`: schemas of values whose text says where each part of it ends
-/

namespace DetLM

/-- A key that an object may have, and what belongs to it. -/
structure Schema.Member (α : Type) where
  /-- The key, as it is written between its quotes. -/
  key : Text
  /-- Whether it must be there. -/
  required : Bool
  /-- What belongs to it. -/
  value : α

/-- A description of JSON values. -/
inductive Schema where
  /-- Numbers and constants, as they are written. -/
  | atom (texts : Regex)
  /-- Strings, by what is written between the quotes. -/
  | string (contents : Regex)
  /-- What one or the other describes. -/
  | either (left right : Schema)
  /-- Lists of at least and at most so many entries. -/
  | list (entry : Schema) (least most : Nat)
  /-- Lists of at least so many entries. -/
  | listFrom (entry : Schema) (least : Nat)
  /-- Objects with these keys in this order. -/
  | object (members : List (Schema.Member Schema))
  /-- What the definition with this number describes. -/
  | ref (index : Nat)
  /-- What is described and, if it is a list, has no two entries that are written the same. -/
  | distinct (schema : Schema)
  /-- What both describe. -/
  | both (left right : Schema)
  /-- What the first describes and the second does not; the second follows no definitions. -/
  | without (left right : Schema)

namespace Schema

/-- Exactly one number or constant. -/
noncomputable def constant (t : Text) : Schema := atom (.ofText t)

mutual

/-- Whether a value is as the schema says, if `refs` says it of the definitions. -/
def validatesWith (refs : Nat → Json → Bool) : Schema → Json → Bool
  | atom r, .atom t => r.accepts t
  | string r, .string t => r.accepts t
  | either a b, v => validatesWith refs a v || validatesWith refs b v
  | list s least most, .list vs =>
    Nat.ble least vs.length && Nat.ble vs.length most && vs.all fun v => validatesWith refs s v
  | listFrom s least, .list vs => Nat.ble least vs.length && vs.all fun v => validatesWith refs s v
  | object ms, .object vs => validatesMembersWith refs ms vs
  | ref i, v => refs i v
  | distinct s, v => validatesWith refs s v && v.entriesDiffer
  | both a b, v => validatesWith refs a v && validatesWith refs b v
  | without a b, v => validatesWith refs a v && !validatesWith (fun _ _ => false) b v
  | _, _ => false

/-- Whether the members of an object are as the schema says: each is there or may be left out. -/
def validatesMembersWith (refs : Nat → Json → Bool) : List (Member Schema) → List (Json.Member Json) → Bool
  | [], [] => true
  | [], _ :: _ => false
  | ⟨_, required, _⟩ :: ms, [] => !required && validatesMembersWith refs ms []
  | ⟨k, required, s⟩ :: ms, ⟨l, v⟩ :: vs =>
    (Text.beq k l && (validatesWith refs s v && validatesMembersWith refs ms vs)) ||
      (!required && validatesMembersWith refs ms (⟨l, v⟩ :: vs))

end

/-- **The validator**: whether a value is as the schema says, where nothing is defined by number. -/
def validates (s : Schema) (v : Json) : Bool := validatesWith (fun _ _ => false) s v

mutual

/-- Whether a schema is lists, objects and options only: asks neither that entries differ nor that a value is,
or is not, as another schema says. -/
def isPlain : Schema → Bool
  | atom _ => true
  | string _ => true
  | either a b => isPlain a && isPlain b
  | list s _ _ => isPlain s
  | listFrom s _ => isPlain s
  | object ms => isPlainMembers ms
  | ref _ => true
  | distinct _ => false
  | both _ _ => false
  | without _ _ => false

/-- Whether all values of the members of an object are. -/
def isPlainMembers : List (Member Schema) → Bool
  | [] => true
  | ⟨_, _, s⟩ :: ms => isPlain s && isPlainMembers ms

end

mutual

/-- All atoms and strings that the schema describes say where they end. -/
def Readable : Schema → Prop
  | atom r => ∀ t, r.Lang t → Json.isBare t = true
  | string r => ∀ t, r.Lang t → Json.isClosed false t = true
  | either a b => Readable a ∧ Readable b
  | list s _ _ => Readable s
  | listFrom s _ => Readable s
  | object ms => ReadableMembers ms
  | ref _ => True
  | distinct s => Readable s
  | both a b => Readable a ∧ Readable b
  | without a b => Readable a ∧ Readable b

/-- All keys do, and all atoms and strings in the members of an object. -/
def ReadableMembers : List (Member Schema) → Prop
  | [] => True
  | ⟨k, _, s⟩ :: ms => Json.isClosed false k = true ∧ Readable s ∧ ReadableMembers ms

end

/-! ## Schemas as productions -/

/-- A production between two bytes. -/
noncomputable def between (first : Byte) (p : Production) (last : Byte) : Production :=
  .seq (.terminal (.ofText [first])) (.seq p (.terminal (.ofText [last])))

/-- The one, or the other unless the one is required. -/
def orElse (required : Bool) (p other : Production) : Production := bif required then p else .either p other

/-- At least and at most so many repetitions with commas between. -/
noncomputable def entries (p : Production) : (least most : Nat) → Production
  | 0, 0 => .terminal .empty
  | _ + 1, 0 => .terminal .nothing
  | 0, most + 1 => .either (.seq p (.atMost (.seq (.terminal (.ofText [44])) p) most)) (.terminal .empty)
  | least + 1, most + 1 => .seq p (.times (.seq (.terminal (.ofText [44])) p) least most)

/-- At least so many repetitions with commas between. -/
noncomputable def entriesFrom (p : Production) : (least : Nat) → Production
  | 0 => .either (.seq p (.star (.seq (.terminal (.ofText [44])) p))) (.terminal .empty)
  | least + 1 => .seq p (.timesFrom (.seq (.terminal (.ofText [44])) p) least)

mutual

/-- **The texts of the values that a plain schema describes**, as a production that calls the definitions. -/
noncomputable def production : Schema → Production
  | atom r => .terminal r
  | string r => between 34 (.terminal r) 34
  | either a b => .either (production a) (production b)
  | list s least most => between 91 (entries (production s) least most) 93
  | listFrom s least => between 91 (entriesFrom (production s) least) 93
  | object ms => between 123 (members ms) 125
  | ref i => .call i
  | distinct s => production s
  | both a _ => production a
  | without a _ => production a

/-- The members of an object. -/
noncomputable def members : List (Member Schema) → Production
  | [] => .terminal .empty
  | ⟨k, required, s⟩ :: ms =>
    orElse required (.seq (.seq (.terminal (.ofText (Json.spelledKey k))) (production s)) (furtherMembers ms))
      (members ms)

/-- Members behind a member that is there: each brings its comma. -/
noncomputable def furtherMembers : List (Member Schema) → Production
  | [] => .terminal .empty
  | ⟨k, required, s⟩ :: ms =>
    .seq (orElse required
      (.seq (.terminal (.ofText [44])) (.seq (.terminal (.ofText (Json.spelledKey k))) (production s)))
      (.terminal .empty)) (furtherMembers ms)

end

/-- **The texts of the values that a plain schema describes**, as an expression. -/
noncomputable def regex (s : Schema) : Regex := s.production.regex

end Schema

end DetLM
