import DetLM.Spec.Compiled

/-!
# The limits of a program as one regular language

What `forbid`, `require` and `matching` ask of an answer is regular, so one automaton checks all of them in one pass.
Words are counted apart: a text of `n` bytes has no more than `(n + 1) / 2` of them, so most answers need no
count at all.

## Main definitions

* `Limit.regular`: the expression of all limits of a list but those on words
* `Limit.wordsWithin`: the other limits
-/

namespace DetLM

open Fast (choose)

namespace Limit

/-- The bytes that are no part of a word. -/
abbrev gaps : ByteSet := 0xf800000178000001fc00ffffffffffff

/-- A byte and, for a letter, the same letter in the other case. -/
noncomputable def letters (c : Byte) : ByteSet :=
  Nat.lor (Nat.shiftLeft 1 (lower c))
    (choose (Nat.beq (lower (Nat.sub (lower c) 32)) (lower c)) (Nat.shiftLeft 1 (Nat.sub (lower c) 32)) 0)

/-- A word, ASCII case ignored. -/
noncomputable def spelled : Text → Regex
  | [] => .empty
  | c :: w => .seq (.oneOf (letters c)) (spelled w)

/-- What may stand before a word. -/
abbrev before : Regex := .either .empty (.seq Regex.anything (.oneOf gaps))

/-- What may stand behind a word. -/
abbrev after : Regex := .either .empty (.seq (.oneOf gaps) Regex.anything)

/-- A text that says something as whole words. -/
abbrev saying (something : Regex) : Regex := .seq before (.seq something after)

/-- The words that some limit forbids. -/
noncomputable def forbidden : List Limit → Regex
  | [] => .nothing
  | forbid w :: l => .either (spelled w) (forbidden l)
  | require _ :: l => forbidden l
  | atMostWords _ :: l => forbidden l
  | matching _ :: l => forbidden l

/-- The texts that say every word that some limit requires, and are in every category that some limit names. -/
noncomputable def required : List Limit → Regex
  | [] => Regex.anything
  | forbid _ :: l => required l
  | require w :: l => .both (saying (spelled w)) (required l)
  | atMostWords _ :: l => required l
  | matching r :: l => .both r (required l)

/-- The texts that keep to every limit of a list, but for the number of words. -/
noncomputable def regular (l : List Limit) : Regex :=
  .both (.without Regex.anything (saying (forbidden l))) (required l)

/-- Whether the words of a limit are byte strings. -/
noncomputable def hasBytes (l : Limit) : Bool :=
  Limit.rec (motive := fun _ => Bool) (fun w => Fast.all w fun b => Nat.ble b 255)
    (fun w => Fast.all w fun b => Nat.ble b 255) (fun _ => true) (fun _ => true) l

/-- Whether a packed text keeps to a limit on the number of its words. -/
noncomputable def wordsWithin (n w : Nat) (l : Limit) : Bool :=
  Limit.rec (motive := fun _ => Bool) (fun _ => true) (fun _ => true)
    (fun k => choose (Nat.ble n (Nat.mul 2 k)) true
      (Nat.ble (Fast.wordCountFrom (Text.packed n w) false) k)) (fun _ => true) l

end Limit

/-- Whether an automaton does what limits say; see `Automaton.agrees`. -/
noncomputable def Automaton.agreesWithLimits (A : Automaton) (l : List Limit) (classes : List Byte)
    (samples : Nat) (sets : List ByteSet) (states : List Regex) : Bool :=
  choose (Fast.all l Limit.hasBytes) (A.agrees (Limit.regular l) classes samples sets states) false

end DetLM
