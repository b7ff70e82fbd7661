import DetLM
import DetLMTest.Spec.Automaton

/-!
# Examples: from where an automaton can come to an end

## Main results

Examples only, over the automaton for any number of `a` (byte 97) and then `b` (byte 98), with its ranks: from
state 0 an end is one byte away, state 1 is one, from state 2 there is none. Forgeries of the ranks too.
-/

namespace DetLMTest.Spec.Viability

open DetLM
open DetLMTest.Spec.Automaton (automaton samples)

/-- The ranks of the three states: 2, 1, 0. -/
def ranks : Nat := 0x0000_0001_0002

/-- The ranks are right. -/
theorem automaton_ranked : automaton.ranked 3 ranks samples = true := by decide +kernel

/-- The automaton with its viable states. -/
noncomputable def dfa : Dfa Nat := automaton.toDfa 3 ranks

/-! Forged ranks -/

/-- State 2 may come to an end. -/
example : automaton.ranked 3 0x0003_0001_0002 samples = false := by decide +kernel

/-- State 0 may not. -/
example : automaton.ranked 3 0x0000_0001_0000 samples = false := by decide +kernel

/-- Two states promise each other an end. -/
example : automaton.ranked 3 0x0002_0001_0002 samples = false := by decide +kernel

/-- A class without a sample. -/
example : automaton.ranked 3 ranks [97, 98] = false := by decide +kernel

/-- A state is left out. -/
example : automaton.ranked 2 ranks samples = false := by decide +kernel

end DetLMTest.Spec.Viability
