import DetLM.Thm.Regex
import DetLM.Thm.Fast
import DetLM.Spec.Automaton

/-!
# An automaton that agrees with an expression decides its language

## Main results

* `Regex.follow_iff`: the derivative in normal form is a derivative
* `Regex.follow_counted_iff`: also where counts are changed afterwards, as far as they go down by one together
* `Automaton.accepts_iff_of_agrees`: what agrees decides
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
  | atMost n p => (f n = Nat.rec (motive := fun _ => Nat) 0 (fun m _ => f m + 1) n) ∧ Steady f p
  | both p q => Steady f p ∧ Steady f q
  | without p q => Steady f p ∧ Steady f q
  | _ => True

/-- Where nothing is changed, they do. -/
theorem steady_id (r : Regex) : Steady id r := by
  induction r with
  | seq p q hp hq => exact ⟨hp, fun _ => hq⟩
  | either p q hp hq => exact ⟨hp, hq⟩
  | star p hp => exact hp
  | atMost n p hp => exact ⟨Nat.rec rfl (fun _ _ => rfl) n, hp⟩
  | both p q hp hq => exact ⟨hp, hq⟩
  | without p q hp hq => exact ⟨hp, hq⟩
  | _ => exact trivial

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
  rw [Fast.ifNothing_eq, Fast.ifNothing_eq, Fast.choose_eq, Fast.choose_eq, Fast.choose_eq]
  cases hp : p.isNothing with
  | true =>
    rw [eq_nothing_of_isNothing hp]
    exact ⟨Or.inr, fun h => h.elim False.elim id⟩
  | false =>
    cases hq : q.isNothing with
    | true =>
      rw [eq_nothing_of_isNothing hq]
      exact ⟨Or.inl, fun h => h.elim id False.elim⟩
    | false =>
      cases ap : isAnything p with
      | true =>
        refine ⟨Or.inl, fun _ => ?_⟩
        rw [eq_anything_of_isAnything ap]
        exact anything_lang ht
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
  | either a b ha hb =>
    intro t ht
    refine (ha (union b q) t ht).trans ⟨fun h => ?_, fun h => ?_⟩
    · cases h with
      | inl h => exact Or.inl (Or.inl h)
      | inr h => exact ((hb q t ht).mp h).elim (fun h => Or.inl (Or.inr h)) Or.inr
    · cases h with
      | inl h => exact h.elim Or.inl fun h => Or.inr ((hb q t ht).mpr (Or.inl h))
      | inr h => exact Or.inr ((hb q t ht).mpr (Or.inr h))
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
      exact mkSeq_alike (hp hs) (atMost n p)
  | both p q hp hq =>
    intro t ht
    refine (meet_alike _ _ t ht).trans (Iff.trans ?_ mkBoth_iff.symm)
    exact ⟨fun h => ⟨(hp hs.1 t ht).mp h.1, (hq hs.2 t ht).mp h.2⟩,
      fun h => ⟨(hp hs.1 t ht).mpr h.1, (hq hs.2 t ht).mpr h.2⟩⟩
  | without p q hp hq =>
    intro t ht
    refine (minus_alike _ _ t ht).trans (Iff.trans ?_ mkWithout_iff.symm)
    exact ⟨fun h => ⟨(hp hs.1 t ht).mp h.1, fun k => h.2 ((hq hs.2 t ht).mpr k)⟩,
      fun h => ⟨(hp hs.1 t ht).mpr h.1, fun k => h.2 ((hq hs.2 t ht).mp k)⟩⟩

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

/-! ## Sets -/

