"""Random constraint files about one category each, with a check of their texts in plain Python.

The check is written from REFERENCE.md with Python's own means (``re``, ``json``, ``datetime``, ``decimal``)
and shares nothing with detlm, so that the reader is judged too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from tests.drt import schemas
from tests.drt.cases import SCHEMA

Check = Callable[[bytes], bool | None]  # None where nothing is expected

CHARACTERS = ("a", "b", "A", "1", "é", "ß", "€", "😀", "-", " ", "e\u0301", "ſ", "\u212a", "\u00a0", "\u200d")


@dataclass(frozen=True)
class Piece:
    """Statements that declare things, an expression for the output, who belongs to it, texts near it."""

    lines: tuple[str, ...]
    expression: str
    holds: Check
    texts: tuple[bytes, ...]
    files: tuple[tuple[str, str], ...] = ()


def quoted(text: str) -> str:
    """A text as the language quotes it."""
    plain = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return '"' + "".join(c if c.isprintable() else f"\\u{{{ord(c):X}}}" for c in plain) + '"'


def word(rng: Random) -> str:
    """One to three characters, hostile ones among them; never only white space."""
    made = "".join(rng.choice(CHARACTERS) for _ in range(rng.randint(1, 3)))
    return made if made.strip() else "a" + made


def words(rng: Random) -> Piece:
    """``words "…" "…"``, now and then out of a file or with parameters."""
    texts = list(dict.fromkeys(word(rng) for _ in range(rng.randint(1, 5))))
    listed = " ".join(map(quoted, texts))
    said = tuple(t.encode() for t in texts)
    kind = rng.randrange(3)
    if kind == 0:
        return Piece((f"category W := words {listed}",), "W", lambda t: t in said, said)
    if kind == 1:
        lines = ("category W(pre, post) := pre /[0-9]/ post",)
        front, back = quoted(texts[0]), quoted(texts[-1])
        pattern = re.compile(re.escape(texts[0].encode()) + b"[0-9]" + re.escape(texts[-1].encode()))
        near = (said[0] + b"7" + said[-1], said[0] + "７".encode() + said[-1], said[0] + b"77" + said[-1])
        return Piece(lines, f"W({front}, {back})", lambda t: bool(pattern.fullmatch(t)), near)
    files = (
        ("parts.det", f"category W := words {listed} except ({quoted(texts[0])} or {quoted(texts[-1])})\n"),
    )
    holds: Check = lambda t: t in said and t not in (said[0], said[-1])  # noqa: E731
    if set(said) <= {said[0], said[-1]}:
        return Piece((f"category W := words {listed}",), "W", lambda t: t in said, said)
    return Piece(('import "parts.det" as p',), "p.W", holds, said, files)


def expression(rng: Random) -> Piece:
    """``/…/`` as Python's ``re`` reads it, combined by ``and`` and ``except``."""
    one, two = _pattern(rng, 3), _pattern(rng, 2)
    first, second = (re.compile(p, re.ASCII) for p in (one, two))

    def matches(pattern: re.Pattern[str], text: bytes) -> bool:
        try:
            return bool(pattern.fullmatch(text.decode()))
        except UnicodeDecodeError:
            return False

    sources = ["/" + p.replace("/", r"\/") + "/" for p in (one, two)]
    texts = tuple(
        "".join(rng.choice(CHARACTERS) for _ in range(rng.randint(0, 4))).encode() for _ in range(8)
    )
    texts += (b"a\n", b"\xff", b"\xed\xa0\x80", b"\xc0\x80", "\u2028".encode(), "\x85".encode(), "١".encode())
    join = rng.choice(["", "and", "except", "or"])
    combine: dict[str, Check] = {
        "": lambda t: matches(first, t),
        "and": lambda t: matches(first, t) and matches(second, t),
        "except": lambda t: matches(first, t) and not matches(second, t),
        "or": lambda t: matches(first, t) or matches(second, t),
    }
    body = f"{sources[0]} {join} {sources[1]}" if join else sources[0]
    return Piece((f"category R := {body}",), "R", combine[join], texts)


