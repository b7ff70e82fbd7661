import DetLM.Spec.JsonSchemas
import DetLM.Thm.Lexicon
import DetLM.Thm.Productions

/-!
# A schema and its texts say the same

What is said of a schema's production holds for every list of definitions: `refs` says which values each
number has, `L` which texts, and they have to agree.

## Main results

* `Schema.production_iff`: the texts of the production are those of the values that the validator accepts
* `Schema.regex_iff`: those of the expression are, where nothing is defined by number
* `Schema.accepts_iff`: and so says the matcher
* `Schema.validates_constant_iff`: a constant is one value
-/

namespace DetLM

namespace Production

variable {L : Nat → Text → Prop} {p : Production} {t : Text}

/-- Repetitions that are counted. -/
theorem atMost_iff {most : Nat} : (p.atMost most).Lang L t ↔ RepeatedAtMost (p.Lang L) most t := by
  induction most generalizing t with
  | zero =>
    refine ⟨fun h => ?_, fun h => ?_⟩
    · have h : t = [] := h
      exact h ▸ .stop
    · cases h with
      | stop => exact rfl
  | succ most ih =>
    refine ⟨fun h => h.elim (fun ⟨x, y, e, hx, hy⟩ => e ▸ .more hx (ih.mp hy)) fun h => ?_, fun h => ?_⟩
    · have h : t = [] := h
      exact h ▸ .stop
    · cases h with
      | stop => exact Or.inr rfl
      | more hx hy => exact Or.inl ⟨_, _, rfl, hx, ih.mpr hy⟩

/-- A number of repetitions at most is any number of them. -/
private theorem repeated_of_atMost {M : Text → Prop} {most : Nat} (h : RepeatedAtMost M most t) :
    Repeated M t := by
  induction h with
  | stop => exact .stop
  | more hx _ ih => exact .more hx ih

/-- Any number of repetitions is some number at most. -/
theorem star_iff : (star p).Lang L t ↔ ∃ most, (p.atMost most).Lang L t := by
  refine ⟨fun h => ?_, fun ⟨most, h⟩ => ?_⟩
  · have k : Repeated (p.Lang L) t := h
    clear h
    induction k with
    | stop => exact ⟨0, rfl⟩
    | more hx _ ih =>
      obtain ⟨most, ih⟩ := ih
      exact ⟨most + 1, Or.inl ⟨_, _, rfl, hx, ih⟩⟩
  · exact repeated_of_atMost (atMost_iff.mp h)

/-- At least so many repetitions are so many and some number at most. -/
theorem timesFrom_iff {least : Nat} : (p.timesFrom least).Lang L t ↔
    ∃ most, (p.times least most).Lang L t := by
  induction least generalizing t with
  | zero => exact star_iff
  | succ least ih =>
    refine ⟨fun ⟨x, y, e, hx, hy⟩ => ?_, fun ⟨most, h⟩ => ?_⟩
    · obtain ⟨most, hy⟩ := ih.mp hy
      exact ⟨most + 1, x, y, e, hx, hy⟩
    · cases most with
      | zero => exact h.elim
      | succ most =>
        obtain ⟨x, y, e, hx, hy⟩ := h
        exact ⟨x, y, e, hx, ih.mpr ⟨most, hy⟩⟩

end Production

namespace Schema

open Json (spelledKey)

/-! ## The parts of productions -/

/-- What stands between two bytes. -/
theorem between_iff {L : Nat → Text → Prop} {a b : Byte} {p : Production} {t : Text} :
    (between a p b).Lang L t ↔ ∃ x, p.Lang L x ∧ [a] ++ (x ++ [b]) = t := by
  constructor
  · intro ⟨_, _, e, hx, y, _, f, hy, hz⟩
    exact ⟨y, hy, by rw [e, f, Regex.text_iff.mp hx, Regex.text_iff.mp hz]⟩
  · intro ⟨x, hx, e⟩
    exact ⟨[a], x ++ [b], e.symm, Regex.text_iff.mpr rfl, x, [b], rfl, hx, Regex.text_iff.mpr rfl⟩

