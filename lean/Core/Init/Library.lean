/- # Core: all of it, before the printing of notation -/
prelude

import Init.Text
import Init.Nat.Bits
import Init.Omega.Recursion
import Init.Bytes
import Init.Nat.Divisibility
import Init.List.More
