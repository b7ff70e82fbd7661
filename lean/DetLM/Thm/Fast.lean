import DetLM.Thm.Grammar
import DetLM.Spec.Fast
import DetLM.Thm.Fast.Parse

/-!
# The fast checker is the checker

Every definition of `DetLM.Spec.Fast` and of its folder equals its readable twin, so `Accepted`, which the
kernel evaluates through the fast ones, means `check … = true`.

## Main results

* `Fast.check_eq`, and with it a quick `Decidable (Accepted …)`
-/

namespace DetLM.Fast

/-! ### Knowledge -/

/-- Twins. -/
theorem sameAtom_eq (a b : Atom) : sameAtom a b = a.beq b := by
  unfold sameAtom Atom.beq
  rw [sameText_eq, sameText_eq, sameText_eq]
  cases Text.beq a.subject b.subject <;> cases Text.beq a.object b.object <;> rfl

/-- Twins. -/
theorem isIn_eq (a : Atom) (l : List Atom) : isIn a l = a.isIn l := by
  unfold isIn Atom.isIn
  rw [any_eq, funext (sameAtom_eq a)]

/-- Twins. -/
theorem adds_eq (facts : List Atom) (rules : List Rule) (known : List Atom) (s : Step) :
    adds facts rules known s = s.adds facts rules known := by
  cases s with
  | fact i =>
    show Option.rec (motive := fun _ => List Atom) known (fun a => a :: known) (entry? facts i)
      = (match entry? facts i with
        | none => known
        | some a => a :: known)
    cases entry? facts i <;> rfl
  | rule i σ =>
    show Option.rec (motive := fun _ => List Atom) known (fun r =>
      choose (all r.body (fun p => isIn (p.instance σ) known)) (r.head.instance σ :: known) known)
      (entry? rules i)
      = (match entry? rules i with
        | none => known
        | some r =>
          bif r.body.all (fun p => (p.instance σ).isIn known) then r.head.instance σ :: known else known)
    cases entry? rules i with
    | none => rfl
    | some r =>
      show choose (all r.body (fun p => isIn (p.instance σ) known)) (r.head.instance σ :: known) known
        = (bif r.body.all (fun p => (p.instance σ).isIn known) then r.head.instance σ :: known else known)
      have same : (fun p : Pattern => isIn (p.instance σ) known) = fun p => (p.instance σ).isIn known :=
        funext fun p => isIn_eq (p.instance σ) known
      rw [choose_eq, all_eq, same]

/-- Twins. -/
theorem derived_eq (facts : List Atom) (rules : List Rule) :
    ∀ w known, derived facts rules w known = DetLM.derived facts rules w known
  | [], _ => rfl
  | s :: w, known => by
    show derived facts rules w (adds facts rules known s)
      = DetLM.derived facts rules w (s.adds facts rules known)
    rw [derived_eq facts rules w, adds_eq]

/-! ### Scopes and fields -/

/-- Twins. -/
theorem markAfter_eq (scope text : Text) (before inside : Names) (m : Mark) :
    markAfter scope text before inside m = m.after scope text before inside := by
  cases m with
  | field _ => rfl
  | bind s =>
    show choose (sameText s scope) _ inside = (bif Text.beq s scope then _ else inside)
    rw [choose_eq, sameText_eq]
  | settle s =>
    show choose (sameText s scope) ⟨append inside.pending inside.shown, []⟩ inside
      = (bif Text.beq s scope then ⟨inside.pending ++ inside.shown, []⟩ else inside)
    rw [choose_eq, sameText_eq, append_eq]
  | block s =>
    show choose (sameText s scope) before inside = (bif Text.beq s scope then before else inside)
    rw [choose_eq, sameText_eq]

/-- Twins. -/
theorem after_eq (scope : Text) (x : Tree) : ∀ n, after scope x n = x.after scope n := by
  induction x with
  | leaf _ => exact fun _ => rfl
  | slot _ _ => exact fun _ => rfl
  | stop => exact fun _ => rfl
  | left _ h => exact h
  | right _ h => exact h
  | claim _ _ h => exact h
  | derive _ _ _ h => exact h
  | seq a b ha hb => exact fun n => (hb _).trans (congrArg (b.after scope) (ha n))
  | more a b ha hb => exact fun n => (hb _).trans (congrArg (b.after scope) (ha n))
  | mark m a h =>
    intro n
    show markAfter scope (yield a) n (after scope a n) m = m.after scope a.yield n (a.after scope n)
    rw [markAfter_eq, yield_eq, h]

/-- Twins. -/
theorem past_eq (names : Scopes) (x : Tree) : past names x = names.past x :=
  funext fun scope => after_eq scope x (names scope)

