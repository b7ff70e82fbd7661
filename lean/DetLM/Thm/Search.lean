import DetLM.Spec.Search
import DetLM.Thm.Masks

/-!
# Backing up is sound, loses nothing, and comes to an end

## Main results

* `search_finds_only_what_is_good`: an answer is admitted, and no check refutes it
* `backing_up_loses_nothing`: no text that would do is ever excluded
* `search_ends_only_without_answer`: a search that cannot go on has shown that there is nothing to find
* `backing_up_is_bounded`: a search backs up at most as often as there are texts to refute
* `backing_up_is_bounded_by_length`: and so at most as often as there are texts up to the length bound

That last bound says that decoding ends, not that it ends soon: what keeps backing up rare is that the mask
already holds everything regular, and `sites` in `backing_up_is_bounded` can be any list of the texts at which
a check may say no.
-/

namespace DetLM

namespace BeginsWith

/-- Beginnings of beginnings. -/
theorem trans {a b c : Text} (h : BeginsWith a b) (k : BeginsWith b c) : BeginsWith a c := by
  obtain ⟨x, e⟩ := h
  obtain ⟨y, f⟩ := k
  exact ⟨y ++ x, by rw [e, f, append_brackets]⟩

/-- A text begins with itself. -/
theorem refl (t : Text) : BeginsWith t t := ⟨[], (append_nil_right t).symm⟩

/-- What was written first stands at the beginning. -/
theorem append (front rest : Text) : BeginsWith (front ++ rest) front := ⟨rest, rfl⟩

/-- What a text begins with is not longer. -/
theorem length_le {t front : Text} (h : BeginsWith t front) : front.length ≤ t.length := by
  obtain ⟨rest, e⟩ := h
  rw [e, length_append_eq]
  exact Nat.le_add_right ..

end BeginsWith

namespace Search

/-- No good text begins with a text that was refuted. -/
theorem backing_up_loses_nothing {V : Vocabulary} {D : Dfa σ} {refutes : Text → Bool} (hD : D.IsExact)
    (hV : V.HasBytes) (hr : Lasting refutes) {n : Node} (h : Reaches V D refutes n) {goal : Text}
    (hg : Good D refutes goal) : n.Avoids goal := by
  induction h with
  | start => exact fun _ h => absurd h not_mem_nil
  | @move m n _ hm ih =>
    cases hm with
    | write _ _ => exact ih
    | @back front rest hd he hne =>
      intro r hmem hb
      cases mem_cons_iff.mp hmem with
      | inr hmem => exact ih r hmem hb
      | inl e =>
        obtain ⟨tail, ht⟩ := hb
        rw [e] at ht
        cases hd with
        | inl hd =>
          have := hr m.text tail hd
          rw [← ht, hg.2.2] at this
          exact nomatch this
        | inr hd =>
          cases tail with
          | nil =>
            rw [append_nil_right] at ht
            exact hd.1 (ht ▸ hg.2.1)
          | cons b tail =>
            have bytes : IsBytes (b :: tail) := fun c hc =>
              hg.1 c (ht ▸ mem_append_iff.mpr (Or.inr hc))
            obtain ⟨t, hu⟩ := hV b (bytes b mem_head)
            have cut : goal = m.text ++ [b] ++ tail := by
              rw [ht, append_brackets]
              rfl
            refine hd.2 t [b] ⟨?_, hu, fun r hmem hb => ?_⟩
            · refine mask_complete hD (Or.inr ⟨[b], tail, hu, fun c hc => bytes c (mem_tail hc), ?_⟩)
              rw [← cut]
              exact hg.2.1
            · refine ih r hmem (BeginsWith.trans ?_ hb)
              rw [cut]
              exact BeginsWith.append ..

