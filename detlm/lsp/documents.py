"""Open texts, their lines and places as the protocol counts them, and where the files lie that they name.

pygls ends lines where Python does, also at U+2028 and form feeds; editors end them at newlines and carriage
returns only, and whoever counts otherwise applies the next change at the wrong place.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from lsprotocol import types as lsp
from pygls.uris import to_fs_path
from pygls.workspace import TextDocument

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


class Surroundings(NamedTuple):
    """What a text is called, the folder of the files that it names, and the files that the editor shows.

    ``folder`` is None for a text that was never saved: it names files of the library only.
    """

    name: str
    folder: Path | None
    opened: Mapping[Path, bytes]


class Document(TextDocument):
    """An open text."""

    @classmethod
    def of(cls, document: TextDocument) -> Document:
        """What pygls keeps of a text, with our lines."""
        return cls(
            document.uri,
            document.source,
            document.version,
            document.language_id,
            position_codec=document.position_codec,
        )

    @cached_property
    def place(self) -> Path | None:
        """The resolved path of its file; None when it has none."""
        return place_of(self.uri)

    @cached_property
    def _cut(self) -> tuple[str, ...]:
        return tuple(_LINE.findall(self.source))

    @cached_property
    def _starts(self) -> list[int]:
        starts = [0]
        for line in self.lines:
            starts.append(starts[-1] + len(line))
        if self.lines and not self.lines[-1].endswith(("\n", "\r")):
            starts.pop()  # behind the last line there is no other
        return starts

    @property
    def lines(self) -> Sequence[str]:
        """Its lines, with their ends."""
        return self._cut

    def apply_change(self, change: lsp.TextDocumentContentChangeEvent) -> None:
        """Take over what was typed."""
        text = self.source
        if isinstance(change, lsp.TextDocumentContentChangePartial):
            start, end = (self.offset_at_position(p) for p in (change.range.start, change.range.end))
            self._source = text[:start] + change.text + text[end:]
        else:
            self._source = change.text
        for known in ("_cut", "_starts"):
            self.__dict__.pop(known, None)

    def offset_at_position(self, client_position: lsp.Position) -> int:
        """The characters before a place; one behind the end of its line is that end."""
        number, wanted = client_position.line, client_position.character
        if number >= len(self.lines):
            return len(self.source)
        line, units = self.lines[number].rstrip("\r\n"), 0
        for index, character in enumerate(line):
            if units >= wanted:
                return self._starts[number] + index
            units += self.position_codec.client_num_units(character)
        return self._starts[number] + len(line)

    def position(self, offset: int) -> lsp.Position:
        """A place, in the editor's units."""
        number = bisect_right(self._starts, offset) - 1
        before = self.source[self._starts[number] : offset]
        return lsp.Position(number, self.position_codec.client_num_units(before))

    def range(self, start: int, end: int) -> lsp.Range:
        """Two offsets as the editor counts."""
        return lsp.Range(self.position(start), self.position(end))


def path_of(uri: str) -> Path | None:
    """The path of a document; None if it was never saved, or lies where there are no paths."""
    path = to_fs_path(uri)
    return Path(path) if path else None


def place_of(uri: str) -> Path | None:
    """The resolved path of a document; None when it has none."""
    path = path_of(uri)
    try:
        return None if path is None else path.resolve()
    except (OSError, RuntimeError, ValueError):  # a circle of links, a NUL
        return None
