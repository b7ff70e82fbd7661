"""Facts files: UTF-8 text, one fact a line, three columns apart by tabs, ``#`` before a comment.

Checks them, with positions. Finding files is ``files.py``, inline facts are ``facts_and_rules.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from detlm.syntax.diagnostics import Report, Source, shown
from detlm.syntax.program import Atom, Position, SourceFile
from detlm.syntax.texts import name_mistake

MAX_MISTAKES = 5  # shown per file

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


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
