import DetLM.Spec.Json
import DetLM.Thm.Lexicon

/-!
# A schema and its expression say the same

## Main results

* `Schema.regex_iff`: the texts of the expression are those of the values that the validator accepts
* `Schema.accepts_iff`: and so says the matcher
* `Schema.validates_constant_iff`: a constant is one value
-/

namespace DetLM

namespace Schema

open Json (spelledKey)

/-! ## The parts of expressions -/

/-- What stands between two bytes. -/
theorem between_iff {a b : Byte} {r : Regex} {t : Text} :
    (between a r b).Lang t ↔ ∃ x, r.Lang x ∧ [a] ++ (x ++ [b]) = t := by
  constructor
  · intro ⟨_, _, e, hx, y, _, f, hy, hz⟩
    exact ⟨y, hy, by rw [e, f, Regex.text_iff.mp hx, Regex.text_iff.mp hz]⟩
  · intro ⟨x, hx, e⟩
    exact ⟨[a], x ++ [b], e.symm, Regex.text_iff.mpr rfl, x, [b], rfl, hx, Regex.text_iff.mpr rfl⟩

/-- What stands behind a text. -/
theorem behind_iff {front : Text} {r : Regex} {t : Text} :
    (Regex.seq (.ofText front) r).Lang t ↔ ∃ x, r.Lang x ∧ front ++ x = t :=
  ⟨fun ⟨_, y, e, hx, hy⟩ => ⟨y, hy, by rw [e, Regex.text_iff.mp hx]⟩,
    fun ⟨x, hx, e⟩ => ⟨front, x, e.symm, Regex.text_iff.mpr rfl, hx⟩⟩

/-- The one, or the other unless the one is required. -/
theorem orElse_iff {required : Bool} {r other : Regex} {t : Text} :
    (orElse required r other).Lang t ↔ r.Lang t ∨ (required = false ∧ other.Lang t) := by
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

variable {test : Json → Bool} {r : Regex}

/-- Entries with a comma before each, at most so many. -/
theorem atMost_iff (hr : ∀ t, r.Lang t ↔ ∃ v, test v = true ∧ v.print = t) {most : Nat} {t : Text} :
    (Regex.atMost most (.seq (.ofText [44]) r)).Lang t ↔
      ∃ vs, Holds test 0 most vs ∧ Json.printFurther vs = t := by
  constructor
  · intro h
    have h : RepeatedAtMost (Regex.seq (.ofText [44]) r).Lang most t := h
    induction h with
    | stop => exact ⟨[], ⟨Nat.le_refl 0, Nat.zero_le _, fun _ h => absurd h not_mem_nil⟩, rfl⟩
    | more hx hy ih =>
      obtain ⟨x, hx, e⟩ := behind_iff.mp hx
      obtain ⟨v, hv, f⟩ := (hr x).mp hx
      obtain ⟨vs, ⟨_, hm, h⟩, g⟩ := ih hy
      refine ⟨v :: vs, ⟨Nat.zero_le _, Nat.succ_le_succ hm,
        fun w hw => (mem_cons_iff.mp hw).elim (fun e => e ▸ hv) (h w)⟩, ?_⟩
      show ([44] ++ v.print) ++ Json.printFurther vs = _
      rw [f, e, g]
  · intro ⟨vs, ⟨_, hm, h⟩, e⟩
    induction vs generalizing most t with
    | nil => exact e ▸ RepeatedAtMost.stop
    | cons v vs ih =>
      cases most with
      | zero => exact absurd hm (Nat.not_succ_le_zero _)
      | succ most =>
        have first : (Regex.seq (.ofText [44]) r).Lang ([44] ++ v.print) :=
          behind_iff.mpr ⟨v.print, (hr _).mpr ⟨v, h v mem_head, rfl⟩, rfl⟩
        exact e ▸ RepeatedAtMost.more first
          (ih (Nat.zero_le _) (Nat.le_of_succ_le_succ hm) (fun w hw => h w (mem_tail hw)) rfl)

