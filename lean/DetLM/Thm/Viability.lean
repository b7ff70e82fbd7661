import DetLM.Thm.Automaton
import DetLM.Thm.Masks
import DetLM.Spec.Viability

/-!
# A ranked automaton knows from where it can come to an end

A mask allows what keeps a text in viable states. Which states are viable is told by ranks: numbers that the
kernel checks against each other once, for an automaton that agrees with its expression.

## Main results

* `Automaton.viable_iff`: a state has a rank exactly if some text is accepted from it
* `Automaton.isExact_of_ranked`: so the automaton is exact, as what is said about masks needs it
* `Automaton.toDfa_accepts_iff`: reading is unchanged, for texts of bytes
* `compiled_masks_are_exact`: the mask of an automaton that passed both comparisons is what the expression allows
-/

namespace DetLM

open Fast (choose)

namespace Automaton

variable {A : Automaton} {r : Regex} {classes : List Byte} {samples : Nat} {sets : List ByteSet}
  {states : List Regex} {ranks : List Nat}

/-! ## States -/

/-- Each byte leads where a byte of the classes leads. -/
theorem exists_class (h : A.agrees r classes samples sets states = true) {b : Byte} (hb : b < 256) (s : Nat) :
    ∃ c, c ∈ classes ∧ step A.columns A.table s b = step A.columns A.table s c := by
  obtain ⟨columns, table, row, first, last⟩ := A
  obtain ⟨_, h⟩ := choose_and_iff.mp h
  obtain ⟨_, h⟩ := choose_and_iff.mp h
  obtain ⟨_, h⟩ := choose_and_iff.mp h
  obtain ⟨bytes, _⟩ := choose_and_iff.mp h
  obtain ⟨hc, same, _⟩ := of_alike bytes hb
  refine ⟨_, hc, ?_⟩
  show Nat.land (Nat.shiftRight table (Nat.add s (column columns b))) 16777215 =
    Nat.land (Nat.shiftRight table (Nat.add s (column columns (sample samples b)))) 16777215
  rw [same]

/-- The places of a list are those below its length. -/
theorem exists_nth_iff {α : Type u} {l : List α} {i : Nat} : (∃ a, nth l i = some a) ↔ i < l.length := by
  induction l generalizing i with
  | nil =>
    refine ⟨fun ⟨a, h⟩ => ?_, fun h => absurd h (Nat.not_lt_zero i)⟩
    unfold nth at h
    rw [(drop_eq a [] i).1] at h
    exact nomatch h
  | cons b l ih =>
    cases i with
    | zero => exact ⟨fun _ => Nat.zero_lt_succ _, fun _ => ⟨b, rfl⟩⟩
    | succ i =>
      have e : nth (b :: l) (i + 1) = nth l i := by
        unfold nth
        rw [(drop_eq b l i).2]
      rw [e]
      exact ih.trans ⟨Nat.succ_lt_succ, Nat.lt_of_succ_lt_succ⟩

/-- A state stands for an expression. -/
theorem exists_stands {row s : Nat} (h : isState row states.length s = true) : ∃ q, Stands row states s q := by
  obtain ⟨e, k⟩ := bool_and_iff.mp h
  obtain ⟨q, hq⟩ := exists_nth_iff.mpr (nat_ble_iff.mp k)
  exact ⟨q, Nat.div s row, (nat_beq_iff.mp e).symm, hq⟩

/-- What is said to stand for an expression is a state. -/
theorem isState_of_holds {row s : Nat} {q : Regex} (h : holds row states s q = true) :
    isState row states.length s = true := by
  obtain ⟨e, k⟩ := choose_and_iff.mp h
  refine bool_and_iff.mpr ⟨e, nat_ble_iff.mpr (exists_nth_iff.mp ?_)⟩
  cases hn : nth states (Nat.div s row) with
  | some p => exact ⟨p, rfl⟩
  | none =>
    rw [hn] at k
    exact nomatch k

