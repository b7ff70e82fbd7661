"""The programs that masks are timed on: examples, dates, sentences, long lists, a JSON object, facts."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from detlm.errors import DetlmError
from detlm.mask import wordlists
from detlm.mask.automaton import Dfa
from detlm.mask.building import dfa_of_regex
from detlm.mask.compile import compile_program
from detlm.syntax import read_program
from detlm.syntax.program import (
    Always,
    AtMostWords,
    Atom,
    Chain,
    Choice,
    Claim,
    Derive,
    Field,
    Forbid,
    Lex,
    Program,
    Shape,
    SlotShape,
    Supported,
)
from detlm.syntax.regex import Regex, either, literal, one_of, repeat, then, words

ROOT = Path(__file__).resolve().parent.parent
DIGIT = one_of(b"0123456789")
DATE = then(repeat(DIGIT, 4, 4), literal(b"-"), repeat(DIGIT, 2, 2), literal(b"-"), repeat(DIGIT, 2, 2))
SENTENCE = then(one_of(range(65, 91)), repeat(one_of(set(range(256)) - set(b".\n")), 1, 200), literal(b"."))
OBJECT = "JSON object of 12"
WORDS = "100,000 words"


def fact_base(count: int) -> Program:
    """``count`` facts in four relations between things with two-word names."""
    source = random.Random(1)
    heads = [
        "aspirin",
        "copper",
        "river",
        "engine",
        "garden",
        "letter",
        "market",
        "window",
        "bridge",
        "forest",
    ]
    names = [f"{source.choice(heads)} {source.randrange(count)}".encode() for _ in range(count)]
    relations = {
        b"is_a": b" is a ",
        b"near": b" is near ",
        b"older": b" is older than ",
        b"part": b" is part of ",
    }
    kinds = list(relations)
    facts = tuple(Atom(kinds[i % 4], name, source.choice(names)) for i, name in enumerate(names))
    slot = words(names)
    claims = [
        Claim(r, Chain((SlotShape("subject", slot), Lex(literal(t)), SlotShape("object", slot))))
        for r, t in relations.items()
    ]
    answer = Derive("answer", 0, Always(), Supported(), Choice(tuple(claims)))
    limits = (Forbid(b"cures"), Forbid(b"guaranteed"), AtMostWords(12))
    return Program("facts", facts, (), (), Chain((answer, Lex(literal(b".")))), limits)


def phrases(count: int) -> Regex:
    source = random.Random(2)
    stems = ["order", "invoice", "parcel", "refund", "ticket", "account", "payment", "address"]
    made = set()
    for number in range(count):
        made.add(f"{source.choice(stems)} {source.randrange(10_000)} is {source.choice(stems)} {number}")
    return words(p.encode() for p in made)


def many_words(count: int) -> Regex:
    """``count`` made-up words of two to four syllables."""
    source = random.Random(5)
    made: set[str] = set()
    while len(made) < count:
        syllables = source.randrange(2, 5)
        made.add(
            "".join(
                source.choice("bcdfghklmnprstvwz")
                + source.choice("aeiou")
                + source.choice(["", "", "n", "s"])
                for _ in range(syllables)
            )
        )
    return words(word.encode() for word in made)


def json_object(count: int) -> Program:
    """A compact JSON object of ``count`` properties: integers, strings, truth values, one of four colours."""
    integer = then(
        repeat(literal(b"-"), 0, 1), either(literal(b"0"), then(one_of(b"123456789"), repeat(DIGIT, 0, 8)))
    )
    string = repeat(one_of(set(range(32, 127)) - set(b'"\\')), 0, 40)
    quote = Lex(literal(b'"'))
    kinds: list[Shape] = [
        Lex(integer),
        Chain((quote, Lex(string), quote)),
        Lex(words([b"true", b"false"])),
        Chain((quote, Lex(words(COLOURS)), quote)),
    ]
    parts: list[Shape] = []
    for number in range(count):
        parts.append(Lex(literal(b'%c"property%d":' % (b"{,"[bool(number)], number))))
        parts.append(Field(b"property%d" % number, kinds[number % 4]))
    output = Derive("object", 0, Always(), Always(), Chain((*parts, Lex(literal(b"}")))))
    return Program("object", (), (), (), output, ())


COLOURS = [b"red", b"green", b"blue", b"black"]


def object_schema(count: int) -> str:
    """The same objects as a JSON schema."""
    kinds: list[dict[str, Any]] = [
        {"type": "integer", "minimum": -999_999_999, "maximum": 999_999_999},
        {"type": "string", "pattern": r"^[ !#-\[\]-~]{0,40}$"},
        {"type": "boolean"},
        {"enum": [colour.decode() for colour in COLOURS]},
    ]
    properties = {f"property{number}": kinds[number % 4] for number in range(count)}
    return json.dumps(
        {
            "x-guidance": {"whitespace_flexible": False},
            "type": "object",
            "properties": properties,
            "required": list(properties),
            "additionalProperties": False,
        }
    )


def constraints() -> dict[str, Callable[[], Dfa]]:
    """Name ─▶ how to compile it (reading the file is not part of the time)."""
    out: dict[str, Callable[[], Dfa]] = {}
    for path in sorted((ROOT / "dsl" / "examples").glob("*.det")):
        try:
            program = read_program(path)
            compile_program(program, b"")
        except DetlmError as error:
            print(f"{path.name}: left out: {error.message}")
            continue
        out[path.name] = lambda program=program: compile_program(program, b"").dfa
    date, sentence, many = DATE, SENTENCE, phrases(1000)
    out["date"] = lambda: dfa_of_regex(date)
    out["sentence of 200 bytes"] = lambda: dfa_of_regex(sentence)
    out["1,000 phrases"] = lambda: dfa_of_regex(many)
    listed = Program("words", (), (), (), Chain((Lex(many_words(100_000), "Word"), Lex(literal(b".")))), ())
    out[WORDS] = lambda: fresh(listed)
    object_ = json_object(12)
    out[OBJECT] = lambda: compile_program(object_, b"").dfa
    facts = fact_base(1000)
    out["1,000 facts"] = lambda: compile_program(facts, b"").dfa
    return out


def fresh(program: Program) -> Dfa:
    """Compiles without what earlier compilations of the same expressions left behind."""
    wordlists.forget()
    return compile_program(program, b"").dfa
