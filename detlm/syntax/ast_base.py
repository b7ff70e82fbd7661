"""The leaves that every node of a constraint file is made of: words, numbers, names in use.

Nodes are named tuples, which load much faster than frozen data classes; they are matched, never compared.
"""

from __future__ import annotations

from typing import NamedTuple

from detlm.syntax.diagnostics import Span


class Word(NamedTuple):
    """A name that is declared, a bare word or a quoted text as the file means it (escapes resolved)."""

    text: str
    span: Span
    quoted: bool = False


class Count(NamedTuple):
    """A number of things."""

    value: int
    span: Span


class Use(NamedTuple):
    """A name in use: of a category, a shape, a scope, something derived. Imported names have dots."""

    name: str
    span: Span


class Parameter(NamedTuple):
    """A parameter of a definition, perhaps with the category or shape that it must be."""

    name: Word
    type: Use | None
