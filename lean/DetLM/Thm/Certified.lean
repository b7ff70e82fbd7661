import DetLM.Data.Bits
import DetLM.Spec.Certified
import DetLM.Spec.Languages
import DetLM.Thm.Automaton
import DetLM.Thm.Inclusion
import DetLM.Thm.Masks

/-!
# What a certified automaton is good for

## Main results

* `Regex.follow_filled_iff`: derivatives do not depend on the turns that are left of a repetition
* `Table.accepts_iff`, `Table.lang_of_accepts`: it accepts the texts of its expression, or some of them
* `Table.isExact`: the states that it calls viable are those from which an end can be reached
* `certified_masks_are_exact`: its mask allows a token exactly if the category goes on with it
* `certified_masks_are_sound`: where it may accept less, what its mask allows the category allows
-/

namespace DetLM

open Fast (choose)
open Automaton (nth)

namespace Regex

/-- What `firsts` says of a counted repetition. -/
theorem of_firsts_atMost {test : ByteSet → Bool} {n : Nat} {p : Regex} (h : firsts test (atMost n p) = true) :
    n ≠ openCount ∧ (n ≠ 0 → firsts test p = true) := by
  obtain ⟨e, h⟩ := choose_false_iff.mp h
  exact ⟨fun k => absurd ((nat_beq_iff.mpr k).symm.trans e) (fun k => nomatch k), fun k =>
    (choose_or_iff.mp h).elim (fun h => absurd (nat_beq_iff.mp h) k) id⟩

/-- Bytes that the sets that come first do not tell apart have the same derivatives. -/
theorem follow_eq_of_firsts {test : ByteSet → Bool} {b c : Byte} {r : Regex} (hr : firsts test r = true)
    (h : ∀ s, test s = true → ByteSet.has s b = ByteSet.has s c) : follow b r = follow c r := by
  induction r with
  | nothing => rfl
  | empty => rfl
  | oneOf s =>
    show choose (ByteSet.has s b) empty nothing = choose (ByteSet.has s c) empty nothing
    rw [h s hr]
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
      rw [hp ((of_firsts_atMost hr).2 fun h => nomatch h)]
  | both p q hp hq =>
    show meet (follow b p) (follow b q) = meet (follow c p) (follow c q)
    refine (choose_or_iff.mp hr).elim (fun e => ?_) fun hr => ?_
    · rw [follow_of_ended e, follow_of_ended e]
      rfl
    · rw [hp (choose_and_iff.mp hr).1, hq (choose_and_iff.mp hr).2]
  | without p q hp hq =>
    show minus (follow b p) (follow b q) = minus (follow c p) (follow c q)
    refine (choose_or_iff.mp hr).elim (fun e => ?_) fun hr => ?_
    · rw [follow_of_ended e, follow_of_ended e]
      rfl
    · rw [hp (choose_and_iff.mp hr).1, hq (choose_and_iff.mp hr).2]

/-- A byte that no set that comes first holds leads nowhere. -/
theorem follow_eq_nothing_of_firsts {test : ByteSet → Bool} {b : Byte} {r : Regex} (hr : firsts test r = true)
    (h : ∀ s, test s = true → ByteSet.has s b = false) : follow b r = nothing := by
  induction r with
  | nothing => rfl
  | empty => rfl
  | oneOf s =>
    show choose (ByteSet.has s b) empty nothing = nothing
    rw [h s hr]
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
      rw [hp ((of_firsts_atMost hr).2 fun h => nomatch h)]
      rfl
  | both p q hp hq =>
    show meet (follow b p) (follow b q) = nothing
    refine (choose_or_iff.mp hr).elim (fun e => ?_) fun hr => ?_
    · rw [follow_of_ended e]
      rfl
    · rw [hp (choose_and_iff.mp hr).1, hq (choose_and_iff.mp hr).2]
      rfl
  | without p q hp hq =>
    show minus (follow b p) (follow b q) = nothing
    refine (choose_or_iff.mp hr).elim (fun e => ?_) fun hr => ?_
    · rw [follow_of_ended e]
      rfl
    · rw [hp (choose_and_iff.mp hr).1, hq (choose_and_iff.mp hr).2]
      rfl

