import DetLM.Thm.Check
import DetLM.Thm.Fast
import DetLM.Spec.ForeignCheck

/-!
# The test for categories of Lean files is right

## Main results

* `keepsTo_iff`: the test and the meaning agree
* `Kept.keepsTo`: what certificates use
-/

namespace DetLM

/-- The test and the meaning agree. -/
theorem keepsTo_iff {Lang : Text → Prop} {accepts : Text → Bool} (h : Decides accepts Lang)
    {label : Text} {P : Program} {c : Context} {output : Text} :
    keepsTo accepts label P c output = true ↔ KeepsTo Lang label P c output := by
  have unfolded : keepsTo accepts label P c output = (match answerIn? P c output with
      | none => true
      | some answer =>
        (whole (P.output.parse answer)).all fun tree => (tree.labelled label).all accepts) := rfl
  rw [unfolded]
  constructor
  · intro k answer ha tree hf hy t ht
    rw [answerIn?_iff.mpr ha] at k
    exact (h t).mp (all_iff.mp (all_iff.mp k tree (Shape.mem_whole_parse_iff.mpr ⟨hf, hy⟩)) t ht)
  · intro k
    cases ha : answerIn? P c output with
    | none => rfl
    | some answer =>
      refine all_iff.mpr fun tree hm => all_iff.mpr fun t ht => (h t).mpr ?_
      have hm := Shape.mem_whole_parse_iff.mp hm
      exact k answer (answerIn?_iff.mp ha) tree hm.1 hm.2 t ht

/-- The test again, with the parser that the kernel evaluates fastest. -/
noncomputable def Fast.keepsTo (accepts : Text → Bool) (label : Text) (P : Program) (c : Context)
    (output : Text) : Bool :=
  match Fast.answerIn? P c output with
  | none => true
  | some answer => (Fast.whole (Fast.parse P.output answer)).all fun tree => (tree.labelled label).all accepts

/-- Twins. -/
theorem Fast.keepsTo_eq (accepts : Text → Bool) (label : Text) (P : Program) (c : Context) (output : Text) :
    Fast.keepsTo accepts label P c output = DetLM.keepsTo accepts label P c output := by
  unfold Fast.keepsTo DetLM.keepsTo
  rw [Fast.answerIn?_eq]
  cases DetLM.answerIn? P c output with
  | none => rfl
  | some answer =>
    show (Fast.whole (Fast.parse P.output answer)).all (fun tree => (tree.labelled label).all accepts)
      = (DetLM.whole (P.output.parse answer)).all fun tree => (tree.labelled label).all accepts
    rw [Fast.parse_eq, Fast.whole_eq]

/-- Whether an output keeps to a category is decided by the fast test. -/
noncomputable instance Kept.decide (accepts : Text → Bool) (label : Text) (P : Program) (c : Context)
    (output : Text) : Decidable (Kept accepts label P c output) :=
  decidable_of_decidable_of_iff (p := Fast.keepsTo accepts label P c output = true)
    (iff_of_eq (congrArg (· = true) (Fast.keepsTo_eq accepts label P c output)))

/-- An output that passes the test keeps to the category, however its test decides. -/
theorem Kept.keepsTo {Lang : Text → Prop} {accepts : Text → Bool} (h : Decides accepts Lang)
    {label : Text} {P : Program} {c : Context} {output : Text} (k : Kept accepts label P c output) :
    KeepsTo Lang label P c output :=
  (keepsTo_iff h).mp k

end DetLM
