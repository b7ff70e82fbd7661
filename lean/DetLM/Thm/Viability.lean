import DetLM.Spec.Viability
import DetLM.Thm.Automaton
import DetLM.Thm.Masks

/-!
# A ranked automaton knows from where it can come to an end

## Main results

* `Automaton.isExact_of_ranked`: its viable states are exactly those from which an end can be reached
* `Automaton.toDfa_accepts_iff`: reading is unchanged, for texts of bytes
* `compiled_masks_are_exact`: the mask of an automaton that passed both comparisons is what the expression allows
-/

namespace DetLM

namespace Automaton

/-- What a passed check says, taken apart. -/
theorem ranked_parts {A : Automaton} {count ranks : Nat} {samples : List Byte}
    (h : A.ranked count ranks samples = true) : A.start < count ∧ (∀ c, c ∈ samples → c < 256) ∧
      (∀ b, b < 256 → ∃ c, c ∈ samples ∧ ∀ s, A.step s b = A.step s c) ∧
      ∀ s, s < count → A.stateRanked ranks samples s = true ∧ ∀ c, c ∈ samples → A.step s c < count := by
  obtain ⟨hs, h⟩ := bool_and_iff.mp h
  obtain ⟨hb, h⟩ := bool_and_iff.mp h
  obtain ⟨hc, hb⟩ := bool_and_iff.mp hb
  rw [Fast.all_eq] at hc
  refine ⟨nat_ble_iff.mp hs, fun c k => nat_ble_iff.mp (all_iff.mp hc c k), fun b k => ?_, fun s k => ?_⟩
  · have hb := of_allBelow hb b k
    rw [Fast.any_eq] at hb
    obtain ⟨c, hc, e⟩ := any_iff.mp hb
    refine ⟨c, hc, fun s => ?_⟩
    show Nat.land (Nat.shiftRight A.table (Nat.add (Nat.mul A.row s) (A.column b))) 65535 =
      Nat.land (Nat.shiftRight A.table (Nat.add (Nat.mul A.row s) (A.column c))) 65535
    rw [nat_beq_iff.mp e]
  · obtain ⟨hr, ho⟩ := bool_and_iff.mp (of_allBelow h s k)
    rw [Fast.all_eq] at ho
    exact ⟨hr, fun c k => nat_ble_iff.mp (all_iff.mp ho c k)⟩

/-- A step of a state by a byte. -/
theorem toDfa_step {A : Automaton} {count ranks s : Nat} {b : Byte} (hs : s < count) (hb : b < 256) :
    (A.toDfa count ranks).step s b = A.step s b := by
  show (bif Nat.ble (s + 1) count && Nat.ble (b + 1) 256 then A.step s b else count) = _
  rw [show Nat.ble (s + 1) count = true from nat_ble_iff.mpr hs,
    show Nat.ble (b + 1) 256 = true from nat_ble_iff.mpr hb]
  rfl

/-- What is viable is a state of some rank. -/
theorem toDfa_viable_iff {A : Automaton} {count ranks s : Nat} :
    (A.toDfa count ranks).viable s = true ↔ s < count ∧ 0 < rankOf ranks s :=
  bool_and_iff.trans ⟨fun h => ⟨nat_ble_iff.mp h.1, nat_ble_iff.mp h.2⟩,
    fun h => ⟨nat_ble_iff.mpr h.1, nat_ble_iff.mpr h.2⟩⟩

/-- What is accepting is an accepting state. -/
theorem toDfa_accepting_iff {A : Automaton} {count ranks s : Nat} :
    (A.toDfa count ranks).accepting s = true ↔ s < count ∧ A.isAccepting s = true :=
  bool_and_iff.trans ⟨fun h => ⟨nat_ble_iff.mp h.1, h.2⟩, fun h => ⟨nat_ble_iff.mpr h.1, h.2⟩⟩

