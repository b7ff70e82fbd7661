-- rejected: rests on the axiom `bad`
axiom bad : False
theorem x : False := bad
