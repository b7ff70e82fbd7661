import DetLM.Spec.SoftGate
import DetLM.Thm.Attention
import DetLM.Thm.SoftTruth

/-!
# Soft gates in the hard limit

## Main results

* `hard_limit_is_the_crisp_gate`: over labels of plain truth a soft gate is the crisp gate
* `soft_attention_is_attention_in_the_hard_limit`: and attention behind it is attention behind the crisp gate
* `Attention.soft_gate_is_near_the_crisp_gate`: where degrees are near plain truth, gates are near the crisp
  gates
* `Gate.degree_both_le`, `Gate.le_degree_either`: "and" closes gates further, "or" opens them
* `dimmed_weight`: a key to which a gate is wholly closed has weight zero, and none gains weight
-/

namespace DetLM

/-- **The hard limit is the crisp gate**: over a label of plain truth, each way to say "and" makes a soft gate
wholly open where the crisp gate is open, and wholly closed where it is closed. -/
theorem hard_limit_is_the_crisp_gate {one : Nat} (hone : 0 < one) (c : Conjunction) (g : Attention.Gate)
    (l : Attention.Label) : g.degree one c (l.soft one) = hardDegree one (g.opens l) := by
  induction g with
  | all => rfl
  | segment _ => rfl
  | kind _ => rfl
  | has _ => rfl
  | not g ih =>
    show one - g.degree one c (l.soft one) = hardDegree one (!g.opens l)
    rw [ih, sub_hardDegree]
  | both g h ihg ihh =>
    show c.meet one (g.degree one c (l.soft one)) (h.degree one c (l.soft one)) =
      hardDegree one (g.opens l && h.opens l)
    rw [ihg, ihh, c.meet_hardDegree hone]
  | either g h ihg ihh =>
    show c.join one (g.degree one c (l.soft one)) (h.degree one c (l.soft one)) =
      hardDegree one (g.opens l || h.opens l)
    rw [ihg, ihh, c.join_hardDegree hone]

namespace Attention

/-- Degrees of gates are between 0 and 1. -/
theorem Gate.degree_le_one {one : Nat} (hone : 0 < one) (c : Conjunction) {l : SoftLabel} (h : l.IsProper one)
    (g : Gate) : g.degree one c l ≤ one := by
  induction g with
  | all => exact Nat.le_refl one
  | segment s => exact h.segment s
  | kind t => exact h.kind t
  | has a => exact h.has a
  | not g _ => exact Nat.sub_le ..
  | both g h ihg ihh => exact c.meet_le_one hone ihg ihh
  | either g h _ _ => exact Nat.sub_le ..

/-- Two soft gates together are open no further than each alone. -/
theorem Gate.degree_both_le {one : Nat} (hone : 0 < one) (c : Conjunction) {l : SoftLabel}
    (h : l.IsProper one) (g k : Gate) : (Gate.both g k).degree one c l ≤ g.degree one c l ∧
      (Gate.both g k).degree one c l ≤ k.degree one c l :=
  ⟨c.meet_le_left hone (g.degree_le_one hone c h) (k.degree_le_one hone c h),
    c.meet_le_right hone (g.degree_le_one hone c h) (k.degree_le_one hone c h)⟩

/-- Of two soft gates one of which is enough, each is open no further. -/
theorem Gate.le_degree_either {one : Nat} (hone : 0 < one) (c : Conjunction) {l : SoftLabel}
    (h : l.IsProper one) (g k : Gate) : g.degree one c l ≤ (Gate.either g k).degree one c l ∧
      k.degree one c l ≤ (Gate.either g k).degree one c l := by
  have le {a m : Nat} (ha : a ≤ one) (hm : m ≤ one - a) : a ≤ one - m :=
    Nat.le_trans (Nat.le_of_eq (Nat.sub_sub_self ha).symm) (Nat.sub_le_sub_left hm one)
  have under (g : Gate) : one - g.degree one c l ≤ one := Nat.sub_le ..
  exact ⟨le (g.degree_le_one hone c h) (c.meet_le_left hone (under g) (under k)),
    le (k.degree_le_one hone c h) (c.meet_le_right hone (under g) (under k))⟩

/-- A key to which a soft gate is wholly closed has weight zero, and no key gains weight behind one. -/
theorem dimmed_weight {one : Nat} (hone : 0 < one) (c : Conjunction) (g : Gate) (k : Key SoftLabel α) :
    (g.degree one c k.label = 0 → (k.dimmed one c g).weight = 0) ∧
      (g.degree one c k.label ≤ one → (k.dimmed one c g).weight ≤ k.weight) := by
  refine ⟨fun h => ?_, fun h => ?_⟩
  · show g.degree one c k.label * k.weight / one = 0
    rw [h, Nat.zero_mul, Nat.zero_div]
  · exact Nat.le_trans (Conjunction.div_mono hone (Nat.mul_le_mul_right _ h))
      (Nat.le_of_eq (Nat.mul_div_cancel_left _ hone))

/-- Behind a gate in degrees of plain truth a key has the weight that it has behind the crisp gate. -/
theorem dimmed_soft {one : Nat} (hone : 0 < one) (c : Conjunction) (g : Gate) (k : Key Label α) :
    ((k.soft one).dimmed one c g).weight = share g.opens k := by
  show g.degree one c (k.label.soft one) * k.weight / one = if g.opens k.label = true then k.weight else 0
  rw [hard_limit_is_the_crisp_gate hone]
  cases g.opens k.label with
  | true => exact Nat.mul_div_cancel_left _ hone
  | false =>
    show 0 * k.weight / one = 0
    rw [Nat.zero_mul, Nat.zero_div]

