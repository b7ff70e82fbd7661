import DetLM.Thm.Regex
import DetLM.Spec.Shape

/-!
# Parsing finds all parses

## Main results

* `Shape.mem_parse_iff`: `parse` finds the trees of a shape, and nothing else
* `Shape.parse_distinct`: it finds each of them once
* `mem_whole_iff`, `Shape.mem_whole_parse_iff`: `whole` keeps the parses of the whole text
-/

namespace DetLM

/-- `isEmptyText` recognises the empty text. -/
theorem isEmptyText_iff {t : Text} : isEmptyText t = true ↔ t = [] := by
  cases t with
  | nil => exact ⟨fun _ => rfl, fun _ => rfl⟩
  | cons a t => exact ⟨fun h => (nomatch h), fun h => (nomatch h)⟩

/-! ## What trees of a shape look like -/

/-- The trees of a text of a category. -/
theorem fits_lex_iff {r : Regex} {x : Tree} : Fits (.lex r) x ↔ ∃ t, r.Lang t ∧ x = .leaf t := by
  constructor
  · intro h
    cases h with
    | lex h => exact ⟨_, h, rfl⟩
  · intro ⟨t, h, e⟩
    exact e ▸ .lex h

/-- The trees of a slot. -/
theorem fits_slot_iff {k : Slot} {r : Regex} {x : Tree} :
    Fits (.slot k r) x ↔ ∃ t, r.Lang t ∧ x = .slot k t := by
  constructor
  · intro h
    cases h with
    | slot h => exact ⟨_, h, rfl⟩
  · intro ⟨t, h, e⟩
    exact e ▸ .slot h

/-- The trees of a sequence. -/
theorem fits_seq_iff {a b : Shape} {x : Tree} :
    Fits (.seq a b) x ↔ ∃ y z, Fits a y ∧ Fits b z ∧ x = .seq y z := by
  constructor
  · intro h
    cases h with
    | seq h k => exact ⟨_, _, h, k, rfl⟩
  · intro ⟨y, z, h, k, e⟩
    exact e ▸ .seq h k

/-- The trees of a choice. -/
theorem fits_alt_iff {a b : Shape} {x : Tree} :
    Fits (.alt a b) x ↔ (∃ y, Fits a y ∧ x = .left y) ∨ ∃ y, Fits b y ∧ x = .right y := by
  constructor
  · intro h
    cases h with
    | left h => exact Or.inl ⟨_, h, rfl⟩
    | right h => exact Or.inr ⟨_, h, rfl⟩
  · intro h
    cases h with
    | inl h =>
      obtain ⟨y, h, e⟩ := h
      exact e ▸ .left h
    | inr h =>
      obtain ⟨y, h, e⟩ := h
      exact e ▸ .right h

/-- The trees of a claim. -/
theorem fits_claim_iff {r : Text} {a : Shape} {x : Tree} :
    Fits (.claim r a) x ↔ ∃ y, Fits a y ∧ x = .claim r y := by
  constructor
  · intro h
    cases h with
    | claim h => exact ⟨_, h, rfl⟩
  · intro ⟨y, h, e⟩
    exact e ▸ .claim h

/-- The trees of a span. -/
theorem fits_derive_iff {g e : Cond} {a : Shape} {x : Tree} :
    Fits (.derive g e a) x ↔ ∃ y, Fits a y ∧ x = .derive g e y := by
  constructor
  · intro h
    cases h with
    | derive h => exact ⟨_, h, rfl⟩
  · intro ⟨y, h, e⟩
    exact e ▸ .derive h

/-- The trees of a marked part. -/
theorem fits_mark_iff {m : Mark} {a : Shape} {x : Tree} :
    Fits (.mark m a) x ↔ ∃ y, Fits a y ∧ x = .mark m y := by
  constructor
  · intro h
    cases h with
    | mark h => exact ⟨_, h, rfl⟩
  · intro ⟨y, h, e⟩
    exact e ▸ .mark h

/-! ## Everything that `parse` finds -/

/-- A parser is right if it finds the trees of a shape, and nothing else. -/
def ParsesRight (a : Shape) (parse : Text → List (Tree × Text)) : Prop :=
  ∀ t x rest, (x, rest) ∈ parse t ↔ Fits a x ∧ x.yield ++ rest = t

