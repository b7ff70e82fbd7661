"""The list of what the library uses of the core: exact, and exact in saying what is wrong with it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from detlm.config import data_root
from detlm.kernel import coverage
from detlm.kernel.build import ensure_built
from detlm.kernel.coverage import difference, names_used, render


@pytest.fixture(scope="module")
def used() -> dict[str, list[str]]:
    return names_used(ensure_built(progress=False).path)


def test_the_written_list_is_exact(used: dict[str, list[str]]) -> None:
    written = coverage.coverage_path().read_text(encoding="utf-8")
    assert difference(used, written) is None, "python -m detlm.kernel.coverage writes it anew"


def test_names_stand_in_the_modules_they_are_listed_under(used: dict[str, list[str]]) -> None:
    text = (data_root() / "lean/Core/Init/Nat/Quotients.lean").read_text(encoding="utf-8")
    for name in used["Init.Nat.Quotients"]:
        assert re.search(rf"^(@\[simp\] )?theorem {name.split('.')[-1]}\b", text, re.MULTILINE), name
    assert "Nat.le_div_iff_mul_le" in used["Init.Nat.Quotients"]
    assert {"Nat.rec", "Eq", "And.intro"} <= {name for names in used.values() for name in names}


def test_nothing_private_is_used(used: dict[str, list[str]]) -> None:
    """What is private to a file of ours cannot be in the official library."""
    assert not [name for names in used.values() for name in names if name.startswith("_private")]


def test_a_difference_is_named(used: dict[str, list[str]]) -> None:
    text = render(used)
    assert "not listed: Nat.rec" in str(difference(used, text.replace("- `Nat.rec`\n", "")))
    assert "not used: Nat.nonsense" in str(difference(used, text + "- `Nat.nonsense`\n"))
    assert "as it is written" in str(difference(used, text + "\n"))


def test_the_command_writes_and_compares(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "COVERAGE.md"
    monkeypatch.setattr(coverage, "coverage_path", lambda: target)
    assert coverage.main(["--check"]) == 1 and "not listed" in capsys.readouterr().err
    assert coverage.main([]) == 0 and coverage.main(["--check"]) == 0
    assert target.read_bytes() == (data_root() / "lean/Core/COVERAGE.md").read_bytes()
