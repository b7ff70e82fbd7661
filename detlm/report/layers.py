"""Circles in layers from left to right, arrows between them with a text each, and no text upon another.

Every text has a place of its own in a layer between those of the circles, and arrows keep a place free in
each layer that they cross. Arrows back run below, each in a lane of its own. Layers by longest way, order
within them by neighbours' middles: the same arrows always give the same picture.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from detlm.report import svg

_RADIUS, _TOP = 11.0, 8.0
_STATE, _TEXT, _FREE, _LOOP = 46.0, 24.0, 14.0, 42.0  # heights; a circle with a loop is the loop's taller
_BEND, _LANE = 30.0, 24.0


@dataclass(frozen=True, slots=True)
class Arrow:
    """An arrow between two states."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Place:
    """Room in a layer: for a state, for an arrow's text, or (both None) for an arrow that goes on."""

    layer: int
    state: int | None = None
    arrow: Arrow | None = None
    number: int = 0  # tells equal ones apart


class Drawing:
    """States (``0`` is the start), arrows between them, and which states have a ring."""

    def __init__(self, nodes: Sequence[int], arrows: Sequence[Arrow], rings: set[int]) -> None:
        self._nodes, self._rings = nodes, rings
        self._loops = {a.start: a for a in arrows if a.start == a.end}
        between = [a for a in arrows if a.start != a.end]
        self._back = _back_arrows(between)
        onward = [a for a in between if a not in self._back]
        of = _layers(nodes, onward)
        self._at = {n: _Place(2 * of[n], state=n) for n in nodes}
        self._ways = [self._way(arrow, number) for number, arrow in enumerate(onward)]
        places = dict.fromkeys([*self._at.values(), *(p for way in self._ways for p in way)])
        self._rows = [[p for p in places if p.layer == i] for i in range(2 * max(of.values()) + 1)]
        self._order()
        self._x = self._columns()
        self.width = self._x[-1] + self._widths[-1] / 2 + 24 + 6 * len(self._back)

    def _way(self, arrow: Arrow, number: int) -> list[_Place]:
        """The places that an arrow passes; its text is about in the middle."""
        start, end = self._at[arrow.start], self._at[arrow.end]
        text = (start.layer + end.layer) // 2
        text -= (text + 1) % 2  # texts stand in odd layers
        inner = range(start.layer + 1, end.layer)
        return [start, *(_Place(i, arrow=arrow if i == text else None, number=number) for i in inner), end]

    def _order(self) -> None:
        near: dict[_Place, list[_Place]] = {p: [] for row in self._rows for p in row}
        for way in self._ways:
            for a, b in pairwise(way):
                near[a].append(b)
                near[b].append(a)
        for sweep in range(6):
            spot = {p: i - len(row) / 2 for row in self._rows for i, p in enumerate(row)}
            for row in self._rows if sweep % 2 == 0 else self._rows[::-1]:
                middle = {p: _middle(p, near[p], spot) for p in row}
                row.sort(key=middle.__getitem__)
                spot |= {p: i - len(row) / 2 for i, p in enumerate(row)}

    def _columns(self) -> list[float]:
        """The middle of each layer, from left to right."""
        self._widths = [max(map(self._wide, row)) for row in self._rows]
        side = _BEND + 6 * max(0, len(self._back) - 1)  # arrows back go down and up beside the circles
        edges = accumulate(
            self._widths, lambda x, width: x + width + side, initial=26.0 + 6 * len(self._back)
        )
        return [x + width / 2 for x, width in zip(edges, self._widths, strict=False)]

    def _wide(self, place: _Place) -> float:
        if place.state is None:
            return 0 if place.arrow is None else svg.width_of(place.arrow.text) + 8
        loop = self._loops.get(place.state)
        return max(2 * _RADIUS, 0 if loop is None else svg.width_of(loop.text) - 20)

    def _high(self, place: _Place) -> float:
        if place.state is None:
            return _FREE if place.arrow is None else _TEXT
        return _STATE + _LOOP * (place.state in self._loops)

    def _heights(self, tallest: float) -> dict[_Place, float]:
        """How far down the middle of each place is."""
        y: dict[_Place, float] = {}
        for row in self._rows:
            top = _TOP + (tallest - sum(map(self._high, row))) / 2
            for place in row:
                y[place] = top + self._high(place) / 2
                top += self._high(place)
        return y

    def picture(self) -> tuple[float, float, list[str]]:
        """Width, height and parts."""
        tallest = max(sum(map(self._high, row)) for row in self._rows)
        y = self._heights(tallest)
        lines = [part for way in self._ways for part in self._line(way, y)]
        words = [
            part
            for way in self._ways
            for p in way
            if p.arrow is not None
            for part in _word(self._x[p.layer], y[p], p.arrow.text)
        ]
        for state, loop in self._loops.items():
            lines += self._loop(loop, self._x[self._at[state].layer], y[self._at[state]])
        low = _TOP + tallest
        for lane, arrow in enumerate(self._back):
            low += _LANE
            lines += self._return(arrow, y, low, 6.0 * lane)
        circles = [part for n in self._nodes for part in self._state(n, y[self._at[n]])]
        first = y[self._at[0]]
        start = svg.path(f"M 2 {first:.1f} L {self._x[0] - _RADIUS - 2:.1f} {first:.1f}", "arrow")
        return self.width, low + 16, [start, *lines, *words, *circles]

    def _line(self, way: list[_Place], y: Mapping[_Place, float]) -> list[str]:
        out: list[str] = []
        for here, there in pairwise(way):
            begin, end = self._edge(here, 1), self._edge(there, -1)
            out.append(svg.bend(begin, y[here], end, y[there], "arrow" if there == way[-1] else "line"))
            if there.state is None:  # lines go on to its text, or all the way where it has none
                x, half = self._x[there.layer], self._wide(there) / 2
                out.append(svg.straight(end, y[there], x - half, y[there]))
                out.append(svg.straight(x + half, y[there], self._edge(there, 1), y[there]))
        return out

    def _edge(self, place: _Place, side: int) -> float:
        """Where lines leave (1) or reach (-1) a place."""
        x = self._x[place.layer]
        if place.state is None:
            return x + side * self._widths[place.layer] / 2
        return x + side * _RADIUS - 2 * (side < 0)

    def _loop(self, arrow: Arrow, x: float, y: float) -> list[str]:
        top = y - _RADIUS
        curve = f"C {x - 18:.1f} {top - 22:.1f} {x + 18:.1f} {top - 22:.1f} {x + 5:.1f} {top:.1f}"
        way = svg.path(f"M {x - 5:.1f} {top:.1f} {curve}", "arrow")
        return [way, *_word(x, top - 22, arrow.text)]

    def _return(self, arrow: Arrow, y: Mapping[_Place, float], low: float, aside: float) -> list[str]:
        """An arrow back: down beside the circle that it leaves, along its lane, up beside the other."""
        start, end = self._at[arrow.start], self._at[arrow.end]
        slant = 0.7 * _RADIUS
        x1, y1 = self._x[start.layer] + slant, y[start] + slant
        x2, y2 = self._x[end.layer] - slant - 1, y[end] + slant + 1
        down, up = x1 + 10 + aside, x2 - 10 - aside
        points = (
            f"M {x1:.1f} {y1:.1f} Q {down:.1f} {y1 + 8:.1f} {down:.1f} {y1 + 18:.1f} V {low - 8:.1f} "
            f"Q {down:.1f} {low:.1f} {down - 8:.1f} {low:.1f} H {up + 8:.1f} "
            f"Q {up:.1f} {low:.1f} {up:.1f} {low - 8:.1f} V {y2 + 18:.1f} "
            f"Q {up:.1f} {y2 + 8:.1f} {x2:.1f} {y2:.1f}"
        )
        return [svg.path(points, "arrow"), *_word((down + up) / 2, low, arrow.text)]

    def _state(self, state: int, y: float) -> list[str]:
        x = self._x[self._at[state].layer]

        def circle(radius: float) -> str:
            return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" class="state"/>'

        return [circle(_RADIUS)] + [circle(_RADIUS - 4)] * (state in self._rings)


