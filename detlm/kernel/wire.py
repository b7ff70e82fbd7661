"""How one message travels between detlm and its kernel processes: a JSON object on one line, over a socket.

Imports nothing heavy, as the kernel processes use it too; the meaning of messages is in ``protocol.py``.
"""

from __future__ import annotations

import json
import select
import socket
import time
from collections.abc import Callable
from typing import Any

#: Both sides refuse another version.
PROTOCOL_VERSION = 1
#: The longest line in bytes. A certificate of a long output stays far below it.
MAX_LINE = 64 << 20
_CHUNK = 1 << 18
_NOTHING_CAME_S = 0.005


class Closed(Exception):
    """The other side is gone."""


class BadLine(Exception):
    """A line that is too long or is no JSON object."""


class TimeIsUp(Exception):
    """Nothing came in time."""


class Channel:
    """One end of a connection. Not safe for two threads at once."""

    def __init__(self, connection: socket.socket) -> None:
        self.socket = connection
        connection.setblocking(True)
        self._pending = bytearray()
        self._poll = select.poll()
        self._poll.register(connection, select.POLLIN)

    def send(self, message: dict[str, Any]) -> None:
        """Send one message. Raises :class:`Closed`, or :class:`BadLine` if it is longer than MAX_LINE."""
        line = json.dumps(message, separators=(",", ":")).encode() + b"\n"
        self.send_line(line)

    def send_line(self, line: bytes) -> None:
        """Send one encoded line, its newline included."""
        if len(line) > MAX_LINE:
            raise BadLine(f"a message of {len(line) >> 20} MiB; the limit is {MAX_LINE >> 20} MiB")
        try:
            self.socket.sendall(line)
        except OSError as error:
            raise Closed(str(error)) from error

    def receive(
        self,
        timeout_s: float | None = None,
        tick_s: float = 0.05,
        tick: Callable[[], None] | None = None,
        most: int = MAX_LINE,
    ) -> dict[str, Any]:
        """The next message; calls ``tick`` about every ``tick_s`` seconds until it is there.

        Raises :class:`Closed`, :class:`BadLine` (also beyond ``most`` bytes), :class:`TimeIsUp`, and whatever
        ``tick`` raises.
        """
        line = self.receive_line(timeout_s, tick_s, tick, most)
        try:
            message = json.loads(line.decode())  # json would guess other encodings, and load what reads them
        except (ValueError, RecursionError) as error:
            raise BadLine(f"not JSON: {line[:80]!r}") from error
        if not isinstance(message, dict):
            raise BadLine(f"not a JSON object: {line[:80]!r}")
        return message

    def receive_line(
        self,
        timeout_s: float | None = None,
        tick_s: float = 0.05,
        tick: Callable[[], None] | None = None,
        most: int = MAX_LINE,
    ) -> bytes:
        """The next line as it came, without its end; as :meth:`receive`."""
        deadline = None if timeout_s is None else time.monotonic() + timeout_s
        ticked = time.monotonic()
        searched = 0
        while (end := self._pending.find(b"\n", searched)) < 0:
            searched = len(self._pending)
            if searched > most:
                break
            if tick is not None and time.monotonic() - ticked >= tick_s:  # also while bytes keep dripping in
                tick()
                ticked = time.monotonic()
            self._fill(deadline, None if tick is None else tick_s)
        if end < 0 or end > most:
            raise BadLine(f"a line longer than {most >> 20} MiB")
        line = bytes(self._pending[:end])
        del self._pending[: end + 1]
        return line

    def _fill(self, deadline: float | None, tick_s: float | None) -> None:
        """Read what is there, or return after ``tick_s`` seconds in which nothing came."""
        if deadline is not None or tick_s is not None:
            left = tick_s if deadline is None else deadline - time.monotonic()
            assert left is not None
            if left <= 0 and deadline is not None:
                raise TimeIsUp
            wait = left if tick_s is None else min(left, tick_s)
            if not self._poll.poll(max(1, wait * 1000)):
                return
        try:
            if deadline is None and tick_s is None:
                data = self._read(_CHUNK)
            else:  # what was announced need not be there, such as a byte out of band
                data = self.socket.recv(_CHUNK, socket.MSG_DONTWAIT)
        except BlockingIOError:
            time.sleep(_NOTHING_CAME_S)
            return
        except OSError as error:
            raise Closed(str(error)) from error
        if not data:
            raise Closed("end of file")
        self._pending += data

    def _read(self, size: int) -> bytes:
        return self.socket.recv(size)

    def close(self) -> None:
        """Close this end; harmless when it is closed already."""
        self.socket.close()