/-! ## Open counts -/

/-- With some turns left, the empty text belongs or does not as before. -/
theorem nullable_filled (turns : Nat) (r : Regex) : (filled turns r).nullable = r.nullable := nullable_counted r

/-- Where no count stops being open, all go down by one, whatever the turns that are left. -/
theorem steady_of_firsts {test : ByteSet → Bool} {turns : Nat} {r : Regex} (h : firsts test r = true) :
    Steady (fill turns) r := by
  induction r with
  | seq p q hp hq =>
    obtain ⟨a, b⟩ := choose_and_iff.mp h
    exact ⟨hp a, fun n => hq (choose_if_iff.mp b ((Fast.nullable_eq p).trans n))⟩
  | either p q hp hq => exact ⟨hp (choose_and_iff.mp h).1, hq (choose_and_iff.mp h).2⟩
  | star p hp => exact hp h
  | atMost n p hp =>
    obtain ⟨e, h⟩ := of_firsts_atMost h
    refine ⟨?_, fun k => hp (h k)⟩
    cases n with
    | zero => rfl
    | succ m =>
      show fill turns (m + 1) = fill turns m + 1
      unfold fill
      cases k : isOpen m with
      | true =>
        have k := nat_ble_iff.mp k
        rw [show isOpen (m + 1) = true from nat_ble_iff.mpr (Nat.le_succ_of_le k)]
        show (m + 1 - openCount) + turns = (m - openCount) + turns + 1
        rw [Nat.succ_sub k, Nat.succ_add]
      | false =>
        cases k' : isOpen (m + 1) with
        | true =>
          have k' := nat_ble_iff.mp k'
          cases Nat.lt_or_eq_of_le k' with
          | inl lt => exact nomatch (nat_ble_iff.mpr (Nat.le_of_lt_succ lt)).symm.trans k
          | inr eq => exact absurd eq.symm e
        | false => rfl
  | both p q hp hq =>
    exact (choose_or_iff.mp h).elim (fun e => ⟨steady_of_ended rfl e, Or.inl e⟩) fun h =>
      ⟨hp (choose_and_iff.mp h).1, Or.inr (hq (choose_and_iff.mp h).2)⟩
  | without p q hp hq =>
    exact (choose_or_iff.mp h).elim (fun e => ⟨steady_of_ended rfl e, Or.inl e⟩) fun h =>
      ⟨hp (choose_and_iff.mp h).1, Or.inr (hq (choose_and_iff.mp h).2)⟩
  | _ => exact trivial

/-- **A derivative does not depend on the turns that are left.** -/
theorem follow_filled_iff {test : ByteSet → Bool} {turns : Nat} {b : Byte} {r : Regex} (h : firsts test r = true)
    {t : Text} (ht : IsBytes t) : (filled turns (follow b r)).Lang t ↔ (filled turns r).Lang (b :: t) :=
  follow_counted_iff (steady_of_firsts h) ht

/-- More turns are left, or open counts are higher. -/
theorem filled_raised (turns m : Nat) (r : Regex) : filled turns (raised m r) = filled (turns + m) r := by
  induction r with
  | nothing => rfl
  | empty => rfl
  | oneOf s => rfl
  | seq p q hp hq =>
    show seq (filled turns (raised m p)) (filled turns (raised m q)) = _
    rw [hp, hq]; rfl
  | either p q hp hq =>
    show either (filled turns (raised m p)) (filled turns (raised m q)) = _
    rw [hp, hq]; rfl
  | star p hp => exact congrArg star hp
  | atMost n p hp =>
    have e : choose (isOpen (choose (isOpen n) (Nat.add n m) n))
        (Nat.add (Nat.sub (choose (isOpen n) (Nat.add n m) n) openCount) turns) (choose (isOpen n) (Nat.add n m) n) =
        choose (isOpen n) (Nat.add (Nat.sub n openCount) (turns + m)) n := by
      cases k : isOpen n with
      | true =>
        have l := nat_ble_iff.mp k
        show choose (isOpen (n + m)) ((n + m - openCount) + turns) (n + m) = (n - openCount) + (turns + m)
        rw [show isOpen (n + m) = true from nat_ble_iff.mpr (Nat.le_trans l (Nat.le_add_right n m))]
        show n + m - openCount + turns = _
        rw [Nat.sub_add_comm l, Nat.add_assoc, Nat.add_comm m turns]
      | false =>
        show choose (isOpen n) (Nat.add (Nat.sub n openCount) turns) n = n
        rw [k]
    show atMost _ (filled turns (raised m p)) = atMost _ (filled (turns + m) p)
    rw [hp]
    exact congrArg (fun n => atMost n _) e
  | both p q hp hq =>
    show both (filled turns (raised m p)) (filled turns (raised m q)) = _
    rw [hp, hq]; rfl
  | without p q hp hq =>
    show without (filled turns (raised m p)) (filled turns (raised m q)) = _
    rw [hp, hq]; rfl

