"""Whether some text has two parses, and a shortest such text.

Runs the path machine of a shape beside itself: two paths over one text, which part somewhere and both end.
Conditions play no part, as in Lean, where a text with two parses of its shape is never admitted.
"""

from __future__ import annotations

from collections import deque

from detlm.errors import MaskError
from detlm.mask.paths import PathMachine, Place
from detlm.syntax.program import Shape, UpTo, walk

_Pair = tuple[Place, Place, bool]  # where two readers are, and whether their paths have parted


def ambiguous_text(shape: Shape, *, limit: int = 200_000) -> bytes | None:
    """A shortest text with two parses, or None if every text has at most one.

    Repetitions must not admit the empty text. Raises ``MaskError`` after ``limit`` pairs of places.
    """
    repeats = any(isinstance(s, UpTo) for s in walk(shape))
    # Without counts there are far fewer places, and a shape unambiguous without them is so with them.
    if repeats and _search(PathMachine(shape, unbounded=True), limit) is None:
        return None
    return _search(PathMachine(shape), limit)


def _search(machine: PathMachine, limit: int) -> bytes | None:
    came_from: dict[_Pair, tuple[_Pair, int] | None] = {}
    todo: deque[_Pair] = deque()

    def visit(one: Place, other: Place, parted: bool, source: tuple[_Pair, int] | None) -> None:
        pair = (one, other, parted) if one <= other else (other, one, parted)
        if pair not in came_from:
            came_from[pair] = source
            todo.append(pair)

    starts = [place for _, place in machine.starts]
    for i, one in enumerate(starts):
        visit(one, one, False, None)
        for other in starts[:i]:
            visit(one, other, True, None)
    while todo:
        pair = todo.popleft()
        one, other, parted = pair
        if parted:
            if machine.endings(one) and machine.endings(other):
                return _text(came_from, pair)
        elif len(machine.endings(one)) > 1:
            return _text(came_from, pair)
        if not parted and machine.is_last(one):
            continue
        moves, others = machine.moves(one), machine.moves(other)
        for i, move in enumerate(moves):
            if not parted:
                visit(move.target, move.target, False, (pair, move.members))
            for second in others if parted else others[:i]:
                if both := move.members & second.members:
                    visit(move.target, second.target, True, (pair, both))
        if len(came_from) > limit:
            raise MaskError(f"whether the output is ambiguous takes more than {limit:,} steps to tell")
    return None


def _text(came_from: dict[_Pair, tuple[_Pair, int] | None], pair: _Pair) -> bytes:
    out = bytearray()
    while (source := came_from[pair]) is not None:
        pair, members = source
        out.append((members & -members).bit_length() - 1)
    return bytes(reversed(out))
