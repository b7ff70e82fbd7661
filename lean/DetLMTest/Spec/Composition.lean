import DetLM
import DetLMTest.Medication

/-!
# Examples: programs made of parts

## Main definitions

* `small`, `grown`: a program, and what becomes of it with one fact more
* `clear`: one more fact that does no harm

## Main results

Examples only: imports, limits, and facts that make categories grow.
-/

namespace DetLMTest.Spec.Composition

noncomputable section

open DetLM
open DetLMTest.Medication

/-! ## Imports and limits -/

/-- That warfarin is used for pain relief is nobody's fact. -/
def wrong : List Atom := [⟨usedFor, warfarin, painRelief⟩]

/-- What was admitted stays admitted, whatever is imported. -/
example (facts : List Atom) (rules : List Rule) : Admits (medication.importing facts rules) asked conflict :=
  import_never_allows_less rfl conflict_accepted.admits

/-- What follows anyway adds nothing. -/
example (output : Text) : Admits (medication.importing [⟨conflicts, aspirin, warfarin⟩] []) asked output ↔
    Admits medication asked output :=
  import_of_consequences_changes_nothing fun a h => mem_single_iff.mp h ▸ by decide +kernel

/-- Imports may be told in any order, and twice. -/
example (facts facts' : List Atom) (output : Text) :
    Admits (((medication.importing facts []).importing facts' []).importing facts' []) asked output ↔
      Admits ((medication.importing facts' []).importing facts []) asked output :=
  importing_twice_is_importing_once.trans order_of_imports_does_not_matter

/-- A limit takes away what does not keep to it, and nothing else. -/
example : ¬ Admits (medication.limitedBy [.forbid warfarin]) asked conflict := fun h =>
  (admits_limitedBy_iff.mp h).2 conflict (answerIn_of_none rfl) _ mem_head
    (mentions_iff.mp (by decide +kernel))
example : Admits (medication.limitedBy [.forbid warfarin]) asked use :=
  admits_limitedBy_iff.mpr ⟨use_accepted.admits, fun answer h l hl => by
    have e : answer = use := h.unique (answerIn_of_none rfl)
    rw [e, mem_single_iff.mp hl]
    exact Limit.holds_iff.mp (by decide +kernel)⟩

/-- A program of somebody else's: one more fact, one word less. -/
def other : Program := ⟨wrong, [], .lex .nothing, [.forbid bloodThinner], none⟩

/-- What does not break its limits stays. -/
example : Admits (medication.join other) asked use :=
  join_takes_away_what_breaks_limits rfl use_accepted.admits fun answer h l hl => by
    have e : answer = use := h.unique (answerIn_of_none rfl)
    rw [e, mem_single_iff.mp hl]
    exact Limit.holds_iff.mp (by decide +kernel)

/-- And no answer says what either of both forbids. -/
example (answer : Text) (h : Admits (medication.join other) asked answer) :
    ¬ Mentions bloodThinner answer ∧ ¬ Mentions cures answer :=
  ⟨answer_keeps_to_limits_of_both h (answerIn_of_none rfl) (Or.inr mem_head),
    answer_keeps_to_limits_of_both h (answerIn_of_none rfl) (Or.inl mem_head)⟩

/-! ## "Or" and "then" -/

/-- `a` -/
def a : Regex := .oneOf (Nat.shiftLeft 1 97)

/-- `a`, or `aa` -/
def oneOrTwo : Regex := .either a (.seq a a)

/-- What both options read, the choice does not admit. -/
example (P : Program) (prompt : Text) (names : Scopes) :
    ¬ (Shape.alt (.lex a) (.lex oneOrTwo)).Admits P prompt names [97] := fun h => by
  have both : a.Lang [97] ∧ oneOrTwo.Lang [97] :=
    ⟨Regex.accepts_iff.mp (by decide +kernel), Regex.accepts_iff.mp (by decide +kernel)⟩
  exact (Shape.admits_alt_iff.mp h).elim (fun h => h.2 ⟨_, .lex both.2, rfl⟩)
    fun h => h.2 ⟨_, .lex both.1, rfl⟩

/-- What only one reads, it does. -/
example (P : Program) (prompt : Text) (names : Scopes) :
    (Shape.alt (.lex a) (.lex oneOrTwo)).Admits P prompt names [97, 97] :=
  Shape.admits_alt_iff.mpr (Or.inr ⟨Shape.admits_lex_iff.mpr (Regex.accepts_iff.mp (by decide +kernel)),
    fun ⟨x, hx, e⟩ => by
      obtain ⟨t, ht, rfl⟩ := fits_lex_iff.mp hx
      have e : t = [97, 97] := e
      exact absurd (Regex.accepts_iff.mpr (e ▸ ht)) (by decide +kernel)⟩)

/-- What can be cut in two ways, a sequence does not admit. -/
example (P : Program) (prompt : Text) (names : Scopes) :
    ¬ (Shape.seq (.lex (.star a)) (.lex (.star a))).Admits P prompt names [97] := fun h => by
  obtain ⟨x, v, _, _, _, _, cut⟩ := Shape.admits_seq_iff.mp h
  have some : (Shape.lex (.star a)).Reads [97] :=
    ⟨.leaf [97], .lex (Regex.accepts_iff.mp (by decide +kernel)), rfl⟩
  have none : (Shape.lex (.star a)).Reads [] :=
    ⟨.leaf [], .lex (Regex.accepts_iff.mp (by decide +kernel)), rfl⟩
  exact nomatch (cut [97] [] rfl some none).trans (cut [] [97] rfl none some).symm

/-- A rule whose condition does not hold admits nothing, whatever it is made of. -/
example (P : Program) (prompt : Text) (names : Scopes) (s : Shape) (t : Text) :
    ¬ (Shape.derive .always (.not .always) s).Admits P prompt names t := fun h => by
  obtain ⟨⟨x, hx, e, _⟩, conditions⟩ := Shape.admits_derive_iff.mp h
  exact (conditions x hx e).2 trivial

/-- Marks and sentences change nothing of what is admitted. -/
example (P : Program) (prompt : Text) (names : Scopes) (t : Text) :
    (Shape.mark (.bind []) (.claim [] (.lex a))).Admits P prompt names t ↔ a.Lang t :=
  Shape.admits_mark_iff.trans (Shape.admits_claim_iff.trans Shape.admits_lex_iff)

/-! ## Facts that make categories grow -/

/-- Two names, one after the other, of which the facts say that they are names: the shape that the reader
makes of facts about these entities. -/
def pair (entities : List Text) (facts : List Atom) : Program where
  facts := facts
  rules := []
  output := .seq (.lex (Regex.words entities)) (.lex (Regex.words entities))
  limits := []
  after := none

/-- `a` and `bb` are names. -/
def small : Program := pair [[97], [98, 98]] [⟨isA, [97], [98, 98]⟩]

/-- So is `ab`. -/
def clear : Program := pair [[97], [98, 98], [97, 98]] [⟨isA, [97], [98, 98]⟩, ⟨isA, [97, 98], [97]⟩]

/-- So are `ab` and `b`. -/
def grown : Program :=
  pair [[97], [98, 98], [97, 98], [98]] [⟨isA, [97], [98, 98]⟩, ⟨isA, [97, 98], [98]⟩]

/-- Admission is decided. -/
instance small_isSafe : small.IsSafe := ⟨rfl⟩
/-- In each of them. -/
instance grown_isSafe : grown.IsSafe := ⟨rfl⟩

/-- Nothing was said before. -/
def silence : Context := ⟨[], [], []⟩

/-- It is admitted: `a`, `bb`. -/
theorem small_admits : Admits small silence [97, 98, 98] := by decide +kernel

/-- With one fact more it is `ab`, `b` too, so admitted no longer. -/
example : ¬ Admits grown silence [97, 98, 98] := by decide +kernel

/-- Categories with more words hold more. -/
theorem pair_within {l m : List Text} {facts facts' : List Atom} (h : ∀ t, t ∈ l → t ∈ m) :
    (pair l facts).output.Within (pair m facts').output :=
  .seq (.lex fun _ k => Regex.words_iff.mpr (h _ (Regex.words_iff.mp k)))
    (.lex fun _ k => Regex.words_iff.mpr (h _ (Regex.words_iff.mp k)))

/-- Where it has one parse still, it is. -/
example : Admits clear silence [97, 98, 98] := by
  have one : whole (clear.output.parse [97, 98, 98]) = [.seq (.leaf [97]) (.leaf [98, 98])] := rfl
  have only (x : Tree) (hx : Fits clear.output x) (hy : AnswerIn small silence [97, 98, 98] x.yield) :
      x = .seq (.leaf [97]) (.leaf [98, 98]) :=
    mem_single_iff.mp (one ▸ Shape.mem_whole_parse_iff.mpr
      ⟨hx, hy.unique (answerIn_of_none (P := small) (c := silence) rfl)⟩)
  exact more_facts_never_allow_less_if_unambiguous (P := small) (Q := clear) (said := []) rfl
    (fun _ h => mem_single_iff.mp h ▸ mem_head) (fun _ h => h)
    (pair_within fun _ h => (mem_append_iff (m := [[97, 98]])).mpr (Or.inl h)) (fun _ h => h) rfl
    (fun _ h => h) (fun x y hx hy kx ky => (only x hx kx).trans (only y hy ky).symm) small_admits

/-- With a third option, and in another order. -/
example (a b c : Shape) : (Shape.alt b a).Within (.alt a (.alt b c)) :=
  .alt (.right (.left (.refl b))) (.left (.refl a))

/-- What is read by one option only stays admitted, wherever that option stands. -/
example : Admits { medication with output := .alt (.lex .nothing) answer } asked use := by
  obtain ⟨tree, _, unique⟩ := output_has_one_parse use_accepted.admits
  have only (x : Tree) (hx : Fits (.alt (.lex .nothing) answer) x)
      (hy : AnswerIn medication asked use x.yield) : x = .right tree := by
    cases hx with
    | left hx => cases hx with
      | lex h => exact False.elim h
    | right hx => exact congrArg Tree.right (unique _ ⟨hx, hy⟩)
  exact more_options_never_allow_less_if_unambiguous (.right (.refl _))
    (fun x y hx hy kx ky => (only x hx kx).trans (only y hy ky).symm) use_accepted.admits

end

end DetLMTest.Spec.Composition
