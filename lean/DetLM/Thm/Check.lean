import DetLM.Thm.Words
import DetLM.Thm.Program
import DetLM.Thm.Knowledge
import DetLM.Thm.Grammar

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

/-- What evidence says is so. -/
structure Evidence.Right (P : Program) (v : Evidence) : Prop where
  /-- What is known follows. -/
  sound : Sound P v.known
  /-- If nothing else is said to follow, nothing else does. -/
  complete : v.complete = true → Complete P v.known

/-! ## Limits -/

/-- The test for a limit is right. -/
theorem Limit.holds_iff {l : Limit} {answer : Text} : l.holds answer = true ↔ l.Holds answer := by
  cases l with
  | forbid w =>
    exact bool_not_iff.trans ⟨fun h k => h (mentions_iff.mpr k), fun h k => h (mentions_iff.mp k)⟩
  | require w => exact mentions_iff
  | atMostWords n => exact nat_ble_iff
  | matching r => exact Regex.accepts_iff

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

/-- The test for two numbers is right. -/
theorem Relation.holds_iff {r : Relation} {a b : Number} : r.holds a b = true ↔ r.Holds a b := by
  cases r with
  | equal => exact nat_beq_iff
  | less => exact nat_ble_iff
  | atMost => exact nat_ble_iff

/-- The test for two numbers that may be missing is right. -/
theorem Relation.holdsOf_iff {r : Relation} {x y : Option Number} :
    r.holdsOf x y = true ↔ ∃ a b, x = some a ∧ y = some b ∧ r.Holds a b := by
  cases x with
  | none => exact ⟨fun h => (nomatch h), fun ⟨_, _, h, _⟩ => (nomatch h)⟩
  | some a =>
    cases y with
    | none => exact ⟨fun h => (nomatch h), fun ⟨_, _, _, h, _⟩ => (nomatch h)⟩
    | some b =>
      refine ⟨fun h => ⟨a, b, rfl, rfl, holds_iff.mp h⟩, fun ⟨c, d, hc, hd, h⟩ => ?_⟩
      rw [some_inj hc, some_inj hd]
      exact holds_iff.mpr h

/-- `only` finds the one part of a list of one. -/
theorem Part.only_iff {l : List Part} {p : Part} : Part.only l = some p ↔ l = [p] := by
  cases l with
  | nil => exact ⟨fun h => (nomatch h), fun h => (nomatch h)⟩
  | cons q l =>
    cases l with
    | nil => exact ⟨fun h => congrArg (fun x => [x]) (some_inj h), fun h => by injection h with h; rw [h]; rfl⟩
    | cons _ _ => exact ⟨fun h => (nomatch h), fun h => by injection h with _ h; exact nomatch h⟩

/-- The test for two parts that may be missing is right. -/
theorem sameText_iff {l m : List Part} : sameText (Part.only l) (Part.only m) = true ↔
    ∃ a b, l = [a] ∧ m = [b] ∧ a.text = b.text := by
  constructor
  · intro h
    cases hl : Part.only l with
    | none =>
      rw [hl] at h
      exact nomatch h
    | some a =>
      cases hm : Part.only m with
      | none =>
        rw [hl, hm] at h
        exact nomatch h
      | some b =>
        rw [hl, hm] at h
        exact ⟨a, b, Part.only_iff.mp hl, Part.only_iff.mp hm, Text.beq_iff.mp h⟩
  · intro ⟨a, b, hl, hm, h⟩
    rw [Part.only_iff.mpr hl, Part.only_iff.mpr hm]
    exact Text.beq_iff.mpr h

/-- Searching a text in a list of texts is right. -/
theorem any_beq_iff {t : Text} {l : List Text} : l.any (Text.beq t) = true ↔ t ∈ l :=
  any_iff.trans ⟨fun ⟨_, h, e⟩ => Text.beq_iff.mp e ▸ h, fun h => ⟨t, h, Text.beq_iff.mpr rfl⟩⟩

/-- The test for different texts is right. -/
theorem allDistinct_iff {l : List Text} : allDistinct l = true ↔ Distinct l := by
  induction l with
  | nil => exact ⟨fun _ => trivial, fun _ => rfl⟩
  | cons t l ih =>
    refine bool_and_iff.trans ⟨fun ⟨h, k⟩ => ⟨fun m => ?_, ih.mp k⟩, fun ⟨h, k⟩ => ⟨?_, ih.mpr k⟩⟩
    · exact bool_not_iff.mp h (any_beq_iff.mpr m)
    · exact bool_not_iff.mpr fun m => h (any_beq_iff.mp m)

