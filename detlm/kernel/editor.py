"""Lean's own language server, out of the shared library, for editors where no toolchain is.

The server starts a worker for each open file and asks `lake` how to set a file up. Both are executables that
the wheel does not have, so scripts stand in for them, in a folder that lasts as long as the server. As every
Lean editor it runs the code of the files that are opened: they are the user's own.
"""

from __future__ import annotations

import os
import shlex
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

from detlm.config import data_root
from detlm.kernel.build import ensure_built

_LEAN_MAIN = Path(__file__).with_name("lean_main.py")
#: With this status `lake setup-file` says that a file belongs to no package, so LEAN_PATH holds.
_NO_PACKAGE = 2


def serve(options: list[str]) -> int:
    """Speak LSP on standard input and output until the editor ends it; the server's exit status.

    ``options`` are for Lean's server, such as ``-Dserver.reportDelayMs=0``.

    Raises :class:`KernelError` if there is no Lean library, or it cannot be built.
    """
    built = ensure_built(progress=False)
    lean = [sys.executable, "-I", "-S", str(_LEAN_MAIN)]
    library = str(built.binary.path)
    with tempfile.TemporaryDirectory(prefix="detlm-lean-server-") as folder:
        worker, lake = Path(folder) / "lean", Path(folder) / "lake"
        _script(worker, f'exec {shlex.join([*lean, "--outlive", library])} "$@"')
        _script(lake, f"exit {_NO_PACKAGE}")
        sources = data_root() / "lean"
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("LEAN")},
            "LEAN_PATH": str(built.path),
            "LEAN_SRC_PATH": os.pathsep.join(map(str, (sources, sources / "Core"))),
            "LEAN_WORKER_PATH": str(worker),
            "LAKE": str(lake),
        }
        with subprocess.Popen([*lean, library, "--server", *options], env=environment) as server:
            try:
                return server.wait()
            except BaseException:
                server.kill()
                raise


def _script(path: Path, body: str) -> None:
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
