import DetLM.Thm.Json

/-!
# A JSON text is the text of one value

Quotes, commas, brackets and braces say where the parts of a value end, unless they stand in an atom or in a
string without a backslash.

## Main results

* `Json.print_inj`: values that can be read back and are written the same are the same
* `Schema.readable_of_validates`: which schemas describe only such values
* `Schema.exists_unique`: so a text of such a schema's expression is the text of one value
* `Schema.both_iff`, `Schema.without_iff`: and expressions of such schemas meet and differ as the schemas do
-/

namespace DetLM

namespace Json

/-! ## Where texts end -/

/-- Where a text may go on behind a value: with a comma, a bracket or a brace, if at all. -/
def Stops (p : Text) : Prop := ∀ b rest, p = b :: rest → isMark b = true

/-- A byte of an atom is no mark. -/
theorem not_mark {t : Text} {b : Byte} (h : isBare t = true) (hb : b ∈ t) : ¬ isMark b = true := by
  cases t with
  | nil => exact absurd hb not_mem_nil
  | cons c t => exact bool_not_iff.mp (all_iff.mp h b hb)

/-- Where an atom ends. -/
theorem atom_cancel {x y p q : Text} (hx : isBare x = true) (hy : isBare y = true) (hp : Stops p)
    (hq : Stops q)
    (e : x ++ p = y ++ q) : x = y ∧ p = q := by
  cases append_eq_append e with
  | inl h => exact h
  | inr h =>
    cases h with
    | inl h =>
      obtain ⟨a, d, e, f⟩ := h
      exact absurd (hp a _ f) (not_mark hy (e ▸ mem_append_iff.mpr (Or.inr mem_head)))
    | inr h =>
      obtain ⟨a, d, e, f⟩ := h
      exact absurd (hq a _ f) (not_mark hx (e ▸ mem_append_iff.mpr (Or.inr mem_head)))

/-- Where a string ends. -/
theorem closed_cancel {x y p q : Text} {escaped : Bool} (hx : isClosed escaped x = true)
    (hy : isClosed escaped y = true) (e : x ++ 34 :: p = y ++ 34 :: q) : x = y ∧ p = q := by
  induction x generalizing y escaped with
  | nil =>
    cases escaped with
    | true => exact nomatch hx
    | false =>
      cases y with
      | nil =>
        injection e with _ e
        exact ⟨rfl, e⟩
      | cons b y =>
        injection e with e
        subst e
        exact nomatch hy
  | cons a x ih =>
    cases y with
    | nil =>
      cases escaped with
      | true => exact nomatch hy
      | false =>
        injection e with e
        subst e
        exact nomatch hx
    | cons b y =>
      injection e with e f
      subst e
      have step {escaped : Bool} (hx : isClosed escaped x = true) (hy : isClosed escaped y = true) :
          a :: x = a :: y ∧ p = q :=
        ⟨congrArg _ (ih hx hy f).1, (ih hx hy f).2⟩
      cases escaped with
      | true => exact step (escaped := false) hx hy
      | false =>
        have hx : (bif Nat.beq a 92 then isClosed true x else !Nat.beq a 34 && isClosed false x) = true := hx
        have hy : (bif Nat.beq a 92 then isClosed true y else !Nat.beq a 34 && isClosed false y) = true := hy
        cases h : Nat.beq a 92 with
        | true =>
          rw [h] at hx hy
          exact step hx hy
        | false =>
          rw [h] at hx hy
          exact step (bool_and_iff.mp hx).2 (bool_and_iff.mp hy).2

/-- What is between brackets stands in front of the closing one. -/
theorem bracketed {a b : Byte} {x y p q : Text} (e : ([a] ++ (x ++ [b])) ++ p = ([a] ++ (y ++ [b])) ++ q) :
    x ++ b :: p = y ++ b :: q := by
  have e : a :: ((x ++ [b]) ++ p) = a :: ((y ++ [b]) ++ q) := e
  injection e with _ e
  rw [append_brackets, append_brackets] at e
  exact e