/-- Entries with a comma before each. -/
theorem times_iff (hr : ∀ t, r.Lang t ↔ ∃ v, test v = true ∧ v.print = t) {least most : Nat} {t : Text} :
    (times (.seq (.ofText [44]) r) least most).Lang t ↔
      ∃ vs, Holds test least most vs ∧ Json.printFurther vs = t := by
  induction least generalizing most t with
  | zero => exact atMost_iff hr
  | succ least ih =>
    cases most with
    | zero => exact ⟨False.elim, fun ⟨_, ⟨hl, hm, _⟩, _⟩ => absurd (Nat.le_trans hl hm) (Nat.not_succ_le_zero _)⟩
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
theorem seq_times_iff (hr : ∀ t, r.Lang t ↔ ∃ v, test v = true ∧ v.print = t) {least most : Nat} {t : Text} :
    (Regex.seq r (times (.seq (.ofText [44]) r) least most)).Lang t ↔
      ∃ vs, Holds test (least + 1) (most + 1) vs ∧ Json.printEntries vs = t := by
  refine Iff.trans ⟨fun ⟨x, y, e, hx, hy⟩ => ?_, fun ⟨v, vs, hv, h, e⟩ => ?_⟩ holds_succ_iff.symm
  · obtain ⟨v, hv, g⟩ := (hr x).mp hx
    obtain ⟨vs, h, k⟩ := (times_iff hr).mp hy
    refine ⟨v, vs, hv, h, ?_⟩
    show v.print ++ Json.printFurther vs = _
    rw [e, g, k]
  · exact ⟨v.print, Json.printFurther vs, e.symm, (hr _).mpr ⟨v, hv, rfl⟩, (times_iff hr).mpr ⟨vs, h, rfl⟩⟩

/-- Entries with commas between. -/
theorem entries_iff (hr : ∀ t, r.Lang t ↔ ∃ v, test v = true ∧ v.print = t) {least most : Nat} {t : Text} :
    (entries r least most).Lang t ↔ ∃ vs, Holds test least most vs ∧ Json.printEntries vs = t := by
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

/-! ## Objects -/

/-- A member of the schema is the first one of the object, or may be left out. -/
theorem validatesMembers_cons_iff {k : Text} {required : Bool} {s : Schema} {ms : List (Member Schema)}
    {vs : List (Json.Member Json)} : validatesMembers (⟨k, required, s⟩ :: ms) vs = true ↔
      (∃ v ws, vs = ⟨k, v⟩ :: ws ∧ validates s v = true ∧ validatesMembers ms ws = true) ∨
        (required = false ∧ validatesMembers ms vs = true) := by
  have may {b : Bool} : (!required && b) = true ↔ required = false ∧ b = true := by
    cases required
    · exact ⟨fun h => ⟨rfl, h⟩, fun h => h.2⟩
    · exact ⟨fun h => (nomatch h), fun h => (nomatch h.1)⟩
  cases vs with
  | nil =>
    exact (may (b := validatesMembers ms [])).trans ⟨Or.inr, fun h => h.elim (fun ⟨_, _, e, _⟩ => nomatch e) id⟩
  | cons m vs =>
    obtain ⟨l, v⟩ := m
    refine (bool_or_iff (a := Text.beq k l && (validates s v && validatesMembers ms vs))
      (b := !required && validatesMembers ms (⟨l, v⟩ :: vs))).trans
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
theorem validatesMembers_nil_iff {vs : List (Json.Member Json)} : validatesMembers [] vs = true ↔ vs = [] := by
  cases vs with
  | nil => exact ⟨fun _ => rfl, fun _ => rfl⟩
  | cons v vs => exact ⟨fun h => (nomatch h), fun e => (nomatch e)⟩

/-! ## What the validator says -/

