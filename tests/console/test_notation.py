"""Statements in the usual notation: Lean reads back what was shown; nothing of a file's own gets in."""

from __future__ import annotations

import random

import pytest

from detlm.console.notation import in_notation
from detlm.console.stating import lines
from detlm.kernel.embedded import EmbeddedKernel
from detlm.kernel.protocol import CheckRequest
from detlm.kernel.reading import MAX_TEXT, NotShown, readable


def types(kernel: EmbeddedKernel, source: str) -> dict[str, str]:
    verdict = kernel.check(CheckRequest(source=source, trusted=True, listing=True))
    assert verdict.accepted, [m.text for m in verdict.errors][:3]
    return {d.name: d.type for d in verdict.declarations if d.kind == "theorem"}


@pytest.mark.parametrize(
    ("stated", "shown"),
    [
        ("∀ a b : Nat, a + b * 2 = b * 2 + a", "∀ (x0 : Nat), ∀ (x1 : Nat), x0 + x1 * 2 = x1 * 2 + x0"),
        ("∀ a b : Nat, (a + b) * 2 ≠ a - (b - 1)",
         "∀ (x0 : Nat), ∀ (x1 : Nat), (x0 + x1) * 2 ≠ x0 - (x1 - 1)"),
        ("∀ p q : Prop, (p → q) → ¬(p ∧ q) ∨ (p ↔ q)",
         "∀ (x0 : Prop), ∀ (x1 : Prop), (x0 → x1) → ¬(x0 ∧ x1) ∨ (x0 ↔ x1)"),
        ("∀ p q r : Prop, (p ∧ q) ∧ r → p ∧ q ∧ r",
         "∀ (x0 : Prop), ∀ (x1 : Prop), ∀ (x2 : Prop), (x0 ∧ x1) ∧ x2 → x0 ∧ x1 ∧ x2"),
        ("∀ s t : DetLM.Text, s ++ t = [1, 2] → s = 3 :: t → s = []",
         "∀ (x0 : DetLM.Text), ∀ (x1 : DetLM.Text), x0 ++ x1 = [1, 2] → x0 = 3 :: x1 → "
         "x0 = ([] : List DetLM.Byte)"),
        ("(-3 : Int) < 2 * 1", "(-(3 : Int)) < (2 : Int) * (1 : Int)"),
        ("∃ n : Nat, n ∈ [1] ∧ 3 ∣ n", "∃ (x0 : Nat), x0 ∈ [1] ∧ 3 ∣ x0"),
        ("(∃ n : Nat, n = 1) ∧ ∀ n : Nat, n = n", "(∃ (x0 : Nat), x0 = 1) ∧ (∀ (x0 : Nat), x0 = x0)"),
        ("∀ b c : Bool, (b && !c || c) = true",
         "∀ (x0 : Bool), ∀ (x1 : Bool), (x0 && !x1 || x1) = Bool.true"),
        ("∀ n : Nat, (n ^ 2) ^ 3 ≤ n ^ 2 ^ 3 % 4 / 5", "∀ (x0 : Nat), (x0 ^ 2) ^ 3 ≤ x0 ^ 2 ^ 3 % 4 / 5"),
        ("(1, \"a\") = (2, \"b\" ++ \"c\")", '(1, "a") = (2, "b" ++ "c")'),
        ("nat_lit 2 = 2", "(nat_lit 2) = 2"),
    ],
)  # fmt: skip
def test_the_usual_notation(session_kernel: EmbeddedKernel, stated: str, shown: str) -> None:
    found = types(session_kernel, f"theorem t (h : False) : {stated} := h.elim")
    assert in_notation(found["t"].removeprefix("(pi (const False []) ").removesuffix(")")) == shown


