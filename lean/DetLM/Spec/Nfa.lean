import DetLM.Spec.Masks

/-!
# Nondeterministic automata

Automata that may go several ways with the same byte, as what is written by hand or drawn usually does. They
admit a text if one of the ways through it ends well. To decide that, or to compute masks, all ways are followed
at once: the states of `Nfa.subsets` are the sets of states that a text may lead to. That this is right is
proved in `DetLM.Thm.Nfa`.

## Main definitions

* `Nfa`, `Nfa.Run`, `Nfa.Accepts`: automata that may go several ways, and the texts that they admit
* `Nfa.IsExact`: automata that know from where an end can be reached
* `Nfa.subsets`: the deterministic automaton of the sets of states

## References

* M. O. Rabin, D. Scott, *Finite automata and their decision problems*, IBM J. Res. Dev. 3 (1959)
-/

namespace DetLM

/-- A nondeterministic automaton over bytes. -/
structure Nfa (σ : Type u) where
  /-- The states to begin in. -/
  starts : List σ
  /-- The states that may come next; none where there is no way on. -/
  step : σ → Byte → List σ
  /-- Whether a text may end here. -/
  accepting : σ → Bool
  /-- Whether a text may still come to an end from here. -/
  viable : σ → Bool

namespace Nfa

/-- A way through a text: from a state, by one of the next states for each byte, to a state. -/
inductive Run (N : Nfa σ) : σ → Text → σ → Prop where
  /-- Nothing is read. -/
  | stop {s : σ} : Run N s [] s
  /-- One byte more in front. -/
  | next {s m e : σ} {b : Byte} {t : Text} : m ∈ N.step s b → Run N m t e → Run N s (b :: t) e

/-- The texts that the automaton admits from a state on. -/
def AcceptsFrom (N : Nfa σ) (s : σ) (t : Text) : Prop := ∃ e, N.Run s t e ∧ N.accepting e = true

/-- The texts that the automaton admits. -/
def Accepts (N : Nfa σ) (t : Text) : Prop := ∃ s, s ∈ N.starts ∧ N.AcceptsFrom s t

/-- What the automaton calls viable are exactly the states from which an accepting one can be reached. -/
def IsExact (N : Nfa σ) : Prop := ∀ s, N.viable s = true ↔ ∃ t, IsBytes t ∧ N.AcceptsFrom s t

/-- The entries of a list, each once. -/
def once [DecidableEq σ] : List σ → List σ
  | [] => []
  | s :: l => if s ∈ once l then once l else s :: once l

/-- **The subset construction**: the deterministic automaton whose state is the set of all states that the text
may have led to. -/
def subsets [DecidableEq σ] (N : Nfa σ) : Dfa (List σ) where
  start := once N.starts
  step l b := once (l.flatMap fun s => N.step s b)
  accepting l := l.any N.accepting
  viable l := l.any N.viable

end Nfa

end DetLM
