import DetLM.Thm.Derivatives

/-!
# An automaton that agrees with an expression decides its language

## Main results

* `Automaton.accepts_iff_of_agrees`: what agrees decides
-/

namespace DetLM

open Fast (choose)

namespace Regex

/-! ## Sets -/

/-- Bytes that no set of an expression tells apart have the same derivatives. -/
theorem follow_eq_of_alike {b c : Byte} {r : Regex}
    (h : ∀ s, s ∈ sets r → ByteSet.has s b = ByteSet.has s c) : follow b r = follow c r := by
  have first {p q : Regex} (h : ∀ s, s ∈ Fast.append (sets p) (sets q) → ByteSet.has s b = ByteSet.has s c) :
      ∀ s, s ∈ sets p → ByteSet.has s b = ByteSet.has s c := fun s hs =>
    h s (by rw [Fast.append_eq]; exact mem_append_iff.mpr (Or.inl hs))
  have second {p q : Regex} (h : ∀ s, s ∈ Fast.append (sets p) (sets q) → ByteSet.has s b = ByteSet.has s c) :
      ∀ s, s ∈ sets q → ByteSet.has s b = ByteSet.has s c := fun s hs =>
    h s (by rw [Fast.append_eq]; exact mem_append_iff.mpr (Or.inr hs))
  induction r with
  | nothing => rfl
  | empty => rfl
  | oneOf s =>
    show choose (ByteSet.has s b) empty nothing = choose (ByteSet.has s c) empty nothing
    rw [h s mem_head]
  | seq p q hp hq =>
    show choose (Fast.nullable p) (union (Fast.mkSeq (follow b p) q) (follow b q))
      (Fast.mkSeq (follow b p) q) = choose (Fast.nullable p) (union (Fast.mkSeq (follow c p) q) (follow c q))
      (Fast.mkSeq (follow c p) q)
    rw [hp (first h), hq (second h)]
  | either p q hp hq =>
    show union (follow b p) (follow b q) = union (follow c p) (follow c q)
    rw [hp (first h), hq (second h)]
  | star p hp =>
    show Fast.mkSeq (follow b p) (star p) = Fast.mkSeq (follow c p) (star p)
    rw [hp h]
  | atMost n p hp =>
    cases n with
    | zero => rfl
    | succ n =>
      show Fast.mkSeq (follow b p) (atMost n p) = Fast.mkSeq (follow c p) (atMost n p)
      rw [hp h]
  | both p q hp hq =>
    show meet (follow b p) (follow b q) = meet (follow c p) (follow c q)
    rw [hp (first h), hq (second h)]
  | without p q hp hq =>
    show minus (follow b p) (follow b q) = minus (follow c p) (follow c q)
    rw [hp (first h), hq (second h)]

/-- Folding a constructor adds no set. -/
theorem sets_of_choose {s : ByteSet} {p q : Regex} {l : List ByteSet} (test : Bool)
    (hp : s ∈ p.sets → s ∈ l) (hq : s ∈ q.sets → s ∈ l) (h : s ∈ (choose test p q).sets) :
    s ∈ l := by
  cases test with
  | true => exact hp h
  | false => exact hq h

/-- Nor does looking for `nothing`. -/
theorem sets_of_ifNothing {s : ByteSet} {r p q : Regex} {l : List ByteSet}
    (hp : s ∈ p.sets → s ∈ l) (hq : s ∈ q.sets → s ∈ l) (h : s ∈ (Fast.ifNothing r p q).sets) :
    s ∈ l := by
  cases r <;> first | exact hp h | exact hq h

/-- The sets of two expressions are those of each. -/
theorem mem_sets_pair_iff {s : ByteSet} {p q : Regex} :
    s ∈ Fast.append (sets p) (sets q) ↔ s ∈ sets p ∨ s ∈ sets q := by
  rw [Fast.append_eq]
  exact mem_append_iff

/-- `mkSeq` adds no set. -/
theorem sets_mkSeq {s : ByteSet} {p q : Regex} (h : s ∈ (Fast.mkSeq p q).sets) :
    s ∈ p.sets ∨ s ∈ q.sets := by
  cases p <;> first | exact mem_sets_pair_iff.mp h | exact Or.inr h | exact absurd h not_mem_nil

