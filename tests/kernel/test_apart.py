"""Somebody's Lean text is elaborated in one process; another one's kernel checks what it declared."""

from __future__ import annotations

import json
import random
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from detlm.errors import KernelUnavailable
from detlm.kernel.apart import Elaborated, read
from detlm.kernel.client import Launch, WorkerProcess
from detlm.kernel.confined import confine
from detlm.kernel.embedded import EmbeddedKernel
from detlm.kernel.protocol import CheckRequest, LeanFile, Verdict
from detlm.kernel.wire import Channel, TimeIsUp

NAMES = (
    *("T.all", "T.om", "T.om2", "T.px", "T.eta", "T.uni", "T.instSzTree", "T.Rose", "T.instDecidableEqPt"),
    *("T.Od", "T.Rose.mk", "T.Tree.rec"),
)
FILE = LeanFile(text=(Path(__file__).parent / "declared.lean").read_text(), names=NAMES)
BESIDE = CheckRequest(file=FILE, source="theorem Run.x : @True := (@id.{0} @True @True.intro)\n")
Data = dict[str, list[Any]]
ROOT = str(Path(__file__).parents[2])


@pytest.fixture
def alone(launch: Launch) -> Iterator[EmbeddedKernel]:
    with EmbeddedKernel(launch, timeout_s=60) as kernel:
        yield kernel


@pytest.fixture(scope="module")
def elaborated(kernel: EmbeddedKernel) -> Elaborated:
    return kernel._elaborate(FILE, BESIDE, 60)


@pytest.fixture(scope="module")
def exported(elaborated: Elaborated) -> str:
    assert elaborated.usable
    return elaborated.exported


def replayed(kernel: EmbeddedKernel, text: str, *names: str) -> Verdict:
    return kernel.check(CheckRequest(source="", replay=text, declarations=names))


def test_what_a_file_declares_means_the_same_elsewhere(kernel: EmbeddedKernel, exported: str) -> None:
    there = kernel.check(CheckRequest(source=FILE.text, declarations=NAMES))
    here = replayed(kernel, exported, *NAMES)
    assert there.accepted and here.accepted, (there.errors, here.errors)
    assert [(d.name, d.kind, d.type, d.value) for d in here.declarations] == [
        (d.name, d.kind, d.type, d.value) for d in there.declarations
    ]


def test_only_what_is_asked_for_is_there(kernel: EmbeddedKernel, exported: str) -> None:
    assert replayed(kernel, exported, "T.ev4").accepted
    file = FILE.model_copy(update={"names": ("T.om",)})
    verdict = kernel.check(CheckRequest(file=file, source=BESIDE.source, declarations=("T.ev4",)))
    assert [m.text for m in verdict.errors] == ["`T.ev4` was not declared"]


def test_the_process_that_elaborates_gives_no_verdict(alone: EmbeddedKernel) -> None:
    """It is none of those that are asked, and gone when they are."""
    alone.ping()
    asked = alone.processes()
    assert alone._elaborate(FILE, BESIDE, 60).usable
    assert alone.processes() == asked
    assert alone.check(BESIDE.model_copy(update={"declarations": ("Run.x",)})).accepted


