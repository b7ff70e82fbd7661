"""Regular expressions ─▶ packed automata that Lean compares with them (``lean/DetLM/Spec/Automaton.lean``).

The expressions are held as Lean holds them, and derived as ``Regex.follow`` derives them, step by step in
the same way: each state of an automaton stands for one such derivative, and the kernel proves that it does.
Nothing here is trusted. The automata of masks (``detlm.mask``) are others: minimal, and not in this form.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from detlm.syntax import program as p
from detlm.syntax import regex as r

_NOTHING, _EMPTY, _ONE, _SEQ, _EITHER, _STAR, _ATMOST, _BOTH, _WITHOUT = range(9)
_ALL = (1 << 256) - 1
_WORD_BYTES = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF07FFFFFE87FFFFFE03FF000000000000
_GAPS = _ALL ^ _WORD_BYTES
_COLUMN_BITS = 24
#: More steps than these (states times classes) are not worth the kernel's time to compare them.
MOST_STEPS = 6_000

Expression = int  # a place in ``Expressions``


def literal_front(regex: r.Regex) -> tuple[bytes, r.Regex | None]:
    """The fixed bytes that a sequence starts with, and what follows them (None: nothing)."""
    front = bytearray()
    rest: r.Regex | None = regex
    while rest is not None:
        first, after = (rest.first, rest.second) if isinstance(rest, r.Then) else (rest, None)
        if not isinstance(first, r.OneOf) or first.members & (first.members - 1):
            break
        front.append(first.members.bit_length() - 1)
        rest = after
    return bytes(front), rest


@dataclass(frozen=True, slots=True)
class Automaton:
    """The numbers of Lean's ``Automaton`` and of its comparison with an expression."""

    columns: int
    table: int
    row: int
    start: int
    last: int
    classes: tuple[int, ...]
    samples: int
    sets: tuple[int, ...]
    states: tuple[Expression, ...]


