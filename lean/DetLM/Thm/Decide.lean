import DetLM.Thm.Check
import DetLM.Thm.Fast
import DetLM.Spec.Decide

/-!
# Admission is decided

## Main results

* `mem_saturate_iff`: saturation finds exactly what follows, if the program is safe
* `derivable_of_mem_saturate`: it finds nothing else, even if the program is not safe
* `admits_iff`: the decision agrees with the meaning
* `Program.IsSafe` and the instance of `Decidable (Admits P c output)`
-/

namespace DetLM

/-- The fast test for equal texts is right. -/
theorem Fast.sameText_iff {s t : Text} : Fast.sameText s t = true ↔ s = t := by
  rw [Fast.sameText_eq]
  exact Text.beq_iff

/-! ## Bindings -/

namespace Binding

/-- `B` says no less than `A`. -/
def Extends (B A : Binding) : Prop := ∀ n t, A.get n = some t → B.get n = some t

/-- A binding says nothing that an assignment does not say. -/
def Under (B : Binding) (σ : Nat → Text) : Prop := ∀ n t, B.get n = some t → σ n = t

/-- Extension is transitive. -/
theorem Extends.trans {A B C : Binding} (h : C.Extends B) (k : B.Extends A) : C.Extends A :=
  fun n t e => h n t (k n t e)

/-- The empty binding says nothing. -/
theorem get_nil (n : Nat) : get [] n = none := by
  cases n with
  | zero => rfl
  | succ n => rfl

/-- What `push` gives. -/
theorem push_eq_some {x : Option Text} {o : Option Binding} {B : Binding} (h : push x o = some B) :
    ∃ A, o = some A ∧ B = x :: A := by
  cases o with
  | none => exact nomatch h
  | some A =>
    injection h with h
    exact ⟨A, rfl, h.symm⟩

/-- `allows` is right. -/
theorem allows_iff {t : Text} {x : Option Text} :
    allows t x = true ↔ ∀ u, x = some u → u = t := by
  cases x with
  | none => exact ⟨fun _ _ e => (nomatch e), fun _ => rfl⟩
  | some u =>
    refine Fast.sameText_iff.trans ⟨fun h v e => ?_, fun h => h u rfl⟩
    exact (some_inj e).symm.trans h

/-- `set` gives the variable its value and keeps all others. -/
theorem set_spec {t : Text} {n : Nat} {A B : Binding} (h : set t A n = some B) :
    B.Extends A ∧ B.get n = some t := by
  induction n generalizing A B with
  | zero =>
    cases A with
    | nil =>
      injection h with h
      subst h
      exact ⟨fun m u e => (nomatch (get_nil m).symm.trans e), rfl⟩
    | cons x A =>
      have h : (bif allows t x then some (some t :: A) else none) = some B := h
      cases hb : allows t x with
      | false =>
        rw [hb] at h
        exact nomatch h
      | true =>
        rw [hb] at h
        injection h with h
        subst h
        refine ⟨fun m u e => ?_, rfl⟩
        cases m with
        | zero => exact congrArg some (allows_iff.mp hb u e).symm
        | succ m => exact e
  | succ n ih =>
    cases A with
    | nil =>
      have h : push none (set t [] n) = some B := h
      obtain ⟨C, hC, hB⟩ := push_eq_some h
      subst hB
      exact ⟨fun m u e => (nomatch (get_nil m).symm.trans e), (ih hC).2⟩
    | cons x A =>
      have h : push x (set t A n) = some B := h
      obtain ⟨C, hC, hB⟩ := push_eq_some h
      subst hB
      refine ⟨fun m u e => ?_, (ih hC).2⟩
      cases m with
      | zero => exact e
      | succ m => exact (ih hC).1 m u e

