"""The library's JSON schemas and the categories of constraint files: the same texts, value for value."""

from __future__ import annotations

import json
from itertools import product

import pytest

from detlm.kernel.embedded import EmbeddedKernel
from detlm.kernel.protocol import CheckRequest
from detlm.mask.compile import compile_program
from detlm.syntax import read_source
from detlm.syntax.json_schema import schema
from tests.syntax.json_reading import Reader

CATEGORY = """program p
category C := json compact {
  i: /[a-c]{1,2}/
  l: [ integer from 0 to 2 ] length 0 to 2
  k?: true | null
  m: "x" | false
}
output := C
"""
LEAN = """
namespace Here
open DetLM
def letter : Regex := .oneOf (Nat.shiftLeft 7 97)
def digit : Regex := .oneOf (Nat.shiftLeft 7 48)
noncomputable def schema : Schema := .object [
  ⟨[105], true, .string (.seq letter (.either letter .empty))⟩,
  ⟨[108], true, .list (.atom digit) 0 2⟩,
  ⟨[107], false, .either (.constant [116, 114, 117, 101]) (.constant [110, 117, 108, 108])⟩,
  ⟨[109], true, .either (.string (.ofText [120])) (.constant [102, 97, 108, 115, 101])⟩]
end Here
"""
STRINGS = ("a", "bc", "", "d", "abc")
LISTS: tuple[object, ...] = ([], [0], [2, 1], [3], [1, 1, 1], ["0"])
LASTS = ("x", False, 8, None)


def _values() -> list[object]:
    made: list[object] = []
    for string, entries, last in product(STRINGS, LISTS, LASTS):
        whole = {"i": string, "l": entries, "m": last}
        made += [whole, {**whole, "k": True}, {"i": string, "l": entries, "k": None, "m": last}]
    return made


def _lean(value: object) -> str:
    """A value as Lean has it."""
    match value:
        case str():
            return f"(.string {list(value.encode())})"
        case list():
            return f"(.list [{', '.join(map(_lean, value))}])"
        case dict():
            members = (f"⟨{list(k.encode())}, {_lean(v)}⟩" for k, v in value.items())
            return f"(.object [{', '.join(members)}])"
        case _:
            return f"(.atom {list(json.dumps(value).encode())})"


@pytest.mark.parametrize("part", range(4))
def test_the_validator_and_the_reader_agree(kernel: EmbeddedKernel, part: int) -> None:
    dfa = compile_program(read_source(CATEGORY, "p.det"), b"").dfa
    lines, admitted = [], 0
    for number, value in enumerate(_values()[part::4]):
        text = json.dumps(value, separators=(",", ":")).encode()
        right = dfa.accepts(text)
        admitted += right
        said = "true" if right else "false"
        lines += [  # most of the time goes into reading the numbers: each is written once
            f"noncomputable def value{number} : DetLM.Json := {_lean(value)}",
            f"noncomputable def text{number} : List Nat := {list(text)}",
            f"theorem v{number} : Here.schema.validates value{number} = {said} := by decide +kernel",
            f"theorem p{number} : value{number}.print = text{number} := by decide +kernel",
            f"theorem t{number} : Here.schema.regex.accepts text{number} = {said} := by decide +kernel",
        ]
    assert 0 < admitted < len(lines) // 5
    verdict = kernel.check(CheckRequest(prelude=LEAN, source="\n".join(lines), timeout_s=60))
    assert verdict.accepted, verdict.errors[:2]


# -- values that hold values like themselves ------------------------------------------------------------

