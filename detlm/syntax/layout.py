"""Cuts a constraint file into statements by its lines, indentation and brackets.

A statement is one line. It goes on over the next line when that line is indented under it, when a bracket
is open, or when the line so far ends in an operator. A line that starts at the statement's own column with
a statement's keyword always starts a new one, so an unclosed bracket spoils one statement only. What the
statements say is not looked at here.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

KEYWORDS = (
    "program", "import", "fact", "facts", "rule", "sentence", "category", "shape", "scope", "predicate",
    "attribute", "derive", "constraint", "forbid", "require", "at", "exactly", "after", "say", "model",
    "segments", "attend", "output", "mode",
)  # fmt: skip

RESERVED = frozenset(KEYWORDS) | {
    "about", "and", "date", "decimal", "ensure", "every", "except", "for", "from", "given", "grammar", "in",
    "integer", "json", "next_token", "not", "of", "or", "prompt", "proof", "repeat", "to", "up", "words",
}  # fmt: skip

_OPERATORS = frozenset(
    {":=", "->", "→", "∧", "∨", "¬", ",", "|", "+", "*", "×", "=", "<", ">", "≤", "≥", "≠", "∈"}
    | {"<=", ">=", "!=", "and", "or", "except", "not", "in"}
)

# Where the language reference explains each kind of statement.
CHAPTERS = {
    "import": "imports",
    "fact": "facts-and-rules",
    "facts": "facts-and-rules",
    "rule": "facts-and-rules",
    "sentence": "facts-and-rules",
    "category": "expressions",
    "output": "expressions",
    "shape": "shapes",
    "scope": "scopes",
    "constraint": "constraints",
    "predicate": "predicates",
    "attribute": "predicates",
    "derive": "conditions",
    "forbid": "limits",
    "require": "limits",
    "at": "limits",
    "exactly": "limits",
    "after": "limits",
    "say": "controlled-english",
    "model": "controlled-english",
    "segments": "attention",
    "attend": "attention",
}

#: The tokens of a constraint file, as far as cutting and spacing need them.
TOKEN = re.compile(
    r"""(?P<space>[ \t\r]+)
      | (?P<comment>--[^\n]*)
      | (?P<newline>\n)
      | (?P<text>"(?:[^"\\\n]|\\[^\n])*"|/(?:[^/\\\n]|\\[^\n])+/)
      | (?P<open>[(\[{])
      | (?P<close>[)\]}])
      | (?P<word>[\w.+'’]+(?:-[\w.+'’]+)*)
      | (?P<other>:=|->|<=|>=|!=|.)""",
    re.VERBOSE,
)


class Chunk(NamedTuple):
    """One statement's place in the file; ``keyword`` is its first word or sign."""

    start: int
    end: int
    keyword: str


@lru_cache(maxsize=2)
def split_statements(text: str) -> tuple[Chunk, ...]:
    """The statements of a file, in order; never fails."""
    chunks: list[Chunk] = []
    start = end = -1
    keyword = last = ""
    depth = column = line_begin = 0
    fresh = True  # nothing but space so far on this line
    for match in TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "newline":
            line_begin, fresh = match.end(), True
        if kind in ("newline", "space", "comment"):
            continue
        token = match.group()
        if fresh:
            fresh = False
            here = match.start() - line_begin
            goes_on = here > column or (token not in KEYWORDS and (depth > 0 or _continues(keyword, last)))
            if start < 0 or not goes_on:
                if start >= 0:
                    chunks.append(Chunk(start, end, keyword))
                start, keyword, column, depth = match.start(), token, here, 0
        depth = max(0, depth + (kind == "open") - (kind == "close"))
        end, last = match.end(), token
    if start >= 0:
        chunks.append(Chunk(start, end, keyword))
    return tuple(chunks)


def _continues(keyword: str, last: str) -> bool:
    # In a fact, "and" or "or" at the end of the line is the fact's object.
    return last in _OPERATORS and keyword != "fact"