/-- `set` succeeds where an assignment allows it. -/
theorem set_complete {σ : Nat → Text} {n : Nat} {A : Binding} (h : A.Under σ) :
    ∃ B, set (σ n) A n = some B ∧ B.Under σ := by
  induction n generalizing A σ with
  | zero =>
    cases A with
    | nil =>
      refine ⟨_, rfl, fun m t e => ?_⟩
      cases m with
      | zero => exact some_inj e
      | succ m => exact nomatch (get_nil m).symm.trans e
    | cons x A =>
      have hx : allows (σ 0) x = true := allows_iff.mpr fun u e => (h 0 u e).symm
      refine ⟨some (σ 0) :: A, ?_, fun m t e => ?_⟩
      · show (bif allows (σ 0) x then some (some (σ 0) :: A) else none) = _
        rw [hx]
        rfl
      · cases m with
        | zero => exact some_inj e
        | succ m => exact h (m + 1) t e
  | succ n ih =>
    cases A with
    | nil =>
      obtain ⟨B, hB, hu⟩ := ih (σ := fun m => σ (m + 1)) (A := []) fun m t e =>
        (nomatch (get_nil m).symm.trans e)
      refine ⟨none :: B, ?_, fun m t e => ?_⟩
      · show push none (set (σ (n + 1)) [] n) = _
        rw [hB]
        rfl
      · cases m with
        | zero => exact nomatch e
        | succ m => exact hu m t e
    | cons x A =>
      obtain ⟨B, hB, hu⟩ := ih (σ := fun m => σ (m + 1)) (A := A) fun m t e => h (m + 1) t e
      refine ⟨x :: B, ?_, fun m t e => ?_⟩
      · show push x (set (σ (n + 1)) A n) = _
        rw [hB]
        rfl
      · cases m with
        | zero => exact h 0 t e
        | succ m => exact hu m t e

/-- `close` keeps the values. -/
theorem entry_close {B : Binding} {n : Nat} {t : Text} (h : B.get n = some t) :
    entry [] B.close n = t := by
  induction B generalizing n with
  | nil => exact nomatch (get_nil n).symm.trans h
  | cons x B ih =>
    cases x with
    | none =>
      cases n with
      | zero => exact nomatch h
      | succ n => exact ih (n := n) h
    | some u =>
      cases n with
      | zero => exact some_inj h
      | succ n => exact ih (n := n) h

end Binding

/-! ## Matching -/

/-- A binding makes a place a text. -/
def Term.Is (B : Binding) (t : Text) : Term → Prop
  | var n => B.get n = some t
  | const u => u = t

/-- What a binding says, its extensions say. -/
theorem Term.Is.mono {A B : Binding} {t : Text} {x : Term} (h : x.Is A t) (k : B.Extends A) :
    x.Is B t := by
  cases x with
  | var n => exact k n t h
  | const u => exact h

/-- The value of a place under a binding. -/
theorem Term.Is.value {B : Binding} {t : Text} {x : Term} (h : x.Is B t) : x.value B.close = t := by
  cases x with
  | var n => exact Binding.entry_close h
  | const u => exact h

/-- The value of a place under an assignment that a binding agrees with. -/
theorem Term.Is.value_of_under {B : Binding} {t : Text} {x : Term} {σ : List Text} (h : x.Is B t)
    (k : B.Under (entry [] σ)) : x.value σ = t := by
  cases x with
  | var n => exact k n t h
  | const u => exact h

/-- `Term.fit` makes the place the text, and keeps what was said. -/
theorem Term.fit_spec {t : Text} {A B : Binding} {x : Term} (h : x.fit t A = some B) :
    B.Extends A ∧ x.Is B t := by
  cases x with
  | var n => exact Binding.set_spec h
  | const u =>
    have h : (bif Fast.sameText u t then some A else none) = some B := h
    cases hb : Fast.sameText u t with
    | false =>
      rw [hb] at h
      exact nomatch h
    | true =>
      rw [hb] at h
      injection h with h
      subst h
      exact ⟨fun _ _ e => e, Fast.sameText_iff.mp hb⟩

/-- `Term.fit` succeeds where an assignment allows it. -/
theorem Term.fit_complete {σ : List Text} {A : Binding} {x : Term} (h : A.Under (entry [] σ)) :
    ∃ B, x.fit (x.value σ) A = some B ∧ B.Under (entry [] σ) := by
  cases x with
  | var n => exact Binding.set_complete h
  | const u =>
    refine ⟨A, ?_, h⟩
    show (bif Fast.sameText u u then some A else none) = _
    rw [Fast.sameText_iff.mpr rfl]
    rfl

/-- A binding makes a pattern an atom. -/
def Pattern.Is (B : Binding) (a : Atom) (p : Pattern) : Prop :=
  p.relation = a.relation ∧ p.subject.Is B a.subject ∧ p.object.Is B a.object

/-- What a binding says, its extensions say. -/
theorem Pattern.Is.mono {A B : Binding} {a : Atom} {p : Pattern} (h : p.Is A a) (k : B.Extends A) :
    p.Is B a := ⟨h.1, h.2.1.mono k, h.2.2.mono k⟩

