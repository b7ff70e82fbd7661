"""Whether a text of a language can be a number: ``-?digits[.digits]``, as conditions read it.

A date or a version has the signs of numbers only and is none: comparing it as one would never hold.
"""

from __future__ import annotations

from detlm.syntax.regex import AtMost, Both, Either, Empty, OneOf, Regex, Star, Then, Without

_DIGITS = sum(1 << b for b in b"0123456789")
_MINUS, _POINT = 1 << ord("-"), 1 << ord(".")

# How far a number is read: 0 nothing, 1 its minus, 2 digits, 3 its point, 4 digits behind it.
_STEPS = (
    ((_MINUS, 1), (_DIGITS, 2)),
    ((_DIGITS, 2),),
    ((_DIGITS, 2), (_POINT, 3)),
    ((_DIGITS, 4),),
    ((_DIGITS, 4),),
)
_WHOLE = {2, 4}

# From how far to how far a text of a language may lead.
_Ways = frozenset[tuple[int, int]]

_SAME: _Ways = frozenset((state, state) for state in range(len(_STEPS)))


class Numeric:
    """Tells languages with numbers from others; keeps alive what it looked at, as ``Measuring`` does."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Regex, _Ways]] = {}

    def __call__(self, regex: Regex) -> bool:
        """False only if no text of the language is a number."""
        return any(start == 0 and end in _WHOLE for start, end in self._ways(regex))

    def _ways(self, regex: Regex) -> _Ways:
        known = self._known.get(id(regex))
        if known is None:
            known = regex, self._compute(regex)
            self._known[id(regex)] = known
        return known[1]

    def _compute(self, regex: Regex) -> _Ways:
        match regex:
            case Empty():
                return _SAME
            case OneOf(members):
                steps = ((at, to, signs) for at, row in enumerate(_STEPS) for signs, to in row)
                return frozenset((at, to) for at, to, signs in steps if members & signs)
            case Then(a, b):
                return _joined(self._ways(a), self._ways(b))
            case Either(a, b):
                return self._ways(a) | self._ways(b)
            case Both(a, b):
                return self._ways(a) & self._ways(b)
            case Without(a, _):
                return self._ways(a)
            case Star(body):
                return _repeated(self._ways(body), len(_STEPS))
            case AtMost(count, body):
                return _repeated(self._ways(body), min(count, len(_STEPS)))
            case _:
                return frozenset()


def _joined(first: _Ways, second: _Ways) -> _Ways:
    return frozenset((start, end) for start, middle in first for at, end in second if at == middle)


def _repeated(once: _Ways, count: int) -> _Ways:
    found = _SAME
    for _ in range(count):
        found |= _joined(found, once)
    return found
