"""The canonical form of a constraint file: spacing, indentation and columns, and nothing else.

Works on tokens, so that comments stay where they are and a file with mistakes can be formatted too. Lines
stay lines: breaking them is the author's. What the file says does not change (``tests/syntax/test_format.py``
parses both).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from detlm.syntax.diagnostics import as_read
from detlm.syntax.layout import TOKEN, split_statements

INDENT = "  "

_SPACED = frozenset({":=", "->", "→", "|", "=", "<", ">", "<=", ">=", "!=", "≤", "≥", "≠", "∧", "∨", "∈"})

# Statements that define a name with `:=`; neighbours among them share columns, whatever they define.
_DEFINING = frozenset({"category", "shape", "scope", "sentence", "predicate", "attribute"})


@dataclass(slots=True)
class _Line:
    """One line: ``cells`` are columns that neighbours share, ``depth`` its indentation in steps."""

    cells: list[str] = field(default_factory=list)
    comment: str = ""
    depth: int = 0
    kind: str = ""  # what it shares columns with: the statement's keyword, or ":=" for definitions

    @property
    def blank(self) -> bool:
        return not self.cells and not self.comment


def format_source(text: str) -> str:
    """The text in canonical form; formatting it again changes nothing. Never fails."""
    text = as_read(text)
    lines = _lines(text)
    out: list[str] = []
    for _, run in groupby(lines, key=lambda line: (line.kind, bool(line.cells))):
        out += _aligned(list(run))
    joined = "\n".join(out).strip("\n")
    return re.sub(r"\n{3,}", "\n\n", joined) + "\n" if joined else ""


def _lines(text: str) -> list[_Line]:
    starts = {chunk.start: chunk for chunk in split_statements(text)}
    lines: list[_Line] = []
    tokens: list[tuple[str, bool]] = []  # of the line so far: the token, and whether space stood before it
    line, depth, spaced, end = _Line(), 0, False, 0

    def finish() -> None:
        nonlocal tokens, line
        if tokens:
            line.cells = _cells(tokens, line.kind)
        lines.append(line)
        tokens, line = [], _Line()

    for match in TOKEN.finditer(text):
        kind, token = match.lastgroup, match.group()
        if kind == "newline":
            finish()
            # Inside brackets a step for each; a statement that goes on without one stands a step in.
            line.depth = max(1, depth) if match.start() < end else 0
            spaced = False
        elif kind == "space":
            spaced = True
        elif kind == "comment":
            line.comment = token.rstrip(" \t\r")  # other blanks belong to example lines
        else:
            chunk = starts.get(match.start())
            if chunk is not None:
                depth, end = 0, chunk.end
                line.depth, line.kind = 0, ":=" if chunk.keyword in _DEFINING else chunk.keyword
            if kind == "close" and depth and not tokens:
                line.depth -= 1
            depth = max(0, depth + (kind == "open") - (kind == "close"))
            tokens.append((token, spaced))
            spaced = False
    finish()
    return lines


def _cells(tokens: list[tuple[str, bool]], kind: str) -> list[str]:
    words = [token for token, _ in tokens]
    if kind == "fact" and len(tokens) == 4 and "/" not in words:  # two of them, set apart, are an expression
        return [f"fact {words[1]}", *words[2:]]
    if kind == "attend" and "to" in words[2:]:
        to = words.index("to", 2)
        return [_spelled(tokens[:to]), _spelled(tokens[to:])]
    if kind == ":=" and ":=" in words[2:]:
        at = words.index(":=", 2)
        return [words[0], _spelled(tokens[1:at]), _spelled(tokens[at:])]
    return [_spelled(tokens)]


def _spelled(tokens: list[tuple[str, bool]]) -> str:
    out = tokens[0][0]
    for (before, _), (token, spaced) in pairwise(tokens):
        out += (" " if _space(before, token, spaced) else "") + token
    return out


def _space(before: str, token: str, spaced: bool) -> bool:
    """Whether a space stands between two tokens of a line; ``spaced``: it did so far."""
    if token in (",", ")", "]") or before in ("(", "["):
        return False
    if before in (",", "{", ":") or token == "}" or before in _SPACED or token in _SPACED:
        return True
    if token == ":":
        return False
    return spaced


def _aligned(run: list[_Line]) -> list[str]:
    if not run[0].kind or not run[0].cells:
        return [_with_comment(INDENT * line.depth + "".join(line.cells), line.comment) for line in run]
    count = max(len(line.cells) for line in run)
    widths = [
        max((len(line.cells[i]) for line in run if len(line.cells) > i + 1), default=0) for i in range(count)
    ]
    codes = [
        " ".join(
            cell.ljust(widths[i]) if i + 1 < len(line.cells) else cell for i, cell in enumerate(line.cells)
        )
        for line in run
    ]
    noted = max((len(code) for code, line in zip(codes, run, strict=True) if line.comment), default=0)
    return [
        _with_comment(c.ljust(noted) if n.comment else c, n.comment) for c, n in zip(codes, run, strict=True)
    ]


def _with_comment(code: str, comment: str) -> str:
    if not code.strip():
        return code + comment if comment else ""
    return f"{code}  {comment}" if comment else code
