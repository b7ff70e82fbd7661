import DetLM.Data.Lists
import DetLM.Spec.Languages

/-!
# Masks are exact, and decoding inside them is sound and never stuck

## Main results

* `mask_sound`, `mask_complete`: the mask allows a token exactly if an admitted text goes on with it, and the
  end token exactly behind an admitted text
* `decode_sound`: what decoding emits is admitted
* `decode_never_stuck`, `decode_can_always_finish`: a viable state has an allowed token and a way to the end
* `decode_reaches_every_admitted_text`: masks take no admitted text away, however it is cut into tokens
* `tokenization_does_not_matter`: how a text was cut into tokens changes neither state nor mask
* `more_constraints_allow_fewer_tokens`: a smaller language has smaller masks
* `Dfa.accepts_both`, `Dfa.accepts_either`, `Dfa.accepts_other`: "and", "or", "not" of automata;
  `Dfa.either_isExact`, `Dfa.both_isExact_iff`, `Dfa.other_isExact_iff`: where they know from where an end can
  be reached
* `either_mask_is_the_union`: the mask of one of two
-/

namespace DetLM

/-! ## Reading -/

namespace Dfa

/-- Reading one text after another. -/
theorem runFrom_append (D : Dfa σ) (t u : Text) (s : σ) :
    D.runFrom (t ++ u) s = D.runFrom u (D.runFrom t s) := by
  induction t generalizing s with
  | nil => rfl
  | cons b t ih => exact ih (D.step s b)

/-- Reading a text behind what was read. -/
theorem run_append (D : Dfa σ) (t u : Text) : D.run (t ++ u) = D.runFrom u (D.run t) :=
  D.runFrom_append t u D.start

/-- A text leads to a viable state exactly if an admitted text goes on from it. -/
theorem viable_run_iff {D : Dfa σ} (hD : D.IsExact) {front : Text} :
    D.viable (D.run front) = true ↔ ∃ rest, IsBytes rest ∧ D.Accepts (front ++ rest) := by
  refine (hD _).trans ⟨fun ⟨t, ht, h⟩ => ⟨t, ht, ?_⟩, fun ⟨t, ht, h⟩ => ⟨t, ht, ?_⟩⟩
  · show D.accepting (D.run (front ++ t)) = true
    rw [run_append]
    exact h
  · have h : D.accepting (D.run (front ++ t)) = true := h
    rw [run_append] at h
    exact h

/-- Where a text leads to a viable state, so did its beginning. -/
theorem viable_of_runFrom {D : Dfa σ} (hD : D.IsExact) {u : Text} {s : σ} (hu : IsBytes u)
    (h : D.viable (D.runFrom u s) = true) : D.viable s = true := by
  obtain ⟨t, ht, ha⟩ := (hD _).mp h
  refine (hD s).mpr ⟨u ++ t, fun b hb => (mem_append_iff.mp hb).elim (hu b) (ht b), ?_⟩
  rw [runFrom_append]
  exact ha

/-- An accepting state is viable. -/
theorem viable_of_accepting {D : Dfa σ} (hD : D.IsExact) {s : σ} (h : D.accepting s = true) :
    D.viable s = true :=
  (hD s).mpr ⟨[], fun _ h => absurd h not_mem_nil, h⟩

/-- The product of two automata reads with both. -/
theorem runFrom_both (D : Dfa σ) (E : Dfa τ) (v : σ × τ → Bool) (t : Text) (s : σ × τ) :
    (D.both E v).runFrom t s = (D.runFrom t s.1, E.runFrom t s.2) := by
  induction t generalizing s with
  | nil => rfl
  | cons b t ih => exact ih (D.step s.1 b, E.step s.2 b)

/-- The product of two automata admits what both admit. -/
theorem accepts_both (D : Dfa σ) (E : Dfa τ) (v : σ × τ → Bool) (t : Text) :
    (D.both E v).Accepts t ↔ D.Accepts t ∧ E.Accepts t := by
  show (D.both E v).accepting ((D.both E v).runFrom t (D.start, E.start)) = true ↔ _
  rw [runFrom_both]
  exact bool_and_iff

