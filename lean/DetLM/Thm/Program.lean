import DetLM.Thm.Words
import DetLM.Thm.Shape
import DetLM.Thm.Knowledge
import DetLM.Spec.Program

/-!
# What the checker accepts is admitted

## Main results

* `Accepted.admits`: an accepted output is admitted, whatever the witness
* `admitsKnowing_iff`: with all that follows known, the check is a decision
-/

namespace DetLM

/-- Every known atom follows from the facts and rules of a program. -/
def Sound (P : Program) (known : List Atom) : Prop :=
  ∀ a, a ∈ known → Derivable P.facts P.rules a

/-- Every atom that follows from the facts and rules of a program is known. -/
def Complete (P : Program) (known : List Atom) : Prop :=
  ∀ a, Derivable P.facts P.rules a → a ∈ known

/-! ## Limits -/

/-- The test for a limit is right. -/
theorem Limit.holds_iff {l : Limit} {answer : Text} : l.holds answer = true ↔ l.Holds answer := by
  cases l with
  | forbid w =>
    exact bool_not_iff.trans ⟨fun h k => h (mentions_iff.mpr k), fun h k => h (mentions_iff.mp k)⟩
  | require w => exact mentions_iff
  | atMostWords n => exact nat_ble_iff

/-- The test for several limits is right. -/
theorem Limit.all_holds_iff {limits : List Limit} {answer : Text} :
    limits.all (Limit.holds answer) = true ↔ ∀ l, l ∈ limits → l.Holds answer :=
  all_iff.trans ⟨fun h l hl => holds_iff.mp (h l hl), fun h l hl => holds_iff.mpr (h l hl)⟩

/-! ## Conditions -/

/-- `isNil` recognises the empty list. -/
theorem not_isNil_iff {α : Type u} {l : List α} : (!isNil l) = true ↔ l ≠ [] := by
  cases l with
  | nil => exact ⟨fun h => (nomatch h), fun h => absurd rfl h⟩
  | cons a l => exact ⟨fun _ h => (nomatch h), fun _ => rfl⟩

/-- The test for a condition is right where nothing is missing, and where nothing is asked of the facts. -/
theorem Cond.holds_iff {P : Program} {known : List Atom} {complete : Bool} {prompt : Text}
    {span : Tree} (hs : Sound P known) (hc : complete = true → Complete P known) {c : Cond}
    (h : (complete || c.isPlain) = true) :
    c.holds known complete prompt span = true ↔ c.Holds P prompt span := by
  induction c with
  | always => exact ⟨fun _ => trivial, fun _ => rfl⟩
  | supported =>
    have hc : Complete P known := hc ((bool_or_iff.mp h).elim id fun h => nomatch h)
    refine bool_and_iff.trans ⟨fun ⟨hn, ha⟩ => ⟨not_isNil_iff.mp hn, fun a hm => ?_⟩,
      fun ⟨hn, ha⟩ => ⟨not_isNil_iff.mpr hn, all_iff.mpr fun a hm => ?_⟩⟩
    · exact hs a (Atom.isIn_iff.mp (all_iff.mp ha a hm))
    · exact Atom.isIn_iff.mpr (hc a (ha a hm))
  | mentions w => exact mentions_iff
  | promptMentions w => exact mentions_iff
  | inCategory r => exact Regex.accepts_iff
  | not c ih =>
    have ih := ih h
    refine bool_and_iff.trans ⟨fun ⟨_, hn⟩ k => bool_not_iff.mp hn (ih.mpr k), fun hn => ⟨h, ?_⟩⟩
    exact bool_not_iff.mpr fun k => hn (ih.mp k)
  | and c d hc hd =>
    have parts : (complete || c.isPlain) = true ∧ (complete || d.isPlain) = true := by
      cases bool_or_iff.mp h with
      | inl h => exact ⟨bool_or_iff.mpr (Or.inl h), bool_or_iff.mpr (Or.inl h)⟩
      | inr h =>
        have h := bool_and_iff.mp h
        exact ⟨bool_or_iff.mpr (Or.inr h.1), bool_or_iff.mpr (Or.inr h.2)⟩
    have hc := hc parts.1
    have hd := hd parts.2
    exact bool_and_iff.trans ⟨fun h => ⟨hc.mp h.1, hd.mp h.2⟩, fun h => ⟨hc.mpr h.1, hd.mpr h.2⟩⟩
  | or c d hc hd =>
    have parts : (complete || c.isPlain) = true ∧ (complete || d.isPlain) = true := by
      cases bool_or_iff.mp h with
      | inl h => exact ⟨bool_or_iff.mpr (Or.inl h), bool_or_iff.mpr (Or.inl h)⟩
      | inr h =>
        have h := bool_and_iff.mp h
        exact ⟨bool_or_iff.mpr (Or.inr h.1), bool_or_iff.mpr (Or.inr h.2)⟩
    have hc := hc parts.1
    have hd := hd parts.2
    exact bool_or_iff.trans ⟨fun h => h.elim (fun h => Or.inl (hc.mp h)) fun h => Or.inr (hd.mp h),
      fun h => h.elim (fun h => Or.inl (hc.mpr h)) fun h => Or.inr (hd.mpr h)⟩

