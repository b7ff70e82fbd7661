"""The README keeps its word: each claim names a theorem or test that exists, and its commands exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from detlm.config import data_root
from detlm.kernel.embedded import EmbeddedKernel
from detlm.kernel.protocol import CheckRequest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text()
ROWS = [
    tuple(cell.strip() for cell in line.strip("|").split("|"))
    for line in README.split("## What is claimed")[1].split("\n## ")[0].splitlines()
    if line.startswith("| ") and not line.startswith("| claim")
]
THEOREMS = [(c, n.strip("`"), f) for c, n, f in ROWS if f.endswith(".lean")]
TESTS = [(c, n.strip("`"), f) for c, n, f in ROWS if f.endswith(".py")]
STANDARD = {"propext", "Classical.choice", "Quot.sound"}


def test_the_table_is_read() -> None:
    assert 8 <= len(THEOREMS) <= 20, "more belong into lean/TRUST.md"
    assert len(TESTS) >= 3
    assert len(THEOREMS) + len(TESTS) == len(ROWS)


@pytest.mark.parametrize(("claim", "name", "file"), TESTS, ids=[t[1] for t in TESTS])
def test_claimed_tests_exist_and_run(claim: str, name: str, file: str) -> None:
    text = (ROOT / file).read_text()
    assert re.search(rf"^def {name}\(", text, re.M), f"{claim}: no {name} in {file}"
    before = text.split(f"def {name}(")[0].rstrip().splitlines()[-1]
    assert "mark.s" not in before, "it must be in the default run"


@pytest.mark.parametrize(("claim", "name", "file"), THEOREMS, ids=[t[1] for t in THEOREMS])
def test_claimed_theorems_stand_in_their_files(claim: str, name: str, file: str) -> None:
    text = (ROOT / file).read_text()
    last = name.split(".")[-1]
    assert re.search(rf"^theorem ([\w.]+\.)?{re.escape(last)}\b", text, re.M), f"{claim}: no {name} in {file}"


def test_axioms_of_every_claimed_theorem(session_kernel: EmbeddedKernel) -> None:
    """Read off the kernel's environment, with their types, not from printed text."""
    names = tuple(f"DetLM.{name}" for _, name, _ in THEOREMS)
    verdict = session_kernel.check(CheckRequest(source="", declarations=names))
    assert verdict.accepted, verdict.errors
    assert [d.name for d in verdict.declarations] == list(names)
    for declaration in verdict.declarations:
        assert declaration.kind == "theorem"
        assert {a.name for a in declaration.axioms} <= STANDARD


def test_no_gap_and_no_axiom_in_the_sources() -> None:
    for path in sorted((data_root() / "lean" / "DetLM").rglob("*.lean")):
        code = re.sub(r"/-.*?-/|--[^\n]*", "", path.read_text(), flags=re.S)
        assert not re.search(r"\b(sorry|admit|axiom|unsafe|native_decide|implemented_by|extern)\b", code), (
            path
        )


def test_linked_files_exist() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        if not target.startswith("http"):
            assert (ROOT / target).exists(), target


def test_shown_commands_exist() -> None:
    cli = (ROOT / "detlm" / "cli.py").read_text()
    for command in set(re.findall(r"^detlm (\w+)", README, re.M)):
        assert re.search(rf"^def {command}\(|\"{command}\"", cli, re.M), command
    makefile = (ROOT / "Makefile").read_text()
    for target in set(re.findall(r"`?make (\w+)", README)):
        assert re.search(rf"^{target}:", makefile, re.M), target
