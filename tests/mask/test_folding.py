"""Classes of states with equal languages, against plain rounds over all states, byte by byte."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from detlm.mask import folding
from detlm.mask.automaton import Dfa
from detlm.mask.building import dfa_of_regex
from detlm.mask.folding import DEAD, Folding, LargeCycle, components
from detlm.mask.minimal import minimised
from detlm.syntax.regex import Regex, Star, Without, literal, one_of, repeat, then
from tests.strategies import regexes

BYTES = range(3)
Table = list[list[int]]


@st.composite
def tables(draw: st.DrawFn) -> tuple[Table, list[bool]]:
    """The target of each byte in each state, and where texts may end. -1: nowhere."""
    size = draw(st.integers(1, 9))
    target = st.one_of(st.integers(-1, size - 1), st.integers(0, size - 1))
    rows = draw(st.lists(st.lists(target, min_size=3, max_size=3), min_size=size, max_size=size))
    return rows, draw(st.lists(st.booleans(), min_size=size, max_size=size))


def moves_of(table: Table) -> list[list[tuple[int, int]]]:
    rows: list[dict[int, int]] = [{} for _ in table]
    for row, targets in zip(rows, table, strict=True):
        for byte, target in enumerate(targets):
            if target >= 0:
                row[target] = row.get(target, 0) | 1 << byte
    return [[(members, target) for target, members in row.items()] for row in rows]


def told_apart(table: Table, accepting: list[bool]) -> list[int]:
    """Classes by rounds; the last entry is that of the empty language."""
    dead = len(table)
    full = [[dead if t < 0 else t for t in row] for row in table] + [[dead] * len(BYTES)]
    classes = [int(a) for a in accepting] + [0]
    while True:
        looks: dict[tuple[int, ...], int] = {}
        new = [
            looks.setdefault((c, *(classes[t] for t in row)), len(looks))
            for c, row in zip(classes, full, strict=True)
        ]
        if len(looks) == len(set(classes)):
            return new
        classes = new


def reached(table: Table) -> list[int]:
    found = [0]
    for state in found:
        found += [t for t in dict.fromkeys(table[state]) if t >= 0 and t not in found]
    return found


TWICE = [
    [1, 3, -1],
    [2, -1, 5],
    [1, -1, -1],
    [4, -1, 5],
    [3, -1, -1],
    [-1, -1, -1],
]  # one cycle, at two places


@settings(max_examples=600)
@given(tables())
@example((TWICE, [False] * 5 + [True]))
def test_classes_are_those_of_rounds(drawn: tuple[Table, list[bool]]) -> None:
    table, accepting = drawn
    folded, plain = Folding(moves_of(table), accepting), told_apart(table, accepting)
    here = reached(table)
    for one in here:
        assert (folded.block[one] == DEAD) == (plain[one] == plain[-1])
        for other in here:
            assert (folded.block[one] == folded.block[other]) == (plain[one] == plain[other])


@given(tables())
def test_components_come_after_those_they_lead_to(drawn: tuple[Table, list[bool]]) -> None:
    table, _ = drawn
    parts = list(components(moves_of(table)))
    assert sorted(s for part in parts for s in part) == sorted(reached(table))
    place = {s: i for i, part in enumerate(parts) for s in part}
    assert all(place[t] <= place[s] for s in place for t in table[s] if t >= 0)
    for part in parts:  # and all of one lead to each other
        for state in part:
            found = [t for t in table[state] if t in part]
            for t in found:
                found += [u for u in table[t] if u in part and u not in found]
            assert len(part) == 1 or set(found) == set(part)


def same(one: Dfa, other: Dfa) -> bool:
    return all(
        a.shape == b.shape and bool((a == b).all())
        for a, b in zip(
            (one.classes, one.table, one.accepting),
            (other.classes, other.table, other.accepting),
            strict=True,
        )
    )


@given(regexes())
def test_rounds_over_all_states_give_the_same_automaton(regex: Regex) -> None:
    folded = dfa_of_regex(regex)
    assert same(folded, minimised(folded))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(folding, "_LARGE", 0)
        assert same(folded, dfa_of_regex(regex))


def test_long_counters_over_cycles_take_no_rounds() -> None:
    # At most 2,000 times "abc" somewhere: a cycle for each count, told apart only from the last one on.
    rest = Star(one_of(b"abc"))
    free = Without(rest, then(rest, literal(b"abc"), rest))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("detlm.mask.minimal._by_rounds", None)
        dfa = dfa_of_regex(then(repeat(then(free, literal(b"abc")), 0, 300), free))
    assert dfa.size == 3 * 301
    assert minimised(dfa).size == dfa.size


def test_a_large_cycle_is_left_to_rounds() -> None:
    ring = [[((1, (s + 1) % 3000))] for s in range(3000)]
    with pytest.raises(LargeCycle):
        Folding(ring, [s == 0 for s in range(3000)])
