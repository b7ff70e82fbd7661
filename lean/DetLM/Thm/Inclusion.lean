import DetLM.Spec.Inclusion
import DetLM.Thm.Derivatives

/-!
# Inclusion that is seen of expressions holds

## Main results

* `RepeatedAtMost.mono`: with more turns there are no fewer texts
* `Regex.lang_of_isWithin`: what `Regex.isWithin` says of languages holds, also where counts are changed afterwards
-/

namespace DetLM

open Fast (choose)

/-- With more turns there are no fewer texts. -/
theorem RepeatedAtMost.mono {L : Text → Prop} {m n : Nat} (h : m ≤ n) {t : Text} (ht : RepeatedAtMost L m t) :
    RepeatedAtMost L n t := by
  induction h with
  | refl => exact ht
  | step _ ih => exact ih.succ

namespace Regex

variable {f : Nat → Nat}

/-- What is said of a sequence. -/
theorem of_ofSeq {test : Regex → Regex → Bool} {q : Regex} (h : ofSeq test q = true) :
    ∃ c d, q = seq c d ∧ test c d = true := by
  cases q with
  | seq c d => exact ⟨c, d, rfl, h⟩
  | _ => exact nomatch h

/-- What is said of a counted repetition. -/
theorem of_ofAtMost {test : Nat → Regex → Bool} {q : Regex} (h : ofAtMost test q = true) :
    ∃ n c, q = atMost n c ∧ test n c = true := by
  cases q with
  | atMost n c => exact ⟨n, c, rfl, h⟩
  | _ => exact nomatch h

/-- What is said of texts in both. -/
theorem of_ofBoth {test : Regex → Regex → Bool} {q : Regex} (h : ofBoth test q = true) :
    ∃ c d, q = both c d ∧ test c d = true := by
  cases q with
  | both c d => exact ⟨c, d, rfl, h⟩
  | _ => exact nomatch h

/-- What is said of a difference. -/
theorem of_ofWithout {test : Regex → Regex → Bool} {q : Regex} (h : ofWithout test q = true) :
    ∃ c d, q = without c d ∧ test c d = true := by
  cases q with
  | without c d => exact ⟨c, d, rfl, h⟩
  | _ => exact nomatch h

/-- What stands behind a part that may be empty is a text of both. -/
theorem behind_nullable {c d : Regex} {t : Text} (n : Fast.nullable c = true) (hd : (counted f d).Lang t) :
    (counted f (seq c d)).Lang t :=
  ⟨[], t, rfl, nullable_iff.mp ((nullable_counted c).trans ((Fast.nullable_eq c).symm.trans n)), hd⟩

/-- A text of what is reached is a text of the whole. -/
theorem lang_of_reaches {test : Regex → Bool} {t : Text} (ht : ∀ q, test q = true → (counted f q).Lang t) {q : Regex}
    (h : reaches test q = true) : (counted f q).Lang t := by
  induction q with
  | seq c d _ hd =>
    exact (choose_or_iff.mp h).elim (ht _) fun h => behind_nullable (choose_and_iff.mp h).1 (hd (choose_and_iff.mp h).2)
  | either c d hc hd => exact (choose_or_iff.mp h).elim (fun h => Or.inl (hc h)) fun h => Or.inr (hd h)
  | _ => exact ht _ h

/-- What follows of each option follows of the whole. -/
theorem of_each {test : Regex → Bool} {t : Text} {P : Prop} (ht : ∀ q, test q = true → (counted f q).Lang t → P) {q : Regex}
    (h : each test q = true) (hq : (counted f q).Lang t) : P := by
  induction q with
  | either c d hc hd => exact hq.elim (hc (choose_and_iff.mp h).1) (hd (choose_and_iff.mp h).2)
  | _ => exact ht _ h hq

/-- What passes a test that tells it apart from all others, holds the same texts. -/
theorem lang_of_matched {test : Regex → Bool} {p q : Regex} (hp : ∀ q, test q = true → p = q) :
    (matched false test q = true → ∀ t, (counted f p).Lang t → (counted f q).Lang t) ∧
      (matched true test q = true → ∀ t, (counted f q).Lang t → (counted f p).Lang t) :=
  ⟨fun h _ ht => lang_of_reaches (fun q e => hp q e ▸ ht) h,
    fun h _ ht => of_each (fun q e hq => (hp q e).symm ▸ hq) h ht⟩

