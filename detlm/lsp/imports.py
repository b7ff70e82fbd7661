"""The files that a constraint file imports, and the names that they declare.

A file is looked at when something is asked of its names, and not again while it stays the same; one that is
open in the editor is what the editor says it is. What cannot be read leads nowhere: ``checking.py`` says why.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from detlm.config import data_root
from detlm.lsp.symbols import Symbol, SymbolTable, symbol_table
from detlm.syntax.diagnostics import as_read
from detlm.syntax.files import LIBRARY, MAX_BYTES
from detlm.syntax.linking import MAX_FILES

_QUOTED = re.compile(r'"([^"\\\n]+)"')

#: The kinds of names that an import lends.
LENT = frozenset({"category", "shape", "scope", "predicate", "attribute"})


class File(NamedTuple):
    """A file and its names. ``name``: what it is called, from the folder of the file that is edited."""

    uri: str
    table: SymbolTable
    name: str
    folder: Path | None  # None for a text that was never saved: it has the library only

    @property
    def path(self) -> Path:
        """Where it lies."""
        return _path(self.name, self.folder)

    @property
    def of_library(self) -> bool:
        """Whether it is detlm's own."""
        return self.name.split("/")[0] == LIBRARY and self.path.is_relative_to(data_root())

    def called(self, path: str) -> str:
        """What the file is called that it names by a path."""
        folder = "" if path.split("/")[0] == LIBRARY else posixpath.dirname(self.name)
        return posixpath.normpath(posixpath.join(folder, path))


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
        place = self.place(file, symbol)
        if place is None:
            return None
        name = file.called(symbol.path)
        try:
            as_named = _path(name, file.folder).absolute()
            uri, table = self._opened(place) or (as_named.as_uri(), self._on_disk(place))
        except (OSError, ValueError, RuntimeError):  # not there, not text, a circle of links
            return None
        return File(uri, table, name, file.folder)

    def read(self, path: Path) -> File | None:
        """A file on the disk, in a folder of its own."""
        try:
            return File(path.as_uri(), self._on_disk(path), path.name, path.parent)
        except (OSError, ValueError):
            return None

    def text(self, file: File, path: str) -> str:
        """What another file says that ``file`` names, as it was saved; "" where it cannot be read."""
        try:
            return _path(file.called(path), file.folder).read_bytes()[:MAX_BYTES].decode("utf-8")
        except (OSError, ValueError):
            return ""

    def place(self, file: File, symbol: Symbol) -> Path | None:
        """Where the file is, or would be, that an import of ``file`` names."""
        path = symbol.path
        if symbol.kind != "import" or path.startswith("/") or posixpath.normpath(path).startswith(".."):
            return None
        name = file.called(path)
        try:
            place = _path(name, file.folder).resolve()
            root = _path(LIBRARY, file.folder) if name.split("/")[0] == LIBRARY else file.folder
            return place if root is not None and place.is_relative_to(root.resolve()) else None
        except (OSError, ValueError, RuntimeError):
            return None

    def places(self, file: File) -> set[Path]:
        """Where the files are, or would be, that a file imports, and those that they import."""
        return set(self.reached(file))

    def reached(self, file: File) -> dict[Path, File | None]:
        """The files that a file imports, and those that they import; None where one cannot be read."""
        found: dict[Path, File | None] = {}
        waiting = [file]
        while waiting and len(found) <= MAX_FILES:
            file = waiting.pop()
            for symbol in file.table.symbols:
                place = self.place(file, symbol)
                if place is None or place in found:
                    continue
                found[place] = following = self.file(file, symbol)
                if following is not None:
                    waiting.append(following)
        return found

    def leading(self, file: File, name: str, seen: set[str] | None = None) -> tuple[int, int] | None:
        """Where ``file`` names, by a quoted path, the file called ``name`` or one that reads it."""
        seen = set() if seen is None else seen
        if file.name in seen:
            return None
        seen.add(file.name)
        for match in _QUOTED.finditer(file.table.text):
            if file.called(match[1]) == name:
                return match.span()
        for symbol in file.table.symbols:
            following = self.file(file, symbol)
            if following is not None and self.leading(following, name, seen) is not None:
                return symbol.statement.start, symbol.statement.end
        return None

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


def _path(name: str, folder: Path | None) -> Path:
    root = data_root() / "dsl" if name.split("/")[0] == LIBRARY else folder
    return Path(name) if root is None else root / name
