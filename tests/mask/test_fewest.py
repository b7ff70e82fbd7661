"""The ways to the end that are known beside masks: shortest texts and fewest tokens, against brute force."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings

from detlm.mask.automaton import Dfa
from detlm.mask.building import dfa_of_regex
from detlm.mask.contextfree import ContextFree
from detlm.mask.engine import MaskEngine
from detlm.mask.fewest import FewestTokens
from detlm.mask.grammar_terms import GrammarTerms
from detlm.mask.vocabulary import Vocabulary
from detlm.syntax.program import Grammar
from detlm.syntax.regex import Regex, literal
from tests.context_free import TEXTS, grammars

from .strategies import regexes
from .test_contextfree import shortest_texts, vocabularies


def by_hand(vocabulary: Vocabulary, dfa: Dfa) -> list[int]:
    """For each state the fewest tokens to an accepting one, by trying all of them over and over."""
    texts = [text for text in vocabulary.tokens if text is not None]
    after = [{t for text in texts if (t := dfa.run(state, text)) >= 0} for state in range(dfa.size)]
    fewest = [0 if dfa.accepting[state] else dfa.size for state in range(dfa.size)]
    for _ in range(dfa.size):
        fewest = [min([fewest[s], *(1 + fewest[t] for t in after[s])]) for s in range(dfa.size)]
    return fewest


@given(vocabularies, regexes)
@settings(max_examples=60, deadline=None)
def test_fewest_tokens(vocabulary: Vocabulary, regex: Regex) -> None:
    dfa = dfa_of_regex(regex)
    assume(not dfa.is_empty)
    fewest, expected = FewestTokens(vocabulary.endings, dfa), by_hand(vocabulary, dfa)
    for tokens in (1, 0, 3, 2, dfa.size):
        assert fewest.within(tokens).tolist() == [few <= tokens for few in expected]
        leading = [
            i
            for i, text in enumerate(vocabulary.tokens)
            if text is not None and (t := dfa.run(0, text)) >= 0 and expected[t] <= tokens
        ]
        assert fewest.leading(0, tokens) == leading


def test_too_much_work_finds_fewer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detlm.mask.fewest._WORK", 5)
    vocabulary = Vocabulary.from_tokens([*(bytes([b]) for b in range(256)), b"ab", None], [257])
    engine = MaskEngine(vocabulary, dfa_of_regex(literal(b"abababab")))
    assert not engine.ends_within(0, 4) and engine.ends_within(0, 8)


@given(regexes)
@settings(max_examples=60, deadline=None)
def test_endings_of_automata_are_shortest_and_go_on_as_they_began(regex: Regex) -> None:
    dfa = dfa_of_regex(regex)
    for state in range(dfa.size):
        text = dfa.ending(state)
        assert len(text) == dfa.distances()[state] and dfa.accepting[dfa.run(state, text)]
        if text:
            assert dfa.ending(dfa.step(state, text[0])) == text[1:]
            lower = np.flatnonzero(dfa.table[state][dfa.classes] >= 0)
            nearer = [b for b in lower.tolist() if dfa.distances()[dfa.step(state, b)] < len(text)]
            assert text[0] == nearer[0]


@given(grammars(), regexes)
@settings(max_examples=60, deadline=None)
def test_endings_of_grammars_are_shortest_and_go_on_as_they_began(grammar: Grammar, regex: Regex) -> None:
    terms = GrammarTerms()
    root = terms.grammar(grammar)
    for limit in (None, dfa_of_regex(regex)):
        language = ContextFree(terms, root, limit)
        length = shortest_texts(terms)
        for state in {s for text in TEXTS if (s := language.run(language.start, text)) >= 0}:
            text = language.ending(state)
            if text is None:
                assert limit is not None
                continue
            assert len(text) == length(language.places[state][0])
            for n in range(len(text)):
                after = language.run(state, text[:n])
                assert after >= 0 and language.ending(after) == text[n:]
            assert language.is_accepting(language.run(state, text))
