"""What changes the text: formatting and renaming."""

from __future__ import annotations

import re

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException

from detlm.errors import ConstraintError
from detlm.lsp.documents import Document
from detlm.lsp.session import Server, named_at
from detlm.lsp.symbols import Occurrence, SymbolTable, own_names
from detlm.syntax.format import format_source
from detlm.syntax.layout import RESERVED
from detlm.syntax.parser import require_readable

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def changing(server: Server) -> None:
    """Add these features."""

    @server.feature(lsp.TEXT_DOCUMENT_FORMATTING)
    def formatting(params: lsp.DocumentFormattingParams) -> list[lsp.TextEdit]:
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

    @server.feature(lsp.TEXT_DOCUMENT_PREPARE_RENAME)
    def prepare(params: lsp.PrepareRenameParams) -> lsp.Range | None:
        document, own = _own(server, params)
        return None if own is None else document.range(own.start, own.end)

    @server.feature(lsp.TEXT_DOCUMENT_RENAME, lsp.RenameOptions(prepare_provider=True))
    def rename(params: lsp.RenameParams) -> lsp.WorkspaceEdit | None:
        document, own = _own(server, params)
        if own is None:
            return None
        table = server.known(document).table
        if mistake := _bad_name(params.new_name, table, own):
            raise _refused(mistake)
        edits = [
            lsp.TextEdit(document.range(o.start, o.end), params.new_name)
            for o in table.places(own.name, own.within)
        ]
        symbol = table.at(own.start)
        if (
            symbol is not None
            and symbol.kind == "import"
            and not any(o.declares for o in table.places(own.name))
        ):
            end = symbol.statement.end
            edits.append(lsp.TextEdit(document.range(end, end), f" as {params.new_name}"))
        return lsp.WorkspaceEdit(changes={document.uri: edits})


def _own(
    server: Server, params: lsp.PrepareRenameParams | lsp.RenameParams
) -> tuple[Document, Occurrence | None]:
    """The name to rename; refused where it is another file's."""
    document, known, offset = named_at(server, params)
    own = known.table.occurrence(offset)
    if own is None and (found := server.imported(document, offset)) is not None:
        raise _refused(f"{found.symbol.name} belongs to {found.file.name} and cannot be renamed from here")
    return document, own


def _refused(why: str) -> JsonRpcException:
    return JsonRpcException(why, lsp.LSPErrorCodes.RequestFailed.value)


def _bad_name(name: str, table: SymbolTable, own: Occurrence) -> str | None:
    if not _NAME.fullmatch(name):
        return f"{name!r} is no name: ASCII letters, digits and _, not a digit first"
    if name in RESERVED:
        return f"{name} is a word of the language"
    here = [c for c in table.statements if own.within in (None, c.start)]
    if table.symbol(name) is not None or any(name in own_names(table.text, c) for c in here):
        return f"{name} is declared already"
    return None
