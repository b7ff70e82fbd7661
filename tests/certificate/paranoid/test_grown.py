"""The second opinion on names in scope, numbers, marks, grammars and thought: near misses, and the kernel."""

from __future__ import annotations

import random
from functools import cache

import pytest

from detlm.certificate import statement
from detlm.certificate.paranoid import NotUnderstood, Refused, decide
from detlm.config import data_root
from detlm.errors import ConstraintError
from detlm.kernel.embedded import EmbeddedKernel
from detlm.kernel.obligations import Obligation
from detlm.knowledge.closure import close
from detlm.mask.witnesses import GrammarWitnesses
from detlm.syntax import read_program, read_source
from detlm.syntax.program import Program
from tests.attacks.constructs import DEFINITIONS, ORDER, THINKING
from tests.attacks.grammars import PARTS, SUMS
from tests.attacks.honest import program_of

CONDITIONS = {
    "c.det": """\
program c
category Number := /-?[0-9]{1,3}([.][0-9]{1,2})?/
category Word := /[a-z]{1,3}/
shape Row := key: Word "=" low: Number ".." high: Number "," first: Word "/" last: Word ";"
predicate ordered(r) := r.low < r.high and r.low + 1 <= r.high * 2 - r.low
predicate turned(r) := r.first = r.last or count(r.key) = 0
derive row from shape Row
  ensure ordered(row) and not turned(row)
output := { row } up to 3
"""
}


@cache
def _programs() -> dict[str, tuple[Program, tuple[bytes, ...]]]:
    """Programs with admitted answers."""
    examples = data_root() / "dsl" / "examples"
    invoice = (
        b'{"id":"INV-0001","items":[{"product":"bolt","qty":2,"price":0.50,"amount":1.00},'
        b'{"product":"nut","qty":3,"price":0.10,"amount":0.30}],"total":1.30}'
    )
    long = b"let a = 1\n" + b"".join(b"let b%d = 12345 + 12345 + 12345 + a + 12345\n" % i for i in range(11))
    return {
        "definitions": (read_program(examples / "definitions.det"), (b"let a = 1\nlet b = a + 2\n", long)),
        "invoice": (read_program(examples / "invoice.det"), (invoice,)),
        "blocks": (program_of(DEFINITIONS), (b"{\nlet a = 1\nlet b = a\n}\nlet a = 3\nlet c = a\n",)),
        "order": (
            program_of(ORDER),
            (b'{"items":[{"product":"nut","qty":3,"price":0.10,"amount":0.30}],"total":0.30}',),
        ),
        "thinking": (program_of(THINKING), (b"maybe</think>it is.", b"</think>yes.")),
        "sums": (program_of(SUMS), (b"(1 + (22 + 3));(())()", b"7;")),
        "parts": (program_of(PARTS), (b"hello billing 3 (1+(2+3))",)),
        "conditions": (program_of(CONDITIONS), (b"a=-1..2,x/y;b=0.25..1.5,aa/ab;",)),
    }


def _wanted(program: Program, output: bytes) -> Obligation:
    parsed = statement.take_apart(program, output)
    found = statement.find_derivations(parsed, b"", close(program), GrammarWitnesses())
    return statement.obligation(program, b"", output, (), found)


def _opinion(wanted: Obligation, output: bytes) -> bool:
    try:
        decide(wanted.prelude + wanted.source, b"", output)
    except Refused:
        return False
    return True


def _near(answer: bytes, draw: random.Random) -> bytes:
    """One to three small changes: a byte replaced by one of the answer's, left out or doubled."""
    text = bytearray(answer)
    for _ in range(draw.randint(1, 3)):
        at = draw.randrange(len(text))
        what = draw.choice(("replace", "replace", "drop", "double"))
        if what == "replace":
            text[at] = draw.choice(answer)
        elif what == "double":
            text.insert(at, text[at])
        elif len(text) > 1:
            del text[at]
    return bytes(text)


