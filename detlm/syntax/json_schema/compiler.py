"""From schemas to shapes: what a place of a value may look like, kind by kind.

``part`` gives the texts of one kind (numbers, lists …) that fulfil some schemas. What all of them say about
the value's own structure becomes a shape with fields; ``anyOf``, ``not``, ``if`` and the like become
languages of whole texts that the shape's texts must, or must not, be in. ``plain`` asks for an expression in
place of a shape; ``exact`` for one that is nowhere narrower than the schemas, because it is subtracted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

from detlm.syntax.json_schema import lists, objects, scalars
from detlm.syntax.json_schema.algebra import both, without
from detlm.syntax.json_schema.documents import (
    KINDS,
    LIST_KEYWORDS,
    OBJECT_KEYWORDS,
    Documents,
    Schema,
    Whole,
)
from detlm.syntax.json_schema.frames import Frame, Frames
from detlm.syntax.json_shapes import as_regex
from detlm.syntax.program import (
    ENTRY,
    Always,
    And,
    Choice,
    Condition,
    Derive,
    Distinct,
    InCategory,
    InGrammar,
    Lex,
    Not,
    Shape,
)
from detlm.syntax.regex import NOTHING, Regex, either, literal, words


@dataclass(frozen=True)
class Note:
    """Where the texts are narrower than the schema, or less can be said about their parts."""

    pointer: str
    text: str


@dataclass
class Conjunction:
    """What holds of one kind of value together: schemas, languages it is in, and languages it is not in."""

    schemas: list[dict[str, Any]] = field(default_factory=list)
    within: list[Regex] = field(default_factory=list)
    outside: list[Regex] = field(default_factory=list)
    distinct: bool = False


class Compiler:
    """Compiles the schemas of some documents; ``first_rule`` numbers the spans it makes."""

    def __init__(self, documents: Documents, frames: Frames, first_rule: int) -> None:
        self.documents = documents
        self.frames = frames
        self.notes: dict[Note, None] = {}
        self.unnamed = (
            ""  # a hint, if nothing is left: an object would need keys that its schema does not name
        )
        self._next_rule = first_rule
        self._exactly = False
        self._values: dict[object, Shape | None] = {}
        self._parts: dict[object, Shape | None] = {}

    def note(self, pointer: str, text: str) -> None:
        """Remember what people should know about the texts."""
        if not self._exactly:
            self.notes[Note(pointer, text)] = None

    def too_few_keys(self, pointer: str, named: int, wanted: int) -> None:
        """Remember a place of which no object is written although the schema admits some."""
        if not self._exactly:
            self.unnamed = (
                f"only keys that a schema names are written; at {pointer} it names {named or 'none'} "
                f"and asks for {wanted} (minProperties): name them under properties"
            )

    @contextmanager
    def exact(self) -> Iterator[None]:
        """Within it, languages are compiled that will be subtracted."""
        before, self._exactly = self._exactly, True
        try:
            yield
        finally:
            self._exactly = before

    # -- values -------------------------------------------------------------------------------------

    def value(self, frame: Frame, schemas: Sequence[Schema], plain: bool) -> Shape | None:
        """The texts of all kinds at a place that fulfil the schemas; None if there are none."""
        key = (frame.key, tuple(map(id, schemas)), plain, self._exactly)
        if key not in self._values:
            recurs = self.frames.recurs(frame)
            if recurs and plain:
                raise Whole(frame.pointer)
            make = self._recursive if recurs else self._value
            self._values[key] = make(frame, schemas, plain)
        return self._values[key]

    def _recursive(self, frame: Frame, schemas: Sequence[Schema], plain: bool) -> Shape | None:
        """Values that hold themselves, as a span of a grammar; around them, parts are kept if they can be."""
        from detlm.syntax.json_schema.recursion import Recursion

        if not self.frames.holds_itself(frame):
            before = dict(self.notes), dict(self._values), dict(self._parts)
            try:
                return self._value(frame, schemas, plain)
            except Whole:  # what was noted on the way is about texts that are not made
                self.notes, self._values, self._parts = before
        grammar = Recursion(self).grammar(frame, schemas)
        if grammar is None:
            return None
        self.note(frame.pointer, "a value that can hold itself is one piece: paths do not lead into it")
        from detlm.syntax.envelope import envelope

        return self._span(frame, InGrammar(frame.pointer, grammar), Lex(envelope(grammar)))

    def _value(self, frame: Frame, schemas: Sequence[Schema], plain: bool) -> Shape | None:
        parts = [p for kind in KINDS if (p := self.part(frame, schemas, kind, plain)) is not None]
        texts = [p.regex for p in parts if isinstance(p, Lex)]
        options: list[Shape] = [Lex(either(*texts))] if texts else []
        options += [p for p in parts if not isinstance(p, Lex)]
        return Choice(tuple(options)) if len(options) > 1 else options[0] if options else None

    def regex(self, frame: Frame, schemas: Sequence[Schema]) -> Regex:
        """The same as an expression."""
        shape = self.value(frame, schemas, True)
        return NOTHING if shape is None else as_regex(shape)

    def language(self, frame: Frame, schema: Schema, kind: str) -> Regex:
        """The texts of one kind that fulfil a schema."""
        shape = self.part(frame, [schema], kind, True)
        return NOTHING if shape is None else as_regex(shape)

    # -- one kind -----------------------------------------------------------------------------------

    def part(self, frame: Frame, schemas: Sequence[Schema], kind: str, plain: bool) -> Shape | None:
        """The texts of one kind that fulfil the schemas; None if there are none."""
        key = (frame.key, tuple(map(id, schemas)), kind, plain, self._exactly)
        if key not in self._parts:
            conjunction = self.conjunction(frame, schemas, kind)
            part = None if conjunction is None else self._part(frame, conjunction, kind, plain)
            self._parts[key] = part
        return self._parts[key]

    def _part(self, frame: Frame, conjunction: Conjunction, kind: str, plain: bool) -> Shape | None:
        shape: Shape | None
        match kind:
            case "null":
                shape = Lex(_NULL)
            case "boolean":
                shape = Lex(_BOOLEAN)
            case "number":
                shape = Lex(scalars.numbers(conjunction.schemas, self.documents.pointer))
            case "string":
                shape = Lex(scalars.strings(conjunction.schemas, self.documents.pointer, self._exactly))
            case _ if conjunction.schemas and not _speaks(conjunction.schemas, kind):
                shape = self.part(frame, [], kind, plain)
            case "array":
                shape = lists.shape(self, frame, conjunction, plain)
            case _:
                shape = objects.shape(self, frame, conjunction, plain)
        if shape is None:
            return None
        if isinstance(shape, Lex):
            return self._filtered(frame, shape.regex, conjunction, kind)
        return self._guarded(frame, shape, conjunction)

    def _filtered(self, frame: Frame, regex: Regex, conjunction: Conjunction, kind: str) -> Shape | None:
        if conjunction.within and kind in ("null", "boolean", "number", "string"):
            free = self.part(frame, [], kind, True)
            if isinstance(free, Lex) and free.regex is regex:  # nothing else is said
                regex = conjunction.within[0]
        regex = both(regex, *conjunction.within)
        for removed in conjunction.outside:
            regex = without(regex, removed)
        return None if regex == NOTHING else Lex(regex)

    def _guarded(self, frame: Frame, shape: Shape, conjunction: Conjunction) -> Shape | None:
        name = frame.pointer
        if NOTHING in conjunction.within:
            return None
        asked: list[Condition] = [InCategory(name, regex) for regex in conjunction.within]
        asked += [Not(InCategory(name, regex)) for regex in conjunction.outside]
        if conjunction.distinct:
            asked.append(Distinct((ENTRY,)))
        if not asked:
            return shape
        if self.frames.recurs(frame):
            raise Whole(name)  # these languages are of more than the texts of the spans inside
        return self._span(frame, reduce(And, asked), shape)

    def _span(self, frame: Frame, ensure: Condition, body: Shape) -> Shape:
        name, rule = frame.pointer, self._next_rule
        self._next_rule += 1
        return Derive("schema", rule, Always(), ensure, body, name, f"json schema {name}")

    # -- what is said together ----------------------------------------------------------------------

    def conjunction(self, frame: Frame, schemas: Sequence[Schema], kind: str) -> Conjunction | None:
        """What the schemas say together of values of one kind; None if they exclude the kind."""
        result = Conjunction()
        possible = all(self._join(frame, schema, kind, result) for schema in schemas)
        return result if possible else None

    def _join(self, frame: Frame, schema: Schema, kind: str, into: Conjunction) -> bool:
        if isinstance(schema, bool):
            return schema
        if any(known is schema for known in into.schemas):
            return True
        into.schemas.append(schema)
        if kind not in types_of(schema):
            return False
        for values in (schema.get("enum"), [schema["const"]] if "const" in schema else None):
            if values is not None:
                fitting = [v for v in values if kind_of(v) == kind]
                into.within.append(words(frame.text(v) for v in fitting))
                if not fitting:
                    return False
        inner = [self.documents.target(schema, k) for k in ("$ref", "$dynamicRef") if k in schema]
        inner += schema.get("allOf", ())
        return (
            all(self._join(frame, s, kind, into) for s in inner)
            and all(
                self._join_options(frame, schema, k, kind, into) for k in ("anyOf", "oneOf") if k in schema
            )
            and ("not" not in schema or self._join_not(frame, schema["not"], kind, into))
            and ("if" not in schema or self._join_if(frame, schema, kind, into))
        )

    def _join_options(
        self, frame: Frame, schema: dict[str, Any], keyword: str, kind: str, into: Conjunction
    ) -> bool:
        live = [s for s in schema[keyword] if self.possible(s, kind)]
        if len(live) < 2:
            return bool(live) and self._join(frame, live[0], kind, into)
        free = self.part(frame, [], kind, True)
        if keyword == "anyOf":
            options = [self.language(frame, s, kind) for s in live]
        else:
            with self.exact():
                options = [self.language(frame, s, kind) for s in live]
            twice = [both(a, b) for i, a in enumerate(options) for b in options[:i]]
            into.outside += [t for t in [either(*twice)] if t != NOTHING]
        if not any(isinstance(free, Lex) and o is free.regex for o in options):
            into.within.append(either(*options))
        return True

    def _join_not(self, frame: Frame, schema: Schema, kind: str, into: Conjunction) -> bool:
        with self.exact():
            excluded = self.language(frame, schema, kind)
        free = self.part(frame, [], kind, True)
        if isinstance(free, Lex) and excluded is free.regex:
            return False
        into.outside += [e for e in [excluded] if e != NOTHING]
        return True

    def _join_if(self, frame: Frame, schema: dict[str, Any], kind: str, into: Conjunction) -> bool:
        if not ("then" in schema or "else" in schema):
            return True
        with self.exact():
            asked = self.language(frame, schema["if"], kind)
        if "then" in schema and "else" in schema:
            yes = self.language(frame, schema["then"], kind)
            no = self.language(frame, schema["else"], kind)
            into.within.append(either(both(asked, yes), without(no, asked)))
        elif "then" in schema:
            broken = without(asked, self.language(frame, schema["then"], kind))
            into.outside += [r for r in [broken] if r != NOTHING]
        else:
            into.within.append(either(asked, self.language(frame, schema["else"], kind)))
        return True

    def possible(self, schema: Schema, kind: str, above: tuple[int, ...] = ()) -> bool:
        """Whether values of a kind may fulfil a schema, at a glance."""
        if isinstance(schema, bool) or id(schema) in above:
            return bool(schema)
        above = (*above, id(schema))
        fixed = [
            *([schema["enum"]] if "enum" in schema else ()),
            *([[schema["const"]]] if "const" in schema else ()),
        ]
        inner = [self.documents.target(schema, k) for k in ("$ref", "$dynamicRef") if k in schema]
        options = [schema[k] for k in ("anyOf", "oneOf") if k in schema]
        return (
            kind in types_of(schema)
            and all(any(kind_of(v) == kind for v in values) for values in fixed)
            and all(self.possible(s, kind, above) for s in (*inner, *schema.get("allOf", ())))
            and all(any(self.possible(s, kind, above) for s in row) for row in options)
        )


_NULL = literal(b"null")
_BOOLEAN = words([b"true", b"false"])


def _speaks(schemas: Sequence[dict[str, Any]], kind: str) -> bool:
    words_of_kind = LIST_KEYWORDS if kind == "array" else OBJECT_KEYWORDS
    return any(not words_of_kind.isdisjoint(s) for s in schemas)


def types_of(schema: dict[str, Any]) -> set[str]:
    """The kinds that ``type`` admits."""
    types = schema.get("type", list(KINDS))
    return {"number" if t == "integer" else t for t in ([types] if isinstance(types, str) else types)}


def kind_of(value: object) -> str:
    """The kind of a JSON value."""
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case str():
            return "string"
        case list():
            return "array"
        case dict():
            return "object"
        case _:
            return "number"
