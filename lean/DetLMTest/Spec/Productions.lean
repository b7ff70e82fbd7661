import DetLM

/-!
# Examples: productions and their grammars

## Main results

Examples only, over as many `a` as `b` (bytes 97 and 98), and over words of the two.
-/

namespace DetLMTest.Spec.Productions

open DetLM

/-- As many `a` as `b`, and behind them any number of `c`, by the second production. -/
noncomputable def definitions : List Production :=
  [.either (.seq (.terminal (.ofText [97])) (.seq (.call 0) (.terminal (.ofText [98])))) (.terminal .empty),
    .seq (.call 0) (.star (.terminal (.ofText [99])))]

/-- The rules: one for each production, one for the choice and one for the repetition. -/
example : (Production.grammar definitions).rules.length = 4 := by decide +kernel

/-- `aabbc` -/
theorem derived : (Production.grammar definitions).Lang 1 [97, 97, 98, 98, 99] :=
  derivation_replays_only_derived_texts
    (w := [0, 0, 0, 1, 0, 0, 1, 0, 1, 0, 1, 1, 0, 1, 1]) (by decide +kernel)

/-- What is derived, the production has. -/
example : Production.Texts definitions 1 [97, 97, 98, 98, 99] :=
  (Production.grammar_iff (Nat.succ_lt_succ (Nat.zero_lt_succ 0))).mp derived

/-- Counted repetitions. -/
example : ((Production.terminal (.ofText [97])).times 1 2).regex.accepts [] = false := by decide +kernel
example : ((Production.terminal (.ofText [97])).times 1 2).regex.accepts [97, 97] = true := by decide +kernel
example : ((Production.terminal (.ofText [97])).times 1 2).regex.accepts [97, 97,
    97] = false := by decide +kernel
example : ((Production.terminal (.ofText [97])).timesFrom 1).regex.accepts [97, 97,
    97] = true := by decide +kernel

end DetLMTest.Spec.Productions
