"""Regular languages of bytes as data: the expression tree that masks, parsers and Lean all read.

Mirrors ``lean/DetLM/Spec/Regex.lean`` constructor by constructor. It only builds expressions: reading
``/…/`` literals is ``regex_reader.py``, automata are ``detlm.mask``, and the meaning is Lean's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

ALL_BYTES = (1 << 256) - 1


@dataclass(frozen=True, slots=True)
class Regex:
    """A regular language over bytes. Compare with ``==``: equality is of trees, not of languages."""


@dataclass(frozen=True, slots=True)
class Nothing(Regex):
    """The empty language."""


@dataclass(frozen=True, slots=True)
class Empty(Regex):
    """The language that holds the empty text only."""


@dataclass(frozen=True, slots=True)
class OneOf(Regex):
    """One byte out of a set; bit ``b`` of ``members`` says that byte ``b`` belongs."""

    members: int

    def __post_init__(self) -> None:
        if not 0 < self.members <= ALL_BYTES:
            raise ValueError("a byte set needs at least one of 256 bytes")


@dataclass(frozen=True, slots=True)
class Then(Regex):
    """``first`` followed by ``second``."""

    first: Regex
    second: Regex


@dataclass(frozen=True, slots=True)
class Either(Regex):
    """``left`` or ``right``."""

    left: Regex
    right: Regex


@dataclass(frozen=True, slots=True)
class Star(Regex):
    """Any number of ``body``, none included."""

    body: Regex


@dataclass(frozen=True, slots=True)
class AtMost(Regex):
    """Between none and ``count`` of ``body``."""

    count: int
    body: Regex


@dataclass(frozen=True, slots=True)
class Both(Regex):
    """In ``left`` and in ``right``."""

    left: Regex
    right: Regex


@dataclass(frozen=True, slots=True)
class Without(Regex):
    """In ``left`` and not in ``right``."""

    left: Regex
    right: Regex


NOTHING = Nothing()
EMPTY = Empty()


def one_of(values: Iterable[int]) -> Regex:
    """One byte out of ``values`` (each 0..255); no values: the empty language."""
    members = reduce(lambda acc, b: acc | 1 << b, values, 0)
    return OneOf(members) if members else NOTHING


def then(*parts: Regex) -> Regex:
    """The parts in order, nested to the right; drops empty texts and collapses the empty language."""
    if NOTHING in parts:
        return NOTHING
    kept = [p for p in parts if p != EMPTY]
    return reduce(lambda rest, p: Then(p, rest), reversed(kept[:-1]), kept[-1]) if kept else EMPTY


def either(*options: Regex) -> Regex:
    """One of the options, nested to the right; drops repetitions and the empty language."""
    kept = [o for o in dict.fromkeys(options) if o != NOTHING]
    return reduce(lambda rest, o: Either(o, rest), reversed(kept[:-1]), kept[-1]) if kept else NOTHING


def repeat(body: Regex, low: int, high: int | None) -> Regex:
    """``low`` to ``high`` times ``body``; ``high=None``: any number from ``low`` on."""
    required = [body] * low
    if high is None:
        return then(*required, Star(body))
    return then(*required, AtMost(high - low, body)) if high > low else then(*required)


def literal(text: bytes) -> Regex:
    """Exactly ``text``."""
    return then(*(OneOf(1 << b) for b in text))


def words(texts: Iterable[bytes]) -> Regex:
    """One of ``texts``: a trie, its branches' ends shared, so that size and derivatives stay small.

    Lists of a hundred thousand words are made with it.
    """
    return _trie(sorted(set(texts)), 0, {b"": EMPTY})


_BYTES = tuple(OneOf(1 << b) for b in range(256))


def _ending(text: bytes, known: dict[bytes, Regex]) -> Regex:
    """Exactly ``text``; endings are shared."""
    start = 0
    while text[start:] not in known:
        start += 1
    result = known[text[start:]]
    for at in range(start - 1, -1, -1):
        result = _BYTES[text[at]] if result is EMPTY else Then(_BYTES[text[at]], result)
        known[text[at:]] = result
    return result


def _trie(ordered: list[bytes], depth: int, known: dict[bytes, Regex]) -> Regex:
    # Iterative on the common prefix, recursive only where texts part. No `either`: options are different.
    if not ordered:
        return NOTHING
    first, last = ordered[0], ordered[-1]
    if len(ordered) == 1:
        return _ending(first[depth:], known)
    stop = depth
    while stop < len(first) and stop < len(last) and first[stop] == last[stop]:
        stop += 1
    options: list[Regex] = []
    begin = 0
    if len(first) == stop:
        options.append(EMPTY)
        begin = 1
    byte = ordered[begin][stop]
    for i in range(begin + 1, len(ordered)):
        if ordered[i][stop] != byte:
            options.append(_trie(ordered[begin:i], stop, known))
            begin, byte = i, ordered[i][stop]
    options.append(_trie(ordered[begin:], stop, known))
    choice = reduce(lambda rest, o: Either(o, rest), reversed(options[:-1]), options[-1])
    return choice if stop == depth else Then(_ending(first[depth:stop], known), choice)
