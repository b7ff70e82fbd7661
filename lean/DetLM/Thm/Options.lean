import DetLM.Spec.Composition
import DetLM.Thm.Context

/-!
# Nothing depends on which option was taken

A parse marks which of two options it took (`Tree.left`, `Tree.right`). Texts, claims, names, fields, values
and conditions are the same without these marks, so options may be arranged anew and others added.

## Main results

* `Tree.yield_bare`, `Tree.claims_bare`, `Tree.after_bare`, `Tree.fields_bare`, `Expr.value_bare`
* `Cond.holds_bare_iff`, `Tree.holds_bare_iff`: no condition depends on the marks of options
-/

namespace DetLM

/-- The same in front of the same. -/
theorem append_congr {α : Type u} {l m l' m' : List α} (h : l = l') (k : m = m') : l ++ m = l' ++ m' := by
  rw [h, k]

namespace Tree

/-- The text is the same. -/
theorem yield_bare (x : Tree) : x.bare.yield = x.yield := by
  induction x with
  | seq a b ha hb => exact append_congr ha hb
  | more a b ha hb => exact append_congr ha hb
  | left _ ih => exact ih
  | right _ ih => exact ih
  | claim _ _ ih => exact ih
  | derive _ _ _ ih => exact ih
  | mark _ _ ih => exact ih
  | _ => rfl

/-- So are the subjects. -/
theorem subject_bare (x : Tree) : x.bare.subject = x.subject := by
  induction x with
  | seq a b ha hb => exact append_congr ha hb
  | more a b ha hb => exact append_congr ha hb
  | left _ ih => exact ih
  | right _ ih => exact ih
  | claim _ _ ih => exact ih
  | derive _ _ _ ih => exact ih
  | mark _ _ ih => exact ih
  | _ => rfl

/-- And the objects. -/
theorem object_bare (x : Tree) : x.bare.object = x.object := by
  induction x with
  | seq a b ha hb => exact append_congr ha hb
  | more a b ha hb => exact append_congr ha hb
  | left _ ih => exact ih
  | right _ ih => exact ih
  | claim _ _ ih => exact ih
  | derive _ _ _ ih => exact ih
  | mark _ _ ih => exact ih
  | _ => rfl

/-- And the claims. -/
theorem claims_bare (x : Tree) : x.bare.claims = x.claims := by
  induction x with
  | seq a b ha hb => exact append_congr ha hb
  | more a b ha hb => exact append_congr ha hb
  | left _ ih => exact ih
  | right _ ih => exact ih
  | claim r a _ =>
    show [Atom.mk r a.bare.subject a.bare.object] = [Atom.mk r a.subject a.object]
    rw [subject_bare, object_bare]
  | derive _ _ _ ih => exact ih
  | mark _ _ ih => exact ih
  | _ => rfl

/-- And the names behind it. -/
theorem after_bare (scope : Text) (x : Tree) (n : Names) : x.bare.after scope n = x.after scope n := by
  induction x generalizing n with
  | seq a b ha hb =>
    show b.bare.after scope (a.bare.after scope n) = b.after scope (a.after scope n)
    rw [ha, hb]
  | more a b ha hb =>
    show b.bare.after scope (a.bare.after scope n) = b.after scope (a.after scope n)
    rw [ha, hb]
  | left _ ih => exact ih n
  | right _ ih => exact ih n
  | claim _ _ ih => exact ih n
  | derive _ _ _ ih => exact ih n
  | mark m a ih =>
    show m.after scope a.bare.yield n (a.bare.after scope n) = m.after scope a.yield n (a.after scope n)
    rw [ih, yield_bare]
  | _ => rfl

/-- In every scope. -/
theorem past_bare (names : Scopes) (x : Tree) : names.past x.bare = names.past x :=
  funext fun scope => after_bare scope x (names scope)

/-- And the fields, without the marks of options within them. -/
theorem fields_bare (label : Text) (x : Tree) (names : Scopes) :
    x.bare.fields label names = (x.fields label names).map Part.bare := by
  induction x generalizing names with
  | seq a b ha hb =>
    show a.bare.fields label names ++ b.bare.fields label (names.past a.bare) =
      (a.fields label names ++ b.fields label (names.past a)).map Part.bare
    rw [ha, hb, past_bare, map_append_iff]
  | more a b ha hb =>
    show a.bare.fields label names ++ b.bare.fields label (names.past a.bare) =
      (a.fields label names ++ b.fields label (names.past a)).map Part.bare
    rw [ha, hb, past_bare, map_append_iff]
  | left _ ih => exact ih names
  | right _ ih => exact ih names
  | claim _ _ ih => exact ih names
  | derive _ _ _ ih => exact ih names
  | mark m a ih =>
    cases m with
    | field l =>
      show (bif Text.beq l label then [Part.mk names a.bare] else []) =
        (bif Text.beq l label then [Part.mk names a] else []).map Part.bare
      cases Text.beq l label <;> rfl
    | bind _ => exact ih names
    | settle _ => exact ih names
    | block _ => exact ih names
  | _ => rfl

