"""A shape as a machine whose paths are its parses, one for one.

A *place* is where a reader of the text can be: inside a leaf (what of the leaf is still to come, as a term)
with all that follows the leaf. Reading on inside the leaf or leaving it for the next are different paths, so
two paths over one text are two parses. Shared by the tracker of spans and the search for ambiguity.
"""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from detlm.mask.automaton import needed_by
from detlm.mask.building import dfa_of_regex
from detlm.mask.terms import Terms
from detlm.syntax.program import (
    Bind,
    Block,
    Chain,
    Choice,
    Claim,
    Derive,
    Field,
    Lex,
    Settle,
    Shape,
    SlotShape,
    UpTo,
)
from detlm.syntax.regex import AtMost, Both, Either, Regex, Star, Then, Without

UNBOUNDED = -1

_CLOSE = -2

# A part opens or closes: (True, which) or (False, which); ``PathMachine.spots`` says which.
Mark = tuple[bool, int]

# What can bear marks: the shapes that a parse is more than text for.
Spot = Derive | Field | Bind | Settle | Block
SPOTS: tuple[type[Spot], ...] = (Derive, Field, Bind, Settle, Block)


class Place(NamedTuple):
    """Before the texts of a term, and ``rest`` after them. At the end of the text the term is -1."""

    term: int
    rest: int


END = Place(-1, 0)


class Move(NamedTuple):
    """A step out of a place: the parts that open and close first, the bytes it reads, where it leads."""

    marks: tuple[Mark, ...]
    members: int
    target: Place


class Leaves:
    """The leaves of a shape as terms. Machines of one shape can share them."""

    def __init__(self, terms: Terms | None = None) -> None:
        self.terms = terms or Terms()
        self._known: dict[int, int] = {}

    def term(self, leaf: Lex | SlotShape) -> int:
        """The term of a leaf. Raises ``TooManyStates`` if it needs an automaton that is too large."""
        regex = leaf.regex
        known = self._known.get(id(regex))
        if known is None:
            if _may_die(regex):  # a term can then lead nowhere; the states of an automaton never do
                name = leaf.name if isinstance(leaf, Lex) else None
                with needed_by(f"category {name}" if name else "output"):
                    automaton = dfa_of_regex(regex)
                known = self.terms.machine(automaton, automaton.start)
            else:
                known = self.terms.from_regex(regex)
            self._known[id(regex)] = known
        return known


