"""Context-free languages as machines and masks, against brute force and the plain definition."""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush
from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detlm.errors import MaskError
from detlm.mask.arena import MACHINE, OR, THEN, as_ints
from detlm.mask.automaton import Dfa
from detlm.mask.building import dfa_of_regex
from detlm.mask.contextfree import ContextFree
from detlm.mask.contextfree_engine import ContextFreeEngine
from detlm.mask.grammar_terms import GrammarTerms
from detlm.mask.limits import dfa_of_limit
from detlm.mask.vocabulary import Vocabulary
from detlm.syntax.lark_files import read_lark
from detlm.syntax.program import (
    AtMostWords,
    Forbid,
    Grammar,
    GrammarRule,
    Limit,
    Nonterminal,
    Require,
    Terminal,
)
from detlm.syntax.regex import Regex, Star, literal, one_of
from tests.context_free import LONGEST, TEXTS, grammars, short_texts

from .strategies import regexes

BYTES: list[bytes | None] = [bytes([b]) for b in range(256)]
pieces = st.lists(st.sampled_from(b"aab"), min_size=2, max_size=6).map(bytes)
vocabularies = st.lists(pieces, max_size=12, unique=True).map(
    lambda extra: Vocabulary.from_tokens([None, *BYTES, *extra, None], [0, 257 + len(extra)])
)


def language_of(grammar: Grammar, limit: Dfa | None = None) -> ContextFree:
    terms = GrammarTerms()
    return ContextFree(terms, terms.grammar(grammar), limit)


def shortest_texts(terms: GrammarTerms) -> Callable[[int], float]:
    """For each term the length of a shortest text, found round by round from the parts."""
    of_rules = [inf] * len(terms.bodies)
    known: dict[int, float] = {}

    def length(term: int) -> float:
        if term not in known:
            known[term] = computed(term)
        return known[term]

    def computed(term: int) -> float:
        kind = terms.kind(term)
        if kind[0] == THEN:
            return sum(map(length, terms.head(term)))
        if kind[0] == OR:
            return min(map(length, as_ints(kind[1])))
        if kind[0] == MACHINE:
            dfa, state = terms.machine_of(term)
            return int(dfa.distances()[state])
        if (rule := terms.rule_of(term)) >= 0:
            return of_rules[rule]
        return inf if term == terms.NOTHING else 0 if terms.nullable(term) else 1

    before = None
    while before != of_rules:
        before = list(of_rules)
        known.clear()
        of_rules[:] = map(length, terms.bodies)
    known.clear()
    return length


def can_end(language: ContextFree, state: int) -> bool:
    """Whether an accepting state can be reached, by looking; where little is missing, first."""
    missing = shortest_texts(language.terms)
    seen, todo = {state}, [(0.0, state)]
    while todo:
        _, here = heappop(todo)
        if language.is_accepting(here):
            return True
        for byte in language.next_bytes(here):
            after = language.step(here, byte)
            if after not in seen:
                seen.add(after)
                heappush(todo, (missing(language.places[after][0]), after))
        assert len(seen) < 5_000
    return False


def check_texts(language: ContextFree, expected: set[bytes]) -> None:
    """Exactly these texts, and no way into a state that cannot end."""
    beginnings = {text[:n] for text in expected for n in range(len(text) + 1)}
    assert language.is_empty or can_end(language, language.start)
    for text in TEXTS:
        state = language.run(language.start, text)
        assert language.accepts(text) == (text in expected)
        assert state >= 0 or text not in beginnings
        assert state < 0 or can_end(language, state)


@given(grammars())
@settings(max_examples=150, deadline=None)
def test_the_machine_accepts_what_the_grammar_derives(grammar: Grammar) -> None:
    check_texts(language_of(grammar), set(short_texts(grammar)))


LIMITS: list[Limit] = [AtMostWords(0), Forbid(b"ab"), Require(b"aab"), Forbid(b"a"), Require(b"b")]


