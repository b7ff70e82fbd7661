"""Lean files that cheat, as ``detlm lean check`` gets them: ``lean/NAME.lean``.

The first line of each says what must be said of it. ``-- rejected:``, with why; or ``-- accepted as:``, with
what is really stated, which is not what the file looks like.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from detlm.console import lean
from tests.conftest import Borrowed

FILES = sorted((Path(__file__).parent / "lean").glob("*.lean"))


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_cheat_is_reported(
    file: Path, borrowed: Borrowed, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(lean, "open_kernel", lambda _name: borrowed)
    status = lean.check_file(file, "embedded", 60.0, as_json=False)
    said = capsys.readouterr().out
    verdict, _, words = file.read_text().partition("\n")[0].removeprefix("-- ").partition(": ")
    assert status == {"rejected": 1, "accepted as": 0}[verdict], said
    assert words in said
    if verdict == "accepted as":
        assert f"{words}\n" in said, "nothing follows the statement on its line"
