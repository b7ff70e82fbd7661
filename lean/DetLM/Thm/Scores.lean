import DetLM.Spec.Scores
import DetLM.Thm.Masks

/-!
# The invariants of masked decoding

## Main results

* `disallowed_token_is_impossible`, `allowed_token_is_possible`: zero exactly outside of the mask, where
  anything is allowed; where nothing is, nothing is chosen: `chooseToken_eq_none_iff`
* `probabilities_sum_to_one`, `mask_keeps_proportions`: what is left is the model's own distribution, given
  that the token is allowed
* `chooseToken_iff`: the choice is computed
* `decoding_is_deterministic`: there is one run at most; `greedy_of_ends`, `greedy_eq_of_run`: and it is
  computed
* `greedy_emits_what_is_admitted`: and what it emits is admitted
-/

namespace DetLM

/-! ## Probabilities -/

/-- The weight of an allowed token. -/
theorem maskedWeight_of_allowed {scores : Scores} {mask : Mask} {t : Nat} (h : mask t = true) :
    maskedWeight scores mask t = scores t := if_pos h

/-- The weight of a token that is not allowed. -/
theorem maskedWeight_of_disallowed {scores : Scores} {mask : Mask} {t : Nat} (h : mask t = false) :
    maskedWeight scores mask t = 0 :=
  if_neg (c := mask t = true) fun k => nomatch h.symm.trans k

/-- One weight is at most the sum. -/
theorem le_totalWeight {weights : Nat → Nat} {n t : Nat} (h : t < n) : weights t ≤ totalWeight weights n := by
  induction n with
  | zero => exact absurd h (Nat.not_lt_zero t)
  | succ n ih =>
    cases Nat.lt_succ_iff_lt_or_eq.mp h with
    | inl h => exact Nat.le_trans (ih h) (Nat.le_add_right ..)
    | inr h => exact h ▸ Nat.le_add_left ..

/-- Where any token is allowed that the model gives a weight, the probability of one that is not allowed is
zero: a fraction with nothing above the line, and something below it. -/
theorem disallowed_token_is_impossible {scores : Scores} {mask : Mask} {n t u : Nat} (h : mask t = false)
    (hu : u < n) (hm : mask u = true) (hs : 0 < scores u) :
    (probability scores mask n t).numerator = 0 ∧ 0 < (probability scores mask n t).denominator := by
  refine ⟨maskedWeight_of_disallowed h, Nat.lt_of_lt_of_le ?_ (le_totalWeight hu)⟩
  rw [maskedWeight_of_allowed hm]
  exact hs

/-- The probability of a token that the mask allows is above zero, and at most one. -/
theorem allowed_token_is_possible {scores : Scores} {mask : Mask} {n t : Nat} (hs : 0 < scores t)
    (ht : t < n) (h : mask t = true) : 0 < (probability scores mask n t).numerator ∧
      (probability scores mask n t).numerator ≤ (probability scores mask n t).denominator := by
  refine ⟨?_, le_totalWeight (weights := maskedWeight scores mask) ht⟩
  show 0 < maskedWeight scores mask t
  rw [maskedWeight_of_allowed h]
  exact hs

/-- The probabilities of all tokens sum to one: to the common denominator, which is not zero if anything is
allowed. -/
theorem probabilities_sum_to_one {scores : Scores} {mask : Mask} {n : Nat} :
    (∀ t, (probability scores mask n t).denominator =
      totalWeight (fun u => (probability scores mask n u).numerator) n) ∧
    ((∃ t, t < n ∧ mask t = true ∧ 0 < scores t) → 0 < totalWeight (maskedWeight scores mask) n) := by
  refine ⟨fun _ => rfl, fun ⟨t, ht, h, hs⟩ => Nat.lt_of_lt_of_le ?_ (le_totalWeight ht)⟩
  rw [maskedWeight_of_allowed h]
  exact hs

