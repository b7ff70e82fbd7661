-- rejected: `x` has a gap: `sorry`, or a proof that failed
open Lean Elab Tactic in
elab "win" : tactic => do
  IO.FS.writeFile "ran" ""
theorem x : False := by win