/-- `addOption` adds no set. -/
theorem sets_addOption {s : ByteSet} {p q : Regex} (h : s ∈ (addOption p q).sets) :
    s ∈ p.sets ∨ s ∈ q.sets := by
  have h := sets_of_ifNothing (l := Fast.append (sets p) (sets q))
    (fun h => mem_sets_pair_iff.mpr (Or.inl h))
    (sets_of_choose _ (fun h => mem_sets_pair_iff.mpr (Or.inr h))
      (sets_of_choose _ (fun h => mem_sets_pair_iff.mpr (Or.inr h)) id)) h
  exact mem_sets_pair_iff.mp h

/-- `union` adds no set. -/
theorem sets_union {s : ByteSet} {p q : Regex} (h : s ∈ (union p q).sets) :
    s ∈ p.sets ∨ s ∈ q.sets := by
  induction p generalizing q with
  | either a b ha hb =>
    cases ha h with
    | inl h => exact Or.inl (mem_sets_pair_iff.mpr (Or.inl h))
    | inr h => exact (hb h).elim (fun h => Or.inl (mem_sets_pair_iff.mpr (Or.inr h))) Or.inr
  | nothing => exact Or.inr h
  | star a =>
    have h : s ∈ (choose (isAnything (star a)) (star a) (addOption (star a) q)).sets := h
    exact mem_sets_pair_iff.mp (sets_of_choose (l := Fast.append (sets (star a)) (sets q)) _
      (fun h => mem_sets_pair_iff.mpr (Or.inl h)) (fun h => mem_sets_pair_iff.mpr (sets_addOption h)) h)
  | _ => exact sets_addOption h

/-- `meet` adds no set. -/
theorem sets_meet {s : ByteSet} {p q : Regex} (h : s ∈ (meet p q).sets) : s ∈ p.sets ∨ s ∈ q.sets := by
  have h := sets_of_ifNothing (l := Fast.append (sets p) (sets q)) (fun h => absurd h not_mem_nil)
    (sets_of_ifNothing (fun h => absurd h not_mem_nil)
      (sets_of_choose _ (fun h => mem_sets_pair_iff.mpr (Or.inr h))
        (sets_of_choose _ (fun h => mem_sets_pair_iff.mpr (Or.inl h)) id))) h
  exact mem_sets_pair_iff.mp h

/-- `minus` adds no set. -/
theorem sets_minus {s : ByteSet} {p q : Regex} (h : s ∈ (minus p q).sets) : s ∈ p.sets ∨ s ∈ q.sets := by
  have h := sets_of_ifNothing (l := Fast.append (sets p) (sets q)) (fun h => absurd h not_mem_nil)
    (sets_of_ifNothing (fun h => mem_sets_pair_iff.mpr (Or.inl h))
      (sets_of_choose _ (fun h => absurd h not_mem_nil) id)) h
  exact mem_sets_pair_iff.mp h

/-- A derivative has only sets of its expression. -/
theorem sets_follow {s : ByteSet} {b : Byte} {r : Regex} (h : s ∈ (follow b r).sets) : s ∈ r.sets := by
  have both {p q p' q' : Regex} (hp : s ∈ p'.sets → s ∈ p.sets) (hq : s ∈ q'.sets → s ∈ q.sets)
      (h : s ∈ p'.sets ∨ s ∈ q'.sets) : s ∈ Fast.append (sets p) (sets q) :=
    mem_sets_pair_iff.mpr (h.elim (fun h => Or.inl (hp h)) fun h => Or.inr (hq h))
  induction r with
  | nothing => exact h
  | empty => exact h
  | oneOf m =>
    exact sets_of_choose (p := empty) (q := nothing) (ByteSet.has m b) (fun h => absurd h not_mem_nil)
      (fun h => absurd h not_mem_nil) h
  | seq p q hp hq =>
    have first (h : s ∈ (Fast.mkSeq (follow b p) q).sets) : s ∈ (seq p q).sets :=
      both hp id (sets_mkSeq h)
    refine sets_of_choose (Fast.nullable p) (fun h => ?_) first h
    exact (sets_union h).elim first fun h => mem_sets_pair_iff.mpr (Or.inr (hq h))
  | either p q hp hq => exact both hp hq (sets_union h)
  | star p hp => exact (sets_mkSeq (q := star p) h).elim hp id
  | atMost n p hp =>
    cases n with
    | zero => exact absurd h not_mem_nil
    | succ n => exact (sets_mkSeq (q := atMost n p) h).elim hp id
  | both p q hp hq => exact both hp hq (sets_meet h)
  | without p q hp hq => exact both hp hq (sets_minus h)

