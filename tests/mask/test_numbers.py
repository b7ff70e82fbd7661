"""Comparisons of numbers as languages, against the numbers that texts write."""

from __future__ import annotations

import operator
from fractions import Fraction
from typing import get_args

from hypothesis import example, given
from hypothesis import strategies as st

from detlm.mask.numbers import Relation, comparing, solved
from detlm.mask.terms import Terms
from detlm.mask.tree import number_of
from detlm.syntax.program import Compare, Minus, NumberAt, NumberLiteral, Plus, Times

RELATIONS = {"=": operator.eq, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
A, B, C = (NumberAt((label,)) for label in (b"a", b"b", b"c"))
ONE = NumberLiteral(1)

numbers = st.builds(
    lambda value, scale: Fraction(value, 10**scale), st.integers(-999, 999), st.integers(0, 3)
)
digits = st.text("0159", max_size=4)
texts = st.builds(
    lambda sign, whole, point, rest: (sign + whole + point + rest).encode(),
    st.sampled_from(["", "-", "--"]),
    digits,
    st.sampled_from(["", "."]),
    digits,
)


@given(numbers, texts)
@example(Fraction(0), b"-0.0")
@example(Fraction(-1, 10), b"-0.09")
@example(Fraction(99), b"099.01")
def test_the_texts_are_those_whose_numbers_compare(value: Fraction, text: bytes) -> None:
    terms, number = Terms(), number_of(text)
    for relation in get_args(Relation):
        wanted = number is not None and RELATIONS[relation](number, value)
        assert terms.accepts(comparing(terms, relation, value), text) == wanted, relation


@given(numbers, st.sampled_from([b"", b"0", b"00"]), st.sampled_from([b"", b"0", b".0", b"."]))
def test_spellings_near_a_number_compare_with_it(value: Fraction, before: bytes, behind: bytes) -> None:
    plain = str(float(abs(value))).encode()
    text = (b"-" if value < 0 else b"") + before + plain + behind
    terms, number = Terms(), number_of(text)
    for relation in get_args(Relation):
        wanted = number is not None and RELATIONS[relation](number, value)
        assert terms.accepts(comparing(terms, relation, value), text) == wanted, relation


def test_a_comparison_is_solved_for_what_stands_in_sums_and_differences() -> None:
    assert list(solved(Compare("<", Plus(A, B), C))) == [
        ((b"a",), "<", Minus(C, B)),
        ((b"b",), "<", Minus(C, A)),
        ((b"c",), ">", Plus(A, B)),
    ]
    assert list(solved(Compare("<=", Minus(A, B), ONE))) == [
        ((b"a",), "<=", Plus(ONE, B)),
        ((b"b",), ">=", Minus(A, ONE)),
    ]
    assert list(solved(Compare("=", Times(A, B), ONE))) == []
