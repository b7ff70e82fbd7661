import DetLM.Thm.Context

/-!
# Names are used where they are bound

## Main definitions

* `Tree.bound`: where a parse binds names of a scope
* `Names.Keeps`: no name is lost

## Main results

* `used_name_was_bound_before`: a name that must be visible was bound earlier in the answer
* `Tree.span_stands`, `Tree.bound_stands`: spans and bound names stand where they are said to stand
* `names_of_a_block_are_gone`, `name_used_behind_a_block_is_not_its_own`: names that are bound in a block are
  gone behind it
* `visible_names_stay_visible`, `bound_name_is_visible_behind_its_statement`: names that are bound before can
  be used
-/

namespace DetLM

/-- A name that is shown or pending. -/
def Names.Has (n : Names) (t : Text) : Prop := t ∈ n.shown ∨ t ∈ n.pending

/-- A name that is bound in a text. -/
structure Bound where
  /-- The text before it. -/
  before : Text
  /-- The name. -/
  name : Text

/-- The name that a mark binds in a scope. -/
def Mark.bound (scope before text : Text) : Mark → List Bound
  | field _ => []
  | bind s => bif Text.beq s scope then [⟨before, text⟩] else []
  | settle _ => []
  | block _ => []

/-- The names of a scope that a parse binds, which begins behind a text. -/
def Tree.bound (scope : Text) : Tree → (before : Text) → List Bound
  | leaf _, _ => []
  | slot _ _, _ => []
  | seq a b, t => a.bound scope t ++ b.bound scope (t ++ a.yield)
  | left a, t => a.bound scope t
  | right a, t => a.bound scope t
  | stop, _ => []
  | more a b, t => a.bound scope t ++ b.bound scope (t ++ a.yield)
  | claim _ a, t => a.bound scope t
  | derive _ _ a, t => a.bound scope t
  | mark m a, t => m.bound scope t a.yield ++ a.bound scope t

/-- A bound name stands in a text, and something may follow. -/
def Bound.StandsIn (b : Bound) (text : Text) : Prop := ∃ rest, text = b.before ++ (b.name ++ rest)

/-- What stands in a text stands in every longer one. -/
theorem Bound.StandsIn.append {b : Bound} {text : Text} (h : b.StandsIn text) (more : Text) :
    b.StandsIn (text ++ more) := by
  obtain ⟨rest, h⟩ := h
  exact ⟨rest ++ more, by rw [h, append_brackets, append_brackets]⟩

/-- Bound names stand in the text of the parse. -/
theorem Tree.bound_stands {scope : Text} {x : Tree} {t : Text} {b : Bound} (h : b ∈ x.bound scope t) :
    b.StandsIn (t ++ x.yield) := by
  induction x generalizing t with
  | leaf _ => exact absurd h not_mem_nil
  | slot _ _ => exact absurd h not_mem_nil
  | stop => exact absurd h not_mem_nil
  | left _ ih => exact ih h
  | right _ ih => exact ih h
  | claim _ _ ih => exact ih h
  | derive _ _ _ ih => exact ih h
  | seq x y ihx ihy =>
    show b.StandsIn (t ++ (x.yield ++ y.yield))
    rw [← append_brackets]
    exact (mem_append_iff.mp h).elim (fun h => (ihx h).append _) ihy
  | more x y ihx ihy =>
    show b.StandsIn (t ++ (x.yield ++ y.yield))
    rw [← append_brackets]
    exact (mem_append_iff.mp h).elim (fun h => (ihx h).append _) ihy
  | mark m x ih =>
    refine (mem_append_iff.mp h).elim (fun h => ?_) ih
    cases m with
    | bind s =>
      have h : b ∈ (bif Text.beq s scope then [Bound.mk t x.yield] else []) := h
      cases hs : Text.beq s scope with
      | true =>
        rw [hs] at h
        rw [mem_single_iff.mp h]
        exact ⟨[], by rw [append_nil_right]; rfl⟩
      | false =>
        rw [hs] at h
        exact absurd h not_mem_nil
    | _ => exact absurd h not_mem_nil