/-- The dead state and the first one are states. -/
theorem isState_ends (h : A.agrees r classes samples sets states = true) :
    isState A.row states.length 0 = true ∧ isState A.row states.length A.start = true := by
  obtain ⟨columns, table, row, first, last⟩ := A
  obtain ⟨dead, h⟩ := choose_and_iff.mp h
  exact ⟨isState_of_holds dead, isState_of_holds (choose_and_iff.mp h).1⟩

/-- Bytes lead from states to states. -/
theorem isState_step (h : A.agrees r classes samples sets states = true) {b : Byte} (hb : b < 256) {s : Nat}
    (hs : isState A.row states.length s = true) :
    isState A.row states.length (step A.columns A.table s b) = true := by
  obtain ⟨c, hc, e⟩ := exists_class h hb s
  rw [e]
  obtain ⟨columns, table, row, first, last⟩ := A
  obtain ⟨_, h⟩ := choose_and_iff.mp h
  obtain ⟨_, h⟩ := choose_and_iff.mp h
  obtain ⟨_, h⟩ := choose_and_iff.mp h
  have agree := (choose_and_iff.mp h).2
  obtain ⟨q, i, hi, hq⟩ := exists_stands hs
  have k := stateAgrees_of_statesAgree agree hq
  rw [Nat.zero_add] at k
  rw [← hi] at k
  have k := (choose_and_iff.mp k).2
  rw [Fast.all_eq] at k
  exact isState_of_holds (all_iff.mp k c hc)

/-! ## Ranks -/

/-- The rank of each state is borne out. -/
theorem rankHolds_of_ranked {count : Nat} (h : A.ranked classes ranks count = true) {s : Nat}
    (hs : isState A.row count s = true) :
    rankHolds A.columns A.table A.row A.last classes ranks s = true := by
  obtain ⟨e, k⟩ := bool_and_iff.mp hs
  have k := of_allBelow h _ (nat_ble_iff.mp k)
  rw [nat_beq_iff.mp e] at k
  exact k

/-- From a state of some rank a text is accepted. -/
theorem exists_accepted (h : A.agrees r classes samples sets states = true) (hc : IsBytes classes)
    (hr : A.ranked classes ranks states.length = true) (k : Nat) {s : Nat}
    (hs : isState A.row states.length s = true) (e : rank A.row ranks s = k + 1) :
    ∃ t, IsBytes t ∧ isAccepting A.last (run A.columns A.table t s) = true := by
  induction k generalizing s with
  | zero =>
    have there := rankHolds_of_ranked hr hs
    unfold rankHolds at there
    rw [e] at there
    exact ⟨[], fun _ hb => absurd hb not_mem_nil, there⟩
  | succ k ih =>
    have there := rankHolds_of_ranked hr hs
    unfold rankHolds at there
    rw [e] at there
    have there : Fast.any classes (fun b =>
      Nat.beq (rank A.row ranks (step A.columns A.table s b)) (k + 1)) = true := there
    rw [Fast.any_eq] at there
    obtain ⟨c, hm, e⟩ := any_iff.mp there
    obtain ⟨t, ht, accepted⟩ := ih (isState_step h (hc c hm) hs) (nat_beq_iff.mp e)
    exact ⟨c :: t, fun b hb => (mem_cons_iff.mp hb).elim (fun e => e ▸ hc c hm) (ht b), accepted⟩

