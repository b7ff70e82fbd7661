"""Limits that another limit makes needless: equal ones, and weaker ones of the same kind.

Decided by automata, but asked only of limits that speak of the same word or count the same thing; so a file
of many limits costs little, and a needless limit of another kind goes untold.
"""

from __future__ import annotations

from collections.abc import Sequence

from detlm.mask.limits import dfa_of_limit
from detlm.mask.product import included
from detlm.mask.wording import mentions
from detlm.syntax.program import AtMostWords, Forbid, Limit, Matches, Require

_PAIRS = 20_000  # of states, up to which two automata are compared
_COMPARED = 40  # pairs of automata: it is only advice

_COUNTED = {"words", "characters", "sentences", "lines"}


def needless(limits: Sequence[Limit]) -> dict[int, int]:
    """The limits, by number, that one of the others makes needless, each with that other."""
    found: dict[int, int] = {}
    compared = 0
    topics = [_topics(limit) for limit in limits]
    speaking: dict[str, list[int]] = {}
    for number, topic in enumerate(topics):
        for word in topic:
            speaking.setdefault(word, []).append(number)
    for number, limit in reversed([*enumerate(limits)]):  # of two equal ones the later is needless
        for other in sorted({n for word in topics[number] for n in speaking[word]} - {number}):
            if other in found:
                continue
            told = _told(limits[other], limit)
            if told is None and compared < _COMPARED:
                compared += 1
                told = _implies(limits[other], limit)
            if told:
                found[number] = other
                break
    return found


def _topics(limit: Limit) -> set[str]:
    """What a limit speaks of: words, or, after a space, what it counts."""
    match limit:
        case Forbid(word) | Require(word):
            return set(_words(word.decode(errors="replace"))) or {"?"}
        case AtMostWords():
            return {" words"}
        case Matches():
            outside, said = limit.source.split('"')[::2], limit.source.split('"')[1::2]
            counted = {f" {unit}" for unit in _words(" ".join(outside)) if unit in _COUNTED}
            return counted | {word for text in said for word in _words(text)}


def _words(text: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in text.lower()).split()


def _told(strong: Limit, weak: Limit) -> bool | None:
    """Whether ``strong`` implies ``weak``, where that shows without automata."""
    match strong, weak:
        case AtMostWords(fewer), AtMostWords(more):
            return fewer <= more
        case (Forbid(inner), Forbid(outer)) | (Require(outer), Require(inner)):
            return None if mentions(inner, outer) else False
        case (Forbid(), Require()) | (Require(), Forbid()):
            return False
        case _:
            return None


def _implies(strong: Limit, weak: Limit) -> bool:
    one, other = dfa_of_limit(strong), dfa_of_limit(weak)
    return one.size * other.size <= _PAIRS and included(one, other)
