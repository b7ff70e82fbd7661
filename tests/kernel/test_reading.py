"""Expressions as people read them: complete, unambiguous, in ASCII."""

from __future__ import annotations

import pytest

from detlm.kernel.embedded import EmbeddedKernel
from detlm.kernel.protocol import CheckRequest
from detlm.kernel.reading import MAX_TEXT, NotShown, readable


@pytest.mark.parametrize(
    ("expression", "shown"),
    [
        ("(sort 0)", "Prop"),
        ("(sort 1)", "Type"),
        ("(sort (succ (param 0)))", "Sort (succ u0)"),
        ("(const Prop [])", '"Prop"'),
        ("(const x0 [])", '"x0"'),
        ("(const False [])", "False"),
        ("(const F\u0430lse [])", '"F\\u0430lse"'),
        ('(const A."x y".b [0 1])', 'A."x y".b.{0, 1}'),
        ('(lit ") \\" (")', '") \\" ("'),
        ("(app (const f []) (app (const g []) (lit 3)))", "f (g 3)"),
        ("(pi (sort 0) (bvar 0))", "∀ (x0 : Prop), x0"),
        ("(pi (sort 0) (pi (bvar 0) (bvar 1)))", "∀ (x0 : Prop), x0 → x0"),
        ("(pi (pi (sort 0) (sort 0)) (sort 0))", "(Prop → Prop) → Prop"),
        ("(app (lam (sort 0) (bvar 0)) (const P []))", "(fun (x0 : Prop) => x0) P"),
        ("(let (sort 0) (const P []) (bvar 0))", "let x0 : Prop := P; x0"),
        ("(proj Prod 1 (const p []))", "proj Prod 1 p"),
    ],
)
def test_expressions_are_shown(expression: str, shown: str) -> None:
    assert readable(expression) == shown


@pytest.mark.parametrize("size", [MAX_TEXT, 200])
def test_what_nobody_can_read_is_not_shown(size: int) -> None:
    with pytest.raises(NotShown):
        readable("(app (const f []) " * size + "(lit 0)" + ")" * size)


def test_a_listing_holds_what_decides_the_meaning_and_no_more(session_kernel: EmbeddedKernel) -> None:
    source = """
inductive Color | red | green
def unused := 1
def chosen := Color.red
theorem by_lemma : True := trivial
theorem x : chosen = Color.red ∧ True := ⟨rfl, by_lemma⟩
"""
    verdict = session_kernel.check(CheckRequest(source=source, trusted=True, listing=True))
    assert verdict.accepted
    listed = {item.name: item for item in verdict.declarations}
    assert set(listed) == {"by_lemma", "x", "chosen", "Color", "Color.red", "Color.green"}
    assert listed["chosen"].value == "(const Color.red [])"
    again = session_kernel.check(CheckRequest(source=source, trusted=True))
    assert again.declarations == ()


def listed(kernel: EmbeddedKernel, source: str) -> set[str]:
    verdict = kernel.check(CheckRequest(source=source, trusted=True, listing=True))
    assert verdict.accepted, verdict.errors
    return {item.name for item in verdict.declarations}


def test_a_listing_leaves_out_what_lean_makes_by_itself(session_kernel: EmbeddedKernel) -> None:
    source = """
inductive Tree | leaf | node (left right : Tree)
structure Point where
  x : Nat
  y : Nat
def size : Tree → Nat
  | .leaf => 1
  | .node l r => size l + size r
mutual
def even : Nat → Bool
  | 0 => true
  | n + 1 => odd n
def odd : Nat → Bool
  | 0 => false
  | n + 1 => even n
end
private def first : Point → Nat
  | ⟨0, y⟩ => y
  | ⟨x, _⟩ => x
theorem size_pos (t : Tree) : 0 < size t := by
  induction t with
  | leaf => simp [size]
  | node l r left _ => exact Nat.lt_of_lt_of_le left (Nat.le_add_right _ _)
theorem even_two : even 2 = true := by decide
private theorem first_one : first ⟨1, 2⟩ = 1 := rfl
theorem same (a b : Tree) (h : Tree.node a a = .node b b) : a = b := by injection h
"""
    points = {"Point", "Point.mk"}
    trees = {"Tree", "Tree.leaf", "Tree.node"}
    functions = {"size", "even", "odd", "_private.0.first"}
    theorems = {"size_pos", "even_two", "_private.0.first_one", "same"}
    assert listed(session_kernel, source) == points | trees | functions | theorems


@pytest.mark.parametrize("name", ["match_1", "_f", "«_f»", "inj", "casesOn", "_proof_1", "induct"])
def test_no_name_hides_what_an_author_wrote(session_kernel: EmbeddedKernel, name: str) -> None:
    plain = name.strip("«»")
    found = listed(session_kernel, f"def fine := 0\ntheorem fine.{name} : fine = 0 := rfl")
    assert found == {"fine", f"fine.{plain}"}
    found = listed(session_kernel, f"namespace fine.deep\ndef {name} := 0\nend fine.deep\n"
                   f"theorem x : fine.deep.{name} = 0 := rfl")  # fmt: skip
    assert found == {"x", f"fine.deep.{plain}"}


def test_no_macro_hides_what_an_author_wrote(session_kernel: EmbeddedKernel) -> None:
    name = (
        """Syntax.ident .none (String.toRawSubstring' "") (Name.str `fine (String.append "mat" "ch_1")) []"""
    )
    source = f"""
def fine := 0
open Lean in
macro "quietly" : command =>
  let words := Array.mk [{name}, .node .none `null (Array.mk [])]
  `(theorem $(⟨.node .none `Lean.Parser.Command.declId words⟩) : fine = 0 := rfl)
quietly
"""
    assert "match_1" not in source
    assert {"fine", "fine.match_1"} <= listed(session_kernel, source)


def test_a_statement_too_large_to_write_is_listed_without_its_type(session_kernel: EmbeddedKernel) -> None:
    large = f'theorem large : "{"x" * (5 << 20)}" = "" → True := fun _ => trivial'
    source = f"theorem small : True := trivial\n{large}"
    verdict = session_kernel.check(CheckRequest(source=source, trusted=True, listing=True))
    assert verdict.accepted, verdict.errors
    types = {item.name: item.type for item in verdict.declarations}
    assert types == {"large": "", "small": "(const True [])"}
