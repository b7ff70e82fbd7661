"""Schema documents: where each schema stands, what ``$ref`` leads to, and which keywords there are.

Every keyword of draft 2020-12 is in one of the tables; anything else is a mistake with a suggestion. It
checks how keywords are written; what they mean is ``compiler.py``.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, cast
from urllib.parse import unquote, urldefrag, urljoin

from detlm.syntax.numbers import MAX_DIGITS

Schema = bool | dict[str, Any]


class SchemaError(Exception):
    """A schema that cannot be used: JSON pointer, what is wrong, and what to do about it."""

    def __init__(self, pointer: str, what: str, hint: str | None = None) -> None:
        super().__init__(f"{pointer}: {what}")
        self.pointer, self.what, self.hint = pointer, what, hint


class Whole(Exception):
    """A regular language was asked of values that hold themselves: what they stand in becomes a grammar."""


MAX_NESTING = 40
DRAFT = "https://json-schema.org/draft/2020-12/schema"
KINDS = ("null", "boolean", "number", "string", "array", "object")
TYPES = (*KINDS, "integer")

# Keywords that say nothing about which values are valid.
_SILENT = """
    $schema $id $anchor $dynamicAnchor $comment $vocabulary $defs definitions title description default
    examples deprecated readOnly writeOnly contentEncoding contentMediaType contentSchema
"""
_ONE_SCHEMA = """
    items contains additionalProperties propertyNames unevaluatedItems unevaluatedProperties not if then else
"""
_COUNTED = "minLength maxLength minItems maxItems minContains maxContains minProperties maxProperties"
_LISTS = "prefixItems items contains minContains maxContains minItems maxItems uniqueItems unevaluatedItems"
_OBJECTS = """
    properties patternProperties additionalProperties unevaluatedProperties propertyNames required
    minProperties maxProperties dependentRequired dependentSchemas
