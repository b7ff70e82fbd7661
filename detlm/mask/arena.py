"""Regular languages as hash-consed terms: the arena in which they are built.

A term is a small integer in an arena. Beside the constructors of ``detlm.syntax.regex`` there is
``machine``, a state of a finished automaton, so that large word lists enter as automata and are never
taken apart again, and ``open``, a language that is told later. What terms mean is ``terms.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from detlm.mask.bytesets import ALL

NOTHING, EMPTY, SET, THEN, OR, STAR, ATMOST, BOTH, WITHOUT, MACHINE, OPEN = range(11)
Key = tuple[int | tuple[int, ...], ...]
_Frame = tuple[int, int, int]  # what stands before, in and after a counted repetition


class Machine(Protocol):
    """What ``machine`` terms need of an automaton."""

    def is_accepting(self, state: int) -> bool:
        """Whether the text may end in ``state``."""
        ...

    def edges(self, state: int) -> Sequence[tuple[int, int]]:
        """The moves out of ``state``: disjoint byte sets and targets, none of them dead."""
        ...


class Arena:
    """An arena of terms. Equal languages may be different terms; equal trees never are."""

    NOTHING = 0
    EMPTY = 1

    def __init__(self) -> None:
        self._ids: dict[Key, int] = {}
        self._keys: list[Key] = []
        self._nullable: list[bool] = []
        self._counts: dict[int, tuple[_Frame, int] | None] = {}  # what ``_counted`` found
        self._machines: list[Machine] = []
        self._machine_ids: dict[int, int] = {}
        self.has_open = False
        self._make((NOTHING,), False)
        self._make((EMPTY,), True)
        self.any_text = self.star(self.one_of(ALL))

    # -- constructors -------------------------------------------------------------------------------

    def _make(self, key: Key, nullable: bool) -> int:
        term = self._ids.get(key)
        if term is None:
            term = self._ids[key] = len(self._keys)
            self._keys.append(key)
            self._nullable.append(nullable)
        return term

    def one_of(self, members: int) -> int:
        """One byte out of a set; the empty set gives the empty language."""
        return self._make((SET, members), False) if members else self.NOTHING

    def literal(self, text: bytes) -> int:
        """Exactly ``text``."""
        term = self.EMPTY
        for byte in reversed(text):
            term = self.then(self.one_of(1 << byte), term)
        return term

    def then(self, first: int, second: int) -> int:
        """One after the other, kept nested to the right."""
        if self.NOTHING in (first, second):
            return self.NOTHING
        if self.EMPTY in (first, second):
            return second if first == self.EMPTY else first
        spine = []
        while (key := self._keys[first])[0] == THEN:
            spine.append(as_int(key[1]))
            first = as_int(key[2])
        for part in (first, *reversed(spine)):
            second = self._make((THEN, part, second), self._nullable[part] and self._nullable[second])
        return second

    def either(self, options: Iterable[int]) -> int:
        """One of the options, as a set: order and repetition do not matter."""
        flat: set[int] = set()
        singles = 0
        todo = [*options]
        for option in todo:  # grows while we go
            key = self._keys[option]
            if key[0] == OR:
                todo += as_ints(key[1])
            elif key[0] == SET:
                singles |= as_int(key[1])
            else:
                flat.add(option)
        if singles:
            flat.add(self.one_of(singles))
        flat.discard(self.NOTHING)
        if self.any_text in flat:
            return self.any_text
        if len(flat) > 1:
            flat = self._without_smaller_counts(flat)
            if self.EMPTY in flat and any(self._nullable[t] for t in flat if t != self.EMPTY):
                flat.discard(self.EMPTY)
        if len(flat) <= 1:
            return flat.pop() if flat else self.NOTHING
        return self._make((OR, tuple(sorted(flat))), any(map(self._nullable.__getitem__, flat)))

    def _without_smaller_counts(self, terms: set[int]) -> set[int]:
        # "at most 3 of x" lies inside "at most 5 of x", also between equal texts; without this a counted
        # repetition whose body can be cut in several ways would have one term for each set of counts.
        best: dict[_Frame, tuple[int, int]] = {}
        kept: set[int] = set()
        for term in terms:
            if term not in self._counts:
                self._counts[term] = self._counted(term)
            counted = self._counts[term]
            if counted is None:
                kept.add(term)
                continue
            frame, count = counted
            if count > best.get(frame, (0, 0))[0]:
                best[frame] = (count, term)
        kept.update(term for _, term in best.values())
        return kept

    def _counted(self, term: int) -> tuple[_Frame, int] | None:
        """``(before, body, after), count`` if the term is ``before body{0,count} after``."""
        before, key = -1, self._keys[term]
        if key[0] == THEN and self._keys[as_int(key[1])][0] != ATMOST:
            before, key = as_int(key[1]), self._keys[as_int(key[2])]
        after = self.EMPTY
        if key[0] == THEN:
            after, key = as_int(key[2]), self._keys[as_int(key[1])]
        return ((before, as_int(key[2]), after), as_int(key[1])) if key[0] == ATMOST else None

    def star(self, body: int) -> int:
        """Any number of ``body``."""
        if body in (self.NOTHING, self.EMPTY):
            return self.EMPTY
        return body if self._keys[body][0] == STAR else self._make((STAR, body), True)

    def at_most(self, count: int, body: int) -> int:
        """Between none and ``count`` of ``body``."""
        if count <= 0 or body in (self.NOTHING, self.EMPTY):
            return self.EMPTY
        if self._keys[body][0] == STAR or (count == 1 and self._nullable[body]):
            return body
        return self._make((ATMOST, count, body), True)

    def both(self, left: int, right: int) -> int:
        """In both."""
        if left == right or right == self.any_text:
            return left
        if left == self.any_text:
            return right
        if self.NOTHING in (left, right):
            return self.NOTHING
        if self.EMPTY in (left, right):
            return self.EMPTY if self._nullable[left] and self._nullable[right] else self.NOTHING
        low, high = sorted((left, right))
        return self._make((BOTH, low, high), self._nullable[low] and self._nullable[high])

    def without(self, left: int, right: int) -> int:
        """In ``left`` and not in ``right``."""
        if left == right or left == self.NOTHING or right == self.any_text:
            return self.NOTHING
        if right == self.NOTHING:
            return left
        if left == self.EMPTY:
            return self.NOTHING if self._nullable[right] else self.EMPTY
        return self._make((WITHOUT, left, right), self._nullable[left] and not self._nullable[right])

    def machine(self, automaton: Machine, state: int) -> int:
        """The texts that ``automaton`` accepts from ``state`` (dead: -1)."""
        index = self._machine_ids.get(id(automaton))
        if index is None:
            index = self._machine_ids[id(automaton)] = len(self._machines)
            self._machines.append(automaton)
        return self._machine_term(index, state)

    def _machine_term(self, index: int, state: int) -> int:
        if state < 0:
            return self.NOTHING
        automaton = self._machines[index]
        accepting = automaton.is_accepting(state)
        if not automaton.edges(state):
            return self.EMPTY if accepting else self.NOTHING
        return self._make((MACHINE, index, state), accepting)

    def open(self, number: int) -> int:
        """A language, not empty, that is only told when a text gets to it."""
        self.has_open = True
        return self._make((OPEN, number), False)


def as_int(part: int | tuple[int, ...]) -> int:
    """A part of a key that is a number."""
    assert isinstance(part, int)
    return part


def as_ints(part: int | tuple[int, ...]) -> tuple[int, ...]:
    """A part of a key that is a row of numbers."""
    assert isinstance(part, tuple)
    return part
