"""Frames: which keys, and in which order, the objects at one place of a value may have.

All schemas that speak of a place, below ``not`` and in branches too, share its frame, so that a value has one
canonical text whatever schema is asked, and languages of texts can be joined, intersected and subtracted
exactly. Objects are closed: a frame holds the keys that some schema of the place names. Where no schema
speaks of a list's entries or an object's keys, lists and objects are empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from detlm.syntax.json_schema.documents import LIST_KEYWORDS, Documents, Schema, SchemaError, number
from detlm.syntax.json_schema.matching import holds
from detlm.syntax.json_schema.numbers import spelled
from detlm.syntax.json_schema.strings import pattern
from detlm.syntax.json_text import key as spelled_key
from detlm.syntax.json_text import quoted
from detlm.syntax.numbers import MAX_DIGITS
from detlm.syntax.regex_reader import RegexError

Key = tuple[tuple[int, ...], str]


class Frames:
    """The frames of a schema, each made once."""

    def __init__(self, documents: Documents) -> None:
        self.documents = documents
        self._known: dict[Key, Frame] = {}
        self._recurs: dict[Key, bool] = {}

    def of(self, schemas: Iterable[Schema], values: list[object], pointer: str) -> Frame:
        """The frame of the place that these schemas and fixed values speak of."""
        found: dict[int, dict[str, Any]] = {}
        for schema in schemas:
            for inner in self._in_place(schema, []):
                found.setdefault(id(inner), inner)
        key = (tuple(found), repr(values))
        if key not in self._known:
            self._known[key] = Frame(self, key, list(found.values()), values, pointer)
        return self._known[key]

    def recurs(self, frame: Frame) -> bool:
        """Whether the values of a frame can hold values of one that holds itself, at any depth."""
        if frame.key not in self._recurs:
            below = self._below(frame)
            left = dict(below)
            bare = [key for key, inner in below.items() if not inner]
            holders: dict[Key, list[Key]] = {}
            for key, inner in below.items():
                for one in inner:
                    holders.setdefault(one, []).append(key)
            while bare:  # what holds nothing that is left holds itself nowhere
                gone = bare.pop()
                del left[gone]
                for holder in holders.get(gone, ()):
                    left[holder] = left[holder] - {gone}
                    if not left[holder]:
                        bare.append(holder)
            self._recurs.update((key, key in left) for key in below)
        return self._recurs[frame.key]

    def holds_itself(self, frame: Frame) -> bool:
        """Whether the values of a frame can hold values of the same frame, at any depth."""
        return any(frame.key in inner for inner in self._below(frame).values())

    def _below(self, frame: Frame) -> dict[Key, frozenset[Key]]:
        """The frame and all below it, each with those that are directly in it."""
        found: dict[Key, frozenset[Key]] = {}
        todo = [frame]
        while todo:
            here = todo.pop()
            if here.key not in found:
                inner = [*map(here.child, here.names), *([here.entries] if here.entries else ())]
                found[here.key] = frozenset(one.key for one in inner)
                todo += inner
        return found

    def _in_place(self, schema: Schema, above: list[int]) -> Iterator[dict[str, Any]]:
        """The schema and all that speak of the same value."""
        if isinstance(schema, bool):
            return
        if id(schema) in above:
            pointer = self.documents.pointer(schema)
            raise SchemaError(
                pointer, "the schema refers to itself before it says anything", "check its $ref"
            )
        yield schema
        above = [*above, id(schema)]
        for keyword in ("$ref", "$dynamicRef"):
            if keyword in schema:
                yield from self._in_place(self.documents.target(schema, keyword), above)
        for keyword in ("allOf", "anyOf", "oneOf"):
            for inner in schema.get(keyword, ()):
                yield from self._in_place(inner, above)
        for keyword in ("not", "if", "then", "else"):
            yield from self._in_place(schema.get(keyword, True), above)
        for inner in schema.get("dependentSchemas", {}).values():
            yield from self._in_place(inner, above)


class Frame:
    """One place of a value. ``key``: equal for places of which the same schemas speak."""

    def __init__(
        self, frames: Frames, key: Key, schemas: list[dict[str, Any]], values: list[object], pointer: str
    ) -> None:
        self._frames, self.key, self._schemas, self.pointer = frames, key, schemas, pointer
        fixed = [v for s in schemas for v in (*s.get("enum", ()), *([s["const"]] if "const" in s else ()))]
        self._values = values + [v for v in fixed if isinstance(v, list | dict)]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The keys that objects may have, in order."""
        names: dict[str, None] = {}
        for schema in self._schemas:
            names.update(dict.fromkeys(schema.get("properties", ())))
        for schema in self._schemas:
            names.update(dict.fromkeys(schema.get("required", ())))
            for name, others in schema.get("dependentRequired", {}).items():
                names.update(dict.fromkeys((name, *others)))
            names.update(dict.fromkeys(schema.get("dependentSchemas", ())))
            names.update(dict.fromkeys(_listed(schema.get("propertyNames", True))))
        for value in self._values:
            if isinstance(value, dict):
                names.update(dict.fromkeys(value))
        return tuple(names)

    def child(self, name: str) -> Frame:
        """The place of the value under a key."""
        if name not in self._children:
            schemas = [inner for s in self._schemas for inner in self._under(s, name)]
            values = [v[name] for v in self._values if isinstance(v, dict) and name in v]
            self._children[name] = self._below(schemas, values, name)
        return self._children[name]

    @cached_property
    def _children(self) -> dict[str, Frame]:
        return {}

    def _under(self, schema: dict[str, Any], name: str) -> list[Schema]:
        return declared(schema, name, self._frames.documents) or [
            schema[k] for k in ("additionalProperties", "unevaluatedProperties") if k in schema
        ]

    @cached_property
    def entries(self) -> Frame | None:
        """The place of the entries of lists; None if nothing speaks of lists."""
        lists = [v for v in self._values if isinstance(v, list)]
        if not lists and not any(_speaks_of_lists(s) for s in self._schemas):
            return None
        schemas: list[Schema] = []
        for schema in self._schemas:
            schemas += schema.get("prefixItems", ())
            schemas += [schema[k] for k in ("items", "contains", "unevaluatedItems") if k in schema]
        return self._below(schemas, [e for v in lists for e in v], "items")

    def _below(self, schemas: list[Schema], values: list[object], step: str) -> Frame:
        pointer = f"{self.pointer}/{step}"
        if schemas and not isinstance(schemas[0], bool):
            pointer = self._frames.documents.pointer(schemas[0])
        return self._frames.of(schemas, values, pointer)

    def text(self, value: object) -> bytes:
        """The canonical text of a value that fits the frame. Raises ``SchemaError`` for one that cannot."""
        match value:
            case None | True | False:
                return {None: b"null", True: b"true", False: b"false"}[value]
            case str():
                return quoted(utf8(value, self.pointer))
            case list():
                entries = self.entries
                assert entries is not None or not value
                return b"[%s]" % b",".join(entries.text(e) for e in value if entries is not None)
            case dict():
                present = [name for name in self.names if name in value]
                parts = [spelled_key(utf8(n, self.pointer)) + self.child(n).text(value[n]) for n in present]
                return b"{%s}" % b",".join(parts)
            case _:
                exact = number(value)
                if exact is None:
                    raise SchemaError(self.pointer, f"a number has at most {MAX_DIGITS} digits")
                return spelled(exact)


