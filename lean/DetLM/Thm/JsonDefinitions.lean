import DetLM.Spec.JsonDefinitions
import DetLM.Thm.JsonText

/-!
# Validity under definitions: decided, and derived by a grammar

## Main results

* `Schema.valid_iff`: the validator decides which values are valid under definitions
* `Schema.validatesIn_iff`, `Schema.validatesIn_ref_iff`: what it says, reference by reference
* `Schema.grammar_iff`: the grammar of definitions derives exactly the texts of valid values
* `Schema.grammar_exists_unique`: each of them the text of one value, where values can be read back
-/

namespace DetLM

namespace Json

/-- Every value is made of some. -/
theorem size_pos : ∀ v : Json, 0 < v.size
  | atom _ => Nat.zero_lt_succ 0
  | string _ => Nat.zero_lt_succ 0
  | list vs => Nat.zero_lt_succ (sizeEntries vs)
  | object ms => Nat.zero_lt_succ (sizeMembers ms)

/-- An entry is made of no more values than all entries. -/
theorem size_le_entries {v : Json} : ∀ {vs : List Json}, v ∈ vs → v.size ≤ sizeEntries vs
  | [], h => absurd h not_mem_nil
  | w :: vs, h => (mem_cons_iff.mp h).elim (fun e => e ▸ Nat.le_add_right w.size (sizeEntries vs))
      fun h => Nat.le_trans (size_le_entries h) (Nat.le_add_left (sizeEntries vs) w.size)

end Json

namespace Schema

variable {R S : Nat → Json → Bool}

/-! ## More values of the definitions -/

mutual

/-- A valid value stays valid if the definitions describe no less among the values that are not larger. -/
theorem validatesWith_mono : ∀ {s : Schema} {v : Json},
    (∀ i w, w.size ≤ v.size → R i w = true → S i w = true) → validatesWith R s v = true →
      validatesWith S s v = true
  | atom r, v, _, h => validates_atom_iff.mpr (validates_atom_iff.mp h)
  | string r, v, _, h => validates_string_iff.mpr (validates_string_iff.mp h)
  | either a b, v, hr, h => validates_either_iff.mpr
      ((validates_either_iff.mp h).imp (validatesWith_mono (s := a) hr) (validatesWith_mono (s := b) hr))
  | list s least most, v, hr, h => by
    obtain ⟨vs, ⟨hl, hm, hv⟩, e⟩ := validates_list_iff.mp h
    subst e
    exact validates_list_iff.mpr ⟨vs, ⟨hl, hm, fun w hw => validatesWith_mono (s := s)
      (fun i u hu => hr i u (Nat.le_trans hu (Nat.le_succ_of_le (Json.size_le_entries hw)))) (hv w hw)⟩, rfl⟩
  | listFrom s least, v, hr, h => by
    obtain ⟨most, h⟩ := validates_listFrom_iff.mp h
    obtain ⟨vs, ⟨hl, hm, hv⟩, e⟩ := validates_list_iff.mp h
    subst e
    exact validates_listFrom_iff.mpr ⟨most, validates_list_iff.mpr ⟨vs, ⟨hl, hm, fun w hw =>
      validatesWith_mono (s := s)
        (fun i u hu => hr i u (Nat.le_trans hu (Nat.le_succ_of_le (Json.size_le_entries hw)))) (hv w hw)⟩,
          rfl⟩⟩
  | object ms, v, hr, h => by
    obtain ⟨vs, hv, e⟩ := validates_object_iff.mp h
    subst e
    exact validates_object_iff.mpr ⟨vs, validatesMembers_mono (ms := ms)
      (fun i u hu => hr i u (Nat.le_succ_of_le hu)) hv, rfl⟩
  | ref i, v, hr, h => validates_ref_iff.mpr (hr i v (Nat.le_refl _) (validates_ref_iff.mp h))
  | distinct s, v, hr, h => validates_distinct_iff.mpr
      ((validates_distinct_iff.mp h).imp (validatesWith_mono (s := s) hr) id)
  | both a b, v, hr, h => validates_both_iff.mpr
      ((validates_both_iff.mp h).imp (validatesWith_mono (s := a) hr) (validatesWith_mono (s := b) hr))
  | without a b, v, hr, h => validates_without_iff.mpr
      ((validates_without_iff.mp h).imp (validatesWith_mono (s := a) hr) id)

