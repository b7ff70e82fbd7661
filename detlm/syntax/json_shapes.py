"""Lists and objects of canonical JSON as shapes: fixed key order, no white space, one parse a text.

What is inside a list or object is a ``Field``, so that conditions can name it. Strings are ``json_text.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detlm.syntax.json_text import key as spelled_key
from detlm.syntax.program import ENTRY, Chain, Choice, Derive, Field, Lex, Shape, SlotShape, UpTo
from detlm.syntax.regex import EMPTY, NOTHING, AtMost, Regex, either, literal
from detlm.syntax.shapes import chain
from detlm.syntax.size import balanced, long_literal


@dataclass(frozen=True)
class Member:
    """A member of an object: its key as text (not escaped), and the shape of its value."""

    key: bytes
    value: Shape
    optional: bool = False


def array(entry: Shape, low: int, high: int) -> Shape:
    """Lists of ``low`` to ``high`` entries; nothing if ``low > high``."""
    if low > high:
        return Lex(NOTHING)
    part: Shape = Field(ENTRY, entry)
    if high == 0:
        return Lex(literal(b"[]"))
    further = chain([Lex(literal(b",")), part])
    required = max(low, 1)
    parts = [part, *[further] * (required - 1)]
    if high > required:
        parts.append(UpTo(high - required, further))
    entries = chain(parts)
    inside = entries if low else Choice((Lex(EMPTY), entries))
    return chain([Lex(literal(b"[")), inside, Lex(literal(b"]"))])


def object_(members: Sequence[Member]) -> Shape:
    """Objects with these members in this order; the optional ones may be absent."""
    return chain([Lex(literal(b"{")), _some(members), Lex(literal(b"}"))])


def _some(members: Sequence[Member]) -> Shape:
    """The members with commas between, none before the first one that is there."""
    first = next((i for i, m in enumerate(members) if not m.optional), None)
    if first is not None:
        before = [UpTo(1, chain([_member(m), _COMMA])) for m in members[:first]]
        return chain([*before, _member(members[first]), *_further(members[first + 1 :])])
    return Choice((Lex(EMPTY), _at_least_one(members))) if members else Lex(EMPTY)


def _at_least_one(members: Sequence[Member]) -> Shape:
    """Optional members, one or more of them. By halves, which keeps the shape small (n log n)."""
    if len(members) == 1:
        return _member(members[0])
    middle = (len(members) + 1) // 2
    left, right = members[:middle], members[middle:]
    return Choice((chain([_at_least_one(left), *_further(right)]), _at_least_one(right)))


def _further(members: Sequence[Member]) -> list[Shape]:
    """Members after one that is there: each brings its comma."""
    parts = [(m, chain([_COMMA, _member(m)])) for m in members]
    return [UpTo(1, part) if m.optional else part for m, part in parts]


def _member(member: Member) -> Shape:
    return Chain((Lex(long_literal(spelled_key(member.key))), Field(member.key, member.value)))


_COMMA = Lex(literal(b","))


def as_regex(shape: Shape, *, spans: bool = False) -> Regex:
    """The texts of a shape as an expression; fields are dropped.

    Raises ``ValueError`` for spans, claims and scopes, whose texts are not a matter of the text alone. With
    ``spans``, a span is read as its body, whatever its conditions: the texts are then more than the shape's.
    """
    match shape:
        case Lex(regex) | SlotShape(_, regex):
            return regex
        case Chain(parts):
            return balanced([as_regex(part, spans=spans) for part in parts])
        case Choice(options):
            return either(*(as_regex(option, spans=spans) for option in options))
        case UpTo(count, body):
            return AtMost(count, as_regex(body, spans=spans))
        case Field(_, body):
            return as_regex(body, spans=spans)
        case Derive() if spans:
            return as_regex(shape.body, spans=True)
        case _:
            raise ValueError(f"{type(shape).__name__} is more than a regular language")
