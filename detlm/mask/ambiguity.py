"""Whether some text has two parses, and a shortest such text.

Runs the path machine of a shape beside itself: two paths over one text, which part somewhere and both end.
Conditions play no part, as in Lean, where a text with two parses of its shape is never admitted.
"""

from __future__ import annotations

from collections import deque

from detlm.errors import MaskError
from detlm.mask.paths import Leaves, PathMachine, Place
from detlm.mask.terms import Terms
from detlm.syntax.program import Shape, UpTo, walk

_Pair = tuple[int, int, bool]  # where two readers are, and whether their paths have parted


def ambiguous_text(shape: Shape, *, limit: int = 200_000, terms: Terms | None = None) -> bytes | None:
    """A shortest text with two parses, or None if every text has at most one.

    Repetitions must not admit the empty text. ``terms``: of the same program, if there are any, so that what
    is in them is not made again. Raises ``MaskError`` after ``limit`` pairs of places, and ``TooManyStates``
    if a leaf needs an automaton that is too large.
    """
    leaves = Leaves(terms)
    repeats = any(isinstance(s, UpTo) for s in walk(shape))
    # Without counts there are far fewer places, and a shape unambiguous without them is so with them.
    if repeats and _search(PathMachine(shape, unbounded=True, leaves=leaves), limit) is None:
        return None
    return _search(PathMachine(shape, leaves=leaves), limit)


def _search(machine: PathMachine, limit: int) -> bytes | None:
    places = _Places(machine)
    ways = places.ways
    came_from: dict[_Pair, tuple[_Pair, int] | None] = {}
    todo: deque[_Pair] = deque()

    def visit(one: int, other: int, parted: bool, source: tuple[_Pair, int] | None) -> None:
        pair = (one, other, parted) if one <= other else (other, one, parted)
        if pair not in came_from:
            came_from[pair] = source
            todo.append(pair)

    starts = [places.number(place) for _, place in machine.starts]
    for i, one in enumerate(starts):
        visit(one, one, False, None)
        for other in starts[:i]:
            visit(one, other, True, None)
    while todo:
        pair = todo.popleft()
        one, other, parted = pair
        moves, endings = ways.get(one) or places.look(one)
        if not parted:
            if endings > 1:
                return _text(came_from, pair)
            if machine.is_last(places.met[one]):
                continue
            for i, (members, target) in enumerate(moves):
                visit(target, target, False, (pair, members))
                for others, second in moves[:i]:
                    if members & others:
                        visit(target, second, True, (pair, members & others))
        else:
            moves_there, endings_there = ways.get(other) or places.look(other)
            if endings and endings_there:
                return _text(came_from, pair)
            for members, target in moves:
                for others, second in moves_there:
                    if members & others:
                        new = (target, second, True) if target <= second else (second, target, True)
                        if new not in came_from:  # as in ``visit``, but most of the time is spent here
                            came_from[new] = (pair, members & others)
                            todo.append(new)
        if len(came_from) > limit:
            raise MaskError(f"whether the output is ambiguous takes more than {limit:,} steps to tell")
    return None


class _Places:
    """The places of a machine by number, so that pairs of them are looked up quickly."""

    def __init__(self, machine: PathMachine) -> None:
        self.met: list[Place] = []
        self._machine = machine
        self._numbers: dict[Place, int] = {}
        # How to read on from a place, as (byte set, place), and in how many ways the text may end there.
        self.ways: dict[int, tuple[list[tuple[int, int]], int]] = {}

    def number(self, place: Place) -> int:
        """The number of a place."""
        known = self._numbers.get(place)
        if known is None:
            known = self._numbers[place] = len(self.met)
            self.met.append(place)
        return known

    def look(self, number: int) -> tuple[list[tuple[int, int]], int]:
        """The ways on from a place that is looked at for the first time."""
        place = self.met[number]
        moves = [(m.members, self.number(m.target)) for m in self._machine.moves(place)]
        self.ways[number] = moves, len(self._machine.endings(place))
        return self.ways[number]


def _text(came_from: dict[_Pair, tuple[_Pair, int] | None], pair: _Pair) -> bytes:
    out = bytearray()
    while (source := came_from[pair]) is not None:
        pair, members = source
        out.append((members & -members).bit_length() - 1)
    return bytes(reversed(out))
