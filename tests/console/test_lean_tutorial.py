"""What docs/lean-tutorial.md says gives a stranger a category in Lean and a certificate that uses it."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from detlm.config import data_root
from detlm.kernel.embedded import EmbeddedKernel
from tests.console.conftest import Call

TEXT = (data_root() / "docs" / "lean-tutorial.md").read_text(encoding="utf-8")
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.DOTALL | re.MULTILINE)
_COMMAND = re.compile(r"\$ detlm (.*?)(?:  # exit code (\d+))?")
FILES = {"lean": "Order.lean", "det": "orders.det"}


def test_every_step_of_the_tutorial(
    call: Call, lent: EmbeddedKernel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said: dict[str, str] = {}
    for kind, body in _BLOCK.findall(TEXT):
        if kind != "console":
            Path(FILES[kind]).write_text(body, encoding="utf-8")
            continue
        for line in body.splitlines():
            command = _COMMAND.fullmatch(line)
            assert command is not None, line
            done = call(*shlex.split(command[1]))
            assert done.code == int(command[2] or 0), (line, done)
            said[command[1]] = done.out + done.err
    assert len(said) == 8
    assert "defines the category Order\naccepted" in said["lean check Order.lean"]
    assert "Order (Order.lean)" in said["verify run.json"]
    assert "span end" in said["check orders.det --explain"]
    accepted = said["verify run.json --program orders.det --allow-lean"]
    assert "relative to what the enclosed Lean file says of Order (Order.lean)" in accepted
    assert {p.name for p in tmp_path.iterdir()} == {"Email.lean", "Order.lean", "orders.det", "run.json"}