TERM = {
    "$ref": "#/$defs/term",
    "$defs": {
        "term": {
            "oneOf": [
                {"type": "integer", "minimum": 0, "maximum": 2},
                {
                    "type": "object",
                    "properties": {"op": {"const": "neg"}, "of": {"$ref": "#/$defs/term"}},
                    "required": ["op", "of"],
                    "additionalProperties": False,
                },
                {
                    "type": "object",
                    "properties": {
                        "op": {"enum": ["add", "mul"]},
                        "all": {"type": "array", "items": {"$ref": "#/$defs/term"}, "minItems": 2},
                    },
                    "required": ["op", "all"],
                    "additionalProperties": False,
                },
            ]
        }
    },
}
TERM_LEAN = """
noncomputable def definitions : List Schema := [
  .either (.atom digit) (.either
    (.object [⟨[111, 112], true, .string (.ofText [110, 101, 103])⟩, ⟨[111, 102], true, .ref 0⟩])
    (.object [
      ⟨[111, 112], true, .string (.either (.ofText [97, 100, 100]) (.ofText [109, 117, 108]))⟩,
      ⟨[97, 108, 108], true, .listFrom (.ref 0) 2⟩]))]
"""
FOLDER = {
    "type": "object",
    "properties": {
        "n": {"type": "integer", "minimum": 0, "maximum": 2},
        "in": {"type": "array", "items": {"$ref": "#/$defs/entry"}, "maxItems": 2},
    },
    "required": ["n"],
    "$defs": {
        "entry": {
            "type": ["object", "null"],
            "properties": {"f": {"$ref": "#"}, "k": {"const": True}},
            "minProperties": 1,
        }
    },
}
FOLDER_LEAN = """
noncomputable def definitions : List Schema := [
  .object [⟨[110], true, .atom digit⟩, ⟨[105, 110], false, .list (.ref 1) 0 2⟩],
  .either (.constant [110, 117, 108, 108]) (.either
    (.object [⟨[102], true, .ref 0⟩, ⟨[107], false, .constant [116, 114, 117, 101]⟩])
    (.object [⟨[107], true, .constant [116, 114, 117, 101]⟩]))]
"""


def _no_other(name: str) -> object:
    raise LookupError(name)


def _terms() -> list[object]:
    leaves: list[object] = [1, 3, "1", None, []]
    made = list(leaves)
    for _ in range(2):
        some = [*leaves[:2], *made[len(leaves) :][:3]]
        made = [
            *leaves,
            *({"op": "neg", "of": v} for v in some),
            *({"op": "add", "all": [v, w]} for v, w in product(some, some[:3])),
            {"op": "mul", "all": [0, *some[:1], 2]},
            {"op": "mul", "all": [0]},
            {"op": "neg", "all": [0, 0]},
            {"of": 0, "op": "neg"},
            {"op": "neg", "of": 0, "all": [0, 0]},
        ]
    return made


def _folders() -> list[object]:
    made: list[object] = [{"n": 0}, {"n": 3}, {}, None]
    for _ in range(2):
        entries = [
            None,
            {"k": True},
            {},
            {"k": False},
            *({"f": v} for v in made[:3]),
            {"f": made[-1], "k": True},
        ]
        made = [
            {"n": 0},
            {"n": 1, "in": [1]},
            {"in": []},
            *({"n": 1, "in": [e]} for e in entries),
            *({"n": 2, "in": [e, f]} for e, f in product(entries[:5], entries[3:6])),
            {"n": 0, "in": [None, None, None]},
            {"n": 0, "in": [entries[4], {"f": {"n": 0, "in": [entries[4]]}}]},
        ]
    return made


# -- entries that differ --------------------------------------------------------------------------------

UNIQUE = {
    "type": "object",
    "properties": {
        "tags": {"type": "array", "items": {"enum": ["a", "b", "c"]}, "uniqueItems": True, "maxItems": 2},
        "rows": {
            "type": "array",
            "uniqueItems": True,
            "minItems": 1,
            "maxItems": 2,
            "items": {
                "type": "array",
                "uniqueItems": True,
                "maxItems": 2,
                "items": {"type": "integer", "minimum": 0, "maximum": 2},
            },
        },
    },
    "required": ["tags"],
}
UNIQUE_LEAN = """
noncomputable def definitions : List Schema := [.object [
  ⟨[116, 97, 103, 115], true, .distinct (.list (.string letter) 0 2)⟩,
  ⟨[114, 111, 119, 115], false, .distinct (.list (.distinct (.list (.atom digit) 0 2)) 1 2)⟩]]
"""


