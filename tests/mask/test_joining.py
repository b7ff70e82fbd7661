"""Joining limits to answers: one by one where they are too many at once, and which are named if none fit."""

from __future__ import annotations

import pytest

from detlm.errors import TooManyStates
from detlm.mask.analysis import analyse
from detlm.mask.building import dfa_of_regex
from detlm.mask.compile import compile_program
from detlm.mask.joining import limited
from detlm.mask.product import equal
from detlm.syntax import read_source
from detlm.syntax.program import Lex, Program

LETTER = """program letter
category Text := /[A-Z][A-Za-z ,]{5,60}[.]/
require "order" before "refund"
forbid stem "guarant"
at most 2 times "please"
at least 1 times "thank"
at most 6 words
at most 50 characters
output := Text
"""


def letter() -> Program:
    return read_source(LETTER, "letter.det")


def small(monkeypatch: pytest.MonkeyPatch, limit: int) -> None:
    for module in ("automaton", "building", "joining"):
        monkeypatch.setattr(f"detlm.mask.{module}.STATE_LIMIT", limit)


def test_limits_that_are_too_many_at_once_are_joined_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    program = letter()
    assert isinstance(program.output, Lex)
    base = dfa_of_regex(program.output.regex)
    at_once = limited(base, program.limits)
    small(monkeypatch, at_once.size - 1)
    in_turn = limited(base, program.limits)
    assert compile_program(program, b"").dfa.size == in_turn.size < at_once.size
    monkeypatch.undo()
    assert equal(in_turn, at_once)


def test_the_limit_that_does_not_fit_is_named_with_a_number_that_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    program = letter()
    small(monkeypatch, 12_000)
    (found,) = analyse(program)
    assert (found.code, found.key, found.severity) == ("too large", "limit 4", "error")
    assert "beside the others" in found.message and found.message.endswith(": at most 6 words")
    fits = found.hint.partition("`")[2].partition("`")[0]
    assert compile_program(read_source(LETTER.replace("at most 6 words", fits), "letter.det"), b"").dfa.size
    with pytest.raises(TooManyStates, match="at most 6 words"):
        compile_program(program, b"")
