"""Fuzzing led by coverage: ``python -m tests.fuzzing TARGET SECONDS [FOLDER]``, with atheris.

Targets are ``certificate``, the reader of what strangers send, and ``worker``, which answers lines and has
Lean in its process. FOLDER keeps the inputs that reached something new. What is found, libFuzzer prints and
leaves in the current folder; the exit status is then not 0. The rules are those of the hypothesis tests
(``certificate/test_fuzz.py``, ``kernel/test_fuzz.py``), which also draw inputs of the right form.
"""

from __future__ import annotations

import importlib
import json
import os
import socket
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

import atheris

_NAMES = ("worker", "readback", "replayed", "exported", "direct", "screen", "expressions", "wire")
#: What is told apart by coverage: ours, and the readers below it.
CERTIFICATE = ("detlm.certificate.schema", "json.decoder", "json.scanner")
WORKER = tuple(f"detlm.kernel.{name}" for name in _NAMES)
_STACK = 512 << 20
#: How long an answer may take, and what a request may ask for so that it does not take longer.
WAIT_S = 60.0
_MOST = {"max_rec_depth": 5_000, "max_heartbeats": 20_000}


def certificate() -> Callable[[bytes], None]:
    """The reader of certificates."""
    with atheris.instrument_imports(include=list(CERTIFICATE)):
        return importlib.import_module("tests.certificate.reading").reads_or_refuses


def worker() -> Callable[[bytes], None]:
    """Whatever the line: an answer of the protocol's form, and then the answer to the next request."""
    with atheris.instrument_imports(include=list(WORKER)):
        serving = importlib.import_module("detlm.kernel.worker")
    from detlm.kernel.build import ensure_built
    from detlm.kernel.ffi import Lean
    from detlm.kernel.protocol import REPLY, Failure, Ping, Pong, Verdict
    from detlm.kernel.wire import Channel

    built = ensure_built(progress=False)
    os.environ["LEAN_PATH"] = str(built.path)
    lean = Lean(str(built.binary.path))
    lean.start()
    modules = ("Init", "DetLM")
    environment = lean.import_modules(modules)
    ours, theirs = socket.socketpair()

    def serve() -> None:
        lean.enter_thread()
        lean.start_tasks(1, _STACK)
        serving.Worker(lean, environment, modules).serve(Channel(theirs))

    threading.stack_size(_STACK)
    threading.Thread(target=serve, daemon=True).start()
    channel = Channel(ours)
    ping = Ping(id=7).model_dump_json().encode() + b"\n"

    def one(data: bytes) -> None:
        line = _affordable(data.replace(b"\n", b" "))
        if line is None:
            return
        channel.send_line(line + b"\n")
        channel.send_line(ping)
        reply = REPLY.validate_python(channel.receive(WAIT_S))
        assert isinstance(reply, Verdict | Pong | Failure)
        if isinstance(reply, Verdict) and json.loads(line).get("export"):
            channel.receive_line(WAIT_S)  # what was declared, behind the verdict
        pong = REPLY.validate_python(channel.receive(WAIT_S))
        assert isinstance(pong, Pong) and pong.id == 7, "the next answer belongs to the next request"

    return _telling(one)


def _affordable(line: bytes) -> bytes | None:
    """The request within limits that are kept in seconds; None where it asks the worker to stop.

    The worker keeps no time, the client does, by killing it; it cannot be killed here.
    """
    try:
        request = json.loads(line)
    except (ValueError, RecursionError):
        return line
    if not isinstance(request, dict):
        return line
    if request.get("kind") == "stop":
        return None
    asked = {key: request[key] for key in _MOST if type(request.get(key)) is int}
    kept = {key: _MOST[key] if value == 0 else min(value, _MOST[key]) for key, value in asked.items()}
    return line if kept == asked else json.dumps({**request, **kept}).encode()


def _telling(one: Callable[[bytes], None]) -> Callable[[bytes], None]:
    """The same, but a failure is printed here and ends the process.

    atheris would throw it through C++, which crashes while Lean is loaded: Lean's library brings an unwinder
    of its own and shows it to every other library of the process.
    """

    def told(data: bytes) -> None:
        try:
            one(data)
        except Exception:
            traceback.print_exc()
            Path("crash-worker").write_bytes(data)
            print(f"the input is in {Path('crash-worker').resolve()}", file=sys.stderr, flush=True)
            os._exit(1)

    return told


def seeds(target: str) -> list[bytes]:
    """Honest inputs to begin with."""
    if target == "certificate":
        from tests.certificate.test_fuzz import _honest

        return [_honest()]
    from tests.kernel.test_direct import TRUE
    from tests.kernel.test_fuzz import HONEST, REPLAY

    texts = [
        "theorem a : True := trivial",
        "#eval 1",
        "axiom b : False",
        TRUE.source,
        "",
        '/- a -/ «b c» "d" 0x1f',
    ]
    honest = {**HONEST, **_MOST, "declarations": ["a"]}
    replay = {**honest, "source": "", "replay": REPLAY, "declarations": ["t"]}
    written = {**honest, "prelude": "def a : Nat := 1", "source": "", "export": ["a"]}
    asked = [{**honest, "source": text} for text in texts] + [replay, written]
    return [json.dumps(one).encode() for one in asked]


def main(arguments: Sequence[str]) -> None:
    """Fuzz one target; ends the process."""
    target, seconds, *folder = arguments
    corpus = Path(folder[0] if folder else tempfile.mkdtemp(prefix="detlm-fuzz-"))
    corpus.mkdir(parents=True, exist_ok=True)
    one = {"certificate": certificate, "worker": worker}[target]()  # before anything else imports its modules
    for number, seed in enumerate(seeds(target)):
        (corpus / f"seed-{number}").write_bytes(seed)
    options = [
        f"-max_total_time={seconds}",
        "-timeout=150",
        "-rss_limit_mb=4096",
        "-max_len=8192",
        "-close_fd_mask=0",
    ]
    atheris.Setup([sys.argv[0], *options, str(corpus)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
