"""What an editor shows about a name or a word of the language, as Markdown."""

from __future__ import annotations

import re
from functools import cache

from detlm.config import data_root
from detlm.errors import ConstraintError
from detlm.lsp.checking import category_alone
from detlm.lsp.documents import Surroundings
from detlm.lsp.imports import Found
from detlm.lsp.symbols import Symbol, SymbolTable
from detlm.syntax.libraries import is_library
from detlm.syntax.program import Derive, Lex, Program, walk
from detlm.syntax.regex import Regex


def symbol_about(table: SymbolTable, symbol: Symbol, program: Program | None, around: Surroundings) -> str:
    """The statement that declares a name, the comment above it, and the size of its automaton."""
    uses = len([o for o in table.places(symbol.name) if not o.declares])
    regex = None if program is None else _regex(program, symbol.name) or _regex_alone(table, symbol, around)
    return _about(table, symbol, regex, "used once" if uses == 1 else f"used {uses} times")


def imported_about(found: Found, program: Program | None, around: Surroundings) -> str:
    """The same of an imported name, and which file it is from; ``program``: the one that imports it, which
    lies ``around``.
    """
    file = found.file
    there = around._replace(name=str(file.path), folder=file.path.parent)
    regex = _regex_alone(file.table, found.symbol, there)
    if regex is None and program is not None:  # with parameters it is something only where it is used
        regex = _regex(program, found.name)
    return _about(file.table, found.symbol, regex, f"from `{file.name}`")


def _about(table: SymbolTable, symbol: Symbol, regex: Regex | None, remark: str) -> str:
    chunk = symbol.statement
    parts = [f"```det\n{table.text[chunk.start : chunk.end]}\n```"]
    if comment := comment_above(table.text, chunk.start):
        parts.append(comment)
    if regex is not None:
        parts.append(_size(regex))
    return "\n\n".join([*parts, remark])


@cache
def word_about(word: str) -> str | None:
    """What the reference says of a statement that begins with ``word``; None when it says nothing."""
    try:
        reference = (data_root() / "dsl" / "REFERENCE.md").read_text(encoding="utf-8")
    except OSError:
        return None
    rows = [
        row.strip("| \n").split(" | ", 1)
        for row in re.findall(r"^\| `" + re.escape(word) + r"\b.*\|$", reference, re.MULTILINE)
    ]
    return "\n\n".join(" — ".join(cells) for cells in rows).replace("\\|", "|") or None


def comment_above(text: str, start: int) -> str:
    """What the lines right above a statement say, without example lines."""
    lines: list[str] = []
    for line in reversed(text[:start].splitlines()):
        if not line.startswith("--") or re.match(r"-- [?+-](?: |$)", line):
            break
        lines.append(line.removeprefix("--").strip())
    return " ".join(reversed(lines))


def _regex(program: Program, name: str) -> Regex | None:
    for shape in walk(program.output):
        if isinstance(shape, Lex) and shape.name == name:
            return shape.regex
        if isinstance(shape, Derive) and name in (shape.name, shape.category) and isinstance(shape.body, Lex):
            return shape.body.regex
    return None


def _regex_alone(table: SymbolTable, symbol: Symbol, around: Surroundings) -> Regex | None:
    """What a category of a library is, wherever it is used."""
    if symbol.kind != "category" or symbol.parameters or not is_library(table.text):
        return None
    try:
        return _regex(category_alone(table.text, around, symbol.name), symbol.name)
    except ConstraintError:
        return None


def _size(regex: Regex) -> str:
    from detlm.errors import MaskError
    from detlm.mask.building import dfa_of_regex

    try:
        states = dfa_of_regex(regex).size
    except MaskError as error:
        return error.message
    return f"its automaton has {states:,} state{'s' if states != 1 else ''}"
