"""What a leaf of a shape or an arrow of an automaton is called in a picture."""

from __future__ import annotations

from detlm.mask.sentences import fixed_text
from detlm.report.characters import bytes_said, characters, class_of, said
from detlm.report.svg import shown
from detlm.syntax.program import Lex
from detlm.syntax.regex import AtMost, Both, Either, Empty, Nothing, OneOf, Regex, Star, Then, Without

_LONGEST = 34
_SPECIAL = ".*+?()[]{}|/\\"


def said_of(leaf: Lex) -> tuple[str, str]:
    """The words for a leaf, and what kind of box it is: "text" or "name"."""
    text = fixed_text(leaf.regex)
    if text is not None:
        return f'"{shown(text.decode(errors="backslashreplace"), _LONGEST)}"', "text"
    if leaf.name:
        return shown(leaf.name, _LONGEST), "name"
    return f"/{shown(_pattern(leaf.regex, 60), _LONGEST)}/", "name"


def _pattern(regex: Regex, room: int) -> str:
    """An expression in the notation of the language, its beginning where it is long."""
    if room <= 0:
        return "…"
    regex = _whole_characters(regex)
    if (ranges := class_of(regex)) is not None:
        return said(ranges, _SPECIAL)
    match regex:
        case Nothing():
            return "(nothing)"
        case Empty():
            return ""
        case OneOf(members):
            return bytes_said(members)
        case Then(first, second):
            character, rest = _first_character(regex)
            begin = character or _pattern(first, room)
            return begin + _pattern(rest if character else second, room - len(begin))
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


def _whole_characters(regex: Regex) -> Regex:
    """The same texts, with a first byte that begins several characters put into the choice between them."""
    match regex:
        case Then(OneOf(members) as first, Either(left, right)) if members >> 0x80:
            return Either(_whole_characters(Then(first, left)), _whole_characters(Then(first, right)))
        case Then(OneOf(members) as first, Then(Either(left, right), rest)) if members >> 0x80:
            return Then(_whole_characters(Then(first, Either(left, right))), rest)
    return regex


def _first_character(regex: Then) -> tuple[str, Regex]:
    """The character that an expression begins with, if it has several bytes, and the expression after it."""
    sets: list[int] = []
    rest: Regex = regex
    while isinstance(rest, Then) and isinstance(rest.first, OneOf) and len(sets) < 4:
        sets.append(rest.first.members)
        rest = rest.second
        if len(sets) > 1 and (ranges := characters(sets)) is not None:
            return said(ranges, _SPECIAL), rest
    return "", regex