/-- Among allowed tokens the mask keeps the proportions that the model gave. -/
theorem mask_keeps_proportions {scores : Scores} {mask : Mask} {n t u : Nat} (ht : mask t = true)
    (hu : mask u = true) : (probability scores mask n t).numerator * scores u =
      (probability scores mask n u).numerator * scores t := by
  show maskedWeight scores mask t * scores u = maskedWeight scores mask u * scores t
  rw [maskedWeight_of_allowed ht, maskedWeight_of_allowed hu, Nat.mul_comm]

/-- A tighter mask makes no token that stays more unlikely. -/
theorem tighter_mask_keeps_weight {scores : Scores} {mask tight : Mask} {t : Nat}
    (h : ∀ u, tight u = true → mask u = true) (ht : tight t = true) (n : Nat) :
    (probability scores tight n t).numerator = (probability scores mask n t).numerator ∧
      (probability scores tight n t).denominator ≤ (probability scores mask n t).denominator := by
  refine ⟨(maskedWeight_of_allowed ht).trans (maskedWeight_of_allowed (h t ht)).symm, ?_⟩
  show totalWeight (maskedWeight scores tight) n ≤ totalWeight (maskedWeight scores mask) n
  induction n with
  | zero => exact Nat.le_refl 0
  | succ n ih =>
    refine Nat.add_le_add ih ?_
    by_cases k : tight n = true
    · rw [maskedWeight_of_allowed k, maskedWeight_of_allowed (h n k)]
    · rw [maskedWeight_of_disallowed (bool_false_of k)]
      exact Nat.zero_le _

/-! ## The choice -/

/-- There is at most one choice. -/
theorem IsChoice.unique {scores : Scores} {mask : Mask} {n t u : Nat} (ht : IsChoice scores mask n t)
    (hu : IsChoice scores mask n u) : t = u := by
  cases Nat.lt_trichotomy t u with
  | inl less => exact absurd (hu.2.2.2 t less ht.2.1) (Nat.not_lt_of_le (ht.2.2.1 u hu.1 hu.2.1))
  | inr h =>
    cases h with
    | inl e => exact e
    | inr less => exact absurd (ht.2.2.2 u less hu.2.1) (Nat.not_lt_of_le (hu.2.2.1 t ht.1 ht.2.1))

/-- What is chosen is the choice; where nothing is chosen, nothing is allowed. -/
theorem chooseToken_spec (scores : Scores) (mask : Mask) (n : Nat) :
    match chooseToken scores mask n with
    | none => ∀ t, t < n → mask t = false
    | some t => IsChoice scores mask n t := by
  induction n with
  | zero => exact fun t h => absurd h (Nat.not_lt_zero t)
  | succ n ih =>
    show match (match chooseToken scores mask n with
      | none => if mask n = true then some n else none
      | some best => if mask n = true ∧ scores best < scores n then some n else some best) with
      | none => ∀ t, t < n + 1 → mask t = false
      | some t => IsChoice scores mask (n + 1) t
    cases e : chooseToken scores mask n with
    | none =>
      rw [e] at ih
      have ih : ∀ t, t < n → mask t = false := ih
      by_cases h : mask n = true
      · rw [show (match (none : Option Nat) with
          | none => if mask n = true then some n else none
          | some best => if mask n = true ∧ scores best < scores n then some n else some best) = some n
          from if_pos h]
        refine ⟨Nat.lt_succ_self n, h, fun u hu k => ?_, fun u hu k => ?_⟩
        · cases Nat.lt_succ_iff_lt_or_eq.mp hu with
          | inl hu => exact nomatch (ih u hu).symm.trans k
          | inr hu => exact hu ▸ Nat.le_refl _
        · exact nomatch (ih u hu).symm.trans k
      · rw [show (match (none : Option Nat) with
          | none => if mask n = true then some n else none
          | some best => if mask n = true ∧ scores best < scores n then some n else some best) = none
          from if_neg h]
        intro t ht
        cases Nat.lt_succ_iff_lt_or_eq.mp ht with
        | inl ht => exact ih t ht
        | inr ht => exact ht ▸ bool_false_of h
    | some best =>
      rw [e] at ih
      have ih : IsChoice scores mask n best := ih
      by_cases h : mask n = true ∧ scores best < scores n
      · rw [show (match some best with
          | none => if mask n = true then some n else none
          | some best => if mask n = true ∧ scores best < scores n then some n else some best) = some n
          from if_pos h]
        refine ⟨Nat.lt_succ_self n, h.1, fun u hu k => ?_, fun u hu k => ?_⟩
        · cases Nat.lt_succ_iff_lt_or_eq.mp hu with
          | inl hu => exact Nat.le_trans (ih.2.2.1 u hu k) (Nat.le_of_lt h.2)
          | inr hu => exact hu ▸ Nat.le_refl _
        · exact Nat.lt_of_le_of_lt (ih.2.2.1 u hu k) h.2
      · rw [show (match some best with
          | none => if mask n = true then some n else none
          | some best => if mask n = true ∧ scores best < scores n then some n else some best) = some best
          from if_neg h]
        refine ⟨Nat.lt_succ_of_lt ih.1, ih.2.1, fun u hu k => ?_, ih.2.2.2⟩
        cases Nat.lt_succ_iff_lt_or_eq.mp hu with
        | inl hu => exact ih.2.2.1 u hu k
        | inr hu => exact hu ▸ Nat.le_of_not_lt fun less => h ⟨hu ▸ k, less⟩

