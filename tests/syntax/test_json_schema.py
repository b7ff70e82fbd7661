"""JSON Schema: our suite of cases, and random schemas and values against ``jsonschema`` from PyPI."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random
from time import process_time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from detlm.config import data_root
from detlm.mask.automaton import Dfa
from detlm.mask.building import dfa_of_regex
from detlm.syntax.json_schema import Note, SchemaError, schema, translate
from detlm.syntax.json_schema.documents import KEYWORDS, Documents
from detlm.syntax.json_schema.formats import NAMES, REFUSED
from detlm.syntax.json_schema.frames import Frame, Frames
from detlm.syntax.json_schema.numbers import Bound, Numbers, Undecided, spelled
from detlm.syntax.json_schema.strings import pattern
from detlm.syntax.json_shapes import as_regex
from detlm.syntax.program import Derive, Field, InGrammar, walk
from tests.context_free import drawn_text
from tests.mask.strategies import accepted
from tests.syntax.json_reading import Reader
from tests.syntax.json_strategies import following, recursive_schema, schemas, values

CASES = json.loads((Path(__file__).parent / "json_schema_cases.json").read_text(), parse_float=Decimal)
OTHERS = {
    "parts.json": {"$defs": {"code": {"type": "string", "pattern": "^[A-Z]{2}$"}}},
    "word.json": {"type": "string"},
}


def load(address: str) -> object:
    return OTHERS[address]


def read(text: str) -> Any:
    """The value of a text, its numbers exact (the reference takes a decimal for no integer)."""
    return json.loads(text, parse_float=lambda t: int(Decimal(t)) if Decimal(t) % 1 == 0 else Decimal(t))


def valid(document: Any, value: Any) -> bool:
    """What the reference implementation says."""
    checker = FormatChecker(["date", "ipv4", "ipv6", "uuid", "email"])
    return bool(Draft202012Validator(document, format_checker=checker).is_valid(value))


def frame_of(document: Any) -> Frame:
    documents = Documents(document, load)
    return Frames(documents).of([documents.root], [], "#")


def fits(frame: Frame, value: Any) -> bool:
    """Whether the value stays in what the schema names: its keys, and lists only where it speaks of lists."""
    if isinstance(value, dict):
        return all(k in frame.names and fits(frame.child(k), v) for k, v in value.items())
    if isinstance(value, list):
        return not value or (frame.entries is not None and all(fits(frame.entries, v) for v in value))
    return True


# -- the cases --------------------------------------------------------------------------------------


def _texts(kind: str) -> list[Any]:
    return [
        pytest.param(number, text, id=f"{case['about']}: {text}")
        for number, case in enumerate(CASES)
        for text in case.get(kind, ())
    ]


@cache
def _reader(number: int) -> Reader:
    return Reader(schema(CASES[number]["schema"], load))


@pytest.mark.parametrize(("number", "text"), _texts("valid"))
def test_valid(number: int, text: str) -> None:
    assert _reader(number).admits(text.encode())
    document = CASES[number]["schema"]
    if ".json" not in repr(document):
        assert valid(document, read(text))


@pytest.mark.parametrize(("number", "text"), _texts("invalid"))
def test_invalid(number: int, text: str) -> None:
    assert not _reader(number).admits(text.encode())


@pytest.mark.parametrize(("number", "text"), _texts("unwritten"))
def test_valid_but_never_written(number: int, text: str) -> None:
    """Other spellings, and keys and values that a schema says nothing about."""
    assert not _reader(number).admits(text.encode())
    assert valid(CASES[number]["schema"], read(text))


@pytest.mark.parametrize("case", [c for c in CASES if "refused" in c], ids=lambda c: str(c["about"]))
def test_refused_by_name(case: Any) -> None:
    with pytest.raises(SchemaError) as error:
        schema(case["schema"], load)
    assert error.value.pointer == case["refused"]["at"]
    assert case["refused"]["says"] in error.value.what


MAP = {"type": "object", "minProperties": 1, "additionalProperties": {"type": "string"}}
NO_KEYS = {"minProperties": 1, "additionalProperties": False}
SOME = {"minProperties": 2, "properties": {"a": True}}


@pytest.mark.parametrize(
    ("document", "hint"),
    [
        (MAP, "at # it names none and asks for 1 (minProperties): name them under properties"),
        ({"type": "object", "properties": {"m": MAP}, "required": ["m"]}, "at #/properties/m it names none"),
        (MAP | SOME, "at # it names 1 and asks for 2"),
        (MAP | {"minProperties": 3, "properties": {"a": {"$ref": "#"}}}, "at # it names 1 and asks for 3"),
        (MAP | NO_KEYS | {"patternProperties": {"^x": True}}, "at # it names none and asks for 1"),
        (MAP | NO_KEYS, "look for types and bounds"),
        (MAP | {"minProperties": 2, "maxProperties": 1}, "look for types and bounds"),
        ({"allOf": [{"type": "string"}, {"not": MAP}, {"type": "null"}]}, "look for types and bounds"),
    ],
)
def test_keys_that_no_schema_names_are_missed_by_name(document: Any, hint: str) -> None:
    with pytest.raises(SchemaError, match="no value fulfils the schema") as error:
        schema(document, load)
    assert hint in str(error.value.hint)


def test_the_suite_is_large_and_speaks_of_every_keyword() -> None:
    assert sum(len(c.get(k, ())) for c in CASES for k in ("valid", "invalid", "unwritten")) >= 150
    used = {k for k in KEYWORDS if f'"{k}"' in json.dumps(CASES, default=str)}
    assert used == KEYWORDS


def test_the_page_names_every_keyword_and_format() -> None:
    page = (data_root() / "dsl" / "JSON_SCHEMA.md").read_text()
    assert {w for w in KEYWORDS | NAMES | set(REFUSED) if f"`{w}`" not in page} == set()


# -- against the reference implementation -----------------------------------------------------------

_slow = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


@given(schemas(), st.lists(values(), max_size=12))
@_slow
def test_a_value_is_admitted_exactly_if_it_is_valid(document: Any, samples: list[Any]) -> None:
    try:
        reader = Reader(schema(document, load))
    except SchemaError as error:
        assert error.pointer.startswith("#")
        if error.what == "no value fulfils the schema":
            frame = frame_of(document)
            assert not any(valid(document, v) for v in samples if fits(frame, v))
        return
    frame = frame_of(document)
    for value in samples:
        if fits(frame, value):
            assert reader.admits(frame.text(value)) == valid(document, value), (document, value)


def test_values_that_hold_themselves_are_admitted_exactly_if_they_are_valid() -> None:
    """Drawn schemas and values, short texts of each grammar too; 5,000 further seeds were tried by hand."""
    seen = Counter[str]()
    for seed in range(250):
        rng = Random(seed)
        document = recursive_schema(rng)
        try:
            shape = schema(document, load)
        except SchemaError:
            seen["refused"] += 1
            continue
        grammars = [
            s.ensure.grammar for s in walk(shape) if isinstance(s, Derive) and isinstance(s.ensure, InGrammar)
        ]
        seen["grammars"] += len(grammars)
        reader, frame = Reader(shape), frame_of(document)
        samples = [following(rng, document, document) for _ in range(12)]
        for value in (v for v in samples if fits(frame, v)):
            expected = valid(document, value)
            assert reader.admits(frame.text(value)) == expected, (seed, document, value)
            seen[f"{expected} {bool(grammars)}"] += 1
        if isinstance(shape, Derive) and grammars:
            for _ in range(5):
                text = drawn_text(rng, grammars[0])
                value = read(text.decode())
                assert frame.text(value) == text
                assert valid(document, value), (seed, document, text)
                seen["drawn"] += 1
    assert seen["grammars"] > 40
    assert min(seen["True True"], seen["False True"], seen["drawn"]) > 150


@given(st.data(), schemas())
@_slow
def test_what_is_admitted_is_valid(data: st.DataObject, document: Any) -> None:
    try:
        shape = schema(document, load)
    except SchemaError:
        return
    automaton = dfa_of_regex(as_regex(shape, spans=True))
    if automaton.is_empty:
        return
    reader = Reader(shape)
    for _ in range(3):
        text = data.draw(accepted(automaton, 30))
        value = read(text.decode())
        assert frame_of(document).text(value) == text
        assert reader.admits(text) == valid(document, value), (document, text)


# -- the parts --------------------------------------------------------------------------------------

_fractions = st.builds(Fraction, st.integers(-300, 300), st.sampled_from([1, 1, 10, 100]))
_bounds = st.one_of(st.none(), st.builds(Bound, _fractions, st.booleans()))
_steps = st.one_of(
    st.none(),
    st.sampled_from([Fraction(n) for n in ("1/2", "0.01", "0.05", "2", "3", "6", "25", "15", "1.5", "7")]),
)
_SAMPLES = [Fraction(n, 100) for n in range(-450, 451, 3)] + [Fraction(n, 4) for n in range(-1300, 1300, 3)]


@given(_bounds, _bounds, st.booleans(), _steps)
@settings(max_examples=40, deadline=None)
def test_numbers(low: Bound | None, high: Bound | None, integers: bool, step: Fraction | None) -> None:
    try:
        automaton = dfa_of_regex(Numbers(low, high, integers, step).regex())
    except Undecided:
        return
    for value in _SAMPLES:
        expected = low is None or value > low.value or (value == low.value and not low.strict)
        expected &= high is None or value < high.value or (value == high.value and not high.strict)
        expected &= not integers or value.denominator == 1
        expected &= step is None or (value / step).denominator == 1
        assert automaton.accepts(spelled(value)) == expected, (value, low, high, integers, step)
    for text in (b"-0", b"00", b"01", b"1.0", b"1.50", b"-0.0", b"", b"-", b".5", b"5.", b"1e2", b"+1"):
        assert not automaton.accepts(text)


_PATTERNS = """
a ^a a$ ^a$ ^(?:a|b)+$ a|^b$ [^ab] . ^.{2}$ \\d+ \\w\\s a+?b a\\$ (?<n>a)b
[a\\-b]c \\/ / ^$ \\u0061 \\x61|\\t é{1,2}
"""


@cache
def _automaton(source: str) -> Dfa:
    return dfa_of_regex(pattern(source))


@given(st.sampled_from([*_PATTERNS.split(), ""]), st.text("ab1 é/[$\t-", max_size=5))
@settings(max_examples=300, deadline=None)
def test_patterns_mean_what_they_mean_in_python(source: str, text: str) -> None:
    import re

    expected = re.search(source.replace("(?<n>", "("), text, re.ASCII) is not None
    assert _automaton(source).accepts(text.encode()) == expected


def test_patterns_differ_from_python_as_ecma_does() -> None:
    assert not dfa_of_regex(pattern("^.$")).accepts("\u2028".encode())
    assert dfa_of_regex(pattern("^\\s$")).accepts("\ufeff".encode())
    assert dfa_of_regex(pattern("^[^]$")).accepts(b"\n")
    assert not dfa_of_regex(pattern("^a$")).accepts(b"a\n")
    assert dfa_of_regex(pattern("^\\ud83d\\ude00$")).accepts("😀".encode())


# -- the result -------------------------------------------------------------------------------------

_ORDER = {
    "type": "object",
    "properties": {
        "id": {"type": "string", "pattern": "^INV-[0-9]{4}$"},
        "name": {"type": "string", "minLength": 1, "maxLength": 40},
        "qty": {"type": "integer", "minimum": 1, "maximum": 99},
        "price": {"type": "number", "minimum": 0, "multipleOf": 0.01},
        "date": {"type": "string", "format": "date"},
        "mail": {"type": "string", "format": "email"},
        "paid": {"type": "boolean"},
        "currency": {"enum": ["EUR", "USD"]},
        "note": {"type": ["string", "null"]},
        "tags": {"type": "array", "items": {"type": "string"}, "maxItems": 3, "uniqueItems": True},
        "vat": {"type": "number", "exclusiveMinimum": 0, "maximum": 100},
        "address": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
    },
    "required": ["id", "qty"],
    "additionalProperties": False,
}


def test_fields_lead_to_every_part_and_spans_are_numbered() -> None:
    shape, notes = translate(_ORDER, load, first_rule=7)
    labels = {s.label.decode() for s in walk(shape) if isinstance(s, Field)}
    assert labels == {*_ORDER["properties"], "city", "[]"}  # type: ignore[misc]
    assert {s.rule for s in walk(shape) if isinstance(s, Derive)} == {7}
    assert notes == (Note("#/properties/address", "only the keys that the schema names are written"),)


def test_lists_of_different_entries_are_bounded_and_say_so() -> None:
    document = {"type": "array", "items": {"type": "integer"}, "uniqueItems": True}
    shape, notes = translate(document, load)
    assert notes == (Note("#", "without maxItems, lists of different entries have at most 100"),)
    numbers = [str(n).encode() for n in range(101)]
    assert Reader(shape).admits(b"[%s]" % b",".join(numbers[:100]))
    assert not Reader(shape).admits(b"[%s]" % b",".join(numbers))


def test_nullable_and_tagged_values_need_no_span() -> None:
    document = {"properties": {"a": {"anyOf": [{"$ref": "#/$defs/o"}, {"type": "null"}]}}, "type": "object"}
    document["$defs"] = {"o": {"type": "object", "properties": {"x": {"type": "integer"}}}}
    assert not any(isinstance(s, Derive) for s in walk(schema(document, load)))


def test_twelve_properties_take_milliseconds() -> None:
    schema(_ORDER, load)
    before = process_time()
    for _ in range(5):
        schema(_ORDER, load)
    assert (process_time() - before) / 5 < 0.05  # 5 ms here; the bound only tells a mistake


def test_documents_of_others_are_loaded_once_and_by_address() -> None:
    asked = []

    def loading(address: str) -> object:
        asked.append(address)
        return OTHERS[address]

    document = {
        "prefixItems": [{"$ref": "parts.json#/$defs/code"}, {"$ref": "parts.json#/$defs/code"}],
        "type": "array",
    }
    assert Reader(schema(document, loading)).admits(b'["AB","CD"]')
    assert asked == ["parts.json"]


_BROKEN = [
    *[None, 3, "x", [], {"type": "strnig"}, {"minLength": -1}, {"minLength": True}, {"multipleOf": 0}],
    *[{"required": "a"}, {"minimum": float("nan")}, {"items": [True]}, {"allOf": []}, {"$ref": 3}],
    *[{"minimum": 10**80}, {"const": "\ud800"}, {"properties": {"\udfff": True}}, {"const": 1e300}],
    *[{"minItems": 1e30, "type": "array"}, {"maxLength": 1.5}, {"pattern": "\ud800", "type": "string"}],
]


@pytest.mark.parametrize("document", _BROKEN)
def test_what_is_no_schema_is_refused_with_its_place(document: object) -> None:
    with pytest.raises(SchemaError) as error:
        schema(document, load)
    assert error.value.pointer.startswith("#")


def test_deep_documents_are_refused() -> None:
    document: object = True
    for _ in range(500):
        document = {"not": document}
    with pytest.raises(SchemaError, match="nested deeper"):
        schema(document, load)
