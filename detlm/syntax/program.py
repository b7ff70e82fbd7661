"""A program: a constraint file, parsed, resolved and free of names that mean nothing.

``Program`` is the only thing that masks, obligations and certificates share. It mirrors the data of
``lean/DetLM/Spec/Program.lean``; texts are Python ``bytes`` (UTF-8 where they came from a file).
It has no behaviour beyond small look-ups: reading files is ``reader.py``, meaning is Lean's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from detlm.syntax.regex import Regex


@dataclass(frozen=True)
class Position:
    """Where something stands: file name as given, line and column from 1, length in characters."""

    file: str
    line: int
    column: int
    length: int = 1


# -- knowledge --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Atom:
    """``subject relation object``: one fact, given or derived."""

    relation: bytes
    subject: bytes
    object: bytes


@dataclass(frozen=True)
class Variable:
    """A rule's variable; ``index`` numbers the variables of its rule from 0."""

    name: str
    index: int


@dataclass(frozen=True)
class Constant:
    """A fixed text in a rule."""

    text: bytes


Term = Variable | Constant


@dataclass(frozen=True)
class Pattern:
    """An atom with variables."""

    relation: bytes
    subject: Term
    object: Term


@dataclass(frozen=True)
class Rule:
    """``body and body … -> head``. Every variable of the head occurs in the body."""

    head: Pattern
    body: tuple[Pattern, ...]
    source: str = ""  # the line of the constraint file, for people

    @property
    def variable_count(self) -> int:
        """How many variables the rule has."""
        terms = [t for p in (self.head, *self.body) for t in (p.subject, p.object)]
        return 1 + max((t.index for t in terms if isinstance(t, Variable)), default=-1)


@dataclass(frozen=True)
class Slot:
    """A hole of a sentence."""

    kind: str  # "subject" or "object"


@dataclass(frozen=True)
class Sentence:
    """How a relation is said: literal texts and the two slots, in order."""

    relation: bytes
    parts: tuple[bytes | Slot, ...]

    def say(self, subject: bytes, object_: bytes) -> bytes:
        """The sentence about one subject and one object."""
        fill = {"subject": subject, "object": object_}
        return b"".join(fill[p.kind] if isinstance(p, Slot) else p for p in self.parts)


# -- parts of a span, and numbers in it ---------------------------------------------------------------

# Labels of fields, outermost first, from the span on. A path leads to every part that can be reached by
# going from a tree to the ``Field``s directly below it (through anything but other fields) that bear the
# first label, and on from there. The empty path leads to the tree itself.
Path = tuple[bytes, ...]

# What the entries of a list are called in a path.
ENTRY = b"[]"


@dataclass(frozen=True)
class NumberLiteral:
    """``value`` / 10 ** ``scale``; ``value`` may be negative."""

    value: int
    scale: int = 0


@dataclass(frozen=True)
class NumberAt:
    """The number that the text of the one part at ``path`` writes: ``-?digits[.digits]``, else missing."""

    path: Path


@dataclass(frozen=True)
class Plus:
    """``left + right``; missing if one of them is."""

    left: Expr
    right: Expr


@dataclass(frozen=True)
class Minus:
    """``left - right``; missing if one of them is."""

    left: Expr
    right: Expr


@dataclass(frozen=True)
class Times:
    """``left * right``; missing if one of them is."""

    left: Expr
    right: Expr


@dataclass(frozen=True)
class SumOver:
    """The sum of ``each``, taken of every part at ``path``; missing if one of them is; 0 for no parts."""

    path: Path
    each: Expr


@dataclass(frozen=True)
class CountOf:
    """How many parts there are at ``path``."""

    path: Path


Expr = NumberLiteral | NumberAt | Plus | Minus | Times | SumOver | CountOf


# -- context-free grammars --------------------------------------------------------------------------


@dataclass(frozen=True)
class Terminal:
    """A text of a regular language."""

    regex: Regex


@dataclass(frozen=True)
class Nonterminal:
    """A text of the grammar's rule with this number."""

    index: int


Symbol = Terminal | Nonterminal


