/- # Core: array literals

What quotations of many parts and `#[…]` compile to.
-/
prelude

import Init.Text

set_option linter.all false
universe u

def List.toArray {α : Type u} (xs : List α) : Array α := .mk xs

protected def Array.appendCore {α : Type u} (as bs : Array α) : Array α := bs.toList.foldl push as
