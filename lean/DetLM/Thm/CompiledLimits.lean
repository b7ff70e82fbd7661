import DetLM.Thm.Compiled
import DetLM.Thm.Words
import DetLM.Thm.Check
import DetLM.Spec.CompiledLimits

/-!
# Limits are regular

## Main results

* `Limit.saying_iff`: the expression of a word holds the texts that say it
* `Limit.regular_iff`: the expression of a list of limits holds the texts that keep to them
* `wordCount_le`: how many words a text can have
* `Watch.ofAutomaton`: an automaton for all limits of a program
-/

namespace DetLM

open Fast (choose)

/-! ## Words -/

/-- A text has a word for each two bytes at most. -/
theorem wordCountFrom_le (t : Text) : 2 * wordCountFrom true t ≤ t.length ∧
    2 * wordCountFrom false t ≤ t.length + 1 := by
  induction t with
  | nil => exact ⟨Nat.le_refl 0, Nat.zero_le 1⟩
  | cons b t ih =>
    show 2 * (bif isWordByte b then bif true then wordCountFrom true t else Nat.succ (wordCountFrom true t)
        else wordCountFrom false t) ≤ t.length + 1 ∧
      2 * (bif isWordByte b then bif false then wordCountFrom true t else Nat.succ (wordCountFrom true t)
        else wordCountFrom false t) ≤ t.length + 1 + 1
    cases isWordByte b with
    | true => exact ⟨Nat.le_succ_of_le ih.1, Nat.succ_le_succ (Nat.succ_le_succ ih.1)⟩
    | false => exact ⟨ih.2, Nat.le_succ_of_le ih.2⟩

/-- A text of at most `2 * k` bytes has at most `k` words. -/
theorem wordCount_le {t : Text} {k : Nat} (h : t.length ≤ 2 * k) : wordCount t ≤ k := by
  refine Nat.le_of_lt_succ (Nat.lt_of_not_le fun more => ?_)
  have two : 2 * (k + 1) ≤ 2 * wordCount t := Nat.mul_le_mul_left 2 more
  have most : 2 * wordCount t ≤ 2 * k + 1 := Nat.le_trans (wordCountFrom_le t).2 (Nat.succ_le_succ h)
  exact absurd (Nat.le_trans two most) (Nat.not_succ_le_self _)

namespace Limit

/-- Gaps are what is no part of a word. -/
theorem has_gaps : ∀ b, b < 256 → ByteSet.has gaps b = !isWordByte b := by
  decide +kernel

/-- A letter is told apart from all but its other case. -/
theorem has_letters {b c : Byte} (hb : b < 256) (hc : c < 256) :
    ByteSet.has (letters c) b = Nat.beq (lower b) (lower c) := by
  have every : Automaton.allBelow (fun c => Automaton.allBelow (fun b => Automaton.sameBool
      (ByteSet.has (letters c) b) (Nat.beq (Fast.lower b) (Fast.lower c))) 256) 256 = true := by
    decide +kernel
  have one := Automaton.sameBool_iff.mp (Automaton.of_allBelow (Automaton.of_allBelow every c hc) b hb)
  rw [Fast.lower_eq, Fast.lower_eq] at one
  exact one

/-- What the expression of a letter holds. -/
theorem letters_iff {c : Byte} (hc : c < 256) {t : Text} (ht : IsBytes t) :
    (Regex.oneOf (letters c)).Lang t ↔ ∃ b, t = [b] ∧ lower b = lower c := by
  constructor
  · intro ⟨b, e, h⟩
    rw [has_letters (ht b (e ▸ mem_head)) hc] at h
    exact ⟨b, e, nat_beq_iff.mp h⟩
  · intro ⟨b, e, h⟩
    refine ⟨b, e, ?_⟩
    rw [has_letters (ht b (e ▸ mem_head)) hc]
    exact nat_beq_iff.mpr h

/-- What the expression of a word holds. -/
theorem spelled_iff {w : Text} (hw : IsBytes w) {t : Text} (ht : IsBytes t) :
    (spelled w).Lang t ↔ t.map lower = w.map lower := by
  induction w generalizing t with
  | nil =>
    cases t with
    | nil => exact ⟨fun _ => rfl, fun _ => rfl⟩
    | cons b t => exact ⟨fun h => (nomatch h), fun h => (nomatch h)⟩
  | cons c w ih =>
    constructor
    · intro ⟨x, y, e, hx, hy⟩
      have parts := isBytes_append_iff.mp (e ▸ ht)
      obtain ⟨b, ex, hb⟩ := (letters_iff (hw c mem_head) parts.1).mp hx
      rw [e, ex]
      show lower b :: y.map lower = lower c :: w.map lower
      rw [hb, (ih hw.tail parts.2).mp hy]
    · intro h
      cases t with
      | nil => exact nomatch h
      | cons b t =>
        injection h with hb h
        have first : IsBytes [b] := fun a ha => mem_single_iff.mp ha ▸ ht b mem_head
        exact ⟨[b], t, rfl, (letters_iff (hw c mem_head) first).mpr ⟨b, rfl, hb⟩, (ih hw.tail ht.tail).mpr h⟩

