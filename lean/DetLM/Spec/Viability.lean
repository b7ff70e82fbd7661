import DetLM.Spec.Automaton
import DetLM.Spec.Masks

/-!
# A packed automaton as decoding uses it

What is said about masks is said about an abstract automaton (`Dfa`) that knows from where it can come to an
end. A packed automaton with its ranks is one: a state is viable if it has a rank.

## Main definitions

* `Automaton.isState`: which numbers are states
* `Automaton.toDfa`: the automaton with its viable states
-/

namespace DetLM

namespace Automaton

/-- Whether a number is the place of one of the first `count` rows. -/
noncomputable def isState (row count s : Nat) : Bool :=
  Nat.beq (Nat.mul row (Nat.div s row)) s && Nat.ble (Nat.div s row + 1) count

/-- The automaton with its viable states. From what is not a state, and by what is not a byte, it dies. -/
noncomputable def toDfa (A : Automaton) (ranks : List Nat) (count : Nat) : Dfa Nat where
  start := A.start
  step s b := bif isState A.row count s && Nat.ble (b + 1) 256 then step A.columns A.table s b else 0
  accepting s := isState A.row count s && isAccepting A.last s
  viable s := isState A.row count s && Nat.ble 1 (rank A.row ranks s)

end Automaton

end DetLM
