"""The rule that every fuzzer of the certificate reader checks."""

from __future__ import annotations

from detlm.certificate import schema
from detlm.errors import CertificateError


def reads_or_refuses(data: bytes) -> None:
    """Whatever the bytes: one of the reader's own errors, or an equal certificate again."""
    try:
        read = schema.loads(data)
    except CertificateError as error:
        assert str(error)
    else:
        assert schema.loads(schema.dumps(read)) == read
