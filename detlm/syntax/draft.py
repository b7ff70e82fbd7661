"""What is being resolved: the parts of a program as they are found, and what every part needs to find them.

Shared by ``resolve.py`` (shapes, limits, settings) and ``facts_and_rules.py`` (knowledge). One rule of the
language is here: a name is declared once and is no word of the language.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from detlm.syntax import ast
from detlm.syntax.diagnostics import Report, Span
from detlm.syntax.layout import RESERVED
from detlm.syntax.program import Atom, Limit, Position, Rule, Sentence

S = TypeVar("S")


class Draft:
    """The parts of a program that is being resolved, with the statements they come from."""

    def __init__(self, statements: Sequence[ast.Statement], report: Report) -> None:
        self.statements = statements
        self.report = report
        self.facts: list[Atom] = []
        self.rules: list[Rule] = []
        self.sentences: list[Sentence] = []
        self.limits: list[Limit] = []
        self.positions: dict[str, Position] = {}
        # False after a line or a facts file could not be read: its relations are unknown
        self.facts_known = not report.partial

    def all(self, kind: type[S]) -> list[S]:
        """The statements of one kind, in order."""
        return [s for s in self.statements if isinstance(s, kind)]

    def place(self, span: Span) -> Position:
        """The position of a span in the constraint file."""
        return self.report.position(span)

    def text(self, span: Span) -> str:
        """What stands at a span, on one line."""
        lines = self.report.text(span).splitlines()
        return " ".join(line.strip() for line in lines)

    def declared(self, what: str, name: ast.Word, known: dict[str, Span]) -> bool:
        """Note a name's declaration; False (and a mistake) when it is taken or a word of the language."""
        if name.text in RESERVED:
            self.report.error(
                name.span, f"{name.text} is a word of the language, no name", "choose another name"
            )
            return False
        if name.text in known:
            line = self.place(known[name.text]).line
            message = f"{what} {name.text} is declared twice"
            self.report.error(name.span, message, f"the first is on line {line}")
            return False
        known[name.text] = name.span
        return True
