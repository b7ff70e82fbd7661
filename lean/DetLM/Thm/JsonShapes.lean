import DetLM.Spec.JsonShapes
import DetLM.Thm.Check
import DetLM.Thm.JsonDefinitions

/-!
# Shapes of schemas read what the validator accepts

## Main results

* `Schema.shape_iff`: the texts of a shape's parses whose conditions hold are those of the validator's values
* `Schema.shape_validates_iff`, `Schema.shape_valid_iff`: the same without definitions, and with theirs
* `Schema.entriesDiffer_iff`: entries that are written differently are different
* `Schema.validates_distinct_list_iff`: what the validator says of lists whose entries are to differ
-/

namespace DetLM

namespace Schema

open Json (spelledKey)

variable {P : Program} {prompt : Text}

/-- What a shape means: `A t parts` says that `t` has a parse whose conditions hold, and whose entries are
`parts`. -/
def Means (P : Program) (prompt : Text) (a : Shape) (A : Text → List Text → Prop) : Prop :=
  ∀ names t parts, (∃ tree, Fits a tree ∧ tree.yield = t ∧ tree.Holds P prompt names ∧
    (tree.fields entryLabel names).map Part.text = parts) ↔ A t parts

/-- What a shape says: `Q t` says that `t` has a parse whose conditions hold. -/
def Says (P : Program) (prompt : Text) (a : Shape) (Q : Text → Prop) : Prop :=
  ∀ names t, (∃ tree, Fits a tree ∧ tree.yield = t ∧ tree.Holds P prompt names) ↔ Q t

/-- The parts may be forgotten. -/
theorem Means.says {a : Shape} {A : Text → List Text → Prop} (h : Means P prompt a A) :
    Says P prompt a fun t => ∃ parts, A t parts :=
  fun names t => ⟨fun ⟨tree, hf, hy, hh⟩ => ⟨_, (h names t _).mp ⟨tree, hf, hy, hh, rfl⟩⟩,
    fun ⟨parts, ha⟩ => by
    obtain ⟨tree, hf, hy, hh, _⟩ := (h names t parts).mpr ha
    exact ⟨tree, hf, hy, hh⟩⟩

/-- What means the same means it. -/
theorem Means.congr {a : Shape} {A B : Text → List Text → Prop} (h : Means P prompt a A)
    (e : ∀ t parts, A t parts ↔ B t parts) : Means P prompt a B :=
  fun names t parts => (h names t parts).trans (e t parts)

/-- What says the same says it. -/
theorem Says.congr {a : Shape} {Q R : Text → Prop} (h : Says P prompt a Q) (e : ∀ t, Q t ↔ R t) :
    Says P prompt a R :=
  fun names t => (h names t).trans (e t)

/-! ## The parts of shapes -/

/-- A text of a category has no entries. -/
theorem means_lex {r : Regex} : Means P prompt (.lex r) fun t parts => r.Lang t ∧ parts = [] := by
  intro names t parts
  constructor
  · intro ⟨tree, hf, hy, _, hp⟩
    cases hf with
    | lex h => exact ⟨hy ▸ h, hp.symm⟩
  · intro ⟨h, e⟩
    exact ⟨.leaf t, .lex h, rfl, trivial, e.symm⟩

/-- One after the other. -/
theorem means_seq {a b : Shape} {A B : Text → List Text → Prop} (ha : Means P prompt a A)
    (hb : Means P prompt b B) :
    Means P prompt (.seq a b) fun t parts =>
      ∃ x y us vs, t = x ++ y ∧ parts = us ++ vs ∧ A x us ∧ B y vs := by
  intro names t parts
  constructor
  · intro ⟨tree, hf, hy, hh, hp⟩
    cases hf with
    | seq hx hz =>
      exact ⟨_, _, _, _, hy.symm, hp.symm.trans (map_append_iff _ _ _),
        (ha names _ _).mp ⟨_, hx, rfl, hh.1, rfl⟩,
        (hb _ _ _).mp ⟨_, hz, rfl, hh.2, rfl⟩⟩
  · intro ⟨x, y, us, vs, e, f, hx, hy⟩
    obtain ⟨l, hl, ly, lh, lp⟩ := (ha names x us).mpr hx
    obtain ⟨r, hr, ry, rh, rp⟩ := (hb (names.past l) y vs).mpr hy
    refine ⟨.seq l r, .seq hl hr, ?_, ⟨lh, rh⟩, (map_append_iff _ _ _).trans ?_⟩
    · show l.yield ++ r.yield = t
      rw [ly, ry, e]
    · rw [lp, rp, f]

/-- One or the other. -/
theorem means_alt {a b : Shape} {A B : Text → List Text → Prop} (ha : Means P prompt a A)
    (hb : Means P prompt b B) :
    Means P prompt (.alt a b) fun t parts => A t parts ∨ B t parts := by
  intro names t parts
  constructor
  · intro ⟨tree, hf, hy, hh, hp⟩
    cases hf with
    | left hx => exact Or.inl ((ha names t parts).mp ⟨_, hx, hy, hh, hp⟩)
    | right hx => exact Or.inr ((hb names t parts).mp ⟨_, hx, hy, hh, hp⟩)
  · intro h
    cases h with
    | inl h =>
      obtain ⟨l, hl, ly, lh, lp⟩ := (ha names t parts).mpr h
      exact ⟨.left l, .left hl, ly, lh, lp⟩
    | inr h =>
      obtain ⟨l, hl, ly, lh, lp⟩ := (hb names t parts).mpr h
      exact ⟨.right l, .right hl, ly, lh, lp⟩