def _pattern(rng: Random, depth: int) -> str:
    if depth == 0:
        single = [
            *"ab1é€😀_",
            "[a-c]",
            "[^a]",
            ".",
            r"\d",
            r"\w",
            r"\s",
            r"\W",
            r"\S",
            r"[é-€]",
            r"[^\w]",
            r"\n",
            r"\.",
        ]
        return rng.choice(single)
    kind = rng.randrange(4)
    if kind == 0:
        return _pattern(rng, depth - 1) + _pattern(rng, depth - 1)
    if kind == 1:
        return f"(?:{_pattern(rng, depth - 1)}|{_pattern(rng, depth - 1)})"
    if kind == 2:
        return f"(?:{_pattern(rng, depth - 1)}){rng.choice(['*', '+', '?', '{2}', '{0,2}', '{1,}', '{1,3}'])}"
    return _pattern(rng, 0)


def integer(rng: Random) -> Piece:
    """``integer from … to …``."""
    low, high = sorted(
        rng.choice([-1000, -101, -100, -9, -1, 0, 1, 7, 9, 10, 99, 100, 105, 12345]) for _ in "ab"
    )
    near = [low - 1, low, low + 1, high - 1, high, high + 1, 0, rng.randint(low, high), -low]
    texts = tuple(str(n).encode() for n in near)
    texts += (b"-0", b"007", b"+1", b"", "١".encode(), b"1.0", b" 1", b"--1")

    def holds(text: bytes) -> bool:
        return bool(re.fullmatch(rb"0|-?[1-9][0-9]*", text)) and low <= int(text) <= high

    return Piece((f"category N := integer from {low} to {high}",), "N", holds, texts)


def decimal(rng: Random) -> Piece:
    """``decimal(n) from … to …``."""
    places = rng.choice([1, 2, 3])
    unit = Decimal(1).scaleb(-places)
    low, high = sorted(rng.choice([-1050, -100, -1, 0, 1, 5, 99, 100, 101, 999, 1000, 123456]) for _ in "ab")
    near = [low - 1, low, low + 1, high - 1, high, high + 1, 0, rng.randint(low, high), -low]
    texts = tuple(str(n * unit).encode() for n in near)
    texts += (b"-0.00", b"-0.0", b"00.5", b".5", b"1", b"1.", b"1.0000")
    shape = re.compile(rb"-?(0|[1-9][0-9]*)\.[0-9]{%d}" % places)

    def holds(text: bytes) -> bool:
        if not shape.fullmatch(text):
            return False
        value = Decimal(text.decode())
        return low * unit <= value <= high * unit and (value != 0 or not text.startswith(b"-"))

    said = f"category D := decimal({places}) from {low * unit:f} to {high * unit:f}"
    return Piece((said,), "D", holds, texts)


