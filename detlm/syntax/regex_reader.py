"""Reads ``/…/`` literals: regular expressions over Unicode text, compiled to regular languages of bytes.

The dialect is what ``grammars/regex.lark`` says: classes, escapes, groups, ``|``, ``*``, ``+``, ``?`` and
counted repetition; the whole text must match. ``.`` and classes match whole characters in UTF-8; ``.`` leaves
out the newline; ``\\d``, ``\\w`` and ``\\s`` are ASCII. What is not regular is refused by name.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, NoReturn, cast

from detlm.syntax import characters
from detlm.syntax.characters import Ranges, complement, in_utf8
from detlm.syntax.grammar import load_grammar
from detlm.syntax.regex import Regex, either, repeat
from detlm.syntax.size import balanced

if TYPE_CHECKING:
    from lark import Token, Tree

MAX_LENGTH = 4_000  # characters of source
MAX_NESTING = 60
MAX_EXPANDED = 10_000  # characters and classes, counted repetition written out


class RegexError(Exception):
    """A mistake in a literal: offset and length in characters, and what to say. Never leaves the reader."""

    def __init__(self, start: int, length: int, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.start, self.length, self.message, self.hint = start, length, message, hint


class _Sized(NamedTuple):
    regex: Regex
    size: int  # with counted repetition written out


@lru_cache(maxsize=1_000)
def read_regex(source: str) -> Regex:
    """The language of ``/source/``, over UTF-8 bytes. Raises ``RegexError``."""
    from lark.exceptions import UnexpectedInput

    if len(source) > MAX_LENGTH:
        raise RegexError(
            0, len(source), f"a regular expression has at most {MAX_LENGTH:,} characters", _SPLIT
        )
    _refuse(source)
    try:
        tree = load_grammar("regex").parse(source)
    except UnexpectedInput as error:
        _explain(error, source)
    return _alternation(cast("Tree[Token]", tree.children[0])).regex


_SPLIT = "split it into several categories"

_REFUSED = [
    (r"\(\?<?[=!]", "look-around", "say it with `and` and `except` between categories"),
    (r"\(\?P?<[A-Za-z_]|\(\?P[=>]", "a named group", "write (…); a part that needs a name is a category"),
    (r"\(\?>", "an atomic group", "write (…)"),
    (r"\(\?\(", "a conditional group", "write the cases as alternatives"),
    (r"\(\?[A-Za-z-]+[:)]", "an inline flag", "write both cases out: [aA]"),
    (r"\\[bB]", "a word boundary", "write what stands there; `forbid` matches whole words"),
    (r"\\[1-9]|\\k", "a back-reference", "a regular language cannot repeat what it matched"),
    (r"\\[AZzG]", "an anchor", "the whole text must match, so it can be left out"),
    (r"\\[pP]", "a Unicode property", "write the ranges out: [a-zäöü] or [\\u{370}-\\u{3ff}]"),
    (r"[\^$]", "an anchor", "the whole text must match: leave it out; the sign itself is \\^ or \\$"),
    (r"(?<=[*+?}])\?", "a lazy quantifier", "only the set of texts counts: leave the second sign out"),
    (r"(?<=[*+?}])\+", "a possessive quantifier", "only the set of texts counts: leave the second sign out"),
]  # fmt: skip
_SKIP = re.compile(
    r"\\(?:x[0-9A-Fa-f]{2}|u\{[^}]*\}|.)|\[\^?(?:[^\]\\]|\\.)*\]|\{[0-9]+(?:,[0-9]*)?\}|.", re.DOTALL
)


def _refuse(source: str) -> None:
    """Name signs of other dialects before the grammar stumbles over them; check nesting."""
    depth = 0
    quantified = False
    for match in _SKIP.finditer(source):
        piece = match.group()
        if piece[0] in "(\\^$?+":  # what the refused signs begin with
            for pattern, name, hint in _REFUSED:
                lazy = "lazy" in name or "possessive" in name
                if (not lazy or quantified) and (found := re.compile(pattern).match(source, match.start())):
                    length = len(found.group())
                    raise RegexError(
                        match.start(), length, f"{name} ({found.group()}) is not part of the dialect", hint
                    )
        quantified = piece in ("*", "+", "?") or (piece.startswith("{") and len(piece) > 1)
        if piece == "?" and source[match.start() - 1 : match.start()] == "(":
            quantified = False
        depth += (piece == "(") - (piece == ")")
        if depth > MAX_NESTING:
            raise RegexError(match.start(), 1, f"groups nested deeper than {MAX_NESTING}", _SPLIT)


def _explain(error: Exception, source: str) -> NoReturn:
    at = getattr(error, "pos_in_stream", None)
    token = getattr(error, "token", None)
    if token is not None:
        at = len(source) if token.type == "$END" else token.start_pos
    start = len(source) if at is None or at < 0 else at
    if start >= len(source):
        missing = "]" if "CLASS_CLOSE" in _expected(error) else ")"
        raise RegexError(len(source), 1, f"the regular expression ends before its {missing}") from error
    piece = source[start : start + 2] if source[start] == "\\" else source[start]
    message, hint = f"{piece} cannot stand here", None
    if piece in "*+?" or piece == "{":
        message = f"{piece} has nothing to repeat, or repeats a repetition"
        hint = f"the sign itself is \\{piece}; a repetition of a repetition needs a group"
    elif piece == "]" and source[:start].endswith(("[", "[^")):
        message, hint = "a class without characters", "the sign itself is \\]"
    elif piece in ")]}":
        message, hint = f"{piece} closes nothing", f"the sign itself is \\{piece}"
    elif piece == "[":
        message, hint = "[ inside a class", "the sign itself is \\["
    elif piece.startswith("\\"):
        message = f"{piece} is no escape of a regular expression"
        hint = "escapes: \\d \\w \\s \\D \\W \\S \\n \\t \\r \\f \\v \\xHH \\u{…} and \\ before a sign"
    raise RegexError(start, len(piece), message, hint) from error


def _expected(error: Exception) -> set[str]:
    return set(getattr(error, "expected", ())) | set(getattr(error, "allowed", None) or ())


# -- from trees to languages ------------------------------------------------------------------------


def _alternation(tree: Tree[Token]) -> _Sized:
    options = [_sequence(cast("Tree[Token]", c)) for c in tree.children]
    return _checked(either(*(o.regex for o in options)), sum(o.size for o in options), tree)


def _sequence(tree: Tree[Token]) -> _Sized:
    parts = [_repeated(cast("Tree[Token]", c)) for c in tree.children]
    return _checked(balanced([p.regex for p in parts]), sum(p.size for p in parts), tree)


def _repeated(tree: Tree[Token]) -> _Sized:
    body = _atom(cast("Tree[Token]", tree.children[0]))
    if len(tree.children) == 1:
        return body
    sign = cast("Token", tree.children[1])
    low, high = _counts(sign)
    copies = max(low, 1) if high is None else max(high, 1)
    size = body.size * copies
    if size > MAX_EXPANDED:
        _too_large(sign)
    if high is not None and high < low:
        raise RegexError(_at(sign), len(sign), f"{sign}: the first count is larger than the second")
    required = balanced([body.regex] * low)
    optional = repeat(body.regex, 0, None if high is None else high - low)
    return _checked(balanced([required, optional]), size, tree)


def _counts(sign: Token) -> tuple[int, int | None]:
    if sign.type == "QUANTIFIER":
        return {"*": (0, None), "+": (1, None), "?": (0, 1)}[str(sign)]
    low, comma, high = sign[1:-1].partition(",")
    if len(low) > 6 or len(high) > 6:
        _too_large(sign)
    if not comma:
        return int(low), int(low)
    return int(low), int(high) if high else None


def _too_large(sign: Token) -> NoReturn:
    message = f"{sign} makes this expression larger than {MAX_EXPANDED:,} characters written out"
    raise RegexError(_at(sign), len(sign), message, "use a smaller count, or * for any number")


def _atom(tree: Tree[Token]) -> _Sized:
    match str(tree.data):
        case "group":
            return _alternation(cast("Tree[Token]", tree.children[1]))
        case "dot":
            return _Sized(in_utf8(characters.ANY_BUT_NEWLINE), 1)
        case "class_":
            return _Sized(in_utf8(_class(tree)), 1)
        case _:
            return _Sized(in_utf8(_members(tree)), 1)


def _class(tree: Tree[Token]) -> Ranges:
    opening = cast("Token", tree.children[0])
    items = [_members(cast("Tree[Token]", c)) for c in tree.children[1:-1]]
    members = characters.ranges(pair for item in items for pair in item)
    if opening.type == "CLASS_NOT":
        members = complement(members)
    if not members:
        closing = cast("Token", tree.children[-1])
        raise RegexError(_at(opening), _at(closing) + 1 - _at(opening), "this class has no character")
    return members


def _members(tree: Tree[Token]) -> Ranges:
    """The characters of a character, an escape, a named set, or a range in a class."""
    token = cast("Token", tree.children[0])
    match str(tree.data):
        case "named_set":
            base = {"d": characters.DIGITS, "w": characters.WORD, "s": characters.SPACE}[token[1].lower()]
            return complement(base) if token[1].isupper() else base
        case "range":
            first, last = _range_ends(token)
            if first > last:
                raise RegexError(_at(token), len(token), f"the range {token} runs backwards")
            return characters.ranges([(first, last)])
        case _:
            code = _code(token, str(token))
            return ((code, code),)


_RANGE_END = re.compile(r"\\(?:x[0-9A-Fa-f]{2}|u\{[0-9A-Fa-f]+\}|.)|[^\\]", re.DOTALL)


def _range_ends(token: Token) -> tuple[int, int]:
    first = cast("re.Match[str]", _RANGE_END.match(token)).group()
    return _code(token, first), _code(token, str(token)[len(first) + 1 :])


_CONTROL = {"n": 0x0A, "t": 0x09, "r": 0x0D, "f": 0x0C, "v": 0x0B}


def _code(token: Token, text: str) -> int:
    """The code point that a character or escape stands for."""
    if not text.startswith("\\"):
        return ord(text)
    if text.startswith(("\\x", "\\u")) and len(text) > 2:
        code = int(text[2:].strip("{}"), 16)
        if code > characters.LAST or 0xD800 <= code < 0xE000:
            raise RegexError(
                _at(token), len(token), f"{text} is no character", "surrogates have no UTF-8 form"
            )
        return code
    if text[1].isalpha() and text[1] not in _CONTROL:
        raise RegexError(
            _at(token), len(token), f"the range {token} does not begin and end with a character",
            "write a set and a `-` apart: [\\d\\-]",
        )  # fmt: skip
    return _CONTROL.get(text[1], ord(text[1]))


def _checked(regex: Regex, size: int, tree: Tree[Token]) -> _Sized:
    if size > MAX_EXPANDED:
        start, stop = int(tree.meta.start_pos), int(tree.meta.end_pos)
        message = f"this expression is larger than {MAX_EXPANDED:,} characters written out"
        raise RegexError(start, stop - start, message, _SPLIT)
    return _Sized(regex, size)


def _at(token: Token) -> int:
    return int(token.start_pos or 0)
