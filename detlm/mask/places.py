"""Places in tokens beside a grammar: nodes of a trie of tokens, each with a state of the limits' automaton.

Sets of places are numbered. What an automaton does to a set: which nodes its texts reach from there, and at
which places a text of it may end. Few places are followed one by one, many by vector operations.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from detlm.mask.automaton import Dfa, ranges
from detlm.mask.completion import Completion
from detlm.mask.distinct import distinct
from detlm.mask.trie import Trie, starts

Flags = npt.NDArray[np.bool_]
Longs = npt.NDArray[np.int64]
Members = Sequence[int] | Longs

_FEW = 100  # places up to which plain loops are quicker than vector operations


class Run(NamedTuple):
    """What a part does to a set of places: the nodes reached, as bits, and the set where it ends."""

    nodes: int
    exits: int


class _Machine(NamedTuple):
    """An automaton beside the limit: its moves, where it accepts, which pairs of states can end together, and
    in which of the limit's states its texts may end; below the same flat, for plain loops."""

    table: Longs
    accepting: Flags
    good: Flags
    wanted: Flags
    moves: memoryview
    ends: memoryview
    fine: memoryview
    final: memoryview


class _Found(NamedTuple):
    """Nodes reached and places of ends, in the pieces in which they were found."""

    reached: list[Members]
    exits: list[Members]