/-- The automaton of one of two reads with both. -/
theorem runFrom_either (D : Dfa σ) (E : Dfa τ) (t : Text) (s : σ × τ) :
    (D.either E).runFrom t s = (D.runFrom t s.1, E.runFrom t s.2) := by
  induction t generalizing s with
  | nil => rfl
  | cons b t ih => exact ih (D.step s.1 b, E.step s.2 b)

/-- **The automaton of one of two admits what the one or the other does.** -/
theorem accepts_either (D : Dfa σ) (E : Dfa τ) (t : Text) :
    (D.either E).Accepts t ↔ D.Accepts t ∨ E.Accepts t := by
  show (D.either E).accepting ((D.either E).runFrom t (D.start, E.start)) = true ↔ _
  rw [runFrom_either]
  exact bool_or_iff

/-- **It knows from where an end can be reached, if both do.** -/
theorem either_isExact {D : Dfa σ} {E : Dfa τ} (hD : D.IsExact) (hE : E.IsExact) : (D.either E).IsExact := by
  intro s
  refine bool_or_iff.trans ⟨fun h => ?_, fun ⟨t, ht, h⟩ => ?_⟩
  · cases h with
    | inl h =>
      obtain ⟨t, ht, h⟩ := (hD _).mp h
      exact ⟨t, ht, by rw [runFrom_either]; exact bool_or_iff.mpr (Or.inl h)⟩
    | inr h =>
      obtain ⟨t, ht, h⟩ := (hE _).mp h
      exact ⟨t, ht, by rw [runFrom_either]; exact bool_or_iff.mpr (Or.inr h)⟩
  · rw [runFrom_either] at h
    exact (bool_or_iff.mp h).imp (fun h => (hD _).mpr ⟨t, ht, h⟩) fun h => (hE _).mpr ⟨t, ht, h⟩

/-- The automaton of all other texts reads with the automaton itself. -/
theorem runFrom_other (D : Dfa σ) (v : σ → Bool) (t : Text) (s : σ) :
    (D.other v).runFrom t s = D.runFrom t s := by
  induction t generalizing s with
  | nil => rfl
  | cons b t ih => exact ih (D.step s b)

/-- **The automaton of all other texts admits what the automaton does not.** -/
theorem accepts_other (D : Dfa σ) (v : σ → Bool) (t : Text) : (D.other v).Accepts t ↔ ¬ D.Accepts t := by
  show (D.other v).accepting ((D.other v).runFrom t D.start) = true ↔ _
  rw [runFrom_other]
  exact bool_not_iff

/-- It knows from where an end can be reached exactly if it calls those states viable from which a text is not
admitted. -/
theorem other_isExact_iff {D : Dfa σ} {v : σ → Bool} : (D.other v).IsExact ↔
    ∀ s, v s = true ↔ ∃ t, IsBytes t ∧ ¬ D.accepting (D.runFrom t s) = true := by
  have e (s : σ) (t : Text) : (D.other v).accepting ((D.other v).runFrom t s) = true ↔
      ¬ D.accepting (D.runFrom t s) = true := by
    rw [runFrom_other]
    exact bool_not_iff
  have e (s : σ) : (∃ t, IsBytes t ∧ (D.other v).accepting ((D.other v).runFrom t s) = true) ↔
      ∃ t, IsBytes t ∧ ¬ D.accepting (D.runFrom t s) = true :=
    ⟨fun ⟨t, ht, k⟩ => ⟨t, ht, (e s t).mp k⟩, fun ⟨t, ht, k⟩ => ⟨t, ht, (e s t).mpr k⟩⟩
  exact ⟨fun h s => (h s).trans (e s), fun h s => (h s).trans (e s).symm⟩

/-- Where an automaton comes to no end any more, that of all other texts does. -/
theorem other_viable_of_not_viable {D : Dfa σ} {v : σ → Bool} (hD : D.IsExact) (h : (D.other v).IsExact)
    {s : σ} (hs : D.viable s = false) : v s = true := by
  refine (other_isExact_iff.mp h s).mpr ⟨[], fun _ h => absurd h not_mem_nil, fun k => ?_⟩
  exact nomatch hs.symm.trans (viable_of_accepting hD k)

