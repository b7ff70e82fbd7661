import DetLM.Spec.Regex

/-!
# JSON values and their schemas

Categories write JSON compactly: no white space, the keys of an object in a given order, one spelling for every
value. So a value here is what is written: numbers and constants as their text, strings as what stands between
the quotes, escapes included. A schema says which values are meant: `Schema.validates` checks a value,
`Schema.regex` is the expression that reads its text. That both say the same is `Schema.regex_iff` in
`DetLM.Thm.Json`; that no text is that of two values, as far as their texts say where the parts of them end, is
`Json.print_inj` in `DetLM.Thm.JsonText`.

Bytes: 34 is `"`, 44 a comma, 58 a colon, 91 and 93 are `[` and `]`, 92 is a backslash, 123 and 125 are `{` and
`}`.

## Main definitions

* `Json`, `Json.print`: values and how they are written
* `Schema`, `Schema.validates`: which values are meant
* `Schema.regex`: their texts, as an expression
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
  /-- Objects with these keys in this order. -/
  | object (members : List (Schema.Member Schema))

namespace Schema

/-- Exactly one number or constant. -/
noncomputable def constant (t : Text) : Schema := atom (.ofText t)

mutual

/-- **The validator**: whether a value is as the schema says. -/
def validates : Schema → Json → Bool
  | atom r, .atom t => r.accepts t
  | string r, .string t => r.accepts t
  | either a b, v => validates a v || validates b v
  | list s least most, .list vs =>
    Nat.ble least vs.length && Nat.ble vs.length most && vs.all fun v => validates s v
  | object ms, .object vs => validatesMembers ms vs
  | _, _ => false

/-- Whether the members of an object are as the schema says: each is there or may be left out. -/
def validatesMembers : List (Member Schema) → List (Json.Member Json) → Bool
  | [], [] => true
  | [], _ :: _ => false
  | ⟨_, required, _⟩ :: ms, [] => !required && validatesMembers ms []
  | ⟨k, required, s⟩ :: ms, ⟨l, v⟩ :: vs =>
    (Text.beq k l && (validates s v && validatesMembers ms vs)) ||
      (!required && validatesMembers ms (⟨l, v⟩ :: vs))

end

mutual

/-- All atoms and strings that the schema describes say where they end. -/
def Readable : Schema → Prop
  | atom r => ∀ t, r.Lang t → Json.isBare t = true
  | string r => ∀ t, r.Lang t → Json.isClosed false t = true
  | either a b => Readable a ∧ Readable b
  | list s _ _ => Readable s
  | object ms => ReadableMembers ms

/-- All keys do, and all atoms and strings in the members of an object. -/
def ReadableMembers : List (Member Schema) → Prop
  | [] => True
  | ⟨k, _, s⟩ :: ms => Json.isClosed false k = true ∧ Readable s ∧ ReadableMembers ms

end

/-! ## Schemas as expressions -/

/-- An expression between two bytes. -/
noncomputable def between (first : Byte) (r : Regex) (last : Byte) : Regex :=
  .seq (.ofText [first]) (.seq r (.ofText [last]))

/-- The one, or the other unless the one is required. -/
def orElse (required : Bool) (r other : Regex) : Regex := bif required then r else .either r other

/-- At least and at most so many repetitions. -/
def times (r : Regex) : (least most : Nat) → Regex
  | 0, most => .atMost most r
  | _ + 1, 0 => .nothing
  | least + 1, most + 1 => .seq r (times r least most)

/-- At least and at most so many repetitions with commas between. -/
noncomputable def entries (r : Regex) : (least most : Nat) → Regex
  | 0, 0 => .empty
  | _ + 1, 0 => .nothing
  | 0, most + 1 => .either (.seq r (.atMost most (.seq (.ofText [44]) r))) .empty
  | least + 1, most + 1 => .seq r (times (.seq (.ofText [44]) r) least most)

mutual

/-- **The texts of the values that a schema describes**, as an expression. -/
noncomputable def regex : Schema → Regex
  | atom r => r
  | string r => between 34 r 34
  | either a b => .either (regex a) (regex b)
  | list s least most => between 91 (entries (regex s) least most) 93
  | object ms => between 123 (members ms) 125

/-- The members of an object. -/
noncomputable def members : List (Member Schema) → Regex
  | [] => .empty
  | ⟨k, required, s⟩ :: ms =>
    orElse required (.seq (.seq (.ofText (Json.spelledKey k)) (regex s)) (furtherMembers ms)) (members ms)

/-- Members behind a member that is there: each brings its comma. -/
noncomputable def furtherMembers : List (Member Schema) → Regex
  | [] => .empty
  | ⟨k, required, s⟩ :: ms =>
    .seq (orElse required (.seq (.ofText [44]) (.seq (.ofText (Json.spelledKey k)) (regex s))) .empty)
      (furtherMembers ms)

end

end Schema

end DetLM
