"""Finite automata over bytes: what every mask is read off.

A ``Dfa`` is complete in itself: start state 0, dead is -1, and every state can still reach an accepting
one ("never dead"), so that a move is possible exactly if some admissible text goes on that way. This file
holds the automaton and questions about it; building out of terms is ``building.py``, joining two is
``product.py``, the fewest states ``minimal.py``.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property

import numpy as np
import numpy.typing as npt

from detlm.errors import TooManyStates
from detlm.mask.bytesets import byte_set
from detlm.mask.distinct import distinct

DEAD = -1
STATE_LIMIT = 200_000
SMALL = 20_000  # moves up to which plain loops are as quick as vector operations

Table = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.int32] | npt.NDArray[np.int64]


class Dfa:
    """A deterministic automaton, trimmed: every state reaches acceptance, every state is reachable.

    ``classes``: uint8 [256], the column of each byte. ``table``: int32 [states, columns], the next state
    or -1. ``accepting``: bool [states]. The start is state 0; the empty language has no states.
    """

    def __init__(self, classes: npt.NDArray[np.uint8], table: Table, accepting: Flags) -> None:
        self.classes = classes
        self.table = table
        self.accepting = accepting
        for array in (classes, table, accepting):
            array.setflags(write=False)

    @property
    def size(self) -> int:
        """How many states there are."""
        return len(self.accepting)

    @property
    def start(self) -> int:
        """The first state: 0, or -1 if nothing is accepted."""
        return 0 if self.size else DEAD

    @property
    def is_empty(self) -> bool:
        """Whether no text is accepted."""
        return not self.size

    # -- moving -------------------------------------------------------------------------------------

    def step(self, state: int, byte: int) -> int:
        """The state after ``byte``, or -1."""
        return DEAD if state < 0 else int(self.table[state, self.classes[byte]])

    def run(self, state: int, text: bytes) -> int:
        """The state after ``text``, or -1."""
        for byte in text:
            if state < 0:
                return DEAD
            state = int(self.table[state, self.classes[byte]])
        return state

    def accepts(self, text: bytes) -> bool:
        """Whether ``text`` is in the language."""
        state = self.run(self.start, text)
        return state >= 0 and bool(self.accepting[state])

    def is_accepting(self, state: int) -> bool:
        """Whether the text may end in ``state``."""
        return bool(self.accepting[state])

    def edges(self, state: int) -> Sequence[tuple[int, int]]:
        """The moves out of ``state``: disjoint byte sets and their targets."""
        return self.moves[state]

    @cached_property
    def moves(self) -> list[list[tuple[int, int]]]:
        """The moves out of each state, each target once."""
        moves: list[list[tuple[int, int]]] = [[] for _ in range(self.size)]
        sources, columns = np.nonzero(self.table >= 0)
        if not len(sources):
            return moves
        targets = self.table[sources, columns]
        order = np.lexsort((targets, sources))
        sources, targets = sources[order], targets[order]
        news = (np.diff(sources, prepend=-1) != 0) | (np.diff(targets, prepend=-1) != 0)
        first = np.flatnonzero(news)
        members = np.add.reduceat(np.array(self.class_members, dtype=object)[columns[order]], first)
        for source, target, joined in zip(
            sources[first].tolist(), targets[first].tolist(), members, strict=True
        ):
            moves[source].append((joined, target))
        return moves

    @cached_property
    def class_members(self) -> list[int]:
        """The byte set of each column."""
        return [byte_set(np.flatnonzero(self.classes == c).tolist()) for c in range(self.table.shape[1])]

    @cached_property
    def alphabet(self) -> int:
        """The bytes that some accepted text uses."""
        used = np.asarray((self.table >= 0).any(axis=0))
        return byte_set(np.flatnonzero(used[self.classes]).tolist()) if self.size else 0

    # -- texts --------------------------------------------------------------------------------------

    @cached_property
    def _forced(self) -> list[int]:
        """For each state the one byte that can come next, or -1 if the text may end or go two ways."""
        sizes = np.bincount(self.classes, minlength=self.table.shape[1])
        alive = self.table >= 0
        single = (alive @ sizes == 1) & ~self.accepting
        byte_of = np.zeros(self.table.shape[1], dtype=np.int64)
        byte_of[self.classes] = np.arange(256)
        column = alive.argmax(axis=1)
        return [int(b) for b in np.where(single, byte_of[column], -1)]

    def forced(self, state: int) -> bytes:
        """The longest text that must come next; it stops where the text may end. Empty if dead."""
        out = bytearray()
        # A trimmed automaton has no cycle of forced moves: it could never reach acceptance.
        while state >= 0 and (byte := self._forced[state]) >= 0:
            out.append(byte)
            state = self.step(state, byte)
        return bytes(out)

    def shortest(self) -> bytes | None:
        """A shortest accepted text, the first of them in byte order; None if there is none."""
        return None if self.is_empty else self.ending(self.start)

    def ending(self, state: int) -> bytes:
        """A shortest text that leads from ``state`` to acceptance, the first of them in byte order."""
        out = bytearray()
        while (byte := self._homeward[state]) >= 0:
            out.append(byte)
            state = self.step(state, byte)
        return bytes(out)

    @cached_property
    def _homeward(self) -> list[int]:
        """For each state the lowest byte that begins a shortest way to acceptance, -1 where it is reached."""
        distance = self.distances()
        lowest = np.zeros(self.table.shape[1], dtype=np.int64)
        lowest[self.classes[::-1]] = np.arange(255, -1, -1)
        nearer = (self.table >= 0) & (distance[self.table] == distance[:, None] - 1)
        byte = np.where(nearer, lowest, 256).min(axis=1, initial=256)
        return [int(b) for b in np.where(self.accepting, -1, byte)]

    def distance(self, state: int) -> int:
        """The length in bytes of ``ending(state)``."""
        return int(self._distances[state])

    def distances(self) -> npt.NDArray[np.int64]:
        """For each state the length of a shortest text that ends in acceptance, int64 [states]; kept."""
        return self._distances

    @cached_property
    def _distances(self) -> npt.NDArray[np.int64]:
        distances = distances_to(self.table, self.accepting)
        distances.setflags(write=False)
        return distances

    def longest(self) -> int | None:
        """The length of a longest accepted text in bytes, or None if there is no bound."""
        if self.is_empty:
            return 0
        targets = [sorted({t for _, t in self.edges(s)}) for s in range(self.size)]
        into = [0] * self.size
        for row in targets:
            for target in row:
                into[target] += 1
        depth = [0] * self.size
        ready = deque(s for s in range(self.size) if not into[s])
        seen = 0
        while ready:
            state = ready.popleft()
            seen += 1
            for target in targets[state]:
                depth[target] = max(depth[target], depth[state] + 1)
                into[target] -= 1
                if not into[target]:
                    ready.append(target)
        return max(depth) if seen == self.size else None


def distances_to(table: Table, goal: Flags) -> npt.NDArray[np.int64]:
    """Length of a shortest path to a goal state, int64 [states]; -1 where there is none."""
    states = len(goal)
    sources, columns = np.nonzero(table >= 0)
    targets = table[sources, columns]
    if len(sources) <= SMALL:  # a level of few states is not worth calls into numpy
        return _distances_of_few(sources.tolist(), targets.tolist(), goal)
    order = np.argsort(targets, kind="stable")
    into = sources[order]
    first = np.searchsorted(targets[order], np.arange(states + 1))
    distance = np.full(states, -1, dtype=np.int64)
    frontier = np.flatnonzero(goal)
    distance[frontier] = 0
    steps = 0
    while len(frontier):
        steps += 1
        near = into[ranges(first[frontier], first[frontier + 1])]
        frontier = distinct(near[distance[near] < 0])
        distance[frontier] = steps
    return distance


def _distances_of_few(sources: list[int], targets: list[int], goal: Flags) -> npt.NDArray[np.int64]:
    into: list[list[int]] = [[] for _ in goal]
    for source, target in zip(sources, targets, strict=True):
        into[target].append(source)
    near = np.flatnonzero(goal).tolist()
    distance = [-1] * len(into)
    for state in near:
        distance[state] = 0
    for state in near:  # grows while we go
        for before in into[state]:
            if distance[before] < 0:
                distance[before] = distance[state] + 1
                near.append(before)
    return np.array(distance, dtype=np.int64)


def ranges(begin: Integers, end: Integers) -> npt.NDArray[np.int64]:
    """The integers of ``[begin[i], end[i])`` for each i, one after the other."""
    lengths = end - begin
    total = int(lengths.sum())
    if not total:
        return np.zeros(0, dtype=np.int64)
    offsets = np.cumsum(lengths) - lengths
    return np.repeat(begin - offsets, lengths) + np.arange(total)


def check_size(states: int, what: str = "the automaton") -> None:
    """Raise ``TooManyStates`` once an automaton outgrows the limit."""
    if states > STATE_LIMIT:
        raise TooManyStates(
            f"{what} needs more than {STATE_LIMIT:,} states",
            hint="make counted repetitions shorter, above all those behind `.*`; bound lists in a JSON "
            "schema by maxItems; state a limit on words before forbidding many words",
        )


@contextmanager
def needed_by(key: str) -> Iterator[None]:
    """Has ``TooManyStates`` name the part of a program that needs the automata made inside."""
    try:
        yield
    except TooManyStates as error:
        error.key = key
        raise