/-- Where no count is open, nothing is filled in. -/
theorem filled_of_settled {turns : Nat} {r : Regex} (h : settled r = true) : filled turns r = r := by
  induction r with
  | nothing => rfl
  | empty => rfl
  | oneOf s => rfl
  | seq p q hp hq =>
    show seq (filled turns p) (filled turns q) = _
    rw [hp (choose_and_iff.mp h).1, hq (choose_and_iff.mp h).2]
  | either p q hp hq =>
    show either (filled turns p) (filled turns q) = _
    rw [hp (choose_and_iff.mp h).1, hq (choose_and_iff.mp h).2]
  | star p hp => exact congrArg star (hp h)
  | atMost n p hp =>
    obtain ⟨k, h⟩ := choose_false_iff.mp h
    show atMost (choose (isOpen n) _ n) (filled turns p) = _
    rw [k, hp h]
  | both p q hp hq =>
    show both (filled turns p) (filled turns q) = _
    rw [hp (choose_and_iff.mp h).1, hq (choose_and_iff.mp h).2]
  | without p q hp hq =>
    show without (filled turns p) (filled turns q) = _
    rw [hp (choose_and_iff.mp h).1, hq (choose_and_iff.mp h).2]

/-- A count that is no greater, is so with some turns left. -/
theorem fill_le_of_noMore {turns m n : Nat} (h : noMore m n = true) : fill turns m ≤ fill turns n := by
  obtain ⟨e, h⟩ := choose_and_iff.mp h
  have h := nat_ble_iff.mp h
  unfold fill
  cases hm : isOpen m <;> cases hn : isOpen n <;> rw [hm, hn] at e <;>
    first | exact h | exact Nat.add_le_add_right (Nat.sub_le_sub_right h openCount) turns | exact nomatch e

/-- What is seen to be alike, is so with some turns left. -/
theorem filled_iff_of_alike {p q : Regex} (h : alike p q = true) (turns : Nat) (t : Text) :
    (filled turns p).Lang t ↔ (filled turns q).Lang t := by
  obtain ⟨there, back⟩ := choose_and_iff.mp h
  have counts (m n : Nat) (k : noMore m n = true) : fill turns m ≤ fill turns n := fill_le_of_noMore k
  exact ⟨(lang_of_isWithin counts).1 there t, (lang_of_isWithin counts).2 back t⟩

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

/-- An expression stands for a configuration. -/
def Stands (blocks : List (List TableState)) (p : Configuration) (q : Regex) : Prop :=
  ∃ x, state? blocks p.state = some x ∧ ∃ e, e ∈ x.expressions ∧ q = Regex.filled p.turns e

/-- What `among` says. -/
theorem of_among {test : Regex → Bool} {blocks : List (List TableState)} {s : Nat} (h : among test blocks s = true) :
    ∃ x, state? blocks s = some x ∧ ∃ e, e ∈ x.expressions ∧ test e = true := by
  unfold among at h
  cases e : state? blocks s with
  | none =>
    rw [e] at h
    exact nomatch h
  | some x =>
    rw [e] at h
    have h : Fast.any x.expressions test = true := h
    rw [Fast.any_eq] at h
    exact ⟨x, rfl, any_iff.mp h⟩

