import DetLM.Data.Lists
import DetLM.Spec.Languages
import DetLM.Spec.Regex
import DetLM.Thm.Masks

/-!
# What "and", "or" and "then" do to what may come next

Lemmas about sets of texts, which every category denotes, and what they allow while an output is written.

## Main results

* `Language.viable_of_both`, `Language.allows_of_both`: what both allow, each allows
* `Language.viable_either_iff`, `Language.allows_either_iff`: what one of two allows
* `Language.viable_sequence_iff`: what one after the other allows
* `Language.sequence_either`, `Language.sequence_either_second`, `Language.sequence_assoc`: how they combine
* `Language.both_either`, `Language.either_both`, `Language.not_both`, `Language.not_either`,
  `Language.not_not` and so on: sets of texts are a Boolean algebra
* `Regex.lang_both`, `Regex.viable_either_iff` and so on: the same for regular expressions

Only one direction holds for "and": each of two may have a way to go on while both together have none. That is
why a mask is computed from the automaton of both, never by intersecting two masks;
`Language.intersecting_masks_is_not_enough` is an example.
-/

namespace DetLM

namespace Language

/-- A text that belongs may stand where it is written. -/
theorem viable_of_mem {L : Language} {t : Text} (h : L t) : L.Viable t :=
  ⟨[], fun _ h => absurd h not_mem_nil, by rw [append_nil_right]; exact h⟩

/-- The beginning of what may stand somewhere may stand there. -/
theorem viable_of_append {L : Language} {t u : Text} (hu : IsBytes u) (h : L.Viable (t ++ u)) :
    L.Viable t := by
  obtain ⟨rest, hr, h⟩ := h
  rw [append_brackets] at h
  exact ⟨u ++ rest, fun b hb => (mem_append_iff.mp hb).elim (hu b) (hr b), h⟩

/-- Fewer texts, fewer beginnings. -/
theorem viable_mono {L M : Language} (h : ∀ t, L t → M t) {t : Text} : L.Viable t → M.Viable t :=
  fun ⟨rest, hr, hl⟩ => ⟨rest, hr, h _ hl⟩

/-! ## And -/

/-- What both together leave possible, each leaves possible. -/
theorem viable_of_both {L M : Language} {t : Text} (h : (L.Both M).Viable t) : L.Viable t ∧ M.Viable t :=
  ⟨viable_mono (fun _ h => h.1) h, viable_mono (fun _ h => h.2) h⟩

/-- Tokens that both together allow, each allows. -/
theorem allows_of_both {L M : Language} {V : Vocabulary} {front : Text} {t : Nat}
    (h : (L.Both M).Allows V front t) : L.Allows V front t ∧ M.Allows V front t :=
  ⟨allows_mono (fun _ h => h.1) h, allows_mono (fun _ h => h.2) h⟩

/-- What each of two leaves possible, both together may not: after "a", one wants "ab", the other "ac". -/
theorem intersecting_masks_is_not_enough : ∃ (L M : Language) (t : Text),
    L.Viable t ∧ M.Viable t ∧ ¬ (L.Both M).Viable t := by
  refine ⟨(· = [97, 98]), (· = [97, 99]), [97], ⟨[98], ?_, rfl⟩, ⟨[99], ?_, rfl⟩, fun ⟨_, _, h, k⟩ => ?_⟩
  · exact fun b h => mem_single_iff.mp h ▸ (by decide)
  · exact fun b h => mem_single_iff.mp h ▸ (by decide)
  · exact absurd (h.symm.trans k) (by decide)

/-! ## Or -/

/-- What one of two leaves possible is what the one or the other does. -/
theorem viable_either_iff {L M : Language} {t : Text} :
    (L.Either M).Viable t ↔ L.Viable t ∨ M.Viable t :=
  ⟨fun ⟨rest, hr, h⟩ => h.elim (fun h => Or.inl ⟨rest, hr, h⟩) fun h => Or.inr ⟨rest, hr, h⟩,
    fun h => h.elim (viable_mono fun _ => Or.inl) (viable_mono fun _ => Or.inr)⟩

