"""Intersection and difference of languages, with the cases that need no expression left out."""

from __future__ import annotations

from detlm.syntax.regex import NOTHING, Both, Regex, Without


def both(*parts: Regex) -> Regex:
    """In every one of the parts (at least one)."""
    kept = list({id(p): p for p in parts}.values())
    if NOTHING in kept:
        return NOTHING
    result = kept[-1]
    for part in reversed(kept[:-1]):
        result = Both(part, result)
    return result


def without(left: Regex, right: Regex) -> Regex:
    """In ``left`` and not in ``right``."""
    if left is right or left == NOTHING:
        return NOTHING
    return left if right == NOTHING else Without(left, right)
