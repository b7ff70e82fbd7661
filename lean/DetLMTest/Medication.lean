import DetLM

/-!
# Answers about medicines

A whole program as data: every sentence of an answer is a fact or follows from the facts.

## Main definitions

* `medication`: the program

## Main results

Examples only: outputs that are admitted, with a witness and without one, and outputs that are refused.
-/

namespace DetLMTest.Medication

noncomputable section

open DetLM

/-- `aspirin` -/
def aspirin : Text := Text.packed 7 0x6e697269707361

/-- `ibuprofen` -/
def ibuprofen : Text := Text.packed 9 0x6e65666f7270756269

/-- `warfarin` -/
def warfarin : Text := Text.packed 8 0x6e69726166726177

/-- `drug` -/
def drug : Text := Text.packed 4 0x67757264

/-- `blood thinner` -/
def bloodThinner : Text := Text.packed 13 0x72656e6e69687420646f6f6c62

/-- `pain relief` -/
def painRelief : Text := Text.packed 11 0x6665696c6572206e696170

/-- `is_a` -/
def isA : Text := Text.packed 4 0x615f7369

/-- `used_for` -/
def usedFor : Text := Text.packed 8 0x726f665f64657375

/-- `conflicts` -/
def conflicts : Text := Text.packed 9 0x737463696c666e6f63

/-- ` is a ` -/
def saysIsA : Text := Text.packed 6 0x206120736920

/-- ` is used for ` -/
def saysUsedFor : Text := Text.packed 13 0x20726f66206465737520736920

/-- ` must not be taken with ` -/
def saysConflicts : Text := Text.packed 24 0x2068746977206e656b617420656220746f6e207473756d20

/-- `I have no fact about that` -/
def noFact : Text := Text.packed 25 0x746168742074756f62612074636166206f6e20657661682049

/-- `cures` -/
def cures : Text := Text.packed 5 0x7365727563

/-- `guaranteed` -/
def guaranteed : Text := Text.packed 10 0x646565746e6172617567

/-- `.` -/
def dot : Text := Text.packed 1 0x2e

/-- `What is aspirin used for?` -/
def question : Text := Text.packed 25 0x3f726f662064657375206e6972697073612073692074616857

/-- The category of one text. -/
def only : Text → Regex
  | [] => .empty
  | [b] => .oneOf (Nat.shiftLeft 1 b)
  | b :: t => .seq (.oneOf (Nat.shiftLeft 1 b)) (only t)

/-- The category of a list of texts. -/
def anyOf : List Text → Regex
  | [] => .nothing
  | [t] => only t
  | t :: l => .either (only t) (anyOf l)

/-- What the facts speak of. -/
def entities : Regex := anyOf [aspirin, ibuprofen, warfarin, drug, bloodThinner, painRelief]

/-- The sentence of a relation: subject, words, object. -/
def sentence (relation words : Text) : Shape :=
  .claim relation (.seq (.slot .subject entities) (.seq (.lex (only words)) (.slot .object entities)))

/-- One claim that is supported, or an honest refusal, and a full stop. -/
def answer : Shape :=
  .seq
    (.alt
      (.derive .always .supported
        (.alt (sentence usedFor saysUsedFor) (.alt (sentence conflicts saysConflicts) (sentence isA saysIsA))))
      (.derive .always .always (.lex (only noFact))))
    (.lex (only dot))

/-- `D conflicts K and X is_a K -> D conflicts X` -/
def members : Rule :=
  ⟨⟨conflicts, .var 0, .var 2⟩, [⟨conflicts, .var 0, .var 1⟩, ⟨isA, .var 2, .var 1⟩]⟩

/-- Answers about medicines. -/
def medication : Program where
  facts := [⟨isA, aspirin, drug⟩, ⟨isA, ibuprofen, drug⟩, ⟨isA, warfarin, bloodThinner⟩,
    ⟨usedFor, aspirin, painRelief⟩, ⟨conflicts, aspirin, bloodThinner⟩]
  rules := [members]
  output := answer
  limits := [.forbid cures, .forbid guaranteed]
  after := none

