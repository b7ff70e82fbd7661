"""The checkers that come with a Lean toolchain, run on a Lake package: each in its turn, none outvoted.

A package is built with ``lake build``; ``leanexport`` writes out what one of its modules proves, with all
that it rests on; every checker that the toolchain has reads that. Only programs of the toolchain's own folder
are run, by their full paths: something else of that name on the PATH is none of it.

How each is called, and what it says, is what Lean's own ``lake check --paranoid`` does and tests for
(leanprover/lean4: src/lake/Lake/CLI/Check.lean, src/LeanExport.lean, src/LeanChecker.lean, tests/pkg; and
leanprover/con-leche, con-ron, ammkrn/nanoda_lib, leanprover/lean-action), read in November 2026. It was tried
here with stand-ins only: this was written where no toolchain can be installed.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import IO

from detlm.kernel.axioms import OFFICIAL_AXIOMS

_TAIL = 64 << 10  # bytes of what a program says that are looked at
#: What programs get of our environment. Not LEAN_PATH, LEAN_SYSROOT or LAKE_…, which name other files; not
#: ELAN_TOOLCHAIN, which names another Lean; nor anything that turns a checker's work off (CON_LECHE_…).
_PASSED = ("PATH", "HOME", "ELAN_HOME", "TMPDIR", "LANG", "LC_ALL")
#: Where this is said, memory ended or the stack did: no verdict, whatever the exit code.
_FAILURES = re.compile(
    r"INTERNAL PANIC|out of memory|Stack overflow|has overflowed its stack|memory allocation"
)


class Said(Enum):
    """What came of asking a checker."""

    ACCEPTED = "accepted"
    REFUSED = "REFUSED"
    DECLINED = "declined"  # by its own word it cannot judge this
    NOT_RUN = "could not run"
    NOT_FOUND = "not found"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a checker said; ``why``: its reason, where it did not accept."""

    checker: str
    said: Said
    why: str = ""


@dataclass(frozen=True, slots=True)
class Module:
    """A module of a package, and the theorems in it that are to be exported."""

    name: str
    theorems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Toolchain:
    """The Lean that a package is built with: ``lake`` as it was found, the folder of its own programs."""

    lake: str
    folder: Path
    version: str

    def program(self, name: str) -> Path | None:
        """A program of the toolchain's own; None if it has none of that name."""
        path = self.folder / "bin" / name
        return path if path.is_file() and os.access(path, os.X_OK) else None


@dataclass(frozen=True, slots=True)
class _Checker:
    """``arguments`` before the file; ``accepts``: what it prints when it accepts, beside exit code 0;
    ``declines``, ``fails``: exit codes by which it says that it cannot judge, or that it broke."""

    name: str
    program: str
    arguments: tuple[str, ...]
    accepts: str
    declines: frozenset[int] = frozenset()
    fails: frozenset[int] = frozenset()
    config: bool = False  # a file of settings instead of the export itself


_LEAN_SAYS = r"^Lean (\w+ )?kernel accepts the solution"
_TWO, _THREE = frozenset({2}), frozenset({3})
_LECHE, _RON = (rf"^{name}: accepted [1-9]\d* declarations" for name in ("con-leche", "con-ron"))
_NANODA = r"^Checked [1-9]\d* declarations with no typechecker errors"
#: In the order of ``lake check --paranoid``, the official kernel first. nanoda refuses by Rust's panics
#: (101); that it declines by 2 is how leanprover/lean-kernel-arena reads it, and is not said elsewhere.
CHECKERS = (
    _Checker("leanchecker", "leanchecker", ("--from-export",), _LEAN_SAYS),
    _Checker("leanchecker-paranoid", "leanchecker-paranoid", ("--from-export",), _LEAN_SAYS),
    _Checker("lean4lean", "lean4lean", ("--import",), r"^checked [1-9]\d* declarations"),
    _Checker("nanoda", "nanoda_bin", (), _NANODA, _TWO, config=True),
    _Checker("con-leche", "con-leche", ("--verified",), _LECHE, _TWO, _THREE),
    _Checker("con-ron", "con-ron", ("--verified",), _RON, _TWO, _THREE),
)
LAKE_CHECK = "lake check"


