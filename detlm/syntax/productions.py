"""Context-free grammars as data: rows of terminals (regular) and nonterminals (numbers of rules)."""

from __future__ import annotations

from dataclasses import dataclass

from detlm.syntax.regex import Regex


@dataclass(frozen=True)
class Terminal:
    """A text of a regular language."""

    regex: Regex


@dataclass(frozen=True)
class Nonterminal:
    """A text of the grammar's rule with this number."""

    index: int


Symbol = Terminal | Nonterminal


@dataclass(frozen=True)
class GrammarRule:
    """``name`` is one of ``alternatives``, each a row of symbols (an empty row: the empty text)."""

    name: str
    alternatives: tuple[tuple[Symbol, ...], ...]


@dataclass(frozen=True)
class Grammar:
    """A context-free grammar; left recursion is allowed, every rule derives some text."""

    rules: tuple[GrammarRule, ...]
