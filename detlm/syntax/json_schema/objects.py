"""Objects that fulfil schemas: the keys of their frame, which must be there, and what they depend on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from detlm.syntax.json_schema.algebra import both, without
from detlm.syntax.json_schema.documents import OBJECT_KEYWORDS, Schema, SchemaError, Whole
from detlm.syntax.json_schema.frames import declared, utf8
from detlm.syntax.json_schema.matching import holds
from detlm.syntax.json_shapes import Member, as_regex, object_
from detlm.syntax.json_text import key as spelled_key
from detlm.syntax.json_text import quoted
from detlm.syntax.program import ENTRY, Lex, Shape
from detlm.syntax.regex import EMPTY, NOTHING, AtMost, Regex, Star, either, literal, then

if TYPE_CHECKING:
    from detlm.syntax.json_schema.compiler import Compiler, Conjunction
    from detlm.syntax.json_schema.frames import Frame

_OPEN, _COMMA, _CLOSE = literal(b"{"), literal(b","), literal(b"}")


def shape(compiler: Compiler, frame: Frame, conjunction: Conjunction, plain: bool) -> Shape | None:
    """The objects that fulfil the schemas; what concerns the whole object is added to the conjunction."""
    schemas = conjunction.schemas
    required = {name for s in schemas for name in s.get("required", ())}
    conditional = _Conditional(compiler, frame)
    members: list[Member] = []
    for name, said in declared_members(compiler, frame, schemas):
        value = None if said is None else compiler.value(frame.child(name), said, plain)
        if value is not None:
            members.append(Member(utf8(name, frame.pointer), value, name not in required))
        elif name in required:
            return None
    if not plain and not _keeps_apart(compiler, frame, members):
        raise Whole(frame.pointer)
    present = Presence(members)
    if not _depend(compiler, frame, schemas, present, conjunction, len(members), len(required)):
        return None
    for schema in schemas:
        if "unevaluatedProperties" in schema:
            for member in members:
                conditional.ask(schema, member.key.decode(), present, conjunction)
    whole = object_(members)
    return Lex(as_regex(whole)) if plain else whole


def declared_members(
    compiler: Compiler, frame: Frame, schemas: Sequence[dict[str, Any]]
) -> Iterator[tuple[str, list[Schema] | None]]:
    """The keys of objects in order, and what is said of their values (None: they may not be there)."""
    conditional = _Conditional(compiler, frame)
    for name in frame.names:
        if utf8(name, frame.pointer) == ENTRY:
            what = "the key [] cannot be told from the entries of a list in paths"
            raise SchemaError(frame.pointer, what, "give it another name")
        said: list[Schema] | None = None
        if _name_allowed(compiler, frame, schemas, name):
            said = [i for s in schemas for i in under(compiler, s, name)]
            said += [s["unevaluatedProperties"] for s in schemas if conditional.never(s, name)]
        yield name, said
    if not any(_closed(s) for s in schemas) and (frame.names or _speak(schemas)):
        compiler.note(frame.pointer, "only the keys that the schema names are written")
    low = max((int(s.get("minProperties", 0)) for s in schemas), default=0)
    if low > len(frame.names) and all(_open(s, low) for s in schemas):
        compiler.too_few_keys(frame.pointer, len(frame.names), low)


def _keeps_apart(compiler: Compiler, frame: Frame, members: Sequence[Member]) -> bool:
    """Whether it is told by regular means where a member ends that is a span of a grammar.

    It is if every member after it is there, and none of them is such a span.
    """
    spans = [i for i, m in enumerate(members) if compiler.frames.recurs(frame.child(m.key.decode()))]
    return not spans or (len(spans) == 1 and not any(m.optional for m in members[spans[0] + 1 :]))


def _closed(schema: dict[str, Any]) -> bool:
    return schema.get("additionalProperties") is False or schema.get("unevaluatedProperties") is False


def _open(schema: dict[str, Any], count: int) -> bool:
    """Whether so many keys may be in an object, though the schema does not name them."""
    return ("patternProperties" in schema or not _closed(schema)) and schema.get(
        "maxProperties", count
    ) >= count


def _speak(schemas: Sequence[dict[str, Any]]) -> bool:
    return any(not OBJECT_KEYWORDS.isdisjoint(s) for s in schemas)


def under(compiler: Compiler, schema: dict[str, Any], name: str) -> list[Schema]:
    """What a schema says of the value under a key."""
    found = declared(schema, name, compiler.documents)
    if not found and "additionalProperties" in schema:
        found = [schema["additionalProperties"]]
    return found


def _name_allowed(compiler: Compiler, frame: Frame, schemas: Sequence[dict[str, Any]], name: str) -> bool:
    asked = [s["propertyNames"] for s in schemas if "propertyNames" in s]
    if not asked:
        return True
    spelled = quoted(utf8(name, frame.pointer))
    nowhere = compiler.frames.of(asked, [], frame.pointer)
    return all(holds(compiler.language(nowhere, inner, "string"), spelled) for inner in asked)


class Presence:
    """Languages of objects by which members are there, whatever their order; to be cut with an object's."""

    def __init__(self, members: Sequence[Member]) -> None:
        self._values = {m.key: m.value for m in members}

    @cached_property
    def _members(self) -> dict[bytes, Regex]:
        spelled = {key: as_regex(value, spans=True) for key, value in self._values.items()}
        return {key: then(literal(spelled_key(key)), value) for key, value in spelled.items()}

    def _any(self, but: bytes | None = None) -> Regex:
        return either(*(m for key, m in self._members.items() if key != but))

    def with_(self, name: bytes, value: Regex | None = None) -> Regex:
        """Objects that have this member (with this value)."""
        if name not in self._members:
            return NOTHING
        member = self._members[name] if value is None else then(literal(spelled_key(name)), value)
        others = self._any()
        return then(_OPEN, Star(then(others, _COMMA)), member, Star(then(_COMMA, others)), _CLOSE)

    def lacking(self, name: bytes) -> Regex:
        """Objects that do not have this member."""
        others = self._any(but=name)
        return then(_OPEN, either(EMPTY, then(others, Star(then(_COMMA, others)))), _CLOSE)

    def at_most(self, count: int) -> Regex:
        """Objects of at most so many members."""
        some = then(self._any(), AtMost(count - 1, then(_COMMA, self._any()))) if count else NOTHING
        return then(_OPEN, either(EMPTY, some), _CLOSE)


