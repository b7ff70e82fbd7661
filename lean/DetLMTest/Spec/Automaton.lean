import DetLM

/-!
# Examples: packed automata

## Main results

Examples only: an automaton for any number of `a` (byte 97) and then `b` (byte 98), and forgeries of it.
-/

namespace DetLMTest.Spec.Automaton

open DetLM

/-- `a` -/
def a : Regex := .oneOf (Nat.shiftLeft 1 97)

/-- `b` -/
def b : Regex := .oneOf (Nat.shiftLeft 1 98)

/-- Any number of `a`, then `b`. -/
def astarb : Regex := .seq (.star a) b

/-- States: 0 where nothing helps, 72 behind the `b`, 144 before it; classes: other bytes, `a`, `b`. -/
def automaton : Automaton where
  columns := Nat.shiftLeft 24 (16 * 97) + Nat.shiftLeft 48 (16 * 98)
  table := 0x000048_000090_000000__000000_000000_000000__000000_000000_000000
  row := 72
  start := 144
  last := 72

/-- The expressions of the states. -/
def states : List Regex := [.nothing, .empty, astarb]

/-- A byte of each class. -/
def classes : List Byte := [0, 97, 98]

/-- The sample of each byte. -/
def samples : Nat := Nat.shiftLeft 97 (8 * 97) + Nat.shiftLeft 98 (8 * 98)

/-- The sets of the expression. -/
def sets : List ByteSet := [Nat.shiftLeft 1 97, Nat.shiftLeft 1 98]

/-- The automaton does what the expression says. -/
theorem automaton_agrees : automaton.Agrees astarb classes samples sets states := by decide +kernel

example : astarb.Lang (Text.packed 3 0x626161) :=
  (Automaton.accepts_iff_of_agrees automaton_agrees (isBytes_packed _ _)).mp (by decide +kernel)

example : ¬ astarb.Lang (Text.packed 2 0x6162) := fun h =>
  absurd ((Automaton.accepts_iff_of_agrees automaton_agrees (isBytes_packed _ _)).mpr h) (by decide +kernel)

/-- Ten bytes are read eight and two at a time. -/
example : Compiled.acceptsPacked automaton 10 0x62616161616161616161 = true := by decide +kernel

example : Compiled.acceptsPacked automaton 10 0x61616161616161616161 = false := by decide +kernel

/-- The text may end in one place, with two bytes left. -/
example : Compiled.scanAutomaton automaton 5 0x6161626161 = [⟨2, 0x6161⟩] := by rfl

/-! Forgeries do not agree -/

/-- All but the dead state accept. -/
example : ¬ { automaton with last := 144 }.Agrees astarb classes samples sets states := by decide +kernel

/-- Nothing accepts. -/
example : ¬ { automaton with last := 0 }.Agrees astarb classes samples sets states := by decide +kernel

/-- The `b` may be left out. -/
example : ¬ { automaton with start := 72 }.Agrees astarb classes samples sets states := by decide +kernel

/-- `c` counts as `b`. -/
example : ¬ { automaton with columns := automaton.columns + Nat.shiftLeft 48 (16 * 99) }.Agrees
    astarb classes samples sets states := by decide +kernel

/-- `c` counts as `b`, and so does its sample. -/
example : ¬ { automaton with columns := automaton.columns + Nat.shiftLeft 48 (16 * 99) }.Agrees
    astarb classes (samples + Nat.shiftLeft 98 (8 * 99)) sets states := by decide +kernel

/-- A set is left out, so that `a` and `b` could be one class. -/
example : ¬ automaton.Agrees astarb classes samples [Nat.shiftLeft 1 97] states := by decide +kernel

/-- A class without a sample. -/
example : ¬ automaton.Agrees astarb [97, 98] samples sets states := by decide +kernel

/-- A state without an expression. -/
example : ¬ automaton.Agrees astarb classes samples sets [.nothing, .empty] := by decide +kernel

/-- A dead state that is not dead. -/
example : ¬ automaton.Agrees astarb classes samples sets [astarb, .empty, astarb] := by decide +kernel

/-- A step from the dead state back to life. -/
example : ¬ { automaton with table := automaton.table + 144 }.Agrees astarb classes samples sets states := by
  decide +kernel

/-- Another first state. -/
example : ¬ { automaton with start := 1 }.Agrees astarb classes samples sets states := by decide +kernel

/-- Another expression. -/
example : ¬ automaton.Agrees (.star a) classes samples sets states := by decide +kernel

/-! Limits -/

/-- The word `aB`. -/
abbrev word : Text := [97, 66]

example : (Limit.spelled word).accepts [65, 98] = true := by decide +kernel

example : (Limit.saying (Limit.spelled word)).accepts [32, 97, 98, 46] = true := by decide +kernel

example : (Limit.saying (Limit.spelled word)).accepts [99, 97, 98] = false := by decide +kernel

example : (Limit.regular [.forbid word, .atMostWords 0]).accepts [97, 98] = false := by decide +kernel

example : (Limit.regular [.forbid word, .require [99]]).accepts [97, 32, 67] = true := by decide +kernel

end DetLMTest.Spec.Automaton
