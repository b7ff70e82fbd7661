"""A real language client that talks to ``detlm lsp`` over stdio, as an editor does."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient


class Editor:
    """An open file in an editor; others may be open ``beside`` it."""

    def __init__(self, client: LanguageClient, uri: str, others: dict[str, Editor]) -> None:
        self.client = client
        self.uri = uri
        self.others = others
        others[uri] = self
        self.version = 0
        self.text = ""
        self.messages: list[str] = []
        self.progress: asyncio.Queue[lsp.ProgressParams] = asyncio.Queue()
        self.published: asyncio.Queue[lsp.PublishDiagnosticsParams] = asyncio.Queue()

    def beside(self, path: Path | str) -> Editor:
        """Another file of the same editor, by its path or address."""
        uri = path if isinstance(path, str) else path.as_uri()
        return Editor(self.client, uri, self.others)

    async def type(self, where: lsp.Range, text: str) -> list[lsp.Diagnostic]:
        """Write a text instead of what stands in a range, as editors tell it: only what changes."""
        self.text = self.applied([lsp.TextEdit(where, text)])
        return await self._changed(lsp.TextDocumentContentChangePartial(where, text))

    async def _changed(self, change: lsp.TextDocumentContentChangeEvent) -> list[lsp.Diagnostic]:
        self.version += 1
        self.client.text_document_did_change(
            lsp.DidChangeTextDocumentParams(
                lsp.VersionedTextDocumentIdentifier(version=self.version, uri=self.uri), [change]
            )
        )
        return await self.diagnostics()

    def close(self) -> None:
        self.client.text_document_did_close(lsp.DidCloseTextDocumentParams(self.document))

    async def open(self, text: str) -> list[lsp.Diagnostic]:
        self.text = text
        item = lsp.TextDocumentItem(uri=self.uri, language_id="detlm", version=self.version, text=text)
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))
        return await self.diagnostics()

    async def change(self, text: str) -> list[lsp.Diagnostic]:
        self.text = text
        return await self._changed(lsp.TextDocumentContentChangeWholeDocument(text))

    async def message(self) -> str:
        """The next message that is shown."""
        while not self.messages:
            await asyncio.sleep(0.05)
        return self.messages.pop(0)

    async def diagnostics(self) -> list[lsp.Diagnostic]:
        while True:
            found = await asyncio.wait_for(self.published.get(), 30)
            if found.version == self.version:
                return list(found.diagnostics)

    @property
    def document(self) -> lsp.TextDocumentIdentifier:
        return lsp.TextDocumentIdentifier(self.uri)

    def place(self, needle: str, nth: int = 0, inside: int = 0) -> lsp.Position:
        """Where the ``nth`` occurrence of a text stands, in UTF-16 units as editors count."""
        at = -1
        for _ in range(nth + 1):
            at = self.text.index(needle, at + 1)
        before = self.text[: at + inside]
        column = before.rpartition("\n")[2]
        return lsp.Position(before.count("\n"), len(column.encode("utf-16-le")) // 2)

    def text_in(self, where: lsp.Range) -> str:
        lines = self.text.split("\n")
        assert where.start.line == where.end.line
        units = lines[where.start.line].encode("utf-16-le")
        return units[2 * where.start.character : 2 * where.end.character].decode("utf-16-le")

    def applied(self, edits: list[lsp.TextEdit]) -> str:
        lines = self.text.split("\n")

        def offset(p: lsp.Position) -> int:
            units = lines[p.line].encode("utf-16-le")[: 2 * p.character]
            return sum(len(line) + 1 for line in lines[: p.line]) + len(units.decode("utf-16-le"))

        out = self.text
        for edit in sorted(edits, key=lambda e: -offset(e.range.start)):
            out = out[: offset(edit.range.start)] + edit.new_text + out[offset(edit.range.end) :]
        return out


@asynccontextmanager
async def editing(path: Path, capabilities: lsp.ClientCapabilities) -> AsyncIterator[Editor]:
    client = LanguageClient("tests", "1")
    editor = Editor(client, path.as_uri(), {})
    client.feature(lsp.WINDOW_WORK_DONE_PROGRESS_CREATE)(lambda p: None)
    client.feature(lsp.PROGRESS)(lambda p: editor.progress.put_nowait(p))
    client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(
        lambda p: editor.others[p.uri].published.put_nowait(p)
    )
    client.feature(lsp.WINDOW_SHOW_MESSAGE)(lambda p: editor.messages.append(p.message))
    # Editors start servers in the folder of what they edit; with -P nothing is imported from there, as with
    # the script `detlm`.
    await client.start_io(sys.executable, "-P", "-m", "detlm", "lsp", cwd=path.parent)
    await client.initialize_async(
        lsp.InitializeParams(capabilities=capabilities, root_uri=path.parent.as_uri())
    )
    client.initialized(lsp.InitializedParams())
    try:
        yield editor
    finally:
        await asyncio.wait_for(client.shutdown_async(None), 30)
        client.exit(None)
        await client.stop()


def in_editor(
    path: Path,
    script: Callable[[Editor], Awaitable[Any]],
    capabilities: lsp.ClientCapabilities | None = None,
    timeout_s: float = 60,
) -> Any:
    """Run a script against a freshly started server."""

    async def run() -> Any:
        async with editing(path, capabilities or lsp.ClientCapabilities()) as editor:
            return await script(editor)

    return asyncio.run(asyncio.wait_for(run(), timeout_s))
