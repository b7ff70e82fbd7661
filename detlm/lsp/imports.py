"""The files that a constraint file imports, and the names that they declare.

A file is looked at when something is asked of its names, and not again while it stays the same; one that is
open in the editor is what the editor says it is. What cannot be read leads nowhere: ``checking.py`` says why.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from detlm.config import data_root
from detlm.lsp.symbols import Symbol, SymbolTable, symbol_table
from detlm.syntax.diagnostics import as_read
from detlm.syntax.files import LIBRARY, MAX_BYTES

#: The kinds of names that an import lends.
LENT = frozenset({"category", "shape", "scope", "predicate", "attribute"})


class File(NamedTuple):
    """A file and its names. ``name``: what it is called, from the folder of the file that is edited."""

    uri: str
    table: SymbolTable
    name: str
    folder: Path

    @property
    def path(self) -> Path:
        """Where it lies."""
        return _place(self.name, self.folder)


class Found(NamedTuple):
    """What ``name``, with its dots, leads to in another file."""

    name: str
    file: File
    symbol: Symbol


class _Kept(NamedTuple):
    state: tuple[int, ...]  # of the file when it was read
    table: SymbolTable


class Imports:
    """Reads imported files; ``opened``: address and names of a file that the editor has open, if it has."""

    def __init__(self, opened: Callable[[Path], tuple[str, SymbolTable] | None]) -> None:
        self._opened = opened
        self._kept: dict[Path, _Kept] = {}

    def file(self, file: File, symbol: Symbol) -> File | None:
        """The file that an import of ``file`` names."""
        if symbol.kind != "import" or symbol.path.startswith("/"):
            return None
        library = symbol.path.split("/")[0] == LIBRARY
        folder = "" if library else posixpath.dirname(file.name)
        name = posixpath.normpath(posixpath.join(folder, symbol.path))
        place = _place(name, file.folder)
        try:
            root = _place(LIBRARY, file.folder) if name.split("/")[0] == LIBRARY else file.folder
            path = place.resolve()
            if posixpath.normpath(symbol.path).startswith("..") or not path.is_relative_to(root.resolve()):
                return None
            uri, table = self._opened(path) or (place.absolute().as_uri(), self._on_disk(path))
        except (OSError, ValueError, RuntimeError):  # not there, not text, a circle of links
            return None
        return File(uri, table, name, file.folder)

    def declared(self, file: File, parts: Sequence[str]) -> Found | None:
        """What ``l.inner.Base`` leads to, import by import, unless it stays in its own file."""
        for number, part in enumerate(parts, 1):
            symbol = file.table.symbol(part)
            if symbol is None:
                return None
            if number == len(parts):
                lent = number > 1 and symbol.kind in LENT | {"import"}
                return Found(".".join(parts), file, symbol) if lent else None
            following = self.file(file, symbol)
            if following is None:
                return None
            file = following
        return None

    def _on_disk(self, path: Path) -> SymbolTable:
        with path.open("rb") as handle:
            stat = os.fstat(handle.fileno())
            state = (stat.st_ino, stat.st_size, stat.st_mtime_ns)
            kept = self._kept.get(path)
            if kept is None or kept.state != state:
                if stat.st_size > MAX_BYTES:
                    raise ValueError("too large to import")
                kept = self._kept[path] = _Kept(state, symbol_table(as_read(handle.read().decode("utf-8"))))
        return kept.table


def _place(name: str, folder: Path) -> Path:
    return (data_root() / "dsl" if name.split("/")[0] == LIBRARY else folder) / name
