-- accepted as: theorem x : isTrue (OfNat.ofNat.{0} Nat 0 (instOfNatNat 0))
def isTrue (_ : Nat) : Prop := True
instance : CoeSort Nat Prop := ⟨isTrue⟩
theorem x : (0 : Nat) := trivial
