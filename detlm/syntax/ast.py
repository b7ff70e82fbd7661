"""What a constraint file says, statement by statement, before names mean anything.

Only data: made by ``parser.py``, given meaning by ``resolve.py``. Every node knows its span in the file.
Nodes are named tuples, which load much faster than frozen data classes; they are matched, never compared.
"""

from __future__ import annotations

from typing import NamedTuple

from detlm.syntax.diagnostics import Span


class Word(NamedTuple):
    """A name, bare word or quoted text as the file means it (escapes resolved)."""

    text: str
    span: Span
    quoted: bool = False


class Count(NamedTuple):
    """A number."""

    value: int
    span: Span


# -- expressions ------------------------------------------------------------------------------------


class Use(NamedTuple):
    """A category (or, in the output, a derived name) used by name."""

    name: str
    span: Span


class Literal(NamedTuple):
    """A quoted text."""

    text: str
    span: Span


class RegexLiteral(NamedTuple):
    """``/…/``; ``source`` is what stands between the slashes."""

    source: str
    span: Span


class WordList(NamedTuple):
    """``words "a" "b"``."""

    words: tuple[Word, ...]
    span: Span


class Sequence(NamedTuple):
    """Parts one after the other."""

    parts: tuple[Expression, ...]
    span: Span


class Alternative(NamedTuple):
    """``… or …``."""

    options: tuple[Expression, ...]
    span: Span


class Intersection(NamedTuple):
    """``… and …``."""

    parts: tuple[Expression, ...]
    span: Span


class Difference(NamedTuple):
    """``first except … except …``."""

    first: Expression
    removed: tuple[Expression, ...]
    span: Span


class Repeated(NamedTuple):
    """``low`` to ``high`` times; ``high=None``: any number."""

    low: int
    high: int | None
    body: Expression
    span: Span


class Claims(NamedTuple):
    """``sentence of facts``, perhaps ``about "x"``."""

    about: Word | None
    span: Span


Expression = (
    Use
    | Literal
    | RegexLiteral
    | WordList
    | Sequence
    | Alternative
    | Intersection
    | Difference
    | Repeated
    | Claims
)


# -- conditions -------------------------------------------------------------------------------------


class SupportedTest(NamedTuple):
    """``supported(name)``."""

    name: Word
    span: Span


class MentionsTest(NamedTuple):
    """``mentions(name, "word")``; ``name=None``: the prompt."""

    name: Word | None
    word: Word
    span: Span


class InTest(NamedTuple):
    """``name in Category``."""

    name: Word
    category: Word
    span: Span


class NotTest(NamedTuple):
    """``not …``."""

    body: Test
    span: Span


class BothTests(NamedTuple):
    """``… and …``."""

    parts: tuple[Test, ...]
    span: Span


class EitherTest(NamedTuple):
    """``… or …``."""

    parts: tuple[Test, ...]
    span: Span


class ImpliesTest(NamedTuple):
    """``left -> right``."""

    left: Test
    right: Test
    span: Span


Test = SupportedTest | MentionsTest | InTest | NotTest | BothTests | EitherTest | ImpliesTest


# -- statements -------------------------------------------------------------------------------------


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


class CategoryStatement(NamedTuple):
    """``category X := …``."""

    name: Word
    body: Expression
    span: Span


class DeriveStatement(NamedTuple):
    """``derive NAME from category X …``."""

    name: Word
    category: Word
    given: Test | None
    ensure: Test | None
    span: Span


class WordsStatement(NamedTuple):
    """``forbid`` (or ``require``) some words."""

    kind: str
    words: tuple[Word, ...]
    span: Span


class AtMostStatement(NamedTuple):
    """``at most N words``."""

    words: Count
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
    | CategoryStatement
    | DeriveStatement
    | WordsStatement
    | AtMostStatement
    | SayStatement
    | ModelStatement
    | OutputStatement
    | ModeStatement
)