/-- An entry is a part. -/
theorem means_entry {a : Shape} {Q : Text → Prop} (h : Says P prompt a Q) :
    Means P prompt (shapeEntry a) fun t parts => Q t ∧ parts = [t] := by
  intro names t parts
  have fields (tree : Tree) : (Tree.fields entryLabel (.mark (.field entryLabel) tree) names).map Part.text =
      [tree.yield] := rfl
  constructor
  · intro ⟨tree, hf, hy, hh, hp⟩
    cases hf with
    | mark hx =>
      have hy : Tree.yield _ = t := hy
      exact ⟨(h names t).mp ⟨_, hx, hy, hh⟩, hp.symm.trans ((fields _).trans (congrArg (fun x => [x]) hy))⟩
  · intro ⟨hq, e⟩
    obtain ⟨tree, hf, hy, hh⟩ := (h names t).mpr hq
    exact ⟨.mark (.field entryLabel) tree, .mark hf, hy, hh, by rw [fields, hy, e]⟩

/-- A member with another key hides its parts. -/
theorem means_member {k : Text} (hk : Text.beq k entryLabel = false) {a : Shape} {Q : Text → Prop}
    (h : Says P prompt a Q) : Means P prompt (.mark (.field k) a) fun t parts => Q t ∧ parts = [] := by
  intro names t parts
  have fields (tree : Tree) : (Tree.fields entryLabel (.mark (.field k) tree) names).map Part.text = [] := by
    show (bif Text.beq k entryLabel then [(⟨names, tree⟩ : Part)] else []).map Part.text = []
    rw [hk]
    rfl
  constructor
  · intro ⟨tree, hf, hy, hh, hp⟩
    cases hf with
    | mark hx => exact ⟨(h names t).mp ⟨_, hx, hy, hh⟩, hp.symm.trans (fields _)⟩
  · intro ⟨hq, e⟩
    obtain ⟨tree, hf, hy, hh⟩ := (h names t).mpr hq
    exact ⟨.mark (.field k) tree, .mark hf, hy, hh, (fields tree).trans e.symm⟩

/-- A text stands in front. -/
theorem means_behind {front : Text} {a : Shape} {A : Text → List Text → Prop} (h : Means P prompt a A) :
    Means P prompt (.seq (said front) a) fun t parts => ∃ x, t = front ++ x ∧ A x parts :=
  (means_seq means_lex h).congr fun t parts =>
    ⟨fun ⟨x, y, us, vs, e, f, ⟨hx, hu⟩, hy⟩ => ⟨y, by rw [e, Regex.text_iff.mp hx], by rw [f, hu]; exact hy⟩,
      fun ⟨x, e, hx⟩ => ⟨front, x, [], parts, e, rfl, ⟨Regex.text_iff.mpr rfl, rfl⟩, hx⟩⟩

/-- Bytes stand around. -/
theorem means_between {first last : Byte} {a : Shape} {A : Text → List Text → Prop} (h : Means P prompt a A) :
    Means P prompt (shapeBetween first a last) fun t parts => ∃ x, [first] ++ (x ++ [last]) = t ∧ A x parts :=
  (means_behind (means_seq h means_lex)).congr fun t parts =>
    ⟨fun ⟨_, e, x, _, us, vs, f, g, hx, hl, hv⟩ =>
        ⟨x, by rw [e, f, Regex.text_iff.mp hl], by rw [g, hv, append_nil_right]; exact hx⟩,
      fun ⟨x, e, hx⟩ => ⟨_, e.symm, x, [last], parts, [], rfl, (append_nil_right _).symm, hx,
        Regex.text_iff.mpr rfl, rfl⟩⟩

/-- The one, or the other unless the one is required. -/
theorem means_orElse {required : Bool} {a b : Shape} {A B : Text → List Text → Prop} (ha : Means P prompt a A)
    (hb : Means P prompt b B) : Means P prompt (shapeOrElse required a b) fun t parts =>
      A t parts ∨ (required = false ∧ B t parts) := by
  cases required with
  | true => exact ha.congr fun _ _ => ⟨Or.inl, fun h => h.elim id fun h => nomatch h.1⟩
  | false => exact (means_alt ha hb).congr fun _ _ => ⟨fun h => h.imp id fun h => ⟨rfl, h⟩,
      fun h => h.imp id And.right⟩

/-- A condition is asked of a span. -/
theorem means_derive {a : Shape} {A : Text → List Text → Prop} {c : Cond} {C : Text → List Text → Prop}
    (ha : Means P prompt a A) (hc : ∀ names tree, c.Holds P prompt ⟨names, tree⟩ ↔
      C tree.yield ((tree.fields entryLabel names).map Part.text)) :
    Means P prompt (.derive .always c a) fun t parts => A t parts ∧ C t parts := by
  intro names t parts
  constructor
  · intro ⟨tree, hf, hy, hh, hp⟩
    cases hf with
    | @derive _ _ _ tree hx =>
      have hy : tree.yield = t := hy
      have hp : (tree.fields entryLabel names).map Part.text = parts := hp
      exact ⟨(ha names t parts).mp ⟨tree, hx, hy, hh.2.2, hp⟩, hy ▸ hp ▸ (hc names tree).mp hh.2.1⟩
  · intro ⟨h, k⟩
    obtain ⟨tree, hf, hy, hh, hp⟩ := (ha names t parts).mpr h
    exact ⟨.derive .always c tree, .derive hf, hy,
      ⟨trivial, (hc names tree).mpr (hy.symm ▸ hp.symm ▸ k), hh⟩, hp⟩

/-- Parts of a path that ends are the parts themselves. -/
theorem flatMap_single (parts : List Part) : parts.flatMap (Part.parts []) = parts := by
  induction parts with
  | nil => rfl
  | cons p parts ih =>
    show [p] ++ parts.flatMap (Part.parts []) = _
    rw [ih]
    rfl