"""
_REST = "type enum const pattern format required dependentRequired uniqueItems $ref $dynamicRef"

ANNOTATIONS = frozenset(_SILENT.split())
LIST_KEYWORDS = frozenset(_LISTS.split())
OBJECT_KEYWORDS = frozenset(_OBJECTS.split())
_ONE = frozenset(_ONE_SCHEMA.split())
_ROW = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
_NAMED = frozenset({"$defs", "definitions", "properties", "patternProperties", "dependentSchemas"})
_COUNTS = frozenset(_COUNTED.split())
_BOUNDS = frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"})
_OTHERS = frozenset(_REST.split())
KEYWORDS = ANNOTATIONS | _ONE | _ROW | _NAMED | _COUNTS | _BOUNDS | _OTHERS
_OLD = {
    "additionalItems": "write prefixItems for the first entries and items for the others",
    "dependencies": "write dependentRequired or dependentSchemas",
    "$recursiveRef": "write $ref",
    "$recursiveAnchor": "write $anchor",
    "id": "write $id",
    "divisibleBy": "write multipleOf",
    "disallow": "write not",
    "extends": "write allOf",
    "nullable": 'write "type": ["…", "null"]',
}


class Documents:
    """The schema documents in use. ``load`` gives the document at an address that is not known yet."""

    def __init__(self, root: object, load: Callable[[str], object]) -> None:
        self._load = load
        self._by_address: dict[str, Schema] = {}
        self._anchors: dict[str, Schema] = {}
        self._dynamic: dict[str, list[Schema]] = {}
        self._joined: dict[tuple[int, str], Schema] = {}
        self._places: dict[int, tuple[str, str]] = {}  # pointer and base address of each schema
        self.root = self._add(root, "", "#")

    def pointer(self, schema: Schema) -> str:
        """Where a schema stands."""
        return self._places.get(id(schema), ("#", ""))[0]

    def joined(self, schema: dict[str, Any], keyword: str, options: list[Schema]) -> Schema:
        """One schema for any of the options, made for a keyword of ``schema``; the same one every time."""
        key = (id(schema), keyword)
        if key not in self._joined:
            made: Schema = {"anyOf": options}
            pointer, base = self._places[id(schema)]
            self._places[id(made)] = (f"{pointer}/{keyword}", base)
            self._joined[key] = made
        return self._joined[key]

    def target(self, schema: Mapping[str, Any], keyword: str) -> Schema:
        """What a reference leads to."""
        pointer, base = self._places[id(schema)]
        reference = schema[keyword]
        if keyword == "$dynamicRef":
            name = str(reference).partition("#")[2]
            if len(self._dynamic.get(name, [])) > 1:
                hint = "write $ref: here it is known what is meant"
                raise SchemaError(pointer, f"$dynamicRef {reference!r} has several $dynamicAnchor", hint)
        address, fragment = urldefrag(base + reference if reference[:1] == "#" else urljoin(base, reference))
        address, fragment = address.rstrip("#"), unquote(fragment)
        if address not in self._by_address:
            try:
                document = self._load(address)
            except (OSError, LookupError, ValueError) as error:
                hint = "write the schema into $defs, or put the file beside"
                raise SchemaError(pointer, f"$ref {reference!r} cannot be loaded: {error}", hint) from None
            self._add(document, address, f"{address}#")
        found = self._anchors.get(f"{address}#{fragment}")
        if found is None and (not fragment or fragment.startswith("/")):
            found = self._follow(self._by_address[address], fragment)
        if found is None:
            raise SchemaError(
                pointer, f"{keyword} {reference!r} leads nowhere", "check the name behind the #"
            )
        return found

    def _follow(self, document: Schema, fragment: str) -> Schema | None:
        here: Any = document
        for part in fragment.split("/")[1:]:
            name = part.replace("~1", "/").replace("~0", "~")
            if isinstance(here, dict) and name in here:
                here = here[name]
            elif isinstance(here, list) and name.isdigit() and int(name) < len(here):
                here = here[int(name)]
            else:
                return None
        known = isinstance(here, bool) or id(here) in self._places
        return cast(Schema, here) if known else None

    # -- reading a document -------------------------------------------------------------------------

    def _add(self, document: object, address: str, pointer: str) -> Schema:
        self._check(document, pointer)
        self._by_address[address] = cast(Schema, document)
        todo = [(cast(Schema, document), pointer, address, 0)]
        while todo:
            schema, pointer, base, depth = todo.pop()
            if isinstance(schema, bool) or id(schema) in self._places:
                continue
            if depth > MAX_NESTING:
                raise SchemaError(pointer, f"schemas nested deeper than {MAX_NESTING}", "use $defs and $ref")
            check_keywords(schema, pointer)
            if "$id" in schema:
                base = urldefrag(urljoin(base, schema["$id"]))[0]
                self._by_address.setdefault(base, schema)
            self._places[id(schema)] = (pointer, base)
            for keyword in ("$anchor", "$dynamicAnchor"):
                if keyword in schema:
                    self._anchors[f"{base}#{schema[keyword]}"] = schema
            if "$dynamicAnchor" in schema:
                self._dynamic.setdefault(schema["$dynamicAnchor"], []).append(schema)
            for below, inner in subschemas(schema, pointer):
                self._check(inner, below)
                todo.append((inner, below, base, depth + 1))
        return cast(Schema, document)

    def _check(self, schema: object, pointer: str) -> None:
        if not isinstance(schema, bool | dict):
            hint = (
                "prefixItems takes one schema for each of the first entries"
                if isinstance(schema, list)
                else None
            )
            raise SchemaError(pointer, "a schema is an object, true or false", hint)


def subschemas(schema: Mapping[str, Any], pointer: str) -> Iterator[tuple[str, Schema]]:
    """The schemas directly inside a schema, with their pointers."""
    for keyword, value in schema.items():
        here = f"{pointer}/{_part(keyword)}"
        if keyword in _ONE:
            yield here, value
        elif keyword in _ROW:
            yield from ((f"{here}/{n}", inner) for n, inner in enumerate(value))
        elif keyword in _NAMED:
            yield from ((f"{here}/{_part(name)}", inner) for name, inner in value.items())


def _part(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def check_keywords(schema: Mapping[str, Any], pointer: str) -> None:
    """Refuse unknown keywords and values that a keyword does not take."""
    for keyword, value in schema.items():
        if keyword in KEYWORDS:
            if mistake := _mistake(keyword, value):
                raise SchemaError(f"{pointer}/{_part(keyword)}", mistake)
        elif not keyword.startswith("x-"):
            near = difflib.get_close_matches(keyword, sorted(KEYWORDS), 1)
            hint = _OLD.get(keyword) or (f"did you mean {near[0]}?" if near else "remove it")
            raise SchemaError(pointer, f"{keyword} is no keyword of JSON Schema 2020-12", hint)


def _mistake(keyword: str, value: object) -> str | None:
    if keyword in _COUNTS:
        exact = number(value) if _is_number(value) else None
        good = exact is not None and exact.denominator == 1 and exact >= 0
        return None if good else f"{keyword} takes a whole number"
    if keyword in _BOUNDS:
        good = _is_number(value) and (keyword != "multipleOf" or Decimal(str(value)) > 0)
        above = " above 0" if keyword == "multipleOf" else ""
        return None if good else f"{keyword} takes a number{above} of at most {MAX_DIGITS} digits"
    if keyword in _ROW:
        return None if isinstance(value, list) and value else f"{keyword} takes a list of schemas"
    if keyword in _NAMED:
        return None if isinstance(value, dict) else f"{keyword} takes an object of schemas"
    if keyword == "type":
        names = value if isinstance(value, list) else [value]
        good = bool(names) and all(isinstance(name, str) and name in TYPES for name in names)
        return None if good else f"type takes one or a list of: {', '.join(TYPES)}"
    if keyword == "enum":
        return None if isinstance(value, list) else "enum takes a list of values"
    if keyword == "uniqueItems":
        return None if isinstance(value, bool) else "uniqueItems takes true or false"
    if keyword == "required":
        return None if _names(value) else "required takes a list of names"
    if keyword == "dependentRequired":
        good = isinstance(value, dict) and all(_names(names) for names in value.values())
        return None if good else "dependentRequired takes an object of lists of names"
    if keyword == "$schema":
        good = isinstance(value, str) and value.rstrip("#") == DRAFT
        return None if good else f"only draft 2020-12 is read ({DRAFT})"
    if keyword in ("pattern", "format", "$ref", "$dynamicRef", "$id", "$anchor", "$dynamicAnchor"):
        return None if isinstance(value, str) else f"{keyword} takes a text"
    return None


def _names(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(name, str) for name in value)


def _is_number(value: object) -> bool:
    return (
        isinstance(value, int | float | Decimal) and not isinstance(value, bool) and number(value) is not None
    )


def number(value: object) -> Fraction | None:
    """A number of a document as it was written (0.1 is a tenth), or None if it has too many digits."""
    written = Decimal(str(value))
    if not written.is_finite():
        return None
    exponent = written.as_tuple().exponent
    assert isinstance(exponent, int)
    return Fraction(written) if max(written.adjusted(), -exponent) < MAX_DIGITS else None
