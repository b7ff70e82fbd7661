"""The JSON document of a file, read strictly: JSON itself lets a key stand twice in an object, and readers
disagree about which one counts."""

from __future__ import annotations

import json
import re
from typing import Any

from detlm.syntax.diagnostics import shown

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],]')


class NoDocument(Exception):
    """A text that is no JSON document; the message follows the file's name."""


class _Repeated(Exception):
    pass


def read_document(text: str) -> object:
    """The document of a text. Raises :class:`NoDocument`, which says where the mistake is."""
    try:
        document: object = json.loads(text, object_pairs_hook=_once)
    except json.JSONDecodeError as mistake:
        place = f"line {mistake.lineno}, column {mistake.colno}"
        raise NoDocument(f"is no JSON: {place}: {mistake.msg}") from None
    except _Repeated:
        key, at = _repeated(text)
        line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
        raise NoDocument(f"has {shown(key)} twice in one object: line {line}, column {column}") from None
    except RecursionError:
        raise NoDocument("is nested too deeply") from None
    except ValueError:
        raise NoDocument("has a number of thousands of digits") from None
    return document


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Repeated
    return found


def _repeated(text: str) -> tuple[str, int]:
    """The first key that its object has already, and where; in a text that is JSON up to the object's end."""
    open_objects: list[set[str] | None] = []  # None: a list
    before = ""
    for match in _TOKEN.finditer(text):
        token = match.group()
        if token == "{":
            open_objects.append(set())
        elif token == "[":
            open_objects.append(None)
        elif token in "]}":
            open_objects.pop()
        elif token != "," and before in ("{", ",") and open_objects and open_objects[-1] is not None:
            key = str(json.loads(token))
            if key in open_objects[-1]:
                return key, match.start()
            open_objects[-1].add(key)
        before = token
    raise AssertionError("no key occurs twice")