/-- A mark adds no name but those it binds. -/
theorem Mark.has_after {scope text before : Text} {n inside : Names} {m : Mark} {name : Text}
    (h : (m.after scope text n inside).Has name) :
    n.Has name ∨ inside.Has name ∨ ∃ b, b ∈ m.bound scope before text ∧ b.name = name := by
  cases m with
  | field _ => exact Or.inr (Or.inl h)
  | bind s =>
    have h : (bif Text.beq s scope then Names.mk inside.shown (text :: inside.pending) else inside).Has name :=
      h
    show _ ∨ _ ∨ ∃ b, b ∈ (bif Text.beq s scope then [Bound.mk before text] else []) ∧ b.name = name
    cases hs : Text.beq s scope with
    | false =>
      rw [hs] at h
      exact Or.inr (Or.inl h)
    | true =>
      rw [hs] at h
      cases h with
      | inl h => exact Or.inr (Or.inl (Or.inl h))
      | inr h =>
        cases mem_cons_iff.mp h with
        | inl e => exact Or.inr (Or.inr ⟨⟨before, text⟩, mem_head, e.symm⟩)
        | inr h => exact Or.inr (Or.inl (Or.inr h))
  | settle s =>
    have h : (bif Text.beq s scope then Names.mk (inside.pending ++ inside.shown) [] else inside).Has name := h
    refine Or.inr (Or.inl ?_)
    cases hs : Text.beq s scope with
    | false =>
      rw [hs] at h
      exact h
    | true =>
      rw [hs] at h
      cases h with
      | inl h => exact (mem_append_iff.mp h).elim Or.inr Or.inl
      | inr h => exact absurd h not_mem_nil
  | block s =>
    have h : (bif Text.beq s scope then n else inside).Has name := h
    cases hs : Text.beq s scope with
    | false =>
      rw [hs] at h
      exact Or.inr (Or.inl h)
    | true =>
      rw [hs] at h
      exact Or.inl h

/-- Behind a parse no name is there but those before it and those it binds. -/
theorem Tree.has_after {scope : Text} {x : Tree} {t : Text} {n : Names} {name : Text}
    (h : (x.after scope n).Has name) : n.Has name ∨ ∃ b, b ∈ x.bound scope t ∧ b.name = name := by
  have both {a b : Tree} {t : Text} {n : Names}
      (hb : (b.after scope (a.after scope n)).Has name)
      (iha : (a.after scope n).Has name → n.Has name ∨ ∃ p, p ∈ a.bound scope t ∧ p.name = name)
      (ihb : (b.after scope (a.after scope n)).Has name →
        (a.after scope n).Has name ∨ ∃ p, p ∈ b.bound scope (t ++ a.yield) ∧ p.name = name) :
      n.Has name ∨ ∃ p, p ∈ a.bound scope t ++ b.bound scope (t ++ a.yield) ∧ p.name = name := by
    cases ihb hb with
    | inl h =>
      exact (iha h).elim Or.inl fun ⟨p, hp, e⟩ => Or.inr ⟨p, mem_append_iff.mpr (Or.inl hp), e⟩
    | inr h =>
      obtain ⟨p, hp, e⟩ := h
      exact Or.inr ⟨p, mem_append_iff.mpr (Or.inr hp), e⟩
  induction x generalizing t n with
  | leaf _ => exact Or.inl h
  | slot _ _ => exact Or.inl h
  | stop => exact Or.inl h
  | left _ ih => exact ih h
  | right _ ih => exact ih h
  | claim _ _ ih => exact ih h
  | derive _ _ _ ih => exact ih h
  | seq a b iha ihb => exact both h iha ihb
  | more a b iha ihb => exact both h iha ihb
  | mark m a ih =>
    cases Mark.has_after (before := t) h with
    | inl h => exact Or.inl h
    | inr h =>
      cases h with
      | inl h =>
        exact (ih (t := t) h).elim Or.inl fun ⟨b, hb, e⟩ => Or.inr ⟨b, mem_append_iff.mpr (Or.inr hb), e⟩
      | inr h =>
        obtain ⟨b, hb, e⟩ := h
        exact Or.inr ⟨b, mem_append_iff.mpr (Or.inl hb), e⟩

