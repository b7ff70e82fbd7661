"""Statements ─▶ ``Program``: every name looked up, every rule of the language checked.

Mistakes go to the report, and as many as possible are found in one run. Each part of the language has a file
of its own; parsing is ``parser.py``, imports are ``linking.py``.
"""

from __future__ import annotations

from collections.abc import Sequence

from detlm.errors import ConstraintError
from detlm.syntax import ast
from detlm.syntax.claims import ClaimShapes
from detlm.syntax.context_free import Grammars
from detlm.syntax.definitions import Definitions
from detlm.syntax.diagnostics import Report
from detlm.syntax.draft import Draft
from detlm.syntax.expressions import Shapes
from detlm.syntax.facts_and_rules import Knowledge
from detlm.syntax.files import Files
from detlm.syntax.foreign import LeanCategories
from detlm.syntax.languages import Languages
from detlm.syntax.limits import Limits
from detlm.syntax.program import Lex, Program, Shape, SourceFile
from detlm.syntax.regex import EMPTY
from detlm.syntax.settings import Settings
from detlm.syntax.spans import SpanRules
from detlm.syntax.unused import unused


class Resolver:
    """Resolves the statements of one program."""

    def __init__(self, statements: Sequence[ast.Statement], files: Files, report: Report) -> None:
        self._draft = Draft(statements, report)
        self._report = report
        self._files = files
        self._lean = LeanCategories(files, report)

    def program(self, source: SourceFile) -> Program | None:
        """The program, or None when the report has mistakes that stand in its way."""
        draft, settings, limits = self._draft, Settings(self._draft), Limits(self._draft)
        Knowledge(draft, self._files).resolve()
        definitions = Definitions(draft)
        limits.resolve()
        name, mode, lines = settings.name(), settings.mode(), settings.model_lines()
        after, attention = settings.after(), settings.attention()
        output = self._output(definitions, settings)
        if self._report.diagnostics:
            return None
        return Program(
            name=name,
            facts=tuple(draft.facts),
            rules=tuple(draft.rules),
            sentences=tuple(draft.sentences),
            output=output,
            limits=tuple(draft.limits),
            mode=mode,
            model_lines=lines,
            after=after,
            token_budget=limits.tokens,
            attention=attention,
            foreign=self._lean.used(output),
            sources=(source, *self._files.sources.values()),
            positions=draft.positions,
            remarks=tuple(self._report.remarks),
            unused=unused(draft.statements),
        )

    def _output(self, definitions: Definitions, settings: Settings) -> Shape:
        report = self._report
        statement = settings.one(
            ast.OutputStatement, "output", 'say what the whole answer is: output := answer "."'
        )
        # A cyclic or unknown category would be met again and again below.
        sound = definitions.check(statement)
        languages = Languages(definitions, self._files, report)
        shapes = Shapes(definitions, languages, ClaimShapes(self._knowledge, report), self._files, report)
        grammars = Grammars(definitions, languages, self._files, report)
        shapes.spans = spans = SpanRules(self._draft, shapes, grammars, self._lean)
        if statement is not None:
            self._check_used(statement, definitions)
        if not sound:
            for category in definitions.usable():
                shapes.plain(ast.Use(category.name.text, category.name.span))
            return Lex(EMPTY)
        spans.check()
        for name, definition in definitions.table.items():
            if not definition.parameters:
                shapes.plain(ast.Use(name, definition.name.span))
        return Lex(EMPTY) if statement is None else shapes.output(statement.body)

    def _knowledge(self) -> Program:
        # Enough of the program for what follows from its facts.
        draft = self._draft
        return Program(
            "",
            tuple(draft.facts),
            tuple(draft.rules),
            tuple(draft.sentences),
            Lex(EMPTY),
            (),
            positions=draft.positions,
        )

    def _check_used(self, output: ast.OutputStatement, definitions: Definitions) -> None:
        used = set(definitions.reached(output.body))
        for statement in self._draft.all(ast.DeriveStatement):
            if statement.name.text not in used:
                hint = "name it in `output`, or remove the rule"
                name = statement.name
                self._report.error(name.span, f"the output never uses {name.text}", hint, of_all=True)


def resolve(
    statements: Sequence[ast.Statement], source: SourceFile, files: Files, report: Report
) -> Program | None:
    """The program that the statements say, or None with the mistakes in ``report``."""
    try:
        return Resolver(statements, files, report).program(source)
    except ConstraintError as error:
        # What has no place of its own (too many facts follow) is shown at the first rule.
        rule = next((s for s in statements if isinstance(s, ast.RuleStatement)), None)
        report.error(rule.span if rule else (0, 1), error.message, error.hint)
    except RecursionError:
        # Each nesting has its own limit, but many nested things inside one another add up.
        report.error((0, 1), "categories and expressions are nested too deeply", "write the inner ones out")
    return None
