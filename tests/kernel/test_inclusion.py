"""Expressions that are seen to hold each other's texts: it is so, and the walk makes use of it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from detlm.kernel.automata import Expressions
from detlm.kernel.inclusion import OPEN, Inclusion
from detlm.mask.building import dfa_of_regex
from detlm.syntax import regex as r
from detlm.syntax.regex_reader import read_regex
from tests.strategies import regexes

LITTLE, LARGE = read_regex("(a{0,3}b?){0,2}"), read_regex("(a{0,3}b?){0,4}")
WITHIN = [
    (LITTLE, LARGE),
    (r.Then(LITTLE, LARGE), r.Then(LARGE, LARGE)),
    (LITTLE, r.Then(r.Star(LITTLE), LARGE)),  # behind what may be empty
    (r.Either(LITTLE, r.EMPTY), r.Either(r.EMPTY, LARGE)),
    (r.Both(LITTLE, LARGE), r.Both(LARGE, LARGE)),
    (r.Without(LITTLE, LARGE), r.Without(LARGE, LITTLE)),
]


def is_within(one: r.Regex, other: r.Regex) -> bool:
    expressions = Expressions()
    return Inclusion(expressions).is_within(expressions.of_regex(one), expressions.of_regex(other))


@pytest.mark.parametrize(("one", "other"), WITHIN)
def test_what_is_seen(one: r.Regex, other: r.Regex) -> None:
    assert is_within(one, one)
    assert is_within(one, other)
    assert not is_within(other, one)


@given(regexes(max_leaves=4), regexes(max_leaves=4))
@settings(max_examples=200, deadline=None)
def test_what_is_seen_is_so(one: r.Regex, other: r.Regex) -> None:
    more = r.Either(other, one)
    assert is_within(one, more)
    for left, right in ((one, other), (other, one), (more, one)):
        if is_within(left, right):
            assert dfa_of_regex(r.Without(left, right)).is_empty


def test_open_counts_are_told_apart() -> None:
    expressions = Expressions()
    letter = expressions.make(2, 1 << 97)
    closed, first, second = (expressions.make(6, n, letter) for n in (3, OPEN, OPEN + 1))
    inclusion = Inclusion(expressions)
    assert inclusion.is_within(first, second)
    assert not inclusion.is_within(second, first)
    assert not inclusion.is_within(closed, second)  # there may be no turn left


def test_long_texts_are_compared_without_recursion() -> None:
    expressions = Expressions()
    long, other = (expressions.of_text(b"a" * 20_000 + end) for end in (b"x", b"y"))
    inclusion = Inclusion(expressions)
    assert not inclusion.is_within(long, other)
    both = expressions.make(4, 0, long, other)
    assert inclusion.is_within(long, both)


def test_options_that_hold_nothing_of_their_own_are_left_out() -> None:
    expressions = Expressions()
    root = expressions.of_regex(read_regex("(a{1,3}b?){0,9}"))
    plain = kept = root
    for _ in range(6):
        plain = expressions.follow(97, plain)
        kept = Inclusion(expressions).follow(97, kept)
    options = [sum(expressions.nodes[at][0] == 4 for at in _parts(expressions, e)) for e in (plain, kept)]
    assert options[1] * 3 < options[0]


def _parts(expressions: Expressions, expression: int) -> set[int]:
    found, todo = {expression}, [expression]
    while todo:
        kind, _, first, second = expressions.nodes[todo.pop()]
        new = set(() if kind < 3 else (first,) if kind in (5, 6) else (first, second)) - found
        found |= new
        todo += new
    return found
