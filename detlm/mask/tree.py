"""Parses as trees, and what can be read off them: texts, claims, parts at paths, numbers.

The mirror of ``Tree`` in ``lean/DetLM/Spec/Shape.lean``. Nothing here parses or decides.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

from detlm.syntax.program import (
    Atom,
    CountOf,
    Derive,
    Expr,
    Minus,
    NumberAt,
    NumberLiteral,
    Path,
    Plus,
    SumOver,
    Times,
)
from detlm.syntax.value import Value


class Leaf(Value):
    """A text of a category."""

    text: bytes


class SlotLeaf(Value):
    """What fills a slot; ``kind`` is "subject" or "object"."""

    kind: str
    text: bytes


class Parts(Value):
    """The parts of a chain."""

    parts: tuple[Tree, ...]


class Chosen(Value):
    """The option taken, by its place."""

    index: int
    body: Tree


class Repeated(Value):
    """The repetitions, none of them empty."""

    items: tuple[Tree, ...]


class ClaimTree(Value):
    """A sentence."""

    relation: bytes
    body: Tree


class SpanTree(Value):
    """A span made by a derive rule."""

    span: Derive
    body: Tree


class FieldTree(Value):
    """A part that paths call ``label``."""

    label: bytes
    body: Tree


class BindTree(Value):
    """A text that becomes a name of ``scope``."""

    scope: bytes
    body: Tree


class SettleTree(Value):
    """At its end the names bound so far are shown."""

    scope: bytes
    body: Tree


class BlockTree(Value):
    """At its end names are again what they were at its start."""

    scope: bytes
    body: Tree


Tree = (
    Leaf
    | SlotLeaf
    | Parts
    | Chosen
    | Repeated
    | ClaimTree
    | SpanTree
    | FieldTree
    | BindTree
    | SettleTree
    | BlockTree
)


def below(tree: Tree) -> tuple[Tree, ...]:
    """The trees directly inside, in order."""
    match tree:
        case Leaf() | SlotLeaf():
            return ()
        case Parts(inner) | Repeated(inner):
            return inner
        case _:
            return (tree.body,)


def text_of(tree: Tree) -> bytes:
    """The text of a parse."""
    if isinstance(tree, Leaf | SlotLeaf):
        return tree.text
    return b"".join(text_of(part) for part in below(tree))


def slot_text(tree: Tree, kind: str) -> bytes:
    """What the slots of one kind hold, one after the other."""
    if isinstance(tree, SlotLeaf):
        return tree.text if tree.kind == kind else b""
    return b"".join(slot_text(part, kind) for part in below(tree))


def claims_of(tree: Tree) -> tuple[Atom, ...]:
    """The claims of a text, in order."""
    if isinstance(tree, ClaimTree):
        return (Atom(tree.relation, slot_text(tree.body, "subject"), slot_text(tree.body, "object")),)
    return tuple(claim for part in below(tree) for claim in claims_of(part))


# -- scopes -----------------------------------------------------------------------------------------


class Names(Value):
    """The names of one scope at a point of a text, in the order of binding."""

    shown: tuple[bytes, ...] = ()
    pending: tuple[bytes, ...] = ()


Scopes = Mapping[bytes, Names]
NO_SCOPES: Scopes = {}
NO_NAMES = Names()


def past(tree: Tree, scopes: Scopes) -> Scopes:
    """The names of every scope where a tree ends, given those where it begins."""
    here = scopes
    for part in below(tree):
        here = past(part, here)
    return ended(tree, scopes, here)


def ended(tree: Tree, before: Scopes, inside: Scopes) -> Scopes:
    """The names behind a tree; ``before`` and ``inside`` are those where its body begins and ends."""
    match tree:
        case BindTree(scope, body):
            names = inside.get(scope, NO_NAMES)
            return {**inside, scope: Names(names.shown, (*names.pending, text_of(body)))}
        case SettleTree(scope):
            names = inside.get(scope, NO_NAMES)
            return {**inside, scope: Names(names.shown + names.pending)}
        case BlockTree(scope):
            return {**inside, scope: before.get(scope, NO_NAMES)}
        case _:
            return inside


# -- parts at paths ---------------------------------------------------------------------------------


class Part(Value):
    """A part of a parse, with the names of every scope where it begins."""

    tree: Tree
    scopes: Scopes = NO_SCOPES

    @property
    def text(self) -> bytes:
        """What it says."""
        return text_of(self.tree)

    def at(self, path: Path) -> list[Part]:
        """Every part that ``path`` leads to; the empty path leads to the part itself."""
        found = [self]
        for label in path:
            found = [inner for part in found for inner in part._fields(label)]
        return found

    def _fields(self, label: bytes) -> list[Part]:
        """The bodies of the fields with a label that no other field encloses."""
        if isinstance(self.tree, FieldTree):
            return [Part(self.tree.body, self.scopes)] if self.tree.label == label else []
        found: list[Part] = []
        scopes = self.scopes
        for tree in below(self.tree):
            found += Part(tree, scopes)._fields(label)
            scopes = past(tree, scopes)
        return found


# -- numbers ----------------------------------------------------------------------------------------

_NUMBER = re.compile(rb"-?[0-9]+(\.[0-9]+)?")
_DIGITS = 4_000  # Python reads no longer ones at once


def number_of(text: bytes) -> Fraction | None:
    """The number that ``text`` writes, exactly; None if it writes none."""
    if not _NUMBER.fullmatch(text):
        return None
    whole, _, fraction = text.removeprefix(b"-").partition(b".")
    digits, value = whole + fraction, 0
    for at in range(0, len(digits), _DIGITS):
        piece = digits[at : at + _DIGITS]
        value = value * 10 ** len(piece) + int(piece)
    return Fraction(-value if text.startswith(b"-") else value, 10 ** len(fraction))


def value_of(expression: Expr, part: Part) -> Fraction | None:
    """The value of an expression over the parts of a part; None if something is missing."""
    match expression:
        case NumberLiteral(value, scale):
            return Fraction(value, 10**scale)
        case NumberAt(path):
            found = part.at(path)
            return number_of(found[0].text) if len(found) == 1 else None
        case CountOf(path):
            return Fraction(len(part.at(path)))
        case SumOver(path, each):
            total = Fraction(0)
            for each_part in part.at(path):
                summand = value_of(each, each_part)
                if summand is None:
                    return None
                total += summand
            return total
        case Plus(left, right) | Minus(left, right) | Times(left, right):
            a, b = value_of(left, part), value_of(right, part)
            if a is None or b is None:
                return None
            if isinstance(expression, Times):
                return a * b
            return a + b if isinstance(expression, Plus) else a - b
