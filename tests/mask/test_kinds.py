"""Kinds of tokens against their meaning: tokens of one kind may come in the same states."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detlm.mask import kinds as kinds_module
from detlm.mask.building import dfa_of_regex
from detlm.mask.contextfree import ContextFree
from detlm.mask.contextfree_engine import ContextFreeEngine
from detlm.mask.grammar_terms import GrammarTerms
from detlm.mask.kinds import NOWHERE, AutomatonKinds, Endings, TooManyKinds
from detlm.mask.vocabulary import Vocabulary
from detlm.syntax.lark_files import read_lark
from detlm.syntax.regex import Regex, Star, literal, one_of, repeat, then

from .strategies import ALPHABET, regexes

tokens = st.lists(
    st.one_of(st.none(), st.lists(st.sampled_from(list(ALPHABET)), max_size=6).map(bytes)), max_size=20
)


@given(tokens)
def test_endings_hold_every_token_from_its_last_byte(texts: list[bytes | None]) -> None:
    endings = Endings(texts)
    said = {i: text for i, text in enumerate(texts) if text}
    assert sorted(endings.ids.tolist()) == sorted(said)
    for place, token in enumerate(endings.ids.tolist()):
        read = bytes(int(column[place]) for column in endings.columns if place < len(column))
        assert read == said[token][::-1]


@given(tokens, regexes)
@settings(max_examples=60, deadline=None)
def test_a_kind_tells_in_which_states_its_tokens_may_come(texts: list[bytes | None], regex: Regex) -> None:
    dfa = dfa_of_regex(regex)
    if dfa.is_empty:
        return
    kinds = AutomatonKinds(Endings(texts), dfa)
    assert kinds.alive.shape[0] == dfa.size and len(kinds.of_token) == len(texts)
    assert len({column.tobytes() for column in kinds.alive.T}) == kinds.alive.shape[1]  # no two alike
    for token, text in enumerate(texts):
        for state in range(dfa.size):
            expected = bool(text) and dfa.run(state, text or b"") >= 0
            assert kinds.alive[state, kinds.of_token[token]] == expected


def test_many_tokens_are_few_kinds() -> None:
    sentence = dfa_of_regex(then(repeat(one_of(b"abcdefgh "), 0, 30), literal(b".")))
    source = np.random.default_rng(0)
    texts = [bytes(source.choice(list(b"abcdefgh "), size=1 + n % 6).tolist()) for n in range(5_000)]
    texts += [b"x", b".a"]
    kinds = AutomatonKinds(Endings(texts), sentence)
    assert sorted(set(kinds.of_token.tolist())) == [NOWHERE, *sorted(set(kinds.of_token[:6].tolist()))]


def test_too_many_kinds_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds_module, "_WORK", 5)
    with pytest.raises(TooManyKinds):
        AutomatonKinds(Endings([b"a", b"b", b"ab"]), dfa_of_regex(Star(literal(b"ab"))))


def test_texts_that_nothing_tells_apart_are_one_kind_to_a_grammar() -> None:
    grammar = read_lark('start: NAME "(" (start ("," start)*)? ")"\nNAME: /[a-z]+/')
    names: list[bytes | None] = [bytes([97 + n % 26]) * (n // 26 + 1) for n in range(260)]
    after: list[bytes | None] = [b"x(", b"abc(", b"f((", b"f(x", b"foo(bar", b"f()", b"f())", b"g)", b"long)"]
    byte: list[bytes | None] = [bytes([b]) for b in range(256)]
    vocabulary = Vocabulary.from_tokens([*byte, *names, *after, None], [256 + len(names) + len(after)])
    terms = GrammarTerms()
    engine = ContextFreeEngine(vocabulary, ContextFree(terms, terms.grammar(grammar)))
    node_of = engine._token_node[256 : 256 + len(names)]
    assert len(set(node_of.tolist())) == 1
    first = dict(zip(after, engine._token_node[256 + len(names) :].tolist(), strict=False))
    assert first[b"x("] == first[b"abc("] and first[b"g)"] == first[b"long)"]
    assert first[b"f(x"] == first[b"foo(bar"] != first[b"f()"] != first[b"f())"]
    assert first[b"f(("] == engine._places.trie.nodes  # nowhere
    assert engine._places.trie.nodes < 20
