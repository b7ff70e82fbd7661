"""The client's side of the kernel processes: starts the fork server, asks it for workers, sees how they died.

Mechanism only: time-outs, retries and recycling are decided in ``embedded.py``. Nothing here loads Lean.
"""

from __future__ import annotations

import collections
import contextlib
import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from detlm.errors import KernelTransportError, KernelUnavailable
from detlm.kernel.apart import MOST_ANSWER, MOST_EXPORTED, Elaborated, read
from detlm.kernel.wire import PROTOCOL_VERSION, BadLine, Channel, Closed, TimeIsUp

START_TIMEOUT_S = 60.0
_CONTROL_TIMEOUT_S = 20.0
_TAIL_CHUNKS = 16
_MEMORY_TICK_S = 0.02
_PAGE = os.sysconf("SC_PAGESIZE")
_PASSED = ("LD_LIBRARY_PATH", "TMPDIR", "TZ")


@dataclass(frozen=True)
class Launch:
    """What the kernel processes run: Lean's library, the folder of compiled modules, what to import."""

    shared_library: Path
    lean_path: Path
    modules: tuple[str, ...]
    lean_version: str
    git_hash: str
    library_sha256: str | None = None
    core_digest: str | None = None
    library_digest: str | None = None
    pinned: bool = True


class OutOfMemory(Exception):
    """A worker passed its memory limit."""


class Server:
    """A running fork server. Safe for several threads."""

    def __init__(self, launch: Launch) -> None:
        self._lock = threading.Lock()
        ours, theirs = _pair()
        # Nothing of ours, which what is elaborated could read: no secrets, no other folders.
        environment = {key: os.environ[key] for key in _PASSED if key in os.environ}
        environment["LEAN_PATH"] = str(launch.lean_path)
        environment["UV_USE_IO_URING"] = "0"  # else Lean's event loop shares memory with all that is forked
        root = str(Path(__file__).resolve().parents[2])
        code = (
            f"import sys; sys.path.insert(0, {root!r}); "
            "from detlm.kernel.server import main; main(sys.argv[1:])"
        )
        with theirs:
            arguments = [str(theirs.fileno()), str(launch.shared_library), *launch.modules]
            try:
                self._process = subprocess.Popen(
                    [sys.executable, "-I", "-S", "-c", code, *arguments],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    env=environment,
                    pass_fds=(theirs.fileno(),),
                    start_new_session=True,  # the terminal's Ctrl-C does not reach it
                )
            except OSError as error:
                ours.close()
                raise KernelUnavailable(f"cannot start the kernel process: {error}") from error
        self._tail: collections.deque[bytes] = collections.deque(maxlen=_TAIL_CHUNKS)
        assert self._process.stdout is not None
        threading.Thread(target=_drain, args=(self._process.stdout, self._tail), daemon=True).start()
        self._control = Channel(ours)
        self._end = weakref.finalize(self, _end, self._process, ours)
        self.ready = self._await_ready(launch)

    def _await_ready(self, launch: Launch) -> dict[str, Any]:
        try:
            ready = self._control.receive(START_TIMEOUT_S)
        except (Closed, BadLine, TimeIsUp) as error:
            self.close()
            text = f"the Lean process did not start ({error})\n{self.tail()}"
            raise KernelUnavailable(text.rstrip()) from error
        if ready.get("kind") != "ready" or ready.get("version") != PROTOCOL_VERSION:
            self.close()
            raise KernelUnavailable(f"Lean cannot load the library: {ready.get('text', ready)}")
        found = (ready["lean_version"], ready["git_hash"])
        if found != (launch.lean_version, launch.git_hash):
            self.close()
            raise KernelUnavailable(
                f"the Lean library calls itself {found[0]} (commit {found[1]}); "
                f"expected {launch.lean_version} ({launch.git_hash})"
            )
        return ready

    @property
    def pid(self) -> int:
        """The server's process id."""
        return self._process.pid

    def alive(self) -> bool:
        """Whether the server process runs."""
        return self._process.poll() is None

    def fork(self, more_mb: int | None = None) -> WorkerProcess:
        """A fresh worker; with ``more_mb``, one for somebody's own Lean text, which may ask for so many MiB.

        Raises :class:`Closed` if the server is gone, :class:`KernelUnavailable` where the system does not let
        such a process be confined.
        """
        if more_mb is not None and self.ready.get("confines") is not True:
            raise KernelUnavailable(
                "this system does not let a process be confined that elaborates somebody's Lean file",
                hint="Linux with seccomp does; or have Lean itself check what --emit-lean writes",
            )
        ours, theirs = _pair()
        started = time.perf_counter()
        try:
            with theirs, self._lock:
                try:
                    asked = json.dumps({"kind": "fork", "more_mb": more_mb}).encode() + b"\n"
                    socket.send_fds(self._control.socket, [asked], [theirs.fileno()])
                except OSError as error:
                    raise Closed(str(error)) from error
                reply = self._reply()
            pid = reply.get("pid")
            if type(pid) is not int:
                raise Closed(f"no worker: {reply.get('text', reply)}")
        except BaseException:
            ours.close()
            raise
        return WorkerProcess(self, pid, Channel(ours), (time.perf_counter() - started) * 1e3)

    def reap(self, pid: int) -> int | None:
        """The exit status of a worker that is dying (negative: the signal); None if nobody knows."""
        with self._lock, contextlib.suppress(Closed, OSError):
            self._control.send({"kind": "reap", "pid": pid})
            status = self._reply().get("status")
            return status if type(status) is int else None
        return None

    def _reply(self) -> dict[str, Any]:
        try:
            return self._control.receive(_CONTROL_TIMEOUT_S)
        except (BadLine, TimeIsUp) as error:
            self._process.kill()  # its answers can no longer be matched to questions
            raise Closed(f"the server does not answer ({error})") from error

    def tail(self) -> str:
        """The last that the kernel processes printed, for error messages."""
        return b"".join(list(self._tail)).decode(errors="replace")[-2000:].strip()

    def forget_tail(self) -> None:
        """Drop what was printed so far."""
        self._tail.clear()

    def close(self) -> None:
        """End the server and all its workers; harmless when repeated."""
        self._end()


