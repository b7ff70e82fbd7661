import DetLM

/-!
# Examples: JSON values and their schemas

## Main results

Examples only, over objects such as `{"i":"17","l":[1,2],"k":true}`, whose `k` may be left out. Bytes: 34 is
`"`, 44 a comma, 48 to 57 are digits, 58 is a colon, 91 and 93 are `[` and `]`, 105 is `i`, 107 `k`, 108 `l`,
123 and 125 are `{` and `}`.
-/

namespace DetLMTest.Spec.Json

open DetLM

/-- One digit. -/
def digit : Regex := .oneOf (Nat.shiftLeft 1023 48)

/-- `true` -/
def yes : Text := [116, 114, 117, 101]

/-- `false` -/
def no : Text := [102, 97, 108, 115, 101]

/-- `{ i: /[0-9]+/  l: [ digit ] length 0 to 2  k?: true | false }` -/
noncomputable def schema : Schema :=
  .object [
    ⟨[105], true, .string (.seq digit (.star digit))⟩,
    ⟨[108], true, .list (.atom digit) 0 2⟩,
    ⟨[107], false, .either (.constant yes) (.constant no)⟩]

/-- A value with these entries and a `k`, if there is one. -/
def value (entries : List Json) (last : List (Json.Member Json)) : Json :=
  .object ([⟨[105], .string [49, 55]⟩, ⟨[108], .list entries⟩] ++ last)

/-- `{"i":"17","l":[1,2],"k":true}` -/
def full : Json := value [.atom [49], .atom [50]] [⟨[107], .atom yes⟩]

/-! How values are written -/

/-- `{"i":"17","l":[1,2],"k":true}` -/
example : full.print = [123, 34, 105, 34, 58, 34, 49, 55, 34, 44, 34, 108, 34, 58, 91, 49, 44, 50, 93, 44,
    34, 107, 34, 58, 116, 114, 117, 101, 125] := by decide +kernel

/-- `[]`, `{}` and `""` -/
example : (Json.list []).print = [91, 93] ∧ (Json.object []).print = [123, 125] ∧
    (Json.string []).print = [34, 34] := by
  decide +kernel

/-! The validator -/

example : schema.validates full = true := by decide +kernel

/-- Without a `k`, and with an empty list. -/
example : schema.validates (value [] []) = true := by decide +kernel

/-- Three entries. -/
example : schema.validates (value [.atom [49], .atom [50], .atom [51]] []) = false := by decide +kernel

/-- A string in the list. -/
example : schema.validates (value [.string [49]] []) = false := by decide +kernel

/-- A `k` that is neither `true` nor `false`. -/
example : schema.validates (value [] [⟨[107], .atom [48]⟩]) = false := by decide +kernel

/-- A key more, at the end or twice. -/
example : schema.validates (value [] [⟨[109], .atom yes⟩]) = false := by decide +kernel
example : schema.validates (value [] [⟨[107], .atom yes⟩, ⟨[107], .atom yes⟩]) = false := by decide +kernel

/-- No object. -/
example : schema.validates (.list []) = false ∧ schema.validates (.object []) = false := by decide +kernel

/-! The expression -/

example : schema.regex.accepts full.print = true := by decide +kernel
example : schema.regex.accepts (value [] []).print = true := by decide +kernel
example : schema.regex.accepts (value [.string [49]] []).print = false := by decide +kernel

/-- White space. -/
example : schema.regex.accepts ([32] ++ full.print) = false := by decide +kernel

/-- What the expression reads is a value as the schema says, and the other way round. -/
example : ∃ v, schema.validates v = true ∧
    v.print = full.print := (Schema.accepts_iff rfl).mp (by decide +kernel)
example : schema.regex.Lang full.print := (Schema.regex_iff rfl).mpr ⟨full, by decide +kernel, rfl⟩

/-! Keys that may be left out: no comma before the first one that is there -/

/-- `{ i?: 0  k?: 0 }` -/
noncomputable def loose : Schema := .object [⟨[105], false, .constant [48]⟩, ⟨[107], false, .constant [48]⟩]

