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

/-- One byte. -/
abbrev one (c : Byte) : Group := ⟨c, Nat.shiftLeft 1 c⟩

/-- `a` and `b`. -/
abbrev both : Group := ⟨97, Nat.shiftLeft 3 97⟩

/-- A configuration of an automaton that counts nothing. -/
abbrev at_ (s : Nat) : Configuration := ⟨s, 0⟩

/-- The dead state. -/
def dead : TableState := ⟨0, [], [], [.nothing]⟩

/-- Before the `b`, which leads nearer to the end and stands first. -/
def first : TableState := ⟨2, [one 98, one 97], [.stay 2, .stay 1], [astarb]⟩

/-- Behind it. -/
def last : TableState := ⟨1, [], [], [.empty]⟩

/-- The automaton. -/
def table : Table := ⟨[[dead, first, last]], at_ 1⟩

/-- It is right. -/
theorem table_certified : table.Certified true astarb := by decide +kernel

/-- The automaton as masks use it. -/
noncomputable def dfa : Dfa Configuration := table.toDfa

/-- It knows from where it can come to an end. -/
theorem dfa_isExact : dfa.IsExact := table_certified.isExact

example : astarb.Lang [97, 97, 98] :=
  (table_certified.accepts_iff (by decide : ∀ c, c ∈ ([97, 97, 98] : Text) → c < 256)).mp
    (show Nat.beq _ _ = true by decide +kernel)

example : [0, 1, 2].map (fun s => table.toDfa.viable (at_ s)) = [false, true, true] := by decide +kernel
example : table.toDfa.run [97, 98, 98] = at_ 0 := rfl
example : table.toDfa.step (at_ 1) 354 = at_ 0 := rfl

/-! Forgeries -/

/-- An automaton with other states. -/
abbrev with_ (x y z : TableState) : Table := ⟨[[x, y, z]], at_ 1⟩

/-- The `b` leads back. -/
example : ¬ (with_ dead { first with targets := [.stay 1, .stay 1] } last).Certified true astarb := by decide +kernel

/-- No `a` is taken: less than all is accepted. -/
example : ¬ (with_ dead ⟨2, [one 98], [.stay 2], [astarb]⟩ last).Certified true astarb := by decide +kernel
example : (with_ dead ⟨2, [one 98], [.stay 2], [astarb]⟩ last).Certified false astarb := by decide +kernel

/-- Both bytes lead to the same state. -/
example : ¬ (with_ dead ⟨2, [both], [.stay 2], [astarb]⟩ last).Certified false astarb := by decide +kernel

/-- The sample of a group is not in it; it is no byte. -/
example : ¬ (with_ dead ⟨2, [⟨98, Nat.shiftLeft 1 99⟩, one 97], [.stay 2, .stay 1], [astarb]⟩ last).Certified false astarb := by
  decide +kernel
example : ¬ Group.proper [one 256] = true := by decide +kernel

/-- A group of two bytes that nothing parts. -/
example : (with_ dead ⟨2, [both], [.stay 2], [.oneOf (Nat.shiftLeft 3 97)]⟩ last).Certified true (.oneOf (Nat.shiftLeft 3 97)) := by
  decide +kernel

/-- A group has more bytes than lead there. -/
example : ¬ (with_ dead ⟨2, [both], [.stay 2], [.oneOf (Nat.shiftLeft 1 97)]⟩ last).Certified false (.oneOf (Nat.shiftLeft 1 97)) := by
  decide +kernel

/-- Some group leads nowhere that is told, or a target has no group. -/
example : ¬ (with_ dead { first with targets := [.stay 2] } last).Certified false astarb := by decide +kernel
example : ¬ (with_ dead { first with groups := [] } last).Certified false astarb := by decide +kernel

/-- The first state is said to be dead, to be accepting, to be farther from the end. -/
example : ¬ (with_ dead { first with rank := 0 } last).Certified false astarb := by decide +kernel
example : ¬ (with_ dead { first with rank := 1 } last).Certified false astarb := by decide +kernel
example : ¬ (with_ dead { first with rank := 3 } last).Certified false astarb := by decide +kernel

/-- What stands first does not lead nearer. -/
example : ¬ (with_ dead ⟨2, [one 97, one 98], [.stay 1, .stay 2], [astarb]⟩ last).Certified false astarb := by decide +kernel

