-- rejected: `x` has a gap: `sorry`, or a proof that failed
open Lean in
macro "gap" : term => return ⟨Syntax.node .none `Lean.Parser.Term.sorry (Array.mk [Syntax.atom .none "gap"])⟩
theorem x : False := gap