/-- What a search has written begins with nothing that it refuted before. -/
theorem avoids_text {V : Vocabulary} {D : Dfa σ} {refutes : Text → Bool} {n : Node}
    (h : Reaches V D refutes n) : n.Avoids n.text := by
  induction h with
  | start => exact fun _ h => absurd h not_mem_nil
  | @move m n _ hm ih =>
    cases hm with
    | write _ ho => exact ho.2.2
    | @back front rest hd he hne =>
      intro r hmem hb
      cases mem_cons_iff.mp hmem with
      | inr hmem =>
        refine ih r hmem (BeginsWith.trans ?_ hb)
        rw [he]
        exact BeginsWith.append ..
      | inl e =>
        have shorter := hb.length_le
        rw [e, he, length_append_eq] at shorter
        cases rest with
        | nil => exact hne rfl
        | cons b rest =>
          exact Nat.not_le_of_lt (Nat.lt_add_of_pos_right (Nat.zero_lt_succ _)) shorter

/-- Nothing is refuted twice. -/
theorem refuted_distinct {V : Vocabulary} {D : Dfa σ} {refutes : Text → Bool} {n : Node}
    (h : Reaches V D refutes n) : Distinct n.refuted := by
  induction h with
  | start => exact trivial
  | @move m n hreach hm ih =>
    cases hm with
    | write _ _ => exact ih
    | back _ _ _ => exact ⟨fun hmem => avoids_text hreach m.text hmem (BeginsWith.refl _), ih⟩

/-- What a search writes keeps to the masks, and so does what it refutes. -/
theorem viable_text {V : Vocabulary} {D : Dfa σ} {refutes : Text → Bool} (hD : D.IsExact) (hp : V.IsProper)
    {n : Node} (h : Reaches V D refutes n) :
    (IsBytes n.text ∧ (n.text = [] ∨ D.viable (D.run n.text) = true)) ∧
      ∀ r, r ∈ n.refuted → IsBytes r ∧ D.viable (D.run r) = true := by
  induction h with
  | start => exact ⟨⟨fun _ h => absurd h not_mem_nil, Or.inl rfl⟩, fun _ h => absurd h not_mem_nil⟩
  | @move m n _ hm ih =>
    cases hm with
    | @write t u _ ho =>
      refine ⟨⟨fun b hb => (mem_append_iff.mp hb).elim (ih.1.1 b) (hp t u ho.2.1 b), Or.inr ?_⟩, ih.2⟩
      rw [Dfa.run_append]
      exact (tokenAdmissible_of_text? ho.2.1).symm.trans ho.1
    | @back front rest hd he hne =>
      have proper := ih.1.1
      have viable : D.viable (D.run m.text) = true := by
        cases ih.1.2 with
        | inr h => exact h
        | inl h =>
          rw [he] at h
          exact absurd (nil_of_append_nil h).2 hne
      rw [he] at proper
      refine ⟨⟨fun b hb => proper b (mem_append_iff.mpr (Or.inl hb)), Or.inr ?_⟩, fun r hmem => ?_⟩
      · have k := viable
        rw [he, Dfa.run_append] at k
        exact Dfa.viable_of_runFrom hD (fun b hb => proper b (mem_append_iff.mpr (Or.inr hb))) k
      · cases mem_cons_iff.mp hmem with
        | inl e => exact e ▸ ⟨ih.1.1, viable⟩
        | inr hmem => exact ih.2 r hmem

/-- Where a search stops with an answer, the answer is admitted, and no check refutes it. -/
theorem search_finds_only_what_is_good {V : Vocabulary} {D : Dfa σ} {refutes : Text → Bool}
    (hD : D.IsExact) (hp : V.IsProper) {n : Node} (h : Reaches V D refutes n)
    (ha : n.IsAnswer D refutes) : Good D refutes n.text :=
  ⟨(viable_text hD hp h).1.1, ha.1, ha.2⟩

