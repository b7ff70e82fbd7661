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

Node = str | list["Node"]
_LOOSE, _ARROW, _TIGHT = range(3)


class NotShown(Exception):
    """An expression that is too large to be read by a person."""


def readable(expression: str) -> str:
    """One closed expression. Raises :class:`NotShown`."""
    if len(expression) > MAX_TEXT:
        raise NotShown(f"{len(expression)} characters")
    return _show(parse(expression), [], _LOOSE)


def readable_name(name: str) -> str:
    """A name as ``expressions.format_name`` wrote it, in ASCII, and unlike any word of ours."""
    return name if name.isascii() and not _OURS.fullmatch(name) else json.dumps(name)


def parse(text: str) -> Node:
    """The expression that a text of ``expressions.py`` is. Raises :class:`NotShown` if it is too deep."""
    stack: list[list[Node]] = [[]]
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


def _show(node: Node, bound: list[str], place: int) -> str:
    """``place``: what stands around it, so that brackets are set where they are needed."""
    assert isinstance(node, list)
    head, *parts = node
    match head:
        case "bvar":
            return bound[-1 - int(word(parts[0]))]
        case "sort":
            return _sort(parts[0], place)
        case "const":
            return constant_text(word(parts[0]), parts[1])
        case "lit":
            return word(parts[0])
        case "app":
            shown = [_show(item, bound, _TIGHT) for item in spine(node)]
            return bracketed(" ".join(shown), place == _TIGHT)
        case "proj":
            return bracketed(
                f"proj {readable_name(word(parts[0]))} {word(parts[1])} {_show(parts[2], bound, _TIGHT)}",
                place == _TIGHT,
            )
        case "pi":
            return bracketed(_pi(parts, bound), place > _LOOSE)
        case "lam":
            name = fresh(bound)
            inner = _show(parts[1], [*bound, name], _LOOSE)
            return bracketed(f"fun ({name} : {_show(parts[0], bound, _LOOSE)}) => {inner}", place > _LOOSE)
        case "let":
            name = fresh(bound)
            kind, value = (_show(part, bound, _LOOSE) for part in parts[:2])
            inner = _show(parts[2], [*bound, name], _LOOSE)
            return bracketed(f"let {name} : {kind} := {value}; {inner}", place > _LOOSE)
    raise AssertionError(head)


def _pi(parts: list[Node], bound: list[str]) -> str:
    if not uses(parts[1], 0):
        return f"{_show(parts[0], bound, _ARROW)} → {_show(parts[1], [*bound, '_'], _LOOSE)}"
    name = fresh(bound)
    return f"∀ ({name} : {_show(parts[0], bound, _LOOSE)}), {_show(parts[1], [*bound, name], _LOOSE)}"


def spine(node: Node) -> list[Node]:
    """What an application applies, and to what."""
    arguments: list[Node] = []
    while isinstance(node, list) and node[0] == "app":
        arguments.append(node[2])
        node = node[1]
    return [node, *reversed(arguments)]


def uses(node: Node, index: int) -> bool:
    """Whether a body speaks of the variable that is bound so many binders outside of it."""
    if not isinstance(node, list) or not node:  # a word, or no universe levels
        return False
    head, *parts = node
    if head == "bvar":
        return int(word(parts[0])) == index
    binds = head in ("pi", "lam", "let")
    return any(uses(part, index + (binds and i == len(parts) - 1)) for i, part in enumerate(parts))


def _sort(level: Node, place: int) -> str:
    if level == "0":
        return "Prop"
    if level == "1":
        return "Type"
    return bracketed(f"Sort {level_text(level)}", place == _TIGHT)


def level_text(level: Node) -> str:
    """A universe level."""
    if not isinstance(level, list):
        return level
    head, *parts = level
    if head == "param":
        return f"u{word(parts[0])}"
    return f"({word(head)} {' '.join(level_text(part) for part in parts)})"


def constant_text(name: str, levels: Node) -> str:
    """A constant with its universe levels."""
    assert isinstance(levels, list)
    universes = f".{{{', '.join(level_text(level) for level in levels)}}}" if levels else ""
    return readable_name(name) + universes


def fresh(bound: list[str]) -> str:
    """The name of the next variable that is bound."""
    return f"x{len(bound)}"


def word(node: Node) -> str:
    """A part that is no expression."""
    assert isinstance(node, str)
    return node


def bracketed(text: str, wanted: bool) -> str:
    """In brackets, if they are wanted."""
    return f"({text})" if wanted else text
