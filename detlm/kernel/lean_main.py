"""Lean's own command line, out of the shared library: ``python lean_main.py LIBRARY ARGUMENT…``.

A stand-alone script (it imports nothing of detlm, so that a child process starts quickly) that stands in for
the executable ``lean``, which the wheel does not have. It ends with Lean's exit status.
"""

import contextlib
import ctypes
import os
import signal
import sys


def run(library_path: str, arguments: list[str]) -> int:
    """Call ``lean_main`` with these arguments; its exit status. OSError if the library cannot be loaded."""
    signal.signal(
        signal.SIGINT, signal.SIG_DFL
    )  # Ctrl-C must stop native code, which never looks at Python's flag
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # Linux: do not outlive the process that builds
    library = ctypes.CDLL(library_path, mode=ctypes.RTLD_GLOBAL)
    words = [b"lean", *map(os.fsencode, arguments)]
    vector = (ctypes.c_char_p * (len(words) + 1))(*words, None)
    return int(library.lean_main(len(words), vector))


if __name__ == "__main__":
    status = run(sys.argv[1], sys.argv[2:])
    sys.stdout.flush()
    os._exit(status & 0xFF)  # Lean's threads may still run: skip Python's finalisation
