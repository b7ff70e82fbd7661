"""The language server for constraint files, over stdio (Language Server Protocol 3.17, pygls).

What it knows of each open file is ``session.py``; the features are a few lines each, over that. Here are the
diagnostics: mistakes of reading come with every change, what analysis finds in a pause.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from lsprotocol import types as lsp
from pygls.workspace import TextDocument

from detlm.lsp.changing import changing
from detlm.lsp.checking import Remark
from detlm.lsp.completing import completing
from detlm.lsp.looking import looking
from detlm.lsp.running import running
from detlm.lsp.session import Server, path_of

PAUSE = 0.2  # seconds without typing before what takes longer is looked for


def make_server() -> Server:
    """A server with all features, not started."""
    server = Server()
    _watching(server)
    looking(server)
    completing(server)
    changing(server)
    running(server)
    return server


def _diagnostic(document: TextDocument, remark: Remark) -> lsp.Diagnostic:
    place = lsp.Range(lsp.Position(0, 0), lsp.Position(0, 1))
    message = remark.message
    if (at := remark.position) is not None:
        if path_of(document.uri).name == Path(at.file).name:
            codec, lines = document.position_codec, document.lines
            start, end = (lsp.Position(at.line - 1, at.column - 1 + n) for n in (0, at.length))
            place = lsp.Range(*(codec.position_to_client_units(lines, p) for p in (start, end)))
        else:  # a mistake in a file that this one reads
            message = f"{at.file}:{at.line}:{at.column}: {message}"
    if remark.hint:
        message += f"\n{remark.hint}"
    severity = getattr(lsp.DiagnosticSeverity, remark.severity.capitalize())
    return lsp.Diagnostic(place, message, severity=severity, source="detlm")


def _watching(server: Server) -> None:
    def publish(uri: str, *, wait: bool = True) -> None:
        document = server.document(uri)
        known = server.known(document, wait=wait)
        shown = [_diagnostic(document, remark) for remark in known.remarks]
        server.text_document_publish_diagnostics(
            lsp.PublishDiagnosticsParams(uri=uri, diagnostics=shown, version=document.version)
        )

    @server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: lsp.DidOpenTextDocumentParams) -> None:
        publish(params.text_document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: lsp.DidChangeTextDocumentParams) -> None:
        uri = params.text_document.uri
        if (waiting := server.pauses.pop(uri, None)) is not None:
            waiting.cancel()
        publish(uri, wait=False)
        if not server.known(server.document(uri)).complete:
            server.pauses[uri] = asyncio.get_running_loop().call_later(PAUSE, publish, uri)

    @server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: lsp.DidSaveTextDocumentParams) -> None:
        # Files that it reads may have changed, and others may import it.
        for document in list(server.workspace.text_documents.values()):
            table = server.known(document).table
            if document.uri == params.text_document.uri or any(s.kind == "import" for s in table.symbols):
                server.forget(document.uri)
                publish(document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: lsp.DidCloseTextDocumentParams) -> None:
        server.forget(params.text_document.uri)
