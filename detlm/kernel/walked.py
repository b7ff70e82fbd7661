"""The automaton of a mask and its expression, walked together.

A mask's automaton has the fewest states there are, so several derivatives of the expression may stand for one
of its states. Here is found which, and where they lead. Of a derivative's options those are left out that
others hold (``inclusion.py``).
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from detlm.kernel.automata import Expression, Expressions
from detlm.kernel.inclusion import Inclusion

_MOST_OPTIONS = 128  # of an expression that is followed: lists of options grow with their square

To = TypeVar("To", bound=Hashable)


class TooLarge(Exception):
    """An automaton has more steps than are compared."""


@dataclass(frozen=True)
class MaskTable:
    """An automaton as masks use it, in plain numbers.

    ``columns``: for each of the 256 bytes its column. ``rows``: for each state and column the next state or
    -1; state 0 is the first. ``ranks``: for each state 0 if it is not viable, else one more than the bytes of
    some way to an accepting one, so that 1 says accepting.
    """

    columns: Sequence[int]
    rows: Sequence[Sequence[int]]
    ranks: Sequence[int]


@dataclass(frozen=True)
class Walked:
    """A state: its rank, the expressions that stand for it, and for each class of bytes where it leads.

    None for a class: it leads nowhere, and no expression says that it does.
    """

    rank: int
    expressions: tuple[Expression, ...]
    moves: tuple[int | None, ...]


class Walk:
    """A walk through a table. State 0 stands for ``nothing``; the table's states come one later, behind them
    the ways into what is dead: sets of expressions that hold no text, though this is not to be seen of them.

    Without ``exact`` the table may accept less, and what leads nowhere there is not followed. ``classes``:
    bytes that are not told apart, each as its first byte and the set of them. Raises :class:`TooLarge` after
    ``most`` derivatives of options, and where an expression has very many of these.
    """

    def __init__(
        self, table: MaskTable, root: Expression, expressions: Expressions, *, exact: bool, most: int
    ) -> None:
        self._table, self._exact, self._most = table, exact, most
        self._spent = 0
        self._expressions = expressions
        #: What may follow a byte, as states have it.
        self.follow = Inclusion(expressions).follow
        self._firsts: dict[Expression, frozenset[int]] = {}
        self._parted: dict[Expression, int] = {}
        self._kinds: dict[frozenset[int], tuple[int, ...]] = {}
        self._held: dict[int, int] = {}
        self._groups: dict[int, list[tuple[int, int]]] = {}
        self._dead: dict[frozenset[Expression], int] = {}
        self._dead_sets: list[frozenset[Expression]] = []
        self.classes = tuple(_classes(table, expressions.sets(root)).items())
        self._columns = [table.columns[byte] for byte, _ in self.classes]
        self.start = 1 if table.rows else self._dead_state(frozenset((root,)))
        nowhere = [-1] * (1 + max(table.columns))
        nothing = Walked(0, (expressions.nothing,), (None,) * len(self.classes))
        self.states = [nothing, *self._alive(root)]
        for held in self._dead_sets:  # grows while we go
            self.states.append(Walked(0, tuple(held), self._moves(nowhere, held)))

    def firsts(self, expression: Expression) -> frozenset[int]:
        """The sets that Lean's ``Regex.firsts`` tests."""
        known = self._firsts.get(expression)
        if known is None:
            kind, members, first, second = self._expressions.nodes[expression]
            if kind < 3:
                known = frozenset((members,)) if kind == 2 else frozenset()
            elif (kind == 6 and members == 0) or (kind in (7, 8) and self._ended(first)):
                known = frozenset()
            elif kind in (5, 6) or (kind == 3 and not self._expressions.nullable(first)):
                known = self.firsts(first)
            else:
                known = self.firsts(first) | self.firsts(second)
            self._firsts[expression] = known
        return known

    def _ended(self, expression: Expression) -> bool:
        """Lean's ``Regex.ended``: it is seen of an expression that it holds no text but the empty one."""
        kind, number, first, second = self._expressions.nodes[expression]
        match kind:
            case 2 | 5:
                return False
            case 3 | 4:
                return self._ended(first) and self._ended(second)
            case 6:
                return number == 0
            case 7 | 8:
                return self._ended(first)
        return True

    def steps(self, expressions: Iterable[Expression], groups: int) -> int:
        """What the kernel is to do for a state: derive each option of its expressions by each group."""
        return groups * sum(map(self._options, expressions))

    def _options(self, expression: Expression) -> int:
        known = self._parted.get(expression)
        if known is None:
            kind, _, first, second = self._expressions.nodes[expression]
            known, rest = 0, expression
            while kind == 4:  # a long list, so not by recursion
                known += self._options(first)
                rest = second
                kind, _, first, second = self._expressions.nodes[rest]
            if kind in (7, 8):
                known += self._options(first) + self._options(second)
            else:
                known += self._options(first) if kind == 3 else 1
            self._parted[expression] = known
        return known

    def _spend(self, expression: Expression, kinds: int) -> None:
        """Count what following an expression takes; raise :class:`TooLarge` if that is too much."""
        options = self._options(expression)
        self._spent += options * kinds
        if options > _MOST_OPTIONS or self._spent > self._most:
            raise TooLarge

    def groups(self, state: int) -> list[tuple[int, int]]:
        """The groups of a state: sets of bytes, and where each leads."""
        known = self._groups.get(state)
        if known is None:
            walked = self.states[state]
            known = self._groups[state] = self.grouped(walked.expressions, walked.moves)
        return known

    def grouped(self, expressions: Iterable[Expression], moves: Sequence[To | None]) -> list[tuple[int, To]]:
        """The bytes that lead to the same, and that no set which comes first in an expression tells apart."""
        groups: dict[tuple[To, int], int] = {}
        for (_, alike), to, kind in zip(self.classes, moves, self.kinds(expressions), strict=True):
            if to is not None:
                groups[to, kind] = groups.get((to, kind), 0) | alike
        return [(members, to) for (to, _), members in groups.items()]

    def _first_sets(self, expressions: Iterable[Expression]) -> frozenset[int]:
        return frozenset().union(*map(self.firsts, expressions))

    def kinds(self, expressions: Iterable[Expression]) -> tuple[int, ...]:
        """For each class its kind: expressions have the same derivatives by the bytes of a kind."""
        sets = self._first_sets(expressions)
        kinds = self._kinds.get(sets)
        if kinds is None:
            found: dict[tuple[int, ...], int] = {}
            told = [tuple(members >> byte & 1 for members in sets) for byte, _ in self.classes]
            kinds = self._kinds[sets] = tuple(found.setdefault(apart, len(found)) for apart in told)
        return kinds

    def _alive(self, root: Expression) -> list[Walked]:
        """The table's states."""
        held: list[dict[Expression, None]] = [{} for _ in self._table.rows]
        todo = [(0, root)] if self._table.rows else []
        for state, expression in todo:  # grows while we go
            if expression in held[state]:
                continue
            held[state][expression] = None
            kinds = self.kinds((expression,))
            self._spend(expression, len(set(kinds)))
            row, seen = self._table.rows[state], set()
            for (byte, _), column, kind in zip(self.classes, self._columns, kinds, strict=True):
                target = row[column]
                if target >= 0 and (target, kind) not in seen:
                    seen.add((target, kind))
                    todo.append((target, self.follow(byte, expression)))
        return [
            Walked(rank, tuple(expressions), self._moves(row, expressions))
            for rank, row, expressions in zip(self._table.ranks, self._table.rows, held, strict=True)
        ]

    def _moves(self, row: Sequence[int], expressions: Collection[Expression]) -> tuple[int | None, ...]:
        """Where each class leads from a row of the table."""
        first = 0  # the classes that an expression may begin with
        if self._exact:
            for members in self._first_sets(expressions):
                first |= self._classes_in(members)
        moves: list[int | None] = [None] * len(self.classes)
        dead: dict[int, int] = {}
        for place, (column, kind) in enumerate(zip(self._columns, self.kinds(expressions), strict=True)):
            target = row[column]
            if target >= 0:
                moves[place] = 1 + target
            elif first >> place & 1:
                if kind not in dead:
                    byte = self.classes[place][0]
                    held = frozenset(self.follow(byte, e) for e in expressions)
                    dead[kind] = self._dead_state(held)
                moves[place] = dead[kind]
        return tuple(moves)

    def _classes_in(self, members: int) -> int:
        """The classes of bytes in a set, as a set of places; no set parts a class."""
        known = self._held.get(members)
        if known is None:
            inside = (1 << place for place, (byte, _) in enumerate(self.classes) if members >> byte & 1)
            known = self._held[members] = sum(inside)
        return known

    def _dead_state(self, held: frozenset[Expression]) -> int:
        if held == {self._expressions.nothing}:
            return 0
        known = self._dead.get(held)
        if known is None:
            known = self._dead[held] = 1 + len(self._table.rows) + len(self._dead)
            self._dead_sets.append(held)
            for expression in held:
                self._spend(expression, 1)
        return known


def _classes(table: MaskTable, sets: Iterable[int]) -> dict[int, int]:
    """The bytes that no set and no column tells apart: for each class its first byte, and all as a set."""
    classes: dict[tuple[int, ...], tuple[int, int]] = {}
    for byte in range(256):
        key = (table.columns[byte], *(members >> byte & 1 for members in sets))
        first, alike = classes.get(key, (byte, 0))
        classes[key] = first, alike | 1 << byte
    return dict(classes.values())
