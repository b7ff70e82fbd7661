import DetLM.Thm.Check

/-!
# What admission promises

The headlines, each in one sentence, about everything that a program admits.

## Main definitions

* `Tree.spans`: the spans of a parse, with where they stand and the conditions of their rules
* `Cond.conjuncts`: what a condition asks for in any case
* `Cond.asksSupport`: a condition that cannot hold of a span with an unsupported claim
* `Shape.isMonotone`: nothing in a shape asks that something does *not* follow

## Main results

* `output_has_one_parse`, `output_starts_with_preface`, `thinking_changes_nothing`
* `every_condition_of_every_span_holds`, `compared_numbers_are_right`,
  `text_is_derived_by_its_grammar`
* `accepted_claims_follow`, `unsupported_claim_is_never_said`
* `forbidden_word_is_never_said`, `required_word_is_always_said`, `answer_is_never_too_long`,
  `answer_has_the_required_form`
* `model_written_constraints_only_tighten`, `more_limits_never_allow_more`
* `more_facts_never_allow_less`

That names are used where they are bound is `used_name_was_bound_before` in `DetLM.Thm.Scopes`.
-/

namespace DetLM

/-! ## The parse -/

/-- An admitted output has one answer, and that has one parse of the program's shape. -/
theorem output_has_one_parse {P : Program} {c : Context} {output : Text} (h : Admits P c output) :
    ∃ tree, (Fits P.output tree ∧ AnswerIn P c output tree.yield) ∧
      ∀ other, Fits P.output other ∧ AnswerIn P c output other.yield → other = tree := by
  obtain ⟨answer, ho, tree, hf, hy, hu, _⟩ := h
  exact ⟨tree, ⟨hf, hy ▸ ho⟩, fun other hother => hu other hother.1 (hother.2.unique ho)⟩

/-- An admitted output starts with the model's own constraint lines. -/
theorem output_starts_with_preface {P : Program} {c : Context} {output : Text}
    (h : Admits P c output) : ∃ rest, output = c.preface ++ rest := by
  obtain ⟨_, ⟨rest, ho, _⟩, _⟩ := h
  exact ⟨rest, ho⟩

/-- What stands before the marker decides nothing: other thoughts before the same answer are admitted too. -/
theorem thinking_changes_nothing {P : Program} {c : Context} {marker answer x y thinking other : Text}
    (hm : P.after = some marker) (hx : FirstMarker marker x thinking answer)
    (hy : FirstMarker marker y other answer) (h : Admits P c (c.preface ++ x)) :
    Admits P c (c.preface ++ y) := by
  have there {text thinking : Text} (h : FirstMarker marker text thinking answer) :
      AnswerIn P c (c.preface ++ text) answer :=
    ⟨text, rfl, hm ▸ (⟨thinking, h⟩ : AnswerAfter text answer (some marker))⟩
  obtain ⟨a, ho, ha⟩ := h
  exact ⟨answer, there hy, (there hx).unique ho ▸ ha⟩

/-- Every parse of an admitted output keeps to its conditions. -/
theorem parse_holds {P : Program} {c : Context} {output : Text} (h : Admits P c output)
    {tree : Tree} (hf : Fits P.output tree) (hy : AnswerIn P c output tree.yield) :
    tree.Holds P c.prompt .empty := by
  obtain ⟨answer, ho, x, _, _, hu, hx, _⟩ := h
  rw [hu tree hf (hy.unique ho)]
  exact hx

/-! ## Spans -/

/-- A span of a parse, with the conditions of its rule. -/
structure Span where
  /-- The text of the answer before it. -/
  before : Text
  /-- The rule's `given`. -/
  premise : Cond
  /-- The rule's `ensure`. -/
  duty : Cond
  /-- The span itself, with the names in scope where it begins. -/
  part : Part

/-- The spans of a parse that begins behind a text, with these names in scope. -/
def Tree.spansFrom : Tree → (before : Text) → (names : Scopes) → List Span
  | leaf _, _, _ => []
  | slot _ _, _, _ => []
  | seq a b, t, names => a.spansFrom t names ++ b.spansFrom (t ++ a.yield) (names.past a)
  | left a, t, names => a.spansFrom t names
  | right a, t, names => a.spansFrom t names
  | stop, _, _ => []
  | more a b, t, names => a.spansFrom t names ++ b.spansFrom (t ++ a.yield) (names.past a)
  | claim _ a, t, names => a.spansFrom t names
  | derive g e a, t, names => ⟨t, g, e, ⟨names, a⟩⟩ :: a.spansFrom t names
  | mark _ a, t, names => a.spansFrom t names

