import DetLM.Spec.Grammar
import DetLM.Thm.Regex

/-!
# Derivation witnesses are right, and there always is one

A text that a witness replays on is derived by the grammar, and every derived text has a witness. So a
certificate that carries the witness proves membership, and none is lost for want of one.

## Main results

* `derivation_replays_only_derived_texts`: what `replay` accepts is in the grammar's language
* `every_derived_text_has_a_derivation_that_replays`: the converse
* `lang_of_any_replay`: the form in which the checker of certificates needs the first
* `Fast.replay_eq`: the kernel's twin is `replay`
-/

namespace DetLM

/-- The two parts of a cut are the text. -/
theorem eq_append_of_cut : ∀ {n : Nat} {t x y : Text}, Text.cut n t = some (x, y) → t = x ++ y
  | 0, _, _, _, h => by
    injection h with h
    injection h with hx hy
    rw [← hx, ← hy]
    rfl
  | _ + 1, [], _, _, h => nomatch h
  | n + 1, b :: t, x, y, h => by
    unfold Text.cut at h
    cases hc : Text.cut n t with
    | none =>
      rw [hc] at h
      exact nomatch h
    | some p =>
      rw [hc] at h
      injection h with h
      injection h with hx hy
      rw [eq_append_of_cut (x := p.1) (y := p.2) hc, ← hx, ← hy]
      rfl

/-- A text can be cut wherever it was put together. -/
theorem cut_append (y : Text) : ∀ x : Text, Text.cut x.length (x ++ y) = some (x, y)
  | [] => rfl
  | b :: x => by
    show (match Text.cut x.length (x ++ y) with
      | none => none
      | some (x, y) => some (b :: x, y)) = some (b :: x, y)
    rw [cut_append y x]

/-- What a longer row derives is what its parts derive, one after the other. -/
theorem derives_append {G : Grammar} {t : Text} :
    ∀ {row s : List Symbol}, Derives G (row ++ s) t → ∃ x y, t = x ++ y ∧ Derives G row x ∧ Derives G s y
  | [], _, h => ⟨[], t, rfl, .done, h⟩
  | .terminal r :: row, s, h => by
    cases h with
    | terminal hr hs =>
      obtain ⟨x, y, e, hx, hy⟩ := derives_append hs
      exact ⟨_, y, by rw [e, List.append_assoc], .terminal hr hx, hy⟩
  | .nonterminal i :: row, s, h => by
    cases h with
    | nonterminal hk hi hs =>
      obtain ⟨x, y, e, hx, hy⟩ := derives_append hs
      exact ⟨_, y, by rw [e, List.append_assoc], .nonterminal hk hi hx, hy⟩

/-- What is replayed from a stack is derived by it. -/
theorem derives_of_replayFrom {G : Grammar} :
    ∀ {w : List Nat} {s : List Symbol} {t : Text}, replayFrom G w s t = true → Derives G s t
  | [], [], [], _ => .done
  | [], [], _ :: _, h => nomatch h
  | [], _ :: _, _, h => nomatch h
  | _ :: _, [], _, h => nomatch h
  | n :: w, .terminal r :: s, t, h => by
    unfold replayFrom at h
    cases hc : Text.cut n t with
    | none =>
      rw [hc] at h
      exact nomatch h
    | some p =>
      rw [hc] at h
      have h := bool_and_iff.mp h
      rw [eq_append_of_cut (x := p.1) (y := p.2) hc]
      exact .terminal (Regex.accepts_iff.mp h.1) (derives_of_replayFrom h.2)
  | n :: w, .nonterminal i :: s, t, h => by
    unfold replayFrom at h
    cases hr : G.row i n with
    | none =>
      rw [hr] at h
      exact nomatch h
    | some row =>
      rw [hr] at h
      obtain ⟨x, y, e, hx, hy⟩ := derives_append (derives_of_replayFrom h)
      exact e ▸ .nonterminal hr hx hy

/-- A derivation can be replayed on top of whatever is still to come. -/
theorem replayFrom_of_derives {G : Grammar} {row : List Symbol} {x : Text} (h : Derives G row x) :
    ∃ w, ∀ v s y, replayFrom G (w ++ v) (row ++ s) (x ++ y) = replayFrom G v s y := by
  induction h with
  | done => exact ⟨[], fun _ _ _ => rfl⟩
  | @terminal r rest a b ha _ ih =>
    obtain ⟨w, hw⟩ := ih
    refine ⟨a.length :: w, fun v s y => ?_⟩
    show (match Text.cut a.length (a ++ b ++ y) with
      | none => false
      | some (x, y) => r.accepts x && replayFrom G (w ++ v) (rest ++ s) y) = _
    rw [List.append_assoc, cut_append (b ++ y) a]
    show (r.accepts a && replayFrom G (w ++ v) (rest ++ s) (b ++ y)) = _
    rw [Regex.accepts_iff.mpr ha, hw]
    rfl
  | @nonterminal i k alternative rest a b hk _ _ iha ihb =>
    obtain ⟨wa, hwa⟩ := iha
    obtain ⟨wb, hwb⟩ := ihb
    refine ⟨k :: (wa ++ wb), fun v s y => ?_⟩
    show (match G.row i k with
      | none => false
      | some row => replayFrom G (wa ++ wb ++ v) (row ++ (rest ++ s)) (a ++ b ++ y)) = _
    rw [hk, List.append_assoc, List.append_assoc]
    show replayFrom G (wa ++ (wb ++ v)) (alternative ++ (rest ++ s)) (a ++ (b ++ y)) = _
    rw [hwa, hwb]

