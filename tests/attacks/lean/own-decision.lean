-- rejected: `x` has a gap: `sorry`, or a proof that failed
instance (priority := 10000) : Decidable (2 = 3) := isTrue (by decide)
theorem x : 2 = 3 := by decide
