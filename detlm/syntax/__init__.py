"""The constraint language: text ─▶ AST ─▶ ``Program``, with positions and errors that teach.

The functions of this package's face import what they need when called, so importing it is cheap (no lark).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from detlm.syntax.program import Limit, Program
from detlm.syntax.regex import Regex

__all__ = ["preface_regex", "read_constraint_lines", "read_program", "read_source", "split_preface"]


def read_program(path: Path) -> Program:
    """The program of a constraint file. Raises ``ConstraintError`` with ``diagnostics``."""
    from detlm.syntax import reader

    return reader.read_program(path)


def read_source(
    text: str, name: str, *, base: Path | None = None, files: Mapping[str, bytes] | None = None
) -> Program:
    """The program of a text; ``files`` replaces the disk for facts files. Raises ``ConstraintError``."""
    from detlm.syntax import reader

    return reader.read_source(text, name, base=base, files=files)


def read_constraint_lines(text: bytes, program: Program) -> tuple[Limit, ...]:
    """The limits that the model's constraint blocks add. Raises ``ConstraintError``."""
    from detlm.syntax import natural

    return natural.read_constraint_lines(text, program)


def split_preface(output: bytes, program: Program) -> tuple[bytes, bytes]:
    """The model's constraint blocks at the start of an output, and the answer after them."""
    from detlm.syntax import natural

    return natural.split_preface(output, program)


def preface_regex(program: Program) -> Regex:
    """The regular language of the constraint blocks that the model may write (the empty text included)."""
    from detlm.syntax import natural

    return natural.preface_regex(program)
