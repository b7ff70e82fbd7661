import DetLM.Spec.Composition
import DetLM.Thm.Options

/-!
# What "and", "or", "then", rules and imports do to what is admitted

## Main results

* `Shape.admits_alt_iff`, `Shape.admits_seq_iff`, `Shape.admits_derive_iff`: "or", "then", and a rule
* `admits_limitedBy_iff`: "and": further limits take away exactly what does not keep to them
* `admits_iff_of_same_consequences`: only what follows counts, not how facts and rules are written
* `import_never_allows_less`, `import_of_consequences_changes_nothing`, `order_of_imports_does_not_matter`,
  `importing_twice_is_importing_once`: imports
* `admits_join_iff`, `join_takes_away_what_breaks_limits`: facts, rules and limits together
* `more_facts_never_allow_less_if_unambiguous`: facts that make categories grow, or come with new sentences
* `more_options_never_allow_less_if_unambiguous`: the same of options, whatever conditions ask

The reader computes the slots of sentences from the facts, and reads some constraint lines by them ("Mention
only ann."). So one fact more can give an answer a second parse, or a line another meaning:
`more_facts_never_allow_less` is about facts and rules alone, and `more_facts_never_allow_less_if_unambiguous`
says what is needed where the shape grows with them. That its hypothesis is needed shows an example in
`DetLMTest.Spec.Composition`.
-/

namespace DetLM

/-! ## What is admitted, shape by shape -/

/-- What a program admits as an answer is what its shape admits and what keeps to the limits. -/
theorem admitsAnswer_iff {P : Program} {prompt : Text} {said : List Limit} {t : Text} :
    AdmitsAnswer P prompt said t ↔ P.output.Admits P prompt .empty t ∧
      (∀ l, l ∈ P.limits → l.Holds t) ∧ ∀ l, l ∈ said → l.Holds t :=
  ⟨fun ⟨x, hf, hy, hu, hx, hp, hs⟩ => ⟨⟨x, hf, hy, hu, hx⟩, hp, hs⟩,
    fun ⟨⟨x, hf, hy, hu, hx⟩, hp, hs⟩ => ⟨x, hf, hy, hu, hx, hp, hs⟩⟩

namespace Shape

variable {P : Program} {prompt : Text} {names : Scopes} {a b : Shape} {t : Text}

/-- A category admits its texts. -/
theorem admits_lex_iff {r : Regex} : (lex r).Admits P prompt names t ↔ r.Lang t := by
  refine ⟨fun ⟨x, hx, e, _⟩ => ?_, fun h => ⟨.leaf t, .lex h, rfl, fun y hy e => ?_, trivial⟩⟩
  · cases hx with
    | lex h => exact e ▸ h
  · cases hy with
    | lex h => exact congrArg Tree.leaf e

/-- Where a constructor keeps the text and asks one thing more, so does what is admitted. -/
theorem admits_wrap_iff {s : Shape} {f : Tree → Tree} (hf : ∀ x y, f x = f y → x = y)
    (hs : ∀ x, Fits s x ↔ ∃ y, Fits a y ∧ x = f y) (hy : ∀ x, (f x).yield = x.yield)
    {C : Tree → Prop} (hh : ∀ x, (f x).Holds P prompt names ↔ C x ∧ x.Holds P prompt names) :
    s.Admits P prompt names t ↔ a.Admits P prompt names t ∧ ∀ x, Fits a x → x.yield = t → C x := by
  constructor
  · intro ⟨x, hx, e, hu, h⟩
    obtain ⟨y, hy', rfl⟩ := (hs x).mp hx
    have unique (z : Tree) (hz : Fits a z) (ez : z.yield = t) : z = y :=
      hf _ _ (hu (f z) ((hs _).mpr ⟨z, hz, rfl⟩) ((hy z).trans ez))
    have h := (hh y).mp h
    exact ⟨⟨y, hy', (hy y).symm.trans e, unique, h.2⟩, fun z hz ez => unique z hz ez ▸ h.1⟩
  · intro ⟨⟨y, hy', e, hu, h⟩, c⟩
    refine ⟨f y, (hs _).mpr ⟨y, hy', rfl⟩, (hy y).trans e, fun other ho eo => ?_, (hh y).mpr ⟨c y hy' e, h⟩⟩
    obtain ⟨z, hz, rfl⟩ := (hs other).mp ho
    rw [hu z hz ((hy z).symm.trans eo)]

/-- A sentence admits what is admitted in it. -/
theorem admits_claim_iff {r : Text} :
    (claim r a).Admits P prompt names t ↔ a.Admits P prompt names t :=
  (admits_wrap_iff (C := fun _ => True) (fun _ _ e => by injection e) (fun _ => fits_claim_iff) (fun _ => rfl)
    fun _ => ⟨fun h => ⟨trivial, h⟩, And.right⟩).trans ⟨And.left, fun h => ⟨h, fun _ _ _ => trivial⟩⟩

/-- A marked part admits what is admitted in it: marks say what names and paths mean elsewhere. -/
theorem admits_mark_iff {m : Mark} :
    (mark m a).Admits P prompt names t ↔ a.Admits P prompt names t :=
  (admits_wrap_iff (C := fun _ => True) (fun _ _ e => by injection e) (fun _ => fits_mark_iff) (fun _ => rfl)
    fun _ => ⟨fun h => ⟨trivial, h⟩, And.right⟩).trans ⟨And.left, fun h => ⟨h, fun _ _ _ => trivial⟩⟩

/-- **A rule**: a span is admitted if what it is made of is, and the conditions hold of it. -/
theorem admits_derive_iff {g e : Cond} : (derive g e a).Admits P prompt names t ↔
    a.Admits P prompt names t ∧ ∀ x, Fits a x → x.yield = t →
      g.Holds P prompt ⟨names, x⟩ ∧ e.Holds P prompt ⟨names, x⟩ :=
  admits_wrap_iff (fun _ _ e => by injection e) (fun _ => fits_derive_iff) (fun _ => rfl)
    fun _ => (and_assoc).symm

/-- **"Or"**: a choice admits what one side admits and the other does not read. -/
theorem admits_alt_iff : (alt a b).Admits P prompt names t ↔
    (a.Admits P prompt names t ∧ ¬ b.Reads t) ∨ (b.Admits P prompt names t ∧ ¬ a.Reads t) := by
  constructor
  · intro ⟨x, hx, e, hu, h⟩
    cases hx with
    | @left _ _ x hx =>
      refine Or.inl ⟨⟨x, hx, e, fun y hy ey => ?_, h⟩, fun ⟨y, hy, ey⟩ => nomatch hu _ (.right hy) ey⟩
      injection hu _ (.left hy) ey
    | @right _ _ x hx =>
      refine Or.inr ⟨⟨x, hx, e, fun y hy ey => ?_, h⟩, fun ⟨y, hy, ey⟩ => nomatch hu _ (.left hy) ey⟩
      injection hu _ (.right hy) ey
  · intro h
    cases h with
    | inl h =>
      obtain ⟨⟨x, hx, e, hu, h⟩, no⟩ := h
      refine ⟨.left x, .left hx, e, fun y hy ey => ?_, h⟩
      cases hy with
      | left hy => exact congrArg Tree.left (hu _ hy ey)
      | right hy => exact absurd ⟨_, hy, ey⟩ no
    | inr h =>
      obtain ⟨⟨x, hx, e, hu, h⟩, no⟩ := h
      refine ⟨.right x, .right hx, e, fun y hy ey => ?_, h⟩
      cases hy with
      | left hy => exact absurd ⟨_, hy, ey⟩ no
      | right hy => exact congrArg Tree.right (hu _ hy ey)

/-- **"Then"**: a sequence admits what can be cut in one way only, if the first part is admitted and the
second is admitted where the names of the first are in scope. -/
theorem admits_seq_iff : (seq a b).Admits P prompt names t ↔ ∃ x v, Fits a x ∧ t = x.yield ++ v ∧
    a.Admits P prompt names x.yield ∧ b.Admits P prompt (names.past x) v ∧
    ∀ u w, t = u ++ w → a.Reads u → b.Reads w → u = x.yield := by
  constructor
  · intro ⟨z, hz, e, hu, h⟩
    cases hz with
    | @seq _ _ x y hx hy =>
      have e : x.yield ++ y.yield = t := e
      have first (x' : Tree) (hx' : Fits a x') (e' : x'.yield = x.yield) : x' = x := by
        have k := hu _ (.seq hx' hy) (by show x'.yield ++ y.yield = t; rw [e', e])
        injection k
      have second (y' : Tree) (hy' : Fits b y') (e' : y'.yield = y.yield) : y' = y := by
        have k := hu _ (.seq hx hy') (by show x.yield ++ y'.yield = t; rw [e', e])
        injection k
      refine ⟨x, y.yield, hx, e.symm, ⟨x, hx, rfl, first, h.1⟩, ⟨y, hy, rfl, second, h.2⟩, ?_⟩
      intro u w et ⟨x', hx', eu⟩ ⟨y', hy', ew⟩
      have k := hu _ (.seq hx' hy') (by show x'.yield ++ y'.yield = t; rw [eu, ew, et])
      injection k with k _
      exact k ▸ eu.symm
  · intro ⟨x, v, hx, e, ⟨x', hx', ex, hux, hh⟩, ⟨y, hy, ey, huy, hk⟩, cut⟩
    have same : x = x' := hux x hx rfl
    subst same
    refine ⟨.seq x y, .seq hx hy, by show x.yield ++ y.yield = t; rw [ey, e], fun z hz ez => ?_, hh, hk⟩
    cases hz with
    | @seq _ _ x' y' hx' hy' =>
      have ez : x'.yield ++ y'.yield = t := ez
      have k := cut _ _ ez.symm ⟨x', hx', rfl⟩ ⟨y', hy', rfl⟩
      have ex := hux x' hx' k
      subst ex
      have ey' : y'.yield = v := append_cancel_left (ez.trans e)
      rw [huy y' hy' ey']

end Shape

/-! ## What follows, and limits -/

/-- What is asked depends on nothing of a program but on what follows from its facts and rules. -/
theorem Cond.holds_iff_of_derivable {P Q : Program}
    (h : ∀ a, Derivable P.facts P.rules a ↔ Derivable Q.facts Q.rules a) {prompt : Text} {span : Part}
    {c : Cond} : c.Holds P prompt span ↔ c.Holds Q prompt span := by
  induction c generalizing span with
  | supported =>
    exact ⟨fun k => ⟨k.1, fun a ha => (h a).mp (k.2 a ha)⟩, fun k => ⟨k.1, fun a ha => (h a).mpr (k.2 a ha)⟩⟩
  | every path c ih => exact ⟨fun h p hp => ih.mp (h p hp), fun h p hp => ih.mpr (h p hp)⟩
  | not c ih => exact ⟨fun h k => h (ih.mpr k), fun h k => h (ih.mp k)⟩
  | and c d ihc ihd => exact ⟨fun h => ⟨ihc.mp h.1, ihd.mp h.2⟩, fun h => ⟨ihc.mpr h.1, ihd.mpr h.2⟩⟩
  | or c d ihc ihd =>
    exact ⟨fun h => h.elim (fun h => Or.inl (ihc.mp h)) fun h => Or.inr (ihd.mp h),
      fun h => h.elim (fun h => Or.inl (ihc.mpr h)) fun h => Or.inr (ihd.mpr h)⟩
  | _ => exact Iff.rfl

/-- So it is with a whole parse. -/
theorem Tree.holds_iff_of_derivable {P Q : Program}
    (h : ∀ a, Derivable P.facts P.rules a ↔ Derivable Q.facts Q.rules a) {prompt : Text} {x : Tree}
    {names : Scopes} : x.Holds P prompt names ↔ x.Holds Q prompt names := by
  have c {c : Cond} {span : Part} := Cond.holds_iff_of_derivable h (prompt := prompt) (c := c) (span := span)
  exact (Tree.holds_iff_spans (t := [])).trans (Iff.trans
    ⟨fun k s hs => ⟨c.mp (k s hs).1, c.mp (k s hs).2⟩, fun k s hs => ⟨c.mpr (k s hs).1, c.mpr (k s hs).2⟩⟩
    (Tree.holds_iff_spans (t := [])).symm)

/-- **What a program admits depends on what follows from its facts and rules, not on how they are written**:
nor on order or repetition of its limits. -/
theorem admits_iff_of_same_consequences {P Q : Program}
    (h : ∀ a, Derivable P.facts P.rules a ↔ Derivable Q.facts Q.rules a) (ho : P.output = Q.output)
    (ha : P.after = Q.after) (hl : ∀ l, l ∈ P.limits ↔ l ∈ Q.limits) {c : Context} {output : Text} :
    Admits P c output ↔ Admits Q c output := by
  have one {P Q : Program} (h : ∀ a, Derivable P.facts P.rules a ↔ Derivable Q.facts Q.rules a)
      (ho : P.output = Q.output) (ha : P.after = Q.after) (hl : ∀ l, l ∈ P.limits ↔ l ∈ Q.limits) :
      Admits P c output → Admits Q c output := by
    intro ⟨answer, ⟨text, e, there⟩, x, hf, hy, hu, hx, hp, hs⟩
    exact ⟨answer, ⟨text, e, ha ▸ there⟩, x, ho ▸ hf, hy, ho ▸ hu,
      (Tree.holds_iff_of_derivable h).mp hx, fun l k => hp l ((hl l).mpr k), hs⟩
  exact ⟨one h ho ha hl, one (fun a => (h a).symm) ho.symm ha.symm fun l => (hl l).symm⟩

/-- **"And"**: under further limits a program admits what it admitted and what keeps to them. -/
theorem admits_limitedBy_iff {P : Program} {limits : List Limit} {c : Context} {output : Text} :
    Admits (P.limitedBy limits) c output ↔
      Admits P c output ∧ ∀ answer, AnswerIn P c output answer → ∀ l, l ∈ limits → l.Holds answer := by
  have holds {x : Tree} {names : Scopes} :
      x.Holds (P.limitedBy limits) c.prompt names ↔ x.Holds P c.prompt names :=
    Tree.holds_iff_of_derivable (P := P.limitedBy limits) (Q := P) fun _ => Iff.rfl
  constructor
  · intro ⟨answer, there, x, hf, hy, hu, hx, hp, hs⟩
    refine ⟨⟨answer, there, x, hf, hy, hu, holds.mp hx,
      fun l k => hp l (mem_append_iff.mpr (Or.inl k)), hs⟩, ?_⟩
    intro other ho l k
    rw [ho.unique there]
    exact hp l (mem_append_iff.mpr (Or.inr k))
  · intro ⟨⟨answer, there, x, hf, hy, hu, hx, hp, hs⟩, more⟩
    exact ⟨answer, there, x, hf, hy, hu, holds.mpr hx,
      fun l k => (mem_append_iff.mp k).elim (hp l) (more answer there l), hs⟩

/-! ## Imports -/

/-- **An import takes nothing away**, if nothing in the shape asks that something does not follow. -/
theorem import_never_allows_less {P : Program} {facts : List Atom} {rules : List Rule}
    (hP : P.output.isMonotone = true) {c : Context} {output : Text} (h : Admits P c output) :
    Admits (P.importing facts rules) c output :=
  more_facts_never_allow_less hP (fun _ k => mem_append_iff.mpr (Or.inl k))
    (fun _ k => mem_append_iff.mpr (Or.inl k)) h

/-- From lists with the same entries the same follows. -/
theorem derivable_iff_of_same {facts facts' : List Atom} {rules rules' : List Rule}
    (hf : ∀ a, a ∈ facts ↔ a ∈ facts') (hr : ∀ r, r ∈ rules ↔ r ∈ rules') (a : Atom) :
    Derivable facts rules a ↔ Derivable facts' rules' a :=
  ⟨Derivable.mono (fun a => (hf a).mp) fun r => (hr r).mp,
    Derivable.mono (fun a => (hf a).mpr) fun r => (hr r).mpr⟩

/-- **An import of what follows anyway changes nothing.** -/
theorem import_of_consequences_changes_nothing {P : Program} {facts : List Atom}
    (hf : ∀ a, a ∈ facts → Derivable P.facts P.rules a) {c : Context} {output : Text} :
    Admits (P.importing facts []) c output ↔ Admits P c output := by
  refine admits_iff_of_same_consequences (P := P.importing facts []) (Q := P)
    (fun a => ⟨fun h => ?_, ?_⟩) rfl rfl fun _ => Iff.rfl
  · induction h with
    | fact h => exact (mem_append_iff.mp h).elim .fact (hf _)
    | rule σ hr _ ih => exact .rule σ ((mem_append_iff.mp hr).elim id fun h => absurd h not_mem_nil) ih
  · exact Derivable.mono (fun _ k => mem_append_iff.mpr (Or.inl k)) fun _ k => mem_append_iff.mpr (Or.inl k)

/-- **The order of two imports does not matter.** -/
theorem order_of_imports_does_not_matter {P : Program} {facts facts' : List Atom} {rules rules' : List Rule}
    {c : Context} {output : Text} : Admits ((P.importing facts rules).importing facts' rules') c output ↔
      Admits ((P.importing facts' rules').importing facts rules) c output := by
  have swap {α : Type} {l m n : List α} {a : α} : a ∈ (l ++ m) ++ n ↔ a ∈ (l ++ n) ++ m := by
    have turn {m n : List α} (h : a ∈ (l ++ m) ++ n) : a ∈ (l ++ n) ++ m :=
      (mem_append_iff.mp h).elim
        (fun h => (mem_append_iff.mp h).elim
          (fun h => mem_append_iff.mpr (Or.inl (mem_append_iff.mpr (Or.inl h))))
          fun h => mem_append_iff.mpr (Or.inr h))
        fun h => mem_append_iff.mpr (Or.inl (mem_append_iff.mpr (Or.inr h)))
    exact ⟨turn, turn⟩
  exact admits_iff_of_same_consequences (P := (P.importing facts rules).importing facts' rules')
    (Q := (P.importing facts' rules').importing facts rules)
    (derivable_iff_of_same (fun _ => swap) fun _ => swap) rfl rfl fun _ => Iff.rfl

/-- **Importing the same twice is importing it once.** -/
theorem importing_twice_is_importing_once {P : Program} {facts : List Atom} {rules : List Rule} {c : Context}
    {output : Text} : Admits ((P.importing facts rules).importing facts rules) c output ↔
      Admits (P.importing facts rules) c output := by
  have twice {α : Type} {l m : List α} {a : α} : a ∈ (l ++ m) ++ m ↔ a ∈ l ++ m :=
    ⟨fun h => (mem_append_iff.mp h).elim id fun h => mem_append_iff.mpr (Or.inr h),
      fun h => mem_append_iff.mpr (Or.inl h)⟩
  exact admits_iff_of_same_consequences (P := (P.importing facts rules).importing facts rules)
    (Q := P.importing facts rules) (derivable_iff_of_same (fun _ => twice) fun _ => twice) rfl rfl
    fun _ => Iff.rfl

/-- **What a joined program admits** is what the facts and rules of both admit, and what keeps to the limits
of the second. -/
theorem admits_join_iff {P Q : Program} {c : Context} {output : Text} : Admits (P.join Q) c output ↔
    Admits (P.importing Q.facts Q.rules) c output ∧
      ∀ answer, AnswerIn P c output answer → ∀ l, l ∈ Q.limits → l.Holds answer :=
  admits_limitedBy_iff

/-- **Joining a program takes away nothing but what breaks its limits**, if nothing in the shape asks that
something does not follow. -/
theorem join_takes_away_what_breaks_limits {P Q : Program} (hP : P.output.isMonotone = true) {c : Context}
    {output : Text} (h : Admits P c output)
    (hl : ∀ answer, AnswerIn P c output answer → ∀ l, l ∈ Q.limits → l.Holds answer) :
    Admits (P.join Q) c output :=
  admits_join_iff.mpr ⟨import_never_allows_less hP h, hl⟩

/-- Under a joined program an answer keeps to the limits of both. -/
theorem answer_keeps_to_limits_of_both {P Q : Program} {c : Context} {output answer : Text}
    (h : Admits (P.join Q) c output) (ha : AnswerIn P c output answer) {l : Limit}
    (hl : l ∈ P.limits ∨ l ∈ Q.limits) : l.Holds answer :=
  answer_keeps_to_limits (P := P.join Q) h ha (Or.inl (mem_append_iff.mpr hl))

/-! ## Facts that make categories grow -/

/-- A shape lies within itself. -/
theorem Shape.Within.refl (s : Shape) : s.Within s := by
  induction s with
  | lex _ => exact .lex fun _ h => h
  | slot _ _ => exact .slot fun _ h => h
  | seq _ _ ha hb => exact .seq ha hb
  | alt _ _ ha hb => exact .alt (.left ha) (.right hb)
  | upTo n _ h => exact .upTo (Nat.le_refl n) h
  | claim _ _ h => exact .claim h
  | derive _ _ _ h => exact .derive h
  | mark _ _ h => exact .mark h

/-- For each parse of a shape there is one of each shape that it lies within, the same but for the marks of
options. -/
theorem Fits.of_within {s s' : Shape} (h : s.Within s') {x : Tree} (hx : Fits s x) :
    ∃ y, Fits s' y ∧ y.bare = x.bare := by
  induction h generalizing x with
  | lex h =>
    cases hx with
    | lex k => exact ⟨_, .lex (h _ k), rfl⟩
  | slot h =>
    cases hx with
    | slot k => exact ⟨_, .slot (h _ k), rfl⟩
  | seq _ _ iha ihb =>
    cases hx with
    | seq hx hy =>
      obtain ⟨x', hx, ex⟩ := iha hx
      obtain ⟨y', hy, ey⟩ := ihb hy
      exact ⟨.seq x' y', .seq hx hy, by show Tree.seq x'.bare y'.bare = _; rw [ex, ey]; rfl⟩
  | left _ ih =>
    obtain ⟨y, hy, e⟩ := ih hx
    exact ⟨.left y, .left hy, e⟩
  | right _ ih =>
    obtain ⟨y, hy, e⟩ := ih hx
    exact ⟨.right y, .right hy, e⟩
  | alt _ _ iha ihb =>
    cases hx with
    | @left _ _ x hx => exact iha (x := x) hx
    | @right _ _ x hx => exact ihb (x := x) hx
  | @upTo m n a c hn _ ih =>
    induction m generalizing n x with
    | zero =>
      cases hx with
      | stop => exact ⟨.stop, .stop, rfl⟩
    | succ m more =>
      cases hx with
      | stop => exact ⟨.stop, .stop, rfl⟩
      | more hx ne hy =>
        cases n with
        | zero => exact absurd hn (Nat.not_succ_le_zero m)
        | succ n =>
          obtain ⟨x', hx, ex⟩ := ih hx
          obtain ⟨y', hy, ey⟩ := more (Nat.le_of_succ_le_succ hn) hy
          refine ⟨.more x' y', .more hx (fun k => ne ?_) hy, ?_⟩
          · rw [← Tree.yield_bare, ← ex, Tree.yield_bare]
            exact k
          · show Tree.more x'.bare y'.bare = _
            rw [ex, ey]
            rfl
  | claim _ ih =>
    cases hx with
    | claim hx =>
      obtain ⟨y, hy, e⟩ := ih hx
      exact ⟨_, .claim hy, congrArg (Tree.claim _) e⟩
  | derive _ ih =>
    cases hx with
    | derive hx =>
      obtain ⟨y, hy, e⟩ := ih hx
      exact ⟨_, .derive hy, congrArg (Tree.derive _ _) e⟩
  | mark _ ih =>
    cases hx with
    | mark hx =>
      obtain ⟨y, hy, e⟩ := ih hx
      exact ⟨_, .mark hy, congrArg (Tree.mark _) e⟩

/-- **Where the shape grows with the facts, an output that still has one parse stays admitted**, if nothing
asks that something does not follow, and the model's own constraint lines ask for no more than before. -/
theorem more_facts_never_allow_less_if_unambiguous {P Q : Program} (hP : P.output.isMonotone = true)
    (hf : ∀ a, a ∈ P.facts → a ∈ Q.facts) (hr : ∀ r, r ∈ P.rules → r ∈ Q.rules)
    (hs : P.output.Within Q.output) (hl : ∀ l, l ∈ Q.limits → l ∈ P.limits) (ha : Q.after = P.after)
    {c : Context} {said : List Limit} (hc : ∀ l, l ∈ said → l ∈ c.said) {output : Text}
    (hu : ∀ x y, Fits Q.output x → Fits Q.output y → AnswerIn P c output x.yield →
      AnswerIn P c output y.yield → x = y)
    (h : Admits P c output) : Admits Q { c with said := said } output := by
  obtain ⟨answer, ⟨text, e, there⟩, x, hx, hy, _, hh, hp, hsaid⟩ := h
  obtain ⟨z, hz, same⟩ := hx.of_within hs
  have ez : z.yield = answer := by rw [← Tree.yield_bare, same, Tree.yield_bare, hy]
  have here : AnswerIn P c output answer := ⟨text, e, there⟩
  refine ⟨answer, ⟨text, e, ha ▸ there⟩, z, hz, ez, fun y ky ey => ?_, ?_,
    fun l k => hp l (hl l k), fun l k => hsaid l (hc l k)⟩
  · exact hu y z ky hz (by rw [ey]; exact here) (by rw [ez]; exact here)
  · exact Tree.holds_bare_iff.mp (same ▸ Tree.holds_bare_iff.mpr (Tree.holds_mono hf hr hx hP hh))

/-- More options never allow less, where they make nothing ambiguous. -/
theorem more_options_never_allow_less_if_unambiguous {P : Program} {s : Shape} (hs : P.output.Within s)
    {c : Context} {output : Text}
    (hu : ∀ x y, Fits s x → Fits s y → AnswerIn P c output x.yield → AnswerIn P c output y.yield → x = y)
    (h : Admits P c output) : Admits { P with output := s } c output := by
  obtain ⟨answer, ⟨text, e, there⟩, x, hx, hy, _, hh, hp, hsaid⟩ := h
  obtain ⟨z, hz, same⟩ := hx.of_within hs
  have ez : z.yield = answer := by rw [← Tree.yield_bare, same, Tree.yield_bare, hy]
  have here : AnswerIn P c output answer := ⟨text, e, there⟩
  refine ⟨answer, ⟨text, e, there⟩, z, hz, ez, fun y ky ey => ?_, ?_, hp, hsaid⟩
  · exact hu y z ky hz (by rw [ey]; exact here) (by rw [ez]; exact here)
  · exact (Tree.holds_iff_of_derivable (P := P) (Q := { P with output := s }) fun _ => Iff.rfl).mp
      (Tree.holds_bare_iff.mp (same ▸ Tree.holds_bare_iff.mpr hh))

end DetLM
