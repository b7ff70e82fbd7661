"""Bytes as the characters people read: sets of characters out of sets of bytes, and what they are called.

A set of characters is a list of ranges of code points. Texts need not be UTF-8; what is not is left to bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from detlm.mask.automaton import Dfa
from detlm.syntax.regex import Either, OneOf, Regex, Then

Ranges = tuple[tuple[int, int], ...]

_MOST = 200  # ranges
_LAST, _SURROGATES = 0x10FFFF, (0xD800, 0xDFFF)
_FOLLOWING = sum(1 << b for b in range(0x80, 0xC0))
_ASCII = (1 << 128) - 1


@cache
def runs_of(members: int) -> tuple[tuple[int, int], ...]:
    """The runs of neighbours in a set of bytes."""
    runs: list[tuple[int, int]] = []
    for value in range(256):
        if members >> value & 1:
            runs[-1:] = (
                [(runs[-1][0], value)] if runs and runs[-1][1] == value - 1 else [*runs[-1:], (value,) * 2]
            )
    return tuple(runs)


@cache
def length_of(members: int) -> int:
    """How many bytes a character has that begins with any of these; 0 if they differ or none begins one."""
    lengths = {_length(byte) for low, high in runs_of(members) for byte in (low, high)}
    return lengths.pop() if len(lengths) == 1 else 0


def _length(byte: int) -> int:
    starts = ((0x80, 1), (0xC2, 0), (0xE0, 2), (0xF0, 3), (0xF5, 4))
    return next((length for below, length in starts if byte < below), 0)


def characters(sets: Sequence[int]) -> Ranges | None:
    """The characters whose bytes are in these sets; None if they are none or too many ranges."""
    length = length_of(sets[0])
    if length != len(sets) or any(s & ~_FOLLOWING for s in sets[1:]):
        return None
    payload = 0x7F if length == 1 else 0x7F >> length
    ranges = [(low & payload, high & payload) for low, high in runs_of(sets[0])]
    for members in sets[1:]:
        if members == _FOLLOWING:
            ranges = [(low << 6, high << 6 | 63) for low, high in ranges]
            continue
        parts = [(low & 63, high & 63) for low, high in runs_of(members)]
        if sum(high - low + 1 for low, high in ranges) * len(parts) > _MOST:
            return None
        firsts = [value << 6 for low, high in ranges for value in range(low, high + 1)]
        ranges = [(first | low, first | high) for first in firsts for low, high in parts]
    return joined(ranges)


def joined(ranges: Sequence[tuple[int, int]]) -> Ranges:
    """The same characters in as few ranges as can be, in order."""
    out: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if out and low <= out[-1][1] + 1:
            out[-1] = (out[-1][0], max(out[-1][1], high))
        else:
            out.append((low, high))
    return tuple(out)


def class_of(regex: Regex) -> Ranges | None:
    """The set that an expression is if it stands for one character."""
    if isinstance(regex, Either):
        left, right = class_of(regex.left), class_of(regex.right)
        return None if left is None or right is None else joined((*left, *right))
    sets: list[int] = []
    while isinstance(regex, Then) and isinstance(regex.first, OneOf):
        sets.append(regex.first.members)
        regex = regex.second
    return characters([*sets, regex.members]) if isinstance(regex, OneOf) else None


def moves(dfa: Dfa) -> list[list[tuple[Ranges | int, int]]]:
    """For each state its moves by characters, or by bytes if the automaton is not one of whole characters.

    States in the middle of a character have none then, and nothing leads to them.
    """
    whole = _by_characters(dfa)
    return [list(dfa.edges(s)) for s in range(dfa.size)] if whole is None else whole


def _by_characters(dfa: Dfa) -> list[list[tuple[Ranges | int, int]]] | None:
    found: list[list[tuple[Ranges | int, int]]] = [[] for _ in range(dfa.size)]
    todo, seen, inside = [0], {0}, set[int]()
    while todo:
        state = todo.pop()
        reached: dict[int, list[tuple[int, int]]] = {}
        ways: list[tuple[tuple[int, ...], int]] = [((), state)]
        while ways:
            way, here = ways.pop()
            for members, target in _by_length(dfa, here) if not way else dfa.edges(here):
                longer = (*way, members)
                if len(longer) < length_of(longer[0]):
                    inside.add(target)
                    ways.append((longer, target))
                elif (ranges := characters(longer)) is not None:
                    reached.setdefault(target, []).extend(ranges)
                else:
                    return None
            if len(ways) > _MOST:
                return None
        found[state] = [(joined(ranges), target) for target, ranges in reached.items()]
        todo += [t for t in reached if t not in seen]
        seen |= reached.keys()
    mixed = seen & inside or any(dfa.is_accepting(s) for s in inside)
    return None if mixed else found


_FIRSTS = [sum(1 << b for b in range(256) if _length(b) == n) for n in (1, 2, 3, 4, 0)]


def _by_length(dfa: Dfa, state: int) -> list[tuple[int, int]]:
    """The moves out of a state, parted by how long the characters are that they begin."""
    return [(m & f, target) for m, target in dfa.edges(state) for f in _FIRSTS if m & f]


def said(ranges: Ranges, special: str = "") -> str:
    """A set of characters in a few letters; those of ``special`` get a backslash."""
    if sum(high - low + 1 for low, high in ranges) > _LAST // 2:
        without = _complement(ranges)
        return f"[^{_ranges(without)}]" if without else "any character"
    if len(ranges) == 1 and ranges[0][0] == ranges[0][1]:
        letter = character(ranges[0][0])
        return f"\\{letter}" if letter in special else letter
    return f"[{_ranges(ranges)}]"


def _complement(ranges: Ranges) -> Ranges:
    covered = joined((*ranges, _SURROGATES))
    edges = [-1, *(edge for low, high in covered for edge in (low, high)), _LAST + 1]
    gaps = zip(edges[::2], edges[1::2], strict=True)
    return tuple((before + 1, after - 1) for before, after in gaps if before + 1 < after)


def _ranges(ranges: Ranges) -> str:
    return "".join(
        character(a) if a == b else f"{character(a)}{'' if b == a + 1 else '-'}{character(b)}"
        for a, b in ranges
    )


def character(code: int) -> str:
    """A character as it is shown: spaces and what does not print have a sign or an escape."""
    letter = chr(code)
    if letter == " ":
        return "␣"
    return letter if letter.isprintable() else letter.encode("unicode-escape").decode()


def bytes_said(members: int) -> str:
    """A set of bytes that are not characters in a few letters."""
    if members == (1 << 256) - 1:
        return "any byte"
    if members & ~_ASCII == ~_ASCII & (1 << 256) - 1:
        return f"[^{_bytes(runs_of(_ASCII & ~members))}]"
    one = members.bit_count() == 1
    return _bytes(runs_of(members)) if one else f"[{_bytes(runs_of(members))}]"


def _bytes(runs: Sequence[tuple[int, int]]) -> str:
    return "".join(_byte(a) if a == b else f"{_byte(a)}-{_byte(b)}" for a, b in runs)


def _byte(value: int) -> str:
    return character(value) if value < 128 else f"\\x{value:02x}"
