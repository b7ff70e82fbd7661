-- rejected: maximum recursion depth has been reached
syntax "loop" : term
macro_rules | `(loop) => `(loop)
theorem x : True := loop
