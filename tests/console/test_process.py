"""Commands as processes: signals, closed and full outputs, threads; no process outlives its command."""

from __future__ import annotations

import json
import os
import resource
import shlex
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from detlm.certificate import schema
from detlm.certificate.schema import Certificate
from detlm.kernel.embedded import EmbeddedKernel
from tests.conftest import MEDICATION
from tests.console.conftest import Call, command, environment, lives, processes_below, start

#: An answer that takes a random model a good while.
LONG = "program long\ncategory Word := /[a-z]{3000}/\nderive word from category Word\noutput := word\n"
SIGNALS = [(signal.SIGINT, 130, "interrupted"), (signal.SIGTERM, 143, "terminated")]

pytestmark = pytest.mark.usefixtures("built")


def _run(*arguments: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        command(*arguments), capture_output=True, text=True, env=environment(**more), timeout=120
    )
    assert "Traceback" not in done.stderr and "Exception ignored" not in done.stderr, done.stderr
    return done


def _until(true: Callable[[], object], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


@pytest.fixture
def long_program(tmp_path: Path) -> Path:
    file = tmp_path / "long.det"
    file.write_text(LONG)
    return file


def test_help_and_version() -> None:
    done = _run("--help")
    assert done.returncode == 0 and "generate" in done.stdout and done.stderr == ""
    done = _run("--version")
    assert done.returncode == 0 and done.stdout.startswith("detlm ")
    done = _run()
    assert done.returncode == 2 and done.stderr.startswith("Usage: detlm")
    assert "error" not in done.stderr


def test_help_and_check_leave_heavy_libraries_alone() -> None:
    script = (
        "import sys\nfrom detlm.cli import run\nrun()\n"
        "print(*({'torch', 'transformers', 'rich.live', 'pydantic', 'numpy', 'lark'} & set(sys.modules)))"
    )
    for arguments, allowed in ((["--help"], set()), (["check", str(MEDICATION)], {"numpy", "lark"})):
        done = subprocess.run(
            [command()[0], "-c", script, *arguments],
            capture_output=True, text=True, env=environment(), timeout=60,
        )  # fmt: skip
        assert set(done.stdout.splitlines()[-1].split()) <= allowed


@contextmanager
def _both(*arguments: str | Path, **more: str) -> Iterator[list[subprocess.Popen[str]]]:
    """The command twice at once, as ``{}`` in its arguments 0 and 1."""
    running = [start(*(str(a).format(n) for a in arguments), **more) for n in range(2)]
    try:
        yield running
    finally:
        for process in running:
            process.kill()
            process.communicate()


def test_generate_interrupted(long_program: Path, random_model_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "run{}.json"
    how = ("--prompt", "x", "--model", random_model_folder, "--max-tokens", "3000", "--out", out)
    with _both("generate", long_program, *how) as running:
        below = []
        for process, (number, _, _) in zip(running, SIGNALS, strict=True):
            assert process.stdout is not None
            shown = [process.stdout.readline(), process.stdout.readline()]
            assert shown[0] == "? x\n" and "mask of" in shown[1]
            below.append(processes_below(process.pid))
            assert below[-1], "a kernel server, at least"
            time.sleep(0.3)
            process.send_signal(number)
        for process, (_, code, word), pids in zip(running, SIGNALS, below, strict=True):
            rest, err = process.communicate(timeout=30)
            assert (process.returncode, err) == (code, f"{word}\n")
            assert "not finished: interrupted" in rest and "  certificate " in rest
            _until(lambda pids=pids: not any(map(lives, pids)), 5)
    for n in range(2):
        prefix = schema.loads(Path(str(out).format(n)).read_bytes())
        assert prefix.kind == "prefix" and 0 < len(prefix.claim.output) < 3000
    assert sorted(p.name for p in tmp_path.iterdir()) == ["long.det", "run0.json", "run1.json"]


def test_interrupted_while_it_starts(tmp_path: Path) -> None:
    (tmp_path / "typer.py").write_text("raise KeyboardInterrupt\n")  # where most of the start's time goes
    path = f"{tmp_path}{os.pathsep}{environment()['PYTHONPATH']}"
    done = _run("check", MEDICATION, PYTHONPATH=path)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "interrupted\n")


def test_verify_interrupted_while_the_kernel_hangs(certificate: Certificate, tmp_path: Path) -> None:
    file = tmp_path / "run.json"
    schema.write(certificate, file)
    with _both("verify", file) as running:
        below: list[set[int]] = []
        for process in running:
            _until(lambda pid=process.pid: processes_below(pid))
            below.append(processes_below(process.pid))
            for pid in below[-1]:
                os.kill(pid, signal.SIGSTOP)
        time.sleep(0.3)
        for process, (number, _, _), pids in zip(running, SIGNALS, below, strict=True):
            pids |= processes_below(process.pid)
            process.send_signal(number)
        for process, (_, code, word), pids in zip(running, SIGNALS, below, strict=True):
            rest, err = process.communicate(timeout=30)
            assert (process.returncode, err, rest) == (code, f"{word}\n", "")
            _until(lambda pids=pids: not any(map(lives, pids)), 5)


def test_reader_gone(long_program: Path, random_model_folder: Path, tmp_path: Path) -> None:
    """``detlm generate … | head -1``"""
    out = tmp_path / "run.json"
    how = ("--prompt", "x", "--model", random_model_folder, "--max-tokens", "40", "--out", out)
    with start("generate", long_program, *how) as process:
        assert process.stdout is not None and process.stderr is not None
        assert process.stdout.readline() == "? x\n"
        assert "mask of" in process.stdout.readline()
        process.stdout.close()
        err = process.stderr.read()
        process.wait(timeout=60)
    assert (process.returncode, err) == (1, "")
    assert schema.loads(out.read_bytes()).kind == "prefix"


@pytest.mark.parametrize("arguments", [["check", str(MEDICATION)], ["check", str(MEDICATION), "--json"]])
def test_output_full(arguments: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command(*arguments), stdout=full, stderr=subprocess.PIPE, text=True, env=environment(), timeout=60
        )
    assert done.returncode == 1
    assert done.stderr == "error: the output cannot be written: No space left on device\n"
    assert "Traceback" not in done.stderr and "Exception ignored" not in done.stderr


@contextmanager
def _files_up_to(limit: int) -> Iterator[None]:
    """No file of this process may grow beyond so many bytes, as on a disk that is full."""
    usual, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (usual, most))


