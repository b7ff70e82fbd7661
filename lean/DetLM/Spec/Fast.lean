import DetLM.Spec.Program

/-!
# The checker in the form that the kernel evaluates fastest

Each definition here repeats one of the other `Spec` files with bare recursors in place of pattern
matching: the kernel evaluates these several times faster. `DetLM.Thm.Fast` proves that every one of them
equals its readable twin, so nothing in this file needs to be read to know what `Accepted` means.

## Main definitions

* `Fast.check`: equals `check` (`Fast.check_eq`)
-/

namespace DetLM.Fast

/-- `x` if true, `y` if false. -/
noncomputable abbrev choose {α : Type u} (c : Bool) (x y : α) : α := Bool.rec y x c

/-- The set behind `isWordByte`, as 256 bits. -/
noncomputable abbrev wordBytes : ByteSet :=
  0xffffffffffffffffffffffffffffffff07fffffe87fffffe03ff000000000000

/-- Twin of `isWordByte` for bytes below 256; a larger number is a word byte there too. -/
noncomputable def isWordByte (b : Byte) : Bool :=
  choose (Nat.beq (Nat.land (Nat.shiftRight wordBytes b) 1) 1) true (Nat.ble 256 b)

/-- Twin of `lower`. -/
noncomputable def lower (b : Byte) : Byte :=
  choose (Nat.ble 65 b) (choose (Nat.ble b 90) (Nat.add b 32) b) b

/-- Twin of `Text.beq`. -/
noncomputable def sameText (s : Text) : Text → Bool :=
  List.rec (motive := fun _ => Text → Bool)
    (fun t => List.rec (motive := fun _ => Bool) true (fun _ _ _ => false) t)
    (fun a _ rest t =>
      List.rec (motive := fun _ => Bool) false (fun b t _ => choose (Nat.beq a b) (rest t) false) t) s

/-- Twin of `isEmptyText`. -/
noncomputable def isEmptyText (t : Text) : Bool :=
  List.rec (motive := fun _ => Bool) true (fun _ _ _ => false) t

/-- Twin of `List.map`. -/
noncomputable def map {α : Type u} {β : Type v} (f : α → β) (l : List α) : List β :=
  List.rec (motive := fun _ => List β) [] (fun a _ rest => f a :: rest) l

/-- Twin of `++`. -/
noncomputable def append {α : Type u} (l m : List α) : List α :=
  List.rec (motive := fun _ => List α) m (fun a _ rest => a :: rest) l

/-- Twin of `List.flatMap`. -/
noncomputable def flatMap {α : Type u} {β : Type v} (l : List α) (f : α → List β) : List β :=
  List.rec (motive := fun _ => List β) [] (fun a _ rest => append (f a) rest) l

/-- Twin of `List.all`. -/
noncomputable def all {α : Type u} (l : List α) (p : α → Bool) : Bool :=
  List.rec (motive := fun _ => Bool) true (fun a _ rest => choose (p a) rest false) l

/-- Twin of `List.any`. -/
noncomputable def any {α : Type u} (l : List α) (p : α → Bool) : Bool :=
  List.rec (motive := fun _ => Bool) false (fun a _ rest => choose (p a) true rest) l

/-- Puts a list, backwards, in front of another. -/
noncomputable def onto {α : Type u} (l : List α) : List α → List α :=
  List.rec (motive := fun _ => List α → List α) (fun m => m) (fun a _ rest m => rest (a :: m)) l

/-! ### Words -/

/-- Twin of `startsFresh`. -/
noncomputable def startsFresh (t : Text) : Bool :=
  List.rec (motive := fun _ => Bool) true (fun b _ _ => choose (isWordByte b) false true) t

/-- Twin of `startsWithWord`. -/
noncomputable def startsWithWord (w : Text) : Text → Bool :=
  List.rec (motive := fun _ => Text → Bool) (fun t => startsFresh t)
    (fun c _ rest t =>
      List.rec (motive := fun _ => Bool) false
        (fun b t _ => choose (Nat.beq (lower c) (lower b)) (rest t) false) t) w

/-- Twin of `mentionsFrom`. -/
noncomputable def mentionsFrom (w : Text) (t : Text) : Bool → Bool :=
  List.rec (motive := fun _ => Bool → Bool)
    (fun fresh => choose fresh (startsWithWord w []) false)
    (fun b t rest fresh =>
      choose (choose fresh (startsWithWord w (b :: t)) false) true
        (rest (choose (isWordByte b) false true))) t

/-- Twin of `wordCountFrom`. -/
noncomputable def wordCountFrom (t : Text) : Bool → Nat :=
  List.rec (motive := fun _ => Bool → Nat) (fun _ => 0)
    (fun b _ rest inside =>
      choose (isWordByte b) (choose inside (rest true) (Nat.succ (rest true))) (rest false)) t

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

/-! ### Knowledge -/

/-- Twin of `Atom.beq`. -/
noncomputable def sameAtom (a b : Atom) : Bool :=
  choose (sameText a.subject b.subject)
    (choose (sameText a.object b.object) (sameText a.relation b.relation) false) false

/-- Twin of `Atom.isIn`. -/
noncomputable def isIn (a : Atom) (l : List Atom) : Bool := any l (sameAtom a)

/-- Twin of `Step.adds`. -/
noncomputable def adds (facts : List Atom) (rules : List Rule) (known : List Atom) (s : Step) : List Atom :=
  Step.rec (motive := fun _ => List Atom)
    (fun i => Option.rec (motive := fun _ => List Atom) known (fun a => a :: known) (entry? facts i))
    (fun i σ =>
      Option.rec (motive := fun _ => List Atom) known
        (fun r =>
          choose (all r.body (fun p => isIn (p.instance σ) known)) (r.head.instance σ :: known) known)
        (entry? rules i)) s