/-- What stands behind a text. -/
theorem behind_iff {L : Nat → Text → Prop} {front : Text} {p : Production} {t : Text} :
    (Production.seq (.terminal (.ofText front)) p).Lang L t ↔ ∃ x, p.Lang L x ∧ front ++ x = t :=
  ⟨fun ⟨_, y, e, hx, hy⟩ => ⟨y, hy, by rw [e, Regex.text_iff.mp hx]⟩,
    fun ⟨x, hx, e⟩ => ⟨front, x, e.symm, Regex.text_iff.mpr rfl, hx⟩⟩

/-- The one, or the other unless the one is required. -/
theorem orElse_iff {L : Nat → Text → Prop} {required : Bool} {p other : Production} {t : Text} :
    (orElse required p other).Lang L t ↔ p.Lang L t ∨ (required = false ∧ other.Lang L t) := by
  cases required with
  | true => exact ⟨Or.inl, fun h => h.elim id fun h => nomatch h.1⟩
  | false => exact ⟨fun h => h.imp id fun h => ⟨rfl, h⟩, fun h => h.imp id fun h => h.2⟩

/-! ## Lists -/

/-- Whether a list has a length, and entries that pass a test. -/
def Holds (test : Json → Bool) (least most : Nat) (vs : List Json) : Prop :=
  least ≤ vs.length ∧ vs.length ≤ most ∧ ∀ v, v ∈ vs → test v = true

/-- One entry more. -/
theorem holds_cons_iff {test : Json → Bool} {least most : Nat} {v : Json} {vs : List Json} :
    Holds test (least + 1) (most + 1) (v :: vs) ↔ test v = true ∧ Holds test least most vs :=
  ⟨fun ⟨hl, hm, h⟩ => ⟨h v mem_head, Nat.le_of_succ_le_succ hl, Nat.le_of_succ_le_succ hm,
      fun w hw => h w (mem_tail hw)⟩,
    fun ⟨hv, hl, hm, h⟩ => ⟨Nat.succ_le_succ hl, Nat.succ_le_succ hm,
      fun w hw => (mem_cons_iff.mp hw).elim (fun e => e ▸ hv) (h w)⟩⟩

/-- The first entry of several. -/
theorem holds_succ_iff {test : Json → Bool} {least most : Nat} {P : List Json → Prop} :
    (∃ vs, Holds test (least + 1) (most + 1) vs ∧ P vs) ↔
      ∃ v vs, test v = true ∧ Holds test least most vs ∧ P (v :: vs) := by
  constructor
  · intro ⟨vs, h, hp⟩
    cases vs with
    | nil => exact absurd h.1 (Nat.not_succ_le_zero _)
    | cons v vs => exact ⟨v, vs, (holds_cons_iff.mp h).1, (holds_cons_iff.mp h).2, hp⟩
  · intro ⟨v, vs, hv, h, hp⟩
    exact ⟨v :: vs, holds_cons_iff.mpr ⟨hv, h⟩, hp⟩

variable {test : Json → Bool} {L : Nat → Text → Prop} {r : Production}

/-- Entries with a comma before each, at most so many. -/
theorem atMost_iff (hr : ∀ t, r.Lang L t ↔ ∃ v, test v = true ∧ v.print = t) {most : Nat} {t : Text} :
    (Production.atMost (.seq (.terminal (.ofText [44])) r) most).Lang L t ↔
      ∃ vs, Holds test 0 most vs ∧ Json.printFurther vs = t := by
  constructor
  · intro h
    have k := Production.atMost_iff.mp h
    clear h
    induction k with
    | stop => exact ⟨[], ⟨Nat.le_refl 0, Nat.zero_le _, fun _ h => absurd h not_mem_nil⟩, rfl⟩
    | more hx _ ih =>
      obtain ⟨x, hx, e⟩ := behind_iff.mp hx
      obtain ⟨v, hv, f⟩ := (hr x).mp hx
      obtain ⟨vs, ⟨_, hm, h⟩, g⟩ := ih
      refine ⟨v :: vs, ⟨Nat.zero_le _, Nat.succ_le_succ hm,
        fun w hw => (mem_cons_iff.mp hw).elim (fun e => e ▸ hv) (h w)⟩, ?_⟩
      show ([44] ++ v.print) ++ Json.printFurther vs = _
      rw [f, e, g]
  · intro ⟨vs, ⟨_, hm, h⟩, e⟩
    refine Production.atMost_iff.mpr ?_
    induction vs generalizing most t with
    | nil => exact e ▸ RepeatedAtMost.stop
    | cons v vs ih =>
      cases most with
      | zero => exact absurd hm (Nat.not_succ_le_zero _)
      | succ most =>
        have first : (Production.seq (.terminal (.ofText [44])) r).Lang L ([44] ++ v.print) :=
          behind_iff.mpr ⟨v.print, (hr _).mpr ⟨v, h v mem_head, rfl⟩, rfl⟩
        exact e ▸ RepeatedAtMost.more first
          (ih (Nat.zero_le _) (Nat.le_of_succ_le_succ hm) (fun w hw => h w (mem_tail hw)) rfl)