def day(rng: Random) -> Piece:
    """``date from … to …``."""
    near = [date(2000, 2, 28), date(1900, 2, 28), date(2024, 2, 29), date(2023, 12, 31), date(1999, 1, 1)]
    ends = [rng.choice(near) + timedelta(rng.choice([0, 1, -1, 30, 365, 3653])) for _ in "ab"]
    low, high = sorted(ends)
    days = [low - timedelta(1), low, low + timedelta(1), high, high + timedelta(1), low + (high - low) / 2]
    texts = tuple(d.isoformat().encode() for d in days)
    texts += (
        b"2023-02-29",
        b"1900-02-29",
        b"2000-02-29",
        b"2000-13-01",
        b"2000-00-10",
        b"2000-1-01",
        b"2000-04-31",
    )

    def holds(text: bytes) -> bool:
        if not re.fullmatch(rb"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return False
        try:
            return low <= date.fromisoformat(text.decode()) <= high
        except ValueError:
            return False

    return Piece((f"category T := date from {low} to {high}",), "T", holds, texts)


def _canonical(text: bytes) -> Any:
    """The value of canonical JSON. Raises ``ValueError`` where the text is no such."""
    pairs = json.loads(text, object_pairs_hook=lambda p: dict(p) if len(dict(p)) == len(p) else _never())
    if json.dumps(pairs, ensure_ascii=False, separators=(",", ":")).encode() != text:
        raise ValueError("another spelling")
    return pairs


def _never() -> Any:
    raise ValueError("a key comes twice")


def compact(rng: Random) -> Piece:
    """``json compact { … }`` with strings, numbers, lists, optional members."""
    names = list(dict.fromkeys(word(rng) for _ in range(2)))
    most, least = rng.randint(1, 3), rng.randint(0, 1)
    key = rng.choice(["k", "id", 'q"', "é"])
    shown = key if key.isascii() and key.isalnum() else quoted(key)
    note = rng.choice([True, False])
    listed = " ".join(map(quoted, names))
    said = f"category J := json compact {{ {shown}: words {listed}, "
    said += f"list: [ integer from 0 to 12 ] length {least} to {most}"
    said += ', note?: "x" | null | true }' if note else " }"

    def holds(text: bytes) -> bool:
        try:
            value = _canonical(text)
        except (ValueError, RecursionError):
            return False
        if not isinstance(value, dict) or list(value)[:2] != [key, "list"] or value[key] not in names:
            return False
        rest = list(value)[2:]
        if rest and (
            not note
            or rest != ["note"]
            or (not any(value["note"] is v for v in (None, True)) and value["note"] != "x")
        ):
            return False
        entries = value["list"]
        if not isinstance(entries, list) or not least <= len(entries) <= most:
            return False
        return all(type(e) is int and 0 <= e <= 12 for e in entries)

    def spelled(extra: dict[str, Any], count: int) -> bytes:
        value = {key: rng.choice(names), "list": [rng.choice([0, 9, 12, 13]) for _ in range(count)], **extra}
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

    extras: list[dict[str, Any]] = [
        {},
        {"note": None},
        {"note": "x"},
        {"note": True},
        {"note": False},
        {"list": []},
    ]
    texts = tuple(spelled(rng.choice(extras), rng.randint(0, 4)) for _ in range(8))
    texts += (texts[0].replace(b",", b", ", 1), texts[1].replace(b":", b" :", 1), texts[2][:-1] + b",}")
    return Piece((said,), "J", holds, texts)


def schema(rng: Random) -> Piece:
    """``json schema from "…"``: every keyword that is enforced; ``jsonschema`` is the judge."""
    document, judge, texts = schemas.drawn(rng)
    lines = (f"category S := json schema from {quoted(SCHEMA)}",)
    return Piece(lines, "S", judge.holds, texts, ((SCHEMA, json.dumps(document)),))


def grammar(rng: Random) -> Piece:
    """``grammar { … }``: brackets, equal numbers, sums; each with its own small reader here."""
    inner = rng.choice(["x", "é"])
    kind = rng.randrange(3)
    if kind == 0:
        said = f'category G := grammar {{ g: "(" g ")" | {quoted(inner)} }}'
        pattern = re.compile(rb"(\(*)" + inner.encode() + rb"(\)*)")

        def holds(text: bytes) -> bool:
            found = pattern.fullmatch(text)
            return bool(found) and len(found[1]) == len(found[2])  # type: ignore[index]

        return Piece(
            (said,),
            "G",
            holds,
            tuple(
                b"(" * n + inner.encode() + b")" * m
                for n, m in ((0, 0), (1, 1), (3, 3), (2, 1), (1, 2), (0, 1))
            ),
        )
    if kind == 1:
        said = 'category G := grammar { g: [ "a" g "b" ] }'
        equal = tuple(b"a" * n + b"b" * m for n, m in ((0, 0), (1, 1), (3, 3), (2, 3), (3, 2), (1, 0)))
        return Piece(
            (said,), "G", lambda t: t == b"a" * (len(t) // 2) + b"b" * (len(t) // 2), (*equal, b"abab")
        )
    said = 'category G := grammar { sum: term { ("+" | "-") term }\n  term: /[0-9]/ | "(" sum ")" }'
    texts = (
        b"1",
        b"1+2",
        b"(1)",
        b"(1+2)-3",
        b"((1)",
        b"1+",
        b"+1",
        b"()",
        b"12",
        b"(1)(2)",
        b"-1",
        b"1-(2-(3))",
    )
    return Piece((said,), "G", _is_sum, texts)


def _is_sum(text: bytes) -> bool:
    """Sums by rewriting: a digit is an atom, so is a bracketed sum."""
    while True:
        shorter = re.sub(rb"\(0([+-]0)*\)", b"0", re.sub(rb"[1-9]", b"0", text))
        if shorter == text:
            return bool(re.fullmatch(rb"0([+-]0)*", text))
        text = shorter


KINDS: dict[str, Callable[[Random], Piece]] = {
    "words": words,
    "regex": expression,
    "integer": integer,
    "decimal": decimal,
    "date": day,
    "json": compact,
    "schema": schema,
    "grammar": grammar,
}
