"""Minutes of changed programs (``fuzz.py``), and that its watch sees what it is there for."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from tests.syntax.fuzz import Run, at_most, fault, save, saved, smaller
from tests.syntax.mutants import Case, Maker


@pytest.mark.slow
def test_changed_programs_are_refused_or_compiled(tmp_path: Path) -> None:
    run = Run(random.randrange(1 << 30), tmp_path)
    run.for_seconds(300, every=1000, go_on=True)
    found = [p.read_text() for p in tmp_path.glob("*/*/traceback.txt") if p.parent.name != "slowest"]
    assert not run.faults, "\n".join(found)
    assert run.came["compiled"] > 10, run.came
    assert run.came["refused"] > 10, run.came


def test_the_same_seed_makes_the_same_programs() -> None:
    one, other = Maker(random.Random(5)), Maker(random.Random(5))
    assert [one.case() for _ in range(30)] == [other.case() for _ in range(30)]


def test_what_takes_too_long_is_stopped() -> None:
    with pytest.raises(TimeoutError), at_most(0.05):
        while True:
            pass


def test_a_fault_is_found_kept_and_made_smaller(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(source: str, *_: object, **__: object) -> None:
        if "boom" in source:
            raise ZeroDivisionError

    monkeypatch.setattr("tests.syntax.fuzz.read_examples", broken)
    case = Case("program t\n-- boom\noutput := X\n", {"std/a.txt": b"\xff"})
    how, said = fault(case)
    assert re.match(r"ZeroDivisionError", how)
    assert "ZeroDivisionError" in said
    save(case, tmp_path / "found", said)
    assert saved(tmp_path / "found") == case
    assert smaller(case, how, 5) == Case("-- boom", case.files)
