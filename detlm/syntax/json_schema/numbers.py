"""The numbers that a schema admits: canonical decimals between bounds, and multiples.

Canonical: no exponent, no leading zeros, no zeros at the end of the fraction, no ``-0``; so every number has
one spelling. It builds expressions from exact numbers; reading them off a schema is ``scalars.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, gcd, lcm

from detlm.syntax.json_schema.algebra import both
from detlm.syntax.numbers import MAX_DIGITS, integer
from detlm.syntax.regex import (
    EMPTY,
    NOTHING,
    AtMost,
    Regex,
    Star,
    either,
    literal,
    one_of,
    repeat,
    then,
    words,
)
from detlm.syntax.size import Measuring

MAX_MULTIPLES = 2_000  # written out one by one
MAX_ENDINGS = 1_000  # fractions or last digits written out
MAX_SIZE = 2_000  # byte sets in the expression of "divisible by"

_DIGIT = one_of(b"0123456789")
_NOT_ZERO = one_of(b"123456789")
_NATURAL = either(literal(b"0"), then(_NOT_ZERO, Star(_DIGIT)))
_MINUS = literal(b"-")
_ANY_DIGITS = then(Star(_DIGIT), _NOT_ZERO)  # of a fraction
ANY_NUMBER = either(
    then(_NATURAL, either(EMPTY, then(literal(b"."), _ANY_DIGITS))),
    then(
        _MINUS,
        either(
            then(_NOT_ZERO, Star(_DIGIT), either(EMPTY, then(literal(b"."), _ANY_DIGITS))),
            then(literal(b"0."), _ANY_DIGITS),
        ),
    ),
)


class Undecided(Exception):
    """What no small expression says; the text is for people. Never leaves the package."""


@dataclass(frozen=True)
class Bound:
    """A bound; ``strict``: the number itself is left out."""

    value: Fraction
    strict: bool = False


@dataclass(frozen=True)
class Numbers:
    """Which numbers: between the bounds, integers only or not, multiples of ``multiple``."""

    low: Bound | None = None
    high: Bound | None = None
    integers: bool = False
    multiple: Fraction | None = None

    def regex(self) -> Regex:
        """The canonical texts. Raises ``Undecided`` where no small expression is known."""
        if self == Numbers():
            return ANY_NUMBER
        step = self.multiple
        if self.integers:
            step = Fraction(1) if step is None else common_multiple(step, Fraction(1))
        if step is not None and step > 1 and (listed := self._listed(step)) is not None:
            return listed
        above = _Magnitudes(_higher(self.low, Bound(Fraction(0))), self.high, step)
        low = None if self.low is None else Bound(-self.low.value, self.low.strict)
        high = None if self.high is None else Bound(-self.high.value, self.high.strict)
        below = _Magnitudes(_higher(high, Bound(Fraction(0), strict=True)), low, step)
        return either(above.regex(), then(_MINUS, below.regex()))

    def _listed(self, step: Fraction) -> Regex | None:
        """The multiples one by one, if there are few."""
        if self.low is None or self.high is None:
            return None
        first, last = ceil(self.low.value / step), floor(self.high.value / step)
        first += self.low.strict and first * step == self.low.value
        last -= self.high.strict and last * step == self.high.value
        if last - first >= MAX_MULTIPLES:
            return None
        return words(spelled(n * step) for n in range(first, last + 1))


def common_multiple(a: Fraction, b: Fraction) -> Fraction:
    """The least number that is a multiple of both."""
    return Fraction(lcm(a.numerator, b.numerator), gcd(a.denominator, b.denominator))


def spelled(value: Fraction) -> bytes:
    """The canonical text of a number that is a finite decimal."""
    whole, fraction = _digits(abs(value))
    return f"{'-' if value < 0 else ''}{whole}{'.' if fraction else ''}{fraction}".encode()


def _digits(value: Fraction) -> tuple[str, str]:
    """The digits before and behind the point; none behind it end in 0."""
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
    digits = str(int(value * 10**places)).zfill(places + 1)
    return digits[: len(digits) - places], digits[len(digits) - places :]


def _higher(left: Bound | None, right: Bound) -> Bound:
    return right if left is None else max(left, right, key=lambda b: (b.value, b.strict))


@dataclass(frozen=True)
class _Magnitudes:
    """Numbers that are not negative."""

    low: Bound
    high: Bound | None
    step: Fraction | None

    def regex(self) -> Regex:
        low, high = self.low, self.high
        if high is not None and (
            high.value < low.value or (high.value == low.value and (low.strict or high.strict))
        ):
            return NOTHING
        if self.step is not None and self.step.denominator == 1:
            first = floor(low.value) + 1 if low.strict else ceil(low.value)
            last = None if high is None else ceil(high.value) - 1 if high.strict else floor(high.value)
            return both(_integers(first, last), _divisible(int(self.step)))
        digits = _ANY_DIGITS if self.step is None else _fractions(self.step)
        first = floor(low.value)
        if high is None:
            return either(
                then(_integers(first, first), _between(digits, low, None)),
                then(_integers(first + 1, None), _between(digits, None, None)),
            )
        last = floor(high.value)
        if first == last:
            return then(_integers(first, first), _between(digits, low, high))
        return either(
            then(_integers(first, first), _between(digits, low, None)),
            then(_integers(first + 1, last - 1), _between(digits, None, None)),
            then(_integers(last, last), _between(digits, None, high)),
        )


def _integers(low: int, high: int | None) -> Regex:
    try:
        if high is not None:
            return integer(low, high)
        if low <= 0:
            return _NATURAL
        length = len(str(low))
        return either(integer(low, 10**length - 1), then(_NOT_ZERO, repeat(_DIGIT, length, None)))
    except ValueError:
        raise Undecided(f"numbers have at most {MAX_DIGITS} digits") from None


# -- fractions --------------------------------------------------------------------------------------


def _between(digits: Regex, low: Bound | None, high: Bound | None) -> Regex:
    """What follows the digits before the point (which are those of the bounds): nothing, or a fraction out
    of ``digits`` that lies on the right side of the bounds' fractions."""
    whole = True
    if low is not None:
        fraction = _digits(low.value)[1]
        whole = not fraction and not low.strict
        if fraction:
            digits = both(digits, _above(fraction, low.strict))
    if high is not None:
        fraction = _digits(high.value)[1]
        whole = whole and (bool(fraction) or not high.strict)
        digits = both(digits, _below(fraction, high.strict))
    return either(*([EMPTY] if whole else []), then(literal(b"."), digits))