/-- The spans of a whole answer. -/
def Tree.spans (x : Tree) : List Span := x.spansFrom [] .empty

/-- A parse keeps to its conditions exactly if each of its spans does. -/
theorem Tree.holds_iff_spans {P : Program} {prompt : Text} {x : Tree} {t : Text} {names : Scopes} :
    x.Holds P prompt names ↔ ∀ s, s ∈ x.spansFrom t names →
      s.premise.Holds P prompt s.part ∧ s.duty.Holds P prompt s.part := by
  have both {l m : List Span} {p q : Prop}
      (ha : p ↔ ∀ s, s ∈ l → s.premise.Holds P prompt s.part ∧ s.duty.Holds P prompt s.part)
      (hb : q ↔ ∀ s, s ∈ m → s.premise.Holds P prompt s.part ∧ s.duty.Holds P prompt s.part) :
      p ∧ q ↔ ∀ s, s ∈ l ++ m → s.premise.Holds P prompt s.part ∧ s.duty.Holds P prompt s.part :=
    ⟨fun h s hs => (mem_append_iff.mp hs).elim (ha.mp h.1 s) (hb.mp h.2 s),
      fun h => ⟨ha.mpr fun s hs => h s (mem_append_iff.mpr (Or.inl hs)),
        hb.mpr fun s hs => h s (mem_append_iff.mpr (Or.inr hs))⟩⟩
  induction x generalizing t names with
  | leaf t => exact ⟨fun _ _ h => absurd h not_mem_nil, fun _ => trivial⟩
  | slot k t => exact ⟨fun _ _ h => absurd h not_mem_nil, fun _ => trivial⟩
  | seq a b ha hb => exact both ha hb
  | left a ha => exact ha
  | right a ha => exact ha
  | stop => exact ⟨fun _ _ h => absurd h not_mem_nil, fun _ => trivial⟩
  | more a b ha hb => exact both ha hb
  | claim r a ha => exact ha
  | derive g e a ha =>
    constructor
    · intro h s hs
      cases mem_cons_iff.mp hs with
      | inl k =>
        rw [k]
        exact ⟨h.1, h.2.1⟩
      | inr hs => exact ha.mp h.2.2 s hs
    · intro h
      have here := h ⟨t, g, e, ⟨names, a⟩⟩ mem_head
      exact ⟨here.1, here.2, ha.mpr fun s hs => h s (mem_tail hs)⟩
  | mark m a ha => exact ha

/-- In an admitted output the conditions of every rule hold of every span that it made. -/
theorem every_condition_of_every_span_holds {P : Program} {c : Context} {output : Text}
    (h : Admits P c output) {tree : Tree} (hf : Fits P.output tree)
    (hy : AnswerIn P c output tree.yield) {s : Span} (hs : s ∈ tree.spans) :
    s.premise.Holds P c.prompt s.part ∧ s.duty.Holds P c.prompt s.part :=
  Tree.holds_iff_spans.mp (parse_holds h hf hy) s hs

/-- What a condition asks for in any case. -/
def Cond.conjuncts : Cond → List Cond
  | and c d => c.conjuncts ++ d.conjuncts
  | c => [c]

/-- Where a condition holds, so does all it asks for in any case. -/
theorem Cond.holds_of_mem_conjuncts {P : Program} {prompt : Text} {span : Part} {c d : Cond}
    (h : c.Holds P prompt span) (hd : d ∈ c.conjuncts) : d.Holds P prompt span := by
  induction c with
  | and a b ha hb => exact (mem_append_iff.mp hd).elim (ha h.1) (hb h.2)
  | _ => exact mem_single_iff.mp hd ▸ h