/-- The automaton of both knows from where an end can be reached exactly if it calls those pairs of states
viable from which one text leads both to an end: two texts, one for each, are not enough. -/
theorem both_isExact_iff {D : Dfa σ} {E : Dfa τ} {v : σ × τ → Bool} : (D.both E v).IsExact ↔
    ∀ s, v s = true ↔ ∃ t, IsBytes t ∧ D.accepting (D.runFrom t s.1) = true ∧
      E.accepting (E.runFrom t s.2) = true := by
  have e (s : σ × τ) (t : Text) : (D.both E v).accepting ((D.both E v).runFrom t s) = true ↔
      D.accepting (D.runFrom t s.1) = true ∧ E.accepting (E.runFrom t s.2) = true := by
    rw [runFrom_both]
    exact bool_and_iff
  have e (s : σ × τ) : (∃ t, IsBytes t ∧ (D.both E v).accepting ((D.both E v).runFrom t s) = true) ↔
      ∃ t, IsBytes t ∧ D.accepting (D.runFrom t s.1) = true ∧ E.accepting (E.runFrom t s.2) = true :=
    ⟨fun ⟨t, ht, k⟩ => ⟨t, ht, (e s t).mp k⟩, fun ⟨t, ht, k⟩ => ⟨t, ht, (e s t).mpr k⟩⟩
  exact ⟨fun h s => (h s).trans (e s), fun h s => (h s).trans (e s).symm⟩

/-- What two automata call viable together, each does. -/
theorem viable_of_both {D : Dfa σ} {E : Dfa τ} {v : σ × τ → Bool} (hD : D.IsExact) (hE : E.IsExact)
    (hB : (D.both E v).IsExact) {s : σ × τ} (h : v s = true) : D.viable s.1 = true ∧ E.viable s.2 = true := by
  obtain ⟨t, ht, k⟩ := (both_isExact_iff.mp hB s).mp h
  exact ⟨(hD _).mpr ⟨t, ht, k.1⟩, (hE _).mpr ⟨t, ht, k.2⟩⟩

end Dfa

/-! ## Tokens -/

namespace Vocabulary

/-- The end token has no text. -/
theorem text?_stop (V : Vocabulary) : V.text? V.stop = none := if_pos rfl

/-- A token with a text does not end the output. -/
theorem ne_stop_of_text? {V : Vocabulary} {t : Nat} {u : Text} (h : V.text? t = some u) : t ≠ V.stop :=
  fun e => nomatch (e ▸ h).symm.trans V.text?_stop

/-- The text of a token is not empty. -/
theorem ne_nil_of_text? {V : Vocabulary} {t : Nat} {u : Text} (h : V.text? t = some u) : u ≠ [] := by
  have k : V.text? t = (match V.texts[t]? with | some (b :: rest) => some (b :: rest) | _ => none) :=
    if_neg (ne_stop_of_text? h)
  rw [k] at h
  intro e
  split at h
  · exact nomatch (some_inj h).trans e
  · exact nomatch h

/-- A token's text is the one at its place. -/
theorem getElem?_of_text? {V : Vocabulary} {t : Nat} {u : Text} (h : V.text? t = some u) :
    V.texts[t]? = some u := by
  have k : V.text? t = (match V.texts[t]? with | some (b :: rest) => some (b :: rest) | _ => none) :=
    if_neg (ne_stop_of_text? h)
  rw [k] at h
  split at h
  · rename_i e
    exact e.trans h
  · exact nomatch h

/-- Tokens stand for bytes if the vocabulary lists nothing else. -/
theorem isProper_of_texts {V : Vocabulary} (h : ∀ u, u ∈ V.texts → ∀ b, b ∈ u → b < 256) : V.IsProper :=
  fun _ u k => h u (List.mem_of_getElem? (getElem?_of_text? k))

end Vocabulary

/-- The mask of a token that goes on. -/
theorem tokenAdmissible_of_text? {V : Vocabulary} {D : Dfa σ} {s : σ} {t : Nat} {u : Text}
    (h : V.text? t = some u) : tokenAdmissible V D s t = D.viable (D.runFrom u s) := by
  have k : tokenAdmissible V D s t =
      (match V.text? t with | some u => D.viable (D.runFrom u s) | none => false) :=
    if_neg (Vocabulary.ne_stop_of_text? h)
  rw [k, h]

/-- The mask of the end token. -/
theorem tokenAdmissible_stop {V : Vocabulary} {D : Dfa σ} {s : σ} :
    tokenAdmissible V D s V.stop = D.accepting s := if_pos rfl

