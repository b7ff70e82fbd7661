"""The language server for constraint files, over stdio (Language Server Protocol 3.17, pygls).

One class that keeps what is known of each open file; every feature is a few lines over ``symbols.py``,
``checking.py`` and ``about.py``. Mistakes of reading come with every change, what analysis finds in a pause.
"""

from __future__ import annotations

import asyncio
import re
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path
from pygls.workspace import TextDocument

from detlm.config import VERSION, data_root
from detlm.errors import ConstraintError
from detlm.lsp.about import symbol_about, word_about
from detlm.lsp.checking import Remark, check_text
from detlm.lsp.generating import Outcome, generated
from detlm.lsp.symbols import SymbolTable, symbol_table
from detlm.syntax.examples import Example, read_examples
from detlm.syntax.format import format_source
from detlm.syntax.layout import KEYWORDS, RESERVED
from detlm.syntax.parser import require_readable
from detlm.syntax.program import Program

RUN_EXAMPLE = "detlm.runExample"
GENERATE = "detlm.generate"
PAUSE = 0.2  # seconds without typing before what takes longer is looked for

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_KINDS = {
    "category": lsp.SymbolKind.Class,
    "shape": lsp.SymbolKind.Struct,
    "scope": lsp.SymbolKind.Namespace,
    "predicate": lsp.SymbolKind.Function,
    "attribute": lsp.SymbolKind.Property,
    "sentence": lsp.SymbolKind.Interface,
    "derive": lsp.SymbolKind.Variable,
    "import": lsp.SymbolKind.Module,
    "program": lsp.SymbolKind.File,
}


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
        self.pauses: dict[str, asyncio.TimerHandle] = {}  # after which a changed document is analysed
        self.generating: dict[str, asyncio.Task[None]] = {}  # the last one of each file

    def known(self, document: TextDocument, *, wait: bool = False) -> Known:
        """What is known of the document as it is now; with ``wait``, all that there is to know."""
        found = self._known.get(document.uri)
        if found is None or found.version != document.version or (wait and not found.complete):
            checked = check_text(document.source, _path(document.uri), wait=wait)
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


def _path(uri: str) -> Path:
    return Path(to_fs_path(uri) or "untitled.det")


def _offset(document: TextDocument, position: lsp.Position) -> int:
    return document.offset_at_position(position)


def _range(document: TextDocument, start: int, end: int) -> lsp.Range:
    text = document.source

    def position(offset: int) -> lsp.Position:
        line = text.count("\n", 0, offset)
        column = offset - (text.rfind("\n", 0, offset) + 1)
        return document.position_codec.position_to_client_units(document.lines, lsp.Position(line, column))

    return lsp.Range(position(start), position(end))


def _diagnostic(document: TextDocument, remark: Remark) -> lsp.Diagnostic:
    place = lsp.Range(lsp.Position(0, 0), lsp.Position(0, 1))
    message = remark.message
    if (at := remark.position) is not None:
        if _path(document.uri).name == Path(at.file).name:
            codec, lines = document.position_codec, document.lines
            start, end = (lsp.Position(at.line - 1, at.column - 1 + n) for n in (0, at.length))
            place = lsp.Range(*(codec.position_to_client_units(lines, p) for p in (start, end)))
        else:  # a mistake in a file that this one reads
            message = f"{at.file}:{at.line}:{at.column}: {message}"
    if remark.hint:
        message += f"\n{remark.hint}"
    severity = getattr(lsp.DiagnosticSeverity, remark.severity.capitalize())
    return lsp.Diagnostic(place, message, severity=severity, source="detlm")


def _named_at(server: Server, params: Any) -> tuple[TextDocument, Known, int]:
    document = server.document(params.text_document.uri)
    return document, server.known(document), _offset(document, params.position)


def make_server() -> Server:
    """A server with all features, not started."""
    server = Server()
    _watching(server)
    _looking(server)
    _changing(server)
    _running(server)
    return server


# -- diagnostics ------------------------------------------------------------------------------------


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
        server.forget(params.text_document.uri)  # files that it reads may have changed
        publish(params.text_document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: lsp.DidCloseTextDocumentParams) -> None:
        server.forget(params.text_document.uri)


# -- looking things up ------------------------------------------------------------------------------