/-- A state of some rank comes to an end. -/
theorem exists_end_of_rank {A : Automaton} {count ranks : Nat} {samples : List Byte}
    (h : A.ranked count ranks samples = true) (bound : Nat) {s : Nat} (hs : s < count)
    (hr : 0 < rankOf ranks s) (hb : rankOf ranks s ≤ bound) :
    ∃ t, IsBytes t ∧ (A.toDfa count ranks).accepting ((A.toDfa count ranks).runFrom t s) = true := by
  induction bound generalizing s with
  | zero => exact absurd hb (Nat.not_le_of_lt hr)
  | succ bound ih =>
    obtain ⟨_, bytes, _, states⟩ := ranked_parts h
    obtain ⟨hrank, inside⟩ := states s hs
    have zero : Nat.beq (rankOf ranks s) 0 = false :=
      bool_false_of fun e => Nat.lt_irrefl 0 (nat_beq_iff.mp e ▸ hr)
    have hrank : (bif Nat.beq (rankOf ranks s) 0 then
        !A.isAccepting s && Fast.all samples fun c => Nat.beq (rankOf ranks (A.step s c)) 0
      else A.isAccepting s || Fast.any samples fun c => Nat.ble 1 (rankOf ranks (A.step s c)) &&
        Nat.ble (rankOf ranks (A.step s c) + 1) (rankOf ranks s)) = true := hrank
    rw [zero] at hrank
    cases bool_or_iff.mp hrank with
    | inl accepts =>
      exact ⟨[], fun _ h => absurd h not_mem_nil, toDfa_accepting_iff.mpr ⟨hs, accepts⟩⟩
    | inr further =>
      rw [Fast.any_eq] at further
      obtain ⟨c, hc, k⟩ := any_iff.mp further
      obtain ⟨positive, smaller⟩ := bool_and_iff.mp k
      obtain ⟨t, ht, ha⟩ := ih (inside c hc) (nat_ble_iff.mp positive)
        (Nat.le_of_succ_le_succ (Nat.le_trans (nat_ble_iff.mp smaller) hb))
      refine ⟨c :: t, fun b hb => (mem_cons_iff.mp hb).elim (fun e => e ▸ bytes c hc) (ht b), ?_⟩
      show (A.toDfa count ranks).accepting
        ((A.toDfa count ranks).runFrom t ((A.toDfa count ranks).step s c)) = true
      rw [toDfa_step hs (bytes c hc)]
      exact ha

/-- The viable states of a ranked automaton are exactly those from which an end can be reached. -/
theorem isExact_of_ranked {A : Automaton} {count ranks : Nat} {samples : List Byte}
    (h : A.ranked count ranks samples = true) : (A.toDfa count ranks).IsExact := by
  intro s
  constructor
  · intro k
    obtain ⟨hs, hr⟩ := toDfa_viable_iff.mp k
    exact exists_end_of_rank h _ hs hr (Nat.le_refl _)
  · intro ⟨t, ht, ha⟩
    obtain ⟨_, _, classes, states⟩ := ranked_parts h
    have rank {s : Nat} (hs : s < count) (zero : rankOf ranks s = 0) :
        A.isAccepting s = false ∧ ∀ c, c ∈ samples → rankOf ranks (A.step s c) = 0 := by
      have hrank : (bif Nat.beq (rankOf ranks s) 0 then
          !A.isAccepting s && Fast.all samples fun c => Nat.beq (rankOf ranks (A.step s c)) 0
        else A.isAccepting s || Fast.any samples fun c => Nat.ble 1 (rankOf ranks (A.step s c)) &&
          Nat.ble (rankOf ranks (A.step s c) + 1) (rankOf ranks s)) = true := (states s hs).1
      rw [show Nat.beq (rankOf ranks s) 0 = true from nat_beq_iff.mpr zero] at hrank
      obtain ⟨no, all⟩ := bool_and_iff.mp hrank
      rw [Fast.all_eq] at all
      exact ⟨bool_false_of (bool_not_iff.mp no), fun c hc => nat_beq_iff.mp (all_iff.mp all c hc)⟩
    induction t generalizing s with
    | nil =>
      obtain ⟨hs, ha⟩ := toDfa_accepting_iff.mp ha
      refine toDfa_viable_iff.mpr ⟨hs, Nat.pos_of_ne_zero fun zero => ?_⟩
      exact nomatch (rank hs zero).1.symm.trans ha
    | cons b t ih =>
      have hb := ht b mem_head
      have later := toDfa_viable_iff.mp (ih (s := (A.toDfa count ranks).step s b)
        (fun c hc => ht c (mem_tail hc)) ha)
      have hs : s < count := by
        cases Nat.lt_or_ge s count with
        | inl hs => exact hs
        | inr hs =>
          have out : (A.toDfa count ranks).step s b = count := by
            show (bif Nat.ble (s + 1) count && Nat.ble (b + 1) 256 then A.step s b else count) = count
            rw [bool_false_of fun e => Nat.not_le_of_lt (nat_ble_iff.mp e) hs]
            rfl
          rw [out] at later
          exact absurd later.1 (Nat.lt_irrefl count)
      refine toDfa_viable_iff.mpr ⟨hs, Nat.pos_of_ne_zero fun zero => ?_⟩
      obtain ⟨c, hc, same⟩ := classes b hb
      have zero := (rank hs zero).2 c hc
      rw [toDfa_step hs hb, same s, zero] at later
      exact Nat.lt_irrefl 0 later.2

