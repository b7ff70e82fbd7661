"""Paths to the parts of a span, and numbers made of them. Only data; the meaning is Lean's.

Numbers are exact decimals. Arithmetic with something missing is missing; a comparison with it is false.
"""

from __future__ import annotations

from dataclasses import dataclass

# Labels of fields, outermost first, from the span on. A path leads to every part that can be reached by
# going from a tree to the ``Field``s directly below it (through anything but other fields) that bear the
# first label, and on from there. The empty path leads to the tree itself.
Path = tuple[bytes, ...]

# What the entries of a list are called in a path.
ENTRY = b"[]"


@dataclass(frozen=True)
class NumberLiteral:
    """``value`` / 10 ** ``scale``; ``value`` may be negative."""

    value: int
    scale: int = 0


@dataclass(frozen=True)
class NumberAt:
    """The number that the text of the one part at ``path`` writes: ``-?digits[.digits]``, else missing."""

    path: Path


@dataclass(frozen=True)
class Plus:
    """``left + right``; missing if one of them is."""

    left: Expr
    right: Expr


@dataclass(frozen=True)
class Minus:
    """``left - right``; missing if one of them is."""

    left: Expr
    right: Expr


@dataclass(frozen=True)
class Times:
    """``left * right``; missing if one of them is."""

    left: Expr
    right: Expr


@dataclass(frozen=True)
class SumOver:
    """The sum of ``each``, taken of every part at ``path``; missing if one of them is; 0 for no parts."""

    path: Path
    each: Expr


@dataclass(frozen=True)
class CountOf:
    """How many parts there are at ``path``."""

    path: Path


Expr = NumberLiteral | NumberAt | Plus | Minus | Times | SumOver | CountOf
