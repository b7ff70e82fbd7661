"""Whole runs with a random model: what they end with is admissible, certified, and the same every time."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings

from detlm.certificate import schema
from detlm.certificate.schema import Certificate
from detlm.certificate.verify import Bindings, Outcome, verify
from detlm.config import data_root
from detlm.console import explaining
from detlm.console.generating import Request, generate
from detlm.console.live import Silent
from detlm.decode.choose import Sampling
from detlm.decode.events import BackedUp, Event, Finished, TokenChosen
from detlm.decode.generate import Generation, Settings
from detlm.decode.loop import Budget
from detlm.errors import (
    ConstraintError,
    DecodeError,
    KernelTransportError,
    MaskError,
    ModelError,
    NoAdmissibleCompletion,
    UsageError,
)
from detlm.kernel.build import ensure_built
from detlm.kernel.embedded import EmbeddedKernel
from detlm.knowledge.closure import close
from detlm.mask.parse import admits
from detlm.model.loading import LoadedModel
from detlm.syntax import read_program, read_source
from detlm.syntax.program import Attention, Program
from tests.conftest import MEDICATION, Borrowed
from tests.decode.scripted import Scripted
from tests.strategies import program_sources

PROMPT = "What is aspirin used for? – é".encode()


def _finished(events: list[Event]) -> Finished:
    assert isinstance(events[-1], Finished)
    assert not any(isinstance(e, Finished) for e in events[:-1])
    return events[-1]


def _timeless(certificate: Certificate) -> Certificate:
    """All of it but how long things took."""
    made = certificate.attested.model_copy(update={"seconds": 0.0, "proof_milliseconds": 0.0})
    return certificate.model_copy(update={"attested": made})


@settings(
    max_examples=12,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
@given(source=program_sources())
def test_whatever_finishes_is_admissible_and_certified(
    source: str, random_model: LoadedModel, session_kernel: EmbeddedKernel, borrowed: Borrowed
) -> None:
    program = read_source(source, "generated.det")
    how = Settings(mode="deterministic", budget=Budget(tokens=150))
    try:
        run = Generation(program, PROMPT, random_model, session_kernel, how)
        finished = _finished(list(run.events()))
    except NoAdmissibleCompletion:
        assume(False)
        raise
    except DecodeError as err:
        assert "not finished after 150 tokens" in str(err) and program.model_lines
        assume(False)
        raise
    assert finished.proved and finished.kind == "output"
    certificate = finished.certificate
    preface = certificate.recomputed.preface
    assert b"".join(certificate.recomputed.tokens) == finished.output
    if not preface:
        answer = admits(program, PROMPT, finished.output, close(program).atoms)
        assert answer == (True, ""), finished.output
    report = verify(schema.dumps(certificate), lambda: borrowed, Bindings(None, PROMPT, finished.output))
    assert report.outcome is Outcome.ACCEPTED, report.reasons


def test_two_runs_are_one(medication: Program, random_model: LoadedModel, session_kernel: Any) -> None:
    runs = [
        _finished(list(Generation(medication, PROMPT, random_model, session_kernel).events()))
        for _ in range(2)
    ]
    assert _timeless(runs[0].certificate) == _timeless(runs[1].certificate)


@pytest.mark.parametrize("which", [0, -1], ids=["server", "worker"])
def test_a_kernel_killed_on_the_way_changes_nothing(
    medication: Program, random_model: LoadedModel, session_kernel: EmbeddedKernel, which: int
) -> None:
    how = Settings(semantic="span-end", budget=Budget(backups=400))
    calm = _finished(list(Generation(medication, PROMPT, random_model, session_kernel, how).events()))
    with EmbeddedKernel(ensure_built(progress=False), timeout_s=60) as kernel:
        run = Generation(medication, PROMPT, random_model, kernel.start(), how)
        killed = 0
        events = []
        for event in run.events():
            events.append(event)
            if isinstance(event, BackedUp | TokenChosen) and len(events) in (1, 12):
                os.kill(kernel.processes()[which], signal.SIGKILL)
                killed += 1
    assert killed == 2
    assert _timeless(_finished(events).certificate) == _timeless(calm.certificate)


def test_a_seed_says_what_comes(
    medication: Program, random_model: LoadedModel, session_kernel: EmbeddedKernel
) -> None:
    def said(seed: int) -> Certificate:
        how = Settings(mode="hybrid", sampling=Sampling(seed=seed, temperature=3.0))
        run = Generation(medication, PROMPT, random_model, session_kernel, how)
        return _timeless(_finished(list(run.events())).certificate)

    first = [said(seed) for seed in range(4)]
    assert first == [said(seed) for seed in range(4)]
    assert len({c.claim.output for c in first}) > 1
    assert [c.attested.seed for c in first] == [0, 1, 2, 3]


Wish = Callable[..., None]


@pytest.fixture
def wish(monkeypatch: pytest.MonkeyPatch) -> Wish:
    """Makes generations score by a script, over the random model's own vocabulary."""

    def install(*wishes: bytes) -> None:
        from detlm.mask.vocabulary import Vocabulary

        def scorer(model: LoadedModel) -> Scripted:
            vocabulary = Vocabulary.from_huggingface(
                model.tokenizer, size=model.vocab_size, eos_ids=model.eos_ids
            )
            return Scripted(vocabulary, wishes, began=False)

        monkeypatch.setattr("detlm.decode.generate.Scorer", scorer)

    return install


