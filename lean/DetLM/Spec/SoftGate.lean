import DetLM.Spec.Attention
import DetLM.Spec.SoftTruth

/-!
# Soft gates

A gate over labels that hold to a degree: "not" is what is left up to 1, "and" one of the three conjunctions,
"or" what goes with it. Attention behind a soft gate gives each key the weight that is left to it. Over labels
of plain truth these are the crisp gates (`hard_limit_is_the_crisp_gate`).

## Main definitions

* `SoftLabel`, `Label.soft`: labels in degrees
* `Gate.degree`: the degree to which a gate is open
* `IsNear`, `SoftLabel.IsNear`: degrees that are at most so much off plain truth
* `Key.dimmed`, `softAttend`: attention behind a soft gate
-/

namespace DetLM

/-- A degree is near plain truth: at most `e` off. -/
structure IsNear (one e : Nat) (b : Bool) (degree : Nat) : Prop where
  /-- It is a degree. -/
  proper : degree ≤ one
  /-- What is false is no truer than that. -/
  of_false : b = false → degree ≤ e
  /-- What is true is no less true. -/
  of_true : b = true → one ≤ degree + e

namespace Attention

/-- What a key is known by, in degrees. -/
structure SoftLabel where
  /-- The degree to which it belongs to a segment. -/
  segment : Nat → Nat
  /-- The degree to which it is of a type. -/
  kind : Nat → Nat
  /-- The degree to which it has an attribute. -/
  has : Nat → Nat

/-- Degrees are between 0 and 1. -/
structure SoftLabel.IsProper (one : Nat) (l : SoftLabel) : Prop where
  /-- Those of segments. -/
  segment : ∀ s, l.segment s ≤ one
  /-- Those of types. -/
  kind : ∀ t, l.kind t ≤ one
  /-- Those of attributes. -/
  has : ∀ a, l.has a ≤ one

/-- A label of plain truth, in degrees. -/
def Label.soft (one : Nat) (l : Label) : SoftLabel where
  segment s := hardDegree one (Nat.beq s l.segment)
  kind t := hardDegree one (Nat.beq t l.kind)
  has a := hardDegree one (l.attributes.any (Nat.beq a))

/-- The degree to which a gate is open. -/
def Gate.degree (one : Nat) (c : Conjunction) : Gate → SoftLabel → Nat
  | all, _ => one
  | segment s, l => l.segment s
  | kind t, l => l.kind t
  | has a, l => l.has a
  | not g, l => one - g.degree one c l
  | both g h, l => c.meet one (g.degree one c l) (h.degree one c l)
  | either g h, l => c.join one (g.degree one c l) (h.degree one c l)

/-- The degrees of a label are near those of plain truth. -/
structure SoftLabel.IsNear (one e : Nat) (l : Label) (s : SoftLabel) : Prop where
  /-- Those of segments. -/
  segment : ∀ n, DetLM.IsNear one e (Nat.beq n l.segment) (s.segment n)
  /-- Those of types. -/
  kind : ∀ n, DetLM.IsNear one e (Nat.beq n l.kind) (s.kind n)
  /-- Those of attributes. -/
  has : ∀ n, DetLM.IsNear one e (l.attributes.any (Nat.beq n)) (s.has n)

/-- How often a gate asks something of a label. -/
def Gate.size : Gate → Nat
  | all => 0
  | segment _ => 1
  | kind _ => 1
  | has _ => 1
  | not g => g.size
  | both g h => g.size + h.size
  | either g h => g.size + h.size

/-- A key with its weight lessened to the degree to which a gate is open to it, rounded down. -/
def Key.dimmed (one : Nat) (c : Conjunction) (g : Gate) (k : Key SoftLabel α) : Key SoftLabel α :=
  { k with weight := g.degree one c k.label * k.weight / one }

/-- Attention behind a soft gate. -/
def softAttend (S : Space α) (one : Nat) (c : Conjunction) (g : Gate) (keys : List (Key SoftLabel α)) :
    Mean α :=
  attend S (fun _ => true) (keys.map (Key.dimmed one c g))

/-- A key whose label is given in degrees. -/
def Key.soft (one : Nat) (k : Key Label α) : Key SoftLabel α := ⟨k.label.soft one, k.weight, k.value⟩

end Attention

end DetLM
