"""Text of a constraint file ─▶ statements (``ast.py``), every statement parsed on its own.

Syntax only: a broken statement becomes a diagnostic and the others are still read. What names mean is
``resolve.py``; what lark's complaints mean in people's words is ``complaints.py``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from detlm.syntax import ast
from detlm.syntax.diagnostics import Report, Source, did_you_mean, shown
from detlm.syntax.grammar import load_grammar
from detlm.syntax.layout import CHAPTERS, KEYWORDS, Chunk, split_statements
from detlm.syntax.tree_statements import StatementTrees

if TYPE_CHECKING:
    from lark import Token, Tree

MAX_NESTING = 60
MAX_STATEMENT = 100_000  # characters


def parse(report: Report, base: int = 0) -> list[ast.Statement]:
    """The statements of the report's text that begins at ``base``, as far as they could be parsed.

    The mistakes go to the report.
    """
    text = report.source_of((base, base))[0].text
    statements = []
    for chunk in split_statements(text):
        report.chapter(base + chunk.start, CHAPTERS.get(chunk.keyword, "statements"))
        statement = _parse_one(text, chunk, base, report)
        if statement is None:
            report.not_read(text[chunk.start : chunk.end])
        else:
            statements.append(statement)
        if len(report.diagnostics) > Report.LIMIT:
            break
    return statements


def require_readable(text: str, name: str) -> None:
    """Raises ``SourceError`` if a statement of ``text`` cannot be read; names need not be defined."""
    report = Report(Source(name, text))
    parse(report)
    report.finish()


def _parse_one(text: str, chunk: Chunk, base: int, report: Report) -> ast.Statement | None:
    from lark.exceptions import UnexpectedInput

    start = base + chunk.start
    head = (start, start + len(chunk.keyword))
    if chunk.keyword not in KEYWORDS:
        hint = did_you_mean(chunk.keyword, KEYWORDS) or f"statements begin with {', '.join(KEYWORDS)}"
        if chunk.keyword in ("#", "/"):
            hint = "a comment begins with --"
        report.error(head, f"{shown(chunk.keyword)} begins no statement", hint)
        return None
    if chunk.end - chunk.start > MAX_STATEMENT:
        message = f"this statement is longer than {MAX_STATEMENT:,} characters"
        report.error(head, message, "split it into several statements")
        return None
    body = text[chunk.start : chunk.end]
    deep = _too_deep(body)
    if deep is not None:
        at = start + deep
        report.error(
            (at, at + 1), f"nested deeper than {MAX_NESTING} levels", "name the inner parts as categories"
        )
        return None
    try:
        tree = load_grammar("constraint").parse(body)
    except UnexpectedInput as error:
        from detlm.syntax.complaints import explain

        explain(error, body, start, report)
        return None
    return StatementTrees(start, report).statement(cast("Tree[Token]", tree.children[0]))


_NESTING = re.compile(
    r'"(?:[^"\\\n]|\\.)*"|/(?:[^/\\\n]|\\.)+/|--[^\n]*|[(\[{]|[)\]}]|\b(?:not|repeat|every)\b|[¬∀]|->|→'
)
_CHAINED = ("not", "repeat", "every", "¬", "∀", "->", "→")


def _too_deep(body: str) -> int | None:
    """Where brackets, or signs that nest without brackets, get too many; trees are walked recursively."""
    depth = chained = 0
    for match in _NESTING.finditer(body):
        token = match.group()
        depth += (token in "([{") - (token in ")]}")
        chained += token in _CHAINED
        if depth > MAX_NESTING or chained > MAX_NESTING:
            return match.start()
    return None