/-- The atom of a pattern under a binding. -/
theorem Pattern.Is.instance {B : Binding} {a : Atom} {p : Pattern} (h : p.Is B a) :
    p.instance B.close = a := by
  obtain ⟨r, s, o⟩ := a
  obtain ⟨hr, hs, ho⟩ := h
  show Atom.mk p.relation (p.subject.value B.close) (p.object.value B.close) = _
  rw [hs.value, ho.value]
  exact congrArg (fun r => Atom.mk r s o) hr

/-- What `ofRelation` keeps. -/
theorem mem_ofRelation_iff {relation : Text} {known : List Atom} {a : Atom} :
    a ∈ ofRelation relation known ↔ a ∈ known ∧ relation = a.relation := by
  induction known with
  | nil => exact ⟨fun h => absurd h not_mem_nil, fun h => absurd h.1 not_mem_nil⟩
  | cons b known ih =>
    show a ∈ (bif Fast.sameText relation b.relation then b :: ofRelation relation known
      else ofRelation relation known) ↔ _
    cases hb : Fast.sameText relation b.relation with
    | true =>
      refine mem_cons_iff.trans ⟨fun h => ?_, fun ⟨h, hr⟩ => ?_⟩
      · cases h with
        | inl e => exact ⟨e ▸ mem_head, e ▸ Fast.sameText_iff.mp hb⟩
        | inr h => exact ⟨mem_tail (ih.mp h).1, (ih.mp h).2⟩
      · exact (mem_cons_iff.mp h).elim Or.inl fun h => Or.inr (ih.mpr ⟨h, hr⟩)
    | false =>
      refine ⟨fun h => ⟨mem_tail (ih.mp h).1, (ih.mp h).2⟩, fun ⟨h, hr⟩ => ?_⟩
      cases mem_cons_iff.mp h with
      | inl e =>
        subst e
        exact nomatch hb.symm.trans (Fast.sameText_iff.mpr hr)
      | inr h => exact ih.mpr ⟨h, hr⟩

/-- `Pattern.fit` makes the pattern the atom, and keeps what was said. -/
theorem Pattern.fit_spec {a : Atom} {A B : Binding} {p : Pattern} (hr : p.relation = a.relation)
    (h : p.fit a A = some B) : B.Extends A ∧ p.Is B a := by
  have h : Option.rec (motive := fun _ => Option Binding) none (fun C => p.object.fit a.object C)
      (p.subject.fit a.subject A) = some B := h
  cases hs : p.subject.fit a.subject A with
  | none =>
    rw [hs] at h
    exact nomatch h
  | some C =>
    rw [hs] at h
    have hs := Term.fit_spec hs
    have ho := Term.fit_spec (A := C) h
    exact ⟨ho.1.trans hs.1, hr, hs.2.mono ho.1, ho.2⟩

/-- `Pattern.fit` succeeds where an assignment allows it. -/
theorem Pattern.fit_complete {σ : List Text} {A : Binding} {p : Pattern} (h : A.Under (entry [] σ)) :
    ∃ B, p.fit (p.instance σ) A = some B ∧ B.Under (entry [] σ) := by
  obtain ⟨C, hs, hC⟩ := Term.fit_complete (x := p.subject) h
  obtain ⟨B, ho, hB⟩ := Term.fit_complete (x := p.object) hC
  refine ⟨B, ?_, hB⟩
  show Option.rec (motive := fun _ => Option Binding) none (fun C => p.object.fit (p.object.value σ) C)
      (p.subject.fit (p.subject.value σ) A) = _
  rw [hs]
  exact ho

/-! ## Rules -/

/-- The bindings of one more pattern. -/
theorem mem_bindings_cons_iff {known : List Atom} {p : Pattern} {body : List Pattern} {A B : Binding} :
    B ∈ bindings known (p :: body) A ↔
      ∃ a, (a ∈ known ∧ p.relation = a.relation) ∧
        ∃ C, p.fit a A = some C ∧ B ∈ bindings known body C := by
  have unfolded : bindings known (p :: body) A = Fast.flatMap (ofRelation p.relation known) fun a =>
      Option.rec (motive := fun _ => List Binding) [] (bindings known body) (p.fit a A) := rfl
  rw [unfolded, Fast.flatMap_eq]
  refine mem_flatMap_iff.trans ⟨fun ⟨a, ha, h⟩ => ⟨a, mem_ofRelation_iff.mp ha, ?_⟩,
    fun ⟨a, ha, C, hC, h⟩ => ⟨a, mem_ofRelation_iff.mpr ha, ?_⟩⟩
  · cases hf : p.fit a A with
    | none =>
      rw [hf] at h
      exact absurd h not_mem_nil
    | some C =>
      rw [hf] at h
      exact ⟨C, rfl, h⟩
  · rw [hC]
    exact h

