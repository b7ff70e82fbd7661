"""Parts of a parse: the names in scope where they begin, what paths lead to, the numbers they write.

Written from ``Tree.after``, ``Tree.fields``, ``Part.parts``, ``Expr.value`` and ``Number`` by other means:
one walk from left to right that carries the names along, and fractions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from detlm.certificate.paranoid.parsing import Tree
from detlm.certificate.paranoid.source import Data, NotUnderstood

_NUMBER = re.compile(rb"(-?)([0-9]+)(?:\.([0-9]+))?")
_MOST_DIGITS = 4_000  # longer ones Python reads in quadratic time, or not at all

#: For each scope the names that may be used, and those that were bound and are not shown yet.
Names = Mapping[bytes, tuple[frozenset[bytes], frozenset[bytes]]]
_NONE: tuple[frozenset[bytes], frozenset[bytes]] = (frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a parse of ``answer``, with the names where it begins."""

    tree: Tree
    names: Names
    answer: bytes

    @property
    def text(self) -> bytes:
        """What it reads."""
        return self.answer[self.tree.start : self.tree.end]

    def walk(self) -> Iterator[tuple[int, Part]]:
        """This part and all below, from left to right; each with how many fields enclose it."""
        names, depth = self.names, 0
        waiting: list[Tree | tuple[Tree, Names]] = [self.tree]  # a pair: where that tree ends
        while waiting:
            at = waiting.pop()
            if isinstance(at, tuple):
                tree, before = at
                names = self._behind(tree, before, names)
                depth -= _is_field(tree)
                continue
            yield depth, Part(at, names, self.answer)
            if at.shape.head == "Shape.mark":
                waiting.append((at, names))
                depth += _is_field(at)
            waiting.extend(reversed(at.parts))

    def _behind(self, marked: Tree, before: Names, inside: Names) -> Names:
        mark = marked.shape.args[0]
        scope = mark.args[0]
        shown, pending = inside.get(scope, _NONE)
        match mark.head:
            case "Mark.field":
                return inside
            case "Mark.bind":
                return {**inside, scope: (shown, pending | {self.answer[marked.start : marked.end]})}
            case "Mark.settle":
                return {**inside, scope: (shown | pending, frozenset())}
            case "Mark.block":
                return {**inside, scope: before.get(scope, _NONE)}
        raise NotUnderstood(mark.head)

    def shows(self, scope: bytes) -> bool:
        """Whether its text is a name that the scope shows where it begins."""
        return self.text in self.names.get(scope, _NONE)[0]

    def at(self, path: tuple[bytes, ...]) -> list[Part]:
        """The parts that a path leads to."""
        found = [self]
        for label in path:
            found = [field for part in found for field in part._fields(label)]
        return found

    def _fields(self, label: bytes) -> Iterator[Part]:
        for depth, part in self.walk():
            if depth == 0 and _is_field(part.tree) and part.tree.shape.args[0].args[0] == label:
                yield Part(part.tree.parts[0], part.names, self.answer)

    def number(self) -> Fraction | None:
        """The number that its text writes, if it writes one."""
        found = _NUMBER.fullmatch(self.text)
        if found is None:
            return None
        sign, whole, fraction = found.groups(b"")
        if len(whole) + len(fraction) > _MOST_DIGITS:
            raise NotUnderstood(f"a number of more than {_MOST_DIGITS:,} digits")
        value = Fraction(int(whole + fraction), 10 ** len(fraction))
        return -value if sign else value

    def value(self, of: Data) -> Fraction | None:
        """What an expression gives here; None where something is missing."""
        match of.head, of.args:
            case "Expr.literal", (number,):
                plus, minus, scale = number.args
                if scale > _MOST_DIGITS:
                    raise NotUnderstood(f"a number of more than {_MOST_DIGITS:,} digits")
                return Fraction(plus - minus, 10**scale)
            case "Expr.numberAt", (path,):
                parts = self.at(path)
                return parts[0].number() if len(parts) == 1 else None
            case "Expr.countOf", (path,):
                return Fraction(len(self.at(path)))
            case "Expr.sumOver", (path, each):
                total = Fraction(0)
                for part in self.at(path):
                    added = part.value(each)
                    if added is None:
                        return None
                    total += added
                return total
            case (("Expr.plus" | "Expr.minus" | "Expr.times"), (left, right)):
                one, other = self.value(left), self.value(right)
                if one is None or other is None:
                    return None
                if of.head == "Expr.times":
                    return one * other
                return one + other if of.head == "Expr.plus" else one - other
        raise NotUnderstood(of.head)


def _is_field(tree: Tree) -> bool:
    return tree.shape.head == "Shape.mark" and tree.shape.args[0].head == "Mark.field"