@pytest.mark.parametrize(
    "source",
    [
        "inductive E (a : Nat) : Nat → Prop | refl : E a a\n"
        "notation:50 (priority := high) a:51 \" = \" b:51 => E a b\n"
        "theorem t : 1 = 1 := .refl",
        "namespace Mine\ndef Eq (_ _ : Nat) : Prop := True\ntheorem t : Eq 1 2 := trivial\nend Mine",
        "instance mine : LE Nat := ⟨fun _ _ => True⟩\ntheorem t : 5 ≤ 3 := trivial",
        "instance mine : Add Nat := ⟨fun _ _ => 4⟩\ntheorem t (h : 2 + 2 > 5) : True := trivial",
        "structure Odd where\n  n : Nat\ninstance (n : Nat) : OfNat Odd n := ⟨⟨0⟩⟩\n"
        "theorem t (h : (1 : Odd).n > 2) : True := trivial",
    ],
)  # fmt: skip
def test_what_is_a_file_s_own_is_written_out(session_kernel: EmbeddedKernel, source: str) -> None:
    (kind,) = types(session_kernel, source).values()
    shown = in_notation(kind)
    first = shown.split(" → ")[0]
    for sign in ("=", "≤", "+"):
        assert sign not in first.replace("=>", "")
    assert any(name in shown for name in ("E 1 1", "Mine.Eq 1 2", "mine", "instOfNatOdd"))


@pytest.mark.parametrize("name", ["Eq", "Not", "instAddNat", "Int.instLEInt"])
def test_what_the_table_names_is_the_core_s(session_kernel: EmbeddedKernel, name: str) -> None:
    request = CheckRequest(source=f"def {name} (_ : Nat) : Prop := True", trusted=True)
    assert "already" in session_kernel.check(request).errors[0].text


def _proposition(draw: random.Random, depth: int) -> str:
    if depth == 0:
        return draw.choice(["p", "q", f"{_number(draw, 2)} {draw.choice('=≠<≤>≥∣')} {_number(draw, 1)}"])
    left, right = (_proposition(draw, depth - 1) for _ in range(2))
    return draw.choice(
        [f"(¬({left}))", f"(∃ n : Nat, ({left}) ∧ n = a)", f"(∀ n : Nat, ({right}) → n = a)",
         *(f"(({left}) {sign} ({right}))" for sign in "∧∨→↔")]
    )  # fmt: skip


def _number(draw: random.Random, depth: int) -> str:
    if depth == 0:
        return draw.choice(["a", "b", "0", "17"])
    left, right = (_number(draw, depth - 1) for _ in range(2))
    return f"(({left}) {draw.choice('+-*/%^')} ({right}))"


def test_lean_reads_what_was_shown_as_what_it_was(session_kernel: EmbeddedKernel) -> None:
    draw = random.Random(2026)
    head = "theorem t{} : ∀ (a b : Nat) (p q : Prop), ({}) → True := fun _ _ _ _ _ => trivial\n"
    made = types(
        session_kernel, "".join(head.format(n, _proposition(draw, draw.randint(0, 3))) for n in range(80))
    )
    assert len(made) == 80
    shown = {name: in_notation(kind) for name, kind in made.items()}
    again = "".join(
        f"theorem {name} : {text} := by intros; trivial\n".replace("Nat.", "_root_.Nat.")
        for name, text in shown.items()
    )
    assert types(session_kernel, again) == made


def test_both_ways_are_told_where_they_differ(session_kernel: EmbeddedKernel) -> None:
    source = "def two := 2\ntheorem t : ¬False ∧ two = 2 := ⟨id, rfl⟩\ntheorem u : True := trivial"
    verdict = session_kernel.check(CheckRequest(source=source, trusted=True, listing=True))
    told = list(lines(verdict.declarations))
    full = "And (Not False) (Eq.{1} Nat two (OfNat.ofNat.{0} Nat 2 (instOfNatNat 2)))"
    at = told.index("  theorem t : ¬False ∧ two = 2")
    assert told[at + 1] == f"    in full: theorem t : {full}"
    assert "  theorem u : True" in told and "    in full: theorem u : True" not in told
    assert "  definition two : Nat := 2" in told


def test_what_nobody_can_read_is_not_shown() -> None:
    for size in (MAX_TEXT, 200):
        with pytest.raises(NotShown):
            in_notation("(app (const f []) " * size + "(lit 0)" + ")" * size)


def test_nested_lists_take_no_longer_than_they_are() -> None:
    nested = "(const x [])"
    for _ in range(35):
        nested = f"(app (app (app (const List.cons [0]) (const T [])) {nested}) (const y []))"
    assert in_notation(nested).endswith(":: y") and readable(nested)