/-- Tokens that one of two allows are those that the one or the other does. -/
theorem allows_either_iff {L M : Language} {V : Vocabulary} {front : Text} {t : Nat} :
    (L.Either M).Allows V front t ↔ L.Allows V front t ∨ M.Allows V front t := by
  refine ⟨fun h => ?_, fun h => h.elim (allows_mono fun _ => Or.inl) (allows_mono fun _ => Or.inr)⟩
  by_cases e : t = V.stop
  · have h : (L.Either M) front := cast (if_pos e) h
    exact h.elim (fun h => Or.inl (cast (if_pos e).symm h)) fun h => Or.inr (cast (if_pos e).symm h)
  · obtain ⟨u, hu, h⟩ : ∃ u, V.text? t = some u ∧ (L.Either M).Viable (front ++ u) := cast (if_neg e) h
    exact (viable_either_iff.mp h).elim (fun h => Or.inl (cast (if_neg e).symm ⟨u, hu, h⟩))
      fun h => Or.inr (cast (if_neg e).symm ⟨u, hu, h⟩)

/-! ## Then -/

/-- What may stand while one part after the other is written: the first part is still being written and there
is a second, or the first is complete and the second is being written. -/
theorem viable_sequence_iff {L M : Language} {t : Text} (hM : ∀ y, M y → IsBytes y) :
    (L.Sequence M).Viable t ↔
      (L.Viable t ∧ ∃ y, M y) ∨ ∃ x y, t = x ++ y ∧ L x ∧ M.Viable y := by
  constructor
  · intro ⟨rest, hr, x, y, e, hx, hy⟩
    cases append_eq_append e with
    | inl h =>
      refine Or.inl ⟨viable_of_mem (h.1 ▸ hx), y, hy⟩
    | inr h =>
      cases h with
      | inl h =>
        obtain ⟨a, d, e, f⟩ := h
        refine Or.inl ⟨⟨a :: d, fun b hb => ?_, e ▸ hx⟩, y, hy⟩
        exact hr b (f ▸ mem_append_iff.mpr (Or.inl hb))
      | inr h =>
        obtain ⟨a, d, e, f⟩ := h
        exact Or.inr ⟨x, a :: d, e, hx, rest, hr, f ▸ hy⟩
  · intro h
    cases h with
    | inl h =>
      obtain ⟨⟨rest, hr, hl⟩, y, hy⟩ := h
      refine ⟨rest ++ y, fun b hb => (mem_append_iff.mp hb).elim (hr b) (hM y hy b), t ++ rest, y, ?_, hl, hy⟩
      exact (append_brackets t rest y).symm
    | inr h =>
      obtain ⟨x, y, e, hx, rest, hr, hy⟩ := h
      exact ⟨rest, hr, x, y ++ rest, by rw [e, append_brackets], hx, hy⟩

/-- A choice of first parts is a choice of sequences. -/
theorem sequence_either (L M N : Language) (t : Text) :
    ((L.Either M).Sequence N) t ↔ ((L.Sequence N).Either (M.Sequence N)) t :=
  ⟨fun ⟨x, y, e, hx, hy⟩ => hx.elim (fun h => Or.inl ⟨x, y, e, h, hy⟩) fun h => Or.inr ⟨x, y, e, h, hy⟩,
    fun h => h.elim (fun ⟨x, y, e, hx, hy⟩ => ⟨x, y, e, Or.inl hx, hy⟩)
      fun ⟨x, y, e, hx, hy⟩ => ⟨x, y, e, Or.inr hx, hy⟩⟩

