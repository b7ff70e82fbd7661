"""``python -m tests.syntax.fuzz --seconds 3600 --seed 1``: changed programs through reader and compiler.

Each is refused with a place, or compiled; nothing crashes and nothing takes longer than forty seconds of
processor time. Programs that reach lines of detlm which none has reached are changed further (from Python
3.12 on; before, those that get past the reader). A crash or a hang is written to a folder, to be repeated
with ``--again FOLDER``, and the exit code is 1. Needs lark and numpy, and neither a kernel nor pytest.
"""

from __future__ import annotations

import argparse
import faulthandler
import random
import re
import resource
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import CodeType, FrameType

from detlm.errors import ConstraintError, MaskError, NoAdmissibleCompletion
from detlm.mask.analysis import analyse
from detlm.mask.compile import compile_program
from detlm.syntax import read_constraint_lines, read_source
from detlm.syntax.diagnostics import SourceError
from detlm.syntax.examples import read_examples
from detlm.syntax.format import format_source
from tests.syntax.mutants import FILES, Case, Maker

SECONDS = 40  # of processor time, for one program; two searches of 200,000 steps take 12 to 31, by host
MEMORY = 6 << 30
KEPT = 3_000  # programs that are changed further
PROMPT = b"What about aspirin?"
NAME = "fuzz.det"


def through(case: Case) -> str:
    """How far a program comes; raises ``AssertionError`` where it is not refused as it should be."""
    source, files = case.source, FILES | case.files
    formatted = format_source(source)
    assert format_source(formatted) == formatted, "formatting again changes it"
    read_examples(source)
    try:
        program = read_source(source, NAME, files=files)
    except ConstraintError as error:
        _check_places(case, error)
        return "refused"
    read_source(formatted, NAME, files=files)  # that it says the same is test_format.py's
    with suppress(ConstraintError):
        read_constraint_lines(source.encode(), program)
    try:
        if any(f.severity == "error" for f in analyse(program)):
            return "unsound"
        compile_program(program, PROMPT)
    except (ConstraintError, MaskError, NoAdmissibleCompletion) as error:
        assert error.message
        return "not compiled"
    return "compiled"


def _check_places(case: Case, error: ConstraintError) -> None:
    assert isinstance(error, SourceError), repr(error)
    assert re.match(r"[^\n]+:\d+:\d+: error: ", str(error)), str(error)
    lines = case.source.count("\n") + 1
    for d in error.diagnostics:
        assert d.message
        assert d.position.column >= 1
        assert 1 <= d.position.line <= (lines + 1 if d.position.file == NAME else 10**6), d


# -- watching ---------------------------------------------------------------------------------------


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise ``TimeoutError`` if what is inside takes more processor time."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"longer than {seconds} s")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


class Coverage:
    """Counts the lines of detlm that run for the first time. Each is told once, so it costs nothing."""

    def __init__(self) -> None:
        self.lines = 0
        self.told = sys.version_info >= (3, 12)
        if sys.version_info >= (3, 12):
            monitoring = sys.monitoring
            monitoring.use_tool_id(monitoring.COVERAGE_ID, "fuzz")
            monitoring.register_callback(monitoring.COVERAGE_ID, monitoring.events.LINE, self._ran)
            monitoring.set_events(monitoring.COVERAGE_ID, monitoring.events.LINE)

    def _ran(self, code: CodeType, line: int) -> object:
        self.lines += "/detlm/" in code.co_filename
        if sys.version_info >= (3, 12):
            return sys.monitoring.DISABLE
        return None


def fault(case: Case, seconds: float = SECONDS) -> tuple[str, str]:
    """How far a program comes, and the traceback of a crash or hang (else empty)."""
    try:
        with at_most(seconds):
            return through(case), ""
    except Exception as error:
        return f"{type(error).__name__} {_inside(error)}", traceback.format_exc(limit=-30)


def _inside(error: Exception) -> str:
    """Where in detlm it happened: equal for two cases of one mistake."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if "/detlm/" in f.filename]
    if isinstance(error, AssertionError) or not frames:
        return str(error)[:60]
    return f"{frames[-1].filename.rpartition('/detlm/')[2]}:{frames[-1].lineno}"


# -- findings ---------------------------------------------------------------------------------------


def save(case: Case, folder: Path, said: str) -> None:
    """Write a case to a folder of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / NAME).write_bytes(case.source.encode("utf-8", "surrogatepass"))
    for name, content in case.files.items():
        (folder / name.replace("/", "%")).write_bytes(content)
    (folder / "traceback.txt").write_text(said, encoding="utf-8", errors="replace")


def saved(folder: Path) -> Case:
    """The case of a folder."""
    files = {p.name.replace("%", "/"): p.read_bytes() for p in folder.iterdir()}
    source = files.pop(NAME).decode("utf-8", "surrogatepass")
    files.pop("traceback.txt", None)
    return Case(source, files)


