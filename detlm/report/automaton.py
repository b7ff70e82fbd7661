"""A small automaton as circles in layers with texts on arrows. A large one is not drawn but counted.

States that only pass on, or lie within a character, are left out and their texts joined.
"""

from __future__ import annotations

from detlm.mask.automaton import Dfa
from detlm.report import svg
from detlm.report.characters import bytes_said, moves, said
from detlm.report.layers import Arrow, Drawing

MOST_STATES = 400  # looked at
_NODES, _EDGES, _WIDEST = 14, 22, 1500.0
_WORD, _LABEL = 22, 30


def automaton_picture(dfa: Dfa) -> tuple[float, float, list[str]] | None:
    """Width, height and parts of the picture; None if it would not be readable."""
    if dfa.size > MOST_STATES or dfa.is_empty:
        return None
    arrows = _arrows(dfa)
    nodes = sorted({0} | {a.end for a in arrows} | {a.start for a in arrows})
    if len(nodes) > _NODES or len(arrows) > _EDGES:
        return None
    drawing = Drawing(nodes, arrows, {n for n in nodes if dfa.is_accepting(n)})
    return drawing.picture() if drawing.width <= _WIDEST else None


def _arrows(dfa: Dfa) -> list[Arrow]:
    """Moves between states where texts part, meet or end, with the texts on the way."""
    out = moves(dfa)
    into = [0] * dfa.size
    for state in range(dfa.size):
        for _, target in out[state]:
            into[target] += 1

    def passes(state: int) -> bool:
        only = state != 0 and not dfa.is_accepting(state) and into[state] == 1
        return only and len(out[state]) == 1

    texts: dict[tuple[int, int], list[str]] = {}
    for state in range(dfa.size):
        if passes(state):
            continue
        for members, target in out[state]:
            text = _said(members)
            while passes(target):
                (following, after), *_ = out[target]
                text, target = text + _said(following), after
            texts.setdefault((state, target), []).append(text)
    return [Arrow(s, t, _one_of(sorted(texts[s, t]))) for s, t in sorted(texts)]


def _said(members: tuple[tuple[int, int], ...] | int) -> str:
    return bytes_said(members) if isinstance(members, int) else said(members)


def _one_of(texts: list[str]) -> str:
    """As many of the texts as there is room for, each whole or cut in its middle, and how many more."""
    for count in range(len(texts), 0, -1):
        more = [f"{len(texts) - count} more"] * (count < len(texts))
        line = " | ".join([*(svg.shown(t, _WORD) for t in texts[:count]), *more])
        if len(line) <= _LABEL:
            break
    return line