/-- Numbers that a span must have equal or in order are there, and are equal or in order. -/
theorem compared_numbers_are_right {P : Program} {c : Context} {output : Text} (h : Admits P c output)
    {tree : Tree} (hf : Fits P.output tree) (hy : AnswerIn P c output tree.yield) {s : Span}
    (hs : s ∈ tree.spans) {r : Relation} {x y : Expr} (hd : .compare r x y ∈ s.duty.conjuncts) :
    ∃ a b, x.value s.part = some a ∧ y.value s.part = some b ∧ r.Holds a b :=
  Cond.holds_of_mem_conjuncts (every_condition_of_every_span_holds h hf hy hs).2 hd

/-- The text of a span that must be in a grammar is derived by it. -/
theorem text_is_derived_by_its_grammar {P : Program} {c : Context} {output : Text} (h : Admits P c output)
    {tree : Tree} (hf : Fits P.output tree) (hy : AnswerIn P c output tree.yield) {s : Span}
    (hs : s ∈ tree.spans) {G : Grammar} {start : Nat} (hd : .inGrammar G start ∈ s.duty.conjuncts) :
    G.Lang start s.part.text :=
  Cond.holds_of_mem_conjuncts (every_condition_of_every_span_holds h hf hy hs).2 hd

/-- Whether a condition holds only of spans whose claims follow. -/
def Cond.asksSupport : Cond → Bool
  | supported => true
  | and c d => c.asksSupport || d.asksSupport
  | or c d => c.asksSupport && d.asksSupport
  | always => false
  | mentions _ => false
  | promptMentions _ => false
  | inCategory _ => false
  | compare _ _ _ => false
  | sameText _ _ => false
  | every _ _ => false
  | distinct _ => false
  | visible _ => false
  | inGrammar _ _ => false
  | not _ => false

/-- Such a condition holds only of spans whose claims follow. -/
theorem supported_of_asksSupport {P : Program} {prompt : Text} {span : Part} {c : Cond}
    (hc : c.asksSupport = true) (h : c.Holds P prompt span) :
    span.tree.claims ≠ [] ∧ ∀ a, a ∈ span.tree.claims → Derivable P.facts P.rules a := by
  induction c with
  | supported => exact h
  | and c d ihc ihd => exact (bool_or_iff.mp hc).elim (fun k => ihc k h.1) fun k => ihd k h.2
  | or c d ihc ihd =>
    have hc := bool_and_iff.mp hc
    exact h.elim (ihc hc.1) (ihd hc.2)
  | _ => exact nomatch hc

/-- In an admitted output every claim of a span that must be supported follows from facts and rules. -/
theorem admitted_claims_follow {P : Program} {c : Context} {output : Text} (h : Admits P c output)
    {tree : Tree} (hf : Fits P.output tree) (hy : AnswerIn P c output tree.yield) {s : Span}
    (hs : s ∈ tree.spans) (hd : s.duty.asksSupport = true) {a : Atom} (ha : a ∈ s.part.tree.claims) :
    Derivable P.facts P.rules a :=
  (supported_of_asksSupport hd (every_condition_of_every_span_holds h hf hy hs).2).2 a ha

/-- In an accepted output every claim of a span that must be supported follows from facts and rules. -/
theorem accepted_claims_follow {P : Program} {c : Context} {output : Text} {w : Witness}
    (h : Accepted P c output w) {tree : Tree} (hf : Fits P.output tree)
    (hy : AnswerIn P c output tree.yield) {s : Span} (hs : s ∈ tree.spans)
    (hd : s.duty.asksSupport = true) {a : Atom} (ha : a ∈ s.part.tree.claims) :
    Derivable P.facts P.rules a :=
  admitted_claims_follow h.admits hf hy hs hd ha

/-- No witness makes a claim accepted that does not follow, where support is asked. -/
theorem unsupported_claim_is_never_said {P : Program} {c : Context} {output : Text} {tree : Tree}
    (hf : Fits P.output tree) (hy : AnswerIn P c output tree.yield) {s : Span}
    (hs : s ∈ tree.spans) (hd : s.duty.asksSupport = true) {a : Atom} (ha : a ∈ s.part.tree.claims)
    (hn : ¬ Derivable P.facts P.rules a) (w : Witness) : ¬ Accepted P c output w :=
  fun h => hn (accepted_claims_follow h hf hy hs hd ha)

/-! ## Limits -/

