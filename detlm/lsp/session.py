"""What the server knows while an editor is open: its files, what was found out about each, their places."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path
from pygls.workspace import TextDocument

from detlm.config import VERSION
from detlm.lsp.checking import Remark, check_text
from detlm.lsp.imports import File, Found, Imports
from detlm.lsp.symbols import SymbolTable, symbol_table
from detlm.syntax.program import Program


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
        self._known: dict[str, Known] = {}
        self.imports = Imports(self._opened)
        self.pauses: dict[str, asyncio.TimerHandle] = {}  # after which a changed document is analysed
        self.generating: dict[str, asyncio.Task[None]] = {}  # the last one of each file

    def known(self, document: TextDocument, *, wait: bool = False) -> Known:
        """What is known of the document as it is now; with ``wait``, all that there is to know."""
        found = self._known.get(document.uri)
        if found is None or found.version != document.version or (wait and not found.complete):
            checked = check_text(document.source, path_of(document.uri), wait=wait)
            found = Known(document.version, symbol_table(document.source), *checked)
            self._known[document.uri] = found
        return found

    def forget(self, uri: str) -> None:
        """Drop what is known of a document that was closed."""
        self._known.pop(uri, None)
        if (waiting := self.pauses.pop(uri, None)) is not None:
            waiting.cancel()

    def document(self, uri: str) -> TextDocument:
        """The open document."""
        return self.workspace.get_text_document(uri)

    def file(self, document: TextDocument) -> File:
        """An open document as a file that imports others."""
        path = path_of(document.uri)
        return File(document.uri, self.known(document).table, path.name, path.parent)

    def imported(self, document: TextDocument, offset: int) -> Found | None:
        """The declaration in another file of the name that stands at an offset, behind a dot."""
        file = self.file(document)
        return self.imports.declared(file, file.table.dotted(offset))

    def _opened(self, path: Path) -> tuple[str, SymbolTable] | None:
        for document in self.workspace.text_documents.values():
            if path_of(document.uri).resolve() == path:
                return document.uri, self.known(document).table
        return None


def path_of(uri: str) -> Path:
    """The path of a document, whether it was saved or not."""
    return Path(to_fs_path(uri) or "untitled.det")


def range_of(document: TextDocument, start: int, end: int) -> lsp.Range:
    """Two offsets as the editor counts."""
    text = document.source

    def position(offset: int) -> lsp.Position:
        line = text.count("\n", 0, offset)
        column = offset - (text.rfind("\n", 0, offset) + 1)
        return document.position_codec.position_to_client_units(document.lines, lsp.Position(line, column))

    return lsp.Range(position(start), position(end))


def named_at(server: Server, params: Any) -> tuple[TextDocument, Known, int]:
    """The document that a request is about, what is known of it, and the offset asked about."""
    document = server.document(params.text_document.uri)
    return document, server.known(document), document.offset_at_position(params.position)
