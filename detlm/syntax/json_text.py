"""Texts as JSON strings, in the one canonical spelling: the shortest escapes, everything else raw.

``\\"`` ``\\\\`` ``\\n`` ``\\t`` ``\\r`` ``\\b`` ``\\f``; other control characters ``\\u00xx`` in lower case.
Each byte has one spelling and no spelling begins another, so a spelling determines its text, and languages
of texts become languages of spellings byte set by byte set, intersections and differences included.
"""

from __future__ import annotations

from detlm.syntax.regex import (
    AtMost,
    Both,
    Either,
    OneOf,
    Regex,
    Star,
    Then,
    Without,
    either,
    literal,
    one_of,
    then,
)

_SHORT = {0x22: b'\\"', 0x5C: b"\\\\", 0x0A: b"\\n", 0x09: b"\\t", 0x0D: b"\\r", 0x08: b"\\b", 0x0C: b"\\f"}
_SPELLING = {byte: _SHORT.get(byte, b"\\u%04x" % byte) for byte in [*range(0x20), 0x22, 0x5C]}
_SPELLED = sum(1 << byte for byte in _SPELLING)
_QUOTE = literal(b'"')


def escaped(text: bytes) -> bytes:
    """What stands between the quotes for ``text``."""
    return b"".join(_SPELLING.get(byte, bytes((byte,))) for byte in text)


def quoted(text: bytes) -> bytes:
    """The string."""
    return b'"' + escaped(text) + b'"'


def key(name: bytes) -> bytes:
    """What stands before the value of an object's member: ``"name":``."""
    return quoted(name) + b":"


def string(content: Regex) -> Regex:
    """The strings whose contents are in ``content``, a language of UTF-8 texts."""
    return then(_QUOTE, escaping(content), _QUOTE)


def escaping(content: Regex) -> Regex:
    """The spellings of the texts of ``content``. Parts that need no escapes stay the same objects."""
    return _Escaping().of(content)


class _Escaping:
    def __init__(self) -> None:
        self._known: dict[int, tuple[Regex, Regex]] = {}

    def of(self, regex: Regex) -> Regex:
        known = self._known.get(id(regex))
        if known is None:  # the expression is kept too, so that its id stays its own
            known = self._known[id(regex)] = (regex, self._escaped(regex))
        return known[1]

    def _escaped(self, regex: Regex) -> Regex:
        match regex:
            case OneOf(members) if members & _SPELLED:
                return _byte(members)
            case Then() | Either():
                return self._spine(regex)
            case Both(a, b) | Without(a, b):
                x, y = self.of(a), self.of(b)
                return regex if x is a and y is b else type(regex)(x, y)
            case Star(body):
                inner = self.of(body)
                return regex if inner is body else Star(inner)
            case AtMost(count, body):
                inner = self.of(body)
                return regex if inner is body else AtMost(count, inner)
            case _:
                return regex

    def _spine(self, regex: Then | Either) -> Regex:
        # Word lists and literals are long to the right, so that side goes without recursion.
        parents: list[Then | Either] = []
        rest: Regex = regex
        while isinstance(rest, Then | Either):
            parents.append(rest)
            rest = rest.second if isinstance(rest, Then) else rest.right
        result = self.of(rest)
        for parent in reversed(parents):
            if isinstance(parent, Then):
                left = self.of(parent.first)
                same = left is parent.first and result is parent.second
                result = parent if same else Then(left, result)
            else:
                left = self.of(parent.left)
                same = left is parent.left and result is parent.right
                result = parent if same else Either(left, result)
        return result


def _byte(members: int) -> Regex:
    """One byte out of a set: those that are themselves, and the escapes, which share their first bytes."""
    plain = members & ~_SPELLED
    by_start: dict[bytes, list[int]] = {}
    for byte, spelling in _SPELLING.items():
        if members >> byte & 1:
            by_start.setdefault(spelling[:-1], []).append(spelling[-1])
    escapes = (then(literal(start), one_of(last)) for start, last in by_start.items())
    return either(*([OneOf(plain)] if plain else []), *escapes)
