"""Renaming: a name of a statement where it stands, a declared one in every file that imports its own.

A rename that could not be whole is refused, with what stands in its way.
"""

from __future__ import annotations

import re

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException

from detlm.lsp.documents import Document
from detlm.lsp.imports import LENT
from detlm.lsp.relations import shared_by
from detlm.lsp.session import Server, named_at
from detlm.lsp.symbols import SymbolTable, own_names
from detlm.lsp.uses import MOST_FILES, Importing, Target, Use, importing, located, own_uses, target, uses
from detlm.syntax.diagnostics import SourceError
from detlm.syntax.layout import RESERVED
from detlm.syntax.parser import require_readable

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def renaming(server: Server) -> None:
    """Add this feature."""

    @server.feature(lsp.TEXT_DOCUMENT_PREPARE_RENAME)
    def prepare(params: lsp.PrepareRenameParams) -> lsp.Range | None:
        document, known, offset = named_at(server, params)
        own = known.table.occurrence(offset)
        if own is not None:
            return document.range(own.start, own.end)
        named = _renamed(server, document, offset)
        place = known.table.part_at(offset)
        return None if named is None or place is None else document.range(*place)

    @server.feature(lsp.TEXT_DOCUMENT_RENAME, lsp.RenameOptions(prepare_provider=True))
    def rename(params: lsp.RenameParams) -> lsp.WorkspaceEdit | None:
        document, known, offset = named_at(server, params)
        own, new = known.table.occurrence(offset), params.new_name
        if own is not None and own.within is not None:
            if mistake := _bad_name(new, known.table, own.within):
                raise _refused(mistake)
            return _edits(own_uses(server.file(document), own.name, own.within), new, document)
        named = _renamed(server, document, offset)
        if named is None:
            return None
        if mistake := _bad_name(new, named.file.table):
            raise _refused(mistake)
        others = importing(server, named.file, document)
        if mistake := _partial(server, named, others):
            raise _refused(mistake)
        edit = _edits(uses(server, named, others.files), new, document)
        _give_alias(edit, named, new, document)
        return edit


def _renamed(server: Server, document: Document, offset: int) -> Target | None:
    """The name to rename; refused where it is the library's."""
    named = target(server, document, offset)
    if named is not None and named.file.of_library:
        raise _refused(f"{named.symbol.name} belongs to {named.file.name}, a file of detlm's library")
    return named


def _partial(server: Server, named: Target, others: Importing) -> str | None:
    """Why not every use would be renamed, if so."""
    kind, own = named.symbol.kind, named.file
    if kind == "sentence" and (other := shared_by(server, named, others.files)) is not None:
        return (
            f"{named.symbol.name} is a relation of {other} too: files that import one another share relations"
        )
    if kind not in LENT | {"import"}:
        return None
    if not others.complete:
        return f"more than {MOST_FILES} constraint files lie beside and above {own.name}, too many to look at"
    for file in [own, *others.files] if others.files else ():
        try:
            require_readable(file.table.text, file.name)
        except SourceError as error:
            first = error.diagnostics[0]
            where = f"{first.position.file}:{first.position.line}"
            return f"{where}: {first.message}; correct this first, or not every use would be renamed"
    return None


def _edits(found: list[Use], new: str, like: Document) -> lsp.WorkspaceEdit:
    changes: dict[str, list[lsp.TextEdit]] = {}
    for _, at in located(found, like):
        changes.setdefault(at.uri, []).append(lsp.TextEdit(at.range, new))
    return lsp.WorkspaceEdit(changes=dict(changes))


def _give_alias(edit: lsp.WorkspaceEdit, named: Target, new: str, like: Document) -> None:
    """An import without `as`, whose name is its file's, gets one."""
    table, symbol = named.file.table, named.symbol
    if symbol.kind == "import" and not any(o.declares for o in table.places(symbol.name)):
        ((_, at),) = located([Use(named.file, symbol.statement.end, symbol.statement.end, True)], like)
        assert edit.changes is not None
        before = edit.changes.get(at.uri, ())
        edit.changes = {**edit.changes, at.uri: [*before, lsp.TextEdit(at.range, f" as {new}")]}


def _refused(why: str) -> JsonRpcException:
    return JsonRpcException(why, lsp.LSPErrorCodes.RequestFailed.value)


def _bad_name(name: str, table: SymbolTable, within: int | None = None) -> str | None:
    if not _NAME.fullmatch(name):
        return f"{name!r} is no name: ASCII letters, digits and _, not a digit first"
    if name in RESERVED:
        return f"{name} is a word of the language"
    here = [c for c in table.statements if within in (None, c.start)]
    if table.symbol(name) is not None or any(name in own_names(table.text, c) for c in here):
        return f"{name} is declared already"
    return None
