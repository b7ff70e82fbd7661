"""Paths to the parts of a span, and numbers made of them. Only data; the meaning is Lean's.

Numbers are exact decimals. Arithmetic with something missing is missing; a comparison with it is false.
"""

from __future__ import annotations

from detlm.syntax.value import Value

# Labels of fields, outermost first, from the span on. A path leads to every part that can be reached by
# going from a tree to the ``Field``s directly below it (through anything but other fields) that bear the
# first label, and on from there. The empty path leads to the tree itself.
Path = tuple[bytes, ...]

# What the entries of a list are called in a path.
ENTRY = b"[]"


class NumberLiteral(Value):
    """``value`` / 10 ** ``scale``; ``value`` may be negative."""

    value: int
    scale: int = 0


class NumberAt(Value):
    """The number that the text of the one part at ``path`` writes: ``-?digits[.digits]``, else missing."""

    path: Path


class Plus(Value):
    """``left + right``; missing if one of them is."""

    left: Expr
    right: Expr


class Minus(Value):
    """``left - right``; missing if one of them is."""

    left: Expr
    right: Expr


class Times(Value):
    """``left * right``; missing if one of them is."""

    left: Expr
    right: Expr


class SumOver(Value):
    """The sum of ``each``, taken of every part at ``path``; missing if one of them is; 0 for no parts."""

    path: Path
    each: Expr


class CountOf(Value):
    """How many parts there are at ``path``."""

    path: Path


Expr = NumberLiteral | NumberAt | Plus | Minus | Times | SumOver | CountOf