/-- The choice is computed. -/
theorem chooseToken_iff {scores : Scores} {mask : Mask} {n t : Nat} :
    chooseToken scores mask n = some t ↔ IsChoice scores mask n t := by
  have k := chooseToken_spec scores mask n
  cases e : chooseToken scores mask n with
  | none =>
    rw [e] at k
    have k : ∀ t, t < n → mask t = false := k
    exact ⟨fun h => (nomatch h), fun h => nomatch (k t h.1).symm.trans h.2.1⟩
  | some u =>
    rw [e] at k
    have k : IsChoice scores mask n u := k
    exact ⟨fun h => some_inj h ▸ k, fun h => congrArg some (k.unique h)⟩

/-- Nothing is chosen exactly where nothing is allowed. -/
theorem chooseToken_eq_none_iff {scores : Scores} {mask : Mask} {n : Nat} :
    chooseToken scores mask n = none ↔ ∀ t, t < n → mask t = false := by
  have k := chooseToken_spec scores mask n
  cases e : chooseToken scores mask n with
  | none =>
    rw [e] at k
    exact ⟨fun _ => k, fun _ => rfl⟩
  | some u =>
    rw [e] at k
    have k : IsChoice scores mask n u := k
    exact ⟨fun h => (nomatch h), fun h => nomatch (h u k.1).symm.trans k.2.1⟩

/-- Where anything is allowed, there is a choice. -/
theorem exists_choice {scores : Scores} {mask : Mask} {n t : Nat} (ht : t < n) (h : mask t = true) :
    ∃ u, IsChoice scores mask n u := by
  have k := chooseToken_spec scores mask n
  cases e : chooseToken scores mask n with
  | none =>
    rw [e] at k
    have k : ∀ t, t < n → mask t = false := k
    exact nomatch (k t ht).symm.trans h
  | some u =>
    rw [e] at k
    exact ⟨u, k⟩

/-! ## Runs -/

/-- Two runs of the same model under the same constraints, each taking the best allowed token and the lowest
of equals, take the same tokens. -/
theorem decoding_is_deterministic {model : List Nat → Scores} {V : Vocabulary} {D : Dfa σ} {size : Nat}
    {before : List Nat} {s : σ} {ts us : List Nat} (ht : Greedy model V D size before s ts)
    (hu : Greedy model V D size before s us) : ts = us := by
  induction ht generalizing us with
  | stop h =>
    cases hu with
    | stop _ => rfl
    | next k ne _ => exact absurd (k.unique h) ne
  | next h ne _ ih =>
    cases hu with
    | stop k => exact absurd (h.unique k) ne
    | next k _ rest =>
      have e := h.unique k
      subst e
      exact congrArg _ (ih rest)

