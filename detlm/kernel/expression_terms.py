"""Expressions of ``automata.py`` as Lean terms, those that occur more than once under a name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from detlm.kernel.automata import Expression, Expressions
from detlm.kernel.terms import Definitions, Term, node

_CONSTRUCTORS = ("nothing", "empty", "oneOf", "seq", "either", "star", "atMost", "both", "without")


class ExpressionTerms:
    """Renders expressions into one set of definitions."""

    def __init__(self, definitions: Definitions, expressions: Expressions) -> None:
        self._defs = definitions
        self._expressions = expressions
        self._uses: Counter[Expression] = Counter()
        self._rendered: dict[Expression, Term] = {}

    def all(self, expressions: Iterable[Expression]) -> list[Term]:
        """The terms of expressions. What the kernel finds out about a named part it finds out once."""
        wanted = list(expressions)
        self._count_uses(wanted)
        return [self._term(e) for e in wanted]

    def _count_uses(self, wanted: list[Expression]) -> None:
        self._uses = Counter(wanted)
        todo, seen = list(set(wanted)), set(wanted)
        while todo:
            for part in self._parts(todo.pop()):
                self._uses[part] += 1
                if part not in seen:
                    seen.add(part)
                    todo.append(part)

    def _parts(self, expression: Expression) -> tuple[Expression, ...]:
        kind, _, first, second = self._expressions.nodes[expression]
        return () if kind < 3 else (first,) if kind in (5, 6) else (first, second)

    def _term(self, expression: Expression) -> Term:
        known = self._rendered.get(expression)
        if known is None:
            kind, number, _, _ = self._expressions.nodes[expression]
            numbers = (number,) if kind in (2, 6) else ()
            parts = [self._term(part) for part in self._parts(expression)]
            known = node("DetLM.Regex", f"DetLM.Regex.{_CONSTRUCTORS[kind]}", *numbers, *parts)
            if parts and self._uses[expression] > 1:
                known = self._defs.shared(known)
            known = self._rendered[expression] = self._defs.cut(known)
        return known
