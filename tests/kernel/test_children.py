"""The processes of a build: what they report of a command that fails, dies, or is stopped."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from detlm.kernel.binary import find_binary
from detlm.kernel.children import Children


@pytest.fixture
def children(tmp_path: Path) -> Iterator[Children]:
    made = Children(find_binary().path, tmp_path)
    yield made
    made.close()


def test_lean_answers_with_its_status_and_its_output(children: Children) -> None:
    for _ in range(3):
        status, out, err = children.lean(["--version"])
        assert (status, err) == (0, "") and "4.35.0" in out
    status, out, err = children.lean(["--no-such-option"])
    assert status == 1 and "no-such-option" in out + err
    assert children.lean(["--version"])[0] == 0


def test_python_answers_with_its_status_and_its_output(children: Children) -> None:
    code = "import sys; print('out'); print('err', file=sys.stderr); sys.exit(5)"
    assert children.python(["-c", code]) == (5, "out\n", "err\n")


def test_a_library_that_cannot_be_loaded_is_named(tmp_path: Path) -> None:
    made = Children(tmp_path / "no-library.so", tmp_path)
    status, out, err = made.lean(["--version"])
    assert status == 1 and out == "" and "no-library.so" in err
    made.close()


def forks_of(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def endless(children: Children, said: list[object]) -> threading.Thread:
    """Lean waiting for input that never comes, in another thread; what became of it goes to ``said``."""

    def ask() -> None:
        said.append(children.lean(["--server"]))
        said.append(children.lean(["--version"]))

    thread = threading.Thread(target=ask)
    thread.start()
    return thread


def the_fork(children: Children) -> int:
    deadline = time.monotonic() + 30
    while True:
        for server in list(children._alive):
            if found := forks_of(server.pid):
                return found[0]
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_command_that_dies_is_told_from_one_that_fails(children: Children) -> None:
    said: list[object] = []
    thread = endless(children, said)
    os.kill(the_fork(children), signal.SIGKILL)
    thread.join(60)
    assert said[0] == (-signal.SIGKILL, "", "")
    assert isinstance(said[1], tuple) and said[1][0] == 0  # the next command is none the wiser


def test_nothing_outlives_or_follows_a_stop(children: Children) -> None:
    said: list[object] = []

    def ask() -> None:
        said.append(children.lean(["--server"]))
        with pytest.raises(InterruptedError):
            children.lean(["--version"])
        said.append("refused")

    thread = threading.Thread(target=ask)
    thread.start()
    fork = the_fork(children)
    children.stop()
    thread.join(60)
    assert isinstance(said[0], tuple) and said[0][0] == -signal.SIGKILL and said[1:] == ["refused"]
    deadline = time.monotonic() + 10
    while Path(f"/proc/{fork}").exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)
