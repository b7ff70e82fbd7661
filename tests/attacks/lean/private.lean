-- accepted as: theorem _private.0.x : True
private theorem x : True := trivial
