-- rejected: native evaluation
theorem x : 2 + 2 = 4 := by native_decide
