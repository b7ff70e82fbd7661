"""Schema files as JSON: a key stands once in an object, and one cause is told once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from detlm.mask.trials import Judge
from detlm.syntax.diagnostics import SourceError
from detlm.syntax.examples import Example
from detlm.syntax.json_files import NoDocument, read_document
from detlm.syntax.reader import read_program

PROGRAM = 'program p\ncategory V := json schema from "v.json"\noutput := V\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"type":"integer","type":"string"}', 'has "type" twice in one object: line 1, column 19'),
        ('{"a": [{"x": 1}, {"x": 2}],\n "b": {"a": 1},\n "\\u0061": 2}',
         'has "a" twice in one object: line 3, column 2'),
        ('{"a": "{\\"b\\": 1", "c": {"b": {}, "b": []}}', 'has "b" twice in one object: line 1, column 35'),
        ('{"a": 1,}', "is no JSON: line 1, column "),
        ('{"maximum": ' + "9" * 5000 + "}", "has a number of thousands of digits"),
        ("[" * 100_000, "is nested too deeply"),
    ],
    ids=["twice", "escaped", "inner", "comma", "digits", "deep"],
)  # fmt: skip
def test_what_is_no_document(text: str, message: str) -> None:
    with pytest.raises(NoDocument, match=re.escape(message)):
        read_document(text)


def test_the_same_key_in_several_objects() -> None:
    assert read_document('{"a": {"a": ["a", "a"]}, "b": [{"a": 1}, {"a": 1}]}')


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        ('{"type":"integer","type":"string"}', '"v.json" has "type" twice in one object: line 1, column 19'),
        ("null", '"v.json" is no schema but null'),
        (
            '{"$ref": "w.json"}',
            "$ref 'w.json' cannot be loaded: there is no file \"w.json\" beside the constraint file "
            '(in "v.json" at #)',
        ),
    ],
    ids=["twice", "null", "missing"],
)
def test_a_mistake_is_told_once_where_the_file_is_named(tmp_path: Path, schema: str, message: str) -> None:
    (tmp_path / "v.json").write_text(schema)
    (tmp_path / "p.det").write_text(PROGRAM)
    with pytest.raises(SourceError) as refused:
        read_program(tmp_path / "p.det")
    (mistake,) = refused.value.diagnostics
    assert (mistake.message, mistake.position.line) == (message, 2)


def test_keys_stand_in_the_order_that_the_page_tells(tmp_path: Path) -> None:
    (tmp_path / "v.json").write_text(
        """{"required": ["z", "a", "b", "c", "d"], "if": {"properties": {"d": {"const": 1}}},
            "anyOf": [{"properties": {"c": {"const": 1}}}], "allOf": [{"properties": {"b": {"const": 1}}}],
            "$ref": "#/$defs/a", "$defs": {"a": {"properties": {"a": {"const": 1}}}}, "type": "object",
            "properties": {"o": {"const": 1}}}"""
    )
    (tmp_path / "p.det").write_text(PROGRAM)
    judge = Judge(read_program(tmp_path / "p.det"))
    text = '{"o":1,"a":1,"b":1,"c":1,"d":1,"z":null}'
    assert judge(Example("+", text, 1)).good
    assert judge(Example("-", '{"b":1,"o":1,"a":1,"c":1,"d":1,"z":null}', 1)).good


def test_lists_of_different_entries_in_lists_without_a_bound(tmp_path: Path) -> None:
    different = '{"type": "array", "items": {"type": "integer"}, "uniqueItems": true}'
    (tmp_path / "p.det").write_text(PROGRAM)
    (tmp_path / "v.json").write_text(different)
    assert Judge(read_program(tmp_path / "p.det"))(Example("+", "[1,2]", 1)).good
    (tmp_path / "v.json").write_text(f'{{"type": "array", "items": {different}}}')
    with pytest.raises(SourceError, match=r"uniqueItems below .* an unbounded list"):
        read_program(tmp_path / "p.det")
