"""Automata of masks that the kernel compares with their expressions, and forgeries, which it refuses."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from detlm.console.proving import Proof, claims_of, prove, table_of
from detlm.kernel import certified
from detlm.kernel.certified import Claimed, asks_nothing_more
from detlm.kernel.embedded import EmbeddedKernel
from detlm.kernel.render import render_program
from detlm.kernel.walked import MaskTable
from detlm.mask.building import dfa_of_regex
from detlm.mask.compile import compile_program
from detlm.syntax import program as p
from detlm.syntax import regex as r
from detlm.syntax.regex_reader import read_regex
from tests.kernel.programs import field, program, rule, text
from tests.strategies import regexes

# States: 0 at the start, then behind one more byte each; `ab`, `acb`, `accb`, then any number of `d`.
WORD = read_regex("ac{0,2}bd*")


def proof(kernel: EmbeddedKernel, claim: Claimed, which: p.Program | None = None) -> Proof:
    """What the kernel makes of a claim."""
    which = which or program(p.Lex(WORD))
    return prove(which, render_program(which), claim, kernel)


def claimed(regex: r.Regex, *, exact: bool = True) -> Claimed:
    """That the mask engine's automaton of an expression is right."""
    return Claimed("it", regex, table_of(dfa_of_regex(regex)), exact)


def with_rank(table: MaskTable, state: int, rank: int) -> MaskTable:
    return replace(table, ranks=[rank if i == state else old for i, old in enumerate(table.ranks)])


def with_step(table: MaskTable, state: int, byte: bytes, target: int) -> MaskTable:
    rows = [list(row) for row in table.rows]
    rows[state][table.columns[byte[0]]] = target
    return replace(table, rows=rows)


def state_behind(table: MaskTable, content: bytes) -> int:
    state = 0
    for byte in content:
        state = table.rows[state][table.columns[byte]]
    return state


def refused(kernel: EmbeddedKernel, table: MaskTable, *, exact: bool = True) -> bool:
    """Whether the kernel finds the claim about a table of ``WORD`` to be false."""
    found = proof(kernel, Claimed("it", WORD, table, exact))
    return found.refused and found.problem is not None and "evaluates the statement" in found.problem


def test_a_category(kernel: EmbeddedKernel) -> None:
    found = proof(kernel, claimed(WORD))
    assert found.problem is None
    assert found.states == dfa_of_regex(WORD).size
    assert found.what == "exactly the category's texts"


@given(regexes(max_leaves=6))
@settings(max_examples=25, deadline=None)
def test_any_category(kernel: EmbeddedKernel, regex: r.Regex) -> None:
    assert proof(kernel, claimed(regex)).problem is None


def test_a_wrong_step_is_refused(kernel: EmbeddedKernel) -> None:
    table = claimed(WORD).table
    behind = state_behind(table, b"ac")
    assert refused(kernel, with_step(table, behind, b"c", behind))  # any number of c
    assert refused(kernel, with_step(table, behind, b"c", -1))  # at most one
    assert refused(kernel, with_step(table, 0, b"z", behind))  # z for a
    assert refused(
        kernel,
        replace(table, columns=[table.columns[97] if b == 122 else c for b, c in enumerate(table.columns)]),
    )


def test_one_wrong_step_among_many_turns_is_refused(kernel: EmbeddedKernel) -> None:
    regex = read_regex("ac{0,30}b")
    table = claimed(regex).table
    assert proof(kernel, Claimed("it", regex, table, True)).problem is None
    middle, last = state_behind(table, b"a" + 15 * b"c"), state_behind(table, b"a" + 30 * b"c")
    for forged in (
        with_step(table, middle, b"c", middle),  # any number of c, once fifteen are there
        with_step(table, middle, b"c", table.rows[last][table.columns[98]]),  # no b behind them
        with_step(table, middle, b"c", -1),
        with_step(table, last, b"c", last),
        with_rank(table, middle, 0),
        with_rank(table, middle, 4),
    ):
        assert proof(kernel, Claimed("it", regex, forged, True)).refused


def test_a_state_wrongly_held_to_be_dead_is_refused(kernel: EmbeddedKernel) -> None:
    table = claimed(WORD).table
    for state in range(len(table.ranks)):
        assert refused(kernel, with_rank(table, state, 0))
        assert refused(kernel, with_rank(table, state, 0), exact=False)


def test_a_state_wrongly_held_to_be_viable_is_refused(kernel: EmbeddedKernel) -> None:
    table = claimed(WORD).table
    dead = len(table.rows)
    trap = MaskTable(table.columns, [*table.rows, [-1] * len(table.rows[0])], [*table.ranks, 0])
    trap = with_step(trap, 0, b"z", dead)
    assert proof(kernel, Claimed("it", WORD, trap, True)).problem is None  # it is dead, and said to be
    for rank in (1, 2, 3):
        assert refused(kernel, with_rank(trap, dead, rank))
        assert refused(kernel, with_rank(trap, dead, rank), exact=False)
    turning = with_step(with_rank(trap, dead, 2), dead, b"a", dead)
    assert refused(kernel, turning)
    assert refused(kernel, turning, exact=False)


def test_a_wrong_rank_is_refused(kernel: EmbeddedKernel) -> None:
    table = claimed(WORD).table
    assert table.ranks[0] == 3
    assert refused(kernel, with_rank(table, 0, 4))
    assert refused(kernel, with_rank(table, 0, 2))
    assert refused(kernel, with_rank(table, 0, 1))  # accepting
    assert refused(kernel, with_rank(table, state_behind(table, b"ab"), 2))  # not accepting


def test_less_than_all_is_told_apart(kernel: EmbeddedKernel) -> None:
    less = table_of(dfa_of_regex(read_regex("ac?bd*")))
    assert refused(kernel, less)
    assert proof(kernel, Claimed("it", WORD, less, False)).problem is None
    more = table_of(dfa_of_regex(read_regex("ac{0,3}bd*")))
    assert refused(kernel, more)
    assert refused(kernel, more, exact=False)


def test_nothing_at_all(kernel: EmbeddedKernel) -> None:
    assert proof(kernel, claimed(r.Nothing())).problem is None
    nothing = table_of(dfa_of_regex(r.Nothing()))
    assert refused(kernel, nothing)
    assert proof(kernel, Claimed("it", WORD, nothing, False)).problem is None


def test_answers_with_limits(kernel: EmbeddedKernel) -> None:
    words = field(b"words", "[a-c]{1,4}( [a-c]{1,4}){0,3}")
    plain = program(p.Chain((words, p.UpTo(2, text(b"!")))), p.Forbid(b"a"), p.Require(b"bb"))
    asked = program(rule(p.Mentions(b"a"), words))
    counted = program(words, p.AtMostWords(2))
    assert [asks_nothing_more(x) for x in (plain, asked, counted)] == [True, False, False]
    for which in (plain, asked, counted):
        *categories, answers = claims_of(which, compile_program(which, b""))
        assert len(categories) in (0, 1)
        assert answers.regex is None
        assert proof(kernel, answers, which).problem is None
    answers = claims_of(counted, compile_program(counted, b""))[-1]
    found = proof(kernel, replace(answers, exact=True), counted)
    assert found.problem is not None  # two words are not all answers


def test_what_is_too_large_is_not_asked(kernel: EmbeddedKernel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(certified, "MOST_STEPS", 3)
    found = proof(kernel, claimed(WORD))
    assert found.problem is not None
    assert not found.refused