/-- Reading a text of bytes stays inside, and is what the packed automaton does. -/
theorem toDfa_runFrom {A : Automaton} {count ranks : Nat} {samples : List Byte}
    (h : A.ranked count ranks samples = true) {t : Text} (ht : IsBytes t) {s : Nat} (hs : s < count) :
    (A.toDfa count ranks).runFrom t s = A.run t s ∧ A.run t s < count := by
  induction t generalizing s with
  | nil => exact ⟨rfl, hs⟩
  | cons b t ih =>
    obtain ⟨_, _, classes, states⟩ := ranked_parts h
    have hb := ht b mem_head
    obtain ⟨c, hc, same⟩ := classes b hb
    have inside : A.step s b < count := same s ▸ (states s hs).2 c hc
    rw [run_cons]
    show (A.toDfa count ranks).runFrom t ((A.toDfa count ranks).step s b) = _ ∧ _
    rw [toDfa_step hs hb]
    exact ih (fun c hc => ht c (mem_tail hc)) inside

/-- With its viable states an automaton admits what it admitted before. -/
theorem toDfa_accepts_iff {A : Automaton} {count ranks : Nat} {samples : List Byte}
    (h : A.ranked count ranks samples = true) {t : Text} (ht : IsBytes t) :
    (A.toDfa count ranks).Accepts t ↔ A.accepts t = true := by
  have hs := (ranked_parts h).1
  obtain ⟨e, inside⟩ := toDfa_runFrom h ht hs
  show (A.toDfa count ranks).accepting ((A.toDfa count ranks).runFrom t A.start) = true ↔ _
  rw [e]
  exact toDfa_accepting_iff.trans ⟨fun h => h.2, fun h => ⟨inside, h⟩⟩

end Automaton

/-- After a text of bytes, the mask of a compiled automaton allows a token exactly if the category's own
language goes on with it. -/
theorem compiled_masks_are_exact {A : Automaton} {r : Regex} {count ranks : Nat}
    {samples classes : List Byte} {states : List Regex} (ha : A.agrees r samples states = true)
    (hr : A.ranked count ranks classes = true) {V : Vocabulary} (hV : V.IsProper) {front : Text}
    (hf : IsBytes front) {t : Nat} :
    tokenAdmissible V (A.toDfa count ranks) ((A.toDfa count ranks).run front) t = true ↔
      Language.Allows r.Lang V front t := by
  have same {u : Text} (hu : IsBytes u) : (A.toDfa count ranks).Accepts u ↔ r.Lang u :=
    (Automaton.toDfa_accepts_iff hr hu).trans (Automaton.accepts_iff_of_agrees ha hu)
  refine (tokenAdmissible_iff_allows (Automaton.isExact_of_ranked hr)).trans ?_
  by_cases e : t = V.stop
  · exact (iff_of_eq (if_pos e)).trans ((same hf).trans (iff_of_eq (if_pos e).symm))
  · refine (iff_of_eq (if_neg e)).trans (Iff.trans ?_ (iff_of_eq (if_neg e).symm))
    have whole {u rest : Text} (hu : V.text? t = some u) (hr : IsBytes rest) :
        IsBytes (front ++ u ++ rest) := fun b hb =>
      (mem_append_iff.mp hb).elim (fun hb => (mem_append_iff.mp hb).elim (hf b) (hV t u hu b)) (hr b)
    exact ⟨fun ⟨u, hu, rest, hr, h⟩ => ⟨u, hu, rest, hr, (same (whole hu hr)).mp h⟩,
      fun ⟨u, hu, rest, hr, h⟩ => ⟨u, hu, rest, hr, (same (whole hu hr)).mpr h⟩⟩

end DetLM
