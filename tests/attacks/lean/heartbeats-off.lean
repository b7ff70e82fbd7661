-- rejected: is false
set_option maxHeartbeats 0
set_option maxRecDepth 1000000000
theorem x : (fun n : Nat => n) 1 = 2 := by decide