/-- What `isWithin` says holds, either way. -/
theorem lang_of_isWithin {noMore : Nat → Nat → Bool} (hf : ∀ m n, noMore m n = true → f m ≤ f n) {p q : Regex} :
    (isWithin noMore p false q = true → ∀ t, (counted f p).Lang t → (counted f q).Lang t) ∧
      (isWithin noMore p true q = true → ∀ t, (counted f q).Lang t → (counted f p).Lang t) := by
  induction p generalizing q with
  | nothing => exact lang_of_matched fun _ => eq_of_same (p := .nothing)
  | empty => exact lang_of_matched fun _ => eq_of_same (p := .empty)
  | oneOf s => exact lang_of_matched fun _ => eq_of_same (p := .oneOf s)
  | star a _ => exact lang_of_matched fun _ => eq_of_same (p := .star a)
  | seq a b ha hb =>
    refine ⟨fun h t ht => lang_of_reaches (fun q h => ?_) h, fun h t ht => ?_⟩
    · obtain ⟨c, d, rfl, h⟩ := of_ofSeq h
      obtain ⟨x, y, e, hx, hy⟩ := ht
      exact ⟨x, y, e, ha.1 (choose_and_iff.mp h).1 x hx, hb.1 (choose_and_iff.mp h).2 y hy⟩
    · have h : each (fun q => choose (ofSeq (fun c d => choose (isWithin noMore a true c) (isWithin noMore b true d) false) q)
        true (choose (Fast.nullable a) (isWithin noMore b true q) false)) q = true := h
      refine of_each (fun q h hq => (choose_or_iff.mp h).elim (fun h => ?_) fun h => ?_) h ht
      · obtain ⟨c, d, rfl, h⟩ := of_ofSeq h
        obtain ⟨x, y, e, hx, hy⟩ := hq
        exact ⟨x, y, e, ha.2 (choose_and_iff.mp h).1 x hx, hb.2 (choose_and_iff.mp h).2 y hy⟩
      · exact behind_nullable (choose_and_iff.mp h).1 (hb.2 (choose_and_iff.mp h).2 t hq)
  | either a b ha hb =>
    refine ⟨fun h t ht => ?_, fun h t ht => ?_⟩
    · exact ht.elim (ha.1 (choose_and_iff.mp h).1 t) (hb.1 (choose_and_iff.mp h).2 t)
    · have h : each (fun q => choose (isWithin noMore a true q) true (isWithin noMore b true q)) q = true := h
      refine of_each (fun q h hq => ?_) h ht
      exact (choose_or_iff.mp h).elim (fun h => Or.inl (ha.2 h t hq)) fun h => Or.inr (hb.2 h t hq)
  | atMost n a _ =>
    refine ⟨fun h t ht => lang_of_reaches (fun q h => ?_) h, fun h t ht => of_each (fun q h hq => ?_) h ht⟩
    · obtain ⟨m, c, rfl, h⟩ := of_ofAtMost h
      obtain ⟨le, e⟩ := choose_and_iff.mp h
      exact eq_of_same e ▸ RepeatedAtMost.mono (hf n m le) ht
    · obtain ⟨m, c, rfl, h⟩ := of_ofAtMost h
      obtain ⟨le, e⟩ := choose_and_iff.mp h
      exact RepeatedAtMost.mono (hf m n le) (eq_of_same e ▸ hq)
  | both a b ha hb =>
    refine ⟨fun h t ht => lang_of_reaches (fun q h => ?_) h, fun h t ht => of_each (fun q h hq => ?_) h ht⟩
    · obtain ⟨c, d, rfl, h⟩ := of_ofBoth h
      exact ⟨ha.1 (choose_and_iff.mp h).1 t ht.1, hb.1 (choose_and_iff.mp h).2 t ht.2⟩
    · obtain ⟨c, d, rfl, h⟩ := of_ofBoth h
      exact ⟨ha.2 (choose_and_iff.mp h).1 t hq.1, hb.2 (choose_and_iff.mp h).2 t hq.2⟩
  | without a b ha hb =>
    refine ⟨fun h t ht => lang_of_reaches (fun q h => ?_) h, fun h t ht => of_each (fun q h hq => ?_) h ht⟩
    · obtain ⟨c, d, rfl, h⟩ := of_ofWithout h
      exact ⟨ha.1 (choose_and_iff.mp h).1 t ht.1, fun k => ht.2 (hb.2 (choose_and_iff.mp h).2 t k)⟩
    · obtain ⟨c, d, rfl, h⟩ := of_ofWithout h
      exact ⟨ha.2 (choose_and_iff.mp h).1 t hq.1, fun k => hq.2 (hb.1 (choose_and_iff.mp h).2 t k)⟩

end Regex

end DetLM
