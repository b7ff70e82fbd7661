import DetLM.Thm.Regex
import DetLM.Thm.Fast
import DetLM.Spec.Automaton

/-!
# Derivatives in normal form are derivatives

## Main results

* `Regex.follow_iff`: the derivative in normal form holds what may follow its byte
* `Regex.follow_counted_iff`: also where counts are changed afterwards, as far as they go down by one together
-/

namespace DetLM

open Fast (choose)

/-- The entries behind the first are bytes. -/
theorem IsBytes.tail {b : Byte} {t : Text} (h : IsBytes (b :: t)) : IsBytes t :=
  fun c hc => h c (mem_tail hc)

/-- The entries of both parts are bytes. -/
theorem isBytes_append_iff {t u : Text} : IsBytes (t ++ u) ↔ IsBytes t ∧ IsBytes u :=
  ⟨fun h => ⟨fun b hb => h b (mem_append_iff.mpr (Or.inl hb)), fun b hb => h b (mem_append_iff.mpr (Or.inr hb))⟩,
    fun h b hb => (mem_append_iff.mp hb).elim (h.1 b) (h.2 b)⟩

/-- A test of two tests. -/
theorem choose_and_iff {a b : Bool} : choose a b false = true ↔ a = true ∧ b = true := by
  cases a
  · exact ⟨fun h => (nomatch h), fun h => (nomatch h.1)⟩
  · exact ⟨fun h => ⟨rfl, h⟩, fun h => h.2⟩

/-- `choose` that gives way only under a condition. -/
theorem choose_if_iff {a b : Bool} : choose a b true = true ↔ (a = true → b = true) := by
  cases a
  · exact ⟨fun _ h => (nomatch h), fun _ => rfl⟩
  · exact ⟨fun h _ => h, fun h => h rfl⟩

/-- A test that must fail and another one. -/
theorem choose_false_iff {a b : Bool} : choose a false b = true ↔ a = false ∧ b = true := by
  cases a
  · exact ⟨fun h => ⟨rfl, h⟩, fun h => h.2⟩
  · exact ⟨fun h => (nomatch h), fun h => (nomatch h.1)⟩

/-- A test of one of two tests. -/
theorem choose_or_iff {a b : Bool} : choose a true b = true ↔ a = true ∨ b = true := by
  cases a
  · exact ⟨Or.inr, fun h => h.elim (fun h => (nomatch h)) id⟩
  · exact ⟨fun _ => Or.inl rfl, fun _ => rfl⟩

namespace Regex

/-! ## Expressions -/

/-- What `same` says is the same, is the same. -/
theorem eq_of_same {p q : Regex} (h : same p q = true) : p = q := by
  induction p generalizing q with
  | nothing => cases q <;> first | rfl | exact nomatch h
  | empty => cases q <;> first | rfl | exact nomatch h
  | oneOf s =>
    cases q with
    | oneOf s' => exact congrArg oneOf (nat_beq_iff.mp h)
    | _ => exact nomatch h
  | seq a b ha hb =>
    cases q with
    | seq a' b' =>
      have h : same a a' = true ∧ same b b' = true := choose_and_iff.mp h
      rw [ha h.1, hb h.2]
    | _ => exact nomatch h
  | either a b ha hb =>
    cases q with
    | either a' b' =>
      have h : same a a' = true ∧ same b b' = true := choose_and_iff.mp h
      rw [ha h.1, hb h.2]
    | _ => exact nomatch h
  | star a ha =>
    cases q with
    | star a' => exact congrArg star (ha h)
    | _ => exact nomatch h
  | atMost n a ha =>
    cases q with
    | atMost n' a' =>
      have h : Nat.beq n n' = true ∧ same a a' = true := choose_and_iff.mp h
      rw [nat_beq_iff.mp h.1, ha h.2]
    | _ => exact nomatch h
  | both a b ha hb =>
    cases q with
    | both a' b' =>
      have h : same a a' = true ∧ same b b' = true := choose_and_iff.mp h
      rw [ha h.1, hb h.2]
    | _ => exact nomatch h
  | without a b ha hb =>
    cases q with
    | without a' b' =>
      have h : same a a' = true ∧ same b b' = true := choose_and_iff.mp h
      rw [ha h.1, hb h.2]
    | _ => exact nomatch h

