"""The fork server: loads Lean and imports the library once, then forks a worker for each connection it is
sent.

Workers are confined (``confined.py``): they can compute and answer, and nothing else. Whether the system
allows that is tried at the start; none that is to elaborate somebody's own Lean text is made otherwise.

Started by ``client.py`` as ``main(control_fd, library, module…)`` with LEAN_PATH set. It holds no Lean task
thread (those would not survive a fork), so a fork costs milliseconds. On the control socket it understands
``{"kind": "fork"}`` with a connected socket attached (with ``more_mb``: for somebody's text, and so many MiB
of address space it may add), and ``{"kind": "reap", "pid": …}``; it answers in JSON lines.

Nobody outlives detlm: when the control socket closes the server kills its workers and ends; a worker ends
when its own connection closes, even in the middle of a request, and (on Linux) when the server dies.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import resource
import select
import signal
import socket
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from detlm.kernel.confined import confine
from detlm.kernel.ffi import Lean, LeanFailure, Object
from detlm.kernel.wire import PROTOCOL_VERSION, BadLine, Channel, Closed
from detlm.kernel.worker import Worker

#: Lean's own recursion guard goes by this size, so both kinds of thread get it.
STACK_BYTES = 512 << 20
_PR_SET_PDEATHSIG = 1
_REAP_S = 10.0


@dataclass(frozen=True)
class _Loaded:
    """What all workers share: Lean, what was imported, whether the system lets them be confined."""

    lean: Lean
    environment: Object
    modules: tuple[str, ...]
    confines: bool


def main(arguments: list[str]) -> None:
    """Run the server; returns when the client is gone."""
    control_fd, library, *modules = arguments
    # Ctrl-C goes to the whole foreground group; the client alone decides when we stop.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    control = socket.socket(fileno=int(control_fd))
    channel = Channel(control)
    started = time.perf_counter()
    lean = Lean(library)
    try:
        lean.start()
        environment = lean.import_modules(modules)
    except LeanFailure as error:
        channel.send({"version": PROTOCOL_VERSION, "kind": "failed", "text": str(error)})
        return
    gc.freeze()  # what is alive now is shared by all workers; a collection would copy its pages
    version, commit = lean.version()
    ready = {"lean_version": version, "git_hash": commit, "pid": os.getpid(), "rss_mb": _rss_mb()}
    loaded = _Loaded(lean, environment, tuple(modules), _can_confine())
    milliseconds = round((time.perf_counter() - started) * 1e3, 1)
    channel.send(
        {
            "version": PROTOCOL_VERSION,
            "kind": "ready",
            "milliseconds": milliseconds,
            "confines": loaded.confines,
            **ready,
        }
    )
    children: set[int] = set()
    try:
        _serve(control, loaded, children)
    finally:
        for pid in children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def _serve(control: socket.socket, loaded: _Loaded, children: set[int]) -> None:
    channel = _AttachedChannel(control)
    while True:
        try:
            request = channel.receive()
            match request.get("kind"):
                case "fork":
                    connection, more_mb = channel.take(), request.get("more_mb")
                    if more_mb is not None and not loaded.confines:
                        raise BadLine("this system does not let a process be confined")
                    pid = os.fork()
                    if pid == 0:
                        try:
                            control.close()
                            _work(connection, loaded, more_mb)
                        finally:
                            os._exit(70)
                    connection.close()
                    children.add(pid)
                    channel.send({"kind": "forked", "pid": pid})
                case "reap":
                    pid = request["pid"]
                    status = _reap(pid)
                    if status is not None:
                        children.discard(pid)
                    channel.send({"kind": "reaped", "pid": pid, "status": status})
                case kind:
                    channel.send({"kind": "failure", "text": f"no request is called {kind!r}"})
        except Closed:
            return
        except (BadLine, OSError, KeyError, TypeError) as error:
            channel.send({"kind": "failure", "text": f"{type(error).__name__}: {error}"})


class _AttachedChannel(Channel):
    """A channel whose lines may bring a file descriptor each."""

    def __init__(self, connection: socket.socket) -> None:
        super().__init__(connection)
        self._attached: list[int] = []

    def _read(self, size: int) -> bytes:
        data, descriptors, _, _ = socket.recv_fds(self.socket, size, 4)
        self._attached += descriptors
        return data

    def take(self) -> socket.socket:
        """The connection that came with the request. Raises :class:`BadLine` if none did."""
        if not self._attached:
            raise BadLine("no connection came with the request")
        return socket.socket(fileno=self._attached.pop(0))


def _work(connection: socket.socket, loaded: _Loaded, more_mb: int | None) -> NoReturn:
    """Be a worker: a thread with a large stack answers; this one waits for the client to go."""
    server = os.getppid()
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != server:
            os._exit(0)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # whatever runs here, it fills no file

    def serve() -> None:
        code = 1
        try:
            loaded.lean.enter_thread()
            loaded.lean.start_tasks(1, STACK_BYTES)
            channel = Channel(connection)
            worker = Worker(loaded.lean, loaded.environment, loaded.modules)
            if more_mb is not None:
                _limit_memory(more_mb)
                _speak_to_nobody()
            if not loaded.confines or confine(connection.fileno()):
                worker.serve(channel)
                code = 0
        except Closed:
            code = 0
        except BaseException as error:
            print(f"worker: {type(error).__name__}: {error}", file=sys.stderr, flush=True)
        finally:
            os._exit(code)

    threading.stack_size(STACK_BYTES)
    threading.Thread(target=serve, daemon=True).start()
    hangup = select.poll()
    hangup.register(connection, 0)  # asks for nothing: reports the end of the connection only
    hangup.poll()
    os._exit(0)


def _can_confine() -> bool:
    """Whether a process can be confined here, tried with one that then ends."""
    try:
        pid = os.fork()
    except OSError:
        return False
    if pid == 0:
        code = 1
        try:
            code = 0 if confine(0) else 1
        finally:
            os._exit(code)
    return os.waitpid(pid, 0)[1] == 0


def _limit_memory(more_mb: int) -> None:
    """No more address space than this beyond what is there: page tables of empty pages are memory, too."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    most = pages * resource.getpagesize() + (more_mb << 20)
    if (allowed := resource.getrlimit(resource.RLIMIT_AS)[1]) != resource.RLIM_INFINITY:
        most = min(most, allowed)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _speak_to_nobody() -> None:
    """What is printed from here on does not stand among what others print."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for standard in (1, 2):
        os.dup2(nowhere, standard)
    os.close(nowhere)


def _reap(pid: Any) -> int | None:
    """The exit status of a dying child (negative: the signal); None if it does not end."""
    deadline = time.monotonic() + _REAP_S
    while time.monotonic() < deadline:
        try:
            found, status = os.waitpid(pid, os.WNOHANG)
        except ChildProcessError:
            return None
        if found:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.001)
    return None


def _rss_mb() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)
