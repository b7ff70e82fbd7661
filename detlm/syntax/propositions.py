"""Conditions on a span as data: what ``given`` and ``ensure`` say. Reading them is ``conditions.py``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from detlm.syntax.amounts import Expr, Path
from detlm.syntax.productions import Grammar
from detlm.syntax.regex import Regex


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
