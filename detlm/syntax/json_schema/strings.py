"""The contents of strings that a schema admits: lengths in characters, and patterns of the ECMA dialect.

A pattern is looked for anywhere in the text unless it is anchored. It is brought into the dialect of ``/…/``
literals, which ``regex_reader.py`` reads and whose refusals apply. Formats are ``formats.py``.
"""

from __future__ import annotations

import re
from functools import cache

from detlm.syntax.characters import LAST, Ranges, complement, in_utf8, ranges
from detlm.syntax.json_schema.algebra import without
from detlm.syntax.json_text import string
from detlm.syntax.regex import EMPTY, AtMost, Regex, Star, either, repeat, then
from detlm.syntax.regex_reader import RegexError, read_regex

_CHARACTER = in_utf8(((0, 0xD7FF), (0xE000, LAST)))
TEXT = Star(_CHARACTER)
ANY_STRING = string(TEXT)
_WRITTEN_OUT = 40  # characters required one after the other; beyond, "not fewer" is smaller
MAX_LENGTH = 20_000


def length_between(low: int, high: int | None) -> Regex:
    """Texts of ``low`` to ``high`` characters (None: any number from ``low`` on); not empty."""
    if low <= _WRITTEN_OUT:
        return repeat(_CHARACTER, low, high)
    return without(TEXT if high is None else AtMost(high, _CHARACTER), AtMost(low - 1, _CHARACTER))


@cache
def pattern(source: str) -> Regex:
    """The texts in which the pattern is found. Raises ``RegexError`` (offsets mean nothing)."""
    options = []
    for option in _alternatives(source):
        begins, ends = option.startswith("^"), bool(_END.search(option))
        inner = option[begins : len(option) - ends]
        if any(token in "^$" for token in _TOKEN.findall(inner)):
            hint = "write it at the beginning or the end of the pattern or of one of its | alternatives"
            raise RegexError(0, 1, "an anchor inside a pattern is not supported", hint)
        body = read_regex(_translated(inner)) if inner else EMPTY
        options.append(then(EMPTY if begins else TEXT, body, EMPTY if ends else TEXT))
    return either(*options)


_TOKEN = re.compile(
    r"\\u[Dd][89ABab][0-9A-Fa-f]{2}\\u[Dd][C-Fc-f][0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\u\{[0-9A-Fa-f]+\}"
    r"|\\x[0-9A-Fa-f]{2}|\\c[A-Za-z]|\\.|\[\^?(?:[^\]\\]|\\.)*\]|\{[0-9]+(?:,[0-9]*)?\}\??|[*+?]\??"
    r"|\(\?<[A-Za-z_$][\w$]*>|\(\?.|.",
    re.DOTALL,
)
_END = re.compile(r"(?<!\\)(?:\\\\)*\$\Z")


def _alternatives(source: str) -> list[str]:
    """The alternatives outside of groups."""
    parts, depth = [""], 0
    for token in _TOKEN.findall(source):
        depth += (token[0] == "(") - (token == ")")
        if token == "|" and depth == 0:
            parts.append("")
        else:
            parts[-1] += token
    return parts


_LINE_ENDS = ranges((c, c) for c in (0x0A, 0x0D, 0x2028, 0x2029))
_SPACES = ranges(
    (ord(first), ord(last))
    for first, last in (
        *("\t\r", "  ", "\xa0\xa0", "\u1680\u1680", "\u2000\u200a", "\u2028\u2029"),
        *("\u202f\u202f", "\u205f\u205f", "\u3000\u3000", "\ufeff\ufeff"),
    )
)


def _members(members: Ranges) -> str:
    return "".join(f"\\u{{{first:x}}}-\\u{{{last:x}}}" for first, last in members)


def _translated(source: str) -> str:
    """The same in the dialect of ``/…/`` literals."""
    return "".join(_token(token) for token in _TOKEN.findall(source))


def _token(token: str) -> str:
    if token[0] == "[" and len(token) > 1:
        return _class(token)
    if token == ".":
        return f"[{_members(complement(_LINE_ENDS))}]"
    if token in ("\\s", "\\S"):
        return f"[{_in_class(token)}]"
    if token[0] == "\\":
        return _in_class(token)
    if token == "/":
        return "\\/"
    if token.startswith("(?<") and token[-1] == ">":
        return "("  # a group's name changes nothing about which texts match
    if len(token) > 1 and token[-1] == "?" and token[0] in "*+?{":
        return token[:-1]  # a lazy quantifier matches the same texts
    return token


def _class(token: str) -> str:
    if token == "[^]":
        return f"[{_members(((0, LAST),))}]"
    negated = token.startswith("[^")
    inside = token[2 if negated else 1 : -1]
    return f"[{'^' * negated}{''.join(_in_class(t) for t in _CLASS_TOKEN.findall(inside))}]"


_CLASS_TOKEN = re.compile(_TOKEN.pattern.split(r"|\[")[0] + "|.", re.DOTALL)


def _in_class(token: str) -> str:
    """An escape or a character of a class."""
    if token in ("\\s", "\\S"):
        return _members(_SPACES if token == "\\s" else complement(_SPACES))
    if len(token) == 12 and token.startswith("\\u"):
        pair = bytes.fromhex(token[2:6] + token[8:12])
        return f"\\u{{{ord(pair.decode('utf-16-be')):x}}}"
    if token.startswith("\\u") and len(token) == 6:
        return f"\\u{{{token[2:]}}}"
    if token.startswith("\\c") and len(token) == 3:
        return f"\\x{ord(token[2]) % 32:02x}"
    if token == "\\0":
        return "\\x00"
    if token == "[":
        return "\\["
    return token
