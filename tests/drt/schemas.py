"""Random JSON schemas of every keyword that is enforced, values near them, and what ``jsonschema`` says.

Beside that library only the canonical form is needed, for which ``Frames`` is asked: values that no text may
spell (keys that the schema does not name, lists it says nothing about) are never admitted.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

from detlm.syntax.json_schema import SchemaError, translate
from detlm.syntax.json_schema.documents import Documents
from detlm.syntax.json_schema.frames import Frame, Frames

Schema = Any
Value = Any

NAMES = ("a", "b", "é")
STRINGS = ("", "a", "ab", "b1", "é", 'x"y', "aaa", "😀", "\t")  # "\n" is special to Python's "$"
NUMBERS = (0, 1, 2, 3, -1, 10, 12, 0.5, 1.25, -2.5, 2.75)
PATTERNS = ("a", "^a", "b$", "^a*$", "[0-9]", "^[ab]", "^.$", "é|1", "^a|b$", r"\d\w*$", "^[^a]{1,2}$")
TYPES = ("null", "boolean", "integer", "number", "string", "array", "object")
TRIES = 8  # schemas drawn before one that is refused by name, or admits nothing, is given up

#: Texts that have a format, and texts that have not.
FORMATS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "date": (("2024-02-29", "1999-12-31"), ("2023-02-29", "1999-13-01", "99-01-01", "")),
    "duration": (("P1D", "PT1H2M", "P2W", "P1Y2M"), ("P", "1D", "PT", "P1D2W", "P1S")),
    "time": (("10:00:00Z", "23:59:59.5+01:00"), ("24:00:00Z", "10:00:00", "10:00Z")),
    "date-time": (("2024-02-29T10:00:00Z",), ("2024-02-30T10:00:00Z", "2024-02-29 ", "2024-02-29T10:00:00")),
    "ipv4": (("1.2.3.4", "255.0.0.1"), ("256.1.1.1", "1.2.3", "01.2.3.4")),
    "ipv6": (("::1", "1:2:3:4:5:6:7:8", "::1.2.3.4"), (":::", "1:2", "g::1", "12345::")),
    "uuid": (("2eb8aa08-aa98-11ea-b4aa-73b441d16380",), ("2eb8aa08aa9811eab4aa73b441d16380", "2eb8")),
    "json-pointer": (("", "/a/~0~1", "/"), ("a", "/~2", "#/a")),
    "relative-json-pointer": (("0", "1/a", "2#"), ("01", "/a", "-1", "1#/a")),
    "email": (("a@b.de",), ("a", "a@", "@b", "a@b@c")),
    "hostname": (("a.b-c.de", "x"), ("-a.de", "a..b", "a_b", "a.")),
    "uri": (("http://a.de/b?c#d", "urn:a:b"), ("//a.de", "a b:c", "http://[x]")),
    "uri-reference": (("/a/b", "a", "#f", ""), ("a b", "\\", "%zz")),
}

_GROUPS = """
type|type minimum maximum|type multipleOf exclusiveMinimum maximum|exclusiveMaximum minLength
minLength maxLength pattern|type format|format|format type|enum|const|enum type|type properties required
properties required additionalProperties|properties patternProperties additionalProperties
properties propertyNames|properties minProperties maxProperties|properties dependentRequired dependentSchemas
properties anyOf unevaluatedProperties|allOf if then else unevaluatedProperties
oneOf unevaluatedProperties properties dependentSchemas|items minItems maxItems|prefixItems items minItems
prefixItems unevaluatedItems contains|items contains minContains maxContains|type items maxItems uniqueItems
allOf|anyOf type|oneOf|oneOf properties|not|not type properties|if then else|if then properties|$ref
$ref properties|$dynamicRef|items type maxItems uniqueItems minItems
"""
GROUPS = tuple(tuple(group.split()) for line in _GROUPS.split("\n") for group in line.split("|") if group)


class Drawer:
    """Draws schemas; ``rng`` decides everything."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self._refers = True

    def plain(self) -> Schema:
        """An object as people describe them: a type in each place, and little more."""
        rng = self.rng
        low, most = rng.randint(-3, 2), rng.randint(1, 2)
        kinds: list[Schema] = [
            {"type": "integer", "minimum": low, "maximum": rng.randint(3, 11)},
            {"enum": ["a", 1, None, "é"]},
            {"type": "string", "maxLength": 2, "minLength": rng.randint(0, 1)},
            {"type": "array", "items": {"type": "integer", "minimum": 0, "maximum": 3}, "maxItems": most},
            {"type": "boolean"},
            {"anyOf": [{"const": "x"}, {"type": "integer", "minimum": 5, "maximum": 7}]},
        ]
        inner = {"properties": {"é": rng.choice(kinds)}, "required": ["é"], "additionalProperties": False}
        kinds.append({"type": "object"} | inner)
        names = NAMES[: rng.randint(1, 3)]
        found = {name: rng.choice(kinds) for name in names}
        required = rng.sample(names, rng.randint(0, len(names)))
        return {"type": "object", "properties": found, "required": required, "additionalProperties": False}

    def document(self) -> Schema:
        """A schema with its definitions."""
        if self.rng.random() < 0.2:
            return self.plain()
        self._refers = True
        made: dict[str, Schema] = {}
        while not made or (self.rng.random() < 0.8 and set(made) <= {"type", "const", "enum"}):
            made = self._grouped(2)
        self._refers = False
        if "#/$defs" in json.dumps(made):
            made["$defs"] = {"x": self.schema(1), "y": self.schema(1)}
        if "$dynamicRef" in json.dumps(made):
            target = self._grouped(1) or {"type": "string"}
            made.setdefault("$defs", {})["z"] = {"$dynamicAnchor": "z"} | target
        return made

    def schema(self, depth: int) -> Schema:
        """A schema of some depth."""
        if self.rng.random() < 0.05:
            return self.rng.random() < 0.7
        return self._grouped(depth) if depth else {"type": self.rng.choice(TYPES)}

    def _grouped(self, depth: int) -> dict[str, Schema]:
        group = self.rng.choice([g for g in GROUPS if self._refers or not any(w.startswith("$") for w in g)])
        return {keyword: self._said(keyword, depth - 1) for keyword in group if self.rng.random() < 0.85}

    def _said(self, keyword: str, depth: int) -> Any:
        pick, rng = self.rng.choice, self.rng
        some: Callable[[], list[Schema]] = lambda: [self.schema(depth) for _ in range(rng.randint(1, 3))]  # noqa: E731
        match keyword:
            case "type":
                return pick(TYPES) if rng.random() < 0.7 else rng.sample(TYPES, rng.randint(1, 3))
            case "enum":
                return [self.value(1) for _ in range(rng.randint(1, 4))]
            case "const":
                return self.value(1)
            case "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum":
                return pick(NUMBERS)
            case "multipleOf":
                return pick([1, 2, 3, 5, 0.5, 0.25, 1.5, 10])
            case "pattern":
                return pick(PATTERNS)
            case "format":
                return pick(list(FORMATS))
            case "uniqueItems":
                return rng.random() < 0.8
            case "required":
                return rng.sample(NAMES, rng.randint(0, 2))
            case "properties" | "dependentSchemas":
                return {name: self.schema(depth) for name in rng.sample(NAMES, rng.randint(1, 3))}
            case "dependentRequired":
                return {
                    name: rng.sample(NAMES, rng.randint(0, 2))
                    for name in rng.sample(NAMES, rng.randint(1, 2))
                }
            case "patternProperties":
                return {pick(["^a", "b|é", "."]): self.schema(depth)}
            case "propertyNames":
                return pick(
                    [{"pattern": pick(PATTERNS)}, {"maxLength": rng.randint(0, 2)}, {"enum": ["a", "b"]}]
                )
            case "prefixItems" | "allOf" | "anyOf" | "oneOf":
                return some()
            case "$ref":
                return pick(["#/$defs/x", "#/$defs/y"])
            case "$dynamicRef":
                return "#z"
            case _ if keyword.startswith(("min", "max")):
                return rng.randint(0, 3)
        return self.schema(depth)

    # -- values -------------------------------------------------------------------------------------

    def value(self, depth: int = 2) -> Value:
        """Any value over a few keys."""
        pick, rng = self.rng.choice, self.rng
        kind = rng.randrange(7 if depth else 5)
        if kind == 5:
            return [self.value(depth - 1) for _ in range(rng.randint(0, 3))]
        if kind == 6:
            return {name: self.value(depth - 1) for name in rng.sample(NAMES, rng.randint(0, 3))}
        return pick([None, True, False]) if kind == 0 else pick(STRINGS if kind < 3 else NUMBERS)

    def near(self, schema: Schema, root: Schema, depth: int = 3) -> Value:
        """A value that follows what a schema says, or nearly."""
        rng, pick = self.rng, self.rng.choice
        if not depth or not isinstance(schema, dict) or rng.random() < 0.07:
            return self.value(min(depth, 1))
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return pick(schema["enum"])
        inner = [s for k in ("allOf", "anyOf", "oneOf") for s in schema.get(k, ())]
        inner += [schema[k] for k in ("then", "else", "if") if k in schema]
        for keyword in ("$ref", "$dynamicRef"):
            if keyword in schema:
                inner.append(root["$defs"][schema[keyword][-1]])
        if inner and rng.random() < 0.6:
            return self.near(pick(inner), root, depth - 1)
        kinds = schema.get("type", _kind_of(schema) or pick(TYPES))
        kind = kinds if isinstance(kinds, str) else pick(kinds or TYPES)
        return self._near_kind(kind, schema, root, depth)

    def _near_kind(self, kind: str, schema: Schema, root: Schema, depth: int) -> Value:
        rng, pick = self.rng, self.rng.choice
        if kind == "object":
            named = list(schema.get("properties", {})) + list(schema.get("required", ())) + [pick(NAMES)]
            found = schema.get("properties", {})
            names = [name for name in dict.fromkeys(named) if rng.random() < 0.75]
            return {name: self.near(found.get(name, True), root, depth - 1) for name in names}
        if kind == "array":
            first = [self.near(s, root, depth - 1) for s in schema.get("prefixItems", ())]
            other = schema.get("items", schema.get("contains", True))
            low, high = sorted((schema.get("minItems", 0), schema.get("maxItems", 2)))
            count = rng.randint(max(0, low - 1), high + 1)
            rest = [self.near(other, root, depth - 1) for _ in range(max(0, count - len(first)))]
            return [*first[: rng.randint(0, len(first)) or len(first)], *rest]
        if kind in ("integer", "number"):
            ends = [
                v for k, v in schema.items() if k.endswith(("imum", "multipleOf")) and type(v) in (int, float)
            ]
            made = pick(ends or NUMBERS) * pick([1, 1, 1, 2, 3]) + pick([0, 0, 1, -1, 0.5])
            return int(made) if made == int(made) else made
        if kind == "string":
            has, has_not = FORMATS.get(schema.get("format", ""), (STRINGS, STRINGS))
            return pick(has if rng.random() < 0.7 else has_not)
        return None if kind == "null" else pick([True, False])