end Regex

/-! ## Agreement -/

namespace Automaton

/-- `sameBool` is equality. -/
theorem sameBool_iff {a b : Bool} : sameBool a b = true ↔ a = b := by
  cases a
  · cases b
    · exact ⟨fun _ => rfl, fun _ => rfl⟩
    · exact ⟨fun h => (nomatch h), fun h => (nomatch h)⟩
  · cases b
    · exact ⟨fun h => (nomatch h), fun h => (nomatch h)⟩
    · exact ⟨fun _ => rfl, fun _ => rfl⟩

/-- What holds of all numbers below a bound. -/
theorem of_allBelow {p : Nat → Bool} {n : Nat} (h : allBelow p n = true) :
    ∀ m, m < n → p m = true := by
  induction n with
  | zero => exact fun m hm => absurd hm (Nat.not_lt_zero m)
  | succ n ih =>
    have h : p n = true ∧ allBelow p n = true := choose_and_iff.mp h
    intro m hm
    by_cases e : m = n
    · exact e ▸ h.1
    · exact ih h.2 m (Nat.lt_of_le_of_ne (Nat.le_of_succ_le_succ hm) e)

/-- What holds of each number below a bound holds of all. -/
theorem allBelow_of {p : Nat → Bool} {n : Nat} (h : ∀ m, m < n → p m = true) : allBelow p n = true := by
  induction n with
  | zero => rfl
  | succ n ih =>
    exact choose_and_iff.mpr ⟨h n (Nat.lt_succ_self n), ih fun m hm => h m (Nat.lt_succ_of_lt hm)⟩

/-- What is found out first is found out. -/
theorem force_eq {α : Type u} (n : Nat) (f : Nat → α) : force n f = f n := by
  cases n <;> rfl

/-- A byte is its own sample and that of a class, or it is like another byte that is its own sample. -/
theorem isLike_cases {samples : Nat} {classes : List Byte} {sets : List ByteSet} {b : Byte}
    (h : isLike samples classes sets b = true) :
    (b = sample samples b ∧ b ∈ classes) ∨ (b ≠ sample samples b ∧
      sample samples (sample samples b) = sample samples b ∧ sample samples b < 256 ∧
      ∀ s, s ∈ sets → ByteSet.has s b = ByteSet.has s (sample samples b)) := by
  unfold isLike at h
  rw [force_eq] at h
  cases e : Nat.beq b (sample samples b) with
  | true =>
    rw [e] at h
    have h : Fast.any classes (Nat.beq b) = true := h
    rw [Fast.any_eq] at h
    obtain ⟨c, hc, k⟩ := any_iff.mp h
    exact Or.inl ⟨nat_beq_iff.mp e, nat_beq_iff.mp k ▸ hc⟩
  | false =>
    rw [e] at h
    obtain ⟨own, h⟩ := choose_and_iff.mp h
    obtain ⟨small, h⟩ := choose_and_iff.mp h
    rw [Fast.all_eq] at h
    refine Or.inr ⟨fun k => ?_, nat_beq_iff.mp own, Nat.lt_succ_of_le (nat_ble_iff.mp small), fun s hs => ?_⟩
    · rw [nat_beq_iff.mpr k] at e
      exact nomatch e
    · exact congrArg (Nat.beq · 1) (nat_beq_iff.mp (all_iff.mp h s hs))