/-- A key ends where its quotes do. -/
theorem key_cancel {k l p q : Text} (hk : isClosed false k = true) (hl : isClosed false l = true)
    (e : spelledKey k ++ p = spelledKey l ++ q) : k = l ∧ p = q := by
  have spelled (k p : Text) : spelledKey k ++ p = 34 :: (k ++ 34 :: 58 :: p) := by
    show 34 :: (((k ++ [34]) ++ [58]) ++ p) = _
    rw [append_brackets, append_brackets]
    rfl
  rw [spelled, spelled] at e
  injection e with _ e
  have h := closed_cancel hk hl e
  refine ⟨h.1, ?_⟩
  injection h.2

/-- The first byte of a value ends no list. -/
theorem print_ne_close {v : Json} (h : v.readable = true) {p q : Text} : ¬ v.print ++ p = 93 :: q := by
  intro e
  cases v with
  | atom t =>
    cases t with
    | nil => exact nomatch h
    | cons b t =>
      injection e with e
      subst e
      exact nomatch h
  | _ =>
    injection e with e
    exact nomatch e

/-- Behind an entry comes a comma or the end of the list. -/
theorem stops_further (vs : List Json) (p : Text) : Stops (printFurther vs ++ 93 :: p) := by
  intro b rest e
  cases vs with
  | nil =>
    injection e with e
    exact e ▸ rfl
  | cons v vs =>
    injection e with e
    exact e ▸ rfl

/-- Behind a member comes a comma or the end of the object. -/
theorem stops_furtherMembers (ms : List (Member Json)) (p : Text) :
    Stops (printFurtherMembers ms ++ 125 :: p) := by
  intro b rest e
  cases ms with
  | nil =>
    injection e with e
    exact e ▸ rfl
  | cons m ms =>
    injection e with e
    exact e ▸ rfl

/-! ## One text, one value -/

mutual

/-- Where values end: what is written the same in front of marks is the same. -/
theorem print_cancel : ∀ {v w : Json} {p q : Text}, v.readable = true → w.readable = true → Stops p →
    Stops q →
    v.print ++ p = w.print ++ q → v = w ∧ p = q
  | atom x, w, p, q, hv, hw, hp, hq, e => by
    cases w with
    | atom y => exact (atom_cancel hv hw hp hq e).imp (congrArg _) id
    | _ =>
      cases x with
      | nil => exact nomatch hv
      | cons b x =>
        injection e with e
        subst e
        exact nomatch hv
  | string x, w, p, q, hv, hw, hp, hq, e => by
    cases w with
    | atom y =>
      cases y with
      | nil => exact nomatch hw
      | cons b y =>
        injection e with e
        subst e
        exact nomatch hw
    | string y => exact (closed_cancel hv hw (bracketed e)).imp (congrArg _) id
    | _ =>
      injection e with e
      exact nomatch e
  | list vs, w, p, q, hv, hw, hp, hq, e => by
    cases w with
    | atom y =>
      cases y with
      | nil => exact nomatch hw
      | cons b y =>
        injection e with e
        subst e
        exact nomatch hw
    | list ws => exact (entries_cancel hv hw (bracketed e)).imp (congrArg _) id
    | _ =>
      injection e with e
      exact nomatch e
  | object ms, w, p, q, hv, hw, hp, hq, e => by
    cases w with
    | atom y =>
      cases y with
      | nil => exact nomatch hw
      | cons b y =>
        injection e with e
        subst e
        exact nomatch hw
    | object ns => exact (members_cancel hv hw (bracketed e)).imp (congrArg _) id
    | _ =>
      injection e with e
      exact nomatch e
termination_by structural v => v

/-- Where the entries of a list end. -/
theorem entries_cancel : ∀ {vs ws : List Json} {p q : Text}, readableEntries vs = true →
    readableEntries ws = true →
    printEntries vs ++ 93 :: p = printEntries ws ++ 93 :: q → vs = ws ∧ p = q
  | [], [], p, q, _, _, e => by
    injection e with _ e
    exact ⟨rfl, e⟩
  | [], w :: ws, p, q, _, hw, e => by
    have e : 93 :: p = (w.print ++ printFurther ws) ++ 93 :: q := e
    rw [append_brackets] at e
    exact absurd e.symm (print_ne_close (bool_and_iff.mp hw).1)
  | v :: vs, [], p, q, hv, _, e => by
    have e : (v.print ++ printFurther vs) ++ 93 :: p = 93 :: q := e
    rw [append_brackets] at e
    exact absurd e (print_ne_close (bool_and_iff.mp hv).1)
  | v :: vs, w :: ws, p, q, hv, hw, e => by
    have e : (v.print ++ printFurther vs) ++ 93 :: p = (w.print ++ printFurther ws) ++ 93 :: q := e
    rw [append_brackets, append_brackets] at e
    obtain ⟨hv, hvs⟩ := bool_and_iff.mp hv
    obtain ⟨hw, hws⟩ := bool_and_iff.mp hw
    obtain ⟨f, e⟩ := print_cancel (v := v) hv hw (stops_further vs p) (stops_further ws q) e
    obtain ⟨g, e⟩ := further_cancel (vs := vs) hvs hws e
    exact ⟨by rw [f, g], e⟩
