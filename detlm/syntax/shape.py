"""Shapes as data: what an output looks like. Building them from parts is ``shapes.py``."""

from __future__ import annotations

from collections.abc import Iterator

from detlm.syntax.propositions import Condition
from detlm.syntax.regex import Regex
from detlm.syntax.value import Value


class Lex(Value):
    """A text of a regular category (``name`` is the category's, or None for a literal)."""

    regex: Regex
    name: str | None = None


class SlotShape(Value):
    """The subject or object of the enclosing claim."""

    kind: str  # "subject" or "object"
    regex: Regex


class Chain(Value):
    """Parts one after the other (at least one)."""

    parts: tuple[Shape, ...]


class Choice(Value):
    """Exactly one of the options (at least one)."""

    options: tuple[Shape, ...]


class UpTo(Value):
    """Between none and ``count`` times ``body``; the body never matches the empty text."""

    count: int
    body: Shape


class Claim(Value):
    """A sentence that says ``relation`` of the subject and object slots inside."""

    relation: bytes
    body: Shape


class Derive(Value):
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


class Field(Value):
    """A part that paths call ``label``: a key of an object, an entry of a list (``ENTRY``), a named part."""

    label: bytes
    body: Shape


class Bind(Value):
    """The text of ``body`` becomes a name of ``scope``, shown once the enclosing ``Settle`` has ended."""

    scope: bytes
    body: Shape


class Settle(Value):
    """When ``body`` ends, the names of ``scope`` that were bound in it are shown."""

    scope: bytes
    body: Shape


class Block(Value):
    """When ``body`` ends, names of ``scope`` that were bound or shown in it are gone again."""

    scope: bytes
    body: Shape


Shape = Lex | SlotShape | Chain | Choice | UpTo | Claim | Derive | Field | Bind | Settle | Block


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
