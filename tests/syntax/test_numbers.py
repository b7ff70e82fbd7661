"""Numbers in ranges, against every number around the range and against misspellings."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from detlm.mask.building import dfa_of_regex
from detlm.syntax.numbers import MAX_DIGITS, decimal, integer
from detlm.syntax.numeric import Numeric
from detlm.syntax.regex import NOTHING, AtMost, Both, Regex, Star, either, then, words
from detlm.syntax.regex_reader import read_regex
from detlm.syntax.size import Measuring

_small = st.integers(-1200, 1200)
_large = st.integers(-(10**18), 10**18)


def _spelled(value: int, places: int) -> bytes:
    digits = str(abs(value)).zfill(places + 1)
    point = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return f"{'-' if value < 0 else ''}{point}".encode()


@given(_small, _small)
@example(0, 0)
@example(-1, 1)
@example(0, 9)
@example(1, 999)
@example(10, 999)
@example(-100, -10)
@example(5, 4)
@settings(max_examples=60, deadline=None)
def test_every_integer(low: int, high: int) -> None:
    automaton = dfa_of_regex(integer(low, high))
    for value in range(min(low, high) - 150, max(low, high) + 151):
        assert automaton.accepts(b"%d" % value) == (low <= value <= high)


@given(st.integers(0, 4), _small, _small)
@example(2, 1, 99999)
@example(2, -5, 5)
@example(1, 10, 99)
@settings(max_examples=60, deadline=None)
def test_every_decimal(places: int, low: int, high: int) -> None:
    automaton = dfa_of_regex(decimal(places, low, high))
    for value in range(min(low, high) - 150, max(low, high) + 151):
        assert automaton.accepts(_spelled(value, places)) == (low <= value <= high)


@given(st.integers(0, 20), _large, _large, st.lists(_large, max_size=20))
@settings(max_examples=60, deadline=None)
def test_large_bounds(places: int, low: int, high: int, values: list[int]) -> None:
    automaton = dfa_of_regex(decimal(places, low, high))
    for value in [*values, low - 1, low, low + 1, high - 1, high, high + 1]:
        assert automaton.accepts(_spelled(value, places)) == (low <= value <= high)


@given(st.integers(0, 3), _small, _small, st.text("0123456789.-+e ", max_size=7))
@settings(max_examples=200, deadline=None)
def test_one_spelling_only(places: int, low: int, high: int, text: str) -> None:
    if not dfa_of_regex(decimal(places, low, high)).accepts(text.encode()):
        return
    value = round(float(text) * 10**places)
    assert _spelled(value, places) == text.encode()


@pytest.mark.parametrize(
    "text", ["", "-", "00", "01", "-0", "+1", "1.", ".5", "1.0", " 1", "1 ", "1e1", "--1", "1-", "1000"]
)
def test_near_misses(text: str) -> None:
    assert not dfa_of_regex(integer(-999, 999)).accepts(text.encode())


@pytest.mark.parametrize(
    "text", ["", "0", "-0.00", "0.0", "00.00", "01.00", "1", "1.0", "1.000", ".50", "+1.00"]
)
def test_near_misses_of_decimals(text: str) -> None:
    assert not dfa_of_regex(decimal(2, -99999, 99999)).accepts(text.encode())


def test_an_empty_range_is_nothing() -> None:
    assert integer(3, 2) == NOTHING
    assert decimal(2, 0, -1) == NOTHING


def test_expressions_stay_small() -> None:
    big = 10**MAX_DIGITS
    measure = Measuring().measure(integer(-(big - 2), big - 2))
    assert measure.depth <= 250
    assert measure.size <= 4_000
    assert Measuring().measure(decimal(2, 1, 99_999)).size <= 30
    with pytest.raises(ValueError, match="digits"):
        integer(0, big)


_PARTS = st.recursive(
    st.lists(st.text("-1.", max_size=4).map(str.encode), max_size=3).map(words),
    lambda inner: st.one_of(
        st.builds(then, inner, inner), st.builds(either, inner, inner), inner.map(Star),
        st.builds(AtMost, st.integers(1, 3), inner),
    ),
    max_leaves=4,
)  # fmt: skip


_NUMBERS = read_regex(r"-?[0-9]+(\.[0-9]+)?")


@given(_PARTS)
@settings(deadline=None)
def test_languages_with_numbers_are_told_from_others(regex: Regex) -> None:
    assert Numeric()(regex) != dfa_of_regex(Both(regex, _NUMBERS)).is_empty
    assert Numeric()(Both(regex, _NUMBERS)) or dfa_of_regex(Both(regex, _NUMBERS)).is_empty


@pytest.mark.parametrize(
    ("language", "numeric"),
    [
        (r"[0-9]*", True), (r"-?[0-9]+\.[0-9]{2}", True), (r"[-.0-9]+", True), (r"(1-)*2", True),
        (r"[0-9]{4}-[0-9]{2}", False), (r"[0-9]\.[0-9]\.[0-9]", False), (r"-?", False), (r"\.[0-9]", False),
        (r"[0-9]\.", False), (r"(1-){1,3}2", False), (r"--1|1--", False),
    ],
)  # fmt: skip
def test_numbers_among_texts_with_their_signs(language: str, numeric: bool) -> None:
    assert Numeric()(read_regex(language)) == numeric
