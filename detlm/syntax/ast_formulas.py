"""Conditions and numbers of a constraint file: one language, told apart when they are resolved. Only data."""

from __future__ import annotations

from typing import NamedTuple

from detlm.syntax.ast_base import Use, Word
from detlm.syntax.diagnostics import Span


class Named(NamedTuple):
    """A name, perhaps with the parts it leads to: ``x``, ``x.amount``, ``supported_claim``."""

    name: str
    span: Span


class Numeral(NamedTuple):
    """A number as written."""

    text: str
    span: Span


class Quoted(NamedTuple):
    """A text in quotes."""

    text: str
    span: Span


class Argument(NamedTuple):
    """``body`` or ``body for variable in over``."""

    body: Formula
    variable: Word | None
    over: Named | None
    span: Span


class Call(NamedTuple):
    """``name(argument, …)``."""

    name: str
    arguments: tuple[Argument, ...]
    span: Span


class Arithmetic(NamedTuple):
    """Numbers joined from left to right: ``operators`` (``+ - *``) are one fewer than ``parts``."""

    parts: tuple[Formula, ...]
    operators: tuple[str, ...]
    span: Span


class Negative(NamedTuple):
    """``- …``."""

    body: Formula
    span: Span


class Compared(NamedTuple):
    """``left relation right``; relations are ``= != < <= > >=``."""

    relation: str
    left: Formula
    right: Formula
    span: Span


class Belongs(NamedTuple):
    """``left in place``: a category or a scope."""

    left: Formula
    place: Use
    span: Span


class EveryTest(NamedTuple):
    """``every variable in over: body``."""

    variable: Word
    over: Named
    body: Formula
    span: Span


class NotTest(NamedTuple):
    """``not …``."""

    body: Formula
    span: Span


class BothTests(NamedTuple):
    """``… and …``."""

    parts: tuple[Formula, ...]
    span: Span


class EitherTest(NamedTuple):
    """``… or …``."""

    parts: tuple[Formula, ...]
    span: Span


class ImpliesTest(NamedTuple):
    """``left -> right``."""

    left: Formula
    right: Formula
    span: Span


Formula = (
    Named
    | Numeral
    | Quoted
    | Call
    | Arithmetic
    | Negative
    | Compared
    | Belongs
    | EveryTest
    | NotTest
    | BothTests
    | EitherTest
    | ImpliesTest
)
