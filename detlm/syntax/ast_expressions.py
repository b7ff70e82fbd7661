"""Expressions of a constraint file: what texts look like, before names mean anything. Only data."""

from __future__ import annotations

from detlm.syntax.ast_base import Count, Expression, Node, Word
from detlm.syntax.diagnostics import Span


class Apply(Expression):
    """``Name(E, …)``: a category or shape with parameters."""

    name: str
    arguments: tuple[Expression, ...]
    span: Span


class Literal(Expression):
    """A quoted text."""

    text: str
    span: Span


class RegexLiteral(Expression):
    """``/…/``; ``source`` is what stands between the slashes."""

    source: str
    span: Span


class WordList(Expression):
    """``words "a" "b"``."""

    words: tuple[Word, ...]
    span: Span


class WordFile(Expression):
    """``words from "file"``."""

    path: Word
    span: Span


class Range(Expression):
    """``integer``, ``decimal(places)`` or ``date`` ``from low to high``; the bounds as written."""

    kind: str
    places: int
    low: Word
    high: Word
    span: Span


class Sequence(Expression):
    """Parts one after the other."""

    parts: tuple[Expression, ...]
    span: Span


class Alternative(Expression):
    """``… or …`` (``|`` is the same)."""

    options: tuple[Expression, ...]
    span: Span


class Intersection(Expression):
    """``… and …``."""

    parts: tuple[Expression, ...]
    span: Span


class Difference(Expression):
    """``first except … except …``."""

    first: Expression
    removed: tuple[Expression, ...]
    span: Span


class Repeated(Expression):
    """``low`` to ``high`` times; ``high=None``: any number."""

    low: int
    high: int | None
    body: Expression
    span: Span


class Labelled(Expression):
    """``label: part``."""

    label: Word
    body: Expression
    span: Span


class Claims(Expression):
    """``sentence of facts``, perhaps ``about "x"``."""

    about: Word | None
    span: Span


class JsonMember(Node):
    """``key: value`` or ``key?: value`` of an object."""

    key: Word
    optional: bool
    value: Expression
    span: Span


class JsonObject(Expression):
    """``{ key: value … }``."""

    members: tuple[JsonMember, ...]
    span: Span


class JsonArray(Expression):
    """``[ entry ] length low to high``; without a length both are None."""

    entry: Expression
    low: Count | None
    high: Count | None
    span: Span


class JsonConstant(Expression):
    """``true``, ``false`` or ``null``."""

    text: str
    span: Span


class Json(Expression):
    """``json compact`` and an object or array."""

    value: Expression
    span: Span


class JsonFile(Expression):
    """``json schema from "file"``."""

    path: Word
    span: Span


class Production(Node):
    """``name: …`` in a grammar."""

    name: Word
    body: Expression
    span: Span


class GrammarBlock(Expression):
    """``grammar { … }``; the first production is the whole."""

    productions: tuple[Production, ...]
    span: Span


class GrammarFile(Expression):
    """``grammar from "file" start name``."""

    path: Word
    start: Word | None
    span: Span


class LeanFile(Expression):
    """``lean Name from "file.lean" within /envelope/``."""

    name: Word
    path: Word
    within: RegexLiteral | None
    span: Span


def parts_of(expression: Expression) -> tuple[Expression, ...]:
    """The expressions directly inside an expression, in order."""
    match expression:
        case Sequence(parts) | Alternative(parts) | Intersection(parts):
            return parts
        case Difference(first, removed):
            return (first, *removed)
        case Repeated() | Labelled():
            return (expression.body,)
        case Apply(_, arguments):
            return arguments
        case Json(value):
            return (value,)
        case JsonArray(entry):
            return (entry,)
        case JsonObject(members):
            return tuple(m.value for m in members)
        case GrammarBlock(productions):
            return tuple(p.body for p in productions)
        case _:
            return ()
