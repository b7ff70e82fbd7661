"""Expressions ─▶ regular languages and shapes: what a category or the output admits.

A category made of regular things is one ``Regex``; one that says sentences of facts is a ``Shape``. Names are
looked up here, cycles found. Whether a shape is empty or ambiguous needs automata: ``detlm.mask`` decides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce

from detlm.syntax import ast
from detlm.syntax.diagnostics import Report, Span, did_you_mean, shown
from detlm.syntax.program import Chain, Choice, Claim, Derive, Lex, Shape, SlotShape, UpTo, walk
from detlm.syntax.regex import EMPTY, NOTHING, Both, Regex, Without, either, repeat, words
from detlm.syntax.shapes import chain, choice
from detlm.syntax.size import MAX_DEPTH, Measure, Measuring, balanced, long_literal

MAX_SIZE = 400_000  # byte sets of a category, counted repetition written out
MAX_LEVELS = 60  # categories made of categories
MAX_REQUIRED = 1_000  # copies of a shape that must be there
MAX_SHAPES = 20_000  # shapes in one category or output

ClaimMaker = Callable[[ast.Claims], Shape | None]
"""Makes the shape of ``sentence of facts``; None after reporting why not."""


class Categories:
    """The categories of a file, made when first used."""

    def __init__(
        self,
        statements: Mapping[str, ast.CategoryStatement],
        derived: frozenset[str],
        make_claims: ClaimMaker,
        report: Report,
    ) -> None:
        self._statements = statements
        self._only_output = derived  # names that no category can use
        self._make_claims = make_claims
        self._report = report
        self._measuring = Measuring()
        self._regular: dict[str, Regex] = {}
        self._shapes: dict[str, Shape] = {}
        self._kinds: dict[str, bool] = {}
        self._levels: dict[str, int] = {}
        self._open: list[str] = []  # categories being looked through, outermost first
        self._derived: Mapping[str, Shape | None] = {}  # their shapes, while the output is made

    def __contains__(self, name: str) -> bool:
        return name in self._statements

    # -- kinds

    def check(self) -> bool:
        """Look through all categories; True when none is cyclic and every name they use is there."""
        before = len(self._report.diagnostics)
        for name in self._statements:
            self.is_regular(name)
        return len(self._report.diagnostics) == before

    def is_regular(self, name: str) -> bool:
        """Whether a category (which exists) says no sentence of facts."""
        if name not in self._kinds:
            statement = self._statements[name]
            self._kinds[name] = True
            below = [MAX_LEVELS]
            if len(self._open) < MAX_LEVELS:
                self._open.append(name)
                self._kinds[name] = self._regular_expression(statement.body)
                self._open.pop()
                below = [self._levels.get(used, 0) for used in used_names(statement.body)]
            # Making a category walks through those it uses, and those they use: bounded.
            self._levels[name] = 1 + max(below, default=0)
            if self._levels[name] == MAX_LEVELS + 1:
                message = f"categories are made of each other more than {MAX_LEVELS} levels deep"
                self._report.error(statement.name.span, message, "write the inner ones out")
        return self._kinds[name]

    def _regular_expression(self, expression: ast.Expression) -> bool:
        if isinstance(expression, ast.Claims):
            return False
        if isinstance(expression, ast.Use):
            return self._regular_use(expression)
        # All parts are looked at before deciding, so that every mistake is found in one run.
        regular = [self._regular_expression(part) for part in _parts(expression)]
        return False not in regular

    def _regular_use(self, use: ast.Use) -> bool:
        if use.name in self._open:
            path = " → ".join([*self._open[self._open.index(use.name) :], use.name])
            self._report.error(
                use.span, f"category {use.name} is made of itself: {path}", "name repetition with { … }"
            )
            return True
        if use.name in self._statements:
            return self.is_regular(use.name)
        self.undefined(use.name, use.span)
        return True

    def undefined(self, name: str, span: Span) -> None:
        """Report a name that is no category."""
        if name in self._only_output:
            message = f"{name} is derived, not a category"
            self._report.error(
                span, message, "only `output` uses what is derived; use the category it comes from"
            )
            return
        hint = did_you_mean(name, self._statements) or f"declare it: category {name} := …"
        self._report.error(span, f"there is no category {name}", hint)

    # -- regular languages

    def regex(self, name: str) -> Regex:
        """The language of a regular category."""
        if name not in self._regular:
            statement = self._statements[name]
            self._regular[name] = self._checked(self._regex(statement.body), statement.name.span)
        return self._regular[name]

    def _regex(self, expression: ast.Expression) -> Regex:
        match expression:
            case ast.Use(name):
                return self.regex(name)
            case ast.Literal(text):
                return long_literal(text.encode())
            case ast.RegexLiteral():
                return self._read(expression)
            case ast.WordList():
                return self._words(expression)
            case ast.Sequence(parts):
                return balanced([self._regex(p) for p in parts])
            case ast.Alternative(options, span):
                made = [self._checked(self._regex(o), span) for o in options]
                return either(*made)
            case ast.Intersection(parts):
                return reduce(Both, [self._regex(p) for p in parts])
            case ast.Difference(first, removed):
                return reduce(Without, [self._regex(p) for p in (first, *removed)])
            case ast.Repeated():
                return self._repeated(expression)
            case ast.Claims(_, span):
                self._report.error(span, "a sentence of facts is not regular", "use it without and, except")
                return NOTHING

    def _read(self, literal: ast.RegexLiteral) -> Regex:
        from detlm.syntax.regex_reader import RegexError, read_regex

        try:
            return read_regex(literal.source)
        except RegexError as mistake:
            start = literal.span[0] + 1 + mistake.start
            self._report.error((start, start + mistake.length), mistake.message, mistake.hint)
            return EMPTY

    def _words(self, word_list: ast.WordList) -> Regex:
        if not word_list.words:
            self._report.error(word_list.span, "a word list needs words", 'write words "yes" "no"')
        seen: set[str] = set()
        for word in word_list.words:
            if word.text in seen:
                self._report.error(
                    word.span, f"the word {shown(word.text)} is listed twice", "remove one of them"
                )
            seen.add(word.text)
        return words(w.encode() for w in seen)

    def _repeated(self, repeated: ast.Repeated) -> Regex:
        body = self._checked(self._regex(repeated.body), repeated.span)
        low, high = repeated.low, repeated.high
        if high is not None and high < low:
            self._backwards(repeated)
            return EMPTY
        if self._measuring.measure(body).size * max(low, high or 1) > MAX_SIZE:
            self._too_large(repeated.span)
            return EMPTY
        required = balanced([body] * low)
        return balanced([required, repeat(body, 0, None if high is None else high - low)])

    def _checked(self, regex: Regex, span: Span) -> Regex:
        measure = self._measuring.measure(regex)
        if measure.size > MAX_SIZE:
            self._too_large(span)
        elif measure.depth > MAX_DEPTH:
            self._report.error(
                span, f"this is nested deeper than {MAX_DEPTH} levels", "split it into derived parts"
            )
        else:
            return regex
        return EMPTY

    def _too_large(self, span: Span) -> None:
        message = f"this is larger than {MAX_SIZE:,} characters written out"
        self._report.error(span, message, "use smaller counts, or { … } for any number")

    def _backwards(self, repeated: ast.Repeated) -> None:
        message = f"repeat {repeated.low} to {repeated.high}: the first count is larger than the second"
        self._report.error(repeated.span, message, "write the smaller count first")

    # -- shapes

    def category_shape(self, name: str) -> Shape:
        """The shape of a category: a named text when it is regular."""
        if self.is_regular(name):
            return Lex(self.regex(name), name)
        if name not in self._shapes:
            self._shapes[name] = self._shape(self._statements[name].body)
        return self._shapes[name]

    def output_shape(self, expression: ast.Expression, derived: Mapping[str, Shape | None]) -> Shape:
        """The shape of the output, where derived names can be used; None: a derived name with mistakes."""
        self._derived = derived
        try:
            shape = self._shape(expression)
        finally:
            self._derived = {}
        for part in walk(shape):
            if isinstance(part, Lex | SlotShape):
                self._checked(part.regex, expression.span)
        return shape

    def _shape(self, expression: ast.Expression) -> Shape:
        match expression:
            case ast.Use():
                return self._used(expression)
            case ast.Claims():
                return self._make_claims(expression) or Lex(EMPTY)
            case ast.Sequence(parts):
                return chain([self._shape(p) for p in parts])
            case ast.Alternative(options):
                return choice([self._shape(o) for o in options])
            case ast.Repeated(_, high, _, span) if not (high is None and self._plain(expression)):
                return self._repeated_shape(expression)
            case ast.Intersection(_, span) | ast.Difference(_, _, span) if not self._plain(expression):
                word = "and" if isinstance(expression, ast.Intersection) else "except"
                message = f"`{word}` joins regular categories only"
                self._report.error(span, message, "sentences of facts and derived names are not regular")
                return Lex(EMPTY)
            case _:
                return Lex(self._checked(self._regex(expression), expression.span))

    def _plain(self, expression: ast.Expression) -> bool:
        # Whether one regular expression can say it: no sentence of facts, no derived name.
        if isinstance(expression, ast.Use):
            return expression.name in self._statements and self.is_regular(expression.name)
        if isinstance(expression, ast.Claims):
            return False
        return all(self._plain(part) for part in _parts(expression))

    def _used(self, use: ast.Use) -> Shape:
        if use.name in self._derived:
            return self._derived[use.name] or Lex(EMPTY)
        if use.name in self._statements:
            return self.category_shape(use.name)
        names = [*self._derived, *self._statements]
        hint = did_you_mean(use.name, names) or f"declare it: category {use.name} := …"
        self._report.error(use.span, f"nothing is called {use.name}", hint)
        return Lex(EMPTY)

    def _repeated_shape(self, repeated: ast.Repeated) -> Shape:
        low, high, span = repeated.low, repeated.high, repeated.span
        body = self._shape(repeated.body)
        if high is None:
            hint = "say how often at most: { … } up to 8"
            self._report.error(span, "sentences and derived names repeat a bounded number of times", hint)
            return body
        if high < low:
            self._backwards(repeated)
            return body
        # Nameless and plain: one expression. (A part with mistakes is a nameless text too, but not plain.)
        if isinstance(body, Lex) and body.name is None and self._plain(repeated.body):
            return Lex(self._checked(self._repeated(repeated), span))
        if low > MAX_REQUIRED or low * count_shapes(body) > MAX_SHAPES:
            self._report.error(span, "this repetition makes too many parts", "use a smaller first count")
            return body
        if high > low and self._nullable(body):
            hint = "an empty repetition could be counted in many ways; make the part say something"
            self._report.error(span, "the repeated part may be empty", hint)
            return body
        optional: list[Shape] = [UpTo(high - low, body)] if high > low else []
        return chain([body] * low + optional)

    def _nullable(self, shape: Shape) -> bool:
        match shape:
            case Lex(regex) | SlotShape(_, regex):
                return self.measured(regex).nullable
            case Chain(parts):
                return all(self._nullable(p) for p in parts)
            case Choice(options):
                return any(self._nullable(o) for o in options)
            case UpTo():
                return True
            case Claim(_, body):
                return self._nullable(body)
            case Derive():
                return self._nullable(shape.body)

    def measured(self, regex: Regex) -> Measure:
        """Depth, size and nullability of an expression."""
        return self._measuring.measure(regex)


def count_shapes(shape: Shape) -> int:
    """How many shapes there are in a shape, itself included."""
    match shape:
        case Chain(parts) | Choice(parts):
            return 1 + sum(map(count_shapes, parts))
        case UpTo(_, body) | Claim(_, body):
            return 1 + count_shapes(body)
        case Derive():
            return 1 + count_shapes(shape.body)
        case _:
            return 1


def used_names(expression: ast.Expression) -> list[str]:
    """The names that an expression uses, in order."""
    if isinstance(expression, ast.Use):
        return [expression.name]
    return [name for part in _parts(expression) for name in used_names(part)]


def _parts(expression: ast.Expression) -> tuple[ast.Expression, ...]:
    match expression:
        case ast.Sequence(parts) | ast.Alternative(parts) | ast.Intersection(parts):
            return parts
        case ast.Difference(first, removed):
            return (first, *removed)
        case ast.Repeated():
            return (expression.body,)
        case _:
            return ()