/-- What stands before a byte does not matter. -/
theorem endsFreshFrom_snoc (t : Text) (b : Byte) (fresh : Bool) :
    endsFreshFrom fresh (t ++ [b]) = !isWordByte b := by
  induction t generalizing fresh with
  | nil => rfl
  | cons c t ih => exact ih (!isWordByte c)

/-- A text is empty or has a last byte. -/
theorem nil_or_snoc (t : Text) : t = [] ∨ ∃ u b, t = u ++ [b] := by
  induction t with
  | nil => exact Or.inl rfl
  | cons c t ih =>
    cases ih with
    | inl e => exact Or.inr ⟨[], c, by rw [e]; rfl⟩
    | inr h =>
      obtain ⟨u, b, e⟩ := h
      exact Or.inr ⟨c :: u, b, by rw [e]; rfl⟩

/-- What may stand before a word. -/
theorem before_iff {t : Text} (ht : IsBytes t) : before.Lang t ↔ endsFresh t = true := by
  constructor
  · intro h
    cases h with
    | inl h =>
      have h : t = [] := h
      rw [h]
      rfl
    | inr h =>
      obtain ⟨x, y, e, _, b, hy, hb⟩ := h
      rw [hy] at e
      have small := ht b (e ▸ mem_append_iff.mpr (Or.inr mem_head))
      rw [e]
      exact (endsFreshFrom_snoc x b true).trans ((has_gaps b small).symm.trans hb)
  · intro h
    cases nil_or_snoc t with
    | inl e => exact Or.inl e
    | inr e =>
      obtain ⟨x, b, e⟩ := e
      rw [e] at h ht
      refine Or.inr ⟨x, [b], e, Regex.anything_lang (isBytes_append_iff.mp ht).1, b, rfl, ?_⟩
      rw [has_gaps b (ht b (mem_append_iff.mpr (Or.inr mem_head)))]
      exact (endsFreshFrom_snoc x b true).symm.trans h

/-- What may stand behind a word. -/
theorem after_iff {t : Text} (ht : IsBytes t) : after.Lang t ↔ startsFresh t = true := by
  constructor
  · intro h
    cases h with
    | inl h =>
      have h : t = [] := h
      rw [h]
      rfl
    | inr h =>
      obtain ⟨x, y, e, ⟨b, hx, hb⟩, _⟩ := h
      rw [hx] at e
      have e : t = b :: y := e
      rw [e]
      exact (has_gaps b (ht b (e ▸ mem_head))).symm.trans hb
  · intro h
    cases t with
    | nil => exact Or.inl rfl
    | cons b t =>
      exact Or.inr ⟨[b], t, rfl, ⟨b, rfl, (has_gaps b (ht b mem_head)).trans h⟩, Regex.anything_lang ht.tail⟩

/-- The texts that say something as whole words. -/
theorem saying_iff {F : Regex} {t : Text} (ht : IsBytes t) : (saying F).Lang t ↔
    ∃ before found after, t = before ++ (found ++ after) ∧ F.Lang found ∧
      endsFresh before = true ∧ startsFresh after = true := by
  constructor
  · intro ⟨x, u, e, hx, y, z, eu, hy, hz⟩
    rw [eu] at e
    rw [e] at ht
    have hb := isBytes_append_iff.mp ht
    exact ⟨x, y, z, e, hy, (before_iff hb.1).mp hx, (after_iff (isBytes_append_iff.mp hb.2).2).mp hz⟩
  · intro ⟨x, y, z, e, hy, hx, hz⟩
    rw [e] at ht
    have hb := isBytes_append_iff.mp ht
    exact ⟨x, y ++ z, e, (before_iff hb.1).mpr hx, y, z, rfl, hy,
      (after_iff (isBytes_append_iff.mp hb.2).2).mpr hz⟩