/-- What `isAnything` recognises. -/
theorem eq_anything_of_isAnything {r : Regex} (h : isAnything r = true) : r = anything := by
  cases r with
  | star a =>
    cases a with
    | oneOf s =>
      have e : allBytes = s := nat_beq_iff.mp h
      rw [← e]
    | _ => exact nomatch h
  | _ => exact nomatch h

/-- The set of all bytes has every byte. -/
theorem has_allBytes : ∀ b, b < 256 → ByteSet.has allBytes b = true := by
  decide +kernel

/-- Every text is in `anything`. -/
theorem anything_lang {t : Text} (ht : IsBytes t) : anything.Lang t := by
  induction t with
  | nil => exact Repeated.stop
  | cons b t ih =>
    have first : (oneOf allBytes).Lang [b] := ⟨b, rfl, has_allBytes b (ht b mem_head)⟩
    exact Repeated.more (x := [b]) first (ih ht.tail)

/-- Two expressions hold the same byte strings. -/
def Alike (p q : Regex) : Prop := ∀ t, IsBytes t → (p.Lang t ↔ q.Lang t)

/-! ## Other counts

What is proved of the derivative in normal form is proved for counts that are changed afterwards, by any function. The
constructors keep their shape under such a change, so what is folded away because of its shape may be folded away. -/

section
variable {f : Nat → Nat}

/-- Counts that are changed to themselves. -/
theorem counted_id (r : Regex) : counted id r = r := by
  induction r with
  | nothing => rfl
  | empty => rfl
  | oneOf s => rfl
  | seq p q hp hq =>
    show seq (counted id p) (counted id q) = _
    rw [hp, hq]
  | either p q hp hq =>
    show either (counted id p) (counted id q) = _
    rw [hp, hq]
  | star p hp => exact congrArg star hp
  | atMost n p hp => exact congrArg (atMost n) hp
  | both p q hp hq =>
    show both (counted id p) (counted id q) = _
    rw [hp, hq]
  | without p q hp hq =>
    show without (counted id p) (counted id q) = _
    rw [hp, hq]

/-- The empty text does not depend on counts. -/
theorem nullable_counted (r : Regex) : (counted f r).nullable = r.nullable := by
  induction r with
  | seq p q hp hq =>
    show (nullable (counted f p) && nullable (counted f q)) = (nullable p && nullable q)
    rw [hp, hq]
  | either p q hp hq =>
    show (nullable (counted f p) || nullable (counted f q)) = (nullable p || nullable q)
    rw [hp, hq]
  | both p q hp hq =>
    show (nullable (counted f p) && nullable (counted f q)) = (nullable p && nullable q)
    rw [hp, hq]
  | without p q hp hq =>
    show (nullable (counted f p) && !nullable (counted f q)) = (nullable p && !nullable q)
    rw [hp, hq]
  | _ => rfl

/-- The counts that the first byte of a text may come from go down by one under a change, too. -/
def Steady (f : Nat → Nat) : Regex → Prop
  | seq p q => Steady f p ∧ (nullable p = true → Steady f q)
  | either p q => Steady f p ∧ Steady f q
  | star p => Steady f p
  | atMost n p => (f n = Nat.rec (motive := fun _ => Nat) 0 (fun m _ => f m + 1) n) ∧ (n ≠ 0 → Steady f p)
  | both p q => Steady f p ∧ (ended p = true ∨ Steady f q)
  | without p q => Steady f p ∧ (ended p = true ∨ Steady f q)
  | _ => True

/-- Where nothing is changed, they do. -/
theorem steady_id (r : Regex) : Steady id r := by
  induction r with
  | seq p q hp hq => exact ⟨hp, fun _ => hq⟩
  | either p q hp hq => exact ⟨hp, hq⟩
  | star p hp => exact hp
  | atMost n p hp => exact ⟨Nat.rec rfl (fun _ _ => rfl) n, fun _ => hp⟩
  | both p q hp hq => exact ⟨hp, Or.inr hq⟩
  | without p q hp hq => exact ⟨hp, Or.inr hq⟩
  | _ => exact trivial