termination_by structural v => v

/-- Where the entries behind an entry end. -/
theorem further_cancel : ∀ {vs ws : List Json} {p q : Text}, readableEntries vs = true →
    readableEntries ws = true →
    printFurther vs ++ 93 :: p = printFurther ws ++ 93 :: q → vs = ws ∧ p = q
  | [], [], p, q, _, _, e => by
    injection e with _ e
    exact ⟨rfl, e⟩
  | [], w :: ws, p, q, _, _, e => by
    injection e with e
    exact nomatch e
  | v :: vs, [], p, q, _, _, e => by
    injection e with e
    exact nomatch e
  | v :: vs, w :: ws, p, q, hv, hw, e => by
    injection e with _ e
    have e : (v.print ++ printFurther vs) ++ 93 :: p = (w.print ++ printFurther ws) ++ 93 :: q := e
    rw [append_brackets, append_brackets] at e
    obtain ⟨hv, hvs⟩ := bool_and_iff.mp hv
    obtain ⟨hw, hws⟩ := bool_and_iff.mp hw
    obtain ⟨f, e⟩ := print_cancel (v := v) hv hw (stops_further vs p) (stops_further ws q) e
    obtain ⟨g, e⟩ := further_cancel (vs := vs) hvs hws e
    exact ⟨by rw [f, g], e⟩
termination_by structural v => v

/-- Where the members of an object end. -/
theorem members_cancel : ∀ {ms ns : List (Member Json)} {p q : Text}, readableMembers ms = true →
    readableMembers ns = true → printMembers ms ++ 125 :: p = printMembers ns ++ 125 :: q → ms = ns ∧ p = q
  | [], [], p, q, _, _, e => by
    injection e with _ e
    exact ⟨rfl, e⟩
  | [], ⟨l, w⟩ :: ns, p, q, _, _, e => by
    injection e with e
    exact nomatch e
  | ⟨k, v⟩ :: ms, [], p, q, _, _, e => by
    injection e with e
    exact nomatch e
  | ⟨k, v⟩ :: ms, ⟨l, w⟩ :: ns, p, q, hm, hn, e => by
    have e : ((spelledKey k ++ v.print) ++ printFurtherMembers ms) ++ 125 :: p =
        ((spelledKey l ++ w.print) ++ printFurtherMembers ns) ++ 125 :: q := e
    rw [append_brackets, append_brackets, append_brackets, append_brackets] at e
    obtain ⟨hk, hm⟩ := bool_and_iff.mp hm
    obtain ⟨hv, hms⟩ := bool_and_iff.mp hm
    obtain ⟨hl, hn⟩ := bool_and_iff.mp hn
    obtain ⟨hw, hns⟩ := bool_and_iff.mp hn
    obtain ⟨f, e⟩ := key_cancel hk hl e
    obtain ⟨g, e⟩ := print_cancel (v := v) hv hw (stops_furtherMembers ms p) (stops_furtherMembers ns q) e
    obtain ⟨h, e⟩ := furtherMembers_cancel (ms := ms) hms hns e
    exact ⟨by rw [f, g, h], e⟩
termination_by structural v => v

