import DetLM.Spec.Certified
import DetLM.Spec.Languages
import DetLM.Thm.Automaton
import DetLM.Thm.Masks

/-!
# What a certified automaton is good for

## Main results

* `Table.accepts_iff`, `Table.lang_of_accepts`: it accepts the texts of its expression, or some of them
* `Table.isExact`: the states that it calls viable are those from which an end can be reached
* `certified_masks_are_exact`: its mask allows a token exactly if the category goes on with it
* `certified_masks_are_sound`: where it may accept less, what its mask allows the category allows
-/

namespace DetLM

open Fast (choose)
open Automaton (nth sample sameBool allBelow)

namespace Regex

/-- `choose` that gives way only under a condition. -/
theorem choose_if_iff {a b : Bool} : choose a b true = true ↔ (a = true → b = true) := by
  cases a
  · exact ⟨fun _ h => (nomatch h), fun _ => rfl⟩
  · exact ⟨fun h _ => h, fun h => h rfl⟩

/-- Bytes that the first sets do not tell apart have the same derivatives. -/
theorem follow_eq_of_within {S : List ByteSet} {b c : Byte} {r : Regex} (hr : within S r = true)
    (h : ∀ s, s ∈ S → ByteSet.has s b = ByteSet.has s c) : follow b r = follow c r := by
  induction r with
  | nothing => rfl
  | empty => rfl
  | oneOf s =>
    have hr : Fast.any S (Nat.beq s) = true := hr
    rw [Fast.any_eq] at hr
    obtain ⟨m, hm, e⟩ := any_iff.mp hr
    show choose (ByteSet.has s b) empty nothing = choose (ByteSet.has s c) empty nothing
    rw [nat_beq_iff.mp e, h m hm]
  | seq p q hp hq =>
    obtain ⟨wp, wq⟩ := choose_and_iff.mp hr
    have wq := choose_if_iff.mp wq
    show choose (Fast.nullable p) (union (Fast.mkSeq (follow b p) q) (follow b q))
      (Fast.mkSeq (follow b p) q) = choose (Fast.nullable p) (union (Fast.mkSeq (follow c p) q) (follow c q))
      (Fast.mkSeq (follow c p) q)
    rw [hp wp]
    cases n : Fast.nullable p with
    | true => rw [hq (wq n)]
    | false => rfl
  | either p q hp hq =>
    obtain ⟨wp, wq⟩ := choose_and_iff.mp hr
    show union (follow b p) (follow b q) = union (follow c p) (follow c q)
    rw [hp wp, hq wq]
  | star p hp =>
    show Fast.mkSeq (follow b p) (star p) = Fast.mkSeq (follow c p) (star p)
    rw [hp hr]
  | atMost n p hp =>
    cases n with
    | zero => rfl
    | succ n =>
      show Fast.mkSeq (follow b p) (atMost n p) = Fast.mkSeq (follow c p) (atMost n p)
      rw [hp hr]
  | both p q hp hq =>
    obtain ⟨wp, wq⟩ := choose_and_iff.mp hr
    show meet (follow b p) (follow b q) = meet (follow c p) (follow c q)
    rw [hp wp, hq wq]
  | without p q hp hq =>
    obtain ⟨wp, wq⟩ := choose_and_iff.mp hr
    show minus (follow b p) (follow b q) = minus (follow c p) (follow c q)
    rw [hp wp, hq wq]

