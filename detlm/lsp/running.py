"""What runs from the editor: example lines, and answers generated from the file."""

from __future__ import annotations

import asyncio
import re
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp

from detlm.lsp.documents import path_of
from detlm.lsp.generating import Outcome, generated
from detlm.lsp.session import Server
from detlm.syntax.diagnostics import as_read
from detlm.syntax.examples import Example, read_examples
from detlm.syntax.program import Program

RUN_EXAMPLE = "detlm.runExample"
GENERATE = "detlm.generate"


def running(server: Server) -> None:
    """Add these features."""

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
        server.ending = True
        for task in server.generating.values():
            task.cancel()
        await asyncio.gather(*server.generating.values(), return_exceptions=True)


async def _generate(server: Server, uri: str, prompt: str) -> None:
    path = path_of(uri)
    if (unsaved := _unsaved(server, uri)) or path is None:
        outcome = Outcome(
            False, f"save {unsaved or 'the file'} first: answers are generated from what is saved"
        )
    else:
        async with _cancellable(server, f"detlm generates from {path.name}"):
            outcome = await generated(path, prompt)
    kind = lsp.MessageType.Info if outcome.good else lsp.MessageType.Warning
    server.window_log_message(lsp.LogMessageParams(kind, f"? {prompt}\n{outcome.said}"))
    server.window_show_message(lsp.ShowMessageParams(kind, outcome.said))


def _unsaved(server: Server, uri: str) -> str:
    """The file, or one that it imports, that the editor shows otherwise than it was saved; "" if none."""
    document = server.document(uri)
    if (path := path_of(uri)) is None or not _as_saved(path, document.source):
        return "the file"
    imported = server.imports.places(server.file(document))
    shown = ((d.place, d.source) for d in server.documents if d.place is not None and d.place in imported)
    return next((place.name for place, source in shown if not _as_saved(place, source)), "")


def _as_saved(path: Path, text: str) -> bool:
    try:
        return as_read(path.read_bytes().decode("utf-8")) == as_read(text)
    except (OSError, ValueError):  # not there, not text
        return False


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