/-- A question, and no constraints of the model's own. -/
def asked : Context := ⟨question, [], []⟩

/-- `aspirin is used for pain relief.` -/
def use : Text :=
  Text.packed 32 0x2e6665696c6572206e69617020726f662064657375207369206e697269707361

/-- `aspirin must not be taken with warfarin.` -/
def conflict : Text :=
  Text.packed 40 0x2e6e697261667261772068746977206e656b617420656220746f6e207473756d206e697269707361

/-- `I have no fact about that.` -/
def refusal : Text :=
  Text.packed 26 0x2e746168742074756f62612074636166206f6e20657661682049

/-- `aspirin cures cancer.` -/
def cure : Text :=
  Text.packed 21 0x2e7265636e6163207365727563206e697269707361

/-- `pain relief is used for aspirin.` -/
def swapped : Text :=
  Text.packed 32 0x2e6e69726970736120726f662064657375207369206665696c6572206e696170

/-- `aspirin is used for pain relief` -/
def unfinished : Text :=
  Text.packed 31 0x6665696c6572206e69617020726f662064657375207369206e697269707361

/-- The witness of these steps. -/
def steps (l : List Step) : Witness := ⟨l, []⟩

/-! ## With a witness -/

/-- A fact is its own witness. -/
theorem use_accepted : Accepted medication asked use (steps [.fact 3]) := by decide +kernel

/-- What the rule gives needs both facts and the rule. -/
theorem conflict_accepted : Accepted medication asked conflict
    (steps [.fact 4, .fact 2, .rule 0 [aspirin, bloodThinner, warfarin]]) := by decide +kernel

/-- A refusal claims nothing. -/
theorem refusal_accepted : Accepted medication asked refusal (steps []) := by decide +kernel

/-- What is accepted is admitted. -/
example : Admits medication asked conflict := conflict_accepted.admits

example : ¬ Accepted medication asked use (steps []) := by decide +kernel
example : ¬ Accepted medication asked use (steps [.fact 4]) := by decide +kernel
example : ¬ Accepted medication asked use (steps [.fact 17]) := by decide +kernel
example : ¬ Accepted medication asked conflict (steps [.fact 4, .rule 0 [aspirin, bloodThinner, warfarin]]) := by
  decide +kernel
example : ¬ Accepted medication asked conflict
    (steps [.fact 4, .fact 2, .rule 0 [ibuprofen, bloodThinner, warfarin]]) := by decide +kernel
example : ¬ Accepted medication asked cure (steps []) := by decide +kernel
example : ¬ Accepted medication asked unfinished (steps [.fact 3]) := by decide +kernel

/-! ## Without a witness -/

/-- The rule fixes what its head says. -/
instance medication_isSafe : medication.IsSafe := ⟨by decide +kernel⟩

example : Admits medication asked use := by decide +kernel
example : Admits medication asked conflict := by decide +kernel
example : Admits medication asked refusal := by decide +kernel
example : ¬ Admits medication asked cure := by decide +kernel
example : ¬ Admits medication asked swapped := by decide +kernel
example : ¬ Admits medication asked unfinished := by decide +kernel
example : ¬ Admits medication asked [] := by decide +kernel
example : ¬ Admits medication asked (use ++ use) := by decide +kernel

example : Derivable medication.facts medication.rules ⟨conflicts, aspirin, warfarin⟩ := by decide +kernel
example : ¬ Derivable medication.facts medication.rules ⟨conflicts, warfarin, aspirin⟩ := by
  decide +kernel

/-! ## Under the model's own constraints -/

/-- The model promised not to say "pain". -/
def promised : Context := ⟨question, noFact, [.forbid (Text.packed 4 0x6e696170)]⟩

example : Admits medication promised (noFact ++ conflict) := by decide +kernel
example : ¬ Admits medication promised (noFact ++ use) := by decide +kernel
example : ¬ Admits medication promised conflict := by decide +kernel

end

end DetLMTest.Medication
