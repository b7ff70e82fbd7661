-- rejected: Not a definitional equality
instance (priority := 10000) : OfNat Nat 5 := ⟨nat_lit 4⟩
theorem x : 5 = 4 := rfl
