"""Showing a generation as it happens: on a terminal in place and in colour, elsewhere as plain lines.

A view is fed events and prints; it decides nothing.
"""

from __future__ import annotations

import sys
import time
from base64 import b64encode
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from rich.console import Console, Group
from rich.live import Live
from rich.text import Text

from detlm.decode.events import (
    BackedUp,
    ConstraintSaid,
    Event,
    Finished,
    SpanPending,
    SpanProved,
    TokenChosen,
)
from detlm.mask.compile import CompiledProgram
from detlm.printing import printable
from detlm.syntax.program import Derive, walk


@dataclass(frozen=True, slots=True)
class Summary:
    """A finished generation in brief."""

    output: bytes
    proved: bool
    kind: str
    why: str
    tokens: int
    model_calls: int
    backups: int
    seconds: float
    proof_milliseconds: float
    certificate: str | None

    @classmethod
    def of(cls, finished: Finished, out: Path | None) -> Summary:
        """The summary of an end."""
        made = finished.certificate.attested
        return cls(
            finished.output,
            finished.proved,
            finished.kind,
            finished.why,
            len(made.tokens),
            made.model_calls,
            made.backups,
            made.seconds,
            made.proof_milliseconds,
            None if out is None else str(out),
        )

    def record(self) -> dict[str, Any]:
        """For ``--json``. An output that is not UTF-8 is shown with escapes, and told exactly in base64."""
        text = self.output.decode(errors="backslashreplace")
        exact = {} if text.encode() == self.output else {"output_base64": b64encode(self.output).decode()}
        fields = {name: getattr(self, name) for name in self.__slots__ if name != "output"}
        return {"output": text, **exact, **fields}


class View(Protocol):
    """Something that shows a generation."""

    def begin(self, prompt: bytes, compiled: CompiledProgram) -> None:
        """A generation begins."""

    def show(self, event: Event) -> None:
        """Something happened."""

    def wrote(self, path: Path) -> None:
        """The certificate was written."""

    def end(self) -> None:
        """It is over, well or not; harmless when repeated."""


class Silent:
    """Shows nothing."""

    def begin(self, prompt: bytes, compiled: CompiledProgram) -> None:
        """Nothing."""

    def show(self, event: Event) -> None:
        """Nothing."""

    def wrote(self, path: Path) -> None:
        """Nothing."""

    def end(self) -> None:
        """Nothing."""


@dataclass
class Screen:
    """Text as it comes, pending spans yellow and proved ones green, mask sizes and speed below.

    ``pace`` is the least time in seconds between two tokens, for demonstrations.
    """

    console: Console
    pace: float = 0.0
    _text: bytes = b""
    _spans: dict[tuple[int, int], bool] = field(default_factory=dict)
    _masks: list[TokenChosen] = field(default_factory=list)
    _notes: list[Text] = field(default_factory=list)
    _rules: dict[int, str] = field(default_factory=dict)
    _began: float = 0.0
    _live: Live | None = None

    def begin(self, prompt: bytes, compiled: CompiledProgram) -> None:
        """Starts a fresh display."""
        program = compiled.program
        self._text, self._spans, self._masks, self._notes = b"", {}, [], []
        self._rules = {s.rule: _one_line(s.source) for s in walk(program.output) if isinstance(s, Derive)}
        self.console.print(Text.assemble(("? ", "bold cyan"), (printable(prompt), "bold")))
        for line in mask_lines(compiled):
            self.console.print(Text(f"  {line}", style="dim"))
        self._began = time.perf_counter()
        self._live = Live(self._picture(), console=self.console, refresh_per_second=20, transient=True)
        self._live.start()

    def show(self, event: Event) -> None:
        """Takes an event in."""
        match event:
            case TokenChosen():
                self._text += event.text
                self._masks.append(event)
                if self.pace:
                    time.sleep(self.pace)
            case SpanPending():
                self._spans[event.span.start, event.span.end] = False
            case SpanProved():
                self._spans[event.span.start, event.span.end] = True
                how = "proved before" if event.cached else f"proved in {event.milliseconds:.1f} ms"
                self._note("proved ", "green", event.text, how + ", by: " + self._rules[event.span.rule])
            case BackedUp():
                kept = len(self._text) - len(event.text)
                self._text = self._text[:kept]
                self._masks = self._masks[: max(0, len(self._masks) - event.tokens)]
                self._spans = {k: v for k, v in self._spans.items() if k[1] <= kept}
                self._note("back up", "red", event.text, event.reason)
            case ConstraintSaid():
                self._note("the model says", "magenta", event.text, "; ".join(event.limits))
            case Finished():
                self._finish(event)
        if self._live is not None:
            self._live.update(self._picture())

    def _note(self, word: str, style: str, text: bytes, rest: str) -> None:
        self._notes.append(
            Text.assemble((f"  {word} ", style), printable(text), ("  " + _one_line(rest), "dim"))
        )

    def _picture(self) -> Group:
        text = Text("  ")
        at = 0
        for (start, end), proved in sorted(self._spans.items()):  # spans do not overlap
            text.append(printable(self._text[at:start]), "bold")
            text.append(printable(self._text[start:end]), "bold green" if proved else "bold yellow")
            at = end
        text.append(printable(self._text[at:]), "bold")
        seconds = max(1e-9, time.perf_counter() - self._began)
        masks = " ".join(f"{m.admissible:,}" for m in self._masks[-16:])
        status = f"  admissible tokens a step: {masks}   {len(self._masks) / seconds:,.0f} tokens/s"
        return Group(text, *self._notes, Text(status, style="dim"))

    def _finish(self, event: Finished) -> None:
        if self._live is not None:
            self._live.stop()
            self._live = None
        self.console.print(self._picture())
        made = event.certificate.attested
        figures = (
            f"{len(made.tokens)} tokens, {made.model_calls} model calls, {made.backups} backups, "
            f"{made.seconds:.2f} s; proofs {made.proof_milliseconds:.1f} ms"
        )
        if event.proved:
            self.console.print(
                Text.assemble(("  proved  ", "bold green"), ("the whole output; " + figures, ""))
            )
        else:
            self.console.print(Text.assemble(("  not finished  ", "bold red"), event.why))

    def wrote(self, path: Path) -> None:
        """Says where the certificate is."""
        self.console.print(Text(f"  certificate {path} ({path.stat().st_size:,} bytes)", style="dim"))

    def end(self) -> None:
        """Puts the terminal back in order."""
        if self._live is not None:
            self._live.stop()
            self._live = None


