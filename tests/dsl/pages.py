"""Pages that show files and what commands say of them; ``python -m tests.dsl.pages`` writes them anew.

A page is run in a folder of its own from top to bottom. A block that opens with three backticks, a language
and a file name is written there; in a block ``console`` the lines that begin with ``$ detlm`` are run, and
what is between them is what they print.
"""

from __future__ import annotations

import os
import re
import shlex
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from unittest.mock import patch

from detlm import cli
from detlm.config import data_root
from detlm.console import short

PAGES = [data_root() / "dsl" / name for name in ("TUTORIAL.md", "MISTAKES.md", "JSON_SCHEMA.md")]
_BLOCK = re.compile(r"```(\w+)(?: (\S+))?\n(.*?)```", re.DOTALL)


def made_current(page: str) -> str:
    """A page with what its commands print today."""
    with tempfile.TemporaryDirectory() as folder, chdir(folder):

        def block(match: re.Match[str]) -> str:
            language, name, body = match.groups()
            if name is not None:
                Path(name).write_text(body, encoding="utf-8")
            if language != "console":
                return match.group()
            commands = [line for line in body.splitlines() if line.startswith("$ ")]
            return "```console\n" + "".join(f"{c}\n{said_by(c)}" for c in commands) + "```"

        return _BLOCK.sub(block, page)


def said_by(line: str) -> str:
    """What ``$ detlm …`` prints in this folder, on both streams."""
    _, program, *arguments = shlex.split(line)
    assert program == "detlm", line
    said = StringIO()
    with _as_a_command(arguments), redirect_stdout(said), redirect_stderr(said):
        code = cli.run()
    text = said.getvalue()
    assert "Traceback" not in text, text
    assert (code == 0) != (": error: " in text or "failed" in text or "not in canonical" in text), text
    return text


@contextmanager
def _as_a_command(arguments: list[str]) -> Iterator[None]:
    before = signal.getsignal(signal.SIGTERM)
    try:
        with (
            patch.object(sys, "argv", ["detlm", *arguments]),
            patch.object(short, "prepare", lambda: None),  # what it does is for a process that ends then
            patch.dict(os.environ, COLUMNS="80"),
        ):
            yield
    finally:
        signal.signal(signal.SIGTERM, before)


def main() -> None:
    """Write what commands print into the pages."""
    for page in PAGES:
        page.write_text(made_current(page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
