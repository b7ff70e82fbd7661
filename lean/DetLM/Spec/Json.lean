import DetLM.Spec.Check
import DetLM.Spec.Productions

/-!
# JSON values and their schemas

Categories write JSON compactly: no white space, the keys of an object in a given order, one spelling for
every value. So a value here is what is written: numbers and constants as their text, strings as what stands
between the quotes, escapes included. A schema says which values are meant: `Schema.validates` checks a value,
`Schema.regex` is the expression that reads its text. That both say the same is `Schema.regex_iff` in
`DetLM.Thm.Json`; that no text is that of two values, as far as their texts say where the parts of them end,
is `Json.print_inj` in `DetLM.Thm.JsonText`.

A schema may refer to others by number (`Schema.ref`): lists of such definitions are
`DetLM.Spec.JsonDefinitions`. It may ask that the entries of a list differ (`Schema.distinct`), which no
expression can say: `Schema.regex` leaves it out, and `DetLM.Spec.JsonShapes` says how the language reads such
lists.

Bytes: 34 is `"`, 44 a comma, 58 a colon, 91 and 93 are `[` and `]`, 92 is a backslash, 123 and 125 are `{`
and `}`.

## Main definitions

* `Json`, `Json.print`: values and how they are written
* `Schema`, `Schema.validates`: which values are meant
* `Schema.production`, `Schema.regex`: their texts, as a production and as an expression
* `Json.readable`, `Schema.Readable`: values whose text says where each part of it ends
-/

namespace DetLM

/-! ## Values -/

/-- A key of an object and what belongs to it. -/
structure Json.Member (α : Type) where
  /-- The key, as it is written between its quotes. -/
  key : Text
  /-- What belongs to it. -/
  value : α

/-- A JSON value. -/
inductive Json where
  /-- A number, `true`, `false` or `null`, as it is written. -/
  | atom (text : Text)
  /-- A string, as it is written between its quotes. -/
  | string (content : Text)
  /-- A list of values. -/
  | list (entries : List Json)
  /-- An object. -/
  | object (members : List (Json.Member Json))

namespace Json

/-- A text in quotes. -/
def quoted (t : Text) : Text := [34] ++ (t ++ [34])

/-- How a key is written: in quotes, with its colon. -/
def spelledKey (key : Text) : Text := quoted key ++ [58]

mutual

/-- How a value is written. -/
def print : Json → Text
  | atom t => t
  | string t => quoted t
  | list vs => [91] ++ (printEntries vs ++ [93])
  | object ms => [123] ++ (printMembers ms ++ [125])

/-- How the entries of a list are written. -/
def printEntries : List Json → Text
  | [] => []
  | v :: vs => print v ++ printFurther vs

/-- How entries behind an entry are written: each brings its comma. -/
def printFurther : List Json → Text
  | [] => []
  | v :: vs => ([44] ++ print v) ++ printFurther vs

/-- How the members of an object are written. -/
def printMembers : List (Member Json) → Text
  | [] => []
  | ⟨k, v⟩ :: ms => (spelledKey k ++ print v) ++ printFurtherMembers ms

/-- How members behind a member are written: each brings its comma. -/
def printFurtherMembers : List (Member Json) → Text
  | [] => []
  | ⟨k, v⟩ :: ms => ([44] ++ (spelledKey k ++ print v)) ++ printFurtherMembers ms

end

/-- Whether the entries are written differently from each other, if the value is a list. -/
def entriesDiffer : Json → Bool
  | list vs => allDistinct (vs.map print)
  | _ => true

/-! ## Values that can be read back -/

/-- Whether a byte is a quote, a comma, a bracket or a brace. -/
def isMark (b : Byte) : Bool := [34, 44, 91, 93, 123, 125].any (Nat.beq b)

/-- Whether an atom is not empty and has no such byte. -/
def isBare : Text → Bool
  | [] => false
  | b :: t => (b :: t).all fun c => !isMark c

/-- Whether each quote stands behind a backslash that is meant for it, and the last backslash is meant for
something; `escaped` says that a backslash stood before. -/
def isClosed : (escaped : Bool) → Text → Bool
  | escaped, [] => !escaped
  | true, _ :: t => isClosed false t
  | false, b :: t => bif Nat.beq b 92 then isClosed true t else !Nat.beq b 34 && isClosed false t

mutual

/-- Whether the text of a value says where each part of it ends. -/
def readable : Json → Bool
  | atom t => isBare t
  | string t => isClosed false t
  | list vs => readableEntries vs
  | object ms => readableMembers ms

/-- Whether the texts of all entries do. -/
def readableEntries : List Json → Bool
  | [] => true
  | v :: vs => readable v && readableEntries vs

/-- Whether the texts of all keys and values do. -/
def readableMembers : List (Member Json) → Bool
  | [] => true
  | ⟨k, v⟩ :: ms => isClosed false k && (readable v && readableMembers ms)

end

end Json

/-! ## Schemas -/

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

/-- Whether a schema never asks that entries differ. -/
def isPlain : Schema → Bool
  | atom _ => true
  | string _ => true
  | either a b => isPlain a && isPlain b
  | list s _ _ => isPlain s
  | listFrom s _ => isPlain s
  | object ms => isPlainMembers ms
  | ref _ => true
  | distinct _ => false

/-- Whether no value of the members of an object asks for that. -/
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

/-- **The texts of the values that a schema describes**, as a production that calls the definitions; it leaves
out that entries differ. -/
noncomputable def production : Schema → Production
  | atom r => .terminal r
  | string r => between 34 (.terminal r) 34
  | either a b => .either (production a) (production b)
  | list s least most => between 91 (entries (production s) least most) 93
  | listFrom s least => between 91 (entriesFrom (production s) least) 93
  | object ms => between 123 (members ms) 125
  | ref i => .call i
  | distinct s => production s

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

/-- **The texts of the values that a schema describes**, as an expression. -/
noncomputable def regex (s : Schema) : Regex := s.production.regex

end Schema

end DetLM
