-- no verdict: no verdict within
syntax "loop" : term
macro_rules | `(loop) => `(loop)
theorem x : True := loop