/-- Which values are numbers and constants of an expression. -/
theorem validates_atom_iff {r : Regex} {v : Json} :
    validates (atom r) v = true ↔ ∃ t, r.Lang t ∧ v = .atom t := by
  cases v with
  | atom t => exact ⟨fun h => ⟨t, Regex.accepts_iff.mp h, rfl⟩,
      fun ⟨_, h, e⟩ => Regex.accepts_iff.mpr (by injection e with e; exact e ▸ h)⟩
  | _ => exact ⟨fun h => (nomatch h), fun ⟨_, _, e⟩ => (nomatch e)⟩

/-- Which values are strings of an expression. -/
theorem validates_string_iff {r : Regex} {v : Json} :
    validates (string r) v = true ↔ ∃ t, r.Lang t ∧ v = .string t := by
  cases v with
  | string t => exact ⟨fun h => ⟨t, Regex.accepts_iff.mp h, rfl⟩,
      fun ⟨_, h, e⟩ => Regex.accepts_iff.mpr (by injection e with e; exact e ▸ h)⟩
  | _ => exact ⟨fun h => (nomatch h), fun ⟨_, _, e⟩ => (nomatch e)⟩

/-- Which values are as one of two schemas says. -/
theorem validates_either_iff {a b : Schema} {v : Json} :
    validates (either a b) v = true ↔ validates a v = true ∨ validates b v = true := by
  cases v <;> exact bool_or_iff

/-- Which values are lists. -/
theorem validates_list_iff {s : Schema} {least most : Nat} {v : Json} :
    validates (list s least most) v = true ↔ ∃ vs, Holds s.validates least most vs ∧ v = .list vs := by
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
    validates (object ms) v = true ↔ ∃ vs, validatesMembers ms vs = true ∧ v = .object vs := by
  cases v with
  | object vs => exact ⟨fun h => ⟨vs, h, rfl⟩, fun ⟨_, h, e⟩ => by injection e with e; exact e ▸ h⟩
  | _ => exact ⟨fun h => (nomatch h), fun ⟨_, _, e⟩ => (nomatch e)⟩

/-- A constant is one value. -/
theorem validates_constant_iff {t : Text} {v : Json} : validates (constant t) v = true ↔ v = .atom t :=
  validates_atom_iff.trans ⟨fun ⟨_, h, e⟩ => Regex.text_iff.mp h ▸ e, fun e => ⟨t, Regex.text_iff.mpr rfl, e⟩⟩

/-! ## Schemas -/

mutual

/-- **The texts of a schema's expression are exactly the texts of the values that the schema describes.** -/
theorem regex_iff : ∀ {s : Schema} {t : Text}, s.regex.Lang t ↔ ∃ v, s.validates v = true ∧ v.print = t
  | atom r, t => ⟨fun h => ⟨.atom t, validates_atom_iff.mpr ⟨t, h, rfl⟩, rfl⟩, fun ⟨v, h, e⟩ => by
      obtain ⟨x, hx, f⟩ := validates_atom_iff.mp h
      subst f
      exact e ▸ hx⟩
  | string r, t => between_iff.trans
      ⟨fun ⟨x, hx, e⟩ => ⟨.string x, validates_string_iff.mpr ⟨x, hx, rfl⟩, e⟩, fun ⟨v, h, e⟩ => by
        obtain ⟨x, hx, f⟩ := validates_string_iff.mp h
        subst f
        exact ⟨x, hx, e⟩⟩
  | either a b, t => by
    have ha := regex_iff (s := a) (t := t)
    have hb := regex_iff (s := b) (t := t)
    refine ⟨fun h => h.elim (fun h => ?_) fun h => ?_, fun ⟨v, h, e⟩ => ?_⟩
    · obtain ⟨v, h, e⟩ := ha.mp h
      exact ⟨v, validates_either_iff.mpr (Or.inl h), e⟩
    · obtain ⟨v, h, e⟩ := hb.mp h
      exact ⟨v, validates_either_iff.mpr (Or.inr h), e⟩
    · exact (validates_either_iff.mp h).imp (fun h => ha.mpr ⟨v, h, e⟩) fun h => hb.mpr ⟨v, h, e⟩
  | list s least most, t => by
    have hs {t : Text} := regex_iff (s := s) (t := t)
    refine between_iff.trans ⟨fun ⟨x, hx, e⟩ => ?_, fun ⟨v, h, e⟩ => ?_⟩
    · obtain ⟨vs, h, f⟩ := (entries_iff fun _ => hs).mp hx
      subst f
      exact ⟨.list vs, validates_list_iff.mpr ⟨vs, h, rfl⟩, e⟩
    · obtain ⟨vs, k, f⟩ := validates_list_iff.mp h
      subst f
      exact ⟨Json.printEntries vs, (entries_iff fun _ => hs).mpr ⟨vs, k, rfl⟩, e⟩
  | object ms, t => by
    have hm {t : Text} := members_iff (ms := ms) (t := t)
    refine between_iff.trans ⟨fun ⟨x, hx, e⟩ => ?_, fun ⟨v, h, e⟩ => ?_⟩
    · obtain ⟨vs, h, f⟩ := hm.mp hx
      subst f
      exact ⟨.object vs, validates_object_iff.mpr ⟨vs, h, rfl⟩, e⟩
    · obtain ⟨vs, k, f⟩ := validates_object_iff.mp h
      subst f
      exact ⟨Json.printMembers vs, hm.mpr ⟨vs, k, rfl⟩, e⟩

