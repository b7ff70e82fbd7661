"""What the server knows while an editor is open: its files, what was found out about each, their places."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from pygls.lsp.server import LanguageServer

from detlm.config import VERSION
from detlm.lsp.checking import Remark, check_text
from detlm.lsp.documents import Document, Surroundings, path_of, place_of
from detlm.lsp.imports import File, Found, Imports
from detlm.lsp.symbols import SymbolTable, symbol_table
from detlm.syntax.program import Program

if TYPE_CHECKING:
    from pygls.server import ServerErrors

_UNSAVED = "untitled.det"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one version of a text; ``program`` is None while it has mistakes."""

    version: int | None
    table: SymbolTable
    program: Program | None
    remarks: list[Remark]
    complete: bool  # whether it was analysed


class Server(LanguageServer):
    """A language server that remembers what it found out about each open file."""

    def __init__(self) -> None:
        super().__init__("detlm", VERSION)
        self._tables: dict[str, tuple[int | None, SymbolTable]] = {}
        self._known: dict[str, Known] = {}
        self.imports = Imports(self._opened)
        self.ending = False  # nothing is told any more
        self._reporting = False
        self.generating: dict[str, asyncio.Task[None]] = {}  # the last one of each file

    def report_server_error(self, error: Exception, source: ServerErrors) -> None:
        """Tell the editor of an error, unless telling is what failed: pygls would try again without end."""
        if not self._reporting:
            self._reporting = True
            try:
                super().report_server_error(error, source)
            finally:
                self._reporting = False

    def opened(self, uri: str) -> Document:
        """Take in a document that was just opened; the same text with lines as editors count them."""
        document = Document.of(self.workspace.get_text_document(uri))
        self.workspace.text_documents[unquote(uri)] = document
        return document

    @property
    def documents(self) -> list[Document]:
        """All open documents."""
        return [d for d in self.workspace.text_documents.values() if isinstance(d, Document)]

    def document(self, uri: str) -> Document:
        """The open document; one that is not open as it is on the disk."""
        found = self.workspace.get_text_document(uri)
        return found if isinstance(found, Document) else Document.of(found)

    def table(self, document: Document) -> SymbolTable:
        """The names of the document as it is now."""
        version, table = self._tables.get(document.uri, (None, None))
        if table is None or version != document.version or table.text != document.source:
            table = symbol_table(document.source)
            self._tables[document.uri] = document.version, table
        return table

    def known(self, document: Document, *, wait: bool = False) -> Known:
        """What is known of the document as it is now; with ``wait``, all that there is to know."""
        found = self._known.get(document.uri)
        if found is None or found.version != document.version or (wait and not found.complete):
            checked = check_text(document.source, self.surroundings(document), wait=wait)
            found = Known(document.version, self.table(document), *checked)
            self._known[document.uri] = found
        return found

    def forget(self, uri: str) -> None:
        """Drop what was found out about a document: it, or what it reads, is no longer the same."""
        self._known.pop(uri, None)

    def called(self, document: Document) -> str:
        """What the document is called where its mistakes are told."""
        return str(path_of(document.uri) or _UNSAVED)

    def surroundings(self, document: Document) -> Surroundings:
        """Where the document lies, among the others that are open."""
        path = path_of(document.uri)
        opened = {d.place: d.source.encode("utf-8", "surrogatepass") for d in self.documents if d.place}
        return Surroundings(self.called(document), None if path is None else path.parent, opened)

    def file(self, document: Document) -> File:
        """An open document as a file that imports others."""
        path = path_of(document.uri)
        name, folder = (_UNSAVED, None) if path is None else (path.name, path.parent)
        return File(document.uri, self.table(document), name, folder)

    def importing(self, uri: str) -> list[Document]:
        """The other open documents that import a document, or import what imports it."""
        place = place_of(uri)
        others = [] if place is None else [d for d in self.documents if d.place != place]
        return [d for d in others if place in self.imports.places(self.file(d))]

    def imported(self, document: Document, offset: int) -> Found | None:
        """The declaration in another file of the name that stands at an offset, behind a dot."""
        file = self.file(document)
        return self.imports.declared(file, file.table.dotted(offset))

    def _opened(self, path: Path) -> tuple[str, SymbolTable] | None:
        for document in self.documents:
            if document.place == path:
                return document.uri, self.table(document)
        return None


def named_at(server: Server, params: Any) -> tuple[Document, Known, int]:
    """The document that a request is about, what is known of it, and the offset asked about."""
    document = server.document(params.text_document.uri)
    return document, server.known(document), document.offset_at_position(params.position)
