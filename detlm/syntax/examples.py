"""The example lines in a constraint file's comments: what must be admitted and what refused.

``-- ? prompt``, ``-- + output`` and ``-- - output``, with ``\\n``, ``\\t`` and ``\\\\`` as escapes; after two
spaces a remark in parentheses may end the line. They are comments: a program does not depend on them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_LINE = re.compile(r"-- ([?+\-]) (.*)")
_REMARK = re.compile(r"[ \t]{2,}\([^()]*\)$")
_ESCAPES = {"\\n": "\n", "\\t": "\t", "\\\\": "\\"}


@dataclass(frozen=True, slots=True)
class Example:
    """A prompt ("?"), an output to admit ("+") or one to refuse ("-"), with its line number from 1.

    ``prompt`` is the text of the nearest prompt above, empty when there is none.
    """

    kind: str
    text: str
    line: int
    prompt: str = ""


def read_examples(source: str) -> list[Example]:
    """The example lines of a constraint file's text, in order."""
    examples: list[Example] = []
    prompt = ""
    for number, line in enumerate(source.splitlines(), start=1):
        match = _LINE.fullmatch(line.rstrip())
        if match is None:
            continue
        kind, raw = match.groups()
        plain = _REMARK.sub("", raw).rstrip()
        text = re.sub(r"\\[nt\\]", lambda m: _ESCAPES[m.group()], plain)
        if kind == "?":
            prompt = text
        examples.append(Example(kind, text, number, prompt))
    return examples
