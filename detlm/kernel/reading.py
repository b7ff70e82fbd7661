"""Kernel expressions as people read them: every constant by its full name, every argument written out.

The input is the text of ``expressions.py``, so neither notation, nor options, nor names that a file opens
have a say in it. Two different expressions are shown differently; bound variables get names of ours.
Letters outside ASCII are written as escapes: ``Fаlse`` with a Cyrillic letter is shown as ``"F\\u0430lse"``.
"""

from __future__ import annotations

import json
import re

#: Longer or deeper expressions are not shown; the caller says so.
MAX_TEXT = 20_000
_MAX_DEPTH = 120
_TOKEN = re.compile(r'[()\[\]]|(?:"(?:[^"\\]|\\.)*"|[^\s()\[\]"])+')
_OURS = re.compile(r"x\d+|u\d+|_|Prop|Type|Sort|fun|let|proj")

_Node = str | list["_Node"]
_LOOSE, _ARROW, _TIGHT = range(3)


class NotShown(Exception):
    """An expression that is too large to be read by a person."""


def readable(expression: str) -> str:
    """One closed expression. Raises :class:`NotShown`."""
    if len(expression) > MAX_TEXT:
        raise NotShown(f"{len(expression)} characters")
    return _show(_parse(expression), [], _LOOSE)


def readable_name(name: str) -> str:
    """A name as ``expressions.format_name`` wrote it, in ASCII, and unlike any word of ours."""
    return name if name.isascii() and not _OURS.fullmatch(name) else json.dumps(name)


def _parse(text: str) -> _Node:
    stack: list[list[_Node]] = [[]]
    for match in _TOKEN.finditer(text):
        piece = match.group()
        if piece in "([":
            if len(stack) > _MAX_DEPTH:
                raise NotShown(f"nested deeper than {_MAX_DEPTH} levels")
            stack.append([])
        elif piece in ")]":
            done = stack.pop()
            stack[-1].append(done)
        else:
            stack[-1].append(piece)
    return stack[0][0]


def _show(node: _Node, bound: list[str], place: int) -> str:
    """``place``: what stands around it, so that brackets are set where they are needed."""
    assert isinstance(node, list)
    head, *parts = node
    match head:
        case "bvar":
            return bound[-1 - int(_text(parts[0]))]
        case "sort":
            return _sort(parts[0], place)
        case "const":
            return _constant(_text(parts[0]), parts[1])
        case "lit":
            return _text(parts[0])
        case "app":
            arguments: list[_Node] = []
            function: _Node = node
            while isinstance(function, list) and function[0] == "app":
                arguments.append(function[2])
                function = function[1]
            shown = [_show(item, bound, _TIGHT) for item in [function, *reversed(arguments)]]
            return _bracketed(" ".join(shown), place == _TIGHT)
        case "proj":
            return _bracketed(
                f"proj {readable_name(_text(parts[0]))} {_text(parts[1])} {_show(parts[2], bound, _TIGHT)}",
                place == _TIGHT,
            )
        case "pi":
            return _bracketed(_pi(parts, bound), place > _LOOSE)
        case "lam":
            name = _fresh(bound)
            inner = _show(parts[1], [*bound, name], _LOOSE)
            return _bracketed(f"fun ({name} : {_show(parts[0], bound, _LOOSE)}) => {inner}", place > _LOOSE)
        case "let":
            name = _fresh(bound)
            kind, value = (_show(part, bound, _LOOSE) for part in parts[:2])
            inner = _show(parts[2], [*bound, name], _LOOSE)
            return _bracketed(f"let {name} : {kind} := {value}; {inner}", place > _LOOSE)
    raise AssertionError(head)


def _pi(parts: list[_Node], bound: list[str]) -> str:
    if not _uses(parts[1], 0):
        return f"{_show(parts[0], bound, _ARROW)} → {_show(parts[1], [*bound, '_'], _LOOSE)}"
    name = _fresh(bound)
    return f"∀ ({name} : {_show(parts[0], bound, _LOOSE)}), {_show(parts[1], [*bound, name], _LOOSE)}"


def _uses(node: _Node, index: int) -> bool:
    if not isinstance(node, list) or not node:  # a word, or no universe levels
        return False
    head, *parts = node
    if head == "bvar":
        return int(_text(parts[0])) == index
    binds = head in ("pi", "lam", "let")
    return any(_uses(part, index + (binds and i == len(parts) - 1)) for i, part in enumerate(parts))


def _sort(level: _Node, place: int) -> str:
    if level == "0":
        return "Prop"
    if level == "1":
        return "Type"
    return _bracketed(f"Sort {_level(level)}", place == _TIGHT)


def _level(level: _Node) -> str:
    if not isinstance(level, list):
        return level
    head, *parts = level
    if head == "param":
        return f"u{_text(parts[0])}"
    return f"({_text(head)} {' '.join(_level(part) for part in parts)})"


def _constant(name: str, levels: _Node) -> str:
    assert isinstance(levels, list)
    universes = f".{{{', '.join(_level(level) for level in levels)}}}" if levels else ""
    return readable_name(name) + universes


def _fresh(bound: list[str]) -> str:
    return f"x{len(bound)}"


def _text(node: _Node) -> str:
    assert isinstance(node, str)
    return node


def _bracketed(text: str, wanted: bool) -> str:
    return f"({text})" if wanted else text
