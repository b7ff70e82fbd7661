"""Repetitions in a walked automaton, folded: states that differ only in how many turns are left become one.

``[^.]{1,200}`` has 200 times the same states. One of them, with an open count in its expressions, is
compared for all (``Regex.filled`` in ``lean/DetLM/Spec/Certified.lean``); a configuration is then a state and
the turns that are left. Near the end of a repetition states may be alike that are not so before, so its last
turns can be left as they are; how many is tried out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from detlm.kernel.automata import Expression, Expressions
from detlm.kernel.inclusion import OPEN
from detlm.kernel.walked import Walk

_FEWEST = 3  # states that are worth folding into one
_LEFT = (0, 2, 4, 8, 16)  # turns that are left as they are, where an end can be reached
_ENOUGH = 8  # what is folded to an eighth is not tried further

Configuration = tuple[int, int]  # a state, and the turns that are left


class Target(NamedTuple):
    """Where bytes lead, as Lean's ``Target``.

    ``stay``: to a state, with as many turns left; ``more``: with ``number`` more; ``less``: with one less, or
    to state ``number`` after the last one; ``jump``: with ``number`` left.
    """

    lead: Literal["stay", "more", "less", "jump"]
    state: int
    number: int = 0

    @property
    def states(self) -> tuple[int, ...]:
        """The states that it may lead to."""
        return (self.state, self.number) if self.lead == "less" else (self.state,)

    def reached(self, turns: int) -> Configuration:
        """Lean's ``Target.reached``."""
        if self.lead in ("stay", "more"):
            return self.state, turns + self.number
        if self.lead == "jump":
            return self.state, self.number
        return (self.state, turns - 1) if turns else (self.number, 0)


@dataclass(frozen=True)
class State:
    """A state: its rank, the expressions that stand for it, and groups of bytes with where they lead."""

    rank: int
    expressions: tuple[Expression, ...]
    groups: tuple[tuple[int, Target], ...]


@dataclass(frozen=True)
class Folded:
    """An automaton as Lean's ``Table``.

    ``places``: where each walked state is in it. ``steps``: what the kernel is to do.
    """

    states: tuple[State, ...]
    start: Configuration
    places: tuple[Configuration, ...]
    steps: int


def fold(walk: Walk, expressions: Expressions) -> Folded:
    """A walk, with its repetitions folded if that leaves fewer steps."""
    counts = _Counts(expressions)
    best = whole = _Folding(walk, counts, [])
    for left in _LEFT:
        families = list(_families(walk, counts, left))
        if not families or best.steps * _ENOUGH <= whole.steps:
            break
        best = min(best, _Folding(walk, counts, families), key=lambda one: one.steps)
    return best.folded()


class _Counts:
    """Expressions with other counts."""

    def __init__(self, expressions: Expressions) -> None:
        self.of = expressions
        self._active: dict[Expression, frozenset[int]] = {}
        self._changed: dict[tuple[Expression, int, bool], Expression] = {}

    def active(self, expression: Expression) -> frozenset[int]:
        """The counts of the repetition that comes first."""
        known = self._active.get(expression)
        if known is None:
            kind, number, first, second = self.of.nodes[expression]
            if kind == 3:
                known = self.active(first) or self.active(second)
            elif kind in (4, 7, 8):
                known = self.active(first) | self.active(second)
            else:
                known = frozenset((number,)) if kind == 6 else frozenset()
            self._active[expression] = known
        return known

    def opened(self, expression: Expression, by: int) -> Expression:
        """With the active counts changed."""
        return self._change(expression, by, active=True)

    def shifted(self, expression: Expression, by: int) -> Expression:
        """With all open counts changed: by turns it is Lean's ``raised``, by these less OPEN ``filled``."""
        return self._change(expression, by, active=False)

    def _change(self, expression: Expression, by: int, *, active: bool) -> Expression:
        key = expression, by, active
        known = self._changed.get(key)
        if known is None:
            known = self._changed[key] = self._changed_parts(expression, by, active=active)
        return known

    def _changed_parts(self, expression: Expression, by: int, *, active: bool) -> Expression:
        kind, number, first, second = self.of.nodes[expression]
        if kind < 3 or (active and kind == 5):
            return expression
        if active and kind == 6:
            return self.of.make(kind, number + by, first)
        if active and kind == 3:
            one, other = (by, 0) if self.active(first) else (0, by)
        else:
            one = other = by
        if kind == 6 and number >= OPEN:
            number += by
        first = self._change(first, one, active=active) if one else first
        if kind not in (5, 6) and other:
            second = self._change(second, other, active=active)
        return self.of.make(kind, number, first, second)


@dataclass(frozen=True)
class _Family:
    """Walked states that are alike but for the turns that are left, by these; the expressions of all."""

    rank: int
    expressions: tuple[Expression, ...]
    members: dict[int, int]


def _families(walk: Walk, counts: _Counts, left: int) -> Iterator[_Family]:
    found: dict[tuple[int, tuple[Expression, ...]], dict[int, int]] = {}
    for number, state in enumerate(walk.states):
        least = min((min(a) for a in map(counts.active, state.expressions) if a), default=0)
        turns = least - 1 - (left if state.rank else 0)  # what is dead is so to the end
        if turns >= 0:
            opened = tuple(sorted(counts.opened(e, OPEN - turns) for e in state.expressions))
            found.setdefault((state.rank, opened), {})[turns] = number
    for (rank, opened), members in found.items():
        if len(members) >= _FEWEST:
            yield _Family(rank, opened, dict(sorted(members.items())))


