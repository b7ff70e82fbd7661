import DetLM.Thm.CompiledLimits

/-!
# The checker on packed texts is the checker

A certificate's proof may go through the parser and the watch of its program instead of through the program
itself. What it proves is the same `Accepted`.

## Main definitions

* `Compiled.Checked`: what the kernel evaluates

## Main results

* `Compiled.Checked.accepted`: it implies acceptance
-/

namespace DetLM

open Fast (choose)

/-- Agreement, as a statement of its own: proved once for each automaton. -/
def Automaton.Agrees (A : Automaton) (r : Regex) (classes : List Byte) (samples : Nat)
    (sets : List ByteSet) (states : List Regex) : Prop :=
  A.agrees r classes samples sets states = true

/-- Agreement is decided by evaluation. -/
noncomputable instance Automaton.decideAgrees (A : Automaton) (r : Regex) (classes : List Byte)
    (samples : Nat) (sets : List ByteSet) (states : List Regex) :
    Decidable (A.Agrees r classes samples sets states) :=
  inferInstanceAs (Decidable (A.agrees r classes samples sets states = true))

/-- Agreement with limits, as a statement of its own: proved once for each program. -/
def Automaton.AgreesWithLimits (A : Automaton) (l : List Limit) (classes : List Byte) (samples : Nat)
    (sets : List ByteSet) (states : List Regex) : Prop :=
  A.agreesWithLimits l classes samples sets states = true

/-- Agreement with limits is decided by evaluation. -/
noncomputable instance Automaton.decideAgreesWithLimits (A : Automaton) (l : List Limit)
    (classes : List Byte) (samples : Nat) (sets : List ByteSet) (states : List Regex) :
    Decidable (A.AgreesWithLimits l classes samples sets states) :=
  inferInstanceAs (Decidable (A.agreesWithLimits l classes samples sets states = true))

namespace Compiled

/-- The place behind a text is the rest of the text. -/
theorem dropFront_eq (front : Text) (n w : Nat) :
    (dropFront front n w).map (fun p => Text.packed p.count p.bytes) =
      dropPrefix? front (Text.packed n w) := by
  induction front generalizing n w with
  | nil => cases n <;> rfl
  | cons b front ih =>
    cases n with
    | zero => rfl
    | succ n =>
      show Option.map _ (choose (Nat.beq b (Nat.mod w 256)) (dropFront front n (Nat.shiftRight w 8)) none) =
        bif Nat.beq b (Nat.mod w 256) then dropPrefix? front (Text.packed n (Nat.shiftRight w 8)) else none
      cases Nat.beq b (Nat.mod w 256) with
      | true => exact ih n (Nat.shiftRight w 8)
      | false => rfl

/-- The text at a place. -/
noncomputable def textAt (p : Place) : Text := Text.packed p.count p.bytes

/-- The place behind the first marker is the text behind it. -/
theorem behind_eq (marker : Text) (n w : Nat) :
    (behind marker n w).map textAt = behind? marker (Text.packed n w) := by
  rw [← Fast.behind?_eq]
  have front (n w : Nat) : (dropFront marker n w).map textAt =
      Fast.dropPrefix? marker (Text.packed n w) := by
    rw [Fast.dropPrefix?_eq]
    exact dropFront_eq marker n w
  induction n generalizing w with
  | zero => exact front 0 w
  | succ n ih =>
    show Option.map textAt (Option.rec (motive := fun _ => Option Place) (behind marker n (Nat.shiftRight w 8))
        (fun p => some p) (dropFront marker (n + 1) w)) =
      Option.rec (motive := fun _ => Option Text)
        (Fast.behind? marker (Text.packed n (Nat.shiftRight w 8)))
        (fun t => some t) (Fast.dropPrefix? marker (Text.packed (n + 1) w))
    rw [← front, ← ih]
    cases dropFront marker (n + 1) w <;> rfl

