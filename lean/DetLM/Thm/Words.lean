import DetLM.Data.Lists
import DetLM.Spec.Words

/-!
# Searching for a word finds it

## Main results

* `mentions_iff`: the search agrees with the meaning
-/

namespace DetLM

/-- Whether no word byte stands right at the end depends on what stood before only for the empty text. -/
theorem endsFreshFrom_cons (f g : Bool) (b : Byte) (t : Text) :
    endsFreshFrom f (b :: t) = endsFreshFrom g (b :: t) := rfl

/-- `startsWithWord` finds the word at the start of a text, with no word byte after it. -/
theorem startsWithWord_iff {w t : Text} : startsWithWord w t = true ↔
    ∃ found after, t = found ++ after ∧ found.map lower = w.map lower ∧ startsFresh after = true := by
  induction w generalizing t with
  | nil =>
    constructor
    · exact fun h => ⟨[], t, rfl, rfl, h⟩
    · intro ⟨found, after, ht, hw, ha⟩
      cases found with
      | nil =>
        have ht : t = after := ht
        rw [ht]
        exact ha
      | cons b found => exact nomatch hw
  | cons c w ih =>
    cases t with
    | nil =>
      refine ⟨fun h => (nomatch h), fun ⟨found, after, ht, hw, _⟩ => ?_⟩
      rw [(nil_of_append_nil ht.symm).1] at hw
      exact nomatch hw
    | cons b t =>
      show (Nat.beq (lower c) (lower b) && startsWithWord w t) = true ↔ _
      refine bool_and_iff.trans ⟨fun ⟨hb, h⟩ => ?_, fun ⟨found, after, ht, hw, ha⟩ => ?_⟩
      · obtain ⟨found, after, ht, hw, ha⟩ := ih.mp h
        refine ⟨b :: found, after, congrArg _ ht, ?_, ha⟩
        show lower b :: found.map lower = lower c :: w.map lower
        rw [nat_beq_iff.mp hb, hw]
      · cases found with
        | nil => exact nomatch hw
        | cons d found =>
          injection ht with hd ht
          injection hw with he hw
          subst hd
          exact ⟨nat_beq_iff.mpr he.symm, ih.mpr ⟨found, after, ht, hw, ha⟩⟩

/-- `mentionsFrom` finds the word anywhere in what is still to read. -/
theorem mentionsFrom_iff {w t : Text} {fresh : Bool} : mentionsFrom w fresh t = true ↔
    ∃ before found after, t = before ++ (found ++ after) ∧ found.map lower = w.map lower ∧
      endsFreshFrom fresh before = true ∧ startsFresh after = true := by
  induction t generalizing fresh with
  | nil =>
    show (fresh && startsWithWord w []) = true ↔ _
    refine bool_and_iff.trans ⟨fun ⟨hf, h⟩ => ?_, fun ⟨before, found, after, ht, hw, hb, ha⟩ => ?_⟩
    · obtain ⟨found, after, ht, hw, ha⟩ := startsWithWord_iff.mp h
      exact ⟨[], found, after, ht, hw, hf, ha⟩
    · obtain ⟨e, ht⟩ := nil_of_append_nil ht.symm
      rw [e] at hb
      exact ⟨hb, startsWithWord_iff.mpr ⟨found, after, ht.symm, hw, ha⟩⟩
  | cons b t ih =>
    show ((fresh && startsWithWord w (b :: t)) || mentionsFrom w (!isWordByte b) t) = true ↔ _
    refine bool_or_iff.trans ⟨fun h => ?_, fun ⟨before, found, after, ht, hw, hb, ha⟩ => ?_⟩
    · cases h with
      | inl h =>
        obtain ⟨hf, h⟩ := bool_and_iff.mp h
        obtain ⟨found, after, ht, hw, ha⟩ := startsWithWord_iff.mp h
        exact ⟨[], found, after, ht, hw, hf, ha⟩
      | inr h =>
        obtain ⟨before, found, after, ht, hw, hb, ha⟩ := ih.mp h
        exact ⟨b :: before, found, after, congrArg _ ht, hw, hb, ha⟩
    · cases before with
      | nil =>
        exact Or.inl (bool_and_iff.mpr ⟨hb, startsWithWord_iff.mpr ⟨found, after, ht, hw, ha⟩⟩)
      | cons c before =>
        injection ht with hc ht
        subst hc
        exact Or.inr (ih.mpr ⟨before, found, after, ht, hw, hb, ha⟩)

/-- The search for a word agrees with what it means to say a word. -/
theorem mentions_iff {w t : Text} : mentions w t = true ↔ Mentions w t := mentionsFrom_iff

end DetLM
