import DetLM.Spec.Fast

/-!
# The fast checker is the checker

Every definition of `DetLM.Spec.Fast` equals its readable twin, so `Accepted`, which the kernel evaluates
through the fast ones, means `check … = true`.

## Main results

* `Fast.check_eq`, and with it a quick `Decidable (Accepted …)`
-/

namespace DetLM.Fast

/-- `choose` is `cond`. -/
theorem choose_eq {α : Type u} (c : Bool) (x y : α) : choose c x y = (bif c then x else y) := by
  cases c <;> rfl

/-- Disjunction with a truth. -/
theorem orTrue (b : Bool) : (b || true) = true := by
  cases b <;> rfl

/-- For bytes the bit set says what the ranges say; a larger number is a word byte either way. -/
theorem isWordByte_eq (b : Byte) : isWordByte b = DetLM.isWordByte b := by
  by_cases h : b < 256
  · exact (by decide +kernel : ∀ b, b < 256 → isWordByte b = DetLM.isWordByte b) b h
  · have hb : 256 ≤ b := (Nat.lt_or_ge b 256).elim (fun h' => absurd h' h) id
    have h1 : Nat.ble 256 b = true := Nat.ble_eq_true_of_le hb
    have h2 : Nat.ble 128 b = true := Nat.ble_eq_true_of_le (Nat.le_trans (by decide) hb)
    have h3 : DetLM.isWordByte b = true := by
      unfold DetLM.isWordByte
      rw [h2]
      exact orTrue _
    rw [h3]
    unfold isWordByte
    rw [h1]
    cases Nat.beq (Nat.land (Nat.shiftRight wordBytes b) 1) 1 <;> rfl

/-- Twins. -/
theorem lower_eq (b : Byte) : lower b = DetLM.lower b := by
  unfold lower DetLM.lower
  cases Nat.ble 65 b <;> cases Nat.ble b 90 <;> rfl

/-- Twins. -/
theorem sameText_eq : ∀ s t, sameText s t = Text.beq s t
  | [], [] => rfl
  | [], _ :: _ => rfl
  | _ :: _, [] => rfl
  | a :: s, b :: t => by
    show choose (Nat.beq a b) (sameText s t) false = (Nat.beq a b && Text.beq s t)
    rw [sameText_eq s t]
    cases Nat.beq a b <;> rfl

/-- Twins. -/
theorem isEmptyText_eq (t : Text) : isEmptyText t = DetLM.isEmptyText t := by
  cases t <;> rfl

/-- Twins. -/
theorem map_eq {α : Type u} {β : Type v} (f : α → β) : ∀ l, map f l = l.map f
  | [] => rfl
  | a :: l => congrArg (List.cons (f a)) (map_eq f l)

/-- Twins. -/
theorem append_eq {α : Type u} : ∀ l m : List α, append l m = l ++ m
  | [], _ => rfl
  | a :: l, m => congrArg (List.cons a) (append_eq l m)

/-- Twins. -/
theorem flatMap_eq {α : Type u} {β : Type v} (f : α → List β) : ∀ l : List α, flatMap l f = l.flatMap f
  | [] => rfl
  | a :: l => by
    show append (f a) (flatMap l f) = f a ++ l.flatMap f
    rw [append_eq, flatMap_eq f l]

/-- Twins. -/
theorem all_eq {α : Type u} (p : α → Bool) : ∀ l : List α, all l p = l.all p
  | [] => rfl
  | a :: l => by
    show choose (p a) (all l p) false = (p a && l.all p)
    rw [all_eq p l]
    cases p a <;> rfl

/-- Twins. -/
theorem any_eq {α : Type u} (p : α → Bool) : ∀ l : List α, any l p = l.any p
  | [] => rfl
  | a :: l => by
    show choose (p a) true (any l p) = (p a || l.any p)
    rw [any_eq p l]
    cases p a <;> rfl