/-- An allowed token is the end token or has a text. -/
theorem text_of_tokenAdmissible {V : Vocabulary} {D : Dfa σ} {s : σ} {t : Nat}
    (h : tokenAdmissible V D s t = true) : t = V.stop ∨ ∃ u, V.text? t = some u := by
  by_cases e : t = V.stop
  · exact Or.inl e
  · have k : tokenAdmissible V D s t =
        (match V.text? t with | some u => D.viable (D.runFrom u s) | none => false) := if_neg e
    rw [k] at h
    cases hu : V.text? t with
    | none =>
      rw [hu] at h
      exact nomatch h
    | some u => exact Or.inr ⟨u, rfl⟩

/-- A token without a text is not allowed, unless it is the end token. -/
theorem tokenAdmissible_of_none {V : Vocabulary} {D : Dfa σ} {s : σ} {t : Nat} (ht : t ≠ V.stop)
    (h : V.text? t = none) : tokenAdmissible V D s t = false :=
  bool_false_of fun k => (text_of_tokenAdmissible k).elim ht fun ⟨_, hu⟩ => nomatch h.symm.trans hu

/-- An allowed token other than the end token leads to a viable state. -/
theorem viable_of_tokenAdmissible {V : Vocabulary} {D : Dfa σ} {s : σ} {t : Nat}
    (h : tokenAdmissible V D s t = true) (ht : t ≠ V.stop) : D.viable (advance V D [t] s) = true := by
  cases text_of_tokenAdmissible h with
  | inl e => exact absurd e ht
  | inr hu =>
    obtain ⟨u, hu⟩ := hu
    rw [tokenAdmissible_of_text? hu] at h
    show D.viable (D.runFrom ((V.text? t).getD []) s) = true
    rw [hu]
    exact h

/-- The mask of an exact automaton is what the admitted texts allow. -/
theorem tokenAdmissible_iff_allows {V : Vocabulary} {D : Dfa σ} (hD : D.IsExact) {front : Text} {t : Nat} :
    tokenAdmissible V D (D.run front) t = true ↔ Language.Allows D.Accepts V front t := by
  by_cases e : t = V.stop
  · rw [e, tokenAdmissible_stop]
    exact (iff_of_eq (if_pos rfl)).symm
  · refine Iff.trans ?_ (iff_of_eq (if_neg e)).symm
    constructor
    · intro h
      cases text_of_tokenAdmissible h with
      | inl h => exact absurd h e
      | inr hu =>
        obtain ⟨u, hu⟩ := hu
        rw [tokenAdmissible_of_text? hu, ← Dfa.run_append] at h
        exact ⟨u, hu, (Dfa.viable_run_iff hD).mp h⟩
    · intro ⟨u, hu, h⟩
      rw [tokenAdmissible_of_text? hu, ← Dfa.run_append]
      exact (Dfa.viable_run_iff hD).mpr h

/-- What is allowed, in full: the end token where the text belongs, and a token with which a text that belongs
goes on. -/
theorem Language.allows_iff {L : Language} {V : Vocabulary} {front : Text} {t : Nat} :
    L.Allows V front t ↔ (t = V.stop ∧ L front) ∨
      ∃ u rest, V.text? t = some u ∧ IsBytes rest ∧ L (front ++ u ++ rest) := by
  by_cases e : t = V.stop
  · refine (iff_of_eq (if_pos e)).trans ⟨fun h => Or.inl ⟨e, h⟩, fun h => h.elim And.right ?_⟩
    exact fun ⟨_, _, hu, _⟩ => absurd e (Vocabulary.ne_stop_of_text? hu)
  · refine (iff_of_eq (if_neg e)).trans ⟨fun ⟨u, hu, rest, h⟩ => Or.inr ⟨u, rest, hu, h⟩, fun h => ?_⟩
    exact h.elim (fun h => absurd h.1 e) fun ⟨u, rest, hu, h⟩ => ⟨u, hu, rest, h⟩

/-- A token that the mask allows can be continued to an admitted text; if it is the end token, the text before
it is admitted. -/
theorem mask_sound {V : Vocabulary} {D : Dfa σ} (hD : D.IsExact) {front : Text} {t : Nat}
    (h : tokenAdmissible V D (D.run front) t = true) : (t = V.stop ∧ D.Accepts front) ∨
      ∃ u rest, V.text? t = some u ∧ IsBytes rest ∧ D.Accepts (front ++ u ++ rest) :=
  Language.allows_iff.mp ((tokenAdmissible_iff_allows hD).mp h)

