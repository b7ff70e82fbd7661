import DetLM.Data.Bits
import DetLM.Spec.Regex

/-!
# Derivatives decide regular languages

## Main results

* `Regex.deriv_iff`: a derivative holds what may follow its byte
* `Regex.accepts_iff`: the decision agrees with the meaning
* `Regex.ofText_iff`: the expression of one text holds that text only
* `Regex.mem_splits_iff`: `splits` finds every prefix of the language, and nothing else
* `Regex.splits_distinct`: it finds each of them once

## References

* J. A. Brzozowski, *Derivatives of regular expressions*, JACM 11 (1964)
-/

namespace DetLM

/-! ## Repetition -/

/-- A repetition that is not empty has a first part that is not empty. -/
theorem Repeated.cons_inv {L : Text → Prop} {u : Text} (h : Repeated L u) :
    ∀ b t, u = b :: t → ∃ x y, t = x ++ y ∧ L (b :: x) ∧ Repeated L y := by
  induction h with
  | stop => exact fun b t e => nomatch e
  | @more x y hx hy ih =>
    intro b t e
    cases x with
    | nil => exact ih b t e
    | cons c x =>
      injection e with e f
      subst e
      exact ⟨x, y, f.symm, hx, hy⟩

/-- More repetitions may be allowed. -/
theorem RepeatedAtMost.succ {L : Text → Prop} {n : Nat} {t : Text} (h : RepeatedAtMost L n t) :
    RepeatedAtMost L (n + 1) t := by
  induction h with
  | stop => exact .stop
  | more hx _ ih => exact .more hx ih

/-- A bounded repetition that is not empty has a first part that is not empty. -/
theorem RepeatedAtMost.cons_inv {L : Text → Prop} {m : Nat} {u : Text} (h : RepeatedAtMost L m u) :
    ∀ b t, u = b :: t → ∃ n x y, m = n + 1 ∧ t = x ++ y ∧ L (b :: x) ∧ RepeatedAtMost L n y := by
  induction h with
  | stop => exact fun b t e => nomatch e
  | @more n x y hx hy ih =>
    intro b t e
    cases x with
    | nil =>
      obtain ⟨k, x, y, hk, ht, hx, hy⟩ := ih b t e
      exact ⟨n, x, y, rfl, ht, hx, hk ▸ hy.succ⟩
    | cons c x =>
      injection e with e f
      subst e
      exact ⟨n, x, y, rfl, f.symm, hx, hy⟩

namespace Regex

/-! ## The folded constructors -/

/-- `isNothing` recognises `nothing`. -/
theorem eq_nothing_of_isNothing {r : Regex} (h : r.isNothing = true) : r = nothing := by
  cases r with
  | nothing => rfl
  | _ => exact nomatch h

/-- `isEmpty` recognises `empty`. -/
theorem eq_empty_of_isEmpty {r : Regex} (h : r.isEmpty = true) : r = empty := by
  cases r with
  | empty => rfl
  | _ => exact nomatch h

/-- `mkSeq` means `seq`. -/
theorem mkSeq_iff {p q : Regex} {t : Text} : (mkSeq p q).Lang t ↔ (seq p q).Lang t := by
  unfold mkSeq
  cases hp : p.isNothing with
  | true =>
    rw [eq_nothing_of_isNothing hp]
    exact ⟨fun h => h.elim, fun ⟨_, _, _, h, _⟩ => h.elim⟩
  | false =>
    cases he : p.isEmpty with
    | true =>
      rw [eq_empty_of_isEmpty he]
      constructor
      · exact fun h => ⟨[], t, rfl, rfl, h⟩
      · intro ⟨x, y, ht, hx, hy⟩
        have hx : x = [] := hx
        rw [ht, hx]
        exact hy
    | false => exact Iff.rfl

/-- `mkEither` means `either`. -/
theorem mkEither_iff {p q : Regex} {t : Text} : (mkEither p q).Lang t ↔ (either p q).Lang t := by
  unfold mkEither
  cases hp : p.isNothing with
  | true =>
    rw [eq_nothing_of_isNothing hp]
    exact ⟨Or.inr, fun h => h.elim False.elim id⟩
  | false =>
    cases hq : q.isNothing with
    | true =>
      rw [eq_nothing_of_isNothing hq]
      exact ⟨Or.inl, fun h => h.elim id False.elim⟩
    | false => exact Iff.rfl

