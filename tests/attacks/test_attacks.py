"""Forged certificates, a folder each: the verifier must say of each what the folder's ``expected.json`` says.

``make.py`` writes the folders; here they are read as a stranger would send them.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet

from detlm.certificate import statement
from detlm.certificate.verify import Bindings, Report, verify
from detlm.console.verifying import lines
from tests.attacks.forgeries import attacks
from tests.attacks.honest import LEAN, MEANING
from tests.attacks.make import HERE, files_of
from tests.conftest import Borrowed

FOLDERS = sorted(p.parent for p in HERE.glob("*/expected.json"))


def _held(folder: Path) -> Bindings:
    program = next((folder / "held").glob("*.det"), None)
    prompt, text = (folder / name for name in ("prompt.txt", "text.txt"))
    return Bindings(
        program,
        prompt.read_bytes() if prompt.exists() else None,
        text.read_bytes() if text.exists() else None,
    )


def _sent(folder: Path) -> bytes:
    data = (folder / "certificate.json").read_bytes()
    for mark, value in ((MEANING, statement.meaning_sha256()), (LEAN, statement.lean_version())):
        data = data.replace(mark.encode(), value.encode())
    return data


def _cases() -> list[ParameterSet]:
    cases = []
    for folder in FOLDERS:
        why = json.loads((folder / "expected.json").read_bytes()).get("open")
        marks = (
            []
            if why is None
            else [pytest.mark.xfail(reason=why, raises=(AssertionError, RecursionError), strict=True)]
        )
        cases.append(pytest.param(folder, id=folder.name, marks=marks))
    return cases


@pytest.mark.parametrize("folder", _cases())
def test_attack(folder: Path, borrowed: Borrowed) -> None:
    expected = json.loads((folder / "expected.json").read_bytes())
    asked = borrowed.checks
    allowed = expected.get("allow_lean", False)
    report = verify(_sent(folder), lambda: borrowed, _held(folder), allow_lean=allowed)
    assert report.outcome.word == expected["outcome"], report.reasons
    assert expected["message"] in " ".join(report.reasons)
    if report.outcome.word == "accepted" or "kernel" in expected["message"]:
        assert borrowed.checks > asked, "nothing is accepted, or refused in the kernel's name, without it"
    _says_only_what_is_ours(report)


def _says_only_what_is_ours(report: Report) -> None:
    """A forger's bytes must not move the cursor, hide text or begin a line that looks like a verdict."""
    shown = "\n".join(lines(report))
    assert all(c.isprintable() or c == "\n" for c in shown), shown
    assert not any(line.startswith("accepted") for line in shown.splitlines()[1:])


def test_the_folders_are_what_make_writes() -> None:
    """After a change to ``make.py``, or to how statements are rendered: ``python -m tests.attacks.make``."""
    made = {f"{attack.name}/{name}": text for attack in attacks() for name, text in files_of(attack).items()}
    there = {
        path.relative_to(HERE).as_posix(): path
        for folder in FOLDERS
        for path in folder.rglob("*")
        if path.is_file()
    }
    assert there.keys() == made.keys()
    for name, text in made.items():
        assert there[name].read_bytes() == text.encode(), name