def test_certificate_does_not_fit(call: Call, lent: EmbeddedKernel, by_rule: Path, tmp_path: Path) -> None:
    """Where the disk takes only part of the certificate, none is left, and the old one stays."""
    out = tmp_path / "run.json"
    out.write_text("old")
    lent.start()  # its processes serve other tests too, and would inherit the limit
    with _files_up_to(2000):
        done = call("generate", by_rule, "--prompt", "x", "--out", out)
    assert done.code == 1
    assert done.err.startswith(f"error: cannot write {out}: ") and "--out" in done.err
    assert "aspirin must not be taken with warfarin." in done.out, "what was proved is shown at least"
    assert out.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["run.json"]


def test_threads_and_processes_change_nothing(random_model_folder: Path, tmp_path: Path) -> None:
    outs = [tmp_path / f"run{threads}.json" for threads in (1, 2)]
    how = ("--prompt", "Größe?", "--model", random_model_folder, "--json")
    running = [
        start("generate", MEDICATION, *how, "--out", out, OMP_NUM_THREADS=n, MKL_NUM_THREADS=n)
        for n, out in zip("12", outs, strict=True)
    ]
    said = []
    for process, out in zip(running, outs, strict=True):
        told, err = process.communicate(timeout=120)
        assert (process.returncode, err) == (0, "")
        assert json.loads(told)["proved"] is True
        raw = json.loads(out.read_bytes())
        for timed in ("seconds", "proof_milliseconds"):
            assert raw["attested"].pop(timed) > 0
        said.append(raw)
    assert said[0] == said[1]


def test_prompts_that_are_no_utf8(by_rule: Path, certificate: Certificate, tmp_path: Path) -> None:
    """Arguments are bytes to the system; a terminal in another encoding prints what it can."""
    out = tmp_path / "run.json"
    schema.write(certificate, out)
    arguments = [os.fsencode(a) for a in command("verify", out, "--prompt")]
    done = subprocess.run(
        [*arguments, b"\xff\xfe"], capture_output=True, timeout=60,
        env=environment(PYTHONIOENCODING="ascii", LC_ALL="C"),
    )  # fmt: skip
    assert done.returncode == 10 and b"made for another prompt" in done.stdout
    assert b"Traceback" not in done.stderr
    file = tmp_path / os.fsdecode(b"gr\xf6\xdfe.det")
    file.write_bytes(MEDICATION.read_bytes())
    done2 = _run("check", file)
    assert done2.returncode == 0 and "gr\\udcf6\\udcdfe.det: ok" in done2.stdout


def test_what_is_read_by_others_is_utf8() -> None:
    """A certificate is about bytes; a pipe gets them, whatever letters the locale has."""
    source = 'program p\noutput := "🙂 é"\n'.encode()
    done = subprocess.run(
        command("fmt", "-"), input=source, capture_output=True, timeout=60, check=True,
        env=environment(LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0"),
    )  # fmt: skip
    assert done.stdout == source


def test_a_short_command_hides_nothing_for_good() -> None:
    script = (
        "import sys\nfrom detlm.console import short\nshort.prepare()\n"
        "import lark.utils, regex\nprint(lark.utils._has_regex, regex.fullmatch('.', 'a') is not None)"
    )
    done = subprocess.run(
        [command()[0], "-c", script], capture_output=True, text=True, env=environment(), timeout=60
    )
    assert done.stdout.split() == ["False", "True"], done.stderr


def test_a_short_command_loses_no_output_on_a_pipe(tmp_path: Path) -> None:
    wide = tmp_path / "wide.det"
    wide.write_text("program wide\noutput := /a/\n" + 'forbid "x"\n')
    done = _run("check", str(wide))
    assert done.returncode == 0 and done.stdout.startswith(f"{wide}: ok")
    done = _run("check", str(tmp_path / "none.det"))
    assert done.returncode == 1 and "error:" in done.stderr


def test_closed_outputs_change_no_exit_code(tmp_path: Path) -> None:
    for file, code in ((MEDICATION, 0), (tmp_path / "none.det", 1)):
        line = shlex.join([*command("check", file)]) + " >&- 2>&-"
        assert subprocess.run(["sh", "-c", line], env=environment(), check=False).returncode == code
