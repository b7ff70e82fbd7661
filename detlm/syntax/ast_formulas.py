"""Conditions and numbers of a constraint file: one language, told apart when they are resolved. Only data."""

from __future__ import annotations

from detlm.syntax.ast_base import Formula, Node, Use, Word
from detlm.syntax.diagnostics import Span


class Named(Formula):
    """A name, perhaps with the parts it leads to: ``x``, ``x.amount``, ``supported_claim``."""

    name: str
    span: Span


class Numeral(Formula):
    """A number as written."""

    text: str
    span: Span


class Quoted(Formula):
    """A text in quotes."""

    text: str
    span: Span


class Argument(Node):
    """``body`` or ``body for variable in over``."""

    body: Formula
    variable: Word | None
    over: Named | None
    span: Span


class Call(Formula):
    """``name(argument, …)``."""

    name: str
    arguments: tuple[Argument, ...]
    span: Span


class Arithmetic(Formula):
    """Numbers joined from left to right: ``operators`` (``+ - *``) are one fewer than ``parts``."""

    parts: tuple[Formula, ...]
    operators: tuple[str, ...]
    span: Span


class Negative(Formula):
    """``- …``."""

    body: Formula
    span: Span


class Compared(Formula):
    """``left relation right``; relations are ``= != < <= > >=``."""

    relation: str
    left: Formula
    right: Formula
    span: Span


class Belongs(Formula):
    """``left in place``: a category or a scope."""

    left: Formula
    place: Use
    span: Span


class EveryTest(Formula):
    """``every variable in over: body``."""

    variable: Word
    over: Named
    body: Formula
    span: Span


class NotTest(Formula):
    """``not …``."""

    body: Formula
    span: Span


class BothTests(Formula):
    """``… and …``."""

    parts: tuple[Formula, ...]
    span: Span


class EitherTest(Formula):
    """``… or …``."""

    parts: tuple[Formula, ...]
    span: Span


class ImpliesTest(Formula):
    """``left -> right``."""

    left: Formula
    right: Formula
    span: Span