def _above(fraction: str, strict: bool) -> Regex:
    """Digits of a fraction at least, or more than, this one."""
    if not fraction:
        return then(_DIGIT, Star(_DIGIT)) if strict else Star(_DIGIT)
    larger = one_of(range(ord(fraction[0]) + 1, ord("9") + 1))
    return either(
        then(larger, Star(_DIGIT)), then(literal(fraction[0].encode()), _above(fraction[1:], strict))
    )


def _below(fraction: str, strict: bool) -> Regex:
    """Digits of a fraction at most, or less than, this one; ending early makes it less."""
    if not fraction:
        return NOTHING if strict else EMPTY
    smaller = one_of(range(ord("0"), ord(fraction[0])))
    return either(
        EMPTY,
        then(smaller, Star(_DIGIT)),
        then(literal(fraction[0].encode()), _below(fraction[1:], strict)),
    )


def _fractions(step: Fraction) -> Regex:
    """The fractions of the multiples of a step below 1 of which 1 is a multiple."""
    count = 1 / step
    if count.denominator != 1:
        raise Undecided("its multiples follow no small pattern")
    places = len(_digits(step)[1])
    if int(count) == 10**places and places <= MAX_DIGITS:
        return then(AtMost(places - 1, _DIGIT), _NOT_ZERO)
    if count > MAX_ENDINGS:
        raise Undecided("its multiples follow no small pattern")
    return words(_digits(n * step)[1].encode() for n in range(1, int(count)))


# -- divisibility -----------------------------------------------------------------------------------


def _divisible(number: int) -> Regex:
    """Digits of multiples: the last ones tell where the divisor divides a power of ten, else states do."""
    rest, length = number, 0
    while (common := gcd(rest, 10)) > 1:
        rest //= common
        length += 1
    ending = number // rest
    regex = _NATURAL
    if ending > 1:
        if 10**length // ending > MAX_ENDINGS:
            raise Undecided("its multiples follow no small pattern")
        multiples = range(0, 10**length, ending)
        short = words(b"%d" % n for n in multiples)
        long = then(_NOT_ZERO, Star(_DIGIT), words(str(n).zfill(length).encode() for n in multiples))
        regex = either(short, long)
    return both(regex, _by_states(rest)) if rest > 1 else regex


def _by_states(number: int) -> Regex:
    """Digits whose remainder is 0, by eliminating the automaton's states one by one."""
    if number > 13:
        raise Undecided("its multiples follow no small pattern")
    moves: dict[tuple[int, int], Regex] = {}
    for state in range(number):
        for target in range(number):
            digits = [ord("0") + d for d in range(10) if (10 * state + d) % number == target]
            if digits:
                moves[state, target] = one_of(digits)
    for gone in range(number - 1, 0, -1):
        loop = Star(moves.pop((gone, gone), NOTHING))
        into = {s: r for (s, t), r in moves.items() if t == gone}
        out = {t: r for (s, t), r in moves.items() if s == gone}
        moves = {(s, t): r for (s, t), r in moves.items() if gone not in (s, t)}
        for s, first in into.items():
            for t, second in out.items():
                moves[s, t] = either(moves.get((s, t), NOTHING), then(first, loop, second))
        if any(Measuring().measure(r).size > MAX_SIZE for r in moves.values()):
            raise Undecided("its multiples follow no small pattern")
    return Star(moves[0, 0])