def _lists() -> list[object]:
    tags: tuple[object, ...] = ([], ["a"], ["a", "b"], ["b", "b"], ["a", "b", "c"], ["d"], [["a"]])
    rows: tuple[object, ...] = (
        [[]],
        [[0], [0]],
        [[0], [1]],
        [[0, 1], [1, 0]],
        [[2, 2]],
        [[], []],
        [],
        [[0], [1], [2]],
        [[3]],
        [0],
    )
    made: list[object] = [{"tags": t, "rows": r} for t, r in product(tags, rows)]
    return [*made, *({"tags": t} for t in tags), {"rows": rows[0]}]


# -- what schemas say together --------------------------------------------------------------------------

DIGIT = {"type": "integer", "minimum": 0, "maximum": 2}
TOGETHER = {
    "type": "object",
    "properties": {
        "a": DIGIT,
        "l": {"type": "array", "items": DIGIT, "maxItems": 2, "uniqueItems": True, "contains": {"const": 0}},
    },
    "minProperties": 1,
    "not": {"properties": {"a": {"const": 1}}, "required": ["a"]},
}
TOGETHER_LEAN = """
def other : Regex := .oneOf (Nat.shiftLeft 3 49)
noncomputable def definitions : List Schema := [.without (.without
  (.object [
    ⟨[97], false, .atom digit⟩,
    ⟨[108], false, .without (.distinct (.list (.atom digit) 0 2)) (.list (.atom other) 0 2)⟩])
  (.object []))
  (.object [⟨[97], true, .constant [49]⟩, ⟨[108], false, .list (.atom digit) 0 2⟩])]
"""


def _together() -> list[object]:
    lists: tuple[object, ...] = ([0], [1], [], [0, 1], [1, 0], [2, 1], [0, 0], [0, 1, 2], [3, 0], 0)
    made: list[object] = [{"a": a, "l": row} for a, row in product((0, 1, 2, 3), lists)]
    return [*made, {}, *({"a": a} for a in range(4)), *({"l": row} for row in lists), {"l": [0], "a": 0}, []]


@pytest.mark.parametrize(
    ("document", "lean", "values"),
    [
        (TERM, TERM_LEAN, _terms()),
        (FOLDER, FOLDER_LEAN, _folders()),
        (UNIQUE, UNIQUE_LEAN, _lists()),
        (TOGETHER, TOGETHER_LEAN, _together()),
    ],
    ids=["term", "folder", "unique", "together"],
)
def test_definitions_and_the_reader_agree(
    kernel: EmbeddedKernel, document: dict[str, object], lean: str, values: list[object]
) -> None:
    """What JSON Schema files say of recursion and of different entries, the library's validator says, too."""
    reader = Reader(schema(document, _no_other))
    lines = ["example : Here.definitions.all DetLM.Schema.isGuarded = true := by decide +kernel"]
    admitted = 0
    for number, value in enumerate(values):
        text = json.dumps(value, separators=(",", ":")).encode()
        right = reader.admits(text)
        admitted += right
        said = "true" if right else "false"
        lines += [
            f"theorem v{number} : DetLM.Schema.validatesIn Here.definitions (.ref 0)"
            f" {_lean(value)} = {said} := by decide +kernel",
            f"theorem p{number} : ({_lean(value)} : DetLM.Json).print = {list(text)} := by decide +kernel",
        ]
    assert 5 < admitted < len(values) - 5
    verdict = kernel.check(
        CheckRequest(
            prelude=LEAN.replace("end Here", f"{lean}end Here"), source="\n".join(lines), timeout_s=60
        )
    )
    assert verdict.accepted, verdict.errors[:2]