/-- A condition is asked of the text of a span. -/
theorem says_derive {a : Shape} {Q : Text → Prop} {c : Cond} {C : Text → Prop} (ha : Says P prompt a Q)
    (hc : ∀ names tree, c.Holds P prompt ⟨names, tree⟩ ↔ C tree.yield) :
    Says P prompt (.derive .always c a) fun t => Q t ∧ C t := by
  intro names t
  constructor
  · intro ⟨tree, hf, hy, hh⟩
    cases hf with
    | @derive _ _ _ tree hx =>
      have hy : tree.yield = t := hy
      exact ⟨(ha names t).mp ⟨tree, hx, hy, hh.2.2⟩, hy ▸ (hc names tree).mp hh.2.1⟩
  · intro ⟨h, k⟩
    obtain ⟨tree, hf, hy, hh⟩ := (ha names t).mpr h
    exact ⟨.derive .always c tree, .derive hf, hy, ⟨trivial, (hc names tree).mpr (hy.symm ▸ k), hh⟩⟩

/-! ## Lists -/

variable {test : Json → Bool} {a : Shape}

/-- An entry behind a comma. -/
theorem means_further (h : Says P prompt a fun t => ∃ v, test v = true ∧ v.print = t) :
    Means P prompt (.seq (said [44]) (shapeEntry a)) fun t parts =>
      ∃ v, test v = true ∧ [44] ++ v.print = t ∧ parts = [v.print] :=
  (means_behind (means_entry h)).congr fun t parts =>
    ⟨fun ⟨x, e, ⟨v, hv, f⟩, g⟩ => ⟨v, hv, by rw [f, e], by rw [g, f]⟩,
      fun ⟨v, hv, e, f⟩ => ⟨v.print, e.symm, ⟨v, hv, rfl⟩, f⟩⟩

/-- Entries behind commas, at most so many. -/
theorem means_upTo (h : Says P prompt a fun t => ∃ v, test v = true ∧ v.print = t) {most : Nat} :
    Means P prompt (.upTo most (.seq (said [44]) (shapeEntry a))) fun t parts =>
      ∃ vs, Holds test 0 most vs ∧ Json.printFurther vs = t ∧ vs.map Json.print = parts := by
  induction most with
  | zero =>
    intro names t parts
    constructor
    · intro ⟨tree, hf, hy, _, hp⟩
      cases hf with
      | stop => exact ⟨[], ⟨Nat.le_refl 0, Nat.le_refl 0, fun _ h => absurd h not_mem_nil⟩, hy, hp⟩
    · intro ⟨vs, ⟨_, hm, _⟩, e, f⟩
      cases vs with
      | nil => exact ⟨.stop, .stop, e, trivial, f⟩
      | cons v vs => exact absurd hm (Nat.not_succ_le_zero _)
  | succ most ih =>
    intro names t parts
    constructor
    · intro ⟨tree, hf, hy, hh, hp⟩
      cases hf with
      | stop => exact ⟨[], ⟨Nat.le_refl 0, Nat.zero_le _, fun _ h => absurd h not_mem_nil⟩, hy, hp⟩
      | more hx _ hz =>
        obtain ⟨v, hv, e, f⟩ := (means_further h names _ _).mp ⟨_, hx, rfl, hh.1, rfl⟩
        obtain ⟨vs, ⟨_, hm, hvs⟩, g, i⟩ := (ih _ _ _).mp ⟨_, hz, rfl, hh.2, rfl⟩
        refine ⟨v :: vs, ⟨Nat.zero_le _, Nat.succ_le_succ hm,
          fun w hw => (mem_cons_iff.mp hw).elim (fun e => e ▸ hv) (hvs w)⟩, ?_, ?_⟩
        · show ([44] ++ v.print) ++ Json.printFurther vs = t
          rw [e, g]
          exact hy
        · refine Eq.trans ?_ ((map_append_iff _ _ _).symm.trans hp)
          rw [f, ← i]
          rfl
    · intro ⟨vs, ⟨_, hm, hvs⟩, e, f⟩
      cases vs with
      | nil => exact ⟨.stop, .stop, e, trivial, f⟩
      | cons v vs =>
        obtain ⟨x, hx, xy, xh, xp⟩ := (means_further h names _ _).mpr ⟨v, hvs v mem_head, rfl, rfl⟩
        obtain ⟨y, hy, yy, yh, yp⟩ := (ih (names.past x) _ _).mpr
          ⟨vs, ⟨Nat.zero_le _, Nat.le_of_succ_le_succ hm, fun w hw => hvs w (mem_tail hw)⟩, rfl, rfl⟩
        refine ⟨.more x y, .more hx (fun n => ?_) hy, ?_, ⟨xh, yh⟩, (map_append_iff _ _ _).trans ?_⟩
        · rw [xy] at n
          exact nomatch n
        · show x.yield ++ y.yield = t
          rw [xy, yy]
          exact e
        · rw [xp, yp]
          exact f

/-- Entries behind commas. -/
theorem means_times (h : Says P prompt a fun t => ∃ v, test v = true ∧ v.print = t) {least most : Nat} :
    Means P prompt (shapeTimes (.seq (said [44]) (shapeEntry a)) least most) fun t parts =>
      ∃ vs, Holds test least most vs ∧ Json.printFurther vs = t ∧ vs.map Json.print = parts := by
  induction least generalizing most with
  | zero => exact means_upTo h
  | succ least ih =>
    cases most with
    | zero =>
      exact means_lex.congr fun t parts => ⟨fun h => h.1.elim,
        fun ⟨_, ⟨hl, hm, _⟩, _⟩ => absurd (Nat.le_trans hl hm) (Nat.not_succ_le_zero _)⟩
    | succ most =>
      exact (means_seq (means_further h) ih).congr fun t parts => Iff.trans
        ⟨fun ⟨x, y, us, vs, e, f, ⟨v, hv, g, i⟩, ws, hw, j, k⟩ =>
            ⟨v, ws, hv, hw, by rw [e, ← g, ← j]; rfl, by rw [f, i, ← k]; rfl⟩,
          fun ⟨v, ws, hv, hw, e, f⟩ =>
            ⟨_, _, _, _, e.symm, f.symm, ⟨v, hv, rfl, rfl⟩, ws, hw, rfl, rfl⟩⟩
        (holds_succ_iff (P := fun vs => Json.printFurther vs = t ∧ vs.map Json.print = parts)).symm