/-- Where the members behind a member end. -/
theorem furtherMembers_cancel : ∀ {ms ns : List (Member Json)} {p q : Text}, readableMembers ms = true →
    readableMembers ns = true → printFurtherMembers ms ++ 125 :: p = printFurtherMembers ns ++ 125 :: q →
    ms = ns ∧ p = q
  | [], [], p, q, _, _, e => by
    injection e with _ e
    exact ⟨rfl, e⟩
  | [], ⟨l, w⟩ :: ns, p, q, _, _, e => by
    injection e with e
    exact nomatch e
  | ⟨k, v⟩ :: ms, [], p, q, _, _, e => by
    injection e with e
    exact nomatch e
  | ⟨k, v⟩ :: ms, ⟨l, w⟩ :: ns, p, q, hm, hn, e => by
    injection e with _ e
    have e : ((spelledKey k ++ v.print) ++ printFurtherMembers ms) ++ 125 :: p =
        ((spelledKey l ++ w.print) ++ printFurtherMembers ns) ++ 125 :: q := e
    rw [append_brackets, append_brackets, append_brackets, append_brackets] at e
    obtain ⟨hk, hm⟩ := bool_and_iff.mp hm
    obtain ⟨hv, hms⟩ := bool_and_iff.mp hm
    obtain ⟨hl, hn⟩ := bool_and_iff.mp hn
    obtain ⟨hw, hns⟩ := bool_and_iff.mp hn
    obtain ⟨f, e⟩ := key_cancel hk hl e
    obtain ⟨g, e⟩ := print_cancel (v := v) hv hw (stops_furtherMembers ms p) (stops_furtherMembers ns q) e
    obtain ⟨h, e⟩ := furtherMembers_cancel (ms := ms) hms hns e
    exact ⟨by rw [f, g, h], e⟩
termination_by structural v => v

end

/-- **Values that can be read back and are written the same are the same.** -/
theorem print_inj {v w : Json} (hv : v.readable = true) (hw : w.readable = true) (e : v.print = w.print) :
    v = w :=
  (print_cancel (p := []) (q := []) hv hw (fun _ _ e => nomatch e) (fun _ _ e => nomatch e) (e ▸ rfl)).1

end Json

namespace Schema

/-- Lists of values that can be read back can be read back. -/
private theorem readableEntries_of {test : Json → Bool} (h : ∀ v, test v = true → v.readable = true) :
    ∀ {vs : List Json}, (∀ v, v ∈ vs → test v = true) → Json.readableEntries vs = true
  | [], _ => rfl
  | v :: _, hv => bool_and_iff.mpr ⟨h v (hv v mem_head), readableEntries_of h fun w hw => hv w (mem_tail hw)⟩

mutual

/-- Values can be read back if the atoms and strings that a schema describes can. -/
theorem readable_of_validatesWith {refs : Nat → Json → Bool}
    (hr : ∀ i v, refs i v = true → v.readable = true) :
    ∀ {s : Schema} {v : Json}, s.Readable → s.validatesWith refs v = true → v.readable = true
  | atom r, v, hs, h => by
    obtain ⟨t, ht, e⟩ := validates_atom_iff.mp h
    exact e ▸ hs t ht
  | string r, v, hs, h => by
    obtain ⟨t, ht, e⟩ := validates_string_iff.mp h
    exact e ▸ hs t ht
  | either a b, v, hs, h =>
    (validates_either_iff.mp h).elim (readable_of_validatesWith hr (s := a) hs.1)
      (readable_of_validatesWith hr (s := b) hs.2)
  | list s least most, v, hs, h => by
    obtain ⟨vs, hv, e⟩ := validates_list_iff.mp h
    have each {v : Json} := readable_of_validatesWith hr (s := s) (v := v) hs
    exact e ▸ readableEntries_of (fun _ => each) hv.2.2
  | listFrom s least, v, hs, h => by
    obtain ⟨most, h⟩ := validates_listFrom_iff.mp h
    obtain ⟨vs, hv, e⟩ := validates_list_iff.mp h
    have each {v : Json} := readable_of_validatesWith hr (s := s) (v := v) hs
    exact e ▸ readableEntries_of (fun _ => each) hv.2.2
  | ref i, v, _, h => hr i v (validates_ref_iff.mp h)
  | distinct s, v, hs, h => readable_of_validatesWith hr (s := s) hs (validates_distinct_iff.mp h).1
  | both a b, v, hs, h => readable_of_validatesWith hr (s := a) hs.1 (validates_both_iff.mp h).1
  | without a b, v, hs, h => readable_of_validatesWith hr (s := a) hs.1 (validates_without_iff.mp h).1
  | object ms, v, hs, h => by
    obtain ⟨vs, hv, e⟩ := validates_object_iff.mp h
    exact e ▸ readable_of_validatesMembers hr hs hv

