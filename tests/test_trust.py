"""lean/TRUST.md keeps its word: every theorem that its guarantees name is there, on standard axioms only."""

from __future__ import annotations

import re
from pathlib import Path

from detlm.kernel.build import ensure_built
from detlm.kernel.coverage import modules_reached
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
    rows = _rows()
    assert len(rows) == 8
    for _, most, patterns in rows:
        files = [f for pattern in patterns for f in root.glob(pattern)]
        lines = sum(len(f.read_text(encoding="utf-8").splitlines()) for f in files)
        assert int(most) * 0.8 <= lines <= int(most), (patterns, lines)


def test_the_meaning_reaches_what_is_counted_of_the_core_and_no_more() -> None:
    counted = {
        re.sub(r" \(.\)", "", what): _modules(patterns)
        for what, _, patterns in _rows()
        if "lean/" in patterns[0]
    }
    reached = modules_reached(ensure_built(progress=False).path, counted["The meaning"])
    assert {m for m in reached if m.split(".")[0] == "Init"} == counted[
        "The core, all files that the meaning reaches"
    ]


def _rows() -> list[tuple[str, str, list[str]]]:
    """What is to be read: (what, most lines, files)."""
    found = re.findall(r"^- (.*): at most (\d+) lines: (.*)$", TRUST, re.MULTILINE)
    return [(what, most, re.findall(r"`([^`]+)`", patterns)) for what, most, patterns in found]


def _modules(patterns: list[str]) -> set[str]:
    """The Lean modules that some patterns name."""
    root = Path(__file__).resolve().parent.parent
    files = [f.relative_to(root).with_suffix("") for pattern in patterns for f in root.glob(pattern)]
    return {".".join(f.parts[2:] if f.parts[1] == "Core" else f.parts[1:]) for f in files}
