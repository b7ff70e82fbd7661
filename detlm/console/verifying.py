"""``detlm verify``: a verdict on a certificate, and a stand-alone Lean package of it if asked."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from detlm.certificate.verify import Bindings, Outcome, Report, verify
from detlm.console.kernels import open_kernel
from detlm.console.reading import printable, read_certificate
from detlm.errors import UsageError


def run(
    path: Path,
    program: Path | None,
    prompt: bytes | None,
    text: bytes | None,
    kernel: str,
    emit: Path | None,
    timeout_s: float,
    *,
    as_json: bool,
) -> int:
    """Exit code 0 accepted, 10 rejected, 11 declined, 12 could not run."""
    if not 0 < timeout_s < 1e6:
        raise UsageError(f"--timeout must be a positive number of seconds, not {timeout_s}")
    data = read_certificate(path)
    try:
        with _deadline(timeout_s):
            report = verify(data, lambda: open_kernel(kernel), Bindings(program, prompt, text))
    except _TimeIsUp:
        reason = f"no verdict within {timeout_s:g} s; --timeout allows more"
        report = Report(Outcome.COULD_NOT_RUN, (reason,))
    if emit is not None and report.certificate is not None and report.outcome is Outcome.ACCEPTED:
        from detlm.certificate.emit import emit_lean

        emit_lean(report.certificate, emit)
    if as_json:
        print(json.dumps(_record(report), ensure_ascii=False))
    else:
        for line in lines(report):
            print(line)
        if emit is not None:
            done = (
                f"wrote {emit}/Certificate.lean"
                if report.outcome is Outcome.ACCEPTED
                else "wrote no Lean files"
            )
            print(done)
    return report.outcome.value


class _TimeIsUp(Exception):
    pass


@contextmanager
def _deadline(seconds: float) -> Iterator[None]:
    """Whatever a certificate asks for, its verifier comes to an end."""

    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise _TimeIsUp

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def lines(report: Report) -> list[str]:
    """A report as people read it."""
    if report.outcome is not Outcome.ACCEPTED:
        return [report.outcome.word, *(f"  {printable(r.encode())}" for r in report.reasons)]
    bound = report.bound_to
    enclosed = [w for w in ("program", "prompt", "text") if w not in bound]
    what = []
    if bound:
        what.append(f"for the {_and(bound)} you gave")
    if enclosed:
        what.append(f"for the enclosed {_and(enclosed)}")
    axioms = ", ".join(report.axioms) or "none"
    return [
        f"accepted  {' and '.join(what)}",
        f"  proved by {report.kernel} in {report.milliseconds:.1f} ms; axioms: {axioms}",
        *([] if report.read_back else ["  NOT compared as an expression: this kernel prints text only"]),
    ]


def _and(words: tuple[str, ...] | list[str]) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]


def _record(report: Report) -> dict[str, object]:
    return {
        "verdict": report.outcome.word,
        "reasons": list(report.reasons),
        "bound_to": list(report.bound_to),
        "axioms": list(report.axioms),
        "kernel": report.kernel,
        "milliseconds": report.milliseconds,
        "statement_read_back": report.read_back,
    }
