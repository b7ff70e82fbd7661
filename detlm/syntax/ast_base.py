"""What every node of a constraint file is, and the leaves: words, numbers, names in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detlm.syntax.diagnostics import Span
from detlm.syntax.value import Value


class Node(Value):
    """Any part of a statement."""


class _Placed(Node):
    if TYPE_CHECKING:  # a field of every class below, its last

        @property
        def span(self) -> Span: ...


class Expression(_Placed):
    """What texts look like."""


class Formula(_Placed):
    """A condition or a number."""


class Statement(_Placed):
    """What a file consists of."""


class Clause(_Placed):
    """What a constraint consists of."""


class Word(Node):
    """A name that is declared, a bare word or a quoted text as the file means it (escapes resolved)."""

    text: str
    span: Span
    quoted: bool = False


class Count(Node):
    """A number of things."""

    value: int
    span: Span


class Use(Expression):
    """A name in use: of a category, a shape, a scope, something derived. Imported names have dots."""

    name: str
    span: Span


class Parameter(Node):
    """A parameter of a definition, perhaps with the category or shape that it must be."""

    name: Word
    type: Use | None
