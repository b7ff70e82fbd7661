"""Running the command line: in this process where that says the same, as a process of its own else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from detlm import cli
from detlm.console import short
from detlm.kernel.build import ensure_built
from detlm.kernel.embedded import EmbeddedKernel
from detlm.model.loading import LoadedModel
from tests.certificate.conftest import certificate

__all__ = ["certificate"]  # a fixture here too


@dataclass(frozen=True)
class Called:
    """What a command left behind."""

    code: int
    out: str
    err: str


Call = Callable[..., Called]


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Call]:
    """``detlm …`` in this process. Whatever happens, there is no stack trace and no unnamed error."""
    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr("detlm.console.verifying.bounded", lambda work, *_: work())  # no fork of pytest
    monkeypatch.setattr(short, "prepare", lambda: None)  # what it does is for a process that ends then

    def run(*arguments: str | Path) -> Called:
        monkeypatch.setattr(sys, "argv", ["detlm", *map(str, arguments)])
        capsys.readouterr()
        code = cli.run()
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return Called(code, out, err)

    yield run
    signal.signal(signal.SIGTERM, before)


@pytest.fixture
def lent(
    random_model: LoadedModel, session_kernel: EmbeddedKernel, monkeypatch: pytest.MonkeyPatch
) -> EmbeddedKernel:
    """Commands of this process get the session's model and kernel: opening them is tested elsewhere."""

    @contextmanager
    def opened(_name: str) -> Iterator[tuple[LoadedModel, EmbeddedKernel]]:
        yield random_model, session_kernel

    monkeypatch.setattr("detlm.console.generating.opened", opened)
    return session_kernel


@pytest.fixture(scope="session")
def built() -> None:
    """The Lean library is in the cache, so that no command has to build it."""
    ensure_built(progress=False)


def command(*arguments: str | Path) -> list[str]:
    """The command line of ``detlm …`` as a process of its own."""
    return [sys.executable, "-m", "detlm", *map(str, arguments)]


def environment(**more: str) -> dict[str, str]:
    """This process's environment, with the package found from anywhere."""
    root = str(Path(__file__).resolve().parents[2])
    return {**os.environ, "PYTHONPATH": root, **more}


def processes_below(pid: int) -> set[int]:
    """The process's children and theirs."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                status = (entry / "stat").read_text()
            except OSError:
                continue
            parents[int(entry.name)] = int(status.rpartition(")")[2].split()[1])
    found: set[int] = set()
    grown = {pid}
    while grown:
        grown = {child for child, parent in parents.items() if parent in grown} - found
        found |= grown
    return found


def lives(pid: int) -> bool:
    """Whether a process runs (a zombie does not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def start(*arguments: str | Path, **more: str) -> subprocess.Popen[str]:
    """A running command with its output on pipes."""
    return subprocess.Popen(
        command(*arguments),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(PYTHONUNBUFFERED="1", **more),
    )
