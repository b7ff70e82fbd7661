"""What schemas together say about numbers and strings, as languages of canonical texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from detlm.syntax.json_schema import formats
from detlm.syntax.json_schema.algebra import both
from detlm.syntax.json_schema.documents import SchemaError, number
from detlm.syntax.json_schema.frames import read_pattern
from detlm.syntax.json_schema.numbers import Bound, Numbers, Undecided, common_multiple
from detlm.syntax.json_schema.strings import ANY_STRING, MAX_LENGTH, length_between
from detlm.syntax.json_text import string
from detlm.syntax.regex import NOTHING, Regex

Schemas = Sequence[dict[str, Any]]
Pointer = Callable[[dict[str, Any]], str]


def numbers(schemas: Schemas, pointer: Pointer) -> Regex:
    """The numbers that fulfil all the schemas."""
    low = [b for s in schemas for b in _bounds(s, "minimum", "exclusiveMinimum")]
    high = [b for s in schemas for b in _bounds(s, "maximum", "exclusiveMaximum")]
    multiple: Fraction | None = None
    place = "#"
    for schema in schemas:
        if "multipleOf" in schema:
            step = _exact(schema["multipleOf"])
            multiple = step if multiple is None else common_multiple(multiple, step)
            place = pointer(schema)
    wanted = Numbers(
        max(low, key=lambda b: (b.value, b.strict), default=None),
        min(high, key=lambda b: (b.value, not b.strict), default=None),
        any(_only_integers(s) for s in schemas),
        multiple,
    )
    try:
        return wanted.regex()
    except Undecided as reason:
        hint = "give minimum and maximum so that at most 2,000 multiples are left"
        raise SchemaError(place, f"multipleOf: {reason}", hint) from None


def _only_integers(schema: dict[str, Any]) -> bool:
    types = schema.get("type", ())
    return types == "integer" or (isinstance(types, list) and "integer" in types and "number" not in types)


def _bounds(schema: dict[str, Any], plain: str, strict: str) -> list[Bound]:
    return [Bound(_exact(schema[k]), k == strict) for k in (plain, strict) if k in schema]


def _exact(value: object) -> Fraction:
    exact = number(value)
    assert exact is not None  # checked when the document was read
    return exact


def strings(schemas: Schemas, pointer: Pointer, exactly: bool) -> Regex:
    """The strings that fulfil all the schemas. ``exactly``: no format may admit less than its standard."""
    contents: list[Regex] = []
    low = max((int(s.get("minLength", 0)) for s in schemas), default=0)
    highs = [int(s["maxLength"]) for s in schemas if "maxLength" in s]
    if highs and min(highs) < low:
        return NOTHING
    if low > MAX_LENGTH or (highs and min(highs) > MAX_LENGTH):
        place = next(pointer(s) for s in schemas if not _BOTH_LENGTHS.isdisjoint(s))
        raise SchemaError(place, f"lengths beyond {MAX_LENGTH:,} characters are not counted", "leave it out")
    if low or highs:
        contents.append(length_between(low, min(highs, default=None)))
    for schema in schemas:
        if "pattern" in schema:
            contents.append(read_pattern(schema["pattern"], pointer(schema)))
        if "format" in schema:
            contents.append(_format(schema["format"], pointer(schema), exactly))
    return string(both(*contents)) if contents else ANY_STRING


_BOTH_LENGTHS = frozenset({"minLength", "maxLength"})


def _format(name: str, place: str, exactly: bool) -> Regex:
    if name in formats.REFUSED:
        raise SchemaError(
            place, f"format {name!r} is not supported: {formats.REFUSED[name]}", "write a pattern"
        )
    if name not in formats.NAMES:
        known = ", ".join(sorted(formats.NAMES))
        raise SchemaError(place, f"format {name!r} is not known", f"known: {known}; else write a pattern")
    if exactly and name not in formats.EXACT:
        what = f"format {name!r} stands where texts without it matter (not, if, oneOf), and is not exact"
        raise SchemaError(place, what, "write a pattern")
    return formats.format_(name)