/-- From a state without a rank nothing is accepted. -/
theorem not_accepted (h : A.agrees r classes samples sets states = true)
    (hr : A.ranked classes ranks states.length = true) {t : Text} (ht : IsBytes t) {s : Nat}
    (hs : isState A.row states.length s = true) (dead : rank A.row ranks s = 0) :
    ¬ isAccepting A.last (run A.columns A.table t s) = true := by
  have there {s : Nat} (hs : isState A.row states.length s = true) (dead : rank A.row ranks s = 0) :
      isAccepting A.last s = false ∧
        ∀ c, c ∈ classes → rank A.row ranks (step A.columns A.table s c) = 0 := by
    have k := rankHolds_of_ranked hr hs
    unfold rankHolds at k
    rw [dead] at k
    have k : choose (isAccepting A.last s) false (Fast.all classes fun b =>
      Nat.beq (rank A.row ranks (step A.columns A.table s b)) 0) = true := k
    cases a : isAccepting A.last s with
    | true =>
      rw [a] at k
      exact nomatch k
    | false =>
      rw [a] at k
      have k : Fast.all classes (fun b =>
        Nat.beq (rank A.row ranks (step A.columns A.table s b)) 0) = true := k
      rw [Fast.all_eq] at k
      exact ⟨rfl, fun c hc => nat_beq_iff.mp (all_iff.mp k c hc)⟩
  intro accepted
  induction t generalizing s with
  | nil => exact nomatch (there hs dead).1.symm.trans accepted
  | cons b t ih =>
    obtain ⟨c, hm, e⟩ := exists_class h (ht b mem_head) s
    exact ih ht.tail (isState_step h (ht b mem_head) hs) (e ▸ (there hs dead).2 c hm) accepted

/-- **A state is viable, some text is accepted from it, exactly if it has a rank.** -/
theorem viable_iff (h : A.agrees r classes samples sets states = true) (hc : IsBytes classes)
    (hr : A.ranked classes ranks states.length = true) {s : Nat}
    (hs : isState A.row states.length s = true) :
    rank A.row ranks s ≠ 0 ↔ ∃ t, IsBytes t ∧ isAccepting A.last (run A.columns A.table t s) = true := by
  refine ⟨fun viable => ?_, fun ⟨_, ht, accepted⟩ dead => not_accepted h hr ht hs dead accepted⟩
  cases e : rank A.row ranks s with
  | zero => exact absurd e viable
  | succ k => exact exists_accepted h hc hr k hs e

/-! ## Masks -/

/-- Reading a text of bytes from a state is what the packed automaton does, and ends in a state. -/
theorem toDfa_runFrom (h : A.agrees r classes samples sets states = true) {t : Text} (ht : IsBytes t) {s : Nat}
    (hs : isState A.row states.length s = true) :
    (A.toDfa ranks states.length).runFrom t s = run A.columns A.table t s ∧
      isState A.row states.length (run A.columns A.table t s) = true := by
  induction t generalizing s with
  | nil => exact ⟨rfl, hs⟩
  | cons b t ih =>
    have hb := ht b mem_head
    have one : (A.toDfa ranks states.length).step s b = step A.columns A.table s b := by
      show (bif isState A.row states.length s && Nat.ble (b + 1) 256 then _ else 0) = _
      rw [hs, show Nat.ble (b + 1) 256 = true from nat_ble_iff.mpr hb]
      rfl
    show (A.toDfa ranks states.length).runFrom t ((A.toDfa ranks states.length).step s b) =
      run A.columns A.table t (step A.columns A.table s b) ∧ _
    rw [one]
    exact ih ht.tail (isState_step h hb hs)

/-- From a state the same texts of bytes are accepted. -/
theorem toDfa_accepting_iff (h : A.agrees r classes samples sets states = true) {t : Text} (ht : IsBytes t)
    {s : Nat} (hs : isState A.row states.length s = true) :
    (A.toDfa ranks states.length).accepting ((A.toDfa ranks states.length).runFrom t s) = true ↔
      isAccepting A.last (run A.columns A.table t s) = true := by
  obtain ⟨e, there⟩ := toDfa_runFrom (ranks := ranks) h ht hs
  rw [e]
  exact bool_and_iff.trans ⟨fun k => k.2, fun k => ⟨there, k⟩⟩

