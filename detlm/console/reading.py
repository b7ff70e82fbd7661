"""Reading files that a user names."""

from __future__ import annotations

from pathlib import Path

from detlm.certificate.schema import MAX_BYTES
from detlm.errors import UsageError
from detlm.syntax.files import MAX_BYTES as LONGEST_LEAN
from detlm.syntax.opening import read_at_most

_LONGEST_GIVEN = 64 << 20  # bytes of a prompt or text; what is longer was not meant


def read_given(value: str, option: str) -> bytes:
    """The bytes of the file that ``@FILE`` names. Raises ``UsageError``."""
    try:
        data = read_at_most(Path(value[1:]), _LONGEST_GIVEN)
    except (OSError, ValueError) as err:
        raise UsageError(
            f"{option} {value}: {_why(err)}",
            hint="@ names a file to read; a text that itself begins with @ goes into a file too",
        ) from err
    if len(data) > _LONGEST_GIVEN:
        raise UsageError(f"{option} {value}: larger than {_LONGEST_GIVEN >> 20} MiB")
    return data


def read_certificate(path: Path) -> bytes:
    """The bytes of a certificate. Raises ``UsageError`` if there is no such file."""
    try:
        return read_at_most(path, MAX_BYTES)
    except (OSError, ValueError) as err:
        raise UsageError(f"{path}: {_why(err)}", hint="`detlm generate … --out run.json` writes one") from err


def read_lean(path: Path) -> str:
    """The text of a Lean file. Raises ``UsageError`` if there is none, or none that can be meant."""
    try:
        content = read_at_most(path, LONGEST_LEAN)
    except (OSError, ValueError) as err:
        raise UsageError(f"{path}: {_why(err)}") from err
    if len(content) > LONGEST_LEAN:
        raise UsageError(f"{path}: larger than {LONGEST_LEAN:,} bytes", hint="split it up")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as err:
        raise UsageError(f"{path}: not UTF-8 at byte {err.start}") from err


def _why(err: OSError | ValueError) -> str:
    return getattr(err, "strerror", None) or str(err)