end Tree

namespace Part

/-- The text of a part is the same. -/
theorem text_bare (p : Part) : p.bare.text = p.text := p.tree.yield_bare

/-- So are the parts that a path leads to. -/
theorem parts_bare (path : Path) (p : Part) : p.bare.parts path = (p.parts path).map Part.bare := by
  induction path generalizing p with
  | nil => rfl
  | cons label path ih =>
    have each (l : List Part) : (l.map Part.bare).flatMap (Part.parts path) =
        (l.flatMap (Part.parts path)).map Part.bare := by
      induction l with
      | nil => rfl
      | cons q l more =>
        show q.bare.parts path ++ (l.map Part.bare).flatMap (Part.parts path) =
          (q.parts path ++ l.flatMap (Part.parts path)).map Part.bare
        rw [ih, more, map_append_iff]
    show (p.tree.bare.fields label p.names).flatMap (Part.parts path) =
      ((p.tree.fields label p.names).flatMap (Part.parts path)).map Part.bare
    rw [Tree.fields_bare, each]

/-- So is the number that the only one of some parts writes. -/
theorem number_bare (l : List Part) : number (only (l.map Part.bare)) = number (only l) := by
  cases l with
  | nil => rfl
  | cons p l =>
    cases l with
    | nil =>
      show Number.read p.bare.text = Number.read p.text
      rw [text_bare]
    | cons _ _ => rfl

end Part

/-- Values do not depend on the marks of options. -/
theorem Expr.value_bare (e : Expr) (p : Part) : e.value p.bare = e.value p := by
  induction e generalizing p with
  | literal _ => rfl
  | numberAt path =>
    show Part.number (Part.only (p.bare.parts path)) = Part.number (Part.only (p.parts path))
    rw [Part.parts_bare, Part.number_bare]
  | plus a b ha hb =>
    show both Number.add (a.value p.bare) (b.value p.bare) = both Number.add (a.value p) (b.value p)
    rw [ha, hb]
  | minus a b ha hb =>
    show both Number.sub (a.value p.bare) (b.value p.bare) = both Number.sub (a.value p) (b.value p)
    rw [ha, hb]
  | times a b ha hb =>
    show both Number.mul (a.value p.bare) (b.value p.bare) = both Number.mul (a.value p) (b.value p)
    rw [ha, hb]
  | sumOver path each ih =>
    have same (l : List Part) : (l.map Part.bare).map each.value = l.map each.value := by
      induction l with
      | nil => rfl
      | cons q l more =>
        show each.value q.bare :: (l.map Part.bare).map each.value = each.value q :: l.map each.value
        rw [ih, more]
    show Number.sum ((p.bare.parts path).map each.value) = Number.sum ((p.parts path).map each.value)
    rw [Part.parts_bare, same]
  | countOf path =>
    show some (Number.ofNat (p.bare.parts path).length) = some (Number.ofNat (p.parts path).length)
    rw [Part.parts_bare, length_map_eq]

