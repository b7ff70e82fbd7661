"""How large and how deep regular expressions get, and ways to keep them shallow.

Readers, renderers and automata walk expressions recursively, so no expression of a program is deeper than
``MAX_DEPTH``. Long sequences are nested in blocks: the language is the same, the tree is shallow.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from detlm.syntax.regex import AtMost, Both, Either, Empty, OneOf, Regex, Star, Then, Without, literal, then

MAX_DEPTH = 400
BLOCK = 64


def balanced(parts: Sequence[Regex]) -> Regex:
    """The parts in order; more than ``BLOCK`` of them are nested in blocks."""
    blocks = list(parts)
    while len(blocks) > BLOCK:
        blocks = [then(*blocks[i : i + BLOCK]) for i in range(0, len(blocks), BLOCK)]
    return then(*blocks)


def long_literal(text: bytes) -> Regex:
    """Exactly ``text``, shallow however long."""
    return balanced([literal(text[i : i + BLOCK]) for i in range(0, len(text), BLOCK)])


class Measure(NamedTuple):
    """Of one expression: depth, size with counted repetition written out, whether it admits \"\"."""

    depth: int
    size: int
    nullable: bool


class Measuring:
    """Measures expressions, shared parts once. Keeps what it measured alive, so identities stay unique."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Regex, Measure]] = {}

    def measure(self, regex: Regex) -> Measure:
        """Depth, written-out size (byte sets) and nullability of an expression."""
        known = self._known.get(id(regex))
        if known is None:
            known = regex, self._compute(regex)
            self._known[id(regex)] = known
        return known[1]

    def _compute(self, regex: Regex) -> Measure:
        match regex:
            case Then(a, b) | Both(a, b) | Either(a, b) | Without(a, b):
                x, y = self.measure(a), self.measure(b)
                return Measure(1 + max(x.depth, y.depth), x.size + y.size, _joined(regex, x, y))
            case Star(body):
                x = self.measure(body)
                return Measure(1 + x.depth, x.size, True)
            case AtMost(count, body):
                x = self.measure(body)
                return Measure(1 + x.depth, count * x.size, True)
            case _:
                return Measure(1, int(not isinstance(regex, Empty)), isinstance(regex, Empty))


def _joined(regex: Regex, left: Measure, right: Measure) -> bool:
    match regex:
        case Either():
            return left.nullable or right.nullable
        case Without():
            return left.nullable and not right.nullable
        case _:
            return left.nullable and right.nullable


class Alphabets:
    """Tells which bytes a language speaks of; keeps alive what it looked at, as ``Measuring`` does."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Regex, int]] = {}

    def of(self, regex: Regex) -> int:
        """The bytes of the language's texts, perhaps some more, as a set of bits."""
        known = self._known.get(id(regex))
        if known is None:
            known = regex, self._compute(regex)
            self._known[id(regex)] = known
        return known[1]

    def _compute(self, regex: Regex) -> int:
        match regex:
            case OneOf(members):
                return members
            case Then(a, b) | Either(a, b):
                return self.of(a) | self.of(b)
            case Both(a, b):
                return self.of(a) & self.of(b)
            case Without(a, _) | Star(a) | AtMost(_, a):
                return self.of(a)
            case _:
                return 0
