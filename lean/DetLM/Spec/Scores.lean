import DetLM.Spec.Masks

/-!
# Scores, masks and choices

What a mask does to a model's scores, in exact arithmetic. A score is the weight that a model gives to a
token, the exponential of its logit up to a factor: positive, and only ratios matter. So a probability is a
fraction of natural numbers. A program computes with floating-point numbers, where an exponential can come out
as 0 and a sum is rounded; that its choices are the ones described here is tested, not proved.

## Main definitions

* `maskedWeight`, `totalWeight`, `probability`: mask, then normalise
* `IsChoice`, `chooseToken`: the best token that the mask allows, the lowest of equals
* `greedy`, `Greedy`: a run that always takes the choice, as a function and as a relation
-/

namespace DetLM

/-- The weights that a model gives to its tokens. -/
abbrev Scores := Nat → Nat

/-- Which tokens are allowed. -/
abbrev Mask := Nat → Bool

/-- A fraction, not reduced. -/
structure Fraction where
  /-- Above the line. -/
  numerator : Nat
  /-- Below the line. -/
  denominator : Nat

/-- The weight of a token behind the mask. -/
def maskedWeight (scores : Scores) (mask : Mask) (t : Nat) : Nat := if mask t = true then scores t else 0

/-- The sum of the first `n` weights. -/
def totalWeight (weights : Nat → Nat) : Nat → Nat
  | 0 => 0
  | n + 1 => totalWeight weights n + weights n

/-- The probability of a token among the first `n`: mask, then normalise. -/
def probability (scores : Scores) (mask : Mask) (n : Nat) (t : Nat) : Fraction :=
  ⟨maskedWeight scores mask t, totalWeight (maskedWeight scores mask) n⟩

/-- A token is the choice among the first `n`: allowed, of highest score, and the lowest of those. -/
def IsChoice (scores : Scores) (mask : Mask) (n : Nat) (t : Nat) : Prop :=
  t < n ∧ mask t = true ∧
    (∀ u, u < n → mask u = true → scores u ≤ scores t) ∧
    (∀ u, u < t → mask u = true → scores u < scores t)

/-- The choice among the first `n` tokens, if any is allowed. -/
def chooseToken (scores : Scores) (mask : Mask) : (n : Nat) → Option Nat
  | 0 => none
  | n + 1 => match chooseToken scores mask n with
    | none => if mask n = true then some n else none
    | some best => if mask n = true ∧ scores best < scores n then some n else some best

/-- A run that always takes the choice: `model` scores the next token after the tokens so far, `size` is the
number of tokens, `length` how many are taken at most. -/
def greedy (model : List Nat → Scores) (V : Vocabulary) (D : Dfa σ) (size : Nat) :
    (length : Nat) → (before : List Nat) → σ → List Nat
  | 0, _, _ => []
  | length + 1, before, s => match chooseToken (model before) (tokenAdmissible V D s) size with
    | none => []
    | some t =>
      if t = V.stop then [t]
      else t :: greedy model V D size length (before ++ [t]) (D.runFrom ((V.text? t).getD []) s)

/-- A run that only takes choices, as a relation: any decoder that keeps to the definition. -/
inductive Greedy (model : List Nat → Scores) (V : Vocabulary) (D : Dfa σ) (size : Nat) :
    List Nat → σ → List Nat → Prop where
  /-- The end token was the choice. -/
  | stop {before : List Nat} {s : σ} : IsChoice (model before) (tokenAdmissible V D s) size V.stop →
      Greedy model V D size before s [V.stop]
  /-- Another token was the choice. -/
  | next {before : List Nat} {s : σ} {t : Nat} {ts : List Nat} :
      IsChoice (model before) (tokenAdmissible V D s) size t → t ≠ V.stop →
      Greedy model V D size (before ++ [t]) (D.runFrom ((V.text? t).getD []) s) ts →
      Greedy model V D size before s (t :: ts)

end DetLM
