import DetLM.Spec.Form
import DetLM.Thm.Certified
import DetLM.Thm.CompiledLimits

/-!
# Masks of a certified automaton, and what a program admits

## Main results

* `Shape.form_iff`: the form of a shape are the texts of its parses
* `Program.form_of_admits`: what a program admits has its form
* `certified_mask_loses_nothing`: the mask of a certified automaton allows every token with which an admitted
  answer goes on
* `certified_mask_keeps_the_form`: what it allows can be continued to a text of the program's form
-/

namespace DetLM

/-- More repetitions may be allowed. -/
theorem fits_upTo_succ {n : Nat} {a : Shape} {x : Tree} (h : Fits (.upTo n a) x) : Fits (.upTo (n + 1) a) x := by
  induction n generalizing x with
  | zero =>
    cases h with
    | stop => exact .stop
  | succ n ih =>
    cases h with
    | stop => exact .stop
    | more hx ne hy => exact .more hx ne (ih hy)

/-- Repeated texts are those of repeated parses; empty ones are left out. -/
theorem upTo_of_repeated {a : Shape} {L : Text → Prop} (ha : ∀ u, L u → ∃ x, Fits a x ∧ x.yield = u) {n : Nat}
    {t : Text} (h : RepeatedAtMost L n t) : ∃ x, Fits (.upTo n a) x ∧ x.yield = t := by
  induction h with
  | stop => exact ⟨.stop, .stop, rfl⟩
  | @more n u v hu _ ih =>
    obtain ⟨y, hy, ey⟩ := ih
    cases u with
    | nil => exact ⟨y, fits_upTo_succ hy, ey⟩
    | cons b u =>
      obtain ⟨x, hx, ex⟩ := ha _ hu
      refine ⟨.more x y, .more hx (fun k => nomatch k.symm.trans ex) hy, ?_⟩
      show x.yield ++ y.yield = b :: u ++ v
      rw [ex, ey]

/-- The texts of repeated parses are repeated texts. -/
theorem repeated_of_upTo {a : Shape} {L : Text → Prop} (ha : ∀ u, (∃ x, Fits a x ∧ x.yield = u) → L u) {n : Nat}
    {x : Tree} (h : Fits (.upTo n a) x) : RepeatedAtMost L n x.yield := by
  induction n generalizing x with
  | zero =>
    cases h with
    | stop => exact .stop
  | succ n ih =>
    cases h with
    | stop => exact .stop
    | @more _ _ x y hx _ hy => exact .more (ha _ ⟨x, hx, rfl⟩) (ih hy)