/-- What no first set holds leads nowhere. -/
theorem follow_eq_nothing_of_within {S : List ByteSet} {b : Byte} {r : Regex} (hr : within S r = true)
    (h : ∀ s, s ∈ S → ByteSet.has s b = false) : follow b r = nothing := by
  induction r with
  | nothing => rfl
  | empty => rfl
  | oneOf s =>
    have hr : Fast.any S (Nat.beq s) = true := hr
    rw [Fast.any_eq] at hr
    obtain ⟨m, hm, e⟩ := any_iff.mp hr
    show choose (ByteSet.has s b) empty nothing = nothing
    rw [nat_beq_iff.mp e, h m hm]
  | seq p q hp hq =>
    obtain ⟨wp, wq⟩ := choose_and_iff.mp hr
    have wq := choose_if_iff.mp wq
    show choose (Fast.nullable p) (union (Fast.mkSeq (follow b p) q) (follow b q))
      (Fast.mkSeq (follow b p) q) = nothing
    rw [hp wp]
    cases n : Fast.nullable p with
    | true => rw [hq (wq n)]; rfl
    | false => rfl
  | either p q hp hq =>
    obtain ⟨wp, wq⟩ := choose_and_iff.mp hr
    show union (follow b p) (follow b q) = nothing
    rw [hp wp, hq wq]
    rfl
  | star p hp =>
    show Fast.mkSeq (follow b p) (star p) = nothing
    rw [hp hr]
    rfl
  | atMost n p hp =>
    cases n with
    | zero => rfl
    | succ n =>
      show Fast.mkSeq (follow b p) (atMost n p) = nothing
      rw [hp hr]
      rfl
  | both p q hp hq =>
    obtain ⟨wp, wq⟩ := choose_and_iff.mp hr
    show meet (follow b p) (follow b q) = nothing
    rw [hp wp, hq wq]
    rfl
  | without p q hp hq =>
    obtain ⟨wp, wq⟩ := choose_and_iff.mp hr
    show minus (follow b p) (follow b q) = nothing
    rw [hp wp, hq wq]
    rfl

end Regex

namespace Table

variable {exact : Bool} {T : Table} {r : Regex}

/-! ## What was compared -/

/-- An entry of a list, by its place. -/
theorem mem_of_nth {α : Type u} {l : List α} {i : Nat} {a : α} (h : nth l i = some a) : a ∈ l := by
  induction l generalizing i with
  | nil =>
    unfold nth at h
    rw [(Automaton.drop_eq a [] i).1] at h
    exact nomatch h
  | cons b l ih =>
    cases i with
    | zero =>
      injection h with e
      exact e ▸ mem_head
    | succ i =>
      unfold nth at h
      rw [(Automaton.drop_eq b l i).2] at h
      exact mem_tail (ih h)

/-- What holds of all states holds of each. -/
theorem of_allStates {p : TableState → Bool} {blocks : List (List TableState)} (h : allStates p blocks = true)
    {s : Nat} {x : TableState} (hs : state? blocks s = some x) : p x = true := by
  unfold allStates at h
  rw [Fast.all_eq] at h
  unfold state? at hs
  cases e : nth blocks (Nat.div s 64) with
  | none =>
    rw [e] at hs
    exact nomatch hs
  | some l =>
    rw [e] at hs
    have k := all_iff.mp h l (mem_of_nth e)
    rw [Fast.all_eq] at k
    exact all_iff.mp k x (mem_of_nth hs)

/-- An expression stands for a state. -/
def Stands (blocks : List (List TableState)) (s : Nat) (q : Regex) : Prop :=
  ∃ x, state? blocks s = some x ∧ q ∈ x.expressions

/-- What `holds` says. -/
theorem stands_of_holds {blocks : List (List TableState)} {s : Nat} {q : Regex}
    (h : holds blocks s q = true) : Stands blocks s q := by
  unfold holds at h
  cases e : state? blocks s with
  | none =>
    rw [e] at h
    exact nomatch h
  | some x =>
    rw [e] at h
    have h : Fast.any x.expressions (fun p => Regex.same q p) = true := h
    rw [Fast.any_eq] at h
    obtain ⟨p, hp, same⟩ := any_iff.mp h
    exact ⟨x, e, Regex.eq_of_same same ▸ hp⟩