class PathMachine:
    """The path machine of a shape. With ``unbounded`` repetition counts are ignored (any number).

    ``marked``: the kinds of shapes whose openings and closings the paths tell. Raises ``TooManyStates`` where
    it gets to a leaf that needs an automaton that is too large.
    """

    def __init__(
        self,
        shape: Shape,
        *,
        unbounded: bool = False,
        marked: tuple[type[Spot], ...] = (Derive,),
        leaves: Leaves | None = None,
    ) -> None:
        self._unbounded = unbounded
        self._marked = marked
        self.spots: list[Spot] = []
        self._spot_of: dict[int, int] = {}
        self._leaves = leaves or Leaves()
        self._terms = self._leaves.terms
        # What is still to come: (what, how often, the rest after it); 0 is nothing. Keeps the shapes, so
        # that their ids stay their own.
        self._rest: list[tuple[Shape | None, int, int]] = [(None, 0, 0)]
        self._rest_ids: dict[tuple[int, int, int], int] = {}
        self._entries: dict[int, tuple[tuple[tuple[Mark, ...], Place], ...]] = {}
        self._reach: dict[Place, tuple[tuple[tuple[Mark, ...], Place], ...]] = {}
        self._moves: dict[Place, tuple[Move, ...]] = {}
        self._root = self._push(shape, 0, 0)

    @cached_property
    def starts(self) -> tuple[tuple[tuple[Mark, ...], Place], ...]:
        """Where a text can begin, with the parts that open there."""
        return self._entered(self._root)

    # -- what is still to come ------------------------------------------------------------------------

    def _push(self, shape: Shape, count: int, rest: int) -> int:
        # ``count``: 0 for the shape itself, n > 0 for up to n of an UpTo's body, -1 for any number;
        # for a part that bears marks, _CLOSE says that it closes here.
        key = (id(shape), count, rest)
        known = self._rest_ids.get(key)
        if known is None:
            known = self._rest_ids[key] = len(self._rest)
            self._rest.append((shape, count, rest))
        return known

    def _entered(self, rest: int) -> tuple[tuple[tuple[Mark, ...], Place], ...]:
        """The first leaves of what is to come, or the end, each with the marks on the way."""
        known = self._entries.get(rest)
        if known is not None:
            return known
        out: list[tuple[tuple[Mark, ...], Place]] = []
        todo: list[tuple[int, tuple[Mark, ...]]] = [(rest, ())]
        while todo:
            here, marks = todo.pop()
            shape, count, after = self._rest[here]
            match shape:
                case None:
                    out.append((marks, END))
                case Lex() | SlotShape():
                    if (term := self._leaves.term(shape)) != self._terms.NOTHING:
                        out.append((marks, Place(term, after)))
                case Chain(parts):
                    for part in reversed(parts):
                        after = self._push(part, 0, after)
                    todo.append((after, marks))
                case Choice(options):
                    todo += [(self._push(option, 0, after), marks) for option in reversed(options)]
                case UpTo(limit, body):
                    left = count or (UNBOUNDED if self._unbounded else limit)
                    todo.append((after, marks))
                    if left == UNBOUNDED or left > 1:
                        after = self._push(shape, left if left == UNBOUNDED else left - 1, after)
                    if limit:
                        todo.append((self._push(body, 0, after), marks))
                case Claim(_, body):
                    todo.append((self._push(body, 0, after), marks))
                case _ if not isinstance(shape, self._marked):
                    todo.append((self._push(shape.body, 0, after), marks))
                case _ if count:
                    todo.append((after, (*marks, (False, self._spot(shape)))))
                case _:
                    after = self._push(shape, _CLOSE, after)
                    todo.append((self._push(shape.body, 0, after), (*marks, (True, self._spot(shape)))))
        self._entries[rest] = tuple(out)
        return self._entries[rest]

    def _spot(self, shape: Spot) -> int:
        known = self._spot_of.get(id(shape))
        if known is None:
            known = self._spot_of[id(shape)] = len(self.spots)
            self.spots.append(shape)
        return known

    # -- reading --------------------------------------------------------------------------------------

    def reach(self, place: Place) -> tuple[tuple[tuple[Mark, ...], Place], ...]:
        """The places that need no byte to get to: this one, and those after leaving its leaf."""
        known = self._reach.get(place)
        if known is not None:
            return known
        out: list[tuple[tuple[Mark, ...], Place]] = []
        todo: list[tuple[tuple[Mark, ...], Place]] = [((), place)]
        while todo:
            marks, here = todo.pop()
            out.append((marks, here))
            if self.may_leave(here):
                todo += [((*marks, *more), there) for more, there in self._entered(here.rest)]
        self._reach[place] = tuple(out)
        return self._reach[place]

    def may_leave(self, place: Place) -> bool:
        """Whether the leaf of ``place`` may end here."""
        return place.term >= 0 and self._terms.nullable(place.term)

    def must_leave(self, place: Place) -> bool:
        """Whether the leaf of ``place`` has no further byte."""
        return place.term == self._terms.EMPTY

    def is_last(self, place: Place) -> bool:
        """Whether nothing but the end follows the leaf of ``place``: from here each text is one path."""
        rest = place.rest
        while self._rest[rest][1] == _CLOSE:
            rest = self._rest[rest][2]
        return not rest

    def moves(self, place: Place) -> tuple[Move, ...]:
        """All ways to read one byte from ``place``."""
        known = self._moves.get(place)
        if known is None:
            known = self._moves[place] = tuple(
                Move(marks, members, Place(term, here.rest))
                for marks, here in self.reach(place)
                if here != END
                for members, term in self._terms.linear(here.term)
            )
        return known

    def endings(self, place: Place) -> tuple[tuple[Mark, ...], ...]:
        """The ways to end the text at ``place``, each with the parts that close."""
        return tuple(marks for marks, here in self.reach(place) if here == END)


def _may_die(regex: Regex) -> bool:
    """Whether an intersection or a difference occurs in an expression."""
    todo = [regex]
    while todo:
        match todo.pop():
            case Both() | Without():
                return True
            case Then(left, right) | Either(left, right):
                todo += [left, right]
            case Star(body) | AtMost(_, body):
                todo.append(body)
            case _:
                pass
    return False
