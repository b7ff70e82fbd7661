import DetLM

/-!
# Examples: parses

## Main results

Examples only. Bytes: 97 is `a`.
-/

namespace DetLMTest.Spec.Shape

open DetLM

/-- `a` -/
def a : Regex := .oneOf (Nat.shiftLeft 1 97)

/-- A program that is nothing but its shape. -/
def only (output : Shape) : Program := ⟨[], [], output, [], none⟩

instance (r : Regex) : (only (.lex r)).IsSafe := ⟨rfl⟩
instance (a b : Shape) [x : (only a).IsSafe] [y : (only b).IsSafe] : (only (.seq a b)).IsSafe :=
  ⟨show (a.isDecided true && b.isDecided true) = true from bool_and_iff.mpr ⟨x.safe, y.safe⟩⟩
instance (a b : Shape) [x : (only a).IsSafe] [y : (only b).IsSafe] : (only (.alt a b)).IsSafe :=
  ⟨show (a.isDecided true && b.isDecided true) = true from bool_and_iff.mpr ⟨x.safe, y.safe⟩⟩
instance (n : Nat) (a : Shape) [x : (only a).IsSafe] : (only (.upTo n a)).IsSafe := ⟨x.safe⟩

/-- Nothing was said before. -/
def silence : Context := ⟨[], [], []⟩

/-! One parse is admitted, none and two are not -/

example : Admits (only (.lex a)) silence [97] := by decide +kernel
example : ¬ Admits (only (.lex a)) silence [97, 97] := by decide +kernel
example : ¬ Admits (only (.alt (.lex a) (.lex a))) silence [97] := by decide +kernel
example : ¬ Admits (only (.seq (.lex (.star a)) (.lex (.star a)))) silence [97] := by decide +kernel
example : Admits (only (.seq (.lex (.star a)) (.lex (.star a)))) silence [] := by decide +kernel

/-! Repetition counts its steps, and none of them is empty -/

example : Admits (only (.upTo 2 (.lex a))) silence [] := by decide +kernel
example : Admits (only (.upTo 2 (.lex a))) silence [97, 97] := by decide +kernel
example : ¬ Admits (only (.upTo 2 (.lex a))) silence [97, 97, 97] := by decide +kernel
example : Admits (only (.upTo 2 (.lex (.atMost 1 a)))) silence [97] := by decide +kernel

end DetLMTest.Spec.Shape
