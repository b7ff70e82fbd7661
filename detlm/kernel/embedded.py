"""The embedded kernel: Lean from its shared library, in processes of our own, behind the ``Kernel`` protocol.

Decides what happens when things go wrong: time-outs kill the worker, a worker that dies is replaced and the
request repeated exactly once, workers are replaced after so many requests or minutes. Somebody's own Lean
text is elaborated in a worker that ends with it; verdicts come from others, which get what it declared. The
processes themselves are in ``client.py`` (this side) and ``server.py``, ``worker.py`` (theirs).
"""

from __future__ import annotations

import contextlib
import itertools
import os
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import TYPE_CHECKING, Self

from pydantic import ValidationError

from detlm.errors import KernelError, KernelTimeout, KernelTransportError
from detlm.kernel import client
from detlm.kernel.apart import Elaborated
from detlm.kernel.client import Launch, OutOfMemory, Server, WorkerProcess
from detlm.kernel.protocol import (
    DEFAULT_MEMORY_MB,
    DEFAULT_TIMEOUT_S,
    REPLY,
    CheckRequest,
    Failure,
    KernelDescription,
    LeanFile,
    Ping,
    Pong,
    Reply,
    Verdict,
    WorkerFacts,
)
from detlm.kernel.wire import MAX_LINE, BadLine, Closed, TimeIsUp

if TYPE_CHECKING:
    from detlm.kernel.build import BuiltLibrary

RECYCLE_REQUESTS = 1000
RECYCLE_S = 30 * 60.0
_KEPT_FILES = 16
_KEPT_BYTES = 64 << 20
_SLACK_MB = 1024  # address space beyond the limit of resident memory: stacks that nobody fills