/-- The same for the members of an object. -/
theorem validatesMembers_mono : ∀ {ms : List (Member Schema)} {vs : List (Json.Member Json)},
    (∀ i w, w.size ≤ Json.sizeMembers vs → R i w = true → S i w = true) →
      validatesMembersWith R ms vs = true →
      validatesMembersWith S ms vs = true
  | [], vs, _, h => validatesMembers_nil_iff.mpr (validatesMembers_nil_iff.mp h)
  | ⟨k, required, s⟩ :: ms, vs, hr, h => by
    have value {v : Json} := validatesWith_mono (s := s) (v := v)
    have further {vs : List (Json.Member Json)} := validatesMembers_mono (ms := ms) (vs := vs)
    refine validatesMembers_cons_iff.mpr ((validatesMembers_cons_iff.mp h).imp (fun ⟨v, ws, e, hv, hw⟩ => ?_)
      fun ⟨h, hv⟩ => ⟨h, further hr hv⟩)
    subst e
    exact ⟨v, ws, rfl, value (fun i u hu => hr i u (Nat.le_trans hu (Nat.le_add_right v.size _))) hv,
      further (fun i u hu => hr i u (Nat.le_trans hu (Nat.le_add_left _ v.size))) hw⟩

end

/-- Where references stand for parts only, the definitions are asked of smaller values only. -/
theorem validatesWith_guarded : ∀ {s : Schema} {v : Json}, s.isGuarded = true →
    (∀ i w, w.size < v.size → R i w = true → S i w = true) → validatesWith R s v = true →
      validatesWith S s v = true
  | atom r, v, _, _, h => validates_atom_iff.mpr (validates_atom_iff.mp h)
  | string r, v, _, _, h => validates_string_iff.mpr (validates_string_iff.mp h)
  | either a b, v, hg, hr, h => validates_either_iff.mpr
      ((validates_either_iff.mp h).imp (validatesWith_guarded (s := a) (bool_and_iff.mp hg).1 hr)
        (validatesWith_guarded (s := b) (bool_and_iff.mp hg).2 hr))
  | list s least most, v, _, hr, h => by
    obtain ⟨vs, ⟨hl, hm, hv⟩, e⟩ := validates_list_iff.mp h
    subst e
    exact validates_list_iff.mpr ⟨vs, ⟨hl, hm, fun w hw => validatesWith_mono
      (fun i u hu => hr i u (Nat.lt_succ_of_le (Nat.le_trans hu (Json.size_le_entries hw)))) (hv w hw)⟩, rfl⟩
  | listFrom s least, v, _, hr, h => by
    obtain ⟨most, h⟩ := validates_listFrom_iff.mp h
    obtain ⟨vs, ⟨hl, hm, hv⟩, e⟩ := validates_list_iff.mp h
    subst e
    exact validates_listFrom_iff.mpr ⟨most,
      validates_list_iff.mpr ⟨vs, ⟨hl, hm, fun w hw => validatesWith_mono
      (fun i u hu => hr i u (Nat.lt_succ_of_le (Nat.le_trans hu (Json.size_le_entries hw)))) (hv w hw)⟩, rfl⟩⟩
  | object ms, v, _, hr, h => by
    obtain ⟨vs, hv, e⟩ := validates_object_iff.mp h
    subst e
    exact validates_object_iff.mpr ⟨vs, validatesMembers_mono
      (fun i u hu => hr i u (Nat.lt_succ_of_le hu)) hv, rfl⟩
  | ref i, v, hg, _, _ => nomatch hg
  | distinct s, v, hg, hr, h => validates_distinct_iff.mpr
      ((validates_distinct_iff.mp h).imp (validatesWith_guarded (s := s) hg hr) id)
  | both a b, v, hg, hr, h => validates_both_iff.mpr
      ((validates_both_iff.mp h).imp (validatesWith_guarded (s := a) (bool_and_iff.mp hg).1 hr)
        (validatesWith_guarded (s := b) (bool_and_iff.mp hg).2 hr))
  | without a b, v, hg, hr, h => validates_without_iff.mpr
      ((validates_without_iff.mp h).imp (validatesWith_guarded (s := a) hg hr) id)

