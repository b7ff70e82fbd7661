"""``detlm lsp``: the language server on standard input and output."""

from __future__ import annotations

from detlm.errors import UsageError


def run() -> int:
    """Serve until the editor ends the session. Raises ``UsageError`` where pygls is not installed."""
    try:
        from detlm.lsp.server import make_server
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] not in ("pygls", "lsprotocol"):
            raise
        raise UsageError("the language server needs pygls", hint="install it: pip install pygls") from error
    try:
        make_server().start_io()
    except MemoryError as error:
        raise UsageError("a message says that it is longer than what can be held in memory") from error
    return 0
