"""Whether a short text is in a language: keys of objects against the patterns of a schema."""

from __future__ import annotations

from functools import cache

from detlm.syntax.regex import AtMost, Both, Either, Empty, OneOf, Regex, Star, Then, Without


def holds(regex: Regex, text: bytes) -> bool:
    """Whether ``text`` is in the language, straight from the meaning: the places where a part can end."""

    @cache
    def ends(part: Regex, start: int) -> frozenset[int]:
        match part:
            case Empty():
                return frozenset({start})
            case OneOf(members):
                fits = start < len(text) and members >> text[start] & 1
                return frozenset({start + 1}) if fits else frozenset()
            case Then(first, second):
                return frozenset().union(*(ends(second, middle) for middle in ends(first, start)))
            case Either(left, right):
                return ends(left, start) | ends(right, start)
            case Both(left, right):
                return ends(left, start) & ends(right, start)
            case Without(left, right):
                return ends(left, start) - ends(right, start)
            case Star(body):
                return repeated(body, start, len(text))
            case AtMost(count, body):
                return repeated(body, start, count)
            case _:
                return frozenset()

    def repeated(body: Regex, start: int, count: int) -> frozenset[int]:
        found = new = frozenset({start})
        while new and count:
            new = frozenset().union(*(ends(body, here) for here in new)) - found
            found |= new
            count -= 1
        return found

    return len(text) in ends(regex, 0)
