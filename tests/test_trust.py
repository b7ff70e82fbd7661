"""lean/TRUST.md keeps its word: every theorem that its guarantees name is there, on standard axioms only."""

from __future__ import annotations

import re
from pathlib import Path

from detlm.kernel.embedded import EmbeddedKernel
from detlm.kernel.protocol import CheckRequest

TRUST = (Path(__file__).resolve().parent.parent / "lean" / "TRUST.md").read_text(encoding="utf-8")
GUARANTEES = TRUST.split("## Guarantees")[1].split("\n## ")[0]
#: What the text names beside theorems: a definition, words of the constraint language.
DEFINITIONS = {"chooseToken", "given", "ensure", "accepts", "Lang"}
NAMES = sorted(set(re.findall(r"`([A-Za-z][\w.?]*)`", GUARANTEES)) - DEFINITIONS)


def test_guarantees_are_numbered_in_order() -> None:
    numbers = [int(number) for number in re.findall(r"^(\d+)\. ", GUARANTEES, re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1)) and len(numbers) >= 21


def test_every_guarantee_is_a_theorem_on_standard_axioms(session_kernel: EmbeddedKernel) -> None:
    assert len(NAMES) >= 60
    names = tuple(f"DetLM.{name}" for name in NAMES)
    verdict = session_kernel.check(CheckRequest(source="", declarations=names))
    assert verdict.accepted, verdict.errors
    for declaration in verdict.declarations:
        assert declaration.kind == "theorem", declaration.name
        assert {axiom.name for axiom in declaration.axioms} <= {"propext", "Classical.choice", "Quot.sound"}


def test_the_trusted_code_is_as_large_as_is_said() -> None:
    root = Path(__file__).resolve().parent.parent
    rows = re.findall(r"^- .*: at most (\d+) lines: (.*)$", TRUST, re.MULTILINE)
    assert len(rows) == 8
    for most, patterns in rows:
        files = [f for pattern in re.findall(r"`([^`]+)`", patterns) for f in root.glob(pattern)]
        lines = sum(len(f.read_text(encoding="utf-8").splitlines()) for f in files)
        assert int(most) * 0.8 <= lines <= int(most), (patterns, lines)
