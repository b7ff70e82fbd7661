"""Statements ─▶ ``Program``: every name looked up, every rule of the language checked.

Mistakes go to the report, and as many as possible are found in one run. Expressions, conditions, facts files
and controlled English have files of their own; parsing is ``parser.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from detlm.errors import ConstraintError
from detlm.syntax import ast
from detlm.syntax.claims import ClaimShapes
from detlm.syntax.conditions import Conditions, mode_mistake
from detlm.syntax.diagnostics import Report, Span
from detlm.syntax.draft import Draft
from detlm.syntax.expressions import Categories, used_names
from detlm.syntax.facts import FactsFiles
from detlm.syntax.facts_and_rules import Knowledge
from detlm.syntax.layout import RESERVED
from detlm.syntax.program import (
    AtMostWords,
    Derive,
    Forbid,
    Lex,
    Limit,
    Program,
    Require,
    Shape,
    SourceFile,
)
from detlm.syntax.regex import EMPTY
from detlm.syntax.shapes import choice
from detlm.syntax.texts import word_mistake

MAX_MODEL_LINES = 16

Single = TypeVar(
    "Single", ast.ProgramStatement, ast.OutputStatement, ast.ModeStatement, ast.ModelStatement
)  # statements that stand at most once


class Resolver:
    """Resolves the statements of one file."""

    def __init__(self, statements: Sequence[ast.Statement], files: FactsFiles, report: Report) -> None:
        self._draft = Draft(statements, report)
        self._report = report
        self._files = files

    def program(self, source: SourceFile) -> Program | None:
        """The program, or None when the report has mistakes that stand in its way."""
        draft = self._draft
        draft.sources.append(source)
        Knowledge(draft, self._files).resolve()
        categories = self._categories()
        self._limits()
        name, mode, lines = self._settings()
        output = self._output(categories)
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
            sources=tuple(draft.sources),
            positions=draft.positions,
        )

    # -- settings

    def _one(self, kind: type[Single], what: str, missing: str | None = None) -> Single | None:
        """The only statement of a kind; reports a second one, and the lack of one where it is needed."""
        found = self._draft.all(kind)
        for again in found[1:]:
            first = self._draft.place(found[0].span)
            self._report.error(again.span, f"a second {what} statement", f"the first is on line {first.line}")
        if not found and missing and not self._report.diagnostics:
            end = len(self._report.source.text.rstrip())
            self._report.error((end, end + 1), f"there is no {what} statement", missing)
        if found:
            self._draft.positions[what] = self._draft.place(found[0].span)
        return found[0] if found else None

    # -- shapes

    def _categories(self) -> Categories:
        known: dict[str, Span] = {}
        statements: dict[str, ast.CategoryStatement] = {}
        for statement in self._draft.all(ast.CategoryStatement):
            if self._draft.declared("category", statement.name, known):
                statements[statement.name.text] = statement
                self._draft.positions[f"category {statement.name.text}"] = self._draft.place(statement.span)
        derived = frozenset(s.name.text for s in self._draft.all(ast.DeriveStatement))
        return Categories(statements, derived, ClaimShapes(self._knowledge, self._report), self._report)

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

    def _output(self, categories: Categories) -> Shape:
        statement = self._one(
            ast.OutputStatement, "output", 'say what the whole answer is: output := answer "."'
        )
        sound = categories.check()  # a cyclic or unknown category would be met again and again below
        derived = self._derived(categories, sound)
        if statement is None:
            return Lex(EMPTY)
        self._check_used(statement, derived)
        if sound:
            for name in self._names_of(ast.CategoryStatement):
                categories.category_shape(name)
        return categories.output_shape(statement.body, derived) if sound else Lex(EMPTY)

    def _names_of(self, kind: type[ast.CategoryStatement]) -> list[str]:
        return list(dict.fromkeys(s.name.text for s in self._draft.all(kind) if s.name.text not in RESERVED))

    def _derived(self, categories: Categories, sound: bool) -> dict[str, Shape | None]:
        """What each derived name can be, its rules in order; None when a rule has mistakes."""
        options: dict[str, list[Shape]] = {}
        broken: set[str] = set()
        for number, statement in enumerate(self._draft.all(ast.DeriveStatement)):
            name, category = statement.name, statement.category.text
            if name.text in categories or name.text in RESERVED:
                what = "a category" if name.text in categories else "a word of the language"
                self._report.error(name.span, f"{name.text} is already {what}", "choose another name")
            options.setdefault(name.text, [])
            self._draft.positions[f"derive {number}"] = self._draft.place(statement.span)
            if category not in categories:
                categories.undefined(category, statement.category.span)
            if category not in categories or not sound:
                broken.add(name.text)
                continue
            conditions = Conditions(statement, categories, self._report)
            given, ensure = conditions.resolve(statement.given), conditions.resolve(statement.ensure)
            body = categories.category_shape(category)
            source = self._draft.text(statement.span)
            options[name.text].append(Derive(name.text, number, given, ensure, body, category, source))
        return {name: None if name in broken else choice(shapes) for name, shapes in options.items()}

    def _check_used(self, output: ast.OutputStatement, derived: dict[str, Shape | None]) -> None:
        used = set(used_names(output.body))
        for statement in self._draft.all(ast.DeriveStatement):
            name = statement.name
            if name.text in derived and name.text not in used:
                hint = "name it in `output`, or remove the rule"
                self._report.error(name.span, f"the output never uses {name.text}", hint)

    # -- limits and settings

    def _limits(self) -> None:
        names = tuple(dict.fromkeys(a.subject for a in self._draft.facts))
        for statement in self._draft.statements:
            match statement:
                case ast.WordsStatement(kind, listed):
                    for word in listed:
                        if mistake := word_mistake(word.text):
                            self._report.error(word.span, *mistake)
                        make = Forbid if kind == "forbid" else Require
                        self._limit(
                            kind, make(word.text.encode(), self._draft.text(statement.span)), word.span
                        )
                case ast.AtMostStatement(words, span):
                    self._limit("at most", AtMostWords(words.value, self._draft.text(span)), span)
                case ast.SayStatement(text):
                    self._said(text, names, statement.span)

    def _said(self, text: ast.Word, names: tuple[bytes, ...], span: Span) -> None:
        from detlm.syntax.natural import SentenceError, read_sentence

        try:
            limits = read_sentence(text.text, names, self._draft.text(span))
        except SentenceError as mistake:
            start, stop = text.span
            if stop - start == len(text.text) + 2:  # no escapes: the mistake's own place
                start = min(start + 1 + mistake.start, stop - 1)
                stop = min(start + mistake.length, stop)
            if self._draft.facts_known:
                self._report.error((start, stop), mistake.message, mistake.hint)
            return
        for limit in limits:
            self._limit("say", limit, span)

    def _limit(self, kind: str, limit: Limit, span: Span) -> None:
        positions, limits = self._draft.positions, self._draft.limits
        place = self._draft.place(span)
        number = sum(1 for key in positions if key.startswith(f"{kind} "))
        positions[f"{kind} {number}"] = place
        positions[f"limit {len(limits)}"] = place
        limits.append(limit)

    def _settings(self) -> tuple[str, str, int]:
        program = self._one(ast.ProgramStatement, "program", "give the program a name: program medication")
        mode = self._one(ast.ModeStatement, "mode")
        if mode is not None and (mistake := mode_mistake(mode.mode.text)):
            self._report.error(mode.mode.span, *mistake)
        model = self._one(ast.ModelStatement, "model")
        lines = 0 if model is None else model.lines.value
        if model is not None and not 1 <= lines <= MAX_MODEL_LINES:
            hint = f"between 1 and {MAX_MODEL_LINES}; leave the statement out for none"
            self._report.error(model.lines.span, f"the model cannot write {lines} constraint lines", hint)
        return program.name.text if program else "", mode.mode.text if mode else "deterministic", lines


def resolve(
    statements: Sequence[ast.Statement], source: SourceFile, files: FactsFiles, report: Report
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
