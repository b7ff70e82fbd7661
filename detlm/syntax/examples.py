"""The example lines in a constraint file's comments: what must be admitted and what refused.

``-- ? prompt``, ``-- + output`` and ``-- - output``, alone on their lines, indented or not; nothing behind
the sign is the empty text. ``\\n``, ``\\t``, ``\\\\`` and ``\\u{…}`` are escapes; after two spaces a remark
in parentheses may end the line. In a library, which has no output, a line names the category it is about:
``-- Email + a@b.org`` and ``-- Email - a@b``. They are comments: a program does not depend on them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Indented ones count, as `format.py` gives comments the indentation of their place.
_LINE = re.compile(r"[ \t]*-- ([?+\-])((?: .*)?)")
_LIBRARY_LINE = re.compile(r"[ \t]*-- ([A-Za-z_][A-Za-z0-9_]*) ([+\-])((?: .*)?)")
_NEARLY = re.compile(r"[ \t]*--([ \t]*)([?+\-])(.*)")
_REMARK = re.compile(r"[ \t]{2,}\([^()]*\)$")
_ESCAPE = re.compile(r"\\(?:u\{([0-9A-Fa-f]{1,6})\}|([nt\\]))")
_ESCAPES = {"n": "\n", "t": "\t", "\\": "\\"}
_BLANKS = " \t\r"


@dataclass(frozen=True, slots=True)
class Example:
    """A prompt ("?"), an output to admit ("+") or one to refuse ("-"), with its line number from 1.

    ``prompt`` is the text of the nearest prompt above, empty when there is none. ``category``: in a library,
    what the example is of.
    """

    kind: str
    text: str
    line: int
    prompt: str = ""
    category: str = ""


def read_examples(source: str) -> list[Example]:
    """The example lines of a constraint file's text, in order."""
    examples: list[Example] = []
    prompt = ""
    for number, match in _matches(_LINE, source):
        kind, raw = match.groups()
        text = _spoken(raw)
        if kind == "?":
            prompt = text
        examples.append(Example(kind, text, number, prompt))
    return examples


def read_library_examples(source: str) -> list[Example]:
    """The example lines of a library's text, in order."""
    examples: list[Example] = []
    for number, match in _matches(_LIBRARY_LINE, source):
        category, kind, raw = match.groups()
        examples.append(Example(kind, _spoken(raw), number, category=category))
    return examples


def stray_examples(source: str) -> Iterator[tuple[int, int, str]]:
    """Comments that are nearly example lines and are none: line, column, and the example line meant.

    Rules (``---``), arrows and lists set in further are left alone.
    """
    for number, match in _matches(_NEARLY, source):
        before, sign, rest = match.groups()
        is_example = _LINE.fullmatch(match.group()) is not None
        is_prose = before not in ("", " ", "  ", "\t") or (not before and sign == "-")
        joined = rest[:1] not in ("", " ", "\t")
        is_prose = is_prose or (joined and (len(before) > 1 or rest[0] in "+-?=<>|"))
        if not is_example and not is_prose:
            yield number, match.group().index("--") + 1, f"-- {sign} {rest.strip(_BLANKS)}".rstrip()


def _matches(form: re.Pattern[str], source: str) -> Iterator[tuple[int, re.Match[str]]]:
    # Lines as statements have them: other signs that end lines elsewhere can stand in quotes here.
    for number, line in enumerate(source.split("\n"), start=1):
        match = form.fullmatch(line.rstrip(_BLANKS))
        if match is not None:
            yield number, match


def _spoken(raw: str) -> str:
    """What stands behind the sign, without the space before it, without its remark, its escapes read."""
    plain = _REMARK.sub("", raw).rstrip(_BLANKS).removeprefix(" ")
    return _ESCAPE.sub(_one, plain)


def _one(escape: re.Match[str]) -> str:
    code, plain = escape.groups()
    if plain is not None:
        return _ESCAPES[plain]
    value = int(code, 16)
    is_character = value <= 0x10FFFF and not 0xD800 <= value < 0xE000
    return chr(value) if is_character else escape.group()
