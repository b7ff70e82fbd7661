-- rejected: refused to evaluate
theorem x : (2 ^ 2 ^ 40) % 2 = 0 := by decide +kernel
