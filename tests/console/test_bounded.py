"""Work in a child: its result, its ends, and certificates that ask for too much."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.attacks.honest import FILES, LEAN, MEANING, OUTPUT, Raw, certificate, changed
from tests.console.conftest import command, environment, processes_below

SCRIPT = """
import os, signal, sys, time
from detlm.console.bounded import Died, bounded
def work():
    {}
try:
    print(bounded(lambda: work(), 20, 300))
except Died as death:
    print("died:", death)
"""


def _script(body: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(body)],
        capture_output=True, text=True, env=environment(), timeout=60,
    )  # fmt: skip
    assert done.stderr == "", "nobody sees a stack trace"
    return done.stdout.strip()


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("return ['x'] * 2", "['x', 'x']"),
        ("return len(bytes(200 << 20))", str(200 << 20)),
        ("return len(bytes(400 << 20))", "died: failed: MemoryError:"),
        ("raise ValueError('why')", "died: failed: ValueError: why"),
        ("os.kill(os.getpid(), signal.SIGABRT)", "died: was ended by SIGABRT"),
        ("os._exit(3)", "died: failed"),
        ("return lambda: 1", "died: failed: "),
    ],
)
def test_a_child_ends_in_one_of_these_ways(body: str, says: str) -> None:
    assert _script(body).startswith(says)


def test_a_child_that_does_not_end_is_ended() -> None:
    script = SCRIPT.replace("20, 300", "0.3, 300").format("time.sleep(60)")
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment(),
                          timeout=20)  # fmt: skip
    assert done.stdout == "died: came to no end within 0.3 s\n"


def test_nothing_is_left_when_the_waiting_is_interrupted() -> None:
    running = subprocess.Popen([sys.executable, "-c", SCRIPT.format("time.sleep(60)")], env=environment(),
                               stderr=subprocess.DEVNULL)  # fmt: skip
    end = time.monotonic() + 20
    while not (below := processes_below(running.pid)):
        assert time.monotonic() < end
        time.sleep(0.02)
    time.sleep(0.2)
    running.send_signal(signal.SIGINT)
    running.wait(20)
    assert not any(Path(f"/proc/{pid}").exists() for pid in below)


def _sent(raw: Raw, path: Path) -> Path:
    from detlm.certificate import statement

    text = json.dumps(raw)
    for mark, value in ((MEANING, statement.meaning_sha256()), (LEAN, statement.lean_version())):
        text = text.replace(mark, value)
    path.write_text(text)
    return path


def _verify(file: Path, *more: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [*command("verify", file), *more], capture_output=True, text=True, env=environment(), timeout=120
    )
    assert "Traceback" not in done.stderr
    return done


@pytest.mark.usefixtures("built")
def test_long_prompts_are_accepted_up_to_the_limit_and_then_refused_clearly(tmp_path: Path) -> None:
    from detlm.certificate.verify import MAX_STATED

    most = MAX_STATED - len(OUTPUT)
    done = _verify(_sent(certificate(FILES, "x" * most, OUTPUT), tmp_path / "most.json"))
    assert done.returncode == 0, done.stdout
    done = _verify(_sent(certificate(FILES, "x" * (most + 1), OUTPUT), tmp_path / "more.json"))
    assert done.returncode == 12
    assert f"{MAX_STATED + 1} bytes together" in done.stdout and str(MAX_STATED) in done.stdout


def test_a_certificate_that_needs_too_much_memory_gets_no_verdict(tmp_path: Path) -> None:
    raw = certificate(FILES, "x", OUTPUT)
    tokens = raw["attested"]["tokens"][:1] * 300_000
    greedy = changed(raw, lambda r: r["attested"].update(tokens=tokens), rehash=False)
    file = _sent(greedy, tmp_path / "greedy.json")
    assert file.stat().st_size < 64 << 20
    done = _verify(file, "--memory", "256")
    assert done.returncode == 12 and "could-not-run" in done.stdout and "256 MiB" in done.stdout
    done = _verify(file, "--memory", "2048")
    assert done.returncode == 10 and "tokens (count)" in done.stdout


def test_a_second_opinion_is_asked_for_and_told(built: None, tmp_path: Path) -> None:
    file = _sent(certificate(FILES, "x", OUTPUT), tmp_path / "run.json")
    done = _verify(file, "--paranoid")
    assert done.returncode == 0 and "decided again by the independent checker" in done.stdout, done.stdout
    assert json.loads(_verify(file, "--json").stdout)["decided_twice"] is False


def test_the_least_memory_is_enough_for_a_small_certificate(built: None, tmp_path: Path) -> None:
    file = _sent(certificate(FILES, "x", OUTPUT), tmp_path / "run.json")
    assert _verify(file, "--memory", "256").returncode == 0
    assert _verify(file, "--memory", "255").returncode == 2