/-- What holds no text but the empty one has no derivative. -/
theorem follow_of_ended {b : Byte} {r : Regex} (h : ended r = true) : follow b r = nothing := by
  induction r with
  | nothing => rfl
  | empty => rfl
  | oneOf s => exact nomatch h
  | seq p q hp hq =>
    obtain ⟨ep, eq⟩ := choose_and_iff.mp h
    show choose (Fast.nullable p) (union (Fast.mkSeq (follow b p) q) (follow b q))
      (Fast.mkSeq (follow b p) q) = nothing
    rw [hp ep, hq eq]
    cases Fast.nullable p <;> rfl
  | either p q hp hq =>
    obtain ⟨ep, eq⟩ := choose_and_iff.mp h
    show union (follow b p) (follow b q) = nothing
    rw [hp ep, hq eq]
    rfl
  | star p hp => exact nomatch h
  | atMost n p hp =>
    rw [nat_beq_iff.mp h]
    rfl
  | both p q hp hq =>
    show meet (follow b p) (follow b q) = nothing
    rw [hp h]
    rfl
  | without p q hp hq =>
    show minus (follow b p) (follow b q) = nothing
    rw [hp h]
    rfl

/-- Its counts are all used up. -/
theorem steady_of_ended (hf : f 0 = 0) {r : Regex} (h : ended r = true) : Steady f r := by
  induction r with
  | nothing => exact trivial
  | empty => exact trivial
  | oneOf s => exact trivial
  | seq p q hp hq => exact ⟨hp (choose_and_iff.mp h).1, fun _ => hq (choose_and_iff.mp h).2⟩
  | either p q hp hq => exact ⟨hp (choose_and_iff.mp h).1, hq (choose_and_iff.mp h).2⟩
  | star p hp => exact nomatch h
  | atMost n p hp =>
    cases n with
    | zero => exact ⟨hf, fun k => absurd rfl k⟩
    | succ n => exact nomatch h
  | both p q hp hq => exact ⟨hp h, Or.inl h⟩
  | without p q hp hq => exact ⟨hp h, Or.inl h⟩

/-- An option that is among others adds nothing. -/
theorem lang_of_isOption {p q : Regex} (h : isOption p q = true) {t : Text} (hp : (counted f p).Lang t) :
    (counted f q).Lang t := by
  induction q with
  | either a b _ hb =>
    have h : same p a = true ∨ isOption p b = true := choose_or_iff.mp h
    exact h.elim (fun h => Or.inl (eq_of_same h ▸ hp)) fun h => Or.inr (hb h)
  | _ =>
    have e := eq_of_same (p := p) h
    exact e ▸ hp

/-- `addOption` means `either`. -/
theorem addOption_alike (p q : Regex) : Alike (counted f (addOption p q)) (counted f (either p q)) := by
  intro t ht
  unfold addOption
  rw [Fast.ifNothing_eq, Fast.choose_eq, Fast.choose_eq]
  cases hq : q.isNothing with
  | true =>
    rw [eq_nothing_of_isNothing hq]
    exact ⟨Or.inl, fun h => h.elim id False.elim⟩
  | false =>
    cases aq : isAnything q with
    | true =>
      refine ⟨Or.inr, fun _ => ?_⟩
      rw [eq_anything_of_isAnything aq]
      exact anything_lang ht
    | false =>
      cases o : isOption p q with
      | true => exact ⟨Or.inr, fun h => h.elim (lang_of_isOption o) id⟩
      | false => exact Iff.rfl

/-- `union` means `either`. -/
theorem union_alike (p q : Regex) : Alike (counted f (union p q)) (counted f (either p q)) := by
  induction p generalizing q with
  | nothing => exact fun t _ => ⟨Or.inr, fun h => h.elim False.elim id⟩
  | either a b ha hb =>
    intro t ht
    refine (ha (union b q) t ht).trans ⟨fun h => ?_, fun h => ?_⟩
    · cases h with
      | inl h => exact Or.inl (Or.inl h)
      | inr h => exact ((hb q t ht).mp h).elim (fun h => Or.inl (Or.inr h)) Or.inr
    · cases h with
      | inl h => exact h.elim Or.inl fun h => Or.inr ((hb q t ht).mpr (Or.inl h))
      | inr h => exact Or.inr ((hb q t ht).mpr (Or.inr h))
  | star a =>
    show Alike (counted f (choose (isAnything (star a)) (star a) (addOption (star a) q))) _
    rw [Fast.choose_eq]
    cases e : isAnything (star a) with
    | true =>
      intro t ht
      refine ⟨Or.inl, fun _ => ?_⟩
      rw [eq_anything_of_isAnything e]
      exact anything_lang ht
    | false => exact addOption_alike _ q
  | _ => exact addOption_alike _ q

