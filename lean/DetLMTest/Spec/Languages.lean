import DetLM
import DetLMTest.Spec.Automaton

/-!
# Examples: "and", "or" and "then"

## Main results

Examples only: what the lemmas say of expressions.
-/

namespace DetLMTest.Spec.Languages

open DetLM
open DetLMTest.Spec.Automaton (a b astarb)

/-- The texts of an expression may stand while one of two is written. -/
example : Language.Viable (Regex.either astarb b).Lang [97, 98] :=
  Regex.viable_either_iff.mpr (.inl (Language.viable_of_mem (Regex.accepts_iff.mp (by decide +kernel))))

/-- What is in neither beginning is in no beginning of the choice. -/
example (h : ¬ Language.Viable a.Lang [99]) (k : ¬ Language.Viable b.Lang [99]) :
    ¬ Language.Viable (Regex.either a b).Lang [99] := fun both =>
  (Regex.viable_either_iff.mp both).elim h k

/-- Both together leave no more than each. -/
example (h : Language.Viable (Regex.both a astarb).Lang [97]) : Language.Viable astarb.Lang [97] :=
  (Regex.viable_of_both h).2

/-- `a` and `a*b` each may begin with `a`, and have no text in common. -/
example : (Regex.both a astarb).accepts [97] = false ∧ (Regex.both a astarb).accepts [97, 98] = false := by
  decide +kernel

/-- While `ab` is written as `a` and then `b`, `a` may stand. -/
example : Language.Viable (Language.Sequence (· = [97]) (· = [98])) [97] := by
  have bytes : ∀ y, y = [98] → IsBytes y := fun y h c hc =>
    (by decide : ∀ b, b ∈ [98] → b < 256) c (h ▸ hc)
  exact (Language.viable_sequence_iff bytes).mpr (.inl ⟨Language.viable_of_mem rfl, [98], rfl⟩)

/-! The algebra -/

/-- What is neither `a` nor `b`. -/
example : Language.Not (Language.Either a.Lang b.Lang) =
    Language.Both (Language.Not a.Lang) (Language.Not b.Lang) := Language.not_either _ _

/-- What is left of a choice without one of its options. -/
example (t : Text) (h : (Language.Either a.Lang b.Lang).Both (Language.Not a.Lang) t) : b.Lang t := by
  rw [Language.both_comm, Language.both_either] at h
  exact h.elim (fun h => absurd h.2 h.1) And.right

/-- Without what is without is with. -/
example (p q : Regex) : Language.Both p.Lang (Language.Not (Regex.without p q).Lang) =
    Language.Both p.Lang q.Lang := by
  rw [Regex.lang_without, Language.not_both, Language.not_not, Language.both_either]
  exact Language.ext fun t => ⟨fun h => h.elim (fun h => absurd h.1 h.2) id, Or.inr⟩

example (L M : Language) : L.Either (L.Both M) = L := Language.either_absorbs L M
example : Language.Both a.Lang (Language.Either a.Lang b.Lang) = a.Lang :=
  Language.both_eq_left_iff.mpr fun _ => Or.inl

end DetLMTest.Spec.Languages
