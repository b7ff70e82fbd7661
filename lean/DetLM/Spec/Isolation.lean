import DetLM.Spec.Attention
import DetLM.Spec.Scores

/-!
# A model whose attention is gated, answering a prompt of labelled tokens

What is generated is not one pass of a model but many, each over the prompt and the answer so far.

## Main definitions

* `Attention.Model`: gated layers between an embedding and the scores of the next token
* `Attention.Prompt`: tokens, each with its label
* `Attention.Model.scores`: the scores of the next token of an answer
* `Attention.AlikeBut`: prompts that differ in the tokens under some labels only
-/

namespace DetLM

namespace Attention

/-- A model with gated attention. -/
structure Model (ι : Type u) (α : Type v) where
  /-- What its states are. -/
  space : Space α
  /-- Its layers. -/
  layers : List (Layer ι α)
  /-- The first state of a token at a place. -/
  embed : Nat → Nat → α
  /-- The scores of the next token. -/
  readout : α → Scores
  /-- The token that opens an answer. -/
  opening : Nat

/-- Tokens, each with its label. -/
abbrev Prompt (ι : Type u) := List (ι × Nat)

/-- The prompt, and the answer so far under a label of its own. -/
def Model.sequence (M : Model ι α) (prompt : Prompt ι) (b : ι) (answer : List Nat) : Prompt ι :=
  prompt ++ (b, M.opening) :: answer.map fun t => (b, t)

/-- The label at a place; beyond the end, that of the answer. -/
def labelAt (b : ι) (s : Prompt ι) (i : Nat) : ι := match s[i]? with
  | some x => x.1
  | none => b

/-- The first state at a place. -/
def Model.stateAt (M : Model ι α) (s : Prompt ι) (i : Nat) : α := match s[i]? with
  | some x => M.embed i x.2
  | none => M.embed i M.opening

/-- The scores of the next token of an answer: what comes out at the last place. -/
def Model.scores (M : Model ι α) (prompt : Prompt ι) (b : ι) (answer : List Nat) : Scores :=
  M.readout (run M.space ⟨(M.sequence prompt b answer).length, labelAt b (M.sequence prompt b answer)⟩
    M.layers (M.stateAt (M.sequence prompt b answer)) (prompt.length + answer.length))

/-- Two prompts are of the same length and labels, and differ in the tokens under some labels only. -/
def AlikeBut (sources : ι → Prop) : Prompt ι → Prompt ι → Prop
  | [], [] => True
  | x :: p, y :: q => x.1 = y.1 ∧ (¬ sources x.1 → x.2 = y.2) ∧ AlikeBut sources p q
  | _, _ => False

end Attention

end DetLM
