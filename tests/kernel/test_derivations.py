"""Derivations found in Python, replayed by the kernel; changed ones judged alike."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detlm.kernel.embedded import EmbeddedKernel
from detlm.kernel.grammars import derivation_term, grammar_term
from detlm.kernel.protocol import CheckRequest
from detlm.kernel.render import _Renderer, text_term
from detlm.kernel.terms import Definitions, node
from detlm.mask.derivation import Deriver
from detlm.syntax.lark_files import read_lark
from detlm.syntax.program import Grammar
from tests.context_free import TEXTS, grammars, replays

Asked = tuple[Grammar, Sequence[int], bytes]


def lean_says(kernel: EmbeddedKernel, asked: Sequence[Asked], said: Sequence[bool]) -> None:
    """Lean's replay gives what was said, in both of its forms, and the meaning follows."""
    lines: list[str] = []
    for number, ((grammar, witness, text), expected) in enumerate(zip(asked, said, strict=True)):
        definitions = Definitions(f"Case{number}")
        known = grammar_term(definitions, grammar, _Renderer(definitions).regex)
        derivation = derivation_term(definitions, witness)
        lines += definitions.source().splitlines()
        rest = (known, 0, derivation, text_term(text))
        slow = node("Bool", "DetLM.replay", *rest).source()
        fast = node("Bool", "DetLM.Fast.replay", node("", "DetLM.Fast.acceptsFrom"), *rest).source()
        answer = str(expected).lower()
        lines.append(f"theorem Case{number}.slow : {slow} = {answer} := by decide +kernel")
        lines.append(f"theorem Case{number}.fast : {fast} = {answer} := by decide +kernel")
        if expected:
            meaning = node("Prop", "DetLM.Grammar.Lang", known, 0, text_term(text)).source()
            proof = f"DetLM.derivation_replays_only_derived_texts Case{number}.slow"
            lines.append(f"theorem Case{number}.meant : {meaning} := {proof}")
    verdict = kernel.check(CheckRequest(source="\n".join(lines) + "\n"))
    assert verdict.accepted, [lines[e.line - 1] for e in verdict.errors if e.line]


def changed(draw: st.DrawFn, witness: list[int]) -> list[int]:
    """A witness with one number changed, left out, or put in."""
    at = draw(st.integers(0, len(witness)))
    number = draw(st.integers(0, 3))
    kind = draw(st.sampled_from(["change", "leave out", "put in"]))
    return witness[:at] + ([] if kind == "leave out" else [number]) + witness[at + (kind != "put in") :]


@st.composite
def questions(draw: st.DrawFn) -> list[Asked]:
    asked: list[Asked] = []
    for _ in range(8):
        grammar = draw(grammars(productive=True))
        deriver = Deriver(grammar)
        derived = [(t, d) for t in TEXTS if (d := deriver.derivation(t)) is not None]
        text, witness = draw(st.sampled_from(derived))
        asked.append((grammar, witness, text))
        asked.append((grammar, changed(draw, witness), text))
        asked.append((grammar, witness, draw(st.sampled_from(TEXTS))))
    return asked


@given(questions())
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_kernel_replays_what_was_found_and_nothing_else(
    session_kernel: EmbeddedKernel, asked: list[Asked]
) -> None:
    said = [replays(grammar, 0, witness, text) for grammar, witness, text in asked]
    assert all(said[::3])
    lean_says(session_kernel, asked, said)


ARITHMETIC = read_lark(
    r"""
    start: term (("+" | "-") term)*
    term: factor (("*" | "/") factor)*
    factor: /[0-9]+/ | "(" start ")"
    """
)


@pytest.mark.parametrize("times", [1, 60])
def test_a_long_expression(session_kernel: EmbeddedKernel, times: int) -> None:
    text = b"+".join([b"(12*(3-4))/7"] * times)
    witness = Deriver(ARITHMETIC).derivation(text)
    assert witness is not None
    forged = [*witness[:-1], witness[-1] + 1]
    lean_says(session_kernel, [(ARITHMETIC, witness, text), (ARITHMETIC, forged, text)], [True, False])


def test_numbers_beyond_a_byte_are_written_out(session_kernel: EmbeddedKernel) -> None:
    grammar = read_lark("start: /[a-z]+/")
    text = b"x" * 300
    assert Deriver(grammar).derivation(text) == [0, 300]
    lean_says(session_kernel, [(grammar, [0, 300], text), (grammar, [0, 299], text)], [True, False])
