"""The Lean toolchain's kernel behind the ``Kernel`` protocol, through LeanInteract and its REPL.

What a REPL says is text, so this kernel is weaker than the embedded one: axioms come from ``#print axioms``
(which the screen keeps text from redefining, as it refuses changes of the grammar), types and values are
not read back, and nothing is checked twice. Descriptions say ``axioms_from="printed text"``. ``sorry`` is
never accepted.

:class:`LakeKernel` uses an installed toolchain. :class:`ReplKernel` drives the embedded kernel through the
same code and calls itself that.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import re
import shutil
import sys
import tempfile
import threading
import time
from abc import ABC, abstractmethod
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self

from detlm.config import data_root
from detlm.errors import KernelError, KernelTimeout, KernelTransportError, KernelUnavailable
from detlm.kernel.axioms import OFFICIAL_AXIOMS
from detlm.kernel.protocol import (
    DEFAULT_MEMORY_MB,
    DEFAULT_TIMEOUT_S,
    Axiom,
    CheckRequest,
    Declaration,
    KernelDescription,
    Message,
    Verdict,
    WorkerFacts,
)
from detlm.kernel.screen import screen, without_comments

if TYPE_CHECKING:
    from detlm.kernel.client import Launch

_AXIOMS = re.compile(r"depends on axioms: \[(.*)\]\s*\Z", re.DOTALL)
_SEVERITY: dict[str, Literal["information", "warning", "error"]] = {
    "error": "error",
    "warning": "warning",
    "info": "information",
    "trace": "information",
}


class LeanInteractKernel(ABC):
    """A kernel behind a REPL that LeanInteract runs. Subclasses say which.

    ``config`` is a ``LeanREPLConfig``, ``imports`` the first lines of every text. Time limits are per
    request; ``memory_mb`` is one limit for the process. One request at a time; safe for several threads.
    """

    name = "lean-interact"

    def __init__(self, config: Any, imports: tuple[str, ...], timeout_s: float = DEFAULT_TIMEOUT_S) -> None:
        self._config = config
        self._imports = "\n".join(f"import {module}" for module in imports)
        self._timeout_s = timeout_s
        self._lock = threading.Lock()
        self._server: Any = None
        self._environments: dict[bytes, tuple[int, list[Message]]] = {}
        self._served = 0
        self._closed = False

    @abstractmethod
    def describe(self) -> KernelDescription:
        """Which Lean this is; raises :class:`KernelError`."""

    def check(self, request: CheckRequest) -> Verdict:
        """The verdict on a request; see :class:`~detlm.kernel.protocol.Kernel`."""
        started = time.perf_counter()
        timeout_s = request.timeout_s or self._timeout_s
        if request.file is not None:
            raise KernelError(
                "this kernel prints text only, so it cannot tell what was stated beside a Lean file",
                hint="use the embedded kernel, or build what --emit-lean writes",
            )
        refused = _screened(request, "prelude") + _screened(request, "source")
        messages = refused
        declarations: list[Declaration] = []
        with self._lock:
            if self._closed:
                raise KernelTransportError("the kernel is closed")
            self._served += 1
            if request.trusted or not refused:
                found, declarations = self._with_retry(request, started + timeout_s, timeout_s)
                messages = refused + found
            pid = self._pid()
        return Verdict(
            accepted=not any(item.severity == "error" for item in messages),
            messages=tuple(messages),
            declarations=tuple(declarations),
            milliseconds=round((time.perf_counter() - started) * 1e3, 3),
            worker=WorkerFacts(pid=pid, served=self._served),
        )

    def close(self) -> None:
        """End the REPL; harmless when repeated."""
        with self._lock:
            self._closed = True
            self._stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _with_retry(
        self, request: CheckRequest, deadline: float, timeout_s: float
    ) -> tuple[list[Message], list[Declaration]]:
        failures = []
        for _ in range(2):
            try:
                return self._check(request, deadline)
            except TimeoutError as error:
                self._stop()
                raise KernelTimeout(f"no verdict within {timeout_s:g} s; the REPL was stopped") from error
            except (ConnectionError, ChildProcessError, ValueError, OSError) as error:
                self._stop()
                failures.append(f"{type(error).__name__}: {str(error).splitlines()[0]}")
            except BaseException:
                self._stop()  # such as KeyboardInterrupt: a late reply must not answer the next request
                raise
        raise KernelTransportError.after(failures)

    def _check(self, request: CheckRequest, deadline: float) -> tuple[list[Message], list[Declaration]]:
        self._start()
        if not request.trusted:  # as the embedded kernel does
            texts = {"source": without_comments(request.source)}
            if request.prelude is not None:
                texts["prelude"] = without_comments(request.prelude)
            request = request.model_copy(update=texts)
        options = [(["maxRecDepth"], request.max_rec_depth), (["maxHeartbeats"], request.max_heartbeats)]
        base, messages = self._environment(self._imports, None, options, deadline)
        if request.prelude:
            base, found = self._environment(request.prelude, base, options, deadline)
            messages = messages + [item.model_copy(update={"origin": "prelude"}) for item in found]
        if any(item.severity == "error" for item in messages):
            return messages, []
        after, found = self._run(request.source, base, options, deadline)
        messages = messages + found
        declarations = []
        for name in request.declarations:
            axioms, wrong = self._axioms(name, after, deadline)
            messages += wrong
            if axioms is not None:
                declarations.append(
                    Declaration(name=name, kind="unknown", levels=0, type="", value=None, axioms=axioms)
                )
        return messages, declarations

    def _environment(
        self, text: str, base: int | None, options: list[Any], deadline: float
    ) -> tuple[int, list[Message]]:
        key = hashlib.sha256(f"{base} {options}\n{text}".encode()).digest()
        if key not in self._environments:
            made = self._run(text, base, options, deadline)
            self._environments[key] = made
        return self._environments[key]

    def _axioms(
        self, name: str, after: int, deadline: float
    ) -> tuple[tuple[Axiom, ...] | None, list[Message]]:
        if any(character.isspace() for character in name):
            return None, [_error(f"`{name}` is no name that a REPL can be asked for")]
        _, found = self._run(f"#print axioms {name}", after, [], deadline)
        if len(found) != 1 or found[0].severity != "information":
            return None, [_error(f"`{name}` was not declared")]
        text = found[0].text
        listed = _AXIOMS.search(text)
        if listed is None and not text.rstrip().endswith("does not depend on any axioms"):
            return None, [_error(f"the REPL's words about the axioms of `{name}` cannot be read: {text}")]
        names = [] if listed is None else [part.strip() for part in listed.group(1).split(",")]
        wrong = [
            _error(f"`{name}` rests on the axiom `{axiom}`")
            for axiom in names
            if axiom not in OFFICIAL_AXIOMS
        ]
        return tuple(Axiom(name=axiom, levels=0, type="") for axiom in names), wrong

    def _run(
        self, text: str, base: int | None, options: list[Any], deadline: float
    ) -> tuple[int, list[Message]]:
        from lean_interact import Command
        from lean_interact.interface import LeanError

        left = deadline - time.perf_counter()
        if left <= 0:
            raise TimeoutError
        assert self._server is not None
        reply = self._server.run(
            Command(cmd=text or "\n", env=base, set_options=options or None), timeout=left
        )
        if isinstance(reply, LeanError):
            raise KernelError(f"the REPL could not serve the request: {reply.message}")
        gaps = {
            (gap.start_pos.line, gap.start_pos.column) for gap in reply.sorries if gap.start_pos is not None
        }
        messages = [
            Message(
                severity=_severity(item.severity, item.data),
                text=item.data,
                line=item.start_pos.line,
                column=item.start_pos.column,
                end_line=None if item.end_pos is None else item.end_pos.line,
                end_column=None if item.end_pos is None else item.end_pos.column,
            )
            for item in reply.messages
        ]
        messages += [_error("`sorry` leaves a gap in a proof", line, column) for line, column in sorted(gaps)]
        return reply.env, messages

    def _start(self) -> None:
        """Start the REPL where none runs; not within a check, for a new one has none of its environments."""
        from lean_interact import LeanServer

        if self._server is None or not self._server.is_alive():
            self._stop()
            try:
                self._server = LeanServer(self._config)
            except OSError as error:  # ChildProcessError included
                raise KernelUnavailable(f"cannot start the Lean REPL: {error}") from error

    def _stop(self) -> None:
        server, self._server = self._server, None
        self._environments.clear()
        if server is not None:
            server.kill()

    def _pid(self) -> int:
        process = None if self._server is None else self._server._proc
        return 0 if process is None else int(process.pid)


class LakeKernel(LeanInteractKernel):
    """An installed Lean toolchain, on the Lake package in ``project`` (default: detlm's own), which must be
    built.

    ``lake`` is the command; ``repl`` a folder with a built Lean REPL (default: LeanInteract fetches one
    from the internet and builds it). Raises :class:`KernelUnavailable` where the toolchain, LeanInteract or
    the package is missing.
    """

    name = "lake"

    def __init__(
        self,
        project: Path | None = None,
        *,
        lake: str | Path = "lake",
        repl: Path | None = None,
        imports: tuple[str, ...] = ("DetLM",),
        timeout_s: float = DEFAULT_TIMEOUT_S,
        memory_mb: int = DEFAULT_MEMORY_MB,
    ) -> None:
        lean_interact = _lean_interact()
        folder = project or data_root()
        if shutil.which(lake) is None:
            raise KernelUnavailable(
                f"no Lean toolchain: the command {str(lake)!r} is not there",
                hint="install one (https://lean-lang.org/install), or use the embedded kernel",
            )
        if not any((folder / file).is_file() for file in ("lakefile.lean", "lakefile.toml")):
            raise KernelUnavailable(f"{folder} is no Lake package: it has no lakefile")
        try:
            config = lean_interact.LeanREPLConfig(
                project=lean_interact.LocalProject(directory=str(folder), lake_path=lake, auto_build=False),
                local_repl_path=repl,
                build_repl=repl is None,  # a given one is built already
                lake_path=lake,
                memory_hard_limit_mb=memory_mb,
                enable_parallel_elaboration=False,
            )
        except Exception as error:  # LeanInteract raises what git, pip or lake raise
            raise KernelUnavailable(f"LeanInteract cannot prepare its REPL: {error}") from error
        super().__init__(config, imports, timeout_s)

    def describe(self) -> KernelDescription:
        """The toolchain's version, as LeanInteract found it."""
        version = str(self._config.lean_version).removeprefix("v")
        return KernelDescription(
            kind="lake",
            text=f"Lean toolchain {version} through LeanInteract (axioms read from printed text)",
            lean_version=version,
            axioms_from="printed text",
        )


class ReplKernel(LeanInteractKernel):
    """The embedded kernel, driven by LeanInteract through ``repl.py``: no toolchain is involved.

    Exists to exercise LeanInteract's code path, and for tools that can only speak to a REPL.
    """

    name = "embedded-repl"

    def __init__(
        self, launch: Launch, *, timeout_s: float = DEFAULT_TIMEOUT_S, memory_mb: int | None = None
    ) -> None:
        from detlm.kernel.repl import write_project

        lean_interact = _lean_interact()
        self._launch = launch
        self._folder = tempfile.TemporaryDirectory(prefix="detlm-repl-")
        root = str(Path(__file__).resolve().parents[2])
        code = (
            f"import os, sys; sys.path.insert(0, {root!r}); from detlm.kernel.repl import main; "
            "os._exit(main(sys.argv[1:]))"
        )
        files = [str(launch.shared_library), str(launch.lean_path)]
        command = [sys.executable, "-I", "-S", "-c", code, *files, *launch.modules]
        folder = Path(self._folder.name)
        lake = write_project(folder, command, launch.lean_version)
        config = lean_interact.LeanREPLConfig(
            local_repl_path=folder,
            build_repl=False,
            lake_path=lake,
            memory_hard_limit_mb=memory_mb,
            enable_parallel_elaboration=False,
        )
        super().__init__(config, launch.modules, timeout_s)

    def describe(self) -> KernelDescription:
        """Says plainly that this is the embedded kernel."""
        version = self._launch.lean_version
        return KernelDescription(
            kind="embedded-repl",
            text=f"embedded kernel through LeanInteract, Lean {version} (axioms from printed text)",
            lean_version=self._launch.lean_version,
            git_hash=self._launch.git_hash,
            library_sha256=self._launch.library_sha256,
            core_digest=self._launch.core_digest,
            library_digest=self._launch.library_digest,
            axioms_from="printed text",
        )

    def close(self) -> None:
        """End the REPL and remove its folder."""
        super().close()
        with contextlib.suppress(OSError):
            self._folder.cleanup()


def _lean_interact() -> Any:
    # Importing it configures logging and may create a cache folder; do so only when it is used.
    os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")  # GitPython refuses to be imported without git
    try:
        import lean_interact
    except ImportError as error:
        raise KernelUnavailable("LeanInteract is not installed", hint="pip install 'detlm[lake]'") from error
    logging.getLogger("lean_interact").setLevel(logging.ERROR)
    return lean_interact


def _severity(said: str, text: str) -> Literal["information", "warning", "error"]:
    gap = text.startswith("declaration uses") and "sorry" in text
    return "error" if gap else _SEVERITY[said]


def _screened(request: CheckRequest, origin: Literal["prelude", "source"]) -> list[Message]:
    text = request.source if origin == "source" else request.prelude or ""
    return [
        _error(item.text, item.line, item.column).model_copy(update={"origin": origin})
        for item in screen(text, trusted=request.trusted)
    ]


def _error(text: str, line: int = 1, column: int = 0) -> Message:
    return Message(severity="error", text=text, line=line, column=column, kind="detlm")
