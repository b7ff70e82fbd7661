"""Automata against the plain reading of expressions, Python's ``re``, and each other."""

from __future__ import annotations

import re
from itertools import product as tuples

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detlm.errors import MaskError
from detlm.mask.automaton import Dfa
from detlm.mask.building import Lexicon, dfa_of_regex, dfa_of_term
from detlm.mask.minimal import minimised
from detlm.mask.product import difference, equal, included, intersection, union
from detlm.mask.splits import matches
from detlm.mask.terms import Terms
from detlm.syntax.regex import (
    AtMost,
    Both,
    Either,
    Empty,
    Nothing,
    OneOf,
    Regex,
    Star,
    Then,
    Without,
    literal,
    one_of,
    repeat,
    then,
    words,
)

from .strategies import ALPHABET, plain_regexes, regexes, texts

DIGIT = one_of(b"0123456789")
DATE = then(repeat(DIGIT, 4, 4), literal(b"-"), repeat(DIGIT, 2, 2), literal(b"-"), repeat(DIGIT, 2, 2))
SHORT = [bytes(t) for n in range(4) for t in tuples(ALPHABET, repeat=n)]


def as_re(regex: Regex) -> str:
    match regex:
        case Nothing():
            return r"(?!)"
        case Empty():
            return ""
        case OneOf(members):
            return "[" + "".join(f"\\x{b:02x}" for b in range(256) if members >> b & 1) + "]"
        case Then(left, right):
            return f"(?:{as_re(left)})(?:{as_re(right)})"
        case Either(left, right):
            return f"(?:{as_re(left)}|{as_re(right)})"
        case Star(body):
            return f"(?:{as_re(body)})*"
        case AtMost(count, body):
            return f"(?:{as_re(body)}){{0,{count}}}"
    raise AssertionError(regex)


@given(regexes, st.lists(texts, min_size=1, max_size=12))
@settings(max_examples=80, deadline=None)
def test_an_automaton_accepts_what_the_expression_means(regex: Regex, samples: list[bytes]) -> None:
    dfa = dfa_of_regex(regex)
    terms = Terms()
    term = terms.from_regex(regex)
    for text in samples:
        assert dfa.accepts(text) == matches(regex, text) == terms.accepts(term, text)
    assert terms.is_empty(term) == dfa.is_empty
    if not dfa.is_empty:
        shortest = dfa.shortest()
        assert shortest is not None and matches(regex, shortest)


@given(plain_regexes)
@settings(max_examples=40, deadline=None)
def test_the_plain_reading_is_that_of_python(regex: Regex) -> None:
    pattern = re.compile(as_re(regex).encode(), re.DOTALL)
    for text in SHORT[::3]:
        assert matches(regex, text) == (pattern.fullmatch(text) is not None)


@given(regexes)
@settings(max_examples=60, deadline=None)
def test_every_state_is_reachable_live_and_different(regex: Regex) -> None:
    dfa = dfa_of_regex(regex)
    if dfa.is_empty:
        return
    assert (dfa.distances() >= 0).all()
    reached = {0}
    todo = [0]
    while todo:
        for _, target in dfa.edges(todo.pop()):
            if target not in reached:
                reached.add(target)
                todo.append(target)
    assert len(reached) == dfa.size
    # Myhill and Nerode: by filling in the table of states that some text tells apart.
    apart = {(p, q) for p in range(dfa.size) for q in range(p) if dfa.accepting[p] != dfa.accepting[q]}
    while True:
        more = {
            (p, q)
            for p in range(dfa.size)
            for q in range(p)
            if (p, q) not in apart and any(_apart(dfa.step(p, b), dfa.step(q, b), apart) for b in ALPHABET)
        }
        if not more:
            break
        apart |= more
    assert len(apart) == dfa.size * (dfa.size - 1) // 2


def _apart(p: int, q: int, apart: set[tuple[int, int]]) -> bool:
    return p != q and (p < 0 or q < 0 or (max(p, q), min(p, q)) in apart)


