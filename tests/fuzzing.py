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
from collections.abc import Callable, Sequence
from pathlib import Path

import atheris

#: What is told apart by coverage: ours, and the readers below it.
CERTIFICATE = ("detlm.certificate.schema", "json.decoder", "json.scanner")
WORKER = tuple(f"detlm.kernel.{name}" for name in ("worker", "direct", "screen", "expressions", "wire"))
_STACK = 512 << 20


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
        line = data.replace(b"\n", b" ")
        if _asks_to_stop(line):
            return
        channel.send_line(line + b"\n")
        channel.send_line(ping)
        assert isinstance(REPLY.validate_python(channel.receive(30.0)), Verdict | Pong | Failure)
        pong = REPLY.validate_python(channel.receive(30.0))
        assert isinstance(pong, Pong) and pong.id == 7, "the next answer belongs to the next request"

    return one


def _asks_to_stop(line: bytes) -> bool:
    try:
        return bool(json.loads(line)["kind"] == "stop")
    except (ValueError, RecursionError, TypeError, KeyError):
        return False


def seeds(target: str) -> list[bytes]:
    """Honest inputs to begin with."""
    if target == "certificate":
        from tests.certificate.test_fuzz import _honest

        return [_honest()]
    from tests.kernel.test_direct import TRUE
    from tests.kernel.test_fuzz import HONEST

    texts = [
        "theorem a : True := trivial",
        "#eval 1",
        "axiom b : False",
        TRUE.source,
        "",
        '/- a -/ «b c» "d" 0x1f',
    ]
    return [json.dumps({**HONEST, "source": text, "declarations": ["a"]}).encode() for text in texts]


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
        "-timeout=60",
        "-rss_limit_mb=4096",
        "-max_len=8192",
        "-close_fd_mask=0",
    ]
    atheris.Setup([sys.argv[0], *options, str(corpus)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
