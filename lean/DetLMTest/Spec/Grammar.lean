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

/-! A span whose text must be in a grammar: the checker goes by the derivations of the witness -/

/-- Any brackets. -/
def brackets : Shape := .lex (.star (.oneOf (Nat.shiftLeft 3 40)))

/-- An answer that must keep to a condition. -/
def asking (c : Cond) : Program := ⟨[], [], .derive .always c brackets, [], none⟩

/-- Brackets that pair up. -/
abbrev paired : Program := asking (.inGrammar pairs 0)

/-- Nothing was said before. -/
def silence : Context := ⟨[], [], []⟩

/-- One derivation of several will do. -/
theorem accepted : Accepted paired silence [40, 41] ⟨[], [[1], [0, 1, 1, 1, 1]]⟩ := by decide +kernel

example : Admits paired silence [40, 41] := accepted.admits

/-- So the text is derived, as the headline says. -/
example : pairs.Lang 0 [40, 41] :=
  text_is_derived_by_its_grammar (s := ⟨[], .always, .inGrammar pairs 0, ⟨.empty, .leaf [40, 41]⟩⟩)
    accepted.admits (Fits.derive (Fits.lex (Regex.accepts_iff.mp (by decide +kernel)))) ⟨_, rfl, rfl⟩ mem_head mem_head

/-! Refused: without a derivation, with one of another text, with one that leaves something out -/

example : ¬ Accepted paired silence [40, 41] ⟨[], []⟩ := by decide +kernel
example : ¬ Accepted paired silence [40, 41] ⟨[], [[1]]⟩ := by decide +kernel
example : ¬ Accepted paired silence [40, 40] ⟨[], [[0, 1, 1, 1, 1]]⟩ := by decide +kernel

/-- That no derivation is at hand does not say that there is none. -/
example : ¬ Accepted (asking (.not (.inGrammar pairs 0))) silence [40] ⟨[], []⟩ := by decide +kernel

/-- So nothing is decided without a witness. -/
example : paired.safe = false := by decide +kernel

end DetLMTest.Spec.Grammar