/-- Bytes that no set of an expression tells apart have the same derivatives. -/
theorem follow_eq_of_alike {b c : Byte} {r : Regex}
    (h : ∀ s, s ∈ sets r → ByteSet.has s b = ByteSet.has s c) : follow b r = follow c r := by
  have first {p q : Regex} (h : ∀ s, s ∈ Fast.append (sets p) (sets q) → ByteSet.has s b = ByteSet.has s c) :
      ∀ s, s ∈ sets p → ByteSet.has s b = ByteSet.has s c := fun s hs =>
    h s (by rw [Fast.append_eq]; exact mem_append_iff.mpr (Or.inl hs))
  have second {p q : Regex} (h : ∀ s, s ∈ Fast.append (sets p) (sets q) → ByteSet.has s b = ByteSet.has s c) :
      ∀ s, s ∈ sets q → ByteSet.has s b = ByteSet.has s c := fun s hs =>
    h s (by rw [Fast.append_eq]; exact mem_append_iff.mpr (Or.inr hs))
  induction r with
  | nothing => rfl
  | empty => rfl
  | oneOf s =>
    show choose (ByteSet.has s b) empty nothing = choose (ByteSet.has s c) empty nothing
    rw [h s mem_head]
  | seq p q hp hq =>
    show choose (Fast.nullable p) (union (Fast.mkSeq (follow b p) q) (follow b q))
      (Fast.mkSeq (follow b p) q) = choose (Fast.nullable p) (union (Fast.mkSeq (follow c p) q) (follow c q))
      (Fast.mkSeq (follow c p) q)
    rw [hp (first h), hq (second h)]
  | either p q hp hq =>
    show union (follow b p) (follow b q) = union (follow c p) (follow c q)
    rw [hp (first h), hq (second h)]
  | star p hp =>
    show Fast.mkSeq (follow b p) (star p) = Fast.mkSeq (follow c p) (star p)
    rw [hp h]
  | atMost n p hp =>
    cases n with
    | zero => rfl
    | succ n =>
      show Fast.mkSeq (follow b p) (atMost n p) = Fast.mkSeq (follow c p) (atMost n p)
      rw [hp h]
  | both p q hp hq =>
    show meet (follow b p) (follow b q) = meet (follow c p) (follow c q)
    rw [hp (first h), hq (second h)]
  | without p q hp hq =>
    show minus (follow b p) (follow b q) = minus (follow c p) (follow c q)
    rw [hp (first h), hq (second h)]

/-- Folding a constructor adds no set. -/
theorem sets_of_choose {s : ByteSet} {p q : Regex} {l : List ByteSet} (test : Bool)
    (hp : s ∈ p.sets → s ∈ l) (hq : s ∈ q.sets → s ∈ l) (h : s ∈ (choose test p q).sets) :
    s ∈ l := by
  cases test with
  | true => exact hp h
  | false => exact hq h

/-- Nor does looking for `nothing`. -/
theorem sets_of_ifNothing {s : ByteSet} {r p q : Regex} {l : List ByteSet}
    (hp : s ∈ p.sets → s ∈ l) (hq : s ∈ q.sets → s ∈ l) (h : s ∈ (Fast.ifNothing r p q).sets) :
    s ∈ l := by
  cases r <;> first | exact hp h | exact hq h

/-- The sets of two expressions are those of each. -/
theorem mem_sets_pair_iff {s : ByteSet} {p q : Regex} :
    s ∈ Fast.append (sets p) (sets q) ↔ s ∈ sets p ∨ s ∈ sets q := by
  rw [Fast.append_eq]
  exact mem_append_iff

/-- `mkSeq` adds no set. -/
theorem sets_mkSeq {s : ByteSet} {p q : Regex} (h : s ∈ (Fast.mkSeq p q).sets) :
    s ∈ p.sets ∨ s ∈ q.sets := by
  cases p <;> first | exact mem_sets_pair_iff.mp h | exact Or.inr h | exact absurd h not_mem_nil

/-- `addOption` adds no set. -/
theorem sets_addOption {s : ByteSet} {p q : Regex} (h : s ∈ (addOption p q).sets) :
    s ∈ p.sets ∨ s ∈ q.sets := by
  have h := sets_of_ifNothing (l := Fast.append (sets p) (sets q))
    (fun h => mem_sets_pair_iff.mpr (Or.inr h))
    (sets_of_ifNothing (fun h => mem_sets_pair_iff.mpr (Or.inl h))
      (sets_of_choose _ (fun h => mem_sets_pair_iff.mpr (Or.inl h))
        (sets_of_choose _ (fun h => mem_sets_pair_iff.mpr (Or.inr h))
          (sets_of_choose _ (fun h => mem_sets_pair_iff.mpr (Or.inr h)) id)))) h
  exact mem_sets_pair_iff.mp h

