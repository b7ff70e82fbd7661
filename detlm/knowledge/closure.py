"""What follows from a program's facts by its rules, and why: semi-naive forward chaining.

Every derived atom remembers one derivation of least depth; ``Closure.steps`` lays it out as a line of steps
that a checker can follow from the top. This file finds derivations; that they are right is for Lean to say.
"""

from __future__ import annotations

from collections.abc import Sequence

from detlm.errors import ConstraintError
from detlm.syntax.program import Atom, Constant, Pattern, Program, Rule, Term, Variable
from detlm.syntax.value import Value


class FactStep(Value):
    """The atom is ``program.facts[index]``."""

    index: int


class RuleStep(Value):
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

    ``limit`` bounds the number of atoms, and 50 times it the number of joined premises. Raises
    ``ConstraintError`` past either.
    """
    reasons: dict[_Key, Step] = {}
    for number, fact in enumerate(program.facts):
        reasons.setdefault((fact.relation, fact.subject, fact.object), FactStep(number))
    if len(reasons) > limit:
        raise _too_many(limit)
    if program.rules:
        _Chaining(program.rules, reasons, limit).run()
    return Closure(program, {Atom(*key): step for key, step in reasons.items()})


_Key = tuple[bytes, bytes, bytes]  # relation, subject, object: an atom that hashes fast
_Slot = int | bytes  # a variable's index, or a constant's text
_Premise = tuple[bytes, _Slot, _Slot]
_Values = list[bytes | None]  # of a rule's variables


class _Chaining:
    """Rounds of inference: in each, at least one premise of every step is new since the round before."""

    def __init__(self, rules: tuple[Rule, ...], reasons: dict[_Key, Step], limit: int) -> None:
        self.reasons = reasons
        self.limit = limit
        self.work = 50 * limit  # rules can join much and find little
        self.found: dict[_Key, Step] = {}
        self.heads = [_premise(r.head) for r in rules]
        self.sizes = [r.variable_count for r in rules]
        # Which premises can meet a new atom of a relation: (rule, premise, the other premises).
        self.uses: dict[bytes, list[tuple[int, _Premise, list[_Premise]]]] = {}
        for r, rule in enumerate(rules):
            body = [_premise(p) for p in rule.body]
            for p, premise in enumerate(body):
                self.uses.setdefault(premise[0], []).append((r, premise, body[:p] + body[p + 1 :]))
        # Atoms of finished rounds: all, by relation, by relation and subject, by relation and object.
        self.known: set[_Key] = set()
        self.pairs: dict[bytes, list[tuple[bytes, bytes]]] = {}
        self.objects: dict[tuple[bytes, bytes], list[bytes]] = {}
        self.subjects: dict[tuple[bytes, bytes], list[bytes]] = {}

    def run(self) -> None:
        new = list(self.reasons)
        while new:
            for relation, subject, object_ in new:
                self.known.add((relation, subject, object_))
                self.pairs.setdefault(relation, []).append((subject, object_))
                self.objects.setdefault((relation, subject), []).append(object_)
                self.subjects.setdefault((relation, object_), []).append(subject)
            self.found = {}
            for key in new:
                for rule, premise, others in self.uses.get(key[0], ()):
                    values: _Values = [None] * self.sizes[rule]
                    if _bind(premise[1], key[1], values) and _bind(premise[2], key[2], values):
                        self._join(rule, others, values)
            self.reasons.update(self.found)
            new = list(self.found)

    def _join(self, rule: int, premises: list[_Premise], values: _Values) -> None:
        """Find all ways to meet the premises; ``values`` is changed on the way and restored."""
        self.work -= 1
        if self.work < 0:
            raise ConstraintError(
                "the rules join too many facts",
                hint="give premises a variable in common with an earlier one, or name constants",
            )
        if not premises:
            self._conclude(rule, values)
            return
        # The premise with the fewest candidates first: joins stay small.
        best = (
            min(range(len(premises)), key=lambda i: self._count(premises[i], values)) if premises[1:] else 0
        )
        relation, s, o = premises[best]
        rest = premises[:best] + premises[best + 1 :]
        subject, object_ = _value(s, values), _value(o, values)
        if subject is not None and object_ is not None:
            if (relation, subject, object_) in self.known:
                self._join(rule, rest, values)
        elif subject is not None and isinstance(o, int):
            texts = self.objects.get((relation, subject), ())
            self._each(rule, rest, values, o, texts)
        elif object_ is not None and isinstance(s, int):
            texts = self.subjects.get((relation, object_), ())
            self._each(rule, rest, values, s, texts)
        elif isinstance(s, int) and isinstance(o, int):
            for first, second in self.pairs.get(relation, ()):
                if s != o or first == second:
                    values[s], values[o] = first, second
                    self._join(rule, rest, values)
            values[s] = values[o] = None

    def _each(
        self, rule: int, rest: list[_Premise], values: _Values, variable: int, texts: Sequence[bytes]
    ) -> None:
        """Let a variable stand for each of the texts."""
        if rest:
            for values[variable] in texts:
                self._join(rule, rest, values)
        else:  # the innermost loop of most programs
            self.work -= len(texts)
            for values[variable] in texts:
                self._conclude(rule, values)
        values[variable] = None

    def _count(self, premise: _Premise, values: _Values) -> int:
        relation, s, o = premise
        subject, object_ = _value(s, values), _value(o, values)
        if subject is not None and object_ is not None:
            return 1
        if subject is not None:
            return len(self.objects.get((relation, subject), ()))
        if object_ is not None:
            return len(self.subjects.get((relation, object_), ()))
        return len(self.pairs.get(relation, ()))

    def _conclude(self, rule: int, values: _Values) -> None:
        relation, s, o = self.heads[rule]
        subject, object_ = _value(s, values), _value(o, values)
        if subject is None or object_ is None:
            raise AssertionError("a variable of the head is in no premise; the reader refuses such rules")
        key = (relation, subject, object_)
        if key not in self.reasons and key not in self.found:
            self.found[key] = RuleStep(rule, tuple(v for v in values if v is not None))
            if len(self.reasons) + len(self.found) > self.limit:
                raise _too_many(self.limit)


def _premise(pattern: Pattern) -> _Premise:
    def slot(term: Term) -> _Slot:
        return term.index if isinstance(term, Variable) else term.text

    return pattern.relation, slot(pattern.subject), slot(pattern.object)


def _value(slot: _Slot, values: _Values) -> bytes | None:
    return values[slot] if isinstance(slot, int) else slot


def _bind(slot: _Slot, text: bytes, values: _Values) -> bool:
    """Let a variable stand for the text; False when it, or the constant, is another."""
    known = _value(slot, values)
    if known is None and isinstance(slot, int):
        values[slot] = text
        return True
    return known == text


def _instance(pattern: Pattern, arguments: tuple[bytes, ...]) -> Atom:
    def text(term: Term) -> bytes:
        return term.text if isinstance(term, Constant) else arguments[term.index]

    return Atom(pattern.relation, text(pattern.subject), text(pattern.object))


def _too_many(limit: int) -> ConstraintError:
    return ConstraintError(
        f"more than {limit:,} facts follow from the rules",
        hint="make the rules more specific: each rule multiplies the facts that match its premises",
    )
