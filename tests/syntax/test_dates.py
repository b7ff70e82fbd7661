"""Days, against the calendar of Python and every row of digits around it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detlm.mask.building import dfa_of_regex
from detlm.syntax.dates import days
from detlm.syntax.size import Measuring

_day = timedelta(days=1)


def _real(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("years", [(1, 8), (96, 104), (1598, 1604), (1896, 1904), (1996, 2004), (9990, 9999)])
def test_every_day_and_no_other(years: tuple[int, int]) -> None:
    automaton = dfa_of_regex(days(date(years[0], 1, 1), date(years[1], 12, 31)))
    for year in range(years[0] - 1, years[1] + 2):
        for month in range(14):
            for day in range(33):
                expected = years[0] <= year <= years[1] and _real(year, month, day)
                assert automaton.accepts(b"%04d-%02d-%02d" % (year, month, day)) == expected


@given(st.dates(), st.dates())
@settings(max_examples=40, deadline=None)
def test_ranges_end_where_they_end(low: date, high: date) -> None:
    automaton = dfa_of_regex(days(low, high))
    for edge in (low, high):
        for step in range(-40, 41):
            try:
                day = edge + step * _day
            except OverflowError:
                continue
            assert automaton.accepts(day.isoformat().encode()) == (low <= day <= high)


@given(st.dates(date(1995, 1, 1), date(2005, 1, 1)), st.integers(0, 800))
@settings(max_examples=40, deadline=None)
def test_every_day_of_a_range(low: date, length: int) -> None:
    high = low + length * _day
    automaton = dfa_of_regex(days(low, high))
    day = low - 40 * _day
    while day <= high + 40 * _day:
        assert automaton.accepts(day.isoformat().encode()) == (low <= day <= high)
        day += _day


def test_february_of_every_year() -> None:
    automaton = dfa_of_regex(days(date.min, date.max))
    for year in range(1, 10000):
        assert automaton.accepts(b"%04d-02-29" % year) == _real(year, 2, 29)
    assert not automaton.accepts(b"0000-02-28")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2024-1-01",
        "2024-01-1",
        "24-01-01",
        "2024/01/01",
        "20240101",
        "2024-01-01 ",
        "02024-01-01",
        "2024-W01-1",
    ],
)
def test_near_misses(text: str) -> None:
    assert not dfa_of_regex(days(date.min, date.max)).accepts(text.encode())


def test_small() -> None:
    assert Measuring().measure(days(date(2020, 1, 1), date(2029, 12, 31))).size <= 140
    assert dfa_of_regex(days(date(2001, 2, 4), date(2099, 7, 9))).size <= 250