/-- What `holds` says. -/
theorem of_holds {change : Regex → Regex} {blocks : List (List TableState)} {s : Nat} {q : Regex}
    (h : holds change blocks s q = true) : ∃ x, state? blocks s = some x ∧ ∃ e, e ∈ x.expressions ∧ q = change e := by
  obtain ⟨x, hx, e, he, same⟩ := of_among h
  exact ⟨x, hx, e, he, Regex.eq_of_same same⟩

/-- Where a target leads, an expression stands that holds the texts of the next one. -/
theorem stands_of_arrives {like : Regex → Regex → Bool} {blocks : List (List TableState)} {next : Regex} {t : Target}
    (h : arrives like blocks next t = true) (turns : Nat)
    (hl : ∀ q, like next q = true → ∀ u, (Regex.filled turns next).Lang u ↔ (Regex.filled turns q).Lang u) :
    ∃ d, Stands blocks (t.reached turns) d ∧ ∀ u, (Regex.filled turns next).Lang u ↔ d.Lang u := by
  cases t with
  | stay s =>
    obtain ⟨x, hx, e, he, k⟩ := of_among h
    exact ⟨_, ⟨x, hx, e, he, rfl⟩, hl e k⟩
  | more s n =>
    obtain ⟨x, hx, e, he, k⟩ := of_among h
    exact ⟨_, ⟨x, hx, e, he, Regex.filled_raised turns n e⟩, hl _ k⟩
  | less s done =>
    obtain ⟨x, hx, e, he, k⟩ := of_among h
    obtain ⟨k, down⟩ := choose_and_iff.mp k
    obtain ⟨back, last⟩ := choose_and_iff.mp down
    refine ⟨_, ?_, hl _ k⟩
    cases turns with
    | zero => exact of_holds last
    | succ m =>
      refine ⟨x, hx, e, he, ?_⟩
      rw [← Regex.filled_raised, Regex.eq_of_same back]
      rfl
  | jump s n =>
    obtain ⟨x, hx, e, he, k⟩ := of_among h
    obtain ⟨k, settled⟩ := choose_and_iff.mp k
    exact ⟨_, ⟨x, hx, e, he, Regex.filled_of_settled settled⟩, hl _ k⟩

/-- What is compared either way. -/
theorem stands_of_leads {blocks : List (List TableState)} {next : Regex} {t : Target}
    (h : choose (arrives Regex.same blocks next t) true (arrives Regex.alike blocks next t) = true) (turns : Nat) :
    ∃ d, Stands blocks (t.reached turns) d ∧ ∀ u, (Regex.filled turns next).Lang u ↔ d.Lang u :=
  (choose_or_iff.mp h).elim (fun h => stands_of_arrives h turns fun _ e _ => Regex.eq_of_same e ▸ Iff.rfl)
    fun h => stands_of_arrives h turns fun _ e => Regex.filled_iff_of_alike e turns

/-- A byte leads nowhere, or it is in a group, whose sample leads where the byte does. -/
theorem target_cases {blocks : List (List TableState)} {q : Regex} {b : Byte} {groups : List Group}
    {targets : List Target} (h : leads blocks q groups targets = true) (turns : Nat) :
    ((∀ g, g ∈ groups → ByteSet.has g.bytes b = false) ∧ target groups b targets = .jump 0 0) ∨
      ∃ g, g ∈ groups ∧ ByteSet.has g.bytes b = true ∧
        ∃ d, Stands blocks ((target groups b targets).reached turns) d ∧
          ∀ u, (Regex.filled turns (q.follow g.sample)).Lang u ↔ d.Lang u := by
  induction groups generalizing targets with
  | nil => exact Or.inl ⟨fun _ hg => absurd hg not_mem_nil, rfl⟩
  | cons g groups ih =>
    cases targets with
    | nil => exact nomatch h
    | cons t targets =>
      have h : choose (arrives Regex.same blocks (q.follow g.sample) t) true
          (arrives Regex.alike blocks (q.follow g.sample) t) = true ∧ leads blocks q groups targets = true :=
        choose_and_iff.mp h
      have e : target (g :: groups) b (t :: targets) = choose (ByteSet.has g.bytes b) t (target groups b targets) := rfl
      cases k : ByteSet.has g.bytes b with
      | true =>
        rw [k] at e
        exact Or.inr ⟨g, mem_head, k, e ▸ stands_of_leads h.1 turns⟩
      | false =>
        rw [k] at e
        rw [e]
        cases ih h.2 with
        | inl none => exact Or.inl ⟨fun g' hg => (mem_cons_iff.mp hg).elim (fun e => e ▸ k) (none.1 g'), none.2⟩
        | inr some =>
          obtain ⟨g', hg, hb, k⟩ := some
          exact Or.inr ⟨g', mem_tail hg, hb, k⟩

