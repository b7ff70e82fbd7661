import DetLM
import DetLMTest.Spec.Automaton

/-!
# Examples: automata of masks and their certificates

## Main results

Examples only, over the automaton for any number of `a` (byte 97) and then `b` (byte 98): state 1 is the first, from
where one byte is needed, state 2 the end behind the `b`. Forgeries of it are refused.
-/

namespace DetLMTest.Spec.Certified

open DetLM
open DetLMTest.Spec.Automaton (a b astarb)

/-- The samples of bytes: `a`, `b`, and 0 for all others. -/
def samples : Nat := Nat.shiftLeft 97 (8 * 97) + Nat.shiftLeft 98 (8 * 98)

/-- The sets of the expression. -/
def sets : List ByteSet := [Nat.shiftLeft 1 97, Nat.shiftLeft 1 98]

/-- The classes. -/
def bytes : Classes := ⟨samples, [0, 97, 98], sets, by decide +kernel⟩

/-- A set that parts a class. -/
example : ¬ Classes.Right samples [0, 97, 98] [Nat.shiftLeft 1 99] := by decide +kernel

/-- A class that is not told. -/
example : ¬ Classes.Right samples [97, 98] sets := by decide +kernel

/-- The dead state. -/
def dead : TableState := ⟨0, 0, ⟨[], []⟩, [], [.nothing]⟩

/-- Before the `b`. -/
def first : TableState := ⟨2, 98, ⟨sets, [[97], [98]]⟩, [1, 2], [astarb]⟩

/-- Behind it. -/
def last : TableState := ⟨1, 0, ⟨[], []⟩, [], [.empty]⟩

/-- The automaton. -/
def table : Table := ⟨bytes, [[dead, first, last]], 1⟩

/-- It is right. -/
theorem table_certified : table.Certified true astarb := by decide +kernel

/-- The automaton as masks use it. -/
noncomputable def dfa : Dfa Nat := table.toDfa

/-- It knows from where it can come to an end. -/
theorem dfa_isExact : dfa.IsExact := table_certified.isExact

example : astarb.Lang [97, 97, 98] :=
  (table_certified.accepts_iff (by decide : ∀ c, c ∈ ([97, 97, 98] : Text) → c < 256)).mp
    (show Nat.beq _ _ = true by decide +kernel)

example : [0, 1, 2].map table.toDfa.viable = [false, true, true] := by decide +kernel
example : table.toDfa.run [97, 98, 98] = 0 := by decide +kernel
example : table.toDfa.step 1 354 = 0 := by decide +kernel

/-! Forgeries -/

/-- An automaton with other states. -/
abbrev with_ (x y z : TableState) : Table := ⟨bytes, [[x, y, z]], 1⟩

/-- The `b` leads back. -/
example : ¬ (with_ dead { first with targets := [1, 1] } last).Certified true astarb := by decide +kernel

/-- No `a` is taken: less than all is accepted. -/
example : ¬ (with_ dead ⟨2, 98, ⟨sets, [[98]]⟩, [2], [astarb]⟩ last).Certified true astarb := by decide +kernel
example : (with_ dead ⟨2, 98, ⟨sets, [[98]]⟩, [2], [astarb]⟩ last).Certified false astarb := by decide +kernel

/-- Both bytes are one class. -/
example : ¬ (with_ dead ⟨2, 98, ⟨sets, [[97, 98]]⟩, [2], [astarb]⟩ last).Certified false astarb := by
  decide +kernel

/-- A set is left out. -/
example : ¬ (with_ dead { first with front := ⟨[Nat.shiftLeft 1 97], [[97], [98]]⟩ } last).Certified false astarb := by
  decide +kernel

/-- The first state is said to be dead, to be accepting, to be farther from the end. -/
example : ¬ (with_ dead { first with rank := 0 } last).Certified false astarb := by decide +kernel
example : ¬ (with_ dead { first with rank := 1 } last).Certified false astarb := by decide +kernel
example : ¬ (with_ dead { first with rank := 3 } last).Certified false astarb := by decide +kernel

/-- The byte that leads nearer does not. -/
example : ¬ (with_ dead { first with toward := 97 } last).Certified false astarb := by decide +kernel

/-- The dead state is said to be alive. -/
example : ¬ (with_ { dead with rank := 2 } first last).Certified false astarb := by decide +kernel

/-- The end does not accept. -/
example : ¬ (with_ dead first { last with rank := 0 }).Certified true astarb := by decide +kernel

/-- A state stands for another expression, too. -/
example : ¬ (with_ dead first { last with expressions := [.empty, b] }).Certified false astarb := by decide +kernel

/-- Another expression. -/
example : ¬ table.Certified true (.star a) := by decide +kernel
example : ¬ table.Certified false (.star a) := by decide +kernel

/-! The form of answers -/

/-- Up to two words, perhaps a claim, and the letter that is forbidden in them. -/
def program : Program where
  facts := []
  rules := []
  output := .seq (.upTo 2 (.lex a)) (.claim [120] (.slot .object b))
  limits := [.forbid [97], .atMostWords 3]
  after := none

example : program.output.form = .seq (.atMost 2 a) b := rfl
example : program.form.accepts [97, 98] = true := by decide +kernel
example : program.form.accepts [97, 97, 97, 98] = false := by decide +kernel
example : program.form.accepts [97] = false := by decide +kernel

end DetLMTest.Spec.Certified
