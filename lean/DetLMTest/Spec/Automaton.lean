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

/-- States: 0 before the `b`, 1 after it, 2 where nothing helps; classes: other bytes, `a`, `b`. -/
def automaton : Automaton where
  columns := Nat.shiftLeft 16 (16 * 97) + Nat.shiftLeft 32 (16 * 98)
  table := 0x000200020002_000200020002_000100000002
  row := 48
  start := 0
  accepting := 2

/-- The expressions of the states. -/
def states : List Regex := [astarb, .empty, .nothing]

/-- A byte of each class. -/
def samples : List Byte := [0, 97, 98]

/-- The automaton does what the expression says. -/
theorem automaton_agrees : automaton.agrees astarb samples states = true := by decide +kernel

example : astarb.Lang [97, 97, 98] :=
  (Automaton.acceptsChunks_iff_of_agrees automaton_agrees (l := [⟨0, 3, 0x626161⟩])).mp (by decide +kernel)

example : ¬ astarb.Lang [98, 97] := fun h =>
  absurd ((Automaton.acceptsChunks_iff_of_agrees automaton_agrees (l := [⟨0, 2, 0x6162⟩])).mpr h)
    (by decide +kernel)

/-- Two chunks: nine times `a`, then `ab`. -/
example : astarb.Lang (chunksText [⟨1, 1, 0x616161616161616161⟩, ⟨0, 2, 0x6261⟩]) :=
  (Automaton.acceptsChunks_iff_of_agrees automaton_agrees).mp (by decide +kernel)

/-! Forgeries do not agree -/

/-- Everything is accepted. -/
example : { automaton with accepting := 7 }.agrees astarb samples states = false := by decide +kernel

/-- The `b` may be left out. -/
example : { automaton with accepting := 3 }.agrees astarb samples states = false := by decide +kernel

/-- `c` counts as `b`. -/
example : { automaton with columns := automaton.columns + Nat.shiftLeft 32 (16 * 99) }.agrees
    astarb samples states = false := by decide +kernel

/-- A class without a sample. -/
example : automaton.agrees astarb [97, 98] states = false := by decide +kernel

/-- A state without an expression. -/
example : automaton.agrees astarb samples [astarb, .empty] = false := by decide +kernel

/-- Another first state. -/
example : { automaton with start := 1 }.agrees astarb samples states = false := by decide +kernel

/-- Another expression. -/
example : automaton.agrees (.star a) samples states = false := by decide +kernel

end DetLMTest.Spec.Automaton
