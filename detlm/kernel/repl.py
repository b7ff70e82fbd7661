"""``detlm-repl``: the Lean REPL's protocol, spoken by the embedded kernel.

One JSON object and a blank line, both ways: ``{"cmd": …, "env": …}`` gives ``{"env": …, "messages": […]}``.
Made so that tools written for that REPL, LeanInteract first of all, can drive the embedded kernel where no
toolchain is: commands, files, tactic steps, pickling. What differs is listed in ``docs/repl.md``. It keeps no
time: whoever drives it kills it.
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
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any, NoReturn

from detlm.config import data_root
from detlm.kernel.ffi import Lean
from detlm.kernel.screen import import_lines, without_imports
from detlm.kernel.server import STACK_BYTES
from detlm.kernel.tactics import ProofState, StepFailed, gaps, position, step
from detlm.kernel.worker import BadRequest, Worker
from detlm.syntax.files import MAX_BYTES
from detlm.syntax.opening import read_at_most

_PARENT_CHECK_S = 1.0
_SAVED = "detlm-repl 1"
_SEVERITIES = {"information": "info", "warning": "warning", "error": "error"}


class Session:
    """The environments and proof states of one REPL.

    An environment is the text that made it, which the worker keeps elaborated.
    """

    def __init__(self, worker: Worker, modules: tuple[str, ...]) -> None:
        self._worker = worker
        self._modules = frozenset(modules) | {"Init"}
        self._texts: list[str] = []
        self._states: list[ProofState] = []
        self._options: dict[str, Any] = {}

    def answer(self, request: object) -> dict[str, Any]:
        """The reply to one request; ``{"message": …}`` where it cannot be served."""
        try:
            return self._answer(request)
        except BadRequest as error:
            return {"message": str(error)}
        except (ValueError, TypeError, KeyError, OSError) as error:
            return {"message": f"the request cannot be served ({type(error).__name__}: {error})"}

    def _answer(self, request: object) -> dict[str, Any]:
        if not isinstance(request, dict):
            raise BadRequest("a request is a JSON object")
        for key in ("allTactics", "rootGoals", "declarations", "infotree"):
            if request.get(key) not in (None, False, "none"):
                raise BadRequest(f"the embedded kernel does not serve {key!r}")
        match request:
            case {"tactic": str(tactic), "proofState": number}:
                return self._step(tactic, self._state(number))
            case {"pickleTo": str(path), "proofState": number}:
                _write(path, {"proof_state": asdict(self._state(number))})
                return {**self._shown(self._state(number)), "proofState": number}
            case {"pickleTo": str(path), "env": number}:
                _write(path, {"environment": self._text(number)})
                return {"env": number}
            case {"unpickleEnvFrom": str(path)}:
                return self._command(_text_of(path, _read(path, "environment")), None)
            case {"unpickleProofStateFrom": str(path)}:
                state = _state_of(path, _read(path, "proof_state"))
                return {**self._shown(state), "proofState": self._keep(state)}
            case {"path": str(path)}:
                return self._command(_file(path), request)
            case {"cmd": str(text)}:
                return self._command(text, request)
        raise BadRequest("the embedded kernel serves cmd, path, tactic, pickleTo and unpickle… only")

    def _command(self, text: str, request: dict[str, Any] | None) -> dict[str, Any]:
        request = request or {}
        below = ""
        if request.get("env") is None:
            unknown = [module for module in import_lines(text) if module not in self._modules]
            if unknown:
                raise BadRequest(f"unknown module {unknown[0]}; there are {', '.join(sorted(self._modules))}")
            text = without_imports(text)
        else:
            below = self._text(request["env"])
        self._options = _options(request.get("setOptions"))
        messages = self._elaborate(below, text)
        found = []
        for gap in gaps(self._elaborate, below, text):
            sorry = {
                "pos": position(text, gap.start),
                "endPos": position(text, gap.start + 5),
                "goal": gap.goal,
            }
            found.append(sorry | ({"proofState": self._keep(gap.state)} if gap.state else {}))
        self._texts.append(f"{below}\n{text}" if below else text)
        return _reply(len(self._texts) - 1, messages) | ({"sorries": found} if found else {})

    def _step(self, tactic: str, state: ProofState) -> dict[str, Any]:
        try:
            after, goals = step(self._elaborate, state, tactic)
        except StepFailed as error:
            return {"message": f"Lean error:\n{error}"}
        return {"proofState": self._keep(after), "goals": goals, "proofStatus": _status(goals)}

    def _shown(self, state: ProofState) -> dict[str, Any]:
        goals = step(self._elaborate, state, "skip")[1]
        return {"goals": goals, "proofStatus": _status(goals)}

    def _elaborate(self, below: str, text: str) -> list[dict[str, Any]]:
        verdict = self._worker.check(
            {
                "source": text,
                "prelude": below,
                "declarations": [],
                "max_rec_depth": self._options.get("maxRecDepth", 100_000),
                "max_heartbeats": self._options.get("maxHeartbeats", 0),
                "recheck": False,
                "trusted": False,
            }
        )
        messages: list[dict[str, Any]] = verdict["messages"]
        return messages

    def _text(self, number: object) -> str:
        if type(number) is not int or not 0 <= number < len(self._texts):
            raise BadRequest("Unknown environment.")
        return self._texts[number]

    def _state(self, number: object) -> ProofState:
        if type(number) is not int or not 0 <= number < len(self._states):
            raise BadRequest("Unknown proof state.")
        return self._states[number]

    def _keep(self, state: ProofState) -> int:
        self._states.append(state)
        return len(self._states) - 1


def _status(goals: list[str]) -> str:
    return "Incomplete: open goals remain" if goals else "Completed"


def _options(named: object) -> dict[str, Any]:
    """Options as the REPL has them: ``[[["maxRecDepth"], 1000], …]``."""
    if named is None:
        return {}
    options = {}
    for option in named if isinstance(named, list) else [None]:
        match option:
            case [[*name], value] if all(isinstance(part, str) for part in name):
                options[".".join(name)] = value
            case _:
                raise BadRequest('setOptions is a list such as [[["maxRecDepth"], 1000]]')
    return options


def _file(path: str) -> str:
    """The text of a file. The protocol's own pipe is not one."""
    try:
        content = read_at_most(Path(path), MAX_BYTES, handed=False)
        if len(content) <= MAX_BYTES:
            return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequest(f"{path}: not UTF-8 at byte {error.start}") from error
    except (OSError, ValueError) as error:
        raise BadRequest(f"{path}: {getattr(error, 'strerror', None) or error}") from error
    raise BadRequest(f"{path}: larger than {MAX_BYTES:,} bytes")