/-- The texts that say a word. -/
theorem saying_spelled_iff {w t : Text} (hw : IsBytes w) (ht : IsBytes t) :
    (saying (spelled w)).Lang t ↔ Mentions w t := by
  have middle {x y z : Text} (e : t = x ++ (y ++ z)) : IsBytes y :=
    (isBytes_append_iff.mp (isBytes_append_iff.mp (e ▸ ht)).2).1
  refine (saying_iff ht).trans ⟨?_, ?_⟩
  · intro ⟨x, y, z, e, hy, h⟩
    exact ⟨x, y, z, e, (spelled_iff hw (middle e)).mp hy, h⟩
  · intro ⟨x, y, z, e, hy, h⟩
    exact ⟨x, y, z, e, (spelled_iff hw (middle e)).mpr hy, h⟩

/-- The words of a limit are byte strings. -/
def HasBytes : Limit → Prop
  | forbid w => IsBytes w
  | require w => IsBytes w
  | atMostWords _ => True
  | matching _ => True

/-- The test for it is right. -/
theorem hasBytes_of {l : Limit} (h : l.hasBytes = true) : l.HasBytes := by
  have bytes {w : Text} (h : Fast.all w (fun b => Nat.ble b 255) = true) : IsBytes w := by
    rw [Fast.all_eq] at h
    exact fun b hb => Nat.lt_succ_of_le (nat_ble_iff.mp (all_iff.mp h b hb))
  cases l with
  | forbid w => exact bytes h
  | require w => exact bytes h
  | atMostWords _ => exact trivial
  | matching _ => exact trivial

/-- A text says a forbidden word. -/
theorem saying_forbidden_iff {l : List Limit} (hl : ∀ x, x ∈ l → HasBytes x) {t : Text} (ht : IsBytes t) :
    (saying (forbidden l)).Lang t ↔ ∃ w, forbid w ∈ l ∧ Mentions w t := by
  have one : ∀ x, (forbidden l).Lang x ↔ ∃ w, forbid w ∈ l ∧ (spelled w).Lang x := by
    clear hl
    intro x
    induction l with
    | nil => exact ⟨fun h => h.elim, fun ⟨_, h, _⟩ => absurd h not_mem_nil⟩
    | cons a l ih =>
      have later (h : ∃ w, forbid w ∈ l ∧ (spelled w).Lang x) :
          ∃ w, forbid w ∈ a :: l ∧ (spelled w).Lang x := by
        obtain ⟨w, hw, k⟩ := h
        exact ⟨w, mem_tail hw, k⟩
      have back (h : ∃ w, forbid w ∈ a :: l ∧ (spelled w).Lang x) :
          (∃ w, a = forbid w ∧ (spelled w).Lang x) ∨ (forbidden l).Lang x := by
        obtain ⟨w, hw, k⟩ := h
        exact (mem_cons_iff.mp hw).elim (fun e => Or.inl ⟨w, e.symm, k⟩) fun h => Or.inr (ih.mpr ⟨w, h, k⟩)
      cases a with
      | forbid v =>
        refine ⟨fun h => h.elim (fun h => ⟨v, mem_head, h⟩) fun h => later (ih.mp h), fun h => ?_⟩
        cases back h with
        | inl h =>
          obtain ⟨w, e, k⟩ := h
          injection e with e
          exact Or.inl (e ▸ k)
        | inr h => exact Or.inr h
      | require v =>
        refine ⟨fun h => later (ih.mp h), fun h => (back h).elim (fun ⟨_, e, _⟩ => nomatch e) id⟩
      | atMostWords v =>
        refine ⟨fun h => later (ih.mp h), fun h => (back h).elim (fun ⟨_, e, _⟩ => nomatch e) id⟩
      | matching r =>
        refine ⟨fun h => later (ih.mp h), fun h => (back h).elim (fun ⟨_, e, _⟩ => nomatch e) id⟩
  have middle {x y z : Text} (e : t = x ++ (y ++ z)) : IsBytes y :=
    (isBytes_append_iff.mp (isBytes_append_iff.mp (e ▸ ht)).2).1
  refine (saying_iff ht).trans ⟨?_, ?_⟩
  · intro ⟨x, y, z, e, hy, h⟩
    obtain ⟨w, hw, hy⟩ := (one y).mp hy
    exact ⟨w, hw, x, y, z, e, (spelled_iff (hl _ hw) (middle e)).mp hy, h⟩
  · intro ⟨w, hw, x, y, z, e, hy, h⟩
    exact ⟨x, y, z, e, (one y).mpr ⟨w, hw, (spelled_iff (hl _ hw) (middle e)).mpr hy⟩, h⟩