/-- An entry and entries behind commas. -/
theorem means_some (h : Says P prompt a fun t => ∃ v, test v = true ∧ v.print = t) {least most : Nat}
    {b : Shape}
    (hb : Means P prompt b fun t parts =>
      ∃ vs, Holds test least most vs ∧ Json.printFurther vs = t ∧ vs.map Json.print = parts) :
    Means P prompt (.seq (shapeEntry a) b) fun t parts =>
      ∃ vs, Holds test (least + 1) (most + 1) vs ∧ Json.printEntries vs = t ∧ vs.map Json.print = parts :=
  (means_seq (means_entry h) hb).congr fun t parts => Iff.trans
    ⟨fun ⟨x, y, us, vs, e, f, ⟨⟨v, hv, g⟩, i⟩, ws, hw, j, k⟩ =>
        ⟨v, ws, hv, hw, by rw [e, ← g, ← j]; rfl, by rw [f, i, ← k, ← g]; rfl⟩,
      fun ⟨v, ws, hv, hw, e, f⟩ =>
        ⟨_, _, _, _, e.symm, f.symm, ⟨⟨v, hv, rfl⟩, rfl⟩, ws, hw, rfl, rfl⟩⟩
    (holds_succ_iff (P := fun vs => Json.printEntries vs = t ∧ vs.map Json.print = parts)).symm

/-- Entries with commas between. -/
theorem means_entries (h : Says P prompt a fun t => ∃ v, test v = true ∧ v.print = t) {least most : Nat} :
    Means P prompt (shapeEntries a least most) fun t parts =>
      ∃ vs, Holds test least most vs ∧ Json.printEntries vs = t ∧ vs.map Json.print = parts := by
  cases most with
  | zero =>
    cases least with
    | zero =>
      refine means_lex.congr fun t parts => ⟨fun ⟨e, f⟩ => ?_, fun ⟨vs, ⟨_, hm, _⟩, e, f⟩ => ?_⟩
      · exact ⟨[], ⟨Nat.le_refl 0, Nat.le_refl 0, fun _ h => absurd h not_mem_nil⟩, Eq.symm e, f.symm⟩
      · cases vs with
        | nil => exact ⟨Eq.symm e, f.symm⟩
        | cons v vs => exact absurd hm (Nat.not_succ_le_zero _)
    | succ least =>
      exact means_lex.congr fun t parts => ⟨fun h => h.1.elim,
        fun ⟨_, ⟨hl, hm, _⟩, _⟩ => absurd (Nat.le_trans hl hm) (Nat.not_succ_le_zero _)⟩
  | succ most =>
    cases least with
    | zero =>
      refine (means_alt means_lex (means_some h (means_upTo h))).congr fun t parts =>
        ⟨fun k => k.elim (fun ⟨e, f⟩ => ?_) fun ⟨vs, ⟨_, hm, hv⟩, e⟩ => ⟨vs, ⟨Nat.zero_le _, hm, hv⟩, e⟩,
          fun ⟨vs, ⟨_, hm, hv⟩, e, f⟩ => ?_⟩
      · exact ⟨[], ⟨Nat.le_refl 0, Nat.zero_le _, fun _ h => absurd h not_mem_nil⟩, Eq.symm e, f.symm⟩
      · cases vs with
        | nil => exact Or.inl ⟨Eq.symm e, f.symm⟩
        | cons v vs => exact Or.inr ⟨v :: vs, ⟨Nat.succ_le_succ (Nat.zero_le _), hm, hv⟩, e, f⟩
    | succ least => exact means_some h (means_times h)

/-- Lists. -/
theorem means_list (h : Says P prompt a fun t => ∃ v, test v = true ∧ v.print = t) {least most : Nat} :
    Means P prompt (shapeBetween 91 (shapeEntries a least most) 93) fun t parts =>
      ∃ vs, Holds test least most vs ∧ (Json.list vs).print = t ∧ vs.map Json.print = parts :=
  (means_between (means_entries h)).congr fun _ _ =>
    ⟨fun ⟨_, e, vs, hv, f, g⟩ => ⟨vs, hv, by rw [← e, ← f]; rfl, g⟩,
      fun ⟨vs, hv, e, f⟩ => ⟨_, e, vs, hv, rfl, f⟩⟩

/-! ## Schemas -/

mutual