/-- Where all bytes pass, each is like its sample, which is that of a class. -/
theorem of_isLike {samples : Nat} {classes : List Byte} {sets : List ByteSet}
    (h : allBelow (isLike samples classes sets) 256 = true) {b : Byte} (hb : b < 256) :
    sample samples b ∈ classes ∧ ∀ s, s ∈ sets → ByteSet.has s b = ByteSet.has s (sample samples b) := by
  cases isLike_cases (of_allBelow h b hb) with
  | inl k => exact ⟨k.1 ▸ k.2, fun s _ => congrArg (ByteSet.has s) k.1⟩
  | inr k =>
    refine ⟨?_, k.2.2.2⟩
    cases isLike_cases (of_allBelow h _ k.2.2.1) with
    | inl own => exact own.2
    | inr other => exact absurd k.2.1.symm other.1

/-- The same where columns are compared too. -/
theorem of_alike {columns samples : Nat} {classes : List Byte} {sets : List ByteSet}
    (h : allBelow (alike columns samples classes sets) 256 = true) {b : Byte} (hb : b < 256) :
    sample samples b ∈ classes ∧ column columns b = column columns (sample samples b) ∧
      ∀ s, s ∈ sets → ByteSet.has s b = ByteSet.has s (sample samples b) := by
  have like : allBelow (isLike samples classes sets) 256 = true :=
    allBelow_of fun m hm => (choose_and_iff.mp (of_allBelow h m hm)).2
  exact ⟨(of_isLike like hb).1, nat_beq_iff.mp (choose_and_iff.mp (of_allBelow h b hb)).1, (of_isLike like hb).2⟩

/-- State `s` of an automaton stands for expression `r`. -/
def Stands (row : Nat) (states : List Regex) (s : Nat) (r : Regex) : Prop :=
  ∃ i, s = Nat.mul row i ∧ nth states i = some r

/-- What `holds` says. -/
theorem stands_of_holds {row s : Nat} {states : List Regex} {r : Regex}
    (h : holds row states s r = true) : Stands row states s r := by
  have h := choose_and_iff.mp h
  refine ⟨Nat.div s row, (nat_beq_iff.mp h.1).symm, ?_⟩
  have k := h.2
  cases e : nth states (Nat.div s row) with
  | none =>
    rw [e] at k
    exact nomatch k
  | some q =>
    rw [e] at k
    exact congrArg some (Regex.eq_of_same k)

/-- Leaving out entries of nothing, or behind the first. -/
theorem drop_eq {α : Type u} (a : α) (l : List α) (i : Nat) :
    drop ([] : List α) i = [] ∧ drop (a :: l) (i + 1) = drop l i := by
  induction i with
  | zero => exact ⟨rfl, rfl⟩
  | succ i ih =>
    refine ⟨?_, ?_⟩
    · show List.rec (motive := fun _ => List α) [] (fun _ t _ => t) (drop ([] : List α) i) = []
      rw [ih.1]
    · show List.rec (motive := fun _ => List α) [] (fun _ t _ => t) (drop (a :: l) (i + 1)) =
        List.rec (motive := fun _ => List α) [] (fun _ t _ => t) (drop l i)
      rw [ih.2]

/-- What agreement says of each state. -/
theorem stateAgrees_of_statesAgree {columns table row last : Nat} {classes : List Byte}
    {states l : List Regex} {i : Nat}
    (h : statesAgree columns table row last classes states l i = true) {j : Nat} {r : Regex}
    (hr : nth l j = some r) :
    stateAgrees columns table row last classes states (Nat.mul row (i + j)) r = true := by
  induction l generalizing i j with
  | nil =>
    unfold nth at hr
    rw [(drop_eq r [] j).1] at hr
    exact nomatch hr
  | cons q l ih =>
    have h : stateAgrees columns table row last classes states (Nat.mul row i) q = true ∧
      statesAgree columns table row last classes states l (i + 1) = true := choose_and_iff.mp h
    cases j with
    | zero =>
      injection hr with e
      rw [← e]
      exact h.1
    | succ j =>
      unfold nth at hr
      rw [(drop_eq q l j).2] at hr
      have k := ih h.2 hr
      have e : i + 1 + j = i + (j + 1) := by rw [Nat.add_assoc, Nat.add_comm 1 j]
      rw [e] at k
      exact k

