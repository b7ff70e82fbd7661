"""``python -m detlm.kernel.repl``: the Lean REPL's protocol, spoken by the embedded kernel.

One JSON object and a blank line, both ways: ``{"cmd": …, "env": …}`` gives ``{"env": …, "messages": […]}``.
Made so that tools written for that REPL, LeanInteract first of all, can drive the embedded kernel where no
toolchain is. It differs from the real one: text is screened (``screen.py``), ``sorry`` is an error besides
being listed, an environment carries declarations only (no ``open``, no ``section``), tactic mode and files
are not served. It keeps no time: whoever drives it kills it.
"""

from __future__ import annotations

import json
import os
import shlex
import stat
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from detlm.kernel.ffi import Lean
from detlm.kernel.screen import import_lines, without_imports
from detlm.kernel.server import STACK_BYTES
from detlm.kernel.worker import BadRequest, Worker

_PARENT_CHECK_S = 1.0
_SEVERITIES = {"information": "info", "warning": "warning", "error": "error"}


class Session:
    """The environments of one REPL: each is the text that made it, which the worker keeps elaborated."""

    def __init__(self, worker: Worker, modules: tuple[str, ...]) -> None:
        self._worker = worker
        self._modules = frozenset(modules) | {"Init"}
        self._texts: list[str] = []

    def answer(self, request: object) -> dict[str, Any]:
        """The reply to one request; ``{"message": …}`` where it cannot be served."""
        if not isinstance(request, dict) or not isinstance(request.get("cmd"), str):
            return {"message": 'the embedded kernel serves only {"cmd": …, "env": …}'}
        below, text = "", request["cmd"]
        number = request.get("env")
        if number is None:
            unknown = [module for module in import_lines(text) if module not in self._modules]
            if unknown:
                return {
                    "message": f"unknown module {unknown[0]}; there are {', '.join(sorted(self._modules))}"
                }
            text = without_imports(text)
        elif type(number) is int and 0 <= number < len(self._texts):
            below = self._texts[number]
        else:
            return {"message": "Unknown environment."}
        options = {".".join(name): value for name, value in request.get("setOptions") or []}
        try:
            verdict = self._worker.check(
                {
                    "source": text,
                    "prelude": below,
                    "declarations": [],
                    "max_rec_depth": options.get("maxRecDepth", 100_000),
                    "max_heartbeats": options.get("maxHeartbeats", 0),
                    "recheck": False,
                    "trusted": False,
                }
            )
        except (BadRequest, ValueError, TypeError) as error:
            return {"message": str(error)}
        self._texts.append(f"{below}\n{text}" if below else text)
        return _reply(len(self._texts) - 1, verdict["messages"])


def _reply(number: int, messages: list[dict[str, Any]]) -> dict[str, Any]:
    reply: dict[str, Any] = {"env": number}
    # What is below was reported when it was made; only what makes it unusable is worth repeating.
    messages = [item for item in messages if item["origin"] == "source" or item["severity"] == "error"]
    if messages:
        reply["messages"] = [_message(item) for item in messages]
    gaps = [item for item in messages if item["kind"] == "hasSorry" or "leaves a gap" in item["text"]]
    if gaps:
        reply["sorries"] = [{**_positions(item), "goal": ""} for item in gaps]
    return reply


def _message(item: dict[str, Any]) -> dict[str, Any]:
    text = item["text"] if item["origin"] == "source" else f"in the environment below: {item['text']}"
    return {"severity": _SEVERITIES[item["severity"]], **_positions(item), "data": text}


def _positions(item: dict[str, Any]) -> dict[str, Any]:
    start = {"line": item["line"], "column": item["column"]}
    if item["end_line"] is None:
        return {"pos": start}
    return {"pos": start, "endPos": {"line": item["end_line"], "column": item["end_column"]}}


def requests(lines: Iterable[str]) -> Iterator[object]:
    """The JSON values between blank lines; None for what is not JSON."""
    pending: list[str] = []
    for line in lines:
        if line.strip():
            pending.append(line)
        elif pending:
            yield _parse("".join(pending))
            pending = []
    if pending:
        yield _parse("".join(pending))


def _parse(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def write_project(folder: Path, command: list[str], toolchain: str) -> Path:
    """Lay out ``folder`` as LeanInteract expects a local REPL, run by ``command``; returns a stand-in for
    ``lake``.

    LeanInteract runs exactly ``lake env <folder>/.lake/build/bin/repl``; the stand-in serves that and
    nothing else.
    """
    binaries = folder / ".lake" / "build" / "bin"
    binaries.mkdir(parents=True, exist_ok=True)
    (folder / "lean-toolchain").write_text(f"leanprover/lean4:v{toolchain}\n", encoding="utf-8")
    _script(binaries / "repl", f"exec {shlex.join(command)}")
    lake = folder / "lake"
    _script(lake, '[ "$1" = env ] || { echo "only: lake env" >&2; exit 2; }\nshift\nexec "$@"')
    return lake


def _script(path: Path, body: str) -> None:
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def main(arguments: list[str]) -> int:
    """``[library lean_path module…]``; without arguments the built library. Returns the exit status."""
    if arguments:
        library, lean_path, *modules = arguments
    else:
        from detlm.kernel.build import ensure_built  # only this way of starting needs the build

        built = ensure_built()
        library, lean_path, modules = str(built.binary.path), str(built.path), ["Init", "DetLM"]
    os.environ["LEAN_PATH"] = lean_path
    # What Lean prints must reach neither the protocol nor a pipe that nobody empties.
    output = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    lean = Lean(library)
    lean.start()
    environment = lean.import_modules(modules)
    os.dup2(nowhere, 2)

    def serve() -> None:
        code = 1
        try:
            lean.enter_thread()
            lean.start_tasks(1, STACK_BYTES)
            session = Session(Worker(lean, environment, tuple(modules)), tuple(modules))
            _serve(session, sys.stdin, output)
            code = 0
        finally:
            os._exit(code)

    threading.stack_size(STACK_BYTES)
    threading.Thread(target=serve, daemon=True).start()
    parent = os.getppid()
    while os.getppid() == parent:  # a request may run forever after its asker died
        time.sleep(_PARENT_CHECK_S)
    return 0


def _serve(session: Session, lines: IO[str], output: IO[str]) -> None:
    for request in requests(lines):
        output.write(json.dumps(session.answer(request), ensure_ascii=False) + "\n\n")
        output.flush()


if __name__ == "__main__":
    os._exit(main(sys.argv[1:]))
