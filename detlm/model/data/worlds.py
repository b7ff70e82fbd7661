"""Fact bases with rules: invents them, and derives what follows.

A world is small (3 to 14 facts, at most two rules) and random: nothing in it is true outside of it, so a
model trained on worlds can only answer by reading the prompt.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from detlm.model.data import names
from detlm.model.data.relations import KIND, Relation, alike, relation
from detlm.model.data.words import REFUSALS, held_out


@dataclass(frozen=True)
class Fact:
    """A triple, and the sentence that says it (without the full stop)."""

    subject: str
    relation: Relation
    object: str

    @property
    def sentence(self) -> str:
        """How the fact is said."""
        return self.relation.say(self.subject, self.object)


Atom = tuple[Relation, str, str]  # relation, subject variable, object variable


@dataclass(frozen=True)
class Rule:
    """``body`` implies ``head``; the strings in the atoms are variables."""

    body: tuple[Atom, ...]
    head: Atom

    def text(self) -> str:
        """The rule in words: "if X is a K and … then …."."""
        said = [r.say(s, o) for r, s, o in self.body]
        return f"if {' and '.join(said)} then {self.head[0].say(self.head[1], self.head[2])}."

    def consequences(self, facts: list[Fact]) -> list[Fact]:
        """What one use of the rule derives, in the order of the facts, without what is already there."""
        bindings: list[dict[str, str]] = [{}]
        for rel, s, o in self.body:
            grown: list[dict[str, str]] = []
            for b in bindings:
                for f in facts:
                    if (
                        f.relation == rel
                        and b.get(s, f.subject) == f.subject
                        and b.get(o, f.object) == f.object
                    ):
                        new = {**b, s: f.subject, o: f.object}
                        if s != o or f.subject == f.object:
                            grown.append(new)
            bindings = grown
        rel, s, o = self.head
        found = [Fact(b[s], rel, b[o]) for b in bindings if b[s] != b[o]]
        return [f for i, f in enumerate(found) if f not in facts and f not in found[:i]]


@dataclass
class World:
    """A fact base as a prompt shows it, and what follows from it."""

    facts: list[Fact]
    rules: list[Rule]
    refusals: list[str]
    stop: str  # what closes every sentence: "." or "!" or nothing
    relations: list[Relation]
    derived: list[Fact] = field(default_factory=list)

    def said(self, fact: Fact) -> str:
        """The sentence of ``fact`` as an answer says it."""
        return fact.sentence + self.stop

    def fact_lines(self) -> list[str]:
        """The facts as the prompt lists them."""
        return [self.said(f) for f in self.facts]

    def rule_lines(self) -> list[str]:
        """The rules as the prompt lists them."""
        return [r.text() for r in self.rules]

    def subjects(self) -> list[str]:
        """The subjects of the facts and of what follows from them, each once."""
        return list(dict.fromkeys(f.subject for f in self.facts + self.derived))


_VARIABLES = ("X K D", "D K X", "A B C", "X Y Z", "P Q R", "S T U", "X C Y", "M N O", "E F G", "U V W")


def _rule(rng: Random, relations: list[Relation], kind: Relation | None) -> Rule:
    a, b, c = rng.choice(_VARIABLES).split()
    p, q, r = (rng.choice(relations) for _ in range(3))
    shape = rng.random()
    if kind is not None and shape < 0.62:
        if shape < 0.42:  # what holds of a kind holds of its members, on the object's side
            body: tuple[Atom, ...] = ((p, a, b), (kind, c, b))
            head: Atom = (p, a, c)
        else:  # … and on the subject's side
            body, head = ((kind, a, b), (p, b, c)), (p, a, c)
        return Rule(body if rng.random() < 0.75 else body[::-1], head)
    if shape < 0.72:
        return Rule(((p, a, b), (q, b, c)), (r, a, c))
    if shape < 0.8:
        return Rule(((p, a, b), (p, b, c)), (p, a, c))
    if shape < 0.9:
        return Rule(((p, a, b),), (p, b, a))
    return Rule(((p, a, b),), (q, b, a) if p == q or rng.random() < 0.5 else (q, a, b))


def _premises(rng: Random, rule: Rule, subjects: list[str], kinds: list[str]) -> list[Fact]:
    """Facts that make the rule fire once; kind-valued variables get kinds."""
    variables = {v for _, s, o in (*rule.body, rule.head) for v in (s, o)}
    kind_valued = {o for rel, _, o in rule.body if rel.is_kind}
    people = rng.sample(subjects, len(variables))
    values = {v: people.pop() for v in sorted(variables)}
    values.update({v: rng.choice(kinds) for v in sorted(kind_valued)})
    return [Fact(values[s], rel, values[o]) for rel, s, o in rule.body]


def _refusals(rng: Random, *, evaluation: bool) -> list[str]:
    count = rng.choice((1, 1, 1, 1, 2, 3))
    lines = [r for r in rng.sample(REFUSALS, len(REFUSALS)) if held_out(r) is False][:count]
    if rng.random() < 0.15:
        lines[0] = f"no {names.made_up(rng)} for {names.made_up(rng)}"
    return lines


def world(rng: Random, *, evaluation: bool, new_relations: bool = False, largest: int = 14) -> World:
    """A random world with at most ``largest`` facts; held-out names only when ``evaluation``."""
    count = rng.randint(3, max(4, largest))
    taken: set[str] = set()
    subjects = names.entities(rng, rng.randint(3, max(3, min(7, count))), evaluation=evaluation, taken=taken)
    kinds = names.kinds(rng, rng.randint(1, 3), evaluation=evaluation, taken=taken)
    phrases = names.phrases(rng, rng.randint(1, 3), evaluation=evaluation, taken=taken)
    kind = rng.choice(KIND) if rng.random() < 0.7 else None
    relations: list[Relation] = []
    while len(relations) < rng.randint(1, 4):
        new = relation(rng, evaluation=new_relations)
        if not any(alike(new, r) for r in relations):
            relations.append(new)
    rules = [_rule(rng, relations, kind) for _ in range(rng.choice((0, 0, 1, 1, 1, 1, 2)))]
    facts: list[Fact] = []
    for rule in rules:
        if rng.random() < 0.85:
            facts += _premises(rng, rule, subjects, kinds)
    facts = list(dict.fromkeys(facts))
    for _ in range(60):
        if len(facts) >= count:
            break
        if kind is not None and rng.random() < 0.35:
            new_fact = Fact(rng.choice(subjects), kind, rng.choice(kinds))
        else:
            pool = rng.choice((phrases, phrases, kinds, subjects))
            new_fact = Fact(rng.choice(subjects), rng.choice(relations), rng.choice(pool))
        clash = any(f.subject == new_fact.subject and f.relation == new_fact.relation for f in facts)
        if (
            new_fact.subject != new_fact.object
            and new_fact not in facts
            and (not clash or rng.random() < 0.15)
        ):
            facts.append(new_fact)
    rng.shuffle(facts)
    made = World(
        facts=facts,
        rules=rules,
        refusals=[],
        stop=rng.choices((".", "", "!"), (88, 8, 4))[0],
        relations=relations + ([kind] if kind else []),
    )
    made.refusals = [line + made.stop for line in _refusals(rng, evaluation=evaluation)]
    for rule in rules:
        made.derived += [f for f in rule.consequences(facts) if f not in made.derived]
    return made
