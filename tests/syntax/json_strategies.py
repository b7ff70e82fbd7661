"""Hypothesis strategies: JSON schemas over a few keys and values, and values that often meet them."""

from __future__ import annotations

from decimal import Decimal
from random import Random
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


# -- schemas of values that hold themselves, drawn evenly: shrinking would make them regular ----------

_KINDS = ("object", "object", "array", ["object", "null"], ["array", "string"], ["array", "object"])


def recursive_schema(rng: Random) -> Json:
    """A schema whose values can hold themselves; most of what it says needs no complement."""
    schema = _piece(rng, 2)
    schema["$defs"] = {"x": _piece(rng, 2), "y": _piece(rng, 2)}
    return schema


def _reference(rng: Random) -> Json:
    return {"$ref": rng.choice(["#/$defs/x", "#/$defs/y", "#"])}


def _part(rng: Random) -> Json:
    one = _reference(rng) if rng.random() < 0.6 else {"type": rng.choice(["null", "integer", "string"])}
    if rng.random() < 0.2:
        return {rng.choice(["anyOf", "oneOf"]): [one, {"type": rng.choice(["null", "boolean", "array"])}]}
    return {"const": rng.choice(["a", "b", 1])} if rng.random() < 0.2 else one


def _piece(rng: Random, depth: int) -> Json:
    if depth and rng.random() < 0.35:
        joined = rng.choice(["anyOf", "anyOf", "oneOf", "allOf"])
        return {joined: [_piece(rng, depth - 1) for _ in range(rng.randint(1, 3))]}
    keys = rng.sample(NAMES, rng.randint(0, 2))
    kind = rng.choice(_KINDS)
    made: dict[str, Json] = {"type": kind}
    if "object" in kind:
        made["properties"] = {n: _part(rng) for n in rng.sample(NAMES, rng.randint(1, 3))}
        some: dict[str, Json] = {
            "required": keys,
            "additionalProperties": rng.choice([False, _part(rng)]),
            "minProperties": rng.randint(0, 2),
            "maxProperties": rng.randint(0, 3),
            "dependentRequired": {rng.choice(NAMES): keys},
            "dependentSchemas": {rng.choice(NAMES): {"required": keys}},
            "patternProperties": {rng.choice(["^a", "b|c"]): _part(rng)},
            "propertyNames": {"pattern": rng.choice(["a", "a|b"])},
            "unevaluatedProperties": rng.choice([False, _part(rng)]),
            "not": {"required": keys},
            "if": {"type": rng.choice(["object", "null"])},
            "then": {"required": keys},
            "enum": [{"a": 1}, {}, None, []],
        }
        made |= {k: v for k, v in some.items() if rng.random() < (0.5 if k == "required" else 0.12)}
    if "array" in kind:
        made["items"] = _part(rng)
        some = {
            "prefixItems": [_part(rng) for _ in range(rng.randint(1, 2))],
            "minItems": rng.randint(0, 2),
            "maxItems": rng.randint(0, 3),
            "contains": _part(rng),
            "uniqueItems": rng.random() < 0.5,
        }
        made |= {k: v for k, v in some.items() if rng.random() < 0.15}
        if rng.random() < 0.2:
            made["unevaluatedItems"] = made.pop("items")
    return made


def following(rng: Random, document: Json, schema: Json, depth: int = 5) -> Json:
    """A value that goes along with what a schema says of keys, entries and types, most of the time."""
    for _ in range(8):
        if isinstance(schema, dict) and "$ref" in schema:
            schema = document["$defs"].get(schema["$ref"].rpartition("/")[2], document)
        options = [s for k in ("anyOf", "oneOf", "allOf") for s in (schema or {}).get(k, ())]
        if not options:
            break
        schema = rng.choice(options)
    if not schema or "const" in schema or rng.random() < 0.04:
        return (schema or {}).get("const", rng.choice([None, 1, "a", [], {}, True]))
    types = schema["type"]
    kind = rng.choice(types) if isinstance(types, list) else types
    if kind == "object":
        named = schema.get("properties", {})
        keys = set(schema.get("required", ())) | {k for k in NAMES if rng.random() < 0.15 * depth}
        return {k: following(rng, document, named.get(k), depth - 1) for k in keys}
    if kind == "array":
        entry = schema.get("items", schema.get("unevaluatedItems"))
        return [
            following(rng, document, entry, depth - 1) for _ in range(rng.randint(0, 3) if depth > 0 else 0)
        ]
    return {"string": "ab", "integer": 3, "null": None, "boolean": True}[kind]