/-- The test for a condition is right where nothing is missing, and where nothing is asked of the facts. -/
theorem Cond.holds_iff {P : Program} {v : Evidence} {prompt : Text} (hv : v.Right P) {c : Cond}
    {span : Part} (h : c.isDecided v.complete = true) :
    c.holds v prompt span = true ↔ c.Holds P prompt span := by
  induction c generalizing span with
  | always => exact ⟨fun _ => trivial, fun _ => rfl⟩
  | supported =>
    refine bool_and_iff.trans ⟨fun ⟨hn, ha⟩ => ⟨not_isNil_iff.mp hn, fun a hm => ?_⟩,
      fun ⟨hn, ha⟩ => ⟨not_isNil_iff.mpr hn, all_iff.mpr fun a hm => ?_⟩⟩
    · exact hv.sound a (Atom.isIn_iff.mp (all_iff.mp ha a hm))
    · exact Atom.isIn_iff.mpr (hv.complete h a (ha a hm))
  | mentions w => exact mentions_iff
  | promptMentions w => exact mentions_iff
  | inCategory r => exact Regex.accepts_iff
  | compare r x y => exact Relation.holdsOf_iff
  | sameText p q => exact sameText_iff
  | every path c ih =>
    exact all_iff.trans ⟨fun k p hp => (ih h).mp (k p hp), fun k p hp => (ih h).mpr (k p hp)⟩
  | distinct path => exact allDistinct_iff
  | visible s => exact any_beq_iff
  | inGrammar G start => exact nomatch h
  | not c ih =>
    refine bool_and_iff.trans ⟨fun ⟨_, hn⟩ k => bool_not_iff.mp hn ((ih h).mpr k), fun hn => ⟨h, ?_⟩⟩
    exact bool_not_iff.mpr fun k => hn ((ih h).mp k)
  | and c d hc hd =>
    have hc := hc (span := span) (bool_and_iff.mp h).1
    have hd := hd (span := span) (bool_and_iff.mp h).2
    exact bool_and_iff.trans ⟨fun h => ⟨hc.mp h.1, hd.mp h.2⟩, fun h => ⟨hc.mpr h.1, hd.mpr h.2⟩⟩
  | or c d hc hd =>
    have hc := hc (span := span) (bool_and_iff.mp h).1
    have hd := hd (span := span) (bool_and_iff.mp h).2
    exact bool_or_iff.trans ⟨fun h => h.elim (fun h => Or.inl (hc.mp h)) fun h => Or.inr (hd.mp h),
      fun h => h.elim (fun h => Or.inl (hc.mpr h)) fun h => Or.inr (hd.mpr h)⟩

/-- A condition that tests true holds, whatever is still unknown. -/
theorem Cond.holds_of_test {P : Program} {v : Evidence} {prompt : Text} (hv : v.Right P) {c : Cond}
    {span : Part} (h : c.holds v prompt span = true) : c.Holds P prompt span := by
  induction c generalizing span with
  | supported =>
    have h := bool_and_iff.mp h
    exact ⟨not_isNil_iff.mp h.1, fun a hm => hv.sound a (Atom.isIn_iff.mp (all_iff.mp h.2 a hm))⟩
  | every path c ih => exact fun p hp => ih (all_iff.mp h p hp)
  | not c _ =>
    have h := bool_and_iff.mp h
    exact fun k => bool_not_iff.mp h.2 ((Cond.holds_iff hv h.1).mpr k)
  | inGrammar G start => exact lang_of_any_replay h
  | and c d ihc ihd =>
    have h := bool_and_iff.mp h
    exact ⟨ihc h.1, ihd h.2⟩
  | or c d ihc ihd => exact (bool_or_iff.mp h).elim (fun h => Or.inl (ihc h)) fun h => Or.inr (ihd h)
  | _ => exact (Cond.holds_iff hv rfl).mp h

/-- A condition that is decided whatever follows does not depend on the program at all. -/
theorem Cond.holds_iff_of_isDecided {P Q : Program} {prompt : Text} {span : Part} {c : Cond}
    (hc : c.isDecided false = true) : c.Holds P prompt span ↔ c.Holds Q prompt span := by
  have test {R : Program} : c.holds ⟨[], false, []⟩ prompt span = true ↔ c.Holds R prompt span :=
    Cond.holds_iff ⟨fun _ h => absurd h not_mem_nil, fun (h : false = true) => nomatch h⟩ hc
  exact test.symm.trans test

/-! ## Parses -/

/-- A parse whose conditions test true keeps to its conditions. -/
theorem Tree.holds_of_test {P : Program} {v : Evidence} {prompt : Text} (hv : v.Right P) {x : Tree}
    {names : Scopes} (h : x.holds v prompt names = true) : x.Holds P prompt names := by
  induction x generalizing names with
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
    exact ⟨Cond.holds_of_test hv h.1, Cond.holds_of_test hv k.1, ha k.2⟩
  | mark m a ha => exact ha h

