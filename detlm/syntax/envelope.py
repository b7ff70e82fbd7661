"""A regular language around a context-free one: where a span of a context-free category may begin and end.

The category's texts are the grammar's; the envelope only has to hold them all, so that shapes are parsed by
regular means. It is kept small, because Lean parses with it.
"""

from __future__ import annotations

from dataclasses import dataclass

from detlm.syntax.grammars import reachable, recursive
from detlm.syntax.program import Grammar, Nonterminal, Symbol
from detlm.syntax.regex import (
    EMPTY,
    NOTHING,
    AtMost,
    Both,
    Either,
    OneOf,
    Regex,
    Star,
    Then,
    Without,
    either,
    then,
)
from detlm.syntax.size import Measuring, balanced

MAX_EXACT = 300  # byte sets in an envelope that is the language itself


def envelope(grammar: Grammar, start: int = 0) -> Regex:
    """A small regular language that holds every text of rule ``start``.

    The language itself where the rules do not recur and the expression stays small; else: a byte that a text
    can begin with, bytes that occur in texts, a byte that a text can end with.
    """
    exact = _exact(grammar, start)
    if exact is not None:
        return exact
    outlines = _outlines(grammar)
    it = outlines[start]
    options: list[Regex] = [EMPTY] if it.shortest == 0 else []
    if it.shortest <= 1:
        options.append(_one(it.first & it.last))
    return either(*options, then(_one(it.first), Star(_one(it.all)), _one(it.last)))


def _one(members: int) -> Regex:
    return OneOf(members) if members else NOTHING


def _exact(grammar: Grammar, start: int) -> Regex | None:
    again, needed = recursive(grammar), reachable(grammar, start)
    if any(a and n for a, n in zip(again, needed, strict=True)):
        return None
    measuring = Measuring()
    known: dict[int, Regex | None] = {}

    def of(number: int) -> Regex | None:
        if number not in known:
            options: list[Regex] = []
            for row in grammar.rules[number].alternatives:
                parts: list[Regex | None] = [
                    of(s.index) if isinstance(s, Nonterminal) else s.regex for s in row
                ]
                if None in parts:
                    known[number] = None
                    return None
                options.append(balanced([p for p in parts if p is not None]))
            whole = either(*options)
            known[number] = whole if measuring.measure(whole).size <= MAX_EXACT else None
        return known[number]

    try:
        return of(start)
    except RecursionError:
        return None


@dataclass(frozen=True)
class _Outline:
    """Bytes that texts can begin with, contain and end with, and the length of a shortest (up to 2)."""

    first: int = 0
    all: int = 0
    last: int = 0
    shortest: int = 2


_EMPTY_OUTLINE = _Outline(shortest=0)


def _after(left: _Outline, right: _Outline) -> _Outline:
    first = left.first | (right.first if left.shortest == 0 else 0)
    last = right.last | (left.last if right.shortest == 0 else 0)
    return _Outline(first, left.all | right.all, last, min(2, left.shortest + right.shortest))


def _or(left: _Outline, right: _Outline) -> _Outline:
    both = (left.first | right.first, left.all | right.all, left.last | right.last)
    return _Outline(*both, min(left.shortest, right.shortest))


def _outlines(grammar: Grammar) -> list[_Outline]:
    """The outline of each rule; every rule derives some text."""
    outlines: list[_Outline | None] = [None] * len(grammar.rules)
    terminals: dict[int, _Outline] = {}

    def of(symbol: Symbol) -> _Outline | None:
        if isinstance(symbol, Nonterminal):
            return outlines[symbol.index]
        if id(symbol) not in terminals:
            terminals[id(symbol)] = outline(symbol.regex)
        return terminals[id(symbol)]

    changed = True
    while changed:
        changed = False
        for number, rule in enumerate(grammar.rules):
            total = outlines[number]
            for row in rule.alternatives:
                whole: _Outline | None = _EMPTY_OUTLINE
                for symbol in row:
                    part = of(symbol)
                    whole = None if whole is None or part is None else _after(whole, part)
                if whole is not None:
                    total = whole if total is None else _or(total, whole)
            if total != outlines[number]:
                outlines[number] = total
                changed = True
    return [_EMPTY_OUTLINE if o is None else o for o in outlines]


def outline(regex: Regex) -> _Outline:
    """The outline of an expression; too wide for intersections and differences."""
    match regex:
        case OneOf(members):
            return _Outline(members, members, members, 1)
        case Then(a, b):
            return _after(outline(a), outline(b))
        case Either(a, b):
            return outline(b) if a == NOTHING else outline(a) if b == NOTHING else _or(outline(a), outline(b))
        case Star(body) | AtMost(_, body):
            inner = outline(body)
            return _Outline(inner.first, inner.all, inner.last, 0)
        case Both(a, b):
            x, y = outline(a), outline(b)
            shortest = max(x.shortest, y.shortest)
            return _Outline(x.first & y.first, x.all & y.all, x.last & y.last, shortest)
        case Without(a, _):
            return outline(a)
        case _:
            return _EMPTY_OUTLINE
