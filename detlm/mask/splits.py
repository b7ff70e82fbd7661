"""What a regular expression matches, straight from its meaning: no derivatives, no automata.

The slow and plain reading that automata are compared with, and that the parser uses at its leaves.
"""

from __future__ import annotations

from detlm.errors import MaskError
from detlm.syntax.regex import AtMost, Both, Either, Empty, Nothing, OneOf, Regex, Star, Then, Without

Ends = frozenset[int]


class Splits:
    """Where the texts of expressions can end in one text; remembers what it has found."""

    def __init__(self, text: bytes) -> None:
        self._text = text
        self._known: dict[tuple[int, int], tuple[Regex, Ends]] = {}

    def ends(self, regex: Regex, start: int) -> Ends:
        """Every ``end`` such that ``text[start:end]`` belongs to ``regex``."""
        key = (id(regex), start)
        known = self._known.get(key)
        if known is None:  # the expression is kept too, so that its id stays its own
            known = self._known[key] = (regex, self._ends(regex, start))
        return known[1]

    def _ends(self, regex: Regex, start: int) -> Ends:
        match regex:
            case Nothing():
                return frozenset()
            case Empty():
                return frozenset((start,))
            case OneOf(members):
                fits = start < len(self._text) and members >> self._text[start] & 1
                return frozenset((start + 1,)) if fits else frozenset()
            case Then():
                return self._sequence(regex, start)
            case Either():
                return self._options(regex, start)
            case Star(body):
                return self._repeated(body, start, len(self._text))
            case AtMost(count, body):
                return self._repeated(body, start, count)
            case Both(left, right):
                return self.ends(left, start) & self.ends(right, start)
            case Without(left, right):
                return self.ends(left, start) - self.ends(right, start)
            case _:
                raise MaskError(f"masks do not know the expression {type(regex).__name__}")

    def _sequence(self, regex: Regex, start: int) -> Ends:
        at = frozenset((start,))
        while isinstance(regex, Then) and at:  # a literal is a long spine
            at = frozenset(end for here in at for end in self.ends(regex.first, here))
            regex = regex.second
        return frozenset(end for here in at for end in self.ends(regex, here))

    def _options(self, regex: Regex, start: int) -> Ends:
        found: set[int] = set()
        while isinstance(regex, Either):
            found |= self.ends(regex.left, start)
            regex = regex.right
        return frozenset(found | self.ends(regex, start))

    def _repeated(self, body: Regex, start: int, count: int) -> Ends:
        # Fewer repetitions leave more to come, so a place need only be reached once.
        found = {start}
        frontier = {start}
        for _ in range(count):
            frontier = {end for here in frontier for end in self.ends(body, here)} - found
            if not frontier:
                break
            found |= frontier
        return frozenset(found)


def matches(regex: Regex, text: bytes) -> bool:
    """Whether ``text`` belongs to ``regex``."""
    return len(text) in Splits(text).ends(regex, 0)
