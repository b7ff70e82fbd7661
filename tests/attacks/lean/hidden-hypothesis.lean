-- accepted as: theorem x : False → Eq.{1} Nat (OfNat.ofNat.{0} Nat 1 (instOfNatNat 1)) (OfNat.ofNat.{0} Nat 2 (instOfNatNat 2))
variable (h : False)
include h
theorem x : 1 = 2 := h.elim
