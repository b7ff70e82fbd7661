"""The canonical layout of a file that can be read."""

from __future__ import annotations

from lsprotocol import types as lsp

from detlm.errors import ConstraintError
from detlm.lsp.session import Server
from detlm.syntax.format import format_source
from detlm.syntax.parser import require_readable


def formatting(server: Server) -> None:
    """Add this feature."""

    @server.feature(lsp.TEXT_DOCUMENT_FORMATTING)
    def formatted(params: lsp.DocumentFormattingParams) -> list[lsp.TextEdit]:
        document = server.document(params.text_document.uri)
        try:
            require_readable(document.source, document.uri)
        except ConstraintError:  # the layout of what cannot be read would be guessed
            return []
        new = format_source(document.source)
        if document.source.count("\r\n") * 2 > document.source.count("\n"):  # the file's own line ends
            new = new.replace("\n", "\r\n")
        if new == document.source:
            return []
        return [lsp.TextEdit(document.range(0, len(document.source)), new)]
