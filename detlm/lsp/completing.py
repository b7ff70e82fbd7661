"""What may follow where one types."""

from __future__ import annotations

import re

from lsprotocol import types as lsp

from detlm.config import data_root
from detlm.lsp.about import word_about
from detlm.lsp.imports import File, Imports
from detlm.lsp.session import Server, named_at
from detlm.lsp.standing import standing
from detlm.lsp.symbols import SymbolTable, own_names
from detlm.syntax.layout import KEYWORDS, RESERVED

_BEHIND_A_DOT = re.compile(r"(?<![\w.])((?:[A-Za-z_][A-Za-z0-9_]*\.)+)\w*\Z")


def completing(server: Server) -> None:
    """Add this feature."""

    @server.feature(lsp.TEXT_DOCUMENT_COMPLETION, lsp.CompletionOptions(trigger_characters=['"', "/", "."]))
    def completion(params: lsp.CompletionParams) -> list[lsp.CompletionItem]:
        document, known, offset = named_at(server, params)
        line = document.lines[params.position.line] if params.position.line < len(document.lines) else ""
        units = document.position_codec.position_from_client_units(document.lines, params.position).character
        before = line[:units]
        if (match := _BEHIND_A_DOT.search(before)) is not None:
            at = offset - len(before) + match.start()
            return _lent(server.imports, server.file(document), match[1].split(".")[:-1], at)
        return [] if before.endswith(".") else _completions(known.table, before)


def _lent(imports: Imports, file: File, parts: list[str], at: int) -> list[lsp.CompletionItem]:
    """The names behind those of imports that can stand where ``parts`` begin, at a character offset."""
    chunk = file.table.statement(at)
    if chunk is None or parts[0] in own_names(file.table.text, chunk):
        return []
    wanted = standing(file.table.text, chunk, at)
    following: File | None = file
    for part in parts:
        symbol = None if following is None else following.table.symbol(part)
        following = None if symbol is None or following is None else imports.file(following, symbol)
    if following is None or not wanted.kinds:
        return []
    return [
        lsp.CompletionItem(
            label=s.name,
            kind=lsp.CompletionItemKind.Module if s.kind == "import" else lsp.CompletionItemKind.Class,
            detail=s.kind,
            documentation=following.table.text[s.statement.start : s.statement.end],
        )
        for s in following.table.symbols
        if s.kind == "import" or wanted.takes(s)
    ]


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
