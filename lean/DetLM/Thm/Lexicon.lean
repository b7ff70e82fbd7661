import DetLM.Spec.Lexicon
import DetLM.Thm.Derivatives

/-!
# Finite lexicons

## Main results

* `Regex.words_iff`: the expression of a list holds its texts and no other
* `Lexicon.has_iff`: whether a text is in a list is decided
* `Lexicon.dfa_accepts_iff`, `Lexicon.dfa_isExact`: the automaton of a list admits its texts, and knows from where
  an end can be reached; so all that `DetLM.Thm.Masks` says of masks holds of it
* `Language.viable_words_iff`: what may stand there is what a text of the list begins with
* `Regex.other_iff`: the expression of everything else
-/

namespace DetLM

namespace Regex

/-! ## Expressions -/

/-- The set of one number has that number only, whether or not it is a byte. -/
theorem has_only_iff {b c : Byte} : ByteSet.has (Nat.shiftLeft 1 b) c = true ↔ c = b := by
  induction b generalizing c with
  | zero =>
    cases c with
    | zero => exact ⟨fun _ => rfl, fun _ => rfl⟩
    | succ c =>
      rw [has_eq_testBit, Nat.testBit_add_one, ← has_eq_testBit]
      exact ⟨fun h => (nomatch (has_zero c).symm.trans h), fun e => (nomatch e)⟩
  | succ b ih =>
    have double : Nat.shiftLeft 1 (b + 1) = 2 * Nat.shiftLeft 1 b := shiftLeft_double 1 b
    rw [double, has_eq_testBit]
    cases c with
    | zero =>
      rw [Nat.testBit_zero, Nat.mul_mod_right]
      exact ⟨fun h => (nomatch h), fun e => (nomatch e)⟩
    | succ c =>
      rw [Nat.testBit_add_one, Nat.mul_div_cancel_left _ (Nat.zero_lt_succ 1), ← has_eq_testBit]
      exact ih.trans ⟨congrArg _, Nat.succ.inj⟩

/-- The expression of one text holds that text only, whether or not its entries are bytes. -/
theorem text_iff {t u : Text} : (ofText t).Lang u ↔ u = t := by
  induction t generalizing u with
  | nil => exact Iff.rfl
  | cons b t ih =>
    constructor
    · intro ⟨x, y, hu, ⟨c, hx, hc⟩, hy⟩
      rw [hu, hx, has_only_iff.mp hc, ih.mp hy]
      rfl
    · exact fun e => ⟨[b], t, e, ⟨b, rfl, has_only_iff.mpr rfl⟩, ih.mpr rfl⟩

/-- **The expression of a list of texts holds exactly these texts.** -/
theorem words_iff {l : List Text} {t : Text} : (words l).Lang t ↔ t ∈ l := by
  induction l with
  | nil => exact ⟨False.elim, not_mem_nil⟩
  | cons u l ih =>
    exact ⟨fun h => mem_cons_iff.mpr (h.imp text_iff.mp ih.mp),
      fun h => (mem_cons_iff.mp h).imp text_iff.mpr ih.mpr⟩

/-- The expression of a list is the language of the list. -/
theorem lang_words_iff {l : List Text} {t : Text} : (words l).Lang t ↔ Language.words l t := words_iff

/-- Of two lists, one after the other, the expression holds what one of theirs does. -/
theorem words_append_iff {l m : List Text} {t : Text} :
    (words (l ++ m)).Lang t ↔ Language.Either (words l).Lang (words m).Lang t :=
  words_iff.trans (mem_append_iff.trans
    ⟨fun h => h.imp words_iff.mpr words_iff.mpr, fun h => h.imp words_iff.mp words_iff.mp⟩)

/-- **The expression of everything else holds the texts that do not belong.** -/
theorem other_iff {r : Regex} {t : Text} (ht : IsBytes t) : (other r).Lang t ↔ Language.Not r.Lang t :=
  ⟨fun h => h.2, fun h => ⟨anything_lang ht, h⟩⟩

end Regex

/-! ## What may stand -/

/-- What may stand there while a text of the list is written is what one of them begins with. -/
theorem Language.viable_words_iff {l : List Text} {t : Text} :
    (Language.words l).Viable t ↔ ∃ rest, IsBytes rest ∧ t ++ rest ∈ l := Iff.rfl

namespace Lexicon

/-! ## Decisions -/

/-- A text is in the list exactly if it is found. -/
theorem has_iff {l : Lexicon} {t : Text} : l.has t = true ↔ t ∈ l :=
  any_iff.trans ⟨fun ⟨_, hu, e⟩ => Text.beq_iff.mp e ▸ hu, fun h => ⟨t, h, Text.beq_iff.mpr rfl⟩⟩

/-- What `behind` keeps. -/
theorem mem_behind_iff {l : Lexicon} {b : Byte} {t : Text} : t ∈ l.behind b ↔ b :: t ∈ l := by
  induction l with
  | nil => exact ⟨fun h => absurd h not_mem_nil, fun h => absurd h not_mem_nil⟩
  | cons u l ih =>
    cases u with
    | nil => exact ih.trans ⟨mem_tail, fun h => (mem_cons_iff.mp h).elim (fun e => nomatch e) id⟩
    | cons c u =>
      show t ∈ (bif Nat.beq c b then u :: behind b l else behind b l) ↔ _
      cases h : Nat.beq c b with
      | true =>
        have e : c = b := nat_beq_iff.mp h
        subst e
        refine mem_cons_iff.trans ⟨fun h => mem_cons_iff.mpr (h.imp (congrArg _) ih.mp), fun h => ?_⟩
        exact (mem_cons_iff.mp h).imp (fun e => by injection e) ih.mpr
      | false =>
        refine ih.trans ⟨mem_tail, fun k => (mem_cons_iff.mp k).elim (fun e => ?_) id⟩
        injection e with e
        exact nomatch h.symm.trans (nat_beq_iff.mpr e.symm)

/-! ## The automaton -/

/-- From a state on, the automaton admits the texts that are still to come. -/
theorem accepting_runFrom_iff {l m : Lexicon} {t : Text} :
    l.dfa.accepting (l.dfa.runFrom t m) = true ↔ t ∈ m := by
  induction t generalizing m with
  | nil => exact has_iff
  | cons b t ih => exact ih.trans mem_behind_iff

/-- **The automaton of a list admits exactly its texts.** -/
theorem dfa_accepts_iff (l : Lexicon) (t : Text) : l.dfa.Accepts t ↔ t ∈ l := accepting_runFrom_iff

/-- The automaton of a list knows from where an end can be reached. -/
theorem dfa_isExact (l : Lexicon) : l.dfa.IsExact := by
  have bytes {t : Text} : (t.all fun b => Nat.ble b 255) = true ↔ IsBytes t :=
    all_iff.trans ⟨fun h b hb => Nat.lt_succ_of_le (nat_ble_iff.mp (h b hb)),
      fun h b hb => nat_ble_iff.mpr (Nat.le_of_lt_succ (h b hb))⟩
  exact fun m => any_iff.trans ⟨fun ⟨t, ht, h⟩ => ⟨t, bytes.mp h, accepting_runFrom_iff.mpr ht⟩,
    fun ⟨t, h, ht⟩ => ⟨t, accepting_runFrom_iff.mp ht, bytes.mpr h⟩⟩

end Lexicon

end DetLM
