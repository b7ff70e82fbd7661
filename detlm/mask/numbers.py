"""Comparisons of numbers as languages: all texts that write a number on one side of another.

A comparison is written as one of a single part, times what the others give, with what they give besides;
then the texts that the part may have are a regular language, however far the numbers are written out. A text
writes a number as ``-?digits[.digits]``, with zeros before and behind as it likes.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from functools import lru_cache
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
    Times,
)

Relation = Literal["=", "<", "<=", ">", ">="]

_HOLDS = {"=": operator.eq, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
_MIRRORED: dict[Relation, Relation] = {"=": "=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_DIGITS = sum(1 << digit for digit in b"0123456789")
_ONE = NumberLiteral(1)
NO_PART = Part(Leaf(b""))  # for comparisons with constants
_PLACES = 1_000  # behind the point, up to which a number is written out to see whether its digits recur


class Solved(NamedTuple):
    """A comparison as ``factor * part relation other`` for the part at ``path``."""

    path: Path
    relation: Relation
    other: Expr
    factor: Expr

    @property
    def needed(self) -> tuple[Path, ...]:
        """The parts that say what the comparison asks of the one."""
        return (*parts_of(self.factor), *parts_of(self.other))

    def of_itself(self) -> Compare:
        """The same, asked of a part's own number."""
        own = _times(self.factor, NumberAt(()))
        match self.relation:
            case "=" | "<" | "<=":
                return Compare(self.relation, own, self.other)
            case ">":
                return Compare("<", self.other, own)
            case ">=":
                return Compare("<=", self.other, own)

    def texts(self, terms: Terms, base: Part) -> int:
        """The texts of numbers for which it holds, over the parts of ``base``: none where one is missing.

        Raises ``ValueError`` where they are too long to write down.
        """
        factor, other = value_of(self.factor, base), value_of(self.other, base)
        if factor is None or other is None:
            return terms.NOTHING
        if factor:
            relation = self.relation if factor > 0 else _MIRRORED[self.relation]
            return comparing(terms, relation, other / factor)
        return _Numbers(terms).all if _HOLDS[self.relation](0, other) else terms.NOTHING


def solved(comparison: Compare) -> Iterator[Solved]:
    """All ways to write a comparison as one of a single part, for each place where a part stands in it."""
    left, right, relation = comparison.left, comparison.right, comparison.relation
    yield from _solved(_ONE, left, relation, right)
    yield from _solved(_ONE, right, _MIRRORED[relation], left)


def _solved(factor: Expr, side: Expr, relation: Relation, other: Expr) -> Iterator[Solved]:
    """The same for ``factor * side relation other``, for the places in ``side``."""
    match side:
        case NumberAt(path):
            yield Solved(path, relation, other, factor)
        case Plus(left, right):
            yield from _solved(factor, left, relation, Minus(other, _times(factor, right)))
            yield from _solved(factor, right, relation, Minus(other, _times(factor, left)))
        case Minus(left, right):
            yield from _solved(factor, left, relation, Plus(other, _times(factor, right)))
            yield from _solved(factor, right, _MIRRORED[relation], Minus(_times(factor, left), other))
        case Times(left, right):
            yield from _solved(_times(factor, right), left, relation, other)
            yield from _solved(_times(factor, left), right, relation, other)


def _times(factor: Expr, expression: Expr) -> Expr:
    return expression if factor == _ONE else Times(factor, expression)


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


@lru_cache(maxsize=1_000)
def against_constants(comparison: Compare) -> Solved | None:
    """A comparison of a part's own number with constants; None if it is no such one, or none whose texts can
    be written down."""
    for one in solved(comparison):
        if not one.path and not one.needed:
            with suppress(ValueError):
                one.texts(Terms(), NO_PART)
                return one
    return None


def comparing(terms: Terms, relation: Relation, value: Fraction) -> int:
    """All texts of numbers that stand in ``relation`` to a value.

    Raises ``ValueError`` where its digits recur too late to be written down.
    """
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


def _written(value: Fraction) -> tuple[bytes, bytes, bytes]:
    """The digits of a value without its sign: before the point, behind it, and those that recur from then on;
    no zeros around them."""
    whole, rest = divmod(abs(value.numerator), value.denominator)
    digits = bytearray()
    seen: dict[int, int] = {}
    while rest and rest not in seen:
        if len(digits) == _PLACES:
            raise ValueError(f"the digits of {value} do not recur within {_PLACES:,} places")
        seen[rest] = len(digits)
        digit, rest = divmod(rest * 10, value.denominator)
        digits.append(ord("0") + digit)
    until = seen[rest] if rest else len(digits)
    return str(whole).encode().lstrip(b"0"), bytes(digits[:until]), bytes(digits[until:])


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
        whole, fraction, recurring = _written(value)
        if recurring:
            return terms.NOTHING
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
        whole, fraction, recurring = _written(value)
        behind = terms.NOTHING
        for digit in reversed(recurring):
            behind = self._or_greater(digit, self._digits, behind)
        again = terms.star(terms.literal(recurring) if recurring else self._digit)
        behind = terms.then(again, behind if recurring else terms.then(self._greater(ord("0")), self._digits))
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