/-- A token that can be continued to an admitted text is allowed by the mask; so is the end token behind an
admitted text. -/
theorem mask_complete {V : Vocabulary} {D : Dfa σ} (hD : D.IsExact) {front : Text} {t : Nat}
    (h : (t = V.stop ∧ D.Accepts front) ∨
      ∃ u rest, V.text? t = some u ∧ IsBytes rest ∧ D.Accepts (front ++ u ++ rest)) :
    tokenAdmissible V D (D.run front) t = true :=
  (tokenAdmissible_iff_allows hD).mpr (Language.allows_iff.mpr h)

/-! ## Runs -/

/-- What is emitted from a state is accepted from that state. -/
theorem accepting_of_emits {V : Vocabulary} {D : Dfa σ} {s : σ} {ts : List Nat} {out : Text}
    (h : Emits V D s ts out) : D.accepting (D.runFrom out s) = true := by
  induction h with
  | stop h => exact tokenAdmissible_stop.symm.trans h
  | next _ _ _ ih =>
    rw [Dfa.runFrom_append]
    exact ih

/-- Whatever a run of decoding emits is admitted. -/
theorem decode_sound {V : Vocabulary} {D : Dfa σ} {ts : List Nat} {out : Text}
    (h : Emits V D D.start ts out) : D.Accepts out :=
  accepting_of_emits h

/-- A viable state always has an allowed token, if every byte is a token; and what is allowed leads to a
viable state again, or is the end. -/
theorem decode_never_stuck {V : Vocabulary} {D : Dfa σ} (hD : D.IsExact) (hV : V.HasBytes) {s : σ}
    (h : D.viable s = true) : (∃ t, tokenAdmissible V D s t = true) ∧
      ∀ t, tokenAdmissible V D s t = true → t ≠ V.stop → D.viable (advance V D [t] s) = true := by
  refine ⟨?_, fun _ => viable_of_tokenAdmissible⟩
  obtain ⟨rest, hr, ha⟩ := (hD s).mp h
  cases rest with
  | nil => exact ⟨V.stop, tokenAdmissible_stop.trans ha⟩
  | cons b rest =>
    obtain ⟨t, ht⟩ := hV b (hr b mem_head)
    refine ⟨t, (tokenAdmissible_of_text? ht).trans ?_⟩
    exact (hD _).mpr ⟨rest, fun c hc => hr c (mem_tail hc), ha⟩

/-- The first state is viable exactly if any text of bytes is admitted. -/
theorem viable_start_iff {D : Dfa σ} (hD : D.IsExact) :
    D.viable D.start = true ↔ ∃ t, IsBytes t ∧ D.Accepts t :=
  Dfa.viable_run_iff (front := []) hD

/-- What decoding emits is the text of its tokens. -/
theorem Emits.eq_spell {V : Vocabulary} {D : Dfa σ} {s : σ} {ts : List Nat} {out : Text}
    (h : Emits V D s ts out) : out = V.spell ts := by
  induction h with
  | stop _ =>
    show [] = (V.text? V.stop).getD [] ++ []
    rw [V.text?_stop]
    rfl
  | @next _ t u ts out _ hu _ ih =>
    show u ++ out = (V.text? t).getD [] ++ V.spell ts
    rw [hu, ih]
    rfl

/-- What decoding emits are bytes. -/
theorem Emits.isBytes {V : Vocabulary} {D : Dfa σ} (hV : V.IsProper) {s : σ} {ts : List Nat} {out : Text}
    (h : Emits V D s ts out) : IsBytes out := by
  induction h with
  | stop _ => exact fun _ h => absurd h not_mem_nil
  | next _ hu _ ih => exact fun b hb => (mem_append_iff.mp hb).elim (hV _ _ hu b) (ih b)

