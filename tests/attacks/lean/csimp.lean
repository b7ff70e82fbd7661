-- rejected: `x` has a gap: `sorry`, or a proof that failed
def slow (n : Nat) : Nat := n
def quick (n : Nat) : Nat := n + 1
@[csimp] theorem same : @slow = @quick := by funext n; rfl
theorem x : slow 1 = 2 := by decide