@given(grammars(), st.one_of(regexes.map(dfa_of_regex), st.sampled_from(LIMITS).map(dfa_of_limit)))
@settings(max_examples=100, deadline=None)
def test_a_limit_cuts_the_language_exactly(grammar: Grammar, limit: Dfa) -> None:
    expected = {text for text in short_texts(grammar) if limit.accepts(text)}
    check_texts(language_of(grammar, limit), expected)


@given(grammars(), vocabularies, st.one_of(st.none(), regexes.map(dfa_of_regex)), st.sampled_from(TEXTS))
@settings(max_examples=150, deadline=None)
def test_rows_are_exact(grammar: Grammar, vocabulary: Vocabulary, limit: Dfa | None, text: bytes) -> None:
    check_rows(grammar, vocabulary, limit, text)


WAYS = [
    {"detlm.mask.places._FEW": 0},  # all places at once
    {"detlm.mask.places._FEW": 2},  # by turns
    {"detlm.mask.contextfree_engine._SPARSE": 0},  # rows from flags
]


@given(
    grammars(),
    vocabularies,
    st.one_of(st.none(), regexes.map(dfa_of_regex)),
    st.sampled_from(TEXTS),
    st.sampled_from(WAYS),
)
@settings(max_examples=150, deadline=None)
def test_rows_are_exact_however_computed(
    grammar: Grammar, vocabulary: Vocabulary, limit: Dfa | None, text: bytes, way: dict[str, int]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in way.items():
            patch.setattr(name, value)
        check_rows(grammar, vocabulary, limit, text)


def check_rows(grammar: Grammar, vocabulary: Vocabulary, limit: Dfa | None, text: bytes) -> None:
    """After each beginning of a text: the tokens that can be completed, found by trying each."""
    language = language_of(grammar, limit)
    if language.is_empty:
        with pytest.raises(MaskError, match="no text"):
            ContextFreeEngine(vocabulary, language)
        return
    engine = ContextFreeEngine(vocabulary, language)
    for end in range(len(text) + 1):
        state = language.run(language.start, text[:end])
        row = set(np.flatnonzero(engine.bool_row(state)).tolist())
        said = enumerate(vocabulary.tokens)
        expected = {i for i, token in said if token is not None and language.run(state, token) >= 0}
        if language.is_accepting(state):
            expected |= set(vocabulary.eos_ids)
        assert row == expected
        assert engine.count(state) == len(row)
        assert (state >= 0) == bool(row)  # never stuck


def test_nothing_is_allowed_that_cannot_end() -> None:
    # llguidance and xgrammar let "a" through here.
    nowhere = GrammarRule("x", ((Terminal(literal(b"c")), Nonterminal(1)),))
    start = GrammarRule("start", ((Terminal(literal(b"a")), Nonterminal(1)), (Terminal(literal(b"b")),)))
    language = language_of(Grammar((start, nowhere)))
    assert language.next_bytes(language.start) == [ord("b")]
    assert language.forced(language.start) == b"b"


def test_terminals_are_not_greedy() -> None:
    # A lexer would take every "a" and then miss the last one.
    language = language_of(Grammar((GrammarRule("s", ((Terminal(Star(literal(b"a"))), Nonterminal(1)),)),
                                    GrammarRule("t", ((Terminal(literal(b"a")),),)))))  # fmt: skip
    assert language.accepts(b"aaa")


def test_a_way_of_nesting_costs_no_states_again() -> None:
    language = language_of(read_lark('start: start "+" start | "(" start ")" | /[0-9]+/'))
    assert language.accepts(b"+".join([b"(1+(2))"] * 200))
    assert len(language.places) < 30  # ambiguity does not pile up


@pytest.mark.parametrize("words", [1, 3, 60])
def test_words_are_counted_beside_the_stack(words: int) -> None:
    grammar = read_lark('start: "(" start (" " start)* ")" | /[a-z]+/')
    language = language_of(grammar, dfa_of_limit(AtMostWords(words)))
    text = b"(" + b" ".join([b"x"] * words) + b")"
    assert language.accepts(text)
    state = language.run(language.start, text[:-1])
    assert state >= 0 and language.step(state, ord(" ")) < 0  # a further word has no room
    assert language.run(language.start, text[:-1] + b"y") >= 0


def test_a_limit_too_large_is_refused_with_the_reason() -> None:
    with pytest.raises(MaskError, match="states beside a context-free category"):
        language_of(read_lark('start: "a" start | "b"'), dfa_of_limit(AtMostWords(500)))


BALANCED = read_lark('start: "(" start ")" | "x"')


def test_joining_with_a_wider_language_keeps_the_grammar() -> None:
    terms = GrammarTerms()
    free = terms.grammar(BALANCED)
    assert terms.both(free, terms.from_regex(Star(one_of(b"()xy")))) == free
    assert terms.both(terms.any_text, free) == free
    assert terms.without(free, terms.NOTHING) == free


@pytest.mark.parametrize(
    "make, message",
    [
        (lambda t, g: t.both(g, t.grammar(read_lark('start: "y"  start | "x"'))), "two context-free"),
        (lambda t, g: t.both(g, t.from_regex(Star(one_of(b"(x")))), "cuts texts out"),
        (lambda t, g: t.without(g, t.literal(b"x")), "no complement"),
        (lambda t, g: t.without(t.any_text, g), "no complement"),
    ],
)
def test_what_cannot_be_joined_is_refused(make: object, message: str) -> None:
    terms = GrammarTerms()
    assert callable(make)
    with pytest.raises(MaskError, match=message):
        make(terms, terms.grammar(BALANCED))


def test_a_context_free_part_among_regular_ones() -> None:
    terms = GrammarTerms()
    part = terms.then(terms.grammar(BALANCED), terms.literal(b";"))
    root = terms.then(terms.from_regex(Star(one_of(b"ab"))), terms.at_most(2, part))
    language = ContextFree(terms, root)
    for text, wanted in [
        (b"", True),
        (b"abx;", True),
        (b"((x));x;", True),
        (b"x;x;x;", False),
        (b"(x;", False),
    ]:
        assert language.accepts(text) == wanted
    assert language.forced(language.run(language.start, b"x;((x")) == b"));"


def test_short_texts_know_the_longest() -> None:
    assert max(map(len, short_texts(read_lark('start: "a" start | "b"')))) == LONGEST


def test_moves_of_tokens_and_bytes_agree() -> None:
    vocabulary = Vocabulary.from_tokens([*BYTES, b"((", b"x))", None], [258])
    engine = ContextFreeEngine(vocabulary, language_of(BALANCED))
    inside = engine.advance(engine.start, 256)
    assert inside == engine.advance_bytes(engine.start, b"((") >= 0
    ended = engine.advance(inside, 257)
    assert engine.is_accepting(ended) and engine.advance(ended, 258) == ended
    assert engine.advance(inside, 258) < 0 and engine.advance(inside, 999) < 0
    assert not engine.may_go_on(ended) and engine.may_go_on(inside)
    logits = np.zeros(vocabulary.size, dtype=np.float32)
    engine.apply(inside, logits)
    assert np.isfinite(logits).sum() == engine.count(inside) == 4  # "(", "((", "x", "x))"


def test_a_vocabulary_that_cannot_spell_is_refused() -> None:
    with pytest.raises(MaskError, match="spell"):
        ContextFreeEngine(Vocabulary.from_tokens([b"(", b"x", None], [2]), language_of(BALANCED))


def test_regular_terms_stay_what_they_were() -> None:
    terms = GrammarTerms()
    expression: Regex = Star(one_of(b"ab"))
    term = terms.from_regex(expression)
    assert not terms.is_context_free(term) and terms.accepts(term, b"abba")
    assert terms.without(term, terms.from_regex(literal(b"a"))) != terms.NOTHING
