"""A program: a constraint file, parsed, resolved and free of names that mean nothing.

``Program`` is the only thing that masks, obligations and certificates share. It mirrors the data of
``lean/DetLM/Spec/Program.lean``; texts are Python ``bytes`` (UTF-8 where they came from a file).
It has no behaviour beyond small look-ups: reading files is ``reader.py``, meaning is Lean's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

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
class Not:
    """The condition does not hold. ``Supported`` never stands below a ``Not`` (the reader refuses it)."""

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


Condition = Always | Supported | Mentions | PromptMentions | InCategory | Not | And | Or


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


Shape = Lex | SlotShape | Chain | Choice | UpTo | Claim | Derive


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


Limit = Forbid | Require | AtMostWords


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
    ``mode`` is "probing", "hybrid" or "deterministic".
    """

    name: str
    facts: tuple[Atom, ...]
    rules: tuple[Rule, ...]
    sentences: tuple[Sentence, ...]
    output: Shape
    limits: tuple[Limit, ...]
    mode: str = "deterministic"
    model_lines: int = 0
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
        case UpTo(_, body) | Claim(_, body):
            yield from walk(body)
        case Derive():
            yield from walk(shape.body)
