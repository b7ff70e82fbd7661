import DetLM.Data.Bytes
import DetLM.Data.Lists
import DetLM.Data.Bits
import DetLM.Spec.Regex
import DetLM.Spec.Words
import DetLM.Spec.Knowledge
import DetLM.Spec.Grammar
import DetLM.Spec.Number
import DetLM.Spec.Cond
import DetLM.Spec.Shape
import DetLM.Spec.Scopes
import DetLM.Spec.Fields
import DetLM.Spec.Program
import DetLM.Spec.Check
import DetLM.Spec.Foreign
import DetLM.Spec.ForeignCheck
import DetLM.Spec.Fast.Text
import DetLM.Spec.Fast.Parse
import DetLM.Spec.Fast
import DetLM.Spec.Decide
import DetLM.Spec.Automaton
import DetLM.Spec.Masks
import DetLM.Spec.Languages
import DetLM.Spec.Search
import DetLM.Spec.Scores
import DetLM.Spec.Attention
import DetLM.Spec.Isolation
import DetLM.Spec.SoftTruth
import DetLM.Spec.Compiled
import DetLM.Spec.CompiledLimits
import DetLM.Spec.Inclusion
import DetLM.Spec.Certified
import DetLM.Spec.Form
import DetLM.Spec.Nfa
import DetLM.Spec.Lexicon
import DetLM.Spec.Json
import DetLM.Thm.Regex
import DetLM.Thm.Words
import DetLM.Thm.Knowledge
import DetLM.Thm.Number
import DetLM.Thm.Shape
import DetLM.Thm.Program
import DetLM.Thm.Grammar
import DetLM.Thm.Check
import DetLM.Thm.Fast.Text
import DetLM.Thm.Fast.Parse
import DetLM.Thm.Fast
import DetLM.Thm.Foreign
import DetLM.Thm.Decide
import DetLM.Thm.Context
import DetLM.Thm.Scopes
import DetLM.Thm.Derivatives
import DetLM.Thm.Automaton
import DetLM.Thm.Masks
import DetLM.Thm.Languages
import DetLM.Thm.Search
import DetLM.Thm.Scores
import DetLM.Thm.Attention
import DetLM.Thm.Isolation
import DetLM.Thm.SoftTruth
import DetLM.Thm.Compiled
import DetLM.Thm.CompiledLimits
import DetLM.Thm.CompiledCheck
import DetLM.Thm.Inclusion
import DetLM.Thm.Certified
import DetLM.Thm.Form
import DetLM.Thm.Nfa
import DetLM.Thm.Lexicon
import DetLM.Thm.Json
import DetLM.Thm.JsonText

/-!
# DetLM

What a constraint file means, and proofs that an accepted output keeps to it. `DetLM.Spec` says the
meaning and how it is checked, `DetLM.Thm` proves that the checks are right; `TRUST.md` lists what is
assumed and what is guaranteed.
-/