/-- **No condition depends on the marks of options.** -/
theorem Cond.holds_bare_iff {P : Program} {prompt : Text} {c : Cond} {p : Part} :
    c.Holds P prompt p.bare ↔ c.Holds P prompt p := by
  induction c generalizing p with
  | always => exact Iff.rfl
  | supported =>
    show (p.tree.bare.claims ≠ [] ∧ ∀ a, a ∈ p.tree.bare.claims → Derivable P.facts P.rules a) ↔ _
    rw [Tree.claims_bare]
    exact Iff.rfl
  | mentions w =>
    show Mentions w p.bare.text ↔ Mentions w p.text
    rw [Part.text_bare]
  | promptMentions w => exact Iff.rfl
  | inCategory r =>
    show r.Lang p.bare.text ↔ r.Lang p.text
    rw [Part.text_bare]
  | compare r x y =>
    show (∃ a b, x.value p.bare = some a ∧ y.value p.bare = some b ∧ r.Holds a b) ↔ _
    rw [x.value_bare, y.value_bare]
    exact Iff.rfl
  | sameText f g =>
    have single {l : List Part} {a : Part} (h : l.map Part.bare = [a]) : ∃ b, l = [b] ∧ b.text = a.text := by
      cases l with
      | nil => exact nomatch h
      | cons b l =>
        cases l with
        | nil =>
          injection h with h _
          exact ⟨b, rfl, h ▸ b.text_bare.symm⟩
        | cons _ _ => injection h with _ h; exact nomatch h
    show (∃ a b, p.bare.parts f = [a] ∧ p.bare.parts g = [b] ∧ a.text = b.text) ↔ _
    rw [Part.parts_bare, Part.parts_bare]
    constructor
    · intro ⟨a, b, ha, hb, e⟩
      obtain ⟨a', ha, ea⟩ := single ha
      obtain ⟨b', hb, eb⟩ := single hb
      exact ⟨a', b', ha, hb, ea.trans (e.trans eb.symm)⟩
    · intro ⟨a, b, ha, hb, e⟩
      exact ⟨a.bare, b.bare, congrArg (List.map Part.bare) ha, congrArg (List.map Part.bare) hb,
        a.text_bare.trans (e.trans b.text_bare.symm)⟩
  | every path c ih =>
    show (∀ q, q ∈ p.bare.parts path → c.Holds P prompt q) ↔ ∀ q, q ∈ p.parts path → c.Holds P prompt q
    rw [Part.parts_bare]
    exact ⟨fun h q hq => ih.mp (h _ (mem_map_iff.mpr ⟨q, hq, rfl⟩)), fun h q hq => by
      obtain ⟨q', hq', e⟩ := mem_map_iff.mp hq
      exact e ▸ ih.mpr (h q' hq')⟩
  | distinct path =>
    have same (l : List Part) : (l.map Part.bare).map Part.text = l.map Part.text := by
      induction l with
      | nil => rfl
      | cons q l more =>
        show q.bare.text :: (l.map Part.bare).map Part.text = q.text :: l.map Part.text
        rw [Part.text_bare, more]
    show Distinct ((p.bare.parts path).map Part.text) ↔ Distinct ((p.parts path).map Part.text)
    rw [Part.parts_bare, same]
  | visible s =>
    show p.bare.text ∈ (p.names s).shown ↔ p.text ∈ (p.names s).shown
    rw [Part.text_bare]
  | inGrammar G start =>
    show G.Lang start p.bare.text ↔ G.Lang start p.text
    rw [Part.text_bare]
  | not c ih => exact ⟨fun h k => h (ih.mpr k), fun h k => h (ih.mp k)⟩
  | and c d hc hd => exact ⟨fun h => ⟨hc.mp h.1, hd.mp h.2⟩, fun h => ⟨hc.mpr h.1, hd.mpr h.2⟩⟩
  | or c d hc hd =>
    exact ⟨fun h => h.elim (fun h => Or.inl (hc.mp h)) fun h => Or.inr (hd.mp h),
      fun h => h.elim (fun h => Or.inl (hc.mpr h)) fun h => Or.inr (hd.mpr h)⟩

/-- **So it is with a whole parse.** -/
theorem Tree.holds_bare_iff {P : Program} {prompt : Text} {x : Tree} {names : Scopes} :
    x.bare.Holds P prompt names ↔ x.Holds P prompt names := by
  induction x generalizing names with
  | leaf _ => exact Iff.rfl
  | slot _ _ => exact Iff.rfl
  | stop => exact Iff.rfl
  | seq a b ha hb =>
    show a.bare.Holds P prompt names ∧ b.bare.Holds P prompt (names.past a.bare) ↔ _
    rw [past_bare]
    exact ⟨fun h => ⟨ha.mp h.1, hb.mp h.2⟩, fun h => ⟨ha.mpr h.1, hb.mpr h.2⟩⟩
  | more a b ha hb =>
    show a.bare.Holds P prompt names ∧ b.bare.Holds P prompt (names.past a.bare) ↔ _
    rw [past_bare]
    exact ⟨fun h => ⟨ha.mp h.1, hb.mp h.2⟩, fun h => ⟨ha.mpr h.1, hb.mpr h.2⟩⟩
  | left _ ih => exact ih
  | right _ ih => exact ih
  | claim _ _ ih => exact ih
  | mark _ _ ih => exact ih
  | derive g e a ih =>
    have one {c : Cond} : c.Holds P prompt ⟨names, a.bare⟩ ↔ c.Holds P prompt ⟨names, a⟩ :=
      Cond.holds_bare_iff (p := ⟨names, a⟩)
    exact ⟨fun h => ⟨one.mp h.1, one.mp h.2.1, ih.mp h.2.2⟩,
      fun h => ⟨one.mpr h.1, one.mpr h.2.1, ih.mpr h.2.2⟩⟩

end DetLM
