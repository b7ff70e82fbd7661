"""``integer``, ``decimal(2)`` and ``date`` ``from … to …`` ─▶ regular languages, bounds checked."""

from __future__ import annotations

from detlm.syntax import ast
from detlm.syntax.diagnostics import Report
from detlm.syntax.regex import EMPTY, Regex

MAX_PLACES = 12
MAX_DIGITS = 30


def range_regex(part: ast.Range, report: Report) -> Regex:
    """The language of a range; the mistakes go to the report."""
    return _days(part, report) if part.kind == "date" else _numbers(part, report)


def _numbers(part: ast.Range, report: Report) -> Regex:
    from detlm.syntax.numbers import decimal, integer

    if part.kind == "decimal" and not 1 <= part.places <= MAX_PLACES:
        message = f"decimals have 1 to {MAX_PLACES} places"
        report.error(part.span, message, "without places write: integer from … to …")
        return EMPTY
    bounds = [_scaled(bound, part.places, report) for bound in (part.low, part.high)]
    low, high = bounds
    if low is None or high is None:
        return EMPTY
    if low > high:
        _backwards(part, report)
        return EMPTY
    return decimal(part.places, low, high) if part.kind == "decimal" else integer(low, high)


def _scaled(bound: ast.Word, places: int, report: Report) -> int | None:
    """The bound times 10 ** places, or None after reporting."""
    whole, _, fraction = bound.text.partition(".")
    if len(fraction) > places:
        has = f"has more than {places} place{'s' if places > 1 else ''}" if places else "is no whole number"
        message = f"the bound {bound.text} {has}"
        report.error(bound.span, message, "write decimal(2) from 0.01 to 9.99 for two places")
        return None
    if len(bound.text) > MAX_DIGITS:
        report.error(bound.span, f"a bound has at most {MAX_DIGITS} digits")
        return None
    return int(whole + fraction.ljust(places, "0"))


def _days(part: ast.Range, report: Report) -> Regex:
    import datetime

    from detlm.syntax.dates import days

    bounds = []
    for bound in (part.low, part.high):
        try:
            bounds.append(datetime.date.fromisoformat(bound.text))
        except ValueError:
            message = f"{bound.text} is no day of the calendar"
            report.error(bound.span, message, "days are written YYYY-MM-DD, from 0001-01-01 to 9999-12-31")
    if len(bounds) < 2:
        return EMPTY
    if bounds[0] > bounds[1]:
        _backwards(part, report)
        return EMPTY
    return days(*bounds)


def _backwards(part: ast.Range, report: Report) -> None:
    message = f"from {part.low.text} to {part.high.text}: the first bound is larger than the second"
    report.error((part.low.span[0], part.high.span[1]), message, "write the smaller bound first")