/-- What a front says of a byte: its class leads nowhere, or is in a group, whose first class it is like. -/
theorem target_cases {blocks : List (List TableState)} {q : Regex} {c : Byte} {groups : List (List Byte)}
    {targets : List Nat} (h : leads blocks q groups targets = true) :
    ((∀ g, g ∈ groups → c ∉ g) ∧ target groups c targets = 0) ∨
      ∃ d g, d :: g ∈ groups ∧ c ∈ d :: g ∧ holds blocks (target groups c targets) (q.follow d) = true := by
  induction groups generalizing targets with
  | nil => exact Or.inl ⟨fun _ hg => absurd hg not_mem_nil, rfl⟩
  | cons g groups ih =>
    cases targets with
    | nil => exact nomatch h
    | cons t targets =>
      cases g with
      | nil => exact nomatch h
      | cons d g =>
        have h : holds blocks t (q.follow d) = true ∧ leads blocks q groups targets = true :=
          choose_and_iff.mp h
        have e : target ((d :: g) :: groups) c (t :: targets) =
          choose (Fast.any (d :: g) (Nat.beq c)) t (target groups c targets) := rfl
        cases k : Fast.any (d :: g) (Nat.beq c) with
        | true =>
          rw [k] at e
          refine Or.inr ⟨d, g, mem_head, ?_, e ▸ h.1⟩
          rw [Fast.any_eq] at k
          obtain ⟨m, hm, em⟩ := any_iff.mp k
          exact nat_beq_iff.mp em ▸ hm
        | false =>
          rw [k] at e
          rw [e]
          have out : c ∉ d :: g := fun hc => by
            rw [Fast.any_eq, any_iff.mpr ⟨c, hc, nat_beq_iff.mpr rfl⟩] at k
            exact nomatch k
          cases ih h.2 with
          | inl none =>
            exact Or.inl ⟨fun g' hg => (mem_cons_iff.mp hg).elim (fun e => e ▸ out) (none.1 g'), none.2⟩
          | inr some =>
            obtain ⟨d', g', hg, hc, k⟩ := some
            exact Or.inr ⟨d', g', mem_tail hg, hc, k⟩

/-- The comparison, part by part. -/
structure Passed (exact : Bool) (T : Table) (r : Regex) : Prop where
  /-- The dead state has no rank. -/
  dead : rank T.blocks 0 = 0
  /-- It stands for nothing. -/
  nothing : Stands T.blocks 0 .nothing
  /-- The first state stands for the expression. -/
  start : Stands T.blocks T.start r
  /-- Bytes are like their samples. -/
  alike : ∀ b, b < 256 → sample T.bytes.samples b ∈ T.bytes.classes ∧
    ∀ s, s ∈ T.bytes.sets → ByteSet.has s b = ByteSet.has s (sample T.bytes.samples b)
  /-- States do what their expressions say. -/
  states {s : Nat} {x : TableState} : state? T.blocks s = some x → stateHolds exact T.blocks T.bytes.classes T.bytes.sets x = true
  /-- Ranks are borne out. -/
  ranks {s : Nat} {x : TableState} : state? T.blocks s = some x → rankHolds T.bytes.samples T.blocks x = true

/-- What a certificate says. -/
theorem Certified.passed (h : T.Certified exact r) : Passed exact T r := by
  obtain ⟨⟨samples, classes, sets, bytes⟩, blocks, start⟩ := T
  obtain ⟨dead, h⟩ := choose_and_iff.mp h
  obtain ⟨nothing, h⟩ := choose_and_iff.mp h
  obtain ⟨first, h⟩ := choose_and_iff.mp h
  obtain ⟨states, ranks⟩ := choose_and_iff.mp h
  exact ⟨nat_beq_iff.mp dead, stands_of_holds nothing, stands_of_holds first,
    fun _ hb => Automaton.of_isLike bytes hb, fun hs => of_allStates states hs, fun hs => of_allStates ranks hs⟩

