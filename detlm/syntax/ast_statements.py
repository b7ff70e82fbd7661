"""Statements of a constraint file, before names mean anything. Only data."""

from __future__ import annotations

from typing import NamedTuple

from detlm.syntax.ast_base import Count, Parameter, Use, Word
from detlm.syntax.ast_expressions import Expression
from detlm.syntax.ast_formulas import Formula
from detlm.syntax.diagnostics import Span


class Comment(NamedTuple):
    """``-- …`` with its dashes; ``alone``: nothing but space stands before it on its line."""

    text: str
    span: Span
    alone: bool


class File(NamedTuple):
    """A file as read: statements and comments, each in order; comments inside a statement lie in its span."""

    statements: tuple[Statement, ...]
    comments: tuple[Comment, ...]


class ProgramStatement(NamedTuple):
    """``program NAME``."""

    name: Word
    span: Span


class TripleNode(NamedTuple):
    """``subject relation object`` in a fact or rule."""

    subject: Word
    relation: Word
    object: Word
    span: Span


class FactStatement(NamedTuple):
    """``fact S R O``."""

    fact: TripleNode
    span: Span


class FactsStatement(NamedTuple):
    """``facts from "file.tsv"``."""

    path: Word
    span: Span


class RuleStatement(NamedTuple):
    """``rule P and P -> P``."""

    body: tuple[TripleNode, ...]
    head: TripleNode
    span: Span


class SlotNode(NamedTuple):
    """``SUBJECT`` or ``OBJECT`` in a sentence."""

    kind: str
    span: Span


class SentenceStatement(NamedTuple):
    """``sentence R := …``."""

    relation: Word
    parts: tuple[Word | SlotNode, ...]
    span: Span


class ImportStatement(NamedTuple):
    """``import "file" as name``."""

    path: Word
    alias: Word | None
    span: Span


class CategoryStatement(NamedTuple):
    """``category X := …``."""

    name: Word
    parameters: tuple[Parameter, ...]
    body: Expression
    span: Span


class ShapeStatement(NamedTuple):
    """``shape X := …``."""

    name: Word
    parameters: tuple[Parameter, ...]
    body: Expression
    span: Span


class ScopeStatement(NamedTuple):
    """``scope S := names bound by X.label or Y within Z``."""

    name: Word
    binders: tuple[Use, ...]
    within: Use | None
    span: Span


class PredicateStatement(NamedTuple):
    """``predicate p(x, …) := condition``; ``kind`` is "predicate", or "attribute" where it is a number."""

    kind: str
    name: Word
    parameters: tuple[Parameter, ...]
    body: Formula
    span: Span


class CallerStatement(NamedTuple):
    """``attribute a(segment) from caller: v | w``."""

    name: Word
    segment: Word
    values: tuple[Word, ...]
    span: Span


class DeriveStatement(NamedTuple):
    """``derive NAME from category X …``; ``kind`` is "category" or "shape"."""

    name: Word
    kind: str
    source: Use
    given: Formula | None
    ensure: Formula | None
    span: Span


class Verdict(NamedTuple):
    """``admit``, perhaps ``with proof "…"`` (a remark), or ``reject``."""

    admit: bool
    proof: Word | None
    span: Span


class Alias(NamedTuple):
    """``scope S := Scope`` inside of a constraint."""

    name: Word
    scope: Use
    span: Span


class Ensure(NamedTuple):
    """``ensure condition`` inside of a constraint."""

    body: Formula
    span: Span


class Decision(NamedTuple):
    """``if C then V … else V``: the first case whose condition holds decides."""

    cases: tuple[tuple[Formula, Verdict], ...]
    otherwise: Verdict
    span: Span


Clause = Alias | Ensure | Decision


class ConstraintStatement(NamedTuple):
    """``constraint "title" at Site: …``."""

    title: Word
    site: Use
    clauses: tuple[Clause, ...]
    span: Span


class WordsStatement(NamedTuple):
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


class BoundStatement(NamedTuple):
    """``at most 3 words``, ``exactly 2 times "x"``.

    ``bound`` is "most", "least" or "exactly"; ``unit`` is in the plural, "times" for ``word``.
    """

    bound: str
    number: Count
    unit: str
    word: Word | None
    span: Span


class AfterStatement(NamedTuple):
    """``after "…"``."""

    text: Word
    span: Span


class SegmentsStatement(NamedTuple):
    """``segments a, b``."""

    names: tuple[Word, ...]
    span: Span


class AttendStatement(NamedTuple):
    """``attend a to b, segment(owner)``; the second of a pair: it names an attribute, not a segment."""

    reader: Word
    read: tuple[tuple[Word, bool], ...]
    span: Span


class SayStatement(NamedTuple):
    """``say "…"``."""

    text: Word
    span: Span


class ModelStatement(NamedTuple):
    """``model may constrain [up to N lines]``."""

    lines: Count
    span: Span


class OutputStatement(NamedTuple):
    """``output := …``."""

    body: Expression
    span: Span


class ModeStatement(NamedTuple):
    """``mode …``."""

    mode: Word
    span: Span


Statement = (
    ProgramStatement
    | FactStatement
    | FactsStatement
    | RuleStatement
    | SentenceStatement
    | ImportStatement
    | CategoryStatement
    | ShapeStatement
    | ScopeStatement
    | PredicateStatement
    | CallerStatement
    | DeriveStatement
    | ConstraintStatement
    | WordsStatement
    | BoundStatement
    | AfterStatement
    | SegmentsStatement
    | AttendStatement
    | SayStatement
    | ModelStatement
    | OutputStatement
    | ModeStatement
)
