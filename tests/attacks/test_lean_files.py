"""Lean files that cheat, as ``detlm lean check`` gets them: ``lean/NAME.lean``.

The first line of each says what must be said of it; ``-- open:`` in the second, why it is not said yet.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet

from detlm.console import lean
from tests.conftest import Borrowed

FILES = sorted((Path(__file__).parent / "lean").glob("*.lean"))


def _cases() -> list[ParameterSet]:
    cases = []
    for file in FILES:
        _, second, *_ = file.read_text().split("\n")
        why = second.removeprefix("-- open: ") if second.startswith("-- open: ") else None
        marks = [] if why is None else [pytest.mark.xfail(reason=why, raises=AssertionError, strict=True)]
        cases.append(pytest.param(file, id=file.stem, marks=marks))
    return cases


@pytest.mark.parametrize("file", _cases())
def test_cheat_is_reported(
    file: Path, borrowed: Borrowed, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(lean, "open_kernel", lambda _name: borrowed)
    status = lean.check_file(file, "embedded", 60.0, as_json=False)
    said = capsys.readouterr().out
    assert status == 1, said
    assert file.read_text().partition("\n")[0].removeprefix("-- rejected: ") in said
