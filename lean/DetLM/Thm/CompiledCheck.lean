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

/-- The certificate checker, on a packed output, with the parser and the watch of the program. -/
noncomputable def check (P : Program) (parser : Parser P.output) (watch : Watch P.limits) (c : Context)
    (n w : Nat) (witness : Witness) : Bool :=
  Option.rec (motive := fun _ => Bool) false
    (fun p =>
      choose (watch.run p.count p.bytes)
        (choose (Fast.all c.said (Fast.limitHolds (Text.packed p.count p.bytes)))
          (Fast.oneParse (Fast.derived P.facts P.rules witness []) false c.prompt
            (whole (parser.run p.count p.bytes)))
          false)
        false)
    (dropFront c.preface n w)

/-- The checker on packed texts is the checker. -/
theorem check_eq (P : Program) (parser : Parser P.output) (watch : Watch P.limits) (c : Context)
    (n w : Nat) (witness : Witness) :
    check P parser watch c n w witness = DetLM.check P c (Text.packed n w) witness := by
  unfold check DetLM.check admitsKnowing
  rw [← dropFront_eq]
  cases dropFront c.preface n w with
  | none => rfl
  | some p =>
    show choose (watch.run p.count p.bytes) (choose (Fast.all c.said _) (Fast.oneParse _ _ _ _) false) false
      = (P.limits.all (Limit.holds (Text.packed p.count p.bytes)) &&
        (c.said.all (Limit.holds (Text.packed p.count p.bytes)) &&
          oneParse (derived P.facts P.rules witness []) false c.prompt
            (DetLM.whole (P.output.parse (Text.packed p.count p.bytes)))))
    rw [watch.right, Fast.all_eq, funext (Fast.limitHolds_eq _), parser.whole_right, Fast.oneParse_eq,
      Fast.derived_eq]
    cases P.limits.all (Limit.holds (Text.packed p.count p.bytes)) <;>
      cases c.said.all (Limit.holds (Text.packed p.count p.bytes)) <;> rfl

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