/-- What a rule yields, in terms of bindings. -/
theorem mem_yields_iff {known : List Atom} {r : Rule} {a : Atom} :
    a ∈ r.yields known ↔ ∃ B, B ∈ bindings known r.body [] ∧ r.head.instance B.close = a := by
  unfold Rule.yields
  rw [Fast.map_eq]
  exact mem_map_iff

/-- Every binding that is found makes all patterns known. -/
theorem bindings_spec {known : List Atom} {body : List Pattern} {A B : Binding}
    (h : B ∈ bindings known body A) :
    B.Extends A ∧ ∀ p, p ∈ body → ∃ a, a ∈ known ∧ p.Is B a := by
  induction body generalizing A with
  | nil =>
    rw [mem_single_iff.mp h]
    exact ⟨fun _ _ e => e, fun _ h => absurd h not_mem_nil⟩
  | cons p body ih =>
    obtain ⟨a, ⟨ha, hr⟩, C, hf, h⟩ := mem_bindings_cons_iff.mp h
    have hf := Pattern.fit_spec hr hf
    have ih := ih h
    refine ⟨ih.1.trans hf.1, fun q hq => ?_⟩
    cases mem_cons_iff.mp hq with
    | inl e => exact ⟨a, ha, e ▸ hf.2.mono ih.1⟩
    | inr hq => exact ih.2 q hq

/-- An assignment that makes all patterns known is found. -/
theorem bindings_complete {known : List Atom} {body : List Pattern} {A : Binding} {σ : List Text}
    (h : A.Under (entry [] σ)) (hk : ∀ p, p ∈ body → p.instance σ ∈ known) :
    ∃ B, B ∈ bindings known body A ∧ B.Under (entry [] σ) := by
  induction body generalizing A with
  | nil => exact ⟨A, mem_head, h⟩
  | cons p body ih =>
    obtain ⟨C, hf, hC⟩ := Pattern.fit_complete (p := p) h
    obtain ⟨B, hB, hu⟩ := ih hC fun q hq => hk q (mem_tail hq)
    exact ⟨B, mem_bindings_cons_iff.mpr ⟨p.instance σ, ⟨hk p mem_head, rfl⟩, C, hf, hB⟩, hu⟩

/-- What a rule yields follows, if what is known does. -/
theorem derivable_of_mem_yields {P : Program} {known : List Atom} (hs : Sound P known) {r : Rule}
    (hr : r ∈ P.rules) {a : Atom} (h : a ∈ r.yields known) : Derivable P.facts P.rules a := by
  obtain ⟨B, hB, e⟩ := mem_yields_iff.mp h
  have spec := bindings_spec hB
  refine e ▸ .rule B.close hr fun p hp => ?_
  obtain ⟨b, hb, hi⟩ := spec.2 p hp
  rw [hi.instance]
  exact hs b hb

/-- `Term.isVar` recognises a variable. -/
theorem Term.eq_var_of_isVar {n : Nat} {x : Term} (h : x.isVar n = true) : x = .var n := by
  cases x with
  | var m => rw [nat_beq_iff.mp h]
  | const u => exact nomatch h

/-- A place that a known body fixes has the text of a constant or of a known atom. -/
theorem Term.fixed_spec {known : List Atom} {body : List Pattern} {B : Binding} {x : Term}
    (h : B ∈ bindings known body []) (hx : x.isFixedBy body = true) :
    x = .const (x.value B.close) ∨
      ∃ a, a ∈ known ∧ (x.Is B a.subject ∨ x.Is B a.object) := by
  cases x with
  | const u => exact Or.inl rfl
  | var n =>
    obtain ⟨p, hp, hv⟩ := any_iff.mp hx
    obtain ⟨a, ha, _, hs, ho⟩ := (bindings_spec h).2 p hp
    refine Or.inr ⟨a, ha, ?_⟩
    cases bool_or_iff.mp hv with
    | inl hv =>
      rw [eq_var_of_isVar hv] at hs
      exact Or.inl hs
    | inr hv =>
      rw [eq_var_of_isVar hv] at ho
      exact Or.inr ho