/-- `union` adds no set. -/
theorem sets_union {s : ByteSet} {p q : Regex} (h : s ∈ (union p q).sets) :
    s ∈ p.sets ∨ s ∈ q.sets := by
  induction p generalizing q with
  | either a b ha hb =>
    cases ha h with
    | inl h => exact Or.inl (mem_sets_pair_iff.mpr (Or.inl h))
    | inr h => exact (hb h).elim (fun h => Or.inl (mem_sets_pair_iff.mpr (Or.inr h))) Or.inr
  | _ => exact sets_addOption h

/-- `meet` adds no set. -/
theorem sets_meet {s : ByteSet} {p q : Regex} (h : s ∈ (meet p q).sets) : s ∈ p.sets ∨ s ∈ q.sets := by
  have h := sets_of_ifNothing (l := Fast.append (sets p) (sets q)) (fun h => absurd h not_mem_nil)
    (sets_of_ifNothing (fun h => absurd h not_mem_nil)
      (sets_of_choose _ (fun h => mem_sets_pair_iff.mpr (Or.inr h))
        (sets_of_choose _ (fun h => mem_sets_pair_iff.mpr (Or.inl h)) id))) h
  exact mem_sets_pair_iff.mp h

/-- `minus` adds no set. -/
theorem sets_minus {s : ByteSet} {p q : Regex} (h : s ∈ (minus p q).sets) : s ∈ p.sets ∨ s ∈ q.sets := by
  have h := sets_of_ifNothing (l := Fast.append (sets p) (sets q)) (fun h => absurd h not_mem_nil)
    (sets_of_ifNothing (fun h => mem_sets_pair_iff.mpr (Or.inl h))
      (sets_of_choose _ (fun h => absurd h not_mem_nil) id)) h
  exact mem_sets_pair_iff.mp h

/-- A derivative has only sets of its expression. -/
theorem sets_follow {s : ByteSet} {b : Byte} {r : Regex} (h : s ∈ (follow b r).sets) : s ∈ r.sets := by
  have both {p q p' q' : Regex} (hp : s ∈ p'.sets → s ∈ p.sets) (hq : s ∈ q'.sets → s ∈ q.sets)
      (h : s ∈ p'.sets ∨ s ∈ q'.sets) : s ∈ Fast.append (sets p) (sets q) :=
    mem_sets_pair_iff.mpr (h.elim (fun h => Or.inl (hp h)) fun h => Or.inr (hq h))
  induction r with
  | nothing => exact h
  | empty => exact h
  | oneOf m =>
    exact sets_of_choose (p := empty) (q := nothing) (ByteSet.has m b) (fun h => absurd h not_mem_nil)
      (fun h => absurd h not_mem_nil) h
  | seq p q hp hq =>
    have first (h : s ∈ (Fast.mkSeq (follow b p) q).sets) : s ∈ (seq p q).sets :=
      both hp id (sets_mkSeq h)
    refine sets_of_choose (Fast.nullable p) (fun h => ?_) first h
    exact (sets_union h).elim first fun h => mem_sets_pair_iff.mpr (Or.inr (hq h))
  | either p q hp hq => exact both hp hq (sets_union h)
  | star p hp => exact (sets_mkSeq (q := star p) h).elim hp id
  | atMost n p hp =>
    cases n with
    | zero => exact absurd h not_mem_nil
    | succ n => exact (sets_mkSeq (q := atMost n p) h).elim hp id
  | both p q hp hq => exact both hp hq (sets_meet h)
  | without p q hp hq => exact both hp hq (sets_minus h)

end Regex

/-! ## Agreement -/

namespace Automaton