/-- The place where the answer begins is the answer. -/
theorem answerIn_eq (P : Program) (c : Context) (n w : Nat) :
    (answerIn c.preface P.after n w).map textAt = answerIn? P c (Text.packed n w) := by
  rw [← Fast.answerIn?_eq]
  have front : (dropFront c.preface n w).map textAt = Fast.dropPrefix? c.preface (Text.packed n w) := by
    rw [Fast.dropPrefix?_eq]
    exact dropFront_eq c.preface n w
  show Option.map textAt (Option.rec (motive := fun _ => Option Place) none
      (fun p => Option.rec (motive := fun _ => Option Place) (some p) (fun m => behind m p.count p.bytes)
        P.after) (dropFront c.preface n w)) =
    Option.rec (motive := fun _ => Option Text) none (fun text => Fast.answerAfter? text P.after)
      (Fast.dropPrefix? c.preface (Text.packed n w))
  rw [← front]
  cases dropFront c.preface n w with
  | none => rfl
  | some p =>
    cases P.after with
    | none => rfl
    | some m =>
      show (behind m p.count p.bytes).map textAt = Fast.behind? m (Text.packed p.count p.bytes)
      rw [behind_eq, Fast.behind?_eq]

/-- The certificate checker, on a packed output, with the parser and the watch of the program. -/
noncomputable def check (P : Program) (parser : Parser P.output) (watch : Watch P.limits) (c : Context)
    (n w : Nat) (witness : Witness) : Bool :=
  Option.rec (motive := fun _ => Bool) false
    (fun p =>
      choose (watch.run p.count p.bytes)
        (choose (Fast.all c.said (Fast.limitHolds (textAt p)))
          (Fast.oneParse (Fast.evidence P witness) c.prompt (parser.run finish p.count p.bytes)) false)
        false)
    (answerIn c.preface P.after n w)

/-- The checker on packed texts is the checker. -/
theorem check_eq (P : Program) (parser : Parser P.output) (watch : Watch P.limits) (c : Context)
    (n w : Nat) (witness : Witness) :
    check P parser watch c n w witness = DetLM.check P c (Text.packed n w) witness := by
  unfold check DetLM.check admitsKnowing
  rw [← answerIn_eq]
  cases answerIn c.preface P.after n w with
  | none => rfl
  | some p =>
    show choose (watch.run p.count p.bytes) (choose (Fast.all c.said _) (Fast.oneParse _ _ _) false) false
      = (P.limits.all (Limit.holds (textAt p)) && (c.said.all (Limit.holds (textAt p)) &&
          oneParse (witness.evidence P) c.prompt (DetLM.whole (P.output.parse (textAt p)))))
    have evidence : Fast.evidence P witness = witness.evidence P := by
      show Evidence.mk (Fast.derived P.facts P.rules witness.steps []) false witness.derivations = _
      rw [Fast.derived_eq]
      rfl
    rw [watch.right, Fast.all_eq, funext (Fast.limitHolds_eq _), parser.finish_right, Fast.oneParse_eq,
      evidence]
    show choose (P.limits.all (Limit.holds (textAt p))) _ _ = _
    cases P.limits.all (Limit.holds (textAt p)) <;> cases c.said.all (Limit.holds (textAt p)) <;> rfl

/-- What the kernel evaluates in place of `Accepted`. -/
def Checked (P : Program) (parser : Parser P.output) (watch : Watch P.limits) (c : Context) (n w : Nat)
    (witness : Witness) : Prop :=
  check P parser watch c n w witness = true

/-- It is decided by evaluation. -/
noncomputable instance decideChecked (P : Program) (parser : Parser P.output) (watch : Watch P.limits)
    (c : Context) (n w : Nat) (witness : Witness) : Decidable (Checked P parser watch c n w witness) :=
  inferInstanceAs (Decidable (check P parser watch c n w witness = true))

/-- **What is checked on the packed output is accepted.** -/
theorem Checked.accepted {P : Program} {parser : Parser P.output} {watch : Watch P.limits} {c : Context}
    {n w : Nat} {witness : Witness} (h : Checked P parser watch c n w witness) :
    Accepted P c (Text.packed n w) witness :=
  (check_eq P parser watch c n w witness).symm.trans h

/-- What is checked and found wrong is not accepted. -/
theorem Checked.refused {P : Program} {parser : Parser P.output} {watch : Watch P.limits} {c : Context}
    {n w : Nat} {witness : Witness} (h : ¬ Checked P parser watch c n w witness) :
    ¬ Accepted P c (Text.packed n w) witness :=
  fun k => h ((check_eq P parser watch c n w witness).trans k)

end Compiled

end DetLM