/-- Twin of `derived`. -/
noncomputable def derived (facts : List Atom) (rules : List Rule) (w : List Step) : List Atom → List Atom :=
  List.rec (motive := fun _ => List Atom → List Atom) (fun known => known)
    (fun s _ rest known => rest (adds facts rules known s)) w

/-! ### Parses -/

/-- Twin of `Tree.yield`. -/
noncomputable def yield (x : Tree) : Text :=
  Tree.rec (motive := fun _ => Text) (fun t => t) (fun _ t => t) (fun _ _ a b => append a b) (fun _ a => a)
    (fun _ a => a) [] (fun _ _ a b => append a b) (fun _ _ a => a) (fun _ _ _ a => a) x

/-- Twin of `Tree.subject`. -/
noncomputable def subject (x : Tree) : Text :=
  Tree.rec (motive := fun _ => Text) (fun _ => [])
    (fun k t => Slot.rec (motive := fun _ => Text) t [] k) (fun _ _ a b => append a b) (fun _ a => a)
    (fun _ a => a) [] (fun _ _ a b => append a b) (fun _ _ a => a) (fun _ _ _ a => a) x

/-- Twin of `Tree.object`. -/
noncomputable def object (x : Tree) : Text :=
  Tree.rec (motive := fun _ => Text) (fun _ => [])
    (fun k t => Slot.rec (motive := fun _ => Text) [] t k) (fun _ _ a b => append a b) (fun _ a => a)
    (fun _ a => a) [] (fun _ _ a b => append a b) (fun _ _ a => a) (fun _ _ _ a => a) x

/-- Twin of `Tree.claims`. -/
noncomputable def claims (x : Tree) : List Atom :=
  Tree.rec (motive := fun _ => List Atom) (fun _ => []) (fun _ _ => []) (fun _ _ a b => append a b)
    (fun _ a => a) (fun _ a => a) [] (fun _ _ a b => append a b)
    (fun r x _ => [⟨r, subject x, object x⟩]) (fun _ _ _ a => a) x

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
    (fun g e _ a t => map (fun p => (.derive g e p.1, p.2)) (a t)) s

/-- Twin of `whole`. -/
noncomputable def whole (l : List (Tree × Text)) : List Tree :=
  List.rec (motive := fun _ => List Tree) []
    (fun p _ rest => choose (isEmptyText p.2) (p.1 :: rest) rest) l

/-! ### Conditions and limits -/

/-- Twin of `Limit.holds`. -/
noncomputable def limitHolds (answer : Text) (l : Limit) : Bool :=
  Limit.rec (motive := fun _ => Bool) (fun w => choose (mentionsFrom w answer true) false true)
    (fun w => mentionsFrom w answer true) (fun n => Nat.ble (wordCountFrom answer false) n) l

/-- Twin of `isNil`. -/
noncomputable def isNil {α : Type u} (l : List α) : Bool :=
  List.rec (motive := fun _ => Bool) true (fun _ _ _ => false) l

/-- Twin of `Cond.holds`. -/
noncomputable def condHolds (known : List Atom) (complete : Bool) (prompt : Text) (span : Tree) (c : Cond) :
    Bool :=
  Cond.rec (motive := fun _ => Bool) true
    (choose (isNil (claims span)) false (all (claims span) fun a => isIn a known))
    (fun w => mentionsFrom w (yield span) true)
    (fun w => mentionsFrom w prompt true)
    (fun r => acceptsFrom (yield span) r)
    (fun c h => choose (choose complete true c.isPlain) (choose h false true) false)
    (fun _ _ p q => choose p q false)
    (fun _ _ p q => choose p true q) c

/-- Twin of `Tree.holds`. -/
noncomputable def holds (known : List Atom) (complete : Bool) (prompt : Text) (x : Tree) : Bool :=
  Tree.rec (motive := fun _ => Bool) (fun _ => true) (fun _ _ => true) (fun _ _ a b => choose a b false)
    (fun _ a => a) (fun _ a => a) true (fun _ _ a b => choose a b false) (fun _ _ a => a)
    (fun g e x a =>
      choose (condHolds known complete prompt x g)
        (choose (condHolds known complete prompt x e) a false) false) x

/-- Twin of `oneParse`. -/
noncomputable def oneParse (known : List Atom) (complete : Bool) (prompt : Text) (l : List Tree) : Bool :=
  List.rec (motive := fun _ => Bool) false
    (fun x l _ =>
      List.rec (motive := fun _ => Bool) (holds known complete prompt x) (fun _ _ _ => false) l) l

/-- Twin of `dropPrefix?`. -/
noncomputable def dropPrefix? (front : Text) : Text → Option Text :=
  List.rec (motive := fun _ => Text → Option Text) (fun t => some t)
    (fun a _ rest t =>
      List.rec (motive := fun _ => Option Text) none
        (fun b t _ => choose (Nat.beq a b) (rest t) none) t) front

/-- Twin of `admitsKnowing`. -/
noncomputable def admitsKnowing (known : List Atom) (complete : Bool) (P : Program) (c : Context)
    (output : Text) : Bool :=
  Option.rec (motive := fun _ => Bool) false
    (fun answer =>
      choose (all P.limits (limitHolds answer))
        (choose (all c.said (limitHolds answer))
          (oneParse known complete c.prompt (whole (parse P.output answer))) false)
        false)
    (dropPrefix? c.preface output)

/-- Twin of `check`. -/
noncomputable def check (P : Program) (c : Context) (output : Text) (w : Witness) : Bool :=
  admitsKnowing (derived P.facts P.rules w []) false P c output

end DetLM.Fast