/-- What is said of a state and one of its expressions. -/
theorem Passed.state (h : Passed exact T r) {s : Nat} {x : TableState}
    (hs : state? T.blocks s = some x) {q : Regex} (hq : q ∈ x.expressions) :
    frontHolds exact T.bytes.classes T.bytes.sets x.front = true ∧
      choose (Nat.beq x.rank 1) (Fast.nullable q) (choose exact (choose (Fast.nullable q) false true) true) = true ∧
      q.within x.front.sets = true ∧ leads T.blocks q x.front.groups x.targets = true := by
  have k := h.states hs
  obtain ⟨rank, toward, front, targets, expressions⟩ := x
  obtain ⟨f, k⟩ := choose_and_iff.mp k
  rw [Fast.all_eq] at k
  obtain ⟨a, k⟩ := choose_and_iff.mp (all_iff.mp k q hq)
  obtain ⟨w, l⟩ := choose_and_iff.mp k
  exact ⟨f, a, w, l⟩

/-- A byte leads from where an expression stands to where its derivative does; where the automaton may accept less,
perhaps to the dead state. -/
theorem Passed.next (h : Passed exact T r) {s : Nat} {q : Regex} {b : Byte} (hb : b < 256)
    (hs : Stands T.blocks s q) : Stands T.blocks (step T.bytes.samples T.blocks s b) (q.follow b) ∨
      (exact = false ∧ step T.bytes.samples T.blocks s b = 0) := by
  obtain ⟨x, hx, hq⟩ := hs
  obtain ⟨f, _, w, l⟩ := h.state hx hq
  obtain ⟨known, f⟩ := choose_and_iff.mp f
  obtain ⟨parted, cover⟩ := choose_and_iff.mp f
  rw [Fast.all_eq] at known parted
  obtain ⟨inClasses, same⟩ := h.alike b hb
  have same (m : ByteSet) (hm : m ∈ x.front.sets) : ByteSet.has m b = ByteSet.has m (sample T.bytes.samples b) := by
    have k := all_iff.mp known m hm
    rw [Fast.any_eq] at k
    obtain ⟨m', hm', e⟩ := any_iff.mp k
    rw [nat_beq_iff.mp e]
    exact same m' hm'
  have there : step T.bytes.samples T.blocks s b = target x.front.groups (sample T.bytes.samples b) x.targets := by
    unfold step
    rw [hx]
  rw [there]
  cases target_cases (c := sample T.bytes.samples b) l with
  | inl none =>
    obtain ⟨out, e⟩ := none
    rw [e]
    cases exact with
    | false => exact Or.inr ⟨rfl, rfl⟩
    | true =>
      refine Or.inl ?_
      have cover : Fast.all T.bytes.classes _ = true := cover
      rw [Fast.all_eq] at cover
      have lack : q.follow b = .nothing := Regex.follow_eq_nothing_of_within w fun m hm => by
        rw [same m hm]
        cases choose_or_iff.mp (all_iff.mp cover _ inClasses) with
        | inl k =>
          rw [Fast.any_eq] at k
          obtain ⟨g, hg, k⟩ := any_iff.mp k
          rw [Fast.any_eq] at k
          obtain ⟨c, hc, e⟩ := any_iff.mp k
          exact absurd (nat_beq_iff.mp e ▸ hc) (out g hg)
        | inr k =>
          rw [Fast.all_eq] at k
          have k := all_iff.mp k m hm
          cases e : ByteSet.has m (sample T.bytes.samples b) with
          | true =>
            rw [e] at k
            exact nomatch k
          | false => rfl
      rw [lack]
      exact h.nothing
  | inr some =>
    obtain ⟨d, g, hg, hc, k⟩ := some
    refine Or.inl ?_
    have e : q.follow b = q.follow d := Regex.follow_eq_of_within w fun m hm => by
      rw [same m hm]
      have k := all_iff.mp parted _ hg
      have k : Fast.all x.front.sets (fun s => Fast.all g fun d' => sameBool (ByteSet.has s d')
        (ByteSet.has s d)) = true := k
      rw [Fast.all_eq] at k
      have k := all_iff.mp k m hm
      rw [Fast.all_eq] at k
      exact (mem_cons_iff.mp hc).elim (fun e => congrArg (ByteSet.has m) e) fun hc =>
        Automaton.sameBool_iff.mp (all_iff.mp k _ hc)
    rw [e]
    exact stands_of_holds k

