import DetLM

/-!
# Examples: values that hold values like themselves

## Main results

Examples only, over digits and lists of such values, however deep: `[1,[]]`. Bytes: 44 is a comma, 48 to 57
are digits, 91 and 93 are `[` and `]`.
-/

namespace DetLMTest.Spec.JsonDefinitions

open DetLM

/-- A digit, or a list of what this definition describes. -/
noncomputable def definitions : List Schema :=
  [.either (.atom (.oneOf (Nat.shiftLeft 1023 48))) (.listFrom (.ref 0) 0)]

/-- `[1,[]]` -/
def nested : Json := .list [.atom [49], .list []]

/-! The validator -/

example : Schema.validatesIn definitions (.ref 0) nested = true := by decide +kernel

/-- `[[[[2]]]]` -/
example : Schema.validatesIn definitions (.ref 0) (.list [.list [.list [.list [.atom [50]]]]]) = true := by
  decide +kernel

/-- A string four lists deep, and an object. -/
example : Schema.validatesIn definitions (.ref 0) (.list [.list [.list [.list [.string [50]]]]]) = false := by
  decide +kernel
example : Schema.validatesIn definitions (.ref 0) (.object []) = false := by decide +kernel

/-- A definition that is not there describes nothing. -/
example : Schema.validatesIn definitions (.ref 1) (.atom [49]) = false := by decide +kernel

/-- A definition that refers to itself for the value itself describes nothing, however often it is followed.
-/
example : Schema.validatesIn [.ref 0] (.ref 0) nested = false ∧
    [Schema.ref 0].all Schema.isGuarded = false := by
  decide +kernel

/-- A reference is its definition. -/
example (v : Json) : Schema.validatesIn definitions (.ref 0) v = true ↔
    ∃ s, entry? definitions 0 = some s ∧ Schema.validatesIn definitions s v = true :=
  Schema.validatesIn_ref_iff (by decide +kernel)

/-! The grammar -/

/-- A derivation of `[1,[]]`. -/
theorem derived : (Schema.grammar definitions).Lang 0 nested.print :=
  derivation_replays_only_derived_texts
    (w := [0, 1, 1, 0, 0, 0, 1, 0, 1, 1, 0, 1, 1, 1, 0, 1, 1]) (by decide +kernel)

/-- What the grammar derives is the text of a valid value, and the other way round. -/
example : ∃ v, Schema.Valid definitions (.ref 0) v ∧ v.print = nested.print :=
  (Schema.grammar_iff (by decide +kernel) (Nat.zero_lt_succ 0)).mp derived
example : (Schema.grammar definitions).Lang 0 nested.print :=
  (Schema.grammar_iff (by decide +kernel) (Nat.zero_lt_succ 0)).mpr
    ⟨nested, (Schema.valid_iff (by decide +kernel)).mpr (by decide +kernel), rfl⟩

/-- A text of no valid value is not derived. -/
example (t : Text) (h : ∀ v, Schema.validatesIn definitions (.ref 0) v = true → ¬ v.print = t) :
    ¬ (Schema.grammar definitions).Lang 0 t := fun k => by
  obtain ⟨v, hv, e⟩ := (Schema.grammar_iff (by decide +kernel) (Nat.zero_lt_succ 0)).mp k
  exact h v ((Schema.valid_iff (by decide +kernel)).mp hv) e

end DetLMTest.Spec.JsonDefinitions
