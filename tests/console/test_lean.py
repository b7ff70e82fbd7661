"""``detlm lean test`` and ``lint`` reach what they are named for, and hand its exit code on."""

from __future__ import annotations

import pytest

from detlm.console import lean
from tests.console.conftest import Call


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
