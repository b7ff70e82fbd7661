import DetLM

/-!
# Invoices that add up

A program with fields and numbers: amounts are quantity times price, the total is their sum, no product
comes twice.

## Main definitions

* `invoices`: the program

## Main results

Examples only: invoices that are admitted, and invoices that are refused.
-/

namespace DetLMTest.Invoice

noncomputable section

open DetLM

/-- `qty` -/
def qty : Text := Text.packed 3 0x797471

/-- `price` -/
def price : Text := Text.packed 5 0x6563697270

/-- `amount` -/
def amount : Text := Text.packed 6 0x746e756f6d61

/-- `product` -/
def product : Text := Text.packed 7 0x746375646f7270

/-- `total` -/
def total : Text := Text.packed 5 0x6c61746f74

/-- `[]` -/
def entry : Text := Text.packed 2 0x5d5b

/-- ` ` -/
def of_ : Text := Text.packed 1 0x20

/-- ` at ` -/
def at_ : Text := Text.packed 4 0x20746120

/-- ` = ` -/
def is : Text := Text.packed 3 0x203d20

/-- `; ` -/
def next : Text := Text.packed 2 0x203b

/-- The digits. -/
def digits : Regex := .oneOf 0x3ff000000000000

/-- The small letters. -/
def letters : Regex := .oneOf 0x7fffffe000000000000000000000000

/-- One or more of a category. -/
def some_ (r : Regex) : Regex := .seq r (.star r)

/-- Digits, a point, two digits. -/
def money : Regex := .seq (some_ digits) (.seq (.oneOf 0x400000000000) (.seq digits digits))

/-- A fixed text. -/
def says (t : Text) : Shape := .lex (.ofText t)

/-- A field. -/
def part (label : Text) (r : Regex) : Shape := .mark (.field label) (.lex r)

/-- `2 bolt at 0.50 = 1.00` -/
def item : Shape :=
  .mark (.field entry) (.seq (part qty (some_ digits)) (.seq (says of_) (.seq (part product (some_ letters))
    (.seq (says at_) (.seq (part price money) (.seq (says is) (part amount money)))))))

/-- Every amount is quantity times price. -/
def amountsRight : Cond :=
  .every [entry] (.compare .equal (.numberAt [amount]) (.times (.numberAt [qty]) (.numberAt [price])))

/-- The total is the sum of the amounts. -/
def totalRight : Cond := .compare .equal (.numberAt [total]) (.sumOver [entry] (.numberAt [amount]))

/-- No product comes twice. -/
def noRepeats : Cond := .distinct [entry, product]

/-- Items, and their total. -/
def invoices : Program where
  facts := []
  rules := []
  output := .derive .always (.and amountsRight (.and totalRight noRepeats))
    (.seq (.upTo 4 (.seq item (says next))) (part total money))
  limits := []
  after := none

/-- Admission by it is decided. -/
instance invoices_isSafe : invoices.IsSafe := ⟨by decide +kernel⟩

/-- Nothing was said before. -/
def silence : Context := ⟨[], [], []⟩

/-- `2 bolt at 0.50 = 1.00; 3 nut at 1.05 = 3.15; 4.15` -/
def right : Text := Text.packed 49 0x35312e34203b35312e33203d2035302e312074612074756e2033203b30302e31203d2030352e3020746120746c6f622032

/-- `2 bolt at 0.50 = 1.00; 3 nut at 1.05 = 3.15; 4.16` -/
def wrongTotal : Text := Text.packed 49 0x36312e34203b35312e33203d2035302e312074612074756e2033203b30302e31203d2030352e3020746120746c6f622032

/-- `2 bolt at 0.50 = 1.01; 1.01` -/
def wrongAmount : Text := Text.packed 27 0x31302e31203b31302e31203d2030352e3020746120746c6f622032

/-- `2 bolt at 0.50 = 1.00; 2 bolt at 0.50 = 1.00; 2.00` -/
def twice : Text := Text.packed 50 0x30302e32203b30302e31203d2030352e3020746120746c6f622032203b30302e31203d2030352e3020746120746c6f622032

/-- `0.00` -/
def nothing : Text := Text.packed 4 0x30302e30

example : Admits invoices silence right := by decide +kernel
example : Admits invoices silence nothing := by decide +kernel
example : ¬ Admits invoices silence wrongTotal := by decide +kernel
example : ¬ Admits invoices silence wrongAmount := by decide +kernel
example : ¬ Admits invoices silence twice := by decide +kernel

/-- The same without a decision: a certificate. -/
theorem right_accepted : Accepted invoices silence right ⟨[], []⟩ := by decide +kernel

end

end DetLMTest.Invoice
