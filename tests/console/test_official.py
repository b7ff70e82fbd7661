"""``verify --paranoid`` where a toolchain is: a stand-in for each of its programs.

The stand-ins take the command lines that Lean 4.35's own programs take, and refuse any other.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from detlm.certificate import schema
from detlm.certificate.emit import certificate_parts, told
from detlm.certificate.schema import Certificate
from detlm.certificate.statement import lean_version
from detlm.console import official
from detlm.kernel.axioms import OFFICIAL_AXIOMS
from tests.conftest import Borrowed
from tests.console.conftest import Call, lives
from tests.kernel.exported import export_of

SAYS = {
    "leanchecker": "Lean default kernel accepts the solution",
    "leanchecker-paranoid": "Lean default kernel accepts the solution",
    "lean4lean": "checked 7 declarations",
    "nanoda_bin": "Checked 7 declarations with no typechecker errors",
    "con-leche": "con-leche: accepted 7 declarations (--verified)",
    "con-ron": "con-ron: accepted 7 declarations (--verified)",
}
TAKES = {
    "leanchecker": "--from-export",
    "leanchecker-paranoid": "--from-export",
    "lean4lean": "--import",
    "con-leche": "--verified",
    "con-ron": "--verified",
}
NAMES = ["leanchecker", "leanchecker-paranoid", "lean4lean", "nanoda", "con-leche", "con-ron"]
LAKE = """
set -eu
case "$1 ${{2-}}" in
  "env lean") case "$3" in
      --print-prefix) echo {folder};;
      --version) echo "Lean (version {version}, x86_64-unknown-linux-gnu, commit 0, Release)";;
      *) exit 9;;
    esac;;
  "env {folder}/bin/leanexport") shift; exec "$@";;
  "build ") test -f lakefile.toml && test -f lean-toolchain && test -z "${{LEAN_PATH-}}"; touch built;;
  "check --help") echo "{help}";;
  "check ") {check};;
  *) echo "unknown command" >&2; exit 9;;
esac
"""
TAKING = 'test "$1" = {option} && test -s "$2" && test $# = 2 || exit 9\n'
NANODA = """
import json, pathlib, sys
[_, file] = sys.argv
settings = json.loads(pathlib.Path(file).read_text())
assert pathlib.Path(settings["export_file_path"]).stat().st_size and not settings["use_stdin"]
assert settings["permitted_axioms"] == {axioms} and settings["unpermitted_axiom_hard_error"]
assert settings["nat_extension"] and settings["string_extension"] and settings["print_success_message"]
"""


@dataclass
class Stand:
    """A toolchain of stand-ins in a folder of its own, and nothing else on the PATH but the system's."""

    folder: Path

    def put(self, name: str, body: str) -> None:
        """A program of the toolchain, as a shell script."""
        path = self.folder / "bin" / name
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o755)

    def lake(self, version: str = "", check: str = "exit 0", help: str = "external checker(s)") -> None:
        text = LAKE.format(folder=self.folder, version=version or lean_version(), check=check, help=help)
        self.put("lake", text)

    def checker(self, program: str, body: str = "") -> None:
        """A checker that accepts, or does what ``body`` says, of a file that there is."""
        if program == "nanoda_bin":
            python = f"/usr/bin/env python3 -c '{NANODA.format(axioms=json.dumps(sorted(OFFICIAL_AXIOMS)))}'"
            takes = f'{python} "$@" || exit 9\n'
        else:
            takes = TAKING.format(option=TAKES[program])
        self.put(program, takes + (body or f'echo "{SAYS[program]}"'))

    def exports(self, certificate: Certificate, **change: str) -> None:
        """What ``leanexport`` gives of each module: what is stated there, or something else."""
        cases = []
        for module, part in certificate_parts(certificate).items():
            theorems = {name: part.statements[name] for name in told(part)}
            (self.folder / module).write_text(export_of({**theorems, **change}, part.definitions))
            cases.append(f'"{module} -- {" ".join(theorems)}") cat {self.folder / module};;')
        self.put("leanexport", f'test -f built || exit 9\ncase "$*" in {" ".join(cases)} *) exit 9;; esac')


@pytest.fixture
def stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, certificate: Certificate) -> Stand:
    """All there, all accept; no sandbox for ``lake check``."""
    made = Stand(tmp_path / "toolchain")
    (made.folder / "bin").mkdir(parents=True)
    made.lake()
    made.exports(certificate)
    for program in SAYS:
        made.checker(program)
    monkeypatch.setattr("detlm.kernel.bundled._no_sandbox", lambda *_: "no sandbox")
    monkeypatch.setenv("PATH", f"{made.folder / 'bin'}:{os.environ['PATH']}")
    monkeypatch.setenv("LEAN_PATH", "/elsewhere")
    return made


