"""Days of the calendar as a regular language: ``YYYY-MM-DD``, the right number of days in every month."""

from __future__ import annotations

from datetime import date
from functools import cache

from detlm.syntax.numbers import between
from detlm.syntax.regex import Both, Regex, either, literal, one_of, then, words

_DASHES = {4: b"-", 2: b"-"}
_DIGIT = one_of(b"0123456789")


def days(low: date, high: date) -> Regex:
    """The days from ``low`` to ``high``; nothing if ``low > high``.

    Days written so are ordered like their digits, so the range is one of digits, cut with the calendar.
    """
    return Both(_calendar(), between(_written(low), _written(high), _DASHES))


def _written(day: date) -> str:
    return day.isoformat().replace("-", "")


@cache
def _calendar() -> Regex:
    """Every day of the years 0000 to 9999, but no 29 February 0000 (no day lies there anyway)."""
    to_28 = either(
        then(literal(b"0"), one_of(b"123456789")),
        then(literal(b"1"), _DIGIT),
        then(literal(b"2"), one_of(b"012345678")),
    )
    to_30 = either(to_28, words([b"29", b"30"]))
    long = then(words([b"01", b"03", b"05", b"07", b"08", b"10", b"12"]), literal(b"-"))
    short = then(words([b"04", b"06", b"09", b"11"]), literal(b"-"))
    any_year = either(
        then(long, either(to_30, literal(b"31"))), then(short, to_30), then(literal(b"02-"), to_28)
    )
    fourth = either(  # 04, 08, … 96
        then(literal(b"0"), one_of(b"48")),
        then(one_of(b"2468"), one_of(b"048")),
        then(one_of(b"13579"), one_of(b"26")),
    )
    leap = either(then(_DIGIT, _DIGIT, fourth), then(fourth, literal(b"00")))
    return either(
        then(_DIGIT, _DIGIT, _DIGIT, _DIGIT, literal(b"-"), any_year), then(leap, literal(b"-02-29"))
    )
