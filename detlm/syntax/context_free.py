"""The grammars that a program speaks of, and their spans' envelopes, made when they are asked for.

Few programs have one, so the files that read and analyse grammars are imported by need.
"""

from __future__ import annotations

from detlm.syntax import ast
from detlm.syntax.definitions import Definitions
from detlm.syntax.diagnostics import Report, SourceError
from detlm.syntax.files import Files
from detlm.syntax.languages import Languages
from detlm.syntax.program import Grammar, GrammarRule
from detlm.syntax.regex import Regex


class Grammars:
    """Makes the grammars of a program, each once."""

    def __init__(self, definitions: Definitions, languages: Languages, files: Files, report: Report) -> None:
        self._definitions = definitions
        self._languages = languages
        self._files = files
        self._report = report
        self._made: dict[ast.Expression, Grammar] = {}

    def of_category(self, use: ast.Use) -> Grammar:
        """The grammar of a context-free category."""
        body = self._definitions.instance(use).body
        while isinstance(body, ast.Use | ast.Apply):
            body = self._definitions.instance(body).body
        return self.grammar(body)

    def grammar(self, expression: ast.Expression) -> Grammar:
        """The grammar of a block or file; after reporting why there is none, that of the empty text."""
        if expression not in self._made:
            made = None
            if isinstance(expression, ast.GrammarBlock):
                from detlm.syntax.grammar_blocks import Block

                made = Block(expression, self._definitions, self._languages, self._report).grammar()
            elif isinstance(expression, ast.GrammarFile):
                made = self._from_file(expression)
            self._made[expression] = made or Grammar((GrammarRule("start", ((),)),))
        return self._made[expression]

    def _from_file(self, expression: ast.GrammarFile) -> Grammar | None:
        from detlm.syntax.lark_files import read_lark

        path, start = expression.path, expression.start
        file = self._files.read(path.text, path.span, self._report, "grammar file")
        text = None if file is None else self._files.text(file, self._report, "grammar file")
        if file is None or text is None:
            return None
        try:
            return read_lark(text, file.name, "start" if start is None else start.text)
        except SourceError as mistakes:
            for mistake in mistakes.diagnostics:
                self._report.add(mistake.having(see="grammars"))
        return None

    def envelope(self, grammar: Grammar) -> Regex:
        """A small regular language that holds all texts of the grammar."""
        from detlm.syntax.envelope import envelope

        return envelope(grammar)