/-- Twins. -/
theorem fields_eq (label : Text) (x : Tree) : ∀ names, fields label x names = x.fields label names := by
  induction x with
  | leaf _ => exact fun _ => rfl
  | slot _ _ => exact fun _ => rfl
  | stop => exact fun _ => rfl
  | left _ h => exact h
  | right _ h => exact h
  | claim _ _ h => exact h
  | derive _ _ _ h => exact h
  | seq a b ha hb =>
    intro names
    show append (fields label a names) (fields label b (past names a))
      = a.fields label names ++ b.fields label (names.past a)
    rw [append_eq, ha, hb, past_eq]
  | more a b ha hb =>
    intro names
    show append (fields label a names) (fields label b (past names a))
      = a.fields label names ++ b.fields label (names.past a)
    rw [append_eq, ha, hb, past_eq]
  | mark m a h =>
    cases m with
    | field l =>
      intro names
      show choose (sameText l label) [Part.mk names a] [] = (bif Text.beq l label then [Part.mk names a] else [])
      rw [choose_eq, sameText_eq]
    | bind _ => exact h
    | settle _ => exact h
    | block _ => exact h

/-- Twins. -/
theorem parts_eq : ∀ path p, parts path p = Part.parts path p
  | [], _ => rfl
  | label :: path, p => by
    show flatMap (fields label p.tree p.names) (parts path)
      = (p.tree.fields label p.names).flatMap (Part.parts path)
    rw [flatMap_eq, fields_eq, funext (parts_eq path)]

/-- Twins. -/
theorem only_eq (l : List Part) : only l = Part.only l := by
  cases l with
  | nil => rfl
  | cons _ l => cases l <;> rfl

/-- Twins. -/
theorem number_eq (p : Option Part) : number p = Part.number p := by
  cases p with
  | none => rfl
  | some p =>
    show read (yield p.tree) = Number.read p.tree.yield
    rw [read_eq, yield_eq]

/-- Twins. -/
theorem value_eq (e : Expr) : ∀ p, value e p = e.value p := by
  induction e with
  | literal _ => exact fun _ => rfl
  | numberAt path =>
    intro p
    show number (only (parts path p)) = Part.number (Part.only (p.parts path))
    rw [number_eq, only_eq, parts_eq]
  | plus a b ha hb =>
    intro p
    show both add (value a p) (value b p) = DetLM.both Number.add (a.value p) (b.value p)
    rw [both_eq, ha, hb]; rfl
  | minus a b ha hb =>
    intro p
    show both (fun a b => add a b.neg) (value a p) (value b p)
      = DetLM.both Number.sub (a.value p) (b.value p)
    rw [both_eq, ha, hb]; rfl
  | times a b ha hb =>
    intro p
    show both mul (value a p) (value b p) = DetLM.both Number.mul (a.value p) (b.value p)
    rw [both_eq, ha, hb]; rfl
  | sumOver path each h =>
    intro p
    show sum (map (value each) (parts path p)) = Number.sum ((p.parts path).map each.value)
    rw [sum_eq, map_eq, parts_eq, funext h]
  | countOf path =>
    intro p
    show some (Number.ofNat (length (parts path p))) = some (Number.ofNat (p.parts path).length)
    rw [length_eq, parts_eq]

/-! ### Conditions and limits -/

/-- Twins. -/
theorem limitHolds_eq (answer : Text) (l : Limit) : limitHolds answer l = l.holds answer := by
  cases l with
  | forbid w =>
    show choose (mentionsFrom w answer true) false true = !mentions w answer
    rw [mentionsFrom_eq]
    show choose (mentions w answer) false true = !mentions w answer
    cases mentions w answer <;> rfl
  | require w => exact mentionsFrom_eq w answer true
  | atMostWords n =>
    show Nat.ble (wordCountFrom answer false) n = Nat.ble (wordCount answer) n
    rw [wordCountFrom_eq]; rfl
  | matching r => exact acceptsFrom_eq answer r

/-- Twins. -/
theorem isNil_eq {α : Type u} (l : List α) : isNil l = DetLM.isNil l := by
  cases l <;> rfl

/-- Twins. -/
theorem holdsOf_eq (r : Relation) (x y : Option Number) : holdsOf r x y = r.holdsOf x y := by
  cases x with
  | none => rfl
  | some a =>
    cases y with
    | none => rfl
    | some b => cases r <;> rfl

/-- Twins. -/
theorem sameParts_eq (x y : Option Part) : sameParts x y = DetLM.sameText x y := by
  cases x with
  | none => rfl
  | some a =>
    cases y with
    | none => rfl
    | some b =>
      show sameText (yield a.tree) (yield b.tree) = Text.beq a.tree.yield b.tree.yield
      rw [sameText_eq, yield_eq, yield_eq]

