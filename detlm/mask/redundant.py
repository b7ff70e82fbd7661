"""Limits that another limit makes needless: equal ones, and weaker ones of the same kind.

Decided by automata, but asked only of limits that speak of the same word or count the same thing; so a file
of many limits costs little, and a needless limit of another kind goes untold.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from detlm.mask.limits import dfa_of_limit
from detlm.mask.product import included
from detlm.mask.wording import mentions
from detlm.syntax.program import AtMostWords, Forbid, Limit, Matches, Require

_PAIRS = 20_000  # of states, up to which two automata are compared
_COMPARED = 40  # pairs of automata: it is only advice

_WORDS = re.compile(r'"((?:\\.|[^"\\])*)"')
_COUNTED = re.compile(r"\b(words|characters|sentences|lines)\b")


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
    """What a limit speaks of: words, or what it counts. Phrases by their first word."""
    match limit:
        case Forbid(word) | Require(word):
            return {w.decode(errors="replace") for w in re.findall(rb"\w+", word.lower())} or {"?"}
        case AtMostWords():
            return {" words"}
        case Matches():
            said = {w for text in _WORDS.findall(limit.source.lower()) for w in re.findall(r"\w+", text)}
            outside = _WORDS.sub("", limit.source)
            return said | {f" {unit}" for unit in _COUNTED.findall(outside)}


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
