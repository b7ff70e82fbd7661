"""Which categories plain derivatives are slow on: repetitions that can read one text in many ways.

``Regex.deriv`` (``lean/DetLM/Spec/Regex.lean``) keeps every way apart, so that ``((a|aa)*)*`` grows with each
byte it reads. The automata of ``automata.py`` are made of ``Regex.follow``, which keeps equal ways once. Here
a few derivatives are taken, always of the largest found so far, to see whether they grow. A guess: it decides
how something is proved and never what.
"""

from __future__ import annotations

import heapq
from functools import lru_cache

from detlm.syntax import regex as r

_STEPS = 300  # derivatives taken of one repetition
_MOST_NODES = 300  # larger ones are not looked at
_TIMES, _MORE = 6, 60  # how much larger than itself an expression has to become


@lru_cache(maxsize=4096)
def grows(regex: r.Regex) -> bool:
    """Whether derivatives of the category get much larger than it is."""
    return any(_repetition_grows(part) for part in _repetitions(regex))


def _parts(regex: r.Regex) -> tuple[r.Regex, ...]:
    match regex:
        case r.Then(first, second):
            return first, second
        case r.Star(body) | r.AtMost(_, body):
            return (body,)
        case r.Either(left, right) | r.Both(left, right) | r.Without(left, right):
            return left, right
    return ()


def _repetitions(regex: r.Regex) -> list[r.Regex]:
    """The outermost repetitions."""
    found: list[r.Regex] = []
    todo, seen = [regex], set()
    while todo:
        at = todo.pop()
        if id(at) in seen:
            continue
        seen.add(id(at))
        if isinstance(at, r.Star | r.AtMost):
            found.append(at)
        else:
            todo += _parts(at)
    return found


def _size(regex: r.Regex, most: int) -> int:
    size, todo = 0, [regex]
    while todo and size <= most:
        size += 1
        todo += _parts(todo.pop())
    return size


def _repetition_grows(regex: r.Regex) -> bool:
    size = _size(regex, _MOST_NODES)
    if size > _MOST_NODES:
        return False
    enough = _TIMES * size + _MORE
    samples = _samples(regex)
    seen, count = {regex}, 0
    largest = [(-size, count, regex)]
    for _ in range(_STEPS // max(1, len(samples))):
        if not largest:
            return False
        state = heapq.heappop(largest)[2]
        for byte in samples:
            after = _derivative(state, byte)
            if after not in seen:
                if (size := _size(after, enough)) > enough:
                    return True
                seen.add(after)
                heapq.heappush(largest, (-size, count := count + 1, after))
    return False


def _samples(regex: r.Regex) -> list[int]:
    """One byte of each class that the sets of an expression tell apart; those in no set are left out."""
    sets, todo = set(), [regex]
    while todo:
        at = todo.pop()
        if isinstance(at, r.OneOf):
            sets.add(at.members)
        todo += _parts(at)
    classes: dict[tuple[int, ...], int] = {}
    for byte in range(256):
        told_apart = tuple(members >> byte & 1 for members in sets)
        if any(told_apart):
            classes.setdefault(told_apart, byte)
    return list(classes.values())


def _nullable(regex: r.Regex) -> bool:
    match regex:
        case r.Then(first, second) | r.Both(first, second):
            return _nullable(first) and _nullable(second)
        case r.Either(left, right):
            return _nullable(left) or _nullable(right)
        case r.Without(left, right):
            return _nullable(left) and not _nullable(right)
    return not isinstance(regex, r.Nothing | r.OneOf)


def _derivative(regex: r.Regex, byte: int) -> r.Regex:
    """``Regex.deriv``."""
    match regex:
        case r.OneOf(members):
            return r.EMPTY if members >> byte & 1 else r.NOTHING
        case r.Then(first, second):
            here = _then(_derivative(first, byte), second)
            if not _nullable(first):
                return here
            return _joined(r.Either, here, _derivative(second, byte))
        case r.Either(left, right):
            return _joined(r.Either, _derivative(left, byte), _derivative(right, byte))
        case r.Star(body):
            return _then(_derivative(body, byte), regex)
        case r.AtMost(count, body):
            return _then(_derivative(body, byte), r.AtMost(count - 1, body)) if count else r.NOTHING
        case r.Both(left, right):
            one, other = _derivative(left, byte), _derivative(right, byte)
            return r.NOTHING if r.NOTHING in (one, other) else r.Both(one, other)
        case r.Without(left, right):
            return _joined(r.Without, _derivative(left, byte), _derivative(right, byte))
    return r.NOTHING


def _then(first: r.Regex, second: r.Regex) -> r.Regex:
    if first == r.NOTHING:
        return r.NOTHING
    return second if first == r.EMPTY else r.Then(first, second)


def _joined(kind: type[r.Either] | type[r.Without], left: r.Regex, right: r.Regex) -> r.Regex:
    if left == r.NOTHING:
        return right if kind is r.Either else r.NOTHING
    return left if right == r.NOTHING else kind(left, right)