/-- What is found under a constructor that keeps the text. -/
theorem mem_wrap_iff {f : Tree → Tree} {l : List (Tree × Text)} {x : Tree} {rest : Text} :
    (x, rest) ∈ l.map (fun p => (f p.1, p.2)) ↔ ∃ y, (y, rest) ∈ l ∧ x = f y := by
  refine mem_map_iff.trans ⟨fun ⟨p, hp, e⟩ => ?_, fun ⟨y, hy, e⟩ => ⟨(y, rest), hy, ?_⟩⟩
  · obtain ⟨y, r⟩ := p
    injection e with hx hr
    have hr : r = rest := hr
    exact ⟨y, hr ▸ hp, hx.symm⟩
  · rw [e]

/-- What is found by one parser after the other. -/
theorem mem_pair_iff {f : Tree → Tree → Tree} {l : List (Tree × Text)}
    {next : Tree × Text → List (Tree × Text)} {x : Tree} {rest : Text} :
    (x, rest) ∈ l.flatMap (fun p => (next p).map fun q => (f p.1 q.1, q.2)) ↔
      ∃ y z mid, (y, mid) ∈ l ∧ (z, rest) ∈ next (y, mid) ∧ x = f y z := by
  refine mem_flatMap_iff.trans ⟨fun ⟨p, hp, h⟩ => ?_, fun ⟨y, z, mid, hy, hz, e⟩ => ?_⟩
  · obtain ⟨y, mid⟩ := p
    obtain ⟨z, hz, e⟩ := mem_wrap_iff.mp h
    exact ⟨y, z, mid, hp, hz, e⟩
  · exact ⟨(y, mid), hy, mem_wrap_iff.mpr ⟨z, hz, e⟩⟩

/-- One more repetition is skipped where it would be empty. -/
theorem mem_nonempty_iff {α : Type u} {t : Text} {l : List α} {a : α} :
    a ∈ (bif isEmptyText t then [] else l) ↔ t ≠ [] ∧ a ∈ l := by
  cases t with
  | nil => exact ⟨fun h => absurd h not_mem_nil, fun h => absurd rfl h.1⟩
  | cons b t => exact ⟨fun h => ⟨fun e => (nomatch e), h⟩, fun h => h.2⟩

/-- What `parseUpTo` finds, given a parser of one that is right. -/
theorem parsesRight_upTo {a : Shape} {one : Text → List (Tree × Text)} (h : ParsesRight a one)
    (n : Nat) : ParsesRight (.upTo n a) (parseUpTo one n) := by
  have none {m : Nat} {t rest : Text} {x : Tree} (e : (x, rest) = (Tree.stop, t)) :
      Fits (.upTo m a) x ∧ x.yield ++ rest = t := by
    injection e with hx hr
    rw [hx, hr]
    exact ⟨.stop, rfl⟩
  induction n with
  | zero =>
    intro t x rest
    refine mem_single_iff.trans ⟨none, fun ⟨hx, ht⟩ => ?_⟩
    cases hx with
    | stop =>
      have ht : rest = t := ht
      rw [ht]
  | succ n ih =>
    intro t x rest
    show (x, rest) ∈ (Tree.stop, t) :: (one t).flatMap _ ↔ _
    refine mem_cons_iff.trans ⟨fun hx => hx.elim none fun hx => ?_, fun ⟨hx, ht⟩ => ?_⟩
    · obtain ⟨p, hp, hx⟩ := mem_flatMap_iff.mp hx
      obtain ⟨y, mid⟩ := p
      obtain ⟨hne, hx⟩ := mem_nonempty_iff.mp hx
      obtain ⟨z, hz, e⟩ := mem_wrap_iff.mp hx
      obtain ⟨hy, ht⟩ := (h _ _ _).mp hp
      obtain ⟨hz, hm⟩ := (ih _ _ _).mp hz
      have hm : z.yield ++ rest = mid := hm
      rw [e, ← ht, ← hm]
      exact ⟨.more hy hne hz, append_brackets _ _ _⟩
    · cases hx with
      | stop =>
        have ht : rest = t := ht
        exact Or.inl (by rw [ht])
      | @more _ _ y z hy hne hz =>
        refine Or.inr (mem_flatMap_iff.mpr ⟨(y, z.yield ++ rest), (h _ _ _).mpr ⟨hy, ?_⟩, ?_⟩)
        · exact (append_brackets _ _ _).symm.trans ht
        · exact mem_nonempty_iff.mpr
            ⟨hne, mem_wrap_iff.mpr ⟨z, (ih _ _ _).mpr ⟨hz, rfl⟩, rfl⟩⟩

namespace Shape

