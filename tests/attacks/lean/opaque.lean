-- rejected: `x` has a gap: `sorry`, or a proof that failed
opaque secret : False
theorem x : False := secret