/-- The dead state is said to be alive. -/
example : ¬ (with_ { dead with rank := 2 } first last).Certified false astarb := by decide +kernel

/-- The end does not accept. -/
example : ¬ (with_ dead first { last with rank := 0 }).Certified true astarb := by decide +kernel

/-- A state stands for another expression, too. -/
example : ¬ (with_ dead first { last with expressions := [.empty, b] }).Certified false astarb := by decide +kernel

/-- Another expression. -/
example : ¬ table.Certified true (.star a) := by decide +kernel
example : ¬ table.Certified false (.star a) := by decide +kernel

/-! Counted repetitions: at most three `a`, then `b` -/

/-- At most so many `a`, then `b`. -/
abbrev most (n : Nat) : Regex := .seq (.atMost n a) b

/-- Some turns are left, one at least. -/
def turning : TableState := ⟨2, [one 98, one 97], [.jump 2 0, .less 1 3], [most (Regex.openCount + 1)]⟩

/-- None is left. -/
def done : TableState := ⟨2, [one 98, one 97], [.stay 2, .stay 0], [most 0]⟩

/-- An automaton with other states, and so many turns to begin with. -/
abbrev counting (x y z : TableState) (turns : Nat) : Table := ⟨[[dead, x, y, z]], ⟨1, turns⟩⟩

/-- One comparison for any count. -/
theorem counting_certified : (counting turning last done 2).Certified true (most 3) := by decide +kernel
example : (counting turning last done 0).Certified true (most 1) := by decide +kernel
example : (counting turning last done 4000000).Certified true (most 4000001) := by decide +kernel

/-- Behind the last turn an `a` leads nowhere, which is seen of the expression. -/
example : (counting turning last { done with groups := [one 98], targets := [.stay 2] } 2).Certified true (most 3) := by
  decide +kernel
example : (Regex.without (.atMost 0 a) astarb).firsts (Group.fit true []) = true := by decide +kernel
example : ¬ (Regex.without (.atMost 1 a) astarb).firsts (Group.fit true []) = true := by decide +kernel
example : ¬ (Regex.without astarb (.atMost 0 a)).firsts (Group.fit true []) = true := by decide +kernel

/-- One turn less, and none; the first open count is no turn more. -/
example : Table.goesDown [[done]] 0 (most (Regex.openCount + 1)) = true := by decide +kernel
example : ¬ Table.goesDown [[done]] 0 (most (Regex.openCount + 2)) = true := by decide +kernel
example : ¬ Table.goesDown [[done]] 0 (most Regex.openCount) = true := by decide +kernel

example : (most 3).Lang [97, 97, 97, 98] :=
  (counting_certified.accepts_iff (by decide : ∀ c, c ∈ ([97, 97, 97, 98] : Text) → c < 256)).mp
    (show Nat.beq _ _ = true by decide +kernel)
example : (counting turning last done 2).toDfa.run [97, 97] = ⟨1, 0⟩ := rfl
example : (counting turning last done 2).toDfa.run [97, 97, 97] = ⟨3, 0⟩ := rfl
example : (counting turning last done 2).toDfa.run [97, 97, 97, 97] = at_ 0 := rfl

/-- Another number of turns. -/
example : ¬ (counting turning last done 1).Certified true (most 3) := by decide +kernel
example : ¬ (counting turning last done 3).Certified false (most 3) := by decide +kernel

/-- No turn is used up; two are. -/
example : ¬ (counting { turning with targets := [.jump 2 0, .stay 1] } last done 2).Certified false (most 3) := by
  decide +kernel
example : ¬ (counting { turning with expressions := [most (Regex.openCount + 2)] } last done 2).Certified false (most 4) := by
  decide +kernel

/-- After the last turn it is not over, or it is over for good. -/
example : ¬ (counting { turning with targets := [.jump 2 0, .less 1 1] } last done 2).Certified false (most 3) := by
  decide +kernel
example : ¬ (counting { turning with targets := [.jump 2 0, .less 1 0] } last done 2).Certified false (most 3) := by
  decide +kernel

/-- A state that may have used up its count is taken for one that has not. -/
example : ¬ (counting { turning with expressions := [most Regex.openCount] } last done 3).Certified false (most 3) := by
  decide +kernel