class Places:
    """Sets of places, by number. A place is ``node * states of the limit + state of the limit``.

    ``representative``: int64 [labels], a byte of each label of the trie.
    """

    def __init__(self, trie: Trie, representative: Longs, completion: Completion) -> None:
        self.trie = trie
        self._representative = representative
        self._completion = completion
        limit = completion.limit
        self._size, self._width = limit.size, len(representative)
        self._sets: list[tuple[int, ...] | Longs] = []  # a tuple where there are few
        self._numbers: dict[tuple[int, ...] | bytes, int] = {}
        self._machines: dict[tuple[int, int], tuple[Dfa, _Machine]] = {}
        self._first = starts(trie.parent[1:], trie.nodes, 1)
        self._inner = self._first[1:] > self._first[:-1]
        self._limit_table = limit.table[:, limit.classes[representative]].astype(np.int64)
        # For plain loops.
        self._children, self._labels = self._first.data, trie.label.tobytes()
        self._limit_moves = np.ascontiguousarray(self._limit_table).reshape(-1).data
        self.nowhere = self.numbered(())

    def numbered(self, places: Members) -> int:
        """The number of a set."""
        if len(places) > _FEW:
            places = distinct(np.asarray(places))
        few = tuple(sorted({*_joined([places])})) if len(places) <= _FEW else None
        key = places.tobytes() if few is None and isinstance(places, np.ndarray) else few or ()
        number = self._numbers.setdefault(key, len(self._sets))
        if number == len(self._sets):
            self._sets.append(np.asarray(places) if few is None else few)
        return number

    def within(self, places: int, goal: int) -> int:
        """Those whose limit is in ``goal``."""
        if self._completion.free or places == self.nowhere:
            return places
        members = np.asarray(self._sets[places])
        return self.numbered(members[self._completion.sets[goal][members % self._size]])

    def union(self, sets: Iterable[int]) -> int:
        """What is in at least one."""
        several = sorted(set(sets) - {self.nowhere})
        if len(several) < 2:
            return several[0] if several else self.nowhere
        return self.numbered(_joined([self._sets[number] for number in several]))

    # -- automata ------------------------------------------------------------------------------------

    def run(self, places: int, dfa: Dfa, state: int, goal: int) -> Run:
        """An automaton from the places on, from one of its states, with ``goal`` ahead."""
        machine = self._machine(dfa, goal)
        here = self._sets[places]
        found = _Found([], [])
        if dfa.accepting[state]:
            found.exits.append([place for place in here if machine.final[place % self._size]])
        if isinstance(here, tuple):
            todo = [(place, state) for place in here]
        else:
            todo = self._many(machine, found, here, np.full(len(here), state))
        while todo:
            if len(todo) <= _FEW:
                todo = self._few(todo, machine, found)
            else:
                todo = self._many(machine, found, *np.array(todo, dtype=np.int64).T)
        return Run(self._bits(_joined(found.reached)), self.numbered(_joined(found.exits)))

    def _few(self, todo: list[tuple[int, int]], machine: _Machine, found: _Found) -> list[tuple[int, int]]:
        """One byte further, place by place."""
        reached: list[int] = []
        exits: list[int] = []
        size, width, children, labels = self._size, self._width, self._children, self._labels
        moves, ends, fine, final = machine.moves, machine.ends, machine.fine, machine.final
        limit_moves = self._limit_moves
        after: list[tuple[int, int]] = []
        for place, state in todo:
            node, limit = divmod(place, size)
            for child in range(children[node], children[node + 1]):
                label = labels[child]
                target = moves[state * width + label]
                if target < 0:
                    continue
                kept = limit_moves[limit * width + label]
                if kept < 0 or not fine[target * (size + 1) + kept]:
                    continue
                reached.append(child)
                if children[child] < children[child + 1]:
                    after.append((child * size + kept, target))
                    if ends[target] and final[kept]:
                        exits.append(child * size + kept)
        found.reached.append(reached)
        found.exits.append(exits)
        return after

    def _many(self, machine: _Machine, found: _Found, places: Longs, states: Longs) -> list[tuple[int, int]]:
        """Byte by byte, all places at once, until they are few."""
        while len(places) > _FEW:
            nodes, limits = places // self._size, places % self._size
            begin, end = self._first[nodes], self._first[nodes + 1]
            nodes = ranges(begin, end)
            label = self.trie.label[nodes]
            states = machine.table[np.repeat(states, end - begin), label]
            limits = self._limit_table[np.repeat(limits, end - begin), label]
            live = machine.good[states, limits]  # dead is -1 and reads the last row or column, which is false
            nodes, states, limits = nodes[live], states[live], limits[live]
            found.reached.append(nodes)
            inner = self._inner[nodes]
            states, limits = states[inner], limits[inner]
            places = nodes[inner] * self._size + limits
            found.exits.append(places[machine.accepting[states] & machine.wanted[limits]])
        return list(zip(places.tolist(), states.tolist(), strict=True))

    def _machine(self, dfa: Dfa, goal: int) -> _Machine:
        known = self._machines.get((id(dfa), goal))
        if known is None:
            table = np.ascontiguousarray(dfa.table[:, dfa.classes[self._representative]]).astype(np.int64)
            good = np.zeros((dfa.size + 1, self._size + 1), dtype=np.bool_)
            if self._completion.free:
                good[:-1, :-1], wanted = True, np.ones(1, np.bool_)
            else:
                wanted = self._completion.sets[goal]
                good[:-1, :-1] = self._completion.machine(dfa, wanted[:, None])[:, :, 0]
            flat = (table.reshape(-1).data, dfa.accepting.data, good.reshape(-1).data, wanted.data)
            # The automaton is kept too, so that its id stays its own.
            known = self._machines[id(dfa), goal] = dfa, _Machine(table, dfa.accepting, good, wanted, *flat)
        return known[1]

    # -- nodes ---------------------------------------------------------------------------------------

    def _bits(self, nodes: Members) -> int:
        if len(nodes) <= _FEW:
            bits = 0
            for node in nodes:
                bits |= 1 << node
            return bits
        flags = np.zeros(self.trie.nodes, dtype=np.bool_)
        flags[nodes] = True
        return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little")

    def flags(self, nodes: int) -> Flags:
        """Nodes given as bits, as bool [nodes + 1]; the last one stands for ids that are no text."""
        octets = np.frombuffer(nodes.to_bytes(self.trie.nodes // 8 + 1, "little"), dtype=np.uint8)
        return np.unpackbits(octets, count=self.trie.nodes + 1, bitorder="little").view(np.bool_)


def _joined(pieces: Sequence[Members]) -> Members:
    if sum(map(len, pieces)) > _FEW:
        return np.concatenate([np.asarray(piece, dtype=np.int64) for piece in pieces])
    return [
        member for piece in pieces for member in (piece.tolist() if isinstance(piece, np.ndarray) else piece)
    ]