/-- **The viable states of a ranked automaton are exactly those from which an end can be reached.** -/
theorem isExact_of_ranked (h : A.agrees r classes samples sets states = true) (hc : IsBytes classes)
    (hr : A.ranked classes ranks states.length = true) : (A.toDfa ranks states.length).IsExact := by
  intro s
  cases hs : isState A.row states.length s with
  | true =>
    have viable : (A.toDfa ranks states.length).viable s = true ↔ rank A.row ranks s ≠ 0 := by
      refine bool_and_iff.trans ⟨fun k => ?_, fun k => ⟨hs, nat_ble_iff.mpr (Nat.pos_of_ne_zero k)⟩⟩
      exact Nat.ne_of_gt (nat_ble_iff.mp k.2)
    refine viable.trans ((viable_iff h hc hr hs).trans ?_)
    exact ⟨fun ⟨t, ht, k⟩ => ⟨t, ht, (toDfa_accepting_iff h ht hs).mpr k⟩,
      fun ⟨t, ht, k⟩ => ⟨t, ht, (toDfa_accepting_iff h ht hs).mp k⟩⟩
  | false =>
    have no {p : Bool} : ¬ (isState A.row states.length s && p) = true := fun k =>
      nomatch hs.symm.trans (bool_and_iff.mp k).1
    refine ⟨fun k => absurd k no, fun ⟨t, ht, k⟩ => ?_⟩
    cases t with
    | nil => exact absurd k no
    | cons b t =>
      have dead : (A.toDfa ranks states.length).step s b = 0 := by
        show (bif isState A.row states.length s && Nat.ble (b + 1) 256 then _ else 0) = 0
        rw [hs]
        rfl
      have k : (A.toDfa ranks states.length).accepting
        ((A.toDfa ranks states.length).runFrom t ((A.toDfa ranks states.length).step s b)) = true := k
      rw [dead] at k
      have k := (toDfa_accepting_iff h ht.tail (isState_ends h).1).mp k
      exact ((isAccepting_run_iff (simulates_of_agrees h) ht.tail (simulates_of_agrees h).dead
        fun _ hm => absurd hm not_mem_nil).mp k).elim

/-- With its viable states an automaton admits what it admitted before. -/
theorem toDfa_accepts_iff (h : A.agrees r classes samples sets states = true) {t : Text} (ht : IsBytes t) :
    (A.toDfa ranks states.length).Accepts t ↔ A.accepts t = true :=
  toDfa_accepting_iff h ht (isState_ends h).2

end Automaton

/-- **After a text of bytes, the mask of a compiled automaton allows a token exactly if the category's own
language goes on with it.** -/
theorem compiled_masks_are_exact {A : Automaton} {r : Regex} {classes : List Byte} {samples : Nat}
    {sets : List ByteSet} {states : List Regex} {ranks : List Nat}
    (ha : A.agrees r classes samples sets states = true) (hc : IsBytes classes)
    (hr : A.ranked classes ranks states.length = true) {V : Vocabulary} (hV : V.IsProper) {front : Text}
    (hf : IsBytes front) {t : Nat} :
    tokenAdmissible V (A.toDfa ranks states.length) ((A.toDfa ranks states.length).run front) t = true ↔
      Language.Allows r.Lang V front t := by
  have same {u : Text} (hu : IsBytes u) : (A.toDfa ranks states.length).Accepts u ↔ r.Lang u :=
    (Automaton.toDfa_accepts_iff ha hu).trans (Automaton.accepts_iff_of_agrees ha hu)
  refine (tokenAdmissible_iff_allows (Automaton.isExact_of_ranked ha hc hr)).trans ?_
  by_cases e : t = V.stop
  · exact (iff_of_eq (if_pos e)).trans ((same hf).trans (iff_of_eq (if_pos e).symm))
  · refine (iff_of_eq (if_neg e)).trans (Iff.trans ?_ (iff_of_eq (if_neg e).symm))
    have whole {u rest : Text} (hu : V.text? t = some u) (hr : IsBytes rest) :
        IsBytes (front ++ u ++ rest) := fun b hb =>
      (mem_append_iff.mp hb).elim (fun hb => (mem_append_iff.mp hb).elim (hf b) (hV t u hu b)) (hr b)
    exact ⟨fun ⟨u, hu, rest, hr, h⟩ => ⟨u, hu, rest, hr, (same (whole hu hr)).mp h⟩,
      fun ⟨u, hu, rest, hr, h⟩ => ⟨u, hu, rest, hr, (same (whole hu hr)).mpr h⟩⟩

end DetLM
