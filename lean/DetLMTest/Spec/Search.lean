import DetLM
import DetLMTest.Spec.Masks

/-!
# Examples: decoding that backs up

## Main results

Examples only: a check refutes every text that begins with `aa`, which the mask does not know. The search
writes `aa`, is refuted, backs up to `a`, and comes to `ab`.
-/

namespace DetLMTest.Spec.Search

open DetLM DetLM.Search
open DetLMTest.Spec.Masks (vocabulary)
open DetLMTest.Spec.Certified (dfa)

/-- Refutes what begins with `aa`. -/
def refutes : Text → Bool
  | 97 :: 97 :: _ => true
  | _ => false

/-- What is refuted stays refuted. -/
theorem refutes_lasting : Lasting refutes := fun front _ h =>
  match front, h with
  | 97 :: 97 :: _, _ => rfl

/-- `a`, then `aa`, which is refuted, back to `a`, then `ab`. -/
theorem found : Reaches vocabulary dfa refutes ⟨[97, 98], [[97, 97]]⟩ := by
  have one : Reaches vocabulary dfa refutes ⟨[97], []⟩ :=
    .move .start (.write (t := 1) (u := [97]) rfl ⟨by decide +kernel, rfl, fun _ h => nomatch h⟩)
  have two : Reaches vocabulary dfa refutes ⟨[97, 97], []⟩ :=
    .move one (.write (t := 1) (u := [97]) rfl ⟨by decide +kernel, rfl, fun _ h => nomatch h⟩)
  have back : Reaches vocabulary dfa refutes ⟨[97], [[97, 97]]⟩ :=
    .move two (.back (front := [97]) (rest := [97]) (.inl rfl) rfl (fun h => nomatch h))
  refine .move back (.write (t := 2) (u := [98]) rfl ⟨by decide +kernel, rfl, fun r hr ⟨rest, e⟩ => ?_⟩)
  cases mem_single_iff.mp hr
  injection e with _ e
  injection e with e _
  exact absurd e (by decide)

/-- It is an answer. -/
example : Node.IsAnswer dfa refutes ⟨[97, 98], [[97, 97]]⟩ := by
  refine ⟨?_, rfl⟩
  show dfa.accepting (dfa.run [97, 98]) = true
  decide +kernel

/-- `aa` is not written again. -/
example : ¬ Node.Open vocabulary dfa ⟨[97], [[97, 97]]⟩ 1 [97] := fun h =>
  h.2.2 [97, 97] mem_head ⟨[], rfl⟩

/-- Texts up to two bytes: one, 256, and 65,536. -/
example : countUpTo 2 = 65793 := by decide +kernel

end DetLMTest.Spec.Search
