"""Limits: automata against the direct reading, and that against regular expressions of Python."""

from __future__ import annotations

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from detlm.mask.limits import at_most_words, dfa_of_limit, says
from detlm.mask.parse import limit_holds
from detlm.mask.wording import mentions, word_count
from detlm.syntax.program import AtMostWords, Forbid, Limit, Require

from .strategies import limits

_bytes = st.lists(st.sampled_from(list(b"aAbB01_ .-\xc3\xa9\x80")), max_size=14).map(bytes)
_words = st.lists(st.sampled_from(list(b"aB1_ -\xc3")), max_size=4).map(bytes)
WORD = rb"[A-Za-z0-9_\x80-\xff]"


@given(_words, _bytes)
@example(b"", b"")
@example(b"", b"a")
@example(b"ab", b"abab ab")
@example(b"a-a", b"a-a-a")
@settings(max_examples=80, deadline=None)
def test_saying_a_word(word: bytes, text: bytes) -> None:
    pattern = rb"(?<!" + WORD + rb")" + re.escape(word) + rb"(?!" + WORD + rb")"
    expected = re.search(pattern, text, re.IGNORECASE) is not None
    assert mentions(word, text) == expected
    assert says(word).accepts(text) == expected
    assert says(word, never=True).accepts(text) != expected


@given(st.integers(0, 4), _bytes)
@settings(max_examples=80, deadline=None)
def test_counting_words(count: int, text: bytes) -> None:
    assert word_count(text) == len(re.findall(WORD + rb"+", text))
    assert at_most_words(count).accepts(text) == (word_count(text) <= count)
    assert at_most_words(count, never=True).accepts(text) == (word_count(text) > count)


@given(limits, _bytes)
@settings(max_examples=80, deadline=None)
def test_limits_as_automata(limit: Limit, text: bytes) -> None:
    assert dfa_of_limit(limit).accepts(text) == limit_holds(limit, text)


def test_whole_words_only() -> None:
    for text, said in [
        (b"It cures.", True),
        (b"CURES", True),
        (b"obscures", False),
        (b"cures_all", False),
        ("cures\u00e9".encode(), False),
        (b"cure s", False),
        (b"-cures-", True),
    ]:
        assert mentions(b"cures", text) is said
        assert dfa_of_limit(Require(b"Cures")).accepts(text) is said
        assert dfa_of_limit(Forbid(b"cures")).accepts(text) is not said
    assert dfa_of_limit(AtMostWords(0)).accepts(b" .- ")
    assert not dfa_of_limit(AtMostWords(0)).accepts(b" a ")