/-- The same for the members of an object. -/
theorem readable_of_validatesMembers {refs : Nat → Json → Bool}
    (hr : ∀ i v, refs i v = true → v.readable = true) :
    ∀ {ms : List (Member Schema)} {vs : List (Json.Member Json)},
    ReadableMembers ms → validatesMembersWith refs ms vs = true → Json.readableMembers vs = true
  | [], vs, _, h => by rw [validatesMembers_nil_iff.mp h]; rfl
  | ⟨k, required, s⟩ :: ms, vs, hs, h => by
    have value {v : Json} := readable_of_validatesWith hr (s := s) (v := v) hs.2.1
    have further {vs : List (Json.Member Json)} := readable_of_validatesMembers hr (ms := ms)
      (vs := vs) hs.2.2
    cases validatesMembers_cons_iff.mp h with
    | inl h =>
      obtain ⟨v, ws, e, hv, hw⟩ := h
      subst e
      exact bool_and_iff.mpr ⟨hs.1, bool_and_iff.mpr ⟨value hv, further hw⟩⟩
    | inr h => exact further h.2

end

/-- The same where nothing is defined by number. -/
theorem readable_of_validates {s : Schema} {v : Json} (hs : s.Readable) (h : s.validates v = true) :
    v.readable = true :=
  readable_of_validatesWith (refs := fun _ _ => false) (fun _ _ h => Bool.noConfusion h) hs h

/-- **Each text of the expression of such a schema is the text of one value.** -/
theorem exists_unique {s : Schema} (hs : s.Readable) (hp : s.isPlain = true) {t : Text} (h : s.regex.Lang t) :
    ∃ v, s.validates v = true ∧ v.print = t ∧ ∀ w, s.validates w = true → w.print = t → w = v := by
  obtain ⟨v, hv, e⟩ := (regex_iff hp).mp h
  exact ⟨v, hv, e, fun w hw f =>
    Json.print_inj (readable_of_validates hs hw) (readable_of_validates hs hv) (f.trans e.symm)⟩

/-- **What two schemas say together**: the texts in both expressions are those of the values that both
describe. -/
theorem both_iff {a b : Schema} (ha : a.Readable) (hb : b.Readable) (pa : a.isPlain = true)
    (pb : b.isPlain = true)
    {t : Text} : (Regex.both a.regex b.regex).Lang t ↔
      ∃ v, (a.validates v = true ∧ b.validates v = true) ∧ v.print = t := by
  refine ⟨fun ⟨h, k⟩ => ?_,
    fun ⟨v, ⟨h, k⟩, e⟩ => ⟨(regex_iff pa).mpr ⟨v, h, e⟩, (regex_iff pb).mpr ⟨v, k, e⟩⟩⟩
  obtain ⟨v, h, e⟩ := (regex_iff pa).mp h
  obtain ⟨w, k, f⟩ := (regex_iff pb).mp k
  have same := Json.print_inj (readable_of_validates ha h) (readable_of_validates hb k) (e.trans f.symm)
  exact ⟨v, ⟨h, same ▸ k⟩, e⟩

/-- **What one schema says and the other does not**: the texts in the one expression and not in the other are
those of the values that the one describes and the other does not. -/
theorem without_iff {a b : Schema} (ha : a.Readable) (hb : b.Readable) (pa : a.isPlain = true)
    (pb : b.isPlain = true)
    {t : Text} : (Regex.without a.regex b.regex).Lang t ↔
      ∃ v, (a.validates v = true ∧ ¬ b.validates v = true) ∧ v.print = t := by
  refine ⟨fun ⟨h, k⟩ => ?_, fun ⟨v, ⟨h, k⟩, e⟩ => ⟨(regex_iff pa).mpr ⟨v, h, e⟩, fun m => k ?_⟩⟩
  · obtain ⟨v, h, e⟩ := (regex_iff pa).mp h
    exact ⟨v, ⟨h, fun m => k ((regex_iff pb).mpr ⟨v, m, e⟩)⟩, e⟩
  · obtain ⟨w, m, f⟩ := (regex_iff pb).mp m
    exact Json.print_inj (readable_of_validates ha h) (readable_of_validates hb m) (e.trans f.symm) ▸ m

end Schema

end DetLM
