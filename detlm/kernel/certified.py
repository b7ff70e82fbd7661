"""The automata of masks as Lean data, with what shows that they are right.

A mask's automaton has the fewest states there are, so several derivatives of its expression may stand for
one state. Here automaton and expression are walked together to find which, and what comes of it is one
statement ``DetLM.Table.Certified`` (``lean/DetLM/Spec/Certified.lean``) about the very tables that were
given: the kernel decides it by evaluation. Nothing here is trusted: a wrong table, a state wrongly held to be
dead or alive makes a statement that is false.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from detlm.kernel.automata import Expression, Expressions
from detlm.kernel.expression_terms import ExpressionTerms
from detlm.kernel.render import RenderedProgram, renderer_into
from detlm.kernel.terms import Definitions, Term, TypeTerm, node
from detlm.syntax import program as p
from detlm.syntax import regex as r

_BLOCK = 64  # states in a block, as Lean's ``Table.state?`` has it
#: Automata with more ways from state to state are not compared: the kernel does some 2,000 a second.
MOST_STEPS = 5_000


class TooLarge(Exception):
    """An automaton has more steps than are compared."""


@dataclass(frozen=True)
class MaskTable:
    """An automaton as masks use it, in plain numbers.

    ``columns``: for each of the 256 bytes its column. ``rows``: for each state and column the next state or
    -1; state 0 is the first. ``ranks``: for each state 0 if it is not viable, else one more than the bytes
    that are still needed to an accepting one, so that 1 says accepting.
    """

    columns: Sequence[int]
    rows: Sequence[Sequence[int]]
    ranks: Sequence[int]


@dataclass(frozen=True)
class Claimed:
    """What a table is said to be: the automaton of a category, or of the program's answers (``regex`` None).

    ``exact``: it accepts what the expression holds, not only nothing else.
    """

    name: str
    regex: r.Regex | None
    table: MaskTable
    exact: bool


@dataclass(frozen=True)
class Statement:
    """A claim for the kernel: its theorem's name, Lean source, the expression that its type must be."""

    theorem: str
    source: str
    expression: str


@dataclass(frozen=True)
class Certification:
    """``prelude`` defines the program and its tables; there is a statement for each claim, or None where it
    is too large."""

    prelude: str
    statements: tuple[Statement | None, ...]


def asked_beyond_form(program: p.Program) -> list[p.Derive | p.AtMostWords]:
    """What is asked of answers, whatever the prompt, and is no part of the program's form."""
    found: list[p.Derive | p.AtMostWords] = []
    for shape in p.walk(program.output):
        if isinstance(shape, p.Derive) and not (
            isinstance(shape.given, p.Always) and isinstance(shape.ensure, p.Always)
        ):
            found.append(shape)
    return [*found, *(limit for limit in program.limits if isinstance(limit, p.AtMostWords))]


def asks_nothing_more(program: p.Program) -> bool:
    """Whether the program's form is all that is asked of an answer."""
    return not asked_beyond_form(program)


def certify(program: p.Program, rendered: RenderedProgram, claims: Sequence[Claimed]) -> Certification:
    """What the kernel is to be asked about a program's automata."""
    expressions = Expressions()
    roots = [
        expressions.of_program(program) if claim.regex is None else expressions.of_regex(claim.regex)
        for claim in claims
    ]
    bytes_ = _Bytes(expressions, roots, [claim.table for claim in claims])
    writer = _Writer(Definitions("Run.Masks", rendered.definitions), expressions, bytes_)
    statements: list[Statement | None] = []
    for number, (claim, root) in enumerate(zip(claims, roots, strict=True)):
        if claim.regex is None:
            subject = node("DetLM.Regex", "DetLM.Program.form", rendered.constant)
        else:
            subject = writer.subject(claim.regex)
        try:
            stated = writer.statement(_Walk(claim, root, expressions, bytes_), subject, exact=claim.exact)
        except TooLarge:
            statements.append(None)
            continue
        name = f"Run.Masks.right{number}"
        source = f"theorem {name} : {stated.source()} := by decide +kernel\n"
        statements.append(Statement(name, source, stated.expression()))
    return Certification(rendered.prelude + writer.defs.source(), tuple(statements))


class _Bytes:
    """Classes of bytes that no set of some expressions and no column of some tables tells apart."""

    def __init__(
        self, expressions: Expressions, roots: Iterable[Expression], tables: Sequence[MaskTable]
    ) -> None:
        self.sets = tuple(dict.fromkeys(s for root in roots for s in expressions.sets(root)))
        classes: dict[tuple[int, ...], int] = {}
        of_byte = []
        for byte in range(256):
            key = (*(t.columns[byte] for t in tables), *(members >> byte & 1 for members in self.sets))
            of_byte.append(classes.setdefault(key, byte))
        self.samples = int.from_bytes(bytes(of_byte), "little")
        self.classes = tuple(classes.values())


@dataclass(frozen=True)
class _Front:
    sets: tuple[int, ...]
    groups: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class _State:
    rank: int
    toward: int
    front: _Front
    targets: tuple[int, ...]
    expressions: tuple[Expression, ...]


