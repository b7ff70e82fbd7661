import DetLM.Spec.Fast.Parse
import DetLM.Thm.Fast.Text

/-!
# The fast parser is the parser

What `DetLM.Thm.Fast` says of itself holds here.

## Main results

* `splitsFrom_eq`, `parse_eq`, and the like for every other twin
-/

namespace DetLM.Fast

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
  | mark _ _ h => exact h
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
  | mark _ _ h => exact h
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
  | mark _ _ h => exact h
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
  | mark _ _ h => exact h
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
  | mark m a ha =>
    intro t
    show map (fun p => (Tree.mark m p.1, p.2)) (parse a t) = _
    rw [map_eq, ha]; rfl

/-- Twins. -/
theorem whole_eq : ∀ l, whole l = DetLM.whole l
  | [] => rfl
  | p :: l => by
    show choose (isEmptyText p.2) (p.1 :: whole l) (whole l)
      = (bif DetLM.isEmptyText p.2 then p.1 :: DetLM.whole l else DetLM.whole l)
    rw [choose_eq, isEmptyText_eq, whole_eq l]

end DetLM.Fast