class _Folding:
    """A walk with some families folded, without those that turn out to be none.

    While it is at work, a family is a state behind the walked ones.
    """

    def __init__(self, walk: Walk, counts: _Counts, families: list[_Family]) -> None:
        self._walk, self._counts = walk, counts
        self._families = dict(enumerate(families, len(walk.states)))
        self._place = [(state, 0) for state in range(len(walk.states))]
        for number, family in self._families.items():
            for turns, state in family.members.items():
                self._place[state] = number, turns
        self._folded = self._folded_families()
        self._left = [number for number, place in enumerate(self._place) if place == (number, 0)]
        #: What the kernel is to do, as ``Walk.steps`` counts.
        self.steps = sum(walk.steps(walk.states[n].expressions, len(walk.groups(n))) for n in self._left)
        self.steps += sum(walk.steps(s.expressions, len(s.groups)) for s in self._folded.values())

    def folded(self) -> Folded:
        """What comes of it."""
        states = dict(self._folded)
        for number in self._left:
            walked = self._walk.states[number]
            groups = [(members, self._to(self._place[to])) for members, to in self._walk.groups(number)]
            states[number] = State(walked.rank, walked.expressions, self._sorted(walked.rank, groups))
        numbers = {old: new for new, old in enumerate(sorted(states))}
        renamed = tuple(_renamed(states[old], numbers) for old in numbers)
        places = tuple((numbers[state], turns) for state, turns in self._place)
        return Folded(renamed, places[self._walk.start], places, self.steps)

    def _to(self, place: Configuration) -> Target:
        """The target that leads to a place from a state that is none of a family's."""
        state, turns = place
        return Target("jump", state, turns) if state in self._families else Target("stay", state)

    def _rank(self, state: int) -> int:
        family = self._families.get(state)
        return self._walk.states[state].rank if family is None else family.rank

    def _expressions(self, state: int) -> tuple[Expression, ...]:
        family = self._families.get(state)
        return self._walk.states[state].expressions if family is None else family.expressions

    def _sorted(self, rank: int, groups: list[tuple[int, Target]]) -> tuple[tuple[int, Target], ...]:
        """Groups, one that leads nearer to the end first."""
        if rank > 1:
            groups.sort(key=lambda group: not self._nearer(rank, group[1]))
        return tuple(groups)

    def _nearer(self, rank: int, target: Target) -> bool:
        return all(self._rank(state) == rank - 1 for state in target.states)

    # Families

    def _folded_families(self) -> dict[int, State]:
        states: dict[int, State] = {}
        todo = list(self._families)
        while todo:  # a family that is none may take others with it
            number = todo.pop()
            family = self._families[number]
            state = self._folded_family(family)
            if state is not None:
                states[number] = state
                continue
            del self._families[number]
            for walked in family.members.values():
                self._place[walked] = walked, 0
            again = [n for n, other in states.items() if any(number in to.states for _, to in other.groups)]
            todo += again
            for n in again:
                del states[n]
        return states

    def _folded_family(self, family: _Family) -> State | None:
        """The state of a family; None if it is none."""
        columns = zip(*(self._walk.states[state].moves for state in family.members.values()), strict=True)
        moves: list[Target | None] = []
        known: dict[tuple[int, tuple[int | None, ...]], Target | None] = {}
        kinds = self._walk.kinds(family.expressions)
        for (byte, _), kind, reached in zip(self._walk.classes, kinds, columns, strict=True):
            if (kind, reached) not in known:
                target = self._target(family, byte, reached)
                if target is None and any(to is not None for to in reached):
                    return None
                known[kind, reached] = target
            moves.append(known[kind, reached])
        groups = self._sorted(family.rank, self._walk.grouped(family.expressions, moves))
        if family.rank > 1 and not (groups and self._nearer(family.rank, groups[0][1])):
            return None
        return State(family.rank, family.expressions, groups)

    def _target(self, family: _Family, byte: int, reached: Sequence[int | None]) -> Target | None:
        """Where a byte leads from a family that it leads to some states; None if that is no target."""
        there = [self._place[to] for to in reached if to is not None]
        if len(there) < len(reached):
            return None
        target = self._common(dict(zip(family.members, there, strict=True)))
        return target if target is not None and self._arrives(family, byte, target) else None

    def _common(self, ways: dict[int, Configuration]) -> Target | None:
        """The target that leads to each configuration from its number of turns."""
        (least, first), (most, last) = next(iter(ways.items())), next(reversed(ways.items()))
        tried = [Target("jump", *last), Target("stay", last[0])]
        if last[1] > most:
            tried.append(Target("more", last[0], last[1] - most))
        if least == 0 and first[0] not in self._families:
            tried.append(Target("less", last[0], first[0]))
        return next((t for t in tried if all(t.reached(n) == way for n, way in ways.items())), None)

    def _arrives(self, family: _Family, byte: int, target: Target) -> bool:
        """Lean's ``Table.arrives``, for all expressions of a family."""
        there, shifted = self._expressions(target.state), self._counts.shifted
        for expression in family.expressions:
            following = self._walk.follow(byte, expression)
            if target.lead in ("stay", "more"):
                right = following in (shifted(other, target.number) for other in there)
            elif target.lead == "less":
                done = self._expressions(target.number)
                right = shifted(following, 1) in there and shifted(following, -OPEN) in done
            else:
                filled = [shifted(other, target.number - OPEN) for other in there]
                right = shifted(following, 1) == following and following in filled
            if not right:
                return False
        return True


def _renamed(state: State, numbers: dict[int, int]) -> State:
    groups = []
    for members, (lead, to, number) in state.groups:
        groups.append((members, Target(lead, numbers[to], numbers[number] if lead == "less" else number)))
    return State(state.rank, state.expressions, tuple(groups))
