"""``detlm lean test`` and ``lint`` reach what they are named for, and hand its exit code on."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from detlm.console import lean
from tests.console.conftest import Call


def test_messages_stand_in_the_order_of_the_file(call: Call, built: None, tmp_path: Path) -> None:
    file = tmp_path / "a.lean"
    file.write_text("theorem a : True := trivial\ntheorem b : 1 = 2 := rfl\ntheorem c : False := sorry\n")
    done = call("lean", "check", file)
    places = re.findall(r"^.*a\.lean:(\d+):(\d+):", done.out, re.MULTILINE)
    numbers = [(int(line), int(column)) for line, column in places]
    assert done.code == 1 and numbers == sorted(numbers) and {2, 3} == {line for line, _ in numbers}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "not a regular file"),
        (b"-- \xff", "not UTF-8 at byte 3"),
        (b"-" * 8_000_001, "larger than 8,000,000 bytes"),
    ],
)
def test_files_that_are_none(call: Call, tmp_path: Path, content: bytes | None, says: str) -> None:
    file = tmp_path / "a.lean"
    if content is None:
        os.mkfifo(file)
    else:
        file.write_bytes(content)
    done = call("lean", "check", file)
    assert done.code == 2 and f"{file}: {says}" in done.err


@pytest.mark.parametrize(("command", "function"), [("test", "run_examples"), ("lint", "lint")])
@pytest.mark.parametrize("code", [0, 1])
@pytest.mark.parametrize("as_json", [False, True])
def test_exit_codes_and_json_are_passed_on(
    call: Call, monkeypatch: pytest.MonkeyPatch, command: str, function: str, code: int, as_json: bool
) -> None:
    asked: list[bool] = []

    def stand_in(*, as_json: bool) -> int:
        asked.append(as_json)
        return code

    monkeypatch.setattr(lean, function, stand_in)
    done = call("lean", command, *(["--json"] if as_json else []))
    assert done.code == code and asked == [as_json]