/-! ## Reading -/

/-- Bytes are steps. -/
theorem toDfa_step {b : Byte} (hb : b < 256) (s : Nat) : T.toDfa.step s b = step T.bytes.samples T.blocks s b := by
  show (bif Nat.ble (b + 1) 256 then _ else 0) = _
  rw [nat_ble_iff.mpr (Nat.succ_le_of_lt hb)]
  rfl

/-- The rank of a state that is there. -/
theorem rank_eq {blocks : List (List TableState)} {s : Nat} {x : TableState} (h : state? blocks s = some x) :
    rank blocks s = x.rank := by
  unfold rank
  rw [h]

/-- Each target of a list is where some class leads, or no class does. -/
theorem target_mem (groups : List (List Byte)) (c : Byte) (targets : List Nat) :
    target groups c targets = 0 ∨ target groups c targets ∈ targets := by
  induction groups generalizing targets with
  | nil => exact Or.inl rfl
  | cons g groups ih =>
    cases targets with
    | nil => exact Or.inl rfl
    | cons t targets =>
      show choose (Fast.any g (Nat.beq c)) t (target groups c targets) = 0 ∨ _
      cases k : Fast.any g (Nat.beq c) with
      | true =>
        refine Or.inr ?_
        show choose (Fast.any g (Nat.beq c)) t (target groups c targets) ∈ _
        rw [k]
        exact mem_head
      | false =>
        cases ih targets with
        | inl e => exact Or.inl e
        | inr e =>
          refine Or.inr ?_
          show choose (Fast.any g (Nat.beq c)) t (target groups c targets) ∈ _
          rw [k]
          exact mem_tail e

/-- From a state without a rank, bytes lead to states without one. -/
theorem Passed.rank_step (h : Passed exact T r) {s : Nat} (e : rank T.blocks s = 0) (b : Byte) :
    rank T.blocks (step T.bytes.samples T.blocks s b) = 0 := by
  unfold step
  cases hx : state? T.blocks s with
  | none => exact h.dead
  | some x =>
    have k := h.ranks hx
    rw [rank_eq hx] at e
    unfold rankHolds at k
    rw [e] at k
    have k : Fast.all x.targets (fun t => Nat.beq (rank T.blocks t) 0) = true := k
    rw [Fast.all_eq] at k
    show rank T.blocks (target x.front.groups (sample T.bytes.samples b) x.targets) = 0
    cases target_mem x.front.groups (sample T.bytes.samples b) x.targets with
    | inl e => exact e ▸ h.dead
    | inr m => exact nat_beq_iff.mp (all_iff.mp k _ m)

/-- From a state without a rank nothing is accepted. -/
theorem Passed.not_accepted (h : Passed exact T r) {t : Text} (ht : IsBytes t) {s : Nat}
    (e : rank T.blocks s = 0) : ¬ T.toDfa.accepting (T.toDfa.runFrom t s) = true := by
  induction t generalizing s with
  | nil =>
    intro k
    have k : Nat.beq (rank T.blocks s) 1 = true := k
    rw [e] at k
    exact nomatch k
  | cons b t ih =>
    show ¬ T.toDfa.accepting (T.toDfa.runFrom t (T.toDfa.step s b)) = true
    rw [toDfa_step (ht b mem_head)]
    exact ih ht.tail (h.rank_step e b)

