"""The child processes of a build: where they run, how they end together.

Knows commands and exit statuses; what a module is, and what its messages mean, is in ``build.py``.
"""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

_HERE = Path(__file__).parent
_LEAN_MAIN = _HERE / "lean_main.py"

#: (exit status, negative for a signal; output; errors)
Ended = tuple[int, str, str]


class Children:
    """Runs commands for several threads at once; ``stop`` ends them all.

    Each thread has its own Lean process, which has loaded and initialised Lean before the first command and
    does each in a fork of itself. It dies with the thread that first used it.
    """

    def __init__(self, library: Path, lean_path: Path) -> None:
        self._library = str(library)
        self._lean_path = str(lean_path)
        self._alive: set[subprocess.Popen[bytes]] = set()
        self._stopped = False
        self._lock = threading.Lock()
        self._mine = threading.local()

    def lean(self, arguments: list[str]) -> Ended:
        """Lean's own command line. InterruptedError once stopped."""
        server: subprocess.Popen[bytes] | None = getattr(self._mine, "server", None)
        if server is None or server.poll() is not None:
            command = [sys.executable, "-I", "-S", str(_LEAN_MAIN), "--serve", self._library]
            server = self._mine.server = self._start(command, subprocess.PIPE)
        assert server.stdin is not None and server.stdout is not None
        try:
            server.stdin.write(json.dumps(arguments).encode() + b"\n")
            server.stdin.flush()
            answer = server.stdout.readline()
        except BrokenPipeError:
            answer = b""
        if answer.endswith(b"\n"):
            status, out, err = json.loads(answer)
            return status, out, err
        _, errors = server.communicate()  # it cannot load Lean, or was killed
        self._forget(server)
        return server.returncode or 70, "", errors.decode(errors="replace")

    def python(self, arguments: list[str]) -> Ended:
        """Python with these arguments. InterruptedError once stopped."""
        # -P: nothing is imported from the folder that the user happens to be in.
        child = self._start([sys.executable, "-P", *arguments], subprocess.DEVNULL)
        try:
            out, err = child.communicate()
        finally:
            self._forget(child)
        return child.returncode, out.decode(errors="replace"), err.decode(errors="replace")

    def stop(self) -> None:
        """End what runs and let nothing new start."""
        with self._lock:
            self._stopped = True
            for child in self._alive:
                child.kill()

    def close(self) -> None:
        """End the Lean processes, once no thread uses them."""
        self.stop()
        for child in list(self._alive):
            child.communicate()
            self._forget(child)

    def _start(self, command: list[str], stdin: int) -> subprocess.Popen[bytes]:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("LEAN")}
        environment |= {
            "LEAN_PATH": self._lean_path,
            "LEAN_SYSROOT": self._lean_path,
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        environment["PYTHONPATH"] = os.pathsep.join(
            filter(None, [str(_HERE.parents[1]), os.environ.get("PYTHONPATH")])
        )
        with self._lock:
            if self._stopped:
                raise InterruptedError(errno.EINTR, "the build was stopped")
            child = subprocess.Popen(
                command, env=environment, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE
            )
            self._alive.add(child)
        return child

    def _forget(self, child: subprocess.Popen[bytes]) -> None:
        with self._lock:
            self._alive.discard(child)