/-- `sameBool` is equality. -/
theorem sameBool_iff {a b : Bool} : sameBool a b = true ↔ a = b := by
  cases a
  · cases b
    · exact ⟨fun _ => rfl, fun _ => rfl⟩
    · exact ⟨fun h => (nomatch h), fun h => (nomatch h)⟩
  · cases b
    · exact ⟨fun h => (nomatch h), fun h => (nomatch h)⟩
    · exact ⟨fun _ => rfl, fun _ => rfl⟩

/-- What holds of all numbers below a bound. -/
theorem of_allBelow {p : Nat → Bool} {n : Nat} (h : allBelow p n = true) :
    ∀ m, m < n → p m = true := by
  induction n with
  | zero => exact fun m hm => absurd hm (Nat.not_lt_zero m)
  | succ n ih =>
    have h : p n = true ∧ allBelow p n = true := choose_and_iff.mp h
    intro m hm
    by_cases e : m = n
    · exact e ▸ h.1
    · exact ih h.2 m (Nat.lt_of_le_of_ne (Nat.le_of_succ_le_succ hm) e)

/-- What holds of each number below a bound holds of all. -/
theorem allBelow_of {p : Nat → Bool} {n : Nat} (h : ∀ m, m < n → p m = true) : allBelow p n = true := by
  induction n with
  | zero => rfl
  | succ n ih =>
    exact choose_and_iff.mpr ⟨h n (Nat.lt_succ_self n), ih fun m hm => h m (Nat.lt_succ_of_lt hm)⟩

/-- What is found out first is found out. -/
theorem force_eq {α : Type u} (n : Nat) (f : Nat → α) : force n f = f n := by
  cases n <;> rfl

/-- A byte is its own sample and that of a class, or it is like another byte that is its own sample. -/
theorem isLike_cases {samples : Nat} {classes : List Byte} {sets : List ByteSet} {b : Byte}
    (h : isLike samples classes sets b = true) :
    (b = sample samples b ∧ b ∈ classes) ∨ (b ≠ sample samples b ∧
      sample samples (sample samples b) = sample samples b ∧ sample samples b < 256 ∧
      ∀ s, s ∈ sets → ByteSet.has s b = ByteSet.has s (sample samples b)) := by
  unfold isLike at h
  rw [force_eq] at h
  cases e : Nat.beq b (sample samples b) with
  | true =>
    rw [e] at h
    have h : Fast.any classes (Nat.beq b) = true := h
    rw [Fast.any_eq] at h
    obtain ⟨c, hc, k⟩ := any_iff.mp h
    exact Or.inl ⟨nat_beq_iff.mp e, nat_beq_iff.mp k ▸ hc⟩
  | false =>
    rw [e] at h
    obtain ⟨own, h⟩ := choose_and_iff.mp h
    obtain ⟨small, h⟩ := choose_and_iff.mp h
    rw [Fast.all_eq] at h
    refine Or.inr ⟨fun k => ?_, nat_beq_iff.mp own, Nat.lt_succ_of_le (nat_ble_iff.mp small), fun s hs => ?_⟩
    · rw [nat_beq_iff.mpr k] at e
      exact nomatch e
    · exact congrArg (Nat.beq · 1) (nat_beq_iff.mp (all_iff.mp h s hs))

/-- Where all bytes pass, each is like its sample, which is that of a class. -/
theorem of_isLike {samples : Nat} {classes : List Byte} {sets : List ByteSet}
    (h : allBelow (isLike samples classes sets) 256 = true) {b : Byte} (hb : b < 256) :
    sample samples b ∈ classes ∧ ∀ s, s ∈ sets → ByteSet.has s b = ByteSet.has s (sample samples b) := by
  cases isLike_cases (of_allBelow h b hb) with
  | inl k => exact ⟨k.1 ▸ k.2, fun s _ => congrArg (ByteSet.has s) k.1⟩
  | inr k =>
    refine ⟨?_, k.2.2.2⟩
    cases isLike_cases (of_allBelow h _ k.2.2.1) with
    | inl own => exact own.2
    | inr other => exact absurd k.2.1.symm other.1

