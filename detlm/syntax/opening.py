"""Reading a file that a user names, at most so much of it, and nothing that has no end or waits for somebody.

A pipe that the shell hands over (``/dev/stdin``, ``<(…)``) is read like a file; no other pipe or device is.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

_HANDED = ("/dev/fd/", "/proc/self/fd/", "/dev/stdin")


def read_at_most(path: Path, most: int, *, handed: bool = True) -> bytes:
    """Up to ``most`` bytes of a file, and one more if it is longer. Without ``handed`` no pipe is read.

    Raises ``OSError``, or ``ValueError`` for a path that cannot be one.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)  # a pipe without writers waits
    with os.fdopen(descriptor, "rb") as stream:
        kind = os.fstat(descriptor).st_mode
        if stat.S_ISDIR(kind):
            raise OSError(errno.EISDIR, os.strerror(errno.EISDIR))
        ours = handed and str(path).startswith(_HANDED)
        if not stat.S_ISREG(kind) and not (ours and (stat.S_ISFIFO(kind) or os.isatty(descriptor))):
            raise OSError(errno.EINVAL, "not a regular file")
        os.set_blocking(descriptor, True)
        return stream.read(most + 1)
