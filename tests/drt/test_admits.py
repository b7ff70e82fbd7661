"""Masks, the Python parser and Lean's ``admits`` agree on generated programs and near-miss answers."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detlm.kernel.embedded import EmbeddedKernel
from detlm.syntax import read_source
from tests.drt.cases import Case, lean_disagrees, python_says
from tests.strategies import programs_with_answers

PROMPTS = (b"", b"Do you know tea?", b"yes, TEA", "thé\x00".encode(), b"\xff yes")
BATCH = 10


@st.composite
def cases(draw: st.DrawFn) -> Case:
    source, answer = draw(programs_with_answers())
    return Case(source, draw(st.sampled_from(PROMPTS)), answer)


batches = st.lists(cases(), min_size=BATCH, max_size=BATCH)


def _compare(kernel: EmbeddedKernel, batch: list[Case]) -> int:
    said = []
    for case in batch:
        opinions = python_says(read_source(case.source, "case.det"), case)
        assert opinions.automaton in (None, opinions.parser), f"masks and parser part on {case}"
        said.append(opinions.parser)
    wrong = lean_disagrees(kernel, batch, said)
    assert not wrong, "\n".join(f"Lean says {not said[i]} of {batch[i]}" for i in wrong)
    return sum(said)


_how = {"deadline": None, "suppress_health_check": list(HealthCheck), "derandomize": True}


def test_500_generated_cases(session_kernel: EmbeddedKernel) -> None:
    admitted = []

    @settings(max_examples=50, **_how)
    @given(batches)
    def run(batch: list[Case]) -> None:
        admitted.append(_compare(session_kernel, batch))

    run()
    assert len(admitted) * BATCH >= 500
    assert 50 <= sum(admitted) <= len(admitted) * BATCH - 50, "both answers must be common"


@pytest.mark.slow
def test_10_000_generated_cases(session_kernel: EmbeddedKernel) -> None:
    admitted = []

    @settings(max_examples=1000, **_how)
    @given(batches)
    def run(batch: list[Case]) -> None:
        admitted.append(_compare(session_kernel, batch))

    run()
    assert len(admitted) * BATCH >= 10_000