/-- **Derivations are proofs**: a text on which a witness replays is derived by the grammar. -/
theorem derivation_replays_only_derived_texts {G : Grammar} {start : Nat} {w : List Nat} {t : Text}
    (h : replay G start w t = true) : G.Lang start t :=
  derives_of_replayFrom h

/-- **Nothing is lost**: every text that the grammar derives has a witness that replays. -/
theorem every_derived_text_has_a_derivation_that_replays {G : Grammar} {start : Nat} {t : Text}
    (h : G.Lang start t) : ∃ w, replay G start w t = true := by
  obtain ⟨w, hw⟩ := replayFrom_of_derives h
  refine ⟨w, ?_⟩
  have := hw [] [] []
  rw [List.append_nil, List.append_nil, List.append_nil] at this
  exact this

/-- A grammar's language is what its witnesses replay on. -/
theorem lang_iff_replay {G : Grammar} {start : Nat} {t : Text} :
    G.Lang start t ↔ ∃ w, replay G start w t = true :=
  ⟨every_derived_text_has_a_derivation_that_replays, fun ⟨_, h⟩ => derivation_replays_only_derived_texts h⟩

/-- One of several witnesses is enough. -/
theorem lang_of_any_replay {G : Grammar} {start : Nat} {t : Text} {derivations : List (List Nat)}
    (h : (derivations.any fun d => replay G start d t) = true) : G.Lang start t := by
  obtain ⟨_, _, hd⟩ := any_iff.mp h
  exact derivation_replays_only_derived_texts hd

/-! ### The kernel's twin -/

namespace Fast

/-- Twins. -/
theorem entry_eq {α : Type u} : ∀ (l : List α) (n : Nat), entry l n = entry? l n
  | [], _ => rfl
  | _ :: _, 0 => rfl
  | _ :: l, n + 1 => entry_eq l n

/-- Twins. -/
theorem row_eq (G : Grammar) (i k : Nat) : row G i k = G.row i k := by
  unfold row Grammar.row
  rw [entry_eq]
  cases entry? G.rules i with
  | none => rfl
  | some alternatives => exact entry_eq alternatives k

/-- Twins. -/
theorem cut_eq : ∀ (n : Nat) (t : Text) (next : Text → Text → Bool),
    cut n t next = match Text.cut n t with
      | none => false
      | some (x, y) => next x y
  | 0, _, _ => rfl
  | _ + 1, [], _ => rfl
  | n + 1, b :: t, next => by
    show cut n t (fun x y => next (b :: x) y) = match (match Text.cut n t with
      | none => none
      | some (x, y) => some (b :: x, y)) with
      | none => false
      | some (x, y) => next x y
    rw [cut_eq n t]
    cases Text.cut n t <;> rfl

/-- The inner recursor of `replayFrom` puts a row on top of the stack. -/
theorem onTop_eq (s : List Symbol) : ∀ row : List Symbol,
    List.rec (motive := fun _ => List Symbol) s (fun b _ below => b :: below) row = row ++ s
  | [] => rfl
  | b :: row => congrArg (List.cons b) (onTop_eq s row)

/-- Twins. -/
theorem replayFrom_eq {accepts : Text → Regex → Bool} (ha : ∀ t r, accepts t r = Regex.acceptsFrom t r)
    (G : Grammar) : ∀ (w : List Nat) (s : List Symbol) (t : Text),
    replayFrom accepts G w s t = DetLM.replayFrom G w s t
  | [], [], [] => rfl
  | [], [], _ :: _ => rfl
  | [], _ :: _, _ => rfl
  | _ :: _, [], _ => rfl
  | n :: w, .terminal r :: s, t => by
    show cut n t (fun x y =>
      Bool.rec (motive := fun _ => Bool) false (replayFrom accepts G w s y) (accepts x r)) = _
    rw [cut_eq]
    unfold DetLM.replayFrom
    cases Text.cut n t with
    | none => rfl
    | some p =>
      show Bool.rec (motive := fun _ => Bool) false (replayFrom accepts G w s p.2) (accepts p.1 r)
        = (Regex.acceptsFrom p.1 r && DetLM.replayFrom G w s p.2)
      rw [ha, replayFrom_eq ha G w]
      cases Regex.acceptsFrom p.1 r <;> rfl
  | n :: w, .nonterminal i :: s, t => by
    show Option.rec (motive := fun _ => Bool) false
      (fun row => replayFrom accepts G w
        (List.rec (motive := fun _ => List Symbol) s (fun b _ below => b :: below) row) t) (row G i n) = _
    rw [row_eq]
    unfold DetLM.replayFrom
    cases G.row i n with
    | none => rfl
    | some row =>
      show replayFrom accepts G w
        (List.rec (motive := fun _ => List Symbol) s (fun b _ below => b :: below) row) t = _
      rw [onTop_eq, replayFrom_eq ha G w]

/-- **Twins**: the replay that the kernel evaluates is the one that the theorems speak of. -/
theorem replay_eq {accepts : Text → Regex → Bool} (ha : ∀ t r, accepts t r = Regex.acceptsFrom t r)
    (G : Grammar) (start : Nat) (w : List Nat) (t : Text) :
    replay accepts G start w t = DetLM.replay G start w t :=
  replayFrom_eq ha G w _ t

end Fast

end DetLM
