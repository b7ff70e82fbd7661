-- rejected: `x` has a gap (sorry)
opaque secret : False
theorem x : False := secret