/-- `onto` is the helper of `List.reverse`. -/
theorem onto_eq {α : Type u} : ∀ l m : List α, onto l m = l.reverseAux m
  | [], _ => rfl
  | a :: l, m => onto_eq l (a :: m)

/-! ### Words -/

/-- Twins. -/
theorem startsFresh_eq (t : Text) : startsFresh t = DetLM.startsFresh t := by
  cases t with
  | nil => rfl
  | cons b t =>
    show choose (isWordByte b) false true = !DetLM.isWordByte b
    rw [isWordByte_eq]
    cases DetLM.isWordByte b <;> rfl

/-- Twins. -/
theorem startsWithWord_eq : ∀ w t, startsWithWord w t = DetLM.startsWithWord w t
  | [], t => by
    show startsFresh t = DetLM.startsWithWord [] t
    rw [startsFresh_eq]
    cases t <;> rfl
  | _ :: _, [] => rfl
  | c :: w, b :: t => by
    show choose (Nat.beq (lower c) (lower b)) (startsWithWord w t) false
      = (Nat.beq (DetLM.lower c) (DetLM.lower b) && DetLM.startsWithWord w t)
    rw [startsWithWord_eq w t, lower_eq, lower_eq]
    cases Nat.beq (DetLM.lower c) (DetLM.lower b) <;> rfl

/-- Twins. -/
theorem mentionsFrom_eq (w : Text) : ∀ t fresh, mentionsFrom w t fresh = DetLM.mentionsFrom w fresh t
  | [], fresh => by
    show choose fresh (startsWithWord w []) false = (fresh && DetLM.startsWithWord w [])
    rw [startsWithWord_eq]
    cases fresh <;> rfl
  | b :: t, fresh => by
    show choose (choose fresh (startsWithWord w (b :: t)) false) true
        (mentionsFrom w t (choose (isWordByte b) false true))
      = ((fresh && DetLM.startsWithWord w (b :: t)) || DetLM.mentionsFrom w (!DetLM.isWordByte b) t)
    rw [startsWithWord_eq, isWordByte_eq, mentionsFrom_eq w t]
    cases fresh <;> cases DetLM.startsWithWord w (b :: t) <;> cases DetLM.isWordByte b <;> rfl

/-- Twins. -/
theorem wordCountFrom_eq : ∀ t inside, wordCountFrom t inside = DetLM.wordCountFrom inside t
  | [], _ => rfl
  | b :: t, inside => by
    show choose (isWordByte b)
        (choose inside (wordCountFrom t true) (Nat.succ (wordCountFrom t true))) (wordCountFrom t false)
      = (bif DetLM.isWordByte b then
          bif inside then DetLM.wordCountFrom true t else Nat.succ (DetLM.wordCountFrom true t)
        else DetLM.wordCountFrom false t)
    rw [isWordByte_eq, wordCountFrom_eq t true, wordCountFrom_eq t false]
    cases DetLM.isWordByte b <;> cases inside <;> rfl

/-! ### Regular languages -/

/-- Twins. -/
theorem nullable_eq (r : Regex) : nullable r = r.nullable := by
  induction r with
  | nothing => rfl
  | empty => rfl
  | oneOf _ => rfl
  | star _ _ => rfl
  | atMost _ _ _ => rfl
  | seq p q hp hq =>
    show choose (nullable p) (nullable q) false = (p.nullable && q.nullable)
    rw [hp, hq]; cases p.nullable <;> rfl
  | either p q hp hq =>
    show choose (nullable p) true (nullable q) = (p.nullable || q.nullable)
    rw [hp, hq]; cases p.nullable <;> rfl
  | both p q hp hq =>
    show choose (nullable p) (nullable q) false = (p.nullable && q.nullable)
    rw [hp, hq]; cases p.nullable <;> rfl
  | without p q hp hq =>
    show choose (nullable p) (choose (nullable q) false true) false = (p.nullable && !q.nullable)
    rw [hp, hq]; cases p.nullable <;> cases q.nullable <;> rfl

