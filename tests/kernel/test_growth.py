"""Categories on which plain derivatives grow are found, and proved through automata instead."""

from __future__ import annotations

import time

import pytest

from detlm.certificate import statement
from detlm.certificate.paranoid import decide
from detlm.config import data_root
from detlm.kernel.embedded import EmbeddedKernel
from detlm.kernel.growth import grows
from detlm.syntax import read_program, read_source
from detlm.syntax.program import Lex, walk
from detlm.syntax.regex_reader import read_regex


@pytest.mark.parametrize(
    "slow", ["((a|aa)*)*b?", "((a|b)*(ab)*)*c?", "(a*)*", "([a-z]+ ?)*", "x((y|yy)*)*", "(a*b?){0,90}"]
)
def test_those_that_grow(slow: str) -> None:
    assert grows(read_regex(slow))


@pytest.mark.parametrize(
    "quick",
    ["", "[a-z]{1,200}", "(.|\\n)*", "([A-Z][a-z]*( [a-z]+)*[.] ?)*", '"([^"\\\\]|\\\\.)*"', "(ab|cd)*"],
)
def test_those_that_do_not(quick: str) -> None:
    assert not grows(read_regex(quick))


def test_no_example_grows() -> None:
    for file in sorted((data_root() / "dsl" / "examples").glob("*.det")):
        texts = [part.regex for part in walk(read_program(file).output) if isinstance(part, Lex)]
        assert texts and not any(map(grows, texts)), file.name


@pytest.mark.parametrize(
    "form", ["output := A", "category B := /[ab]*/\nrequire /((a|aa)*)*b?/\noutput := B"]
)
def test_a_long_text_is_proved_at_once(form: str, session_kernel: EmbeddedKernel) -> None:
    """By derivatives 80 letters take 14 s, and each letter more a twentieth on top."""
    program = read_source(f"program s\ncategory A := /((a|aa)*)*b?/\n{form}\n", "s.det")
    output = b"a" * 150 + b"b"
    began = time.monotonic()
    wanted = statement.obligation(program, b"", output, ())
    assert statement.prove(session_kernel, wanted).proved
    assert time.monotonic() - began < 10
    decide(wanted.prelude + wanted.source, b"", output)
