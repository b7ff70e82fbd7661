import DetLM.Spec.Automaton

/-!
# Inclusion that is seen of expressions

What may follow a text is a list of options, and of `(a{1,3}b?){0,9}` there are as many as there are ways to read the
text. Most of them hold nothing that another one does not: the same repetitions with fewer turns left. `isWithin` sees that,
so that an expression may stand for a longer one. Whatever it says holds (`Regex.lang_of_isWithin` in
`DetLM.Thm.Inclusion`), but it does not say all that holds.

What is evaluated is written with bare recursors, which the kernel evaluates fastest.

## Main definitions

* `Regex.isWithin`: whether it is seen that every text of an expression is one of another
-/

namespace DetLM

open Fast (choose)

namespace Regex

/-- Whether something holds of an expression, of one of its options, or of what comes behind a part that may be empty. -/
noncomputable def reaches (test : Regex → Bool) (q : Regex) : Bool :=
  Regex.rec (motive := fun _ => Bool) (test .nothing) (test .empty) (fun s => test (.oneOf s))
    (fun c d _ later => choose (test (.seq c d)) true (choose (Fast.nullable c) later false))
    (fun _ _ a b => choose a true b) (fun c _ => test (.star c)) (fun n c _ => test (.atMost n c))
    (fun c d _ _ => test (.both c d)) (fun c d _ _ => test (.without c d)) q

/-- Whether something holds of each option of an expression. -/
noncomputable def each (test : Regex → Bool) (q : Regex) : Bool :=
  Regex.rec (motive := fun _ => Bool) (test .nothing) (test .empty) (fun s => test (.oneOf s)) (fun c d _ _ => test (.seq c d))
    (fun _ _ a b => choose a b false) (fun c _ => test (.star c)) (fun n c _ => test (.atMost n c))
    (fun c d _ _ => test (.both c d)) (fun c d _ _ => test (.without c d)) q

/-- Whether `p` is within what passes a test, or with `back` that within `p`, if `p` is no list of options. -/
noncomputable def matched (back : Bool) (test : Regex → Bool) : Regex → Bool := choose back (each test) (reaches test)

/-- Whether it is seen that every text of `p` is one of another expression, or with `back` every text of that one of `p`:
part by part, where `noMore` says which counts are no greater than which. -/
noncomputable def isWithin (noMore : Nat → Nat → Bool) (p : Regex) : (back : Bool) → Regex → Bool :=
  Regex.rec (motive := fun _ => Bool → Regex → Bool) (fun back => matched back ofNothing)
    (fun back => matched back ofEmpty) (fun s back => matched back (ofOne (Nat.beq s)))
    (fun p _ a b back => choose back
      (each fun q => choose (ofSeq (fun c d => choose (a true c) (b true d) false) q) true
        (choose (Fast.nullable p) (b true q) false))
      (reaches (ofSeq fun c d => choose (a false c) (b false d) false)))
    (fun _ _ a b back => choose back (each fun q => choose (a true q) true (b true q))
      fun q => choose (a false q) (b false q) false)
    (fun a _ back => matched back (ofStar (same a)))
    (fun n a _ back => matched back
      (ofAtMost fun m c => choose (choose back (noMore m n) (noMore n m)) (same a c) false))
    (fun _ _ a b back => matched back (ofBoth fun c d => choose (a back c) (b back d) false))
    (fun _ _ a b back => matched back (ofWithout fun c d => choose (a back c) (b (choose back false true) d) false)) p

end Regex

end DetLM
