import DetLM.Spec.Masks

/-!
# Decoding with checks that come later

Some conditions are not in the mask: they are checked once a span has closed, and a refutation makes decoding
back up. What was refuted is remembered, and nothing that begins like it is written again.

## Main definitions

* `Search.Node`: where a search is: the text so far and what was refuted
* `Search.Move`, `Search.Reaches`: what a search may do next, and where it may come to
* `Search.Node.IsAnswer`, `Search.Good`: when it may stop, and what it looks for
* `textsUpTo`: all texts up to a length
-/

namespace DetLM

/-- Whether one text begins with another. -/
def BeginsWith (t front : Text) : Prop := ∃ rest, t = front ++ rest

/-- All texts of bytes with at most so many bytes. -/
def textsUpTo : Nat → List Text
  | 0 => [[]]
  | n + 1 => [] :: (List.range 256).flatMap fun b => (textsUpTo n).map (b :: ·)

/-- How many texts of bytes there are with at most so many bytes. -/
def countUpTo : Nat → Nat
  | 0 => 1
  | n + 1 => 1 + 256 * countUpTo n

namespace Search

/-- Where a search is. -/
structure Node where
  /-- What was written so far. -/
  text : Text
  /-- What was refuted, the last first. -/
  refuted : List Text

/-- Nothing refuted stands at the beginning of a text. -/
def Node.Avoids (n : Node) (t : Text) : Prop := ∀ r, r ∈ n.refuted → ¬ BeginsWith t r

/-- The mask allows a token, and nothing that was refuted is written again by it. -/
def Node.Open (V : Vocabulary) (D : Dfa σ) (n : Node) (t : Nat) (u : Text) : Prop :=
  tokenAdmissible V D (D.run n.text) t = true ∧ V.text? t = some u ∧ n.Avoids (n.text ++ u)

/-- The search may stop here: the text is complete, and no check refutes it. -/
def Node.IsAnswer (D : Dfa σ) (refutes : Text → Bool) (n : Node) : Prop :=
  D.Accepts n.text ∧ refutes n.text = false

/-- Nothing good can follow here: a check refutes the text, or there is no way on. -/
def Node.IsDead (V : Vocabulary) (D : Dfa σ) (refutes : Text → Bool) (n : Node) : Prop :=
  refutes n.text = true ∨ ¬ D.Accepts n.text ∧ ∀ t u, ¬ n.Open V D t u

/-- What a search may do: write a token, or remember that the text is dead and back up, as far as it likes. -/
inductive Move (V : Vocabulary) (D : Dfa σ) (refutes : Text → Bool) : Node → Node → Prop where
  /-- One token more. -/
  | write {n : Node} {t : Nat} {u : Text} : refutes n.text = false → n.Open V D t u →
      Move V D refutes n ⟨n.text ++ u, n.refuted⟩
  /-- Back up. -/
  | back {n : Node} {front rest : Text} : n.IsDead V D refutes → n.text = front ++ rest → rest ≠ [] →
      Move V D refutes n ⟨front, n.text :: n.refuted⟩

/-- Where a search may come to. -/
inductive Reaches (V : Vocabulary) (D : Dfa σ) (refutes : Text → Bool) : Node → Prop where
  /-- At the start nothing is written and nothing refuted. -/
  | start : Reaches V D refutes ⟨[], []⟩
  /-- One move more. -/
  | move {m n : Node} : Reaches V D refutes m → Move V D refutes m n → Reaches V D refutes n

/-- What a search looks for: an admitted text that no check refutes. -/
def Good (D : Dfa σ) (refutes : Text → Bool) (t : Text) : Prop :=
  IsBytes t ∧ D.Accepts t ∧ refutes t = false

/-- What is refuted stays refuted, whatever comes after it. -/
def Lasting (refutes : Text → Bool) : Prop :=
  ∀ front rest, refutes front = true → refutes (front ++ rest) = true

end Search

end DetLM
