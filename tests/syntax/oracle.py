"""A slow, plain reading of programs for tests: which texts a regex matches and which answers are admitted.

Written from the language reference alone, by sets of end positions; shares no code with masks or the kernel.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from detlm.errors import ConstraintError
from detlm.knowledge.closure import close
from detlm.syntax import program as p
from detlm.syntax import read_constraint_lines, split_preface
from detlm.syntax import regex as r


def matches(regex: r.Regex, text: bytes) -> bool:
    """Whether the whole text is in the language."""
    return len(text) in ends(regex, text, 0)


def ends(regex: r.Regex, text: bytes, start: int) -> frozenset[int]:
    """Where a match that starts at ``start`` can end."""

    @cache
    def go(part: r.Regex, at: int) -> frozenset[int]:
        match part:
            case r.Nothing():
                return frozenset()
            case r.Empty():
                return frozenset({at})
            case r.OneOf(members):
                return frozenset({at + 1}) if at < len(text) and members >> text[at] & 1 else frozenset()
            case r.Then(first, second):
                return frozenset().union(*(go(second, middle) for middle in go(first, at)))
            case r.Either(left, right):
                return go(left, at) | go(right, at)
            case r.Both(left, right):
                return go(left, at) & go(right, at)
            case r.Without(left, right):
                return go(left, at) - go(right, at)
            case r.Star(body):
                return rounds(body, at, len(text) + 1)
            case r.AtMost(count, body):
                return rounds(body, at, min(count, len(text) + 1))
        raise AssertionError(part)

    def rounds(body: r.Regex, at: int, count: int) -> frozenset[int]:
        seen = new = frozenset({at})
        for _ in range(count):
            new = frozenset().union(*(go(body, middle) for middle in new)) - seen
            if not new:
                break
            seen |= new
        return seen

    return go(regex, start)


Parse = tuple[int, tuple[p.Atom, ...], tuple[bytes | None, bytes | None]]
"""Where it ends, what it claims, and the slots filled since the enclosing claim began."""


def parses(shape: p.Shape, text: bytes, at: int, prompt: bytes, facts: frozenset[p.Atom]) -> Iterator[Parse]:
    """All ways to read ``shape`` from ``at`` on, conditions of derive rules included."""
    none = (None, None)
    match shape:
        case p.Lex(regex):
            yield from ((end, (), none) for end in ends(regex, text, at))
        case p.SlotShape(kind, regex):
            for end in ends(regex, text, at):
                said = text[at:end]
                yield end, (), (said, None) if kind == "subject" else (None, said)
        case p.Chain(parts):
            yield from _chain(parts, text, at, prompt, facts)
        case p.Choice(options):
            for option in options:
                yield from parses(option, text, at, prompt, facts)
        case p.UpTo(count, body):
            yield at, (), none
            for n in range(1, count + 1):
                found = list(_chain((body,) * n, text, at, prompt, facts))
                if not found:
                    break
                yield from found
        case p.Claim(relation, body):
            for end, claims, (subject, object_) in parses(body, text, at, prompt, facts):
                assert subject is not None and object_ is not None
                yield end, (*claims, p.Atom(relation, subject, object_)), none
        case p.Derive():
            for end, claims, _ in parses(shape.body, text, at, prompt, facts):
                if all(holds(c, text[at:end], claims, prompt, facts) for c in (shape.given, shape.ensure)):
                    yield end, claims, none


def _chain(
    parts: tuple[p.Shape, ...], text: bytes, at: int, prompt: bytes, facts: frozenset[p.Atom]
) -> Iterator[Parse]:
    if not parts:
        yield at, (), (None, None)
        return
    for middle, claims, slots in parses(parts[0], text, at, prompt, facts):
        for end, more, others in _chain(parts[1:], text, middle, prompt, facts):
            yield end, claims + more, (slots[0] or others[0], slots[1] or others[1])


def holds(
    condition: p.Condition, span: bytes, claims: tuple[p.Atom, ...], prompt: bytes, facts: frozenset[p.Atom]
) -> bool:
    """Whether a condition holds of a span."""
    match condition:
        case p.Always():
            return True
        case p.Supported():
            return bool(claims) and facts.issuperset(claims)
        case p.Mentions(word):
            return says(span, word)
        case p.PromptMentions(word):
            return says(prompt, word)
        case p.InCategory(_, regex):
            return matches(regex, span)
        case p.Not(body):
            return not holds(body, span, claims, prompt, facts)
        case p.And(left, right):
            return holds(left, span, claims, prompt, facts) and holds(right, span, claims, prompt, facts)
        case p.Or(left, right):
            return holds(left, span, claims, prompt, facts) or holds(right, span, claims, prompt, facts)
    raise AssertionError(condition)


def says(text: bytes, word: bytes) -> bool:
    """Whether the word stands in the text as a whole word, ASCII case ignored."""
    whole = rb"(?<![A-Za-z0-9_\x80-\xff])" + re.escape(word) + rb"(?![A-Za-z0-9_\x80-\xff])"
    return re.search(whole, text, re.IGNORECASE) is not None


def within(limit: p.Limit, answer: bytes) -> bool:
    """Whether the answer keeps a limit."""
    match limit:
        case p.Forbid(word):
            return not says(answer, word)
        case p.Require(word):
            return says(answer, word)
        case p.AtMostWords(count):
            return len(re.findall(rb"[A-Za-z0-9_\x80-\xff]+", answer)) <= count
    raise AssertionError(limit)


def readings(program: p.Program, answer: bytes, prompt: bytes) -> int:
    """How many ways there are to read the whole answer; more than one: the output is ambiguous."""
    facts = frozenset(close(program).atoms)
    return sum(end == len(answer) for end, _, _ in parses(program.output, answer, 0, prompt, facts))


def admits(program: p.Program, output: bytes, prompt: bytes) -> bool:
    """Whether a whole output, constraint lines included, is admitted."""
    preface, answer = split_preface(output, program)
    try:
        limits = program.limits + read_constraint_lines(preface, program)
    except ConstraintError:
        return False
    return readings(program, answer, prompt) > 0 and all(within(limit, answer) for limit in limits)