/-- A place that a known body fixes has one value. -/
theorem Term.value_eq_of_fixed {known : List Atom} {body : List Pattern} {B : Binding} {x : Term}
    {σ : List Text} (h : B ∈ bindings known body []) (hx : x.isFixedBy body = true)
    (hu : B.Under (entry [] σ)) : x.value B.close = x.value σ := by
  cases fixed_spec h hx with
  | inl e =>
    have value (τ : List Text) (u : Text) : (Term.const u).value τ = u := rfl
    rw [e, value, value]
  | inr e =>
    obtain ⟨a, _, hi⟩ := e
    exact hi.elim (fun hi => hi.value.trans (hi.value_of_under hu).symm)
      fun hi => hi.value.trans (hi.value_of_under hu).symm

/-- A safe rule yields its head wherever its body is known. -/
theorem mem_yields {known : List Atom} {r : Rule} {σ : List Text} (hr : r.safe = true)
    (h : ∀ p, p ∈ r.body → p.instance σ ∈ known) : r.head.instance σ ∈ r.yields known := by
  obtain ⟨B, hB, hu⟩ := bindings_complete (A := []) (σ := σ)
    (fun n t e => (nomatch (Binding.get_nil n).symm.trans e)) h
  refine mem_yields_iff.mpr ⟨B, hB, ?_⟩
  have hr := bool_and_iff.mp hr
  show Atom.mk _ (r.head.subject.value B.close) (r.head.object.value B.close) = _
  rw [Term.value_eq_of_fixed hB hr.1 hu, Term.value_eq_of_fixed hB hr.2 hu]
  rfl

/-! ## Saturation -/

/-- What `fresh` does with one more atom. -/
theorem fresh_cons (known : List Atom) (b : Atom) (l : List Atom) : fresh known (b :: l) =
    bif b.isIn known || b.isIn l then fresh known l else b :: fresh known l := by
  have unfolded : fresh known (b :: l) =
    bif Fast.isIn b known || Fast.isIn b l then fresh known l else b :: fresh known l := rfl
  rw [unfolded, Fast.isIn_eq, Fast.isIn_eq]

/-- One round of saturation. -/
theorem saturateFrom_succ (rules : List Rule) (n : Nat) (known : List Atom) :
    saturateFrom rules (n + 1) known = List.rec (motive := fun _ => List Atom) known
      (fun a l _ => saturateFrom rules n (a :: l ++ known))
      (fresh known (rules.flatMap (Rule.yields known))) := by
  have unfolded : saturateFrom rules (n + 1) known = List.rec (motive := fun _ => List Atom) known
      (fun a l _ => saturateFrom rules n (a :: Fast.append l known))
      (fresh known (Fast.flatMap rules (Rule.yields known))) := rfl
  rw [unfolded, Fast.flatMap_eq]
  cases fresh known (rules.flatMap (Rule.yields known)) with
  | nil => rfl
  | cons a l =>
    show saturateFrom rules n (a :: Fast.append l known) = saturateFrom rules n (a :: l ++ known)
    rw [Fast.append_eq]
    rfl

/-- What `fresh` keeps. -/
theorem mem_fresh_iff {known l : List Atom} {a : Atom} :
    a ∈ fresh known l ↔ a ∈ l ∧ ¬ a ∈ known := by
  induction l with
  | nil => exact ⟨fun h => absurd h not_mem_nil, fun h => absurd h.1 not_mem_nil⟩
  | cons b l ih =>
    rw [fresh_cons]
    cases hb : b.isIn known || b.isIn l with
    | true =>
      refine ih.trans ⟨fun h => ⟨mem_tail h.1, h.2⟩, fun ⟨h, hn⟩ => ⟨?_, hn⟩⟩
      cases mem_cons_iff.mp h with
      | inr h => exact h
      | inl e =>
        cases bool_or_iff.mp hb with
        | inl hb => exact absurd (e ▸ Atom.isIn_iff.mp hb) hn
        | inr hb => exact e ▸ Atom.isIn_iff.mp hb
    | false =>
      refine mem_cons_iff.trans ⟨fun h => ?_, fun ⟨h, hn⟩ => ?_⟩
      · cases h with
        | inl e =>
          subst e
          refine ⟨mem_head, fun h => ?_⟩
          exact nomatch hb.symm.trans (bool_or_iff.mpr (Or.inl (Atom.isIn_iff.mpr h)))
        | inr h =>
          have h := ih.mp h
          exact ⟨mem_tail h.1, h.2⟩
      · cases mem_cons_iff.mp h with
        | inl e => exact Or.inl e
        | inr h => exact Or.inr (ih.mpr ⟨h, hn⟩)

