"""Automata out of their moves: single ones, and whole blocks of states copied from finished automata."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from detlm.mask.automaton import Dfa, Flags, Table
from detlm.mask.bytesets import matrix, partition
from detlm.mask.folding import Folding
from detlm.mask.minimal import breadth_first, empty_dfa, trimmed

Edge = tuple[int, int, int]  # source, byte set, target


@dataclass(slots=True)
class Block:
    """The states of ``automaton``, as ``base`` and those after it; where it accepts, the moves ``ends`` (byte
    set, target) go on, over bytes that it does not read there."""

    automaton: Dfa
    base: int
    ends: list[tuple[int, int]] = field(default_factory=list)


def dfa_of_edges(edges: Sequence[Edge], accepting: Flags, blocks: Sequence[Block] = ()) -> Dfa:
    """The live part of an automaton given by its moves; state 0 starts and reaches what is no block."""
    classes, table = _tabled(edges, len(accepting), blocks)
    if blocks:
        order = breadth_first(table, 0)
        number = np.full(len(accepting) + 1, -1, dtype=np.int32)
        number[order] = np.arange(len(order), dtype=np.int32)
        table, accepting = number[table[order]], accepting[order]
    return trimmed(classes, table, accepting)


def dfa_of_folding(folding: Folding) -> Dfa:
    """The automaton of the classes of another one: the smallest, its states in breadth-first order."""
    order = folding.order()
    if not order:
        return empty_dfa()
    number = {block: state for state, block in enumerate(order)}
    edges = [(number[b], members, number[t]) for b in order for t, members in folding.rows[b].items()]
    classes, table = _tabled(edges, len(order))
    return Dfa(classes, table, np.array([folding.ends[b] for b in order], dtype=np.bool_))


def _tabled(
    edges: Sequence[Edge], states: int, blocks: Sequence[Block] = ()
) -> tuple[npt.NDArray[np.uint8], Table]:
    """The classes of bytes, numbered by their smallest, and the table."""
    by_set: dict[int, tuple[list[int], list[int]]] = {}
    for source, members, target in edges:
        sources, targets = by_set.setdefault(members, ([], []))
        sources.append(source)
        targets.append(target)
    sets = list(by_set)
    for block in blocks:
        sets += [*block.automaton.class_members, *(members for members, _ in block.ends)]
    classes, width = partition(list(dict.fromkeys(sets)))
    table: Table = np.full((states, width), -1, dtype=np.int32)
    representative = np.zeros(width, dtype=np.int64)
    representative[classes] = np.arange(256)
    for block in blocks:
        _copy(block, table, representative)
    if by_set:
        member = matrix(list(by_set))[:, representative].astype(np.bool_)
        for row, (sources, targets) in zip(member, by_set.values(), strict=True):
            rows = np.array(sources)[:, None]
            table[rows, np.flatnonzero(row)] = np.array(targets, dtype=np.int32)[:, None]
    return classes, table


def _copy(block: Block, table: Table, representative: npt.NDArray[np.int64]) -> None:
    automaton = block.automaton
    rows = automaton.table[:, automaton.classes[representative]]
    table[block.base : block.base + automaton.size] = np.where(rows >= 0, rows + block.base, -1)
    ends = block.base + np.flatnonzero(automaton.accepting)
    for members, target in block.ends:
        columns = np.flatnonzero(matrix([members])[0, representative])
        table[ends[:, None], columns] = target