/-- The parser is right. -/
theorem parse_right (s : Shape) : ParsesRight s s.parse := by
  induction s with
  | lex r =>
    intro t x rest
    show (x, rest) ∈ (r.splits t).map _ ↔ _
    refine mem_map_iff.trans ⟨fun ⟨p, hp, e⟩ => ?_, fun ⟨hx, ht⟩ => ?_⟩
    · obtain ⟨y, r⟩ := p
      obtain ⟨ht, hy⟩ := Regex.mem_splits_iff.mp hp
      injection e with hx hr
      rw [← hx, ← hr]
      exact ⟨.lex hy, ht.symm⟩
    · obtain ⟨y, hy, e⟩ := fits_lex_iff.mp hx
      rw [e] at ht
      exact ⟨(y, rest), Regex.mem_splits_iff.mpr ⟨ht.symm, hy⟩, by rw [e]⟩
  | slot k r =>
    intro t x rest
    show (x, rest) ∈ (r.splits t).map _ ↔ _
    refine mem_map_iff.trans ⟨fun ⟨p, hp, e⟩ => ?_, fun ⟨hx, ht⟩ => ?_⟩
    · obtain ⟨y, r⟩ := p
      obtain ⟨ht, hy⟩ := Regex.mem_splits_iff.mp hp
      injection e with hx hr
      rw [← hx, ← hr]
      exact ⟨.slot hy, ht.symm⟩
    · obtain ⟨y, hy, e⟩ := fits_slot_iff.mp hx
      rw [e] at ht
      exact ⟨(y, rest), Regex.mem_splits_iff.mpr ⟨ht.symm, hy⟩, by rw [e]⟩
  | seq a b ha hb =>
    intro t x rest
    show (x, rest) ∈ (a.parse t).flatMap _ ↔ _
    refine (mem_pair_iff (f := Tree.seq) (next := fun p => b.parse p.2)).trans
      ⟨fun ⟨y, z, mid, hy, hz, e⟩ => ?_, fun ⟨hx, ht⟩ => ?_⟩
    · obtain ⟨hy, ht⟩ := (ha _ _ _).mp hy
      obtain ⟨hz, hm⟩ := (hb _ _ _).mp hz
      have hm : z.yield ++ rest = mid := hm
      rw [e, ← ht, ← hm]
      exact ⟨.seq hy hz, append_brackets _ _ _⟩
    · obtain ⟨y, z, hy, hz, e⟩ := fits_seq_iff.mp hx
      rw [e] at ht
      exact ⟨y, z, z.yield ++ rest, (ha _ _ _).mpr ⟨hy, (append_brackets _ _ _).symm.trans ht⟩,
        (hb _ _ _).mpr ⟨hz, rfl⟩, e⟩
  | alt a b ha hb =>
    intro t x rest
    show (x, rest) ∈ ((a.parse t).map _ ++ (b.parse t).map _) ↔ _
    refine mem_append_iff.trans ⟨fun h => ?_, fun ⟨hx, ht⟩ => ?_⟩
    · cases h with
      | inl h =>
        obtain ⟨y, hy, e⟩ := mem_wrap_iff.mp h
        obtain ⟨hy, ht⟩ := (ha _ _ _).mp hy
        rw [e]
        exact ⟨.left hy, ht⟩
      | inr h =>
        obtain ⟨y, hy, e⟩ := mem_wrap_iff.mp h
        obtain ⟨hy, ht⟩ := (hb _ _ _).mp hy
        rw [e]
        exact ⟨.right hy, ht⟩
    · cases fits_alt_iff.mp hx with
      | inl h =>
        obtain ⟨y, hy, e⟩ := h
        rw [e] at ht
        exact Or.inl (mem_wrap_iff.mpr ⟨y, (ha _ _ _).mpr ⟨hy, ht⟩, e⟩)
      | inr h =>
        obtain ⟨y, hy, e⟩ := h
        rw [e] at ht
        exact Or.inr (mem_wrap_iff.mpr ⟨y, (hb _ _ _).mpr ⟨hy, ht⟩, e⟩)
  | upTo n a ha => exact parsesRight_upTo ha n
  | claim r a ha =>
    intro t x rest
    refine mem_wrap_iff.trans ⟨fun ⟨y, hy, e⟩ => ?_, fun ⟨hx, ht⟩ => ?_⟩
    · obtain ⟨hy, ht⟩ := (ha _ _ _).mp hy
      rw [e]
      exact ⟨.claim hy, ht⟩
    · obtain ⟨y, hy, e⟩ := fits_claim_iff.mp hx
      rw [e] at ht
      exact ⟨y, (ha _ _ _).mpr ⟨hy, ht⟩, e⟩
  | derive g d a ha =>
    intro t x rest
    refine mem_wrap_iff.trans ⟨fun ⟨y, hy, e⟩ => ?_, fun ⟨hx, ht⟩ => ?_⟩
    · obtain ⟨hy, ht⟩ := (ha _ _ _).mp hy
      rw [e]
      exact ⟨.derive hy, ht⟩
    · obtain ⟨y, hy, e⟩ := fits_derive_iff.mp hx
      rw [e] at ht
      exact ⟨y, (ha _ _ _).mpr ⟨hy, ht⟩, e⟩
  | mark m a ha =>
    intro t x rest
    refine mem_wrap_iff.trans ⟨fun ⟨y, hy, e⟩ => ?_, fun ⟨hx, ht⟩ => ?_⟩
    · obtain ⟨hy, ht⟩ := (ha _ _ _).mp hy
      rw [e]
      exact ⟨.mark hy, ht⟩
    · obtain ⟨y, hy, e⟩ := fits_mark_iff.mp hx
      rw [e] at ht
      exact ⟨y, (ha _ _ _).mpr ⟨hy, ht⟩, e⟩

