"""Trees of a text by a shape, for the oracle: what is inside, and what holds of their parts.

Written from the language reference alone: paths, exact numbers, scopes from left to right, context-free
derivation by the simplest recognizer there is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from detlm.syntax import program as p


@dataclass(frozen=True)
class Tree:
    """A part of a text: from ``start`` to ``end``, made by ``shape``, with the parts directly inside."""

    shape: p.Shape
    start: int
    end: int
    children: tuple[Tree, ...] = ()


Names = Mapping[bytes, tuple[frozenset[bytes], frozenset[bytes]]]
"""Of each scope, the names shown and the names pending."""


def fields(tree: Tree) -> Iterator[Tree]:
    """The fields directly below a tree, through anything but other fields."""
    for child in tree.children:
        if isinstance(child.shape, p.Field):
            yield child
        else:
            yield from fields(child)


def at(path: p.Path, tree: Tree) -> list[Tree]:
    """What a path leads to."""
    if not path:
        return [tree]
    found = [f for f in fields(tree) if isinstance(f.shape, p.Field) and f.shape.label == path[0]]
    return [t for f in found for t in at(path[1:], f)]


def number(expr: p.Expr, tree: Tree, text: bytes) -> Fraction | None:
    """The number of an expression, None where something is missing."""
    match expr:
        case p.NumberLiteral(value, scale):
            return Fraction(value, 10**scale)
        case p.NumberAt(path):
            found = at(path, tree)
            said = text[found[0].start : found[0].end] if len(found) == 1 else b""
            return Fraction(said.decode()) if re.fullmatch(rb"-?[0-9]+(\.[0-9]+)?", said) else None
        case p.Plus(left, right) | p.Minus(left, right) | p.Times(left, right):
            a, b = number(left, tree, text), number(right, tree, text)
            if a is None or b is None:
                return None
            return a + b if isinstance(expr, p.Plus) else a - b if isinstance(expr, p.Minus) else a * b
        case p.SumOver(path, each):
            numbers = [number(each, t, text) for t in at(path, tree)]
            return None if None in numbers else sum((n for n in numbers if n is not None), Fraction(0))
        case p.CountOf(path):
            return Fraction(len(at(path, tree)))


def derives(grammar: p.Grammar, start: int, said: bytes, ends: object) -> bool:
    """Whether a rule derives a text: sets of ends, grown until nothing is new."""
    known: dict[tuple[int, int], frozenset[int]] = {}

    @cache
    def terminal(regex: object, begin: int) -> frozenset[int]:
        return ends(regex, said, begin)  # type: ignore[operator, no-any-return]

    def once(rule: int, begin: int) -> frozenset[int]:
        result: frozenset[int] = frozenset()
        for row in grammar.rules[rule].alternatives:
            reached = frozenset({begin})
            for symbol in row:
                step: frozenset[int] = frozenset()
                for place in reached:
                    if isinstance(symbol, p.Terminal):
                        step |= terminal(symbol.regex, place)
                    else:
                        step |= known.setdefault((symbol.index, place), frozenset())
                reached = step
            result |= reached
        return result

    known[(start, 0)] = frozenset()
    while True:
        before = dict(known)
        for rule, begin in list(known):
            known[(rule, begin)] |= once(rule, begin)
        if known == before:
            return len(said) in known[(start, 0)]
