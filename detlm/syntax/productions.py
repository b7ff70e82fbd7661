"""Context-free grammars as data: rows of terminals (regular) and nonterminals (numbers of rules)."""

from __future__ import annotations

from detlm.syntax.regex import Regex
from detlm.syntax.value import Value


class Terminal(Value):
    """A text of a regular language."""

    regex: Regex


class Nonterminal(Value):
    """A text of the grammar's rule with this number."""

    index: int


Symbol = Terminal | Nonterminal


class GrammarRule(Value):
    """``name`` is one of ``alternatives``, each a row of symbols (an empty row: the empty text)."""

    name: str
    alternatives: tuple[tuple[Symbol, ...], ...]


class Grammar(Value):
    """A context-free grammar; left recursion is allowed, every rule derives some text."""

    rules: tuple[GrammarRule, ...]
