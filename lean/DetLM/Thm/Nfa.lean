import DetLM.Data.Lists
import DetLM.Spec.Nfa

/-!
# The subset construction is right

## Main results

* `Nfa.accepts_iff`: the automaton of the sets of states admits what the nondeterministic one does
* `Nfa.subsets_isExact`: it knows from where an end can be reached, if the nondeterministic one does; so all
  that `DetLM.Thm.Masks` says of masks holds of it
* `Nfa.distinct_run`, `Nfa.length_run_le`: its states name no state twice, so that a nondeterministic automaton
  with finitely many states has finitely many sets of them
-/

namespace DetLM

namespace Nfa

/-! ## Entries once -/

/-- `once` keeps all entries. -/
theorem mem_once_iff [DecidableEq σ] {a : σ} {l : List σ} : a ∈ once l ↔ a ∈ l := by
  induction l with
  | nil => exact Iff.rfl
  | cons s l ih =>
    show a ∈ (if s ∈ once l then once l else s :: once l) ↔ _
    by_cases h : s ∈ once l
    · rw [if_pos h]
      exact ⟨fun k => mem_tail (ih.mp k), fun k => (mem_cons_iff.mp k).elim (fun e => e.symm ▸ h) ih.mpr⟩
    · rw [if_neg h]
      exact mem_cons_iff.trans ⟨fun k => mem_cons_iff.mpr (k.imp id ih.mp),
        fun k => (mem_cons_iff.mp k).imp id ih.mpr⟩

/-- `once` leaves no entry twice. -/
theorem distinct_once [DecidableEq σ] {l : List σ} : Distinct (once l) := by
  induction l with
  | nil => exact trivial
  | cons s l ih =>
    show Distinct (if s ∈ once l then once l else s :: once l)
    by_cases h : s ∈ once l
    · rw [if_pos h]
      exact ih
    · rw [if_neg h]
      exact ⟨h, ih⟩

/-! ## Ways through a text -/

/-- A way through the empty text stays where it is. -/
theorem acceptsFrom_nil_iff {N : Nfa σ} {s : σ} : N.AcceptsFrom s [] ↔ N.accepting s = true :=
  ⟨fun ⟨_, h, k⟩ => by cases h; exact k, fun h => ⟨s, .stop, h⟩⟩

/-- A way through a longer text goes through its first byte. -/
theorem acceptsFrom_cons_iff {N : Nfa σ} {s : σ} {b : Byte} {t : Text} :
    N.AcceptsFrom s (b :: t) ↔ ∃ m, m ∈ N.step s b ∧ N.AcceptsFrom m t := by
  constructor
  · intro ⟨e, h, k⟩
    cases h with
    | next hm h => exact ⟨_, hm, e, h, k⟩
  · intro ⟨m, hm, e, h, k⟩
    exact ⟨e, .next hm h, k⟩

/-! ## The subset construction -/

variable [DecidableEq σ]

/-- From a set of states, the subset automaton admits what is admitted from one of them. -/
theorem accepts_runFrom_iff {N : Nfa σ} {t : Text} {l : List σ} :
    N.subsets.accepting (N.subsets.runFrom t l) = true ↔ ∃ s, s ∈ l ∧ N.AcceptsFrom s t := by
  induction t generalizing l with
  | nil =>
    exact any_iff.trans ⟨fun ⟨s, hs, h⟩ => ⟨s, hs, acceptsFrom_nil_iff.mpr h⟩,
      fun ⟨s, hs, h⟩ => ⟨s, hs, acceptsFrom_nil_iff.mp h⟩⟩
  | cons b t ih =>
    refine ih.trans ⟨fun ⟨m, hm, h⟩ => ?_, fun ⟨s, hs, h⟩ => ?_⟩
    · obtain ⟨s, hs, hm⟩ := mem_flatMap_iff.mp (mem_once_iff.mp hm)
      exact ⟨s, hs, acceptsFrom_cons_iff.mpr ⟨m, hm, h⟩⟩
    · obtain ⟨m, hm, h⟩ := acceptsFrom_cons_iff.mp h
      exact ⟨m, mem_once_iff.mpr (mem_flatMap_iff.mpr ⟨s, hs, hm⟩), h⟩

/-- **The subset automaton admits exactly what the nondeterministic automaton does.** -/
theorem accepts_iff (N : Nfa σ) (t : Text) : N.subsets.Accepts t ↔ N.Accepts t :=
  accepts_runFrom_iff.trans ⟨fun ⟨s, hs, h⟩ => ⟨s, mem_once_iff.mp hs, h⟩,
    fun ⟨s, hs, h⟩ => ⟨s, mem_once_iff.mpr hs, h⟩⟩

/-- An end can be reached from a set of states exactly if it can from one of them. -/
theorem subsets_isExact {N : Nfa σ} (hN : N.IsExact) : N.subsets.IsExact := by
  refine fun l => any_iff.trans ⟨fun ⟨s, hs, h⟩ => ?_, fun ⟨t, ht, h⟩ => ?_⟩
  · obtain ⟨t, ht, h⟩ := (hN s).mp h
    exact ⟨t, ht, accepts_runFrom_iff.mpr ⟨s, hs, h⟩⟩
  · obtain ⟨s, hs, h⟩ := accepts_runFrom_iff.mp h
    exact ⟨s, hs, (hN s).mpr ⟨t, ht, h⟩⟩

/-! ## How many sets there are -/

/-- A set of states stays without repetition. -/
theorem distinct_runFrom {N : Nfa σ} {t : Text} {l : List σ} (h : Distinct l) :
    Distinct (N.subsets.runFrom t l) := by
  induction t generalizing l with
  | nil => exact h
  | cons b t ih => exact ih distinct_once

/-- No text leads to a set that names a state twice. -/
theorem distinct_run (N : Nfa σ) (t : Text) : Distinct (N.subsets.run t) := distinct_runFrom distinct_once

/-- Where all next states of some states are among these, no text leads out of them. -/
theorem mem_of_mem_runFrom {N : Nfa σ} {all : List σ} (h : ∀ s, s ∈ all → ∀ b m, m ∈ N.step s b → m ∈ all)
    {t : Text} {l : List σ} (hl : ∀ s, s ∈ l → s ∈ all) : ∀ s, s ∈ N.subsets.runFrom t l → s ∈ all := by
  induction t generalizing l with
  | nil => exact hl
  | cons b t ih =>
    refine ih fun m hm => ?_
    obtain ⟨s, hs, hm⟩ := mem_flatMap_iff.mp (mem_once_iff.mp hm)
    exact h s (hl s hs) b m hm

/-- So no text leads to a set of more states than there are. -/
theorem length_run_le (N : Nfa σ) {all : List σ} (starts : ∀ s, s ∈ N.starts → s ∈ all)
    (step : ∀ s, s ∈ all → ∀ b m, m ∈ N.step s b → m ∈ all) (t : Text) :
    (N.subsets.run t).length ≤ all.length :=
  (N.distinct_run t).length_le (mem_of_mem_runFrom step fun s hs => starts s (mem_once_iff.mp hs))

end Nfa

end DetLM
