"""Repetitions that are folded: nothing is lost, little is left, and the kernel proves what is left."""

from __future__ import annotations

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from detlm.config import data_root
from detlm.console.proving import claims_of, prove, table_of
from detlm.kernel.automata import Expressions
from detlm.kernel.certified import Claimed
from detlm.kernel.embedded import EmbeddedKernel
from detlm.kernel.folded import Folded, Target, fold
from detlm.kernel.render import render_program
from detlm.kernel.walked import TooLarge, Walk
from detlm.mask.building import dfa_of_regex
from detlm.mask.compile import compile_program
from detlm.syntax import program as p
from detlm.syntax import read_program
from detlm.syntax import regex as r
from detlm.syntax.regex_reader import read_regex
from tests.kernel.programs import program
from tests.strategies import regexes

EXAMPLES = data_root() / "dsl" / "examples"
TURNS = st.one_of(st.integers(0, 3), st.integers(4, 40))


def repeated(max_leaves: int = 4) -> st.SearchStrategy[r.Regex]:
    """Expressions with repetitions that are worth folding, beside each other and cut by others."""
    inner = regexes(max_leaves)
    some = st.builds(r.AtMost, TURNS, inner)
    chains = st.builds(lambda a, b, c: r.Then(a, r.Then(b, c)), inner, some, inner)
    cut = st.builds(lambda make, a, b: make(a, b), st.sampled_from([r.Both, r.Without]), chains, inner)
    two = st.builds(lambda make, a, b: make(a, b), st.sampled_from([r.Then, r.Either, r.Without]), some, some)
    return st.one_of(some, chains, cut, two)


def folded(regex: r.Regex) -> tuple[Walk, Folded]:
    """The mask engine's automaton of an expression, walked and folded."""
    expressions = Expressions()
    table = table_of(dfa_of_regex(regex))
    try:
        walk = Walk(table, expressions.of_regex(regex), expressions, exact=True, most=10**6)
    except TooLarge:  # is told so, and not folded
        reject()
    return walk, fold(walk, expressions)


@given(repeated())
@settings(max_examples=150, deadline=None)
def test_what_is_folded_unfolds_to_what_was_walked(regex: r.Regex) -> None:
    walk, made = folded(regex)
    assert len(set(made.places)) == len(made.places), "two states are in one place"
    assert made.start == made.places[walk.start]
    for walked, (state, turns) in zip(walk.states, made.places, strict=True):
        found = made.states[state]
        assert found.rank == walked.rank
        for (byte, _), move in zip(walk.classes, walked.moves, strict=True):
            reached = [target.reached(turns) for members, target in found.groups if members >> byte & 1]
            assert reached == ([] if move is None else [made.places[move]])


@given(repeated(3))
@settings(max_examples=40, deadline=None)
def test_the_kernel_proves_what_is_folded(kernel: EmbeddedKernel, regex: r.Regex) -> None:
    which = program(p.Lex(regex))
    claim = Claimed("it", regex, table_of(dfa_of_regex(regex)), True)
    found = prove(which, render_program(which), claim, kernel)
    assert found.problem is None or "not compared" in found.problem


@pytest.mark.parametrize(
    ("source", "states"),
    [
        ("a{0,4000}b", 6),  # dead, start, behind the b, and the last turn with and without its count
        ("[A-Z][^.]{1,900}[.]", 24),
        ("(ab){0,90}c(ab){0,90}", 14),
        ("(ab|cd){3,70}", 24),
    ],
)
def test_few_states_are_left(source: str, states: int) -> None:
    walk, made = folded(read_regex(source))
    assert len(made.states) <= states < len(walk.states)
    assert made.steps < 200


def test_states_that_are_alike_near_the_end_only() -> None:
    regex = r.Without(read_regex("[a-e]{0,60}"), read_regex("[a-e]*abcde[a-e]*"))
    walk, made = folded(regex)
    assert len(made.states) * 3 < len(walk.states)


def test_where_targets_lead() -> None:
    assert Target("stay", 4).reached(7) == (4, 7)
    assert Target("more", 4, 2).reached(7) == (4, 9)
    assert Target("jump", 4, 2).reached(7) == (4, 2)
    assert [Target("less", 4, 9).reached(turns) for turns in (0, 1, 5)] == [(9, 0), (4, 0), (4, 4)]


@pytest.mark.parametrize(
    "source",
    [
        "((((c){2,5}[a-c].){3})+){0,2}",  # more options than are followed, for 286 states
        "(a{3}|b{4}|[ab]{5}){0,30}",  # the ways to read a text do not hold each other
    ],
)
def test_repetitions_that_overlap_are_left_alone_soon(source: str) -> None:
    regex = read_regex(source)
    expressions = Expressions()
    root = expressions.of_regex(regex)
    with pytest.raises(TooLarge):
        Walk(table_of(dfa_of_regex(regex)), root, expressions, exact=True, most=20_000)
    assert len(expressions.nodes) < 100_000


@pytest.mark.parametrize(
    ("source", "steps"),
    [
        ("((a{1,3}b?){0,9})*", 10),
        (".*x.{0,30}", 1000),
        ("([a-z]{1,9}[ -]?){1,20}", 1500),
        ("(((b)*){0,9}){0,9}", 30),
        ("[ab]*(((a{0,9})*){2,5}b{0,4}){1,3}", 500),
    ],
)
def test_repetitions_in_each_other_are_proved(kernel: EmbeddedKernel, source: str, steps: int) -> None:
    which = program(p.Lex(r.EMPTY))
    inner = read_regex(source)
    everything = read_regex("[a-z]*")
    for regex in (inner, r.Without(everything, inner), r.Then(r.Without(everything, inner), inner)):
        claim = Claimed("it", regex, table_of(dfa_of_regex(regex)), True)
        assert prove(which, render_program(which), claim, kernel).problem is None
    assert folded(inner)[1].steps <= steps


@pytest.mark.parametrize("name", ["tenants", "support-ticket"])
def test_large_examples_are_proved(kernel: EmbeddedKernel, name: str) -> None:
    which = read_program(EXAMPLES / f"{name}.det")
    rendered = render_program(which)
    for claim in claims_of(which, compile_program(which, b"")):
        if claim.regex is not None:
            assert prove(which, rendered, claim, kernel).problem is None, claim.name
