"""Conditions that nothing can fulfil, whatever the text and the prompt: told from the conditions alone.

Two ways, both sound and neither complete: the truth of small formulas over what is asked, and circles of
comparisons (`a < b and b < a`). What a category's texts leave of a condition is ``analysis.py``.

Source of the circles: difference constraints as shortest paths, R. Bellman, On a routing problem (1958).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product

from detlm.mask.filters import atoms_of
from detlm.syntax.program import (
    Always,
    And,
    Compare,
    Condition,
    Every,
    Expr,
    InCategory,
    InGrammar,
    Minus,
    Not,
    NumberLiteral,
    Or,
    Plus,
)

_ATOMS = 8  # that a formula may have to be tried in all ways


def never_holds(condition: Condition) -> bool:
    """Whether a condition contradicts itself. False where this is not told."""
    return _never_true(condition) or _circle(condition)


# -- truth ------------------------------------------------------------------------------------------


def _never_true(condition: Condition) -> bool:
    atoms = [atom for atom in atoms_of(condition) if not isinstance(atom, Always)]
    if len(atoms) < 2 or any(isinstance(atom, Every) for atom in atoms):
        return False
    keys = list(dict.fromkeys(map(_key, atoms)))
    if len(keys) == len(atoms) or len(keys) > _ATOMS:  # it takes one that is asked twice
        return False
    ways = product((False, True), repeat=len(keys))
    return not any(_true(condition, dict(zip(keys, way, strict=True))) for way in ways)


def _key(atom: Condition) -> object:
    """What makes two atoms one. Expressions by identity: a deep one cannot be compared."""
    match atom:
        case InCategory(_, regex):
            return InCategory, id(regex)
        case InGrammar(_, grammar, start):
            return InGrammar, id(grammar), start
        case _:
            return atom


def _true(condition: Condition, atoms: Mapping[object, bool]) -> bool:
    match condition:
        case Always():
            return True
        case Not(body):
            return not _true(body, atoms)
        case Every((), body):
            return _true(body, atoms)
        case And(left, right):
            return _true(left, atoms) and _true(right, atoms)
        case Or(left, right):
            return _true(left, atoms) or _true(right, atoms)
        case _:
            return atoms[_key(condition)]


# -- circles of comparisons -------------------------------------------------------------------------


# (lower, upper, by, less): ``lower`` is at most ``upper`` plus ``by``, or less; None stands for zero.
_Below = tuple[Expr | None, Expr | None, Fraction, bool]


def _circle(condition: Condition) -> bool:
    """Whether comparisons that must hold together put a number below itself.

    Where a number is missing its comparison is false, so those that hold are about numbers that are there.
    """
    edges = [edge for comparison in _asked(condition) for edge in _edges(comparison)]
    numbers = list(dict.fromkeys(n for edge in edges for n in edge[:2]))
    bound = dict.fromkeys(numbers, (Fraction(0), 0))  # the second part counts, negatively, what is "less"
    for _ in range(len(numbers) + 1):
        changed = False
        for lower, upper, by, less in edges:
            value, steps = bound[upper]
            if (nearer := (value + by, steps - less)) < bound[lower]:
                bound[lower], changed = nearer, True
        if not changed:
            return False
    return bool(edges)


def _asked(condition: Condition) -> Iterator[Compare]:
    """The comparisons that must hold in any case."""
    match condition:
        case And(left, right):
            yield from _asked(left)
            yield from _asked(right)
        case Not(Not(body)) | Every((), body):
            yield from _asked(body)
        case Compare():
            yield condition


def _edges(comparison: Compare) -> Iterator[_Below]:
    """What a comparison says of two numbers, or of one and zero; nothing where it speaks of more."""
    sides: dict[Expr, int] = {}
    constant = _summed(comparison.left, 1, sides) + _summed(comparison.right, -1, sides)
    plus = [number for number, times in sides.items() if times == 1]
    minus = [number for number, times in sides.items() if times == -1]
    if len(plus) > 1 or len(minus) > 1 or any(abs(times) > 1 for times in sides.values()):
        return
    lower, upper = next(iter(plus), None), next(iter(minus), None)
    yield lower, upper, -constant, comparison.relation == "<"
    if comparison.relation == "=":
        yield upper, lower, constant, False


def _summed(expression: Expr, sign: int, sides: dict[Expr, int]) -> Fraction:
    """Adds the numbers of a sum to ``sides``, each with how often it is there; returns what is constant."""
    match expression:
        case NumberLiteral():
            return sign * Fraction(expression.value, 10**expression.scale)
        case Plus(left, right):
            return _summed(left, sign, sides) + _summed(right, sign, sides)
        case Minus(left, right):
            return _summed(left, sign, sides) + _summed(right, -sign, sides)
        case _:
            sides[expression] = sides.get(expression, 0) + sign
            return Fraction(0)
