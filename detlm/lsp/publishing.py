"""Mistakes and warnings as they are shown: those of reading at once, what analysis finds in a pause.

A file that imports what was changed is looked at again, one such file at a time, so that the server goes on
answering between them.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable

from lsprotocol import types as lsp

from detlm.lsp.checking import Remark
from detlm.lsp.documents import Document
from detlm.lsp.session import Server

PAUSE = 0.2  # seconds without typing before what takes longer is looked for
_WATCHED = "**/*.{det,tsv,txt,json,lark,lean}"  # what constraint files are made of
_NAMES_A_FILE = re.compile(r'\b(?:import|from)\s+"')
_BREATH = 0.01  # seconds between two files, in which requests are answered


def publishing(server: Server) -> None:
    """Add this feature."""
    waiting = Waiting(server)

    @server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: lsp.DidOpenTextDocumentParams) -> None:
        document = server.opened(params.text_document.uri)
        server.forget(document.uri)
        publish(server, document, wait=True)
        waiting.importing(document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: lsp.DidChangeTextDocumentParams) -> None:
        document = server.document(params.text_document.uri)
        waiting.now(document)
        waiting.importing(document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: lsp.DidSaveTextDocumentParams) -> None:
        document = server.document(params.text_document.uri)
        server.forget(document.uri)
        publish(server, document, wait=True)
        waiting.reading_files()  # an editor that watches no files may have changed others too

    @server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: lsp.DidCloseTextDocumentParams) -> None:
        uri = params.text_document.uri
        server.forget(uri)
        server.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri=uri, diagnostics=[]))
        waiting.importing(uri)  # they have the saved file again

    @server.feature(lsp.INITIALIZED)
    async def ready(_: lsp.InitializedParams) -> None:
        workspace = server.client_capabilities.workspace
        watching = workspace and workspace.did_change_watched_files
        if watching and watching.dynamic_registration:
            options = lsp.DidChangeWatchedFilesRegistrationOptions([lsp.FileSystemWatcher(_WATCHED)])
            wanted = lsp.Registration("files", lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
            await server.client_register_capability_async(lsp.RegistrationParams([wanted]))

    @server.feature(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def saved_elsewhere(_: lsp.DidChangeWatchedFilesParams) -> None:
        waiting.reading_files()


def publish(server: Server, document: Document, *, wait: bool) -> bool:
    """Show what is known of a document; whether that is all."""
    known = server.known(document, wait=wait)
    shown = [diagnostic(server, document, remark) for remark in known.remarks]
    server.text_document_publish_diagnostics(
        lsp.PublishDiagnosticsParams(uri=document.uri, diagnostics=shown, version=document.version)
    )
    return known.complete


def diagnostic(server: Server, document: Document, remark: Remark) -> lsp.Diagnostic:
    """A remark as the editor shows it."""
    place = document.range(0, 1)
    message = remark.message
    if (at := remark.position) is not None:
        if at.file == server.called(document):
            start = offset_of(document.source, at.line, at.column)
            place = document.range(start, start + at.length)
        else:  # a mistake in a file that this one reads
            message = f"{at.file}:{at.line}:{at.column}: {message}"
            if (naming := server.imports.leading(server.file(document), at.file)) is not None:
                place = document.range(*naming)
    if remark.hint:
        message += f"\n{remark.hint}"
    severity = getattr(lsp.DiagnosticSeverity, remark.severity.capitalize())
    return lsp.Diagnostic(place, message, severity=severity, source="detlm")


def offset_of(text: str, line: int, column: int) -> int:
    """The offset of a line and column from 1, as constraint files count them: lines end in newlines."""
    start = 0
    for _ in range(line - 1):
        start = text.find("\n", start) + 1
    return start + column - 1


class Waiting:
    """Open documents that wait to be looked at: for mistakes soon, for what takes longer in a pause."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._soon: dict[str, None] = {}
        self._in_a_pause: dict[str, None] = {}
        self._next: asyncio.TimerHandle | None = None
        self._pause: asyncio.TimerHandle | None = None

    def now(self, document: Document) -> None:
        """Somebody types in this one."""
        self._soon.pop(document.uri, None)
        self._look(document)

    def importing(self, uri: str) -> None:
        """The files that import this one are no longer what they were."""
        for other in self._server.importing(uri):
            self._server.forget(other.uri)
            self._soon[other.uri] = None
        self._go_on()

    def reading_files(self) -> None:
        """Files on the disk are no longer what they were."""
        for document in self._server.documents:
            if _NAMES_A_FILE.search(document.source) is not None:
                self._server.forget(document.uri)
                self._soon[document.uri] = None
        self._go_on()

    def _look(self, document: Document) -> None:
        self._in_a_pause.pop(document.uri, None)
        if not publish(self._server, document, wait=False):
            self._in_a_pause[document.uri] = None
        if self._pause is not None:
            self._pause.cancel()
        self._pause = _later(PAUSE, self._analyse)

    def _go_on(self) -> None:
        if self._next is None and self._soon:
            self._next = _later(_BREATH, self._read)

    def _read(self) -> None:
        self._next = None
        if (document := self._first(self._soon)) is not None:
            self._look(document)
        self._go_on()

    def _analyse(self) -> None:
        self._pause = None
        if (document := self._first(self._in_a_pause)) is not None:
            publish(self._server, document, wait=True)
        if self._in_a_pause:
            self._pause = _later(_BREATH, self._analyse)

    def _first(self, uris: dict[str, None]) -> Document | None:
        """Takes out the first that is still open."""
        if self._server.ending:
            uris.clear()
        documents = {d.uri: d for d in self._server.documents}
        while uris:
            uri = next(iter(uris))
            del uris[uri]
            if uri in documents:
                return documents[uri]
        return None


def _later(seconds: float, do: Callable[[], None]) -> asyncio.TimerHandle:
    return asyncio.get_running_loop().call_later(seconds, do)
