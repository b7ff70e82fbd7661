"""The tokens of ``.lark`` files, and what texts, ranges and expressions mean. Rules are ``lark_files.py``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from detlm.syntax.characters import in_utf8, ranges
from detlm.syntax.diagnostics import Report, Span
from detlm.syntax.regex import Regex
from detlm.syntax.regex_reader import RegexError, read_regex
from detlm.syntax.size import balanced, long_literal

_TOKEN = re.compile(
    r"""(?P<space>(?:[ \t\f]|//[^\n]*|\#[^\n]*|\\\r?\n)+)
      | (?P<line>\r?\n)
      | (?P<text>"(?:\\.|[^"\\\n])*"i?)
      | (?P<regex>/(?!/)(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/[a-z]*)
      | (?P<directive>%[a-z_]*)
      | (?P<arrow>->)
      | (?P<dots>\.\.)
      | (?P<priority>\.-?[0-9]+)
      | (?P<number>[0-9]+)
      | (?P<rule>[!?]{0,2}_?[a-z][a-z0-9_]*)
      | (?P<terminal>_?[A-Z][A-Z0-9_]*)
      | (?P<sign>[:|()\[\]*+?~,.{}])
    """,
    re.VERBOSE,
)


class Token(NamedTuple):
    """A piece of a file."""

    kind: str
    text: str
    span: Span


class Mistake(Exception):
    """One mistake in a definition; the reader goes on behind the definition."""

    def __init__(self, span: Span, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.span, self.message, self.hint = span, message, hint


def tokens_of(text: str, report: Report) -> Iterator[Token]:
    """The tokens of a file, comments left out; reports what is none."""
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            message, hint = f"{text[at]} cannot stand here", None
            if text[at] in "\"/'":
                message = "this text or expression is not closed on its line"
                hint = 'texts stand in "…", expressions in /…/'
            report.error((at, at + 1), message, hint)
            at = text.find("\n", at) if "\n" in text[at:] else len(text)
            continue
        if found.lastgroup != "space":
            yield Token(str(found.lastgroup), found.group(), found.span())
        at = found.end()


_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v", "\\": "\\", '"': '"', "/": "/"}
_ESCAPE = re.compile(r"\\(x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)")


def _unescaped(token: Token) -> str:
    def of(match: re.Match[str]) -> str:
        code = match[1]
        if len(code) > 1:
            value = int(code[1:], 16)
            if value > 0x10FFFF or 0xD800 <= value < 0xE000:
                raise Mistake(token.span, f"\\{code} is no character")
            return chr(value)
        if code not in _ESCAPES:
            hint = 'escapes: \\n \\t \\r \\f \\v \\\\ \\" \\xHH \\uHHHH'
            raise Mistake(token.span, f"\\{code} is no escape of a text", hint)
        return _ESCAPES[code]

    return _ESCAPE.sub(of, token.text[1 : token.text.rindex('"')])


def literal_of(token: Token) -> Regex:
    """The language of `"text"` or `"text"i`."""
    text = _unescaped(token)
    if not token.text.endswith("i"):
        return long_literal(text.encode())
    cases = [{c, c.lower(), c.upper()} for c in text]
    return balanced([in_utf8(ranges((ord(c), ord(c)) for c in case if len(c) == 1)) for case in cases])


def characters_of(first: Token, last: Token) -> Regex:
    """The language of `"a".."z"`."""
    if last.kind != "text":
        raise Mistake(last.span, 'a range ends with a text: "a".."z"')
    low, high = _unescaped(first), _unescaped(last)
    if len(low) != 1 or len(high) != 1 or low > high:
        raise Mistake((first.span[0], last.span[1]), "a range goes from one character up to another")
    return in_utf8(ranges([(ord(low), ord(high))]))


def regex_of(token: Token) -> Regex:
    """The language of `/expression/`."""
    body, _, flags = token.text[1:].rpartition("/")
    if flags.strip("u"):
        raise Mistake(
            token.span, f"the flags `{flags}` of an expression are not supported", "write both cases: [aA]"
        )
    try:
        return read_regex(body)
    except RegexError as error:
        start = token.span[0] + 1 + min(error.start, len(body))
        raise Mistake((start, start + max(1, error.length)), error.message, error.hint) from None
