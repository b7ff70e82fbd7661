import DetLM.Thm.Form

/-!
# Decoding with a certified automaton

What `DetLM.Thm.Masks` says of exact automata, said of the expression that the kernel compared one with.

## Main results

* `certified_decoding_is_sound`: whatever a run emits is a text of the expression
* `certified_decoding_reaches_every_text`: and every text of it is emitted by a run
* `certified_decoding_is_never_stuck`: no run comes to a state without an allowed token
* `certified_decoding_keeps_the_form`, `certified_decoding_reaches_every_admitted_answer`: the same for the
  answers of a program
-/

namespace DetLM

/-- **Whatever a run of decoding with a certified table emits is of its expression.** -/
theorem certified_decoding_is_sound {exact : Bool} {T : Table} {r : Regex} (h : T.Certified exact r)
    {V : Vocabulary} (hV : V.IsProper) {ts : List Nat} {out : Text}
    (e : Emits V T.toDfa T.toDfa.start ts out) : r.Lang out :=
  h.lang_of_accepts (e.isBytes hV) (decode_sound e)

/-- **A run of decoding emits every text of the expression, however it is cut into tokens.** -/
theorem certified_decoding_reaches_every_text {T : Table} {r : Regex} (h : T.Certified true r)
    {V : Vocabulary} (hV : V.IsProper) {ts : List Nat} (ht : ∀ t, t ∈ ts → ∃ u, V.text? t = some u)
    (k : r.Lang (V.spell ts)) : Emits V T.toDfa T.toDfa.start (ts ++ [V.stop]) (V.spell ts) :=
  decode_reaches_every_admitted_text h.isExact hV ht ((h.accepts_iff (hV.isBytes_spell ts)).mpr k)

/-- **A run never comes to a state without an allowed token**: a viable state has one, and what is allowed
leads to a viable state again, or is the end. -/
theorem certified_decoding_is_never_stuck {exact : Bool} {T : Table} {r : Regex} (h : T.Certified exact r)
    {V : Vocabulary} (hV : V.HasBytes) {p : Configuration} (hp : T.toDfa.viable p = true) :
    (∃ t, tokenAdmissible V T.toDfa p t = true) ∧
      ∀ t, tokenAdmissible V T.toDfa p t = true → t ≠ V.stop →
        T.toDfa.viable (advance V T.toDfa [t] p) = true :=
  decode_never_stuck h.isExact hV hp

/-- The first state is viable exactly if the expression holds any text of bytes. -/
theorem certified_start_is_viable {T : Table} {r : Regex} (h : T.Certified true r) :
    T.toDfa.viable T.toDfa.start = true ↔ ∃ t, IsBytes t ∧ r.Lang t :=
  (viable_start_iff h.isExact).trans
    ⟨fun ⟨t, ht, k⟩ => ⟨t, ht, (h.accepts_iff ht).mp k⟩, fun ⟨t, ht, k⟩ => ⟨t, ht, (h.accepts_iff ht).mpr k⟩⟩

/-- **A category within another one has no larger masks.** -/
theorem smaller_category_has_smaller_masks {S T : Table} {q r : Regex} (hS : S.Certified true q)
    (hT : T.Certified true r) (h : ∀ t, IsBytes t → q.Lang t → r.Lang t) {V : Vocabulary} (hV : V.IsProper)
    {front : Text} (hf : IsBytes front) {t : Nat}
    (k : tokenAdmissible V S.toDfa (S.toDfa.run front) t = true) :
    tokenAdmissible V T.toDfa (T.toDfa.run front) t = true := by
  have k := (certified_masks_are_exact hS hV hf).mp k
  refine (certified_masks_are_exact hT hV hf).mpr ?_
  by_cases e : t = V.stop
  · exact (iff_of_eq (if_pos e)).mpr (h _ hf ((iff_of_eq (if_pos e)).mp k))
  · obtain ⟨u, hu, rest, hr, k⟩ := (iff_of_eq (if_neg e)).mp k
    exact (iff_of_eq (if_neg e)).mpr ⟨u, hu, rest, hr, h _ (hV.isBytes_on hf hu hr) k⟩

/-- **Whatever a run of decoding emits has the program's form.** -/
theorem certified_decoding_keeps_the_form {exact : Bool} {T : Table} {P : Program}
    (h : T.Certified exact P.form) {V : Vocabulary} (hV : V.IsProper) {ts : List Nat} {out : Text}
    (e : Emits V T.toDfa T.toDfa.start ts out) : P.form.Lang out :=
  certified_decoding_is_sound h hV e

/-- So it has a parse of the program's shape. -/
theorem certified_decoding_emits_what_parses {exact : Bool} {T : Table} {P : Program}
    (h : T.Certified exact P.form) {V : Vocabulary} (hV : V.IsProper) {ts : List Nat} {out : Text}
    (e : Emits V T.toDfa T.toDfa.start ts out) : ∃ x, Fits P.output x ∧ x.yield = out := by
  have k := certified_decoding_keeps_the_form h hV e
  refine Shape.form_iff.mp ?_
  obtain ⟨facts, rules, output, limits, after⟩ := P
  cases limits with
  | nil => exact k
  | cons l rest => exact k.1

/-- **Decoding with a certified table reaches every admitted answer.** -/
theorem certified_decoding_reaches_every_admitted_answer {T : Table} {P : Program}
    (h : T.Certified true P.form) (hl : ∀ l, l ∈ P.limits → l.HasBytes) {V : Vocabulary} (hV : V.IsProper)
    {prompt : Text} {said : List Limit} {ts : List Nat} (ht : ∀ t, t ∈ ts → ∃ u, V.text? t = some u)
    (k : AdmitsAnswer P prompt said (V.spell ts)) :
    Emits V T.toDfa T.toDfa.start (ts ++ [V.stop]) (V.spell ts) :=
  certified_decoding_reaches_every_text h hV ht (Program.form_of_admits hl (hV.isBytes_spell ts) k)

end DetLM
