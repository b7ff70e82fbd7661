import DetLM.Thm.Regex
import DetLM.Thm.Fast
import DetLM.Spec.Automaton

/-!
# An automaton that agrees with an expression decides its language

## Main results

* `Automaton.accepts_iff_of_agrees`, `Automaton.acceptsChunks_iff_of_agrees`: what agrees decides
* `Automaton.acceptsChunks_eq`: reading packed chunks is reading the text
* `Regex.deriv_eq_of_alike`: bytes that no set tells apart have the same derivatives
-/

namespace DetLM

/-- `force` changes nothing. -/
theorem force_eq {α : Type u} (n : Nat) (use : Nat → α) : force n use = use n := by
  cases n with
  | zero => rfl
  | succ n => rfl

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
    have h : (p n && allBelow p n) = true := h
    have h := bool_and_iff.mp h
    intro m hm
    by_cases e : m = n
    · exact e ▸ h.1
    · exact ih h.2 m (Nat.lt_of_le_of_ne (Nat.le_of_succ_le_succ hm) e)

/-! ## Chunks -/

namespace Automaton

/-- Reading one byte. -/
theorem run_cons (A : Automaton) (b : Byte) (t : Text) (s : Nat) :
    A.run (b :: t) s = A.run t (A.step s b) := by
  show force (A.step s b) (A.run t) = _
  rw [force_eq]

/-- Reading one text after another. -/
theorem run_append (A : Automaton) (t u : Text) (s : Nat) :
    A.run (t ++ u) s = A.run u (A.run t s) := by
  induction t generalizing s with
  | nil => rfl
  | cons b t ih =>
    show A.run (b :: (t ++ u)) s = _
    rw [run_cons, run_cons, ih]

/-- Reading one packed byte. -/
theorem run_packed_succ (A : Automaton) (n w s : Nat) : A.run (Text.packed (n + 1) w) s =
    A.run (Text.packed n (drop1 w)) (step1 A.columns A.table A.row w s) := run_cons A _ _ s

/-- Reading packed bytes is reading the text. -/
theorem runBytes_eq (A : Automaton) (n w s : Nat) :
    runBytes A.columns A.table A.row n w s = A.run (Text.packed n w) s := by
  induction n generalizing w s with
  | zero => rfl
  | succ n ih =>
    have unfolded : runBytes A.columns A.table A.row (n + 1) w s =
      force (step1 A.columns A.table A.row w s) (runBytes A.columns A.table A.row n (drop1 w)) := rfl
    rw [unfolded, force_eq, ih, run_packed_succ]

/-- Reading four packed bytes. -/
theorem run_packed_four (A : Automaton) (n w s : Nat) : A.run (Text.packed (n + 4) w) s =
    A.run (Text.packed n (drop4 w)) (step4 A.columns A.table A.row w s) := by
  show A.run (Text.packed (n + 1 + 1 + 1 + 1) w) s = _
  rw [run_packed_succ, run_packed_succ, run_packed_succ, run_packed_succ]
  rfl

/-- Reading groups of eight packed bytes is reading the text. -/
theorem runEights_eq (A : Automaton) (rest n w s : Nat) :
    runEights A.columns A.table A.row rest n w s = A.run (Text.packed (8 * n + rest) w) s := by
  induction n generalizing w s with
  | zero =>
    show runBytes A.columns A.table A.row rest w s = A.run (Text.packed (0 + rest) w) s
    rw [runBytes_eq, Nat.zero_add]
  | succ n ih =>
    have e : 8 * (n + 1) + rest = 8 * n + rest + 4 + 4 := by
      show 8 * n + 8 + rest = 8 * n + rest + 8
      rw [Nat.add_right_comm]
    have unfolded : runEights A.columns A.table A.row rest (n + 1) w s =
      force (step4 A.columns A.table A.row (drop4 w) (step4 A.columns A.table A.row w s))
        (runEights A.columns A.table A.row rest n (drop4 (drop4 w))) := rfl
    rw [unfolded, force_eq, ih, e, run_packed_four, run_packed_four]

/-- Reading chunks is reading the text. -/
theorem runChunks_eq (A : Automaton) (l : List Chunk) (s : Nat) :
    runChunks A.columns A.table A.row l s = A.run (chunksText l) s := by
  induction l generalizing s with
  | nil => rfl
  | cons c l ih =>
    show force (runEights A.columns A.table A.row c.rest c.eights c.bytes s)
      (runChunks A.columns A.table A.row l) =
        A.run (Text.packed (8 * c.eights + c.rest) c.bytes ++ chunksText l) s
    rw [force_eq, ih, run_append, runEights_eq]

