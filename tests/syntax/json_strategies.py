"""Hypothesis strategies: JSON schemas over a few keys and values, and values that often meet them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

Json = Any
NAMES = ("a", "b", "c")
_TEXTS = ("", "a", "ab", "b1", "é", 'x"y', "aaa")
_NUMBERS = (0, 1, 2, 3, -1, 10, 12, Decimal("0.5"), Decimal("1.25"), Decimal("-2.5"), Decimal("2.75"))

scalars: st.SearchStrategy[Json] = st.one_of(
    st.none(), st.booleans(), st.sampled_from(_TEXTS), st.sampled_from(_NUMBERS)
)


def values(depth: int = 2) -> st.SearchStrategy[Json]:
    """Values with the keys of ``NAMES``."""
    if not depth:
        return scalars
    inner = values(depth - 1)
    objects = st.dictionaries(st.sampled_from(NAMES), inner, max_size=3)
    return st.one_of(scalars, objects, st.lists(inner, max_size=3), objects)


_count = st.integers(0, 3)
_pattern = st.sampled_from(["a", "^a", "b$", "^a*$", "[0-9]", "^[ab]", "^.$", "é|1", "^a|b$"])
_type = st.sampled_from(["null", "boolean", "integer", "number", "string", "array", "object"])
_types = st.one_of(_type, st.lists(_type, min_size=1, max_size=3, unique=True))
_number = st.sampled_from(_NUMBERS)
_step = st.sampled_from([1, 2, 3, 5, Decimal("0.5"), Decimal("0.25"), Decimal("1.5"), 10])


def _plain(inner: st.SearchStrategy[Json]) -> dict[str, st.SearchStrategy[Json]]:
    named = st.dictionaries(st.sampled_from(NAMES), inner, min_size=1, max_size=3)
    some = st.lists(inner, min_size=1, max_size=3)
    keys = st.lists(st.sampled_from(NAMES), max_size=2, unique=True)
    return {
        "type": _types,
        "enum": st.lists(values(1), min_size=1, max_size=4),
        "const": values(1),
        **dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"), _number),
        "multipleOf": _step,
        **dict.fromkeys(("minLength", "maxLength", "minItems", "maxItems"), _count),
        **dict.fromkeys(("minProperties", "maxProperties"), _count),
        "pattern": _pattern,
        "properties": named,
        "required": keys,
        "additionalProperties": inner,
        "patternProperties": st.dictionaries(st.sampled_from(["^a", "b|c", "."]), inner, max_size=2),
        "propertyNames": st.one_of(inner, st.builds(lambda p: {"pattern": p}, _pattern)),
        "dependentRequired": st.dictionaries(st.sampled_from(NAMES), keys, max_size=2),
        "dependentSchemas": st.dictionaries(st.sampled_from(NAMES), inner, max_size=2),
        "prefixItems": some,
        "items": inner,
        "contains": inner,
        "minContains": _count,
        "maxContains": _count,
        "uniqueItems": st.booleans(),
        "unevaluatedProperties": inner,
        "unevaluatedItems": inner,
        "allOf": some,
        "anyOf": some,
        "oneOf": some,
        "not": inner,
        "if": inner,
        "then": inner,
        "else": inner,
        "$ref": st.sampled_from(["#/$defs/x", "#/$defs/y"]),
    }


_GROUPS = (
    ("type",),
    ("type", "minimum", "maximum"),
    ("type", "multipleOf", "exclusiveMinimum", "maximum"),
    ("exclusiveMaximum", "minLength"),
    ("minLength", "maxLength", "pattern"),
    ("enum",),
    ("const",),
    ("enum", "type"),
    ("type", "properties", "required"),
    ("properties", "required", "additionalProperties"),
    ("properties", "patternProperties", "additionalProperties"),
    ("properties", "propertyNames"),
    ("properties", "minProperties", "maxProperties"),
    ("properties", "dependentRequired", "dependentSchemas"),
    ("properties", "anyOf", "unevaluatedProperties"),
    ("allOf", "if", "then", "else", "unevaluatedProperties"),
    ("oneOf", "unevaluatedProperties", "properties", "dependentSchemas"),
    ("items", "minItems", "maxItems"),
    ("prefixItems", "items", "minItems"),
    ("prefixItems", "unevaluatedItems", "contains"),
    ("items", "contains", "minContains", "maxContains"),
    ("items", "maxItems", "uniqueItems"),
    ("allOf",),
    ("anyOf", "type"),
    ("oneOf",),
    ("oneOf", "properties"),
    ("not",),
    ("not", "type", "properties"),
    ("if", "then", "else"),
    ("if", "then", "properties"),
    ("$ref",),
    ("$ref", "properties"),
)


def _schemas(depth: int, refs: bool) -> st.SearchStrategy[Json]:
    if not depth:
        return st.one_of(st.booleans(), st.builds(lambda t: {"type": t}, _types))
    keywords = _plain(_schemas(depth - 1, refs))
    groups = [g for g in _GROUPS if refs or "$ref" not in g]

    @st.composite
    def one(draw: st.DrawFn) -> Json:
        return {k: draw(keywords[k]) for k in draw(st.sampled_from(groups)) if draw(st.integers(0, 3))}

    return one()


@st.composite
def schemas(draw: st.DrawFn) -> Json:
    """Schemas of every keyword; those with references have definitions."""
    schema = draw(_schemas(2, True))
    if "$ref" in repr(schema):
        schema["$defs"] = {"x": draw(_schemas(1, False)), "y": draw(_schemas(1, False))}
    return schema
