"""``/…/`` literals: the same language as Python's ``re`` where both speak, whole characters, refusals."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detlm.syntax import characters
from detlm.syntax.regex_reader import MAX_EXPANDED, RegexError, read_regex
from detlm.syntax.size import MAX_DEPTH, Measuring
from tests.strategies import character_texts, regex_sources
from tests.syntax.oracle import matches


@given(regex_sources(), st.lists(character_texts(), max_size=6))
def test_agrees_with_python(source: str, texts: list[str]) -> None:
    regex = read_regex(source)
    for text in ["", *texts]:
        expected = re.fullmatch(source, text, re.ASCII) is not None
        assert matches(regex, text.encode()) == expected, (source, text)


@given(st.lists(st.tuples(st.integers(0, 0x10FFFF), st.integers(0, 400)), max_size=4), st.data())
def test_a_class_is_exactly_its_characters(pairs: list[tuple[int, int]], data: st.DataObject) -> None:
    members = characters.ranges((a, min(a + n, 0x10FFFF)) for a, n in pairs)
    regex = characters.in_utf8(members)
    edges = [c for low, high in members for c in (low - 1, low, high, high + 1)]
    for code in [*edges, data.draw(st.integers(0, 0x10FFFF))]:
        if 0 <= code <= 0x10FFFF and not 0xD800 <= code < 0xE000:
            inside = any(low <= code <= high for low, high in members)
            assert matches(regex, chr(code).encode()) == inside
    assert not matches(regex, b"")


@given(st.binary(max_size=4))
def test_any_character_is_one_utf8_character(text: bytes) -> None:
    try:
        single = len(text.decode("utf-8")) == 1 and text != b"\n"
    except UnicodeDecodeError:
        single = False
    assert matches(read_regex("."), text) == single


@given(st.lists(st.tuples(st.integers(0, 0x10FFFF), st.integers(0, 0x10FFFF)), max_size=4))
def test_complement_twice_is_the_same(pairs: list[tuple[int, int]]) -> None:
    members = characters.ranges(pairs)
    assert characters.complement(characters.complement(members)) == members


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        (r"\u{1F600}|\x41", ["😀", "A"]),
        (r"[\u{e9}\]\-a]+", ["é]-a"]),
        (r"[a-]", ["a", "-"]),
        (r"[-a]", ["a", "-"]),
        (r"[.*+?(){}|^$\/]+", [".*+?(){}|^$/"]),
        (r"\.\*\+\?\(\)\[\]\{\}\|\^\$\\\/\"", ['.*+?()[]{}|^$\\/"']),
        (r"a|", ["a", ""]),
        (r"()", [""]),
        (r"\f\v\t\r", ["\f\v\t\r"]),
        (r"[\D]", ["é", "x"]),
        (r"a{0}", [""]),
        (r"a{0,2}b", ["b", "aab"]),
        (r"[a-c-]", ["-", "b"]),
        (r"-- \"x\"", ['-- "x"']),
    ],
)
def test_matches(source: str, texts: list[str]) -> None:
    regex = read_regex(source)
    assert all(matches(regex, t.encode()) for t in texts)
    assert not matches(regex, "Ω!".encode())


@pytest.mark.parametrize(
    ("source", "start", "length", "word"),
    [
        ("ab(?=c)", 2, 3, "look-around"),
        ("(?!c)", 0, 3, "look-around"),
        ("(?<=c)", 0, 4, "look-around"),
        ("(?<!c)", 0, 4, "look-around"),
        ("(?P<n>c)", 0, 5, "named group"),
        ("(?<n>c)", 0, 4, "named group"),
        ("(?i)c", 0, 4, "inline flag"),
        ("(?i:c)", 0, 4, "inline flag"),
        ("(?>c)", 0, 3, "atomic group"),
        (r"x\bc", 1, 2, "word boundary"),
        (r"(x)\1", 3, 2, "back-reference"),
        (r"\k", 0, 2, "back-reference"),
        ("^c", 0, 1, "anchor"),
        ("c$", 1, 1, "anchor"),
        (r"\Ac", 0, 2, "anchor"),
        ("c*?", 2, 1, "lazy"),
        ("c+?", 2, 1, "lazy"),
        ("c??", 2, 1, "lazy"),
        ("c{1,2}?", 6, 1, "lazy"),
        ("c++", 2, 1, "possessive"),
        ("c{2}+", 4, 1, "possessive"),
        (r"\p{L}", 0, 2, "Unicode property"),
        ("[b-a]", 1, 3, "backwards"),
        (r"[\d-z]", 1, 4, "begin and end with a character"),
        (r"[^\d\D]", 0, 7, "no character"),
        (r"\u{d800}", 0, 8, "no character"),
        (r"\u{110000}", 0, 10, "no character"),
        ("[]", 1, 1, "without characters"),
        ("[a", 2, 1, "before its ]"),
        ("(a", 2, 1, "before its )"),
        ("a)", 1, 1, "closes nothing"),
        ("a**", 2, 1, "nothing to repeat"),
        ("*", 0, 1, "nothing to repeat"),
        ("a{2", 1, 1, "nothing to repeat"),
        ("a{3,2}", 1, 5, "larger than the second"),
        (r"\q", 0, 2, "no escape"),
        (r"a\u{}", 1, 2, "no escape"),
        ("[[:alpha:]]", 1, 1, "inside a class"),
        ("(a{200}){200}", 8, 5, "written out"),
        ("a{99999999}", 1, 10, "written out"),
        ("(a{9000}b{9000})", 1, 14, "written out"),
        ("(" * 70 + ")" * 70, 60, 1, "deeper"),
        ("a" * 5000, 0, 5000, "at most"),
    ],
)
def test_refused_with_place_and_reason(source: str, start: int, length: int, word: str) -> None:
    with pytest.raises(RegexError) as caught:
        read_regex(source)
    assert (caught.value.start, caught.value.length) == (start, length)
    assert word in caught.value.message


@given(st.text('abc()[]{}|*+?.\\-^$,0123dwsuxpbk<>=!:/"é\n', max_size=14))
def test_any_source_is_read_or_refused_at_a_place(source: str) -> None:
    try:
        regex = read_regex(source)
    except RegexError as error:
        assert 0 <= error.start <= len(source)
        assert error.length >= 1
    else:
        assert Measuring().measure(regex).depth <= MAX_DEPTH


def test_large_counts_stay_shallow() -> None:
    measure = Measuring().measure(read_regex(f"a{{{MAX_EXPANDED}}}"))
    assert measure.depth <= MAX_DEPTH
    assert measure.size == MAX_EXPANDED
    assert matches(read_regex("a{150}b{1,200}"), b"a" * 150 + b"b" * 7)
