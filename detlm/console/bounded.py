"""Work on data that may be hostile, in a child process with a bound on its memory.

A bound inside this process would not do: libraries in other languages end the process where memory ends. The
child is this process forked, so it starts at once; its result comes back pickled. Linux bounds everything a
process writes to; macOS has no such bound.
"""

from __future__ import annotations

import os
import pickle
import resource
import select
import signal
import time
from collections.abc import Callable
from typing import NoReturn, TypeVar, cast

T = TypeVar("T")


class Died(Exception):
    """The child came to no result; says how it ended."""


def bounded(work: Callable[[], T], timeout_s: float, memory_mb: int) -> T:
    """What ``work`` returns, computed within so many seconds and MiB.

    Raises :class:`Died` where the child ends in any other way, exceptions of ``work`` included. Whatever
    interrupts the waiting kills the child.
    """
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        _be_the_child(work, memory_mb, writing)
    os.close(writing)
    status: int | None = None
    try:
        sent = _received(reading, time.monotonic() + timeout_s)
        if sent is None:
            raise Died(f"came to no end within {timeout_s:.3g} s")
        status = os.waitpid(pid, 0)[1]
    finally:
        if status is None:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
    code = os.waitstatus_to_exitcode(status)
    if code:
        raise Died(f"was ended by {signal.Signals(-code).name}" if code < 0 else "failed" + _said(sent))
    return cast(T, pickle.loads(sent))


def _received(reading: int, end: float) -> bytes | None:
    """All that comes until the other side closes; None if it has not by then."""
    with os.fdopen(reading, "rb", buffering=0) as pipe:
        chunks = []
        while select.select([pipe], [], [], max(0.0, end - time.monotonic()))[0]:
            chunks.append(pipe.read(1 << 20))
            if not chunks[-1]:
                return b"".join(chunks)
    return None


def _said(sent: bytes) -> str:
    return f": {sent.decode(errors='replace')}" if sent else ""


def _be_the_child(work: Callable[[], object], memory_mb: int, writing: int) -> NoReturn:
    code = 1
    try:
        # Only the parent's signals end it; a terminal's Ctrl-C goes to both.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        # Rust and C say something before they end the process; the parent says it better.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        wanted = memory_mb << 20
        limit = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
        resource.setrlimit(resource.RLIMIT_DATA, (limit, most))
        try:
            sent = pickle.dumps(work())
            code = 0
        except Exception as error:
            sent = f"{type(error).__name__}: {error}"[:500].encode(errors="replace")
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(sent)
    finally:
        os._exit(code)  # what is buffered belongs to the parent
