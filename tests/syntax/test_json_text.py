"""JSON strings, against Python's ``json`` and against the languages they are made of."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from detlm.mask.building import dfa_of_regex
from detlm.mask.splits import matches
from detlm.syntax.json_text import escaped, escaping, key, quoted, string
from detlm.syntax.regex import (
    ALL_BYTES,
    AtMost,
    Both,
    Either,
    OneOf,
    Regex,
    Star,
    Then,
    Without,
    literal,
    one_of,
    words,
)
from tests.mask.strategies import accepted

_BYTES = [*b'ab"\\/\n\t\r\b\f\x00\x1f\x10\x7f', 0xC3, 0xA9]
_texts = st.lists(st.sampled_from(_BYTES), max_size=6).map(bytes)
_sets = st.one_of(
    st.sets(st.sampled_from(_BYTES), min_size=1, max_size=4).map(one_of), st.just(OneOf(ALL_BYTES))
)


def _grow(inner: st.SearchStrategy[Regex]) -> st.SearchStrategy[Regex]:
    pairs = [st.builds(make, inner, inner) for make in (Then, Either, Both, Without)]
    return st.one_of(*pairs, st.builds(Star, inner), st.builds(AtMost, st.integers(0, 3), inner))


_regexes = st.recursive(st.one_of(_sets, _sets, _texts.map(literal)), _grow, max_leaves=7)


@given(st.text())
def test_escapes_are_those_of_json(text: str) -> None:
    spelled = quoted(text.encode())
    assert json.loads(spelled) == text
    assert spelled.decode() == json.dumps(text, ensure_ascii=False)
    assert key(text.encode()) == spelled + b":"


@given(_regexes, _texts)
@settings(max_examples=300, deadline=None)
def test_the_spelling_is_admitted_exactly_if_the_text_is(regex: Regex, text: bytes) -> None:
    spelled = string(regex)
    assert matches(spelled, quoted(text)) == matches(regex, text)
    assert dfa_of_regex(spelled).accepts(quoted(text)) == matches(regex, text)


@given(st.data(), _regexes)
@settings(max_examples=150, deadline=None)
def test_everything_admitted_is_a_spelling(data: st.DataObject, regex: Regex) -> None:
    automaton = dfa_of_regex(escaping(regex))
    if automaton.is_empty:
        return
    spelled = data.draw(accepted(automaton, 20))
    content = json.loads(f'"{spelled.decode("latin-1")}"').encode("latin-1")
    assert escaped(content) == spelled
    assert matches(regex, content)


@given(st.lists(st.text(max_size=8), min_size=1, max_size=20), st.text(max_size=8))
def test_word_lists(texts: list[str], other: str) -> None:
    regex = string(words(t.encode() for t in texts))
    for text in [*texts, other]:
        assert matches(regex, quoted(text.encode())) == (text in texts)


def test_other_spellings_are_refused() -> None:
    regex = string(Star(OneOf(ALL_BYTES)))
    for text in [
        rb'"\/"',
        rb'"\u0041"',
        rb'"\u000a"',
        rb'"\u001F"',
        b'"\n"',
        rb'"\x41"',
        rb'"\"',
        b"a",
        b'"a',
        b'a"',
    ]:
        assert not matches(regex, text), text


def test_expressions_without_escapes_stay_the_same_objects() -> None:
    plain = Then(Star(one_of(b"abc")), AtMost(3, literal(b"xyz")))
    assert escaping(plain) is plain
    assert escaping(words(b"%05d" % n for n in range(20_000))) is not None  # long lists need no recursion