/-- A regular schema describes the same whatever the definitions do. -/
theorem validatesWith_regular {R S : Nat → Json → Bool} : ∀ {s : Schema} {v : Json}, s.isRegular = true →
    validatesWith R s v = true → validatesWith S s v = true
  | atom r, v, _, h => validates_atom_iff.mpr (validates_atom_iff.mp h)
  | string r, v, _, h => validates_string_iff.mpr (validates_string_iff.mp h)
  | either a b, v, hs, h => validates_either_iff.mpr
      ((validates_either_iff.mp h).imp (validatesWith_regular (s := a) (bool_and_iff.mp hs).1)
        (validatesWith_regular (s := b) (bool_and_iff.mp hs).2))
  | list s least most, v, hs, h => by
    obtain ⟨vs, ⟨hl, hm, hv⟩, e⟩ := validates_list_iff.mp h
    exact validates_list_iff.mpr ⟨vs, ⟨hl, hm, fun w hw => validatesWith_regular (s := s) hs (hv w hw)⟩, e⟩
  | listFrom s least, v, hs, h => by
    obtain ⟨most, h⟩ := validates_listFrom_iff.mp h
    obtain ⟨vs, ⟨hl, hm, hv⟩, e⟩ := validates_list_iff.mp h
    exact validates_listFrom_iff.mpr ⟨most, validates_list_iff.mpr
      ⟨vs, ⟨hl, hm, fun w hw => validatesWith_regular (s := s) hs (hv w hw)⟩, e⟩⟩
  | object ms, v, hs, h => by
    obtain ⟨vs, hv, e⟩ := validates_object_iff.mp h
    exact validates_object_iff.mpr ⟨vs, validatesMembers_regular (ms := ms) hs hv, e⟩
  | ref _, _, hs, _ => nomatch hs
  | distinct _, _, hs, _ => nomatch hs
  | both _ _, _, hs, _ => nomatch hs
  | without _ _, _, hs, _ => nomatch hs

/-- The same for the members of an object. -/
theorem validatesMembers_regular {R S : Nat → Json → Bool} : ∀ {ms : List (Member Schema)}
    {vs : List (Json.Member Json)}, isRegularMembers ms = true → validatesMembersWith R ms vs = true →
      validatesMembersWith S ms vs = true
  | [], vs, _, h => validatesMembers_nil_iff.mpr (validatesMembers_nil_iff.mp h)
  | ⟨k, required, s⟩ :: ms, vs, hs, h => by
    have value {v : Json} := validatesWith_regular (R := R) (S := S) (s := s) (v := v) (bool_and_iff.mp hs).1
    have further {vs : List (Json.Member Json)} :=
      validatesMembers_regular (R := R) (S := S) (ms := ms) (vs := vs) (bool_and_iff.mp hs).2
    exact validatesMembers_cons_iff.mpr ((validatesMembers_cons_iff.mp h).imp
      (fun ⟨v, ws, e, hv, hw⟩ => ⟨v, ws, e, value hv, further hw⟩) fun ⟨h, hv⟩ => ⟨h, further hv⟩)

end

mutual

/-- A regular schema is plain. -/
theorem isPlain_of_isRegular : ∀ {s : Schema}, s.isRegular = true → s.isPlain = true
  | atom _, _ => rfl
  | string _, _ => rfl
  | either a b, h => bool_and_iff.mpr ⟨isPlain_of_isRegular (s := a) (bool_and_iff.mp h).1,
      isPlain_of_isRegular (s := b) (bool_and_iff.mp h).2⟩
  | list s _ _, h => isPlain_of_isRegular (s := s) h
  | listFrom s _, h => isPlain_of_isRegular (s := s) h
  | object ms, h => isPlainMembers_of_isRegular (ms := ms) h
  | ref _, h => nomatch h
  | distinct _, h => nomatch h
  | both _ _, h => nomatch h
  | without _ _, h => nomatch h

/-- The same for the members of an object. -/
theorem isPlainMembers_of_isRegular : ∀ {ms : List (Member Schema)}, isRegularMembers ms = true →
    isPlainMembers ms = true
  | [], _ => rfl
  | ⟨_, _, s⟩ :: ms, h => bool_and_iff.mpr ⟨isPlain_of_isRegular (s := s) (bool_and_iff.mp h).1,
      isPlainMembers_of_isRegular (ms := ms) (bool_and_iff.mp h).2⟩

end

variable {G : Grammar} {outline : Regex} {count : Nat} {refs : Nat → Json → Bool}

/-- The values that definitions describe can be read back, and a grammar derives, within an outline, the texts
of those of the first definitions. -/
def Agrees (G : Grammar) (outline : Regex) (count : Nat) (refs : Nat → Json → Bool) : Prop :=
  (∀ i v, refs i v = true → v.readable = true) ∧
    ∀ i t, i < count → ((G.Lang i t ∧ outline.Lang t) ↔ ∃ v, refs i v = true ∧ v.print = t)

mutual