/-- A choice of second parts is a choice of sequences. -/
theorem sequence_either_second (L M N : Language) (t : Text) :
    (L.Sequence (M.Either N)) t ↔ ((L.Sequence M).Either (L.Sequence N)) t :=
  ⟨fun ⟨x, y, e, hx, hy⟩ => hy.elim (fun h => Or.inl ⟨x, y, e, hx, h⟩) fun h => Or.inr ⟨x, y, e, hx, h⟩,
    fun h => h.elim (fun ⟨x, y, e, hx, hy⟩ => ⟨x, y, e, hx, Or.inl hy⟩)
      fun ⟨x, y, e, hx, hy⟩ => ⟨x, y, e, hx, Or.inr hy⟩⟩

/-- A sequence of what both hold is a sequence of each; not the other way round, since the two may be cut in
different places. -/
theorem sequence_of_both {L M N : Language} {t : Text} (h : ((L.Both M).Sequence N) t) :
    (L.Sequence N) t ∧ (M.Sequence N) t :=
  match h with
  | ⟨x, y, e, hx, hy⟩ => ⟨⟨x, y, e, hx.1, hy⟩, ⟨x, y, e, hx.2, hy⟩⟩

/-- Brackets do not matter. -/
theorem sequence_assoc (L M N : Language) (t : Text) :
    ((L.Sequence M).Sequence N) t ↔ (L.Sequence (M.Sequence N)) t :=
  ⟨fun ⟨_, z, e, ⟨x, y, f, hx, hy⟩, hz⟩ =>
      ⟨x, y ++ z, by rw [e, f, append_brackets], hx, y, z, rfl, hy, hz⟩,
    fun ⟨x, _, e, hx, y, z, f, hy, hz⟩ =>
      ⟨x ++ y, z, by rw [e, f, append_brackets], ⟨x, y, rfl, hx, hy⟩, hz⟩⟩

/-- Fewer texts in a part, fewer texts. -/
theorem sequence_mono {L L' M M' : Language} (hL : ∀ t, L t → L' t) (hM : ∀ t, M t → M' t) {t : Text} :
    (L.Sequence M) t → (L'.Sequence M') t :=
  fun ⟨x, y, e, hx, hy⟩ => ⟨x, y, e, hL x hx, hM y hy⟩

/-! ## The algebra of "and", "or" and "not" -/

/-- Sets of texts that hold the same texts are the same. -/
theorem ext {L M : Language} (h : ∀ t, L t ↔ M t) : L = M := funext fun t => propext (h t)

/-- "And" in either order. -/
theorem both_comm (L M : Language) : L.Both M = M.Both L := ext fun _ => and_comm

/-- "Or" in either order. -/
theorem either_comm (L M : Language) : L.Either M = M.Either L := ext fun _ => or_comm

/-- Brackets do not matter for "and". -/
theorem both_assoc (L M N : Language) : (L.Both M).Both N = L.Both (M.Both N) := ext fun _ => and_assoc

/-- Brackets do not matter for "or". -/
theorem either_assoc (L M N : Language) : (L.Either M).Either N = L.Either (M.Either N) :=
  ext fun _ => or_assoc

/-- The same twice is the same, for "and". -/
theorem both_self (L : Language) : L.Both L = L := ext fun _ => ⟨And.left, fun h => ⟨h, h⟩⟩

/-- The same twice is the same, for "or". -/
theorem either_self (L : Language) : L.Either L = L := ext fun _ => ⟨fun h => h.elim id id, Or.inl⟩

/-- "And" distributes over "or". -/
theorem both_either (L M N : Language) : L.Both (M.Either N) = (L.Both M).Either (L.Both N) :=
  ext fun _ => and_or_left

/-- "Or" distributes over "and". -/
theorem either_both (L M N : Language) : L.Either (M.Both N) = (L.Either M).Both (L.Either N) :=
  ext fun _ => or_and_left

/-- "And" absorbs "or". -/
theorem both_absorbs (L M : Language) : L.Both (L.Either M) = L :=
  ext fun _ => ⟨And.left, fun h => ⟨h, Or.inl h⟩⟩