class Broken(Exception):
    """What has to be done before any checker can be asked did not succeed."""


def find_lake() -> str | None:
    """Where ``lake`` is, as the kernel of ``--kernel lake`` finds it."""
    return shutil.which("lake")


def toolchain(lake: str, package: Path, timeout_s: float) -> Toolchain:
    """The toolchain that ``lake`` uses in a package. Raises :class:`Broken`."""
    prefix = _text(package, timeout_s, lake, "env", "lean", "--print-prefix")
    version = _text(package, timeout_s, lake, "env", "lean", "--version")
    found = re.search(r"version (\d+\.\d+\.\d+[^\s,]*)", version)
    folder = Path(prefix)
    if found is None or not folder.is_absolute() or not folder.is_dir():
        raise Broken(f"`lake env lean` does not say which Lean it is: {_short(prefix)} {_short(version)}")
    return Toolchain(lake, folder, found.group(1))


def _text(package: Path, timeout_s: float, *command: str) -> str:
    ran = _run(command, package, timeout_s)
    if ran.status != 0:
        raise Broken(f"`{' '.join(('lake', *command[1:]))}` {ran.ending}")
    return ran.out.strip()


def build(tools: Toolchain, package: Path, timeout_s: float) -> None:
    """``lake build``. Raises :class:`Broken`."""
    ran = _run((tools.lake, "build"), package, timeout_s)
    if ran.status != 0:
        raise Broken(f"`lake build` {ran.ending}")


def export(tools: Toolchain, package: Path, module: Module, into: Path, timeout_s: float) -> None:
    """Writes what a module's theorems are and all that they rest on. Raises :class:`Broken`."""
    program = tools.program("leanexport")
    if program is None:
        raise Broken(f"Lean {tools.version} has no `leanexport`, without which no checker can be asked")
    command = (tools.lake, "env", str(program), module.name, "--", *module.theorems)
    ran = _run(command, package, timeout_s, into)
    if ran.status != 0:
        raise Broken(f"`leanexport {module.name}` {ran.ending}")


def ask(tools: Toolchain, package: Path, exported: Path, timeout_s: float) -> list[Answer]:
    """What each checker says of an export, in order; each has ``timeout_s`` seconds."""
    return [_asked(checker, tools, package, exported, timeout_s) for checker in CHECKERS]


def _asked(checker: _Checker, tools: Toolchain, package: Path, exported: Path, timeout_s: float) -> Answer:
    program = tools.program(checker.program)
    if program is None:
        return Answer(checker.name, Said.NOT_FOUND)
    with tempfile.TemporaryDirectory(prefix="detlm-checker-") as folder:
        file = exported.resolve()
        if checker.config:
            file = Path(folder) / "config.json"
            file.write_text(json.dumps(_settings(exported.resolve())), encoding="utf-8")
        ran = _run((str(program), *checker.arguments, str(file)), package, timeout_s)
    return _judged(checker, ran)


def _judged(checker: _Checker, ran: _Ran) -> Answer:
    def answer(said: Said, why: str = "") -> Answer:
        return Answer(checker.name, said, why)

    if ran.status is None or ran.status < 0 or _FAILURES.search(ran.said) or ran.status in checker.fails:
        return answer(Said.NOT_RUN, ran.ending)
    if ran.status in checker.declines:
        return answer(Said.DECLINED, ran.words)
    if ran.status != 0:
        return answer(Said.REFUSED, ran.words)
    if not re.search(checker.accepts, ran.said, re.MULTILINE):
        return answer(Said.NOT_RUN, "it ended with 0 and did not say that it checked anything")
    return answer(Said.ACCEPTED)


def _settings(exported: Path) -> dict[str, object]:
    return {
        "use_stdin": False,
        "export_file_path": str(exported),
        "permitted_axioms": sorted(OFFICIAL_AXIOMS),
        "unpermitted_axiom_hard_error": True,
        "nat_extension": True,
        "string_extension": True,
        "num_threads": os.cpu_count() or 1,
        "print_success_message": True,
    }


