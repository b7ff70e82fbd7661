"""What is said of an ambiguous output: where its two readings part, and one rule in place of two."""

from __future__ import annotations

import re

import pytest

from detlm.mask.analysis import Finding, analyse
from detlm.mask.trials import Judge
from detlm.syntax import read_source
from detlm.syntax.examples import Example


def ambiguous(text: str) -> Finding:
    (found,) = [f for f in analyse(read_source(text, "p.det")) if f.severity == "error"]
    assert (found.code, found.key) == ("ambiguous", "output")
    return found


HEAD = 'program p\ncategory C := words "a" "b"\ncategory B := words "b"\n'
EXCLUSIVE = [
    'derive e from category C given mentions(prompt, "x")\n'
    'derive e from category C given not mentions(prompt, "x") ensure e != "b"\n',
    'derive e from category C given mentions(prompt, "x")\n'
    '  ensure proof mentions(e, "a") or mentions(e, "given")\n'
    'derive next_token e from category C\n  given not mentions(prompt, "x")\n'
    '  ensure not e in B or e = "b"\n',
    'derive e from category C given mentions(prompt, "x") ensure e in B\n'
    'derive f from category C given not mentions(prompt, "x") ensure f != "b" -> f = "a"\n',
]


@pytest.mark.parametrize("rules", EXCLUSIVE)
def test_two_rules_that_share_a_text_are_named_and_merged(rules: str) -> None:
    names = "e | f" if "derive f" in rules else "e"
    found = ambiguous(f'{HEAD}{rules}output := ({names}) "."\n')
    second = 5 if rules.count("\n") == 2 else 6
    last = names[-1]
    assert f"by the rule for e on line 4 and by the rule for {last} on line {second}" in found.message
    merged = re.search(
        r"(derive e from category C ensure .*?)(, and e alone in place of f too)?$", found.hint
    )
    assert merged is not None and bool(merged[2]) == (last == "f")
    judge = Judge(read_source(f'{HEAD}{merged[1]}\noutput := e "."\n', "p.det"))
    for prompt, text in [("x", "a."), ("x", "b."), ("y", "a."), ("y", "b.")]:
        rule = rules.splitlines()
        given, other = (rule[0], rule[1]) if len(rule) == 2 else ("\n".join(rule[:2]), "\n".join(rule[2:]))
        alone = given if prompt == "x" else other.replace("derive f", "derive e").replace(" f ", " e ")
        expected = Judge(read_source(f'{HEAD}{alone}\noutput := e "."\n', "p.det"))
        example = Example("+", text, 1, prompt)
        assert judge(example).good == expected(example).good


def test_a_rule_that_asks_nothing_makes_the_other_needless() -> None:
    rules = 'derive e from category C given mentions(prompt, "x")\nderive e from category C\n'
    assert ambiguous(f"{HEAD}{rules}output := e\n").hint.endswith("remove the other")


def test_a_rule_with_a_remark_in_it_is_not_merged_by_us() -> None:
    rules = 'derive e from category C given mentions(prompt, "x") -- ensure\n  ensure e in B\n' + EXCLUSIVE[0]
    assert "category X := … except …" in ambiguous(f"{HEAD}{rules}output := e\n").hint


def test_rules_from_two_categories_are_not_merged_by_us() -> None:
    rules = 'derive e from category C\nderive e from category B given mentions(prompt, "x")\n'
    found = ambiguous(f"{HEAD}{rules}output := e\n")
    assert "on line 4 and" in found.message and "category X := … except …" in found.hint


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ('C | B "" ', "'b' can be read in two ways: as C or as B"),
        ("D D", "'a' can be read in two ways: D is '' or 'a'"),
        ('"x" C | "xa"', "'xa' can be read in two ways: as 'x' or as 'xa'"),
    ],
)
def test_the_parts_in_which_readings_differ_are_named(output: str, said: str) -> None:
    found = ambiguous(f"{HEAD}category D := /a?/\noutput := {output}\n")
    assert found.message.endswith(said)
