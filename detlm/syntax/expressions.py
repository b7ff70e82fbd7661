"""Expressions ─▶ shapes: what a category, a shape or the output looks like, its named parts kept.

A regular category is one text under its name; sentences of facts, JSON, grammars and shapes keep their parts.
Regular languages are ``languages.py``; whether a shape is empty or ambiguous needs automata: ``detlm.mask``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from detlm.syntax import ast
from detlm.syntax.definitions import Definitions, Instance
from detlm.syntax.diagnostics import Report
from detlm.syntax.files import Files
from detlm.syntax.languages import Languages
from detlm.syntax.program import (
    Bind,
    Block,
    Chain,
    Choice,
    Claim,
    Derive,
    Field,
    Lex,
    Settle,
    Shape,
    SlotShape,
    UpTo,
    walk,
)
from detlm.syntax.regex import EMPTY
from detlm.syntax.shapes import chain, choice

MAX_REQUIRED = 1_000  # copies of a shape that must be there
MAX_SHAPES = 20_000  # shapes in one category or output

ClaimMaker = Callable[[ast.Claims], Shape | None]
"""Makes the shape of ``sentence of facts``; None after reporting why not."""


class Spans(Protocol):
    """What scopes, constraints and derive rules put around parts of a shape."""

    next_rule: int  # the number of the next span that is made by no statement of its own

    def number(self, shape: Shape, expression: ast.Expression) -> None:
        """Take note of spans in a shape that were numbered from ``next_rule`` on."""

    def derived(self, name: str) -> Shape:
        """What a derived name can be."""

    def around(self, instance: Instance, shape: Shape) -> Shape:
        """The shape of a use of a category or shape, with what is said about it."""

    def part(self, expression: ast.Expression, shape: Shape) -> Shape:
        """The shape of a part, bound where a scope says so."""

    def swallowed(self, expression: ast.Expression, into: str) -> None:
        """Report uses that a constraint speaks of, as they are no spans inside of what they are in here."""

    def context_free(self, expression: ast.Expression, name: str) -> Shape:
        """The span of a context-free category."""

    def foreign(self, expression: ast.LeanFile, name: str) -> Shape:
        """The span of a category that a Lean file defines."""


class Shapes:
    """Makes shapes, each category's once."""

    def __init__(
        self,
        definitions: Definitions,
        languages: Languages,
        make_claims: ClaimMaker,
        files: Files,
        report: Report,
    ) -> None:
        from detlm.syntax.json_compact import JsonShapes

        self.definitions = definitions
        self.languages = languages
        self.json = JsonShapes(self, files, report)
        self.spans: Spans  # set once: they and shapes are made of each other
        self._make_claims = make_claims
        self._report = report
        self._made: dict[Instance, Shape] = {}
        self._counts: dict[int, tuple[Shape, int]] = {}

    def plain(self, use: ast.Use | ast.Apply) -> Shape:
        """The shape of a category or shape: a named text when it is regular."""
        instance = self.definitions.instance(use)
        if instance not in self._made:
            if instance.is_shape or not self.definitions.is_regular(use):
                self._made[instance] = self.shape(instance.body, use.name)
            else:
                self.spans.swallowed(instance.body, f"the regular category {use.name}")
                self._made[instance] = Lex(self.languages.category(instance), use.name)
        return self._made[instance]

    def output(self, expression: ast.Expression) -> Shape:
        """The shape of the output."""
        shape = self.shape(expression)
        if self._count(shape) > MAX_SHAPES:
            self._report.error(expression.span, f"the output has more than {MAX_SHAPES:,} parts", _SMALLER)
        else:
            for part in walk(shape):
                if isinstance(part, Lex | SlotShape):
                    self.languages.checked(part.regex, expression.span)
        return shape

    def shape(self, expression: ast.Expression, name: str = "") -> Shape:
        """The shape of an expression, in the category or shape ``name``."""
        return self.spans.part(expression, self._shape(expression, name))

    def _shape(self, expression: ast.Expression, name: str) -> Shape:
        match expression:
            case ast.Use() | ast.Apply():
                if expression.name not in self.definitions:
                    return self.spans.derived(expression.name)
                return self.spans.around(self.definitions.instance(expression), self.plain(expression))
            case ast.Claims():
                return self._make_claims(expression) or Lex(EMPTY)
            case ast.Sequence(parts):
                return self._checked(chain([self.shape(p, name) for p in parts]), expression)
            case ast.Alternative(options):
                return self._checked(choice([self.shape(o, name) for o in options]), expression)
            case ast.Labelled(label, body):
                return Field(label.text.encode(), self.shape(body, name))
            case ast.Json(value):
                return self.json.value(value)
            case ast.JsonFile():
                return self.json.schema(expression)
            case ast.GrammarBlock() | ast.GrammarFile():
                return self.spans.context_free(expression, name)
            case ast.LeanFile():
                return self.spans.foreign(expression, name)
            case ast.Repeated(_, high) if not (high is None and self._is_text(expression)):
                return self._repeated(expression, name)
            case ast.Intersection() | ast.Difference() if not self._is_text(expression):
                word = "and" if isinstance(expression, ast.Intersection) else "except"
                message = f"`{word}` joins regular categories only"
                hint = "sentences of facts, JSON, grammars, shapes and derived names are not regular"
                self._report.error(expression.span, message, hint)
                return Lex(EMPTY)
            case _:
                return Lex(self.languages.checked(self.languages.regex(expression), expression.span))

    def _is_text(self, expression: ast.Expression) -> bool:
        # Whether one regular expression can say it.
        return self.definitions.is_regular(expression)

    def _repeated(self, repeated: ast.Repeated, name: str) -> Shape:
        low, high, span = repeated.low, repeated.high, repeated.span
        body = self.shape(repeated.body, name)
        if high is None:
            hint = "say how often at most: { … } up to 8"
            message = "shapes, sentences and derived names repeat a bounded number of times"
            self._report.error(span, message, hint)
            return body
        if high < low:
            self.languages.backwards(repeated)
            return body
        # Nameless and plain: one expression. (A part with mistakes is a nameless text too, but not plain.)
        if isinstance(body, Lex) and body.name is None and self._is_text(repeated.body):
            return Lex(self.languages.checked(self.languages.repeated(repeated), span))
        if low > MAX_REQUIRED or low * self._count(body) > MAX_SHAPES:
            self._report.error(span, "this repetition makes too many parts", "use a smaller first count")
            return body
        if high > low and self._nullable(body):
            hint = "an empty repetition could be counted in many ways; make the part say something"
            self._report.error(span, "the repeated part may be empty", hint)
            return body
        optional: list[Shape] = [UpTo(high - low, body)] if high > low else []
        return chain([body] * low + optional)

    def _checked(self, shape: Shape, expression: ast.Expression) -> Shape:
        if self._count(shape) > MAX_SHAPES:
            self._report.error(expression.span, f"this has more than {MAX_SHAPES:,} parts", _SMALLER)
            return Lex(EMPTY)
        return shape

    def _count(self, shape: Shape) -> int:
        """How many shapes there are in a shape, itself included; shared parts are looked at once."""
        known = self._counts.get(id(shape))
        if known is None:
            known = shape, 1 + sum(map(self._count, _inside(shape)))
            self._counts[id(shape)] = known
        return known[1]

    def _nullable(self, shape: Shape) -> bool:
        match shape:
            case Lex(regex) | SlotShape(_, regex):
                return self.languages.measured(regex).nullable
            case Choice(options):
                return any(self._nullable(o) for o in options)
            case UpTo():
                return True
            case _:
                return all(self._nullable(p) for p in _inside(shape))


_SMALLER = "use smaller counts, or declare parts of it as regular categories"


def _inside(shape: Shape) -> tuple[Shape, ...]:
    match shape:
        case Chain(parts) | Choice(parts):
            return parts
        case (
            UpTo(_, body) | Claim(_, body) | Field(_, body) | Bind(_, body) | Settle(_, body) | Block(_, body)
        ):
            return (body,)
        case Derive():
            return (shape.body,)
        case _:
            return ()