/-- `ifNothing` asks `isNothing`. -/
theorem ifNothing_eq {α : Type u} (r : Regex) (x y : α) :
    ifNothing r x y = (bif r.isNothing then x else y) := by
  cases r <;> rfl

/-- Twins. -/
theorem mkSeq_eq (p q : Regex) : mkSeq p q = p.mkSeq q := by
  cases p <;> rfl

/-- Twins. -/
theorem mkEither_eq (p q : Regex) : mkEither p q = p.mkEither q := by
  unfold mkEither Regex.mkEither
  rw [ifNothing_eq, ifNothing_eq]

/-- Twins. -/
theorem mkBoth_eq (p q : Regex) : mkBoth p q = p.mkBoth q := by
  unfold mkBoth Regex.mkBoth
  rw [ifNothing_eq, ifNothing_eq]

/-- Twins. -/
theorem mkWithout_eq (p q : Regex) : mkWithout p q = p.mkWithout q := by
  unfold mkWithout Regex.mkWithout
  rw [ifNothing_eq, ifNothing_eq]

/-- Twins. -/
theorem deriv_eq (b : Byte) (r : Regex) : deriv b r = r.deriv b := by
  induction r with
  | nothing => rfl
  | empty => rfl
  | oneOf s =>
    show choose (Nat.beq (Nat.land (Nat.shiftRight s b) 1) 1) Regex.empty .nothing
      = (bif s.has b then Regex.empty else .nothing)
    rw [choose_eq]; rfl
  | seq p q hp hq =>
    show choose (nullable p) (mkEither (mkSeq (deriv b p) q) (deriv b q)) (mkSeq (deriv b p) q)
      = (bif p.nullable then ((p.deriv b).mkSeq q).mkEither (q.deriv b) else (p.deriv b).mkSeq q)
    rw [choose_eq, nullable_eq, mkEither_eq, mkSeq_eq, hp, hq]
  | either p q hp hq =>
    show mkEither (deriv b p) (deriv b q) = (p.deriv b).mkEither (q.deriv b)
    rw [mkEither_eq, hp, hq]
  | star p hp =>
    show mkSeq (deriv b p) (.star p) = (p.deriv b).mkSeq (.star p)
    rw [mkSeq_eq, hp]
  | atMost n p hp =>
    cases n with
    | zero => rfl
    | succ n =>
      show mkSeq (deriv b p) (.atMost n p) = (p.deriv b).mkSeq (.atMost n p)
      rw [mkSeq_eq, hp]
  | both p q hp hq =>
    show mkBoth (deriv b p) (deriv b q) = (p.deriv b).mkBoth (q.deriv b)
    rw [mkBoth_eq, hp, hq]
  | without p q hp hq =>
    show mkWithout (deriv b p) (deriv b q) = (p.deriv b).mkWithout (q.deriv b)
    rw [mkWithout_eq, hp, hq]

/-- Twins. -/
theorem acceptsFrom_eq : ∀ t r, acceptsFrom t r = Regex.acceptsFrom t r
  | [], r => nullable_eq r
  | b :: t, r => by
    show ifNothing r false (acceptsFrom t (deriv b r))
      = (bif r.isNothing then false else Regex.acceptsFrom t (r.deriv b))
    rw [ifNothing_eq, acceptsFrom_eq t, deriv_eq]

