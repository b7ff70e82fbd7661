"""The decoding loop against a scripted model: forced text, ends, refuted spans, budgets, nothing left."""

from __future__ import annotations

from collections import Counter

import pytest

from detlm.decode.choose import Drawer, Sampling
from detlm.decode.events import SpanPending, SpanProved
from detlm.decode.loop import Budget
from detlm.errors import DecodeError, NoAdmissibleCompletion
from detlm.kernel.embedded import EmbeddedKernel
from detlm.syntax import read_source
from detlm.syntax.program import Program
from tests.decode.scripted import Run

TRUE = b"aspirin is used for pain relief."
FALSE = (
    b"pain relief is used for aspirin.",
    b"aspirin is used for aspirin.",
    b"aspirin is a blood thinner.",
    b"warfarin is used for pain relief.",
)

OBJECTS = (
    b"aspirin is used for aspirin.",
    b"aspirin is used for warfarin.",
    b"aspirin is used for drug.",
)

NOTHING_TRUE = """program nothing
fact "green tea" is_a drink
sentence is_a := SUBJECT " is a " OBJECT
category Claim := sentence of facts
derive answer from category Claim
  ensure proof supported(answer)
at most 4 words
output := answer "."
"""


@pytest.mark.parametrize("long", [True, False])
def test_forced_text_costs_no_call(medication: Program, session_kernel: EmbeddedKernel, long: bool) -> None:
    run = Run(medication, session_kernel, TRUE, semantic="filter", long=long, ends=2).all()
    assert run.output == TRUE
    asked = [t for t in run.chosen if not t.forced]
    assert run.scorer.calls == len(asked), "the end itself is forced, though two ids could say it"
    end = b"".join(t.text for t in run.chosen)[len(b"aspirin is used for p") :]
    forced = b""
    for token in reversed(run.chosen):
        if not token.forced:
            break
        forced = token.text + forced
    assert forced.endswith(end), "after its first byte the object is the only one"
    assert all(t.margin is None for t in run.chosen if t.forced)


