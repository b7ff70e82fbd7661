-- rejected: is false
def lie (_ : Nat) : Bool := true
@[implemented_by lie] def honest (n : Nat) : Bool := n == 0
theorem x : honest 5 = true := by decide
