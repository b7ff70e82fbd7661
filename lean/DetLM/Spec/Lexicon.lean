import DetLM.Spec.Automaton
import DetLM.Spec.Languages

/-!
# Finite lexicons

The language of a list of texts: as a set, as an expression, and as an automaton that keeps what is still to come
of each text. And the language of everything else, for words that must not come.

## Main definitions

* `Language.words`, `Regex.words`: the texts of a list
* `Lexicon.has`: whether a text is one of them
* `Lexicon.dfa`: the automaton of the ends of texts
* `Regex.other`: all other texts
-/

namespace DetLM

/-- The texts of a list. -/
def Language.words (l : List Text) : Language := fun t => t ∈ l

namespace Regex

/-- The texts of a list. -/
noncomputable def words : List Text → Regex
  | [] => nothing
  | t :: l => either (ofText t) (words l)

/-- All texts that do not belong. -/
def other (r : Regex) : Regex := without anything r

end Regex

/-- A list of texts. -/
abbrev Lexicon := List Text

namespace Lexicon

/-- Whether a text is in the list. -/
def has (l : Lexicon) (t : Text) : Bool := l.any fun u => Text.beq u t

/-- What is still to come, behind a byte, of the texts that begin with it. -/
def behind (b : Byte) : Lexicon → Lexicon
  | [] => []
  | [] :: l => behind b l
  | (c :: t) :: l => bif Nat.beq c b then t :: behind b l else behind b l

/-- The automaton of the texts of a list. Its state is what may still come, as a list. -/
def dfa (l : Lexicon) : Dfa Lexicon where
  start := l
  step l b := l.behind b
  accepting l := l.has []
  viable l := l.any fun t => t.all fun b => Nat.ble b 255

end Lexicon

end DetLM
