"""The second opinion agrees with the kernel, and knows nothing of the code that it is to check."""

from __future__ import annotations

import ast
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import detlm.certificate.paranoid as paranoid
from detlm.certificate import statement
from detlm.certificate.paranoid import NotUnderstood, Refused, decide
from detlm.certificate.verify import Bindings, Outcome, Prepared, decide_again, prepare
from detlm.errors import ConstraintError
from detlm.kernel.embedded import EmbeddedKernel
from detlm.kernel.obligations import Obligation
from detlm.knowledge.closure import close
from detlm.syntax import read_source
from tests.attacks.honest import FALSE, FILES, LEAN, MEANING, OUTPUT, PROMPT, certificate, program_of
from tests.attacks.make import HERE
from tests.strategies import programs_with_answers


def _opinion(wanted: Obligation, prompt: bytes, output: bytes) -> bool:
    try:
        decide(wanted.prelude + wanted.source, prompt, output)
    except Refused:
        return False
    return True


def _obligation(files: dict[str, str], prompt: str, output: str, *, honest: bool = True) -> Obligation:
    program = program_of(files)
    spans = statement.take_apart(program, output.encode()).spans or ()
    witness = statement.find_witness(close(program), [c for s in spans for c in s.claims]) if honest else ()
    return statement.obligation(program, prompt.encode(), output.encode(), witness)


def test_it_shares_no_code_with_what_it_checks() -> None:
    for file in Path(paranoid.__file__).parent.glob("*.py"):
        for part in ast.walk(ast.parse(file.read_text())):
            if isinstance(part, ast.ImportFrom) and (part.module or "").startswith("detlm"):
                assert (part.module or "").startswith("detlm.certificate.paranoid")
            if isinstance(part, ast.Import):
                assert not any(name.name.startswith("detlm") for name in part.names)


def test_a_truth_is_admitted_and_a_falsehood_is_not() -> None:
    assert _opinion(_obligation(FILES, PROMPT, OUTPUT), PROMPT.encode(), OUTPUT.encode())
    assert not _opinion(_obligation(FILES, PROMPT, OUTPUT, honest=False), PROMPT.encode(), OUTPUT.encode())
    assert not _opinion(_obligation(FILES, PROMPT, FALSE), PROMPT.encode(), FALSE.encode())


@pytest.mark.parametrize(("prompt", "output"), [(PROMPT + " ", OUTPUT), (PROMPT, OUTPUT + " ")])
def test_it_is_about_this_prompt_and_output(prompt: str, output: str) -> None:
    assert not _opinion(_obligation(FILES, PROMPT, OUTPUT), prompt.encode(), output.encode())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("DetLM.Cond.supported", "DetLM.Cond.surely"),
        ("DetLM.Cond.supported", "DetLM.Limit.forbid"),
        ("theorem Run.admitted", "theorem Run.admitted2"),
        ("by decide +kernel", "by sorry"),
        ("@DetLM.Cond.supported", "@DetLM.Cond.supported -- really"),
        ("theorem Run.accepted", 'notation "x" => 1\ntheorem Run.accepted'),
        ("@DetLM.Admits @Run.program", "@DetLM.Admits @Run.span0"),
        ("noncomputable def Run.d0 : DetLM.Text", "noncomputable def Run.d0 : DetLM.Regex"),
        ("noncomputable def Run.d1 ", "noncomputable def Run.d0 "),
    ],
)
def test_other_text_is_not_understood(old: str, new: str) -> None:
    wanted = _obligation(FILES, PROMPT, OUTPUT)
    source = wanted.prelude + wanted.source
    assert old in source
    with pytest.raises(NotUnderstood):
        decide(source.replace(old, new, 1), PROMPT.encode(), OUTPUT.encode())


@pytest.mark.parametrize("folder", sorted(p.parent.name for p in HERE.glob("*/expected.json")))
def test_attacks_fare_as_they_do_with_the_kernel(folder: str) -> None:
    """Whatever comes as far as the kernel; what it accepts or refuses, this does too."""
    expected = json.loads((HERE / folder / "expected.json").read_bytes())
    data = (HERE / folder / "certificate.json").read_bytes()
    for mark, value in ((MEANING, statement.meaning_sha256()), (LEAN, statement.lean_version())):
        data = data.replace(mark.encode(), value.encode())
    prepared = prepare(data, Bindings(), None)
    if isinstance(prepared, Prepared) and "another" not in expected["message"]:
        claim = prepared.certificate.claim
        admitted = _opinion(prepared.wanted, claim.prompt, claim.output)
        assert admitted == (expected["outcome"] == "accepted")
        assert admitted or "kernel refuses" in expected["message"]


LONG = """program long
category Sentence := /[A-Z][a-z ]{1,200}[.]/
output := Sentence { " " Sentence } up to 400
"""


@pytest.mark.parametrize("repetitions", [1, 30])
def test_long_answers_are_decided(repetitions: int) -> None:
    answer = " ".join(["The quick brown fox jumps over the lazy dog."] * repetitions)
    assert _opinion(_obligation({"long.det": LONG}, "", answer), b"", answer.encode())


def test_it_agrees_with_the_kernel_on_generated_programs(session_kernel: EmbeddedKernel) -> None:
    both = {True: 0, False: 0}

    @settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(programs_with_answers(), st.sampled_from([b"", b"Do you know tea?", b"yes, TEA"]))
    def run(case: tuple[str, bytes], prompt: bytes) -> None:
        source, answer = case
        program = read_source(source, "case.det")
        try:
            spans = statement.take_apart(program, answer).spans or ()
        except ConstraintError:
            return
        witness = statement.find_witness(close(program), [c for s in spans for c in s.claims])
        wanted = statement.obligation(program, prompt, answer, witness)
        proved = statement.prove(session_kernel, wanted).proved
        assert _opinion(wanted, prompt, answer) == proved
        both[proved] += 1

    run()
    assert min(both.values()) >= 10, "both answers must be common"


def test_a_disagreement_is_a_rejection_and_something_unknown_is_declined() -> None:
    data = json.dumps(certificate(FILES, PROMPT, OUTPUT)).replace(MEANING, statement.meaning_sha256())
    prepared = prepare(data.replace(LEAN, statement.lean_version()).encode(), Bindings(), None)
    assert isinstance(prepared, Prepared) and decide_again(prepared) is None
    wanted = prepared.without_lean
    for old, new, outcome, words in (
        ("DetLM.Step.fact", "DetLM.Step.guess", Outcome.DECLINED, "DetLM.Step.guess is not known"),
        ("@DetLM.Step.fact (nat_lit 0x1)", "@DetLM.Step.fact (nat_lit 0x2)", Outcome.REJECTED, "independent"),
    ):
        changed = replace(prepared, without_lean=replace(wanted, source=wanted.source.replace(old, new)))
        report = decide_again(changed)
        assert report is not None and report.outcome is outcome and words in report.reasons[0]