/-- An admitted answer keeps to the limits of the program, and to those that the model wrote. -/
theorem answer_keeps_to_limits {P : Program} {c : Context} {output answer : Text}
    (h : Admits P c output) (ha : AnswerIn P c output answer) {l : Limit}
    (hl : l ∈ P.limits ∨ l ∈ c.said) : l.Holds answer := by
  obtain ⟨a, ho, _, _, _, _, _, hp, hs⟩ := h
  rw [ha.unique ho]
  exact hl.elim (hp l) (hs l)

/-- An answer never says a forbidden word. -/
theorem forbidden_word_is_never_said {P : Program} {c : Context} {output answer word : Text}
    (hw : Limit.forbid word ∈ P.limits ∨ Limit.forbid word ∈ c.said)
    (ha : AnswerIn P c output answer) (hm : Mentions word answer) : ¬ Admits P c output :=
  fun h => answer_keeps_to_limits h ha hw hm

/-- An answer always says a required word. -/
theorem required_word_is_always_said {P : Program} {c : Context} {output answer word : Text}
    (hw : Limit.require word ∈ P.limits ∨ Limit.require word ∈ c.said)
    (ha : AnswerIn P c output answer) (h : Admits P c output) : Mentions word answer :=
  answer_keeps_to_limits h ha hw

/-- An answer never has more words than it may have. -/
theorem answer_is_never_too_long {P : Program} {c : Context} {output answer : Text} {count : Nat}
    (hw : Limit.atMostWords count ∈ P.limits ∨ Limit.atMostWords count ∈ c.said)
    (ha : AnswerIn P c output answer) (h : Admits P c output) : wordCount answer ≤ count :=
  answer_keeps_to_limits h ha hw

/-- An answer is always in the categories that it must be in. -/
theorem answer_has_the_required_form {P : Program} {c : Context} {output answer : Text} {r : Regex}
    (hr : Limit.matching r ∈ P.limits ∨ Limit.matching r ∈ c.said)
    (ha : AnswerIn P c output answer) (h : Admits P c output) : r.Lang answer :=
  answer_keeps_to_limits h ha hr

/-- Further limits never allow more. -/
theorem more_limits_never_allow_more {P : Program} {c : Context} {limits said : List Limit}
    {output : Text} (hl : ∀ l, l ∈ limits → l ∈ P.limits) (hs : ∀ l, l ∈ said → l ∈ c.said)
    (h : Admits P c output) : Admits { P with limits := limits } { c with said := said } output := by
  obtain ⟨answer, ho, tree, hf, hy, hu, hx, hp, hc⟩ := h
  refine ⟨answer, ho, tree, hf, hy, hu, ?_, fun l h => hp l (hl l h), fun l h => hc l (hs l h)⟩
  have same {x : Cond} {span : Part} :
      x.Holds P c.prompt span → x.Holds { P with limits := limits } c.prompt span :=
    (Cond.holds_congr (P := P) (Q := { P with limits := limits }) rfl rfl).mp
  exact (Tree.holds_iff_spans (t := [])).mpr fun s h =>
    ⟨same (Tree.holds_iff_spans.mp hx s h).1, same (Tree.holds_iff_spans.mp hx s h).2⟩

/-- What the model writes down as its own constraints can only tighten: what follows them was admitted too. -/
theorem model_written_constraints_only_tighten {P : Program} {prompt preface rest : Text}
    {said : List Limit} (h : Admits P ⟨prompt, preface, said⟩ (preface ++ rest)) :
    Admits P ⟨prompt, [], []⟩ rest := by
  obtain ⟨answer, ⟨text, ho, ha⟩, tree, hf, hy, hu, hx, hp, _⟩ := h
  rw [append_cancel_left ho]
  exact ⟨answer, ⟨text, rfl, ha⟩, tree, hf, hy, hu, hx, hp, fun _ h => absurd h not_mem_nil⟩

/-! ## More facts -/

/-- Nothing in a condition asks that something does not follow. -/
def Cond.isMonotone : Cond → Bool
  | always => true
  | supported => true
  | mentions _ => true
  | promptMentions _ => true
  | inCategory _ => true
  | compare _ _ _ => true
  | sameText _ _ => true
  | every _ c => c.isMonotone
  | distinct _ => true
  | visible _ => true
  | inGrammar _ _ => true
  | not c => c.isDecided false
  | and c d => c.isMonotone && d.isMonotone
  | or c d => c.isMonotone && d.isMonotone

