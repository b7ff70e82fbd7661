"""Numbers in a range as a regular language: one spelling each, exactly the numbers between two bounds.

It builds expressions; arithmetic on numbers is a condition (``program.Expr``). The expression grows with the
number of digits of the bounds, not with the range.
"""

from __future__ import annotations

from collections.abc import Mapping

from detlm.syntax.regex import EMPTY, NOTHING, Regex, either, literal, one_of, repeat, then
from detlm.syntax.size import balanced

MAX_DIGITS = 60  # of a bound, so that expressions stay shallow

_ZERO = ord("0")
_DIGIT = one_of(b"0123456789")


def integer(low: int, high: int) -> Regex:
    """The integers from ``low`` to ``high``: no leading zeros, no ``-0``; ``low > high`` gives nothing.

    Raises ``ValueError`` for a bound of more than ``MAX_DIGITS`` digits.
    """
    return decimal(0, low, high)


def decimal(places: int, low: int, high: int) -> Regex:
    """The numbers from ``low`` to ``high``, both in units of the last place, with ``places`` digits behind
    the point: ``decimal(2, 1, 99999)`` goes from 0.01 to 999.99. Zero has no sign.

    Raises ``ValueError`` for a bound of more than ``MAX_DIGITS`` digits, or as many places.
    """
    if places < 0 or max(places, len(str(abs(low))), len(str(abs(high)))) > MAX_DIGITS:
        raise ValueError(f"bounds have at most {MAX_DIGITS} digits")
    above = _naturals(max(low, 0), high, places)
    below = _naturals(max(-high, 1), -low, places)
    return either(above, then(literal(b"-"), below))


def _naturals(low: int, high: int, places: int) -> Regex:
    """The same for bounds that are not negative, by how many digits there are."""
    if low > high:
        return NOTHING
    point = {places: b"."} if places else {}
    fewest = places + 1  # one digit stands before the point, if need be a 0
    options: list[Regex] = []
    full: list[int] = []  # the lengths of which no number is left out: consecutive
    for length in range(max(fewest, len(str(low))), max(fewest, len(str(high))) + 1):
        least = 10 ** (length - 1) if length > fewest else 0
        most = 10**length - 1
        if length > fewest and low <= least and most <= high:
            full.append(length)
        else:
            first, last = (str(n).zfill(length) for n in (max(low, least), min(high, most)))
            options.append(between(first, last, point))
    if full:
        further = repeat(_DIGIT, full[0] - fewest, full[-1] - fewest)
        options.append(then(one_of(b"123456789"), further, free(places, point)))
    return either(*options)


def between(low: str, high: str, signs: Mapping[int, bytes]) -> Regex:
    """The rows of digits from ``low`` to ``high``, all equally long, written with ``signs``: each stands
    where so many digits are left to come."""
    left = len(low)
    if low > high:
        return NOTHING
    if low == "0" * left and high == "9" * left:
        return free(left, signs)
    here = literal(signs.get(left, b""))
    first, last = int(low[0]), int(high[0])
    if first == last:
        return then(here, _digits(first, first), between(low[1:], high[1:], signs))
    least, most = "0" * (left - 1), "9" * (left - 1)
    options: list[Regex] = []
    if low[1:] != least:
        options.append(then(_digits(first, first), between(low[1:], most, signs)))
        first += 1
    if high[1:] != most:
        options.append(then(_digits(last, last), between(least, high[1:], signs)))
        last -= 1
    if first <= last:
        options.append(then(_digits(first, last), free(left - 1, signs)))
    return then(here, either(*options))


def free(count: int, signs: Mapping[int, bytes]) -> Regex:
    """Any ``count`` digits, written with ``signs``."""
    parts = [then(literal(signs.get(left, b"")), _DIGIT) for left in range(count, 0, -1)]
    return balanced(parts) if parts else EMPTY


def _digits(first: int, last: int) -> Regex:
    return one_of(range(_ZERO + first, _ZERO + last + 1))