def smaller(case: Case, name: str, seconds: float) -> Case:
    """The case with as few lines as still show the same fault, as far as ``seconds`` allow."""
    end, lines, step = time.monotonic() + seconds, case.source.split("\n"), 1 << 10
    while step:
        at = 0
        while at < len(lines) and time.monotonic() < end:
            fewer = lines[:at] + lines[at + step :]
            if fault(Case("\n".join(fewer), case.files))[0] == name:
                lines = fewer
            else:
                at += step
        step //= 2
    return Case("\n".join(lines), case.files)


# -- the command ------------------------------------------------------------------------------------


class Run:
    """A run and its tally."""

    def __init__(self, seed: int, folder: Path, longest: float = SECONDS) -> None:
        self._longest = longest
        self.coverage = Coverage()
        self._maker = Maker(random.Random(seed))
        self._folder = folder / f"seed-{seed}"
        self._begun, self._begun_cpu = time.monotonic(), time.process_time()
        self.came: Counter[str] = Counter()
        self.faults: Counter[str] = Counter()
        self.slowest = (0.0, Case("", {}))

    def one(self) -> None:
        """One program."""
        case = self._maker.case()
        save(case, self._folder / "current", "")  # what was tried, should the process itself fall
        faulthandler.dump_traceback_later(30 * self._longest, exit=True)
        before, lines = time.process_time(), self.coverage.lines
        how, said = fault(case, self._longest)
        spent = time.process_time() - before
        faulthandler.cancel_dump_traceback_later()
        self._clear()
        if said:
            self._found(case, how, said)
            return
        self.came[how] += 1
        if spent > self.slowest[0]:
            self.slowest = (spent, case)
            save(case, self._folder / "slowest", f"{spent:.2f} s of processor time, {how}\n")
        if self.coverage.lines > lines if self.coverage.told else how != "refused":
            pool = self._maker.pool
            if len(pool) < KEPT:
                pool.append(case)
            else:
                pool[sum(self.came.values()) % KEPT] = case

    def _clear(self) -> None:
        for path in (self._folder / "current").iterdir():
            path.unlink()

    def _found(self, case: Case, how: str, said: str) -> None:
        self.faults[how] += 1
        if self.faults[how] == 1:
            place = self._folder / re.sub(r"\W+", "-", how)
            save(case, place, said)
            small = case if how.startswith("TimeoutError") else smaller(case, how, 60)
            save(small, place, said)
            print(f"\n{how}: written to {place}\n{said}", flush=True)

    def told(self) -> str:
        """What was done so far, on one line."""
        wall, cpu = time.monotonic() - self._begun, time.process_time() - self._begun_cpu
        came = ", ".join(f"{count:,} {how}" for how, count in self.came.most_common())
        lines = f"; {self.coverage.lines:,} lines reached" if self.coverage.told else ""
        return (
            f"{wall:,.0f} s ({cpu:,.0f} s of processor time): {self.came.total():,} programs: {came}{lines}; "
            f"slowest {self.slowest[0]:.2f} s; {len(self.faults)} faults"
        )

    def for_seconds(self, seconds: float, *, every: float, go_on: bool) -> None:
        """Fuzz for so long; stop at the first fault unless ``go_on``."""
        said = time.monotonic()
        while time.monotonic() - self._begun < seconds and (go_on or not self.faults):
            self.one()
            if time.monotonic() - said >= every:
                said = time.monotonic()
                print(self.told(), flush=True)


def main() -> int:
    """The command."""
    ask = argparse.ArgumentParser(prog="python -m tests.syntax.fuzz", description=__doc__.splitlines()[0])
    ask.add_argument("--seconds", type=float, default=600, help="how long, by the clock")
    ask.add_argument(
        "--seed", type=int, default=0, help="a number; the same one begins with the same programs"
    )
    ask.add_argument("--out", type=Path, default=Path(".fuzz"), help="the folder for findings")
    ask.add_argument("--every", type=float, default=30, help="seconds between lines of progress")
    ask.add_argument("--go-on", action="store_true", help="do not stop at the first crash or hang")
    ask.add_argument("--longest", type=float, default=SECONDS, help="seconds of processor time for a program")
    ask.add_argument("--again", type=Path, metavar="FOLDER", help="repeat one finding")
    asked = ask.parse_args()
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, most))
    if asked.again is not None:
        before = time.process_time()
        how, said = fault(saved(asked.again), 10 * SECONDS)
        print(f"{said}{how}, {time.process_time() - before:.2f} s")
        return 1 if said else 0
    run = Run(asked.seed, asked.out, asked.longest)
    print(f"seed {asked.seed}, Python {sys.version.split()[0]}, findings in {asked.out}", flush=True)
    with suppress(KeyboardInterrupt):
        run.for_seconds(asked.seconds, every=asked.every, go_on=asked.go_on)
    print(f"{run.told()}\n{dict(run.faults)}" if run.faults else run.told(), flush=True)
    return 1 if run.faults else 0


if __name__ == "__main__":
    sys.exit(main())
