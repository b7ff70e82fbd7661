"""Lean's own command line, out of the shared library.

``python lean_main.py LIBRARY ARGUMENT…`` stands in for the executable ``lean``, which the wheel does not
have, and ends with Lean's exit status. ``python lean_main.py --serve LIBRARY`` loads and initialises Lean
once, then runs one such command in a fork for each JSON line on its input (an array of arguments), one after
the other, and answers each with a JSON line ``[status, output, errors]``; it ends with its input.
``--outlive LIBRARY ARGUMENT…`` is a command that does not end with the thread that started it: Lean's
language server starts its workers from short-lived ones, and they end with their input.

A stand-alone script: it imports nothing of detlm, so that it starts quickly.
"""

import contextlib
import ctypes
import json
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def load(library_path: str) -> ctypes.CDLL:
    """Load Lean's library into a process that dies with its parent. OSError if it cannot be loaded."""
    # Ctrl-C must stop native code, which never looks at Python's flag.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _die_with_parent()
    return ctypes.CDLL(library_path, mode=ctypes.RTLD_GLOBAL)


def run(library: ctypes.CDLL, arguments: list[str]) -> int:
    """Call ``lean_main`` with these arguments; its exit status."""
    words = [b"lean", *map(os.fsencode, arguments)]
    vector = (ctypes.c_char_p * (len(words) + 1))(*words, None)
    return int(library.lean_main(len(words), vector))


def serve(library: ctypes.CDLL) -> None:
    """Answer commands until the input ends."""
    # What lean_main does first; a fork has it done. Lean's task threads start only behind that, in the fork.
    library.lean_initialize()
    for line in sys.stdin.buffer:
        outputs = [os.memfd_create(name) for name in ("output", "errors")]
        server = os.getpid()
        pid = os.fork()
        if pid == 0:
            try:
                _die_with_parent()
                if os.getppid() != server:
                    os._exit(70)
                os.dup2(outputs[0], 1)
                os.dup2(outputs[1], 2)
                _finish(run(library, json.loads(line)))
            finally:
                os._exit(70)
        _, status = os.waitpid(pid, 0)
        answer = [os.waitstatus_to_exitcode(status), *map(_contents, outputs)]
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _contents(file: int) -> str:
    size = os.lseek(file, 0, os.SEEK_END)
    data = os.pread(file, size, 0)
    os.close(file)
    return data.decode(errors="replace")


def _die_with_parent() -> None:
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)  # Linux


def _finish(status: int) -> None:
    ctypes.CDLL(None).fflush(None)  # what Lean printed
    os._exit(status & 0xFF)  # Lean's threads may still run: skip Python's finalisation


if __name__ == "__main__":
    if sys.argv[1] == "--serve":
        serve(load(sys.argv[2]))
        _finish(0)
    if sys.argv[1] == "--outlive":
        _finish(run(ctypes.CDLL(sys.argv[2], mode=ctypes.RTLD_GLOBAL), sys.argv[3:]))
    _finish(run(load(sys.argv[1]), sys.argv[2:]))