/-- Accepting chunks is accepting the text. -/
theorem acceptsChunks_eq (A : Automaton) (l : List Chunk) : A.acceptsChunks l = A.accepts (chunksText l) := by
  show ByteSet.has A.accepting (runChunks A.columns A.table A.row l A.start) = _
  rw [runChunks_eq]
  rfl

end Automaton

/-! ## Expressions -/

namespace Regex

/-- What `same` says is the same, is the same. -/
theorem eq_of_same {p q : Regex} (h : p.same q = true) : p = q := by
  induction p generalizing q with
  | nothing =>
    cases q with
    | nothing => rfl
    | _ => exact nomatch h
  | empty =>
    cases q with
    | empty => rfl
    | _ => exact nomatch h
  | oneOf s =>
    cases q with
    | oneOf s' => exact congrArg oneOf (nat_beq_iff.mp h)
    | _ => exact nomatch h
  | seq a b ha hb =>
    cases q with
    | seq a' b' => rw [ha (bool_and_iff.mp h).1, hb (bool_and_iff.mp h).2]
    | _ => exact nomatch h
  | either a b ha hb =>
    cases q with
    | either a' b' => rw [ha (bool_and_iff.mp h).1, hb (bool_and_iff.mp h).2]
    | _ => exact nomatch h
  | star a ha =>
    cases q with
    | star a' => exact congrArg star (ha h)
    | _ => exact nomatch h
  | atMost n a ha =>
    cases q with
    | atMost n' a' => rw [nat_beq_iff.mp (bool_and_iff.mp h).1, ha (bool_and_iff.mp h).2]
    | _ => exact nomatch h
  | both a b ha hb =>
    cases q with
    | both a' b' => rw [ha (bool_and_iff.mp h).1, hb (bool_and_iff.mp h).2]
    | _ => exact nomatch h
  | without a b ha hb =>
    cases q with
    | without a' b' => rw [ha (bool_and_iff.mp h).1, hb (bool_and_iff.mp h).2]
    | _ => exact nomatch h

/-- Bytes that no set of an expression tells apart have the same derivatives. -/
theorem deriv_eq_of_alike {b c : Byte} {r : Regex}
    (h : ∀ s, s ∈ r.sets → s.has b = s.has c) : deriv b r = deriv c r := by
  induction r with
  | nothing => rfl
  | empty => rfl
  | oneOf s =>
    show (bif s.has b then empty else nothing) = bif s.has c then empty else nothing
    rw [h s mem_head]
  | seq p q hp hq =>
    have hp := hp fun s hs => h s (mem_append_iff.mpr (Or.inl hs))
    have hq := hq fun s hs => h s (mem_append_iff.mpr (Or.inr hs))
    show (bif nullable p then mkEither (mkSeq (deriv b p) q) (deriv b q) else mkSeq (deriv b p) q) =
      bif nullable p then mkEither (mkSeq (deriv c p) q) (deriv c q) else mkSeq (deriv c p) q
    rw [hp, hq]
  | either p q hp hq =>
    have hp := hp fun s hs => h s (mem_append_iff.mpr (Or.inl hs))
    have hq := hq fun s hs => h s (mem_append_iff.mpr (Or.inr hs))
    show mkEither (deriv b p) (deriv b q) = mkEither (deriv c p) (deriv c q)
    rw [hp, hq]
  | star p hp =>
    show mkSeq (deriv b p) (star p) = mkSeq (deriv c p) (star p)
    rw [hp h]
  | atMost n p hp =>
    cases n with
    | zero => rfl
    | succ n =>
      show mkSeq (deriv b p) (atMost n p) = mkSeq (deriv c p) (atMost n p)
      rw [hp h]
  | both p q hp hq =>
    have hp := hp fun s hs => h s (mem_append_iff.mpr (Or.inl hs))
    have hq := hq fun s hs => h s (mem_append_iff.mpr (Or.inr hs))
    show mkBoth (deriv b p) (deriv b q) = mkBoth (deriv c p) (deriv c q)
    rw [hp, hq]
  | without p q hp hq =>
    have hp := hp fun s hs => h s (mem_append_iff.mpr (Or.inl hs))
    have hq := hq fun s hs => h s (mem_append_iff.mpr (Or.inr hs))
    show mkWithout (deriv b p) (deriv b q) = mkWithout (deriv c p) (deriv c q)
    rw [hp, hq]