@dataclass
class Lines:
    """The same as plain lines, for pipes and logs."""

    _rules: dict[int, str] = field(default_factory=dict)

    def begin(self, prompt: bytes, compiled: CompiledProgram) -> None:
        """Prints what is asked."""
        program = compiled.program
        self._rules = {s.rule: _one_line(s.source) for s in walk(program.output) if isinstance(s, Derive)}
        print(f"? {printable(prompt)}")
        for line in mask_lines(compiled):
            print(f"  {line}", flush=True)

    def show(self, event: Event) -> None:
        """Prints an event that is worth a line."""
        match event:
            case TokenChosen():
                return
            case SpanPending():
                line = f"  pending  {printable(event.text)}"
            case SpanProved():
                how = "before" if event.cached else f"in {event.milliseconds:.1f} ms"
                line = f"  proved   {printable(event.text)}  ({how}, by: {self._rules[event.span.rule]})"
            case BackedUp():
                line = f"  back up  {printable(event.text)}  ({_one_line(event.reason)})"
            case ConstraintSaid():
                line = f"  the model says  {printable(event.text)}  ({'; '.join(event.limits)})"
            case Finished():
                made = event.certificate.attested
                masks = " ".join(str(t.admissible) for t in made.tokens)
                speed = len(made.tokens) / made.seconds if made.seconds else 0.0
                print(f"  admissible tokens a step: {masks or 'none was chosen'}")
                print(
                    f"  {len(made.tokens)} tokens, {made.model_calls} model calls, {made.backups} backups, "
                    f"{made.seconds:.2f} s, {speed:.0f} tokens/s; proofs {made.proof_milliseconds:.1f} ms"
                )
                word = "proved" if event.proved else f"not finished: {event.why}"
                line = f"  {word}\n{printable(event.output)}"
        print(line, flush=True)

    def wrote(self, path: Path) -> None:
        """Says where the certificate is."""
        print(f"  certificate {path} ({path.stat().st_size:,} bytes)")

    def end(self) -> None:
        """Nothing is left open."""


def mask_lines(compiled: CompiledProgram) -> list[str]:
    """What masks are made of, and what they leave open until a span ends."""
    late = [note for note in compiled.notes if not note.exact]
    stack = " and a stack" if compiled.free is not None else ""
    along = ", kept up with the text as it comes" if compiled.reading is not None else ""
    exact = f"wider than {len(late)} of {len(compiled.notes)} rules and limits" if late else "exact"
    lines = [f"program {compiled.program.name}: mask of {compiled.dfa.size} states{stack}{along}; {exact}"]
    for note in compiled.notes:
        if note.why:
            where = "" if note.exact else "left open: "
            lines.append(f"  {where}{note.why}")
    return list(dict.fromkeys(lines))


def open_view(*, quiet: bool = False, pace: float = 0.0) -> View:
    """The view that fits where the output goes."""
    if quiet:
        return Silent()
    if sys.stdout.isatty():
        return Screen(Console(highlight=False), pace)
    return Lines()


def _one_line(text: str) -> str:
    return " ".join(text.split())