example : ¬ (counting { turning with targets := [.jump 2 0, .stay 3], expressions := [most Regex.openCount] }
    last { done with expressions := [.seq (.atMost (Regex.openCount - 1) a) b] } 3).Certified false (most 3) := by decide +kernel

/-- An `a` in front, and some turns more. -/
def before (turns : Nat) : TableState :=
  ⟨3, [one 97], [.more 1 turns], [.seq a (most (Regex.openCount + 4))]⟩
example : (⟨[[dead, turning, last, done, before 3]], ⟨4, 0⟩⟩ : Table).Certified true (.seq a (most 4)) := by decide +kernel
example : (⟨[[dead, turning, last, done, before 3]], ⟨4, 5⟩⟩ : Table).Certified true (.seq a (most 9)) := by decide +kernel
example : ¬ (⟨[[dead, turning, last, done, before 2]], ⟨4, 0⟩⟩ : Table).Certified false (.seq a (most 4)) := by decide +kernel
example : (⟨[[dead, turning, last, done, before 3]], ⟨4, 5⟩⟩ : Table).toDfa.run [97] = ⟨1, 8⟩ := rfl

/-- The turns that are left are forgotten where they count, and told where they do not. -/
example : ¬ (counting { turning with targets := [.jump 2 0, .jump 1 1] } last done 2).Certified false (most 3) := by
  decide +kernel
example : (counting { turning with targets := [.stay 2, .less 1 3] } last done 2).Certified true (most 3) := by decide +kernel

/-- The last turn leads farther from the end than it is said to. -/
example : ¬ (counting { turning with groups := [one 97, one 98], targets := [.less 1 3, .jump 2 0] } last done 2).Certified
    true (most 3) := by decide +kernel

example : Regex.filled 3 (most (Regex.openCount + 1)) = most 4 := rfl
example : Regex.filled 3 (most 7) = most 7 := rfl
example : Regex.raised 3 (most 7) = most 7 := rfl
example : Regex.raised 3 (most Regex.openCount) = most (Regex.openCount + 3) := rfl

/-! Options that hold nothing of their own -/

/-- At most two `a`, any number of times. -/
abbrev nested : Regex := .star (.atMost 2 a)

/-- One state, if what is behind an `a` may stand for a longer list of options. -/
example : (⟨[[dead, ⟨1, [one 97], [.stay 1], [nested, .seq (.atMost 1 a) nested]⟩]], at_ 1⟩ : Table).Certified true nested := by
  decide +kernel

/-- It may not stand for one that holds more. -/
example : ¬ (⟨[[dead, ⟨1, [one 97], [.stay 1], [nested, .seq (.atMost 0 a) nested]⟩]], at_ 1⟩ : Table).Certified true nested := by
  decide +kernel
example : ¬ (with_ dead ⟨2, [one 98, one 97], [.stay 2, .stay 1], [most 3, most 1]⟩ last).Certified false (most 3) := by
  decide +kernel

example : Regex.alike (.either (most 2) (most 3)) (most 3) = true := by decide +kernel
example : ¬ Regex.alike (.either (most 2) (most 3)) (most 2) = true := by decide +kernel
example : Regex.isWithin Nat.ble (most 2) false (most 3) = true := by decide +kernel
example : ¬ Regex.isWithin Nat.ble (most 3) false (most 2) = true := by decide +kernel
example : Regex.isWithin Nat.ble (most 3) true (most 2) = true := by decide +kernel
example : Regex.isWithin Nat.ble b false (most 3) = true := by decide +kernel
example : ¬ Regex.isWithin Nat.ble (most 3) false b = true := by decide +kernel

/-- Of what is taken away there must not be less. -/
example : Regex.isWithin Nat.ble (.without nested (most 3)) false (.without nested (most 2)) = true := by decide +kernel
example : ¬ Regex.isWithin Nat.ble (.without nested (most 2)) false (.without nested (most 3)) = true := by decide +kernel

/-- An open count may be no turn at all. -/
example : ¬ Regex.noMore 3 (Regex.openCount + 7) = true := by decide +kernel
example : ¬ Regex.noMore (Regex.openCount + 7) (Regex.openCount + 6) = true := by decide +kernel
example : Regex.noMore (Regex.openCount + 6) (Regex.openCount + 7) = true := by decide +kernel

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