/-- What no group has, their union has not. -/
theorem union_has {groups : List Group} {b : Byte} (h : ∀ g, g ∈ groups → ByteSet.has g.bytes b = false) :
    ByteSet.has (Group.union groups) b = false := by
  induction groups with
  | nil => exact has_zero b
  | cons g groups ih =>
    show ByteSet.has (Nat.lor g.bytes (Group.union groups)) b = false
    rw [has_lor, h g mem_head, ih fun g' hg => h g' (mem_tail hg)]
    rfl

/-- The sample of a group is a byte of it. -/
theorem of_proper {groups : List Group} (h : Group.proper groups = true) {g : Group} (hg : g ∈ groups) :
    g.sample < 256 ∧ ByteSet.has g.bytes g.sample = true := by
  unfold Group.proper at h
  rw [Fast.all_eq] at h
  obtain ⟨small, has⟩ := choose_and_iff.mp (all_iff.mp h g hg)
  exact ⟨Nat.lt_succ_of_le (nat_ble_iff.mp small), has⟩

/-- All bytes of a group that an expression does not part have the same derivative. -/
theorem follow_eq_of_fit {exact : Bool} {groups : List Group} {q : Regex} (h : q.firsts (Group.fit exact groups) = true)
    (hp : Group.proper groups = true) {g : Group} (hg : g ∈ groups) {b : Byte}
    (hb : ByteSet.has g.bytes b = true) : q.follow b = q.follow g.sample := by
  obtain ⟨_, own⟩ := of_proper hp hg
  refine Regex.follow_eq_of_firsts h fun s hs => ?_
  have hs := (choose_and_iff.mp hs).1
  unfold Group.keptBy at hs
  rw [Fast.all_eq] at hs
  have inside (c : Byte) (hc : ByteSet.has g.bytes c = true) :
      ByteSet.has (Nat.land s g.bytes) c = ByteSet.has s c := by
    rw [has_land, hc, Bool.and_true]
  rw [← inside b hb, ← inside g.sample own]
  cases choose_or_iff.mp (all_iff.mp hs g hg) with
  | inl none => rw [nat_beq_iff.mp none, has_zero, has_zero]
  | inr all => rw [nat_beq_iff.mp all, hb, own]

/-- Where groups fit exactly, other bytes lead nowhere. -/
theorem follow_eq_nothing_of_fit {groups : List Group} {q : Regex} (h : q.firsts (Group.fit true groups) = true)
    {b : Byte} (hb : ∀ g, g ∈ groups → ByteSet.has g.bytes b = false) : q.follow b = .nothing := by
  refine Regex.follow_eq_nothing_of_firsts h fun s hs => ?_
  have cover : Nat.beq (Nat.land s (Group.union groups)) s = true := (choose_and_iff.mp hs).2
  rw [← nat_beq_iff.mp cover, has_land, union_has hb, Bool.and_false]

/-- The comparison, part by part. -/
structure Passed (exact : Bool) (T : Table) (r : Regex) : Prop where
  /-- The dead state has no rank. -/
  dead : rank T.blocks 0 = 0
  /-- It stands for nothing. -/
  nothing : Stands T.blocks ⟨0, 0⟩ .nothing
  /-- The first state stands for the expression. -/
  start : Stands T.blocks T.start r
  /-- States do what their expressions say. -/
  states {s : Nat} {x : TableState} : state? T.blocks s = some x → stateHolds exact T.blocks x = true
  /-- Ranks are borne out. -/
  ranks {s : Nat} {x : TableState} : state? T.blocks s = some x → rankHolds T.blocks x = true