class Expressions:
    """Expressions, equal ones once; each a constructor, its number, its parts."""

    def __init__(self) -> None:
        self._ids: dict[tuple[int, int, int, int], Expression] = {}
        self.nodes: list[tuple[int, int, int, int]] = []
        self._nullable: list[bool] = []
        self.nothing = self.make(_NOTHING)
        self.empty = self.make(_EMPTY)
        self.anything = self.make(_STAR, 0, self.make(_ONE, _ALL))
        self._derived: dict[tuple[int, Expression], Expression] = {}

    def make(self, kind: int, number: int = 0, first: Expression = 0, second: Expression = 0) -> Expression:
        """The expression of a constructor, its number and its parts."""
        key = (kind, number, first, second)
        known = self._ids.get(key)
        if known is None:
            known = self._ids[key] = len(self.nodes)
            self.nodes.append(key)
            self._nullable.append(self._holds_empty(key))
        return known

    def _holds_empty(self, key: tuple[int, int, int, int]) -> bool:
        kind, _, first, second = key
        if kind in (_SEQ, _BOTH):
            return self._nullable[first] and self._nullable[second]
        if kind == _EITHER:
            return self._nullable[first] or self._nullable[second]
        if kind == _WITHOUT:
            return self._nullable[first] and not self._nullable[second]
        return kind in (_EMPTY, _STAR, _ATMOST)

    def nullable(self, expression: Expression) -> bool:
        """Whether the empty text belongs."""
        return self._nullable[expression]

    # How they are made

    def of_text(self, text: bytes) -> Expression:
        """``Regex.ofText``."""
        made = self.empty
        for byte in reversed(text):
            made = self.make(_SEQ, 0, self.make(_ONE, 1 << byte), made)
        return made

    def of_regex(self, regex: r.Regex) -> Expression:
        """What ``render.py`` writes for an expression."""
        text, rest = literal_front(regex)
        if len(text) > 1:
            fixed = self.of_text(text)
            return fixed if rest is None else self.make(_SEQ, 0, fixed, self.of_regex(rest))
        match regex:
            case r.Nothing():
                return self.nothing
            case r.Empty():
                return self.empty
            case r.OneOf(members):
                return self.make(_ONE, members)
            case r.Then(first, second):
                return self.make(_SEQ, 0, self.of_regex(first), self.of_regex(second))
            case r.Either(left, right):
                return self.make(_EITHER, 0, self.of_regex(left), self.of_regex(right))
            case r.Star(body):
                return self.make(_STAR, 0, self.of_regex(body))
            case r.AtMost(count, body):
                return self.make(_ATMOST, count, self.of_regex(body))
            case r.Both(left, right):
                return self.make(_BOTH, 0, self.of_regex(left), self.of_regex(right))
            case r.Without(left, right):
                return self.make(_WITHOUT, 0, self.of_regex(left), self.of_regex(right))
        raise TypeError(f"not a regular expression: {regex!r}")

    def of_shape(self, shape: p.Shape) -> Expression:
        """``Shape.form``."""
        match shape:
            case p.Lex(regex, _) | p.SlotShape(_, regex):
                return self.of_regex(regex)
            case p.Chain(parts) | p.Choice(parts):
                kind = _SEQ if isinstance(shape, p.Chain) else _EITHER
                made = self.of_shape(parts[-1])
                for part in reversed(parts[:-1]):
                    made = self.make(kind, 0, self.of_shape(part), made)
                return made
            case p.UpTo(count, body):
                return self.make(_ATMOST, count, self.of_shape(body))
        return self.of_shape(shape.body)

    def of_program(self, program: p.Program) -> Expression:
        """``Program.form``."""
        form = self.of_shape(program.output)
        return self.make(_BOTH, 0, form, self.of_limits(program.limits)) if program.limits else form

    def of_limits(self, limits: Iterable[p.Limit]) -> Expression:
        """``Limit.regular``."""
        limits = tuple(limits)
        forbidden, required = self.nothing, self.anything
        for limit in reversed(limits):
            match limit:
                case p.Forbid(word, _):
                    forbidden = self.make(_EITHER, 0, self._spelled(word), forbidden)
                case p.Require(word, _):
                    required = self.make(_BOTH, 0, self._saying(self._spelled(word)), required)
                case p.Matches(regex, _):
                    required = self.make(_BOTH, 0, self.of_regex(regex), required)
                case p.AtMostWords():
                    pass
        allowed = self.make(_WITHOUT, 0, self.anything, self._saying(forbidden))
        return self.make(_BOTH, 0, allowed, required)

    def _spelled(self, word: bytes) -> Expression:
        made = self.empty
        for byte in reversed(word):
            low = byte + 32 if 65 <= byte <= 90 else byte
            other = max(low - 32, 0)
            same = (other + 32 if 65 <= other <= 90 else other) == low
            letters = 1 << low | (1 << other if same else 0)
            made = self.make(_SEQ, 0, self.make(_ONE, letters), made)
        return made

    def _saying(self, something: Expression) -> Expression:
        gap = self.make(_ONE, _GAPS)
        before = self.make(_EITHER, 0, self.empty, self.make(_SEQ, 0, self.anything, gap))
        after = self.make(_EITHER, 0, self.empty, self.make(_SEQ, 0, gap, self.anything))
        return self.make(_SEQ, 0, before, self.make(_SEQ, 0, something, after))

    # Derivatives, exactly as Lean's ``Regex.follow`` makes them

    def _seq(self, first: Expression, second: Expression) -> Expression:
        if first == self.nothing:
            return self.nothing
        return second if first == self.empty else self.make(_SEQ, 0, first, second)

    def _is_option(self, one: Expression, options: Expression) -> bool:
        while self.nodes[options][0] == _EITHER:
            if one == self.nodes[options][2]:
                return True
            options = self.nodes[options][3]
        return one == options

    def _add_option(self, one: Expression, options: Expression) -> Expression:
        if one == self.nothing:
            return options
        if options == self.nothing or one == self.anything:
            return one
        if options == self.anything or self._is_option(one, options):
            return options
        return self.make(_EITHER, 0, one, options)

    def _union(self, left: Expression, right: Expression) -> Expression:
        options = []
        while self.nodes[left][0] == _EITHER:
            options.append(self.nodes[left][2])
            left = self.nodes[left][3]
        right = self._add_option(left, right)
        for option in reversed(options):
            right = self._union(option, right)
        return right

    def _meet(self, left: Expression, right: Expression) -> Expression:
        if self.nothing in (left, right):
            return self.nothing
        if left == self.anything:
            return right
        return left if right == self.anything else self.make(_BOTH, 0, left, right)

    def _minus(self, left: Expression, right: Expression) -> Expression:
        if left == self.nothing or right == self.nothing:
            return left
        return self.nothing if right == self.anything else self.make(_WITHOUT, 0, left, right)

    def follow(self, byte: int, expression: Expression) -> Expression:
        """What may follow after a byte."""
        known = self._derived.get((byte, expression))
        if known is None:
            known = self._derived[byte, expression] = self._follow(byte, expression)
        return known

    def _follow(self, byte: int, expression: Expression) -> Expression:
        kind, number, first, second = self.nodes[expression]
        match kind:
            case 2:
                return self.empty if number >> byte & 1 else self.nothing
            case 3:
                here = self._seq(self.follow(byte, first), second)
                return self._union(here, self.follow(byte, second)) if self.nullable(first) else here
            case 4:
                return self._union(self.follow(byte, first), self.follow(byte, second))
            case 5:
                return self._seq(self.follow(byte, first), expression)
            case 6:
                if number == 0:
                    return self.nothing
                return self._seq(self.follow(byte, first), self.make(_ATMOST, number - 1, first))
            case 7:
                return self._meet(self.follow(byte, first), self.follow(byte, second))
            case 8:
                return self._minus(self.follow(byte, first), self.follow(byte, second))
        return self.nothing

    def sets(self, expression: Expression) -> tuple[int, ...]:
        """The sets of bytes in an expression, each once."""
        seen, todo = {expression}, [expression]
        found: dict[int, None] = {}
        while todo:
            kind, number, first, second = self.nodes[todo.pop()]
            if kind == _ONE:
                found[number] = None
            for part in {3: (first, second), 4: (first, second), 5: (first,), 6: (first,)}.get(
                kind, (first, second) if kind > _ATMOST else ()
            ):
                if part not in seen:
                    seen.add(part)
                    todo.append(part)
        return tuple(found)

    # Automata

    def automaton(self, expression: Expression, most_steps: int = MOST_STEPS) -> Automaton | None:
        """The automaton of an expression; None if it has more than ``most_steps`` states times classes."""
        sets = self.sets(expression)
        classes: dict[tuple[int, ...], int] = {}
        of_byte = []
        for byte in range(256):
            told_apart = tuple(members >> byte & 1 for members in sets)
            of_byte.append(classes.setdefault(told_apart, byte))
        samples = tuple(classes.values())
        steps: dict[Expression, list[Expression]] = {}
        todo = [self.nothing, expression]
        while todo:
            state = todo.pop()
            if state in steps:
                continue
            if (len(steps) + 1) * len(samples) > most_steps:
                return None
            steps[state] = [self.follow(byte, state) for byte in samples]
            todo += steps[state]
        return self._packed(expression, steps, samples, of_byte, sets)

    def _packed(
        self,
        expression: Expression,
        steps: dict[Expression, list[Expression]],
        samples: tuple[int, ...],
        of_byte: list[int],
        sets: tuple[int, ...],
    ) -> Automaton:
        accepting = [s for s in steps if self.nullable(s)]
        others = [s for s in steps if s != self.nothing and not self.nullable(s)]
        states = (self.nothing, *accepting, *others)
        row = _COLUMN_BITS * len(samples)
        place = {state: row * i for i, state in enumerate(states)}
        cells = b"".join(place[t].to_bytes(3, "little") for s in states for t in steps[s])
        columns = b"".join((_COLUMN_BITS * samples.index(s)).to_bytes(2, "little") for s in of_byte)
        return Automaton(
            columns=int.from_bytes(columns, "little"),
            table=int.from_bytes(cells, "little"),
            row=row,
            start=place[expression],
            last=row * len(accepting),
            classes=samples,
            samples=int.from_bytes(bytes(of_byte), "little"),
            sets=sets,
            states=states,
        )


@lru_cache(maxsize=256)
def longest(regex: r.Regex) -> int | None:
    """How many bytes the longest text of an expression has, at most; None if there is no bound."""
    match regex:
        case r.OneOf():
            return 1
        case r.Then(first, second):
            parts = longest(first), longest(second)
            return None if None in parts else sum(x for x in parts if x is not None)
        case r.Either(left, right):
            options = longest(left), longest(right)
            return None if None in options else max(x for x in options if x is not None)
        case r.Star(body):
            return 0 if longest(body) == 0 else None
        case r.AtMost(count, body):
            one = longest(body)
            return None if one is None else count * one
        case r.Both(left, right):
            bounds = [x for x in (longest(left), longest(right)) if x is not None]
            return min(bounds) if bounds else None
        case r.Without(left, _):
            return longest(left)
    return 0