/-- Spans stand where they are said to stand. -/
theorem Tree.spanFrom_stands {x : Tree} {t : Text} {names : Scopes} {s : Span}
    (h : s ∈ x.spansFrom t names) :
    ∃ gap rest, s.before = t ++ gap ∧ x.yield = gap ++ (s.part.text ++ rest) := by
  have both {a b : Tree} {t : Text} {names other : Scopes}
      (iha : s ∈ a.spansFrom t names →
        ∃ gap rest, s.before = t ++ gap ∧ a.yield = gap ++ (s.part.text ++ rest))
      (ihb : s ∈ b.spansFrom (t ++ a.yield) other →
        ∃ gap rest, s.before = (t ++ a.yield) ++ gap ∧ b.yield = gap ++ (s.part.text ++ rest))
      (h : s ∈ a.spansFrom t names ++ b.spansFrom (t ++ a.yield) other) :
      ∃ gap rest, s.before = t ++ gap ∧ a.yield ++ b.yield = gap ++ (s.part.text ++ rest) := by
    cases mem_append_iff.mp h with
    | inl h =>
      obtain ⟨gap, rest, hb, hy⟩ := iha h
      exact ⟨gap, rest ++ b.yield, hb, by rw [hy, append_brackets, append_brackets]⟩
    | inr h =>
      obtain ⟨gap, rest, hb, hy⟩ := ihb h
      exact ⟨a.yield ++ gap, rest, by rw [hb, append_brackets], by rw [hy, append_brackets]⟩
  induction x generalizing t names with
  | leaf _ => exact absurd h not_mem_nil
  | slot _ _ => exact absurd h not_mem_nil
  | stop => exact absurd h not_mem_nil
  | left _ ih => exact ih h
  | right _ ih => exact ih h
  | claim _ _ ih => exact ih h
  | mark _ _ ih => exact ih h
  | seq a b iha ihb => exact both iha ihb h
  | more a b iha ihb => exact both iha ihb h
  | derive g e a ih =>
    cases mem_cons_iff.mp h with
    | inl k =>
      rw [k]
      exact ⟨[], [], (append_nil_right t).symm, (append_nil_right a.yield).symm⟩
    | inr h => exact ih h

/-- A span of an answer stands behind the text before it. -/
theorem Tree.span_stands {x : Tree} {s : Span} (h : s ∈ x.spans) :
    ∃ rest, x.yield = s.before ++ (s.part.text ++ rest) := by
  obtain ⟨gap, rest, hb, hy⟩ := Tree.spanFrom_stands h
  have hb : s.before = gap := hb
  exact ⟨rest, hb ▸ hy⟩

/-- Where a span begins no name is there but those from before and those bound in the text before it. -/
theorem Tree.has_names_of_span {scope : Text} {x : Tree} {t : Text} {names : Scopes} {s : Span}
    (hs : s ∈ x.spansFrom t names) {name : Text} (h : (s.part.names scope).Has name) :
    (names scope).Has name ∨ ∃ b, b ∈ x.bound scope t ∧ b.name = name ∧ b.StandsIn s.before := by
  have both {a b : Tree} {t : Text} {names : Scopes}
      (iha : s ∈ a.spansFrom t names → (names scope).Has name ∨
        ∃ p, p ∈ a.bound scope t ∧ p.name = name ∧ p.StandsIn s.before)
      (ihb : s ∈ b.spansFrom (t ++ a.yield) (names.past a) → (names.past a scope).Has name ∨
        ∃ p, p ∈ b.bound scope (t ++ a.yield) ∧ p.name = name ∧ p.StandsIn s.before)
      (hs : s ∈ a.spansFrom t names ++ b.spansFrom (t ++ a.yield) (names.past a)) :
      (names scope).Has name ∨ ∃ p, p ∈ a.bound scope t ++ b.bound scope (t ++ a.yield) ∧
        p.name = name ∧ p.StandsIn s.before := by
    cases mem_append_iff.mp hs with
    | inl hs =>
      exact (iha hs).elim Or.inl fun ⟨p, hp, e⟩ => Or.inr ⟨p, mem_append_iff.mpr (Or.inl hp), e⟩
    | inr hs =>
      cases ihb hs with
      | inr h =>
        obtain ⟨p, hp, e⟩ := h
        exact Or.inr ⟨p, mem_append_iff.mpr (Or.inr hp), e⟩
      | inl h =>
        refine (Tree.has_after (t := t) h).elim Or.inl fun ⟨p, hp, e⟩ => Or.inr ⟨p, ?_, e, ?_⟩
        · exact mem_append_iff.mpr (Or.inl hp)
        · obtain ⟨gap, _, hb, _⟩ := Tree.spanFrom_stands hs
          rw [hb]
          exact (Tree.bound_stands hp).append gap
  induction x generalizing t names with
  | leaf _ => exact absurd hs not_mem_nil
  | slot _ _ => exact absurd hs not_mem_nil
  | stop => exact absurd hs not_mem_nil
  | left _ ih => exact ih hs
  | right _ ih => exact ih hs
  | claim _ _ ih => exact ih hs
  | seq a b iha ihb => exact both iha ihb hs
  | more a b iha ihb => exact both iha ihb hs
  | mark m a ih =>
    exact (ih hs).elim Or.inl fun ⟨p, hp, e⟩ => Or.inr ⟨p, mem_append_iff.mpr (Or.inr hp), e⟩
  | derive g e a ih =>
    cases mem_cons_iff.mp hs with
    | inl k =>
      rw [k] at h
      exact Or.inl h
    | inr hs => exact ih hs

