"""Where a declared name is used: in its own file, and in the files that import it.

Who can import a file is told by where it lies: imports lead to a file's own folder and below, so those files
are in its folder or above it, and no folder is searched through. Open files count as the editor shows them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from lsprotocol import types as lsp

from detlm.lsp.documents import Document, place_of
from detlm.lsp.imports import File
from detlm.lsp.session import Server
from detlm.lsp.symbols import Symbol

MOST_FILES = 500  # that are looked at besides those that are open


class Target(NamedTuple):
    """A declared name and the file that declares it."""

    file: File
    symbol: Symbol


class Use(NamedTuple):
    """A name at characters ``start`` to ``end`` of a file."""

    file: File
    start: int
    end: int
    declares: bool


class Importing(NamedTuple):
    """The files that import one, themselves or through others; ``complete``: whether all were looked at."""

    files: list[File]
    complete: bool


def target(server: Server, document: Document, offset: int) -> Target | None:
    """The name that stands at an offset, where it is declared; none that a statement alone has."""
    own = server.table(document).at(offset)
    if own is not None:
        return Target(server.file(document), own)
    found = server.imported(document, offset)
    return None if found is None else Target(found.file, found.symbol)


def importing(server: Server, file: File, asked: Document) -> Importing:
    """The files that import ``file``, as far as they are open or lie in its folder or above.

    Of detlm's library, which lies elsewhere: in the folder of the file that is ``asked`` about, or above.
    """
    place = file.path.resolve()
    near = asked.place if file.of_library else place
    files = [server.file(d) for d in server.documents]
    shown = {d.place for d in server.documents}
    complete, looked_at = True, 0
    for path in () if near is None else _beside_and_above(server, near):
        if path in shown or path == place:
            continue
        if looked_at == MOST_FILES:
            complete = False
            break
        looked_at += 1
        if (read := server.imports.read(path)) is not None:
            files.append(read)
    return Importing([f for f in files if place in server.imports.places(f)], complete)


def own_uses(file: File, name: str, within: int | None = None) -> list[Use]:
    """Where a name stands in the file that declares it; ``within``: the statement that alone has it."""
    return [Use(file, o.start, o.end, o.declares) for o in file.table.places(name, within)]


def uses(server: Server, of: Target, files: list[File]) -> list[Use]:
    """Where the name stands: in its own file, its declaration included, and in those that import it."""
    return own_uses(of.file, of.symbol.name) + [use for file in files for use in uses_in(server, of, file)]


def uses_in(server: Server, of: Target, file: File) -> Iterator[Use]:
    """Where the name stands, behind a dot, in a file that imports its own."""
    place = of.file.path.resolve()
    for parts, start in file.table.dotted_names():
        at = start
        for number, part in enumerate(parts, 1):
            if number > 1 and part == of.symbol.name:
                there = server.imports.declared(file, parts[:number])
                if there is not None and there.file.path.resolve() == place:
                    yield Use(file, at, at + len(part), declares=False)
            at += len(part) + 1


def located(uses: list[Use], like: Document) -> list[tuple[Use, lsp.Location]]:
    """Where uses are, in the units of an open document."""
    read: dict[str, Document] = {}
    found = []
    for use in uses:
        there = read.get(use.file.uri) or as_document(use.file, like)
        read[use.file.uri] = there
        found.append((use, lsp.Location(there.uri, there.range(use.start, use.end))))
    return found


def as_document(file: File, like: Document) -> Document:
    """The text of a file that was read, with places as an open document counts them."""
    return Document(file.uri, file.table.text, position_codec=like.position_codec)


def _beside_and_above(server: Server, place: Path) -> Iterator[Path]:
    """The constraint files in the folder of a file and in those above, up to the workspace's.

    Where files are open beside the workspace, up to the uppermost folder with one.
    """
    workspace = server.workspace
    addresses = [folder.uri for folder in workspace.folders.values()] or [workspace.root_uri or ""]
    roots = [root for address in addresses if (root := place_of(address)) is not None]
    roots += [document.place.parent for document in server.documents if document.place is not None]
    around = [root for root in roots if place.is_relative_to(root)]
    folder = place.parent
    while True:
        try:
            inside = sorted(p for p in folder.glob("*.det") if not p.name.startswith("."))
            yield from (p.resolve() for p in inside if p.is_file())
        except (OSError, RuntimeError):  # may not be looked into
            pass
        if not any(folder != root and folder.is_relative_to(root) for root in around):
            return
        folder = folder.parent
