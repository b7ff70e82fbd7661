import DetLM.Thm.Shape
import DetLM.Spec.Check

/-!
# The answer in an output

## Main results

* `dropPrefix?_iff`, `behind?_iff`, `answerIn?_iff`: the answer is found where it stands
* `AnswerIn.unique`: an output has at most one answer
* `Cond.holds_congr`, `Tree.holds_congr`: what is asked depends on facts and rules only
-/

namespace DetLM

/-! ## Outputs -/

/-- `dropPrefix?` finds what follows a prefix. -/
theorem dropPrefix?_iff {front text rest : Text} :
    dropPrefix? front text = some rest ↔ text = front ++ rest := by
  induction front generalizing text with
  | nil =>
    refine ⟨fun h => ?_, fun h => ?_⟩
    · injection h
    · exact congrArg some h
  | cons a front ih =>
    cases text with
    | nil => exact ⟨fun h => (nomatch h), fun h => (nomatch h)⟩
    | cons b text =>
      show (bif Nat.beq a b then dropPrefix? front text else none) = some rest ↔ _
      cases h : Nat.beq a b with
      | true =>
        have e : a = b := nat_beq_iff.mp h
        subst e
        refine ih.trans ⟨congrArg _, fun h => ?_⟩
        injection h
      | false =>
        refine ⟨fun h => (nomatch h), fun e => ?_⟩
        injection e with e
        exact nomatch h.symm.trans (nat_beq_iff.mpr e.symm)

/-- `behind?` finds what stands behind the first marker. -/
theorem behind?_iff {marker text answer : Text} :
    behind? marker text = some answer ↔ ∃ thinking, FirstMarker marker text thinking answer := by
  induction text with
  | nil =>
    refine dropPrefix?_iff.trans ⟨fun h => ⟨[], h, fun _ _ _ => Nat.zero_le _⟩, fun ⟨x, h, _⟩ => ?_⟩
    rw [(nil_of_append_nil h.symm).1] at h
    exact h
  | cons b text ih =>
    show orElse? (dropPrefix? marker (b :: text)) (behind? marker text) = some answer ↔ _
    cases hd : dropPrefix? marker (b :: text) with
    | some rest =>
      have here := dropPrefix?_iff.mp hd
      refine ⟨fun h => ⟨[], ?_, fun _ _ _ => Nat.zero_le _⟩, fun ⟨x, h, least⟩ => ?_⟩
      · exact (dropPrefix?_iff (front := marker) (rest := answer)).mp (hd.trans h)
      · cases x with
        | nil => exact hd.symm.trans (dropPrefix?_iff.mpr h)
        | cons _ _ => exact absurd (least [] rest here) (Nat.not_succ_le_zero _)
    | none =>
      refine ih.trans ⟨fun ⟨x, h, least⟩ => ⟨b :: x, congrArg _ h, fun other rest e => ?_⟩,
        fun ⟨x, h, least⟩ => ?_⟩
      · cases other with
        | nil => exact nomatch hd.symm.trans (dropPrefix?_iff.mpr e)
        | cons c other =>
          injection e with _ e
          exact Nat.succ_le_succ (least other rest e)
      · cases x with
        | nil => exact nomatch hd.symm.trans (dropPrefix?_iff.mpr h)
        | cons c x =>
          injection h with hb h
          refine ⟨x, h, fun other rest e => ?_⟩
          exact Nat.le_of_succ_le_succ (least (b :: other) rest (congrArg _ e))

/-- `answerAfter?` finds the answer. -/
theorem answerAfter?_iff {text answer : Text} {marker : Option Text} :
    answerAfter? text marker = some answer ↔ AnswerAfter text answer marker := by
  cases marker with
  | none => exact ⟨some_inj, congrArg some⟩
  | some m => exact behind?_iff

/-- `answerIn?` finds the answer. -/
theorem answerIn?_iff {P : Program} {c : Context} {output answer : Text} :
    answerIn? P c output = some answer ↔ AnswerIn P c output answer := by
  have unfolded : answerIn? P c output = (match dropPrefix? c.preface output with
      | none => none
      | some text => answerAfter? text P.after) := rfl
  rw [unfolded]
  constructor
  · intro h
    cases hd : dropPrefix? c.preface output with
    | none =>
      rw [hd] at h
      exact nomatch h
    | some text =>
      rw [hd] at h
      exact ⟨text, dropPrefix?_iff.mp hd, answerAfter?_iff.mp h⟩
  · intro ⟨text, ho, h⟩
    rw [dropPrefix?_iff.mpr ho]
    exact answerAfter?_iff.mpr h

/-- An output has at most one answer. -/
theorem AnswerIn.unique {P : Program} {c : Context} {output x y : Text} (h : AnswerIn P c output x)
    (k : AnswerIn P c output y) : x = y :=
  some_inj ((answerIn?_iff.mpr h).symm.trans (answerIn?_iff.mpr k))

/-- Where a program names no marker, the answer is all that follows the preface. -/
theorem answerIn_of_none {P : Program} {c : Context} {answer : Text} (h : P.after = none) :
    AnswerIn P c (c.preface ++ answer) answer :=
  ⟨answer, rfl, h ▸ rfl⟩

/-! ## What is asked depends on facts and rules only -/

/-- What a condition asks depends on nothing of a program but its facts and rules. -/
theorem Cond.holds_congr {P Q : Program} {prompt : Text} {span : Part} {c : Cond}
    (hf : P.facts = Q.facts) (hr : P.rules = Q.rules) :
    c.Holds P prompt span ↔ c.Holds Q prompt span := by
  induction c generalizing span with
  | supported =>
    show _ ∧ (∀ a, a ∈ span.tree.claims → Derivable P.facts P.rules a) ↔
      _ ∧ ∀ a, a ∈ span.tree.claims → Derivable Q.facts Q.rules a
    rw [hf, hr]
  | every path c ih => exact ⟨fun h p hp => ih.mp (h p hp), fun h p hp => ih.mpr (h p hp)⟩
  | not c ih => exact ⟨fun h k => h (ih.mpr k), fun h k => h (ih.mp k)⟩
  | and c d ihc ihd =>
    exact ⟨fun h => ⟨ihc.mp h.1, ihd.mp h.2⟩, fun h => ⟨ihc.mpr h.1, ihd.mpr h.2⟩⟩
  | or c d ihc ihd =>
    exact ⟨fun h => h.elim (fun h => Or.inl (ihc.mp h)) fun h => Or.inr (ihd.mp h),
      fun h => h.elim (fun h => Or.inl (ihc.mpr h)) fun h => Or.inr (ihd.mpr h)⟩
  | _ => exact Iff.rfl

end DetLM