/-- **The form of a shape are the texts of its parses.** -/
theorem Shape.form_iff {s : Shape} {t : Text} : s.form.Lang t ↔ ∃ x, Fits s x ∧ x.yield = t := by
  induction s generalizing t with
  | lex r =>
    refine ⟨fun h => ⟨.leaf t, .lex h, rfl⟩, fun ⟨x, h, e⟩ => ?_⟩
    cases h with
    | lex h => exact e ▸ h
  | slot k r =>
    refine ⟨fun h => ⟨.slot k t, .slot h, rfl⟩, fun ⟨x, h, e⟩ => ?_⟩
    cases h with
    | slot h => exact e ▸ h
  | seq a b ha hb =>
    refine ⟨fun ⟨u, v, e, hu, hv⟩ => ?_, fun ⟨x, h, e⟩ => ?_⟩
    · obtain ⟨x, hx, ex⟩ := ha.mp hu
      obtain ⟨y, hy, ey⟩ := hb.mp hv
      refine ⟨.seq x y, .seq hx hy, ?_⟩
      show x.yield ++ y.yield = t
      rw [ex, ey, e]
    · cases h with
      | @seq _ _ x y hx hy => exact ⟨x.yield, y.yield, e.symm, ha.mpr ⟨x, hx, rfl⟩, hb.mpr ⟨y, hy, rfl⟩⟩
  | alt a b ha hb =>
    refine ⟨fun h => ?_, fun ⟨x, h, e⟩ => ?_⟩
    · cases h with
      | inl h =>
        obtain ⟨x, hx, e⟩ := ha.mp h
        exact ⟨.left x, .left hx, e⟩
      | inr h =>
        obtain ⟨x, hx, e⟩ := hb.mp h
        exact ⟨.right x, .right hx, e⟩
    · cases h with
      | @left _ _ x hx => exact Or.inl (ha.mpr ⟨x, hx, e⟩)
      | @right _ _ x hx => exact Or.inr (hb.mpr ⟨x, hx, e⟩)
  | upTo n a ha => exact ⟨upTo_of_repeated fun u => ha.mp, fun ⟨x, h, e⟩ => e ▸ repeated_of_upTo (fun u => ha.mpr) h⟩
  | claim r a ha =>
    refine ha.trans ⟨fun ⟨x, hx, e⟩ => ⟨.claim r x, .claim hx, e⟩, fun ⟨x, h, e⟩ => ?_⟩
    cases h with
    | @claim _ _ x hx => exact ⟨x, hx, e⟩
  | derive g c a ha =>
    refine ha.trans ⟨fun ⟨x, hx, e⟩ => ⟨.derive g c x, .derive hx, e⟩, fun ⟨x, h, e⟩ => ?_⟩
    cases h with
    | @derive _ _ _ x hx => exact ⟨x, hx, e⟩
  | mark m a ha =>
    refine ha.trans ⟨fun ⟨x, hx, e⟩ => ⟨.mark m x, .mark hx, e⟩, fun ⟨x, h, e⟩ => ?_⟩
    cases h with
    | @mark _ _ x hx => exact ⟨x, hx, e⟩

/-- **What a program admits as an answer has the program's form.** -/
theorem Program.form_of_admits {P : Program} {prompt : Text} {said : List Limit}
    (hl : ∀ l, l ∈ P.limits → l.HasBytes) {t : Text} (ht : IsBytes t) (h : AdmitsAnswer P prompt said t) :
    P.form.Lang t := by
  obtain ⟨x, hx, e, _, _, keeps, _⟩ := h
  have shape : P.output.form.Lang t := Shape.form_iff.mpr ⟨x, hx, e⟩
  obtain ⟨facts, rules, output, limits, after⟩ := P
  cases limits with
  | nil => exact shape
  | cons l rest =>
    refine ⟨shape, (Limit.regular_iff hl ht).mpr ?_⟩
    exact ⟨fun w hw => keeps _ hw, fun w hw => keeps _ hw, fun r hr => keeps _ hr⟩

/-- **The mask of a certified automaton loses nothing: it allows every token with which an admitted answer goes
on.** -/
theorem certified_mask_loses_nothing {T : Table} {P : Program} (h : T.Certified true P.form)
    (hl : ∀ l, l ∈ P.limits → l.HasBytes) {V : Vocabulary} (hV : V.IsProper) {prompt : Text}
    {said : List Limit} {front : Text} (hf : IsBytes front) {t : Nat}
    (k : Language.Allows (fun u => IsBytes u ∧ AdmitsAnswer P prompt said u) V front t) :
    tokenAdmissible V T.toDfa (T.toDfa.run front) t = true :=
  (certified_masks_are_exact h hV hf).mpr
    (Language.allows_mono (fun _ ⟨hu, ha⟩ => Program.form_of_admits hl hu ha) k)

/-- **What the mask of a certified automaton allows can be continued to a text of the program's form.** -/
theorem certified_mask_keeps_the_form {exact : Bool} {T : Table} {P : Program} (h : T.Certified exact P.form)
    {V : Vocabulary} (hV : V.IsProper) {front : Text} (hf : IsBytes front) {t : Nat}
    (k : tokenAdmissible V T.toDfa (T.toDfa.run front) t = true) : Language.Allows P.form.Lang V front t :=
  certified_masks_are_sound h hV hf k

end DetLM
