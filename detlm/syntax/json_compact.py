"""``json compact { … }`` and JSON Schema files ─▶ shapes of canonical JSON.

A text, word list or regular expression stands for a string with that content; integers, decimals and JSON are
themselves. Spelling and commas are ``json_text.py`` and ``json_shapes.py``, schemas ``json_schema.py``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detlm.syntax import ast
from detlm.syntax.definitions import BARE, FREE, JSON, TEXT
from detlm.syntax.diagnostics import Report, Span, shown
from detlm.syntax.files import Files
from detlm.syntax.program import ENTRY, Field, Lex, Shape, walk
from detlm.syntax.regex import EMPTY, Regex
from detlm.syntax.shapes import choice
from detlm.syntax.size import long_literal

if TYPE_CHECKING:
    from detlm.syntax.expressions import Shapes

MAX_ENTRIES = 1_000


class JsonShapes:
    """Makes the shapes of JSON; remembers which fields are JSON, as conditions on them see quotes."""

    def __init__(self, shapes: Shapes, files: Files, report: Report) -> None:
        self._shapes = shapes
        self._files = files
        self._report = report
        self._fields: dict[int, Shape] = {}

    def is_json(self, field: Field) -> bool:
        """Whether a field is a member or entry of JSON."""
        return id(field) in self._fields

    def _noted(self, shape: Shape) -> Shape:
        self._fields |= {id(part): part for part in walk(shape) if isinstance(part, Field)}
        return shape

    def value(self, expression: ast.Expression) -> Shape:
        """The shape of a value."""
        from detlm.syntax.json_shapes import Member, array, object_

        match expression:
            case ast.JsonObject(members):
                self._twice(members)
                made = [Member(m.key.text.encode(), self.value(m.value), m.optional) for m in members]
                return self._noted(object_(made))
            case ast.JsonArray(entry, low, high, span):
                inner = self.value(entry)
                if low is None or high is None:
                    self._report.error(
                        span, "the array has no length", "say how many: [ … ] length 0 to 8", see="json"
                    )
                    return Lex(EMPTY)
                if low.value > high.value or high.value > MAX_ENTRIES:
                    hint = f"the smaller count first, {MAX_ENTRIES:,} at most"
                    self._report.error(
                        (low.span[0], high.span[1]), "these lengths cannot be", hint, see="json"
                    )
                    return Lex(EMPTY)
                return self._noted(array(inner, low.value, high.value))
            case ast.JsonConstant(text):
                return Lex(long_literal(text.encode()))
            case ast.Alternative(options):
                return choice([self.value(o) for o in options])
            case _:
                return self._named(expression)

    def _named(self, expression: ast.Expression) -> Shape:
        """A value that is written as in any expression."""
        definitions = self._shapes.definitions
        name = expression.name if isinstance(expression, ast.Use | ast.Apply) else None
        nature = definitions.nature(expression)
        if nature in (BARE, TEXT):
            self._shapes.spans.swallowed(expression, "a value of JSON")
        if nature == JSON:
            return self._shapes.shape(expression)
        if nature == BARE:
            return Lex(self._shapes.languages.regex(expression), name)
        if nature == TEXT and self._mixed(expression):
            message = "this mixes numbers and texts, so it is neither a number nor a string of JSON"
            self._report.error(expression.span, message, "write the cases apart: Number | Text", see="json")
        elif nature == TEXT:
            return Lex(self.string(self._shapes.languages.regex(expression)), name)
        else:
            what = "a context-free category" if nature == FREE else nature
            message = f"{what} cannot be a value of JSON"
            hint = "values are regular categories, integers, decimals, JSON, true, false and null"
            self._report.error(expression.span, message, hint, see="json")
        return Lex(EMPTY)

    def _mixed(self, expression: ast.Expression) -> bool:
        definitions = self._shapes.definitions
        if isinstance(expression, ast.Use | ast.Apply):
            return self._mixed(definitions.instance(expression).body)
        if not isinstance(expression, ast.Alternative):
            return False
        return len({definitions.nature(o) for o in expression.options}) > 1 or any(
            self._mixed(o) for o in expression.options
        )

    def string(self, content: Regex) -> Regex:
        """JSON strings with a content."""
        from detlm.syntax.json_text import string

        return string(content)

    def _twice(self, members: tuple[ast.JsonMember, ...]) -> None:
        seen: set[str] = set()
        for member in members:
            key = member.key.text
            if key in seen or key.encode() == ENTRY:
                message = f"the key {shown(key)} stands twice" if key in seen else "[] is no key"
                self._report.error(member.key.span, message, "each key of an object stands once", see="json")
            seen.add(key)

    # -- schemas

    def schema(self, file: ast.JsonFile) -> Shape:
        """The shape of a schema file."""
        from detlm.syntax.json_schema import SchemaError, translate

        path = file.path
        document = self._document(path.text, path.span)
        if document is None:
            return Lex(EMPTY)
        try:
            first = self._shapes.spans.next_rule
            shape, notes = translate(document, lambda name: self._named_document(name, path.span), first)
            for note in notes:
                self._report.remarks[f"{path.text} at {note.pointer or '/'}: {note.text}"] = None
            self._shapes.spans.number(shape, file)
            return self._noted(shape)
        except SchemaError as mistake:
            message = f"{mistake.what} (in {shown(path.text)} at {mistake.pointer or '/'})"
            self._report.error(path.span, message, mistake.hint, see="json")
            return Lex(EMPTY)

    def _named_document(self, path: str, span: Span) -> object:
        told = len(self._report.diagnostics)
        document = self._document(path, span)
        if document is None:  # told once, by who asked
            why = [mistake.message for mistake in self._report.diagnostics[told:]]
            del self._report.diagnostics[told:]
            raise LookupError("; ".join(why) or path)
        return document

    def _document(self, path: str, span: Span) -> object | None:
        """The document of a schema file that is named at ``span``; None after reporting why there is none."""
        file = self._files.read(path, span, self._report, "schema file")
        text = None if file is None else self._files.text(file, self._report, "schema file")
        if text is None:
            return None
        from detlm.syntax.json_files import NoDocument, read_document

        try:
            document = read_document(text)
            if document is None:
                raise NoDocument("is no schema but null")
            return document
        except NoDocument as mistake:
            hint = "a schema file is one JSON document"
            self._report.error(span, f"{shown(path)} {mistake}", hint, see="json")
            return None