/-- `mkBoth` means `both`. -/
theorem mkBoth_iff {p q : Regex} {t : Text} : (mkBoth p q).Lang t ↔ (both p q).Lang t := by
  unfold mkBoth
  cases hp : p.isNothing with
  | true =>
    rw [eq_nothing_of_isNothing hp]
    exact ⟨fun h => h.elim, fun h => h.1.elim⟩
  | false =>
    cases hq : q.isNothing with
    | true =>
      rw [eq_nothing_of_isNothing hq]
      exact ⟨fun h => h.elim, fun h => h.2.elim⟩
    | false => exact Iff.rfl

/-- `mkWithout` means `without`. -/
theorem mkWithout_iff {p q : Regex} {t : Text} : (mkWithout p q).Lang t ↔ (without p q).Lang t := by
  unfold mkWithout
  cases hp : p.isNothing with
  | true =>
    rw [eq_nothing_of_isNothing hp]
    exact ⟨fun h => h.elim, fun h => h.1.elim⟩
  | false =>
    cases hq : q.isNothing with
    | true =>
      rw [eq_nothing_of_isNothing hq]
      exact ⟨fun h => ⟨h, id⟩, fun h => h.1⟩
    | false => exact Iff.rfl

/-! ## The decision -/

/-- `nullable` decides whether the empty text belongs. -/
theorem nullable_iff {r : Regex} : r.nullable = true ↔ r.Lang [] := by
  induction r with
  | nothing => exact ⟨fun h => (nomatch h), False.elim⟩
  | empty => exact ⟨fun _ => rfl, fun _ => rfl⟩
  | oneOf s => exact ⟨fun h => (nomatch h), fun ⟨_, h, _⟩ => (nomatch h)⟩
  | seq p q hp hq =>
    refine bool_and_iff.trans ⟨fun h => ⟨[], [], rfl, hp.mp h.1, hq.mp h.2⟩, ?_⟩
    intro ⟨x, y, e, hx, hy⟩
    have e := nil_of_append_nil e.symm
    exact ⟨hp.mpr (e.1 ▸ hx), hq.mpr (e.2 ▸ hy)⟩
  | either p q hp hq =>
    exact bool_or_iff.trans
      ⟨fun h => h.elim (fun h => Or.inl (hp.mp h)) fun h => Or.inr (hq.mp h),
        fun h => h.elim (fun h => Or.inl (hp.mpr h)) fun h => Or.inr (hq.mpr h)⟩
  | star p _ => exact ⟨fun _ => Repeated.stop, fun _ => rfl⟩
  | atMost n p _ => exact ⟨fun _ => RepeatedAtMost.stop, fun _ => rfl⟩
  | both p q hp hq =>
    exact bool_and_iff.trans ⟨fun h => ⟨hp.mp h.1, hq.mp h.2⟩, fun h => ⟨hp.mpr h.1, hq.mpr h.2⟩⟩
  | without p q hp hq =>
    exact bool_and_iff.trans
      ⟨fun h => ⟨hp.mp h.1, fun k => bool_not_iff.mp h.2 (hq.mpr k)⟩,
        fun h => ⟨hp.mpr h.1, bool_not_iff.mpr fun k => h.2 (hq.mp k)⟩⟩