/-- `parse` finds the trees of a shape, each with the rest of the text, and nothing else. -/
theorem mem_parse_iff {s : Shape} {t rest : Text} {x : Tree} :
    (x, rest) ∈ s.parse t ↔ Fits s x ∧ x.yield ++ rest = t := s.parse_right t x rest

end Shape

/-- `whole` keeps the parses that leave no rest. -/
theorem mem_whole_iff {l : List (Tree × Text)} {x : Tree} : x ∈ whole l ↔ (x, []) ∈ l := by
  induction l with
  | nil => exact ⟨fun h => absurd h not_mem_nil, fun h => absurd h not_mem_nil⟩
  | cons p l ih =>
    obtain ⟨y, rest⟩ := p
    show x ∈ (bif isEmptyText rest then y :: whole l else whole l) ↔ _
    cases rest with
    | nil =>
      refine mem_cons_iff.trans ⟨fun h => ?_, fun h => ?_⟩
      · exact h.elim (fun e => e ▸ mem_head) fun h => mem_tail (ih.mp h)
      · cases mem_cons_iff.mp h with
        | inl e =>
          injection e with e
          exact Or.inl e
        | inr h => exact Or.inr (ih.mpr h)
    | cons b rest =>
      refine ⟨fun h => mem_tail (ih.mp h), fun h => ?_⟩
      cases mem_cons_iff.mp h with
      | inl e =>
        injection e with _ e
        exact nomatch e
      | inr h => exact ih.mpr h

/-- The parses of a whole text are the trees of the shape that yield it. -/
theorem Shape.mem_whole_parse_iff {s : Shape} {t : Text} {x : Tree} :
    x ∈ whole (s.parse t) ↔ Fits s x ∧ x.yield = t := by
  refine mem_whole_iff.trans (mem_parse_iff.trans ?_)
  rw [append_nil_right]

/-! ## Nothing is found twice -/

/-- A constructor that keeps the text keeps parses apart. -/
theorem distinct_wrap {f : Tree → Tree} (hf : ∀ x y, f x = f y → x = y) {l : List (Tree × Text)}
    (h : Distinct l) : Distinct (l.map fun p => (f p.1, p.2)) := by
  refine Distinct.map h fun p q _ _ e => ?_
  obtain ⟨x, r⟩ := p
  obtain ⟨y, s⟩ := q
  injection e with e k
  have k : r = s := k
  rw [hf x y e, k]

/-- Parses of different rests, or with different trees, stay apart when one parser follows another. -/
theorem distinct_pair {f : Tree → Tree → Tree} (hf : ∀ x y x' y', f x y = f x' y' → x = x' ∧ y = y')
    {t : Text} {l : List (Tree × Text)} {next : Tree × Text → List (Tree × Text)} (h : Distinct l)
    (hl : ∀ x rest, (x, rest) ∈ l → x.yield ++ rest = t) (hn : ∀ p, p ∈ l → Distinct (next p)) :
    Distinct (l.flatMap fun p => (next p).map fun q => (f p.1 q.1, q.2)) := by
  refine Distinct.flatMap h
    (fun p hp => distinct_wrap (fun x y e => (hf _ _ _ _ e).2) (hn p hp)) fun p q c hp hq hc hd => ?_
  obtain ⟨x, r⟩ := p
  obtain ⟨y, s⟩ := q
  obtain ⟨z, u⟩ := c
  obtain ⟨v, _, e⟩ := mem_wrap_iff.mp hc
  obtain ⟨w, _, k⟩ := mem_wrap_iff.mp hd
  have e : x = y := (hf _ _ _ _ (e.symm.trans k)).1
  subst e
  rw [append_cancel_left ((hl x r hp).trans (hl x s hq).symm)]