/-- `fresh` keeps each atom once. -/
theorem fresh_distinct {known l : List Atom} : Distinct (fresh known l) := by
  induction l with
  | nil => exact trivial
  | cons b l ih =>
    rw [fresh_cons]
    cases hb : b.isIn known || b.isIn l with
    | true => exact ih
    | false =>
      refine ⟨fun h => ?_, ih⟩
      exact nomatch hb.symm.trans (bool_or_iff.mpr (Or.inr (Atom.isIn_iff.mpr (mem_fresh_iff.mp h).1)))

/-- Saturation finds only what follows. -/
theorem sound_saturateFrom {P : Program} {n : Nat} {known : List Atom} (h : Sound P known) :
    Sound P (saturateFrom P.rules n known) := by
  induction n generalizing known with
  | zero => exact h
  | succ n ih =>
    rw [saturateFrom_succ]
    cases hf : fresh known (P.rules.flatMap (Rule.yields known)) with
    | nil => exact h
    | cons a l =>
      refine ih fun b hb => ?_
      cases mem_append_iff.mp hb with
      | inr hb => exact h b hb
      | inl hb =>
        obtain ⟨r, hr, hb⟩ := mem_flatMap_iff.mp (mem_fresh_iff.mp (hf ▸ hb)).1
        exact derivable_of_mem_yields h hr hb

/-- The rules make nothing new of what is known. -/
def Closed (P : Program) (known : List Atom) : Prop :=
  ∀ r, r ∈ P.rules → ∀ a, a ∈ r.yields known → a ∈ known

/-- Where nothing new comes out, everything is known. -/
theorem complete_of_closed {P : Program} (hP : P.safe = true) {known : List Atom}
    (hf : ∀ a, a ∈ P.facts → a ∈ known) (hc : Closed P known) : Complete P known := by
  intro a h
  induction h with
  | fact h => exact hf _ h
  | rule σ hr _ ih => exact hc _ hr _ (mem_yields (all_iff.mp (bool_and_iff.mp hP).1 _ hr) ih)

/-- Saturation forgets nothing. -/
theorem mem_saturateFrom {rules : List Rule} {n : Nat} {known : List Atom} {a : Atom}
    (h : a ∈ known) : a ∈ saturateFrom rules n known := by
  induction n generalizing known with
  | zero => exact h
  | succ n ih =>
    rw [saturateFrom_succ]
    cases fresh known (rules.flatMap (Rule.yields known)) with
    | nil => exact h
    | cons b l => exact ih (mem_append_iff.mpr (Or.inr h))