/-- A condition that tests true holds, whatever is still unknown. -/
theorem Cond.holds_of_test {P : Program} {known : List Atom} {complete : Bool} {prompt : Text}
    {span : Tree} (hs : Sound P known) (hc : complete = true → Complete P known) {c : Cond}
    (h : c.holds known complete prompt span = true) : c.Holds P prompt span := by
  induction c with
  | always => trivial
  | supported =>
    have h := bool_and_iff.mp h
    exact ⟨not_isNil_iff.mp h.1, fun a hm => hs a (Atom.isIn_iff.mp (all_iff.mp h.2 a hm))⟩
  | mentions w => exact mentions_iff.mp h
  | promptMentions w => exact mentions_iff.mp h
  | inCategory r => exact Regex.accepts_iff.mp h
  | not c _ =>
    have h := bool_and_iff.mp h
    exact fun k => bool_not_iff.mp h.2 ((Cond.holds_iff hs hc h.1).mpr k)
  | and c d ihc ihd =>
    have h := bool_and_iff.mp h
    exact ⟨ihc h.1, ihd h.2⟩
  | or c d ihc ihd => exact (bool_or_iff.mp h).elim (fun h => Or.inl (ihc h)) fun h => Or.inr (ihd h)

/-- What a condition asks depends on nothing of a program but its facts and rules. -/
theorem Cond.holds_congr {P Q : Program} {prompt : Text} {span : Tree} {c : Cond}
    (hf : P.facts = Q.facts) (hr : P.rules = Q.rules) :
    c.Holds P prompt span ↔ c.Holds Q prompt span := by
  induction c with
  | supported =>
    show _ ∧ (∀ a, a ∈ span.claims → Derivable P.facts P.rules a) ↔
      _ ∧ ∀ a, a ∈ span.claims → Derivable Q.facts Q.rules a
    rw [hf, hr]
  | not c ih => exact ⟨fun h k => h (ih.mpr k), fun h k => h (ih.mp k)⟩
  | and c d ihc ihd =>
    exact ⟨fun h => ⟨ihc.mp h.1, ihd.mp h.2⟩, fun h => ⟨ihc.mpr h.1, ihd.mpr h.2⟩⟩
  | or c d ihc ihd =>
    exact ⟨fun h => h.elim (fun h => Or.inl (ihc.mp h)) fun h => Or.inr (ihd.mp h),
      fun h => h.elim (fun h => Or.inl (ihc.mpr h)) fun h => Or.inr (ihd.mpr h)⟩
  | _ => exact Iff.rfl

