import DetLM.Spec.Program

/-!
# The certificate checker

Whether an output is admitted, as far as a witness shows it, in one pass. `Accepted.admits` (in
`DetLM.Thm.Program`) says that acceptance implies admission, so nothing here needs to be read to know what
a certificate means.

## Main definitions

* `Witness`: what a certificate brings; `Evidence`: what the checker makes of it
* `Cond.holds`, `Tree.holds`, `Limit.holds`: the tests
* `check`, `Accepted`: the certificate checker
-/

namespace DetLM

/-! ### Answers -/

/-- Whether a limit holds. -/
def Limit.holds (answer : Text) : Limit → Bool
  | forbid w => !mentions w answer
  | require w => mentions w answer
  | atMostWords n => Nat.ble (wordCount answer) n
  | matching r => r.accepts answer

/-- The rest of a text after a prefix. -/
def dropPrefix? : (front text : Text) → Option Text
  | [], t => some t
  | _ :: _, [] => none
  | a :: p, b :: t => bif Nat.beq a b then dropPrefix? p t else none

/-- `x` if it is there, else `y`. -/
def orElse? (x y : Option Text) : Option Text :=
  match x with
  | some t => some t
  | none => y

/-- What stands behind the first marker in a text. -/
def behind? (marker : Text) : Text → Option Text
  | [] => dropPrefix? marker []
  | b :: t => orElse? (dropPrefix? marker (b :: t)) (behind? marker t)

/-- The answer in what follows the preface. -/
def answerAfter? (text : Text) : (marker : Option Text) → Option Text
  | none => some text
  | some m => behind? m text

/-- The answer in an output. -/
def answerIn? (P : Program) (c : Context) (output : Text) : Option Text :=
  match dropPrefix? c.preface output with
  | none => none
  | some text => answerAfter? text P.after

/-! ### Conditions -/

/-- What the checker goes by. -/
structure Evidence where
  /-- Claims that follow. -/
  known : List Atom
  /-- Nothing else follows. -/
  complete : Bool
  /-- Derivations of texts by context-free grammars. -/
  derivations : List (List Nat)

/-- Whether two numbers compare. -/
def Relation.holds (a b : Number) : Relation → Bool
  | equal => Nat.beq (a.weight b) (b.weight a)
  | less => Nat.ble (Nat.succ (a.weight b)) (b.weight a)
  | atMost => Nat.ble (a.weight b) (b.weight a)

/-- Whether two numbers are there, and compare. -/
def Relation.holdsOf (r : Relation) : Option Number → Option Number → Bool
  | some a, some b => r.holds a b
  | _, _ => false

/-- Whether two parts are there and have the same text. -/
def sameText : Option Part → Option Part → Bool
  | some a, some b => Text.beq a.text b.text
  | _, _ => false

/-- Whether texts are different from each other. -/
def allDistinct : List Text → Bool
  | [] => true
  | t :: l => !l.any (Text.beq t) && allDistinct l

/-- Whether a condition that fails the test does not hold; `complete` says that all that follows is known.
That no derivation is at hand never says that there is none. -/
def Cond.isDecided (complete : Bool) : Cond → Bool
  | always => true
  | supported => complete
  | mentions _ => true
  | promptMentions _ => true
  | inCategory _ => true
  | compare _ _ _ => true
  | sameText _ _ => true
  | every _ c => c.isDecided complete
  | distinct _ => true
  | visible _ => true
  | inGrammar _ _ => false
  | not c => c.isDecided complete
  | and c d => c.isDecided complete && d.isDecided complete
  | or c d => c.isDecided complete && d.isDecided complete

/-- Whether this is so for every condition of a shape. -/
def Shape.isDecided (complete : Bool) : Shape → Bool
  | lex _ => true
  | slot _ _ => true
  | seq a b => a.isDecided complete && b.isDecided complete
  | alt a b => a.isDecided complete && b.isDecided complete
  | upTo _ a => a.isDecided complete
  | claim _ a => a.isDecided complete
  | derive g e a => g.isDecided complete && (e.isDecided complete && a.isDecided complete)
  | mark _ a => a.isDecided complete

/-- Whether a list has no entry. -/
def isNil : List α → Bool
  | [] => true
  | _ :: _ => false

/-- Whether a condition holds as far as the evidence goes. -/
def Cond.holds (v : Evidence) (prompt : Text) : Cond → (span : Part) → Bool
  | always, _ => true
  | supported, span => !isNil span.tree.claims && span.tree.claims.all (fun a => a.isIn v.known)
  | mentions w, span => DetLM.mentions w span.text
  | promptMentions w, _ => DetLM.mentions w prompt
  | inCategory r, span => r.accepts span.text
  | compare r x y, span => r.holdsOf (x.value span) (y.value span)
  | sameText p q, span => DetLM.sameText (Part.only (span.parts p)) (Part.only (span.parts q))
  | every path c, span => (span.parts path).all (c.holds v prompt)
  | distinct path, span => allDistinct ((span.parts path).map Part.text)
  | visible s, span => (span.names s).shown.any (Text.beq span.text)
  | inGrammar G start, span => v.derivations.any fun d => replay G start d span.text
  | not c, span => c.isDecided v.complete && !c.holds v prompt span
  | and c d, span => c.holds v prompt span && d.holds v prompt span
  | or c d, span => c.holds v prompt span || d.holds v prompt span

/-- Whether every condition of a parse holds as far as the evidence goes. -/
def Tree.holds (v : Evidence) (prompt : Text) : Tree → (names : Scopes) → Bool
  | leaf _, _ => true
  | slot _ _, _ => true
  | seq a b, names => a.holds v prompt names && b.holds v prompt (names.past a)
  | left a, names => a.holds v prompt names
  | right a, names => a.holds v prompt names
  | stop, _ => true
  | more a b, names => a.holds v prompt names && b.holds v prompt (names.past a)
  | claim _ a, names => a.holds v prompt names
  | derive g e a, names =>
    g.holds v prompt ⟨names, a⟩ && (e.holds v prompt ⟨names, a⟩ && a.holds v prompt names)
  | mark _ a, names => a.holds v prompt names

/-- Whether a list of parses is one parse, of which the conditions hold. -/
def oneParse (v : Evidence) (prompt : Text) : List Tree → Bool
  | [] => false
  | [tree] => tree.holds v prompt .empty
  | _ :: _ :: _ => false

/-! ### Outputs -/

/-- Whether an output is admitted as far as the evidence goes. -/
def admitsKnowing (v : Evidence) (P : Program) (c : Context) (output : Text) : Bool :=
  match answerIn? P c output with
  | none => false
  | some answer =>
    P.limits.all (Limit.holds answer) &&
      (c.said.all (Limit.holds answer) && oneParse v c.prompt (whole (P.output.parse answer)))

/-- What a certificate brings to make checking cheap. -/
structure Witness where
  /-- A derivation of everything that an output claims. -/
  steps : List Step
  /-- For each text of a context-free category, its leftmost derivation as a list of numbers. -/
  derivations : List (List Nat)

/-- What a witness shows. -/
def Witness.evidence (P : Program) (w : Witness) : Evidence :=
  ⟨derived P.facts P.rules w.steps [], false, w.derivations⟩

/-- The certificate checker. -/
def check (P : Program) (c : Context) (output : Text) (w : Witness) : Bool :=
  admitsKnowing (w.evidence P) P c output

/-- **The one statement that certificates prove**: the checker says yes. -/
def Accepted (P : Program) (c : Context) (output : Text) (w : Witness) : Prop :=
  check P c output w = true

end DetLM
