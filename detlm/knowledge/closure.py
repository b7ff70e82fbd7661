"""What follows from a program's facts by its rules, and why: semi-naive forward chaining.

Every derived atom remembers one derivation of least depth; ``Closure.steps`` lays it out as a line of steps
that a checker can follow from the top. This file finds derivations; that they are right is for Lean to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from detlm.errors import ConstraintError
from detlm.syntax.program import Atom, Constant, Pattern, Program, Rule, Term, Variable


@dataclass(frozen=True, slots=True)
class FactStep:
    """The atom is ``program.facts[index]``."""

    index: int


@dataclass(frozen=True, slots=True)
class RuleStep:
    """The atom is the head of ``program.rules[index]`` with ``arguments`` for its variables, by index."""

    index: int
    arguments: tuple[bytes, ...]


Step = FactStep | RuleStep


class Closure:
    """The facts and everything that follows from them.

    ``reasons`` maps each atom to its last step, in the order found: the facts first, each once.
    """

    def __init__(self, program: Program, reasons: dict[Atom, Step]) -> None:
        self.program = program
        self.reasons = reasons

    @property
    def atoms(self) -> tuple[Atom, ...]:
        """All atoms in the order found: the facts first."""
        return tuple(self.reasons)

    def __contains__(self, atom: object) -> bool:
        return atom in self.reasons

    def steps(self, atom: Atom) -> tuple[Step, ...] | None:
        """A derivation that ends in ``atom``, or None when it does not follow.

        Every premise of a ``RuleStep`` is the atom of an earlier step; no atom is derived twice; every
        step but the last is a premise of a later one.
        """
        if atom not in self.reasons:
            return None
        ordered: dict[Atom, Step] = {}
        stack: list[tuple[Atom, bool]] = [(atom, False)]
        while stack:
            current, premises_done = stack.pop()
            if current in ordered:
                continue
            step = self.reasons[current]
            if premises_done or isinstance(step, FactStep):
                ordered[current] = step
                continue
            stack.append((current, True))
            stack += [(p, False) for p in reversed(self.premises(step))]
        return tuple(ordered.values())

    def premises(self, step: RuleStep) -> tuple[Atom, ...]:
        """The atoms that a rule step needs, in the order of the rule's body."""
        return tuple(_instance(p, step.arguments) for p in self.program.rules[step.index].body)


def close(program: Program, *, limit: int = 200_000) -> Closure:
    """The closure of the program's facts under its rules; the same on every run.

    ``limit`` bounds the number of atoms. Raises ``ConstraintError`` past it.
    """
    reasons: dict[Atom, Step] = {}
    for number, fact in enumerate(program.facts):
        reasons.setdefault(fact, FactStep(number))
    if program.rules:
        _Chaining(program.rules, reasons, limit).run()
    elif len(reasons) > limit:
        raise _too_many(limit)
    return Closure(program, reasons)


class _Chaining:
    """Rounds of inference: in each, at least one premise of every step is new since the round before."""

    def __init__(self, rules: tuple[Rule, ...], reasons: dict[Atom, Step], limit: int) -> None:
        self.rules = rules
        self.reasons = reasons
        self.limit = limit
        self.work = 50 * limit  # premises looked at: rules can join much and find little
        self.known = _Index()
        # Which premises can meet a new atom of a relation: (rule, premise).
        self.uses: dict[bytes, list[tuple[int, int]]] = {}
        for r, rule in enumerate(rules):
            for p, premise in enumerate(rule.body):
                self.uses.setdefault(premise.relation, []).append((r, p))

    def run(self) -> None:
        if len(self.reasons) > self.limit:
            raise _too_many(self.limit)
        new = list(self.reasons)
        while new:
            for atom in new:
                self.known.add(atom)
            found: dict[Atom, Step] = {}
            for atom in new:
                for r, p in self.uses.get(atom.relation, ()):
                    self._fire(r, p, atom, found)
            self.reasons.update(found)
            new = list(found)

    def _fire(self, r: int, p: int, atom: Atom, found: dict[Atom, Step]) -> None:
        rule = self.rules[r]
        start: list[bytes | None] = [None] * rule.variable_count
        if not _match(rule.body[p], atom, start):
            return
        others = [q for i, q in enumerate(rule.body) if i != p]
        for values in self._solve(others, start):
            arguments = tuple(v for v in values if v is not None)
            head = _instance(rule.head, arguments)
            if head not in self.reasons and head not in found:
                found[head] = RuleStep(r, arguments)
                if len(self.reasons) + len(found) > self.limit:
                    raise _too_many(self.limit)

    def _solve(self, patterns: list[Pattern], values: list[bytes | None]) -> Iterator[list[bytes | None]]:
        if not patterns:
            yield values
            return
        # The premise with the fewest candidates first: joins stay small.
        sizes = [len(self.known.candidates(q, values)) for q in patterns]
        best = sizes.index(min(sizes))
        rest = patterns[:best] + patterns[best + 1 :]
        for atom in self.known.candidates(patterns[best], values):
            self.work -= 1
            if self.work < 0:
                raise ConstraintError(
                    "the rules join too many facts",
                    hint="give premises a variable in common with an earlier one, or name constants",
                )
            bound = values.copy()
            if _match(patterns[best], atom, bound):
                yield from self._solve(rest, bound)


class _Index:
    """Atoms by relation, by relation and subject, by relation and object, and by all three."""

    def __init__(self) -> None:
        self._by: dict[tuple[bytes, bytes | None, bytes | None], list[Atom]] = {}

    def add(self, atom: Atom) -> None:
        r, s, o = atom.relation, atom.subject, atom.object
        for key in ((r, None, None), (r, s, None), (r, None, o), (r, s, o)):
            self._by.setdefault(key, []).append(atom)

    def candidates(self, pattern: Pattern, values: list[bytes | None]) -> list[Atom]:
        key = (pattern.relation, _value(pattern.subject, values), _value(pattern.object, values))
        return self._by.get(key, [])


def _value(term: Term, values: list[bytes | None]) -> bytes | None:
    return term.text if isinstance(term, Constant) else values[term.index]


def _match(pattern: Pattern, atom: Atom, values: list[bytes | None]) -> bool:
    """Bind the pattern's variables to the atom's texts in ``values``; False when they differ."""
    if pattern.relation != atom.relation:
        return False
    for term, text in ((pattern.subject, atom.subject), (pattern.object, atom.object)):
        known = _value(term, values)
        if known is None and isinstance(term, Variable):
            values[term.index] = text
        elif known != text:
            return False
    return True


def _instance(pattern: Pattern, arguments: tuple[bytes, ...]) -> Atom:
    def text(term: Term) -> bytes:
        return term.text if isinstance(term, Constant) else arguments[term.index]

    return Atom(pattern.relation, text(pattern.subject), text(pattern.object))


def _too_many(limit: int) -> ConstraintError:
    return ConstraintError(
        f"more than {limit:,} facts follow from the rules",
        hint="make the rules more specific: each rule multiplies the facts that match its premises",
    )