/-- **Names are used only after they were bound**: a span whose text must be a visible name of a scope has
the text of a part, earlier in the answer, that was bound in this scope. -/
theorem used_name_was_bound_before {P : Program} {c : Context} {output : Text} (h : Admits P c output)
    {tree : Tree} (hf : Fits P.output tree) (hy : AnswerIn P c output tree.yield) {s : Span}
    (hs : s ∈ tree.spans) {scope : Text} (hd : .visible scope ∈ s.duty.conjuncts) :
    ∃ b, b ∈ tree.bound scope [] ∧ b.name = s.part.text ∧ b.StandsIn s.before := by
  have shown : s.part.text ∈ (s.part.names scope).shown :=
    Cond.holds_of_mem_conjuncts (every_condition_of_every_span_holds h hf hy hs).2 hd
  cases Tree.has_names_of_span hs (Or.inl shown) with
  | inr h => exact h
  | inl h => exact h.elim (fun h => absurd h not_mem_nil) fun h => absurd h not_mem_nil

/-! ## Blocks -/

/-- **Behind a block the names of its scope are those from before it.** -/
theorem names_of_a_block_are_gone {scope : Text} {x : Tree} {n : Names} :
    (Tree.mark (.block scope) x).after scope n = n := by
  show (bif Text.beq scope scope then n else x.after scope n) = n
  rw [Text.beq_iff.mpr rfl]
  rfl

/-- A block of one scope keeps no names of another. -/
theorem block_leaves_other_scopes_alone {scope other : Text} (h : scope ≠ other) {x : Tree} {n : Names} :
    (Tree.mark (.block scope) x).after other n = x.after other n := by
  show (bif Text.beq scope other then n else x.after other n) = x.after other n
  cases k : Text.beq scope other with
  | true => exact absurd (Text.beq_iff.mp k) h
  | false => rfl

/-! ## What was bound before -/

/-- Names that are shown and names that are there remain so, from one place to another. -/
def Names.Keeps (n m : Names) : Prop := ∀ t, (t ∈ n.shown → t ∈ m.shown) ∧ (n.Has t → m.Has t)

/-- Nothing is lost where nothing changes. -/
theorem Names.Keeps.refl (n : Names) : n.Keeps n := fun _ => ⟨id, id⟩

/-- Nor on a longer way. -/
theorem Names.Keeps.trans {n m k : Names} (h : n.Keeps m) (g : m.Keeps k) : n.Keeps k :=
  fun t => ⟨fun x => (g t).1 ((h t).1 x), fun x => (g t).2 ((h t).2 x)⟩

/-- A mark takes no name away that was there before the part and where it ends. -/
theorem Mark.keeps_after {scope text : Text} {n inside : Names} (h : n.Keeps inside) (m : Mark) :
    n.Keeps (m.after scope text n inside) := by
  cases m with
  | field _ => exact h
  | bind s =>
    show n.Keeps (bif Text.beq s scope then ⟨inside.shown, text :: inside.pending⟩ else inside)
    cases Text.beq s scope with
    | true => exact h.trans fun _ => ⟨id, fun k => k.imp id mem_tail⟩
    | false => exact h
  | settle s =>
    show n.Keeps (bif Text.beq s scope then ⟨inside.pending ++ inside.shown, []⟩ else inside)
    cases Text.beq s scope with
    | true =>
      exact h.trans fun _ =>
        ⟨fun k => mem_append_iff.mpr (Or.inr k), fun k => Or.inl (mem_append_iff.mpr k.symm)⟩
    | false => exact h
  | block s =>
    show n.Keeps (bif Text.beq s scope then n else inside)
    cases Text.beq s scope with
    | true => exact .refl n
    | false => exact h

