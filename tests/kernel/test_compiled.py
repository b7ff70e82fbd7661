"""Outputs proved through a program's automata: the same statements stand and fall as without them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from detlm.certificate import statement
from detlm.kernel.automata import Expressions, longest
from detlm.kernel.compiled import compile_program
from detlm.kernel.embedded import EmbeddedKernel
from detlm.kernel.obligations import render_obligation
from detlm.kernel.protocol import CheckRequest
from detlm.kernel.render import render_program
from detlm.syntax import program as p
from detlm.syntax import regex as r
from detlm.syntax.regex_reader import read_regex
from tests.kernel.programs import INVOICE, field, invoice, program, rule, text
from tests.strategies import byte_texts, regexes

SENTENCE = p.Lex(read_regex("[A-Z][A-Za-z ]{1,60}[.]"))
PROSE = program(
    p.Chain((SENTENCE, p.UpTo(9, p.Chain((text(b"\n\n"), SENTENCE))))),
    p.Forbid(b"cures"),
    p.Require(b"The fox"),
    p.AtMostWords(12),
    p.Matches(read_regex("[^q]*")),
)


def accepted(
    kernel: EmbeddedKernel,
    which: p.Program,
    output: bytes,
    preface: bytes = b"",
    said: tuple[p.Limit, ...] = (),
) -> bool:
    """Whether the kernel accepts the output through automata; otherwise it proves that it does not."""
    rendered = render_program(which)
    wanted = render_obligation(
        rendered,
        prompt=b"",
        preface=preface,
        said=said,
        output=output,
        witness=(),
        compiled=compile_program(which, rendered),
    )
    checked = statement.prove(kernel, wanted)
    if not checked.proved:
        statement.refute(kernel, wanted, checked)  # raises if that is not so either
    return checked.proved


@pytest.mark.parametrize(
    ("output", "right"),
    [
        (b"The fox.", True),
        (b"A dog is here.\n\nthe fox.", False),  # no sentence
        (b"A dog is here.\n\nSee the fOx.", True),
        (b"A dog is here.\nSee the fox.", False),
        (b"The fox cures.", False),
        (b"The fox CURES it.", False),
        (b"The fox curess it.", True),
        (b"The fox is quick.", False),  # a q
        (b"The foxes.", False),
        (b"The fox a b c d e f g h i j.", True),
        (b"The fox a b c d e f g h i j k.", False),  # thirteen words
        (b"", False),
    ],
)
def test_limits_and_long_categories(kernel: EmbeddedKernel, output: bytes, right: bool) -> None:
    assert accepted(kernel, PROSE, output) is right


def test_a_preface_and_its_limits(kernel: EmbeddedKernel) -> None:
    assert accepted(kernel, PROSE, b"no dogs\nThe fox.", b"no dogs\n", (p.Forbid(b"dogs"),))
    assert not accepted(kernel, PROSE, b"no dogs\nThe fox dogs.", b"no dogs\n", (p.Forbid(b"dogs"),))
    assert not accepted(kernel, PROSE, b"no dog\nThe fox.", b"no dogs\n")


@pytest.mark.parametrize(
    ("output", "right"),
    [
        (b"=> The fox.", True),
        (b"cures, no => The fox.", True),
        (b"a=> b=> The fox.", False),
        (b"The fox.", False),
    ],
)
def test_thought_before_the_first_marker(kernel: EmbeddedKernel, output: bytes, right: bool) -> None:
    assert accepted(kernel, replace(PROSE, after=b"=> "), output) is right


def test_marks_and_conditions(kernel: EmbeddedKernel) -> None:
    bolts = ("bolt", 2, "0.50", "1.00")
    assert accepted(kernel, INVOICE, invoice(bolts, total="1.00"))
    assert not accepted(kernel, INVOICE, invoice(bolts, total="1.01"))


def test_two_parses_are_not_one(kernel: EmbeddedKernel) -> None:
    word = field(b"word", "[a-z]{1,50}")
    assert not accepted(kernel, program(p.Chain((word, word))), b"abc")
    assert not accepted(kernel, program(p.Choice((word, word))), b"abc")
    assert accepted(kernel, program(p.Choice((word, rule(p.Always(), text(b"1"))))), b"abc")


def test_the_statement_is_the_same_with_and_without_automata() -> None:
    rendered = render_program(PROSE)
    one, two = (
        render_obligation(
            rendered, prompt=b"", preface=b"", said=(), output=b"The fox.", witness=(), compiled=compiled
        )
        for compiled in (None, compile_program(PROSE, rendered))
    )
    assert one.statements == two.statements
    assert one.definitions == two.definitions
    assert "DetLM.Compiled.Checked" in two.source


def test_the_elaborator_takes_it_too(kernel: EmbeddedKernel) -> None:
    rendered = render_program(PROSE)
    wanted = render_obligation(
        rendered,
        prompt=b"",
        preface=b"",
        said=(),
        output=b"The fox.",
        witness=(),
        compiled=compile_program(PROSE, rendered),
    )
    source = wanted.prelude + wanted.source  # what --emit-lean writes
    verdict = kernel.check(CheckRequest(source=source, trusted=True, declarations=("Run.admitted",)))
    assert verdict.accepted, verdict.errors
    assert verdict.declarations[0].type == wanted.statements["Run.admitted"]


def test_short_outputs_need_no_automata() -> None:
    assert "Compiled" not in statement.obligation(PROSE, b"", b"The fox.", ()).prelude
    assert "Compiled" in statement.obligation(PROSE, b"", b"The fox." * 100, ()).prelude


def test_automata_with_too_many_steps_are_not_made() -> None:
    expressions = Expressions()
    big = expressions.of_regex(read_regex("[a-z]{1,5000}"))
    assert expressions.automaton(big) is None
    assert expressions.automaton(expressions.of_regex(read_regex("[a-z]*"))) is not None


@given(regexes(), byte_texts())
@settings(max_examples=200)
def test_an_automaton_accepts_what_its_expression_does(regex: r.Regex, content: bytes) -> None:
    expressions = Expressions()
    start = expressions.of_regex(regex)
    here = start
    for byte in content:
        here = expressions.follow(byte, here)
    made = expressions.automaton(start)
    if made is None:
        return
    state = made.start
    for byte in content:
        column = made.columns >> 16 * byte & 0xFFFF
        state = made.table >> (state + column) & 0xFFFFFF
    assert (0 < state <= made.last) == expressions.nullable(here)


@given(regexes(max_leaves=5))
@settings(max_examples=15, deadline=None)
def test_the_kernel_agrees_with_every_automaton(kernel: EmbeddedKernel, regex: r.Regex) -> None:
    which = program(p.Lex(r.either(regex, r.repeat(r.one_of(b"xyz"), 60, 60))))
    rendered = render_program(which)
    compiled = compile_program(which, rendered)
    wanted = render_obligation(
        rendered,
        prompt=b"",
        preface=b"",
        said=(),
        output=b"xyz" * 20,
        witness=(),
        compiled=compiled,
    )
    assert statement.prove(kernel, wanted).proved


@pytest.mark.parametrize(
    ("pattern", "bound"),
    [("abc", 3), ("a|bcd", 3), ("a*", None), ("a{2,7}b", 8), ("(a|b?){3}", 3), ("a+|b", None)],
)
def test_longest(pattern: str, bound: int | None) -> None:
    assert longest(read_regex(pattern)) == bound