def test_without_forced_text_the_output_is_the_same(
    medication: Program, session_kernel: EmbeddedKernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_it = Run(medication, session_kernel, TRUE, semantic="filter").all()
    monkeypatch.setattr("detlm.decode.guide.Guide.forced", lambda *_: (b"", False))
    without = Run(medication, session_kernel, TRUE, semantic="filter").all()
    assert without.output == with_it.output
    assert without.scorer.calls > with_it.scorer.calls


def test_the_end_comes_only_where_it_may(medication: Program, session_kernel: EmbeddedKernel) -> None:
    """This model wants to end at every point."""
    eager = [TRUE[:n] for n in range(len(TRUE) + 1)]
    run = Run(medication, session_kernel, *eager, semantic="filter").all()
    assert run.output == TRUE
    flags = run.guide.flags(run.guide.start())
    assert not flags[list(run.vocabulary.eos_ids)].any()
    assert run.guide.flags(run.loop.position)[list(run.vocabulary.eos_ids)].all()


@pytest.mark.parametrize("long", [True, False])
@pytest.mark.parametrize("wishes", [FALSE[:1], OBJECTS, FALSE], ids=["one", "same start", "all"])
def test_a_falsehood_is_refuted_once_and_never_comes_again(
    medication: Program, session_kernel: EmbeddedKernel, wishes: tuple[bytes, ...], long: bool
) -> None:
    run = Run(medication, session_kernel, *wishes, TRUE, long=long).all()
    assert run.output == TRUE
    assert run.admitted() == (True, "")
    reasons = Counter(b.reason for b in run.backed_up() if "refuted" in b.reason)
    expected = wishes if wishes is OBJECTS else wishes[:1]  # others may be left aside on the way back
    assert {f"the kernel refuted {w[:-1].decode()!r}" for w in expected} <= set(reasons)
    assert set(reasons.values()) == {1}, "another cut into tokens brought a refuted text again"
    assert set(reasons) == {b.reason for b in run.backed_up()}, "no way back ends where nothing is left"
    assert len(list(run.backed_up())) == run.loop.backups <= 17 + 6 * len(wishes), "false sentences, no more"


def test_spans_are_proved_once(medication: Program, session_kernel: EmbeddedKernel) -> None:
    source = medication.sources[0].content.decode()
    source = source.replace('output := answer "."', 'output := answer "; " answer "."')
    program = read_source(source, "twice.det")
    twice = TRUE[:-1] + b"; " + TRUE
    run = Run(program, session_kernel, twice).all()
    assert run.output == twice
    proved = [e for e in run.events if isinstance(e, SpanProved)]
    pending = [e for e in run.events if isinstance(e, SpanPending)]
    assert [(p.span.start, p.span.end) for p in proved] == [(0, 31), (33, 64)]
    assert {p.text for p in proved} == {TRUE[:-1]}
    assert len(pending) <= 2 and len(run.loop.spans) == 2
    second = Run(program, session_kernel, twice)
    second.loop.proofs = run.loop.proofs
    assert [e.cached for e in second.all().events if isinstance(e, SpanProved)] == [True, True]


def test_a_refuted_second_span_leaves_the_first(medication: Program, session_kernel: EmbeddedKernel) -> None:
    source = medication.sources[0].content.decode()
    program = read_source(
        source.replace('output := answer "."', 'output := answer "; " answer "."'), "twice.det"
    )
    first = TRUE[:-1] + b"; "
    run = Run(program, session_kernel, first + FALSE[0], first + TRUE).all()
    assert run.output == first + TRUE
    for back in run.backed_up():
        assert not back.text.startswith(b"aspirin is used for pain"), "what was proved stays"


def test_what_follows_a_refuted_span_does_not_save_it(
    medication: Program, session_kernel: EmbeddedKernel
) -> None:
    """The token that closes the span says more than its end; all that could come after it is ruled out."""
    source = medication.sources[0].content.decode()
    source = source.replace('output := answer "."', 'output := answer { "; " answer } up to 2 "."')
    program = read_source(source, "several.det")
    run = Run(program, session_kernel, FALSE[0], FALSE[0][:-1] + b"; " + TRUE, TRUE).all()
    assert run.output == TRUE
    reasons = [b.reason for b in run.backed_up()]
    assert reasons.count(f"the kernel refuted {FALSE[0][:-1].decode()!r}") == 1


def test_tokens_are_bounded(medication: Program, session_kernel: EmbeddedKernel) -> None:
    run = Run(medication, session_kernel, TRUE, budget=Budget(tokens=2))
    with pytest.raises(DecodeError, match="not finished after 2 tokens") as caught:
        run.all()
    assert "--max-tokens" in str(caught.value)
    assert len(run.chosen) == 2 and TRUE.startswith(run.output)
    full = Run(medication, session_kernel, TRUE).all()
    exact = Run(medication, session_kernel, TRUE, budget=Budget(tokens=len(full.chosen))).all()
    assert exact.output == TRUE, "the end is no token"


@pytest.mark.parametrize("backups", [0, 2])
def test_going_back_is_bounded(medication: Program, session_kernel: EmbeddedKernel, backups: int) -> None:
    run = Run(medication, session_kernel, *FALSE, budget=Budget(backups=backups))
    with pytest.raises(DecodeError, match=f"gave up after going back {backups} times") as caught:
        run.all()
    assert "refuted" in str(caught.value) and "--max-backups" in str(caught.value)
    assert "a smaller fact base" in str(caught.value)
    assert len(list(run.backed_up())) == backups


def test_nothing_left_is_said_with_its_reason(session_kernel: EmbeddedKernel) -> None:
    program = read_source(NOTHING_TRUE, "nothing.det")
    run = Run(program, session_kernel, b"drink is a drink.")
    with pytest.raises(NoAdmissibleCompletion, match="refuted 'drink is a drink'"):
        run.all()
    assert run.output == b"" and run.scorer.tokens == []


def test_the_end_can_be_taken_back(medication: Program, session_kernel: EmbeddedKernel) -> None:
    run = Run(medication, session_kernel, TRUE, b"I have no fact about that.", semantic="filter").all()
    assert run.output == TRUE
    back = run.loop.reject_end("not that")
    assert TRUE.endswith(back.text) and back.reason == "not that"
    run.events += run.loop.run()
    assert run.output != TRUE
    assert run.admitted() == (True, "")


def test_draws_stay_admissible_and_follow_their_seed(
    medication: Program, session_kernel: EmbeddedKernel
) -> None:
    def said(seed: int) -> bytes:
        drawer = Drawer(Sampling(seed=seed, temperature=5.0))
        run = Run(medication, session_kernel, drawer=drawer, semantic="filter").all()
        assert run.admitted() == (True, "")
        return run.output

    outputs = [said(seed) for seed in range(12)]
    assert outputs == [said(seed) for seed in range(12)]
    assert len(set(outputs)) > 2