/-- Twins. -/
theorem splitsFrom_eq : ∀ t r seen, splitsFrom t r seen = Regex.splitsFrom t r seen
  | [], r, seen => by
    show choose (nullable r) [(onto seen [], [])] []
      = (bif r.nullable then [(seen.reverse, [])] else [])
    rw [choose_eq, nullable_eq, onto_eq]; rfl
  | b :: t, r, seen => by
    show ifNothing r []
        (choose (nullable r) ((onto seen [], b :: t) :: splitsFrom t (deriv b r) (b :: seen))
          (splitsFrom t (deriv b r) (b :: seen)))
      = (bif r.isNothing then []
        else bif r.nullable then (seen.reverse, b :: t) :: Regex.splitsFrom t (r.deriv b) (b :: seen)
        else Regex.splitsFrom t (r.deriv b) (b :: seen))
    rw [ifNothing_eq, choose_eq, nullable_eq, splitsFrom_eq t, deriv_eq, onto_eq]; rfl

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

/-! ### Parses -/

/-- Twins. -/
theorem yield_eq (x : Tree) : yield x = x.yield := by
  induction x with
  | leaf _ => rfl
  | slot _ _ => rfl
  | stop => rfl
  | left _ h => exact h
  | right _ h => exact h
  | claim _ _ h => exact h
  | derive _ _ _ h => exact h
  | seq a b ha hb =>
    show append (yield a) (yield b) = a.yield ++ b.yield
    rw [append_eq, ha, hb]
  | more a b ha hb =>
    show append (yield a) (yield b) = a.yield ++ b.yield
    rw [append_eq, ha, hb]

/-- Twins. -/
theorem subject_eq (x : Tree) : subject x = x.subject := by
  induction x with
  | leaf _ => rfl
  | slot k _ => cases k <;> rfl
  | stop => rfl
  | left _ h => exact h
  | right _ h => exact h
  | claim _ _ h => exact h
  | derive _ _ _ h => exact h
  | seq a b ha hb =>
    show append (subject a) (subject b) = a.subject ++ b.subject
    rw [append_eq, ha, hb]
  | more a b ha hb =>
    show append (subject a) (subject b) = a.subject ++ b.subject
    rw [append_eq, ha, hb]

/-- Twins. -/
theorem object_eq (x : Tree) : object x = x.object := by
  induction x with
  | leaf _ => rfl
  | slot k _ => cases k <;> rfl
  | stop => rfl
  | left _ h => exact h
  | right _ h => exact h
  | claim _ _ h => exact h
  | derive _ _ _ h => exact h
  | seq a b ha hb =>
    show append (object a) (object b) = a.object ++ b.object
    rw [append_eq, ha, hb]
  | more a b ha hb =>
    show append (object a) (object b) = a.object ++ b.object
    rw [append_eq, ha, hb]

/-- Twins. -/
theorem claims_eq (x : Tree) : claims x = x.claims := by
  induction x with
  | leaf _ => rfl
  | slot _ _ => rfl
  | stop => rfl
  | left _ h => exact h
  | right _ h => exact h
  | derive _ _ _ h => exact h
  | claim r x _ =>
    show [Atom.mk r (subject x) (object x)] = [⟨r, x.subject, x.object⟩]
    rw [subject_eq, object_eq]
  | seq a b ha hb =>
    show append (claims a) (claims b) = a.claims ++ b.claims
    rw [append_eq, ha, hb]
  | more a b ha hb =>
    show append (claims a) (claims b) = a.claims ++ b.claims
    rw [append_eq, ha, hb]

/-- Twins. -/
theorem parseUpTo_eq (one : Text → List (Tree × Text)) :
    ∀ n t, parseUpTo one n t = DetLM.parseUpTo one n t
  | 0, _ => rfl
  | n + 1, t => by
    show (Tree.stop, t) :: flatMap (one t) (fun p =>
        choose (isEmptyText (yield p.1)) [] (map (fun q => (Tree.more p.1 q.1, q.2)) (parseUpTo one n p.2)))
      = (Tree.stop, t) :: (one t).flatMap (fun p =>
        bif DetLM.isEmptyText p.1.yield then []
        else (DetLM.parseUpTo one n p.2).map fun q => (Tree.more p.1 q.1, q.2))
    rw [flatMap_eq]
    refine congrArg (fun f => (Tree.stop, t) :: (one t).flatMap f) (funext fun p => ?_)
    rw [choose_eq, isEmptyText_eq, yield_eq, map_eq, parseUpTo_eq one n]