/-- The text of tokens are bytes. -/
theorem Vocabulary.IsProper.isBytes_spell {V : Vocabulary} (hV : V.IsProper) (ts : List Nat) :
    IsBytes (V.spell ts) := by
  induction ts with
  | nil => exact fun _ h => absurd h not_mem_nil
  | cons t ts ih =>
    intro b hb
    refine (mem_append_iff.mp hb).elim (fun hb => ?_) (ih b)
    cases hu : V.text? t with
    | none =>
      rw [hu] at hb
      exact absurd hb not_mem_nil
    | some u =>
      rw [hu] at hb
      exact hV t u hu b hb

/-- Any way to cut an accepted text into tokens is a run of decoding. -/
theorem emits_of_accepting {V : Vocabulary} {D : Dfa σ} (hD : D.IsExact) (hV : V.IsProper) {ts : List Nat}
    (ht : ∀ t, t ∈ ts → ∃ u, V.text? t = some u) {s : σ}
    (h : D.accepting (D.runFrom (V.spell ts) s) = true) : Emits V D s (ts ++ [V.stop]) (V.spell ts) := by
  induction ts generalizing s with
  | nil => exact .stop (tokenAdmissible_stop.trans h)
  | cons t ts ih =>
    obtain ⟨u, hu⟩ := ht t mem_head
    have k : V.spell (t :: ts) = u ++ V.spell ts := by
      show (V.text? t).getD [] ++ V.spell ts = _
      rw [hu]
      rfl
    rw [k] at h ⊢
    rw [Dfa.runFrom_append] at h
    refine .next ?_ hu (ih (fun t h => ht t (mem_tail h)) h)
    rw [tokenAdmissible_of_text? hu]
    refine (hD _).mpr ⟨V.spell ts, ?_, h⟩
    clear ih h k hu
    induction ts with
    | nil => exact fun _ h => absurd h not_mem_nil
    | cons a ts ih =>
      intro b hb
      refine (mem_append_iff.mp hb).elim (fun hb => ?_)
        (ih (fun t h => ht t ((mem_cons_iff.mp h).elim (fun e => e ▸ mem_head) fun h => mem_tail (mem_tail h))) b)
      obtain ⟨v, hv⟩ := ht a (mem_tail mem_head)
      rw [hv] at hb
      exact hV a v hv b hb

/-- Masks take no admitted text away, and leave every way to cut it into tokens. -/
theorem decode_reaches_every_admitted_text {V : Vocabulary} {D : Dfa σ} (hD : D.IsExact) (hV : V.IsProper)
    {ts : List Nat} (ht : ∀ t, t ∈ ts → ∃ u, V.text? t = some u) (h : D.Accepts (V.spell ts)) :
    Emits V D D.start (ts ++ [V.stop]) (V.spell ts) :=
  emits_of_accepting hD hV ht h

/-- Every text of bytes can be spelled, if every byte is a token. -/
theorem exists_spelling {V : Vocabulary} (hV : V.HasBytes) {t : Text} (h : IsBytes t) :
    ∃ ts, V.spell ts = t ∧ ∀ i, i ∈ ts → ∃ b, b < 256 ∧ V.text? i = some [b] := by
  induction t with
  | nil => exact ⟨[], rfl, fun _ h => absurd h not_mem_nil⟩
  | cons b t ih =>
    obtain ⟨ts, e, hts⟩ := ih fun c hc => h c (mem_tail hc)
    obtain ⟨i, hi⟩ := hV b (h b mem_head)
    refine ⟨i :: ts, ?_, fun j hj => ?_⟩
    · show (V.text? i).getD [] ++ V.spell ts = b :: t
      rw [hi, e]
      rfl
    · cases mem_cons_iff.mp hj with
      | inl k => exact ⟨b, h b mem_head, k ▸ hi⟩
      | inr k => exact hts j k

/-- From a viable state decoding can always come to an end, if every byte is a token. -/
theorem decode_can_always_finish {V : Vocabulary} {D : Dfa σ} (hD : D.IsExact) (hV : V.HasBytes)
    (hp : V.IsProper) {s : σ} (h : D.viable s = true) : ∃ ts out, Emits V D s ts out := by
  obtain ⟨rest, hr, ha⟩ := (hD s).mp h
  obtain ⟨ts, e, hts⟩ := exists_spelling hV hr
  rw [← e] at ha
  refine ⟨ts ++ [V.stop], V.spell ts, emits_of_accepting hD hp (fun t ht => ?_) ha⟩
  obtain ⟨b, _, hb⟩ := hts t ht
  exact ⟨[b], hb⟩

