"""Fuzzing the worker's protocol: whatever comes is answered as it says, and so is the next request."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detlm.kernel.client import Launch, Server, start
from detlm.kernel.protocol import REPLY, CheckRequest, Failure, Ping, Pong, Verdict
from detlm.kernel.wire import PROTOCOL_VERSION
from tests.conftest import fuzz, fuzzed

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
HONEST: dict[str, Any] = json.loads(
    CheckRequest(id=1, source="theorem a : True := trivial").model_dump_json()
)
#: `inductive T | a | b (n : Nat)` and `theorem t (x : T) : x = x := rfl`, as another worker writes them down.
REPLAY = (
    '{"names":[["T",-1],["a",0],["b",0],["Nat",-1],["t",-1],["Eq",-1],["rfl",-1]],"levels":[["succ",-1]],'
    '"expressions":[["sort",0],["const",0,[]],["const",3,[]],["pi",2,1],["bvar",0],["const",0,[]],'
    '["const",5,[0]],["app",6,5],["app",7,4],["app",8,4],["pi",5,9],["const",6,[0]],["app",11,5],["app",12,4],'
    '["lam",5,13]],"declarations":[["inductive",[],0,[[0,0,[[1,1],[2,3]]]]],["theorem",4,[],10,14]]}'
)
#: Pieces of Lean text in any order, forbidden ones too.
LEAN = st.lists(
    st.sampled_from(
        [
            *("theorem a : True := trivial", "example : 1 = 1 := rfl", "axiom b : False", "namespace N"),
            *("set_option maxRecDepth 9", "#eval 1", "@[simp]", "instance", "notation", "theorem", "def"),
            *("sorry", "open", "end", "by"),
            *("fun", "Type", "a", "x", ":=", ":", "(", ")", "/-", "-/", '"', "é", "⟨"),
            *("\0", "\n", " ", "\ud800"),
        ]
    ),
    max_size=10,
).map(" ".join)  # fmt: skip
REQUESTS = st.fixed_dictionaries(
    {},
    optional={
        "version": st.just(PROTOCOL_VERSION) | JSON,
        "kind": st.sampled_from(["check", "ping", "fork", ""]) | JSON,
        "id": st.integers() | JSON,
        "source": LEAN | JSON,
        "prelude": LEAN | JSON,
        "declarations": st.lists(st.sampled_from(["a", "a.b", "t", '"', "", ".", "[]", 'A."x y"'])) | JSON,
        "replay": st.sampled_from(["", "{}", REPLAY]) | JSON,
        "export": st.lists(st.sampled_from(["a", '"', "[]"])) | JSON,
        "trusted": st.just(False) | st.integers() | st.none(),
        "recheck": st.booleans() | JSON,
        "listing": st.booleans() | JSON,
        "max_rec_depth": st.integers(-1, 1000) | JSON,
        "max_heartbeats": st.integers(-1, 1000) | JSON,
    },
).map(lambda more: {**HONEST, **more})
LINES = (
    st.binary(max_size=60).map(lambda b: b.replace(b"\n", b""))
    | JSON.map(lambda value: json.dumps(value).encode())
    | REQUESTS.map(lambda value: json.dumps(value).encode())
)
FAST = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def server(launch: Launch) -> Iterator[Server]:
    running = start(launch)
    yield running
    running.close()


def _served(server: Server, line: bytes) -> None:
    worker = server.fork()
    try:
        reply = REPLY.validate_python(worker.ask(line + b"\n", 30.0, 4096))
        assert isinstance(reply, Verdict | Pong | Failure)
        if isinstance(reply, Verdict) and json.loads(line).get("export"):
            worker._channel.receive_line(30.0)  # what was declared, behind the verdict
        pong = REPLY.validate_python(worker.ask(Ping(id=7).model_dump_json().encode() + b"\n", 30.0, 4096))
        assert isinstance(pong, Pong) and pong.id == 7, "the next answer belongs to the next request"
    finally:
        worker.end()


@FAST
@given(line=LINES)
def test_any_line_is_answered(server: Server, line: bytes) -> None:
    if b'"stop"' not in line:
        _served(server, line)


@pytest.mark.parametrize("line", [b"\0\0\0\0", b"\xff\xfe{\0", b"{\0}\0"])
def test_other_encodings_are_no_requests(server: Server, line: bytes) -> None:
    """What reads them would have to be loaded, and a worker can load nothing."""
    _served(server, line)


@pytest.mark.slow
@settings(FAST, max_examples=5_000)
@given(line=LINES)
def test_any_line_is_answered_for_long(server: Server, line: bytes) -> None:
    if b'"stop"' not in line:
        _served(server, line)


@pytest.mark.slow
def test_the_worker_stands_up_to_inputs_led_by_coverage(tmp_path: Path) -> None:
    fuzz("worker", 120, tmp_path)


@pytest.mark.slow
def test_what_coverage_led_fuzzing_finds_is_told(tmp_path: Path) -> None:
    hasty = "from tests import fuzzing; fuzzing.WAIT_S = 0.0; fuzzing.main(['worker', '20'])"
    done = fuzzed(["-c", hasty], tmp_path, 120)
    assert done.returncode == 1
    assert "TimeIsUp" in done.stderr and f"the input is in {tmp_path / 'crash-worker'}" in done.stderr
