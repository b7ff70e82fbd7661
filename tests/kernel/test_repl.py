"""LeanInteract's clients and the examples of its README that need no Mathlib, on the embedded kernel."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from detlm.kernel.client import Launch
from detlm.kernel.repl import write_project

lean_interact = pytest.importorskip("lean_interact")
from lean_interact import AutoLeanServer, Command, FileCommand, LeanServer, LeanServerPool, ProofStep  # noqa: E402
from lean_interact.interface import (  # noqa: E402
    CommandResponse,
    LeanError,
    PickleEnvironment,
    PickleProofState,
    ProofStepResponse,
    UnpickleEnvironment,
    UnpickleProofState,
)

SCRIPT = "from detlm.kernel.repl import command; command()"


@pytest.fixture(scope="module")
def config(launch: Launch, tmp_path_factory: pytest.TempPathFactory) -> object:
    folder = tmp_path_factory.mktemp("repl")
    command = [sys.executable, "-m", "detlm.kernel.repl", str(launch.shared_library), str(launch.lean_path)]
    lake = write_project(folder, [*command, *launch.modules], launch.lean_version)
    return lean_interact.LeanREPLConfig(local_repl_path=folder, build_repl=False, lake_path=lake)


@pytest.fixture(scope="module")
def server(config: object) -> Iterator[LeanServer]:
    with LeanServer(config) as running:
        yield running


def test_readme_commands(server: LeanServer) -> None:
    first = server.run(Command(cmd="theorem ex (n : Nat) : n = 5 → n = 5 := id"), timeout=30)
    assert isinstance(first, CommandResponse) and first.lean_code_is_valid()
    second = server.run(
        Command(cmd="example (x : Nat) : x = 5 → x = 5 := by exact ex x", env=first.env), timeout=30
    )
    assert isinstance(second, CommandResponse) and second.lean_code_is_valid()


def test_readme_tactic_mode(server: LeanServer) -> None:
    asked = server.run(Command(cmd="theorem ex (n : Nat) : n = 5 → n = 5 := sorry"), timeout=30)
    assert isinstance(asked, CommandResponse)
    (gap,) = asked.sorries
    assert gap.goal == "n : Nat\n⊢ n = 5 → n = 5"
    assert gap.start_pos is not None and gap.end_pos is not None and gap.proof_state is not None
    assert (gap.start_pos.column, gap.end_pos.column) == (40, 45)
    first = server.run(ProofStep(tactic="intro h", proof_state=gap.proof_state), timeout=30)
    assert isinstance(first, ProofStepResponse)
    assert first.goals == ["n : Nat\nh : n = 5\n⊢ n = 5"]
    assert first.proof_status == "Incomplete: open goals remain"
    second = server.run(ProofStep(tactic="exact h", proof_state=first.proof_state), timeout=30)
    assert isinstance(second, ProofStepResponse)
    assert (second.goals, second.proof_status) == ([], "Completed")
    whole = server.run(ProofStep(tactic="(\nintro h\nexact h)", proof_state=gap.proof_state), timeout=30)
    assert isinstance(whole, ProofStepResponse) and whole.proof_status == "Completed"


def test_a_wrong_step_leaves_its_state_usable(server: LeanServer) -> None:
    asked = server.run(Command(cmd="theorem ex (p : Prop) (h : p) : p ∧ True := by\n  sorry"), timeout=30)
    assert isinstance(asked, CommandResponse)
    state = asked.sorries[0].proof_state
    assert state is not None
    for tactic in ("exact h", "intro x", "nonsense", ")", "sorry", "exact sorryAx _", "rfl\n  )\n#eval 1"):
        assert isinstance(server.run(ProofStep(tactic=tactic, proof_state=state), timeout=30), LeanError), (
            tactic
        )
    split = server.run(ProofStep(tactic="constructor", proof_state=state), timeout=30)
    assert isinstance(split, ProofStepResponse)
    assert [goal.splitlines()[-1] for goal in split.goals] == ["⊢ p", "⊢ True"]
    done = server.run(ProofStep(tactic="· exact h\n· trivial", proof_state=split.proof_state), timeout=30)
    assert isinstance(done, ProofStepResponse) and done.proof_status == "Completed"


def test_several_gaps_have_a_state_each(server: LeanServer) -> None:
    text = (
        "theorem two (p q : Prop) (hp : p) (hq : q) : p ∧ q := by\n"
        '  constructor\n  · sorry\n  · exact sorry\n-- sorry\ndef word := "sorry"'
    )
    asked = server.run(Command(cmd=text), timeout=30)
    assert isinstance(asked, CommandResponse)
    assert [gap.goal.splitlines()[-1] for gap in asked.sorries] == ["⊢ p", "⊢ q"]
    for gap in asked.sorries:
        assert gap.proof_state is not None
        done = server.run(ProofStep(tactic="assumption", proof_state=gap.proof_state), timeout=30)
        assert isinstance(done, ProofStepResponse) and done.proof_status == "Completed"


def test_files_and_pickles(server: LeanServer, tmp_path: Path) -> None:
    file = tmp_path / "file.lean"
    file.write_text("import DetLM\ndef two := 2\ntheorem gap : two = 2 := sorry\n")
    made = server.run(FileCommand(path=str(file)), timeout=30)
    assert isinstance(made, CommandResponse) and made.sorries[0].proof_state is not None
    saved, state = str(tmp_path / "env.pickle"), str(tmp_path / "state.pickle")
    server.run(PickleEnvironment(env=made.env, pickle_to=saved), timeout=30)
    again = server.run(UnpickleEnvironment(unpickle_env_from=saved), timeout=30)
    assert isinstance(again, CommandResponse) and again.env > made.env
    used = server.run(Command(cmd="theorem use : two = 2 := gap", env=again.env), timeout=30)
    assert isinstance(used, CommandResponse) and used.lean_code_is_valid()
    server.run(PickleProofState(proof_state=made.sorries[0].proof_state, pickle_to=state), timeout=30)
    back = server.run(UnpickleProofState(unpickle_proof_state_from=state), timeout=30)
    assert isinstance(back, ProofStepResponse) and back.goals == ["⊢ two = 2"]
    done = server.run(ProofStep(tactic="rfl", proof_state=back.proof_state), timeout=30)
    assert isinstance(done, ProofStepResponse) and done.proof_status == "Completed"


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format": "detlm-repl 1"}', "x" * 99])
def test_a_foreign_pickle_is_refused(server: LeanServer, tmp_path: Path, text: str) -> None:
    file = tmp_path / "foreign"
    file.write_text(text)
    assert isinstance(server.run(UnpickleEnvironment(unpickle_env_from=str(file)), timeout=30), LeanError)
    assert isinstance(
        server.run(UnpickleProofState(unpickle_proof_state_from=str(file)), timeout=30), LeanError
    )


@pytest.mark.parametrize(
    ("content", "part", "says"),
    [
        (b"{}", "environment", "not saved by this REPL"),
        (b"x\xff", "environment", "not UTF-8 at byte 1"),
        (b'{"format": "detlm-repl 1"}', "environment", "holds no environment"),
        (b'{"format": "detlm-repl 1"}', "proof_state", "holds no proof state"),
        (b'{"format": "detlm-repl 1", "environment": 3}', "environment", "a saved text is not a text"),
        (b'{"format": "detlm-repl 1", "proof_state": {"text": 3}}', "proof_state", "proof state is none"),
        (b" " * 8_000_001, "environment", "larger than 8,000,000 bytes"),
        (None, "environment", "No such file or directory"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_errors_name_the_file(
    server: LeanServer, tmp_path: Path, content: bytes | None, part: str, says: str
) -> None:
    file = tmp_path / "saved"
    if content is not None:
        file.write_bytes(content)
    query = {"environment": "unpickleEnvFrom", "proof_state": "unpickleProofStateFrom"}[part]
    reply = server.run_dict({query: str(file)}, timeout=30)
    assert reply["message"].startswith(f"{file}: ") and reply["message"].endswith(says)


def test_pipes_and_devices_are_no_files(server: LeanServer, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (str(pipe), "/dev/zero", "/dev/stdin", "/dev/fd/0"):
        for query in ("path", "unpickleEnvFrom", "unpickleProofStateFrom"):
            assert server.run_dict({query: path}, timeout=30)["message"] == f"{path}: not a regular file"
    server.run(Command(cmd="def x := 1"), timeout=30)
    for path in (str(pipe), "/dev/null"):
        refused = server.run_dict({"pickleTo": path, "env": 0}, timeout=30)
        assert refused["message"] == f"{path}: not a regular file"
    refused = server.run_dict({"pickleTo": str(tmp_path / "no" / "file"), "env": 0}, timeout=30)
    assert refused["message"] == f"{tmp_path / 'no' / 'file'}: No such file or directory"


@pytest.mark.parametrize("options", [3, {}, [3], [["maxRecDepth", 3]], [[[3], 3]], [[["a"]]]])
def test_options_that_are_none(server: LeanServer, options: object) -> None:
    reply = server.run_dict({"cmd": "def x := 1", "setOptions": options}, timeout=30)
    assert "setOptions is a list such as" in reply["message"]


@pytest.mark.parametrize(
    "query",
    [
        Command(cmd="def x := 1", all_tactics=True),
        Command(cmd="def x := 1", infotree="full"),
        Command(cmd="def x := 1", env=10_000),
        FileCommand(path="/nowhere/file.lean"),
        ProofStep(tactic="rfl", proof_state=10_000),
        Command(cmd="import Mathlib"),
    ],
    ids=["tactics", "infotree", "environment", "file", "proof state", "import"],
)
def test_what_is_not_served_is_refused_clearly(server: LeanServer, query: Command) -> None:
    reply = server.run(query, timeout=30)
    assert isinstance(reply, LeanError) and reply.message


def test_auto_server_and_pool(config: object) -> None:
    with AutoLeanServer(config) as auto:
        base = auto.run(Command(cmd="def two := 2"), timeout=30, add_to_session_cache=True)
        assert isinstance(base, CommandResponse)
        auto.restart()
        after = auto.run(Command(cmd="theorem a : two = 2 := rfl", env=base.env), timeout=30)
        assert isinstance(after, CommandResponse) and after.lean_code_is_valid()
    with LeanServerPool(config, num_workers=2) as pool:
        queries = [Command(cmd=f"theorem a : {n} + 1 = {n + n % 2} := rfl") for n in range(1, 5)]
        replies = pool.run_batch(queries, timeout_per_cmd=60)
        assert [r.lean_code_is_valid() for r in replies] == [True, False, True, False]


def test_the_script_lays_out_a_project(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, "--project", str(tmp_path)],
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0 and str(tmp_path) in done.stdout
    asked = json.dumps({"cmd": "theorem a : 1 + 1 = 2 := rfl"}) + "\n\n"
    for name in ("json.py", "ctypes.py", "selectors.py"):  # nothing in the folder it is started in is run
        (tmp_path / name).write_text("raise SystemExit(9)")
    repl = subprocess.run(
        [tmp_path / "lake", "env", tmp_path / ".lake" / "build" / "bin" / "repl"],
        input=asked, capture_output=True, text=True, timeout=60, cwd=tmp_path,
    )  # fmt: skip
    assert json.loads(repl.stdout) == {"env": 0}
