import DetLM

/-!
# Names before use

A program with a scope: every name is defined in an earlier line, and names of a block end with it.

## Main definitions

* `definitions`: the program

## Main results

Examples only: texts that are admitted, and texts that are refused.
-/

namespace DetLMTest.Definitions

noncomputable section

open DetLM

/-- `names` -/
def scope : Text := Text.packed 5 0x73656d616e

/-- `let ` -/
def let_ : Text := Text.packed 4 0x2074656c

/-- ` = ` -/
def is : Text := Text.packed 3 0x203d20

/-- `;` -/
def end_ : Text := Text.packed 1 0x3b

/-- `{` -/
def open_ : Text := Text.packed 1 0x7b

/-- `}` -/
def close : Text := Text.packed 1 0x7d

/-- A letter. -/
def name : Regex := .oneOf 0x7fffffe000000000000000000000000

/-- A digit. -/
def number : Regex := .oneOf 0x3ff000000000000

/-- A fixed text. -/
def says (t : Text) : Shape := .lex (.ofText t)

/-- A name that was defined before. -/
def use : Shape := .derive .always (.visible scope) (.lex name)

/-- `let a = b;`: the name is shown where the line ends. -/
def line : Shape :=
  .mark (.settle scope) (.seq (says let_) (.seq (.mark (.bind scope) (.lex name))
    (.seq (says is) (.seq (.alt (.lex number) use) (says end_)))))

/-- Lines in braces, of which no name is left behind them. -/
def block : Shape :=
  .mark (.block scope) (.seq (says open_) (.seq (.upTo 3 line) (says close)))

/-- Lines and blocks. -/
def definitions : Program where
  facts := []
  rules := []
  output := .upTo 6 (.alt line block)
  limits := []
  after := none

/-- Admission by it is decided. -/
instance definitions_isSafe : definitions.IsSafe := ⟨by decide +kernel⟩

/-- Nothing was said before. -/
def silence : Context := ⟨[], [], []⟩

/-- `let a = 1;let b = a;` -/
def right : Text := Text.packed 20 0x3b61203d20622074656c3b31203d20612074656c

/-- `let a = a;` -/
def itself : Text := Text.packed 10 0x3b61203d20612074656c

/-- `let a = 1;let b = c;` -/
def unknown : Text := Text.packed 20 0x3b63203d20622074656c3b31203d20612074656c

/-- `let b = a;let a = 1;` -/
def early : Text := Text.packed 20 0x3b31203d20612074656c3b61203d20622074656c

/-- `let a = 1;{let b = a;let c = b;}let d = a;` -/
def inside : Text := Text.packed 42 0x3b61203d20642074656c7d3b62203d20632074656c3b61203d20622074656c7b3b31203d20612074656c

/-- `{let b = 1;}let d = b;` -/
def outside : Text := Text.packed 22 0x3b62203d20642074656c7d3b31203d20622074656c7b

example : Admits definitions silence right := by decide +kernel
example : Admits definitions silence inside := by decide +kernel
example : ¬ Admits definitions silence itself := by decide +kernel
example : ¬ Admits definitions silence unknown := by decide +kernel
example : ¬ Admits definitions silence early := by decide +kernel
example : ¬ Admits definitions silence outside := by decide +kernel

/-! ## Free thought before the answer -/

/-- The same behind a marker. -/
def thinking : Program := { definitions with after := some close }

/-- Admission by it is decided. -/
instance thinking_isSafe : thinking.IsSafe := ⟨definitions_isSafe.safe⟩

/-- `let c = c }let a = 1;` -/
def thought : Text := Text.packed 21 0x3b31203d20612074656c7d2063203d20632074656c

/-- `}}let a = 1;` -/
def late : Text := Text.packed 12 0x3b31203d20612074656c7d7d

example : Admits thinking silence thought := by decide +kernel
example : ¬ Admits thinking silence late := by decide +kernel
example : ¬ Admits thinking silence right := by decide +kernel

end

end DetLMTest.Definitions
