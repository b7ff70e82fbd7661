"""Readings of a text by a shape with fields and regular conditions: a plain mirror for the tests of JSON.

Backtracking over ``Splits``, and a search for derivations; knows the shapes and conditions that JSON builders
make, and no others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from detlm.mask.automaton import Dfa
from detlm.mask.building import dfa_of_regex
from detlm.mask.derivation import Deriver
from detlm.mask.splits import Splits
from detlm.syntax.program import (
    ENTRY,
    Always,
    And,
    Chain,
    Choice,
    Condition,
    Derive,
    Distinct,
    Field,
    Grammar,
    InCategory,
    InGrammar,
    Lex,
    Not,
    Shape,
    UpTo,
)
from detlm.syntax.regex import Regex


@dataclass(frozen=True)
class Part:
    """A field: its label, its text, and the fields directly below it."""

    label: bytes
    text: bytes
    parts: tuple[Part, ...]


Row = tuple[Part, ...]


class Reader:
    """Reads texts by one shape; automata are built once."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self._automata: dict[int, tuple[Regex, Dfa]] = {}
        self._searches: dict[int, tuple[Grammar, Deriver]] = {}

    def readings(self, text: bytes, limit: int = 2) -> list[Row]:
        """The ways to read the whole text with all conditions fulfilled, up to ``limit`` of them."""
        self._splits, self._text = Splits(text), text
        found = []
        for end, row in self._read(self.shape, 0):
            if end == len(text):
                found.append(row)
                if len(found) == limit:
                    break
        return found

    def admits(self, text: bytes) -> bool:
        """Whether there is a reading; two of them are a mistake of the shape."""
        found = self.readings(text)
        assert len(found) < 2, f"{text!r} reads in two ways"
        return bool(found)

    def _read(self, shape: Shape, start: int) -> Iterator[tuple[int, Row]]:
        match shape:
            case Lex(regex):
                yield from ((end, ()) for end in self._splits.ends(regex, start))
            case Chain(parts):
                yield from self._chain(parts, start)
            case Choice(options):
                for option in options:
                    yield from self._read(option, start)
            case UpTo(count, body):
                yield from self._repeated(body, count, start)
            case Field(label, body):
                for end, row in self._read(body, start):
                    yield end, (Part(label, self._text[start:end], row),)
            case Derive():
                for end, row in self._read(shape.body, start):
                    if all(self._holds(c, self._text[start:end], row) for c in (shape.given, shape.ensure)):
                        yield end, row
            case _:
                raise AssertionError(shape)

    def _chain(self, parts: tuple[Shape, ...], start: int) -> Iterator[tuple[int, Row]]:
        if not parts:
            yield start, ()
            return
        for middle, row in self._read(parts[0], start):
            for end, more in self._chain(parts[1:], middle):
                yield end, row + more

    def _repeated(self, body: Shape, count: int, start: int) -> Iterator[tuple[int, Row]]:
        yield start, ()
        for middle, row in self._read(body, start) if count else ():
            assert middle > start, "a repeated part is never empty"
            for end, more in self._repeated(body, count - 1, middle):
                yield end, row + more

    def _holds(self, condition: Condition, text: bytes, row: Row) -> bool:
        match condition:
            case Always():
                return True
            case InCategory(_, regex):
                if id(regex) not in self._automata:
                    self._automata[id(regex)] = regex, dfa_of_regex(regex)
                return self._automata[id(regex)][1].accepts(text)
            case Not(body):
                return not self._holds(body, text, row)
            case And(left, right):
                return self._holds(left, text, row) and self._holds(right, text, row)
            case InGrammar(_, grammar):
                if id(grammar) not in self._searches:
                    self._searches[id(grammar)] = grammar, Deriver(grammar)
                return self._searches[id(grammar)][1].derivation(text) is not None
            case Distinct(path):
                assert path == (ENTRY,)
                texts = [part.text for part in row if part.label == ENTRY]
                return len(set(texts)) == len(texts)
            case _:
                raise AssertionError(condition)