/-! ## How a text is cut -/

/-- Reading tokens is reading their text. -/
theorem advance_eq (V : Vocabulary) (D : Dfa σ) (ts : List Nat) (s : σ) :
    advance V D ts s = D.runFrom (V.spell ts) s := by
  induction ts generalizing s with
  | nil => rfl
  | cons t ts ih =>
    show advance V D ts (D.runFrom ((V.text? t).getD []) s) = _
    rw [ih, ← Dfa.runFrom_append]
    rfl

/-- Two sequences of tokens with the same text lead to the same state and the same mask, even if they are of
different vocabularies. -/
theorem tokenization_does_not_matter {V W : Vocabulary} (D : Dfa σ) {ts us : List Nat}
    (h : V.spell ts = W.spell us) (s : σ) : advance V D ts s = advance W D us s ∧
      ∀ (X : Vocabulary) (t : Nat),
        tokenAdmissible X D (advance V D ts s) t = tokenAdmissible X D (advance W D us s) t := by
  have e : advance V D ts s = advance W D us s := by rw [advance_eq, advance_eq, h]
  exact ⟨e, fun X t => by rw [e]⟩

/-! ## More constraints -/

/-- What a smaller set of texts allows, a larger one allows. -/
theorem Language.allows_mono {L M : Language} (h : ∀ t, L t → M t) {V : Vocabulary} {front : Text} {t : Nat}
    (k : L.Allows V front t) : M.Allows V front t := by
  by_cases e : t = V.stop
  · have k : L front := cast (if_pos e) k
    exact cast (if_pos e).symm (h front k)
  · obtain ⟨u, hu, rest, hr, hl⟩ : ∃ u, V.text? t = some u ∧ L.Viable (front ++ u) := cast (if_neg e) k
    exact cast (if_neg e).symm ⟨u, hu, rest, hr, h _ hl⟩

/-- If everything that the tighter constraints admit is admitted by the looser ones, then after any text
every token that the tighter ones allow is allowed by the looser ones. -/
theorem more_constraints_allow_fewer_tokens {V : Vocabulary} {D : Dfa σ} {E : Dfa τ} (hD : D.IsExact)
    (hE : E.IsExact) (h : ∀ t, E.Accepts t → D.Accepts t) {front : Text} {t : Nat}
    (ht : tokenAdmissible V E (E.run front) t = true) : tokenAdmissible V D (D.run front) t = true :=
  (tokenAdmissible_iff_allows hD).mpr (Language.allows_mono h ((tokenAdmissible_iff_allows hE).mp ht))

/-- Two constraints together allow no token that one of them does not allow alone. -/
theorem both_allow_fewer_tokens {V : Vocabulary} {D : Dfa σ} {E : Dfa τ} {v : σ × τ → Bool}
    (hD : D.IsExact) (hE : E.IsExact) (hB : (D.both E v).IsExact) {front : Text} {t : Nat}
    (ht : tokenAdmissible V (D.both E v) ((D.both E v).run front) t = true) :
    tokenAdmissible V D (D.run front) t = true ∧ tokenAdmissible V E (E.run front) t = true :=
  ⟨more_constraints_allow_fewer_tokens hD hB (fun t h => ((D.accepts_both E v t).mp h).1) ht,
    more_constraints_allow_fewer_tokens hE hB (fun t h => ((D.accepts_both E v t).mp h).2) ht⟩

/-- **The mask of one of two is the union of their masks.** -/
theorem either_mask_is_the_union {V : Vocabulary} {D : Dfa σ} {E : Dfa τ} {s : σ × τ} {t : Nat} :
    tokenAdmissible V (D.either E) s t = (tokenAdmissible V D s.1 t || tokenAdmissible V E s.2 t) := by
  by_cases e : t = V.stop
  · rw [e, tokenAdmissible_stop, tokenAdmissible_stop, tokenAdmissible_stop]
    rfl
  · cases hu : V.text? t with
    | some u =>
      rw [tokenAdmissible_of_text? hu, tokenAdmissible_of_text? hu, tokenAdmissible_of_text? hu,
        Dfa.runFrom_either]
      rfl
    | none =>
      rw [tokenAdmissible_of_none e hu, tokenAdmissible_of_none e hu, tokenAdmissible_of_none e hu]
      rfl

end DetLM
