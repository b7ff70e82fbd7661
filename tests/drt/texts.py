"""Outputs near a program: texts of its shape, of its masks, near misses, and hostile Unicode."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from detlm.syntax.program import Chain, Choice, Lex, Program, Shape, SlotShape, UpTo
from detlm.syntax.regex import AtMost, Both, Either, OneOf, Regex, Star, Then, Without
from tests.drt.grow import HOSTILE

LONGEST = 48  # bytes of an output; Lean finds all parses of it
SWAPS = (
    (b"a", b"A"),
    (b"a", "а".encode()),
    (b"1", "１".encode()),
    (b" ", "\u00a0".encode()),
    (b"b", b"a"),
    (b"0", b"1"),
)


def spelling(rng: Random, regex: Regex) -> bytes:
    """A text of an expression, by walking it; of ``Both`` and ``Without`` one of the left side."""
    match regex:
        case OneOf(members):
            bits = [b for b in range(256) if members >> b & 1]
            plain = [b for b in bits if b in b"ab12. "]
            return bytes([rng.choice(plain if plain and rng.random() < 0.8 else bits)])
        case Then(first, second):
            return spelling(rng, first) + spelling(rng, second)
        case Either(left, right):
            return spelling(rng, left if rng.random() < 0.5 else right)
        case Star(body):
            return b"".join(spelling(rng, body) for _ in range(rng.choice([0, 1, 1, 2, 3])))
        case AtMost(count, body):
            return b"".join(spelling(rng, body) for _ in range(rng.randint(0, min(count, 3))))
        case Both(left, right):
            return spelling(rng, left if rng.random() < 0.5 else right)
        case Without(left, _):
            return spelling(rng, left)
        case _:
            return b""


def answer(rng: Random, shape: Shape) -> bytes:
    """A text that a shape could admit; conditions and limits are not looked at."""
    match shape:
        case Lex(regex) | SlotShape(_, regex):
            return spelling(rng, regex)
        case Chain(parts):
            return b"".join(answer(rng, part) for part in parts)
        case Choice(options):
            return answer(rng, rng.choice(options))
        case UpTo(count, body):
            return b"".join(answer(rng, body) for _ in range(rng.randint(0, min(count, 4))))
        case _:
            return answer(rng, shape.body)


def near(rng: Random, text: bytes) -> bytes:
    """The text with a small change: cut, doubled, swapped, joined with something hostile."""
    i, j = sorted((rng.randint(0, len(text)), rng.randint(0, len(text))))
    kind = rng.randrange(8)
    if kind == 0:
        return text[:i] + text[i + 1 :]
    if kind == 1:
        return text[:i] + rng.choice(HOSTILE) + text[i:]
    if kind == 2:
        return text[:i] + bytes([rng.choice(text or b"a")]) + text[i:]
    if kind == 3:
        return text[:j] + text[i:j] + text[j:]
    if kind == 4:
        old, new = rng.choice(SWAPS)
        return text.replace(old, new, 1)
    if kind == 5:
        return text[:i]
    if kind == 6:
        return text[:i] + bytes([rng.choice(text or b"b")]) + text[i + 1 :]
    return text[:i] + text[j:] + text[i:j]


def outputs(rng: Random, program: Program) -> Iterator[bytes]:
    """Outputs without end; many are near misses."""
    while True:
        text = answer(rng, program.output)
        if program.after is not None:
            text = thought(rng, program.after) + text
        kind = rng.random()
        if kind > 0.55:
            text = near(rng, text)
        if kind > 0.85:
            text = near(rng, text)
        text = text[:LONGEST]
        yield preface(rng) + text if program.model_lines and rng.random() < 0.7 else text


def preface(rng: Random) -> bytes:
    """Constraint lines as a model writes them at the start; some are not as they must be."""
    sentences = [
        "Use at most 1 word.",
        "Use at most 2 words.",
        "Use at most 3 words.",
        "Use at most 40 words.",
    ]
    sentences += ["Do not use the word ab.", "Do not use the word a.", "Do not use the word 12."]
    if rng.random() < 0.15:
        sentences += ["use at most 2 words.", "Use at most 0 words.", "Use at most 1 words.", "", "Anything."]
    count = rng.choice([1, 1, 1, 2, 3])
    lines = (f"<CONSTRAINT>{rng.choice(sentences)}</CONSTRAINT>" for _ in range(count))
    return "".join(lines).encode()


def thought(rng: Random, marker: bytes) -> bytes:
    """Free text up to the marker; now and then a marker begun before, twice, or none at all."""
    kinds = [b"", b"ab", b"hm", marker[:1], marker[:-1], marker[:-1] * 2, b"\xff", marker]
    before = rng.choice([*kinds, b"<t>", b"<CONSTR", b"<CONSTRAINT>", b"<"])
    return before + (marker if rng.random() < 0.9 else b"")