/-- A run that takes choices is a run of decoding. -/
theorem emits_of_greedy {model : List Nat → Scores} {V : Vocabulary} {D : Dfa σ} {size : Nat}
    {before : List Nat} {s : σ} {ts : List Nat} (h : Greedy model V D size before s ts) :
    Emits V D s ts (V.spell ts) := by
  induction h with
  | stop h =>
    have e : V.spell [V.stop] = [] := by
      show (V.text? V.stop).getD [] ++ [] = []
      rw [V.text?_stop]
      rfl
    rw [e]
    exact .stop h.2.1
  | @next _ s t ts h ne _ ih =>
    cases text_of_tokenAdmissible h.2.1 with
    | inl e => exact absurd e ne
    | inr hu =>
      obtain ⟨u, hu⟩ := hu
      rw [hu] at ih
      have e : V.spell (t :: ts) = u ++ V.spell ts := by
        show (V.text? t).getD [] ++ V.spell ts = _
        rw [hu]
        rfl
      rw [e]
      exact .next h.2.1 hu ih

/-- What greedy decoding emits is admitted. -/
theorem greedy_emits_what_is_admitted {model : List Nat → Scores} {V : Vocabulary} {D : Dfa σ} {size : Nat}
    {ts : List Nat} (h : Greedy model V D size [] D.start ts) : D.Accepts (V.spell ts) :=
  decode_sound (emits_of_greedy h)

/-- The function computes the run: where it ends with the end token, it is the run. -/
theorem greedy_of_ends {model : List Nat → Scores} {V : Vocabulary} {D : Dfa σ} {size length : Nat}
    {before : List Nat} {s : σ} {front : List Nat}
    (h : greedy model V D size length before s = front ++ [V.stop]) :
    Greedy model V D size before s (front ++ [V.stop]) := by
  induction length generalizing before s front with
  | zero => exact nomatch (nil_of_append_nil h.symm).2
  | succ length ih =>
    have unfolded : greedy model V D size (length + 1) before s =
      (match chooseToken (model before) (tokenAdmissible V D s) size with
      | none => []
      | some t =>
        if t = V.stop then [t]
        else t :: greedy model V D size length (before ++ [t]) (D.runFrom ((V.text? t).getD []) s)) := rfl
    rw [unfolded] at h
    cases e : chooseToken (model before) (tokenAdmissible V D s) size with
    | none =>
      rw [e] at h
      exact nomatch (nil_of_append_nil h.symm).2
    | some t =>
      rw [e] at h
      have choice := chooseToken_iff.mp e
      by_cases k : t = V.stop
      · have h : [t] = front ++ [V.stop] := (if_pos k).symm.trans h
        rw [← h, k]
        exact .stop (k ▸ choice)
      · have h := (if_neg k).symm.trans h
        cases front with
        | nil =>
          injection h with h _
          exact absurd h k
        | cons a front =>
          injection h with h rest
          subst h
          exact .next choice k (ih rest)

/-- And it computes every run: where there is one, the function finds it, given enough steps. -/
theorem greedy_eq_of_run {model : List Nat → Scores} {V : Vocabulary} {D : Dfa σ} {size length : Nat}
    {before : List Nat} {s : σ} {ts : List Nat} (h : Greedy model V D size before s ts)
    (hl : ts.length ≤ length) : greedy model V D size length before s = ts := by
  induction h generalizing length with
  | @stop before s choice =>
    cases length with
    | zero => exact absurd hl (Nat.not_succ_le_zero _)
    | succ length =>
      show (match chooseToken (model before) (tokenAdmissible V D s) size with
        | none => []
        | some t => if t = V.stop then [t]
          else t :: greedy model V D size length (before ++ [t]) (D.runFrom ((V.text? t).getD []) s)) = _
      rw [chooseToken_iff.mpr choice]
      exact if_pos rfl
  | @next before s t ts choice ne _ ih =>
    cases length with
    | zero => exact absurd hl (Nat.not_succ_le_zero _)
    | succ length =>
      show (match chooseToken (model before) (tokenAdmissible V D s) size with
        | none => []
        | some t => if t = V.stop then [t]
          else t :: greedy model V D size length (before ++ [t]) (D.runFrom ((V.text? t).getD []) s)) = _
      rw [chooseToken_iff.mpr choice]
      exact (if_neg ne).trans (congrArg _ (ih (Nat.le_of_succ_le_succ hl)))

end DetLM