/-- **The texts of a shape's parses whose conditions hold are those of the values that the validator
accepts**, if a grammar derives those of the definitions. -/
theorem shape_iff (hr : Agrees G outline count refs) :
    ∀ {s : Schema}, s.isShaped count = true → s.Readable →
      Says P prompt (s.shape G outline) fun t => ∃ v, validatesWith refs s v = true ∧ v.print = t
  | atom r, _, _ => means_lex.says.congr fun t =>
      ⟨fun ⟨_, h, _⟩ => ⟨.atom t, validates_atom_iff.mpr ⟨t, h, rfl⟩, rfl⟩, fun ⟨v, h, e⟩ => by
        obtain ⟨x, hx, f⟩ := validates_atom_iff.mp h
        subst f
        exact ⟨[], e ▸ hx, rfl⟩⟩
  | string r, _, _ => (means_between means_lex).says.congr fun t =>
      ⟨fun ⟨_, x, e, hx, _⟩ => ⟨.string x, validates_string_iff.mpr ⟨x, hx, rfl⟩, e⟩, fun ⟨v, h, e⟩ => by
        obtain ⟨x, hx, f⟩ := validates_string_iff.mp h
        subst f
        exact ⟨[], x, e, hx, rfl⟩⟩
  | either a b, h, hd => by
    have ha := shape_iff hr (s := a) (bool_and_iff.mp h).1 hd.1
    have hb := shape_iff hr (s := b) (bool_and_iff.mp h).2 hd.2
    intro names t
    constructor
    · intro ⟨tree, hf, hy, hh⟩
      cases hf with
      | left hx =>
        obtain ⟨v, hv, e⟩ := (ha names t).mp ⟨_, hx, hy, hh⟩
        exact ⟨v, validates_either_iff.mpr (Or.inl hv), e⟩
      | right hx =>
        obtain ⟨v, hv, e⟩ := (hb names t).mp ⟨_, hx, hy, hh⟩
        exact ⟨v, validates_either_iff.mpr (Or.inr hv), e⟩
    · intro ⟨v, hv, e⟩
      cases validates_either_iff.mp hv with
      | inl hv =>
        obtain ⟨tree, hf, hy, hh⟩ := (ha names t).mpr ⟨v, hv, e⟩
        exact ⟨.left tree, .left hf, hy, hh⟩
      | inr hv =>
        obtain ⟨tree, hf, hy, hh⟩ := (hb names t).mpr ⟨v, hv, e⟩
        exact ⟨.right tree, .right hf, hy, hh⟩
  | list s least most, h, hd => (means_list (shape_iff hr (s := s) h hd)).says.congr fun t =>
      ⟨fun ⟨_, vs, hv, e, _⟩ => ⟨.list vs, validates_list_iff.mpr ⟨vs, hv, rfl⟩, e⟩, fun ⟨v, h, e⟩ => by
        obtain ⟨vs, hv, f⟩ := validates_list_iff.mp h
        subst f
        exact ⟨_, vs, hv, e, rfl⟩⟩
  | listFrom s least, h, _ => means_lex.says.congr fun t =>
      ⟨fun ⟨_, hx, _⟩ => by
        obtain ⟨v, hv, e⟩ := (regex_iff (s := listFrom s least) (isPlain_of_isRegular (s := s) h)).mp hx
        exact ⟨v, validatesWith_regular (s := listFrom s least) h hv, e⟩,
      fun ⟨v, hv, e⟩ => ⟨[], (regex_iff (s := listFrom s least) (isPlain_of_isRegular (s := s) h)).mpr
        ⟨v, validatesWith_regular (s := listFrom s least) h hv, e⟩, rfl⟩⟩
  | object ms, h, hd => (means_between (shapeMembers_iff hr (ms := ms) h hd)).says.congr fun t =>
      ⟨fun ⟨_, x, e, ⟨vs, hv, f⟩, _⟩ => ⟨.object vs, validates_object_iff.mpr ⟨vs, hv, rfl⟩,
        by rw [← e, ← f]; rfl⟩,
      fun ⟨v, h, e⟩ => by
        obtain ⟨vs, hv, f⟩ := validates_object_iff.mp h
        subst f
        exact ⟨[], _, e, ⟨vs, hv, rfl⟩, rfl⟩⟩
  | ref i, h, _ =>
    (means_derive (C := fun t _ => G.Lang i t) means_lex fun _ _ => Iff.rfl).says.congr fun t => by
      refine Iff.trans ⟨fun ⟨_, ⟨ho, _⟩, hg⟩ => ⟨hg, ho⟩, fun ⟨hg, ho⟩ => ⟨[], ⟨ho, rfl⟩, hg⟩⟩
        ((hr.2 i t (nat_ble_iff.mp h)).trans ?_)
      exact ⟨fun ⟨v, h, e⟩ => ⟨v, validates_ref_iff.mpr h, e⟩,
        fun ⟨v, h, e⟩ => ⟨v, validates_ref_iff.mp h, e⟩⟩
  | distinct (list s least most), h, hd =>
    (means_derive (C := fun _ parts => Distinct parts)
      (means_list (shape_iff hr (s := s) h hd)) fun names tree => by
      show Distinct (((tree.fields entryLabel names).flatMap (Part.parts [])).map Part.text) ↔ _
      rw [flatMap_single]).says.congr fun t =>
      ⟨fun ⟨_, ⟨vs, hv, e, f⟩, hd⟩ => ⟨.list vs, validates_distinct_iff.mpr
          ⟨validates_list_iff.mpr ⟨vs, hv, rfl⟩, allDistinct_iff.mpr (f ▸ hd)⟩, e⟩,
      fun ⟨v, h, e⟩ => by
        obtain ⟨hv, hd⟩ := validates_distinct_iff.mp h
        obtain ⟨vs, hw, f⟩ := validates_list_iff.mp hv
        subst f
        exact ⟨_, ⟨vs, hw, e, rfl⟩, allDistinct_iff.mp hd⟩⟩
  | both a b, h, hd => by
    obtain ⟨h, hb⟩ := bool_and_iff.mp h
    have read {t : Text} := regex_iff (s := b) (isPlain_of_isRegular hb) (t := t)
    refine (says_derive (C := b.regex.Lang) (shape_iff hr (s := a) h hd.1) fun _ _ => Iff.rfl).congr fun t =>
      ⟨fun ⟨⟨v, hv, e⟩, k⟩ => ?_, fun ⟨v, hv, e⟩ => ?_⟩
    · obtain ⟨w, hw, f⟩ := read.mp k
      have same := Json.print_inj (readable_of_validatesWith hr.1 hd.1 hv) (readable_of_validates hd.2 hw)
        (e.trans f.symm)
      exact ⟨v, validates_both_iff.mpr ⟨hv, validatesWith_regular hb (same ▸ hw)⟩, e⟩
    · obtain ⟨hv, hw⟩ := validates_both_iff.mp hv
      exact ⟨⟨v, hv, e⟩, read.mpr ⟨v, validatesWith_regular hb hw, e⟩⟩
  | without a b, h, hd => by
    obtain ⟨h, hb⟩ := bool_and_iff.mp h
    have read {t : Text} := regex_iff (s := b) (isPlain_of_isRegular hb) (t := t)
    refine (says_derive (C := fun t => ¬ b.regex.Lang t)
      (shape_iff hr (s := a) h hd.1) fun _ _ => Iff.rfl).congr
      fun t => ⟨fun ⟨⟨v, hv, e⟩, k⟩ => ?_, fun ⟨v, hv, e⟩ => ?_⟩
    · exact ⟨v, validates_without_iff.mpr ⟨hv, fun m => k (read.mpr ⟨v, m, e⟩)⟩, e⟩
    · obtain ⟨hv, hw⟩ := validates_without_iff.mp hv
      refine ⟨⟨v, hv, e⟩, fun k => ?_⟩
      obtain ⟨w, m, f⟩ := read.mp k
      exact hw (Json.print_inj (readable_of_validatesWith hr.1 hd.1 hv) (readable_of_validates hd.2 m)
        (e.trans f.symm) ▸ m)

