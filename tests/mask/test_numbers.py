"""Comparisons of numbers as languages, against the numbers that texts write."""

from __future__ import annotations

import operator
from fractions import Fraction
from typing import Literal, get_args

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from detlm.mask.judge import Around, holds
from detlm.mask.numbers import Relation, Solved, comparing, solved
from detlm.mask.terms import Terms
from detlm.mask.tree import FieldTree, Leaf, Part, Parts, number_of
from detlm.syntax.program import Compare, Expr, Minus, NumberAt, NumberLiteral, Plus, Times

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


sides = st.recursive(
    st.sampled_from([A, B, C, NumberLiteral(3), NumberLiteral(-25, 1), NumberLiteral(0)]),
    lambda inner: st.builds(
        lambda kind, a, b: kind(a, b), st.sampled_from([Plus, Minus, Times]), inner, inner
    ),
    max_leaves=5,
)
values = st.sampled_from([b"0", b"1", b"-2", b"0.5", b"3", b"7", b"10", b"-0.1"])


def part(**texts: bytes) -> Part:
    trees = tuple(FieldTree(label.encode(), Leaf(text)) for label, text in texts.items())
    return Part(Parts(trees))


@given(sides, sides, st.sampled_from(["=", "<", "<="]), values, values, st.one_of(values, texts))
def test_a_comparison_says_what_each_part_may_be(
    left: Expr, right: Expr, relation: Literal["=", "<", "<="], a: bytes, b: bytes, c: bytes
) -> None:
    comparison = Compare(relation, left, right)
    truth = holds(comparison, part(a=a, b=b, c=c), Around(b"", ()))
    terms = Terms()
    for one in solved(comparison):
        if one.path == (b"c",) and (b"c",) not in one.needed:
            assert terms.accepts(one.texts(terms, part(a=a, b=b)), c) == truth


def test_digits_that_recur_are_compared_for_ever() -> None:
    terms = Terms()
    above = comparing(terms, ">", Fraction(-1, 7))  # 0.142857 142857 …
    below = comparing(terms, "<=", Fraction(-1, 7))
    for places in range(1, 20):
        near = b"-0." + (b"142857" * 4)[:places]
        assert terms.accepts(above, near) and not terms.accepts(below, near)
        past = near[:-1] + bytes([near[-1] + 1])
        assert not terms.accepts(above, past) and terms.accepts(below, past)
    assert comparing(terms, "=", Fraction(1, 3)) == terms.NOTHING
    with pytest.raises(ValueError, match="do not recur within 1,000 places"):
        comparing(terms, "<", Fraction(1, 100_003))


def test_a_part_stands_alone_on_one_side() -> None:
    one = Solved((b"a",), "<", Minus(C, B), ONE)
    assert next(solved(Compare("<", Plus(A, B), C))) == one and set(one.needed) == {(b"b",), (b"c",)}
    assert list(solved(Compare("<=", Minus(ONE, Times(A, B)), C)))[:2] == [
        Solved((b"a",), ">=", Minus(ONE, C), B),
        Solved((b"b",), ">=", Minus(ONE, C), A),
    ]
