"""What stands in the brackets behind a name: its parameters, and which one is being written."""

from __future__ import annotations

from lsprotocol import types as lsp

from detlm.lsp.about import comment_above
from detlm.lsp.session import Server
from detlm.lsp.symbols import calls
from detlm.lsp.uses import target


def signing(server: Server) -> None:
    """Add this feature."""

    @server.feature(lsp.TEXT_DOCUMENT_SIGNATURE_HELP, lsp.SignatureHelpOptions(trigger_characters=["(", ","]))
    def signature(params: lsp.SignatureHelpParams) -> lsp.SignatureHelp | None:
        document = server.document(params.text_document.uri)
        table, offset = server.table(document), document.offset_at_position(params.position)
        chunk = table.statement(offset)
        for name, start, commas in () if chunk is None else calls(table.text, chunk, offset):
            named = target(server, document, start + len(name))
            if named is None or not named.symbol.parameters:
                continue
            symbol = named.symbol
            if (symbol.start, named.file.uri) == (start, document.uri):  # where it is declared
                continue
            said = lsp.SignatureInformation(
                label=f"{symbol.kind} {name}({', '.join(symbol.parameters)})",
                documentation=comment_above(named.file.table.text, symbol.statement.start) or None,
                parameters=[lsp.ParameterInformation(p) for p in symbol.parameters],
            )
            return lsp.SignatureHelp([said], active_signature=0, active_parameter=commas)
        return None
