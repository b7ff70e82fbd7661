"""Conditions on a span as data: what ``given`` and ``ensure`` say. Reading them is ``conditions.py``."""

from __future__ import annotations

from typing import Literal

from detlm.syntax.amounts import Expr, Path
from detlm.syntax.productions import Grammar
from detlm.syntax.regex import Regex
from detlm.syntax.value import Value


class Always(Value):
    """Nothing to prove."""


class Supported(Value):
    """Every claim in the span follows from the facts by the rules, and there is at least one."""


class Mentions(Value):
    """The span says ``word`` as a whole word (ASCII case ignored)."""

    word: bytes


class PromptMentions(Value):
    """The prompt says ``word`` as a whole word (ASCII case ignored)."""

    word: bytes


class InCategory(Value):
    """The span's text is in a regular category."""

    name: str
    regex: Regex


class Compare(Value):
    """``left relation right`` between numbers; false where one of them is missing (see ``Expr``)."""

    relation: Literal["=", "<", "<="]
    left: Expr
    right: Expr


class SameText(Value):
    """Exactly one part stands at each path, and the two have the same text."""

    left: Path
    right: Path


class Every(Value):
    """The condition holds of every part at ``path`` (of none: it holds)."""

    path: Path
    body: Condition


class Distinct(Value):
    """No two parts at ``path`` have the same text."""

    path: Path


class Visible(Value):
    """The span's text is a name that ``scope`` shows where the span begins."""

    scope: bytes


class InGrammar(Value):
    """The span's text is derived from nonterminal ``start`` of ``grammar``; like ``Supported``, this is
    proved by a witness and never stands below a ``Not``. ``name`` is the category's, for people."""

    name: str
    grammar: Grammar
    start: int = 0


class Not(Value):
    """The condition does not hold. ``Supported`` and ``InGrammar`` never stand below a ``Not`` (the reader
    refuses it)."""

    body: Condition


class And(Value):
    """Both hold."""

    left: Condition
    right: Condition


class Or(Value):
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