/-- A search that can make no move and stands at no answer has shown that there is none. -/
theorem search_ends_only_without_answer {V : Vocabulary} {D : Dfa σ} {refutes : Text → Bool}
    (hD : D.IsExact) (hV : V.HasBytes) (hr : Lasting refutes) {n : Node} (h : Reaches V D refutes n)
    (stuck : ∀ m, ¬ Move V D refutes n m) (no : ¬ n.IsAnswer D refutes) {goal : Text} :
    ¬ Good D refutes goal := by
  intro hg
  have root : n.IsDead V D refutes → n.text = [] := by
    intro hd
    cases e : n.text with
    | nil => rfl
    | cons b rest => exact absurd (.back (front := []) hd e (fun h => nomatch h)) (stuck _)
  have dead : n.IsDead V D refutes := by
    cases k : refutes n.text with
    | true => exact Or.inl k
    | false =>
      refine Or.inr ⟨fun ha => no ⟨ha, k⟩, fun t u ho => stuck _ (.write k ho)⟩
  have empty := root dead
  -- One more move, if it were possible, would refute the empty text, which every text begins with.
  cases dead with
  | inl hd =>
    have := hr n.text goal hd
    rw [empty] at this
    exact nomatch hg.2.2.symm.trans this
  | inr hd =>
    cases goal with
    | nil => exact hd.1 (empty ▸ hg.2.1)
    | cons b tail =>
      obtain ⟨t, hu⟩ := hV b (hg.1 b mem_head)
      refine hd.2 t [b] ⟨?_, hu, fun r hmem hb => ?_⟩
      · rw [empty]
        exact mask_complete hD (Or.inr ⟨[b], tail, hu, fun c hc => hg.1 c (mem_tail hc), hg.2.1⟩)
      · refine backing_up_loses_nothing hD hV hr h hg r hmem (BeginsWith.trans ?_ hb)
        rw [empty]
        exact ⟨tail, rfl⟩

/-- A search backs up at most as often as there are texts that the mask lets through. -/
theorem backing_up_is_bounded {V : Vocabulary} {D : Dfa σ} {refutes : Text → Bool} (hD : D.IsExact)
    (hp : V.IsProper) {sites : List Text}
    (hs : ∀ t, IsBytes t → D.viable (D.run t) = true → t ∈ sites) {n : Node}
    (h : Reaches V D refutes n) : n.refuted.length ≤ sites.length :=
  (refuted_distinct h).length_le fun r hr =>
    hs r ((viable_text hD hp h).2 r hr).1 ((viable_text hD hp h).2 r hr).2

end Search

/-! ## Counting -/

/-- All texts up to a length are there. -/
theorem mem_textsUpTo {n : Nat} {t : Text} (ht : IsBytes t) (h : t.length ≤ n) : t ∈ textsUpTo n := by
  induction n generalizing t with
  | zero =>
    cases t with
    | nil => exact mem_head
    | cons b t => exact absurd h (Nat.not_succ_le_zero _)
  | succ n ih =>
    cases t with
    | nil => exact mem_head
    | cons b t =>
      refine mem_tail (mem_flatMap_iff.mpr ⟨b, List.mem_range.mpr (ht b mem_head), mem_map_iff.mpr ⟨t, ?_, rfl⟩⟩)
      exact ih (fun c hc => ht c (mem_tail hc)) (Nat.le_of_succ_le_succ h)

/-- How many they are. -/
theorem length_textsUpTo (n : Nat) : (textsUpTo n).length = countUpTo n := by
  induction n with
  | zero => rfl
  | succ n ih =>
    show ((List.range 256).flatMap fun b => (textsUpTo n).map (b :: ·)).length + 1 = 1 + 256 * countUpTo n
    rw [length_flatMap_eq (k := countUpTo n) fun b _ => by rw [length_map_eq, ih], List.length_range,
      Nat.add_comm]

/-- Where admitted texts have at most so many bytes, a search backs up at most as often as there are texts of
at most so many bytes. -/
theorem backing_up_is_bounded_by_length {V : Vocabulary} {D : Dfa σ} {refutes : Text → Bool}
    (hD : D.IsExact) (hp : V.IsProper) {bound : Nat} (hb : ∀ t, D.Accepts t → t.length ≤ bound)
    {n : Search.Node} (h : Search.Reaches V D refutes n) : n.refuted.length ≤ countUpTo bound := by
  rw [← length_textsUpTo]
  refine Search.backing_up_is_bounded hD hp (fun t ht hv => mem_textsUpTo ht ?_) h
  obtain ⟨rest, _, ha⟩ := (Dfa.viable_run_iff hD).mp hv
  have k := hb _ ha
  rw [length_append_eq] at k
  exact Nat.le_trans (Nat.le_add_right ..) k

end DetLM
