"""Libraries: constraint files that only declare things for others to import, without `program` and `output`.

A library is read like a program whose output does not matter, so that its mistakes are told at their places.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from detlm.syntax import ast
from detlm.syntax.diagnostics import Report, Source, as_read
from detlm.syntax.files import NONE
from detlm.syntax.layout import KEYWORDS, split_statements
from detlm.syntax.parser import parse
from detlm.syntax.program import Position, Program
from detlm.syntax.reader import read_source, read_text

# What a file that is imported can say, by first words; `linking.py` refuses the rest.
DECLARING = frozenset(
    {"import", "fact", "facts", "rule", "sentence", "category", "shape", "scope", "predicate", "attribute"}
    | {"constraint"}
)


@dataclass(frozen=True)
class Library:
    """A library that could be read. ``text``: what it says. ``declared``: how many of each kind of thing."""

    path: Path
    text: str
    declared: Mapping[str, int]
    categories: Mapping[str, Position]
    with_parameters: Mapping[str, Position]
    files: int  # that it reads besides itself

    def program_of(self, category: str) -> Program:
        """A program whose answers are the texts of one category. Raises ``SourceError``."""
        return completed(self.text, str(self.path), category, base=self.path.parent)

    @cached_property
    def lines(self) -> list[str]:
        """Its lines, for messages."""
        return self.text.split("\n")


def is_library(text: str) -> bool:
    """Whether a text declares things and says nothing that only a program can say."""
    said = {chunk.keyword for chunk in split_statements(text)}
    return bool(said & DECLARING) and not said & (frozenset(KEYWORDS) - DECLARING)


def read_library(path: Path) -> Library | None:
    """The library of a file, or None if the file is none. Raises ``SourceError`` with all its mistakes."""
    text = as_read(read_text(path))
    if not is_library(text):
        return None
    program = completed(text, str(path), None, base=path.parent)
    report = Report(Source(str(path), text))
    plain: dict[str, Position] = {}
    with_parameters: dict[str, Position] = {}
    declared: dict[str, int] = {}
    for statement in parse(report):
        kind = report.text(statement.span).split(None, 1)[0]
        declared[kind] = declared.get(kind, 0) + 1
        if isinstance(statement, ast.CategoryStatement):
            name = statement.name
            (with_parameters if statement.parameters else plain)[name.text] = report.position(name.span)
    return Library(path, text, declared, plain, with_parameters, len(program.sources) - 1)


def completed(
    text: str, name: str, category: str | None, *, base: Path | None, opened: Mapping[Path, bytes] = NONE
) -> Program:
    """The program that a library is read as: its answers are the texts of one category, or one sign.

    ``base`` and ``opened`` as ``read_source`` has them. Raises ``SourceError``.
    """
    # Behind its own lines, so that every line keeps its number.
    output = category if category is not None else '"-"'
    whole = f"{text}\nprogram library\noutput := {output}\n"
    program = read_source(whole, name, base=base, opened=opened)
    return replace(program, unused=())  # others import what it declares