/-- A derivative holds what may follow its byte. -/
theorem deriv_iff {b : Byte} {r : Regex} {t : Text} : (deriv b r).Lang t ↔ r.Lang (b :: t) := by
  induction r generalizing t with
  | nothing => exact Iff.rfl
  | empty => exact ⟨fun h => h.elim, fun h => nomatch h⟩
  | oneOf s =>
    show Lang (bif s.has b then empty else nothing) t ↔ ∃ c, b :: t = [c] ∧ s.has c = true
    cases h : s.has b with
    | true =>
      refine ⟨fun e => ⟨b, ?_, h⟩, fun ⟨_, e, _⟩ => ?_⟩
      · have e : t = [] := e
        rw [e]
      · injection e
    | false =>
      refine ⟨fun e => e.elim, fun ⟨c, e, hc⟩ => ?_⟩
      injection e with e
      subst e
      exact nomatch h.symm.trans hc
  | seq p q hp hq =>
    have first : (mkSeq (deriv b p) q).Lang t ↔
        ∃ x y, t = x ++ y ∧ p.Lang (b :: x) ∧ q.Lang y := by
      refine mkSeq_iff.trans ⟨?_, ?_⟩
      · intro ⟨x, y, ht, hx, hy⟩
        exact ⟨x, y, ht, hp.mp hx, hy⟩
      · intro ⟨x, y, ht, hx, hy⟩
        exact ⟨x, y, ht, hp.mpr hx, hy⟩
    have cut : (seq p q).Lang (b :: t) ↔
        (∃ x y, t = x ++ y ∧ p.Lang (b :: x) ∧ q.Lang y) ∨ (p.Lang [] ∧ q.Lang (b :: t)) := by
      constructor
      · intro ⟨x, y, ht, hx, hy⟩
        cases x with
        | nil =>
          have ht : b :: t = y := ht
          exact Or.inr ⟨hx, ht ▸ hy⟩
        | cons c x =>
          injection ht with hc ht
          exact Or.inl ⟨x, y, ht, hc ▸ hx, hy⟩
      · intro h
        cases h with
        | inl h =>
          obtain ⟨x, y, ht, hx, hy⟩ := h
          exact ⟨b :: x, y, congrArg _ ht, hx, hy⟩
        | inr h => exact ⟨[], b :: t, rfl, h.1, h.2⟩
    refine Iff.trans ?_ cut.symm
    show Lang (bif p.nullable then mkEither (mkSeq (deriv b p) q) (deriv b q)
      else mkSeq (deriv b p) q) t ↔ _
    cases hn : p.nullable with
    | true =>
      refine mkEither_iff.trans ⟨fun h => ?_, fun h => ?_⟩
      · exact h.elim (fun h => Or.inl (first.mp h))
          fun h => Or.inr ⟨nullable_iff.mp hn, hq.mp h⟩
      · exact h.elim (fun h => Or.inl (first.mpr h)) fun h => Or.inr (hq.mpr h.2)
    | false =>
      refine first.trans ⟨Or.inl, fun h => h.elim id fun h => ?_⟩
      exact nomatch hn.symm.trans (nullable_iff.mpr h.1)
  | either p q hp hq =>
    refine mkEither_iff.trans ⟨fun h => ?_, fun h => ?_⟩
    · exact h.elim (fun h => Or.inl (hp.mp h)) fun h => Or.inr (hq.mp h)
    · exact h.elim (fun h => Or.inl (hp.mpr h)) fun h => Or.inr (hq.mpr h)
  | star p hp =>
    refine mkSeq_iff.trans ⟨fun ⟨x, y, ht, hx, hy⟩ => ?_, fun h => ?_⟩
    · rw [ht]
      exact Repeated.more (x := b :: x) (hp.mp hx) hy
    · obtain ⟨x, y, ht, hx, hy⟩ := Repeated.cons_inv h b t rfl
      exact ⟨x, y, ht, hp.mpr hx, hy⟩
  | atMost n p hp =>
    cases n with
    | zero =>
      refine ⟨fun h => h.elim, fun h => ?_⟩
      obtain ⟨n, _, _, e, _⟩ := RepeatedAtMost.cons_inv h b t rfl
      exact nomatch e
    | succ n =>
      refine mkSeq_iff.trans ⟨fun ⟨x, y, ht, hx, hy⟩ => ?_, fun h => ?_⟩
      · rw [ht]
        exact RepeatedAtMost.more (x := b :: x) (hp.mp hx) hy
      · obtain ⟨k, x, y, e, ht, hx, hy⟩ := RepeatedAtMost.cons_inv h b t rfl
        injection e with e
        exact ⟨x, y, ht, hp.mpr hx, e ▸ hy⟩
  | both p q hp hq =>
    exact mkBoth_iff.trans ⟨fun h => ⟨hp.mp h.1, hq.mp h.2⟩, fun h => ⟨hp.mpr h.1, hq.mpr h.2⟩⟩
  | without p q hp hq =>
    exact mkWithout_iff.trans
      ⟨fun h => ⟨hp.mp h.1, fun k => h.2 (hq.mpr k)⟩, fun h => ⟨hp.mpr h.1, fun k => h.2 (hq.mp k)⟩⟩