/-- From a state of some rank a text is accepted. -/
theorem Passed.exists_accepted (h : Passed exact T r) (k : Nat) {s : Nat}
    (e : rank T.blocks s = k + 1) : ∃ t, IsBytes t ∧ T.toDfa.accepting (T.toDfa.runFrom t s) = true := by
  induction k generalizing s with
  | zero => exact ⟨[], fun _ hb => absurd hb not_mem_nil, nat_beq_iff.mpr e⟩
  | succ k ih =>
    cases hx : state? T.blocks s with
    | none =>
      unfold rank at e
      rw [hx] at e
      exact nomatch e
    | some x =>
      have there := h.ranks hx
      rw [rank_eq hx] at e
      unfold rankHolds at there
      rw [e] at there
      obtain ⟨small, there⟩ := choose_and_iff.mp there
      have small : x.toward < 256 := Nat.lt_succ_of_le (nat_ble_iff.mp small)
      have e : step T.bytes.samples T.blocks s x.toward =
          target x.front.groups (sample T.bytes.samples x.toward) x.targets := by
        unfold step
        rw [hx]
      obtain ⟨t, ht, accepted⟩ := ih (s := step T.bytes.samples T.blocks s x.toward)
        (e ▸ nat_beq_iff.mp there)
      refine ⟨x.toward :: t, fun b hb => (mem_cons_iff.mp hb).elim (fun e => e ▸ small) (ht b), ?_⟩
      show T.toDfa.accepting (T.toDfa.runFrom t (T.toDfa.step s x.toward)) = true
      rw [toDfa_step small]
      exact accepted

/-- From where an expression stands, what is accepted is of the expression, and all of it is if the automaton is
exact. -/
theorem Passed.accepted_iff (h : Passed exact T r) {t : Text} (ht : IsBytes t) {s : Nat}
    {q : Regex} (hs : Stands T.blocks s q) : (T.toDfa.accepting (T.toDfa.runFrom t s) = true → q.Lang t) ∧
      (exact = true → q.Lang t → T.toDfa.accepting (T.toDfa.runFrom t s) = true) := by
  induction t generalizing s q with
  | nil =>
    obtain ⟨x, hx, hq⟩ := hs
    obtain ⟨_, a, _⟩ := h.state hx hq
    have ends : T.toDfa.accepting (T.toDfa.runFrom [] s) = Nat.beq x.rank 1 :=
      congrArg (Nat.beq · 1) (rank_eq hx)
    rw [ends]
    rw [Fast.nullable_eq] at a
    cases e : Nat.beq x.rank 1 with
    | true =>
      rw [e] at a
      exact ⟨fun _ => Regex.nullable_iff.mp a, fun _ _ => rfl⟩
    | false =>
      rw [e] at a
      refine ⟨fun k => (nomatch k), fun he k => ?_⟩
      rw [he, Regex.nullable_iff.mpr k] at a
      exact nomatch a
  | cons b t ih =>
    have hb := ht b mem_head
    show (T.toDfa.accepting (T.toDfa.runFrom t (T.toDfa.step s b)) = true → _) ∧ _
    have e : T.toDfa.runFrom (b :: t) s = T.toDfa.runFrom t (T.toDfa.step s b) := rfl
    rw [e, toDfa_step hb]
    cases h.next hb hs with
    | inl there =>
      exact ⟨fun k => (Regex.follow_iff ht.tail).mp ((ih ht.tail there).1 k),
        fun he k => (ih ht.tail there).2 he ((Regex.follow_iff ht.tail).mpr k)⟩
    | inr dead =>
      obtain ⟨no, e⟩ := dead
      rw [e]
      exact ⟨fun k => absurd k (h.not_accepted ht.tail h.dead), fun he => nomatch he.symm.trans no⟩

/-! ## Masks -/