@dataclass(frozen=True)
class GrammarRule:
    """``name`` is one of ``alternatives``, each a row of symbols (an empty row: the empty text)."""

    name: str
    alternatives: tuple[tuple[Symbol, ...], ...]


@dataclass(frozen=True)
class Grammar:
    """A context-free grammar; left recursion is allowed, every rule derives some text."""

    rules: tuple[GrammarRule, ...]


# -- conditions on a span ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Always:
    """Nothing to prove."""


@dataclass(frozen=True)
class Supported:
    """Every claim in the span follows from the facts by the rules, and there is at least one."""


@dataclass(frozen=True)
class Mentions:
    """The span says ``word`` as a whole word (ASCII case ignored)."""

    word: bytes


@dataclass(frozen=True)
class PromptMentions:
    """The prompt says ``word`` as a whole word (ASCII case ignored)."""

    word: bytes


@dataclass(frozen=True)
class InCategory:
    """The span's text is in a regular category."""

    name: str
    regex: Regex


@dataclass(frozen=True)
class Compare:
    """``left relation right`` between numbers; false where one of them is missing (see ``Expr``)."""

    relation: Literal["=", "<", "<="]
    left: Expr
    right: Expr


@dataclass(frozen=True)
class SameText:
    """Exactly one part stands at each path, and the two have the same text."""

    left: Path
    right: Path


@dataclass(frozen=True)
class Every:
    """The condition holds of every part at ``path`` (of none: it holds)."""

    path: Path
    body: Condition


@dataclass(frozen=True)
class Distinct:
    """No two parts at ``path`` have the same text."""

    path: Path


@dataclass(frozen=True)
class Visible:
    """The span's text is a name that ``scope`` shows where the span begins."""

    scope: bytes


@dataclass(frozen=True)
class InGrammar:
    """The span's text is derived from nonterminal ``start`` of ``grammar``; like ``Supported``, this is
    proved by a witness and never stands below a ``Not``. ``name`` is the category's, for people."""

    name: str
    grammar: Grammar
    start: int = 0


@dataclass(frozen=True)
class Not:
    """The condition does not hold. ``Supported`` and ``InGrammar`` never stand below a ``Not`` (the reader
    refuses it)."""

    body: Condition


@dataclass(frozen=True)
class And:
    """Both hold."""

    left: Condition
    right: Condition


@dataclass(frozen=True)
class Or:
    """At least one holds."""

    left: Condition
    right: Condition


Condition = (
    Always
    | Supported
    | Mentions
    | PromptMentions
    | InCategory
    | Compare
    | SameText
    | Every
    | Distinct
    | Visible
    | InGrammar
    | Not
    | And
    | Or
)


# -- shapes: what an output looks like --------------------------------------------------------------


@dataclass(frozen=True)
class Lex:
    """A text of a regular category (``name`` is the category's, or None for a literal)."""

    regex: Regex
    name: str | None = None


@dataclass(frozen=True)
class SlotShape:
    """The subject or object of the enclosing claim."""

    kind: str  # "subject" or "object"
    regex: Regex


@dataclass(frozen=True)
class Chain:
    """Parts one after the other (at least one)."""

    parts: tuple[Shape, ...]


@dataclass(frozen=True)
class Choice:
    """Exactly one of the options (at least one)."""

    options: tuple[Shape, ...]


@dataclass(frozen=True)
class UpTo:
    """Between none and ``count`` times ``body``; the body never matches the empty text."""

    count: int
    body: Shape


@dataclass(frozen=True)
class Claim:
    """A sentence that says ``relation`` of the subject and object slots inside."""

    relation: bytes
    body: Shape


@dataclass(frozen=True)
class Derive:
    """A span made by a ``derive`` rule: ``given`` and ``ensure`` must both hold of it.

    ``name`` is what the rule derives ("answer"); ``rule`` numbers the derive rules of the file from 0;
    ``category`` is the category's name and ``source`` the rule's text, both for people.
    """

    name: str
    rule: int
    given: Condition
    ensure: Condition
    body: Shape
    category: str = ""
    source: str = ""


