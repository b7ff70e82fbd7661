"""Inference: exactly what follows, derivations that can be followed step by step, bounds."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given

from detlm.errors import ConstraintError
from detlm.knowledge.closure import Closure, FactStep, RuleStep, close
from detlm.syntax import read_source
from detlm.syntax.program import Atom, Constant, Pattern, Program, Term, Variable
from tests.strategies import program_sources


def program(*lines: str) -> Program:
    return read_source("program t\n" + "\n".join(lines) + '\noutput := "x"\n', "t.det")


def naive(made: Program) -> set[Atom]:
    """All consequences by trying every text for every variable until nothing is new."""
    atoms = set(made.facts)
    texts = {t for a in atoms for t in (a.subject, a.object)}
    patterns = [p for r in made.rules for p in (r.head, *r.body)]
    texts |= {t.text for p in patterns for t in (p.subject, p.object) if isinstance(t, Constant)}
    while True:
        new = set()
        for rule in made.rules:
            for values in itertools.product(sorted(texts), repeat=rule.variable_count):
                if all(filled(p, values) in atoms for p in rule.body):
                    new.add(filled(rule.head, values))
        if new <= atoms:
            return atoms
        atoms |= new


def filled(pattern: Pattern, values: tuple[bytes, ...]) -> Atom:
    def text(term: Term) -> bytes:
        return values[term.index] if isinstance(term, Variable) else term.text

    return Atom(pattern.relation, text(pattern.subject), text(pattern.object))


def follow(made: Program, closure: Closure, atom: Atom) -> None:
    """Walk a derivation as a checker would, trusting nothing."""
    steps = closure.steps(atom)
    assert steps is not None
    have: list[Atom] = []
    used: set[Atom] = set()
    for step in steps:
        if isinstance(step, FactStep):
            have.append(made.facts[step.index])
            continue
        rule = made.rules[step.index]
        assert len(step.arguments) == rule.variable_count
        premises = [filled(p, step.arguments) for p in rule.body]
        assert set(premises) <= set(have)
        used |= set(premises)
        have.append(filled(rule.head, step.arguments))
    assert have[-1] == atom
    assert len(set(have)) == len(have)
    assert set(have[:-1]) <= used  # nothing derived in vain


@given(program_sources())
def test_closure_is_all_that_follows_and_each_atom_is_derived(source: str) -> None:
    made = read_source(source, "g.det")
    closure = close(made)
    if sum(r.variable_count for r in made.rules) <= 7:
        assert set(closure.atoms) == naive(made)
    for atom in closure.atoms:
        follow(made, closure, atom)
    again = close(made)
    assert again.atoms == closure.atoms
    assert [again.steps(a) for a in again.atoms] == [closure.steps(a) for a in closure.atoms]


def test_medication_consequence() -> None:
    made = program(
        'fact warfarin is_a "blood thinner"',
        'fact aspirin conflicts "blood thinner"',
        "rule D conflicts K and X is_a K -> D conflicts X",
    )
    closure = close(made)
    atom = Atom(b"conflicts", b"aspirin", b"warfarin")
    assert atom in closure
    assert closure.steps(atom) == (
        FactStep(1),
        FactStep(0),
        RuleStep(0, (b"aspirin", b"blood thinner", b"warfarin")),
    )
    assert closure.steps(Atom(b"conflicts", b"warfarin", b"aspirin")) is None
    assert closure.atoms[:2] == made.facts


def test_cycles_end() -> None:
    made = program("fact a r b", "fact b r a", "rule X r Y and Y r Z -> X r Z", "rule X r Y -> Y r X")
    assert len(close(made).atoms) == 4


def test_rules_with_the_same_variable_twice_and_constants() -> None:
    made = program("fact a r a", "fact a r b", "rule X r X -> X same yes", 'rule "a" r Y -> Y seen "by a"')
    derived = set(close(made).atoms) - set(made.facts)
    assert derived == {
        Atom(b"same", b"a", b"yes"),
        Atom(b"seen", b"a", b"by a"),
        Atom(b"seen", b"b", b"by a"),
    }


def test_a_long_chain_has_a_derivation_without_recursion() -> None:
    facts = [f"fact n{i} next n{i + 1}" for i in range(3000)]
    made = program(*facts, "fact n0 reached yes", "rule A reached W and A next B -> B reached W")
    steps = close(made).steps(Atom(b"reached", b"n3000", b"yes"))
    assert steps is not None
    assert len(steps) == 6001


def test_the_shortest_way_by_rounds_is_kept() -> None:
    made = program(
        "fact a r b", "fact b r c", "fact c r d", "fact a s d",
        "rule X r Y and Y r Z -> X r Z", "rule X s Y -> X r Y",
    )  # fmt: skip
    steps = close(made).steps(Atom(b"r", b"a", b"d"))
    assert steps == (FactStep(3), RuleStep(1, (b"a", b"d")))


def test_too_many_facts() -> None:
    lines = [f"fact a{i} r b{i}" for i in range(60)]
    made = program(*lines, "rule X r Y and U r V -> X pair V")
    assert len(close(made).atoms) == 60 + 3600
    with pytest.raises(ConstraintError, match="more than 1,000 facts") as caught:
        close(made, limit=1000)
    assert caught.value.hint
    with pytest.raises(ConstraintError, match="more than 59 facts"):
        close(program(*lines), limit=59)


def test_joins_that_find_nothing_new_are_bounded() -> None:
    lines = [f"fact a{i} r b{i}" for i in range(60)]
    made = program(*lines, "rule A r B and C r D and E r F and G r H -> tea is done")
    began = time.perf_counter()
    with pytest.raises(ConstraintError, match="join too many"):
        close(made, limit=2000)
    assert time.perf_counter() - began < 20


def test_what_follows_is_bounded_and_reading_needs_none_of_it() -> None:
    facts = "".join(f"fact a{i} r b{i}\n" for i in range(60))
    source = f'program t\n{facts}rule X r Y and U r V -> X pair V\nsentence r := SUBJECT " is " OBJECT\n'
    made = read_source(source + "category C := sentence of facts\noutput := C\n", "t.det")
    with pytest.raises(ConstraintError, match="more than 1,000 facts follow"):
        close(made, limit=1000)