def _word(x: float, y: float, text: str) -> list[str]:
    width = svg.width_of(text) + 6
    return [svg.box(x - width / 2, y - 8, width, 16, "behind"), svg.label(x, y, text, anchor="middle")]


def _middle(place: _Place, near: list[_Place], spot: Mapping[_Place, float]) -> float:
    return sum(spot[p] for p in near) / len(near) if near else spot[place]


def _back_arrows(arrows: list[Arrow]) -> list[Arrow]:
    """Arrows that close a circle, found by going deep from the start."""
    out: dict[int, list[Arrow]] = {}
    for arrow in arrows:
        out.setdefault(arrow.start, []).append(arrow)
    back: list[Arrow] = []
    open_: set[int] = set()
    done: set[int] = set()

    def visit(state: int) -> None:  # at most as deep as the few states that are drawn
        open_.add(state)
        for arrow in out.get(state, []):
            if arrow.end in open_:
                back.append(arrow)
            elif arrow.end not in done:
                visit(arrow.end)
        open_.discard(state)
        done.add(state)

    visit(0)
    return back


def _layers(nodes: Sequence[int], onward: list[Arrow]) -> dict[int, int]:
    """For each node how many arrows a longest way to it has."""
    layer = dict.fromkeys(nodes, 0)
    for _ in nodes:
        for arrow in onward:
            layer[arrow.end] = max(layer[arrow.end], layer[arrow.start] + 1)
    return layer