def _looking(server: Server) -> None:
    @server.feature(lsp.TEXT_DOCUMENT_HOVER)
    def hover(params: lsp.HoverParams) -> lsp.Hover | None:
        document, known, offset = _named_at(server, params)
        symbol = known.table.at(offset)
        if symbol is not None:
            said: str | None = symbol_about(known.table, symbol, known.program)
        else:
            word = document.word_at_position(params.position)
            said = word_about(word) if word in KEYWORDS else None
        return None if said is None else lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.Markdown, said))

    @server.feature(lsp.TEXT_DOCUMENT_DEFINITION)
    def definition(params: lsp.DefinitionParams) -> lsp.Location | None:
        document, known, offset = _named_at(server, params)
        symbol = known.table.at(offset)
        if symbol is None:
            return None
        return lsp.Location(document.uri, _range(document, symbol.start, symbol.end))

    @server.feature(lsp.TEXT_DOCUMENT_REFERENCES)
    def references(params: lsp.ReferenceParams) -> list[lsp.Location]:
        document, known, offset = _named_at(server, params)
        symbol = known.table.at(offset)
        found = [] if symbol is None else known.table.places(symbol.name)
        return [
            lsp.Location(document.uri, _range(document, o.start, o.end))
            for o in found
            if params.context.include_declaration or not o.declares
        ]

    @server.feature(lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def outline(params: lsp.DocumentSymbolParams) -> list[lsp.DocumentSymbol]:
        document = server.document(params.text_document.uri)
        return [
            lsp.DocumentSymbol(
                name=s.name,
                kind=_KINDS[s.kind],
                range=_range(document, s.statement.start, s.statement.end),
                selection_range=_range(document, s.start, s.end),
                detail=s.kind,
            )
            for s in server.known(document).table.symbols
        ]

    @server.feature(lsp.TEXT_DOCUMENT_COMPLETION, lsp.CompletionOptions(trigger_characters=['"', "/"]))
    def completion(params: lsp.CompletionParams) -> list[lsp.CompletionItem]:
        document, known, _ = _named_at(server, params)
        line = document.lines[params.position.line] if params.position.line < len(document.lines) else ""
        units = document.position_codec.position_from_client_units(document.lines, params.position).character
        return _completions(known.table, line[:units])


def _completions(table: SymbolTable, before: str) -> list[lsp.CompletionItem]:
    """What may follow ``before``, the line up to the cursor; the client filters by what was typed."""

    def items(labels: list[str], kind: lsp.CompletionItemKind) -> list[lsp.CompletionItem]:
        return [lsp.CompletionItem(label=label, kind=kind) for label in labels]

    if re.fullmatch(r"\s*import\s+\"[^\"]*", before):
        standard = sorted(p.name for p in (data_root() / "dsl" / "std").glob("*.det"))
        return items([f"std/{name}" for name in standard], lsp.CompletionItemKind.File)
    if before.count('"') % 2 or "--" in before:
        return []
    if re.fullmatch(r"\w*", before):
        return [
            lsp.CompletionItem(
                label=word, kind=lsp.CompletionItemKind.Keyword, documentation=word_about(word)
            )
            for word in KEYWORDS
        ]
    if re.fullmatch(r"mode\s+\w*", before):
        return items(["deterministic", "hybrid", "probing"], lsp.CompletionItemKind.EnumMember)
    names = [
        lsp.CompletionItem(label=s.name, kind=lsp.CompletionItemKind.Class, detail=s.kind)
        for s in table.symbols
        if s.kind != "program"
    ]
    return names + items(sorted(RESERVED - set(KEYWORDS)), lsp.CompletionItemKind.Keyword)


# -- changing the text ------------------------------------------------------------------------------


def _changing(server: Server) -> None:
    @server.feature(lsp.TEXT_DOCUMENT_FORMATTING)
    def formatting(params: lsp.DocumentFormattingParams) -> list[lsp.TextEdit]:
        document = server.document(params.text_document.uri)
        try:
            require_readable(document.source, document.uri)
        except ConstraintError:  # the layout of what cannot be read would be guessed
            return []
        new = format_source(document.source)
        if new == document.source:
            return []
        return [lsp.TextEdit(_range(document, 0, len(document.source)), new)]

    @server.feature(lsp.TEXT_DOCUMENT_PREPARE_RENAME)
    def prepare(params: lsp.PrepareRenameParams) -> lsp.Range | None:
        document, known, offset = _named_at(server, params)
        return next(
            (_range(document, o.start, o.end) for o in known.table.occurrences if o.start <= offset <= o.end),
            None,
        )

    @server.feature(lsp.TEXT_DOCUMENT_RENAME, lsp.RenameOptions(prepare_provider=True))
    def rename(params: lsp.RenameParams) -> lsp.WorkspaceEdit | None:
        document, known, offset = _named_at(server, params)
        symbol = known.table.at(offset)
        if symbol is None:
            return None
        if mistake := _bad_name(params.new_name, known.table):
            server.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Error, mistake))
            return None
        edits = [
            lsp.TextEdit(_range(document, o.start, o.end), params.new_name)
            for o in known.table.places(symbol.name)
        ]
        return lsp.WorkspaceEdit(changes={document.uri: edits})