/-- The same for the members of an object. -/
theorem shapeMembers_iff (hr : Agrees G outline count refs) :
    ∀ {ms : List (Member Schema)}, isShapedMembers count ms = true → ReadableMembers ms →
      Means P prompt (shapeMembers G outline ms) fun t parts =>
        (∃ vs, validatesMembersWith refs ms vs = true ∧ Json.printMembers vs = t) ∧ parts = []
  | [], _, _ => means_lex.congr fun t parts =>
      ⟨fun ⟨e, f⟩ => ⟨⟨[], rfl, Eq.symm e⟩, f⟩, fun ⟨⟨vs, h, e⟩, f⟩ => by
        have g := validatesMembers_nil_iff.mp h
        subst g
        exact ⟨e.symm, f⟩⟩
  | ⟨k, required, s⟩ :: ms, h, hd => by
    obtain ⟨hk, h⟩ := bool_and_iff.mp h
    obtain ⟨hs, h⟩ := bool_and_iff.mp h
    have value := means_behind (front := spelledKey k)
      (means_member (k := k) (bool_false_of (bool_not_iff.mp hk)) (shape_iff hr (s := s) hs hd.2.1))
    refine (means_orElse (means_seq value (shapeFurtherMembers_iff hr (ms := ms) h hd.2.2))
      (shapeMembers_iff hr (ms := ms) h hd.2.2)).congr fun t parts => ⟨fun j => j.elim
        (fun ⟨x, y, us, vs, e, f, ⟨z, hz, ⟨v, hv, g⟩, hu⟩, ⟨ws, hw, i⟩, hvs⟩ => ?_)
        fun ⟨hq, ⟨vs, hv, e⟩, f⟩ => ⟨⟨vs, validatesMembers_cons_iff.mpr (Or.inr ⟨hq, hv⟩), e⟩, f⟩,
      fun ⟨⟨vs, hv, e⟩, f⟩ => ?_⟩
    · refine ⟨⟨⟨k, v⟩ :: ws, validatesMembers_cons_iff.mpr (Or.inl ⟨v, ws, rfl, hv, hw⟩), ?_⟩,
        by rw [f, hu, hvs]; rfl⟩
      show (spelledKey k ++ v.print) ++ Json.printFurtherMembers ws = t
      rw [e, hz, ← g, i]
    · refine (validatesMembers_cons_iff.mp hv).imp (fun ⟨v, ws, g, hx, hw⟩ => ?_) fun ⟨hq, hv⟩ => ⟨hq,
        ⟨vs, hv, e⟩, f⟩
      subst g
      exact ⟨_, _, [], [], e.symm, f, ⟨_, rfl, ⟨v, hx, rfl⟩, rfl⟩, ⟨ws, hw, rfl⟩, rfl⟩

/-- The same for members behind a member. -/
theorem shapeFurtherMembers_iff (hr : Agrees G outline count refs) :
    ∀ {ms : List (Member Schema)}, isShapedMembers count ms = true → ReadableMembers ms →
      Means P prompt (shapeFurtherMembers G outline ms) fun t parts =>
        (∃ vs, validatesMembersWith refs ms vs = true ∧ Json.printFurtherMembers vs = t) ∧ parts = []
  | [], _, _ => means_lex.congr fun t parts =>
      ⟨fun ⟨e, f⟩ => ⟨⟨[], rfl, Eq.symm e⟩, f⟩, fun ⟨⟨vs, h, e⟩, f⟩ => by
        have g := validatesMembers_nil_iff.mp h
        subst g
        exact ⟨e.symm, f⟩⟩
  | ⟨k, required, s⟩ :: ms, h, hd => by
    obtain ⟨hk, h⟩ := bool_and_iff.mp h
    obtain ⟨hs, h⟩ := bool_and_iff.mp h
    have value := means_behind (front := [44]) (means_behind (front := spelledKey k)
      (means_member (k := k) (bool_false_of (bool_not_iff.mp hk)) (shape_iff hr (s := s) hs hd.2.1)))
    refine (means_seq (means_orElse value means_lex)
      (shapeFurtherMembers_iff hr (ms := ms) h hd.2.2)).congr fun t parts =>
      ⟨fun ⟨x, y, us, vs, e, f, hx, ⟨ws, hw, i⟩, hvs⟩ => hx.elim (fun ⟨z, hz, u, hu, ⟨v, hv, g⟩, hn⟩ => ?_)
        fun ⟨hq, hn, hu⟩ => ?_, fun ⟨⟨vs, hv, e⟩, f⟩ => ?_⟩
    · refine ⟨⟨⟨k, v⟩ :: ws, validatesMembers_cons_iff.mpr (Or.inl ⟨v, ws, rfl, hv, hw⟩), ?_⟩,
        by rw [f, hn, hvs]; rfl⟩
      show ([44] ++ (spelledKey k ++ v.print)) ++ Json.printFurtherMembers ws = t
      rw [e, hz, hu, ← g, i]
    · have hn : x = [] := hn
      exact ⟨⟨ws, validatesMembers_cons_iff.mpr (Or.inr ⟨hq, hw⟩), by rw [i, e, hn]; rfl⟩,
        by rw [f, hu, hvs]; rfl⟩
    · cases validatesMembers_cons_iff.mp hv with
      | inl h =>
        obtain ⟨v, ws, g, hx, hw⟩ := h
        subst g
        exact ⟨_, _, [], [], e.symm, f, Or.inl ⟨_, rfl, _, rfl, ⟨v, hx, rfl⟩, rfl⟩, ⟨ws, hw, rfl⟩, rfl⟩
      | inr h => exact ⟨[], t, [], [], rfl, f, Or.inr ⟨h.1, rfl, rfl⟩, ⟨vs, h.2, e⟩, rfl⟩