/-- Entries with a comma before each. -/
theorem times_iff (hr : ∀ t, r.Lang L t ↔ ∃ v, test v = true ∧ v.print = t) {least most : Nat} {t : Text} :
    (Production.times (.seq (.terminal (.ofText [44])) r) least most).Lang L t ↔
      ∃ vs, Holds test least most vs ∧ Json.printFurther vs = t := by
  induction least generalizing most t with
  | zero => exact atMost_iff hr
  | succ least ih =>
    cases most with
    | zero => exact ⟨False.elim, fun ⟨_, ⟨hl, hm, _⟩, _⟩ => absurd (Nat.le_trans hl hm)
        (Nat.not_succ_le_zero _)⟩
    | succ most =>
      refine Iff.trans ⟨fun ⟨x, y, e, hx, hy⟩ => ?_, fun ⟨v, vs, hv, h, e⟩ => ?_⟩ holds_succ_iff.symm
      · obtain ⟨x, hx, f⟩ := behind_iff.mp hx
        obtain ⟨v, hv, g⟩ := (hr x).mp hx
        obtain ⟨vs, h, k⟩ := ih.mp hy
        refine ⟨v, vs, hv, h, ?_⟩
        show ([44] ++ v.print) ++ Json.printFurther vs = _
        rw [e, ← f, g, k]
      · exact ⟨[44] ++ v.print, Json.printFurther vs, e.symm,
          behind_iff.mpr ⟨v.print, (hr _).mpr ⟨v, hv, rfl⟩, rfl⟩, ih.mpr ⟨vs, h, rfl⟩⟩

/-- An entry and entries with a comma before each. -/
theorem seq_times_iff (hr : ∀ t, r.Lang L t ↔ ∃ v, test v = true ∧ v.print = t) {least most : Nat}
    {t : Text} :
    (Production.seq r (.times (.seq (.terminal (.ofText [44])) r) least most)).Lang L t ↔
      ∃ vs, Holds test (least + 1) (most + 1) vs ∧ Json.printEntries vs = t := by
  refine Iff.trans ⟨fun ⟨x, y, e, hx, hy⟩ => ?_, fun ⟨v, vs, hv, h, e⟩ => ?_⟩ holds_succ_iff.symm
  · obtain ⟨v, hv, g⟩ := (hr x).mp hx
    obtain ⟨vs, h, k⟩ := (times_iff hr).mp hy
    refine ⟨v, vs, hv, h, ?_⟩
    show v.print ++ Json.printFurther vs = _
    rw [e, g, k]
  · exact ⟨v.print, Json.printFurther vs, e.symm, (hr _).mpr ⟨v, hv, rfl⟩, (times_iff hr).mpr ⟨vs, h, rfl⟩⟩

/-- Entries with commas between. -/
theorem entries_iff (hr : ∀ t, r.Lang L t ↔ ∃ v, test v = true ∧ v.print = t) {least most : Nat} {t : Text} :
    (entries r least most).Lang L t ↔ ∃ vs, Holds test least most vs ∧ Json.printEntries vs = t := by
  have none (most : Nat) : Holds test 0 most [] :=
    ⟨Nat.le_refl 0, Nat.zero_le _, fun _ h => absurd h not_mem_nil⟩
  cases most with
  | zero =>
    cases least with
    | zero =>
      refine ⟨fun h => ⟨[], none 0, h.symm⟩, fun ⟨vs, ⟨_, hm, _⟩, e⟩ => ?_⟩
      cases vs with
      | nil => exact e.symm
      | cons v vs => exact absurd hm (Nat.not_succ_le_zero _)
    | succ least =>
      exact ⟨False.elim, fun ⟨_, ⟨hl, hm, _⟩, _⟩ => absurd (Nat.le_trans hl hm) (Nat.not_succ_le_zero _)⟩
  | succ most =>
    cases least with
    | zero =>
      refine ⟨fun h => h.elim (fun h => ?_) fun h => ⟨[], none _, h.symm⟩, fun ⟨vs, h, e⟩ => ?_⟩
      · obtain ⟨vs, ⟨_, hm, h⟩, e⟩ := (seq_times_iff hr (least := 0)).mp h
        exact ⟨vs, ⟨Nat.zero_le _, hm, h⟩, e⟩
      · cases vs with
        | nil => exact Or.inr e.symm
        | cons v vs =>
          exact Or.inl ((seq_times_iff hr (least := 0)).mpr
            ⟨v :: vs, ⟨Nat.succ_le_succ (Nat.zero_le _), h.2.1, h.2.2⟩, e⟩)
    | succ least => exact seq_times_iff hr