/-- The same where columns are compared too. -/
theorem of_alike {columns samples : Nat} {classes : List Byte} {sets : List ByteSet}
    (h : allBelow (alike columns samples classes sets) 256 = true) {b : Byte} (hb : b < 256) :
    sample samples b ∈ classes ∧ column columns b = column columns (sample samples b) ∧
      ∀ s, s ∈ sets → ByteSet.has s b = ByteSet.has s (sample samples b) := by
  have like : allBelow (isLike samples classes sets) 256 = true :=
    allBelow_of fun m hm => (choose_and_iff.mp (of_allBelow h m hm)).2
  exact ⟨(of_isLike like hb).1, nat_beq_iff.mp (choose_and_iff.mp (of_allBelow h b hb)).1, (of_isLike like hb).2⟩

/-- State `s` of an automaton stands for expression `r`. -/
def Stands (row : Nat) (states : List Regex) (s : Nat) (r : Regex) : Prop :=
  ∃ i, s = Nat.mul row i ∧ nth states i = some r

/-- What `holds` says. -/
theorem stands_of_holds {row s : Nat} {states : List Regex} {r : Regex}
    (h : holds row states s r = true) : Stands row states s r := by
  have h := choose_and_iff.mp h
  refine ⟨Nat.div s row, (nat_beq_iff.mp h.1).symm, ?_⟩
  have k := h.2
  cases e : nth states (Nat.div s row) with
  | none =>
    rw [e] at k
    exact nomatch k
  | some q =>
    rw [e] at k
    exact congrArg some (Regex.eq_of_same k)

/-- Leaving out entries of nothing, or behind the first. -/
theorem drop_eq {α : Type u} (a : α) (l : List α) (i : Nat) :
    drop ([] : List α) i = [] ∧ drop (a :: l) (i + 1) = drop l i := by
  induction i with
  | zero => exact ⟨rfl, rfl⟩
  | succ i ih =>
    refine ⟨?_, ?_⟩
    · show List.rec (motive := fun _ => List α) [] (fun _ t _ => t) (drop ([] : List α) i) = []
      rw [ih.1]
    · show List.rec (motive := fun _ => List α) [] (fun _ t _ => t) (drop (a :: l) (i + 1)) =
        List.rec (motive := fun _ => List α) [] (fun _ t _ => t) (drop l i)
      rw [ih.2]

/-- What agreement says of each state. -/
theorem stateAgrees_of_statesAgree {columns table row last : Nat} {classes : List Byte}
    {states l : List Regex} {i : Nat}
    (h : statesAgree columns table row last classes states l i = true) {j : Nat} {r : Regex}
    (hr : nth l j = some r) :
    stateAgrees columns table row last classes states (Nat.mul row (i + j)) r = true := by
  induction l generalizing i j with
  | nil =>
    unfold nth at hr
    rw [(drop_eq r [] j).1] at hr
    exact nomatch hr
  | cons q l ih =>
    have h : stateAgrees columns table row last classes states (Nat.mul row i) q = true ∧
      statesAgree columns table row last classes states l (i + 1) = true := choose_and_iff.mp h
    cases j with
    | zero =>
      injection hr with e
      rw [← e]
      exact h.1
    | succ j =>
      unfold nth at hr
      rw [(drop_eq q l j).2] at hr
      have k := ih h.2 hr
      have e : i + 1 + j = i + (j + 1) := by rw [Nat.add_assoc, Nat.add_comm 1 j]
      rw [e] at k
      exact k

/-- What agreement says of the states and the steps between them. -/
structure Simulates (A : Automaton) (r : Regex) (states : List Regex) : Prop where
  /-- The first state stands for the expression. -/
  start : Stands A.row states A.start r
  /-- The dead state stands for nothing. -/
  dead : Stands A.row states 0 .nothing
  /-- A state accepts where its expression holds the empty text. -/
  accepting {s : Nat} {q : Regex} : Stands A.row states s q → isAccepting A.last s = q.nullable
  /-- A step leads to the derivative. -/
  next {s : Nat} {q : Regex} {b : Byte} : b < 256 → Stands A.row states s q →
    (∀ m, m ∈ q.sets → m ∈ r.sets) → Stands A.row states (step A.columns A.table s b) (q.follow b)

