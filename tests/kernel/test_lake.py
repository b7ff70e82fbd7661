"""The LeanInteract path: the real package drives the embedded kernel; no toolchain, no network."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from detlm.certificate import statement
from detlm.errors import KernelError, KernelTimeout, KernelTransportError, KernelUnavailable
from detlm.kernel.client import Launch
from detlm.kernel.lake import LakeKernel, ReplKernel
from detlm.kernel.protocol import CheckRequest, Verdict
from detlm.kernel.repl import requests, write_project
from detlm.syntax import read_source

lean_interact = pytest.importorskip("lean_interact")
FLIP = "def f : Nat → Bool | 0 => true | n + 1 => !(f n)\n"
HANG = f"{FLIP}theorem a : f 100000000000 = true := by decide +kernel"


@pytest.fixture(scope="module")
def repl(launch: Launch) -> Iterator[ReplKernel]:
    with ReplKernel(launch, timeout_s=30) as kernel:
        yield kernel


def check(kernel: ReplKernel, source: str, *names: str, **more: object) -> Verdict:
    return kernel.check(CheckRequest.model_validate({"source": source, "declarations": names, **more}))


def test_it_never_calls_itself_a_toolchain(repl: ReplKernel, launch: Launch) -> None:
    found = repl.describe()
    assert (found.kind, found.axioms_from) == ("embedded-repl", "printed text")
    assert found.text.startswith("embedded kernel through LeanInteract")
    assert "toolchain" not in found.text
    assert found.lean_version == launch.lean_version


def test_verdicts_through_lean_interact(repl: ReplKernel) -> None:
    good = check(repl, "theorem a : 1 + 1 = 2 := by decide", "a")
    assert good.accepted and good.declarations[0].axioms == ()
    assert (good.declarations[0].kind, good.declarations[0].type) == ("unknown", "")
    bad = check(repl, "theorem a :\n  1 + 1 = 3 := by decide", "a")
    assert not bad.accepted
    assert (bad.errors[0].line, bad.errors[0].column) == (2, 18)
    assert not check(repl, "theorem a : True := trivial", "b").accepted


def test_axioms_are_listed(repl: ReplKernel) -> None:
    source = "theorem q : Quot.mk (fun (a b : Nat) => True) 1 = Quot.mk _ 2 := Quot.sound trivial"
    verdict = check(repl, source, "q")
    assert verdict.accepted, verdict.messages
    assert [axiom.name for axiom in verdict.declarations[0].axioms] == ["Quot.sound"]


@pytest.mark.parametrize(
    "source",
    [
        "theorem a : False := sorry",
        "axiom f : False\ntheorem a : False := f",
        "set_option debug.skipKernelTC true in theorem a : True := trivial",
        'notation "no" => 1\ntheorem a : True := trivial',
        "theorem a : False := sorryAx _",
    ],
)
def test_cheats_are_rejected(repl: ReplKernel, source: str) -> None:
    assert not check(repl, source, "a").accepted


def test_beside_a_lean_file_text_is_not_enough(repl: ReplKernel) -> None:
    """A REPL keeps what a file leaves open, and reads nothing back: it cannot tell what was stated."""
    files = {
        "T.lean": b"def T.Lang (_ : DetLM.Text) : Prop := True\ndef T.accepts (_ : DetLM.Text) := true\n"
    }
    files["T.lean"] += (
        b"theorem T.accepts_iff (t : DetLM.Text) : T.accepts t = true \xe2\x86\x94 T.Lang t := "
    )
    files["T.lean"] += b"by simp [T.accepts, T.Lang]\n"
    plain = statement.obligation(read_source('program p\noutput := "x"', "p.det"), b"", b"x", ())
    assert statement.prove(repl, plain).proved
    program = read_source('program p\noutput := lean T from "T.lean"', "p.det", files=files)
    with pytest.raises(KernelError, match="prints text only"):
        statement.prove(repl, statement.obligation(program, b"", b"x", ()))


def test_preludes_are_environments_that_are_used_again(repl: ReplKernel) -> None:
    prelude = "def base := 41"
    assert check(repl, "theorem a : base + 1 = 42 := rfl", "a", prelude=prelude).accepted
    known = len(repl._environments)
    assert not check(repl, "theorem a : base + 1 = 43 := rfl", "a", prelude=prelude).accepted
    assert len(repl._environments) == known
    broken = check(repl, "theorem a : True := trivial", "a", prelude="def base := nope")
    assert not broken.accepted and broken.errors[0].origin == "prelude"


def test_a_hung_repl_is_stopped_and_replaced(repl: ReplKernel) -> None:
    with pytest.raises(KernelTimeout):
        check(repl, HANG, "a", timeout_s=1.0)
    assert check(repl, "theorem a : True := trivial", "a").accepted


def test_a_killed_repl_is_replaced(repl: ReplKernel) -> None:
    first = check(repl, "theorem a : True := trivial", "a").worker.pid
    subprocess.run(["kill", "-9", str(first)], check=True)
    again = check(repl, "theorem a : True := trivial", "a")
    assert again.accepted and again.worker.pid != first


def test_a_closed_kernel_says_so(launch: Launch) -> None:
    kernel = ReplKernel(launch)
    kernel.close()
    kernel.close()
    with pytest.raises(KernelTransportError, match="closed"):
        check(kernel, "")


def test_a_repl_that_cannot_start(launch: Launch, tmp_path: Path) -> None:
    from dataclasses import replace

    with ReplKernel(replace(launch, lean_path=tmp_path)) as kernel, pytest.raises(KernelError):
        check(kernel, "theorem a : True := trivial", "a")


def test_plain_lean_interact_code_runs_on_it(launch: Launch, tmp_path: Path) -> None:
    """What a user of LeanInteract writes, without our adapter."""
    command = [sys.executable, "-m", "detlm.kernel.repl", str(launch.shared_library), str(launch.lean_path)]
    lake = write_project(tmp_path, [*command, *launch.modules], launch.lean_version)
    config = lean_interact.LeanREPLConfig(local_repl_path=tmp_path, build_repl=False, lake_path=lake)
    assert config.lean_version == f"v{launch.lean_version}"
    with lean_interact.LeanServer(config) as server:
        base = server.run(lean_interact.Command(cmd="import DetLM\ndef two := 2"), timeout=30)
        good = server.run(lean_interact.Command(cmd="theorem a : two = 2 := rfl", env=base.env), timeout=30)
        assert good.lean_code_is_valid()
        bad = server.run(lean_interact.Command(cmd="theorem a : two = 3 := rfl", env=base.env), timeout=30)
        assert not bad.lean_code_is_valid()
        gap = server.run(lean_interact.Command(cmd="theorem a : two = 3 := sorry", env=base.env), timeout=30)
        assert gap.sorries and not gap.lean_code_is_valid(allow_sorry=False)
        lost = server.run(lean_interact.Command(cmd="def x := 1", env=99), timeout=30)
        assert lost.message == "Unknown environment."
        foreign = server.run(lean_interact.Command(cmd="import Mathlib"), timeout=30)
        assert "Mathlib" in foreign.message
        strange = server.run_dict({"goal": "True"}, timeout=30)
        assert "cmd" in strange["message"]


def test_requests_are_separated_by_blank_lines() -> None:
    text = '{"cmd":\n "a"}\n\n\nnonsense\n\n{"cmd": "b"}'
    assert list(requests(io.StringIO(text))) == [{"cmd": "a"}, None, {"cmd": "b"}]


def test_the_repl_from_a_shell(launch: Launch) -> None:
    command = [sys.executable, "-m", "detlm.kernel.repl", str(launch.shared_library), str(launch.lean_path)]
    done = subprocess.run(
        [*command, *launch.modules],
        input='{"cmd": "def x := nope"}\n\nnonsense\n\n',
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    first, second = (json.loads(block) for block in done.stdout.strip().split("\n\n"))
    assert first["env"] == 0 and first["messages"][0]["pos"] == {"line": 1, "column": 9}
    assert "message" in second


def test_without_a_toolchain_lake_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(KernelUnavailable, match="no Lean toolchain"):
        LakeKernel(tmp_path, lake=tmp_path / "lake")


def test_a_folder_that_is_no_package_is_refused(tmp_path: Path) -> None:
    lake = write_project(tmp_path / "repl", ["true"], "4.35.0")
    with pytest.raises(KernelUnavailable, match="no Lake package"):
        LakeKernel(tmp_path, lake=lake)


def test_lake_kernel_on_a_package(launch: Launch, tmp_path: Path) -> None:
    """The toolchain adapter itself, with the embedded REPL in the place of the toolchain's."""
    command = [sys.executable, "-m", "detlm.kernel.repl", str(launch.shared_library), str(launch.lean_path)]
    lake = write_project(tmp_path / "repl", [*command, *launch.modules], launch.lean_version)
    package = tmp_path / "package"
    package.mkdir()
    (package / "lakefile.toml").write_text('name = "x"\n', encoding="utf-8")
    (package / "lean-toolchain").write_text(f"leanprover/lean4:v{launch.lean_version}\n", encoding="utf-8")
    with LakeKernel(package, lake=lake, repl=tmp_path / "repl") as kernel:
        verdict = kernel.check(CheckRequest(source="theorem a : 1 = 1 := rfl", declarations=("a",)))
        assert verdict.accepted, verdict.messages
        assert kernel.describe().kind == "lake" and kernel.describe().axioms_from == "printed text"