def _write(path: str, saved: dict[str, Any]) -> None:
    text = json.dumps({"format": _SAVED, **saved}, ensure_ascii=False)
    try:
        file = Path(path)
        if file.exists() and not file.is_file():  # a pipe without readers waits
            raise BadRequest(f"{path}: not a regular file")
        file.write_text(text, encoding="utf-8")
    except (OSError, ValueError) as error:
        raise BadRequest(f"{path}: {getattr(error, 'strerror', None) or error}") from error


def _read(path: str, part: str) -> object:
    saved = _parse(_file(path))
    if not isinstance(saved, dict) or saved.get("format") != _SAVED:
        raise BadRequest(f"{path}: not saved by this REPL")
    if part not in saved:
        raise BadRequest(f"{path}: holds no {part.replace('_', ' ')}")
    return saved[part]


def _text_of(path: str, value: object) -> str:
    if not isinstance(value, str):
        raise BadRequest(f"{path}: a saved text is not a text")
    return value


def _state_of(path: str, saved: object) -> ProofState:
    match saved:
        case {"below": str(below), "text": str(text), "start": int(start), "opening": str(opening),
              "steps": [*steps]}:  # fmt: skip
            return ProofState(below, text, start, opening, tuple(_text_of(path, step) for step in steps))
    raise BadRequest(f"{path}: a saved proof state is none")


def _reply(number: int, messages: list[dict[str, Any]]) -> dict[str, Any]:
    reply: dict[str, Any] = {"env": number}
    # What is below was reported when it was made; only what makes it unusable is worth repeating.
    messages = [item for item in messages if item["origin"] == "source" or item["severity"] == "error"]
    if messages:
        reply["messages"] = [_message(item) for item in messages]
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


def command() -> NoReturn:
    """The entry point ``detlm-repl``: serves, or with ``--project FOLDER`` lays that out for LeanInteract."""
    match sys.argv[1:]:
        case []:
            os._exit(main([]))
        case ["--project", folder]:
            lean = (data_root() / "lean-toolchain").read_text(encoding="utf-8").strip().rpartition(":v")[2]
            lake = write_project(Path(folder), [sys.executable, "-P", "-m", "detlm.kernel.repl"], lean)
            print(f"LeanREPLConfig(local_repl_path={folder!r}, build_repl=False, lake_path={str(lake)!r})")
            sys.exit(0)
    print("usage: detlm-repl [--project FOLDER]", file=sys.stderr)
    sys.exit(2)


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
            session = Session(Worker(lean, environment, tuple(modules), gaps=True), tuple(modules))
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