/-- The decision agrees with the meaning, from any expression. -/
theorem acceptsFrom_iff {t : Text} {r : Regex} : acceptsFrom t r = true ↔ r.Lang t := by
  induction t generalizing r with
  | nil => exact nullable_iff
  | cons b t ih =>
    show (bif isNothing r then false else acceptsFrom t (deriv b r)) = true ↔ _
    cases h : r.isNothing with
    | true =>
      rw [eq_nothing_of_isNothing h]
      exact ⟨fun h => (nomatch h), False.elim⟩
    | false => exact ih.trans deriv_iff

/-- A text belongs to a category exactly if the matcher says so. -/
theorem accepts_iff {r : Regex} {t : Text} : r.accepts t = true ↔ r.Lang t := acceptsFrom_iff

/-- The expression of one text holds that text only. -/
theorem ofText_iff {t u : Text} (ht : ∀ b, b ∈ t → b < 256) : (ofText t).Lang u ↔ u = t := by
  induction t generalizing u with
  | nil => exact Iff.rfl
  | cons b t ih =>
    have ih {v : Text} : (ofText t).Lang v ↔ v = t := ih fun c hc => ht c (mem_tail hc)
    constructor
    · intro ⟨x, y, hu, ⟨c, hx, hc⟩, hy⟩
      rw [hu, hx, (has_single_iff (ht b mem_head)).mp hc, ih.mp hy]
      rfl
    · intro e
      exact ⟨[b], t, e, ⟨b, rfl, (has_single_iff (ht b mem_head)).mpr rfl⟩, ih.mpr rfl⟩

/-! ## Prefixes -/