/-- **The states that a certified automaton calls viable are exactly those from which an end can be reached.** -/
theorem Certified.isExact (h : T.Certified exact r) : T.toDfa.IsExact := by
  intro s
  have h := h.passed
  show Nat.ble 1 (rank T.blocks s) = true ↔ _
  cases e : rank T.blocks s with
  | zero => exact ⟨fun k => (nomatch k), fun ⟨_, ht, k⟩ => absurd k (h.not_accepted ht e)⟩
  | succ k => exact ⟨fun _ => h.exists_accepted k e, fun _ => nat_ble_iff.mpr (Nat.succ_le_succ (Nat.zero_le k))⟩

/-- What a certified automaton accepts is of its expression. -/
theorem Certified.lang_of_accepts (h : T.Certified exact r) {t : Text} (ht : IsBytes t)
    (k : T.toDfa.Accepts t) : r.Lang t :=
  (h.passed.accepted_iff ht h.passed.start).1 k

/-- **A certified automaton accepts exactly the texts of its expression.** -/
theorem Certified.accepts_iff (h : T.Certified true r) {t : Text} (ht : IsBytes t) :
    T.toDfa.Accepts t ↔ r.Lang t :=
  ⟨h.lang_of_accepts ht, (h.passed.accepted_iff ht h.passed.start).2 rfl⟩

end Table

/-- Texts of bytes that go on with a token are texts of bytes. -/
theorem Vocabulary.IsProper.isBytes_on {V : Vocabulary} (hV : V.IsProper) {front u rest : Text} {t : Nat}
    (hf : IsBytes front) (hu : V.text? t = some u) (hr : IsBytes rest) : IsBytes (front ++ u ++ rest) :=
  fun b hb => (mem_append_iff.mp hb).elim (fun hb => (mem_append_iff.mp hb).elim (hf b) (hV t u hu b)) (hr b)

/-- **After a text of bytes, the mask of a certified automaton allows a token exactly if the expression's own
language goes on with it.** -/
theorem certified_masks_are_exact {T : Table} {r : Regex}
    (h : T.Certified true r) {V : Vocabulary} (hV : V.IsProper) {front : Text}
    (hf : IsBytes front) {t : Nat} :
    tokenAdmissible V T.toDfa (T.toDfa.run front) t = true ↔ Language.Allows r.Lang V front t := by
  refine (tokenAdmissible_iff_allows h.isExact).trans ?_
  by_cases e : t = V.stop
  · exact (iff_of_eq (if_pos e)).trans ((h.accepts_iff hf).trans (iff_of_eq (if_pos e).symm))
  · refine (iff_of_eq (if_neg e)).trans (Iff.trans ?_ (iff_of_eq (if_neg e).symm))
    exact ⟨fun ⟨u, hu, rest, hr, k⟩ => ⟨u, hu, rest, hr, (h.accepts_iff (hV.isBytes_on hf hu hr)).mp k⟩,
      fun ⟨u, hu, rest, hr, k⟩ => ⟨u, hu, rest, hr, (h.accepts_iff (hV.isBytes_on hf hu hr)).mpr k⟩⟩

/-- Where a certified automaton may accept less than its expression, what its mask allows can still be continued to a
text of the expression. -/
theorem certified_masks_are_sound {exact : Bool} {T : Table} {r : Regex} (h : T.Certified exact r) {V : Vocabulary} (hV : V.IsProper)
    {front : Text} (hf : IsBytes front) {t : Nat}
    (k : tokenAdmissible V T.toDfa (T.toDfa.run front) t = true) : Language.Allows r.Lang V front t := by
  have k := (tokenAdmissible_iff_allows h.isExact).mp k
  by_cases e : t = V.stop
  · exact (iff_of_eq (if_pos e)).mpr (h.lang_of_accepts hf ((iff_of_eq (if_pos e)).mp k))
  · obtain ⟨u, hu, rest, hr, k⟩ := (iff_of_eq (if_neg e)).mp k
    exact (iff_of_eq (if_neg e)).mpr ⟨u, hu, rest, hr, h.lang_of_accepts (hV.isBytes_on hf hu hr) k⟩

end DetLM