def _depend(
    compiler: Compiler,
    frame: Frame,
    schemas: Sequence[dict[str, Any]],
    present: Presence,
    conjunction: Conjunction,
    members: int,
    required: int,
) -> bool:
    """Ask for numbers of members, and for what members depend on; False if no object can do so."""
    low = max((int(s.get("minProperties", 0)) for s in schemas), default=0)
    high = min((int(s["maxProperties"]) for s in schemas if "maxProperties" in s), default=members)
    if low > min(high, members) or required > high:
        return False
    if high < members:
        conjunction.within.append(present.at_most(high))
    if low > required:
        conjunction.outside.append(present.at_most(low - 1))
    for schema in schemas:
        for name, others in schema.get("dependentRequired", {}).items():
            key = utf8(name, frame.pointer)
            all_there = [present.with_(utf8(o, frame.pointer)) for o in others]
            if all_there and present.with_(key) != NOTHING:
                conjunction.within.append(either(present.lacking(key), both(*all_there)))
        for name, inner in schema.get("dependentSchemas", {}).items():
            key = utf8(name, frame.pointer)
            if present.with_(key) != NOTHING:
                conjunction.within.append(
                    either(present.lacking(key), compiler.language(frame, inner, "object"))
                )
    return True


class _Conditional:
    """Which members ``unevaluatedProperties`` is about, given which schemas beside it the object fulfils."""

    def __init__(self, compiler: Compiler, frame: Frame) -> None:
        self._compiler, self._frame = compiler, frame

    def never(self, schema: dict[str, Any], name: str) -> bool:
        """Whether nothing beside ``unevaluatedProperties`` evaluates the member, whatever the object."""
        return "unevaluatedProperties" in schema and self._when(schema, name, Presence(()), True) is False

    def ask(self, schema: dict[str, Any], name: str, present: Presence, conjunction: Conjunction) -> None:
        """Ask that the member is evaluated, fulfils ``unevaluatedProperties``, or is not there."""
        when = self._when(schema, name, present, True)
        if isinstance(when, bool):
            return
        left = self._compiler.regex(self._frame.child(name), [schema["unevaluatedProperties"]])
        key = utf8(name, self._frame.pointer)
        conjunction.within.append(either(present.lacking(key), when, present.with_(key, left)))

    def _when(self, schema: Schema, name: str, present: Presence, own: bool) -> bool | Regex:
        """The objects of which a schema evaluates the member: all (True), none (False) or a language."""
        if isinstance(schema, bool):
            return False
        compiler, frame = self._compiler, self._frame
        if declared(schema, name, compiler.documents) or "additionalProperties" in schema:
            return True
        if "unevaluatedProperties" in schema and not own:
            return True
        inner = [compiler.documents.target(schema, k) for k in ("$ref", "$dynamicRef") if k in schema]
        found = [self._when(s, name, present, False) for s in (*inner, *schema.get("allOf", ()))]
        for option in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
            found.append(self._and(option, self._when(option, name, present, False)))
        if "if" in schema:
            found.append(self._and(schema["if"], self._when(schema["if"], name, present, False)))
            found.append(self._and(schema["if"], self._when(schema.get("then", True), name, present, False)))
            otherwise = self._when(schema.get("else", True), name, present, False)
            if otherwise is not False:
                with compiler.exact():
                    asked = compiler.language(frame, schema["if"], "object")
                free = compiler.language(frame, True, "object")
                found.append(without(free if otherwise is True else otherwise, asked))
        for other, option in schema.get("dependentSchemas", {}).items():
            when = self._when(option, name, present, False)
            if when is not False:
                there = present.with_(utf8(other, frame.pointer))
                found.append(there if when is True else both(there, when))
        if True in found:
            return True
        languages = [f for f in found if not isinstance(f, bool)]
        return either(*languages) if languages else False

    def _and(self, schema: Schema, when: bool | Regex) -> bool | Regex:
        if when is False:
            return False
        language = self._compiler.language(self._frame, schema, "object")
        return language if when is True else both(language, when)