def test_constraint_lines_are_certified_and_explained(
    wish: Wish,
    random_model: LoadedModel,
    session_kernel: EmbeddedKernel,
    borrowed: Borrowed,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = data_root() / "dsl" / "examples" / "medication-asked.det"
    line = b"<CONSTRAINT>Use at most 6 words.</CONSTRAINT>"
    wish(line + b"pain relief is used for aspirin.", line + b"aspirin is used for pain relief.")
    how = Settings(semantic="span-end")
    run = Generation(read_program(file), PROMPT, random_model, session_kernel, how)
    finished = _finished(list(run.events()))
    assert finished.output == line + b"aspirin is used for pain relief."
    assert finished.certificate.recomputed.preface == line
    assert finished.certificate.attested.backups > 0
    data = schema.dumps(finished.certificate)
    report = verify(data, lambda: borrowed, Bindings(file, PROMPT, finished.output))
    assert report.outcome is Outcome.ACCEPTED, report.reasons
    path = tmp_path / "run.json"
    path.write_bytes(data)
    assert explaining.run(path, tokens=True, as_json=False) == 0
    told = capsys.readouterr().out
    assert "The model constrained itself: <CONSTRAINT>Use at most 6 words.</CONSTRAINT>" in told
    assert "Use at most 6 words." in told.split("limits on the whole answer")[1]
    assert "fact 3: aspirin used_for pain relief" in told


def test_an_unfinished_run_leaves_a_prefix(
    medication: Program, random_model: LoadedModel, session_kernel: EmbeddedKernel, borrowed: Borrowed
) -> None:
    how = Settings(budget=Budget(tokens=4))
    run = Generation(medication, PROMPT, random_model, session_kernel, how)
    with pytest.raises(DecodeError, match="4 tokens"):
        list(run.events())
    finished = run.interrupted("because")
    assert (finished.kind, finished.proved, finished.why) == ("prefix", False, "because")
    assert b"".join(finished.certificate.recomputed.tokens) == finished.output != b""
    asked = borrowed.checks
    report = verify(schema.dumps(finished.certificate), lambda: borrowed)
    assert report.outcome is Outcome.REJECTED and "prefix" in report.reasons[0]
    assert borrowed.checks == asked


def test_what_cannot_begin(
    medication: Program, random_model: LoadedModel, session_kernel: EmbeddedKernel
) -> None:
    def begin(program: Program, model: LoadedModel, **how: Any) -> None:
        Generation(program, how.pop("prompt", PROMPT), model, session_kernel, Settings(**how))

    with pytest.raises(ModelError, match="names no end-of-text token"):
        begin(medication, replace(random_model, eos_ids=()))
    with pytest.raises(UsageError, match="probing"):
        begin(medication, random_model, mode="probing")
    with pytest.raises(ModelError, match="reads at most"):
        begin(medication, random_model, prompt=b"x" * 100_000)
    with pytest.raises(NoAdmissibleCompletion, match="at most 1 word"):
        begin(
            read_source(medication.sources[0].content.decode() + "at most 1 words\n", "x.det"), random_model
        )
    with pytest.raises(MaskError, match='may start with "<"'):
        source = (
            'program x\nderive a from category C\ncategory C := "<b>"\nmodel may constrain\noutput := a\n'
        )
        begin(read_source(source, "x.det"), random_model)


@pytest.mark.parametrize("prompt", [b"", b"\0", b"\xff\xfe", b"<|end|>" * 9, "\u202e\u0000é€😀".encode()])
def test_any_bytes_may_be_a_prompt(
    medication: Program,
    random_model: LoadedModel,
    session_kernel: EmbeddedKernel,
    borrowed: Borrowed,
    prompt: bytes,
) -> None:
    finished = _finished(list(Generation(medication, prompt, random_model, session_kernel).events()))
    assert finished.proved and finished.certificate.claim.prompt == prompt
    again = schema.loads(schema.dumps(finished.certificate))
    assert again == finished.certificate
    report = verify(schema.dumps(again), lambda: borrowed, Bindings(prompt=prompt))
    assert report.outcome is Outcome.ACCEPTED, report.reasons


def test_a_kernel_lost_for_good_leaves_a_prefix(
    medication: Program, random_model: LoadedModel, tmp_path: Path
) -> None:
    """No verdict is no verdict: the run ends with an error, and what was said so far is kept."""
    out = tmp_path / "run.json"
    with EmbeddedKernel(ensure_built(progress=False), timeout_s=60) as kernel:

        class Saboteur(Silent):
            def show(self, event: Event) -> None:
                kernel.close()

        request = Request(MEDICATION, PROMPT, out)
        with pytest.raises(KernelTransportError, match="closed"):
            generate(request, random_model, kernel.start(), Saboteur())
    certificate = schema.loads(out.read_bytes())
    assert certificate.kind == "prefix" and certificate.claim.output
    assert certificate.attested.kernel == "embedded kernel, Lean 4.35.0"


def test_the_programs_own_budget_is_kept(
    medication: Program, random_model: LoadedModel, session_kernel: EmbeddedKernel
) -> None:
    tight = replace(medication, token_budget=2)
    run = Generation(tight, PROMPT, random_model, session_kernel, Settings(budget=Budget(tokens=99)))
    with pytest.raises(DecodeError, match="not finished after 2 tokens"):
        list(run.events())


def test_a_program_with_attention_is_refused(
    medication: Program, random_model: LoadedModel, session_kernel: EmbeddedKernel
) -> None:
    gated = replace(medication, attention=Attention(("question",), (), ()))
    with pytest.raises(ConstraintError, match="attend"):
        Generation(gated, PROMPT, random_model, session_kernel)


SUMS = """program sums

category Number := /[1-9]/
category Sum := grammar { sum: Number { "+" Number } }

derive answer from category Sum

at most 9 characters
output := answer "."
"""


def test_a_span_is_proved_with_the_grammars_of_the_spans_inside(
    random_model: LoadedModel, session_kernel: EmbeddedKernel
) -> None:
    program = read_source(SUMS, "sums.det")
    run = Generation(program, PROMPT, random_model, session_kernel, Settings(mode="deterministic"))
    finished = _finished(list(run.events()))
    assert finished.proved
    assert finished.certificate.derivations
    assert finished.certificate.attested.backups == 0
