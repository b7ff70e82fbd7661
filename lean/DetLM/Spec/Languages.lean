import DetLM.Spec.Masks

/-!
# Sets of texts, and what they allow while an output is written

What a category denotes, without any automaton, and what a mask should be: `Language.Allows`.

## Main definitions

* `Language`, `Language.Viable`: a set of texts and the beginnings of its texts
* `Language.Both`, `Language.Either`, `Language.Not`, `Language.Sequence`: "and", "or", "not", "then"
* `Language.Allows`: which tokens may come next
-/

namespace DetLM

/-- A set of texts. -/
abbrev Language := Text → Prop

namespace Language

/-- The beginnings of its texts: what may stand there while an output is being written. -/
def Viable (L : Language) : Language := fun t => ∃ rest, IsBytes rest ∧ L (t ++ rest)

/-- The texts of both. -/
def Both (L M : Language) : Language := fun t => L t ∧ M t

/-- The texts of one or the other. -/
def Either (L M : Language) : Language := fun t => L t ∨ M t

/-- All texts that do not belong. -/
def Not (L : Language) : Language := fun t => ¬ L t

/-- One after the other. -/
def Sequence (L M : Language) : Language := fun t => ∃ x y, t = x ++ y ∧ L x ∧ M y

/-- What a token may add behind a text: the text of the token, or nothing where the text is complete. -/
def Allows (L : Language) (V : Vocabulary) (front : Text) (t : Nat) : Prop :=
  if t = V.stop then L front else ∃ u, V.text? t = some u ∧ L.Viable (front ++ u)

end Language

end DetLM
