"""Small random grammars, all their short texts by brute force, and the replay of derivations in Python."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import product

from hypothesis import strategies as st

from detlm.mask.building import dfa_of_regex
from detlm.syntax.program import Grammar, GrammarRule, Nonterminal, Symbol, Terminal
from detlm.syntax.regex import EMPTY, NOTHING, AtMost, Regex, Star, Without, either, literal, one_of, repeat

TERMINALS: list[Regex] = [
    literal(b"a"),
    literal(b"b"),
    literal(b"ab"),
    one_of(b"ab"),
    Star(literal(b"a")),
    AtMost(1, literal(b"b")),
    repeat(one_of(b"ab"), 1, None),
    either(literal(b"aa"), literal(b"b")),
    Without(Star(one_of(b"ab")), Star(literal(b"a"))),
    EMPTY,
]

LONGEST = 6
TEXTS = [bytes(t) for n in range(LONGEST + 1) for t in product(b"ab", repeat=n)]


def grammars(*, productive: bool = False) -> st.SearchStrategy[Grammar]:
    """Up to four rules: left recursion, cycles, empty rows and ambiguity come about by themselves."""
    terminals = st.sampled_from(TERMINALS if productive else [*TERMINALS, NOTHING]).map(Terminal)

    @st.composite
    def drawn(draw: st.DrawFn) -> Grammar:
        count = draw(st.integers(1, 4))
        symbols: st.SearchStrategy[Symbol] = st.one_of(
            terminals, st.integers(0, count - 1).map(Nonterminal), st.integers(0, count - 1).map(Nonterminal)
        )
        row = st.lists(symbols, max_size=3).map(tuple)
        rules = []
        for number in range(count):
            rows = draw(st.lists(row, min_size=1, max_size=3))
            if productive:
                rows.append((Terminal(draw(st.sampled_from(TERMINALS))),))
            rules.append(GrammarRule(f"r{number}", tuple(rows)))
        return Grammar(tuple(rules))

    return drawn()


_dfa = cache(dfa_of_regex)


@cache
def _short(regex: Regex) -> frozenset[bytes]:
    return frozenset(t for t in TEXTS if _dfa(regex).accepts(t))


def short_texts(grammar: Grammar, start: int = 0) -> frozenset[bytes]:
    """All texts of at most ``LONGEST`` bytes, by growing the sets of all rules until nothing is new."""
    found: list[frozenset[bytes]] = [frozenset()] * len(grammar.rules)
    while True:
        grown = []
        for rule in grammar.rules:
            texts: set[bytes] = set()
            for row in rule.alternatives:
                whole = {b""}
                for symbol in row:
                    part = found[symbol.index] if isinstance(symbol, Nonterminal) else _short(symbol.regex)
                    whole = {x + y for x in whole for y in part if len(x) + len(y) <= LONGEST}
                texts |= whole
            grown.append(frozenset(texts))
        if grown == found:
            return found[start]
        found = grown


def replays(grammar: Grammar, start: int, witness: Sequence[int], text: bytes) -> bool:
    """The same as ``DetLM.replay``, written from its description."""
    stack: list[Symbol] = [Nonterminal(start)]
    for number in witness:
        if not stack:
            return False
        symbol = stack.pop()
        if isinstance(symbol, Nonterminal):
            alternatives = grammar.rules[symbol.index].alternatives
            if number >= len(alternatives):
                return False
            stack += reversed(alternatives[number])
        elif number > len(text) or not _dfa(symbol.regex).accepts(text[:number]):
            return False
        else:
            text = text[number:]
    return not stack and not text