/-- Folding a constructor adds no set. -/
theorem sets_of_bif {s : ByteSet} {p q : Regex} {l : List ByteSet} (test : Bool)
    (hp : s ∈ p.sets → s ∈ l) (hq : s ∈ q.sets → s ∈ l) (h : s ∈ (bif test then p else q).sets) :
    s ∈ l := by
  cases test with
  | true => exact hp h
  | false => exact hq h

/-- `mkSeq` adds no set. -/
theorem sets_mkSeq {s : ByteSet} {p q : Regex} (h : s ∈ (mkSeq p q).sets) : s ∈ p.sets ++ q.sets :=
  sets_of_bif _ (fun h => absurd h not_mem_nil)
    (sets_of_bif _ (fun h => mem_append_iff.mpr (Or.inr h)) id) h

/-- `mkEither` adds no set. -/
theorem sets_mkEither {s : ByteSet} {p q : Regex} (h : s ∈ (mkEither p q).sets) :
    s ∈ p.sets ++ q.sets :=
  sets_of_bif _ (fun h => mem_append_iff.mpr (Or.inr h))
    (sets_of_bif _ (fun h => mem_append_iff.mpr (Or.inl h)) id) h

/-- `mkBoth` adds no set. -/
theorem sets_mkBoth {s : ByteSet} {p q : Regex} (h : s ∈ (mkBoth p q).sets) : s ∈ p.sets ++ q.sets :=
  sets_of_bif _ (fun h => absurd h not_mem_nil)
    (sets_of_bif _ (fun h => absurd h not_mem_nil) id) h

/-- `mkWithout` adds no set. -/
theorem sets_mkWithout {s : ByteSet} {p q : Regex} (h : s ∈ (mkWithout p q).sets) :
    s ∈ p.sets ++ q.sets :=
  sets_of_bif _ (fun h => absurd h not_mem_nil)
    (sets_of_bif _ (fun h => mem_append_iff.mpr (Or.inl h)) id) h

/-- A derivative has only sets of its expression. -/
theorem sets_deriv {s : ByteSet} {b : Byte} {r : Regex} (h : s ∈ (deriv b r).sets) : s ∈ r.sets := by
  have both {p q p' q' : Regex} (hp : s ∈ p'.sets → s ∈ p.sets) (hq : s ∈ q'.sets → s ∈ q.sets)
      (h : s ∈ p'.sets ++ q'.sets) : s ∈ p.sets ++ q.sets :=
    (mem_append_iff.mp h).elim (fun h => mem_append_iff.mpr (Or.inl (hp h)))
      fun h => mem_append_iff.mpr (Or.inr (hq h))
  induction r with
  | nothing => exact h
  | empty => exact h
  | oneOf m =>
    exact sets_of_bif (p := empty) (q := nothing) (ByteSet.has m b) (fun h => absurd h not_mem_nil)
      (fun h => absurd h not_mem_nil) h
  | seq p q hp hq =>
    have first (h : s ∈ (mkSeq (deriv b p) q).sets) : s ∈ (seq p q).sets :=
      both hp id (sets_mkSeq h)
    refine sets_of_bif (nullable p) (fun h => ?_) first h
    exact (mem_append_iff.mp (sets_mkEither h)).elim first
      fun h => mem_append_iff.mpr (Or.inr (hq h))
  | either p q hp hq => exact both hp hq (sets_mkEither h)
  | star p hp => exact (mem_append_iff.mp (sets_mkSeq h)).elim hp id
  | atMost n p hp =>
    cases n with
    | zero => exact absurd h not_mem_nil
    | succ n => exact (mem_append_iff.mp (sets_mkSeq (q := atMost n p) h)).elim hp id
  | both p q hp hq => exact both hp hq (sets_mkBoth h)
  | without p q hp hq => exact both hp hq (sets_mkWithout h)

end Regex

/-! ## Agreement -/

namespace Automaton

/-- What agreement says of each state. -/
theorem stateAgrees_of_statesAgree {A : Automaton} {samples : List Byte} {states l : List Regex}
    {s : Nat} (h : A.statesAgree samples states l s = true) :
    ∀ n, n < l.length → A.stateAgrees samples states (s + n) (entry .nothing l n) = true := by
  induction l generalizing s with
  | nil => exact fun n hn => absurd hn (Nat.not_lt_zero n)
  | cons r l ih =>
    have h : (A.stateAgrees samples states s r && A.statesAgree samples states l (Nat.succ s)) = true := h
    have h := bool_and_iff.mp h
    intro n hn
    cases n with
    | zero => exact h.1
    | succ n =>
      have k := ih h.2 n (Nat.le_of_succ_le_succ hn)
      have e : Nat.succ s + n = s + (n + 1) := Nat.succ_add s n
      rw [e] at k
      exact k