/-- `meet` means `both`. -/
theorem meet_alike (p q : Regex) : Alike (counted f (meet p q)) (counted f (both p q)) := by
  intro t ht
  unfold meet
  rw [Fast.ifNothing_eq, Fast.ifNothing_eq, Fast.choose_eq, Fast.choose_eq]
  cases hp : p.isNothing with
  | true =>
    rw [eq_nothing_of_isNothing hp]
    exact ⟨fun h => h.elim, fun h => h.1.elim⟩
  | false =>
    cases hq : q.isNothing with
    | true =>
      rw [eq_nothing_of_isNothing hq]
      exact ⟨fun h => h.elim, fun h => h.2.elim⟩
    | false =>
      cases ap : isAnything p with
      | true =>
        rw [eq_anything_of_isAnything ap]
        exact ⟨fun h => ⟨anything_lang ht, h⟩, fun h => h.2⟩
      | false =>
        cases aq : isAnything q with
        | true =>
          rw [eq_anything_of_isAnything aq]
          exact ⟨fun h => ⟨h, anything_lang ht⟩, fun h => h.1⟩
        | false => exact Iff.rfl

/-- `minus` means `without`. -/
theorem minus_alike (p q : Regex) : Alike (counted f (minus p q)) (counted f (without p q)) := by
  intro t ht
  unfold minus
  rw [Fast.ifNothing_eq, Fast.ifNothing_eq, Fast.choose_eq]
  cases hp : p.isNothing with
  | true =>
    rw [eq_nothing_of_isNothing hp]
    exact ⟨fun h => h.elim, fun h => h.1.elim⟩
  | false =>
    cases hq : q.isNothing with
    | true =>
      rw [eq_nothing_of_isNothing hq]
      exact ⟨fun h => ⟨h, id⟩, fun h => h.1⟩
    | false =>
      cases aq : isAnything q with
      | true =>
        rw [eq_anything_of_isAnything aq]
        exact ⟨fun h => h.elim, fun h => h.2 (anything_lang ht)⟩
      | false => exact Iff.rfl

