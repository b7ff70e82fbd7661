import DetLM

/-!
# Examples: attention

## Main results

Examples only: numbers as values, and the prompt of two customers with a question and an answer.
-/

namespace DetLMTest.Spec.Attention

open DetLM.Attention

/-- Natural numbers as values. -/
def numbers : Space Nat := ⟨0, Nat.add, Nat.mul, Nat.zero_mul, Nat.zero_add⟩

/-! One head -/

/-- A key of type 1, one of type 2 with the attribute 7. -/
def keys : List (Key Label Nat) := [⟨⟨0, 1, []⟩, 3, 10⟩, ⟨⟨0, 2, [7]⟩, 5, 100⟩]

example : attend numbers Gate.all.opens keys = ⟨530, 8⟩ := rfl
example : attend numbers (Gate.kind 1).opens keys = ⟨30, 3⟩ := rfl
example : attend numbers (Gate.has 7).opens keys = ⟨500, 5⟩ := rfl
example : attend numbers (Gate.not (.has 7)).opens keys = ⟨30, 3⟩ := rfl
example : attend numbers (Gate.both (.kind 1) (.has 7)).opens keys = ⟨0, 0⟩ := rfl
example : attend numbers (Gate.either (.kind 1) (.segment 0)).opens keys = ⟨530, 8⟩ := rfl

/-- Nothing about the masked key matters. -/
example (weight value : Nat) : attend numbers (Gate.kind 1).opens
    [⟨⟨0, 1, []⟩, 3, 10⟩, ⟨⟨0, 2, [7]⟩, weight, value⟩] = ⟨30, 3⟩ :=
  attention_ignores_masked_values numbers (keys' := keys) rfl

/-! Segments: 0 system, 1 one customer, 2 the other, 3 the question, 4 the answer -/

/-- Who may read whom, where the question is the first customer's. -/
def allowed : Nat → Nat → Bool
  | 0, 0 => true
  | 1, 0 => true
  | 1, 1 => true
  | 2, 0 => true
  | 2, 2 => true
  | 3, 0 => true
  | 3, 3 => true
  | 3, 1 => true
  | 4, 0 => true
  | 4, 3 => true
  | 4, 1 => true
  | 4, 4 => true
  | _, _ => false

/-- The same, but the first customer's document may read the other's. -/
def leaky : Nat → Nat → Bool
  | 1, 2 => true
  | c, a => allowed c a

/-- A layer of one head. -/
def layer (gate : Nat → Nat → Bool) : Layer Nat Nat :=
  ⟨[⟨gate, fun i j _ _ => i + j + 1, fun v => v + 1⟩], fun v means => means.foldl (fun v m => v + m.sum) v⟩

/-- All segments. -/
def segments : List Nat := [0, 1, 2, 3, 4]

example : leads segments [layer allowed, layer allowed, layer allowed] 2 4 = false := by decide +kernel
example : leads segments [layer allowed] 1 4 = true := by decide +kernel
example : leads segments [layer leaky] 2 4 = false := by decide +kernel
example : leads segments [layer leaky, layer leaky] 2 4 = true := by decide +kernel

/-- One place for each segment. -/
def places : Places Nat := ⟨5, id⟩

/-- The other customer's document has no influence on the answer, whatever it says. -/
example (document : Nat) :
    run numbers places [layer allowed, layer allowed] (fun i => if i = 2 then document else i) 4 =
      run numbers places [layer allowed, layer allowed] id 4 :=
  no_path_found_no_influence numbers (labels := segments) (a := 2) (b := 4)
    (by decide : ∀ i, i < 5 → i ∈ segments) (by decide +kernel)
    (fun _ _ h => if_neg h) (by decide : 4 < 5) rfl

/-- Where there is a path, it has. -/
example : run numbers places [layer leaky, layer leaky] (fun i => if i = 2 then 99 else i) 4 ≠
    run numbers places [layer leaky, layer leaky] id 4 := by decide +kernel

end DetLMTest.Spec.Attention