/-- Twins. -/
theorem allDistinct_eq : ∀ l, allDistinct l = DetLM.allDistinct l
  | [] => rfl
  | t :: l => by
    show choose (any l (sameText t)) false (allDistinct l) = (!l.any (Text.beq t) && DetLM.allDistinct l)
    rw [any_eq, funext (sameText_eq t), allDistinct_eq l]
    cases l.any (Text.beq t) <;> rfl

/-- Twins. -/
theorem condHolds_eq (v : Evidence) (prompt : Text) (c : Cond) :
    ∀ p, condHolds v prompt c p = c.holds v prompt p := by
  induction c with
  | always => exact fun _ => rfl
  | supported =>
    intro p
    show choose (isNil (claims p.tree)) false (all (claims p.tree) fun a => isIn a v.known)
      = (!DetLM.isNil p.tree.claims && p.tree.claims.all (fun a => a.isIn v.known))
    rw [isNil_eq, claims_eq, all_eq, funext (fun a => isIn_eq a v.known)]
    cases DetLM.isNil p.tree.claims <;> rfl
  | mentions w =>
    intro p
    show mentionsFrom w (yield p.tree) true = _
    rw [mentionsFrom_eq, yield_eq]; rfl
  | promptMentions w => exact fun _ => mentionsFrom_eq w prompt true
  | inCategory r =>
    intro p
    show acceptsFrom (yield p.tree) r = _
    rw [acceptsFrom_eq, yield_eq]; rfl
  | compare r x y =>
    intro p
    show holdsOf r (value x p) (value y p) = r.holdsOf (x.value p) (y.value p)
    rw [holdsOf_eq, value_eq, value_eq]
  | sameText x y =>
    intro p
    show sameParts (only (parts x p)) (only (parts y p))
      = DetLM.sameText (Part.only (p.parts x)) (Part.only (p.parts y))
    rw [sameParts_eq, only_eq, only_eq, parts_eq, parts_eq]
  | every path c h =>
    intro p
    show all (parts path p) (condHolds v prompt c) = (p.parts path).all (c.holds v prompt)
    rw [all_eq, parts_eq, funext h]
  | distinct path =>
    intro p
    show allDistinct (map (fun q => yield q.tree) (parts path p))
      = DetLM.allDistinct ((p.parts path).map fun q => q.tree.yield)
    rw [allDistinct_eq, map_eq, parts_eq, funext fun q : Part => yield_eq q.tree]
  | visible s =>
    intro p
    show any (p.names s).shown (sameText (yield p.tree)) = (p.names s).shown.any (Text.beq p.tree.yield)
    rw [any_eq, yield_eq, funext (sameText_eq p.tree.yield)]
  | inGrammar G start =>
    intro p
    show any v.derivations (fun d => replay acceptsFrom G start d (yield p.tree))
      = v.derivations.any fun d => DetLM.replay G start d p.tree.yield
    rw [any_eq, yield_eq, funext fun d => replay_eq acceptsFrom_eq G start d p.tree.yield]
  | not c h =>
    intro p
    show choose (c.isDecided v.complete) (choose (condHolds v prompt c p) false true) false
      = (c.isDecided v.complete && !c.holds v prompt p)
    rw [h]
    cases c.isDecided v.complete <;> cases c.holds v prompt p <;> rfl
  | and c d hc hd =>
    intro p
    show choose (condHolds v prompt c p) (condHolds v prompt d p) false
      = (c.holds v prompt p && d.holds v prompt p)
    rw [hc, hd]
    cases c.holds v prompt p <;> rfl
  | or c d hc hd =>
    intro p
    show choose (condHolds v prompt c p) true (condHolds v prompt d p)
      = (c.holds v prompt p || d.holds v prompt p)
    rw [hc, hd]
    cases c.holds v prompt p <;> rfl

