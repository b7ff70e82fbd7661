"""What goes wrong around the embedded kernel: dead, hung and greedy workers, two clients, garbage, Ctrl-C."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from detlm.errors import KernelError, KernelTimeout, KernelTransportError, KernelUnavailable
from detlm.kernel.client import Launch, Server
from detlm.kernel.embedded import EmbeddedKernel
from detlm.kernel.protocol import CheckRequest
from detlm.kernel.wire import MAX_LINE, Channel

EASY = CheckRequest(source="theorem a : 1 + 1 = 2 := by decide", declarations=("a",))
FLIP = "def f : Nat → Bool | 0 => true | n + 1 => !(f n)\n"
HANG = CheckRequest(source=f"{FLIP}theorem a : f 100000000000 = true := by decide +kernel", timeout_s=0.7)
SLOW = CheckRequest(source=f"{FLIP}theorem a : f 8000 = true := by decide +kernel", declarations=("a",))
LONG = HANG.model_copy(update={"timeout_s": 30.0})


@pytest.fixture
def alone(launch: Launch) -> Iterator[EmbeddedKernel]:
    with EmbeddedKernel(launch, timeout_s=30) as kernel:
        yield kernel


def running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


def eventually(condition: Callable[[], object], within_s: float = 8.0) -> bool:
    deadline = time.monotonic() + within_s
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def in_flight(kernel: EmbeddedKernel, request: CheckRequest) -> tuple[threading.Thread, list[BaseException]]:
    """Run a check in another thread; returns once its worker has begun to use processor time on it."""
    raised: list[BaseException] = []

    def run() -> None:
        try:
            kernel.check(request)
        except BaseException as error:
            raised.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    assert eventually(lambda: len(kernel.processes()) == 2)
    time.sleep(0.1)
    return thread, raised


def test_a_hung_worker_is_stopped_and_the_next_request_served(alone: EmbeddedKernel) -> None:
    first = alone.check(EASY).worker.pid
    started = time.monotonic()
    with pytest.raises(KernelTimeout, match=r"0\.7 s"):
        alone.check(HANG)
    assert 0.6 < time.monotonic() - started < 5
    assert not running(first)
    assert alone.check(EASY).accepted


def test_a_greedy_worker_is_stopped(alone: EmbeddedKernel) -> None:
    with pytest.raises(KernelTransportError, match=r"out of memory.*150 MiB"):
        alone.check(LONG.model_copy(update={"memory_mb": 150}))
    assert alone.check(EASY).accepted


def test_a_worker_killed_while_idle_is_replaced(alone: EmbeddedKernel) -> None:
    pid = alone.check(EASY).worker.pid
    os.kill(pid, signal.SIGKILL)
    verdict = alone.check(EASY)
    assert verdict.accepted and verdict.worker.pid != pid


def test_a_worker_killed_at_work_is_replaced_once(alone: EmbeddedKernel) -> None:
    first = alone.check(EASY).worker.pid
    thread, raised = in_flight(alone, SLOW)
    os.kill(first, signal.SIGKILL)
    thread.join()
    assert raised == []
    second = alone.check(EASY).worker
    assert second.pid != first and second.served == 2  # the repeated request, then this one


def test_a_request_that_kills_two_workers_is_given_up(alone: EmbeddedKernel) -> None:
    thread, raised = in_flight(alone, LONG)
    killed: list[int] = []
    while len(killed) < 2:
        assert eventually(lambda: len(alone.processes()) == 2 and alone.processes()[1] not in killed)
        killed.append(alone.processes()[1])
        os.kill(killed[-1], signal.SIGKILL)
    thread.join()
    (error,) = raised
    assert isinstance(error, KernelTransportError)
    assert str(error).startswith("in two attempts ") and "SIGKILL" in str(error)
    assert alone.check(EASY).accepted


@pytest.mark.parametrize("at_work", [False, True])
def test_a_killed_server_is_replaced(alone: EmbeddedKernel, at_work: bool) -> None:
    worker = alone.check(EASY).worker.pid
    server = alone.processes()[0]
    if at_work:
        thread, raised = in_flight(alone, SLOW)
        os.kill(server, signal.SIGKILL)
        thread.join()
        assert raised == []
    else:
        os.kill(server, signal.SIGKILL)
        assert eventually(lambda: not running(server))  # until then its worker may answer once more
    assert alone.check(EASY).accepted
    assert alone.processes()[0] != server
    assert eventually(lambda: not running(worker))


def test_workers_are_recycled_by_requests_and_by_age(launch: Launch) -> None:
    with EmbeddedKernel(launch, recycle_requests=3) as kernel:
        pids = [kernel.check(EASY).worker.pid for _ in range(7)]
    assert [pids.count(pid) for pid in dict.fromkeys(pids)] == [3, 3, 1]
    with EmbeddedKernel(launch, recycle_s=0) as kernel:
        assert kernel.check(EASY).worker.pid != kernel.check(EASY).worker.pid


def test_memory_stays_flat(alone: EmbeddedKernel) -> None:
    def rss_mb() -> float:
        pages = int(Path(f"/proc/{alone.processes()[1]}/statm").read_text(encoding="utf-8").split()[1])
        return pages * os.sysconf("SC_PAGESIZE") / (1 << 20)

    def one(i: int) -> None:
        request = CheckRequest(source=f"theorem a : {i} + 1 = {i + 1} := by decide", declarations=("a",))
        assert alone.check(request.model_copy(update={"recheck": i % 2 == 0})).accepted

    for i in range(40):
        one(i)
    before = rss_mb()
    for i in range(200):
        one(i)
    assert rss_mb() - before < 6


def test_two_kernels_and_many_threads_at_once(launch: Launch) -> None:
    with (
        EmbeddedKernel(launch, workers=2) as one,
        EmbeddedKernel(launch) as two,
        ThreadPoolExecutor(6) as pool,
    ):

        def ask(i: int) -> bool:
            request = CheckRequest(
                source=f"theorem t{i} : {i} = {i % 7} := by decide", declarations=(f"t{i}",)
            )
            return (one if i % 2 else two).check(request).accepted

        assert list(pool.map(ask, range(40))) == [i < 7 for i in range(40)]
        assert len(one.processes()) <= 3 and len(two.processes()) == 2


def test_submit_runs_beside_its_caller(alone: EmbeddedKernel) -> None:
    futures = [alone.submit(EASY), alone.submit(HANG), alone.submit(EASY)]
    assert futures[0].result().accepted
    assert isinstance(futures[1].exception(), KernelTimeout)
    assert futures[2].result().accepted


def test_closing_ends_everything_even_requests(launch: Launch) -> None:
    kernel = EmbeddedKernel(launch)
    future = kernel.submit(LONG)
    assert eventually(lambda: len(kernel.processes()) == 2)
    pids = kernel.processes()
    kernel.close()
    kernel.close()
    assert isinstance(future.exception(timeout=8), KernelTransportError)
    assert eventually(lambda: not any(map(running, pids)))
    with pytest.raises(KernelTransportError, match="closed"):
        kernel.check(EASY)


# What reaches a worker is not always a request


def raw_worker(server: Server) -> tuple[Channel, int]:
    worker = server.fork()
    return worker._channel, worker.pid


def test_a_worker_answers_garbage_and_goes_on(launch: Launch) -> None:
    server = Server(launch)
    channel, pid = raw_worker(server)
    good = EASY.model_dump(mode="json")
    for line in (
        b"garbage\n",
        b"\n",
        b"[1,2]\n",
        b'{"version":99,"kind":"ping"}\n',
        b'{"version":1,"kind":"dance","id":5}\n',
        b'{"version":1,"kind":"check","id":6}\n',
        b'{"version":1,"kind":"check","id":7,"source":5}\n',
        b'{"version":1,"kind":"check","id":8,"source":"\\ud800","declarations":[],"trusted":false,'
        b'"max_rec_depth":512,"max_heartbeats":0,"recheck":false}\n',
    ):
        channel.send_line(line)
        assert channel.receive(10)["kind"] == "failure", line
    channel.send(good)
    assert channel.receive(10)["accepted"]
    channel.send({"version": 1, "kind": "stop"})
    assert eventually(lambda: not running(pid))
    channel.close()
    server.close()


def test_the_server_answers_garbage_and_goes_on(launch: Launch) -> None:
    server = Server(launch)
    for line in (
        b"garbage\n",
        b'{"kind":"fork"}\n',
        b'{"kind":"reap"}\n',
        b'{"kind":"reap","pid":1}\n',
        b"{}\n",
    ):
        server._control.socket.sendall(line)
        assert server._control.receive(10)["kind"] in ("failure", "reaped")
    channel, _ = raw_worker(server)
    channel.send(EASY.model_dump(mode="json"))
    assert channel.receive(10)["accepted"]
    channel.close()
    server.close()


def test_a_worker_that_answers_nonsense_is_replaced(alone: EmbeddedKernel) -> None:
    alone.check(EASY)
    ours, theirs = socket.socketpair()
    worker = alone._idle[0]
    real, worker._channel = worker._channel, Channel(ours)
    theirs.sendall(b"nonsense\n")
    assert alone.check(EASY).accepted
    real.close()
    theirs.close()


def test_an_over_long_request_is_refused(alone: EmbeddedKernel) -> None:
    with pytest.raises(KernelError, match="limit is 64 MiB"):
        alone.check(CheckRequest(source=" " * (MAX_LINE + 1)))
    assert alone.check(EASY).accepted


def test_a_bad_name_is_a_bad_request(alone: EmbeddedKernel) -> None:
    with pytest.raises(KernelError, match="not a name"):
        alone.check(EASY.model_copy(update={"declarations": ("a b",)}))
    assert alone.check(EASY).accepted


def test_missing_or_foreign_files_make_the_kernel_unavailable(launch: Launch, tmp_path: Path) -> None:
    def refuses(launch: Launch, words: str) -> None:
        with EmbeddedKernel(launch) as kernel, pytest.raises(KernelUnavailable, match=words):
            kernel.check(EASY)

    from dataclasses import replace

    refuses(replace(launch, shared_library=tmp_path / "no.so"), "missing")
    (tmp_path / "text.so").write_text("no library", encoding="utf-8")
    refuses(replace(launch, shared_library=tmp_path / "text.so"), "did not start")
    refuses(replace(launch, lean_path=tmp_path), "Init")
    refuses(replace(launch, lean_version="4.99.0"), r"4\.99\.0")


# Processes and signals, seen from a client of its own


CLIENT = """
    import os, signal, sys, time
    from pathlib import Path
    from detlm.kernel.client import Launch
    from detlm.kernel.embedded import EmbeddedKernel
    from detlm.kernel.protocol import CheckRequest
    launch = Launch(Path(sys.argv[1]), Path(sys.argv[2]), tuple(sys.argv[5:]), sys.argv[3], sys.argv[4])
    kernel = EmbeddedKernel(launch)
    def easy():
        return kernel.check(CheckRequest(source="theorem a : 1 + 1 = 2 := by decide", declarations=("a",)))
    easy()
    print(*kernel.processes(), flush=True)
