"""Which spans of a growing text are closed for certain, byte by byte.

Follows every parse of the text so far at once. A span counts as closed when all parses that can still be
completed agree on it; what its claims are is read off its own text. The answer's mask decides what may be
said: the tracker knows the shape alone.
"""

from __future__ import annotations

from typing import NamedTuple

from detlm.mask.parse import Span, claims_of, parses
from detlm.mask.paths import Mark, PathMachine, Place, Spot
from detlm.syntax.program import Derive, Shape
from detlm.syntax.value import Value

# A part opened or closed: (True or False, which spot of the machine, where).
Event = tuple[bool, int, int]
History = tuple[Event, ...]


class Thread(NamedTuple):
    """One parse so far: where it is, and what has opened and closed on the way."""

    place: Place
    history: History


class TrackerState(Value):
    """A point in a text, immutable: keeping it is how to rewind. ``length``: bytes read so far."""

    threads: tuple[Thread, ...]
    length: int

    @property
    def alive(self) -> bool:
        """Whether the text so far is the beginning of some text of the shape."""
        return bool(self.threads)


class SpanTracker:
    """Tracks spans of texts of one shape; holds no text, so one tracker serves many texts at once."""

    def __init__(self, shape: Shape, marked: tuple[type[Spot], ...] = (Derive,)) -> None:
        self.machine = PathMachine(shape, marked=marked)
        self._bytes: dict[Place, list[tuple[tuple[tuple[Mark, ...], Place], ...] | None]] = {}

    def start(self) -> TrackerState:
        """Before the first byte."""
        threads = [_marked(Thread(place, ()), marks, 0) for marks, place in self.machine.starts]
        return TrackerState(tuple(dict.fromkeys(self._settled(threads, 0))), 0)

    def advance(self, state: TrackerState, data: bytes) -> TrackerState:
        """After ``data``; no longer alive if no text of the shape goes on that way."""
        threads, length = state.threads, state.length
        for byte in data:
            found = []
            for thread in threads:
                for marks, place in self._after(thread.place, byte):
                    moved = Thread(place, thread.history)
                    found.append(_marked(moved, marks, length) if marks else moved)
            length += 1
            settled = self._settled(found, length)
            threads = tuple(settled) if len(settled) < 2 else tuple(dict.fromkeys(settled))
        return TrackerState(threads, length)

    def _after(self, place: Place, byte: int) -> tuple[tuple[tuple[Mark, ...], Place], ...]:
        row = self._bytes.get(place)
        if row is None:
            row = self._bytes[place] = [None] * 256
        known = row[byte]
        if known is None:
            bit = 1 << byte
            known = tuple((m.marks, m.target) for m in self.machine.moves(place) if m.members & bit)
            row[byte] = known
        return known

    def _settled(self, threads: list[Thread], length: int) -> list[Thread]:
        """Threads at the end of a leaf go on to what comes next at once, so that spans close early."""
        must_leave = self.machine.must_leave
        if not any(must_leave(t.place) for t in threads):
            return threads
        out: list[Thread] = []
        for thread in threads:
            if not must_leave(thread.place):
                out.append(thread)
                continue
            for marks, place in self.machine.reach(thread.place):
                if not must_leave(place):
                    out.append(_marked(Thread(place, thread.history), marks, length))
        return out

    def closed(self, state: TrackerState) -> list[tuple[Derive, int, int]]:
        """What all live parses have closed so far, in the order of closing: (rule, start, end)."""
        if not state.threads:
            return []
        first, *others = (self._closed(thread.history) for thread in state.threads)
        for other in others:
            agreed = 0
            while agreed < min(len(first), len(other)) and first[agreed] == other[agreed]:
                agreed += 1
            first = first[:agreed]
        found = [(self.machine.spots[which], start, end) for which, start, end in first]
        return [(spot, start, end) for spot, start, end in found if isinstance(spot, Derive)]

    def _closed(self, history: History) -> list[tuple[int, int, int]]:
        found = []
        opened: list[int] = []
        for opens, which, at in history:
            if opens:
                opened.append(at)
                continue
            start = opened.pop()
            if isinstance(self.machine.spots[which], Derive):
                found.append((which, start, at))
        return found

    def spans(self, state: TrackerState, text: bytes) -> list[Span]:
        """The spans of ``text`` (the bytes read so far) that are closed for certain, with their claims."""
        return [span_of(rule, text, start, end) for rule, start, end in self.closed(state)]


def span_of(rule: Derive, text: bytes, start: int, end: int) -> Span:
    """The span ``text[start:end]`` of a rule, with the claims that it makes."""
    trees = parses(rule.body, text[start:end], limit=1)
    claims = claims_of(trees[0]) if trees else ()
    return Span(rule.name, rule.rule, start, end, claims)


def _marked(thread: Thread, marks: tuple[Mark, ...], at: int) -> Thread:
    return Thread(thread.place, (*thread.history, *((*mark, at) for mark in marks))) if marks else thread