/-- "Or" absorbs "and". -/
theorem either_absorbs (L M : Language) : L.Either (L.Both M) = L :=
  ext fun _ => ⟨fun h => h.elim id And.left, Or.inl⟩

/-- What is not left out belongs. -/
theorem not_not (L : Language) : L.Not.Not = L := ext fun _ => Classical.not_not

/-- De Morgan: what is not in both is outside of one of them. -/
theorem not_both (L M : Language) : (L.Both M).Not = L.Not.Either M.Not :=
  ext fun _ => Classical.not_and_iff_not_or_not

/-- De Morgan: what is in neither is outside of both. -/
theorem not_either (L M : Language) : (L.Either M).Not = L.Not.Both M.Not := ext fun _ => not_or

/-- No text belongs and does not. -/
theorem not_mem_both_not (L : Language) (t : Text) : ¬ (L.Both L.Not) t := fun h => h.2 h.1

/-- Each text belongs or does not. -/
theorem mem_either_not (L : Language) (t : Text) : (L.Either L.Not) t := Classical.em (L t)

/-- Fewer texts in both, fewer in both together. -/
theorem both_mono {L L' M M' : Language} (hL : ∀ t, L t → L' t) (hM : ∀ t, M t → M' t) {t : Text} :
    (L.Both M) t → (L'.Both M') t :=
  fun h => ⟨hL t h.1, hM t h.2⟩

/-- Fewer texts in each, fewer in a choice. -/
theorem either_mono {L L' M M' : Language} (hL : ∀ t, L t → L' t) (hM : ∀ t, M t → M' t) {t : Text} :
    (L.Either M) t → (L'.Either M') t :=
  fun h => h.imp (hL t) (hM t)

/-- Fewer texts, more others. -/
theorem not_anti {L M : Language} (h : ∀ t, L t → M t) {t : Text} : M.Not t → L.Not t := fun k l => k (h t l)

/-- One set lies within another exactly if both together are the one. -/
theorem both_eq_left_iff {L M : Language} : L.Both M = L ↔ ∀ t, L t → M t :=
  ⟨fun e t h => by
      have k : (L.Both M) t := e.symm ▸ h
      exact k.2,
    fun h => ext fun t => ⟨And.left, fun k => ⟨k, h t k⟩⟩⟩

end Language

/-! ## Regular expressions -/

namespace Regex

/-- "And" of expressions is "and" of their languages. -/
theorem lang_both (p q : Regex) : (both p q).Lang = Language.Both p.Lang q.Lang := rfl

/-- "Or" of expressions is "or" of their languages. -/
theorem lang_either (p q : Regex) : (either p q).Lang = Language.Either p.Lang q.Lang := rfl

/-- One expression after the other is one language after the other. -/
theorem lang_seq (p q : Regex) : (seq p q).Lang = Language.Sequence p.Lang q.Lang := rfl

/-- What is left of one expression without another, as sets. -/
theorem lang_without (p q : Regex) : (without p q).Lang = Language.Both p.Lang (Language.Not q.Lang) := rfl

/-- What a choice of expressions leaves possible. -/
theorem viable_either_iff {p q : Regex} {t : Text} : Language.Viable (either p q).Lang t ↔
    Language.Viable p.Lang t ∨ Language.Viable q.Lang t :=
  Language.viable_either_iff

/-- What two expressions together leave possible, each does. -/
theorem viable_of_both {p q : Regex} {t : Text} (h : Language.Viable (both p q).Lang t) :
    Language.Viable p.Lang t ∧ Language.Viable q.Lang t :=
  Language.viable_of_both h

/-- Leaving out texts leaves no more possible. -/
theorem viable_of_without {p q : Regex} {t : Text} (h : Language.Viable (without p q).Lang t) :
    Language.Viable p.Lang t :=
  Language.viable_mono (fun _ h => h.1) h

end Regex

end DetLM