/-- A plain condition does not depend on the program at all. -/
theorem Cond.holds_iff_of_isPlain {P Q : Program} {prompt : Text} {span : Tree} {c : Cond}
    (hc : c.isPlain = true) : c.Holds P prompt span ↔ c.Holds Q prompt span := by
  have test {R : Program} : c.holds [] false prompt span = true ↔ c.Holds R prompt span :=
    Cond.holds_iff (complete := false) (fun _ h => absurd h not_mem_nil) (fun h => (nomatch h)) hc
  exact test.symm.trans test

/-! ## Parses -/

/-- A parse whose conditions test true keeps to its conditions. -/
theorem Tree.holds_of_test {P : Program} {known : List Atom} {complete : Bool} {prompt : Text}
    (hs : Sound P known) (hc : complete = true → Complete P known) {x : Tree}
    (h : x.holds known complete prompt = true) : x.Holds P prompt := by
  induction x with
  | leaf t => trivial
  | slot k t => trivial
  | seq a b ha hb =>
    have h := bool_and_iff.mp h
    exact ⟨ha h.1, hb h.2⟩
  | left a ha => exact ha h
  | right a ha => exact ha h
  | stop => trivial
  | more a b ha hb =>
    have h := bool_and_iff.mp h
    exact ⟨ha h.1, hb h.2⟩
  | claim r a ha => exact ha h
  | derive g e a ha =>
    have h := bool_and_iff.mp h
    have k := bool_and_iff.mp h.2
    exact ⟨Cond.holds_of_test hs hc h.1, Cond.holds_of_test hs hc k.1, ha k.2⟩

/-- Where nothing is missing, the test of a parse is a decision. -/
theorem Tree.holds_iff {P : Program} {known : List Atom} {prompt : Text} (hs : Sound P known)
    (hc : Complete P known) {x : Tree} : x.holds known true prompt = true ↔ x.Holds P prompt := by
  refine ⟨holds_of_test hs fun _ => hc, fun h => ?_⟩
  induction x with
  | leaf t => rfl
  | slot k t => rfl
  | seq a b ha hb => exact bool_and_iff.mpr ⟨ha h.1, hb h.2⟩
  | left a ha => exact ha h
  | right a ha => exact ha h
  | stop => rfl
  | more a b ha hb => exact bool_and_iff.mpr ⟨ha h.1, hb h.2⟩
  | claim r a ha => exact ha h
  | derive g e a ha =>
    have test {c : Cond} := Cond.holds_iff (prompt := prompt) (span := a) hs (fun _ => hc) (c := c)
      (complete := true) rfl
    exact bool_and_iff.mpr ⟨test.mpr h.1, bool_and_iff.mpr ⟨test.mpr h.2.1, ha h.2.2⟩⟩

/-- `oneParse` accepts lists of one. -/
theorem oneParse_iff {known : List Atom} {complete : Bool} {prompt : Text} {l : List Tree} :
    oneParse known complete prompt l = true ↔ ∃ x, l = [x] ∧ x.holds known complete prompt = true := by
  cases l with
  | nil => exact ⟨fun h => (nomatch h), fun ⟨_, h, _⟩ => (nomatch h)⟩
  | cons x l =>
    cases l with
    | nil =>
      refine ⟨fun h => ⟨x, rfl, h⟩, fun ⟨y, e, h⟩ => ?_⟩
      injection e with e
      exact e ▸ h
    | cons y l =>
      refine ⟨fun h => (nomatch h), fun ⟨z, e, _⟩ => ?_⟩
      injection e with _ e
      exact nomatch e

/-- A text has exactly one parse exactly if one is found. -/
theorem whole_parse_eq_single_iff {s : Shape} {t : Text} {x : Tree} :
    whole (s.parse t) = [x] ↔
      Fits s x ∧ x.yield = t ∧ ∀ y, Fits s y → y.yield = t → y = x := by
  constructor
  · intro h
    have hx := Shape.mem_whole_parse_iff.mp (h ▸ mem_head : x ∈ whole (s.parse t))
    refine ⟨hx.1, hx.2, fun y hy ht => ?_⟩
    have hy := Shape.mem_whole_parse_iff.mpr ⟨hy, ht⟩
    rw [h] at hy
    exact mem_single_iff.mp hy
  · intro ⟨hx, ht, hu⟩
    refine Distinct.eq_single (distinct_whole (s.parse_distinct t))
      (Shape.mem_whole_parse_iff.mpr ⟨hx, ht⟩) fun y hy => ?_
    have hy := Shape.mem_whole_parse_iff.mp hy
    exact hu y hy.1 hy.2

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

