"""A small automaton as circles in layers with texts on arrows. A large one is not drawn but counted.

States that only pass on are left out and their texts joined. Layers by longest way, order within them by
neighbours' middles: the same automaton always gives the same picture.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from detlm.mask.automaton import Dfa
from detlm.report import svg
from detlm.report.wording import bytes_said

MOST_STATES = 400  # looked at
_NODES, _EDGES, _WIDEST = 14, 22, 1500.0
_RADIUS, _STEP, _LABEL = 11.0, 44.0, 20


@dataclass(frozen=True, slots=True)
class _Arrow:
    start: int
    end: int
    text: str


def automaton_picture(dfa: Dfa) -> tuple[float, float, list[str]] | None:
    """Width, height and parts of the picture; None if it would not be readable."""
    if dfa.size > MOST_STATES or dfa.is_empty:
        return None
    arrows = _arrows(dfa)
    nodes = sorted({0} | {a.end for a in arrows} | {a.start for a in arrows})
    if len(nodes) > _NODES or len(arrows) > _EDGES:
        return None
    drawing = _Drawing(dfa, nodes, arrows)
    return drawing.picture() if drawing.width <= _WIDEST else None


def _arrows(dfa: Dfa) -> list[_Arrow]:
    """Moves between states where texts part, meet or end, with the texts on the way."""
    into = [0] * dfa.size
    for state in range(dfa.size):
        for _, target in dfa.edges(state):
            into[target] += 1

    def passes(state: int) -> bool:
        only = state != 0 and not dfa.is_accepting(state) and into[state] == 1
        return only and len(dfa.edges(state)) == 1

    texts: dict[tuple[int, int], list[str]] = {}
    for state in range(dfa.size):
        if passes(state):
            continue
        for members, target in dfa.edges(state):
            said = bytes_said(members)
            while passes(target):
                (following, after), *_ = dfa.edges(target)
                said, target = said + bytes_said(following), after
            texts.setdefault((state, target), []).append(said)
    return [_Arrow(s, t, svg.shown(" | ".join(sorted(texts[s, t])), _LABEL)) for s, t in sorted(texts)]


class _Drawing:
    def __init__(self, dfa: Dfa, nodes: list[int], arrows: list[_Arrow]) -> None:
        self._dfa, self._nodes = dfa, nodes
        self._back = _back_arrows(arrows)
        self._onward = [a for a in arrows if a not in self._back]
        layer_of = _layers(nodes, self._onward)
        self._count = 1 + max(layer_of.values())
        # Where an arrow crosses a layer a place is kept free for it.
        self._ways: list[tuple[_Arrow, list[int]]] = []
        self._rows: list[list[int]] = [[n for n in nodes if layer_of[n] == i] for i in range(self._count)]
        free = max(nodes)
        for arrow in self._onward:
            way = [arrow.start]
            for layer in range(layer_of[arrow.start] + 1, layer_of[arrow.end]):
                free += 1
                self._rows[layer].append(free)
                way.append(free)
            self._ways.append((arrow, [*way, arrow.end]))
        self._order()
        gaps = [54.0] * self._count
        for arrow in self._onward:
            layer = layer_of[arrow.start]
            gaps[layer] = max(gaps[layer], svg.width_of(arrow.text) + 46)
        self._x = {n: sum(gaps[:i]) + 2 * _RADIUS * i + 30 for i, row in enumerate(self._rows) for n in row}
        self.width = max(self._x.values()) + 60

    def _order(self) -> None:
        near: dict[int, list[int]] = {n: [] for row in self._rows for n in row}
        for _, way in self._ways:
            for a, b in pairwise(way):
                near[a].append(b)
                near[b].append(a)
        for sweep in range(6):
            place: dict[int, float] = {n: i - len(row) / 2 for row in self._rows for i, n in enumerate(row)}
            for row in self._rows if sweep % 2 == 0 else self._rows[::-1]:
                middle = {n: _middle(n, near[n], place) for n in row}
                row.sort(key=middle.__getitem__)
                place |= {n: i - len(row) / 2 for i, n in enumerate(row)}

    def picture(self) -> tuple[float, float, list[str]]:
        tallest = max(map(len, self._rows)) * _STEP
        y = {
            n: 24 + (tallest - len(row) * _STEP) / 2 + (i + 0.5) * _STEP
            for row in self._rows
            for i, n in enumerate(row)
        }
        x, lines, words = self._x, list[str](), list[str]()
        for arrow, way in self._ways:
            for a, b in pairwise(way):
                begin = x[a] + (_RADIUS if a == way[0] else 0)
                last = b == way[-1]
                kind = "arrow" if last else "line"
                lines.append(svg.bend(begin, y[a], x[b] - (_RADIUS + 2 if last else 0), y[b], kind))
            words += _word((x[way[0]] + x[way[1]]) / 2, (y[way[0]] + y[way[1]]) / 2, arrow.text)
        low = 24 + tallest
        for arrow in self._back:
            a, b = x[arrow.start], x[arrow.end]
            if arrow.start == arrow.end:
                top = y[arrow.start] - _RADIUS
                curve = f"C {a - 16:.1f} {top - 20:.1f} {a + 16:.1f} {top - 20:.1f} {a + 5:.1f} {top:.1f}"
                lines.append(svg.path(f"M {a - 5:.1f} {top:.1f} {curve}", "arrow"))
                words += _word(a, top - 19, arrow.text)
                continue
            low += 22
            begin, end = y[arrow.start] + _RADIUS, y[arrow.end] + _RADIUS + 2
            curve = f"C {a:.1f} {low + 8:.1f} {b:.1f} {low + 8:.1f} {b:.1f} {end:.1f}"
            lines.append(svg.path(f"M {a:.1f} {begin:.1f} {curve}", "arrow"))
            words += _word((a + b) / 2, 0.125 * (begin + end) + 0.75 * (low + 8), arrow.text)
        circles = [part for n in self._nodes for part in self._state(n, x[n], y[n])]
        start = svg.path(f"M 4 {y[0]:.1f} L {x[0] - _RADIUS - 2:.1f} {y[0]:.1f}", "arrow")
        return self.width, low + 20, [start, *lines, *words, *circles]

    def _state(self, state: int, x: float, y: float) -> list[str]:
        def circle(radius: float) -> str:
            return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" class="state"/>'

        return [circle(_RADIUS)] + [circle(_RADIUS - 4)] * self._dfa.is_accepting(state)


def _word(x: float, y: float, text: str) -> list[str]:
    width = svg.width_of(text) + 6
    return [svg.box(x - width / 2, y - 8, width, 16, "behind"), svg.label(x, y, text, anchor="middle")]


def _middle(node: int, near: list[int], place: Mapping[int, float]) -> float:
    return sum(place[n] for n in near) / len(near) if near else place[node]


def _back_arrows(arrows: list[_Arrow]) -> list[_Arrow]:
    """Arrows that close a circle, found by going deep from the start."""
    out: dict[int, list[_Arrow]] = {}
    for arrow in arrows:
        out.setdefault(arrow.start, []).append(arrow)
    back: list[_Arrow] = []
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


def _layers(nodes: list[int], onward: list[_Arrow]) -> dict[int, int]:
    """For each node how many arrows a longest way to it has."""
    layer = dict.fromkeys(nodes, 0)
    for _ in nodes:
        for arrow in onward:
            layer[arrow.end] = max(layer[arrow.end], layer[arrow.start] + 1)
    return layer