end

/-- **The texts of the shape are those of the values that the validator accepts**, where nothing is defined by
number. -/
theorem shape_validates_iff {s : Schema} (hs : s.isShaped 0 = true) (hd : s.Readable) {names : Scopes}
    {t : Text} :
    (∃ tree, Fits (s.shape G outline) tree ∧ tree.yield = t ∧ tree.Holds P prompt names) ↔
      ∃ v, s.validates v = true ∧ v.print = t :=
  shape_iff (count := 0) (refs := fun _ _ => false)
    ⟨fun _ _ h => Bool.noConfusion h, fun i _ h => absurd h (Nat.not_lt_zero i)⟩ hs hd names t

/-- **The texts of the shape are those of the values that are valid under definitions**, with the grammar of
these and an outline that holds all that it derives. -/
theorem shape_valid_iff {defs : List Schema} (hd : ∀ s, s ∈ defs → s.Readable)
    (hg : defs.all isGuarded = true) (hp : defs.all isPlain = true)
    (ho : ∀ i t, i < defs.length → (grammar defs).Lang i t → outline.Lang t) {s : Schema}
    (hs : s.isShaped defs.length = true) (hr : s.Readable) {names : Scopes} {t : Text} :
    (∃ tree, Fits (s.shape (grammar defs) outline) tree ∧ tree.yield = t ∧ tree.Holds P prompt names) ↔
      ∃ v, Valid defs s v ∧ v.print = t := by
  have agrees : Agrees (grammar defs) outline defs.length fun i v => validatesIn defs (ref i) v := by
    refine ⟨fun i v h => readable_of_valid hd (s := ref i) trivial ((valid_iff hg).mpr h), fun i t hi => ?_⟩
    refine Iff.trans ⟨And.left, fun h => ⟨h, ho i t hi h⟩⟩ ((grammar_iff hp hi).trans ?_)
    exact ⟨fun ⟨v, h, e⟩ => ⟨v, (valid_iff hg).mp h, e⟩, fun ⟨v, h, e⟩ => ⟨v, (valid_iff hg).mpr h, e⟩⟩
  have valid {v : Json} := (valid_iff hg (s := s) (v := v)).trans (validatesIn_iff hg)
  exact (shape_iff agrees hs hr names t).trans
    ⟨fun ⟨v, h, e⟩ => ⟨v, valid.mpr h, e⟩, fun ⟨v, h, e⟩ => ⟨v, valid.mp h, e⟩⟩

/-! ## Entries that differ -/

/-- A list without repetition is the image of one without repetition. -/
private theorem distinct_of_map {α : Type u} {β : Type v} {f : α → β} {l : List α} (h : Distinct (l.map f)) :
    Distinct l := by
  induction l with
  | nil => exact trivial
  | cons a l ih => exact ⟨fun m => h.1 (mem_map_iff.mpr ⟨a, m, rfl⟩), ih h.2⟩

/-- Entries of a list that can be read back can. -/
private theorem readable_of_mem : ∀ {vs : List Json}, Json.readableEntries vs = true → ∀ v, v ∈ vs →
    v.readable = true
  | [], _, _, h => absurd h not_mem_nil
  | _ :: _, h, v, hv => (mem_cons_iff.mp hv).elim (fun e => e ▸ (bool_and_iff.mp h).1)
      (readable_of_mem (bool_and_iff.mp h).2 v)

/-- **Entries that are written differently are different**, and the other way round where they can be read
back. -/
theorem entriesDiffer_iff {vs : List Json} (h : (Json.list vs).readable = true) :
    (Json.list vs).entriesDiffer = true ↔ Distinct vs :=
  allDistinct_iff.trans ⟨distinct_of_map, fun k => k.map fun _ _ hv hw =>
    Json.print_inj (readable_of_mem h _ hv) (readable_of_mem h _ hw)⟩

/-- **Lists of different entries**: values of the schema, of some length, no two the same. -/
theorem validates_distinct_list_iff {s : Schema} {least most : Nat} (hs : s.Readable) {v : Json} :
    (distinct (list s least most)).validates v = true ↔
      ∃ vs, v = .list vs ∧ Holds s.validates least most vs ∧ Distinct vs := by
  have both {vs : List Json} (h : (list s least most).validates (.list vs) = true) :=
    entriesDiffer_iff (readable_of_validates (s := list s least most) hs h)
  refine (validates_distinct_iff (refs := fun _ _ => false)).trans ⟨fun ⟨h, hd⟩ => ?_,
    fun ⟨vs, e, h, hd⟩ => ?_⟩
  · obtain ⟨vs, hv, e⟩ := validates_list_iff.mp h
    subst e
    exact ⟨vs, rfl, hv, (both h).mp hd⟩
  · have h := validates_list_iff.mpr ⟨vs, h, e⟩
    subst e
    exact ⟨h, (both h).mpr hd⟩

end Schema

end DetLM