@dataclass(frozen=True)
class Field:
    """A part that paths call ``label``: a key of an object, an entry of a list (``ENTRY``), a named part."""

    label: bytes
    body: Shape


@dataclass(frozen=True)
class Bind:
    """The text of ``body`` becomes a name of ``scope``, shown once the enclosing ``Settle`` has ended."""

    scope: bytes
    body: Shape


@dataclass(frozen=True)
class Settle:
    """When ``body`` ends, the names of ``scope`` that were bound in it are shown."""

    scope: bytes
    body: Shape


@dataclass(frozen=True)
class Block:
    """When ``body`` ends, names of ``scope`` that were bound or shown in it are gone again."""

    scope: bytes
    body: Shape


Shape = Lex | SlotShape | Chain | Choice | UpTo | Claim | Derive | Field | Bind | Settle | Block


# -- limits on the whole answer ---------------------------------------------------------------------


@dataclass(frozen=True)
class Forbid:
    """The answer never says ``word`` as a whole word (ASCII case ignored)."""

    word: bytes
    source: str = ""


@dataclass(frozen=True)
class Require:
    """The answer says ``word`` as a whole word (ASCII case ignored)."""

    word: bytes
    source: str = ""


@dataclass(frozen=True)
class AtMostWords:
    """The answer has at most ``count`` words (maximal runs of letters, digits, ``_``, bytes ≥ 128)."""

    count: int
    source: str = ""


@dataclass(frozen=True)
class Matches:
    """The answer, as a whole, is in a regular language: counts, order, lengths, stems and exact texts."""

    regex: Regex
    source: str = ""


Limit = Forbid | Require | AtMostWords | Matches


# -- attention --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CallerAttribute:
    """``attribute name(segment) from caller: a | b``: a value that the caller gives with the prompt."""

    name: str
    segment: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Attend:
    """``attend reader to read, …``: which segments a segment may read. ``segment(a)`` in ``read`` is the
    segment that the caller's attribute ``a`` names, written ``"(a)"``."""

    reader: str
    read: tuple[str, ...]


@dataclass(frozen=True)
class Attention:
    """Which segments of the prompt there are, and which may read which."""

    segments: tuple[str, ...]
    attributes: tuple[CallerAttribute, ...]
    attends: tuple[Attend, ...]


# -- the program ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SourceFile:
    """A file the program was made of; the first is the constraint file, the rest are facts files."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Program:
    """A resolved constraint file.

    ``model_lines`` is how many constraint lines the model may write before its answer (0: none).
    ``mode`` is "probing", "hybrid" or "deterministic". ``after``: everything up to and including the
    first place where this text stands is free, and the answer begins behind it (None: the answer is all).
    ``token_budget`` bounds decoding and is not part of what is admitted. ``attention``: gates that no
    certificate speaks of.
    """

    name: str
    facts: tuple[Atom, ...]
    rules: tuple[Rule, ...]
    sentences: tuple[Sentence, ...]
    output: Shape
    limits: tuple[Limit, ...]
    mode: str = "deterministic"
    model_lines: int = 0
    after: bytes | None = None
    token_budget: int | None = None
    attention: Attention | None = None
    sources: tuple[SourceFile, ...] = ()
    positions: dict[str, Position] = field(default_factory=dict, compare=False)

    @property
    def names(self) -> tuple[bytes, ...]:
        """The things that facts are about: every subject of a fact, once, in order of appearance."""
        return tuple(dict.fromkeys(a.subject for a in self.facts))

    def tightened(self, limits: tuple[Limit, ...]) -> Program:
        """The same program with further limits: it can only admit less."""
        return replace(self, limits=self.limits + limits)


def walk(shape: Shape) -> Iterator[Shape]:
    """The shape and every shape inside it, outermost first."""
    yield shape
    match shape:
        case Chain(parts) | Choice(parts):
            for part in parts:
                yield from walk(part)
        case UpTo(_, body) | Claim(_, body) | Field(_, body):
            yield from walk(body)
        case Bind(_, body) | Settle(_, body) | Block(_, body):
            yield from walk(body)
        case Derive():
            yield from walk(shape.body)
