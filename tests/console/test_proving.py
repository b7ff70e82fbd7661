"""``detlm check --prove``: the kernel checks the automata of programs and libraries."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from detlm.config import data_root
from detlm.console import kernels, proving
from detlm.errors import KernelError
from detlm.kernel.certified import Claimed
from detlm.kernel.embedded import EmbeddedKernel
from detlm.kernel.protocol import CheckRequest, Verdict
from detlm.mask.compile import CompiledProgram
from detlm.syntax.program import Program
from tests.conftest import MEDICATION
from tests.console.conftest import Call
from tests.console.test_foreign import written

DSL = data_root() / "dsl"
FILES = sorted([*(DSL / "examples").glob("*.det"), *(DSL / "std").glob("*.det")])
#: Their automata have more steps than are compared.
LARGE = {"support-ticket", "urls"}


def test_a_program_with_facts(call: Call) -> None:
    done = call("check", MEDICATION, "--prove")
    assert done.code == 0, done.err
    lines = [line.split() for line in done.out.splitlines()]
    proved = [line[1] for line in lines if line and line[0] == "proved"]
    assert proved == ["subject", "Refusal", "answer"]
    assert "accepts exactly the category's texts, its viable states are right" in done.out
    assert "accepts only texts of the answers' form" in done.out
    assert "derive answer from category Claim ensure proof supported(answer)" in done.out.split("beyond")[1]


def test_a_program_without_conditions(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "plain.det"
    file.write_text(
        'program plain\ncategory Word := /[a-z]{1,6}/\noutput := Word { " " Word } up to 3\nforbid "no"\n'
    )
    done = call("check", file, "--prove", "--json")
    assert done.code == 0, done.err
    word, answer = json.loads(done.out)["automata"]
    assert (word["automaton"], word["states"], word["proved"]) == ("Word", 7, True)
    assert answer["accepts"] == "exactly the answers"
    assert answer["proved"]
    assert "beyond" not in call("check", file, "--prove").out


def test_a_wrong_automaton_is_an_error(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "plain.det"
    file.write_text('program plain\noutput := "yes" | "no"\n')
    made = proving.claims_of

    def forged(program: Program, compiled: CompiledProgram) -> tuple[Claimed, ...]:
        claims = made(program, compiled)
        table = claims[-1].table
        return (*claims[:-1], replace(claims[-1], table=replace(table, ranks=[*table.ranks[:-1], 0])))

    monkeypatch.setattr(proving, "claims_of", forged)
    done = call("check", file, "--prove")
    assert done.code == 1
    assert "not proved  answer" in done.out
    assert json.loads(call("check", file, "--prove", "--json").out)["automata"][0]["refused"]


def test_an_automaton_without_a_verdict_does_not_cost_the_others(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Tired(EmbeddedKernel):
        def check(self, request: CheckRequest) -> Verdict:
            if "Program.form" in request.source:
                raise KernelError("the Lean worker ran out of memory (limit 4096 MiB)")
            return super().check(request)

    monkeypatch.setattr(kernels, "open_kernel", lambda name: Tired())
    file = DSL / "examples" / "medication.det"
    done = call("check", file, "--prove")
    assert done.code == 12
    assert done.out.count("  proved ") == 2
    assert "no verdict: the Lean worker ran out of memory" in done.out
    automata = json.loads(call("check", file, "--prove", "--json").out)["automata"]
    assert [one["unanswered"] for one in automata] == [False, False, True]


def test_of_a_lean_category_only_its_envelope_is_proved(call: Call, tmp_path: Path) -> None:
    done = call("check", written(tmp_path), "--prove")
    assert done.code == 0, done.err
    lines = done.out.splitlines()
    assert any("Number" in line and "exactly the outline that it lies within" in line for line in lines)
    assert any(" answer" in line and "only texts of the answers' form" in line for line in lines)
    assert any(line.strip().startswith("lean Order") for line in lines)  # left beyond the proofs


@pytest.mark.parametrize(
    "category",
    ['grammar { a: "(" [a] ")" }', 'grammar { a: b "x"  b: "y" | "z" }'],
    ids=["recursive", "without recursion"],
)
def test_of_a_grammar_only_its_outline_is_proved(call: Call, tmp_path: Path, category: str) -> None:
    file = tmp_path / "nested.det"
    file.write_text(f"program nested\ncategory A := {category}\noutput := A\n")
    done = call("check", file, "--prove", "--json")
    assert done.code == 0, done.err
    a, answer = json.loads(done.out)["automata"]
    assert (a["automaton"], a["accepts"]) == ("A", "exactly the outline that it lies within")
    assert answer["accepts"] == "only texts of the answers' form"


def test_a_part_that_is_asked_to_be_in_a_grammar_is_a_category_of_its_own(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "both.det"
    file.write_text(
        'program both\ncategory Nested := grammar { a: "(" [a] ")" }\ncategory Signs := /[()]+/\n'
        "derive part from category Signs ensure proof part in Nested\noutput := part\n"
    )
    done = call("check", file, "--prove", "--json")
    assert done.code == 0, done.err
    signs = json.loads(done.out)["automata"][0]
    assert (signs["automaton"], signs["accepts"]) == ("Signs", "exactly the category's texts")


def test_a_library(call: Call) -> None:
    done = call("check", DSL / "std" / "units.det", "--prove", "--json")
    assert done.code == 0, done.err
    said = json.loads(done.out)
    assert len(said["automata"]) > 2
    assert all(one["proved"] for one in said["automata"])


@pytest.mark.slow
@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_every_example_and_library(call: Call, file: Path) -> None:
    done = call("check", file, "--prove", "--json")
    assert done.code == 0, done.err
    automata = json.loads(done.out)["automata"]
    assert automata
    assert not any(one["refused"] for one in automata)
    assert all(one["proved"] for one in automata) or file.stem in LARGE
