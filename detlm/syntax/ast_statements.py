"""Statements of a constraint file, before names mean anything. Only data."""

from __future__ import annotations

from detlm.syntax.ast_base import Clause, Count, Expression, Formula, Node, Parameter, Statement, Use, Word
from detlm.syntax.diagnostics import Span


class ProgramStatement(Statement):
    """``program NAME``."""

    name: Word
    span: Span


class TripleNode(Node):
    """``subject relation object`` in a fact or rule."""

    subject: Word
    relation: Word
    object: Word
    span: Span


class FactStatement(Statement):
    """``fact S R O``."""

    fact: TripleNode
    span: Span


class FactsStatement(Statement):
    """``facts from "file.tsv"``."""

    path: Word
    span: Span


class RuleStatement(Statement):
    """``rule P and P -> P``."""

    body: tuple[TripleNode, ...]
    head: TripleNode
    span: Span


class SlotNode(Node):
    """``SUBJECT`` or ``OBJECT`` in a sentence."""

    kind: str
    span: Span


class SentenceStatement(Statement):
    """``sentence R := …``."""

    relation: Word
    parts: tuple[Word | SlotNode, ...]
    span: Span


class ImportStatement(Statement):
    """``import "file" as name``."""

    path: Word
    alias: Word | None
    span: Span


class CategoryStatement(Statement):
    """``category X := …``."""

    name: Word
    parameters: tuple[Parameter, ...]
    body: Expression
    span: Span


class ShapeStatement(Statement):
    """``shape X := …``."""

    name: Word
    parameters: tuple[Parameter, ...]
    body: Expression
    span: Span


class ScopeStatement(Statement):
    """``scope S := names bound by X.label or Y within Z``."""

    name: Word
    binders: tuple[Use, ...]
    within: Use | None
    span: Span


class PredicateStatement(Statement):
    """``predicate p(x, …) := condition``; ``kind`` is "predicate", or "attribute" where it is a number."""

    kind: str
    name: Word
    parameters: tuple[Parameter, ...]
    body: Formula
    span: Span


class CallerStatement(Statement):
    """``attribute a(segment) from caller: v | w``."""

    name: Word
    segment: Word
    values: tuple[Word, ...]
    span: Span


class DeriveStatement(Statement):
    """``derive NAME from category X …``; ``kind`` is "category" or "shape"."""

    name: Word
    kind: str
    source: Use
    given: Formula | None
    ensure: Formula | None
    span: Span


class Verdict(Node):
    """``admit``, perhaps ``with proof "…"`` (a remark), or ``reject``."""

    admit: bool
    proof: Word | None
    span: Span


class Alias(Clause):
    """``scope S := Scope`` inside of a constraint."""

    name: Word
    scope: Use
    span: Span


class Ensure(Clause):
    """``ensure condition`` inside of a constraint."""

    body: Formula
    span: Span


class Decision(Clause):
    """``if C then V … else V``: the first case whose condition holds decides."""

    cases: tuple[tuple[Formula, Verdict], ...]
    otherwise: Verdict
    span: Span


class ConstraintStatement(Statement):
    """``constraint "title" at Site: …``."""

    title: Word
    site: Use
    clauses: tuple[Clause, ...]
    span: Span


class WordsStatement(Statement):
    """``forbid`` or ``require`` (``kind``) texts.

    ``form``: "word", "exactly", "stem" or "regex"; ``one``: one of them is enough; ``before``: the first word
    stands before the second.
    """

    kind: str
    form: str
    words: tuple[Word, ...]
    one: bool
    before: bool
    span: Span


class BoundStatement(Statement):
    """``at most 3 words``, ``exactly 2 times "x"``.

    ``bound`` is "most", "least" or "exactly"; ``unit`` is in the plural, "times" for ``word``.
    """

    bound: str
    number: Count
    unit: str
    word: Word | None
    span: Span


class AfterStatement(Statement):
    """``after "…"``."""

    text: Word
    span: Span


class SegmentsStatement(Statement):
    """``segments a, b``."""

    names: tuple[Word, ...]
    span: Span


class AttendStatement(Statement):
    """``attend a to b, segment(owner)``; the second of a pair: it names an attribute, not a segment."""

    reader: Word
    read: tuple[tuple[Word, bool], ...]
    span: Span


class SayStatement(Statement):
    """``say "…"``."""

    text: Word
    span: Span


class ModelStatement(Statement):
    """``model may constrain [up to N lines]``."""

    lines: Count
    span: Span


class OutputStatement(Statement):
    """``output := …``."""

    body: Expression
    span: Span


class ModeStatement(Statement):
    """``mode …``."""

    mode: Word
    span: Span