@pytest.fixture
def verified(
    call: Call, certificate: Certificate, tmp_path: Path, borrowed: Borrowed, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., tuple[int, str]]]:
    monkeypatch.setattr("detlm.console.verifying.open_kernel", lambda name: borrowed)
    file = tmp_path / "run.json"
    schema.write(certificate, file)

    def run(*more: str) -> tuple[int, str]:
        done = call("verify", file, "--paranoid", *more)
        return done.code, done.out

    yield run


Verified = Callable[..., tuple[int, str]]


def test_every_checker_is_asked_and_named(stand: Stand, verified: Verified) -> None:
    code, said = verified()
    assert code == 0, said
    assert f"  accepted by {', '.join(NAMES)} of Lean {lean_version()}\n" in said
    assert "  not found: lake check (no sandbox)" in said
    record = json.loads(verified("--json")[1])
    assert record["toolchain"]["lean"] == lean_version()
    told_of = {one["name"]: one["said"] for one in record["toolchain"]["checkers"]}
    assert told_of == dict.fromkeys(NAMES, "accepted") | {"lake check": "not_found"}


def test_without_a_toolchain_nothing_is_said(verified: Verified, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(official, "find_lake", lambda: None)
    code, said = verified()
    assert code == 0 and "decided again by the independent checker" in said
    assert "Lean toolchain" not in said and "not found" not in said and "accepted by" not in said
    assert "toolchain" not in json.loads(verified("--json")[1])


def test_nothing_of_it_is_run_unless_asked_for(stand: Stand, call: Call, verified: Verified) -> None:
    stand.put("lake", "touch ../ran; exit 1")
    done = call("verify", stand.folder.parent / "run.json")
    assert done.code == 0 and "accepted by" not in done.out


@pytest.mark.parametrize("program", sorted(SAYS))
@pytest.mark.parametrize("body", ["echo 'error: type mismatch in Run.admitted' >&2; exit 1", "exit 101"])
def test_one_refusal_is_a_rejection_whatever_others_say(
    stand: Stand, verified: Verified, program: str, body: str
) -> None:
    name = program.removesuffix("_bin")
    stand.checker(program, body)
    if "mismatch" in body:
        code, said = verified()
        assert said.startswith("rejected\n") and f"{name} refuses it: error: type mismatch" in said, said
        assert f"  REFUSED by {name}: " in said
        assert "  accepted by " in said, "what the others said is told too"
    else:
        code, said = verified("--json")
        record = json.loads(said)
        told_of = record["toolchain"]["checkers"][NAMES.index(name)]
        assert record["verdict"] == "rejected"
        assert (told_of["name"], told_of["said"]) == (name, "refused")
    assert code == 10


@pytest.mark.parametrize(
    ("program", "body", "why"),
    [
        ("lean4lean", "kill -9 $$", "SIGKILL"),
        ("lean4lean", "exit 0", "did not say that it checked anything"),
        ("lean4lean", "echo 'checked 0 declarations'", "did not say that it checked anything"),
        ("leanchecker", "echo 'INTERNAL PANIC: out of memory' >&2; exit 1", "INTERNAL PANIC"),
        ("con-leche", "echo 'con-leche: cannot read' >&2; exit 3", "ended with 3"),
        ("nanoda_bin", "echo 'thread main has overflowed its stack' >&2; exit 134", "overflowed"),
    ],
)
def test_what_breaks_is_no_pass(stand: Stand, verified: Verified, program: str, body: str, why: str) -> None:
    stand.checker(program, body)
    code, said = verified()
    assert code == 12 and said.startswith("could-not-run\n"), said
    assert "COULD NOT RUN: " in said and why in said


def test_what_hangs_is_ended_with_all_that_it_started(
    stand: Stand, verified: Verified, tmp_path: Path
) -> None:
    stand.checker("con-ron", f"sleep 100 & echo $! > {tmp_path}/pid; wait")
    code, said = verified("--timeout", "6")
    assert code == 12 and "con-ron COULD NOT RUN: came to no end within 6 s" in said
    assert not lives(int((tmp_path / "pid").read_text()))


def test_who_declines_gives_no_verdict_and_is_named(stand: Stand, verified: Verified) -> None:
    stand.checker("con-ron", "echo 'con-ron: declined: mutual inductive' >&2; exit 2")
    code, said = verified()
    assert code == 0 and "  con-ron declined, which is no verdict: con-ron: declined: mutual" in said
    assert f"accepted by {', '.join(NAMES[:-1])} of" in said
    for program in SAYS:
        (stand.folder / "bin" / program).unlink()
    stand.checker("con-ron", "exit 2")
    code, said = verified()
    assert code == 12 and "no checker of it gave a verdict" in said


def test_what_is_not_there_is_named_and_no_other_program_of_its_name_is_run(
    stand: Stand, verified: Verified, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (stand.folder / "bin" / "con-ron").rename(elsewhere / "con-ron")
    monkeypatch.setenv("PATH", f"{os.environ['PATH']}:{elsewhere}")
    code, said = verified()
    assert code == 0 and "  not found: con-ron, lake check (no sandbox)" in said


@pytest.mark.parametrize(
    ("program", "body", "why"),
    [
        ("lake", "echo 'error: no such toolchain' >&2; exit 1", "no such toolchain"),
        ("lake", "exec sleep 100", "came to no end"),
        ("lake", "echo nonsense", "does not say which Lean it is"),
        ("leanexport", "echo '{}'", "not a file of leanexport"),
        ("leanexport", "exit 0", "it has no header"),
        ("leanexport", "echo 'unknown constant' >&2; exit 1", "unknown constant"),
        ("leanexport", "printf '\\377\\n'", "not a file of leanexport"),
    ],
)
def test_before_a_checker_can_be_asked(
    stand: Stand, verified: Verified, program: str, body: str, why: str
) -> None:
    stand.put(program, body)
    code, said = verified("--timeout", "5")
    assert code == 12 and "the checkers of the toolchain" in said and why in said, said


def test_an_older_toolchain(stand: Stand, verified: Verified) -> None:
    stand.lake(version="4.20.0")
    code, said = verified()
    assert code == 12 and "the toolchain is Lean 4.20.0" in said
    stand.lake()
    (stand.folder / "bin" / "leanexport").unlink()
    code, said = verified()
    assert code == 12 and "no `leanexport`" in said


def test_what_was_exported_must_be_what_was_stated(
    stand: Stand, verified: Verified, certificate: Certificate
) -> None:
    stand.exports(certificate, **{"Run.admitted": "(const True [])"})
    code, said = verified()
    assert code == 12 and "another statement under Run.admitted" in said


def test_what_was_exported_must_rest_on_the_three_axioms(stand: Stand, verified: Verified) -> None:
    text = (stand.folder / "Certificate").read_text()
    name = {"str": {"pre": 0, "str": "mine"}, "in": 10**6}
    extra = {"axiom": {"name": 10**6, "levelParams": [], "type": 0, "isUnsafe": False}}
    (stand.folder / "Certificate").write_text(f"{text}{json.dumps(name)}\n{json.dumps(extra)}\n")
    code, said = verified()
    assert code == 10 and "leanexport refuses it: the proof rests on mine" in said


def test_lean_files_of_categories_are_elaborated_only_if_allowed(
    stand: Stand, call: Call, verified: Verified, tmp_path: Path
) -> None:
    from tests.console.test_foreign import ORDER, certified

    record = json.dumps(certified(ORDER, b"19"))
    file = tmp_path / "order.json"
    file.write_text(record)
    stand.exports(schema.loads(record.encode()))
    assert "Run.admitted Run.keepsTo0" in (stand.folder / "bin" / "leanexport").read_text()
    done = call("verify", file, "--paranoid")
    assert done.code == 11 and "--allow-lean" in done.out
    done = call("verify", file, "--paranoid", "--allow-lean")
    assert done.code == 0 and f"accepted by {', '.join(NAMES)} of Lean" in done.out, done.out


def test_of_several_modules_the_worst_answer_is_told() -> None:
    def said(*kinds: official.Said) -> list[str]:
        answers = [official.Answer("nanoda", kind, str(n)) for n, kind in enumerate(kinds)]
        return [f"{a.said.name} {a.why}" for a in official._together(answers)]

    assert said(official.Said.ACCEPTED, official.Said.REFUSED, official.Said.ACCEPTED) == ["REFUSED 1"]
    assert said(official.Said.DECLINED, official.Said.NOT_RUN, official.Said.ACCEPTED) == ["NOT_RUN 1"]
    assert said(official.Said.NOT_RUN, official.Said.REFUSED) == ["REFUSED 1"]
    assert said(official.Said.ACCEPTED, official.Said.DECLINED) == ["DECLINED 1"]
    assert said(official.Said.ACCEPTED, official.Said.ACCEPTED) == ["ACCEPTED 0"]


@pytest.mark.parametrize(
    ("check", "code", "says"),
    [
        ("exit 0", 0, "con-ron, lake check of Lean"),
        ("echo 'Lean default kernel rejects the solution'; exit 1", 10, "REFUSED by lake check"),
        ("echo \"Illegal axiom detected: 'x'\"; exit 1", 10, "REFUSED by lake check"),
        ("echo 'bwrap: setting up uid map: rejected' >&2; exit 1", 12, "lake check COULD NOT RUN"),
        ("echo 'error: build failed' >&2; exit 1", 12, "lake check COULD NOT RUN"),
        ("echo 'error: no manifest'; exit 2", 0, "lake check declined, which is no verdict: error: no m"),
    ],
)
def test_lake_check(
    stand: Stand, verified: Verified, monkeypatch: pytest.MonkeyPatch, check: str, code: int, says: str
) -> None:
    monkeypatch.setattr("detlm.kernel.bundled._no_sandbox", lambda *_: "")
    stand.lake(check=check)
    assert verified()[0] == code and says in verified()[1]
    stand.lake(check=check, help="USAGE: lake [OPTIONS] <COMMAND>")
    assert "not found: lake check" in verified()[1], "an older Lake"