/-- At least so many entries are at least so many and some number at most. -/
theorem entriesFrom_iff {least : Nat} {t : Text} :
    (entriesFrom r least).Lang L t ↔ ∃ most, (entries r least most).Lang L t := by
  cases least with
  | zero =>
    refine ⟨fun h => h.elim (fun ⟨x, y, e, hx, hy⟩ => ?_) fun h => ⟨0, h⟩, fun ⟨most, h⟩ => ?_⟩
    · obtain ⟨most, hy⟩ := Production.star_iff.mp hy
      exact ⟨most + 1, Or.inl ⟨x, y, e, hx, hy⟩⟩
    · cases most with
      | zero => exact Or.inr h
      | succ most => exact h.imp (fun ⟨x, y, e, hx, hy⟩ => ⟨x, y, e, hx,
          Production.star_iff.mpr ⟨most, hy⟩⟩) id
  | succ least =>
    refine ⟨fun ⟨x, y, e, hx, hy⟩ => ?_, fun ⟨most, h⟩ => ?_⟩
    · obtain ⟨most, hy⟩ := Production.timesFrom_iff.mp hy
      exact ⟨most + 1, x, y, e, hx, hy⟩
    · cases most with
      | zero => exact h.elim
      | succ most =>
        obtain ⟨x, y, e, hx, hy⟩ := h
        exact ⟨x, y, e, hx, Production.timesFrom_iff.mpr ⟨most, hy⟩⟩

/-! ## Objects -/

variable {refs : Nat → Json → Bool}

/-- A member of the schema is the first one of the object, or may be left out. -/
theorem validatesMembers_cons_iff {k : Text} {required : Bool} {s : Schema} {ms : List (Member Schema)}
    {vs : List (Json.Member Json)} : validatesMembersWith refs (⟨k, required, s⟩ :: ms) vs = true ↔
      (∃ v ws, vs = ⟨k, v⟩ :: ws ∧ validatesWith refs s v = true ∧ validatesMembersWith refs ms ws = true) ∨
        (required = false ∧ validatesMembersWith refs ms vs = true) := by
  have may {b : Bool} : (!required && b) = true ↔ required = false ∧ b = true := by
    cases required
    · exact ⟨fun h => ⟨rfl, h⟩, fun h => h.2⟩
    · exact ⟨fun h => (nomatch h), fun h => (nomatch h.1)⟩
  cases vs with
  | nil =>
    exact (may (b := validatesMembersWith refs ms [])).trans ⟨Or.inr,
      fun h => h.elim (fun ⟨_, _, e, _⟩ => nomatch e) id⟩
  | cons m vs =>
    obtain ⟨l, v⟩ := m
    refine (bool_or_iff (a := Text.beq k l && (validatesWith refs s v && validatesMembersWith refs ms vs))
      (b := !required && validatesMembersWith refs ms (⟨l, v⟩ :: vs))).trans
      ⟨fun h => h.imp (fun h => ?_) may.mp,
        fun h => h.imp (fun ⟨w, ws, e, hv, h⟩ => ?_) may.mpr⟩
    · obtain ⟨e, h⟩ := bool_and_iff.mp h
      obtain ⟨hv, h⟩ := bool_and_iff.mp h
      exact ⟨v, vs, by rw [Text.beq_iff.mp e], hv, h⟩
    · injection e with e f
      injection e with e g
      subst e f g
      exact bool_and_iff.mpr ⟨Text.beq_iff.mpr rfl, bool_and_iff.mpr ⟨hv, h⟩⟩

