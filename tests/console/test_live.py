"""The views: what a person sees of a run, on a terminal and in a pipe."""

from __future__ import annotations

import io
from base64 import b64decode
from pathlib import Path

import pytest
from rich.console import Console

from detlm.certificate.schema import Certificate
from detlm.console.live import Lines, Screen, Silent, Summary, View, open_view
from detlm.decode.events import (
    BackedUp,
    ConstraintSaid,
    Event,
    Finished,
    SpanPending,
    SpanProved,
    TokenChosen,
)
from detlm.mask.compile import CompiledProgram, compile_program
from detlm.mask.parse import Span
from detlm.syntax.program import Program

GREEN, YELLOW = "\x1b[1;32m", "\x1b[1;33m"
FALSE = "pain relief is used for aspirin"
TRUE = "Größe is a drug"


@pytest.fixture
def compiled(medication: Program) -> CompiledProgram:
    return compile_program(medication, b"?")


def _token(text: bytes, admissible: int = 3) -> TokenChosen:
    return TokenChosen(1, text, False, admissible, 0.5)


def _span(start: int, text: str) -> Span:
    return Span("answer", 0, start, start + len(text.encode()))


class Seen:
    """A screen of which every state can be read."""

    def __init__(self, compiled: CompiledProgram, prompt: bytes = b"What?") -> None:
        self.file = io.StringIO()
        console = Console(force_terminal=True, color_system="standard", width=200, file=self.file)
        self.screen = Screen(console)
        self.screen.begin(prompt, compiled)

    def now(self, *events: Event) -> str:
        for event in events:
            self.screen.show(event)
        console = Console(force_terminal=True, color_system="standard", width=200, file=io.StringIO())
        with console.capture() as shown:
            console.print(self.screen._picture())
        return shown.get()


def test_spans_turn_from_pending_to_proved(compiled: CompiledProgram) -> None:
    seen = Seen(compiled)
    try:
        span = _span(0, TRUE)
        shown = seen.now(_token(TRUE[:4].encode()), _token(TRUE[4:].encode(), 7), _token(b"."))
        assert f"\x1b[1m{TRUE}." in shown and GREEN not in shown
        assert "admissible tokens a step: 3 7 3" in shown
        shown = seen.now(SpanPending(span, TRUE.encode()))
        assert f"{YELLOW}{TRUE}\x1b[0m\x1b[1m." in shown, "only the span, though its letters have two bytes"
        shown = seen.now(SpanProved(span, TRUE.encode(), 12.34, False))
        assert f"{GREEN}{TRUE}\x1b[0m" in shown and YELLOW not in shown
        assert "proved in 12.3 ms, by: derive answer from category Claim ensure proof" in shown
        assert "proved before" in seen.now(SpanProved(span, TRUE.encode(), 12.34, True))
    finally:
        seen.screen.end()
        seen.screen.end()


def test_going_back_takes_text_spans_and_figures(compiled: CompiledProgram) -> None:
    seen = Seen(compiled)
    try:
        first = (_token(TRUE.encode(), 11), SpanProved(_span(0, TRUE), TRUE.encode(), 1, False))
        start = len(TRUE.encode()) + 2
        text = FALSE.encode()
        more = (_token(b"; ", 12), _token(text, 13), SpanPending(_span(start, FALSE), text))
        assert YELLOW in seen.now(*first, *more)
        shown = seen.now(BackedUp(1, text, "the kernel refuted\n'…'"))
        assert YELLOW not in shown and f"{GREEN}{TRUE}" in shown
        assert f"back up \x1b[0m{FALSE}" in shown and "the kernel refuted '…'" in shown
        assert "11 12 " in shown and "13" not in shown.splitlines()[-1]
        assert YELLOW not in seen.now(_token(text)), "other text in the place of what was taken back"
        said = ConstraintSaid(b"<CONSTRAINT>x</CONSTRAINT>", ("at most 6 words",))
        assert "the model says" in seen.now(said) and "at most 6 words" in seen.now()
    finally:
        seen.screen.end()


def test_the_end(compiled: CompiledProgram, certificate: Certificate, tmp_path: Path) -> None:
    seen = Seen(compiled, b"What\x1b[2J?")
    output = certificate.claim.output
    seen.now(_token(output), Finished(output, certificate, True, "output", ""))
    path = tmp_path / "run.json"
    path.write_bytes(b"12345")
    seen.screen.wrote(path)
    seen.screen.end()
    text = seen.file.getvalue()
    assert "What\\x1b[2J?" in text and "mask of" in text
    assert "the whole output; 37 tokens" in text or " tokens, " in text
    assert output.decode() in text and "(5 bytes)" in text
    assert text.endswith("\n") and "\x1b[?25h" in text, "the cursor is back"
    seen = Seen(compiled)
    seen.now(Finished(b"asp", certificate, False, "prefix", "interrupted"))
    seen.screen.end()
    assert "not finished" in seen.file.getvalue() and "interrupted" in seen.file.getvalue()


def test_lines(
    compiled: CompiledProgram, certificate: Certificate, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    view: View = Lines()
    view.begin(b"What?\xff", compiled)
    span, text = _span(0, FALSE), FALSE.encode()
    for event in (
        _token(text),
        SpanPending(span, text),
        BackedUp(1, text, "the kernel refuted it"),
        ConstraintSaid(b"<CONSTRAINT>x</CONSTRAINT>", ("at most 6 words", 'forbid "x"')),
        SpanProved(span, text, 3.21, False),
        SpanProved(span, text, 3.21, True),
        Finished(b"asp\x1b", certificate, False, "prefix", "interrupted"),
        Finished(certificate.claim.output, certificate, True, "output", ""),
    ):
        view.show(event)
    view.end()
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "? What?\\xff"
    assert "  pending  " + FALSE in lines
    assert f"  back up  {FALSE}  (the kernel refuted it)" in lines
    assert '  the model says  <CONSTRAINT>x</CONSTRAINT>  (at most 6 words; forbid "x")' in lines
    proved = [line for line in lines if line.startswith(f"  proved   {FALSE}  (")]
    assert "in 3.2 ms, by: derive answer from category Claim" in proved[0] and "(before, by:" in proved[1]
    assert "  not finished: interrupted" in lines and "asp\\x1b" in lines
    assert lines[-2:] == ["  proved", certificate.claim.output.decode()]


def test_which_view(monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(open_view(quiet=True), Silent)
    assert isinstance(open_view(), Lines)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    assert isinstance(open_view(), Screen)


def test_an_output_that_is_no_text_is_told_exactly() -> None:
    made = Summary(b"\xf7 ok", True, "output", "", 1, 1, 0, 0.1, 0.1, None)
    assert made.record()["output"] == "\\xf7 ok"
    assert b64decode(made.record()["output_base64"]) == b"\xf7 ok"
