"""Constraint lines that the model writes before its answer: they tighten, and fatal ones are taken back."""

from __future__ import annotations

import pytest

from detlm.config import data_root
from detlm.decode.events import ConstraintSaid
from detlm.decode.guide import Guide
from detlm.decode.loop import Budget
from detlm.errors import MaskError, NoAdmissibleCompletion
from detlm.kernel.embedded import EmbeddedKernel
from detlm.mask.compile import compile_program
from detlm.mask.vocabulary import Vocabulary
from detlm.syntax import read_program, read_source
from detlm.syntax.program import Program
from tests.decode.scripted import Run

BYTES = Vocabulary.from_tokens([*(bytes([b]) for b in range(256)), None], [256])
ANSWER = b"aspirin is used for pain relief."


def _line(sentence: bytes) -> bytes:
    return b"<CONSTRAINT>" + sentence + b"</CONSTRAINT>"


@pytest.fixture(scope="module")
def asked() -> Program:
    return read_program(data_root() / "dsl" / "examples" / "medication-asked.det")


@pytest.mark.parametrize("long", [True, False])
def test_lines_tighten(asked: Program, session_kernel: EmbeddedKernel, long: bool) -> None:
    wish = _line(b"Mention only aspirin.") + b"aspirin must not be taken with warfarin."
    run = Run(asked, session_kernel, wish, semantic="filter", long=long).all()
    assert run.output.startswith(_line(b"Mention only aspirin."))
    assert b"warfarin" not in run.output
    said = [e for e in run.events if isinstance(e, ConstraintSaid)]
    assert [s.text for s in said] == [_line(b"Mention only aspirin.")]
    part = run.loop.position.part
    assert part is not None and part.preface == said[0].text
    assert part.limits and run.admitted() == (True, "")


def test_two_lines_and_spans_count_from_the_start(asked: Program, session_kernel: EmbeddedKernel) -> None:
    preface = _line(b"Use at most 7 words.") + _line(b"Do not use the word ibuprofen.")
    run = Run(asked, session_kernel, preface + ANSWER).all()
    assert run.output == preface + ANSWER
    [span] = run.loop.spans
    assert run.output[span.start : span.end] == ANSWER[:-1]
    assert len([e for e in run.events if isinstance(e, ConstraintSaid)]) == 2


def test_no_third_line_where_two_are_allowed(asked: Program, session_kernel: EmbeddedKernel) -> None:
    line = _line(b"Use at most 9 words.")
    run = Run(asked, session_kernel, line * 3 + ANSWER, line * 2 + ANSWER).all()
    assert run.output == line * 2 + ANSWER


def test_no_line_is_needed(asked: Program, session_kernel: EmbeddedKernel) -> None:
    run = Run(asked, session_kernel, ANSWER).all()
    assert run.output == ANSWER
    assert not [e for e in run.events if isinstance(e, ConstraintSaid)]


@pytest.mark.parametrize("long", [True, False])
@pytest.mark.parametrize("more", [b"", _line(b"Use at most 2 words.")], ids=["one line", "and another"])
def test_a_line_that_leaves_nothing_is_taken_back(
    asked: Program, session_kernel: EmbeddedKernel, long: bool, more: bytes
) -> None:
    fatal = _line(b"Use at most 3 words.")
    good = _line(b"Use at most 37 words.") + ANSWER  # the way back ends after the 3
    budget = Budget(backups=3)
    run = Run(asked, session_kernel, fatal + more + ANSWER, good, long=long, budget=budget).all()
    assert run.output == good
    backs = list(run.backed_up())
    assert backs and all("Use at most 3 words." in b.reason for b in backs)
    assert not any(isinstance(e, ConstraintSaid) and b"most 3 " in e.text for e in run.events)


def test_spans_are_refuted_after_lines_too(asked: Program, session_kernel: EmbeddedKernel) -> None:
    line = _line(b"Use at most 6 words.")
    false = b"pain relief is used for aspirin."
    run = Run(asked, session_kernel, line + false, line + ANSWER).all()
    assert run.output == line + ANSWER
    reasons = [b.reason for b in run.backed_up()]
    assert reasons[0] == "the kernel refuted 'pain relief is used for aspirin'"
    assert all("refuted 'pain relief" in r for r in reasons)


def test_an_answer_that_looks_like_a_line_is_refused(session_kernel: EmbeddedKernel) -> None:
    source = 'program x\nderive answer from category C\ncategory C := "<b>"\nmodel may constrain\n'
    program = read_source(source + "output := answer\n", "x.det")
    with pytest.raises(MaskError, match="may start with"):
        Run(program, session_kernel)


def test_where_nothing_is_left_even_without_lines(asked: Program, session_kernel: EmbeddedKernel) -> None:
    source = asked.sources[0].content.decode() + "at most 2 words\n"
    with pytest.raises(NoAdmissibleCompletion, match="at most 2 words"):
        Run(read_source(source, "x.det"), session_kernel)


@pytest.mark.parametrize("marker", ["</t>", "::", "<", "<CON"])
def test_free_text_may_begin_with_markup(marker: str) -> None:
    """Free text begins with anything but a line, with what only looks like one too, behind lines or not."""
    source = f'program p\nmodel may constrain up to 2 lines\nafter "{marker}"\noutput := /[a-z]+/\n'
    guide = Guide(compile_program(read_source(source, "p.det"), b""), BYTES)
    line, end = _line(b"Use at most 3 words."), marker.encode() + b"ab"

    def spelled(text: bytes) -> bool:
        position = guide.start()
        for byte in text:
            if not guide.flags(position)[byte]:
                return False
            position = guide.step(position, byte)
        return bool(guide.flags(position)[256])

    for lines in (b"", line, line * 2):
        assert spelled(lines + end) == (marker not in "<CONSTRAINT>")
        assert spelled(lines + b"hm" + end) and not spelled(lines + b"<CONSTRAINT>" + end)
        for begun in (b"<t>", b"<CONSTRAIN", b"<", b"<<"):
            assert spelled(lines + begun + b"x" + end) == (marker not in "<CONSTRAINT>"), (lines, begun)
    assert not spelled(line * 3 + b"x" + end)