/-- A text says every required word, and is in every category that it must match. -/
theorem required_iff {l : List Limit} (hl : ∀ x, x ∈ l → HasBytes x) {t : Text} (ht : IsBytes t) :
    (required l).Lang t ↔ (∀ w, require w ∈ l → Mentions w t) ∧ ∀ r, matching r ∈ l → r.Lang t := by
  induction l with
  | nil =>
    exact ⟨fun _ => ⟨fun _ h => absurd h not_mem_nil, fun _ h => absurd h not_mem_nil⟩,
      fun _ => Regex.anything_lang ht⟩
  | cons a l ih =>
    have ih := ih fun x hx => hl x (mem_tail hx)
    cases a with
    | require v =>
      have hv : IsBytes v := hl _ mem_head
      refine ⟨fun h => ⟨fun w hw => ?_, fun r hr => ?_⟩, fun h => ⟨?_, ih.mpr ⟨fun w hw => h.1 w (mem_tail hw),
        fun r hr => h.2 r (mem_tail hr)⟩⟩⟩
      · cases mem_cons_iff.mp hw with
        | inl e =>
          injection e with e
          exact e ▸ (saying_spelled_iff hv ht).mp h.1
        | inr hw => exact (ih.mp h.2).1 w hw
      · exact (mem_cons_iff.mp hr).elim (fun e => nomatch e) ((ih.mp h.2).2 r)
      · exact (saying_spelled_iff hv ht).mpr (h.1 v mem_head)
    | matching q =>
      refine ⟨fun h => ⟨fun w hw => ?_, fun r hr => ?_⟩, fun h => ⟨h.2 q mem_head,
        ih.mpr ⟨fun w hw => h.1 w (mem_tail hw), fun r hr => h.2 r (mem_tail hr)⟩⟩⟩
      · exact (mem_cons_iff.mp hw).elim (fun e => nomatch e) ((ih.mp h.2).1 w)
      · cases mem_cons_iff.mp hr with
        | inl e =>
          injection e with e
          exact e ▸ h.1
        | inr hr => exact (ih.mp h.2).2 r hr
    | forbid v =>
      refine ih.trans ⟨fun h => ⟨fun w hw => ?_, fun r hr => ?_⟩,
        fun h => ⟨fun w hw => h.1 w (mem_tail hw), fun r hr => h.2 r (mem_tail hr)⟩⟩
      · exact (mem_cons_iff.mp hw).elim (fun e => nomatch e) (h.1 w)
      · exact (mem_cons_iff.mp hr).elim (fun e => nomatch e) (h.2 r)
    | atMostWords v =>
      refine ih.trans ⟨fun h => ⟨fun w hw => ?_, fun r hr => ?_⟩,
        fun h => ⟨fun w hw => h.1 w (mem_tail hw), fun r hr => h.2 r (mem_tail hr)⟩⟩
      · exact (mem_cons_iff.mp hw).elim (fun e => nomatch e) (h.1 w)
      · exact (mem_cons_iff.mp hr).elim (fun e => nomatch e) (h.2 r)

/-- The expression of a list of limits holds the texts that keep to every limit of it, but for the number of
words. -/
theorem regular_iff {l : List Limit} (hl : ∀ x, x ∈ l → HasBytes x) {t : Text} (ht : IsBytes t) :
    (regular l).Lang t ↔ (∀ w, forbid w ∈ l → ¬ Mentions w t) ∧
      (∀ w, require w ∈ l → Mentions w t) ∧ ∀ r, matching r ∈ l → r.Lang t := by
  refine ⟨fun h => ⟨fun w hw k => ?_, (required_iff hl ht).mp h.2⟩, fun h => ⟨⟨?_, fun k => ?_⟩, ?_⟩⟩
  · exact h.1.2 ((saying_forbidden_iff hl ht).mpr ⟨w, hw, k⟩)
  · exact Regex.anything_lang ht
  · obtain ⟨w, hw, k⟩ := (saying_forbidden_iff hl ht).mp k
    exact h.1 w hw k
  · exact (required_iff hl ht).mpr h.2

/-- Limits on the number of words. -/
theorem wordsWithin_iff {n w : Nat} {l : Limit} : wordsWithin n w l = true ↔
    ∀ k, l = atMostWords k → wordCount (Text.packed n w) ≤ k := by
  cases l with
  | forbid _ => exact ⟨fun _ _ e => (nomatch e), fun _ => rfl⟩
  | require _ => exact ⟨fun _ _ e => (nomatch e), fun _ => rfl⟩
  | matching _ => exact ⟨fun _ _ e => (nomatch e), fun _ => rfl⟩
  | atMostWords k =>
    have short : Nat.ble n (2 * k) = true → wordCount (Text.packed n w) ≤ k := fun h => by
      refine wordCount_le ?_
      rw [length_packed]
      exact nat_ble_iff.mp h
    refine choose_or_iff.trans ⟨fun h j e => ?_, fun h => Or.inr ?_⟩
    · injection e with e
      rw [← e]
      cases h with
      | inl h => exact short h
      | inr h =>
        rw [Fast.wordCountFrom_eq] at h
        exact nat_ble_iff.mp h
    · rw [Fast.wordCountFrom_eq]
      exact nat_ble_iff.mpr (h k rfl)