/-- What a certificate says. -/
theorem Certified.passed (h : T.Certified exact r) : Passed exact T r := by
  obtain ⟨blocks, start⟩ := T
  obtain ⟨dead, h⟩ := choose_and_iff.mp h
  obtain ⟨nothing, h⟩ := choose_and_iff.mp h
  obtain ⟨_, hx, _, he, k⟩ := of_holds nothing
  obtain ⟨first, h⟩ := choose_and_iff.mp h
  obtain ⟨states, ranks⟩ := choose_and_iff.mp h
  exact ⟨nat_beq_iff.mp dead, ⟨_, hx, _, he, k ▸ rfl⟩, of_holds first,
    fun hs => of_allStates states hs, fun hs => of_allStates ranks hs⟩

/-- What is said of a state. -/
theorem Passed.proper (h : Passed exact T r) {s : Nat} {x : TableState} (hs : state? T.blocks s = some x) :
    Group.proper x.groups = true := by
  have k := h.states hs
  obtain ⟨rank, groups, targets, expressions⟩ := x
  exact (choose_and_iff.mp k).1

/-- What is said of a state and one of its expressions. -/
theorem Passed.state (h : Passed exact T r) {s : Nat} {x : TableState}
    (hs : state? T.blocks s = some x) {q : Regex} (hq : q ∈ x.expressions) :
    choose (Nat.beq x.rank 1) (Fast.nullable q) (choose exact (choose (Fast.nullable q) false true) true) = true ∧
      q.firsts (Group.fit exact x.groups) = true ∧ leads T.blocks q x.groups x.targets = true := by
  have k := h.states hs
  obtain ⟨rank, groups, targets, expressions⟩ := x
  have k := (choose_and_iff.mp k).2
  rw [Fast.all_eq] at k
  obtain ⟨a, k⟩ := choose_and_iff.mp (all_iff.mp k q hq)
  exact ⟨a, choose_and_iff.mp k⟩

/-- A byte leads from where an expression stands to where its derivative does; where the automaton may accept less,
perhaps to the dead state. -/
theorem Passed.next (h : Passed exact T r) {p : Configuration} {q : Regex} (b : Byte) (hp : Stands T.blocks p q) :
    (∃ d, Stands T.blocks (step T.blocks p b) d ∧ ∀ t, IsBytes t → (d.Lang t ↔ q.Lang (b :: t))) ∨
      (exact = false ∧ step T.blocks p b = ⟨0, 0⟩) := by
  obtain ⟨x, hx, e, he, rfl⟩ := hp
  obtain ⟨_, f, l⟩ := h.state hx he
  have derivative {t : Text} (ht : IsBytes t) := Regex.follow_filled_iff (turns := p.turns) (b := b) f ht
  have there : step T.blocks p b = Target.reached p.turns (target x.groups b x.targets) := by
    unfold step
    rw [hx]
  rw [there]
  cases target_cases (b := b) l p.turns with
  | inl none =>
    obtain ⟨out, k⟩ := none
    rw [k]
    cases exact with
    | false => exact Or.inr ⟨rfl, rfl⟩
    | true =>
      rw [follow_eq_nothing_of_fit f out] at derivative
      exact Or.inl ⟨_, h.nothing, fun _ ht => derivative ht⟩
  | inr some =>
    obtain ⟨g, hg, hb, d, stands, k⟩ := some
    rw [follow_eq_of_fit f (h.proper hx) hg hb] at derivative
    exact Or.inl ⟨d, stands, fun t ht => (k t).symm.trans (derivative ht)⟩

/-! ## Reading -/

/-- Bytes are steps. -/
theorem toDfa_step {b : Byte} (hb : b < 256) (p : Configuration) : T.toDfa.step p b = step T.blocks p b := by
  show (bif Nat.ble (b + 1) 256 then _ else (⟨0, 0⟩ : Configuration)) = _
  rw [nat_ble_iff.mpr (Nat.succ_le_of_lt hb)]
  rfl

/-- The rank of a state that is there. -/
theorem rank_eq {blocks : List (List TableState)} {s : Nat} {x : TableState} (h : state? blocks s = some x) :
    rank blocks s = x.rank := by
  unfold rank
  rw [h]

