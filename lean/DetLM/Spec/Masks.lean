import DetLM.Data.Bytes

/-!
# Masks and decoding

Which tokens of a model's vocabulary may come next, and what a run of decoding is. Everything here is said
about an abstract deterministic automaton, so that it holds of any way to compile a program to one.

## Main definitions

* `Dfa`, `Dfa.run`, `Dfa.Accepts`, `Dfa.IsExact`: automata that know from where an end can be reached
* `Dfa.both`, `Dfa.either`, `Dfa.other`: "and", "or", "not" of automata
* `Vocabulary`, `Vocabulary.text?`, `Vocabulary.spell`: tokens and the texts they stand for
* `tokenAdmissible`: the mask
* `Emits`: what a run of decoding may emit
-/

namespace DetLM

/-! ## Automata -/

/-- A deterministic automaton over bytes. -/
structure Dfa (σ : Type u) where
  /-- The first state. -/
  start : σ
  /-- The next state. -/
  step : σ → Byte → σ
  /-- Whether a text may end here. -/
  accepting : σ → Bool
  /-- Whether a text may still come to an end from here. -/
  viable : σ → Bool

namespace Dfa

/-- The state after a text, from a state on. -/
def runFrom (D : Dfa σ) : Text → σ → σ
  | [], s => s
  | b :: t, s => D.runFrom t (D.step s b)

/-- The state after a text. -/
def run (D : Dfa σ) (t : Text) : σ := D.runFrom t D.start

/-- The texts that the automaton admits. -/
def Accepts (D : Dfa σ) (t : Text) : Prop := D.accepting (D.run t) = true

/-- What the automaton calls viable are exactly the states from which an accepting one can be reached. -/
def IsExact (D : Dfa σ) : Prop :=
  ∀ s, D.viable s = true ↔ ∃ t, IsBytes t ∧ D.accepting (D.runFrom t s) = true

/-- The automaton of the texts that two automata admit, given which pairs of states are viable. -/
def both (D : Dfa σ) (E : Dfa τ) (viable : σ × τ → Bool) : Dfa (σ × τ) where
  start := (D.start, E.start)
  step s b := (D.step s.1 b, E.step s.2 b)
  accepting s := D.accepting s.1 && E.accepting s.2
  viable := viable

/-- The automaton of the texts that one of two automata admits. -/
def either (D : Dfa σ) (E : Dfa τ) : Dfa (σ × τ) where
  start := (D.start, E.start)
  step s b := (D.step s.1 b, E.step s.2 b)
  accepting s := D.accepting s.1 || E.accepting s.2
  viable s := D.viable s.1 || E.viable s.2

/-- The automaton of the texts that another does not admit, given which of its states are viable. -/
def other (D : Dfa σ) (viable : σ → Bool) : Dfa σ where
  start := D.start
  step := D.step
  accepting s := !D.accepting s
  viable := viable

end Dfa

/-! ## Tokens -/

/-- A model's vocabulary: a token is a place in the list. -/
structure Vocabulary where
  /-- What each token stands for; special tokens stand for the empty text and are never admissible. -/
  texts : List Text
  /-- The token that ends an output. -/
  stop : Nat

namespace Vocabulary

/-- The text of a token that goes on; none for the end token and for tokens without a text. -/
def text? (V : Vocabulary) (t : Nat) : Option Text :=
  if t = V.stop then none
  else match V.texts[t]? with
    | some (b :: rest) => some (b :: rest)
    | _ => none

/-- The text of a sequence of tokens. -/
def spell (V : Vocabulary) : List Nat → Text
  | [] => []
  | t :: ts => (V.text? t).getD [] ++ V.spell ts

/-- Every byte is a token of its own, so that every text can be spelled. -/
def HasBytes (V : Vocabulary) : Prop := ∀ b, b < 256 → ∃ t, V.text? t = some [b]

/-- Tokens stand for bytes. -/
def IsProper (V : Vocabulary) : Prop := ∀ t u, V.text? t = some u → IsBytes u

end Vocabulary

/-- **The mask**: whether a token may come next in a state. -/
def tokenAdmissible (V : Vocabulary) (D : Dfa σ) (s : σ) (t : Nat) : Bool :=
  if t = V.stop then D.accepting s
  else match V.text? t with
    | some u => D.viable (D.runFrom u s)
    | none => false

/-- The state after some tokens, each read as it comes. -/
def advance (V : Vocabulary) (D : Dfa σ) : List Nat → σ → σ
  | [], s => s
  | t :: ts, s => advance V D ts (D.runFrom ((V.text? t).getD []) s)

/-- A run of decoding: from a state, by tokens that the mask allows, up to the end token. -/
inductive Emits (V : Vocabulary) (D : Dfa σ) : σ → List Nat → Text → Prop where
  /-- The end token. -/
  | stop {s : σ} : tokenAdmissible V D s V.stop = true → Emits V D s [V.stop] []
  /-- One more token in front. -/
  | next {s : σ} {t : Nat} {u : Text} {ts : List Nat} {out : Text} :
      tokenAdmissible V D s t = true → V.text? t = some u →
      Emits V D (D.runFrom u s) ts out → Emits V D s (t :: ts) (u ++ out)

end DetLM