def _kind_of(schema: Schema) -> str | None:
    for kind, words in (
        ("object", "ropert equired dependent"),
        ("array", "tems ontain"),
        ("string", "ength pattern"),
    ):
        if any(word in keyword for keyword in schema for word in words.split()):
            return kind
    return "number" if any(k.endswith("imum") or k == "multipleOf" for k in schema) else None


# -- what is said of texts ---------------------------------------------------------------------------


def exact(text: str) -> Value:
    """A value with exact numbers; whole ones are integers."""
    whole = lambda t: int(Decimal(t)) if Decimal(t) % 1 == 0 else Decimal(t)  # noqa: E731
    return json.loads(text, parse_float=whole, parse_constant=_raise)


def _raise(constant: str) -> Value:
    raise ValueError(constant)


@dataclass
class Judge:
    """What a schema's texts are, by ``jsonschema``. Formats are known of the texts in ``FORMATS`` only."""

    document: Schema

    def __post_init__(self) -> None:
        documents = Documents(self.document, _no_file)
        self.frame: Frame = Frames(documents).of([documents.root], [], "#")
        self._unknown = False
        checker = FormatChecker(formats=())
        for name in FORMATS:
            checker.checks(name)(lambda value, name=name: self._has(name, value))
        self._validator = Draft202012Validator(exact(json.dumps(self.document)), format_checker=checker)

    def _has(self, name: str, value: object) -> bool:
        has, has_not = FORMATS[name]
        self._unknown |= isinstance(value, str) and value not in (*has, *has_not)
        return not isinstance(value, str) or value in has

    def text(self, value: Value) -> bytes:
        """How a value is written; one that never is, as JSON has it."""
        value = exact(json.dumps(value))
        if fits(self.frame, value):
            return self.frame.text(value)
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=float).encode()

    def holds(self, text: bytes) -> bool | None:
        """Whether a text is one of the schema's; None where nobody here knows."""
        try:
            value = exact(text.decode())
            if not fits(self.frame, value) or self.frame.text(value) != text:
                return False
        except (ValueError, RecursionError, ArithmeticError, SchemaError):
            return False
        return self.valid(value)

    def valid(self, value: Value) -> bool | None:
        """Whether a value fulfils the schema; None where nobody here knows."""
        self._unknown = False
        valid = bool(self._validator.is_valid(value))
        return None if self._unknown else valid


def _no_file(address: str) -> object:
    raise LookupError(address)


def fits(frame: Frame, value: Value) -> bool:
    """Whether a value has only keys that the schema names, and entries only where it speaks of lists."""
    if isinstance(value, dict):
        return all(k in frame.names and fits(frame.child(k), v) for k, v in value.items())
    if isinstance(value, list):
        return not value or (frame.entries is not None and all(fits(frame.entries, v) for v in value))
    return True


def drawn(rng: Random) -> tuple[Schema, Judge, tuple[bytes, ...]]:
    """A schema that is read and admits something, its judge, and texts near it."""
    for _ in range(TRIES):
        drawer = Drawer(rng)
        document = drawer.document()
        try:
            translate(document, _no_file)
            break
        except SchemaError:  # refused by name, or nothing fulfils it
            continue
    else:
        document = {"type": "integer", "minimum": rng.randint(0, 9), "maximum": rng.randint(9, 12)}
    judge = Judge(document)
    values = [drawer.near(document, document) for _ in range(14)]
    return document, judge, tuple(dict.fromkeys(judge.text(value) for value in values))