/-- **In the hard limit soft attention is attention behind the crisp gate.** -/
theorem soft_attention_is_attention_in_the_hard_limit (S : Space α) {one : Nat} (hone : 0 < one)
    (c : Conjunction) (g : Gate) (keys : List (Key Label α)) :
    softAttend S one c g (keys.map (Key.soft one)) = attend S g.opens keys := by
  have both : weighted S (fun _ => true) ((keys.map (Key.soft one)).map (Key.dimmed one c g)) =
        weighted S g.opens keys ∧
      shares (fun _ => true) ((keys.map (Key.soft one)).map (Key.dimmed one c g)) = shares g.opens keys := by
    induction keys with
    | nil => exact ⟨rfl, rfl⟩
    | cons k keys ih =>
      constructor
      · show S.add (S.scale ((k.soft one).dimmed one c g).weight k.value) _ =
          S.add (S.scale (share g.opens k) k.value) (weighted S g.opens keys)
        rw [dimmed_soft hone, ← ih.1]
      · show ((k.soft one).dimmed one c g).weight + _ = share g.opens k + shares g.opens keys
        rw [dimmed_soft hone, ← ih.2]
  show Mean.mk _ _ = Mean.mk _ _
  rw [both.1, both.2]

end Attention

/-! ## Near the hard limit -/

/-- Plain truth is near itself. -/
theorem isNear_hardDegree {one : Nat} (b : Bool) : IsNear one 0 b (hardDegree one b) where
  proper := hardDegree_le b
  of_false h := by rw [h]; exact Nat.le_refl 0
  of_true h := by rw [h]; exact Nat.le_refl one

namespace IsNear

variable {one d e x y : Nat} {a b : Bool}

/-- So is "not", as near. -/
theorem not (h : IsNear one d a x) : IsNear one d (!a) (one - x) where
  proper := Nat.sub_le ..
  of_false k := by
    cases a with
    | true => exact Nat.sub_le_iff_le_add.mpr (Nat.add_comm x d ▸ h.of_true rfl)
    | false => exact nomatch k
  of_true k := by
    cases a with
    | true => exact nomatch k
    | false =>
      refine Nat.le_trans (Nat.le_of_eq (Nat.sub_add_cancel h.proper).symm) ?_
      exact Nat.add_le_add_left (h.of_false rfl) (one - x)

/-- So is "and", with what both are off. -/
theorem meet (hone : 0 < one) (c : Conjunction) (h : IsNear one d a x) (k : IsNear one e b y) :
    IsNear one (d + e) (a && b) (c.meet one x y) where
  proper := c.meet_le_one hone h.proper k.proper
  of_false off := by
    cases a with
    | false =>
      exact Nat.le_trans (c.meet_le_left hone h.proper k.proper)
        (Nat.le_trans (h.of_false rfl) (Nat.le_add_right ..))
    | true =>
      have off : b = false := off
      exact Nat.le_trans (c.meet_le_right hone h.proper k.proper)
        (Nat.le_trans (k.of_false off) (Nat.le_add_left ..))
  of_true on := by
    have on := bool_and_iff.mp on
    have least := Nat.sub_le_iff_le_add.mp (c.lukasiewicz_le hone h.proper k.proper)
    have sum := Nat.add_le_add (h.of_true on.1) (k.of_true on.2)
    rw [Nat.add_add_add_comm] at sum
    have sum := Nat.le_trans sum (Nat.add_le_add_right least (d + e))
    rw [Nat.add_right_comm] at sum
    exact Nat.le_of_add_le_add_right sum

/-- So is "or". -/
theorem join (hone : 0 < one) (c : Conjunction) (h : IsNear one d a x) (k : IsNear one e b y) :
    IsNear one (d + e) (a || b) (c.join one x y) := by
  have e : (a || b) = !(!a && !b) := by cases a <;> cases b <;> rfl
  rw [e]
  exact (h.not.meet hone c k.not).not

end IsNear

namespace Attention

/-- **Near the hard limit a soft gate is near the crisp gate**: if the degrees of a label are at most `e` off,
the gate is at most `e` off for each time that it asks something of the label. -/
theorem soft_gate_is_near_the_crisp_gate {one e : Nat} (hone : 0 < one) (c : Conjunction) {l : Label}
    {s : SoftLabel} (h : s.IsNear one e l) (g : Gate) :
    IsNear one (g.size * e) (g.opens l) (g.degree one c s) := by
  induction g with
  | all => exact ⟨Nat.le_refl one, fun k => (nomatch k), fun _ => Nat.le_add_right ..⟩
  | segment n =>
    show IsNear one (1 * e) _ _
    rw [Nat.one_mul]
    exact h.segment n
  | kind n =>
    show IsNear one (1 * e) _ _
    rw [Nat.one_mul]
    exact h.kind n
  | has n =>
    show IsNear one (1 * e) _ _
    rw [Nat.one_mul]
    exact h.has n
  | not g ih => exact ih.not
  | both g k ihg ihk =>
    show IsNear one ((g.size + k.size) * e) _ _
    rw [Nat.add_mul]
    exact ihg.meet hone c ihk
  | either g k ihg ihk =>
    show IsNear one ((g.size + k.size) * e) _ _
    rw [Nat.add_mul]
    exact ihg.join hone c ihk

end Attention

end DetLM