/-- Twins. -/
theorem parse_eq (s : Shape) : ∀ t, parse s t = s.parse t := by
  induction s with
  | lex r =>
    intro t
    show map (fun p => (Tree.leaf p.1, p.2)) (splitsFrom t r []) = _
    rw [map_eq, splitsFrom_eq]; rfl
  | slot k r =>
    intro t
    show map (fun p => (Tree.slot k p.1, p.2)) (splitsFrom t r []) = _
    rw [map_eq, splitsFrom_eq]; rfl
  | seq a b ha hb =>
    intro t
    show flatMap (parse a t) (fun p => map (fun q => (Tree.seq p.1 q.1, q.2)) (parse b p.2))
      = (a.parse t).flatMap fun p => (b.parse p.2).map fun q => (.seq p.1 q.1, q.2)
    rw [flatMap_eq, ha]
    refine congrArg (List.flatMap · (a.parse t)) (funext fun p => ?_)
    rw [map_eq, hb]
  | alt a b ha hb =>
    intro t
    show append (map (fun p => (Tree.left p.1, p.2)) (parse a t))
      (map (fun p => (Tree.right p.1, p.2)) (parse b t)) = _
    rw [append_eq, map_eq, map_eq, ha, hb]; rfl
  | upTo n a ha =>
    intro t
    show parseUpTo (parse a) n t = DetLM.parseUpTo a.parse n t
    rw [parseUpTo_eq, funext ha]
  | claim r a ha =>
    intro t
    show map (fun p => (Tree.claim r p.1, p.2)) (parse a t) = _
    rw [map_eq, ha]; rfl
  | derive g e a ha =>
    intro t
    show map (fun p => (Tree.derive g e p.1, p.2)) (parse a t) = _
    rw [map_eq, ha]; rfl

/-- Twins. -/
theorem whole_eq : ∀ l, whole l = DetLM.whole l
  | [] => rfl
  | p :: l => by
    show choose (isEmptyText p.2) (p.1 :: whole l) (whole l)
      = (bif DetLM.isEmptyText p.2 then p.1 :: DetLM.whole l else DetLM.whole l)
    rw [choose_eq, isEmptyText_eq, whole_eq l]

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

/-- Twins. -/
theorem isNil_eq {α : Type u} (l : List α) : isNil l = DetLM.isNil l := by
  cases l <;> rfl

/-- Twins. -/
theorem condHolds_eq (known : List Atom) (complete : Bool) (prompt : Text) (x : Tree) (c : Cond) :
    condHolds known complete prompt x c = c.holds known complete prompt x := by
  induction c with
  | always => rfl
  | supported =>
    show choose (isNil (claims x)) false (all (claims x) fun a => isIn a known)
      = (!DetLM.isNil x.claims && x.claims.all (fun a => a.isIn known))
    rw [isNil_eq, claims_eq, all_eq, funext (fun a => isIn_eq a known)]
    cases DetLM.isNil x.claims <;> rfl
  | mentions w =>
    show mentionsFrom w (yield x) true = _
    rw [mentionsFrom_eq, yield_eq]; rfl
  | promptMentions w => exact mentionsFrom_eq w prompt true
  | inCategory r =>
    show acceptsFrom (yield x) r = _
    rw [acceptsFrom_eq, yield_eq]; rfl
  | not c h =>
    show choose (choose complete true c.isPlain)
        (choose (condHolds known complete prompt x c) false true) false
      = ((complete || c.isPlain) && !c.holds known complete prompt x)
    rw [h]
    cases complete <;> cases c.isPlain <;> cases c.holds known _ prompt x <;> rfl
  | and c d hc hd =>
    show choose (condHolds known complete prompt x c) (condHolds known complete prompt x d) false = _
    rw [hc, hd]
    show _ = (c.holds known complete prompt x && d.holds known complete prompt x)
    cases c.holds known complete prompt x <;> rfl
  | or c d hc hd =>
    show choose (condHolds known complete prompt x c) true (condHolds known complete prompt x d) = _
    rw [hc, hd]
    show _ = (c.holds known complete prompt x || d.holds known complete prompt x)
    cases c.holds known complete prompt x <;> rfl

