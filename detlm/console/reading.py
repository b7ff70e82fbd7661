"""Reading files that a user names."""

from __future__ import annotations

from pathlib import Path

from detlm.certificate.schema import MAX_BYTES
from detlm.errors import UsageError


def read_certificate(path: Path) -> bytes:
    """The bytes of a certificate. Raises ``UsageError`` if there is no such file."""
    try:
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as err:
        raise UsageError(
            f"{path}: {err.strerror}", hint="`detlm generate … --out run.json` writes one"
        ) from err