class WorkerProcess:
    """A worker and the connection to it. Used by one thread at a time."""

    def __init__(self, server: Server, pid: int, channel: Channel, fork_ms: float) -> None:
        self.server = server
        self.pid = pid
        self.fork_ms = fork_ms
        self.born = time.monotonic()
        self.asked = 0
        self._channel = channel

    def ask(self, line: bytes, timeout_s: float, memory_mb: int) -> dict[str, Any]:
        """Send one encoded request and wait for the reply.

        Raises :class:`Closed`, :class:`BadLine`, :class:`TimeIsUp`, :class:`OutOfMemory`; the worker is
        then of no more use.
        """
        self.asked += 1
        self._channel.send_line(line)
        return self._channel.receive(timeout_s, _MEMORY_TICK_S, self._watch(memory_mb))

    def elaborate(self, line: bytes, timeout_s: float, memory_mb: int) -> Elaborated:
        """Send the request to elaborate somebody's own Lean text; raises as :meth:`ask`."""
        ends = time.monotonic() + timeout_s
        watch = self._watch(memory_mb)
        self._channel.send_line(line)
        answer = self._channel.receive(timeout_s, _MEMORY_TICK_S, watch, MOST_ANSWER)
        if answer.get("kind") != "verdict":
            return read(answer, b"")
        left = max(0.001, ends - time.monotonic())
        return read(answer, self._channel.receive_line(left, _MEMORY_TICK_S, watch, MOST_EXPORTED))

    def _watch(self, memory_mb: int) -> Callable[[], None]:
        def watch() -> None:
            pages = self._pages()
            if pages is not None and pages[0] == 0:  # of its memory nothing is told any more
                raise Closed("its first thread has ended")
            if pages is not None and pages[1] * _PAGE > memory_mb << 20:
                raise OutOfMemory

        return watch

    def rss_mb(self) -> float:
        """Resident memory in MiB, pages shared with the server included; 0 where it cannot be read."""
        _, resident = self._pages() or (0, 0)
        return resident * _PAGE / (1 << 20)

    def _pages(self) -> tuple[int, int] | None:
        """Pages of address space and of resident memory; None where that cannot be read."""
        try:
            whole, resident, *_ = Path(f"/proc/{self.pid}/statm").read_text(encoding="ascii").split()
        except (OSError, ValueError):
            return None
        return int(whole), int(resident)

    def end(self) -> int | None:
        """Kill it and return its exit status (negative: the signal that ended it), None if nobody knows.

        Until the server has reaped it its pid cannot belong to another process.
        """
        if self.server.alive():
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(self.pid, signal.SIGKILL)
        self._channel.close()
        return self.server.reap(self.pid)

    def died(self) -> int | None:
        """The exit status of a worker that closed its connection by itself."""
        self._channel.close()
        return self.server.reap(self.pid)

    def close(self) -> None:
        """Close the connection, at which the worker ends by itself. For its user only."""
        self._channel.close()

    def abandon(self) -> None:
        """Cut the connection under another thread that waits on it; the worker ends by itself."""
        with contextlib.suppress(OSError):
            self._channel.socket.shutdown(socket.SHUT_RDWR)


def closed_error(status: int | None, tail: str) -> str:
    """Words for how a worker ended."""
    if status is None:
        how = "ended"
    elif status < 0:
        how = f"was ended by signal {-status} ({signal.Signals(-status).name})"
    else:
        how = f"ended with status {status}"
    return f"the Lean worker {how}" + (f"; it printed:\n{tail}" if tail else "")


def start(launch: Launch) -> Server:
    """Start a server; retries nothing. Raises :class:`KernelUnavailable`."""
    if not launch.shared_library.is_file():
        raise KernelUnavailable(f"{launch.shared_library} is missing")
    try:
        return Server(launch)
    except Closed as error:
        raise KernelTransportError(str(error)) from error


def _pair() -> tuple[socket.socket, socket.socket]:
    """Connected sockets above the standard descriptors, which a caller may have closed."""
    first, second = socket.socketpair()
    return _above_standard(first), _above_standard(second)


def _above_standard(connection: socket.socket) -> socket.socket:
    if connection.fileno() > 2:
        return connection
    with connection:
        return socket.socket(fileno=fcntl.fcntl(connection.fileno(), fcntl.F_DUPFD_CLOEXEC, 3))


def _drain(pipe: IO[bytes], tail: collections.deque[bytes]) -> None:
    # Whatever Lean prints would otherwise fill the pipe and stop it.
    with pipe:
        while data := os.read(pipe.fileno(), 4096):
            tail.append(data)


def _end(process: subprocess.Popen[bytes], control: socket.socket) -> None:
    control.close()  # at which the server kills its workers and ends
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