/-- `parseUpTo` finds each parse once if the parser of one does. -/
theorem distinct_upTo {a : Shape} {one : Text → List (Tree × Text)} (h : ParsesRight a one)
    (hd : ∀ t, Distinct (one t)) (n : Nat) (t : Text) : Distinct (parseUpTo one n t) := by
  induction n generalizing t with
  | zero => exact ⟨not_mem_nil, trivial⟩
  | succ n ih =>
    refine ⟨fun hx => ?_, ?_⟩
    · obtain ⟨p, _, hx⟩ := mem_flatMap_iff.mp hx
      obtain ⟨_, hx⟩ := mem_nonempty_iff.mp hx
      obtain ⟨_, _, e⟩ := mem_wrap_iff.mp hx
      exact nomatch e
    · refine Distinct.flatMap (hd t) (fun p hp => ?_) fun p q c hp hq hc hc' => ?_
      · cases isEmptyText p.1.yield with
        | true => exact trivial
        | false =>
          refine distinct_wrap (f := Tree.more p.1) (fun x y e => ?_) (ih p.2)
          injection e
      · obtain ⟨x, r⟩ := p
        obtain ⟨y, s⟩ := q
        obtain ⟨z, u⟩ := c
        obtain ⟨_, hc⟩ := mem_nonempty_iff.mp hc
        obtain ⟨_, hc'⟩ := mem_nonempty_iff.mp hc'
        obtain ⟨v, _, e⟩ := mem_wrap_iff.mp hc
        obtain ⟨w, _, k⟩ := mem_wrap_iff.mp hc'
        have e : Tree.more x v = Tree.more y w := e.symm.trans k
        injection e with e
        subst e
        have hr := ((h _ _ _).mp hp).2
        have hs := ((h _ _ _).mp hq).2
        rw [append_cancel_left (hr.trans hs.symm)]

/-- `parse` finds each parse once. -/
theorem Shape.parse_distinct (s : Shape) (t : Text) : Distinct (s.parse t) := by
  induction s generalizing t with
  | lex r =>
    refine Distinct.map Regex.splits_distinct fun p q _ _ e => ?_
    obtain ⟨x, r⟩ := p
    obtain ⟨y, s⟩ := q
    injection e with e k
    injection e with e
    have e : x = y := e
    have k : r = s := k
    rw [e, k]
  | slot k r =>
    refine Distinct.map Regex.splits_distinct fun p q _ _ e => ?_
    obtain ⟨x, r⟩ := p
    obtain ⟨y, s⟩ := q
    injection e with e k
    injection e with _ e
    have e : x = y := e
    have k : r = s := k
    rw [e, k]
  | seq a b ha hb =>
    refine distinct_pair (f := Tree.seq) (next := fun p => b.parse p.2) (fun x y x' y' e => ?_) (ha t)
      (fun x rest h => (mem_parse_iff.mp h).2) fun p _ => hb p.2
    injection e with e k
    exact ⟨e, k⟩
  | alt a b ha hb =>
    refine Distinct.append (distinct_wrap (f := Tree.left) (fun x y e => ?_) (ha t))
      (distinct_wrap (f := Tree.right) (fun x y e => ?_) (hb t)) fun p hp hq => ?_
    · injection e
    · injection e
    · obtain ⟨x, r⟩ := p
      obtain ⟨_, _, e⟩ := mem_wrap_iff.mp hp
      obtain ⟨_, _, k⟩ := mem_wrap_iff.mp hq
      exact nomatch e.symm.trans k
  | upTo n a ha => exact distinct_upTo a.parse_right ha n t
  | claim r a ha =>
    refine distinct_wrap (f := Tree.claim r) (fun x y e => ?_) (ha t)
    injection e
  | derive g d a ha =>
    refine distinct_wrap (f := Tree.derive g d) (fun x y e => ?_) (ha t)
    injection e
  | mark m a ha =>
    refine distinct_wrap (f := Tree.mark m) (fun x y e => ?_) (ha t)
    injection e

/-- `whole` keeps parses apart. -/
theorem distinct_whole {l : List (Tree × Text)} (h : Distinct l) : Distinct (whole l) := by
  induction l with
  | nil => exact trivial
  | cons p l ih =>
    obtain ⟨x, rest⟩ := p
    cases rest with
    | nil => exact ⟨fun hx => h.1 (mem_whole_iff.mp hx), ih h.2⟩
    | cons b rest => exact ih h.2

end DetLM