/-- What `splitsFrom` finds, in terms of what is still to read. -/
theorem mem_splitsFrom_iff {t : Text} {r : Regex} {seen x y : Text} :
    (x, y) ∈ splitsFrom t r seen ↔ ∃ z, t = z ++ y ∧ r.Lang z ∧ x = seen.reverse ++ z := by
  induction t generalizing r seen with
  | nil =>
    show (x, y) ∈ (bif nullable r then [(seen.reverse, [])] else []) ↔ _
    cases h : r.nullable with
    | true =>
      refine mem_single_iff.trans ⟨fun e => ?_, fun ⟨z, ht, _, hx⟩ => ?_⟩
      · injection e with hx hy
        exact ⟨[], hy.symm, nullable_iff.mp h, hx.trans (append_nil_right _).symm⟩
      · have ht := nil_of_append_nil ht.symm
        rw [hx, ht.1, ht.2, append_nil_right]
    | false =>
      refine ⟨fun e => absurd e not_mem_nil, fun ⟨z, ht, hz, _⟩ => ?_⟩
      exact nomatch h.symm.trans (nullable_iff.mpr ((nil_of_append_nil ht.symm).1 ▸ hz))
  | cons b t ih =>
    have further : (x, y) ∈ splitsFrom t (deriv b r) (b :: seen) ↔
        ∃ z, b :: t = b :: z ++ y ∧ r.Lang (b :: z) ∧ x = seen.reverse ++ b :: z := by
      refine ih.trans ⟨?_, ?_⟩
      · intro ⟨z, ht, hz, hx⟩
        exact ⟨z, congrArg _ ht, deriv_iff.mp hz, hx.trans (reverse_cons_append b seen z)⟩
      · intro ⟨z, ht, hz, hx⟩
        injection ht with _ ht
        exact ⟨z, ht, deriv_iff.mpr hz, hx.trans (reverse_cons_append b seen z).symm⟩
    have step : (∃ z, b :: t = z ++ y ∧ r.Lang z ∧ x = seen.reverse ++ z) ↔
        (r.Lang [] ∧ (x, y) = (seen.reverse, b :: t)) ∨
          (x, y) ∈ splitsFrom t (deriv b r) (b :: seen) := by
      constructor
      · intro ⟨z, ht, hz, hx⟩
        cases z with
        | nil =>
          have ht : b :: t = y := ht
          exact Or.inl ⟨hz, by rw [hx, ht, append_nil_right]⟩
        | cons c z =>
          injection ht with hc ht
          subst hc
          exact Or.inr (further.mpr ⟨z, congrArg _ ht, hz, hx⟩)
      · intro h
        cases h with
        | inl h =>
          obtain ⟨hn, e⟩ := h
          injection e with hx hy
          exact ⟨[], hy.symm, hn, hx.trans (append_nil_right _).symm⟩
        | inr h =>
          obtain ⟨z, ht, hz, hx⟩ := further.mp h
          exact ⟨b :: z, ht, hz, hx⟩
    refine Iff.trans ?_ step.symm
    show (x, y) ∈ (bif isNothing r then []
      else bif nullable r then (seen.reverse, b :: t) :: splitsFrom t (deriv b r) (b :: seen)
      else splitsFrom t (deriv b r) (b :: seen)) ↔ _
    cases he : r.isNothing with
    | true =>
      refine ⟨fun h => absurd h not_mem_nil, fun h => ?_⟩
      obtain ⟨z, _, hz, _⟩ := step.mpr h
      rw [eq_nothing_of_isNothing he] at hz
      exact hz.elim
    | false =>
      cases hn : r.nullable with
      | true =>
        refine mem_cons_iff.trans ⟨fun h => ?_, fun h => ?_⟩
        · exact h.elim (fun h => Or.inl ⟨nullable_iff.mp hn, h⟩) Or.inr
        · exact h.elim (fun h => Or.inl h.2) Or.inr
      | false =>
        refine ⟨Or.inr, fun h => h.elim (fun h => ?_) id⟩
        exact nomatch hn.symm.trans (nullable_iff.mpr h.1)

/-- `splits` finds every prefix of the language, and nothing else. -/
theorem mem_splits_iff {r : Regex} {t x y : Text} :
    (x, y) ∈ r.splits t ↔ t = x ++ y ∧ r.Lang x := by
  refine mem_splitsFrom_iff.trans ⟨fun ⟨z, ht, hz, hx⟩ => ?_, fun ⟨ht, hx⟩ => ⟨x, ht, hx, rfl⟩⟩
  have hx : x = z := hx
  exact ⟨hx ▸ ht, hx ▸ hz⟩

/-- A list is not longer than itself. -/
theorem ne_append_cons {l d : Text} {a : Byte} : ¬ l = l ++ a :: d := fun h => by
  have h : l ++ [] = l ++ a :: d := (append_nil_right l).trans h
  exact nomatch append_cancel_left h

/-- `splitsFrom` finds each prefix once. -/
theorem splitsFrom_distinct {t : Text} {r : Regex} {seen : Text} :
    Distinct (splitsFrom t r seen) := by
  induction t generalizing r seen with
  | nil =>
    show Distinct (bif nullable r then [(seen.reverse, [])] else [])
    cases r.nullable with
    | true => exact ⟨not_mem_nil, trivial⟩
    | false => exact trivial
  | cons b t ih =>
    show Distinct (bif isNothing r then []
      else bif nullable r then (seen.reverse, b :: t) :: splitsFrom t (deriv b r) (b :: seen)
      else splitsFrom t (deriv b r) (b :: seen))
    cases r.isNothing with
    | true => exact trivial
    | false =>
      cases r.nullable with
      | true =>
        refine ⟨fun h => ?_, ih⟩
        obtain ⟨z, _, _, hx⟩ := mem_splitsFrom_iff.mp h
        exact ne_append_cons (hx.trans (reverse_cons_append b seen z))
      | false => exact ih

/-- `splits` finds each prefix once. -/
theorem splits_distinct {r : Regex} {t : Text} : Distinct (r.splits t) := splitsFrom_distinct

end Regex

end DetLM