class _Walk:
    """An automaton and an expression, walked together. State 0 is the dead one, the others come one later."""

    def __init__(self, claim: Claimed, root: Expression, expressions: Expressions, bytes_: _Bytes) -> None:
        self._table, self._exact = claim.table, claim.exact
        self._expressions, self._bytes = expressions, bytes_
        self._firsts: dict[Expression, frozenset[int]] = {}
        self._steps = 0
        self.start = 1 if claim.table.rows else 0
        self._pairs: list[dict[Expression, None]] = [{} for _ in range(len(claim.table.rows) + 1)]
        self._follow_all(root)
        self.states = [self._state(number) for number in range(len(self._pairs))]

    def _rank(self, number: int) -> int:
        return self._table.ranks[number - 1] if number else 0

    def _next(self, number: int, byte: int) -> int:
        return 1 + self._table.rows[number - 1][self._table.columns[byte]] if number else 0

    def _follow_all(self, root: Expression) -> None:
        todo = [(0, self._expressions.nothing), (self.start, root)]
        for number, expression in todo:  # grows while we go
            if expression in self._pairs[number]:
                continue
            self._pairs[number][expression] = None
            if len(todo) > 256 * MOST_STEPS:
                raise TooLarge
            first = self._first_bytes(expression) if self._exact else 0
            for byte in self._bytes.classes:
                target = self._next(number, byte)
                if target or first >> byte & 1:
                    todo.append((target, self._expressions.follow(byte, expression)))

    def _first_bytes(self, expression: Expression) -> int:
        """The bytes with which a text may begin, as far as the sets that come first tell."""
        first = 0
        for members in self._first_sets(expression):
            first |= members
        return first

    def _first_sets(self, expression: Expression) -> frozenset[int]:
        """The sets that ``Regex.within`` looks for."""
        known = self._firsts.get(expression)
        if known is None:
            kind, members, first, second = self._expressions.nodes[expression]
            if kind < 3:
                known = frozenset((members,)) if kind == 2 else frozenset()
            elif kind in (5, 6) or (kind == 3 and not self._expressions.nullable(first)):
                known = self._first_sets(first)
            else:
                known = self._first_sets(first) | self._first_sets(second)
            self._firsts[expression] = known
        return known

    def _state(self, number: int) -> _State:
        expressions = tuple(self._pairs[number])
        sets = sorted(frozenset().union(*map(self._first_sets, expressions)))
        groups: dict[tuple[int, tuple[int, ...]], list[int]] = {}
        for byte in self._bytes.classes:
            told_apart = tuple(members >> byte & 1 for members in sets)
            target = self._next(number, byte)
            if target or (self._exact and any(told_apart)):
                groups.setdefault((target, told_apart), []).append(byte)
        self._steps += len(groups) * len(expressions)
        if self._steps > MOST_STEPS:
            raise TooLarge
        rank, toward = self._rank(number), 0
        if rank > 1:
            nearer = (b for b in self._bytes.classes if self._rank(self._next(number, b)) == rank - 1)
            toward = next(nearer, 0)
        front = _Front(tuple(sets), tuple(map(tuple, groups.values())))
        return _State(rank, toward, front, tuple(target for target, _ in groups), expressions)


class _Writer:
    """Renders automata and their comparisons into one set of definitions."""

    def __init__(self, defs: Definitions, expressions: Expressions, bytes_: _Bytes) -> None:
        self.defs = defs
        self._renderer = renderer_into(defs)
        self._terms = ExpressionTerms(defs, expressions)
        self._fronts: dict[_Front, Term] = {}
        parts = bytes_.samples, self._numbers(bytes_.classes), self._numbers(bytes_.sets)
        right = defs.prove("alike", node("Prop", "DetLM.Classes.Right", *parts))
        self._bytes = defs.define("bytes", node("DetLM.Classes", "DetLM.Classes.mk", *parts, right))

    def subject(self, regex: r.Regex) -> Term:
        """An expression as programs hold it."""
        return self.defs.shared(self._renderer.regex(regex))

    def statement(self, walk: _Walk, subject: Term, *, exact: bool) -> Term:
        """``DetLM.Table.Certified`` of what was walked."""
        terms = iter(self._terms.all(e for state in walk.states for e in state.expressions))
        states = [self._state(state, [next(terms) for _ in state.expressions]) for state in walk.states]
        blocks = [
            self.defs.shared(self.defs.list_of("DetLM.TableState", states[at : at + _BLOCK]))
            for at in range(0, len(states), _BLOCK)
        ]
        listed = self.defs.list_of(TypeTerm("List", TypeTerm("DetLM.TableState")), blocks)
        made = node("DetLM.Table", "DetLM.Table.mk", self._bytes, listed, walk.start)
        mode = node("Bool", "Bool.true" if exact else "Bool.false")
        return node("Prop", "DetLM.Table.Certified", mode, self.defs.shared(made), subject)

    def _state(self, state: _State, expressions: list[Term]) -> Term:
        parts = (
            state.rank,
            state.toward,
            self._front(state.front),
            self.defs.list_of("Nat", state.targets),
            self.defs.list_of("DetLM.Regex", expressions),
        )
        return node("DetLM.TableState", "DetLM.TableState.mk", *parts)

    def _front(self, front: _Front) -> Term:
        known = self._fronts.get(front)
        if known is None:
            groups = [self._numbers(group) for group in front.groups]
            listed = self.defs.list_of(TypeTerm("List", TypeTerm("Nat")), groups)
            made = node("DetLM.Front", "DetLM.Front.mk", self._numbers(front.sets), listed)
            known = self._fronts[front] = self.defs.shared(made)
        return known

    def _numbers(self, numbers: Sequence[int]) -> Term:
        return self.defs.shared(self.defs.list_of("Nat", numbers))