@pytest.mark.parametrize("name", _programs())
def test_answers_and_near_misses_as_the_kernel_has_them(name: str, session_kernel: EmbeddedKernel) -> None:
    program, admitted = _programs()[name]
    draw, refused = random.Random(name), 0
    for answer in admitted:
        wanted = _wanted(program, answer)
        assert _opinion(wanted, answer)
        assert statement.prove(session_kernel, wanted).proved
        for _ in range(25):
            near = _near(answer, draw)
            try:
                wanted = _wanted(program, near)
            except ConstraintError:
                continue
            proved = statement.prove(session_kernel, wanted).proved
            assert _opinion(wanted, near) == proved, near
            refused += not proved
    assert refused >= 10


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("blocks", b"let c = a\n", b"let c = b\n"),
        ("order", b'"total":0.30', b'"total":0.31'),
        ("order", b'"amount":0.30', b'"amount":0.3'),
        ("conditions", b"-1..2", b"2..2"),
        ("conditions", b"-1..2", b"1..1.4"),
        ("conditions", b"x/y", b"x/x"),
        ("thinking", b"maybe</think>it is", b"it is</think>maybe"),
        ("thinking", b"</think>it is.", b"it is."),
        ("sums", b"(())()", b"(()))("),
    ],
)
def test_near_misses_that_are_meant(name: str, old: bytes, new: bytes) -> None:
    program, (answer, *_) = _programs()[name]
    assert old in answer
    assert not _opinion(_wanted(program, answer.replace(old, new)), answer.replace(old, new))


def test_derivations_must_be_there_and_right() -> None:
    program, (answer, _) = _programs()["sums"]
    wanted = _wanted(program, answer)
    first, second = statement.find_derivations(
        statement.take_apart(program, answer), b"", close(program), GrammarWitnesses()
    )
    assert _opinion(statement.obligation(program, b"", answer, (), (second, (), (9,), first)), answer)
    for lists in ((), (first,), (first, first), (first[:-1], second), ((*first, 0), second)):
        assert not _opinion(statement.obligation(program, b"", answer, (), lists), answer)
    for number in (2, 255, 256, 1 << 47):
        changed = (*first[:3], number, *first[4:])
        assert not _opinion(statement.obligation(program, b"", answer, (), (changed, second)), answer)
    assert _opinion(wanted, answer)


def test_no_statement_speaks_of_how_it_is_proved() -> None:
    program, (_, long) = _programs()["definitions"]
    wanted = _wanted(program, long)
    assert "Run.Compiled." in wanted.prelude
    source = wanted.prelude + wanted.source
    decide(source, b"", long)
    with pytest.raises(NotUnderstood, match=r"Run\.Compiled\.parser is not known"):
        decide(source.replace("@DetLM.Accepted @Run.program", "@DetLM.Accepted @Run.Compiled.parser").replace(
            "@DetLM.Admits @Run.program", "@DetLM.Admits @Run.Compiled.parser"), b"", long)  # fmt: skip


def test_a_number_that_takes_too_long_to_read_is_not_understood() -> None:
    source = (
        "program n\ncategory N := /[0-9]+/\nshape S := a: N\n"
        "derive s from shape S\n  ensure s.a > 1\noutput := s\n"
    )
    program, answer = read_source(source, "n.det"), b"1" * 5_000
    with pytest.raises(NotUnderstood, match="4,000 digits"):
        decide(_source(_wanted(program, answer)), b"", answer)


def _source(wanted: Obligation) -> str:
    return wanted.prelude + wanted.source


@pytest.mark.parametrize("depth", [500, pytest.param(900, marks=pytest.mark.slow)])
def test_shapes_may_nest_deep(depth: int) -> None:
    """From 300 on, Python's usual depth does not do; writing the statement takes the square of the depth."""
    source = "program n\ncategory A := /a/\noutput := " + " ".join(["A"] * depth) + "\n"
    assert _opinion(_wanted(read_source(source, "n.det"), b"a" * depth), b"a" * depth)