/-- Behind a parse every name is there that was there before it, and every visible one is visible. -/
theorem Tree.keeps_after {scope : Text} (x : Tree) (n : Names) : n.Keeps (x.after scope n) := by
  induction x generalizing n with
  | leaf _ => exact .refl n
  | slot _ _ => exact .refl n
  | stop => exact .refl n
  | left _ ih => exact ih n
  | right _ ih => exact ih n
  | claim _ _ ih => exact ih n
  | derive _ _ _ ih => exact ih n
  | seq _ _ iha ihb => exact (iha n).trans (ihb _)
  | more _ _ iha ihb => exact (iha n).trans (ihb _)
  | mark m _ ih => exact Mark.keeps_after (ih n) m

/-- **Visible names stay visible**: what is visible where a parse begins is visible in each of its spans. -/
theorem visible_names_stay_visible {scope : Text} {x : Tree} {t : Text} {names : Scopes} {s : Span}
    (hs : s ∈ x.spansFrom t names) {name : Text} (h : name ∈ (names scope).shown) :
    name ∈ (s.part.names scope).shown := by
  have both {a b : Tree} {t : Text} {names : Scopes} (h : name ∈ (names scope).shown)
      (iha : s ∈ a.spansFrom t names → name ∈ (s.part.names scope).shown)
      (ihb : name ∈ (names.past a scope).shown → s ∈ b.spansFrom (t ++ a.yield) (names.past a) →
        name ∈ (s.part.names scope).shown)
      (hs : s ∈ a.spansFrom t names ++ b.spansFrom (t ++ a.yield) (names.past a)) :
      name ∈ (s.part.names scope).shown :=
    (mem_append_iff.mp hs).elim iha (ihb ((Tree.keeps_after a _ name).1 h))
  induction x generalizing t names with
  | leaf _ => exact absurd hs not_mem_nil
  | slot _ _ => exact absurd hs not_mem_nil
  | stop => exact absurd hs not_mem_nil
  | left _ ih => exact ih hs h
  | right _ ih => exact ih hs h
  | claim _ _ ih => exact ih hs h
  | mark _ _ ih => exact ih hs h
  | seq a b iha ihb => exact both h (iha · h) (fun h hs => ihb hs h) hs
  | more a b iha ihb => exact both h (iha · h) (fun h hs => ihb hs h) hs
  | derive g e a ih =>
    cases mem_cons_iff.mp hs with
    | inl k => exact k ▸ h
    | inr hs => exact ih hs h

/-- **A bound name is visible behind its statement**: where a part is settled, what it binds or what was bound
before is shown. -/
theorem bound_name_is_visible_behind_its_statement {scope : Text} {x : Tree} {n : Names} {t : Text}
    (h : (x.after scope n).Has t) : t ∈ ((Tree.mark (.settle scope) x).after scope n).shown := by
  show t ∈ (bif Text.beq scope scope then Names.mk ((x.after scope n).pending ++ (x.after scope n).shown) []
    else x.after scope n).shown
  rw [Text.beq_iff.mpr rfl]
  exact mem_append_iff.mpr h.symm

/-- Behind a part that binds, its text is one of the names. -/
theorem binding_binds {scope : Text} {x : Tree} {n : Names} :
    ((Tree.mark (.bind scope) x).after scope n).Has x.yield := by
  show (bif Text.beq scope scope then Names.mk (x.after scope n).shown (x.yield :: (x.after scope n).pending)
    else x.after scope n).Has x.yield
  rw [Text.beq_iff.mpr rfl]
  exact Or.inr mem_head

/-- **Behind a block none of its names can be used**: where a span that follows it uses a name, that was there
before the block or was bound behind it. -/
theorem name_used_behind_a_block_is_not_its_own {scope : Text} {x b : Tree} {t : Text} {names : Scopes}
    {s : Span} (hs : s ∈ b.spansFrom t (names.past (.mark (.block scope) x))) {name : Text}
    (h : (s.part.names scope).Has name) :
    (names scope).Has name ∨ ∃ p, p ∈ b.bound scope t ∧ p.name = name ∧ p.StandsIn s.before := by
  have k := Tree.has_names_of_span hs h
  have e : names.past (.mark (.block scope) x) scope = names scope := names_of_a_block_are_gone
  rw [e] at k
  exact k

end DetLM