/-- Nothing in a shape asks that something does not follow. -/
def Shape.isMonotone : Shape → Bool
  | lex _ => true
  | slot _ _ => true
  | seq a b => a.isMonotone && b.isMonotone
  | alt a b => a.isMonotone && b.isMonotone
  | upTo _ a => a.isMonotone
  | claim _ a => a.isMonotone
  | derive g e a => g.isMonotone && (e.isMonotone && a.isMonotone)
  | mark _ a => a.isMonotone

/-- More facts and rules never make a monotone condition fail. -/
theorem Cond.holds_mono {P Q : Program} (hf : ∀ a, a ∈ P.facts → a ∈ Q.facts)
    (hr : ∀ r, r ∈ P.rules → r ∈ Q.rules) {prompt : Text} {span : Part} {c : Cond}
    (hc : c.isMonotone = true) (h : c.Holds P prompt span) : c.Holds Q prompt span := by
  induction c generalizing span with
  | supported => exact ⟨h.1, fun a ha => (h.2 a ha).mono hf hr⟩
  | every path c ih => exact fun p hp => ih hc (h p hp)
  | not c _ => exact fun k => h ((Cond.holds_iff_of_isDecided hc).mpr k)
  | and c d ihc ihd =>
    have hc := bool_and_iff.mp hc
    exact ⟨ihc hc.1 h.1, ihd hc.2 h.2⟩
  | or c d ihc ihd =>
    have hc := bool_and_iff.mp hc
    exact h.elim (fun h => Or.inl (ihc hc.1 h)) fun h => Or.inr (ihd hc.2 h)
  | _ => exact h

/-- More facts and rules never make a parse of a monotone shape fail. -/
theorem Tree.holds_mono {P Q : Program} (hf : ∀ a, a ∈ P.facts → a ∈ Q.facts)
    (hr : ∀ r, r ∈ P.rules → r ∈ Q.rules) {prompt : Text} {s : Shape} {x : Tree} (hx : Fits s x)
    (hs : s.isMonotone = true) {names : Scopes} (h : x.Holds P prompt names) : x.Holds Q prompt names := by
  induction hx generalizing names with
  | lex _ => trivial
  | slot _ => trivial
  | seq _ _ iha ihb =>
    have hs := bool_and_iff.mp hs
    exact ⟨iha hs.1 h.1, ihb hs.2 h.2⟩
  | left _ ih => exact ih (bool_and_iff.mp hs).1 h
  | right _ ih => exact ih (bool_and_iff.mp hs).2 h
  | stop => trivial
  | more _ _ _ iha ihb => exact ⟨iha hs h.1, ihb hs h.2⟩
  | claim _ ih => exact ih hs h
  | mark _ ih => exact ih hs h
  | derive _ ih =>
    have hs := bool_and_iff.mp hs
    have ht := bool_and_iff.mp hs.2
    exact ⟨Cond.holds_mono hf hr hs.1 h.1, Cond.holds_mono hf hr ht.1 h.2.1, ih ht.2 h.2.2⟩

/-- More facts and rules, where shape, limits, marker and context stay as they are, never allow less, if nothing
in the shape asks that something does not follow. Facts from which a reader makes further categories change the
shape: `more_facts_never_allow_less_if_unambiguous` in `DetLM.Thm.Composition`. -/
theorem more_facts_never_allow_less {P : Program} {facts : List Atom} {rules : List Rule}
    (hP : P.output.isMonotone = true) (hf : ∀ a, a ∈ P.facts → a ∈ facts)
    (hr : ∀ r, r ∈ P.rules → r ∈ rules) {c : Context} {output : Text} (h : Admits P c output) :
    Admits { P with facts := facts, rules := rules } c output := by
  obtain ⟨answer, ho, tree, ht, hy, hu, hx, hp, hs⟩ := h
  exact ⟨answer, ho, tree, ht, hy, hu,
    Tree.holds_mono (Q := { P with facts := facts, rules := rules }) hf hr ht hP hx, hp, hs⟩

end DetLM
