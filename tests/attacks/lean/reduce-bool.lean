-- rejected: native evaluation
def yes : Bool := true
theorem x : yes = true := Lean.ofReduceBool yes true rfl