/-- Where a byte leads is among the targets, or nowhere. -/
theorem target_mem (groups : List Group) (c : Byte) (targets : List Target) :
    target groups c targets = .jump 0 0 ∨ target groups c targets ∈ targets := by
  induction groups generalizing targets with
  | nil => exact Or.inl rfl
  | cons g groups ih =>
    cases targets with
    | nil => exact Or.inl rfl
    | cons t targets =>
      show choose (ByteSet.has g.bytes c) t (target groups c targets) = .jump 0 0 ∨
        choose (ByteSet.has g.bytes c) t (target groups c targets) ∈ _
      cases k : ByteSet.has g.bytes c with
      | true => exact Or.inr mem_head
      | false => exact (ih targets).elim Or.inl fun e => Or.inr (mem_tail e)

/-- What holds of each state that a target may lead to, holds of the one that it leads to. -/
theorem of_all_target {test : Nat → Bool} {t : Target} (h : t.all test = true) (turns : Nat) :
    test (t.reached turns).state = true := by
  cases t with
  | stay s => exact h
  | more s n => exact h
  | less s done =>
    obtain ⟨further, last⟩ := choose_and_iff.mp h
    cases turns with
    | zero => exact last
    | succ m => exact further
  | jump s n => exact h

/-- From a state without a rank, bytes lead to states without one. -/
theorem Passed.rank_step (h : Passed exact T r) {p : Configuration} (e : rank T.blocks p.state = 0) (b : Byte) :
    rank T.blocks (step T.blocks p b).state = 0 := by
  unfold step
  cases hx : state? T.blocks p.state with
  | none => exact h.dead
  | some x =>
    have k := h.ranks hx
    rw [rank_eq hx] at e
    obtain ⟨rank, groups, targets, expressions⟩ := x
    have e : rank = 0 := e
    subst e
    have k : Fast.all targets (fun t => Target.all (fun s => Nat.beq (Table.rank T.blocks s) 0) t) = true := k
    rw [Fast.all_eq] at k
    show Table.rank T.blocks (Target.reached p.turns (target groups b targets)).state = 0
    cases target_mem groups b targets with
    | inl e => exact e ▸ h.dead
    | inr m => exact nat_beq_iff.mp (of_all_target (all_iff.mp k _ m) p.turns)

/-- From a state without a rank nothing is accepted. -/
theorem Passed.not_accepted (h : Passed exact T r) {t : Text} (ht : IsBytes t) {p : Configuration}
    (e : rank T.blocks p.state = 0) : ¬ T.toDfa.accepting (T.toDfa.runFrom t p) = true := by
  induction t generalizing p with
  | nil =>
    intro k
    have k : Nat.beq (rank T.blocks p.state) 1 = true := k
    rw [e] at k
    exact nomatch k
  | cons b t ih =>
    show ¬ T.toDfa.accepting (T.toDfa.runFrom t (T.toDfa.step p b)) = true
    rw [toDfa_step (ht b mem_head)]
    exact ih ht.tail (h.rank_step e b)

/-- From a state of some rank a text is accepted. -/
theorem Passed.exists_accepted (h : Passed exact T r) (k : Nat) {p : Configuration}
    (e : rank T.blocks p.state = k + 1) : ∃ t, IsBytes t ∧ T.toDfa.accepting (T.toDfa.runFrom t p) = true := by
  induction k generalizing p with
  | zero => exact ⟨[], fun _ hb => absurd hb not_mem_nil, nat_beq_iff.mpr e⟩
  | succ k ih =>
    cases hx : state? T.blocks p.state with
    | none =>
      unfold rank at e
      rw [hx] at e
      exact nomatch e
    | some x =>
      have there := h.ranks hx
      have proper := h.proper hx
      rw [rank_eq hx] at e
      obtain ⟨rank, groups, targets, expressions⟩ := x
      have e : rank = k + 1 + 1 := e
      subst e
      cases groups with
      | nil => exact nomatch there
      | cons g groups =>
        cases targets with
        | nil => exact nomatch there
        | cons u targets =>
          have there : u.all (fun s => Nat.beq (Table.rank T.blocks s) (k + 1)) = true := there
          obtain ⟨small, own⟩ := of_proper proper mem_head
          have e : step T.blocks p g.sample = u.reached p.turns := by
            unfold step
            rw [hx]
            show Target.reached p.turns (choose (ByteSet.has g.bytes g.sample) u _) = u.reached p.turns
            rw [own]
          obtain ⟨t, ht, accepted⟩ :=
            ih (p := step T.blocks p g.sample) (e ▸ nat_beq_iff.mp (of_all_target there p.turns))
          refine ⟨g.sample :: t, fun b hb => (mem_cons_iff.mp hb).elim (fun e => e ▸ small) (ht b), ?_⟩
          show T.toDfa.accepting (T.toDfa.runFrom t (T.toDfa.step p g.sample)) = true
          rw [toDfa_step small]
          exact accepted