/-- Only the empty object has no members. -/
theorem validatesMembers_nil_iff {vs : List (Json.Member Json)} : validatesMembersWith refs [] vs = true ↔
    vs = [] := by
  cases vs with
  | nil => exact ⟨fun _ => rfl, fun _ => rfl⟩
  | cons v vs => exact ⟨fun h => (nomatch h), fun e => (nomatch e)⟩

/-! ## What the validator says -/

/-- Which values are numbers and constants of an expression. -/
theorem validates_atom_iff {r : Regex} {v : Json} :
    validatesWith refs (atom r) v = true ↔ ∃ t, r.Lang t ∧ v = .atom t := by
  cases v with
  | atom t => exact ⟨fun h => ⟨t, Regex.accepts_iff.mp h, rfl⟩,
      fun ⟨_, h, e⟩ => Regex.accepts_iff.mpr (by injection e with e; exact e ▸ h)⟩
  | _ => exact ⟨fun h => (nomatch h), fun ⟨_, _, e⟩ => (nomatch e)⟩

/-- Which values are strings of an expression. -/
theorem validates_string_iff {r : Regex} {v : Json} :
    validatesWith refs (string r) v = true ↔ ∃ t, r.Lang t ∧ v = .string t := by
  cases v with
  | string t => exact ⟨fun h => ⟨t, Regex.accepts_iff.mp h, rfl⟩,
      fun ⟨_, h, e⟩ => Regex.accepts_iff.mpr (by injection e with e; exact e ▸ h)⟩
  | _ => exact ⟨fun h => (nomatch h), fun ⟨_, _, e⟩ => (nomatch e)⟩

/-- Which values are as one of two schemas says. -/
theorem validates_either_iff {a b : Schema} {v : Json} :
    validatesWith refs (either a b) v = true ↔ validatesWith refs a v = true ∨
      validatesWith refs b v = true := by
  cases v <;> exact bool_or_iff

/-- Which values are lists. -/
theorem validates_list_iff {s : Schema} {least most : Nat} {v : Json} :
    validatesWith refs (list s least most) v = true ↔ ∃ vs, Holds (s.validatesWith refs) least most vs ∧
      v = .list vs := by
  cases v with
  | list vs =>
    refine bool_and_iff.trans ⟨fun ⟨h, hv⟩ => ?_, fun ⟨ws, ⟨hl, hm, hv⟩, e⟩ => ?_⟩
    · obtain ⟨hl, hm⟩ := bool_and_iff.mp h
      exact ⟨vs, ⟨nat_ble_iff.mp hl, nat_ble_iff.mp hm, all_iff.mp hv⟩, rfl⟩
    · injection e with e
      subst e
      exact ⟨bool_and_iff.mpr ⟨nat_ble_iff.mpr hl, nat_ble_iff.mpr hm⟩, all_iff.mpr hv⟩
  | _ => exact ⟨fun h => (nomatch h), fun ⟨_, _, e⟩ => (nomatch e)⟩

/-- Which values are objects. -/
theorem validates_object_iff {ms : List (Member Schema)} {v : Json} :
    validatesWith refs (object ms) v = true ↔ ∃ vs, validatesMembersWith refs ms vs = true ∧
      v = .object vs := by
  cases v with
  | object vs => exact ⟨fun h => ⟨vs, h, rfl⟩, fun ⟨_, h, e⟩ => by injection e with e; exact e ▸ h⟩
  | _ => exact ⟨fun h => (nomatch h), fun ⟨_, _, e⟩ => (nomatch e)⟩

/-- Which values are lists without a greatest length. -/
theorem validates_listFrom_iff {s : Schema} {least : Nat} {v : Json} :
    validatesWith refs (listFrom s least) v = true ↔
      ∃ most, validatesWith refs (list s least most) v = true := by
  cases v with
  | list vs =>
    refine bool_and_iff.trans ⟨fun ⟨hl, hv⟩ => ?_, fun ⟨_, h⟩ => ?_⟩
    · exact ⟨vs.length, bool_and_iff.mpr ⟨bool_and_iff.mpr ⟨hl, nat_ble_iff.mpr (Nat.le_refl _)⟩, hv⟩⟩
    · obtain ⟨h, hv⟩ := bool_and_iff.mp h
      exact ⟨(bool_and_iff.mp h).1, hv⟩
  | _ => exact ⟨fun h => (nomatch h), fun ⟨_, h⟩ => (nomatch h)⟩

