"""Small random grammars, all their short texts by brute force, and the replay of derivations in Python."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import product
from random import Random

from hypothesis import strategies as st

from detlm.mask.automaton import Dfa
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


def drawn_text(rng: Random, grammar: Grammar, steps: int = 20) -> bytes:
    """A text of the grammar, by a derivation that turns towards its end after so many rules."""
    heights = [-1] * len(grammar.rules)

    def height(row: Sequence[Symbol]) -> int:
        inner = [heights[s.index] for s in row if isinstance(s, Nonterminal)]
        return -1 if -1 in inner else 1 + max(inner, default=0)

    while -1 in heights:
        for number, rule in enumerate(grammar.rules):
            known = [h for row in rule.alternatives if (h := height(row)) >= 0]
            if heights[number] < 0 and known:
                heights[number] = min(known)
    out = bytearray()
    stack: list[Symbol] = [Nonterminal(0)]
    while stack:
        symbol = stack.pop()
        if isinstance(symbol, Nonterminal):
            rows = sorted(grammar.rules[symbol.index].alternatives, key=height)
            steps -= 1
            stack += reversed(rng.choice(rows) if steps > 0 else rows[0])
        else:
            out += _drawn(rng, _dfa(symbol.regex))
    return bytes(out)


def _drawn(rng: Random, dfa: Dfa) -> bytes:
    distance, out, state = dfa.distances(), bytearray(), dfa.start
    while not dfa.accepting[state] or (dfa.edges(state) and rng.random() < 0.8 and len(out) < 30):
        edges = dfa.edges(state)
        if len(out) >= 10:
            edges = [e for e in edges if distance[e[1]] < distance[state]] or edges
        members, state = rng.choice(edges)
        out.append(rng.choice([b for b in range(256) if members >> b & 1]))
    return bytes(out)
