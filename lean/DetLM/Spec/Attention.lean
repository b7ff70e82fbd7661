import DetLM.Data.Bytes

/-!
# Gated attention

Keys carry labels, and a gate says which labels a query may read. Mask, then normalise: a key behind a closed
gate gets weight zero. Weights are natural numbers, the exponentials of scores up to a factor; values live in
anything that can be added and scaled. So nothing is said about rounding, and the two laws of `Space` are
what a program has to keep: a floating-point infinity would break `scale_zero`.

`Leads` follows what reads what through the layers of a model. A label may be the name of a segment of the
prompt, or all that `Label` holds; the theorems ask nothing of it.

## Main definitions

* `Space`, `Key`, `share`, `attend`: one head, a weighted mean
* `Label`, `Gate`, `Gate.opens`: gates over segments, types and attributes
* `Head`, `Layer`, `run`: heads and layers over labelled places
* `Leads`: a path from one label to another through the layers
* `reachable`, `leads`: the decision of that
-/

namespace DetLM

namespace Attention

/-! ## One head -/

/-- What can be added and scaled. -/
structure Space (α : Type u) where
  /-- Nothing. -/
  zero : α
  /-- The sum. -/
  add : α → α → α
  /-- So many times. -/
  scale : Nat → α → α
  /-- Nothing times anything is nothing. -/
  scale_zero : ∀ v, scale 0 v = zero
  /-- Nothing can be added. -/
  zero_add : ∀ v, add zero v = v

/-- A key with its value, as one query sees it. -/
structure Key (ι : Type u) (α : Type v) where
  /-- What it is known by. -/
  label : ι
  /-- The weight that the query gives to it. -/
  weight : Nat
  /-- What is read there. -/
  value : α

/-- The weight of a key behind a gate. -/
def share (gate : ι → Bool) (k : Key ι α) : Nat := if gate k.label = true then k.weight else 0

/-- The sum of all weights. -/
def shares (gate : ι → Bool) : List (Key ι α) → Nat
  | [] => 0
  | k :: keys => share gate k + shares gate keys

/-- The sum of all values, each times its weight. -/
def weighted (S : Space α) (gate : ι → Bool) : List (Key ι α) → α
  | [] => S.zero
  | k :: keys => S.add (S.scale (share gate k) k.value) (weighted S gate keys)

/-- What a head reads: a weighted mean, as sum of values and sum of weights. -/
structure Mean (α : Type u) where
  /-- The weighted sum. -/
  sum : α
  /-- The sum of weights. -/
  weight : Nat

/-- **Attention**: mask, then normalise. -/
def attend (S : Space α) (gate : ι → Bool) (keys : List (Key ι α)) : Mean α :=
  ⟨weighted S gate keys, shares gate keys⟩

/-- The keys that a gate lets through. -/
def readable (gate : ι → Bool) (keys : List (Key ι α)) : List (Key ι α) := keys.filter fun k => gate k.label

/-! ## Labels and gates -/

/-- What a key is known by, where more than its segment counts. -/
structure Label where
  /-- The segment of the prompt that it belongs to. -/
  segment : Nat
  /-- Its type, by number. -/
  kind : Nat
  /-- Its attributes. -/
  attributes : List Nat

/-- Which labels a query may read. -/
inductive Gate where
  /-- All. -/
  | all
  /-- Those of a segment. -/
  | segment (segment : Nat)
  /-- Those of a type. -/
  | kind (kind : Nat)
  /-- Those with an attribute. -/
  | has (mark : Nat)
  /-- Those that another gate keeps out. -/
  | not (gate : Gate)
  /-- Those that both let in. -/
  | both (first second : Gate)
  /-- Those that one of two lets in. -/
  | either (first second : Gate)

/-- Whether a gate is open to a label. -/
def Gate.opens : Gate → Label → Bool
  | all, _ => true
  | segment s, l => Nat.beq s l.segment
  | kind t, l => Nat.beq t l.kind
  | has a, l => l.attributes.any (Nat.beq a)
  | not g, l => !g.opens l
  | both g h, l => g.opens l && h.opens l
  | either g h, l => g.opens l || h.opens l

/-! ## Layers -/

/-- A head of a layer. It may look at places and states as it likes, but it reads through its gate. -/
structure Head (ι : Type u) (α : Type v) where
  /-- Whether a query of the first label may read a key of the second. -/
  gate : ι → ι → Bool
  /-- The weight that the query of one place and state gives to the key of another. -/
  weigh : Nat → Nat → α → α → Nat
  /-- What is read at a state. -/
  value : α → α

/-- A layer: what its heads read goes into the new state of a place, together with the old state. -/
structure Layer (ι : Type u) (α : Type v) where
  /-- The heads. -/
  heads : List (Head ι α)
  /-- The new state. -/
  update : α → List (Mean α) → α

/-- The labelled places that a model runs over. -/
structure Places (ι : Type u) where
  /-- How many there are. -/
  count : Nat
  /-- The label of each. -/
  label : Nat → ι

/-- The keys of all places, as the query of one place sees them. -/
def Head.keys (h : Head ι α) (P : Places ι) (states : Nat → α) (i : Nat) : List (Key ι α) :=
  (List.range P.count).map fun j => ⟨P.label j, h.weigh i j (states i) (states j), h.value (states j)⟩

/-- The states behind a layer. -/
def Layer.apply (S : Space α) (L : Layer ι α) (P : Places ι) (states : Nat → α) : Nat → α := fun i =>
  L.update (states i) (L.heads.map fun h => attend S (h.gate (P.label i)) (h.keys P states i))

/-- The states behind all layers. -/
def run (S : Space α) (P : Places ι) : List (Layer ι α) → (Nat → α) → Nat → α
  | [], states => states
  | L :: rest, states => run S P rest (L.apply S P states)

/-- Whether some head of a layer lets queries of the first label read keys of the second. -/
def Layer.reads (L : Layer ι α) (c a : ι) : Bool := L.heads.any fun h => h.gate c a

/-- There is a path by which what stands under label `a` can come to stand under label `b`: in each layer it
stays where it is, or is read by another of the labels. -/
def Leads (labels : List ι) : List (Layer ι α) → ι → ι → Prop
  | [], a, b => b = a
  | L :: rest, a, b => ∃ c, c ∈ labels ∧ (c = a ∨ L.reads c a = true) ∧ Leads labels rest c b

/-- All labels under which something can come to stand that stands under the marked ones. -/
def reachable [DecidableEq ι] (labels : List ι) : List (Layer ι α) → (marked : List ι) → List ι
  | [], marked => marked
  | L :: rest, marked =>
    reachable labels rest (labels.filter fun c => marked.any fun a => decide (c = a) || L.reads c a)

/-- Whether there is a path. -/
def leads [DecidableEq ι] (labels : List ι) (layers : List (Layer ι α)) (a b : ι) : Bool :=
  (reachable labels layers [a]).any fun c => decide (b = c)

end Attention

end DetLM