def _bad_name(name: str, table: SymbolTable) -> str | None:
    if not _NAME.fullmatch(name):
        return f"{name!r} is no name: ASCII letters, digits and _, not a digit first"
    if name in RESERVED:
        return f"{name} is a word of the language"
    if any(s.name == name for s in table.symbols):
        return f"{name} is declared already"
    return None


# -- example lines ----------------------------------------------------------------------------------


def _running(server: Server) -> None:
    @server.feature(lsp.TEXT_DOCUMENT_CODE_LENS)
    def lenses(params: lsp.CodeLensParams) -> list[lsp.CodeLens]:
        document = server.document(params.text_document.uri)
        out = []
        examples = read_examples(document.source)
        for number, line in enumerate(document.lines):
            if re.match(r"output\b", line):
                at = lsp.Position(number, 0)
                prompt = next((e.text for e in examples if e.kind == "?"), "")
                title = f"generate an answer to {prompt!r}" if prompt else "generate an answer"
                command = lsp.Command(title, GENERATE, arguments=[document.uri, prompt])
                out.append(lsp.CodeLens(lsp.Range(at, at), command))
        for example in examples:
            if example.kind != "?":
                at = lsp.Position(example.line - 1, 0)
                command = lsp.Command("run this example", RUN_EXAMPLE, arguments=[document.uri, example.line])
                out.append(lsp.CodeLens(lsp.Range(at, at), command))
        return out

    @server.command(RUN_EXAMPLE)
    def run_example(uri: str, line: int) -> dict[str, Any]:
        document = server.document(uri)
        known = server.known(document)
        example = next((e for e in read_examples(document.source) if e.line == line), None)
        good, said = _judged(known.program, example)
        kind = lsp.MessageType.Info if good else lsp.MessageType.Error
        server.window_show_message(lsp.ShowMessageParams(kind, said))
        return {"ok": good, "message": said}

    @server.command(GENERATE)
    async def generate(uri: str, prompt: str) -> None:
        """Begins; what comes of it is a message. Asked again for the same file, the first one is given up."""
        if (before := server.generating.get(uri)) is not None:
            before.cancel()
        server.generating[uri] = asyncio.create_task(_generate(server, uri, prompt))

    @server.feature(lsp.SHUTDOWN)
    async def ending(_: None) -> None:
        for task in server.generating.values():
            task.cancel()
        await asyncio.gather(*server.generating.values(), return_exceptions=True)


async def _generate(server: Server, uri: str, prompt: str) -> None:
    path = _path(uri)
    if not path.is_file() or path.read_bytes() != server.document(uri).source.encode():
        outcome = Outcome(False, "save the file first: answers are generated from what is saved")
    else:
        async with _cancellable(server, f"detlm generates from {path.name}"):
            outcome = await generated(path, prompt)
    kind = lsp.MessageType.Info if outcome.good else lsp.MessageType.Warning
    server.window_log_message(lsp.LogMessageParams(kind, f"? {prompt}\n{outcome.said}"))
    server.window_show_message(lsp.ShowMessageParams(kind, outcome.said))


@asynccontextmanager
async def _cancellable(server: Server, title: str) -> AsyncIterator[None]:
    """Shows that something goes on, where the client can, and cancels it when people ask for that."""
    window, task = server.client_capabilities.window, asyncio.current_task()
    if window is None or not window.work_done_progress or task is None:
        yield
        return
    token, progress = str(uuid.uuid4()), server.work_done_progress
    await progress.create_async(token)
    progress.tokens[token].add_done_callback(lambda _: task.cancel())
    progress.begin(token, lsp.WorkDoneProgressBegin(title, cancellable=True))
    try:
        yield
    finally:
        progress.end(token, lsp.WorkDoneProgressEnd())


def _judged(program: Program | None, example: Example | None) -> tuple[bool, str]:
    from detlm.errors import DetlmError
    from detlm.mask.trials import Judge

    if program is None:
        return False, "the file has mistakes"
    if example is None:
        return False, "there is no example on this line"
    try:
        outcome = Judge(program)(example)
    except DetlmError as error:
        return False, error.message
    return outcome.good, outcome.said