/-- From every state the automaton accepts what the expression of the state says. -/
theorem isAccepting_run_iff {A : Automaton} {r : Regex} {samples : List Byte} {states : List Regex}
    (hb : allBelow (fun b => Fast.any samples (A.alike r.sets b)) 256 = true)
    (hs : A.statesAgree samples states states 0 = true) {t : Text} (ht : ∀ b, b ∈ t → b < 256)
    {s : Nat} (hl : s < states.length)
    (hr : ∀ m, m ∈ (entry .nothing states s).sets → m ∈ r.sets) :
    A.isAccepting (A.run t s) = true ↔ (entry .nothing states s).Lang t := by
  induction t generalizing s with
  | nil =>
    have h := stateAgrees_of_statesAgree hs s hl
    rw [Nat.zero_add] at h
    have h := sameBool_iff.mp (bool_and_iff.mp h).1
    rw [Fast.nullable_eq] at h
    show A.isAccepting s = true ↔ _
    rw [h]
    exact Regex.nullable_iff
  | cons b t ih =>
    have h := stateAgrees_of_statesAgree hs s hl
    rw [Nat.zero_add] at h
    have h := (bool_and_iff.mp h).2
    rw [Fast.all_eq] at h
    have hb := of_allBelow hb b (ht b mem_head)
    rw [Fast.any_eq] at hb
    obtain ⟨c, hc, ha⟩ := any_iff.mp hb
    obtain ⟨hcol, hsets⟩ := bool_and_iff.mp ha
    rw [Fast.all_eq] at hsets
    have e : A.step s b = A.step s c := by
      show Nat.land (Nat.shiftRight A.table (Nat.add (Nat.mul A.row s) (A.column b))) 65535 =
        Nat.land (Nat.shiftRight A.table (Nat.add (Nat.mul A.row s) (A.column c))) 65535
      rw [nat_beq_iff.mp hcol]
    obtain ⟨hj, hd⟩ := bool_and_iff.mp (all_iff.mp h c hc)
    have hj : A.step s c < states.length := nat_ble_iff.mp hj
    have hd := Regex.eq_of_same hd
    rw [Fast.deriv_eq] at hd
    have alike : Regex.deriv b (entry .nothing states s) = Regex.deriv c (entry .nothing states s) :=
      Regex.deriv_eq_of_alike fun m hm => sameBool_iff.mp (all_iff.mp hsets m (hr m hm))
    show A.isAccepting (force (A.step s b) (A.run t)) = true ↔ _
    rw [force_eq, e]
    refine (ih (fun c hc => ht c (mem_tail hc)) hj fun m hm => ?_).trans ?_
    · rw [hd] at hm
      exact hr m (Regex.sets_deriv hm)
    · rw [hd, ← alike]
      exact Regex.deriv_iff

/-- An automaton that agrees with an expression accepts exactly its texts. -/
theorem accepts_iff_of_agrees {A : Automaton} {r : Regex} {samples : List Byte} {states : List Regex}
    (h : A.agrees r samples states = true) {t : Text} (ht : ∀ b, b ∈ t → b < 256) :
    A.accepts t = true ↔ r.Lang t := by
  obtain ⟨hl, h⟩ := bool_and_iff.mp h
  obtain ⟨he, h⟩ := bool_and_iff.mp h
  obtain ⟨hb, hs⟩ := bool_and_iff.mp h
  have he := Regex.eq_of_same he
  have k := isAccepting_run_iff hb hs ht (nat_ble_iff.mp hl) (fun m hm => he ▸ hm)
  rw [he] at k
  exact k

/-- The same for a text in chunks, whose bytes are bytes. -/
theorem acceptsChunks_iff_of_agrees {A : Automaton} {r : Regex} {samples : List Byte}
    {states : List Regex} (h : A.agrees r samples states = true) {l : List Chunk} :
    A.acceptsChunks l = true ↔ r.Lang (chunksText l) := by
  rw [acceptsChunks_eq]
  refine accepts_iff_of_agrees h ?_
  induction l with
  | nil => exact fun b hb => absurd hb not_mem_nil
  | cons c l ih =>
    intro b hb
    exact (mem_append_iff.mp hb).elim lt_of_mem_packed (ih b)

end Automaton

end DetLM