/-- Which values are as a definition says. -/
theorem validates_ref_iff {i : Nat} {v : Json} : validatesWith refs (ref i) v = true ↔ refs i v = true := by
  cases v <;> exact Iff.rfl

/-- Which values are as a schema says and have different entries. -/
theorem validates_distinct_iff {s : Schema} {v : Json} :
    validatesWith refs (distinct s) v = true ↔ validatesWith refs s v = true ∧ v.entriesDiffer = true := by
  cases v <;> exact bool_and_iff

/-- Which values are as two schemas say. -/
theorem validates_both_iff {a b : Schema} {v : Json} :
    validatesWith refs (both a b) v = true ↔ validatesWith refs a v = true ∧
      validatesWith refs b v = true := by
  cases v <;> exact bool_and_iff

/-- Which values are as the one schema says and not as the other. -/
theorem validates_without_iff {a b : Schema} {v : Json} : validatesWith refs (without a b) v = true ↔
    validatesWith refs a v = true ∧ ¬ b.validates v = true := by
  have step : (validatesWith refs a v && !b.validates v) = true ↔
      validatesWith refs a v = true ∧ ¬ b.validates v = true := bool_and_iff.trans
    ⟨fun h => ⟨h.1, bool_not_iff.mp h.2⟩, fun h => ⟨h.1, bool_not_iff.mpr h.2⟩⟩
  cases v <;> exact step

/-- A constant is one value. -/
theorem validates_constant_iff {t : Text} {v : Json} :
    validatesWith refs (constant t) v = true ↔ v = .atom t :=
  validates_atom_iff.trans ⟨fun ⟨_, h, e⟩ => Regex.text_iff.mp h ▸ e, fun e => ⟨t, Regex.text_iff.mpr rfl, e⟩⟩

/-! ## Schemas -/

mutual

