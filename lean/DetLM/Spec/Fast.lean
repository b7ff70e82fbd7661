import DetLM.Spec.Fast.Parse

/-!
# The checker in the form that the kernel evaluates fastest

Each definition here and in the folder `Fast` repeats one of the other `Spec` files with bare recursors in
place of pattern matching: the kernel evaluates these several times faster. `DetLM.Thm.Fast` proves that
every one of them equals its readable twin, so nothing in these files needs to be read to know what
`Accepted` means.

## Main definitions

* `Fast.check`: equals `check` (`Fast.check_eq`)
-/

namespace DetLM.Fast

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

/-! ### Scopes and fields -/

/-- Twin of `Mark.after`. -/
noncomputable def markAfter (scope text : Text) (before inside : Names) (m : Mark) : Names :=
  Mark.rec (motive := fun _ => Names) (fun _ => inside)
    (fun s => choose (sameText s scope) ⟨inside.shown, text :: inside.pending⟩ inside)
    (fun s => choose (sameText s scope) ⟨append inside.pending inside.shown, []⟩ inside)
    (fun s => choose (sameText s scope) before inside) m

/-- Twin of `Tree.after`. -/
noncomputable def after (scope : Text) (x : Tree) : Names → Names :=
  Tree.rec (motive := fun _ => Names → Names) (fun _ n => n) (fun _ _ n => n) (fun _ _ a b n => b (a n))
    (fun _ a => a) (fun _ a => a) (fun n => n) (fun _ _ a b n => b (a n)) (fun _ _ a => a)
    (fun _ _ _ a => a) (fun m x a n => markAfter scope (yield x) n (a n) m) x

/-- Twin of `Scopes.past`. -/
noncomputable def past (names : Scopes) (x : Tree) : Scopes := fun scope => after scope x (names scope)

/-- Twin of `Tree.fields`. -/
noncomputable def fields (label : Text) (x : Tree) : Scopes → List Part :=
  Tree.rec (motive := fun _ => Scopes → List Part) (fun _ _ => []) (fun _ _ _ => [])
    (fun x _ a b names => append (a names) (b (past names x))) (fun _ a => a) (fun _ a => a) (fun _ => [])
    (fun x _ a b names => append (a names) (b (past names x))) (fun _ _ a => a) (fun _ _ _ a => a)
    (fun m x a names =>
      Mark.rec (motive := fun _ => List Part) (fun l => choose (sameText l label) [⟨names, x⟩] [])
        (fun _ => a names) (fun _ => a names) (fun _ => a names) m) x

/-- Twin of `Part.parts`. -/
noncomputable def parts (path : Path) : Part → List Part :=
  List.rec (motive := fun _ => Part → List Part) (fun p => [p])
    (fun label _ rest p => flatMap (fields label p.tree p.names) rest) path

/-- Twin of `Part.only`. -/
noncomputable def only (l : List Part) : Option Part :=
  List.rec (motive := fun _ => Option Part) none
    (fun p l _ => List.rec (motive := fun _ => Option Part) (some p) (fun _ _ _ => none) l) l

/-- Twin of `Part.number`. -/
noncomputable def number (p : Option Part) : Option Number :=
  Option.rec (motive := fun _ => Option Number) none (fun p => read (yield p.tree)) p

/-- Twin of `Expr.value`. -/
noncomputable def value (e : Expr) : Part → Option Number :=
  Expr.rec (motive := fun _ => Part → Option Number) (fun n _ => some n)
    (fun path p => number (only (parts path p)))
    (fun _ _ a b p => both add (a p) (b p))
    (fun _ _ a b p => both (fun a b => add a b.neg) (a p) (b p))
    (fun _ _ a b p => both mul (a p) (b p))
    (fun path _ each p => sum (map each (parts path p)))
    (fun path p => some (Number.ofNat (length (parts path p)))) e

/-! ### Conditions and limits -/

/-- Twin of `Limit.holds`. -/
noncomputable def limitHolds (answer : Text) (l : Limit) : Bool :=
  Limit.rec (motive := fun _ => Bool) (fun w => choose (mentionsFrom w answer true) false true)
    (fun w => mentionsFrom w answer true) (fun n => Nat.ble (wordCountFrom answer false) n)
    (fun r => acceptsFrom answer r) l

/-- Twin of `isNil`. -/
noncomputable def isNil {α : Type u} (l : List α) : Bool :=
  List.rec (motive := fun _ => Bool) true (fun _ _ _ => false) l

/-- Twin of `Relation.holdsOf`. -/
noncomputable def holdsOf (r : Relation) (x y : Option Number) : Bool :=
  Option.rec (motive := fun _ => Bool) false
    (fun a => Option.rec (motive := fun _ => Bool) false
      (fun b => Relation.rec (motive := fun _ => Bool) (Nat.beq (weight a b) (weight b a))
        (Nat.ble (Nat.add (weight a b) 1) (weight b a)) (Nat.ble (weight a b) (weight b a)) r) y) x

