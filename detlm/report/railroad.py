"""The shape of the output as a railroad: every way from left to right is an answer.

A ``Track`` is a drawing that a line enters at its left and leaves at its right, ``fall`` lower. Long rows
go on below; what is too much for a page is a box that says how much it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise

from detlm.report import svg
from detlm.report.wording import said_of
from detlm.syntax.program import (
    ENTRY,
    Bind,
    Block,
    Chain,
    Choice,
    Claim,
    Derive,
    Field,
    Lex,
    Settle,
    Shape,
    SlotShape,
    UpTo,
)

WIDEST = 860.0
_GAP, _ROW = 14.0, 26.0
_MOST = 240  # boxes


@dataclass(frozen=True, slots=True)
class Track:
    """``up`` and ``down``: how far it reaches above and below the height at which the line enters."""

    width: float
    up: float
    down: float
    fall: float
    paint: Callable[[float, float], list[str]]


def railroad(shape: Shape, after: bytes | None = None) -> Track:
    """The railroad of a shape; ``after``: the text that ends what is free before it."""
    track = _Builder().track(shape, WIDEST)
    if after is None:
        return track
    text = svg.shown(after.decode(errors="backslashreplace"), 34)
    return row([boxed("anything up to the first", "group"), boxed(f'"{text}"', "text"), track], WIDEST)


class _Builder:
    def __init__(self) -> None:
        self._left = _MOST

    def track(self, shape: Shape, room: float) -> Track:
        if self._left <= 0:
            return boxed("… and more", "group")
        match shape:
            case Lex():
                self._left -= 1
                text, kind = said_of(shape)
                return boxed(text, kind)
            case SlotShape(kind, _):
                self._left -= 1
                return boxed(kind.upper(), "name")
            case Chain(parts):
                return row([self._joined(p, room) for p in _folded(parts)], room)
            case Choice(options):
                return fork([self.track(o, room - 4 * _GAP) for o in options])
            case UpTo():
                return self._loop(_Loop(0, shape.count, shape.body, None), room)
            case Derive():
                return _group(shape.name, self.track(shape.body, room - 2 * _GAP))
            case Field(name, body):
                named = "entry" if name == ENTRY else name.decode(errors="replace")
                return _group(named, self.track(body, room - 2 * _GAP))
            case Claim(relation, body):
                return _group(relation.decode(errors="replace"), self.track(body, room - 2 * _GAP))
            case Bind(scope, body):
                inner = self.track(body, room - 2 * _GAP)
                return _group(f"binds a name of {scope.decode(errors='replace')}", inner)
            case Settle(_, body) | Block(_, body):
                return self.track(body, room)

    def _joined(self, part: Shape | _Loop, room: float) -> Track:
        return self._loop(part, room) if isinstance(part, _Loop) else self.track(part, room)

    def _loop(self, loop: _Loop, room: float) -> Track:
        body = self.track(loop.body, room - 4 * _GAP)
        between = None if loop.between is None else self.track(loop.between, room - 4 * _GAP)
        return _repeated(loop, body, between)


# -- runs of equal parts ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Loop:
    """``least`` to ``most`` times ``body``, with ``between`` between two."""

    least: int
    most: int
    body: Shape
    between: Shape | None


def _folded(parts: Iterable[Shape]) -> list[Shape | _Loop]:
    """The parts of a chain; ``X X {X}`` and ``X {", " X}`` become one loop."""
    out: list[Shape | _Loop] = []
    for part in parts:
        before = out[-1] if out else None
        if isinstance(part, UpTo) and before is not None and not isinstance(before, _Loop):
            body = part.body
            if body == before:
                least = 0
                while out and out[-1] == body:
                    out.pop()
                    least += 1
                out.append(_Loop(least, least + part.count, body, None))
                continue
            # What stands between is drawn on the way back, which is read from right to left: one box only.
            if isinstance(body, Chain) and isinstance(body.parts[0], Lex):
                rest = body.parts[1:]
                if rest and tuple(out[-len(rest) :]) == rest:
                    del out[-len(rest) :]
                    again = rest[0] if len(rest) == 1 else Chain(rest)
                    out.append(_Loop(1, 1 + part.count, again, body.parts[0]))
                    continue
        out.append(part)
    return out


# -- drawing ----------------------------------------------------------------------------------------


def boxed(text: str, kind: str) -> Track:
    """A box with a text; ``kind`` is its look."""
    width, half = svg.width_of(text) + 2 * svg.PAD, svg.LINE / 2 + 4

    def paint(x: float, y: float) -> list[str]:
        corner = 11 if kind == "text" else 3
        return [
            svg.box(x, y - half, width, 2 * half, kind, corner),
            svg.label(x + width / 2, y, text, anchor="middle"),
        ]

    return Track(width, half, half, 0, paint)


def row(tracks: list[Track], room: float) -> Track:
    """Tracks one after the other, in as many rows as they need."""
    rows: list[list[Track]] = [[]]
    used = 0.0
    for track in tracks:
        if rows[-1] and used + track.width > room:
            rows.append([])
            used = 0.0
        rows[-1].append(track)
        used += track.width + _GAP
    level = [_level(row) for row in rows]
    if len(level) == 1:
        return level[0]
    width = max(row.width for row in level) + 2 * _GAP
    starts = [0.0]  # the height at which each row is entered
    for above, below in pairwise(level):
        starts.append(starts[-1] + above.down + _ROW + below.up)

    def paint(x: float, y: float) -> list[str]:
        out = [svg.straight(x, y, x + _GAP, y)]
        for i, row in enumerate(level):
            out += row.paint(x + _GAP, y + starts[i])
            end, low = x + _GAP + row.width, y + starts[i] + row.fall
            if i + 1 == len(level):
                out.append(svg.straight(end, low, x + width, low))
                continue
            turn = y + starts[i] + row.down + _ROW / 2
            right, left, down = end + _GAP / 2, x + _GAP / 2, y + starts[i + 1]
            out.append(
                svg.path(
                    f"M {end:.1f} {low:.1f} H {right:.1f} V {turn:.1f} H {left:.1f} V {down:.1f} "
                    f"H {x + _GAP:.1f}"
                )
            )
        return out

    return Track(width, level[0].up, starts[-1] + level[-1].down, starts[-1] + level[-1].fall, paint)


def _level(tracks: list[Track]) -> Track:
    """Tracks one after the other in one row."""
    width = sum(t.width for t in tracks) + _GAP * (len(tracks) - 1)
    up = down = fall = 0.0
    for track in tracks:
        up, down = max(up, track.up - fall), max(down, track.down + fall)
        fall += track.fall

    def paint(x: float, y: float) -> list[str]:
        out: list[str] = []
        for i, track in enumerate(tracks):
            if i:
                out.append(svg.straight(x, y, x + _GAP, y))
                x += _GAP
            out += track.paint(x, y)
            x, y = x + track.width, y + track.fall
        return out

    return Track(width, up, down, fall, paint)


def fork(tracks: list[Track]) -> Track:
    """One of several tracks, below one another."""
    side = 2 * _GAP
    width = max(t.width for t in tracks) + 2 * side
    heights = [0.0]
    for above, below in pairwise(tracks):
        heights.append(heights[-1] + above.down + _GAP + below.up)

    def paint(x: float, y: float) -> list[str]:
        out: list[str] = []
        for track, height in zip(tracks, heights, strict=True):
            out.append(svg.bend(x, y, x + side, y + height))
            out += track.paint(x + side, y + height)
            end, low = x + side + track.width, y + height + track.fall
            out.append(svg.straight(end, low, x + width - side, low))
            out.append(svg.bend(x + width - side, low, x + width, y))
        return out

    return Track(width, tracks[0].up, heights[-1] + tracks[-1].down, 0, paint)


def _repeated(loop: _Loop, body: Track, between: Track | None) -> Track:
    times = f"{loop.least} to {loop.most} times" if loop.least else f"up to {loop.most} times"
    return looped(body, times if loop.most > 1 else "", between, skips=not loop.least)


def looped(body: Track, times: str, between: Track | None = None, skips: bool = True) -> Track:
    """A track with a way back below it (none if ``times`` is empty) and, if it ``skips``, one past it."""
    side = 2 * _GAP
    inner = max(body.width, between.width if between else 0, svg.width_of(times) - 2 * side)
    width = inner + 2 * side
    over = body.up + _GAP if skips else body.up
    back = body.down + _GAP + (between.up if between else 0)
    under = back + (between.down if between else 0) + 4

    def paint(x: float, y: float) -> list[str]:
        left, right, low = x + side, x + side + inner, y + body.fall
        shift = (inner - body.width) / 2
        out = [svg.straight(x, y, left + shift, y), *body.paint(left + shift, y)]
        out.append(svg.straight(left + shift + body.width, low, x + width, low))
        if times:
            a, b, way = left - _GAP / 2, right + _GAP / 2, y + back
            out.append(svg.path(f"M {b:.1f} {low:.1f} V {way:.1f} H {a:.1f} V {y + 1:.1f}", "arrow"))
            out.append(svg.label(x + width / 2, y + under + 7, times, "note", "middle"))
        if between is not None:
            begin = x + (width - between.width) / 2
            out += [svg.box(begin, way - 2, between.width, 4, "behind"), *between.paint(begin, way)]
        if skips:
            past = y - over
            out.append(
                svg.path(
                    f"M {x:.1f} {y:.1f} C {x + _GAP:.1f} {y:.1f} {x:.1f} {past:.1f} {left:.1f} {past:.1f} "
                    f"H {right:.1f} C {x + width:.1f} {past:.1f} {x + width - _GAP:.1f} {low:.1f} "
                    f"{x + width:.1f} {low:.1f}"
                )
            )
        return out

    return Track(width, over + 2, under + svg.LINE if times else body.down, body.fall, paint)


def _group(name: str, body: Track) -> Track:
    """A frame with a name around a track."""
    name = svg.shown(name, 40)
    width = max(body.width, svg.width_of(name)) + 2 * _GAP
    over, under = body.up + svg.LINE + 4, body.down + 6

    def paint(x: float, y: float) -> list[str]:
        shift = (width - body.width) / 2
        return [
            svg.box(x, y - over, width, over + under, "group", 6),
            svg.label(x + 7, y - over + 9, name, "note"),
            svg.straight(x, y, x + shift, y),
            *body.paint(x + shift, y),
            svg.straight(x + shift + body.width, y + body.fall, x + width, y + body.fall),
        ]

    return Track(width, over, under, body.fall, paint)