/-- **The texts of a schema's production are exactly the texts of the values that the schema describes**, if
texts and values of the definitions agree, and it does not ask that entries differ. -/
theorem production_iff (hr : ∀ i t, L i t ↔ ∃ v, refs i v = true ∧ v.print = t) : ∀ {s : Schema} {t : Text},
    s.isPlain = true → (s.production.Lang L t ↔ ∃ v, s.validatesWith refs v = true ∧ v.print = t)
  | atom r, t, _ => ⟨fun h => ⟨.atom t, validates_atom_iff.mpr ⟨t, h, rfl⟩, rfl⟩, fun ⟨v, h, e⟩ => by
      obtain ⟨x, hx, f⟩ := validates_atom_iff.mp h
      subst f
      exact e ▸ hx⟩
  | string r, t, _ => between_iff.trans
      ⟨fun ⟨x, hx, e⟩ => ⟨.string x, validates_string_iff.mpr ⟨x, hx, rfl⟩, e⟩, fun ⟨v, h, e⟩ => by
        obtain ⟨x, hx, f⟩ := validates_string_iff.mp h
        subst f
        exact ⟨x, hx, e⟩⟩
  | either a b, t, hp => by
    have ha := production_iff hr (s := a) (t := t) (bool_and_iff.mp hp).1
    have hb := production_iff hr (s := b) (t := t) (bool_and_iff.mp hp).2
    refine ⟨fun h => h.elim (fun h => ?_) fun h => ?_, fun ⟨v, h, e⟩ => ?_⟩
    · obtain ⟨v, h, e⟩ := ha.mp h
      exact ⟨v, validates_either_iff.mpr (Or.inl h), e⟩
    · obtain ⟨v, h, e⟩ := hb.mp h
      exact ⟨v, validates_either_iff.mpr (Or.inr h), e⟩
    · exact (validates_either_iff.mp h).imp (fun h => ha.mpr ⟨v, h, e⟩) fun h => hb.mpr ⟨v, h, e⟩
  | list s least most, t, hp => by
    have hs {t : Text} := production_iff hr (s := s) (t := t) hp
    refine between_iff.trans ⟨fun ⟨x, hx, e⟩ => ?_, fun ⟨v, h, e⟩ => ?_⟩
    · obtain ⟨vs, h, f⟩ := (entries_iff fun _ => hs).mp hx
      subst f
      exact ⟨.list vs, validates_list_iff.mpr ⟨vs, h, rfl⟩, e⟩
    · obtain ⟨vs, k, f⟩ := validates_list_iff.mp h
      subst f
      exact ⟨Json.printEntries vs, (entries_iff fun _ => hs).mpr ⟨vs, k, rfl⟩, e⟩
  | listFrom s least, t, hp => by
    have hs {t : Text} := production_iff hr (s := s) (t := t) hp
    refine between_iff.trans ⟨fun ⟨x, hx, e⟩ => ?_, fun ⟨v, h, e⟩ => ?_⟩
    · obtain ⟨most, hx⟩ := entriesFrom_iff.mp hx
      obtain ⟨vs, h, f⟩ := (entries_iff fun _ => hs).mp hx
      subst f
      exact ⟨.list vs, validates_listFrom_iff.mpr ⟨most, validates_list_iff.mpr ⟨vs, h, rfl⟩⟩, e⟩
    · obtain ⟨most, h⟩ := validates_listFrom_iff.mp h
      obtain ⟨vs, k, f⟩ := validates_list_iff.mp h
      subst f
      exact ⟨Json.printEntries vs, entriesFrom_iff.mpr ⟨most, (entries_iff fun _ => hs).mpr ⟨vs, k, rfl⟩⟩, e⟩
  | ref i, t, _ => (hr i t).trans ⟨fun ⟨v, h, e⟩ => ⟨v, validates_ref_iff.mpr h, e⟩,
      fun ⟨v, h, e⟩ => ⟨v, validates_ref_iff.mp h, e⟩⟩
  | object ms, t, hp => by
    have hm {t : Text} := members_iff hr (ms := ms) (t := t) hp
    refine between_iff.trans ⟨fun ⟨x, hx, e⟩ => ?_, fun ⟨v, h, e⟩ => ?_⟩
    · obtain ⟨vs, h, f⟩ := hm.mp hx
      subst f
      exact ⟨.object vs, validates_object_iff.mpr ⟨vs, h, rfl⟩, e⟩
    · obtain ⟨vs, k, f⟩ := validates_object_iff.mp h
      subst f
      exact ⟨Json.printMembers vs, hm.mpr ⟨vs, k, rfl⟩, e⟩

/-- The same for the members of an object. -/
theorem members_iff (hr : ∀ i t, L i t ↔ ∃ v, refs i v = true ∧ v.print = t) : ∀ {ms : List (Member Schema)}
    {t : Text},
    isPlainMembers ms = true →
      ((members ms).Lang L t ↔ ∃ vs, validatesMembersWith refs ms vs = true ∧ Json.printMembers vs = t)
  | [], t, _ => ⟨fun h => ⟨[], rfl, h.symm⟩, fun ⟨vs, h, e⟩ => by
      have f := validatesMembers_nil_iff.mp h
      subst f
      exact e.symm⟩
  | ⟨k, required, s⟩ :: ms, t, hp => by
    have hs {t : Text} := production_iff hr (s := s) (t := t) (bool_and_iff.mp hp).1
    have hm := members_iff hr (ms := ms) (t := t) (bool_and_iff.mp hp).2
    have hf {t : Text} := furtherMembers_iff hr (ms := ms) (t := t) (bool_and_iff.mp hp).2
    refine orElse_iff.trans ⟨fun h => h.elim (fun ⟨x, y, e, hx, hy⟩ => ?_) fun ⟨hr, h⟩ => ?_,
      fun ⟨vs, h, e⟩ => ?_⟩
    · obtain ⟨z, hz, f⟩ := behind_iff.mp hx
      obtain ⟨v, hv, g⟩ := hs.mp hz
      obtain ⟨vs, h, i⟩ := hf.mp hy
      refine ⟨⟨k, v⟩ :: vs, validatesMembers_cons_iff.mpr (Or.inl ⟨v, vs, rfl, hv, h⟩), ?_⟩
      show (spelledKey k ++ v.print) ++ Json.printFurtherMembers vs = t
      rw [e, ← f, g, i]
    · obtain ⟨vs, h, e⟩ := hm.mp h
      exact ⟨vs, validatesMembers_cons_iff.mpr (Or.inr ⟨hr, h⟩), e⟩
    · refine (validatesMembers_cons_iff.mp h).imp (fun ⟨v, ws, f, hv, hw⟩ => ?_)
        fun ⟨hr, h⟩ => ⟨hr, hm.mpr ⟨vs, h, e⟩⟩
      subst f
      exact ⟨spelledKey k ++ v.print, Json.printFurtherMembers ws, e.symm,
        behind_iff.mpr ⟨v.print, hs.mpr ⟨v, hv, rfl⟩, rfl⟩, hf.mpr ⟨ws, hw, rfl⟩⟩

