"""Limits as automata: forbidden and required words, at most so many words, a regular language.

Mirrors ``lean/DetLM/Spec/Words.lean``: a word is said where its bytes occur (ASCII case ignored) with no
word byte right before and none right after.
"""

from __future__ import annotations

from collections import OrderedDict
from functools import lru_cache

import numpy as np

from detlm.mask.automaton import Dfa
from detlm.mask.building import dfa_of_regex
from detlm.mask.bytesets import ALL, WORD, bytes_of, is_word_byte, lower
from detlm.mask.edges import Edge, dfa_of_edges
from detlm.mask.minimal import minimised
from detlm.syntax.program import AtMostWords, Forbid, Limit, Matches, Require
from detlm.syntax.regex import Regex

_SAID = -1  # in place of a set of matches: the word was said, whatever comes


# Automata of expressions by identity (kept with them, so that ids stay their own): hashing one is not cheap,
# and a deep one cannot be hashed at all.
_EXPRESSIONS: OrderedDict[int, tuple[Regex, Dfa]] = OrderedDict()
_EXPRESSIONS_KEPT = 32


def describe(limit: Limit) -> str:
    """A limit as its source line, or in the language's words where it has none."""
    if limit.source:
        return limit.source
    match limit:
        case Forbid(word):
            return f'forbid "{word.decode(errors="replace")}"'
        case Require(word):
            return f'require "{word.decode(errors="replace")}"'
        case AtMostWords(count):
            return f"at most {count} words"
        case Matches():
            return "the answer matches an expression"


def dfa_of_limit(limit: Limit) -> Dfa:
    """The texts that keep to one limit."""
    match limit:
        case Forbid(word):
            return says(word, never=True)
        case Require(word):
            return says(word)
        case AtMostWords(count):
            return at_most_words(count)
        case Matches(regex):
            return _matching(regex)


def dfa_of_breaches(limit: Limit) -> Dfa | None:
    """The texts that do not keep to one limit; None for an expression, whose complement may be large."""
    match limit:
        case Forbid(word):
            return says(word)
        case Require(word):
            return says(word, never=True)
        case AtMostWords(count):
            return at_most_words(count, never=True)
        case Matches():
            return None


def _matching(regex: Regex) -> Dfa:
    known = _EXPRESSIONS.get(id(regex))
    if known is None:
        known = _EXPRESSIONS[id(regex)] = (regex, dfa_of_regex(regex))
        if len(_EXPRESSIONS) > _EXPRESSIONS_KEPT:
            _EXPRESSIONS.popitem(last=False)
    return known[1]


@lru_cache(maxsize=256)
def says(word: bytes, *, never: bool = False) -> Dfa:
    """Texts that say ``word`` as a whole word; with ``never`` those that do not."""
    word = lower(word)
    pieces = _pieces(word)
    start = frozenset({0})
    number = {start: 0}
    order = [start]
    edges: list[Edge] = []
    for source, matched in enumerate(order):
        for byte, members in pieces:
            after = _next(word, matched, byte)
            if after not in number:
                number[after] = len(order)
                order.append(after)
            edges.append((source, members, number[after]))
    # At the end of the text nothing follows, so a complete match counts.
    holds = np.array([bool(m & {_SAID, len(word)}) for m in order], dtype=np.bool_)
    return minimised(dfa_of_edges(edges, ~holds if never else holds))


def _next(word: bytes, matched: frozenset[int], byte: int) -> frozenset[int]:
    """The lengths of ``word`` that the text may be in the middle of; 0 where a word may begin."""
    fresh = not is_word_byte(byte)
    if _SAID in matched or (len(word) in matched and fresh):
        return frozenset({_SAID})
    longer = {n + 1 for n in matched if n < len(word) and word[n] == byte}
    return frozenset(longer | {0} if fresh else longer)


def _pieces(word: bytes) -> list[tuple[int, int]]:
    """Bytes that the word tells apart: a (small-letter) representative and the set it stands for."""
    pieces = []
    rest = ALL
    for byte in sorted(set(word)):
        members = 1 << byte | 1 << ord(chr(byte).upper()) if chr(byte).isascii() else 1 << byte
        pieces.append((byte, members))
        rest &= ~members
    for members in (rest & WORD, rest & ~WORD):
        if members:
            pieces.append((next(bytes_of(members)), members))
    return pieces


@lru_cache(maxsize=256)
def at_most_words(count: int, *, never: bool = False) -> Dfa:
    """Texts with at most ``count`` maximal runs of word bytes; with ``never`` those that have more."""
    # State 2n: n words, outside; state 2n - 1: n words, inside the last; the last of all: too many.
    edges: list[Edge] = []
    for n in range(count + 1):
        edges.append((2 * n, ALL & ~WORD, 2 * n))
        if n:
            edges += [(2 * n - 1, WORD, 2 * n - 1), (2 * n - 1, ALL & ~WORD, 2 * n)]
        if n < count or never:
            edges.append((2 * n, WORD, 2 * n + 1))
    if not never:
        return dfa_of_edges(edges, np.ones(2 * count + 1, dtype=np.bool_))
    edges.append((2 * count + 1, ALL, 2 * count + 1))
    return dfa_of_edges(edges, np.arange(2 * count + 2) == 2 * count + 1)
