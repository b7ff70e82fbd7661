import DetLMTest.Spec.Regex
import DetLMTest.Spec.Foreign
import DetLMTest.Spec.Words
import DetLMTest.Spec.Number
import DetLMTest.Spec.Shape
import DetLMTest.Spec.Grammar
import DetLMTest.Spec.Decide
import DetLMTest.Spec.Automaton
import DetLMTest.Spec.Certified
import DetLMTest.Spec.Masks
import DetLMTest.Spec.Decoding
import DetLMTest.Spec.Languages
import DetLMTest.Spec.Scores
import DetLMTest.Spec.Search
import DetLMTest.Spec.Attention
import DetLMTest.Spec.Isolation
import DetLMTest.Spec.SoftTruth
import DetLMTest.Spec.SoftGate
import DetLMTest.Spec.Nfa
import DetLMTest.Spec.Lexicon
import DetLMTest.Spec.Productions
import DetLMTest.Spec.Json
import DetLMTest.Spec.JsonDefinitions
import DetLMTest.Spec.JsonShapes
import DetLMTest.Medication
import DetLMTest.Invoice
import DetLMTest.Definitions
import DetLMTest.Spec.Scopes
import DetLMTest.Spec.Composition

/-!
# Examples that must hold

Each module has the examples for the module of DetLM with the same name; `Medication`, `Invoice` and
`Definitions` are whole programs.
-/