def _listed(schema: Schema) -> list[str]:
    """The keys that a schema for keys lists."""
    if isinstance(schema, bool):
        return []
    values = [*schema.get("enum", ()), *([schema["const"]] if "const" in schema else ())]
    return [v for v in values if isinstance(v, str)]


def _speaks_of_lists(schema: dict[str, Any]) -> bool:
    types = schema.get("type", ())
    return (
        not LIST_KEYWORDS.isdisjoint(schema)
        or types == "array"
        or (isinstance(types, list) and "array" in types)
    )


def declared(schema: dict[str, Any], name: str, documents: Documents) -> list[Schema]:
    """The schemas for the value under a key that a schema gives by name or by pattern."""
    found: list[Schema] = [schema["properties"][name]] if name in schema.get("properties", ()) else []
    for source, inner in schema.get("patternProperties", {}).items():
        pointer = documents.pointer(schema)
        if holds(read_pattern(source, f"{pointer}/patternProperties"), utf8(name, pointer)):
            found.append(inner)
    return found


def read_pattern(source: str, pointer: str) -> Any:
    """The texts in which a pattern is found."""
    utf8(source, pointer)
    try:
        return pattern(source)
    except RegexError as error:
        raise SchemaError(pointer, f"the pattern {source!r}: {error.message}", error.hint) from None


def utf8(text: str, pointer: str) -> bytes:
    """The text in UTF-8."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise SchemaError(
            pointer, "a text holds half of a surrogate pair", "write the whole character"
        ) from None
