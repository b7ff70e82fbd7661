"""Text of a constraint file ─▶ statements (``ast.py``), every statement parsed on its own.

Syntax only: a broken statement becomes a diagnostic and the others are still read. What names mean is
``resolve.py``; what lark's complaints mean in people's words is ``complaints.py``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from detlm.syntax import ast
from detlm.syntax.diagnostics import Report, Span, did_you_mean, shown
from detlm.syntax.grammar import load_grammar
from detlm.syntax.layout import KEYWORDS, Chunk, split_statements

if TYPE_CHECKING:
    from lark import Token, Tree

    Branch = Tree[Token] | Token

MAX_NESTING = 60
MAX_STATEMENT = 100_000  # characters
MAX_NUMBER = 10_000

_ESCAPE = re.compile(r"\\(?:u\{([0-9A-Fa-f]{1,6})\}|(.))")
_PLAIN_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}


def parse(report: Report) -> list[ast.Statement]:
    """The statements of ``report.source`` that could be parsed; the mistakes go to the report."""
    text = report.source.text
    statements = []
    for chunk in split_statements(text):
        statement = _parse_one(text, chunk, report)
        if statement is not None:
            statements.append(statement)
        if len(report.diagnostics) > Report.LIMIT:
            break
    return statements


def _parse_one(text: str, chunk: Chunk, report: Report) -> ast.Statement | None:
    from lark.exceptions import UnexpectedInput

    head = (chunk.start, chunk.start + len(chunk.keyword))
    if chunk.keyword not in KEYWORDS:
        hint = did_you_mean(chunk.keyword, KEYWORDS) or f"statements begin with {', '.join(KEYWORDS)}"
        report.error(head, f"{shown(chunk.keyword)} begins no statement", hint)
        return None
    if chunk.end - chunk.start > MAX_STATEMENT:
        message = f"this statement is longer than {MAX_STATEMENT:,} characters"
        report.error(head, message, "split it into several statements")
        return None
    body = text[chunk.start : chunk.end]
    deep = _too_deep(body)
    if deep is not None:
        at = chunk.start + deep
        report.error(
            (at, at + 1), f"nested deeper than {MAX_NESTING} levels", "name the inner parts as categories"
        )
        return None
    try:
        tree = load_grammar("constraint").parse(body)
    except UnexpectedInput as error:
        from detlm.syntax.complaints import explain

        explain(error, chunk, report)
        return None
    return _Builder(chunk.start, report).statement(cast("Tree[Token]", tree.children[0]))


_NESTING = re.compile(
    r'"(?:[^"\\\n]|\\.)*"|/(?:[^/\\\n]|\\.)+/|--[^\n]*|[(\[{]|[)\]}]|\b(?:not|repeat)\b|¬|->|→'
)


def _too_deep(body: str) -> int | None:
    """Where brackets, or signs that nest without brackets, get too many; trees are walked recursively."""
    depth = chained = 0
    for match in _NESTING.finditer(body):
        token = match.group()
        depth += (token in "([{") - (token in ")]}")
        chained += token in ("not", "repeat", "¬", "->", "→")
        if depth > MAX_NESTING or chained > MAX_NESTING:
            return match.start()
    return None


class _Builder:
    """Turns lark's trees of one statement into nodes; ``base`` is the statement's offset in the file.

    lark leaves brackets and commas out of its trees and keeps every other token.
    """

    def __init__(self, base: int, report: Report) -> None:
        self.base = base
        self.report = report

    # -- small parts

    def span(self, branch: Branch) -> Span:
        place: Any = branch if _is_token(branch) else cast("Tree[Token]", branch).meta
        return self.base + int(place.start_pos or 0), self.base + int(place.end_pos or 0)

    def word(self, branch: Branch) -> ast.Word:
        token = cast("Token", branch)
        span = self.span(token)
        if token.type == "STRING":
            return ast.Word(self.unescape(str(token)[1:-1], span[0] + 1), span, quoted=True)
        return ast.Word(str(token), span)

    def number(self, branch: Branch) -> ast.Count:
        span = self.span(branch)
        value = int(branch) if len(branch) < 9 else MAX_NUMBER + 1  # type: ignore[arg-type]
        if value > MAX_NUMBER:
            self.report.error(span, f"the number is larger than {MAX_NUMBER:,}")
        return ast.Count(min(value, MAX_NUMBER), span)

    def unescape(self, text: str, at: int) -> str:
        def one(match: re.Match[str]) -> str:
            code, plain = match.groups()
            span = (at + match.start(), at + match.end())
            if code is not None:
                value = int(code, 16)
                if value <= 0x10FFFF and not 0xD800 <= value < 0xE000 and value:
                    return chr(value)
                self.report.error(span, f"\\u{{{code}}} is no character")
            elif plain in _PLAIN_ESCAPES:
                return _PLAIN_ESCAPES[plain]
            else:
                hint = 'the escapes of a quoted text are \\" \\\\ \\n \\t \\r \\u{…}'
                self.report.error(span, f"\\{plain} is no escape of a quoted text", hint)
            return "?"

        return _ESCAPE.sub(one, text) if "\\" in text else text

    # -- statements

    def statement(self, tree: Tree[Token]) -> ast.Statement:
        build = cast("Callable[[Tree[Token]], ast.Statement]", getattr(self, f"_{tree.data}"))
        return build(tree)

    def _program(self, tree: Tree[Token]) -> ast.Statement:
        return ast.ProgramStatement(self.word(tree.children[1]), self.span(tree))

    def _fact(self, tree: Tree[Token]) -> ast.Statement:
        return ast.FactStatement(self.triple(tree, tree.children[1:]), self.span(tree))

    def _facts(self, tree: Tree[Token]) -> ast.Statement:
        return ast.FactsStatement(self.word(tree.children[2]), self.span(tree))

    def _rule(self, tree: Tree[Token]) -> ast.Statement:
        patterns = [cast("Tree[Token]", t) for t in tree.children if not _is_token(t)]
        *body, head = [self.triple(t, t.children) for t in patterns]
        return ast.RuleStatement(tuple(body), head, self.span(tree))

    def triple(self, tree: Tree[Token], children: list[Branch]) -> ast.TripleNode:
        subject, relation, object_ = (self.word(c) for c in children)
        return ast.TripleNode(subject, relation, object_, self.span(tree))

    def _sentence(self, tree: Tree[Token]) -> ast.Statement:
        parts: list[ast.Word | ast.SlotNode] = []
        for child in tree.children[3:]:
            token = cast("Token", child)
            if token.type == "STRING":
                parts.append(self.word(token))
            else:
                parts.append(ast.SlotNode(token.type.lower(), self.span(token)))
        return ast.SentenceStatement(self.word(tree.children[1]), tuple(parts), self.span(tree))

    def _category(self, tree: Tree[Token]) -> ast.Statement:
        return ast.CategoryStatement(
            self.word(tree.children[1]), self.expression(tree.children[3]), self.span(tree)
        )

    def _output(self, tree: Tree[Token]) -> ast.Statement:
        return ast.OutputStatement(self.expression(tree.children[2]), self.span(tree))

    def _derive(self, tree: Tree[Token]) -> ast.Statement:
        tests: dict[str, ast.Test] = {}
        for child in tree.children[5:]:
            part = cast("Tree[Token]", child)
            tests[str(part.data)] = self.test(part.children[-1])
        name, category = self.word(tree.children[1]), self.word(tree.children[4])
        return ast.DeriveStatement(name, category, tests.get("given"), tests.get("ensure"), self.span(tree))

    def _forbid(self, tree: Tree[Token]) -> ast.Statement:
        words = tuple(self.word(t) for t in tree.children[1:])
        return ast.WordsStatement(str(tree.data), words, self.span(tree))

    _require = _forbid

    def _at_most(self, tree: Tree[Token]) -> ast.Statement:
        return ast.AtMostStatement(self.number(tree.children[2]), self.span(tree))

    def _say(self, tree: Tree[Token]) -> ast.Statement:
        return ast.SayStatement(self.word(tree.children[1]), self.span(tree))

    def _model(self, tree: Tree[Token]) -> ast.Statement:
        span = self.span(tree)
        lines = self.number(tree.children[5]) if len(tree.children) > 3 else ast.Count(1, span)
        return ast.ModelStatement(lines, span)

    def _mode(self, tree: Tree[Token]) -> ast.Statement:
        return ast.ModeStatement(self.word(tree.children[1]), self.span(tree))

    # -- expressions

    def expression(self, branch: Branch) -> ast.Expression:
        tree = cast("Tree[Token]", branch)
        span = self.span(tree)
        children = tree.children
        match str(tree.data):
            case "name":
                return ast.Use(str(children[0]), span)
            case "text":
                return ast.Literal(self.word(children[0]).text, span)
            case "pattern_literal":
                return ast.RegexLiteral(str(children[0])[1:-1], span)
            case "word_list":
                return ast.WordList(tuple(self.word(t) for t in children[1:]), span)
            case "group":
                return self.expression(children[0])
            case "claims":
                return ast.Claims(self.word(children[-1]) if len(children) > 3 else None, span)
            case "any_number":
                high = self.number(children[-1]).value if len(children) > 1 else None
                return ast.Repeated(0, high, self.expression(children[0]), span)
            case "optional":
                return ast.Repeated(0, 1, self.expression(children[0]), span)
            case "repeated":
                low, high = self.number(children[1]).value, self.number(children[3]).value
                return ast.Repeated(low, high, self.expression(children[4]), span)
            case data:
                parts = tuple(self.expression(c) for c in children if not _is_token(c))
                return _combined(data, parts, span)

    # -- conditions

    def test(self, branch: Branch) -> ast.Test:
        tree = cast("Tree[Token]", branch)
        span = self.span(tree)
        children = tree.children
        match str(tree.data):
            case "supported":
                return ast.SupportedTest(self.word(children[1]), span)
            case "mentions":
                return ast.MentionsTest(self.word(children[1]), self.word(children[2]), span)
            case "prompt_mentions":
                return ast.MentionsTest(None, self.word(children[2]), span)
            case "in_category":
                return ast.InTest(self.word(children[0]), self.word(children[2]), span)
            case "negated":
                return ast.NotTest(self.test(children[1]), span)
            case "grouped":
                return self.test(children[0])
            case "condition":
                return ast.ImpliesTest(self.test(children[0]), self.test(children[2]), span)
            case data:
                parts = tuple(self.test(c) for c in children if not _is_token(c))
                return ast.EitherTest(parts, span) if data == "disjunction" else ast.BothTests(parts, span)


def _combined(data: str, parts: tuple[ast.Expression, ...], span: Span) -> ast.Expression:
    match data:
        case "alternative":
            return ast.Alternative(parts, span)
        case "intersection":
            return ast.Intersection(parts, span)
        case "difference":
            return ast.Difference(parts[0], parts[1:], span)
        case _:
            return ast.Sequence(parts, span)


def _is_token(branch: Branch) -> bool:
    return isinstance(branch, str)