/-! ## Depths -/

variable {defs : List Schema}

/-- One step of following references. -/
theorem within_succ_iff {n i : Nat} {v : Json} : within defs (n + 1) i v = true ↔
    ∃ s, entry? defs i = some s ∧ validatesWith (within defs n) s v = true := by
  show (match entry? defs i with
    | none => false
    | some s => validatesWith (within defs n) s v) = true ↔ _
  cases entry? defs i with
  | none => exact ⟨fun h => Bool.noConfusion h, fun ⟨_, h, _⟩ => nomatch h⟩
  | some s => exact ⟨fun h => ⟨s, rfl, h⟩, fun ⟨_, e, h⟩ => some_inj e ▸ h⟩

/-- Following references as often as a value has parts is enough. -/
theorem within_of_size_le (hg : defs.all isGuarded = true) {n i : Nat} {v : Json} {m : Nat}
    (h : within defs n i v = true) (hm : v.size ≤ m) : within defs m i v = true := by
  induction n generalizing i v m with
  | zero => exact nomatch h
  | succ n ih =>
    obtain ⟨s, hs, h⟩ := within_succ_iff.mp h
    cases m with
    | zero => exact absurd (Nat.lt_of_lt_of_le v.size_pos hm) (Nat.not_lt_zero 0)
    | succ m =>
      exact within_succ_iff.mpr ⟨s, hs, validatesWith_guarded (all_iff.mp hg s (mem_of_entry? hs))
        (fun i w hw h => ih h (Nat.le_of_lt_succ (Nat.lt_of_lt_of_le hw hm))) h⟩

/-- **The validator decides which values are valid under definitions.** -/
theorem valid_iff (hg : defs.all isGuarded = true) {s : Schema} {v : Json} :
    Valid defs s v ↔ validatesIn defs s v = true :=
  ⟨fun ⟨_, h⟩ => validatesWith_mono (fun _ _ hw h => within_of_size_le hg h hw) h, fun h => ⟨_, h⟩⟩

/-- **What the validator says of a value it says by what it says of the definitions.** -/
theorem validatesIn_iff (hg : defs.all isGuarded = true) {s : Schema} {v : Json} :
    validatesIn defs s v = true ↔
    validatesWith (fun i w => validatesIn defs (ref i) w) s v = true :=
  ⟨validatesWith_mono fun _ _ _ h => validates_ref_iff.mpr (within_of_size_le hg h (Nat.le_refl _)),
    validatesWith_mono fun _ _ hw h => within_of_size_le hg (validates_ref_iff.mp h) hw⟩

/-- **A reference is its definition.** -/
theorem validatesIn_ref_iff (hg : defs.all isGuarded = true) {i : Nat} {v : Json} :
    validatesIn defs (ref i) v = true ↔ ∃ s, entry? defs i = some s ∧ validatesIn defs s v = true := by
  refine ⟨fun h => ?_, fun ⟨s, hs, h⟩ => ?_⟩
  · have h := within_of_size_le hg (validates_ref_iff.mp h) (Nat.le_succ v.size)
    exact within_succ_iff.mp h
  · exact validates_ref_iff.mpr (within_of_size_le hg (within_succ_iff.mpr ⟨s, hs, h⟩) (Nat.le_refl _))

