-- rejected: native evaluation
theorem x (a b : Bool) : (a && b) = (b && a) := by bv_decide