/-- What agreement says of the states and the steps between them. -/
structure Simulates (A : Automaton) (r : Regex) (states : List Regex) : Prop where
  /-- The first state stands for the expression. -/
  start : Stands A.row states A.start r
  /-- The dead state stands for nothing. -/
  dead : Stands A.row states 0 .nothing
  /-- A state accepts where its expression holds the empty text. -/
  accepting {s : Nat} {q : Regex} : Stands A.row states s q → isAccepting A.last s = q.nullable
  /-- A step leads to the derivative. -/
  next {s : Nat} {q : Regex} {b : Byte} : b < 256 → Stands A.row states s q →
    (∀ m, m ∈ q.sets → m ∈ r.sets) → Stands A.row states (step A.columns A.table s b) (q.follow b)

/-- Agreement is simulation. -/
theorem simulates_of_agrees {A : Automaton} {r : Regex} {classes : List Byte} {samples : Nat}
    {sets : List ByteSet} {states : List Regex}
    (h : A.agrees r classes samples sets states = true) : A.Simulates r states := by
  obtain ⟨columns, table, row, first, last⟩ := A
  obtain ⟨dead, h⟩ := choose_and_iff.mp h
  obtain ⟨start, h⟩ := choose_and_iff.mp h
  obtain ⟨covered, h⟩ := choose_and_iff.mp h
  obtain ⟨bytes, agree⟩ := choose_and_iff.mp h
  have agree {s : Nat} {q : Regex} (h : Stands row states s q) :
      stateAgrees columns table row last classes states s q = true := by
    obtain ⟨i, e, hq⟩ := h
    have k := stateAgrees_of_statesAgree agree hq
    rw [Nat.zero_add] at k
    exact e ▸ k
  refine ⟨stands_of_holds start, stands_of_holds dead, fun h => ?_, fun {s q b} hb hs hq => ?_⟩
  · have k := sameBool_iff.mp (choose_and_iff.mp (agree h)).1
    exact k.trans (Fast.nullable_eq _)
  · have k := (choose_and_iff.mp (agree hs)).2
    obtain ⟨hc, alike⟩ := of_alike bytes hb
    have column := alike.1
    generalize sample samples b = c at hc alike column
    rw [Fast.all_eq] at k covered
    have same : q.follow b = q.follow c := Regex.follow_eq_of_alike fun m hm => by
      have known := all_iff.mp covered m (hq m hm)
      rw [Fast.any_eq] at known
      obtain ⟨m', hm', em⟩ := any_iff.mp known
      rw [nat_beq_iff.mp em]
      exact alike.2 m' hm'
    have there : step columns table s b = step columns table s c := by
      show Nat.land (Nat.shiftRight table (Nat.add s (Automaton.column columns b))) 16777215 =
        Nat.land (Nat.shiftRight table (Nat.add s (Automaton.column columns c))) 16777215
      rw [column]
    show Stands row states (step columns table s b) (q.follow b)
    rw [there, same]
    exact stands_of_holds (all_iff.mp k c hc)

/-- From a state the automaton accepts what the expression of the state says. -/
theorem isAccepting_run_iff {A : Automaton} {r : Regex} {states : List Regex} (h : A.Simulates r states)
    {t : Text} (ht : IsBytes t) {s : Nat} {q : Regex} (hs : Stands A.row states s q)
    (hq : ∀ m, m ∈ q.sets → m ∈ r.sets) :
    isAccepting A.last (run A.columns A.table t s) = true ↔ q.Lang t := by
  induction t generalizing s q with
  | nil =>
    show isAccepting A.last s = true ↔ _
    rw [h.accepting hs]
    exact Regex.nullable_iff
  | cons b t ih =>
    refine (ih ht.tail (h.next (ht b mem_head) hs hq) fun m hm => hq m (Regex.sets_follow hm)).trans ?_
    exact Regex.follow_iff ht.tail

/-- An automaton that agrees with an expression accepts exactly its texts. -/
theorem accepts_iff_of_agrees {A : Automaton} {r : Regex} {classes : List Byte} {samples : Nat}
    {sets : List ByteSet} {states : List Regex}
    (h : A.agrees r classes samples sets states = true) {t : Text} (ht : IsBytes t) :
    A.accepts t = true ↔ r.Lang t :=
  have h := simulates_of_agrees h
  isAccepting_run_iff h ht h.start fun _ hm => hm

end Automaton

end DetLM
