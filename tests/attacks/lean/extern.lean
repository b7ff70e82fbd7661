-- rejected: is false
@[extern "lean_nat_dec_eq"] def same (n m : Nat) : Bool := n == m + 1
theorem x : same 1 1 = true := by decide
