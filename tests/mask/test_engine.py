"""Rows of masks against the plain definition: try every token in every state."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detlm.errors import MaskError, VocabularyError
from detlm.mask import engine as engine_module
from detlm.mask.automaton import Dfa
from detlm.mask.building import dfa_of_regex
from detlm.mask.bytesets import ALL
from detlm.mask.engine import MaskEngine
from detlm.mask.vocabulary import Vocabulary
from detlm.syntax.regex import NOTHING, Regex, Star, literal, one_of, repeat, then, words

from .strategies import ALPHABET, regexes

BYTES: list[bytes | None] = [bytes([b]) for b in range(256)]
_pieces = st.lists(st.sampled_from(list(ALPHABET)), min_size=1, max_size=5).map(bytes)
vocabularies = st.lists(st.one_of(_pieces, st.none()), max_size=30).map(
    lambda extra: Vocabulary.from_tokens([None, *BYTES, *extra, None], [0, 257 + len(extra)])
)


def admissible(vocabulary: Vocabulary, dfa: Dfa, state: int) -> set[int]:
    """By definition: tokens whose bytes stay alive, and end-of-text where the text may end."""
    out = {i for i, text in enumerate(vocabulary.tokens) if text is not None and dfa.run(state, text) >= 0}
    return out | set(vocabulary.eos_ids) if dfa.accepting[state] else out


def check_all_rows(vocabulary: Vocabulary, dfa: Dfa) -> None:
    engine = MaskEngine(vocabulary, dfa)
    for state in range(dfa.size):
        expected = admissible(vocabulary, dfa, state)
        assert set(np.flatnonzero(engine.bool_row(state)).tolist()) == expected
        assert engine.count(state) == len(expected) > 0  # never dead
        assert not any(vocabulary.tokens[i] is None and i not in vocabulary.eos_ids for i in expected)
        for token in (*expected, 0, 5, vocabulary.size - 1):
            after = engine.advance(state, token)
            assert (after >= 0) == (token in expected)
            if after >= 0:
                text = vocabulary.tokens[token]
                assert after == (state if text is None else dfa.run(state, text))


@given(vocabularies, regexes)
@settings(max_examples=40, deadline=None)
def test_rows_are_exact(vocabulary: Vocabulary, regex: Regex) -> None:
    dfa = dfa_of_regex(regex)
    if not dfa.is_empty:
        check_all_rows(vocabulary, dfa)


WAYS = [
    {"_WIDE": 0},  # all asked by kinds
    {"_WIDE": 0, "_KINDS_PAY": 0},  # all swept
    {"_WIDE": 257},  # all walked
    {"_WIDE": 257, "_MANY": 2},  # along the children of nodes
    {"_WIDE": 2, "_MANY": 2},  # walks come to states that are asked by kinds
    {"_WIDE": 3, "_MANY": 4, "_KINDS_PAY": 0},
    {"_WALK_LIMIT": 1},  # walks that give up
    {"_WALK_LIMIT": 1, "_KINDS_PAY": 0},
]


@given(vocabularies, regexes, st.sampled_from(WAYS))
@settings(max_examples=60, deadline=None)
def test_rows_are_exact_however_computed(
    vocabulary: Vocabulary, regex: Regex, settings: dict[str, int]
) -> None:
    dfa = dfa_of_regex(regex)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in settings.items():
            patch.setattr(engine_module, name, value)
        if not dfa.is_empty:
            check_all_rows(vocabulary, dfa)


def test_a_walk_goes_on_where_much_may_follow() -> None:
    """Few bytes may come first, and many behind them: tokens of both are admitted."""
    vocabulary = Vocabulary.from_tokens([*BYTES, b"an", b"a1", b"bz.", b"a..", b"cc", None], [261])
    check_all_rows(vocabulary, dfa_of_regex(then(one_of(b"ab"), one_of(range(256)), literal(b"."))))


def test_where_kinds_are_too_many_the_trie_is_swept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detlm.mask.kinds._WORK", 1)
    regex = then(repeat(one_of(set(range(256)) - set(b".\n")), 1, 9), literal(b"."))
    vocabulary = Vocabulary.from_tokens([*BYTES, b"ab", b"a.", b"..", b"  " * 3, None], [260])
    engine = MaskEngine(vocabulary, dfa_of_regex(regex))
    assert engine._kinds is None and engine._folded is not None
    check_all_rows(vocabulary, engine.dfa)


def test_states_that_admit_the_same_share_one_row() -> None:
    dfa = dfa_of_regex(then(repeat(one_of(range(97, 123)), 0, 50), literal(b".")))
    vocabulary = Vocabulary.from_tokens([*BYTES, b"ab", b"abc", b"a.", None], [259])
    engine = MaskEngine(vocabulary, dfa, cache_bytes=1)
    rows = {id(engine.row(state)) for state in range(10) if not dfa.accepting[state]}
    assert len(rows) == 1
    for state in range(dfa.size):  # also after the first of them was dropped
        assert set(np.flatnonzero(engine.bool_row(state)).tolist()) == admissible(vocabulary, dfa, state)


@given(vocabularies, regexes, st.data())
@settings(max_examples=30, deadline=None)
def test_every_admitted_token_can_be_completed(
    vocabulary: Vocabulary, regex: Regex, data: st.DataObject
) -> None:
    dfa = dfa_of_regex(regex)
    if dfa.is_empty:
        return
    engine = MaskEngine(vocabulary, dfa)
    state, text = engine.start, b""
    for _ in range(4):
        token = data.draw(st.sampled_from(np.flatnonzero(engine.bool_row(state)).tolist()))
        state = engine.advance(state, token)
        text += vocabulary.tokens[token] or b""
    distance = dfa.distances()
    while distance[state]:
        token = next(
            i
            for i in np.flatnonzero(engine.bool_row(state)).tolist()
            if vocabulary.tokens[i] and distance[engine.advance(state, i)] < distance[state]
        )
        state = engine.advance(state, token)
        text += vocabulary.tokens[token] or b""
    assert dfa.accepts(text)


def test_both_ways_agree_on_a_wide_automaton() -> None:
    regex = then(repeat(one_of(set(range(256)) - set(b".\n")), 1, 40), literal(b"."))
    random = np.random.default_rng(0)
    extra: list[bytes | None] = [
        bytes(random.integers(32, 127, size=n).tolist()) for n in range(2, 9) for _ in range(300)
    ]
    check_all_rows(Vocabulary.from_tokens([*BYTES, *extra, None], [256 + len(extra)]), dfa_of_regex(regex))


def test_characters_split_over_tokens() -> None:
    tokens = [*BYTES, b"\xc3", b"\xa9\xc3", b"\xa9", "né".encode()]
    vocabulary = Vocabulary.from_tokens([*tokens, None], [len(tokens)])
    engine = MaskEngine(vocabulary, dfa_of_regex(Star(literal("é".encode()))))
    state = engine.advance(engine.start, 256)
    assert not engine.is_accepting(state)
    assert set(np.flatnonzero(engine.bool_row(state)).tolist()) == {0xA9, 257, 258}
    assert not engine.is_accepting(engine.advance(state, 257))
    assert engine.is_accepting(engine.advance(state, 258))
    # An automaton of whole characters admits no half of another one.
    assert engine.advance(engine.start, 259) == -1


def test_end_of_text_only_where_the_text_may_end() -> None:
    vocabulary = Vocabulary.from_tokens([None, *BYTES, b"for", None], [0, 258])
    engine = MaskEngine(vocabulary, dfa_of_regex(words([b"for", b"forest"])))
    start = engine.start
    assert not engine.bool_row(start)[[0, 258]].any()
    assert engine.advance(start, 0) == -1
    end = engine.advance(start, 257)
    assert engine.bool_row(end)[[0, 258]].all()
    assert engine.advance(end, 258) == end
    last = engine.advance_bytes(end, b"est")
    assert np.flatnonzero(engine.bool_row(last)).tolist() == [0, 258]
    assert engine.forced(start) == b"for"


def test_dead_states_and_foreign_ids() -> None:
    engine = MaskEngine(Vocabulary.from_tokens([*BYTES, None], [256]), dfa_of_regex(literal(b"a")))
    assert engine.count(-1) == 0 and not engine.row(-1).any()
    assert engine.advance(-1, 97) == engine.advance(0, 9999) == engine.advance(0, -1) == -1
    assert engine.advance_bytes(0, b"b") == engine.advance_bytes(-1, b"a") == -1


def test_scores_outside_the_mask_are_minus_infinity() -> None:
    engine = MaskEngine(Vocabulary.from_tokens([*BYTES, None], [256]), dfa_of_regex(one_of(b"xy")))
    scores = np.linspace(-1, 1, 257, dtype=np.float32)
    before = scores.copy()
    engine.apply(engine.start, scores)
    assert np.isneginf(scores).sum() == 255
    assert (scores[[120, 121]] == before[[120, 121]]).all()


def test_rows_are_kept_within_bounds_and_cannot_be_changed() -> None:
    vocabulary = Vocabulary.from_tokens([*BYTES, None], [256])
    engine = MaskEngine(vocabulary, dfa_of_regex(literal(b"a" * 100)), cache_bytes=1)
    rows = [engine.row(state).copy() for state in range(100)]
    assert len(engine._rows) == 16
    assert all((engine.row(state) == rows[state]).all() for state in range(100))
    assert engine.row(99) is engine.row(99)
    with pytest.raises(ValueError, match="read-only"):
        engine.row(99)[0] = 1


def test_missing_bytes_and_empty_automata_are_refused() -> None:
    lacking = Vocabulary.from_tokens([*BYTES[:97], None, *BYTES[98:], None], [256])
    MaskEngine(lacking, dfa_of_regex(literal(b"bcd")))
    with pytest.raises(VocabularyError, match=r"0x61 \('a'\)"):
        MaskEngine(lacking, dfa_of_regex(literal(b"abc")))
    with pytest.raises(MaskError, match="accepts nothing"):
        MaskEngine(lacking, dfa_of_regex(NOTHING))
    assert dfa_of_regex(Star(one_of(range(256)))).alphabet == ALL


def test_engines_for_few_masks_make_the_same() -> None:
    dfa = dfa_of_regex(then(Star(one_of(set(range(256)) - set(b"."))), literal(b".")))
    vocabulary = Vocabulary.from_tokens(
        [*(bytes([b]) for b in range(256)), b"ab", b"b.", b"..", b".a", b"  " * 40, None], [261]
    )
    once, often = MaskEngine(vocabulary, dfa, short_lived=True), MaskEngine(vocabulary, dfa)
    for state in range(dfa.size):
        assert (once.row(state) == often.row(state)).all()