/-- Sequences of alike beginnings are alike. -/
theorem mkSeq_alike {p p' : Regex} (h : Alike (counted f p) p') (q : Regex) :
    Alike (counted f (Fast.mkSeq p q)) (mkSeq p' (counted f q)) := by
  intro t ht
  have e : (counted f (Fast.mkSeq p q)).Lang t ↔ (mkSeq (counted f p) (counted f q)).Lang t := by
    rw [Fast.mkSeq_eq]
    cases p <;> exact Iff.rfl
  refine e.trans (mkSeq_iff.trans (Iff.trans ?_ mkSeq_iff.symm))
  constructor
  · intro ⟨x, y, e, hx, hy⟩
    exact ⟨x, y, e, (h x (isBytes_append_iff.mp (e ▸ ht)).1).mp hx, hy⟩
  · intro ⟨x, y, e, hx, hy⟩
    exact ⟨x, y, e, (h x (isBytes_append_iff.mp (e ▸ ht)).1).mpr hx, hy⟩

/-- The derivative in normal form is alike to the derivative. -/
theorem follow_alike (b : Byte) (r : Regex) (hs : Steady f r) :
    Alike (counted f (follow b r)) (deriv b (counted f r)) := by
  induction r with
  | nothing => exact fun t _ => Iff.rfl
  | empty => exact fun t _ => Iff.rfl
  | oneOf s =>
    intro t _
    show (counted f (choose (ByteSet.has s b) empty nothing)).Lang t ↔
      (bif ByteSet.has s b then empty else nothing).Lang t
    rw [Fast.choose_eq]
    cases ByteSet.has s b <;> exact Iff.rfl
  | seq p q hp hq =>
    intro t ht
    show (counted f (choose (Fast.nullable p) (union (Fast.mkSeq (follow b p) q) (follow b q))
      (Fast.mkSeq (follow b p) q))).Lang t ↔ (bif nullable (counted f p) then
        mkEither (mkSeq (deriv b (counted f p)) (counted f q)) (deriv b (counted f q))
        else mkSeq (deriv b (counted f p)) (counted f q)).Lang t
    rw [Fast.choose_eq, Fast.nullable_eq, nullable_counted]
    have first := mkSeq_alike (hp hs.1) q t ht
    cases n : nullable p with
    | true =>
      refine (union_alike _ _ t ht).trans (Iff.trans ?_ mkEither_iff.symm)
      have second := hq (hs.2 n) t ht
      exact ⟨fun h => h.elim (fun h => Or.inl (first.mp h)) fun h => Or.inr (second.mp h),
        fun h => h.elim (fun h => Or.inl (first.mpr h)) fun h => Or.inr (second.mpr h)⟩
    | false => exact first
  | either p q hp hq =>
    intro t ht
    refine (union_alike _ _ t ht).trans (Iff.trans ?_ mkEither_iff.symm)
    exact ⟨fun h => h.elim (fun h => Or.inl ((hp hs.1 t ht).mp h)) fun h => Or.inr ((hq hs.2 t ht).mp h),
      fun h => h.elim (fun h => Or.inl ((hp hs.1 t ht).mpr h)) fun h => Or.inr ((hq hs.2 t ht).mpr h)⟩
  | star p hp => exact mkSeq_alike (hp hs) (star p)
  | atMost n p hp =>
    obtain ⟨e, hs⟩ := hs
    cases n with
    | zero =>
      have e : f 0 = 0 := e
      show Alike nothing (deriv b (atMost (f 0) (counted f p)))
      rw [e]
      exact fun t _ => Iff.rfl
    | succ n =>
      have e : f (n + 1) = f n + 1 := e
      show Alike (counted f (Fast.mkSeq (follow b p) (atMost n p))) (deriv b (atMost (f (n + 1)) (counted f p)))
      rw [e]
      exact mkSeq_alike (hp (hs fun h => nomatch h)) (atMost n p)
  | both p q hp hq =>
    intro t ht
    refine (meet_alike _ _ t ht).trans (Iff.trans ?_ mkBoth_iff.symm)
    refine hs.2.elim (fun e => ?_) fun hs' => ?_
    · have none : ¬ (counted f (follow b p)).Lang t := by
        rw [follow_of_ended e]
        exact id
      exact ⟨fun h => (none h.1).elim, fun h => (none ((hp hs.1 t ht).mpr h.1)).elim⟩
    · exact ⟨fun h => ⟨(hp hs.1 t ht).mp h.1, (hq hs' t ht).mp h.2⟩,
        fun h => ⟨(hp hs.1 t ht).mpr h.1, (hq hs' t ht).mpr h.2⟩⟩
  | without p q hp hq =>
    intro t ht
    refine (minus_alike _ _ t ht).trans (Iff.trans ?_ mkWithout_iff.symm)
    refine hs.2.elim (fun e => ?_) fun hs' => ?_
    · have none : ¬ (counted f (follow b p)).Lang t := by
        rw [follow_of_ended e]
        exact id
      exact ⟨fun h => (none h.1).elim, fun h => (none ((hp hs.1 t ht).mpr h.1)).elim⟩
    · exact ⟨fun h => ⟨(hp hs.1 t ht).mp h.1, fun k => h.2 ((hq hs' t ht).mpr k)⟩,
        fun h => ⟨(hp hs.1 t ht).mpr h.1, fun k => h.2 ((hq hs' t ht).mp k)⟩⟩

/-- With other counts, the derivative in normal form holds what may follow its byte. -/
theorem follow_counted_iff {b : Byte} {r : Regex} (hs : Steady f r) {t : Text} (ht : IsBytes t) :
    (counted f (follow b r)).Lang t ↔ (counted f r).Lang (b :: t) :=
  (follow_alike b r hs t ht).trans deriv_iff

end

/-- The derivative in normal form holds what may follow its byte. -/
theorem follow_iff {b : Byte} {r : Regex} {t : Text} (ht : IsBytes t) :
    (follow b r).Lang t ↔ r.Lang (b :: t) := by
  have h := follow_counted_iff (b := b) (steady_id r) ht
  rw [counted_id, counted_id] at h
  exact h

end Regex

end DetLM
