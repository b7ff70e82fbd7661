import DetLM
import DetLMTest.Spec.Automaton

/-!
# Examples: a packed automaton as decoding uses it

## Main results

Examples only, over the automaton for any number of `a` (byte 97) and then `b` (byte 98), with its ranks: in
state 0 nothing helps, state 72 is an end, from state 144 an end is one byte away.
-/

namespace DetLMTest.Spec.Viability

open DetLM
open DetLMTest.Spec.Automaton (automaton automaton_agrees classes)

/-- The ranks of the three states. -/
def ranks : List Nat := [0, 1, 2]

/-- The ranks are right. -/
theorem automaton_ranked : automaton.ranked classes ranks 3 = true := by decide +kernel

/-- The classes are bytes. -/
theorem isBytes_classes : IsBytes classes := (by decide : ∀ b, b ∈ classes → b < 256)

/-- The automaton with its viable states. -/
noncomputable def dfa : Dfa Nat := automaton.toDfa ranks 3

/-- It knows from where it can come to an end. -/
theorem dfa_isExact : dfa.IsExact := Automaton.isExact_of_ranked automaton_agrees isBytes_classes automaton_ranked

/-! Reading -/

example : dfa.run [97, 98] = 72 := by decide +kernel
example : dfa.run [98, 97] = 0 := by decide +kernel
example : [0, 72, 144].map dfa.viable = [false, true, true] := by decide +kernel
example : [0, 72, 144].map dfa.accepting = [false, true, false] := by decide +kernel

/-- What is not a byte leads nowhere. -/
example : dfa.step 144 256 = 0 := by decide +kernel

/-- What is not a state is dead, and so is what follows. -/
example : [71, 216].map dfa.viable = [false, false] := by decide +kernel
example : [71, 216].map (fun s => dfa.step s 98) = [0, 0] := by decide +kernel

end DetLMTest.Spec.Viability