/-- From where an expression stands, what is accepted is of the expression, and all of it is if the automaton is
exact. -/
theorem Passed.accepted_iff (h : Passed exact T r) {t : Text} (ht : IsBytes t) {p : Configuration}
    {q : Regex} (hp : Stands T.blocks p q) : (T.toDfa.accepting (T.toDfa.runFrom t p) = true → q.Lang t) ∧
      (exact = true → q.Lang t → T.toDfa.accepting (T.toDfa.runFrom t p) = true) := by
  induction t generalizing p q with
  | nil =>
    obtain ⟨x, hx, e, he, rfl⟩ := hp
    obtain ⟨a, _⟩ := h.state hx he
    have ends : T.toDfa.accepting (T.toDfa.runFrom [] p) = Nat.beq x.rank 1 :=
      congrArg (Nat.beq · 1) (rank_eq hx)
    have own := Regex.nullable_iff (r := Regex.filled p.turns e)
    rw [Regex.nullable_filled] at own
    rw [ends]
    rw [Fast.nullable_eq] at a
    cases k : Nat.beq x.rank 1 with
    | true =>
      rw [k] at a
      exact ⟨fun _ => own.mp a, fun _ _ => rfl⟩
    | false =>
      rw [k] at a
      refine ⟨fun k => (nomatch k), fun he k => ?_⟩
      rw [he, own.mpr k] at a
      exact nomatch a
  | cons b t ih =>
    have hb := ht b mem_head
    show (T.toDfa.accepting (T.toDfa.runFrom t (T.toDfa.step p b)) = true → _) ∧ _
    have e : T.toDfa.runFrom (b :: t) p = T.toDfa.runFrom t (T.toDfa.step p b) := rfl
    rw [e, toDfa_step hb]
    cases h.next b hp with
    | inl there =>
      obtain ⟨d, there, derivative⟩ := there
      exact ⟨fun k => (derivative t ht.tail).mp ((ih ht.tail there).1 k),
        fun he k => (ih ht.tail there).2 he ((derivative t ht.tail).mpr k)⟩
    | inr dead =>
      obtain ⟨no, e⟩ := dead
      rw [e]
      exact ⟨fun k => absurd k (h.not_accepted ht.tail h.dead), fun he => nomatch he.symm.trans no⟩

/-! ## Masks -/

/-- **The states that a certified automaton calls viable are exactly those from which an end can be reached.** -/
theorem Certified.isExact (h : T.Certified exact r) : T.toDfa.IsExact := by
  intro p
  have h := h.passed
  show Nat.ble 1 (rank T.blocks p.state) = true ↔ _
  cases e : rank T.blocks p.state with
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
theorem certified_masks_are_sound {exact : Bool} {T : Table} {r : Regex} (h : T.Certified exact r)
    {V : Vocabulary} (hV : V.IsProper) {front : Text} (hf : IsBytes front) {t : Nat}
    (k : tokenAdmissible V T.toDfa (T.toDfa.run front) t = true) : Language.Allows r.Lang V front t := by
  have k := (tokenAdmissible_iff_allows h.isExact).mp k
  by_cases e : t = V.stop
  · exact (iff_of_eq (if_pos e)).mpr (h.lang_of_accepts hf ((iff_of_eq (if_pos e)).mp k))
  · obtain ⟨u, hu, rest, hr, k⟩ := (iff_of_eq (if_neg e)).mp k
    exact (iff_of_eq (if_neg e)).mpr ⟨u, hu, rest, hr, h.lang_of_accepts (hV.isBytes_on hf hu hr) k⟩

end DetLM
