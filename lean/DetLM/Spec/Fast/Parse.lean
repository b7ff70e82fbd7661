import DetLM.Spec.Fast.Text

/-!
# Regular languages and parses in the form that the kernel evaluates fastest

What `DetLM.Spec.Fast` says of itself holds here.

## Main definitions

* `splitsFrom`: all texts of a category at the start of a text, the leaves of every parse
* `parse`: all parses
-/

namespace DetLM.Fast

/-! ### Regular languages -/

/-- Twin of `Regex.nullable`. -/
noncomputable def nullable (r : Regex) : Bool :=
  Regex.rec (motive := fun _ => Bool) false true (fun _ => false)
    (fun _ _ p q => choose p q false) (fun _ _ p q => choose p true q)
    (fun _ _ => true) (fun _ _ _ => true)
    (fun _ _ p q => choose p q false) (fun _ _ p q => choose p (choose q false true) false) r

/-- Whether an expression is literally `nothing`: `x` if so, `y` if not. -/
noncomputable def ifNothing {α : Type u} (r : Regex) (x y : α) : α :=
  Regex.rec (motive := fun _ => α) x y (fun _ => y) (fun _ _ _ _ => y) (fun _ _ _ _ => y) (fun _ _ => y)
    (fun _ _ _ => y) (fun _ _ _ _ => y) (fun _ _ _ _ => y) r

/-- Twin of `Regex.mkSeq`. -/
noncomputable def mkSeq (p q : Regex) : Regex :=
  Regex.rec (motive := fun _ => Regex) .nothing q (fun s => .seq (.oneOf s) q)
    (fun a b _ _ => .seq (.seq a b) q) (fun a b _ _ => .seq (.either a b) q)
    (fun a _ => .seq (.star a) q) (fun n a _ => .seq (.atMost n a) q)
    (fun a b _ _ => .seq (.both a b) q) (fun a b _ _ => .seq (.without a b) q) p

/-- Twin of `Regex.mkEither`. -/
noncomputable def mkEither (p q : Regex) : Regex :=
  ifNothing p q (ifNothing q p (.either p q))

/-- Twin of `Regex.mkBoth`. -/
noncomputable def mkBoth (p q : Regex) : Regex :=
  ifNothing p .nothing (ifNothing q .nothing (.both p q))

/-- Twin of `Regex.mkWithout`. -/
noncomputable def mkWithout (p q : Regex) : Regex :=
  ifNothing p .nothing (ifNothing q p (.without p q))

/-- Twin of `Regex.deriv`. -/
noncomputable def deriv (b : Byte) (r : Regex) : Regex :=
  Regex.rec (motive := fun _ => Regex) .nothing .nothing
    (fun s => choose (Nat.beq (Nat.land (Nat.shiftRight s b) 1) 1) .empty .nothing)
    (fun p q dp dq => choose (nullable p) (mkEither (mkSeq dp q) dq) (mkSeq dp q))
    (fun _ _ dp dq => mkEither dp dq)
    (fun p dp => mkSeq dp (.star p))
    (fun n p dp => Nat.rec (motive := fun _ => Regex) .nothing (fun m _ => mkSeq dp (.atMost m p)) n)
    (fun _ _ dp dq => mkBoth dp dq)
    (fun _ _ dp dq => mkWithout dp dq) r

/-- Twin of `Regex.acceptsFrom`. -/
noncomputable def acceptsFrom (t : Text) : Regex → Bool :=
  List.rec (motive := fun _ => Regex → Bool) (fun r => nullable r)
    (fun b _ rest r => ifNothing r false (rest (deriv b r))) t

/-- Twin of `Regex.splitsFrom`. -/
noncomputable def splitsFrom (t : Text) : Regex → Text → List (Text × Text) :=
  List.rec (motive := fun _ => Regex → Text → List (Text × Text))
    (fun r seen => choose (nullable r) [(onto seen [], [])] [])
    (fun b t rest r seen =>
      ifNothing r []
        (choose (nullable r) ((onto seen [], b :: t) :: rest (deriv b r) (b :: seen))
          (rest (deriv b r) (b :: seen)))) t

