"""``detlm verify``: a verdict on a certificate, and a stand-alone Lean package of it if asked."""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from detlm.certificate.verify import Bindings, Outcome, Report, decide, decide_again, held_program, prepare
from detlm.console.bounded import Died, bounded
from detlm.console.kernels import open_kernel, require_timeout
from detlm.console.reading import read_certificate
from detlm.errors import UsageError
from detlm.printing import printable

if TYPE_CHECKING:
    from detlm.console.official import Asked

T = TypeVar("T")

_LEAST_MEMORY_MB = 256  # what Python and its libraries take


@dataclass(frozen=True, slots=True)
class Bounds:
    """Seconds for the verdict (building the Lean library not counted; each checker of a toolchain has as many
    again), MiB for what Python does."""

    timeout_s: float
    memory_mb: int


@dataclass(frozen=True, slots=True)
class Care:
    """What to do beyond the usual: build the library anew; ask the independent checker, too, and all that an
    installed toolchain has; elaborate enclosed Lean files."""

    fresh: bool = False
    paranoid: bool = False
    allow_lean: bool = False


def run(
    path: Path,
    program: Path | None,
    prompt: bytes | None,
    text: bytes | None,
    kernel: str,
    emit: Path | None,
    bounds: Bounds,
    care: Care = Care(),  # frozen
    *,
    as_json: bool,
) -> int:
    """Exit code 0 accepted, 10 rejected, 11 declined, 12 could not run."""
    require_timeout(bounds.timeout_s)
    if not _LEAST_MEMORY_MB <= bounds.memory_mb < 1 << 30:
        raise UsageError(
            f"--memory must be between {_LEAST_MEMORY_MB} and {1 << 30:,} MiB, not {bounds.memory_mb}"
        )
    if care.fresh and kernel != "embedded":
        raise UsageError("--fresh is for the embedded kernel; a toolchain's library is built by lake")
    data = read_certificate(path)
    with _no_cache() if care.fresh else nullcontext():
        report = _judged(data, kernel, Bindings(program, prompt, text), bounds, care)
    asked = None
    if care.paranoid and report.outcome is Outcome.ACCEPTED and report.certificate is not None:
        from detlm.console.official import ask_all, concluded  # seldom asked for

        asked = ask_all(report.certificate, bounds.timeout_s)
        report = report if asked is None else concluded(report, asked)
    if emit is not None and report.certificate is not None and report.outcome is Outcome.ACCEPTED:
        from detlm.certificate.emit import emit_lean

        emit_lean(report.certificate, emit)
    if as_json:
        told = {} if asked is None else {"toolchain": asked.record()}
        print(json.dumps({**_record(report), **told}, ensure_ascii=False))
    else:
        for line in [*lines(report), *_of_checkers(asked)]:
            print(line)
        if emit is not None:
            done = (
                f"wrote {', '.join(str(path) for path in sorted(emit.glob('C*.lean')))}"
                if report.outcome is Outcome.ACCEPTED
                else "wrote no Lean files"
            )
            print(done)
    return report.outcome.value


@contextmanager
def _no_cache() -> Iterator[None]:
    """An empty cache folder of our own: whoever could write to the usual one has no say."""
    before = os.environ.get("DETLM_CACHE")
    with tempfile.TemporaryDirectory(prefix="detlm-fresh-") as folder:
        os.environ["DETLM_CACHE"] = folder
        try:
            yield
        finally:
            os.environ.pop("DETLM_CACHE")
            if before is not None:
                os.environ["DETLM_CACHE"] = before


def _judged(data: bytes, kernel: str, bindings: Bindings, bounds: Bounds, care: Care) -> Report:
    """Whatever a certificate asks for, its verifier comes to an end, and within bounds."""
    held = held_program(bindings)
    end = time.monotonic() + bounds.timeout_s

    def within(work: Callable[[], T]) -> T | Report:
        try:
            return bounded(work, max(1e-3, end - time.monotonic()), bounds.memory_mb)
        except Died as death:
            return Report(Outcome.COULD_NOT_RUN, (f"checking the certificate {death}",))

    def with_limits(report: Report) -> Report:
        if report.outcome is not Outcome.COULD_NOT_RUN:
            return report
        limits = (
            f"it has {bounds.timeout_s:g} s and {bounds.memory_mb} MiB; --timeout and --memory allow more"
        )
        return replace(report, reasons=(*report.reasons, limits))

    prepared = within(lambda: prepare(data, bindings, held, allow_lean=care.allow_lean))
    if isinstance(prepared, Report):
        return with_limits(prepared)
    left = max(1e-3, end - time.monotonic())
    report = decide(prepared, lambda: open_kernel(kernel), timeout_s=left)
    if not care.paranoid or report.outcome is not Outcome.ACCEPTED:
        return report
    objection = within(lambda: decide_again(prepared))
    return replace(report, decided_twice=True) if objection is None else with_limits(objection)


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
        *([f"  decided again by the independent checker{_once(report)}"] if report.decided_twice else []),
        *(f"  relative to what the enclosed Lean file says of {c}" for c in report.lean_files),
        *(f"  says nothing of {part}" for part in report.unproved),
        *([] if report.pinned else ["  with the library that the cache holds: --fresh compiles it anew"]),
        *([] if report.read_back else ["  NOT compared as an expression: this kernel prints text only"]),
    ]


def _of_checkers(asked: Asked | None) -> list[str]:
    return [] if asked is None else [printable(line.encode()) for line in asked.lines()]


def _once(report: Report) -> str:
    """What was decided by the kernel only."""
    if not report.lean_files:
        return ""
    return f", which reads no Lean: all but what the file says of {_and(report.lean_files)}"


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
        "library_pinned": report.pinned,
        "statement_read_back": report.read_back,
        "decided_twice": report.decided_twice,
        "decided_once": list(report.lean_files) if report.decided_twice else [],
        "lean_files": list(report.lean_files),
        "unproved": list(report.unproved),
    }
