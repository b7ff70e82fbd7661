import DetLM

/-!
# Examples: context-free languages

## Main results

Examples only. Bytes: 40 is `(`, 41 is `)`, 43 is `+`, 49 is `1`, 50 is `2`.
-/

namespace DetLMTest.Spec.Grammar

open DetLM

/-- One byte. -/
def byte (b : Byte) : Symbol := .terminal (.oneOf (Nat.shiftLeft 1 b))

/-- Digits, at least one. -/
def digits : Regex := .seq (.oneOf (Nat.shiftLeft 1023 48)) (.star (.oneOf (Nat.shiftLeft 1023 48)))

/-- `sum: sum "+" atom | atom`, left recursive; `atom: digits | "(" sum ")"`. -/
def sums : Grammar where
  rules := [
    [[.nonterminal 0, byte 43, .nonterminal 1], [.nonterminal 1]],
    [[.terminal digits], [byte 40, .nonterminal 0, byte 41]]]

/-- `(1+2)+12`, leftmost: each alternative taken, each terminal's length. -/
def witness : List Nat := [0, 1, 1, 1, 0, 1, 0, 1, 1, 0, 1, 1, 1, 0, 2]

/-- `(1+2)+12` -/
def text : Text := [40, 49, 43, 50, 41, 43, 49, 50]

example : replay sums 0 witness text = true := by decide +kernel
example : Fast.replay Fast.acceptsFrom sums 0 witness text = true := by decide +kernel
example : sums.Lang 0 text := derivation_replays_only_derived_texts (w := witness) (by decide +kernel)
example : sums.Lang 0 text := lang_of_any_replay (derivations := [[], witness]) (by decide +kernel)
example : sums.Lang 1 [49] := derivation_replays_only_derived_texts (w := [0, 1]) (by decide +kernel)

/-! The checker's two steps: from the kernel's twin to the meaning -/

example : sums.Lang 0 text :=
  derivation_replays_only_derived_texts (w := witness)
    (Fast.replay_eq (fun t r => Fast.acceptsFrom_eq t r) .. ▸ (by decide +kernel :
      Fast.replay Fast.acceptsFrom sums 0 witness text = true))

/-! Refused: another text, a number more or less, an alternative that is not there, a length too long -/

example : replay sums 0 witness [40, 49, 43, 50, 41, 43, 49] = false := by decide +kernel
example : replay sums 0 witness (text ++ [49]) = false := by decide +kernel
example : replay sums 0 [0, 1, 1, 1, 0, 1, 0, 1, 1, 0, 1, 1, 1, 0] text = false := by decide +kernel
example : replay sums 0 (witness ++ [0]) text = false := by decide +kernel
example : replay sums 0 [2] text = false := by decide +kernel
example : replay sums 0 [1, 0, 9] [49] = false := by decide +kernel
example : replay sums 5 [0] [] = false := by decide +kernel

/-! An empty alternative takes no bytes; `pairs: "(" pairs ")" pairs | ` -/

/-- Balanced brackets. -/
def pairs : Grammar where
  rules := [[[byte 40, .nonterminal 0, byte 41, .nonterminal 0], []]]

example : replay pairs 0 [1] [] = true := by decide +kernel
example : replay pairs 0 [0, 1, 0, 1, 1, 1, 1] [40, 41] = false := by decide +kernel
example : replay pairs 0 [0, 1, 1, 1, 1] [40, 41] = true := by decide +kernel

/-- No derivation of `(` exists: the first step would need a closing bracket. -/
example : ¬ replay pairs 0 [0, 1, 1] [40] = true := by decide +kernel

end DetLMTest.Spec.Grammar
