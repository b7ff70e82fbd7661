import DetLM
import DetLMTest.Spec.Attention

/-!
# Examples: two customers' documents in one prompt

## Main results

Examples only: a toy model whose scores do depend on all that it reads, and two prompts that differ in the
document that the answer may not read.
-/

namespace DetLMTest.Spec.Isolation

open DetLM DetLM.Attention
open DetLMTest.Spec.Attention (allowed layer leaky numbers segments)

/-- Two layers; a token is its own state, and the last state goes into every score. -/
def model (gate : Nat → Nat → Bool) : Model Nat Nat :=
  ⟨numbers, [layer gate, layer gate], fun _ t => t, fun v t => v + t, 1⟩

/-- System, both documents, question. -/
def prompt (own other : Nat) : Prompt Nat := [(0, 5), (1, own), (2, other), (2, other + 1), (3, 2)]

/-- The other's document does not change the scores, whatever it says. -/
example (other : Nat) : (model allowed).scores (prompt 3 other) 4 [2, 6] =
    (model allowed).scores (prompt 3 9) 4 [2, 6] :=
  scores_do_not_depend (model allowed) (labels := segments) (sources := (· = 2)) (p := prompt 3 other)
    (q := prompt 3 9)
    (fun x h => (by decide : ∀ l, l ∈ [0, 1, 2, 2, 3] → l ∈ segments) x.1
      (List.mem_map_of_mem (f := Prod.fst) h))
    (by decide)
    (fun _ e h => absurd (leads_iff.mpr (e ▸ h)) (by decide +kernel))
    ⟨rfl, fun _ => rfl, rfl, fun _ => rfl, rfl, fun h => absurd rfl h, rfl, fun h => absurd rfl h, rfl,
      fun _ => rfl, trivial⟩
    [2, 6]

/-- One's own does. -/
example : (model allowed).scores (prompt 3 9) 4 [2, 6] 0 ≠ (model allowed).scores (prompt 4 9) 4 [2, 6] 0 := by
  decide +kernel

/-- So does the other's, where there is a path. -/
example : (model leaky).scores (prompt 3 9) 4 [2, 6] 0 ≠ (model leaky).scores (prompt 3 8) 4 [2, 6] 0 := by
  decide +kernel

end DetLMTest.Spec.Isolation