/-- `{}`, `{"k":0}` and `{"i":0,"k":0}` -/
example : loose.regex.accepts [123, 125] = true := by decide +kernel
example : loose.regex.accepts [123, 34, 107, 34, 58, 48, 125] = true := by decide +kernel
example : loose.regex.accepts [123, 34, 105, 34, 58, 48, 44, 34, 107, 34, 58, 48,
    125] = true := by decide +kernel

/-- `{,"k":0}` and `{"k":0,"i":0}` -/
example : loose.regex.accepts [123, 44, 34, 107, 34, 58, 48, 125] = false := by decide +kernel
example : loose.regex.accepts [123, 34, 107, 34, 58, 48, 44, 34, 105, 34, 58, 48,
    125] = false := by decide +kernel

/-! Values that can be read back -/

example : full.readable = true := by decide +kernel

/-- A quote behind a backslash, and a backslash behind a backslash. -/
example : (Json.string [92, 34]).readable = true ∧ (Json.string [92, 92]).readable = true := by decide +kernel

/-- A bare quote, a backslash at the end, and a quote behind two backslashes. -/
example : (Json.string [34]).readable = false ∧ (Json.string [92]).readable = false ∧
    (Json.string [92, 92, 34]).readable = false := by decide +kernel

/-- An atom with a comma is written like two entries: such a value cannot be read back. -/
example : (Json.list [.atom [49, 44, 50]]).print = (Json.list [.atom [49], .atom [50]]).print ∧
    (Json.list [.atom [49, 44, 50]]).readable = false := by decide +kernel

/-- What is written like a value is that value. -/
example (v : Json) (h : v.readable = true) (e : v.print = full.print) : v = full :=
  Json.print_inj h (by decide +kernel) e

/-- Each text that the expression reads is the text of one value. -/
example {t : Text} (h : loose.regex.Lang t) : ∃ v, loose.validates v = true ∧ v.print = t ∧
    ∀ w, loose.validates w = true → w.print = t → w = v := by
  have zero : (Schema.constant [48]).Readable := fun t h => by rw [Regex.text_iff.mp h]; rfl
  have readable : loose.Readable := ⟨by decide +kernel, zero, by decide +kernel, zero, trivial⟩
  exact Schema.exists_unique readable rfl h

/-! Lengths of lists -/

/-- Whether a list of so many zeros is meant. -/
noncomputable def meant (least most n : Nat) : Bool :=
  (Schema.list (.constant [48]) least most).validates (.list ((List.range n).map fun _ => .atom [48]))

/-- Whether it is read. -/
noncomputable def read (least most n : Nat) : Bool :=
  (Schema.list (.constant [48]) least most).regex.accepts
    (Json.list ((List.range n).map fun _ => .atom [48])).print

example : (List.range 5).map (meant 1 3) = [false, true, true, true, false] := by decide +kernel
example : (List.range 5).map (read 1 3) = [false, true, true, true, false] := by decide +kernel
example : (List.range 3).map (read 0 0) = [true, false, false] := by decide +kernel
example : (List.range 3).map (read 2 1) = [false, false, false] := by decide +kernel
example : (List.range 4).map (read 2 2) = [false, false, true, false] := by decide +kernel

/-- Without a greatest length: at least two. -/
example : (List.range 5).map (fun n => (Schema.listFrom (.constant [48]) 2).validates
    (.list ((List.range n).map fun _ => .atom [48]))) = [false, false, true, true, true] := by decide +kernel
example : (List.range 4).map (fun n => (Schema.listFrom (.constant [48]) 2).regex.accepts
    (Json.list ((List.range n).map fun _ => .atom [48])).print) = [false, false, true,
      true] := by decide +kernel

/-! What schemas say together -/

/-- A text in the expression of `loose` and not in that of another is that of a value that the other forbids.
-/
example {s : Schema} (hl : loose.Readable) (hs : s.Readable) (hp : s.isPlain = true) {t : Text}
    (h : (Regex.without loose.regex s.regex).Lang t) : ∃ v, s.validates v = false ∧ v.print = t := by
  obtain ⟨v, ⟨_, hv⟩, e⟩ := (Schema.without_iff hl hs rfl hp).mp h
  exact ⟨v, bool_false_of hv, e⟩

end DetLMTest.Spec.Json