def test_a_process_that_elaborates_holds_nothing_but_its_connection(
    alone: EmbeddedKernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of Lean's event loop, which the server has too, and no memory that the server reads."""
    seen: list[tuple[set[str], list[str], str]] = []

    def look(worker: WorkerProcess, line: bytes, timeout_s: float, memory_mb: int) -> Elaborated:
        folder = Path(f"/proc/{worker.pid}")
        done = elaborate(worker, line, timeout_s, memory_mb)  # it has begun by then, and has not ended
        rights = [row.split() for row in (folder / "maps").read_text().splitlines()]
        shared = [" ".join(row) for row in rights if row[1].endswith("s") and "w" in row[1]]
        limits = [" ".join(row.split()) for row in (folder / "limits").read_text().splitlines()]
        seen.append(({f"{fd.readlink()}"[:6] for fd in (folder / "fd").iterdir()}, shared, str(limits)))
        assert "Seccomp: 2" in (folder / "status").read_text().replace("\t", " ")
        return done

    elaborate = WorkerProcess.elaborate
    monkeypatch.setattr(WorkerProcess, "elaborate", look)
    assert alone._elaborate(FILE, BESIDE, 60).usable
    ((descriptors, shared, limits),) = seen
    assert descriptors == {"/dev/n", "socket"} and shared == []
    assert "Max file size 0 0" in limits and "Max core file size 0 0" in limits
    assert "Max pending signals 0 0" in limits and "Max address space unlimited" not in limits


def test_where_nothing_can_be_confined_no_file_is_elaborated(
    alone: EmbeddedKernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone.ping()
    assert alone._server is not None
    monkeypatch.setitem(alone._server.ready, "confines", False)
    with pytest.raises(KernelUnavailable, match="does not let a process be confined"):
        alone.check(BESIDE)


def test_what_is_wrong_with_a_file_is_told_at_its_place(kernel: EmbeddedKernel) -> None:
    wrong = FILE.model_copy(update={"text": f"{FILE.text}\ntheorem wrong : 1 = 2 := rfl\n"})
    verdict = kernel.check(BESIDE.model_copy(update={"file": wrong}))
    assert not verdict.accepted
    first = verdict.errors[0]
    assert (first.origin, first.line) == ("prelude", FILE.text.count("\n") + 2)
    missing = FILE.model_copy(update={"names": ("T.none",)})
    said = [m.text for m in kernel.check(BESIDE.model_copy(update={"file": missing})).errors]
    assert said == ["`T.none` was not declared"]


# -- What a process that was taken over could write


def _named(data: Data, name: str) -> int:
    """The number of a name that does not stand there yet."""
    at = -1
    for part in name.split("."):
        data["names"].append([part, at])
        at = len(data["names"]) - 1
    return at


def _expression(data: Data, row: list[Any]) -> int:
    data["expressions"].append(row)
    return len(data["expressions"]) - 1


def _axiom(data: Data) -> None:
    false = _expression(data, ["const", _named(data, "False"), []])
    data["declarations"].insert(0, ["axiom", _named(data, "T.absurd"), [], false])


def _false(data: Data) -> None:
    """A theorem whose proof is the proof of another."""
    row = next(row for row in data["declarations"] if row[0] == "theorem")
    row[3] = _expression(data, ["const", _named(data, "False"), []])


def _under(name: str) -> Callable[[Data], None]:
    def change(data: Data) -> None:
        truth = _expression(data, ["const", _named(data, "True"), []])
        proof = _expression(data, ["const", _named(data, "True.intro"), []])
        data["declarations"].append(["theorem", _named(data, name), [], truth, proof])

    return change


def _loose(data: Data) -> None:
    data["declarations"][0][3] = _expression(data, ["bvar", 0])


def _meta(data: Data) -> None:
    data["expressions"].insert(0, ["unreadable"])


def _forward(data: Data) -> None:
    data["expressions"][0] = ["app", 10**6, 0]


def _backward(data: Data) -> None:
    data["expressions"].append(["app", -1, 0])


def _high(data: Data) -> None:
    data["expressions"][0] = ["bvar", (1 << 20) - 1]  # one beyond what Lean has room for


def _long(data: Data) -> None:
    data["names"].append(["x" * 10**6, -1])
    for _ in range(1000):
        data["names"].append(["y", len(data["names"]) - 1])
    data["declarations"].append(["theorem", len(data["names"]) - 1, [], 0, 0])


def _surrogate(data: Data) -> None:
    data["names"][0][0] = "\ud800"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_axiom, "malformed declaration"),
        (_false, "the kernel refuses"),
        (_under("Run.admitted"), "may not be declared"),
        (_under("Lean.reduceBool"), "may not be declared"),
        (_under("DetLM.Admits"), "the kernel refuses `DetLM.Admits`"),
        (_under("Nat.add"), "the kernel refuses `Nat.add`"),
        (_loose, "a variable that nothing binds"),
        (_meta, "malformed expression"),
        (_forward, "refers to row 1000000"),
        (_backward, "refers to row -1"),
        (_surrogate, "no Unicode"),
        (_high, "malformed expression"),
        (_long, "the kernel refuses `y.y.y"),
        (lambda data: data.pop("levels"), "not of the known form"),
    ],
)
def test_forged_declarations_are_refused(
    kernel: EmbeddedKernel, exported: str, change: Callable[[Data], None], said: str
) -> None:
    data = json.loads(exported)
    change(data)
    verdict = replayed(kernel, json.dumps(data), "T.all")
    assert not verdict.accepted and said in verdict.errors[0].text, verdict.errors
    assert len(verdict.errors[0].text) < 500


@pytest.mark.parametrize("text", ["", "[]", "{", "null", "[" * 100_000, '{"names": 1}', "9" * 5000])
def test_what_is_not_of_the_form_is_refused(kernel: EmbeddedKernel, text: str) -> None:
    verdict = replayed(kernel, text)
    assert not verdict.accepted and "what was elaborated apart" in verdict.errors[0].text