"""
HANGS = f"""
    kernel.check(CheckRequest(source={LONG.source!r}))
"""


def client(launch: Launch, code: str, **options: object) -> subprocess.Popen[str]:
    arguments = [str(launch.shared_library), str(launch.lean_path), launch.lean_version, launch.git_hash]
    command = [
        sys.executable,
        "-c",
        textwrap.dedent(CLIENT) + textwrap.dedent(code),
        *arguments,
        *launch.modules,
    ]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)  # type: ignore[call-overload, no-any-return]


def first_line(process: subprocess.Popen[str]) -> list[int]:
    assert process.stdout is not None
    return [int(pid) for pid in process.stdout.readline().split()]


@pytest.mark.parametrize(
    ("sent", "at_work"),
    [(signal.SIGKILL, True), (signal.SIGTERM, False), (signal.SIGINT, True)],
)
def test_no_process_outlives_its_client(launch: Launch, sent: signal.Signals, at_work: bool) -> None:
    with client(launch, HANGS if at_work else "time.sleep(60)", start_new_session=True) as process:
        pids = first_line(process)
        assert len(pids) == 2 and all(map(running, pids))
        time.sleep(0.1)
        os.killpg(process.pid, sent)  # as a terminal does with Ctrl-C
        process.communicate(timeout=10)
        assert process.returncode != 0
    assert eventually(lambda: not any(map(running, pids))), pids


def test_ctrl_c_stops_the_request_and_the_kernel_goes_on(launch: Launch) -> None:
    code = f"""
    try:
        kernel.check(CheckRequest(source={LONG.source!r}))
    except KeyboardInterrupt:
        print(easy().accepted, flush=True)
    """
    with client(launch, code, start_new_session=True) as process:
        first_line(process)
        time.sleep(0.3)
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert (out.strip(), err, process.returncode) == ("True", "", 0)


def test_a_client_without_standard_input_works(launch: Launch) -> None:
    with client(launch, "print(easy().accepted); kernel.close()", preexec_fn=lambda: os.close(0)) as process:
        out, err = process.communicate(timeout=20)
    assert (out.split()[-1], err) == ("True", "")


def test_a_client_that_forgets_to_close_ends_cleanly(launch: Launch) -> None:
    with client(launch, "pids = kernel.processes()") as process:
        pids = first_line(process)
        _, err = process.communicate(timeout=20)
    assert (err, process.returncode) == ("", 0)
    assert eventually(lambda: not any(map(running, pids)))


def test_a_forked_copy_of_the_client_is_refused(launch: Launch) -> None:
    code = """
    if (pid := os.fork()) == 0:
        try:
            easy()
        except Exception as error:
            print(type(error).__name__, "after the fork" in str(error), flush=True)
        os._exit(0)
    os.waitpid(pid, 0)
    print(easy().accepted)
    """
    with client(launch, code) as process:
        first_line(process)
        out, err = process.communicate(timeout=20)
    assert (out.splitlines(), err) == (["KernelTransportError True", "True"], "")


def test_importing_the_client_is_light() -> None:
    code = (
        "import sys, detlm.kernel.embedded; "
        "print(*{'torch', 'numpy', 'transformers', 'lean_interact', 'lark'} & sys.modules.keys())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
