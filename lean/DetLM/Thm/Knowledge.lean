import DetLM.Data.Lists
import DetLM.Spec.Knowledge

/-!
# Witnesses derive only what follows

## Main results

* `Atom.isIn_iff`: the test for membership is right
* `derivable_of_mem_derived`: everything that a witness derives follows from facts and rules
* `Derivable.mono`: more facts and rules never make less follow
-/

namespace DetLM

/-- The test for equal atoms is right. -/
theorem Atom.beq_iff {a b : Atom} : Atom.beq a b = true ↔ a = b := by
  obtain ⟨r, s, o⟩ := a
  obtain ⟨r', s', o'⟩ := b
  show (Text.beq s s' && (Text.beq o o' && Text.beq r r')) = true ↔ _
  constructor
  · intro h
    obtain ⟨hs, h⟩ := bool_and_iff.mp h
    obtain ⟨ho, hr⟩ := bool_and_iff.mp h
    rw [Text.beq_iff.mp hs, Text.beq_iff.mp ho, Text.beq_iff.mp hr]
  · intro h
    injection h with hr hs ho
    exact bool_and_iff.mpr
      ⟨Text.beq_iff.mpr hs, bool_and_iff.mpr ⟨Text.beq_iff.mpr ho, Text.beq_iff.mpr hr⟩⟩

/-- The test for membership is right. -/
theorem Atom.isIn_iff {a : Atom} {l : List Atom} : a.isIn l = true ↔ a ∈ l := by
  refine any_iff.trans ⟨fun ⟨b, hb, e⟩ => ?_, fun h => ⟨a, h, Atom.beq_iff.mpr rfl⟩⟩
  rw [Atom.beq_iff.mp e]
  exact hb

/-- What `entry?` finds is an entry. -/
theorem mem_of_entry? {α : Type u} {l : List α} {n : Nat} {a : α} (h : entry? l n = some a) :
    a ∈ l := by
  induction l generalizing n with
  | nil => exact nomatch h
  | cons b l ih =>
    cases n with
    | zero =>
      injection h with h
      exact h ▸ mem_head
    | succ n => exact mem_tail (ih h)

/-- A right step adds only what follows. -/
theorem derivable_of_mem_adds {facts : List Atom} {rules : List Rule} {known : List Atom} {s : Step}
    (hk : ∀ a, a ∈ known → Derivable facts rules a) :
    ∀ a, a ∈ s.adds facts rules known → Derivable facts rules a := by
  intro a ha
  cases s with
  | fact i =>
    have ha : a ∈ (match entry? facts i with | none => known | some a => a :: known) := ha
    cases he : entry? facts i with
    | none =>
      rw [he] at ha
      exact hk a ha
    | some b =>
      rw [he] at ha
      cases mem_cons_iff.mp ha with
      | inl e => exact e ▸ .fact (mem_of_entry? he)
      | inr ha => exact hk a ha
  | rule i σ =>
    have ha : a ∈ (match entry? rules i with
      | none => known
      | some r => bif r.body.all (fun p => (p.instance σ).isIn known)
        then r.head.instance σ :: known else known) := ha
    cases he : entry? rules i with
    | none =>
      rw [he] at ha
      exact hk a ha
    | some r =>
      rw [he] at ha
      have ha : a ∈ bif r.body.all (fun p => (p.instance σ).isIn known)
        then r.head.instance σ :: known else known := ha
      cases hb : r.body.all (fun p => (p.instance σ).isIn known) with
      | false =>
        rw [hb] at ha
        exact hk a ha
      | true =>
        rw [hb] at ha
        cases mem_cons_iff.mp ha with
        | inl e =>
          refine e ▸ .rule σ (mem_of_entry? he) fun p hp => hk _ ?_
          exact Atom.isIn_iff.mp (all_iff.mp hb p hp)
        | inr ha => exact hk a ha

/-- Everything that a witness derives from known atoms follows, if these do. -/
theorem derivable_of_mem_derived_from {facts : List Atom} {rules : List Rule} {w : List Step}
    {known : List Atom} (hk : ∀ a, a ∈ known → Derivable facts rules a) :
    ∀ a, a ∈ derived facts rules w known → Derivable facts rules a := by
  induction w generalizing known with
  | nil => exact hk
  | cons s w ih => exact ih (derivable_of_mem_adds hk)

/-- Everything that a witness derives follows from facts and rules. -/
theorem derivable_of_mem_derived {facts : List Atom} {rules : List Rule} {w : List Step} {a : Atom}
    (h : a ∈ derived facts rules w []) : Derivable facts rules a :=
  derivable_of_mem_derived_from (fun _ h => absurd h not_mem_nil) a h

/-- More facts and rules never make less follow. -/
theorem Derivable.mono {facts facts' : List Atom} {rules rules' : List Rule}
    (hf : ∀ a, a ∈ facts → a ∈ facts') (hr : ∀ r, r ∈ rules → r ∈ rules') {a : Atom}
    (h : Derivable facts rules a) : Derivable facts' rules' a := by
  induction h with
  | fact h => exact .fact (hf _ h)
  | rule σ h _ ih => exact .rule σ (hr _ h) ih

end DetLM
