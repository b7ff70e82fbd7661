"""What schemas say together of a list or object that can hold itself, as ways to fulfil them.

Each way is a conjunction without options: ``anyOf`` is one of its options, ``dependentRequired`` a key that
is absent or one that comes with others. One of the ways is enough. ``oneOf`` is the same where no value
fulfils two of its options, which must be plain to see; ``not``, ``if`` and what else needs a complement or an
intersection is refused by name, unless it is decided by the kind of value alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from detlm.syntax.json_schema.compiler import kind_of, types_of
from detlm.syntax.json_schema.documents import (
    ANNOTATIONS,
    LIST_KEYWORDS,
    OBJECT_KEYWORDS,
    Schema,
    SchemaError,
    number,
)
from detlm.syntax.json_schema.objects import under

if TYPE_CHECKING:
    from detlm.syntax.json_schema.compiler import Compiler
    from detlm.syntax.json_schema.frames import Frame

MAX_WAYS = 200

_DECIDED = ANNOTATIONS | {"type"}
_OPTIONS = ("anyOf", "oneOf", "if", "dependentSchemas")


@dataclass(frozen=True)
class Way:
    """One way: what must hold of a value; keys that are there, keys that are not; texts it is one of."""

    schemas: tuple[dict[str, Any], ...] = ()
    required: frozenset[str] = frozenset()
    absent: frozenset[str] = frozenset()
    values: frozenset[bytes] | None = None


class Ways:
    """The ways of the lists, or of the objects, at one place."""

    def __init__(self, compiler: Compiler, frame: Frame, kind: str) -> None:
        self._compiler, self._frame, self._kind = compiler, frame, kind
        self._documents = compiler.documents

    def of(self, schemas: Sequence[Schema]) -> list[Way]:
        """The ways in which values fulfil all of the schemas."""
        found = [Way()]
        for schema in schemas:
            found = self._joined(found, [schema])
        return [way for way in found if self._possible(way)]

    def _joined(self, ways: Iterable[Way], options: Sequence[Schema]) -> list[Way]:
        """The ways that fulfil one of the options, too."""
        found = [more for way in ways for option in options for more in self._with(way, option)]
        if len(found) > MAX_WAYS:
            what = f"the options of a recursive part multiply out to more than {MAX_WAYS} ways"
            raise SchemaError(self._frame.pointer, what, "use fewer anyOf and oneOf beside each other")
        return found

    def _with(self, way: Way, schema: Schema) -> list[Way]:
        if isinstance(schema, bool):
            return [way] if schema else []
        if any(known is schema for known in way.schemas):
            return [way]
        if self._kind not in types_of(schema):
            return []
        found = [replace(way, schemas=(*way.schemas, schema))]
        for values in (schema.get("enum"), [schema["const"]] if "const" in schema else None):
            if values is not None:
                texts = frozenset(self._frame.text(v) for v in values if kind_of(v) == self._kind)
                found = [replace(w, values=texts if w.values is None else texts & w.values) for w in found]
        for inner in [*self._references(schema), *schema.get("allOf", ())]:
            found = self._joined(found, [inner])
        for keyword in ("anyOf", "oneOf"):
            if keyword in schema:
                live = [s for s in schema[keyword] if self._compiler.possible(s, self._kind)]
                if keyword == "oneOf":
                    self._check_apart(schema, live)
                found = self._joined(found, live)
        found = self._decided(found, schema)
        return self._depending(found, schema) if self._kind == "object" else self._entries(found, schema)

    def _references(self, schema: dict[str, Any]) -> list[Schema]:
        return [self._documents.target(schema, k) for k in ("$ref", "$dynamicRef") if k in schema]

    def _refuse(self, schema: dict[str, Any], keyword: str, why: str, hint: str | None = None) -> SchemaError:
        what = f"{keyword} in a recursive part is not supported: {why}"
        return SchemaError(self._documents.pointer(schema), what, hint or f"leave {keyword} out here")

    # -- what the kind of value decides -------------------------------------------------------------

    def _decided(self, found: list[Way], schema: dict[str, Any]) -> list[Way]:
        if "not" in schema:
            fulfilled = self._fulfilled(schema["not"])
            if fulfilled is None:
                raise self._refuse(schema, "not", _NO_COMPLEMENT, "say what is admitted")
            found = [] if fulfilled else found
        if "if" in schema and ("then" in schema or "else" in schema):
            fulfilled = self._fulfilled(schema["if"])
            if fulfilled is None:
                hint = "write the cases as an anyOf, each with the condition that it needs"
                raise self._refuse(schema, "if", _NO_COMPLEMENT, hint)
            found = self._joined(found, [schema.get("then" if fulfilled else "else", True)])
        return found

    def _fulfilled(self, schema: Schema) -> bool | None:
        """Whether all values of the kind fulfil a schema (True), none (False), or it depends (None)."""
        if not self._compiler.possible(schema, self._kind):
            return False
        return True if isinstance(schema, bool) or _DECIDED.issuperset(schema) else None

    # -- objects ------------------------------------------------------------------------------------

    def _depending(self, found: list[Way], schema: dict[str, Any]) -> list[Way]:
        for name, others in schema.get("dependentRequired", {}).items():
            there = [replace(w, required=w.required | {name, *others}) for w in found]
            found = [*(replace(w, absent=w.absent | {name}) for w in found), *there]
        for name, inner in schema.get("dependentSchemas", {}).items():
            there = [replace(w, required=w.required | {name}) for w in found]
            found = [*(replace(w, absent=w.absent | {name}) for w in found), *self._joined(there, [inner])]
        if "unevaluatedProperties" in schema and any(
            keyword in inner for inner in self._together(schema) for keyword in _OPTIONS
        ):
            why = "beside anyOf, oneOf, if or dependentSchemas it depends on which of them hold"
            raise self._refuse(schema, "unevaluatedProperties", why)
        return found

    def _together(self, schema: Schema) -> Iterator[dict[str, Any]]:
        """The schemas that hold wherever one does."""
        if not isinstance(schema, bool):
            yield schema
            for inner in (*self._references(schema), *schema.get("allOf", ())):
                yield from self._together(inner)

    def _check_apart(self, schema: dict[str, Any], options: Sequence[Schema]) -> None:
        for n, one in enumerate(options):
            for other in options[:n]:
                if not (self._kind == "object" and self._apart(one, other)):
                    why = "it is not plain that no value fulfils two of its options"
                    hint = "write anyOf, or let all options require one key, each with a const of its own"
                    raise self._refuse(schema, "oneOf", why, hint)

    def _apart(self, one: Schema, other: Schema) -> bool:
        """Whether a key that one option requires is forbidden by the other, or has other values there."""
        for here, there in ((one, other), (other, one)):
            for name in {n for s in self._together(here) for n in s.get("required", ())}:
                mine, others = self._fixed(here, name), self._fixed(there, name)
                if others == set() or (mine is not None and others is not None and not mine & others):
                    return True
        return False

    def _fixed(self, schema: Schema, name: str) -> set[object] | None:
        """The values that an option admits under a key as far as they are listed; None if they are not."""
        for part in self._together(schema):
            for said in under(self._compiler, part, name):
                for inner in self._together(said):
                    listed = inner.get("enum", [inner["const"]] if "const" in inner else None)
                    if listed is not None:
                        return {_told_apart(value) for value in listed}
                if said is False:
                    return set()
        return None

    # -- lists --------------------------------------------------------------------------------------

    def _entries(self, found: list[Way], schema: dict[str, Any]) -> list[Way]:
        if "contains" in schema and (schema.get("minContains") != 0 or "maxContains" in schema):
            raise self._refuse(schema, "contains", "a grammar does not count entries by what they are")
        if schema.get("uniqueItems") and schema.get("maxItems", 2) > 1:
            raise self._refuse(schema, "uniqueItems", "a grammar cannot compare entries")
        return found

    def _possible(self, way: Way) -> bool:
        if way.required & way.absent or way.values == frozenset():
            return False
        words = OBJECT_KEYWORDS if self._kind == "object" else LIST_KEYWORDS
        if way.values is not None and (
            way.required or way.absent or not all(map(words.isdisjoint, way.schemas))
        ):
            schema = next(s for s in way.schemas if "enum" in s or "const" in s)
            keyword = "enum" if "enum" in schema else "const"
            why = "beside other keywords for the same list or object"
            raise self._refuse(schema, keyword, why, "list the values that fulfil them, and nothing else")
        return True


_NO_COMPLEMENT = "a grammar cannot say what does not hold"


def _told_apart(value: object) -> object:
    """Equal for equal values of JSON, and for some others."""
    kind = kind_of(value)
    return kind, number(value) if kind == "number" else value if kind in ("string", "boolean") else None
