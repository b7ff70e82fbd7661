"""The example lines in a constraint file's comments: what must be admitted and what refused.

``-- ? prompt``, ``-- + output`` and ``-- - output``, with ``\\n``, ``\\t`` and ``\\\\`` as escapes; after two
spaces a remark in parentheses may end the line. In a library, which has no output, a line names the category
it is about: ``-- Email + a@b.org`` and ``-- Email - a@b``. They are comments: a program does not depend
on them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_LINE = re.compile(r"-- ([?+\-]) (.*)")
_LIBRARY_LINE = re.compile(r"-- ([A-Za-z_][A-Za-z0-9_]*) ([+\-]) (.*)")
_REMARK = re.compile(r"[ \t]{2,}\([^()]*\)$")
_ESCAPES = {"\\n": "\n", "\\t": "\t", "\\\\": "\\"}


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
    for number, line in enumerate(source.splitlines(), start=1):
        match = _LINE.fullmatch(line.rstrip())
        if match is None:
            continue
        kind, raw = match.groups()
        text = _spoken(raw)
        if kind == "?":
            prompt = text
        examples.append(Example(kind, text, number, prompt))
    return examples


def read_library_examples(source: str) -> list[Example]:
    """The example lines of a library's text, in order."""
    examples: list[Example] = []
    for number, line in enumerate(source.splitlines(), start=1):
        match = _LIBRARY_LINE.fullmatch(line.rstrip())
        if match is not None:
            category, kind, raw = match.groups()
            examples.append(Example(kind, _spoken(raw), number, category=category))
    return examples


def _spoken(raw: str) -> str:
    """The text of an example line, without its remark and with its escapes read."""
    plain = _REMARK.sub("", raw).rstrip()
    return re.sub(r"\\[nt\\]", lambda m: _ESCAPES[m.group()], plain)
