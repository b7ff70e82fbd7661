"""Facts files: UTF-8 text, one fact a line, three columns apart by tabs, ``#`` before a comment.

Reads and checks them, with positions. Inline facts and rules are ``resolve.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from detlm.syntax.diagnostics import Report, Source, Span, shown
from detlm.syntax.program import Atom, Position, SourceFile
from detlm.syntax.texts import name_mistake

MAX_BYTES = 8_000_000
MAX_MISTAKES = 5  # shown per file

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class FactsFiles:
    """Where ``facts from`` looks: embedded files when given, else the constraint file's own folder."""

    def __init__(self, base: Path | None, files: Mapping[str, bytes] | None) -> None:
        self._base = base
        self._files = files

    def read(self, path: str, span: Span, report: Report) -> SourceFile | None:
        """The file named by a statement at ``span``, or None after reporting why not."""
        if self._files is not None:
            content = self._files.get(path)
            if content is None:
                report.error(span, f"the facts file {shown(path)} is not enclosed")
        else:
            content = self._from_disk(path, span, report)
        if content is not None and len(content) > MAX_BYTES:
            report.error(span, f"the facts file is larger than {MAX_BYTES:,} bytes", "split the facts up")
            return None
        return None if content is None else SourceFile(path, content)

    def _from_disk(self, path: str, span: Span, report: Report) -> bytes | None:
        if self._base is None:
            report.error(span, "a text without a folder has no facts files", "write the facts inline")
            return None
        inside = "the path is relative to the constraint file and stays in its folder"
        try:
            base = self._base.resolve()
            file = (base / path).resolve()
            if Path(path).is_absolute() or not file.is_relative_to(base):
                report.error(span, f"{shown(path)} leaves the folder of the constraint file", inside)
            elif not file.exists():
                report.error(span, f"there is no file {shown(path)} beside the constraint file", inside)
            elif not file.is_file():
                report.error(span, f"{shown(path)} is no file", inside)
            else:
                with file.open("rb") as handle:
                    return handle.read(MAX_BYTES + 1)
        except (OSError, ValueError, RuntimeError) as error:
            reason = getattr(error, "strerror", None) or error
            report.error(span, f"{shown(path)} cannot be read: {reason}")
        return None


def read_facts(file: SourceFile, report: Report) -> list[tuple[Atom, Position]]:
    """The facts of a file with their positions; mistakes go to the report."""
    try:
        text = file.content.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        source = Source(file.name, file.content[: error.start].decode("utf-8"))
        at = len(source.text)
        report.add(source.diagnostic((at, at), "the facts file is not UTF-8 text", "save it as UTF-8"))
        return []
    source = Source(file.name, text)
    facts: list[tuple[Atom, Position]] = []
    mistakes = 0
    for start, line in _lines(text):
        columns = line.split("\t")
        mistake = _mistake(columns)
        if mistake is None:
            subject, relation, object_ = (c.encode() for c in columns)
            position = source.position((start, start + len(line)))
            facts.append((Atom(relation, subject, object_), position))
            continue
        number, message, hint = mistake
        at = start + sum(len(c) + 1 for c in columns[:number])
        report.add(source.diagnostic((at, at + max(1, len(columns[number]))), message, hint))
        mistakes += 1
        if mistakes == MAX_MISTAKES:
            break
    return facts


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        content = line.removesuffix("\r")
        if content.strip() and not content.startswith("#"):
            yield start, content
        start += len(line) + 1


def _mistake(columns: list[str]) -> tuple[int, str, str] | None:
    """The column (from 0), message and hint of the first mistake in a line, or None."""
    if len(columns) != 3:
        count = "1 column" if len(columns) == 1 else f"{len(columns)} columns"
        return 0, f"a fact has 3 columns apart by tabs, this line has {count}", "subject, relation, object"
    if not _NAME.fullmatch(columns[1]):
        return 1, f"{shown(columns[1])} is no relation name", "letters, digits and _, beginning with a letter"
    for number in (0, 2):
        if mistake := name_mistake(columns[number]):
            return number, *mistake
    return None
