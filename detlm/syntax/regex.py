"""Regular languages of bytes as data: the expression tree that masks, parsers and Lean all read.

Mirrors ``lean/DetLM/Spec/Regex.lean`` constructor by constructor. It only builds expressions: reading
``/…/`` literals is ``regex_reader.py``, automata are ``detlm.mask``, and the meaning is Lean's.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

from detlm.syntax.value import Value

ALL_BYTES = (1 << 256) - 1


class Regex(Value):
    """A regular language over bytes. Compare with ``==``: equality is of trees, not of languages."""


class Nothing(Regex):
    """The empty language."""


class Empty(Regex):
    """The language that holds the empty text only."""


class OneOf(Regex):
    """One byte out of a set; bit ``b`` of ``members`` says that byte ``b`` belongs."""

    members: int

    def __init__(self, members: int) -> None:
        if not 0 < members <= ALL_BYTES:
            raise ValueError("a byte set needs at least one of 256 bytes")
        super().__init__(members)


class Then(Regex):
    """``first`` followed by ``second``."""

    first: Regex
    second: Regex


class Either(Regex):
    """``left`` or ``right``."""

    left: Regex
    right: Regex


class Star(Regex):
    """Any number of ``body``, none included."""

    body: Regex


class AtMost(Regex):
    """Between none and ``count`` of ``body``."""

    count: int
    body: Regex


class Both(Regex):
    """In ``left`` and in ``right``."""

    left: Regex
    right: Regex


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


_BYTES = tuple(OneOf(1 << b) for b in range(256))


def literal(text: bytes) -> Regex:
    """Exactly ``text``."""
    if not text:
        return EMPTY
    found: Regex = _BYTES[text[-1]]
    for byte in reversed(text[:-1]):
        found = Then(_BYTES[byte], found)
    return found


def words(texts: Iterable[bytes]) -> Regex:
    """One of ``texts``, shared by prefix (a trie), so that its size and derivatives stay small.

    Equal ends are one object, so that long lists take little room and time.
    """
    return _trie(sorted(set(texts)), 0, {})


def _trie(ordered: list[bytes], depth: int, known: dict[tuple[bytes | int, ...], Regex]) -> Regex:
    # Iterative on the common prefix, recursive only where texts part.
    if not ordered:
        return NOTHING
    first, last = ordered[0], ordered[-1]
    stop = depth
    while stop < len(first) and stop < len(last) and first[stop] == last[stop]:
        stop += 1
    prefix = first[depth:stop]
    options: list[Regex] = []
    if len(ordered) > 1:
        rest = ordered
        if len(first) == stop:
            options.append(EMPTY)
            rest = ordered[1:]
        begin = 0
        for i in range(1, len(rest) + 1):
            if i == len(rest) or rest[i][stop] != rest[begin][stop]:
                options.append(_trie(rest[begin:i], stop, known))
                begin = i
    # Options differ in their first byte, so nothing is to be compared; known ones are kept by ``known``.
    key: tuple[bytes | int, ...] = (prefix, *(id(option) for option in options))
    found = known.get(key)
    if found is None:
        found = literal(prefix)
        if options:
            body = reduce(lambda tail, o: Either(o, tail), reversed(options[:-1]), options[-1])
            found = Then(found, body) if prefix else body
        known[key] = found
    return found
