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
#: Automata with more ways from state to state are not compared: the kernel does some 2,500 a second.
MOST_STEPS = 20_000


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

    ``exact``: it accepts what the expression holds, not only nothing else. ``envelope``: the expression is
    what a category of a Lean file lies within, not the category.
    """

    name: str
    regex: r.Regex | None
    table: MaskTable
    exact: bool
    envelope: bool = False


@dataclass(frozen=True)
class Statement:
    """A claim for the kernel: what is to be defined first, then its theorem's name, Lean source, and the
    expression that its type must be."""

    prelude: str
    theorem: str
    source: str
    expression: str


def asked_beyond_form(program: p.Program) -> list[p.Derive | p.AtMostWords]:
    """What is asked of answers, whatever the prompt, and is no part of the program's form."""
    found: list[p.Derive | p.AtMostWords] = []
    for shape in p.walk(program.output):
        if isinstance(shape, p.Derive) and not (
            isinstance(shape.given, p.Always)
            and isinstance(shape.ensure, p.Always)
            and shape.rule not in program.foreign_spans  # the kernel asks the Lean file
        ):
            found.append(shape)
    return [*found, *(limit for limit in program.limits if isinstance(limit, p.AtMostWords))]


def asks_nothing_more(program: p.Program) -> bool:
    """Whether the program's form is all that is asked of an answer."""
    return not asked_beyond_form(program)


def certify(program: p.Program, rendered: RenderedProgram, claim: Claimed) -> Statement | None:
    """What the kernel is to be asked about one of a program's automata; None if it is too large."""
    expressions = Expressions()
    defs = Definitions("Run.Masks", None if claim.regex else rendered.definitions)
    if claim.regex is None:
        root, prelude = expressions.of_program(program), rendered.prelude
        subject = node("DetLM.Regex", "DetLM.Program.form", rendered.constant)
    else:
        root, prelude = expressions.of_regex(claim.regex), ""
        subject = defs.shared(renderer_into(defs).regex(claim.regex))
    try:
        walk = _Walk(claim, root, expressions)
    except TooLarge:
        return None
    stated = _Writer(defs, expressions).statement(walk, subject, exact=claim.exact)
    source = f"theorem Run.Masks.right : {stated.source()} := by decide +kernel\n"
    return Statement(prelude + defs.source(), "Run.Masks.right", source, stated.expression())


@dataclass(frozen=True)
class _State:
    rank: int
    groups: tuple[int, ...]
    targets: tuple[int, ...]
    expressions: tuple[Expression, ...]


class _Walk:
    """An automaton and an expression, walked together. State 0 is the dead one, the others come one later."""

    def __init__(self, claim: Claimed, root: Expression, expressions: Expressions) -> None:
        self._table, self._exact = claim.table, claim.exact
        self._expressions = expressions
        self._classes = _classes(claim.table, expressions.sets(root))
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
            for byte in self._classes:
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
        """The sets that ``Regex.firsts`` tests."""
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
        groups: dict[tuple[int, tuple[int, ...]], int] = {}
        for byte, alike in self._classes.items():
            told_apart = tuple(members >> byte & 1 for members in sets)
            target = self._next(number, byte)
            if target or (self._exact and any(told_apart)):
                group = target, told_apart
                groups[group] = groups.get(group, 0) | alike
        self._steps += len(groups) * len(expressions)
        if self._steps > MOST_STEPS:
            raise TooLarge
        rank = self._rank(number)
        nearest_first = sorted(groups, key=lambda group: rank > 1 and self._rank(group[0]) != rank - 1)
        members = tuple(groups[group] for group in nearest_first)
        targets = tuple(target for target, _ in nearest_first)
        return _State(rank, members, targets, expressions)


def _classes(table: MaskTable, sets: Iterable[int]) -> dict[int, int]:
    """The bytes that no set and no column tells apart: for each class its first byte, and all as a set."""
    classes: dict[tuple[int, ...], tuple[int, int]] = {}
    for byte in range(256):
        key = (table.columns[byte], *(members >> byte & 1 for members in sets))
        first, alike = classes.get(key, (byte, 0))
        classes[key] = first, alike | 1 << byte
    return dict(classes.values())


class _Writer:
    """Renders automata and their comparisons into one set of definitions."""

    def __init__(self, defs: Definitions, expressions: Expressions) -> None:
        self.defs = defs
        self._terms = ExpressionTerms(defs, expressions)

    def statement(self, walk: _Walk, subject: Term, *, exact: bool) -> Term:
        """``DetLM.Table.Certified`` of what was walked."""
        terms = iter(self._terms.all(e for state in walk.states for e in state.expressions))
        states = [self._state(state, [next(terms) for _ in state.expressions]) for state in walk.states]
        blocks = [
            self.defs.shared(self.defs.list_of("DetLM.TableState", states[at : at + _BLOCK]))
            for at in range(0, len(states), _BLOCK)
        ]
        listed = self.defs.list_of(TypeTerm("List", TypeTerm("DetLM.TableState")), blocks)
        made = node("DetLM.Table", "DetLM.Table.mk", listed, walk.start)
        mode = node("Bool", "Bool.true" if exact else "Bool.false")
        return node("Prop", "DetLM.Table.Certified", mode, self.defs.shared(made), subject)

    def _state(self, state: _State, expressions: list[Term]) -> Term:
        parts = (
            state.rank,
            self._groups(state.groups),
            self.defs.list_of("Nat", state.targets),
            self.defs.list_of("DetLM.Regex", expressions),
        )
        return node("DetLM.TableState", "DetLM.TableState.mk", *parts)

    def _groups(self, groups: Sequence[int]) -> Term:
        made = [node("DetLM.Group", "DetLM.Group.mk", _lowest(members), members) for members in groups]
        return self.defs.shared(self.defs.list_of("DetLM.Group", made))


def _lowest(members: int) -> int:
    """The first byte of a set."""
    return (members & -members).bit_length() - 1
