"""Which states of an automaton have equal languages, told from the end.

The strongly connected parts of the automaton are taken in an order in which all that a part leads to comes
before it. A state on no cycle is known by its moves to states that are known already. The states of a cycle
are told apart among themselves first; then they are compared with cycles met before, all of them at once, for
either each of them has its like there or none has. Long automata with short cycles (counters, the members of
a JSON object) take time in proportion to their moves; rounds over all states would take its square.

Source: D. Revuz, Minimisation of acyclic deterministic automata in linear time, Theoretical Computer Science
92 (1992); M. Almeida and M. Zeitoun, Description and analysis of a bottom-up DFA minimization algorithm,
Information Processing Letters 107 (2008), for cycles.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

Look = tuple[bool, frozenset[tuple[int, int]]]
Moves = Sequence[Sequence[tuple[int, int]]]  # of each state: disjoint byte sets and targets
Row = dict[int, int]  # target ─▶ byte set

DEAD = -1
_LARGE = 1_000  # states of a cycle up to which telling them apart in plain loops is quick enough
_INSIDE = -2  # in rows of a cycle that is not told yet: its classes are this and below


def components(moves: Moves) -> Iterator[list[int]]:
    """The strongly connected parts of what state 0 reaches, each after those that it leads to.

    Source: R. Tarjan, Depth-first search and linear graph algorithms, SIAM Journal on Computing 1 (1972).
    """
    number, low, left = [0] * len(moves), [0] * len(moves), [False] * len(moves)
    count, told = 0, len(moves) + 1
    path: list[int] = []
    todo = [0]
    while todo:
        state = todo[-1]
        if not number[state]:
            count += 1
            number[state] = low[state] = count
            path.append(state)
            todo += [t for _, t in moves[state] if not number[t]]
            continue
        todo.pop()
        if left[state]:
            continue
        left[state] = True
        lowest = min([low[t] for _, t in moves[state]], default=told)
        if lowest < number[state]:
            low[state] = lowest
            continue
        part: list[int] = []
        while not part or part[-1] != state:
            part.append(path.pop())
            low[part[-1]] = told
        yield part


class LargeCycle(Exception):
    """Very many states that all lead to each other."""


class Folding:
    """The classes of states with equal languages.

    ``block``: of each state its class, ``DEAD`` where the language is empty (or the state is not reached).
    ``rows``: of each class its moves to classes. ``ends``: of each class whether a text may end there.
    Raises ``LargeCycle`` where plain loops would be slow.
    """

    def __init__(self, moves: Moves, accepting: Sequence[bool]) -> None:
        self.block = [DEAD] * len(moves)
        self.rows: list[Row] = []
        self.ends: list[bool] = []
        self._moves, self._accepting = moves, accepting
        self._known: dict[Look, int] = {}
        self._cycle: dict[int, range] = {}  # of a class on a cycle: the classes of that cycle
        self._looking: dict[Look, list[int]] = {}  # classes by their look
        for part in components(moves):
            if len(part) == 1 and all(t != part[0] for _, t in moves[part[0]]):
                self._single(part[0])
            elif len(part) > _LARGE:
                raise LargeCycle
            else:
                self._several(part)

    def _row(self, state: int) -> Row:
        """The moves of a state to classes."""
        row: Row = {}
        for members, target in self._moves[state]:
            known = self.block[target]
            if known != DEAD:
                row[known] = row.get(known, 0) + members
        return row

    def _new(self, row: Row, ends: bool) -> int:
        self.rows.append(row)
        self.ends.append(ends)
        self._known[ends, frozenset(row.items())] = len(self.rows) - 1
        return len(self.rows) - 1

    def _single(self, state: int) -> None:
        """A state on no cycle."""
        row, ends = self._row(state), self._accepting[state]
        if row or ends:
            known = self._known.get((ends, frozenset(row.items())))
            self.block[state] = self._new(row, ends) if known is None else known

    def _several(self, part: list[int]) -> None:
        """The states of a cycle."""
        inner = self._told_apart(part)
        live = any(self._accepting[s] or max(self._row(s)) >= 0 for s in inner)
        names = {self.block[s]: DEAD for s in inner}
        if live:
            names = self._met(inner) or self._added(inner)
        for state in part:
            self.block[state] = names[self.block[state]]

    def _told_apart(self, part: list[int]) -> list[int]:
        """Gives the states of a cycle classes below ``_INSIDE``; one state of each, in their order."""
        for state in part:
            self.block[state] = _INSIDE
        count = 1
        while True:
            looks: dict[Look, int] = {}
            inner: list[int] = []
            new = []
            for state in part:
                look = (self._accepting[state], frozenset(self._row(state).items()))
                if look not in looks:
                    looks[look] = _INSIDE - len(looks)
                    inner.append(state)
                new.append(looks[look])
            for state, name in zip(part, new, strict=True):
                self.block[state] = name
            if len(looks) == count:
                return inner
            count = len(looks)

    def _look(self, row: Row, ends: bool, cycle: range) -> Look:
        """How a class on a cycle looks if the classes of its cycle are not told apart."""
        seen: Row = {}
        for target, members in row.items():
            name = _INSIDE if target <= _INSIDE or target in cycle else target
            seen[name] = seen.get(name, 0) + members
        return ends, frozenset(seen.items())

    def _met(self, inner: list[int]) -> dict[int, int] | None:
        """The classes of a cycle by those of one that was met before; None if it is new."""
        rows = {self.block[s]: (self._row(s), self._accepting[s]) for s in inner}
        leads = {b for row, _ in rows.values() for b in row if b >= 0}
        # Where the way out is, there are the fewest others that look like it.
        first = next((name for name, (row, _) in rows.items() if max(row) >= 0), next(iter(rows)))
        alike = self._looking.get(self._look(*rows[first], range(0)), [])
        near = [b for cycle in {self._cycle[b] for b in leads if b in self._cycle} for b in cycle]
        for candidate in (*alike, *near):
            names = self._matched(rows, first, candidate)
            if names is not None:
                return names
        return None

    def _matched(self, rows: dict[int, tuple[Row, bool]], first: int, block: int) -> dict[int, int] | None:
        """The classes of a cycle by those met before if ``first`` is ``block``; None if it cannot be."""
        names = {first: block}
        todo = [first]
        for name in todo:  # grows while we go
            row, ends = rows[name]
            there = self.rows[names[name]]
            told: Row = {}
            for target, members in row.items():
                if target <= _INSIDE and target not in names:
                    like = next((b for b, others in there.items() if not members & ~others), None)
                    if like is None:
                        return None
                    names[target] = like
                    todo.append(target)
                known = names.get(target, target)
                told[known] = told.get(known, 0) + members
            if ends != self.ends[names[name]] or told != there:
                return None
        return names

    def _added(self, inner: list[int]) -> dict[int, int]:
        """New classes for those of a cycle."""
        cycle = range(len(self.rows), len(self.rows) + len(inner))
        names = {self.block[s]: new for s, new in zip(inner, cycle, strict=True)}
        for state in inner:
            row = {names.get(target, target): members for target, members in self._row(state).items()}
            new = self._new(row, self._accepting[state])
            self._cycle[new] = cycle
            self._looking.setdefault(self._look(row, self.ends[new], cycle), []).append(new)
        return names

    def order(self) -> list[int]:
        """The live classes, nearest to that of state 0 first, by the smallest byte that leads to each."""
        if self.block[0] == DEAD:
            return []
        order, seen = [self.block[0]], {self.block[0]}
        for block in order:  # grows while we go
            row = self.rows[block]
            for target in sorted(row, key=lambda t: row[t] & -row[t]) if len(row) > 1 else row:
                if target not in seen:
                    seen.add(target)
                    order.append(target)
        return order