/-- Twins. -/
theorem holds_eq (v : Evidence) (prompt : Text) (x : Tree) :
    ∀ names, holds v prompt x names = x.holds v prompt names := by
  have both {a b : Tree} (ha : ∀ names, holds v prompt a names = a.holds v prompt names)
      (hb : ∀ names, holds v prompt b names = b.holds v prompt names) (names : Scopes) :
      choose (holds v prompt a names) (holds v prompt b (past names a)) false
        = (a.holds v prompt names && b.holds v prompt (names.past a)) := by
    rw [ha, hb, past_eq]
    cases a.holds v prompt names <;> rfl
  induction x with
  | leaf _ => exact fun _ => rfl
  | slot _ _ => exact fun _ => rfl
  | stop => exact fun _ => rfl
  | left _ h => exact h
  | right _ h => exact h
  | claim _ _ h => exact h
  | mark _ _ h => exact h
  | seq a b ha hb => exact both ha hb
  | more a b ha hb => exact both ha hb
  | derive g e a h =>
    intro names
    show choose (condHolds v prompt g ⟨names, a⟩)
        (choose (condHolds v prompt e ⟨names, a⟩) (holds v prompt a names) false) false
      = (g.holds v prompt ⟨names, a⟩ && (e.holds v prompt ⟨names, a⟩ && a.holds v prompt names))
    rw [h, condHolds_eq, condHolds_eq]
    cases g.holds v prompt ⟨names, a⟩ <;> cases e.holds v prompt ⟨names, a⟩ <;> rfl

/-- Twins. -/
theorem oneParse_eq (v : Evidence) (prompt : Text) (l : List Tree) :
    oneParse v prompt l = DetLM.oneParse v prompt l := by
  cases l with
  | nil => rfl
  | cons x l =>
    cases l with
    | nil => exact holds_eq v prompt x .empty
    | cons _ _ => rfl

/-! ### Outputs -/

/-- Twins. -/
theorem dropPrefix?_eq : ∀ f t, dropPrefix? f t = DetLM.dropPrefix? f t
  | [], t => by cases t <;> rfl
  | _ :: _, [] => rfl
  | a :: f, b :: t => by
    show choose (Nat.beq a b) (dropPrefix? f t) none = (bif Nat.beq a b then DetLM.dropPrefix? f t else none)
    rw [choose_eq, dropPrefix?_eq f t]

/-- Twins. -/
theorem behind?_eq (marker : Text) : ∀ t, behind? marker t = DetLM.behind? marker t
  | [] => dropPrefix?_eq marker []
  | b :: t => by
    show Option.rec (motive := fun _ => Option Text) (behind? marker t) (fun t => some t)
        (dropPrefix? marker (b :: t))
      = orElse? (DetLM.dropPrefix? marker (b :: t)) (DetLM.behind? marker t)
    rw [dropPrefix?_eq, behind?_eq marker t]
    cases DetLM.dropPrefix? marker (b :: t) <;> rfl

/-- Twins. -/
theorem answerIn?_eq (P : Program) (c : Context) (output : Text) :
    answerIn? P c output = DetLM.answerIn? P c output := by
  unfold answerIn? DetLM.answerIn?
  rw [dropPrefix?_eq]
  cases DetLM.dropPrefix? c.preface output with
  | none => rfl
  | some text =>
    show answerAfter? text P.after = DetLM.answerAfter? text P.after
    cases P.after with
    | none => rfl
    | some m => exact behind?_eq m text

/-- Twins. -/
theorem admitsKnowing_eq (v : Evidence) (P : Program) (c : Context) (output : Text) :
    admitsKnowing v P c output = DetLM.admitsKnowing v P c output := by
  unfold admitsKnowing DetLM.admitsKnowing
  rw [answerIn?_eq]
  cases DetLM.answerIn? P c output with
  | none => rfl
  | some answer =>
    show choose (all P.limits (limitHolds answer)) (choose (all c.said (limitHolds answer))
        (oneParse v c.prompt (whole (parse P.output answer))) false) false
      = (P.limits.all (Limit.holds answer) && (c.said.all (Limit.holds answer) &&
        DetLM.oneParse v c.prompt (DetLM.whole (P.output.parse answer))))
    rw [all_eq, all_eq, funext (limitHolds_eq answer), parse_eq, whole_eq, oneParse_eq]
    cases P.limits.all (Limit.holds answer) <;> cases c.said.all (Limit.holds answer) <;> rfl

/-- **The fast checker is the checker.** -/
theorem check_eq (P : Program) (c : Context) (output : Text) (w : Witness) :
    check P c output w = DetLM.check P c output w := by
  unfold check DetLM.check evidence Witness.evidence
  rw [derived_eq, admitsKnowing_eq]

/-- Deciding acceptance, given what the fast checker said. -/
def decideAccepted {P : Program} {c : Context} {output : Text} {w : Witness} :
    (said : Bool) → check P c output w = said → Decidable (Accepted P c output w)
  | true, h => isTrue ((check_eq P c output w).symm.trans h)
  | false, h => isFalse fun accepted =>
      Bool.noConfusion (h.symm.trans ((check_eq P c output w).trans accepted))

/-- Acceptance is decided by the fast checker. -/
noncomputable instance (P : Program) (c : Context) (output : Text) (w : Witness) :
    Decidable (Accepted P c output w) :=
  decideAccepted (check P c output w) rfl

end DetLM.Fast
