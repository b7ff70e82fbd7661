"""Comparisons of numbers as languages: all texts that write a number on one side of another.

A comparison of sums is written as one of a single part with what the others make it be; then the texts that
the part may have are a regular language, however far the numbers are written out. A text writes a number as
``-?digits[.digits]``, with zeros before and behind as it likes.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import count
from typing import Literal, NamedTuple

from detlm.mask.terms import Terms
from detlm.mask.tree import Leaf, Part, value_of
from detlm.syntax.program import (
    Compare,
    CountOf,
    Expr,
    Minus,
    NumberAt,
    NumberLiteral,
    Path,
    Plus,
    SumOver,
)

Relation = Literal["=", "<", "<=", ">", ">="]

_MIRRORED: dict[Relation, Relation] = {"=": "=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_DIGITS = sum(1 << digit for digit in b"0123456789")


class Solved(NamedTuple):
    """A comparison as one of the part at ``path`` with what the other parts give."""

    path: Path
    relation: Relation
    other: Expr


def solved(comparison: Compare) -> Iterator[Solved]:
    """All ways to write a comparison as one of a single part that stands in it in sums and differences."""
    left, right, relation = comparison.left, comparison.right, comparison.relation
    yield from _solved(left, relation, right)
    yield from _solved(right, _MIRRORED[relation], left)


def _solved(side: Expr, relation: Relation, other: Expr) -> Iterator[Solved]:
    match side:
        case NumberAt(path):
            yield Solved(path, relation, other)
        case Plus(left, right):
            yield from _solved(left, relation, Minus(other, right))
            yield from _solved(right, relation, Minus(other, left))
        case Minus(left, right):
            yield from _solved(left, relation, Plus(other, right))
            yield from _solved(right, _MIRRORED[relation], Minus(left, other))


def parts_of(expression: Expr) -> Iterator[Path]:
    """The paths of the parts that an expression needs."""
    match expression:
        case NumberLiteral():
            return
        case NumberAt(path) | CountOf(path):
            yield path
        case SumOver(path, each):
            yield path
            for inner in parts_of(each):
                yield path + inner
        case _:
            yield from parts_of(expression.left)
            yield from parts_of(expression.right)


def constant(expression: Expr) -> Fraction | None:
    """The value of an expression without parts; None if it has any."""
    return None if any(True for _ in parts_of(expression)) else value_of(expression, Part(Leaf(b"")))


def comparing(terms: Terms, relation: Relation, value: Fraction) -> int:
    """All texts of numbers that stand in ``relation`` to a value, which must have a decimal spelling."""
    numbers = _Numbers(terms)
    match relation:
        case "=":
            return numbers.equal(value)
        case ">":
            return numbers.above(value)
        case ">=":
            return terms.either([numbers.above(value), numbers.equal(value)])
        case "<":
            return terms.without(numbers.all, comparing(terms, ">=", value))
        case "<=":
            return terms.without(numbers.all, comparing(terms, ">", value))


def _written(value: Fraction) -> tuple[bytes, bytes]:
    """The digits of a value without its sign, before and behind the point, without zeros around them."""
    places = next(n for n in count() if (value * 10**n).denominator == 1)
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places, "0").encode()
    return digits[: len(digits) - places].lstrip(b"0"), digits[len(digits) - places :]


class _Numbers:
    """The languages of numbers in one arena."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._digit = terms.one_of(_DIGITS)
        self._digits = terms.star(self._digit)
        self._zeros = terms.star(terms.literal(b"0"))
        self._minus = terms.literal(b"-")
        self._more = terms.then(self._digit, self._digits)
        point = terms.then(terms.literal(b"."), self._more)
        self._fraction = terms.either([terms.EMPTY, point])
        self._unsigned = terms.then(self._more, self._fraction)
        self.all = terms.either([self._unsigned, terms.then(self._minus, self._unsigned)])

    def equal(self, value: Fraction) -> int:
        """The texts of a value."""
        terms = self._terms
        whole, fraction = _written(value)
        behind = terms.then(terms.literal(b"." + (fraction or b"0")), self._zeros)
        rest = behind if fraction else terms.either([terms.EMPTY, behind])
        unsigned = terms.then(self._zeros, terms.then(terms.literal(whole or b"0"), rest))
        signs = ([terms.EMPTY] if value >= 0 else []) + ([self._minus] if value <= 0 else [])
        return terms.then(terms.either(signs), unsigned)

    def above(self, value: Fraction) -> int:
        """The texts of numbers greater than a value."""
        terms = self._terms
        if value >= 0:
            return self._above(value)
        nearer = terms.without(self._unsigned, terms.either([self._above(-value), self.equal(-value)]))
        return terms.either([self._unsigned, terms.then(self._minus, nearer)])

    def _above(self, value: Fraction) -> int:
        """The texts, without a sign, of numbers greater than a value that is not negative."""
        terms = self._terms
        whole, fraction = _written(value)
        behind = terms.then(self._digits, terms.then(self._greater(ord("0")), self._digits))
        for digit in reversed(fraction):
            behind = self._or_greater(digit, self._digits, behind)
        after, left = terms.then(terms.literal(b"."), behind), self._fraction
        for digit in reversed(whole):
            after, left = self._or_greater(digit, left, after), terms.then(self._digit, left)
        longer = terms.then(self._greater(ord("0")), terms.then(self._digits, left))
        least = terms.EMPTY if whole else terms.literal(b"0")
        return terms.then(self._zeros, terms.either([longer, terms.then(least, after)]))

    def _greater(self, digit: int) -> int:
        return self._terms.one_of(sum(1 << other for other in range(digit + 1, ord("9") + 1)))

    def _or_greater(self, digit: int, rest: int, after: int) -> int:
        """A greater digit and ``rest``, or the digit and ``after``."""
        terms = self._terms
        greater = terms.then(self._greater(digit), rest) if digit < ord("9") else terms.NOTHING
        return terms.either([greater, terms.then(terms.literal(bytes([digit])), after)])
