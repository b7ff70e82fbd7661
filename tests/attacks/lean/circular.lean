-- rejected: fail to show termination
theorem x : False := x