/-- Where nothing is missing, the test of a parse is a decision. -/
theorem Tree.holds_iff {P : Program} {v : Evidence} {prompt : Text} (hv : v.Right P) {s : Shape} {x : Tree}
    (hx : Fits s x) (hs : s.isDecided v.complete = true) {names : Scopes} :
    x.holds v prompt names = true ↔ x.Holds P prompt names := by
  refine ⟨holds_of_test hv, fun h => ?_⟩
  induction hx generalizing names with
  | lex _ => rfl
  | slot _ => rfl
  | seq _ _ iha ihb =>
    have hs := bool_and_iff.mp hs
    exact bool_and_iff.mpr ⟨iha hs.1 h.1, ihb hs.2 h.2⟩
  | left _ ih => exact ih (bool_and_iff.mp hs).1 h
  | right _ ih => exact ih (bool_and_iff.mp hs).2 h
  | stop => rfl
  | more _ _ _ iha ihb => exact bool_and_iff.mpr ⟨iha hs h.1, ihb hs h.2⟩
  | claim _ ih => exact ih hs h
  | derive _ ih =>
    have hs := bool_and_iff.mp hs
    have ht := bool_and_iff.mp hs.2
    exact bool_and_iff.mpr ⟨(Cond.holds_iff hv hs.1).mpr h.1,
      bool_and_iff.mpr ⟨(Cond.holds_iff hv ht.1).mpr h.2.1, ih ht.2 h.2.2⟩⟩
  | mark _ ih => exact ih hs h

/-- `oneParse` accepts lists of one. -/
theorem oneParse_iff {v : Evidence} {prompt : Text} {l : List Tree} :
    oneParse v prompt l = true ↔ ∃ x, l = [x] ∧ x.holds v prompt .empty = true := by
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

/-- What the check says, taken apart. -/
theorem admitsKnowing_parts {v : Evidence} {P : Program} {c : Context} {output : Text} :
    admitsKnowing v P c output = true ↔
      ∃ answer, AnswerIn P c output answer ∧ (∀ l, l ∈ P.limits → l.Holds answer) ∧
        (∀ l, l ∈ c.said → l.Holds answer) ∧
        ∃ x, whole (P.output.parse answer) = [x] ∧ x.holds v c.prompt .empty = true := by
  have unfolded : admitsKnowing v P c output = (match answerIn? P c output with
      | none => false
      | some answer => P.limits.all (Limit.holds answer) && (c.said.all (Limit.holds answer) &&
          oneParse v c.prompt (whole (P.output.parse answer)))) := rfl
  rw [unfolded]
  constructor
  · intro h
    cases hd : answerIn? P c output with
    | none =>
      rw [hd] at h
      exact nomatch h
    | some answer =>
      rw [hd] at h
      obtain ⟨hl, h⟩ := bool_and_iff.mp h
      obtain ⟨hs, h⟩ := bool_and_iff.mp h
      exact ⟨answer, answerIn?_iff.mp hd, Limit.all_holds_iff.mp hl, Limit.all_holds_iff.mp hs,
        oneParse_iff.mp h⟩
  · intro ⟨answer, ho, hl, hs, h⟩
    rw [answerIn?_iff.mpr ho]
    exact bool_and_iff.mpr ⟨Limit.all_holds_iff.mpr hl,
      bool_and_iff.mpr ⟨Limit.all_holds_iff.mpr hs, oneParse_iff.mpr h⟩⟩

/-- What passes the check is admitted, whatever is still unknown. -/
theorem admits_of_admitsKnowing {v : Evidence} {P : Program} {c : Context} {output : Text}
    (hv : v.Right P) (h : admitsKnowing v P c output = true) : Admits P c output := by
  obtain ⟨answer, ho, hl, hsaid, x, hw, hx⟩ := admitsKnowing_parts.mp h
  obtain ⟨hf, hy, hu⟩ := whole_parse_eq_single_iff.mp hw
  exact ⟨answer, ho, x, hf, hy, hu, Tree.holds_of_test hv hx, hl, hsaid⟩

/-- With all that follows known, and nothing asked that needs a witness, the check is a decision. -/
theorem admitsKnowing_iff {v : Evidence} {P : Program} {c : Context} {output : Text} (hv : v.Right P)
    (hd : P.output.isDecided v.complete = true) : admitsKnowing v P c output = true ↔ Admits P c output := by
  refine ⟨admits_of_admitsKnowing hv, fun ⟨answer, ho, x, hf, hy, hu, hx, hl, hsaid⟩ => ?_⟩
  exact admitsKnowing_parts.mpr ⟨answer, ho, hl, hsaid, x,
    whole_parse_eq_single_iff.mpr ⟨hf, hy, hu⟩, (Tree.holds_iff hv hf hd).mpr hx⟩

/-- A witness shows only what is so. -/
theorem Witness.evidence_right {P : Program} (w : Witness) : (w.evidence P).Right P :=
  ⟨fun _ => derivable_of_mem_derived, fun (h : false = true) => nomatch h⟩

/-- **An accepted output is admitted**, whatever the witness. -/
theorem Accepted.admits {P : Program} {c : Context} {output : Text} {w : Witness}
    (h : Accepted P c output w) : Admits P c output :=
  admits_of_admitsKnowing w.evidence_right h

end DetLM
