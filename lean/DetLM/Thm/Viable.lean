import DetLM.Thm.Automaton

/-!
# Which states can still lead to acceptance

A mask allows what keeps a text in viable states. Which states are viable is told by ranks: numbers that the
kernel checks against each other once.

## Main results

* `Automaton.viable_iff`: a state has a rank exactly if some text is accepted from it
-/

namespace DetLM

open Fast (choose)

namespace Automaton

/-- Each byte leads where a byte of the classes leads. -/
theorem exists_class {A : Automaton} {r : Regex} {classes : List Byte} {samples : Nat}
    {sets : List ByteSet} {states : List Regex} (h : A.agrees r classes samples sets states = true)
    {b : Byte} (hb : b < 256) (s : Nat) :
    ∃ c, c ∈ classes ∧ step A.columns A.table s b = step A.columns A.table s c := by
  obtain ⟨columns, table, row, first, last⟩ := A
  obtain ⟨_, h⟩ := choose_and_iff.mp h
  obtain ⟨_, h⟩ := choose_and_iff.mp h
  obtain ⟨_, h⟩ := choose_and_iff.mp h
  obtain ⟨bytes, _⟩ := choose_and_iff.mp h
  obtain ⟨same, alike⟩ := choose_and_iff.mp (of_allBelow bytes b hb)
  have hc := (choose_and_iff.mp alike).1
  rw [Fast.any_eq] at hc
  obtain ⟨c, hc, e⟩ := any_iff.mp hc
  have e : sample samples b = c := nat_beq_iff.mp e
  have same : column columns b = column columns c := e ▸ nat_beq_iff.mp same
  refine ⟨c, hc, ?_⟩
  show Nat.land (Nat.shiftRight table (Nat.add s (column columns b))) 16777215 =
    Nat.land (Nat.shiftRight table (Nat.add s (column columns c))) 16777215
  rw [same]

/-- A place with an entry lies in the list. -/
theorem lt_of_nth {α : Type u} {l : List α} {i : Nat} {a : α} (h : nth l i = some a) : i < l.length := by
  induction l generalizing i with
  | nil =>
    unfold nth at h
    rw [(drop_eq a [] i).1] at h
    exact nomatch h
  | cons b l ih =>
    cases i with
    | zero => exact Nat.zero_lt_succ _
    | succ i =>
      unfold nth at h
      rw [(drop_eq b l i).2] at h
      exact Nat.succ_lt_succ (ih h)

/-- The rank of each state is borne out. -/
theorem rankHolds_of_ranked {A : Automaton} {classes : List Byte} {ranks : List Nat}
    {states : List Regex} (h : A.ranked classes ranks states.length = true) {s : Nat} {q : Regex}
    (hs : Stands A.row states s q) :
    rankHolds A.columns A.table A.row A.last classes ranks s = true := by
  obtain ⟨i, e, hq⟩ := hs
  have k := of_allBelow h i (lt_of_nth hq)
  exact e ▸ k

/-- **A state is viable, some text is accepted from it, exactly if it has a rank.** -/
theorem viable_iff {A : Automaton} {r : Regex} {classes : List Byte} {samples : Nat}
    {sets : List ByteSet} {states : List Regex} {ranks : List Nat}
    (h : A.agrees r classes samples sets states = true) (hc : AreBytes classes)
    (hr : A.ranked classes ranks states.length = true) {s : Nat} {q : Regex}
    (hs : Stands A.row states s q) (hq : ∀ m, m ∈ q.sets → m ∈ r.sets) :
    rank A.row ranks s ≠ 0 ↔
      ∃ t, AreBytes t ∧ isAccepting A.last (run A.columns A.table t s) = true := by
  have simulates := simulates_of_agrees h
  have next {s : Nat} {q : Regex} {b : Byte} (hb : b < 256) (hs : Stands A.row states s q)
      (hq : ∀ m, m ∈ q.sets → m ∈ r.sets) : Stands A.row states (step A.columns A.table s b) (q.follow b) ∧
        ∀ m, m ∈ (q.follow b).sets → m ∈ r.sets :=
    ⟨simulates.next hb hs hq, fun m hm => hq m (Regex.sets_follow hm)⟩
  constructor
  · have some_text (k : Nat) : ∀ s q, Stands A.row states s q → (∀ m, m ∈ q.sets → m ∈ r.sets) →
        rank A.row ranks s = k + 1 →
        ∃ t, AreBytes t ∧ isAccepting A.last (run A.columns A.table t s) = true := by
      induction k with
      | zero =>
        intro s q hs _ e
        have k := rankHolds_of_ranked hr hs
        unfold rankHolds at k
        rw [e] at k
        exact ⟨[], fun _ hb => absurd hb not_mem_nil, k⟩
      | succ k ih =>
        intro s q hs hq e
        have there := rankHolds_of_ranked hr hs
        unfold rankHolds at there
        rw [e] at there
        have there : Fast.any classes (fun b =>
          Nat.beq (rank A.row ranks (step A.columns A.table s b)) (k + 1)) = true := there
        rw [Fast.any_eq] at there
        obtain ⟨c, hm, e⟩ := any_iff.mp there
        obtain ⟨hs, hq⟩ := next (hc c hm) hs hq
        obtain ⟨t, ht, accepted⟩ := ih _ _ hs hq (nat_beq_iff.mp e)
        exact ⟨c :: t, fun b hb => (mem_cons_iff.mp hb).elim (fun e => e ▸ hc c hm) (ht b), accepted⟩
    intro viable
    cases e : rank A.row ranks s with
    | zero => exact absurd e viable
    | succ k => exact some_text k s q hs hq e
  · intro ⟨t, ht, accepted⟩ dead
    induction t generalizing s q with
    | nil =>
      have k := rankHolds_of_ranked hr hs
      unfold rankHolds at k
      rw [dead] at k
      have k : choose (isAccepting A.last s) false _ = true := k
      have accepted : isAccepting A.last s = true := accepted
      rw [accepted] at k
      exact nomatch k
    | cons b t ih =>
      obtain ⟨c, hm, e⟩ := exists_class h (ht b mem_head) s
      obtain ⟨further, sets⟩ := next (ht b mem_head) hs hq
      refine ih further sets ht.tail accepted ?_
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
        rw [a, Fast.choose_eq] at k
        have k : Fast.all classes (fun b =>
          Nat.beq (rank A.row ranks (step A.columns A.table s b)) 0) = true := k
        rw [Fast.all_eq] at k
        rw [e]
        exact nat_beq_iff.mp (all_iff.mp k c hm)

end Automaton

end DetLM