class EmbeddedKernel:
    """Lean's kernel without a toolchain.

    ``library`` is a built library (default: built if need be), or a :class:`~detlm.kernel.client.Launch`
    that names other files. ``workers`` processes answer at the same time; further calls wait. ``timeout_s``
    (wall-clock, from when a worker takes the request) and ``memory_mb`` (resident, about 110 of which are
    the library) hold for requests that name none. Processes start at the first request, or at
    :meth:`start`. Safe for several threads; not usable in a child process made by ``fork``.
    """

    name = "embedded"

    def __init__(
        self,
        library: BuiltLibrary | Launch | None = None,
        *,
        workers: int = 1,
        timeout_s: float = DEFAULT_TIMEOUT_S,
        memory_mb: int = DEFAULT_MEMORY_MB,
        recycle_requests: int = RECYCLE_REQUESTS,
        recycle_s: float = RECYCLE_S,
    ) -> None:
        if workers < 1:
            raise ValueError("at least one worker")
        self._library = library
        self._launch: Launch | None = None
        self._workers = workers
        self._timeout_s, self._memory_mb = timeout_s, memory_mb
        self._recycle_requests, self._recycle_s = recycle_requests, recycle_s
        self._owner = os.getpid()
        self._numbers = itertools.count(1)
        self._slots = threading.BoundedSemaphore(workers)
        self._lock = threading.Lock()
        self._server: Server | None = None
        self._idle: list[WorkerProcess] = []
        self._busy: set[WorkerProcess] = set()
        self._executor: ThreadPoolExecutor | None = None
        self._elaborated: dict[tuple[LeanFile, int, int], Elaborated] = {}
        self._closed = False

    # The Kernel protocol

    def describe(self) -> KernelDescription:
        """Which Lean this is. Builds and starts it if need be; raises :class:`KernelError`."""
        launch = self.launch()
        self._running()
        return KernelDescription(
            kind="embedded",
            text=f"embedded kernel, Lean {launch.lean_version}",
            lean_version=launch.lean_version,
            git_hash=launch.git_hash,
            library_sha256=launch.library_sha256,
            core_digest=launch.core_digest,
            library_digest=launch.library_digest,
            pinned=launch.pinned,
            axioms_from="expressions",
        )

    def check(self, request: CheckRequest) -> Verdict:
        """The verdict on a request; see :class:`~detlm.kernel.protocol.Kernel`."""
        timeout_s = request.timeout_s or self._timeout_s
        if request.file is None:
            return self._check(request, timeout_s)
        started = time.monotonic()
        elaborated = self._elaborate(request.file, request, timeout_s)
        if not elaborated.usable:
            facts = WorkerFacts(pid=0, served=0)
            spent = (time.monotonic() - started) * 1e3
            return Verdict(
                accepted=False,
                messages=elaborated.messages,
                declarations=(),
                milliseconds=spent,
                worker=facts,
            )
        beside = request.model_copy(update={"file": None, "replay": elaborated.exported})
        return self._check(beside, max(0.01, timeout_s - (time.monotonic() - started)))

    def close(self) -> None:
        """End all processes; requests that wait or run end with an error. Harmless when repeated."""
        with self._lock:
            self._closed = True
            server, self._server = self._server, None
            idle, self._idle = self._idle, []
            busy = list(self._busy)
            executor, self._executor = self._executor, None
        if os.getpid() != self._owner:
            return
        for worker in idle:
            worker.close()
        for worker in busy:
            worker.abandon()  # the thread that waits for it notices, and closes it
        if server is not None:
            server.close()
        if executor is not None:
            executor.shutdown(wait=True, cancel_futures=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Beyond it

    def start(self) -> Self:
        """Start the processes now instead of at the first request. Raises :class:`KernelError`."""
        self.ping()
        return self

    def ping(self) -> Pong:
        """Ask a worker whether it lives. Raises as :meth:`check` does."""
        reply = self._ask(Ping(), self._timeout_s, self._memory_mb)
        if isinstance(reply, Pong):
            return reply
        raise KernelError(f"the worker answered a ping with {reply.kind}")

    def submit(self, request: CheckRequest) -> Future[Verdict]:
        """:meth:`check` in the background; the future raises what ``check`` would."""
        with self._lock:
            self._refuse_if_unusable()
            if self._executor is None:
                self._executor = ThreadPoolExecutor(self._workers, thread_name_prefix="detlm-kernel")
            return self._executor.submit(self.check, request)

    def processes(self) -> tuple[int, ...]:
        """The process ids of the server and its workers, for tests and ``detlm lean status``."""
        with self._lock:
            server = [] if self._server is None else [self._server.pid]
            return (*server, *sorted(worker.pid for worker in [*self._idle, *self._busy]))

    def _check(self, request: CheckRequest, timeout_s: float) -> Verdict:
        reply = self._ask(request, timeout_s, request.memory_mb or self._memory_mb)
        if isinstance(reply, Verdict):
            return reply
        raise KernelError(f"the worker answered a check with {reply.kind}")

    def _elaborate(self, file: LeanFile, request: CheckRequest, timeout_s: float) -> Elaborated:
        """What a process of its own made of somebody's Lean text; it ends with that."""
        key = (file, request.max_rec_depth, request.max_heartbeats)
        with self._lock:
            known = self._elaborated.get(key)
        if known is not None:
            return known
        line = self._line(
            request.model_copy(
                update={
                    "file": None,
                    "prelude": file.text,
                    "source": file.probe,
                    "declarations": file.names,
                    "export": file.names,
                }
            )
        )
        memory_mb = request.memory_mb or self._memory_mb
        with self._slots:
            try:
                worker = self._acquire(memory_mb + _SLACK_MB)
            except Closed as error:
                raise KernelTransportError(str(error)) from error
            try:
                made = worker.elaborate(line, timeout_s, memory_mb)
            except TimeIsUp as error:
                raise KernelTimeout(f"a Lean file was not elaborated within {timeout_s:g} s") from error
            except OutOfMemory as error:
                raise _out_of_memory(memory_mb) from error
            except (Closed, BadLine) as error:
                raise KernelTransportError("the process that elaborates a Lean file ended early") from error
            finally:
                self._discard(worker)
        with self._lock:
            kept = self._elaborated
            kept[key] = made
            while len(kept) > 1 and (
                len(kept) > _KEPT_FILES or sum(len(one.exported) for one in kept.values()) > _KEPT_BYTES
            ):
                del kept[next(iter(kept))]
        return made

    def _line(self, request: CheckRequest | Ping, number: int = 0) -> bytes:
        line = request.model_copy(update={"id": number}).model_dump_json().encode() + b"\n"
        if len(line) > MAX_LINE:
            raise KernelError(f"a request of {len(line) >> 20} MiB; the limit is {MAX_LINE >> 20} MiB")
        return line

    def _ask(self, request: CheckRequest | Ping, timeout_s: float, memory_mb: int) -> Reply:
        number = next(self._numbers)
        line = self._line(request, number)
        failures = []
        with self._slots:
            for _ in range(2):  # the request, and one retry
                try:
                    worker = self._acquire()
                except Closed as error:
                    failures.append(str(error))
                    continue
                try:
                    reply = REPLY.validate_python(worker.ask(line, timeout_s, memory_mb))
                    if reply.id != number and not isinstance(reply, Failure):
                        raise BadLine(f"a reply to request {reply.id} instead of {number}")
                except TimeIsUp as error:
                    self._discard(worker)
                    text = f"no verdict within {timeout_s:g} s; the worker was stopped"
                    raise KernelTimeout(text) from error
                except OutOfMemory as error:
                    self._discard(worker)
                    raise _out_of_memory(memory_mb) from error
                except (Closed, BadLine, ValidationError) as error:
                    failures.append(self._post_mortem(worker, error, memory_mb))
                except BaseException:  # such as KeyboardInterrupt: the reply may still be under way
                    self._discard(worker)
                    raise
                else:
                    self._release(worker)
                    if isinstance(reply, Failure):
                        raise KernelError(f"the worker could not serve the request: {reply.text}")
                    return reply
        raise KernelTransportError.after(failures)

    # Workers

    def _acquire(self, more_mb: int | None = None) -> WorkerProcess:
        with self._lock:
            self._refuse_if_unusable()
            worker = self._idle.pop() if self._idle and more_mb is None else None
        if worker is None:
            server = self._running()
            try:
                worker = server.fork(more_mb)
            except Closed:  # the server died unnoticed; nothing was asked of it yet
                server.close()
                worker = self._running().fork(more_mb)
        with self._lock:
            self._busy.add(worker)
        return worker

    def _release(self, worker: WorkerProcess) -> None:
        old = worker.asked >= self._recycle_requests or time.monotonic() - worker.born >= self._recycle_s
        with self._lock:
            self._busy.discard(worker)
            if not old and not self._closed:
                self._idle.append(worker)
                return
        worker.end()

    def _discard(self, worker: WorkerProcess) -> None:
        with self._lock:
            self._busy.discard(worker)
        worker.end()

    def _post_mortem(self, worker: WorkerProcess, error: Exception, memory_mb: int) -> str:
        """How a worker failed, in words. Raises where a retry is pointless."""
        with self._lock:
            self._busy.discard(worker)
            closed = self._closed
        if closed:
            worker.close()
            raise KernelTransportError("the kernel was closed while a request ran") from error
        if not isinstance(error, Closed):
            worker.end()
            return f"the Lean worker answered nonsense: {error}"
        status = worker.died()
        tail = worker.server.tail()
        worker.server.forget_tail()
        if "out of memory" in tail.lower():
            raise _out_of_memory(memory_mb) from error
        return client.closed_error(status, tail)

    # The server

    def _running(self) -> Server:
        launch = self.launch()
        with self._lock:
            self._refuse_if_unusable()
            if self._server is not None and not self._server.alive():
                for worker in self._idle:  # they ended with it
                    worker.close()
                self._idle.clear()
                self._server.close()
                self._server = None
            if self._server is None:
                self._server = client.start(launch)
            return self._server

    def launch(self) -> Launch:
        """What the processes run; builds the library if need be. Raises :class:`KernelError`."""
        with self._lock:
            if self._launch is None:
                library = self._library
                if library is None:
                    from detlm.kernel.build import ensure_built  # the build is not needed where it exists

                    library = ensure_built()
                self._launch = library if isinstance(library, Launch) else launch_of(library)
            return self._launch

    def _refuse_if_unusable(self) -> None:
        if self._closed:
            raise KernelTransportError("the kernel is closed")
        if os.getpid() != self._owner:
            raise KernelTransportError("the kernel belongs to another process; make one after the fork")

    def __del__(self) -> None:
        with contextlib.suppress(Exception):
            self.close()


def launch_of(built: BuiltLibrary) -> Launch:
    """What to run for a built library: its core and the detlm library on top."""
    binary = built.binary
    return Launch(
        shared_library=binary.path,
        lean_path=built.path,
        modules=("Init", "DetLM"),
        lean_version=binary.version,
        git_hash=binary.git_hash,
        library_sha256=binary.sha256,
        core_digest=built.core_digest,
        library_digest=built.library_digest,
        pinned=built.pinned,
    )


def _out_of_memory(memory_mb: int) -> KernelTransportError:
    return KernelTransportError(
        f"the Lean worker ran out of memory (limit {memory_mb} MiB)",
        hint="raise the memory limit, or split the proof",
    )
