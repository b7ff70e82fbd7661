-- rejected: this comment does not end
theorem x : True := trivial /-