/-- The same for the members of an object. -/
theorem members_iff : ∀ {ms : List (Member Schema)} {t : Text},
    (members ms).Lang t ↔ ∃ vs, validatesMembers ms vs = true ∧ Json.printMembers vs = t
  | [], t => ⟨fun h => ⟨[], rfl, h.symm⟩, fun ⟨vs, h, e⟩ => by
      have f := validatesMembers_nil_iff.mp h
      subst f
      exact e.symm⟩
  | ⟨k, required, s⟩ :: ms, t => by
    have hs {t : Text} := regex_iff (s := s) (t := t)
    have hm := members_iff (ms := ms) (t := t)
    have hf {t : Text} := furtherMembers_iff (ms := ms) (t := t)
    refine orElse_iff.trans ⟨fun h => h.elim (fun ⟨x, y, e, hx, hy⟩ => ?_) fun ⟨hr, h⟩ => ?_, fun ⟨vs, h, e⟩ => ?_⟩
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
theorem furtherMembers_iff : ∀ {ms : List (Member Schema)} {t : Text},
    (furtherMembers ms).Lang t ↔ ∃ vs, validatesMembers ms vs = true ∧ Json.printFurtherMembers vs = t
  | [], t => ⟨fun h => ⟨[], rfl, h.symm⟩, fun ⟨vs, h, e⟩ => by
      have f := validatesMembers_nil_iff.mp h
      subst f
      exact e.symm⟩
  | ⟨k, required, s⟩ :: ms, t => by
    have hs {t : Text} := regex_iff (s := s) (t := t)
    have hf {t : Text} := furtherMembers_iff (ms := ms) (t := t)
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
          orElse_iff.mpr (Or.inl (behind_iff.mpr ⟨_, behind_iff.mpr ⟨v.print, hs.mpr ⟨v, hv, rfl⟩, rfl⟩, rfl⟩)),
          hf.mpr ⟨ws, hw, rfl⟩⟩
      | inr h => exact ⟨[], t, rfl, orElse_iff.mpr (Or.inr ⟨h.1, rfl⟩), hf.mpr ⟨vs, h.2, e⟩⟩

end

/-- What the matcher accepts of a schema's expression is the text of a value that the validator accepts. -/
theorem accepts_iff {s : Schema} {t : Text} :
    s.regex.accepts t = true ↔ ∃ v, s.validates v = true ∧ v.print = t :=
  Regex.accepts_iff.trans regex_iff

end Schema

end DetLM