/-! ### Parses -/

/-- Twin of `Tree.yield`. -/
noncomputable def yield (x : Tree) : Text :=
  Tree.rec (motive := fun _ => Text) (fun t => t) (fun _ t => t) (fun _ _ a b => append a b) (fun _ a => a)
    (fun _ a => a) [] (fun _ _ a b => append a b) (fun _ _ a => a) (fun _ _ _ a => a) (fun _ _ a => a) x

/-- Twin of `Tree.subject`. -/
noncomputable def subject (x : Tree) : Text :=
  Tree.rec (motive := fun _ => Text) (fun _ => [])
    (fun k t => Slot.rec (motive := fun _ => Text) t [] k) (fun _ _ a b => append a b) (fun _ a => a)
    (fun _ a => a) [] (fun _ _ a b => append a b) (fun _ _ a => a) (fun _ _ _ a => a) (fun _ _ a => a) x

/-- Twin of `Tree.object`. -/
noncomputable def object (x : Tree) : Text :=
  Tree.rec (motive := fun _ => Text) (fun _ => [])
    (fun k t => Slot.rec (motive := fun _ => Text) [] t k) (fun _ _ a b => append a b) (fun _ a => a)
    (fun _ a => a) [] (fun _ _ a b => append a b) (fun _ _ a => a) (fun _ _ _ a => a) (fun _ _ a => a) x

/-- Twin of `Tree.claims`. -/
noncomputable def claims (x : Tree) : List Atom :=
  Tree.rec (motive := fun _ => List Atom) (fun _ => []) (fun _ _ => []) (fun _ _ a b => append a b)
    (fun _ a => a) (fun _ a => a) [] (fun _ _ a b => append a b)
    (fun r x _ => [⟨r, subject x, object x⟩]) (fun _ _ _ a => a) (fun _ _ a => a) x

/-- Twin of `parseUpTo`. -/
noncomputable def parseUpTo (one : Text → List (Tree × Text)) (n : Nat) : Text → List (Tree × Text) :=
  Nat.rec (motive := fun _ => Text → List (Tree × Text)) (fun t => [(.stop, t)])
    (fun _ rest t =>
      (.stop, t) :: flatMap (one t) fun p =>
        choose (isEmptyText (yield p.1)) [] (map (fun q => (.more p.1 q.1, q.2)) (rest p.2))) n

/-- Twin of `Shape.parse`. -/
noncomputable def parse (s : Shape) : Text → List (Tree × Text) :=
  Shape.rec (motive := fun _ => Text → List (Tree × Text))
    (fun r t => map (fun p => (.leaf p.1, p.2)) (splitsFrom t r []))
    (fun k r t => map (fun p => (.slot k p.1, p.2)) (splitsFrom t r []))
    (fun _ _ a b t => flatMap (a t) fun p => map (fun q => (.seq p.1 q.1, q.2)) (b p.2))
    (fun _ _ a b t =>
      append (map (fun p => (.left p.1, p.2)) (a t)) (map (fun p => (.right p.1, p.2)) (b t)))
    (fun n _ a t => parseUpTo a n t)
    (fun r _ a t => map (fun p => (.claim r p.1, p.2)) (a t))
    (fun g e _ a t => map (fun p => (.derive g e p.1, p.2)) (a t))
    (fun m _ a t => map (fun p => (.mark m p.1, p.2)) (a t)) s

/-- Twin of `whole`. -/
noncomputable def whole (l : List (Tree × Text)) : List Tree :=
  List.rec (motive := fun _ => List Tree) []
    (fun p _ rest => choose (isEmptyText p.2) (p.1 :: rest) rest) l

end DetLM.Fast
