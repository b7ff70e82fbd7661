"""Files that a constraint file names: found in its folder, in detlm's own library, or in a certificate.

A file is called by its path from the constraint file's folder (``lib/words.txt``), or ``std/…`` for the
library's. Only reading: what facts, words and imports mean is told elsewhere.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from detlm.config import data_root
from detlm.syntax.diagnostics import Report, Source, Span, as_read, did_you_mean, shown
from detlm.syntax.program import SourceFile

MAX_BYTES = 8_000_000
LIBRARY = "std"
NONE: Mapping[Path, bytes] = MappingProxyType({})  # no file is open in an editor


class Files:
    """Where files are looked for: among the embedded ones when given, else on the disk.

    ``opened``: files that an editor shows, by their resolved paths; what it shows wins over the disk.
    ``sources`` has every file read, each once, in the order in which they were asked for.
    """

    def __init__(
        self, base: Path | None, embedded: Mapping[str, bytes] | None, opened: Mapping[Path, bytes] = NONE
    ) -> None:
        self._base = base
        self._embedded = embedded
        self._opened = opened
        self.sources: dict[str, SourceFile] = {}

    def name(self, path: str, span: Span, report: Report) -> str:
        """What the file is called that a statement at ``span`` names by ``path``."""
        if path.split("/")[0] == LIBRARY:
            return posixpath.normpath(path)
        source, base = report.source_of(span)
        folder = posixpath.dirname(source.name) if base else ""
        return posixpath.normpath(posixpath.join(folder, path))

    def read(self, path: str, span: Span, report: Report, what: str) -> SourceFile | None:
        """The file named at ``span``, or None after reporting why not; ``what``: "facts file" or the like."""
        name = self.name(path, span, report)
        if name in self.sources:
            return self.sources[name]
        if self._embedded is not None:
            content = self._embedded.get(name)
            if content is None:
                report.error(span, f"the {what} {shown(path)} is not enclosed")
        else:
            content = self._from_disk(name, path, span, report, what)
        if content is not None and len(content) > MAX_BYTES:
            report.error(span, f"the {what} is larger than {MAX_BYTES:,} bytes", "split it up")
            return None
        if content is None:
            return None
        self.sources[name] = SourceFile(name, content)
        return self.sources[name]

    def text(self, file: SourceFile, report: Report, what: str) -> str | None:
        """The text of a file, or None after reporting that it has none."""
        try:
            return as_read(file.content.decode("utf-8"))
        except UnicodeDecodeError as error:
            source = Source(file.name, file.content[: error.start].decode("utf-8"))
            at = len(source.text)
            report.add(source.diagnostic((at, at), f"the {what} is not UTF-8 text", "save it as UTF-8"))
            return None

    def _from_disk(self, name: str, path: str, span: Span, report: Report, what: str) -> bytes | None:
        inside = "the path is relative to the file that names it and stays in its folder"
        if Path(path).is_absolute() or posixpath.normpath(path).startswith(".."):
            report.error(span, f"{shown(path)} leaves the folder of the constraint file", inside)
            return None
        library = name.split("/")[0] == LIBRARY
        root = data_root() / "dsl" if library else self._base
        if root is None:
            report.error(span, f"a text without a folder has no {what}s", "write them inline")
            return None
        try:
            base = root.resolve()
            file = (base / name).resolve()
            if not file.is_relative_to(base):
                report.error(span, f"{shown(path)} leaves the folder of the constraint file", inside)
            elif file in self._opened:
                return self._opened[file]
            elif not file.exists():
                place = "in detlm's library" if library else "beside the constraint file"
                report.error(span, f"there is no file {shown(path)} {place}", _near(file, library) or inside)
            elif not file.is_file():
                report.error(span, f"{shown(path)} is no file", inside)
            else:
                with file.open("rb") as handle:
                    return handle.read(MAX_BYTES + 1)
        except (OSError, ValueError, RuntimeError) as error:
            reason = getattr(error, "strerror", None) or error
            report.error(span, f"{shown(path)} cannot be read: {reason}")
        return None


def _near(file: Path, library: bool) -> str | None:
    """A file beside the missing one with nearly its name."""
    if not file.parent.is_dir():
        return None
    names = sorted(f.name for f in file.parent.iterdir() if f.is_file())
    if near := did_you_mean(file.name, names):
        return near
    return f"the library has {', '.join(names) or 'nothing yet'}" if library else None
