"""The rules of a program: from the relations they read, at the left, to those they give, at the right."""

from __future__ import annotations

from detlm.report import svg
from detlm.syntax.program import Constant, Pattern, Program, Term

_SIDE, _BETWEEN, _STEP, _HALF = 0.0, 70.0, 38.0, 12.0


def rule_graph(program: Program) -> tuple[float, float, list[str]]:
    """Width, height and parts of the picture; the rules are in the file's order."""
    given = {r: sum(f.relation == r for f in program.facts) for r in _relations(program)}
    read = [r for r in given if any(p.relation == r for rule in program.rules for p in rule.body)]
    made = [r for r in given if any(rule.head.relation == r for rule in program.rules)]
    texts = [_rule(rule.body, rule.head) for rule in program.rules]
    names = {r: _name(r, count) for r, count in given.items()}
    left = max(svg.width_of(names[r]) for r in read) + 2 * svg.PAD
    middle = max(map(svg.width_of, texts)) + 2 * svg.PAD
    right = max(svg.width_of(names[r]) for r in made) + 2 * svg.PAD
    rows = max(len(read), len(texts), len(made))
    height = rows * _STEP
    x2 = left + _BETWEEN
    x3 = x2 + middle + _BETWEEN

    def places(count: int) -> list[float]:
        return [(i + 0.5) * height / count for i in range(count)]

    from_y = dict(zip(read, places(len(read)), strict=True))
    to_y = dict(zip(made, places(len(made)), strict=True))
    out: list[str] = []
    for rule, y in zip(program.rules, places(len(texts)), strict=True):
        for relation in dict.fromkeys(p.relation for p in rule.body):
            out.append(svg.bend(left, from_y[relation], x2, y, "arrow"))
        out.append(svg.bend(x2 + middle, y, x3, to_y[rule.head.relation], "arrow"))
    out += [part for r in read for part in _box(_SIDE, from_y[r], left, names[r], "name")]
    for text, y in zip(texts, places(len(texts)), strict=True):
        out += _box(x2, y, middle, text, "rule")
    out += [part for r in made for part in _box(x3, to_y[r], right, names[r], "name")]
    return x3 + right, height, out


def _relations(program: Program) -> list[bytes]:
    stated = [f.relation for f in program.facts]
    used = [p.relation for rule in program.rules for p in (*rule.body, rule.head)]
    return list(dict.fromkeys([*stated, *used]))


def _name(relation: bytes, facts: int) -> str:
    said = f" ({facts:,} fact{'' if facts == 1 else 's'})" if facts else ""
    return svg.shown(relation.decode(errors="replace")) + said


def _rule(body: tuple[Pattern, ...], head: Pattern) -> str:
    premises = [_pattern(p) for p in body]
    if len(premises) > 3:
        premises = [*premises[:2], f"{len(premises) - 2} more"]
    return f"{' and '.join(premises)} → {_pattern(head)}"


def _pattern(pattern: Pattern) -> str:
    relation = svg.shown(pattern.relation.decode(errors="replace"), 20)
    return f"{_term(pattern.subject)} {relation} {_term(pattern.object)}"


def _term(term: Term) -> str:
    if isinstance(term, Constant):
        return f'"{svg.shown(term.text.decode(errors="replace"), 20)}"'
    return term.name


def _box(x: float, y: float, width: float, text: str, kind: str) -> list[str]:
    return [
        svg.box(x, y - _HALF, width, 2 * _HALF, kind),
        svg.label(x + width / 2, y, text, anchor="middle"),
    ]
