"""Facts, rules and sentences as data: what a program knows, and how it is said. Only data."""

from __future__ import annotations

from detlm.syntax.value import Value


class Atom(Value):
    """``subject relation object``: one fact, given or derived."""

    relation: bytes
    subject: bytes
    object: bytes


class Variable(Value):
    """A rule's variable; ``index`` numbers the variables of its rule from 0."""

    name: str
    index: int


class Constant(Value):
    """A fixed text in a rule."""

    text: bytes


Term = Variable | Constant


class Pattern(Value):
    """An atom with variables."""

    relation: bytes
    subject: Term
    object: Term


class Rule(Value):
    """``body and body … -> head``. Every variable of the head occurs in the body."""

    head: Pattern
    body: tuple[Pattern, ...]
    source: str = ""  # the line of the constraint file, for people

    @property
    def variable_count(self) -> int:
        """How many variables the rule has."""
        terms = [t for p in (self.head, *self.body) for t in (p.subject, p.object)]
        return 1 + max((t.index for t in terms if isinstance(t, Variable)), default=-1)


class Slot(Value):
    """A hole of a sentence."""

    kind: str  # "subject" or "object"


class Sentence(Value):
    """How a relation is said: literal texts and the two slots, in order."""

    relation: bytes
    parts: tuple[bytes | Slot, ...]

    def say(self, subject: bytes, object_: bytes) -> bytes:
        """The sentence about one subject and one object."""
        fill = {"subject": subject, "object": object_}
        return b"".join(fill[p.kind] if isinstance(p, Slot) else p for p in self.parts)