/-- Agreement is simulation. -/
theorem simulates_of_agrees {A : Automaton} {r : Regex} {classes : List Byte} {samples : Nat}
    {sets : List ByteSet} {states : List Regex}
    (h : A.agrees r classes samples sets states = true) : A.Simulates r states := by
  obtain ⟨columns, table, row, first, last⟩ := A
  obtain ⟨dead, h⟩ := choose_and_iff.mp h
  obtain ⟨start, h⟩ := choose_and_iff.mp h
  obtain ⟨covered, h⟩ := choose_and_iff.mp h
  obtain ⟨bytes, agree⟩ := choose_and_iff.mp h
  have agree {s : Nat} {q : Regex} (h : Stands row states s q) :
      stateAgrees columns table row last classes states s q = true := by
    obtain ⟨i, e, hq⟩ := h
    have k := stateAgrees_of_statesAgree agree hq
    rw [Nat.zero_add] at k
    exact e ▸ k
  refine ⟨stands_of_holds start, stands_of_holds dead, fun h => ?_, fun {s q b} hb hs hq => ?_⟩
  · have k := sameBool_iff.mp (choose_and_iff.mp (agree h)).1
    exact k.trans (Fast.nullable_eq _)
  · have k := (choose_and_iff.mp (agree hs)).2
    obtain ⟨hc, alike⟩ := of_alike bytes hb
    have column := alike.1
    generalize sample samples b = c at hc alike column
    rw [Fast.all_eq] at k covered
    have same : q.follow b = q.follow c := Regex.follow_eq_of_alike fun m hm => by
      have known := all_iff.mp covered m (hq m hm)
      rw [Fast.any_eq] at known
      obtain ⟨m', hm', em⟩ := any_iff.mp known
      rw [nat_beq_iff.mp em]
      exact alike.2 m' hm'
    have there : step columns table s b = step columns table s c := by
      show Nat.land (Nat.shiftRight table (Nat.add s (Automaton.column columns b))) 16777215 =
        Nat.land (Nat.shiftRight table (Nat.add s (Automaton.column columns c))) 16777215
      rw [column]
    show Stands row states (step columns table s b) (q.follow b)
    rw [there, same]
    exact stands_of_holds (all_iff.mp k c hc)

/-- From a state the automaton accepts what the expression of the state says. -/
theorem isAccepting_run_iff {A : Automaton} {r : Regex} {states : List Regex} (h : A.Simulates r states)
    {t : Text} (ht : IsBytes t) {s : Nat} {q : Regex} (hs : Stands A.row states s q)
    (hq : ∀ m, m ∈ q.sets → m ∈ r.sets) :
    isAccepting A.last (run A.columns A.table t s) = true ↔ q.Lang t := by
  induction t generalizing s q with
  | nil =>
    show isAccepting A.last s = true ↔ _
    rw [h.accepting hs]
    exact Regex.nullable_iff
  | cons b t ih =>
    refine (ih ht.tail (h.next (ht b mem_head) hs hq) fun m hm => hq m (Regex.sets_follow hm)).trans ?_
    exact Regex.follow_iff ht.tail

/-- An automaton that agrees with an expression accepts exactly its texts. -/
theorem accepts_iff_of_agrees {A : Automaton} {r : Regex} {classes : List Byte} {samples : Nat}
    {sets : List ByteSet} {states : List Regex}
    (h : A.agrees r classes samples sets states = true) {t : Text} (ht : IsBytes t) :
    A.accepts t = true ↔ r.Lang t :=
  have h := simulates_of_agrees h
  isAccepting_run_iff h ht h.start fun _ hm => hm

end Automaton

end DetLM
