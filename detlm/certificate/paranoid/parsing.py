"""Which texts an expression holds, which parses a shape has.

Written from ``Regex.Lang`` and ``Fits`` by other means than Lean's checker uses: sets of places where a text
may end instead of derivatives, tables of parses instead of lists of them. Sure rather than quick.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from detlm.certificate.paranoid.source import Data, NotUnderstood

Parses = dict[int, list["Tree"]]  # by where they end, never more than two of each


@dataclass(frozen=True, slots=True)
class Tree:
    """A parse of ``answer[start:end]``; ``shape`` is what it is a parse of. The parts of a repetition are
    all but the last, as such a parse, and the last."""

    shape: Data
    start: int
    end: int
    parts: tuple[Tree, ...] = ()


def below(tree: Tree) -> Iterator[Tree]:
    """A parse and all its parts, from left to right."""
    waiting = [tree]
    while waiting:
        at = waiting.pop()
        yield at
        waiting.extend(reversed(at.parts))


@dataclass
class Reader:
    """A text, and what was found out about parts of it."""

    text: bytes
    _ends: dict[tuple[int, int], frozenset[int]] = field(default_factory=dict)
    _parses: dict[tuple[int, int], Parses] = field(default_factory=dict)

    def holds(self, category: Data) -> bool:
        """Whether the whole text is in a category."""
        return len(self.text) in self.ends(category, 0)

    def ends(self, category: Data, start: int) -> frozenset[int]:
        """Where a text of the category that starts here may end."""
        key = (id(category), start)
        known = self._ends.get(key)
        if known is None:
            known = self._ends[key] = frozenset(self._found(category, start))
        return known

    def _found(self, category: Data, start: int) -> Any:
        match category.head, category.args:
            case "Regex.nothing", ():
                return ()
            case "Regex.empty", ():
                return (start,)
            case "Regex.ofText", (text,):
                return (start + len(text),) if self.text.startswith(text, start) else ()
            case "Regex.oneOf", (members,):
                here = self.text[start : start + 1]
                return (start + 1,) if here and members >> here[0] & 1 else ()
            case "Regex.seq", (first, second):
                found: set[int] = set()
                for middle in self.ends(first, start):
                    found |= self.ends(second, middle)
                return found
            case "Regex.either", (left, right):
                return self.ends(left, start) | self.ends(right, start)
            case "Regex.star", (body,):
                return self._repeated(body, start, len(self.text))  # what is empty gets nowhere
            case "Regex.atMost", (count, body):
                return self._repeated(body, start, count)
            case "Regex.both", (left, right):
                return self.ends(left, start) & self.ends(right, start)
            case "Regex.without", (left, right):
                return self.ends(left, start) - self.ends(right, start)
        raise NotUnderstood(category.head)

    def _repeated(self, body: Data, start: int, count: int) -> set[int]:
        found = new = {start}
        while new and count:
            count -= 1
            reached: set[int] = set()
            for at in new:
                reached |= self.ends(body, at)
            new = reached - found
            found = found | new
        return found

    def parses(self, shape: Data, start: int) -> Parses:
        """The parses of the shape that start here."""
        key = (id(shape), start)
        known = self._parses.get(key)
        if known is None:
            known = self._parses[key] = self._parsed(shape, start)
        return known

    def _parsed(self, shape: Data, start: int) -> Parses:
        match shape.head, shape.args:
            case ("Shape.lex", (category,)) | ("Shape.slot", (_, category)):
                return {end: [Tree(shape, start, end)] for end in self.ends(category, start)}
            case "Shape.seq", (first, second):
                return _joined(shape, start, self.parses(first, start), lambda at: self.parses(second, at))
            case "Shape.alt", (left, right):
                found: Parses = {}
                for option in (left, right):
                    for end, trees in self.parses(option, start).items():
                        kept = found.setdefault(end, [])
                        kept += [Tree(shape, start, end, (tree,)) for tree in trees[: 2 - len(kept)]]
                return found
            case "Shape.upTo", (count, body):
                return self._some(shape, count, body, start)
            case ("Shape.claim", (_, body)) | ("Shape.derive", (_, _, body)) | ("Shape.mark", (_, body)):
                return {
                    end: [Tree(shape, start, end, (tree,)) for tree in trees]
                    for end, trees in self.parses(body, start).items()
                }
        raise NotUnderstood(shape.head)

    def _some(self, shape: Data, count: int, body: Data, start: int) -> Parses:
        """At most so many repetitions, none of them empty."""

        def another(at: int) -> Parses:
            return {end: trees for end, trees in self.parses(body, at).items() if end > at}

        new: Parses = {start: [Tree(shape, start, start)]}
        found = dict(new)
        while new and count:
            count -= 1
            new = _joined(shape, start, new, another)
            for end, trees in new.items():
                found[end] = [*found.get(end, ()), *trees][:2]
        return found


def _joined(shape: Data, start: int, first: Parses, rest: Callable[[int], Parses]) -> Parses:
    found: Parses = {}
    for middle, before in first.items():
        for end, after in rest(middle).items():
            kept = found.setdefault(end, [])
            for one in before:
                for other in after:
                    if len(kept) < 2:
                        kept.append(Tree(shape, start, end, (one, other)))
    return found