/-- The same for members behind a member. -/
theorem furtherMembers_iff (hr : ∀ i t, L i t ↔ ∃ v, refs i v = true ∧ v.print = t) :
    ∀ {ms : List (Member Schema)} {t : Text},
    isPlainMembers ms = true →
      ((furtherMembers ms).Lang L t ↔ ∃ vs, validatesMembersWith refs ms vs = true ∧
        Json.printFurtherMembers vs = t)
  | [], t, _ => ⟨fun h => ⟨[], rfl, h.symm⟩, fun ⟨vs, h, e⟩ => by
      have f := validatesMembers_nil_iff.mp h
      subst f
      exact e.symm⟩
  | ⟨k, required, s⟩ :: ms, t, hp => by
    have hs {t : Text} := production_iff hr (s := s) (t := t) (bool_and_iff.mp hp).1
    have hf {t : Text} := furtherMembers_iff hr (ms := ms) (t := t) (bool_and_iff.mp hp).2
    refine ⟨fun ⟨x, y, e, hx, hy⟩ => ?_, fun ⟨vs, h, e⟩ => ?_⟩
    · obtain ⟨vs, h, i⟩ := hf.mp hy
      cases orElse_iff.mp hx with
      | inl hx =>
        obtain ⟨w, hw, j⟩ := behind_iff.mp hx
        obtain ⟨z, hz, f⟩ := behind_iff.mp hw
        obtain ⟨v, hv, g⟩ := hs.mp hz
        refine ⟨⟨k, v⟩ :: vs, validatesMembers_cons_iff.mpr (Or.inl ⟨v, vs, rfl, hv, h⟩), ?_⟩
        show ([44] ++ (spelledKey k ++ v.print)) ++ Json.printFurtherMembers vs = t
        rw [e, ← j, ← f, g, i]
      | inr hx =>
        have none : x = [] := hx.2
        exact ⟨vs, validatesMembers_cons_iff.mpr (Or.inr ⟨hx.1, h⟩), by rw [i, e, none]; rfl⟩
    · cases validatesMembers_cons_iff.mp h with
      | inl h =>
        obtain ⟨v, ws, f, hv, hw⟩ := h
        subst f
        exact ⟨[44] ++ (spelledKey k ++ v.print), Json.printFurtherMembers ws, e.symm,
          orElse_iff.mpr (Or.inl (behind_iff.mpr ⟨_, behind_iff.mpr ⟨v.print, hs.mpr ⟨v, hv, rfl⟩, rfl⟩,
            rfl⟩)),
          hf.mpr ⟨ws, hw, rfl⟩⟩
      | inr h => exact ⟨[], t, rfl, orElse_iff.mpr (Or.inr ⟨h.1, rfl⟩), hf.mpr ⟨vs, h.2, e⟩⟩

end

/-- **The texts of a schema's expression are exactly the texts of the values that the schema describes**, if
it does not ask that entries differ. -/
theorem regex_iff {s : Schema} (hs : s.isPlain = true) {t : Text} :
    s.regex.Lang t ↔ ∃ v, s.validates v = true ∧ v.print = t :=
  Production.regex_iff.trans
    (production_iff (refs := fun _ _ => false)
      (fun _ _ => ⟨False.elim, fun ⟨_, h, _⟩ => Bool.noConfusion h⟩) hs)

/-- What the matcher accepts of a schema's expression is the text of a value that the validator accepts. -/
theorem accepts_iff {s : Schema} (hs : s.isPlain = true) {t : Text} :
    s.regex.accepts t = true ↔ ∃ v, s.validates v = true ∧ v.print = t :=
  Regex.accepts_iff.trans (regex_iff hs)

end Schema

end DetLM
