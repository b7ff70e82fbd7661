"""Errors as they are printed: for people, and by ``--json`` as one object, the same for every command."""

from __future__ import annotations

import json
from collections.abc import Iterable

from detlm.errors import ConstraintError, DetlmError
from detlm.printing import printable
from detlm.syntax.diagnostics import Diagnostic, SourceError

Record = dict[str, object]


class UnusableProgram(ConstraintError):
    """A program that was read and cannot be used; ``records``: why, with places where there are some."""

    def __init__(self, message: str, records: Iterable[Record]) -> None:
        super().__init__(message)
        self.records = list(records)


def error_text(error: DetlmError) -> str:
    """An error as people read it."""
    text = printable(str(error).encode(errors="backslashreplace"))  # it may quote what a stranger wrote
    located = ": error: " in text.partition("\n")[0]  # a diagnostic with its file and line
    return text if located else f"error: {text}"


def error_record(
    message: str,
    hint: str | None,
    file: str | None = None,
    line: int | None = None,
    column: int | None = None,
) -> Record:
    """One error; what is not known of its place is null."""
    return {"file": file, "line": line, "column": column, "message": message, "hint": hint}


def of_diagnostic(d: Diagnostic) -> Record:
    """A mistake of a file."""
    return error_record(d.message, d.hint, d.position.file, d.position.line, d.position.column)


def error_records(error: DetlmError, file: str | None = None) -> list[Record]:
    """All that an error says. ``file``: what it is about where it does not say so itself."""
    if isinstance(error, SourceError):
        return [of_diagnostic(d) for d in error.diagnostics]
    if isinstance(error, UnusableProgram):
        return error.records
    return [error_record(error.message, error.hint, file)]


def print_errors(errors: list[Record]) -> None:
    """The object of a command that could not do its work."""
    print(json.dumps({"ok": False, "errors": errors}))