/-! ## The grammar -/

/-- Texts and values agree at every depth. -/
theorem derived_iff (hp : defs.all isPlain = true) {n i : Nat} {t : Text} :
    Production.derived (productions defs) n i t ↔ ∃ v, within defs n i v = true ∧ v.print = t := by
  induction n generalizing i t with
  | zero => exact ⟨False.elim, fun ⟨_, h, _⟩ => Bool.noConfusion h⟩
  | succ n ih =>
    have step {s : Schema} (hs : entry? defs i = some s) :
        s.production.Lang (Production.derived (productions defs) n) t ↔
          ∃ v, validatesWith (within defs n) s v = true ∧ v.print = t :=
      production_iff (refs := within defs n) (fun _ _ => ih) (all_iff.mp hp s (mem_of_entry? hs))
    refine ⟨fun ⟨p, e, h⟩ => ?_, fun ⟨v, h, e⟩ => ?_⟩
    · obtain ⟨s, hs, f⟩ := entry_of_map e
      subst f
      obtain ⟨v, h, e⟩ := (step hs).mp h
      exact ⟨v, within_succ_iff.mpr ⟨s, hs, h⟩, e⟩
    · obtain ⟨s, hs, h⟩ := within_succ_iff.mp h
      exact ⟨s.production, entry_map production hs, (step hs).mpr ⟨v, h, e⟩⟩

/-- **The grammar of definitions derives exactly the texts of the values that are valid under them.** -/
theorem grammar_iff (hp : defs.all isPlain = true) {i : Nat} (hi : i < defs.length) {t : Text} :
    (grammar defs).Lang i t ↔ ∃ v, Valid defs (ref i) v ∧ v.print = t := by
  refine (Production.grammar_iff (defs := productions defs) (length_map_eq production defs ▸ hi)).trans
    ⟨fun ⟨n, h⟩ => ?_, fun ⟨v, ⟨n, h⟩, e⟩ => ⟨n, (derived_iff hp).mpr ⟨v, validates_ref_iff.mp h, e⟩⟩⟩
  obtain ⟨v, h, e⟩ := (derived_iff hp).mp h
  exact ⟨v, ⟨n, validates_ref_iff.mpr h⟩, e⟩

/-- Values that are valid under definitions can be read back if the atoms and strings of these can. -/
theorem readable_of_valid (hd : ∀ s, s ∈ defs → s.Readable) {s : Schema} (hs : s.Readable) {v : Json}
    (h : Valid defs s v) : v.readable = true := by
  have each (n : Nat) : ∀ i v, within defs n i v = true → v.readable = true := by
    induction n with
    | zero => exact fun _ _ h => nomatch h
    | succ n ih =>
      intro i v h
      obtain ⟨s, hs, h⟩ := within_succ_iff.mp h
      exact readable_of_validatesWith ih (hd s (mem_of_entry? hs)) h
  obtain ⟨n, h⟩ := h
  exact readable_of_validatesWith (each n) hs h

/-- **Each text that such a grammar derives is the text of one valid value.** -/
theorem grammar_exists_unique (hd : ∀ s, s ∈ defs → s.Readable) (hp : defs.all isPlain = true) {i : Nat}
    (hi : i < defs.length) {t : Text} (h : (grammar defs).Lang i t) :
    ∃ v, Valid defs (ref i) v ∧ v.print = t ∧ ∀ w, Valid defs (ref i) w → w.print = t → w = v := by
  obtain ⟨v, hv, e⟩ := (grammar_iff hp hi).mp h
  exact ⟨v, hv, e, fun w hw f =>
    Json.print_inj (readable_of_valid (s := ref i) hd trivial hw)
      (readable_of_valid (s := ref i) hd trivial hv)
      (f.trans e.symm)⟩

end Schema

end DetLM