/-- Twin of `sameText` for parts. -/
noncomputable def sameParts (x y : Option Part) : Bool :=
  Option.rec (motive := fun _ => Bool) false
    (fun a => Option.rec (motive := fun _ => Bool) false
      (fun b => sameText (yield a.tree) (yield b.tree)) y) x

/-- Twin of `allDistinct`. -/
noncomputable def allDistinct (l : List Text) : Bool :=
  List.rec (motive := fun _ => Bool) true (fun t l rest => choose (any l (sameText t)) false rest) l

/-- Twin of `Cond.holds`. -/
noncomputable def condHolds (v : Evidence) (prompt : Text) (c : Cond) : Part → Bool :=
  Cond.rec (motive := fun _ => Part → Bool) (fun _ => true)
    (fun p => choose (isNil (claims p.tree)) false (all (claims p.tree) fun a => isIn a v.known))
    (fun w p => mentionsFrom w (yield p.tree) true)
    (fun w _ => mentionsFrom w prompt true)
    (fun r p => acceptsFrom (yield p.tree) r)
    (fun r x y p => holdsOf r (value x p) (value y p))
    (fun x y p => sameParts (only (parts x p)) (only (parts y p)))
    (fun path _ h p => all (parts path p) h)
    (fun path p => allDistinct (map (fun q => yield q.tree) (parts path p)))
    (fun s p => any (p.names s).shown (sameText (yield p.tree)))
    (fun G start p => any v.derivations fun d => replay acceptsFrom G start d (yield p.tree))
    (fun c h p => choose (c.isDecided v.complete) (choose (h p) false true) false)
    (fun _ _ g h p => choose (g p) (h p) false)
    (fun _ _ g h p => choose (g p) true (h p)) c

/-- Twin of `Tree.holds`. -/
noncomputable def holds (v : Evidence) (prompt : Text) (x : Tree) : Scopes → Bool :=
  Tree.rec (motive := fun _ => Scopes → Bool) (fun _ _ => true) (fun _ _ _ => true)
    (fun x _ a b names => choose (a names) (b (past names x)) false) (fun _ a => a) (fun _ a => a)
    (fun _ => true) (fun x _ a b names => choose (a names) (b (past names x)) false) (fun _ _ a => a)
    (fun g e x a names =>
      choose (condHolds v prompt g ⟨names, x⟩)
        (choose (condHolds v prompt e ⟨names, x⟩) (a names) false) false)
    (fun _ _ a => a) x

/-- Twin of `oneParse`. -/
noncomputable def oneParse (v : Evidence) (prompt : Text) (l : List Tree) : Bool :=
  List.rec (motive := fun _ => Bool) false
    (fun x l _ =>
      List.rec (motive := fun _ => Bool) (holds v prompt x .empty) (fun _ _ _ => false) l) l

/-! ### Outputs -/

/-- Twin of `dropPrefix?`. -/
noncomputable def dropPrefix? (front : Text) : Text → Option Text :=
  List.rec (motive := fun _ => Text → Option Text) (fun t => some t)
    (fun a _ rest t =>
      List.rec (motive := fun _ => Option Text) none
        (fun b t _ => choose (Nat.beq a b) (rest t) none) t) front

/-- Twin of `behind?`. -/
noncomputable def behind? (marker t : Text) : Option Text :=
  List.rec (motive := fun _ => Option Text) (dropPrefix? marker [])
    (fun b t rest =>
      Option.rec (motive := fun _ => Option Text) rest (fun t => some t) (dropPrefix? marker (b :: t))) t

/-- Twin of `answerAfter?`. -/
noncomputable def answerAfter? (text : Text) (marker : Option Text) : Option Text :=
  Option.rec (motive := fun _ => Option Text) (some text) (fun m => behind? m text) marker

/-- Twin of `answerIn?`. -/
noncomputable def answerIn? (P : Program) (c : Context) (output : Text) : Option Text :=
  Option.rec (motive := fun _ => Option Text) none (fun text => answerAfter? text P.after)
    (dropPrefix? c.preface output)

/-- Twin of `admitsKnowing`. -/
noncomputable def admitsKnowing (v : Evidence) (P : Program) (c : Context) (output : Text) : Bool :=
  Option.rec (motive := fun _ => Bool) false
    (fun answer =>
      choose (all P.limits (limitHolds answer))
        (choose (all c.said (limitHolds answer))
          (oneParse v c.prompt (whole (parse P.output answer))) false)
        false)
    (answerIn? P c output)

/-- Twin of `Witness.evidence`. -/
noncomputable def evidence (P : Program) (w : Witness) : Evidence :=
  ⟨derived P.facts P.rules w.steps [], false, w.derivations⟩

/-- Twin of `check`. -/
noncomputable def check (P : Program) (c : Context) (output : Text) (w : Witness) : Bool :=
  admitsKnowing (evidence P w) P c output

end DetLM.Fast
