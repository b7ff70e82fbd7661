"""The meaning of terms: derivatives, the way from expressions to automata.

``linear`` gives all derivatives of a term at once: disjoint byte sets, each with what may follow. Building
tables out of terms is ``building.py``. Some languages are told only when a text gets to them (``open``): no
byte is read into one, ``opens`` says where one begins, and ``told`` puts its language in its place.

Source: J. A. Brzozowski, Derivatives of regular expressions, JACM 11 (1964); the grouping of bytes is that
of S. Owens, J. Reppy and A. Turon, Regular-expression derivatives re-examined, JFP 19 (2009).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from detlm.errors import MaskError
from detlm.mask.arena import (
    ATMOST,
    BOTH,
    MACHINE,
    OPEN,
    OR,
    SET,
    STAR,
    THEN,
    WITHOUT,
    Arena,
    Key,
    Machine,
    as_int,
    as_ints,
)
from detlm.mask.wordlists import WordList, dfa_of_words
from detlm.syntax import regex as rx

__all__ = ["Linear", "Machine", "Terms"]

Linear = tuple[tuple[int, int], ...]  # (byte set, term), the sets disjoint and not empty


class Terms(Arena):
    """An arena of terms and their derivatives."""

    def __init__(self) -> None:
        super().__init__()
        self._linear: dict[int, Linear] = {}
        self._opens: dict[int, frozenset[int]] = {}
        # By identity, and kept with the expression so that its id stays its own.
        self._expressions: dict[int, tuple[rx.Regex, int]] = {}

    def from_regex(self, expression: rx.Regex) -> int:
        """The term of an expression; an object is read once."""
        known = self._expressions.get(id(expression))
        if known is None:
            known = self._expressions[id(expression)] = (expression, self._read(expression))
        return known[1]

    def _read(self, expression: rx.Regex) -> int:
        """Iterative: literals are as deep as they are long."""
        if (words := dfa_of_words(expression)) is not None:
            return self.machine(words, words.start)
        todo: list[rx.Regex | tuple[type[rx.Regex], int]] = [expression]
        done: list[int] = []
        while todo:
            item = todo.pop()
            if isinstance(item, tuple):
                self._combine(item, done)
                continue
            if isinstance(item, rx.Then):  # most of all: literals
                todo += [(rx.Then, 0), item.second, item.first]
                continue
            match item:
                case rx.Nothing():
                    done.append(self.NOTHING)
                case rx.Empty():
                    done.append(self.EMPTY)
                case rx.OneOf(members):
                    done.append(self.one_of(members))
                case rx.Star(body):
                    todo += [(rx.Star, 0), body]
                case rx.AtMost(count, body):
                    todo += [(rx.AtMost, count), body]
                case rx.Both(left, right) | rx.Without(left, right):
                    todo += [(type(item), 0), right, left]
                case rx.Either(left, right):
                    # The whole right spine at once: adding options one by one would be quadratic.
                    options = [left]
                    while isinstance(right, rx.Either):
                        options.append(right.left)
                        right = right.right
                    options.append(right)
                    todo += [(rx.Either, len(options)), *reversed(options)]
                case _:
                    raise MaskError(f"masks do not know the expression {type(item).__name__}")
        return done[0]

    def _combine(self, item: tuple[type[rx.Regex], int], done: list[int]) -> None:
        kind, number = item
        if kind is rx.Either:
            options = done[-number:]
            del done[-number:]
            done.append(self.either(options))
        elif kind is rx.Star:
            done.append(self.star(done.pop()))
        elif kind is rx.AtMost:
            done.append(self.at_most(number, done.pop()))
        else:
            right, left = done.pop(), done.pop()
            build = {rx.Then: self.then, rx.Both: self.both, rx.Without: self.without}[kind]
            done.append(build(left, right))

    def words_at(self, term: int) -> tuple[WordList, int, int] | None:
        """The term as a list of words from a state on, and what follows; None if it is no such thing, or if a
        word may go on with a byte with which the rest may begin.
        """
        key, rest = self._keys[term], self.EMPTY
        if key[0] == THEN:
            key, rest = self._keys[as_int(key[1])], as_int(key[2])
        if key[0] != MACHINE:
            return None
        automaton = self._machines[as_int(key[1])]
        if not isinstance(automaton, WordList):
            return None
        if any(members & automaton.going_on for members, _ in self.linear(rest)):
            return None
        return automaton, as_int(key[2]), rest

    # -- meaning ------------------------------------------------------------------------------------

    def nullable(self, term: int) -> bool:
        """Whether the empty text belongs."""
        return self._nullable[term]

    def linear(self, term: int) -> Linear:
        """All derivatives: for each byte of one of the sets, what may follow; other bytes lead nowhere."""
        known = self._linear.get(term)
        if known is None:
            known = self._linear[term] = self._derive(self._keys[term])
        return known

    def opens(self, term: int) -> frozenset[int]:
        """The numbers of the ``open`` languages that a text may get to here, before any byte."""
        if not self.has_open:
            return frozenset()
        known = self._opens.get(term)
        if known is None:
            parts = [part for part, _ in self._heads(term)]
            key = self._keys[term]
            known = (
                frozenset((as_int(key[1]),)) if key[0] == OPEN else frozenset().union(*map(self.opens, parts))
            )
            self._opens[term] = known
        return known

    def told(self, term: int, languages: Mapping[int, int]) -> int:
        """The same texts, with the ``open`` languages that begin here told; those not told are empty.

        Raises ``MaskError`` where languages without a byte follow each other without end.
        """
        for _ in range(50):
            if not self.opens(term):
                return term
            pieces = [self.then(self.one_of(members), target) for members, target in self.linear(term)]
            ends = self.EMPTY if self._nullable[term] else self.NOTHING
            term = self.either([*pieces, ends, self._told(term, languages)])
        raise MaskError("a text that depends on the text before it may be empty over and over again")

    def _told(self, term: int, languages: Mapping[int, int]) -> int:
        """The texts of ``term`` that begin with a text of an ``open`` language."""
        if not self.opens(term):
            return self.NOTHING
        key = self._keys[term]
        if key[0] == OPEN:
            return languages.get(as_int(key[1]), self.NOTHING)
        return self.either([around(self._told(part, languages)) for part, around in self._heads(term)])

    def _heads(self, term: int) -> list[tuple[int, Callable[[int], int]]]:
        """The parts of a term with which its texts may begin, and what each leaves of the term around it."""
        key = self._keys[term]
        kind = key[0]
        if kind == THEN:
            first, second = as_int(key[1]), as_int(key[2])
            after = [(second, _same)] if self._nullable[first] else []
            return [(first, lambda t: self.then(t, second)), *after]
        if kind == OR:
            return [(option, _same) for option in as_ints(key[1])]
        if kind == STAR:
            return [(as_int(key[1]), lambda t: self.then(t, term))]
        if kind == ATMOST:
            rest = self.at_most(as_int(key[1]) - 1, as_int(key[2]))
            return [(as_int(key[2]), lambda t: self.then(t, rest))]
        if kind in (BOTH, WITHOUT):
            left, right = as_int(key[1]), as_int(key[2])
            if kind == WITHOUT:
                return [(left, lambda t: self.without(t, right))]
            return [(left, lambda t: self.both(t, right)), (right, lambda t: self.both(left, t))]
        return []

    def step(self, term: int, byte: int) -> int:
        """What may follow after ``byte``."""
        bit = 1 << byte
        return next((t for members, t in self.linear(term) if members & bit), self.NOTHING)

    def accepts(self, term: int, text: bytes) -> bool:
        """Whether ``text`` belongs; derives along ``text`` only."""
        for byte in text:
            term = self.step(term, byte)
            if term == self.NOTHING:
                return False
        return self._nullable[term]

    def is_empty(self, term: int, *, limit: int = 200_000) -> bool:
        """Whether no text belongs. Looks depth first, so that a language with texts is told quickly.

        Raises ``MaskError`` after ``limit`` terms.
        """
        seen = {term}
        todo = [term]
        while todo:
            here = todo.pop()
            if self._nullable[here] or self.opens(here):
                return False
            for _, target in self.linear(here):
                if target not in seen:
                    seen.add(target)
                    todo.append(target)
            if len(seen) > limit:
                raise MaskError(f"whether anything is admitted takes more than {limit:,} steps to tell")
        return True

    def meets(self, term: int, automaton: Machine, start: int, *, limit: int) -> bool:
        """Whether ``automaton`` accepts some text of ``term`` from ``start``; no terms are made for that.

        Raises ``MaskError`` after ``limit`` pairs.
        """
        todo = [(term, start)]
        seen = set(todo)
        while todo:
            here, state = todo.pop()
            if (self._nullable[here] and automaton.is_accepting(state)) or self.opens(here):
                return True
            moves = automaton.edges(state)
            for members, target in self.linear(here):
                for others, after in moves:
                    if members & others and (target, after) not in seen:
                        seen.add((target, after))
                        todo.append((target, after))
            if len(seen) > limit:
                raise MaskError(f"whether two languages share a text takes more than {limit:,} steps to tell")
        return False

    def _derive(self, key: Key) -> Linear:
        kind = key[0]
        if kind == SET:
            return ((as_int(key[1]), self.EMPTY),)
        if kind == THEN:
            first, second = as_int(key[1]), as_int(key[2])
            pieces = [(m, self.then(t, second)) for m, t in self.linear(first)]
            # Already disjoint unless the second part adds its own; merging would only cost time.
            return self._merged([*pieces, *self.linear(second)]) if self._nullable[first] else tuple(pieces)
        if kind == OR:
            return self._merged([piece for option in as_ints(key[1]) for piece in self.linear(option)])
        # Different terms before the same rest are different terms: nothing to merge.
        if kind == STAR:
            rest = self._ids[key]
            return tuple((m, self.then(t, rest)) for m, t in self.linear(as_int(key[1])))
        if kind == ATMOST:
            rest = self.at_most(as_int(key[1]) - 1, as_int(key[2]))
            return tuple((m, self.then(t, rest)) for m, t in self.linear(as_int(key[2])))
        if kind == BOTH:
            right = self.linear(as_int(key[2]))
            left = self.linear(as_int(key[1]))
            return self._disjoint([(m & n, self.both(t, u)) for m, t in left for n, u in right if m & n])
        if kind == WITHOUT:
            return self._disjoint(self._difference(as_int(key[1]), as_int(key[2])))
        if kind == MACHINE:
            index, state = as_int(key[1]), as_int(key[2])
            return tuple((m, self._machine_term(index, s)) for m, s in self._machines[index].edges(state))
        return ()

    def _difference(self, left: int, right: int) -> list[tuple[int, int]]:
        pieces = []
        for rest, target in self.linear(left):
            for others, excluded in self.linear(right):
                if common := rest & others:
                    pieces.append((common, self.without(target, excluded)))
                    rest ^= common
            if rest:
                pieces.append((rest, target))
        return pieces

    def _merged(self, pieces: list[tuple[int, int]]) -> Linear:
        """Overlapping pieces as disjoint ones, joined by ``either``; equal targets share one set."""
        by_set: dict[int, set[int]] = {}
        seen = overlap = 0
        for members, target in pieces:
            if target == self.NOTHING:
                continue
            if members in by_set:
                by_set[members].add(target)
            else:
                overlap |= seen & members
                seen |= members
                by_set[members] = {target}
        if overlap:
            by_set = _refined(by_set)
        return self._disjoint(
            [(m, self.either(t) if len(t) > 1 else next(iter(t))) for m, t in by_set.items()]
        )

    def _disjoint(self, pieces: list[tuple[int, int]]) -> Linear:
        """Pieces that are disjoint; equal targets share one set."""
        by_target: dict[int, int] = {}
        for members, target in pieces:
            by_target[target] = by_target.get(target, 0) | members
        by_target.pop(self.NOTHING, None)
        return tuple([(members, target) for target, members in by_target.items()])


def _refined(groups: dict[int, set[int]]) -> dict[int, set[int]]:
    """Groups over disjoint sets, each with the union of the groups that covered it."""
    disjoint: dict[int, set[int]] = {}
    for members, targets in groups.items():
        rest = members
        for other in list(disjoint):
            common = rest & other
            if not common:
                continue
            if common != other:
                disjoint[other & ~common] = set(disjoint[other])
                disjoint[common] = disjoint.pop(other)
            disjoint[common] |= targets
            rest &= ~common
            if not rest:
                break
        if rest:
            disjoint[rest] = set(targets)
    return disjoint


def _same(term: int) -> int:
    return term
