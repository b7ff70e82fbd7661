"""Lists and objects: canonical JSON, one parse a text, every combination of optional members."""

from __future__ import annotations

import json
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detlm.mask.building import dfa_of_regex
from detlm.mask.parse import parses
from detlm.syntax.json_shapes import Member, array, as_regex, object_
from detlm.syntax.json_text import string
from detlm.syntax.numbers import integer
from detlm.syntax.program import (
    ENTRY,
    Always,
    Chain,
    Choice,
    Derive,
    Field,
    Lex,
    Shape,
    UpTo,
    walk,
)
from detlm.syntax.regex import Star, either, literal, one_of
from tests.mask.strategies import accepted

NUMBER = Lex(integer(-5, 99))
TEXT = Lex(string(Star(one_of(b'a,"]}'))))


def without_fields(shape: Shape) -> Shape:
    """The shape with fields dropped, for readers that do not know them."""
    match shape:
        case Field(_, body):
            return without_fields(body)
        case Chain(parts):
            return Chain(tuple(without_fields(p) for p in parts))
        case Choice(options):
            return Choice(tuple(without_fields(o) for o in options))
        case UpTo(count, body):
            return UpTo(count, without_fields(body))
        case _:
            return shape


def dump(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


@pytest.mark.parametrize("optional", [o for n in range(5) for o in product([False, True], repeat=n)])
def test_optional_members_in_all_combinations(optional: tuple[bool, ...]) -> None:
    names = "abcd"[: len(optional)]
    shape = object_([Member(n.encode(), NUMBER, o) for n, o in zip(names, optional, strict=True)])
    automaton = dfa_of_regex(as_regex(shape))
    plain = without_fields(shape)
    for present in product([False, True], repeat=len(names)):
        text = dump({n: 7 for n, p in zip(names, present, strict=True) if p})
        expected = all(p or o for p, o in zip(present, optional, strict=True))
        assert automaton.accepts(text) == expected
        assert len(parses(plain, text)) == expected
    for text in [
        b"{,}",
        b'{"a":1,}',
        b'{,"a":1}',
        b'{"b":1,"a":1}',
        b'{"a":1,"a":1}',
        b'{"a": 1}',
        b'{"e":1}',
    ]:
        assert not automaton.accepts(text)


@given(st.data(), st.integers(0, 4), st.integers(0, 5))
@settings(max_examples=60, deadline=None)
def test_lists(data: st.DataObject, low: int, high: int) -> None:
    shape = array(NUMBER, low, high)
    automaton = dfa_of_regex(as_regex(shape))
    for length in range(7):
        value = data.draw(st.lists(st.integers(-5, 99), min_size=length, max_size=length))
        expected = low <= length <= high
        assert automaton.accepts(dump(value)) == expected
        assert len(parses(without_fields(shape), dump(value))) == expected
    for text in [b"[,]", b"[1,]", b"[,1]", b"[1 ]", b"", b"["]:
        assert not automaton.accepts(text)


def _values() -> st.SearchStrategy[Shape]:
    leaves = st.sampled_from(
        [NUMBER, TEXT, Lex(literal(b"null")), Lex(either(literal(b"true"), literal(b"false")))]
    )

    def grow(inner: st.SearchStrategy[Shape]) -> st.SearchStrategy[Shape]:
        members = st.lists(
            st.builds(Member, st.text('ab"\n', max_size=3).map(str.encode), inner, st.booleans()),
            max_size=4,
            unique_by=lambda m: m.key,
        )
        low = st.integers(0, 2)
        return st.one_of(
            members.map(object_), st.builds(lambda e, n, more: array(e, n, n + more), inner, low, low)
        )

    return st.recursive(leaves, grow, max_leaves=6)


@given(st.data(), _values())
@settings(max_examples=150, deadline=None)
def test_every_text_is_canonical_and_parses_one_way(data: st.DataObject, shape: Shape) -> None:
    text = data.draw(accepted(dfa_of_regex(as_regex(shape)), 30))
    assert dump(json.loads(text)) == text
    assert len(parses(without_fields(shape), text)) == 1


def test_fields_name_what_is_inside() -> None:
    shape = object_([Member(b"id", NUMBER), Member(b"tags", array(TEXT, 0, 3), optional=True)])
    assert {s.label for s in walk(shape) if isinstance(s, Field)} == {b"id", b"tags", ENTRY}


def test_twelve_optional_members_stay_small() -> None:
    shape = object_([Member(b"key%d" % n, NUMBER, True) for n in range(12)])
    assert sum(isinstance(s, Field) for s in walk(shape)) <= 40


def test_spans_are_more_than_their_texts() -> None:
    with pytest.raises(ValueError, match="Derive"):
        as_regex(array(Derive("x", 0, Always(), Always(), NUMBER), 0, 2))
