"""lark's trees of one statement ─▶ nodes: places, words and numbers. What all builders of nodes share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

from detlm.syntax import ast
from detlm.syntax.diagnostics import Report, Span

if TYPE_CHECKING:
    from lark import Token, Tree

    Branch = Tree[Token] | Token

MAX_NUMBER = 10_000

_ESCAPE = re.compile(r"\\(?:u\{([0-9A-Fa-f]{1,6})\}|(.))")
_PLAIN_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}


class Leaves:
    """Turns tokens into leaves; ``base`` is the statement's offset.

    lark leaves brackets and commas out of its trees and keeps every other token.
    """

    def __init__(self, base: int, report: Report) -> None:
        self.base = base
        self.report = report

    def span(self, branch: Branch) -> Span:
        """Where a branch stands."""
        place: Any = branch if is_token(branch) else cast("Tree[Token]", branch).meta
        return self.base + int(place.start_pos or 0), self.base + int(place.end_pos or 0)

    def word(self, branch: Branch) -> ast.Word:
        """A name, bare word or quoted text."""
        token = cast("Token", branch)
        span = self.span(token)
        if token.startswith('"'):
            return ast.Word(self.unescape(str(token)[1:-1], span[0] + 1), span, quoted=True)
        return ast.Word(str(token), span)

    def use(self, branch: Branch) -> ast.Use:
        """A name in use."""
        return ast.Use(str(branch), self.span(branch))

    def count(self, branch: Branch) -> ast.Count:
        """How many there are of something."""
        span = self.span(branch)
        value = int(branch) if len(branch) < 9 else MAX_NUMBER + 1  # type: ignore[arg-type]
        if value > MAX_NUMBER:
            self.report.error(span, f"the number is larger than {MAX_NUMBER:,}", general=True)
        return ast.Count(min(value, MAX_NUMBER), span)

    def unescape(self, text: str, at: int) -> str:
        """What a quoted text at ``at`` says."""

        def one(match: re.Match[str]) -> str:
            code, plain = match.groups()
            span = (at + match.start(), at + match.end())
            if code is not None:
                value = int(code, 16)
                if value <= 0x10FFFF and not 0xD800 <= value < 0xE000 and value:
                    return chr(value)
                self.report.error(span, f"\\u{{{code}}} is no character", see="lines-names-texts")
            elif plain in _PLAIN_ESCAPES:
                return _PLAIN_ESCAPES[plain]
            else:
                hint = 'the escapes of a quoted text are \\" \\\\ \\n \\t \\r \\u{…}'
                message = f"\\{plain} is no escape of a quoted text"
                self.report.error(span, message, hint, see="lines-names-texts")
            return "?"

        return _ESCAPE.sub(one, text) if "\\" in text else text


def is_token(branch: Branch) -> bool:
    """Whether a branch is a leaf."""
    return isinstance(branch, str)


def named(tree: Tree[Token], data: str) -> list[Tree[Token]]:
    """The branches of a tree with a name."""
    found = (cast("Tree[Token]", c) for c in tree.children if not is_token(c))
    return [t for t in found if str(t.data) == data]


def tokens(tree: Tree[Token], *kinds: str) -> list[Token]:
    """The tokens of some kinds directly in a tree."""
    return [cast("Token", c) for c in tree.children if is_token(c) and cast("Token", c).type in kinds]
