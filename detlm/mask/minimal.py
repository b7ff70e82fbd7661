"""Trimming an automaton to its live part, and the fewest states for the same language."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from detlm.mask.automaton import SMALL, Dfa, Flags, Table, distances_to
from detlm.mask.distinct import equal_columns, first_places, numbered
from detlm.mask.folding import Folding, LargeCycle

_U64 = npt.NDArray[np.uint64]


def empty_dfa() -> Dfa:
    """The automaton that accepts nothing."""
    return Dfa(np.zeros(256, np.uint8), np.zeros((0, 1), np.int32), np.zeros(0, np.bool_))


def trimmed(classes: npt.NDArray[np.uint8], table: Table, accepting: Flags) -> Dfa:
    """The live part of an automaton whose states are all reachable from state 0."""
    if not len(accepting):
        return empty_dfa()
    distance = distances_to(table, accepting)
    live = distance >= 0
    if not live[0]:
        return empty_dfa()
    if not live.all():
        number = np.full(len(live) + 1, -1, dtype=np.int32)
        number[:-1][live] = np.arange(int(live.sum()), dtype=np.int32)
        table = number[table[live]]  # -1 reads the last entry, which is -1
        accepting = accepting[live]
    return Dfa(classes, table, accepting)


def minimised(dfa: Dfa) -> Dfa:
    """The automaton with the fewest states and columns for the language, states in breadth-first order."""
    if dfa.is_empty:
        return empty_dfa()
    try:
        block = np.array(Folding(dfa.moves, dfa.accepting.tolist()).block)
    except LargeCycle:
        block = _by_rounds(dfa)
    return _quotient(dfa, block)


def _by_rounds(dfa: Dfa) -> npt.NDArray[np.int64]:
    """The class of each state, by Moore's refinement of all states at once: few rounds, each in numpy.

    With 64-bit fingerprints of rows in place of rows. Fingerprints can only collide, never tell equal rows
    apart; at the end the partition is checked exactly and, should two rows have collided, refined again with
    other random numbers.
    """
    block = _ranked(dfa.distances() * 2 + dfa.accepting)  # a property of the language, so never too fine
    sources, columns = np.nonzero(dfa.table >= 0)
    targets = dfa.table[sources, columns]
    starts = np.flatnonzero(np.diff(sources, prepend=-1))
    owners = sources[starts]
    random = _Random()
    while True:
        block = _refined(block, targets, columns, starts, owners, dfa.table.shape[1], random)
        if _stable(block, dfa.table):
            return block


def _ranked(values: npt.NDArray[np.int64] | _U64) -> npt.NDArray[np.int64]:
    return numbered(values)[1]


def _refined(
    block: npt.NDArray[np.int64],
    targets: npt.NDArray[np.int32],
    columns: npt.NDArray[np.int64],
    starts: npt.NDArray[np.int64],
    owners: npt.NDArray[np.int64],
    width: int,
    random: _Random,
) -> npt.NDArray[np.int64]:
    states = len(block)
    count = int(block.max()) + 1
    column_value = random.numbers(width)[columns]
    while True:
        value = random.numbers(count)
        print_ = value[block]
        if len(starts):
            edge = mixed(value[block[targets]] ^ column_value)
            print_[owners] += np.add.reduceat(edge, starts)
        block = _ranked(mixed(print_))
        new_count = int(block.max()) + 1
        if new_count in (count, states):
            return block
        count = new_count


class _Random:
    """Well mixed numbers, the same in every run. (``numpy.random`` takes 15 ms to load.)"""

    def __init__(self) -> None:
        self._drawn = 1

    def numbers(self, size: int) -> _U64:
        """``size`` further numbers."""
        counted = np.arange(self._drawn, self._drawn + size, dtype=np.uint64)
        self._drawn += size
        return mixed(mixed(counted * np.uint64(0x9E3779B97F4A7C15)))


def mixed(values: _U64) -> _U64:
    """Numbers that look drawn at random, one for each number."""
    values = (values ^ (values >> np.uint64(31))) * np.uint64(0x9E3779B97F4A7C15)
    return (values ^ (values >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)


def _stable(block: npt.NDArray[np.int64], table: Table) -> bool:
    """Whether states of one block move to equal blocks on every column."""
    first = first_places(block)
    if len(first) == len(block):
        return True
    lookup = np.append(block, -1)
    moved = lookup[table]
    return bool(np.array_equal(moved, moved[first][block]))


def _quotient(dfa: Dfa, block: npt.NDArray[np.int64]) -> Dfa:
    first = first_places(block)
    table = np.append(block, -1)[dfa.table[first]]
    accepting = dfa.accepting[first]
    order = breadth_first(table, int(block[0]))
    number = np.full(len(order) + 1, -1, dtype=np.int32)
    number[order] = np.arange(len(order), dtype=np.int32)
    table = number[table[order]]
    # Columns that ended up equal are one class of bytes; classes are numbered by their smallest byte.
    kept, kind = equal_columns(table)
    joined = kind[dfa.classes]
    smallest = first_places(joined)
    rank = np.empty(len(kept), dtype=np.uint8)
    rank[np.argsort(smallest)] = np.arange(len(kept))
    by_rank = np.empty(len(kept), dtype=np.int64)
    by_rank[rank] = kept
    return Dfa(rank[joined], np.ascontiguousarray(table[:, by_rank]), accepting[order])


def breadth_first(table: npt.NDArray[np.integer], start: int) -> npt.NDArray[np.int64]:
    """The states reachable from ``start``, nearest first."""
    if table.size <= SMALL:
        return _breadth_first_of_few(table.tolist(), start)
    seen = np.zeros(len(table), dtype=np.bool_)
    seen[start] = True
    frontier = np.array([start])
    out = [frontier]
    while len(frontier):
        near = table[frontier].reshape(-1)
        near = near[near >= 0]
        near = near[~seen[near]]
        frontier = near[np.sort(first_places(near))]
        seen[frontier] = True
        out.append(frontier)
    return np.concatenate(out).astype(np.int64)


def _breadth_first_of_few(table: list[list[int]], start: int) -> npt.NDArray[np.int64]:
    order, seen = [start], {start, -1}
    for state in order:  # grows while we go
        for target in table[state]:
            if target not in seen:
                seen.add(target)
                order.append(target)
    return np.array(order, dtype=np.int64)