/-- Saturation inside a finite set of atoms ends. -/
theorem closed_saturateFrom {P : Program} {all : List Atom}
    (hall : ∀ known, (∀ a, a ∈ known → a ∈ all) → ∀ r, r ∈ P.rules →
      ∀ a, a ∈ r.yields known → a ∈ all)
    {n : Nat} {known : List Atom} (hd : Distinct known) (hk : ∀ a, a ∈ known → a ∈ all)
    (hn : all.length < known.length + n) : Closed P (saturateFrom P.rules n known) := by
  induction n generalizing known with
  | zero => exact absurd (Nat.lt_of_lt_of_le hn (hd.length_le hk)) (Nat.lt_irrefl _)
  | succ n ih =>
    rw [saturateFrom_succ]
    have keep {a : Atom} (h : a ∈ fresh known (P.rules.flatMap (Rule.yields known))) : a ∈ all := by
      obtain ⟨r, hr, ha⟩ := mem_flatMap_iff.mp (mem_fresh_iff.mp h).1
      exact hall known hk r hr a ha
    have distinct := fresh_distinct (known := known) (l := P.rules.flatMap (Rule.yields known))
    cases hf : fresh known (P.rules.flatMap (Rule.yields known)) with
    | nil =>
      intro r hr a ha
      by_cases h : a.isIn known = true
      · exact Atom.isIn_iff.mp h
      · have : a ∈ fresh known (P.rules.flatMap (Rule.yields known)) :=
          mem_fresh_iff.mpr ⟨mem_flatMap_iff.mpr ⟨r, hr, ha⟩, fun k => h (Atom.isIn_iff.mpr k)⟩
        rw [hf] at this
        exact absurd this not_mem_nil
    | cons a l =>
      refine ih (Distinct.append (hf ▸ distinct) hd fun b hb hb' => ?_) (fun b hb => ?_) ?_
      · exact (mem_fresh_iff.mp (hf ▸ hb)).2 hb'
      · exact (mem_append_iff.mp hb).elim (fun hb => keep (hf ▸ hb)) (hk b)
      · refine Nat.lt_of_lt_of_le hn ?_
        show known.length + (n + 1) ≤ (l ++ known).length + 1 + n
        rw [length_append_eq, Nat.add_assoc, Nat.add_assoc, Nat.add_comm 1 n]
        exact Nat.le_add_left _ _

/-! ## All atoms of a safe program -/

/-- The text of a constant place. -/
def Term.text : Term → Text
  | var _ => []
  | const t => t

/-- The relations of a program. -/
def Program.relations (P : Program) : List Text :=
  P.facts.map Atom.relation ++ P.rules.map fun r => r.head.relation

/-- The texts that a program can speak of. -/
def Program.texts (P : Program) : List Text :=
  (P.facts.map Atom.subject ++ P.rules.map fun r => r.head.subject.text) ++
    (P.facts.map Atom.object ++ P.rules.map fun r => r.head.object.text)

/-- All atoms that a program can speak of. -/
def Program.atoms (P : Program) : List Atom :=
  P.relations.flatMap fun r => P.texts.flatMap fun s => P.texts.map fun o => ⟨r, s, o⟩

/-- What the atoms of a program are made of. -/
theorem Program.mem_atoms_iff {P : Program} {a : Atom} :
    a ∈ P.atoms ↔ a.relation ∈ P.relations ∧ a.subject ∈ P.texts ∧ a.object ∈ P.texts := by
  refine mem_flatMap_iff.trans ⟨fun ⟨r, hr, h⟩ => ?_, fun ⟨hr, hs, ho⟩ => ?_⟩
  · obtain ⟨s, hs, h⟩ := mem_flatMap_iff.mp h
    obtain ⟨o, ho, e⟩ := mem_map_iff.mp h
    subst e
    exact ⟨hr, hs, ho⟩
  · exact ⟨_, hr, mem_flatMap_iff.mpr ⟨_, hs, mem_map_iff.mpr ⟨_, ho, rfl⟩⟩⟩

/-- There are no more atoms than the bound says. -/
theorem Program.length_atoms (P : Program) : P.atoms.length = P.bound := by
  have texts : P.texts.length = 2 * (P.facts.length + P.rules.length) := by
    unfold Program.texts
    rw [length_append_eq, length_append_eq, length_append_eq, length_map_eq, length_map_eq,
      length_map_eq, length_map_eq, Nat.succ_mul 1, Nat.one_mul]
  have relations : P.relations.length = P.facts.length + P.rules.length := by
    unfold Program.relations
    rw [length_append_eq, length_map_eq, length_map_eq]
  show (P.relations.flatMap _).length = _
  rw [length_flatMap_eq (k := P.texts.length * P.texts.length), relations, texts]
  · rfl
  · intro r _
    rw [length_flatMap_eq (k := P.texts.length)]
    intro s _
    exact length_map_eq _ _

/-- The facts of a program are among its atoms. -/
theorem Program.mem_atoms_of_fact {P : Program} {a : Atom} (h : a ∈ P.facts) : a ∈ P.atoms := by
  refine mem_atoms_iff.mpr ⟨?_, ?_, ?_⟩
  · exact mem_append_iff.mpr (Or.inl (mem_map_iff.mpr ⟨a, h, rfl⟩))
  · exact mem_append_iff.mpr (Or.inl (mem_append_iff.mpr (Or.inl (mem_map_iff.mpr ⟨a, h, rfl⟩))))
  · exact mem_append_iff.mpr (Or.inr (mem_append_iff.mpr (Or.inl (mem_map_iff.mpr ⟨a, h, rfl⟩))))

/-- Safe rules lead from atoms of a program to atoms of the program. -/
theorem Program.mem_atoms_of_yields {P : Program} (hP : P.safe = true) {known : List Atom}
    (hk : ∀ a, a ∈ known → a ∈ P.atoms) {r : Rule} (hr : r ∈ P.rules) {a : Atom}
    (h : a ∈ r.yields known) : a ∈ P.atoms := by
  obtain ⟨B, hB, e⟩ := mem_yields_iff.mp h
  subst e
  have safe := bool_and_iff.mp (all_iff.mp (bool_and_iff.mp hP).1 r hr)
  have place {x : Term} (hx : x.isFixedBy r.body = true) (hc : x.text ∈ P.texts) :
      x.value B.close ∈ P.texts := by
    cases Term.fixed_spec hB hx with
    | inl e =>
      have : x.text = x.value B.close := congrArg Term.text e
      exact this ▸ hc
    | inr e =>
      obtain ⟨b, hb, hi⟩ := e
      have hb := mem_atoms_iff.mp (hk b hb)
      exact hi.elim (fun hi => hi.value ▸ hb.2.1) fun hi => hi.value ▸ hb.2.2
  refine mem_atoms_iff.mpr ⟨?_, place safe.1 ?_, place safe.2 ?_⟩
  · exact mem_append_iff.mpr (Or.inr (mem_map_iff.mpr ⟨r, hr, rfl⟩))
  · exact mem_append_iff.mpr (Or.inl (mem_append_iff.mpr (Or.inr (mem_map_iff.mpr ⟨r, hr, rfl⟩))))
  · exact mem_append_iff.mpr (Or.inr (mem_append_iff.mpr (Or.inr (mem_map_iff.mpr ⟨r, hr, rfl⟩))))

/-! ## The decision -/

/-- Saturation finds only what follows, even if the program is not safe. -/
theorem derivable_of_mem_saturate (P : Program) : Sound P (saturate P) :=
  sound_saturateFrom fun _ ha => .fact (mem_fresh_iff.mp ha).1

/-- Saturation finds everything that follows, if the program is safe. -/
theorem mem_saturate_of_derivable {P : Program} (hP : P.safe = true) : Complete P (saturate P) := by
  refine complete_of_closed hP
    (fun a ha => mem_saturateFrom (mem_fresh_iff.mpr ⟨ha, not_mem_nil⟩)) ?_
  refine closed_saturateFrom (all := P.atoms)
    (fun known hk r hr a ha => P.mem_atoms_of_yields hP hk hr ha) fresh_distinct
    (fun a ha => P.mem_atoms_of_fact (mem_fresh_iff.mp ha).1) ?_
  rw [P.length_atoms]
  exact Nat.le_add_left _ _

/-- Saturation finds exactly what follows. -/
theorem mem_saturate_iff {P : Program} (hP : P.safe = true) {a : Atom} :
    a ∈ saturate P ↔ Derivable P.facts P.rules a :=
  ⟨derivable_of_mem_saturate P a, mem_saturate_of_derivable hP a⟩

/-- **The decision agrees with the meaning**, for programs whose rules are safe. -/
theorem admits_iff {P : Program} (hP : P.safe = true) {c : Context} {output : Text} :
    admits P c output = true ↔ Admits P c output := by
  unfold admits
  rw [Fast.admitsKnowing_eq]
  exact admitsKnowing_iff ⟨derivable_of_mem_saturate P, fun _ => mem_saturate_of_derivable hP⟩
    (bool_and_iff.mp hP).2

/-- The bodies of all rules fix what their heads say, and nothing needs a witness. -/
class Program.IsSafe (P : Program) : Prop where
  /-- The test says so. -/
  safe : P.safe = true

/-- For safe programs admission is decidable. -/
noncomputable instance (P : Program) [h : P.IsSafe] (c : Context) (output : Text) : Decidable (Admits P c output) :=
  match e : admits P c output with
  | true => isTrue ((admits_iff h.safe).mp e)
  | false => isFalse fun k => nomatch e.symm.trans ((admits_iff h.safe).mpr k)

/-- For safe programs what follows is decidable. -/
noncomputable instance (P : Program) [h : P.IsSafe] (a : Atom) : Decidable (Derivable P.facts P.rules a) :=
  match e : Fast.isIn a (saturate P) with
  | true => isTrue ((mem_saturate_iff h.safe).mp (Atom.isIn_iff.mp ((Fast.isIn_eq _ _).symm.trans e)))
  | false => isFalse fun k => nomatch e.symm.trans
    ((Fast.isIn_eq _ _).trans (Atom.isIn_iff.mpr ((mem_saturate_iff h.safe).mpr k)))

end DetLM