def test_what_the_confined_process_claims_counts_for_nothing(
    alone: EmbeddedKernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says that it accepts, and hands out what is wrong, or nothing."""
    for text in ("", "x", '{"names":[],"levels":[],"expressions":[],"declarations":[]}'):
        forged = read({"kind": "verdict", "accepted": True, "messages": []}, text.encode())
        monkeypatch.setattr(alone, "_elaborate", lambda *_, forged=forged: forged)
        verdict = alone.check(BESIDE.model_copy(update={"declarations": ("T.all", "Run.x")}))
        assert not verdict.accepted and verdict.errors


@pytest.mark.parametrize("exported", [b"", b"\xff", b'"\x01"', "é".encode()])
def test_declarations_are_plain_text(exported: bytes) -> None:
    assert not read({"kind": "verdict", "accepted": True, "messages": []}, exported).usable


def test_a_byte_out_of_band_makes_nobody_wait() -> None:
    ours, theirs = socket.socketpair()
    ticks: list[None] = []
    with ours, theirs, pytest.raises(TimeIsUp):
        theirs.send(b"x", socket.MSG_OOB)
        Channel(ours).receive(0.3, 0.02, lambda: ticks.append(None))
    assert len(ticks) > 3, "what is to be watched meanwhile is"


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"kind": "verdict", "accepted": True, "messages": [{"severity": "error"}]},
        {"kind": "verdict", "accepted": True, "messages": [{"severity": "error", "text": "\ud800\x1b[2J"}]},
        {"kind": "verdict", "accepted": False, "messages": []},
        {"kind": "verdict", "accepted": 1, "messages": {"a": 1}},
        {"kind": "failure", "text": 5},
        {"kind": "failure", "text": "x" * 10**6},
        {"messages": [{"severity": "error", "line": -5, "column": 10**30, "text": "y" * 10**6}] * 10**5},
    ],
)
def test_whatever_comes_back_is_read_within_bounds(answer: dict[str, Any]) -> None:
    found = read(answer, b"{}")
    assert not found.usable and 1 <= len(found.messages) <= 100
    for message in found.messages:
        message.text.encode()
        assert len(message.text) < 5000 and "\x1b" not in message.text
        assert message.line >= 1 and 0 <= message.column < 1 << 25


@pytest.mark.parametrize("seed", range(3))
def test_random_changes_get_an_answer(kernel: EmbeddedKernel, exported: str, seed: int) -> None:
    """Whatever is changed, the kernel holds what it was told or refuses, and the worker goes on."""
    draw = random.Random(seed)
    outcomes = set()
    for _ in range(25):
        data = json.loads(exported)
        for _ in range(draw.choice([1, 1, 1, 3])):
            rows = data[draw.choice(["names", "levels", "expressions", "expressions", "declarations"])]
            row = rows[draw.randrange(len(rows))]
            at = draw.randrange(len(row))
            row[at] = draw.choice([row[at - 1], draw.randrange(len(rows)), "app", -1, 0, [], None, 1.5])
        verdict = replayed(kernel, json.dumps(data), "T.all")
        outcomes.add(verdict.accepted)
        for d in verdict.declarations:
            assert all(a.name in ("propext", "Classical.choice", "Quot.sound") for a in d.axioms)
    assert False in outcomes
    assert replayed(kernel, exported, "T.all").accepted


# -- Confinement

TRIES = """
import mmap, os, signal, socket, sys, threading
pair = socket.socketpair()
sys.path.insert(0, sys.argv[1])
from detlm.kernel.confined import confine
waiting = threading.Event()
there_before = threading.Thread(target=lambda: (waiting.wait(), tried()))
there_before.start()
tries = {
    "read a file": lambda: open("/etc/passwd"),
    "write a file": lambda: open("/tmp/written", "w"),
    "remove a file": lambda: os.unlink("/tmp/none"),
    "list a folder": lambda: os.listdir("/"),
    "fork": os.fork,
    "run a program": lambda: os.execv("/bin/true", ["true"]),
    "make a socket": socket.socket,
    "signal its parent": lambda: os.kill(os.getppid(), 0),
    "share memory": lambda: mmap.mmap(-1, 4096),
    "send out of band": lambda: pair[0].send(b"x", socket.MSG_OOB),
    "take out of turn": lambda: pair[0].recv(1, socket.MSG_PEEK),
    "queue a signal": lambda: signal.pthread_kill(threading.get_ident(), signal.SIGUSR1),
}
def tried():
    for name, attempt in tries.items():
        try:
            attempt()
            print("could", name)
        except PermissionError:
            pass
        except (OSError, ValueError) as error:
            print("tried", name, error)
print("confined", confine(pair[0].fileno()))
tried()
waiting.set()
there_before.join()
after = threading.Thread(target=tried)
after.start()
after.join()
print(len(bytearray(10_000_000)), flush=True)
"""


def confined_here() -> bool:
    """Whether this system lets a process be confined, asked in one of its own."""
    code = "import sys; sys.path.insert(0, sys.argv[1]); from detlm.kernel.confined import confine"
    done = subprocess.run([sys.executable, "-c", f"{code}; print(confine(0))", ROOT], capture_output=True)
    return done.stdout == b"True\n"


def test_a_confined_process_can_only_compute() -> None:
    if not confined_here():
        pytest.skip("this system does not let a process be confined")
    done = subprocess.run([sys.executable, "-c", TRIES, ROOT], capture_output=True, text=True, timeout=60)
    assert done.stdout.splitlines() == ["confined True", "10000000"], done.stdout + done.stderr
    assert done.returncode == 0


def test_systems_without_filters_are_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detlm.kernel.confined.platform.machine", lambda: "riscv64")
    assert confine(0) is False
