-- no verdict: no verdict within
theorem x : (List.replicate 10000000 0).length = 10000001 := by decide +kernel
