"""Regular limits, against plain Python on short texts over tricky alphabets."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from detlm.mask.automaton import Dfa
from detlm.mask.building import dfa_of_regex
from detlm.mask.splits import matches
from detlm.syntax import counting
from detlm.syntax.regex import Regex
from detlm.syntax.regex_reader import read_regex
from detlm.syntax.size import Measuring

WORD = rb"[A-Za-z0-9_\x80-\xff]"

_texts = st.one_of(
    st.text("aAb. -_é\n", max_size=14).map(str.encode),
    st.lists(st.sampled_from(["a", "b", "A", "ab", " ", ".", "-", "é", "a a", "?!", "\n"]), max_size=12).map(
        lambda parts: "".join(parts).encode()
    ),
    st.lists(st.sampled_from(list(b"ab. \xc3\xa9\xff\x80")), max_size=10).map(bytes),
)
_words = st.sampled_from(
    [b"a", b"A", b"ab", b"a b", b"a a", b"-a", b"a-", b"-a-", b"\xc3\xa9", b"aa", b"a-a", b".a."]
)
_counts = st.integers(0, 4)
_bounds = st.tuples(_counts, st.one_of(st.none(), _counts))
_quick = settings(max_examples=150, deadline=None)


def _said(word: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"(?<!" + WORD + rb")" + re.escape(word) + rb"(?!" + WORD + rb")", re.IGNORECASE)


@cache
def _automaton(build: Callable[..., Regex], *arguments: object) -> Dfa:
    return dfa_of_regex(build(*arguments))


def _within(count: int, bounds: tuple[int, int | None]) -> bool:
    low, high = bounds
    return low <= count and (high is None or count <= high)


@given(_words, _texts)
@example(b"a", b"aa")
@example(b"-a", b"a-a")
@_quick
def test_what_is_said(word: bytes, text: bytes) -> None:
    assert _automaton(counting.contains_word, word).accepts(text) == bool(_said(word).search(text))
    assert _automaton(counting.contains_exactly, word).accepts(text) == (word in text)
    stem = re.search(rb"(?<!" + WORD + rb")" + re.escape(word), text, re.IGNORECASE)
    assert _automaton(counting.contains_stem, word).accepts(text) == bool(stem)


@given(st.sampled_from(["a+b", "é.", "[ab]{2}-", "a|\\n"]), _texts)
@_quick
def test_an_expression_anywhere(source: str, text: bytes) -> None:
    automaton = dfa_of_regex(counting.contains_regex(read_regex(source)))
    pieces = [text[i:j] for i in range(len(text) + 1) for j in range(i, len(text) + 1)]
    assert automaton.accepts(text) == any(matches(read_regex(source), piece) for piece in pieces)


def _first_end(word: bytes, text: bytes) -> int | None:
    places = (i + len(word) for i in range(len(text)) if _said(word).match(text, i))
    return min(places, default=None)


@given(_words, _words, _texts)
@example(b"a", b"a b", b"a b")
@example(b"a", b"b", b"b a b")
@_quick
def test_order(first: bytes, second: bytes, text: bytes) -> None:
    a, b = _first_end(first, text), _first_end(second, text)
    expected = a is not None and b is not None and a < b
    assert _automaton(counting.before, first, second).accepts(text) == expected


@given(_words, _bounds, _texts)
@example(b"a a", (2, None), b"a a a a")
@example(b"-a-", (2, 2), b"-a--a-")
@example(b"-a", (2, 2), b"-a-a")
@settings(max_examples=400, deadline=None)
def test_how_often(word: bytes, bounds: tuple[int, int | None], text: bytes) -> None:
    # ``finditer`` goes from left to right without overlap and looks behind into the whole text, as we do.
    count = len(list(_said(word).finditer(text)))
    assert _automaton(counting.times_word, word, *bounds).accepts(text) == _within(count, bounds)


@given(_bounds, _texts)
@_quick
def test_words(bounds: tuple[int, int | None], text: bytes) -> None:
    count = len(re.findall(WORD + rb"+", text))
    assert _automaton(counting.words_between, *bounds).accepts(text) == _within(count, bounds)


@given(_bounds, st.text("aé€😀 \n", max_size=6))
@_quick
def test_characters(bounds: tuple[int, int | None], text: str) -> None:
    automaton = _automaton(counting.characters_between, *bounds)
    assert automaton.accepts(text.encode()) == _within(len(text), bounds)


@given(_bounds, _texts)
@_quick
def test_characters_of_any_bytes(bounds: tuple[int, int | None], text: bytes) -> None:
    count = sum(not 0x80 <= byte < 0xC0 for byte in text)
    assert _automaton(counting.characters_between, *bounds).accepts(text) == _within(count, bounds)


def _sentences(text: bytes) -> int:
    pieces = re.split(rb"(?<=[.!?])(?=[ \t\n\r\v\f]|\Z)", text)
    return sum(bool(piece.strip(b" \t\n\r\v\f")) for piece in pieces)


@given(_bounds, st.text("ab.!? \nÄ", max_size=16).map(str.encode))
@example((1, 1), b"Wait... ")
@example((2, 2), b"a. b")
@example((1, 1), b"3.5")
@example((2, 2), b". .")
@settings(max_examples=400, deadline=None)
def test_sentences(bounds: tuple[int, int | None], text: bytes) -> None:
    assert _automaton(counting.sentences_between, *bounds).accepts(text) == _within(_sentences(text), bounds)


@given(_bounds, _texts)
@_quick
def test_lines(bounds: tuple[int, int | None], text: bytes) -> None:
    count = len(text.split(b"\n"))
    assert _automaton(counting.lines_between, *bounds).accepts(text) == _within(count, bounds)


@pytest.mark.parametrize(
    "build",
    [
        counting.words_between,
        counting.characters_between,
        counting.sentences_between,
        counting.lines_between,
        lambda low, high: counting.times_word(b"word", low, high),
    ],
)
def test_large_counts_make_no_large_expressions(build: Callable[[int, int | None], Regex]) -> None:
    regex = build(900, 1000)
    assert Measuring().measure(regex).depth <= 60
    assert dfa_of_regex(regex).size <= 10_000
