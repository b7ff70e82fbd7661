"""``detlm fmt``: constraint files in canonical form, written in place; a file is never half written."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from detlm.console.records import error_text
from detlm.errors import ConstraintError
from detlm.syntax.diagnostics import as_read
from detlm.syntax.format import format_source
from detlm.syntax.opening import read_at_most
from detlm.syntax.parser import require_readable
from detlm.syntax.reader import MAX_BYTES


def run(files: list[Path], *, check: bool) -> int:
    """Exit code 0; 1 if a file cannot be read, or with ``check`` if one is not in canonical form."""
    good = True
    for file in files:
        try:
            changed = _format(file, check=check)
        except ConstraintError as error:  # the other files are still formatted
            print(error_text(error), file=sys.stderr)
            good = False
        else:
            good = good and not (check and changed)
    return 0 if good else 1


def _format(file: Path, *, check: bool) -> bool:
    """Formats a file; whether that changes it."""
    text = _read(file)
    require_readable(as_read(text), str(file))
    new = format_source(text)
    if str(file) == "-":
        if not check:
            sys.stdout.write(new)
    elif new != text and not check:
        try:
            _write(file, new)
        except PermissionError as error:
            raise ConstraintError(f"{file}: cannot be written: {error.strerror}") from error
    if new != text and (str(file) != "-" or check):
        print(f"{file}: {'not in canonical form' if check else 'formatted'}", file=sys.stderr)
    return new != text


def _read(file: Path) -> str:
    try:
        dash = str(file) == "-"
        content = sys.stdin.buffer.read(MAX_BYTES + 1) if dash else read_at_most(file, MAX_BYTES)
    except OSError as error:
        raise ConstraintError(f"{file}: cannot be read: {error.strerror}") from error
    if len(content) > MAX_BYTES:
        raise ConstraintError(f"{file}: larger than {MAX_BYTES:,} bytes", hint="put facts into a facts file")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ConstraintError(f"{file}: not UTF-8 text (byte {error.start})") from None


def _write(file: Path, text: str) -> None:
    # Beside the file and renamed, so that a full disk leaves the old text.
    file = file.resolve()  # a link stays a link
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=file.name, suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        Path(name).chmod(file.stat().st_mode)
        Path(name).replace(file)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
