"""Long lists of words as automata, alone and inside shapes, against the terms that they replace."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detlm.mask import wordlists
from detlm.mask.building import dfa_of_regex, dfa_of_term
from detlm.mask.product import equal
from detlm.mask.terms import Terms
from detlm.mask.wordlists import dfa_of_words, fixed_texts, list_of_words
from detlm.syntax.regex import (
    AtMost,
    Either,
    Regex,
    Star,
    Then,
    Without,
    either,
    literal,
    one_of,
    then,
    words,
)

some_words = st.lists(st.text("abc", max_size=6).map(str.encode), min_size=1, max_size=120)
MANY = [b"%d" % n for n in range(0, 900, 7)] + [b"", b"x" * 40]


def as_terms(regex: Regex, monkeypatch: pytest.MonkeyPatch) -> object:
    with monkeypatch.context() as patch:
        patch.setattr("detlm.mask.terms.dfa_of_words", lambda _: None)
        return dfa_of_regex(regex)


@given(some_words)
@settings(deadline=None)
def test_the_texts_of_a_list_come_back(texts: list[bytes]) -> None:
    assert sorted(fixed_texts(words(texts)) or []) == sorted(set(texts))
    dfa = list_of_words(texts)
    assert dfa is not None
    terms = Terms()
    plain = dfa_of_term(terms, terms.either([terms.literal(text) for text in texts]))
    assert equal(dfa, plain) and dfa.size == plain.size
    assert dfa.start == 0 and [s for s in range(dfa.size) if not dfa.distances()[s] >= 0] == []


def test_other_expressions_are_left_to_terms() -> None:
    listed = words(MANY)
    digits = one_of(b"0123456789")
    for other in (
        Then(listed, digits),
        Either(Star(digits), listed),
        AtMost(2, listed),
        digits,
        words([b"a", b"b"]),
    ):
        assert dfa_of_words(other) is None
    long = literal(b"a" * 5000)  # deeper than Python recurses
    assert fixed_texts(Either(long, listed)) is not None and len(b"a" * 5000) > sys.getrecursionlimit()
    assert dfa_of_regex(Either(long, listed)).accepts(b"a" * 5000)


@pytest.mark.parametrize(
    "around",
    [
        lambda r: r,
        lambda r: then(r, literal(b".")),
        lambda r: then(literal(b"<"), r, literal(b","), r, literal(b">")),
        lambda r: then(r, literal(b"1")),  # a word may go on with the byte that follows words
        lambda r: then(r, Star(one_of(b"ab"))),
        lambda r: either(then(r, literal(b"?")), literal(b"77 is fine")),
        lambda r: Star(then(r, literal(b";"))),
        lambda r: Without(r, literal(b"7")),
        lambda r: then(AtMost(2, then(r, literal(b" "))), r),
    ],
)
def test_lists_inside_expressions(around: Callable[[Regex], Regex], monkeypatch: pytest.MonkeyPatch) -> None:
    wordlists.forget()
    regex = around(words(MANY))
    quick = dfa_of_regex(regex)
    plain = as_terms(regex, monkeypatch)
    assert equal(quick, plain) and quick.size == plain.size  # type: ignore[arg-type, attr-defined]


def test_a_list_in_a_term_goes_in_as_one_block() -> None:
    wordlists.forget()
    terms = Terms()
    listed = terms.from_regex(words(MANY))
    root = terms.then(terms.literal(b"<"), terms.then(listed, terms.literal(b">")))
    dfa = dfa_of_term(terms, root, minimal_up_to=0)
    assert dfa.accepts(b"<7>") and dfa.accepts(b"<>") and not dfa.accepts(b"<8>")
    reachable = {0}
    todo = [0]
    while todo:
        for _, target in dfa.edges(todo.pop()):
            if target not in reachable:
                reachable.add(target)
                todo.append(target)
    assert len(reachable) == dfa.size


def test_a_hundred_thousand_words_are_few_states_at_once() -> None:
    texts = [b"%d" % (n * 7919 % 1_000_003) for n in range(100_000)]
    dfa = dfa_of_regex(then(words(texts), literal(b".")))
    assert all(dfa.accepts(text + b".") for text in texts[::997])
    assert not dfa.accepts(b"7918.") and not dfa.accepts(texts[5])
