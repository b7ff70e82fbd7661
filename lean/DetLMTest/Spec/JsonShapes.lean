import DetLM

/-!
# Examples: lists of different entries

## Main results

Examples only, over lists of one to three digits that differ, such as `[1,2]`. Bytes: 44 is a comma, 48 to 57
are digits, 91 and 93 are `[` and `]`, 105 is `i`.
-/

namespace DetLMTest.Spec.JsonShapes

open DetLM

/-- One to three digits, no two of them the same. -/
def digits : Schema := .distinct (.list (.atom (.oneOf (Nat.shiftLeft 1023 48))) 1 3)

/-- A list of digits. -/
def row (entries : List Nat) : Json := .list (entries.map fun n => .atom [Nat.add 48 n])

/-! The validator -/

example : digits.validates (row [1, 2]) = true ∧ digits.validates (row [3, 2, 1]) = true := by decide +kernel

/-- Twice the same, side by side or not. -/
example : digits.validates (row [1, 1]) = false ∧
    digits.validates (row [1, 2, 1]) = false := by decide +kernel

/-- None, and too many. -/
example : digits.validates (row []) = false ∧ digits.validates (row [1, 2, 3, 4]) = false := by decide +kernel

/-- Lists of such lists: `[[1,2],[2,1]]`, `[[1],[1]]` and `[[1,1],[2]]`. -/
example : let lists : Schema := .distinct (.list digits 0 2)
    lists.validates (.list [row [1, 2], row [2, 1]]) = true ∧
      lists.validates (.list [row [1], row [1]]) = false ∧
      lists.validates (.list [row [1, 1], row [2]]) = false := by
  decide +kernel

/-- Digits say where they end. -/
theorem readable : digits.Readable := fun t ⟨b, e, hb⟩ => by
  subst e
  exact all_iff.mpr fun c hc => by
    rw [mem_single_iff.mp hc]
    refine bool_not_iff.mpr fun m => ?_
    obtain ⟨d, hd, f⟩ := any_iff.mp m
    have digit : ([34, 44, 91, 93, 123,
      125].all fun d => !(ByteSet.has (Nat.shiftLeft 1023 48) d)) = true := by
      decide +kernel
    exact bool_not_iff.mp (all_iff.mp digit d hd) (nat_beq_iff.mp f ▸ hb)

/-! What schemas say together -/

/-- At least one zero: what is no list of other digits. -/
def zero : Schema := .without digits (.list (.atom (.oneOf (Nat.shiftLeft 1022 48))) 1 3)

example : zero.validates (row [1, 0]) = true ∧ zero.validates (row [1, 2]) = false ∧
    zero.validates (row [0, 0]) = false := by decide +kernel

/-- Two entries. -/
example : let two : Schema := .both digits (.list (.atom (.oneOf (Nat.shiftLeft 1023 48))) 2 2)
    two.validates (row [1, 2]) = true ∧ two.validates (row [1]) = false ∧
      two.validates (row [1, 1]) = false := by
  decide +kernel

/-! The shape -/

example : digits.isShaped 0 = true ∧ zero.isShaped 0 = true := by decide +kernel

/-- No lists without a greatest length, and no key that is what paths call entries. -/
example : (Schema.distinct (.listFrom (.atom .empty) 0)).isShaped 0 = false ∧
    (Schema.object [⟨[91, 93], true, .atom .empty⟩]).isShaped 0 = false := by decide +kernel

/-- `[1,2]` has a parse whose conditions hold. -/
example (P : Program) (prompt : Text) : ∃ tree, Fits (digits.shape ⟨[]⟩ .nothing) tree ∧
    tree.yield = [91, 49, 44, 50, 93] ∧ tree.Holds P prompt .empty :=
  (Schema.shape_validates_iff (by decide +kernel) readable).mpr ⟨row [1, 2], by decide +kernel, rfl⟩

/-- The expression leaves the condition out: it reads `[1,1]`, too. -/
example : digits.regex.accepts [91, 49, 44, 49, 93] = true ∧ digits.isPlain = false := by decide +kernel

/-- `[1,1]` has no such parse. -/
example (P : Program) (prompt : Text) : ¬ ∃ tree, Fits (digits.shape ⟨[]⟩ .nothing) tree ∧
    tree.yield = [91, 49, 44, 49, 93] ∧ tree.Holds P prompt .empty := fun h => by
  obtain ⟨v, hv, e⟩ := (Schema.shape_validates_iff (by decide +kernel) readable).mp h
  have same : v = row [1, 1] := Json.print_inj (Schema.readable_of_validates readable hv)
    (by decide +kernel) e
  rw [same] at hv
  exact absurd hv (by decide +kernel)

end DetLMTest.Spec.JsonShapes
