"""Reading files that a user names, and putting texts of any origin on a terminal."""

from __future__ import annotations

from pathlib import Path

from detlm.certificate.schema import MAX_BYTES
from detlm.errors import UsageError


def printable(data: bytes) -> str:
    """A text as it can be printed: bytes that are no UTF-8 and control characters (terminals obey them)
    are written as escapes, line ends stay."""
    text = data.decode(errors="backslashreplace")
    return "".join(c if c.isprintable() or c == "\n" else c.encode("unicode-escape").decode() for c in text)


def read_certificate(path: Path) -> bytes:
    """The bytes of a certificate. Raises ``UsageError`` if there is no such file."""
    try:
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as err:
        raise UsageError(
            f"{path}: {err.strerror}", hint="`detlm generate … --out run.json` writes one"
        ) from err