end Limit

/-! ## The limits of a program -/

/-- Checks limits, exactly as `Limit.holds` does. -/
structure Watch (l : List Limit) where
  /-- Whether they hold of a packed text. -/
  run : (n w : Nat) → Bool
  /-- It is what they say. -/
  right : ∀ n w, run n w = l.all (Limit.holds (Text.packed n w))

/-- Reading groups of eight packed bytes is reading the text. -/
theorem runEights_eq (columns table rest n w s : Nat) :
    Compiled.runEights columns table rest n w s =
      Automaton.run columns table (Text.packed (8 * n + rest) w) s := by
  induction n generalizing w s with
  | zero =>
    show Compiled.runBytes columns table rest w s = Automaton.run columns table (Text.packed (0 + rest) w) s
    rw [Nat.zero_add]
    induction rest generalizing w s with
    | zero => rfl
    | succ rest ih => exact ih _ _
  | succ n ih =>
    have e : 8 * (n + 1) + rest = 8 * n + rest + 8 := by
      show 8 * n + 8 + rest = 8 * n + rest + 8
      rw [Nat.add_right_comm]
    rw [e]
    exact ih _ _

/-- Accepting a packed text is accepting the text. -/
theorem acceptsPacked_eq (A : Automaton) (n w : Nat) :
    Compiled.acceptsPacked A n w = A.accepts (Text.packed n w) := by
  have e : 8 * Nat.div n 8 + Nat.mod n 8 = n := Nat.div_add_mod n 8
  show Automaton.isAccepting A.last
    (Compiled.runEights A.columns A.table (Nat.mod n 8) (Nat.div n 8) w A.start) = _
  rw [runEights_eq, e]
  rfl

namespace Watch

/-- Limits, one after the other. -/
noncomputable def each (l : List Limit) : Watch l where
  run n w := Fast.all l (Fast.limitHolds (Text.packed n w))
  right n w := by rw [Fast.all_eq, funext (Fast.limitHolds_eq (Text.packed n w))]

/-- All limits at once, by an automaton that agrees with them. -/
noncomputable def ofAutomaton {l : List Limit} (A : Automaton) {classes : List Byte} {samples : Nat}
    {sets : List ByteSet} {states : List Regex}
    (h : A.agreesWithLimits l classes samples sets states = true) : Watch l where
  run n w := choose (Compiled.acceptsPacked A n w) (Fast.all l (Limit.wordsWithin n w)) false
  right n w := by
    obtain ⟨bytes, h⟩ := choose_and_iff.mp h
    rw [Fast.all_eq] at bytes
    have bytes : ∀ x, x ∈ l → Limit.HasBytes x := fun x hx => Limit.hasBytes_of (all_iff.mp bytes x hx)
    have ht := isBytes_packed n w
    rw [acceptsPacked_eq, Fast.all_eq]
    refine bool_eq_of_iff (choose_and_iff.trans ?_)
    refine (and_congr ((Automaton.accepts_iff_of_agrees h ht).trans (Limit.regular_iff bytes ht))
      all_iff).trans (Iff.trans ?_ all_iff.symm)
    constructor
    · intro ⟨⟨hf, hr, hm⟩, hw⟩ x hx
      cases x with
      | forbid v => exact bool_not_iff.mpr fun k => hf v hx (mentions_iff.mp k)
      | require v => exact mentions_iff.mpr (hr v hx)
      | atMostWords k => exact nat_ble_iff.mpr (Limit.wordsWithin_iff.mp (hw _ hx) k rfl)
      | matching r => exact Regex.accepts_iff.mpr (hm r hx)
    · intro h
      refine ⟨⟨fun v hv k => ?_, fun v hv => mentions_iff.mp (h _ hv),
        fun r hr => Regex.accepts_iff.mp (h _ hr)⟩, fun x hx => ?_⟩
      · exact bool_not_iff.mp (h _ hv) (mentions_iff.mpr k)
      · refine Limit.wordsWithin_iff.mpr fun k e => ?_
        rw [e] at hx
        exact nat_ble_iff.mp (h _ hx)

end Watch

end DetLM