/-- What the check says, taken apart. -/
theorem admitsKnowing_parts {known : List Atom} {complete : Bool} {P : Program} {c : Context}
    {output : Text} : admitsKnowing known complete P c output = true ↔
      ∃ answer, output = c.preface ++ answer ∧ (∀ l, l ∈ P.limits → l.Holds answer) ∧
        (∀ l, l ∈ c.said → l.Holds answer) ∧
        ∃ x, whole (P.output.parse answer) = [x] ∧ x.holds known complete c.prompt = true := by
  have unfolded : admitsKnowing known complete P c output = (match dropPrefix? c.preface output with
      | none => false
      | some answer => P.limits.all (Limit.holds answer) && (c.said.all (Limit.holds answer) &&
          oneParse known complete c.prompt (whole (P.output.parse answer)))) := rfl
  rw [unfolded]
  constructor
  · intro h
    cases hd : dropPrefix? c.preface output with
    | none =>
      rw [hd] at h
      exact nomatch h
    | some answer =>
      rw [hd] at h
      obtain ⟨hl, h⟩ := bool_and_iff.mp h
      obtain ⟨hs, h⟩ := bool_and_iff.mp h
      exact ⟨answer, dropPrefix?_iff.mp hd, Limit.all_holds_iff.mp hl, Limit.all_holds_iff.mp hs,
        oneParse_iff.mp h⟩
  · intro ⟨answer, ho, hl, hs, h⟩
    rw [dropPrefix?_iff.mpr ho]
    exact bool_and_iff.mpr ⟨Limit.all_holds_iff.mpr hl,
      bool_and_iff.mpr ⟨Limit.all_holds_iff.mpr hs, oneParse_iff.mpr h⟩⟩

/-- What passes the check is admitted, whatever is still unknown. -/
theorem admits_of_admitsKnowing {known : List Atom} {complete : Bool} {P : Program} {c : Context}
    {output : Text} (hs : Sound P known) (hc : complete = true → Complete P known)
    (h : admitsKnowing known complete P c output = true) : Admits P c output := by
  obtain ⟨answer, ho, hl, hsaid, x, hw, hx⟩ := admitsKnowing_parts.mp h
  obtain ⟨hf, hy, hu⟩ := whole_parse_eq_single_iff.mp hw
  exact ⟨answer, ho, x, hf, hy, hu, Tree.holds_of_test hs hc hx, hl, hsaid⟩

/-- With all that follows known, the check is a decision. -/
theorem admitsKnowing_iff {known : List Atom} {P : Program} {c : Context} {output : Text}
    (hs : Sound P known) (hc : Complete P known) :
    admitsKnowing known true P c output = true ↔ Admits P c output := by
  refine ⟨admits_of_admitsKnowing hs fun _ => hc, fun ⟨answer, ho, x, hf, hy, hu, hx, hl, hsaid⟩ => ?_⟩
  exact admitsKnowing_parts.mpr ⟨answer, ho, hl, hsaid, x,
    whole_parse_eq_single_iff.mpr ⟨hf, hy, hu⟩, (Tree.holds_iff hs hc).mpr hx⟩

/-- **An accepted output is admitted**, whatever the witness. -/
theorem Accepted.admits {P : Program} {c : Context} {output : Text} {w : Witness}
    (h : Accepted P c output w) : Admits P c output :=
  admits_of_admitsKnowing (complete := false) (fun _ => derivable_of_mem_derived)
    (fun h => nomatch h) h

end DetLM
