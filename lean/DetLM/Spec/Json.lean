import DetLM.Spec.Check

/-!
# JSON values

Categories write JSON compactly: no white space, the keys of an object in a given order, one spelling for
every value. So a value here is what is written: numbers and constants as their text, strings as what stands
between the quotes, escapes included. That no text is that of two values, as far as their texts say where the
parts of them end, is `Json.print_inj` in `DetLM.Thm.JsonText`.

Bytes: 34 is `"`, 44 a comma, 58 a colon, 91 and 93 are `[` and `]`, 92 is a backslash, 123 and 125 are `{`
and `}`.

## Main definitions

* `Json`, `Json.print`: values and how they are written
* `Json.entriesDiffer`: lists without two entries that are written the same
* `Json.readable`: values whose text says where each part of it ends
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

end DetLM
