"""Context-free grammars and derivations ─▶ Lean data. ``render.py`` puts them into programs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from detlm.kernel.terms import Definitions, Term, TypeTerm, node
from detlm.syntax.program import Grammar, Symbol, Terminal
from detlm.syntax.regex import Regex

_SYMBOL = "DetLM.Symbol"
_ROW = TypeTerm("List", TypeTerm(_SYMBOL))
_ROWS = TypeTerm("List", _ROW)


def grammar_term(definitions: Definitions, grammar: Grammar, regex: Callable[[Regex], Term]) -> Term:
    """The grammar, its rows and rules named in ``definitions``; ``regex`` renders a terminal. Names of
    rules are left out: they are for people."""

    def symbol(of: Symbol) -> Term:
        if isinstance(of, Terminal):
            return definitions.cut(node(_SYMBOL, "DetLM.Symbol.terminal", regex(of.regex)))
        return node(_SYMBOL, "DetLM.Symbol.nonterminal", of.index)

    rules = []
    for rule in grammar.rules:
        rows = [definitions.list_of(_SYMBOL, [symbol(s) for s in row]) for row in rule.alternatives]
        rules.append(definitions.list_of(_ROW, rows))
    whole = node("DetLM.Grammar", "DetLM.Grammar.mk", definitions.list_of(_ROWS, rules))
    return definitions.shared(whole)


def derivation_term(definitions: Definitions, derivation: Sequence[int]) -> Term:
    """The numbers of a derivation: packed into one number where each is below 256, as almost always."""
    if derivation and max(derivation) < 256:
        packed = int.from_bytes(bytes(derivation), "little")
        return node("(List Nat)", "DetLM.Text.packed", len(derivation), packed)
    return definitions.list_of("Nat", list(derivation))
