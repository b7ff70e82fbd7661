-- accepted as: theorem x : True
macro_rules | `(1 = 2) => `(True)
theorem x : 1 = 2 := trivial
