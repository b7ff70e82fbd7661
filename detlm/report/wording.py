"""What a leaf of a shape or an arrow of an automaton is called in a picture."""

from __future__ import annotations

from detlm.mask.sentences import fixed_text
from detlm.report.svg import shown
from detlm.syntax.program import Lex
from detlm.syntax.regex import AtMost, Both, Either, Empty, Nothing, OneOf, Regex, Star, Then, Without

_LONGEST = 34


def said_of(leaf: Lex) -> tuple[str, str]:
    """The words for a leaf, and what kind of box it is: "text" or "name"."""
    text = fixed_text(leaf.regex)
    if text is not None:
        return f'"{shown(text.decode(errors="backslashreplace"), _LONGEST)}"', "text"
    if leaf.name:
        return shown(leaf.name, _LONGEST), "name"
    return f"/{shown(_pattern(leaf.regex, 60), _LONGEST)}/", "name"


def bytes_said(members: int) -> str:
    """A set of bytes in a few characters."""
    values = [b for b in range(256) if members >> b & 1]
    if len(values) == 256:
        return "any byte"
    runs = _runs_of(values)
    if len(values) > 128:
        return f"[^{_ranges(_runs_of([b for b in range(128) if not members >> b & 1]))}]"
    if len(values) == 1:
        return _byte(values[0])
    return f"[{_ranges(runs)}]"


def _runs_of(values: list[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for value in values:
        if runs and value == runs[-1][1] + 1:
            runs[-1][1] = value
        else:
            runs.append([value, value])
    return runs


def _ranges(runs: list[list[int]]) -> str:
    return "".join(_byte(a) if a == b else f"{_byte(a)}-{_byte(b)}" for a, b in runs)


def _byte(value: int) -> str:
    if value == 32:
        return "␣"
    return chr(value) if 32 < value < 127 else {10: "\\n", 9: "\\t", 13: "\\r"}.get(value, f"\\x{value:02x}")


def _pattern(regex: Regex, room: int) -> str:
    """An expression in the notation of the language, its beginning where it is long."""
    if room <= 0:
        return "…"
    match regex:
        case Nothing():
            return "(nothing)"
        case Empty():
            return ""
        case OneOf(members):
            return bytes_said(members)
        case Then(first, second):
            begin = _pattern(first, room)
            return begin + _pattern(second, room - len(begin))
        case Either(left, right):
            begin = _pattern(left, room)
            return f"({begin}|{_pattern(right, room - len(begin))})"
        case Star(body):
            return f"({_pattern(body, room)})*"
        case AtMost(count, body):
            return f"({_pattern(body, room)}){{0,{count}}}"
        case Both(left, _):
            return f"{_pattern(left, room)} and …"
        case Without(left, _):
            return f"{_pattern(left, room)} except …"
        case _:
            return "…"
