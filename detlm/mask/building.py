"""Automata out of terms, expressions and lists of texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from detlm.errors import MaskError
from detlm.mask.automaton import STATE_LIMIT, Dfa, Flags, Table, check_size
from detlm.mask.bytesets import matrix, partition
from detlm.mask.minimal import minimised, trimmed
from detlm.mask.terms import Terms
from detlm.syntax.regex import Regex

Edge = tuple[int, int, int]  # source, byte set, target


def dfa_of_regex(expression: Regex) -> Dfa:
    """The smallest automaton of an expression. Raises ``MaskError`` beyond the limit on states."""
    terms = Terms()
    return dfa_of_term(terms, terms.from_regex(expression))


def dfa_of_term(terms: Terms, root: int, *, minimal: bool = True) -> Dfa:
    """The automaton of a term. Raises ``MaskError`` beyond the limit on states.

    Where an ``open`` language begins, a text counts as ended: what comes then is another automaton.
    """
    number = {root: 0}
    order = [root]
    edges: list[Edge] = []
    try:
        for source, term in enumerate(order):  # ``order`` grows while we go
            for members, target in terms.linear(term):
                index = number.get(target)
                if index is None:
                    index = number[target] = len(order)
                    order.append(target)
                    if index >= STATE_LIMIT:
                        check_size(index + 1)
                edges.append((source, members, index))
    except RecursionError:
        raise MaskError(
            "an expression is nested too deeply", hint="write a long run of optional parts as a repetition"
        ) from None
    accepting = np.array([terms.nullable(t) or bool(terms.opens(t)) for t in order], dtype=np.bool_)
    dfa = dfa_of_edges(edges, accepting)
    return minimised(dfa) if minimal else dfa


def dfa_of_edges(edges: Sequence[Edge], accepting: Flags) -> Dfa:
    """The live part of an automaton given by its moves; state 0 starts and reaches every other."""
    by_set: dict[int, tuple[list[int], list[int]]] = {}
    for source, members, target in edges:
        sources, targets = by_set.setdefault(members, ([], []))
        sources.append(source)
        targets.append(target)
    sets = list(by_set)
    classes, width = partition(sets)
    table: Table = np.full((len(accepting), width), -1, dtype=np.int32)
    if sets:
        representative = np.zeros(width, dtype=np.int64)
        representative[classes] = np.arange(256)
        member = matrix(sets)[:, representative].astype(np.bool_)
        for row, (sources, targets) in zip(member, by_set.values(), strict=True):
            rows = np.array(sources)[:, None]
            table[rows, np.flatnonzero(row)] = np.array(targets, dtype=np.int32)[:, None]
    return trimmed(classes, table, accepting)


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
