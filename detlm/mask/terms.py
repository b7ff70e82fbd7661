"""Regular languages as hash-consed terms, and their derivatives: the way from expressions to automata.

A term is a small integer in an arena. Beside the constructors of ``detlm.syntax.regex`` there is
``machine``, a state of a finished automaton, so that large word lists enter as automata and are never
taken apart again. ``linear`` gives all derivatives of a term at once: disjoint byte sets, each with what
may follow. Building tables out of terms is ``automaton.py``.

Source: J. A. Brzozowski, Derivatives of regular expressions, JACM 11 (1964); the grouping of bytes is that
of S. Owens, J. Reppy and A. Turon, Regular-expression derivatives re-examined, JFP 19 (2009).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from detlm.errors import MaskError
from detlm.mask.bytesets import ALL
from detlm.syntax import regex as rx

Linear = tuple[tuple[int, int], ...]  # (byte set, term), the sets disjoint and not empty

_NOTHING, _EMPTY, _SET, _THEN, _OR, _STAR, _ATMOST, _BOTH, _WITHOUT, _MACHINE = range(10)
Key = tuple[int | tuple[int, ...], ...]


class Machine(Protocol):
    """What ``machine`` terms need of an automaton."""

    def is_accepting(self, state: int) -> bool:
        """Whether the text may end in ``state``."""
        ...

    def edges(self, state: int) -> Sequence[tuple[int, int]]:
        """The moves out of ``state``: disjoint byte sets and targets, none of them dead."""
        ...


class Terms:
    """An arena of terms. Equal languages may be different terms; equal trees never are."""

    NOTHING = 0
    EMPTY = 1

    def __init__(self) -> None:
        self._ids: dict[Key, int] = {}
        self._keys: list[Key] = []
        self._nullable: list[bool] = []
        self._linear: dict[int, Linear] = {}
        self._machines: list[Machine] = []
        self._machine_ids: dict[int, int] = {}
        self._make((_NOTHING,), False)
        self._make((_EMPTY,), True)
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
        return self._make((_SET, members), False) if members else self.NOTHING

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
        spine = []
        while first != self.EMPTY:
            key = self._keys[first]
            if key[0] != _THEN:
                spine.append(first)
                break
            spine.append(_int(key[1]))
            first = _int(key[2])
        for part in reversed(spine):
            if second == self.EMPTY:
                second = part
            else:
                second = self._make((_THEN, part, second), self._nullable[part] and self._nullable[second])
        return second

    def either(self, options: Iterable[int]) -> int:
        """One of the options, as a set: order and repetition do not matter."""
        flat: set[int] = set()
        singles = 0
        for option in options:
            key = self._keys[option]
            for term in _ints(key[1]) if key[0] == _OR else (option,):
                if self._keys[term][0] == _SET:
                    singles |= _int(self._keys[term][1])
                else:
                    flat.add(term)
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
        return self._make((_OR, tuple(sorted(flat))), any(self._nullable[t] for t in flat))

    def _without_smaller_counts(self, terms: set[int]) -> set[int]:
        # "at most 3 of x" lies inside "at most 5 of x", also between equal texts; without this a counted
        # repetition whose body can be cut in several ways would have one term for each set of counts.
        best: dict[tuple[int, int, int], tuple[int, int]] = {}
        kept: set[int] = set()
        for term in terms:
            counted = self._counted(term)
            if counted is None:
                kept.add(term)
                continue
            frame, count = counted
            if count > best.get(frame, (0, 0))[0]:
                best[frame] = (count, term)
        return kept | {term for _, term in best.values()}

    def _counted(self, term: int) -> tuple[tuple[int, int, int], int] | None:
        """``(before, body, after), count`` if the term is ``before body{0,count} after``."""
        before, key = -1, self._keys[term]
        if key[0] == _THEN and self._keys[_int(key[1])][0] != _ATMOST:
            before, key = _int(key[1]), self._keys[_int(key[2])]
        after = self.EMPTY
        if key[0] == _THEN:
            after, key = _int(key[2]), self._keys[_int(key[1])]
        return ((before, _int(key[2]), after), _int(key[1])) if key[0] == _ATMOST else None

    def star(self, body: int) -> int:
        """Any number of ``body``."""
        if body in (self.NOTHING, self.EMPTY):
            return self.EMPTY
        return body if self._keys[body][0] == _STAR else self._make((_STAR, body), True)

    def at_most(self, count: int, body: int) -> int:
        """Between none and ``count`` of ``body``."""
        if count <= 0 or body in (self.NOTHING, self.EMPTY):
            return self.EMPTY
        if self._keys[body][0] == _STAR or (count == 1 and self._nullable[body]):
            return body
        return self._make((_ATMOST, count, body), True)

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
        return self._make((_BOTH, low, high), self._nullable[low] and self._nullable[high])

    def without(self, left: int, right: int) -> int:
        """In ``left`` and not in ``right``."""
        if left == right or left == self.NOTHING or right == self.any_text:
            return self.NOTHING
        if right == self.NOTHING:
            return left
        if left == self.EMPTY:
            return self.NOTHING if self._nullable[right] else self.EMPTY
        return self._make((_WITHOUT, left, right), self._nullable[left] and not self._nullable[right])

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
        return self._make((_MACHINE, index, state), accepting)

    def from_regex(self, expression: rx.Regex) -> int:
        """The term of an expression. Iterative: literals are as deep as they are long."""
        todo: list[rx.Regex | tuple[type[rx.Regex], int]] = [expression]
        done: list[int] = []
        while todo:
            item = todo.pop()
            if isinstance(item, tuple):
                self._combine(item, done)
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
                case rx.Then(left, right) | rx.Both(left, right) | rx.Without(left, right):
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
            if self._nullable[here]:
                return False
            for _, target in self.linear(here):
                if target not in seen:
                    seen.add(target)
                    todo.append(target)
            if len(seen) > limit:
                raise MaskError(f"whether anything is admitted takes more than {limit:,} steps to tell")
        return True

    def _derive(self, key: Key) -> Linear:
        kind = key[0]
        if kind == _SET:
            return ((_int(key[1]), self.EMPTY),)
        if kind == _THEN:
            first, second = _int(key[1]), _int(key[2])
            pieces = [(m, self.then(t, second)) for m, t in self.linear(first)]
            # Already disjoint unless the second part adds its own; merging would only cost time.
            return self._merged([*pieces, *self.linear(second)]) if self._nullable[first] else tuple(pieces)
        if kind == _OR:
            return self._merged([piece for option in _ints(key[1]) for piece in self.linear(option)])
        if kind == _STAR:
            rest = self._ids[key]
            return self._merged([(m, self.then(t, rest)) for m, t in self.linear(_int(key[1]))])
        if kind == _ATMOST:
            rest = self.at_most(_int(key[1]) - 1, _int(key[2]))
            return self._merged([(m, self.then(t, rest)) for m, t in self.linear(_int(key[2]))])
        if kind == _BOTH:
            right = self.linear(_int(key[2]))
            return self._merged(
                [(m & n, self.both(t, u)) for m, t in self.linear(_int(key[1])) for n, u in right if m & n]
            )
        if kind == _WITHOUT:
            return self._merged(self._difference(_int(key[1]), _int(key[2])))
        if kind == _MACHINE:
            index, state = _int(key[1]), _int(key[2])
            return tuple((m, self._machine_term(index, s)) for m, s in self._machines[index].edges(state))
        return ()

    def _difference(self, left: int, right: int) -> list[tuple[int, int]]:
        pieces = []
        for members, target in self.linear(left):
            rest = members
            for others, excluded in self.linear(right):
                if rest & others:
                    pieces.append((rest & others, self.without(target, excluded)))
                    rest &= ~others
            if rest:
                pieces.append((rest, target))
        return pieces

    def _merged(self, pieces: list[tuple[int, int]]) -> Linear:
        """Overlapping pieces as disjoint ones, joined by ``either``; equal targets share one set."""
        by_set: dict[int, set[int]] = {}
        seen = overlap = 0
        for members, target in pieces:
            if target != self.NOTHING:
                if members not in by_set:
                    overlap |= seen & members
                    seen |= members
                by_set.setdefault(members, set()).add(target)
        if overlap:
            by_set = _refined(by_set)
        by_target: dict[int, int] = {}
        for members, targets in by_set.items():
            joined = self.either(targets) if len(targets) > 1 else next(iter(targets))
            by_target[joined] = by_target.get(joined, 0) | members
        return tuple((members, target) for target, members in by_target.items())


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


def _int(part: int | tuple[int, ...]) -> int:
    assert isinstance(part, int)
    return part


def _ints(part: int | tuple[int, ...]) -> tuple[int, ...]:
    assert isinstance(part, tuple)
    return part
