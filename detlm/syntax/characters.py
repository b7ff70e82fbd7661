"""Sets of characters, and their spelling in UTF-8 as a regular language of bytes.

A set is a sorted tuple of disjoint, non-adjacent ranges of code points without surrogates, so that equal
sets are equal values. Only sets: reading ``[a-z]`` is ``regex_reader.py``.
"""

from __future__ import annotations

from collections.abc import Iterable

from detlm.syntax.regex import Regex, either, one_of, then

Ranges = tuple[tuple[int, int], ...]
"""First and last code point of each range."""

LAST = 0x10FFFF
_SCALARS: Ranges = ((0, 0xD7FF), (0xE000, LAST))


def ranges(pairs: Iterable[tuple[int, int]]) -> Ranges:
    """The set of all code points in the pairs (first, last), surrogates left out."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted(pairs):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        elif first <= last:
            merged.append((first, last))
    return tuple(
        (max(first, low), min(last, high))
        for first, last in merged
        for low, high in _SCALARS
        if max(first, low) <= min(last, high)
    )


def complement(members: Ranges) -> Ranges:
    """All characters that are not members."""
    gaps = []
    begin = 0
    for first, last in members:
        gaps.append((begin, first - 1))
        begin = last + 1
    return ranges([*gaps, (begin, LAST)])


DIGITS = ranges([(0x30, 0x39)])
WORD = ranges([(0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)])
SPACE = ranges([(0x09, 0x0D), (0x20, 0x20)])
ANY_BUT_NEWLINE = complement(ranges([(0x0A, 0x0A)]))


def in_utf8(members: Ranges) -> Regex:
    """The UTF-8 spellings of the members: one code point each, no overlong form, no surrogate.

    The options begin with different bytes wherever the set allows, so automata stay small.
    """
    pieces: list[tuple[tuple[int, int], ...]] = []
    for first, last in members:
        for low, high in ((0, 0x7F), (0x80, 0x7FF), (0x800, 0xFFFF), (0x10000, LAST)):
            if max(first, low) <= min(last, high):
                pieces += _pieces(chr(max(first, low)).encode(), chr(min(last, high)).encode())
    return _together(pieces)


def _pieces(low: bytes, high: bytes) -> list[tuple[tuple[int, int], ...]]:
    """The spellings between two of equal length, as products of byte ranges."""
    if low[0] == high[0]:
        if len(low) == 1:
            return [((low[0], low[0]),)]
        return [((low[0], low[0]), *rest) for rest in _pieces(low[1:], high[1:])]
    if len(low) == 1:
        return [((low[0], high[0]),)]
    least, most = b"\x80" * (len(low) - 1), b"\xbf" * (len(low) - 1)
    result: list[tuple[tuple[int, int], ...]] = []
    first, last = low[0], high[0]
    if low[1:] != least:
        result += [((first, first), *rest) for rest in _pieces(low[1:], most)]
        first += 1
    tail: list[tuple[tuple[int, int], ...]] = []
    if high[1:] != most:
        tail = [((last, last), *rest) for rest in _pieces(least, high[1:])]
        last -= 1
    if first <= last:
        result.append(((first, last), *[(0x80, 0xBF)] * (len(low) - 1)))
    return result + tail


def _together(pieces: list[tuple[tuple[int, int], ...]]) -> Regex:
    """One expression for all pieces: those that go on alike after the first byte share it."""
    by_rest: dict[tuple[tuple[int, int], ...], list[int]] = {}
    by_first: dict[tuple[int, int], list[tuple[tuple[int, int], ...]]] = {}
    for piece in pieces:
        by_first.setdefault(piece[0], []).append(piece[1:])
    for first, rests in by_first.items():
        # A first range is either one byte (several ways to go on) or a block with one way to go on.
        if len(rests) == 1:
            by_rest.setdefault(rests[0], []).extend(range(first[0], first[1] + 1))
    options = [
        then(one_of(firsts), *(one_of(range(a, b + 1)) for a, b in rest)) for rest, firsts in by_rest.items()
    ]
    options += [
        then(one_of(range(first[0], first[1] + 1)), _together(rests))
        for first, rests in by_first.items()
        if len(rests) > 1
    ]
    return either(*options)
