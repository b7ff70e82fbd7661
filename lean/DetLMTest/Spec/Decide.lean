import DetLM

/-!
# Examples: what follows

## Main results

Examples only: a transitive relation, and a program that is not safe.
-/

namespace DetLMTest.Spec.Decide

open DetLM

/-- A relation. -/
def next : Text := [110]

/-- `X next Y and Y next Z -> X next Z` -/
def transitive : Rule := ⟨⟨next, .var 0, .var 2⟩, [⟨next, .var 0, .var 1⟩, ⟨next, .var 1, .var 2⟩]⟩

/-- A chain of five. -/
def chain : Program :=
  ⟨[⟨next, [1], [2]⟩, ⟨next, [2], [3]⟩, ⟨next, [3], [4]⟩, ⟨next, [4], [5]⟩], [transitive], .lex .empty, [], none⟩

instance : chain.IsSafe := ⟨by decide +kernel⟩

example : Derivable chain.facts chain.rules ⟨next, [1], [5]⟩ := by decide +kernel
example : ¬ Derivable chain.facts chain.rules ⟨next, [5], [1]⟩ := by decide +kernel
example : ¬ Derivable chain.facts chain.rules ⟨next, [1], [1]⟩ := by decide +kernel
example : (saturate chain).length = 10 := by decide +kernel

/-! A head may speak only of what the body fixes -/

example : Rule.safe ⟨⟨next, .var 0, .var 1⟩, [⟨next, .var 0, .var 0⟩]⟩ = false := by decide +kernel
example : Rule.safe ⟨⟨next, .var 0, .const [1]⟩, [⟨next, .var 0, .var 0⟩]⟩ = true := by decide +kernel

/-! One variable has one value -/

example : Rule.yields [⟨next, [1], [2]⟩, ⟨next, [3], [3]⟩]
    ⟨⟨next, .var 0, .const [9]⟩, [⟨next, .var 0, .var 0⟩]⟩ = [⟨next, [3], [9]⟩] := rfl

end DetLMTest.Spec.Decide
