"""What every node of a constraint file is, and the leaves: words, numbers, names in use.

Nodes are values: equal if they are of one class with equal parts, and never changed. Their classes are made
many times faster than data classes or named tuples are, of which there are too many for a short command.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self, dataclass_transform

from detlm.syntax.diagnostics import Span


@dataclass_transform(frozen_default=True)
class Node:
    """A node; its fields are its class's annotations, in order."""

    __match_args__: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        cls.__match_args__ = tuple(cls.__annotations__)  # type: ignore[misc]

    def __init__(self, *values: Any, **named: Any) -> None:
        self.__dict__.update(zip(self.__match_args__, values, strict=False), **named)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"nodes are never changed: {type(self).__name__}.{name}")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Node) and type(self) is type(other) and self.contents() == other.contents()

    def __hash__(self) -> int:
        return hash((type(self), self.contents()))

    def __repr__(self) -> str:
        parts = zip(self.__match_args__, self.contents(), strict=True)
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in parts)})"

    def contents(self) -> tuple[Any, ...]:
        """The values of all fields, in order."""
        return tuple(getattr(self, name) for name in self.__match_args__)

    def having(self, **changes: Any) -> Self:
        """The node with other values of some fields."""
        return type(self)(**(self.__dict__ | changes))


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
