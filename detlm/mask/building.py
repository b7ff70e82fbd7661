"""Automata out of terms, expressions and lists of texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress

import numpy as np

from detlm.errors import MaskError
from detlm.mask.automaton import STATE_LIMIT, Dfa, check_size
from detlm.mask.edges import Block, dfa_of_edges, dfa_of_folding
from detlm.mask.folding import Folding, LargeCycle
from detlm.mask.minimal import minimised
from detlm.mask.terms import Terms
from detlm.syntax.regex import Regex


def dfa_of_regex(expression: Regex) -> Dfa:
    """The smallest automaton of an expression. Raises ``MaskError`` beyond the limit on states."""
    terms = Terms()
    return dfa_of_term(terms, terms.from_regex(expression))


def dfa_of_term(terms: Terms, root: int, *, minimal_up_to: int = STATE_LIMIT) -> Dfa:
    """The automaton of a term, the smallest if it has at most so many states before.

    Raises ``MaskError`` beyond the limit on states.
    Where an ``open`` language begins, a text counts as ended: what comes then is another automaton.
    """
    try:
        return _Building(terms).run(root, minimal_up_to)
    except RecursionError:
        raise MaskError(
            "an expression is nested too deeply", hint="write a long run of optional parts as a repetition"
        ) from None


class _Building:
    """Numbers terms as states in the order in which they are met; lists of words go in as whole blocks."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._number: dict[int, int] = {}
        self._met: list[tuple[int, int]] = []  # states that are terms, in order
        self._blocks: dict[tuple[int, int], Block] = {}
        self._rests: list[tuple[Block, int]] = []  # blocks in order, each with the term that follows it
        self._count = 0

    def run(self, root: int, minimal_up_to: int) -> Dfa:
        terms = self._terms
        moves: list[list[tuple[int, int]]] = []
        self._state(root)
        done = 0
        for _, term in self._met:  # grows while we go
            moves.append([(m, self._number.get(t) or self._met_now(t)) for m, t in terms.linear(term)])
            while done < len(self._rests):
                block, rest = self._rests[done]
                block.ends += [(m, self._number.get(t) or self._met_now(t)) for m, t in terms.linear(rest)]
                done += 1
        minimal = self._count <= minimal_up_to
        ends = [terms.nullable(term) or bool(terms.opens(term)) for _, term in self._met]
        if minimal and not self._rests:
            with suppress(LargeCycle):
                return dfa_of_folding(Folding(moves, ends))
        accepting = np.zeros(self._count, dtype=np.bool_)
        accepting[[state for state, _ in self._met]] = ends
        for block, rest in self._rests:
            if terms.nullable(rest) or terms.opens(rest):
                accepting[block.base : block.base + block.automaton.size] = block.automaton.accepting
        edges = [(state, m, t) for (state, _), row in zip(self._met, moves, strict=True) for m, t in row]
        dfa = dfa_of_edges(edges, accepting, [block for block, _ in self._rests])
        return minimised(dfa) if minimal else dfa

    def _met_now(self, term: int) -> int:
        """The state of a term that is perhaps met for the first time."""
        if term in self._number:
            return self._number[term]  # the root, whose number is 0
        listed = self._terms.words_at(term)
        if listed is None:
            return self._state(term)
        words, state, rest = listed
        block = self._blocks.get((id(words), rest))
        if block is None:
            block = self._blocks[id(words), rest] = Block(words, self._count)
            self._rests.append((block, rest))
            self._grow(words.size)
        self._number[term] = block.base + state
        return block.base + state

    def _state(self, term: int) -> int:
        state = self._number[term] = self._count
        self._met.append((state, term))
        self._grow(1)
        return state

    def _grow(self, states: int) -> None:
        self._count += states
        if self._count > STATE_LIMIT:
            check_size(self._count)


class Lexicon:
    """The smallest acyclic automaton of a finite set of texts, built in one pass over them in order.

    Serves as a ``Machine`` for terms. Source: J. Daciuk et al., Incremental construction of minimal
    acyclic finite-state automata, Computational Linguistics 26 (2000).
    """

    def __init__(self, texts: Iterable[bytes]) -> None:
        self._accepting: list[bool] = []
        self._edges: list[tuple[tuple[int, int], ...]] = []
        self._register: dict[tuple[bool, tuple[tuple[int, int], ...]], int] = {}
        # The path of the text read last: for each prefix, whether it is a text, and its finished moves.
        path: list[tuple[list[bool], dict[int, int]]] = [([False], {})]
        last = b""
        for text in sorted(set(texts)):
            common = 0
            limit = min(len(last), len(text))
            while common < limit and last[common] == text[common]:
                common += 1
            self._finish(path, last, common)
            path.extend(([False], {}) for _ in range(len(text) - common))
            path[-1][0][0] = True
            last = text
        self._finish(path, last, 0)
        self.start = self._state(path[0])

    def _finish(self, path: list[tuple[list[bool], dict[int, int]]], text: bytes, keep: int) -> None:
        for depth in range(len(path) - 1, keep, -1):
            state = self._state(path.pop())
            byte = text[depth - 1]
            moves = path[-1][1]
            moves[state] = moves.get(state, 0) | 1 << byte

    def _state(self, node: tuple[list[bool], dict[int, int]]) -> int:
        accepting, moves = node[0][0], tuple((members, state) for state, members in node[1].items())
        key = (accepting, moves)
        state = self._register.get(key)
        if state is None:
            state = self._register[key] = len(self._edges)
            self._accepting.append(accepting)
            self._edges.append(moves)
        return state

    @property
    def size(self) -> int:
        """How many states there are."""
        return len(self._edges)

    def is_accepting(self, state: int) -> bool:
        """Whether a text ends in ``state``."""
        return self._accepting[state]

    def edges(self, state: int) -> Sequence[tuple[int, int]]:
        """The moves out of ``state``."""
        return self._edges[state]
