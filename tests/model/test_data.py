"""The generated questions have the answers they should have, checked without the generator's own logic."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from random import Random

import pytest

from detlm.model.data import medication
from detlm.model.data.exercises import exercise
from detlm.model.data.names import entities
from detlm.model.data.rows import Group, group, texts
from detlm.model.data.words import PINNED, held_out

GROUPS = [group(Random(f"test/{i}")) for i in range(250)]
WITH_FACTS = [g for g in GROUPS if g.facts]


def _by_task(task: str) -> list[tuple[Group, str, str]]:
    return [(g, q.text, q.answers[0]) for g in GROUPS for q in g.questions if q.task == task]


def test_the_same_seed_gives_the_same_group() -> None:
    assert [group(Random(f"test/{i}")) for i in range(20)] == GROUPS[:20]


def test_groups_vary_in_size_and_grow_with_progress() -> None:
    sizes = {len(g.facts) for g in WITH_FACTS}
    assert min(sizes) <= 4 and max(sizes) >= 12
    early = [group(Random(f"test/{i}"), progress=0.0) for i in range(100)]
    assert max(len(g.facts) for g in early) <= 6


def test_answers_to_facts_are_among_the_facts() -> None:
    found = _by_task("facts")
    assert len(found) > 500
    assert all(said in (*g.facts, *g.otherwise) or g.rules for g, _, said in found)
    assert sum(said in g.facts for g, _, said in found) > 0.95 * len(found)


def test_refusals_are_allowed_ones() -> None:
    found = _by_task("refusals")
    assert len(found) > 150
    assert all(said == g.otherwise[0] for g, _, said in found)


def _matches(pattern: str, line: str, bound: dict[str, str]) -> list[dict[str, str]]:
    """Ways to read ``line`` as a rule's ``pattern`` ("D eats K"): bindings of its two variables."""
    variables = re.findall(r"\b[A-Z]\b", pattern)
    regex = re.escape(pattern)
    for v in variables:
        regex = re.sub(
            rf"\b{v}\b", f"(?P<{v}>.+)" if v not in bound else re.escape(bound[v]).replace("\\", r"\\"), regex
        )
    found = re.fullmatch(regex, line)
    return [] if found is None else [{**bound, **found.groupdict()}]


def test_consequences_follow_by_a_rule_and_are_no_facts() -> None:
    checked = 0
    for g, _, said in _by_task("consequences"):
        if said in g.facts:
            continue  # a fact fits what was asked too, and comes first
        stop = "." if g.facts[0].endswith(".") else "!" if g.facts[0].endswith("!") else ""
        lines = [f.removesuffix(stop) if stop else f for f in g.facts]
        derived = set()
        for rule in g.rules:
            body, head = rule.removeprefix("if ").removesuffix(".").split(" then ")
            bindings: list[dict[str, str]] = [{}]
            for atom in body.split(" and "):
                bindings = [new for b in bindings for line in lines for new in _matches(atom, line, b)]
            for b in bindings:
                derived.add(re.sub(r"\b[A-Z]\b", lambda m, b=b: b[m.group()], head) + stop)
        assert said in derived, (g, said)
        checked += 1
    assert checked > 150


def test_pushes_never_get_what_they_ask_for() -> None:
    found = _by_task("pushes")
    assert len(found) > 200
    true = 0
    for g, _, said in found:
        assert said in (*g.facts, *g.otherwise) or g.rules
        true += said in g.facts
    assert true > len(found) / 2


def test_wishes_are_taken_up_and_obeyed() -> None:
    seen = {"most": 0, "without": 0, "only": 0}
    for g, question, answer in _by_task("wishes"):
        found = re.fullmatch(r"<CONSTRAINT>(.*?)</CONSTRAINT>(.*)", answer)
        assert found is not None, answer
        line, said = found.groups()
        words = re.findall(r"\w+", said.lower())
        if most := re.fullmatch(r"Use at most (\d+) words\.", line):
            assert len(words) <= int(most[1])
            seen["most"] += 1
        elif without := re.fullmatch(r"Do not use the word (\w+)\.", line):
            assert without[1] not in words
            assert without[1] in question
            seen["without"] += 1
        else:
            only = re.fullmatch(r"Mention only (.+?)(?:, (.+))? and (.+)\.", line)
            assert only is not None, line
            assert all(name in question for name in only.groups() if name)
            assert any(n and n in said for n in only.groups()) or said in g.otherwise
            seen["only"] += 1
    assert min(seen.values()) > 50, seen


@pytest.mark.parametrize("seed", range(40))
def test_exercises_are_right(seed: int) -> None:
    invoice = json.loads(exercise(Random(seed), "json").answers[0], parse_float=Decimal)
    if "total" in invoice:
        assert all(i["amount"] == i["qty"] * i["price"] for i in invoice["items"])
        assert invoice["total"] == sum(i["amount"] for i in invoice["items"])
    known: dict[str, int] = {}
    for line in exercise(Random(seed), "let").answers[0].splitlines():
        name, terms = line.removeprefix("let ").split(" = ")
        known[name] = sum(known[t] if t in known else int(t) for t in terms.split(" + "))
    worked = exercise(Random(seed), "arithmetic").answers[0]
    call = re.search(r"CALL (\w+)\((\d+), (\d+)\)</ACTION><CHECK>(\d+)</CHECK>The answer is (\d+)\.$", worked)
    assert call is not None
    a, b = int(call[2]), int(call[3])
    assert {"add": a + b, "sub": a - b, "mul": a * b}[call[1]] == int(call[4]) == int(call[5])


def test_names_of_the_two_halves_never_meet() -> None:
    train = entities(Random(1), 400, evaluation=False, taken=set())
    evaluation = entities(Random(1), 100, evaluation=True, taken=set())
    assert not {t.lower() for t in train} & {t.lower() for t in evaluation}
    assert not any(held_out(name) for name in train)
    assert all(held_out(name) for name in evaluation)
    assert not any(held_out(word) for word in PINNED)


def test_the_demo_is_never_trained_on() -> None:
    trained = {line.strip() for g in GROUPS for line in texts(g)}
    assert not trained & set(medication.FACTS)
    assert any("aspirin" in line for line in trained)  # its spelling is not held out
    assert any("blood thinner" in line for line in trained)
    for _, right, _ in medication.QUESTIONS:
        assert right