def lake_check(tools: Toolchain, package: Path, timeout_s: float) -> Answer:
    """``lake check``: builds and exports the package anew in a sandbox; Lean's kernel replays all of it.

    It says "no" by one exit code whether it refuses something, cannot build it or has no sandbox; so a
    refusal is one only if it says so, and it is not asked where the sandbox does not work.
    """
    if why := _no_sandbox(package, timeout_s):
        return Answer(LAKE_CHECK, Said.NOT_FOUND, why)
    told = _run((tools.lake, "check", "--help"), package, timeout_s)
    if "external checker" not in told.said:  # a Lake without it prints its own help and ends with 0
        return Answer(LAKE_CHECK, Said.NOT_FOUND)
    ran = _run((tools.lake, "check"), package, timeout_s)
    if ran.status == 0:
        return Answer(LAKE_CHECK, Said.ACCEPTED)
    if ran.status == 2:  # it could not even start, such as without a manifest
        return Answer(LAKE_CHECK, Said.DECLINED, ran.words)
    refused = re.search(r"reject|Illegal axiom", ran.said) and not re.search(
        "^bwrap:", ran.said, re.MULTILINE
    )
    if ran.status == 1 and refused and not _FAILURES.search(ran.said):
        return Answer(LAKE_CHECK, Said.REFUSED, ran.words)
    return Answer(LAKE_CHECK, Said.NOT_RUN, ran.ending)


def _no_sandbox(package: Path, timeout_s: float) -> str:
    if not sys.platform.startswith("linux"):
        return "it needs Linux"
    missing = [name for name in ("bwrap", "git") if shutil.which(name) is None]
    if missing:
        return f"it needs {' and '.join(missing)}"
    # What leanprover/lean-action tries before it calls `lake check`.
    probe = ("bwrap", "--unshare-all", "--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev", "true")
    return "" if _run(probe, package, timeout_s).status == 0 else "bwrap cannot make a sandbox here"


@dataclass(frozen=True, slots=True)
class _Ran:
    """How a program ended: its exit status, negative for a signal; None if it was ``stopped``, or never
    started, which says why."""

    status: int | None
    out: str
    errors: str
    stopped: str = ""

    @property
    def said(self) -> str:
        return f"{self.out}\n{self.errors}"

    @property
    def words(self) -> str:
        """The first of its words that say something is wrong, or its last."""
        lines = [line.strip() for line in [*self.errors.splitlines(), *self.out.splitlines()] if line.strip()]
        telling = [line for line in lines if re.search("error|invalid|reject|declin|panick|fail", line, re.I)]
        return _short((telling or lines[-1:] or ["it gave no reason"])[0])

    @property
    def ending(self) -> str:
        if self.stopped:
            return self.stopped
        assert self.status is not None
        how = f"was ended by {_signal(-self.status)}" if self.status < 0 else f"ended with {self.status}"
        return f"{how}: {self.words}"


def _signal(number: int) -> str:
    with suppress(ValueError):
        return signal.Signals(number).name
    return f"signal {number}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 200 else f"{line[:197]}…"


def _run(command: Sequence[str], folder: Path, timeout_s: float, into: Path | None = None) -> _Ran:
    """Runs a program in ``folder``, with a small environment, no input, and an end: all that it started ends
    with it. ``into``: where its output goes."""
    environment = {name: os.environ[name] for name in _PASSED if name in os.environ}
    environment["LEAN_ABORT_ON_PANIC"] = "1"  # as Lake does: a panic is no verdict
    with into.open("w+b") if into else tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        try:
            process = subprocess.Popen(
                command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=errors,
                start_new_session=True,
            )  # fmt: skip
        except OSError as error:
            return _Ran(None, "", "", f"cannot be started: {error.strerror}")
        status: int | None = None
        try:
            with suppress(subprocess.TimeoutExpired):
                status = process.wait(timeout_s)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        said, told = "" if into else _tail(out), _tail(errors)
    return _Ran(status, said, told, "" if status is not None else f"came to no end within {timeout_s:g} s")


def _tail(file: IO[bytes]) -> str:
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _TAIL))
    return file.read().decode(errors="replace")
