"""What is compared: a program (as data, or as the text of a constraint file), a prompt, and outputs.

One *case* is one output of one program to one prompt; a ``Trial`` holds all cases of a program.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property

from detlm.syntax import read_source
from detlm.syntax.program import Program
from tests.drt.codec import from_json, to_json

FILE = "case.det"
SCHEMA = "schema.json"  # the file that holds the schema of a program about one


@dataclass(frozen=True)
class Trial:
    """A program with a prompt and outputs. ``source`` and ``files`` where it is text, else ``data``.

    ``expected``: for each output what a plain check written for the test says, None where there is none.
    ``origin`` says where the trial comes from.
    """

    outputs: tuple[bytes, ...]
    prompt: bytes = b""
    data: Program | None = None
    source: str = ""
    files: tuple[tuple[str, str], ...] = ()
    expected: tuple[bool | None, ...] = ()
    origin: str = ""

    @cached_property
    def program(self) -> Program:
        """The program, read if it is text. Raises ``ConstraintError``."""
        if self.data is not None:
            return self.data
        files = {name: content.encode() for name, content in self.files}
        return read_source(self.source, FILE, base=None, files=files or None)

    def to_line(self) -> str:
        """One line of JSON."""
        kept = {
            "origin": self.origin,
            "prompt": to_json(self.prompt),
            "program": to_json(self.data),
            "source": self.source,
            "files": to_json(self.files),
            "outputs": to_json(self.outputs),
            "expected": list(self.expected),
        }
        return json.dumps({k: v for k, v in kept.items() if v not in (None, "", [])}, ensure_ascii=True)

    @staticmethod
    def from_line(line: str) -> Trial:
        """The opposite of ``to_line``."""
        kept = json.loads(line)
        return Trial(
            outputs=from_json(kept.get("outputs", [])),
            prompt=from_json(kept["prompt"]),
            data=from_json(kept.get("program")),
            source=kept.get("source", ""),
            files=from_json(kept.get("files", [])),
            expected=tuple(kept.get("expected", ())),
            origin=kept.get("origin", ""),
        )