/-- Twins. -/
theorem holds_eq (known : List Atom) (complete : Bool) (prompt : Text) (x : Tree) :
    holds known complete prompt x = x.holds known complete prompt := by
  induction x with
  | leaf _ => rfl
  | slot _ _ => rfl
  | stop => rfl
  | left _ h => exact h
  | right _ h => exact h
  | claim _ _ h => exact h
  | seq a b ha hb =>
    show choose (holds known complete prompt a) (holds known complete prompt b) false = _
    rw [ha, hb]
    show _ = (a.holds known complete prompt && b.holds known complete prompt)
    cases a.holds known complete prompt <;> rfl
  | more a b ha hb =>
    show choose (holds known complete prompt a) (holds known complete prompt b) false = _
    rw [ha, hb]
    show _ = (a.holds known complete prompt && b.holds known complete prompt)
    cases a.holds known complete prompt <;> rfl
  | derive g e a h =>
    show choose (condHolds known complete prompt a g)
      (choose (condHolds known complete prompt a e) (holds known complete prompt a) false) false = _
    rw [h, condHolds_eq, condHolds_eq]
    show _ = (g.holds known complete prompt a && (e.holds known complete prompt a && a.holds known complete prompt))
    cases g.holds known complete prompt a <;> cases e.holds known complete prompt a <;> rfl

/-- Twins. -/
theorem oneParse_eq (known : List Atom) (complete : Bool) (prompt : Text) (l : List Tree) :
    oneParse known complete prompt l = DetLM.oneParse known complete prompt l := by
  cases l with
  | nil => rfl
  | cons x l =>
    cases l with
    | nil => exact holds_eq known complete prompt x
    | cons _ _ => rfl

/-- Twins. -/
theorem dropPrefix?_eq : ∀ f t, dropPrefix? f t = DetLM.dropPrefix? f t
  | [], t => by cases t <;> rfl
  | _ :: _, [] => rfl
  | a :: f, b :: t => by
    show choose (Nat.beq a b) (dropPrefix? f t) none = (bif Nat.beq a b then DetLM.dropPrefix? f t else none)
    rw [choose_eq, dropPrefix?_eq f t]

/-- Twins. -/
theorem admitsKnowing_eq (known : List Atom) (complete : Bool) (P : Program) (c : Context)
    (output : Text) : admitsKnowing known complete P c output
      = DetLM.admitsKnowing known complete P c output := by
  unfold admitsKnowing DetLM.admitsKnowing
  rw [dropPrefix?_eq]
  cases DetLM.dropPrefix? c.preface output with
  | none => rfl
  | some answer =>
    show choose (all P.limits (limitHolds answer)) (choose (all c.said (limitHolds answer))
        (oneParse known complete c.prompt (whole (parse P.output answer))) false) false
      = (P.limits.all (Limit.holds answer) && (c.said.all (Limit.holds answer) &&
        DetLM.oneParse known complete c.prompt (DetLM.whole (P.output.parse answer))))
    rw [all_eq, all_eq, funext (limitHolds_eq answer), parse_eq, whole_eq, oneParse_eq]
    cases P.limits.all (Limit.holds answer) <;> cases c.said.all (Limit.holds answer) <;> rfl

/-- **The fast checker is the checker.** -/
theorem check_eq (P : Program) (c : Context) (output : Text) (w : Witness) :
    check P c output w = DetLM.check P c output w := by
  unfold check DetLM.check
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
