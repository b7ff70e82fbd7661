import DetLM.Spec.Automaton
import DetLM.Spec.Masks

/-!
# From where a packed automaton can come to an end

The mask rests on an automaton and on the set of its states from which an accepting one can be reached. That
set is not trusted either: it comes with a *rank* for each state, one more than the number of bytes to the
nearest end, and 0 for states from which there is none. One pass over the table shows that the ranks are right.

## Main definitions

* `Automaton.rankOf`: the rank of a state, packed in 16 bits each
* `Automaton.ranked`: the check
* `Automaton.toDfa`: the automaton with its viable states, as decoding uses it

## References

* The ranking argument is the usual one for termination: every viable state has a byte that lowers the rank.
-/

namespace DetLM

namespace Automaton

/-- The rank of a state: the 16 bits from `16 * s` on. -/
noncomputable def rankOf (ranks s : Nat) : Nat := Nat.land (Nat.shiftRight ranks (Nat.mul 16 s)) 65535

/-- Whether a state's rank is right: an end, or a byte that leads to a smaller rank above 0; and if it is 0, no
end and no byte that leads to another rank. -/
noncomputable def stateRanked (A : Automaton) (ranks : Nat) (samples : List Byte) (s : Nat) : Bool :=
  bif Nat.beq (rankOf ranks s) 0 then
    !A.isAccepting s && Fast.all samples fun c => Nat.beq (rankOf ranks (A.step s c)) 0
  else
    A.isAccepting s || Fast.any samples fun c =>
      Nat.ble 1 (rankOf ranks (A.step s c)) && Nat.ble (rankOf ranks (A.step s c) + 1) (rankOf ranks s)

/-- Whether the samples are bytes, and have one of each class. -/
noncomputable def sampled (A : Automaton) (samples : List Byte) : Bool :=
  Fast.all samples (fun c => Nat.ble (c + 1) 256) &&
    allBelow (fun b => Fast.any samples fun c => Nat.beq (A.column b) (A.column c)) 256

/-- Whether the ranks of the first `count` states are right, and no byte leads out of them. -/
noncomputable def ranked (A : Automaton) (count ranks : Nat) (samples : List Byte) : Bool :=
  Nat.ble (A.start + 1) count && (A.sampled samples &&
    allBelow (fun s => A.stateRanked ranks samples s &&
      Fast.all samples fun c => Nat.ble (A.step s c + 1) count) count)

/-- The automaton with its viable states. What is not a state or not a byte leads to nothing. -/
noncomputable def toDfa (A : Automaton) (count ranks : Nat) : Dfa Nat where
  start := A.start
  step s b := bif Nat.ble (s + 1) count && Nat.ble (b + 1) 256 then A.step s b else count
  accepting s := Nat.ble (s + 1) count && A.isAccepting s
  viable s := Nat.ble (s + 1) count && Nat.ble 1 (rankOf ranks s)

end Automaton

end DetLM