@given(regexes, regexes)
@settings(max_examples=80, deadline=None)
def test_products_join_languages(left: Regex, right: Regex) -> None:
    a, b = dfa_of_regex(left), dfa_of_regex(right)
    both, less, either = intersection(a, b), difference(a, b), union(a, b)
    for text in SHORT[::5]:
        x, y = a.accepts(text), b.accepts(text)
        assert both.accepts(text) == (x and y)
        assert less.accepts(text) == (x and not y)
        assert either.accepts(text) == (x or y)
    assert equal(either, dfa_of_regex(Either(left, right)))
    assert equal(both, dfa_of_regex(Both(left, right)))
    assert equal(less, dfa_of_regex(Without(left, right)))
    assert included(both, a) and included(less, a) and included(b, either)
    assert minimised(either).size == dfa_of_regex(Either(left, right)).size


@given(st.sets(texts))
@settings(max_examples=60, deadline=None)
def test_a_lexicon_holds_its_texts_and_is_smallest(members: set[bytes]) -> None:
    lexicon = Lexicon(members)
    terms = Terms()
    dfa = dfa_of_term(terms, terms.machine(lexicon, lexicon.start))
    assert all(dfa.accepts(t) == (t in members) for t in SHORT + sorted(members))
    assert dfa.size == lexicon.size if members else dfa.is_empty
    assert equal(dfa, dfa_of_regex(words(members)))


def test_facts_about_a_date() -> None:
    dfa = dfa_of_regex(DATE)
    assert dfa.size == 11
    assert dfa.table.shape[1] == 3  # digits, the hyphen, all else
    assert dfa.shortest() == b"0000-00-00"
    assert dfa.longest() == 10
    assert dfa.forced(dfa.run(0, b"2026")) == b"-"
    assert dfa.forced(0) == b""
    assert dfa.accepts(b"2026-11-22") and not dfa.accepts(b"2026-11-2") and not dfa.accepts(b"2026-11-222")


def test_forced_text_stops_where_the_text_may_end() -> None:
    dfa = dfa_of_regex(words([b"for", b"forest"]))
    assert dfa.forced(0) == b"for"
    assert dfa.forced(dfa.run(0, b"for")) == b""
    assert dfa.forced(dfa.run(0, b"fore")) == b"st"
    assert dfa.forced(-1) == b""


def test_languages_without_bound_have_no_longest_text() -> None:
    assert dfa_of_regex(Star(literal(b"ab"))).longest() is None
    assert dfa_of_regex(Nothing()).longest() == 0
    assert dfa_of_regex(Nothing()).shortest() is None


def test_counted_repetition_stays_linear() -> None:
    assert dfa_of_regex(AtMost(200, one_of(b"ab"))).size == 201
    # The body can be cut in several ways; without subsumption there would be sets of counts.
    cut = Either(one_of(b"a"), literal(b"aa"))
    assert dfa_of_regex(AtMost(60, cut)).size == 121


def test_deep_and_long_expressions() -> None:
    long = b"x" * 5000
    assert dfa_of_regex(then(*[one_of(b"x")] * 5000)).accepts(long)
    optional = [AtMost(1, literal(bytes([97 + i % 26]))) for i in range(3000)]
    with pytest.raises(MaskError, match=r"nested too deeply|more than"):
        dfa_of_regex(then(*optional))


def test_an_automaton_has_a_limit_on_states(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detlm.mask.automaton.STATE_LIMIT", 1000)
    monkeypatch.setattr("detlm.mask.building.STATE_LIMIT", 1000)
    # "the twelfth byte from the end is a" needs 2 ** 12 states.
    blowup = then(Star(one_of(b"ab")), one_of(b"a"), repeat(one_of(b"ab"), 11, 11))
    with pytest.raises(MaskError, match="more than 1,000 states"):
        dfa_of_regex(blowup)
    left, right = dfa_of_regex(Star(literal(b"a" * 97))), dfa_of_regex(Star(literal(b"a" * 101)))
    with pytest.raises(MaskError, match="joining two automata needs more than 1,000 states"):
        intersection(left, right)


def test_the_automaton_cannot_be_changed() -> None:
    dfa: Dfa = dfa_of_regex(DATE)
    with pytest.raises(ValueError, match="read-only"):
        dfa.table[0, 0] = 5
