"""Lists that fulfil schemas: entries by place, how many, how many of a kind, all different."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from detlm.syntax.json_schema.algebra import without
from detlm.syntax.json_schema.documents import Schema, SchemaError, Whole
from detlm.syntax.json_shapes import array, as_regex
from detlm.syntax.program import ENTRY, Choice, Field, Lex, Shape, UpTo
from detlm.syntax.regex import EMPTY, NOTHING, AtMost, Regex, Star, either, literal, then
from detlm.syntax.shapes import chain
from detlm.syntax.size import balanced

if TYPE_CHECKING:
    from detlm.syntax.json_schema.compiler import Compiler, Conjunction
    from detlm.syntax.json_schema.frames import Frame

MAX_ENTRIES = 1_000
MAX_CONTAINS = 100
DIFFERENT = 100  # entries of lists that must differ, where no maxItems is given

_OPEN, _COMMA, _CLOSE = literal(b"["), literal(b","), literal(b"]")
_NONE = literal(b"[]")


def shape(compiler: Compiler, frame: Frame, conjunction: Conjunction, plain: bool) -> Shape | None:
    """The lists that fulfil the schemas; what concerns the whole list is added to the conjunction."""
    schemas = conjunction.schemas
    if frame.entries is None:
        compiler.note(frame.pointer, "nothing is said about this place: lists and objects stay empty")
        return Lex(_NONE)
    if compiler.frames.recurs(frame.entries):
        raise Whole(frame.pointer)
    low, high, fixed = counts(compiler, schemas)
    distinct = next((s for s in schemas if s.get("uniqueItems")), None)
    if distinct is not None and high is None and not plain:  # entries are compared one by one: they are parts
        high = max(low, DIFFERENT)
        compiler.note(frame.pointer, f"without maxItems, lists of different entries have at most {high}")
    rows: list[Shape] = []
    bare = plain or high is None  # without fields, since a star has none
    for index in range(fixed + 1):
        entry = compiler.value(frame.entries, at(compiler, schemas, index), bare)
        if entry is None:
            high = index if high is None else min(high, index)
            break
        rows.append(entry)
    if high is not None and low > high:
        return None
    if high == 0:
        rows = []
    for schema in schemas:
        if not _contains(compiler, frame.entries, schema, rows, conjunction):
            return None
    if distinct is not None and (high is None or high > 1):
        if plain:
            what = "uniqueItems below anyOf, not, if, contains …, in a recursive part or an unbounded list"
            hint = "state it beside properties and items, with maxItems on the lists around it"
            raise SchemaError(compiler.documents.pointer(distinct), f"{what} is not supported", hint)
        conjunction.distinct = True
    if not rows:
        return Lex(_NONE)
    if high is None:
        if not plain:
            compiler.note(frame.pointer, "without maxItems, paths do not lead into the list")
        return Lex(_unbounded([as_regex(row) for row in rows], low))
    if bare and not plain:  # an entry that nothing fulfils bounds the list after all
        found = (compiler.value(frame.entries, at(compiler, schemas, i), False) for i in range(len(rows)))
        rows = [row for row in found if row is not None]
    whole = array(rows[0], low, high) if len(rows) == 1 else _by_place(rows, low, high)
    return Lex(as_regex(whole)) if plain else whole


def at(compiler: Compiler, schemas: Sequence[dict[str, Any]], index: int) -> list[Schema]:
    """What is said about the entry with this index."""
    said: list[Schema] = []
    for schema in schemas:
        prefix = schema.get("prefixItems", ())
        if index < len(prefix):
            said.append(prefix[index])
        elif "items" in schema:
            said.append(schema["items"])
        if "unevaluatedItems" in schema and (left := unevaluated(compiler, schema, index)) is not None:
            said.append(left)
    return said


def counts(compiler: Compiler, schemas: Sequence[dict[str, Any]]) -> tuple[int, int | None, int]:
    """How many entries lists have at least and at most, and how many first ones have schemas of their own."""
    low = max((int(s.get("minItems", 0)) for s in schemas), default=0)
    high = min((int(s["maxItems"]) for s in schemas if "maxItems" in s), default=None)
    fixed = max((max(len(s.get("prefixItems", ())), _covered(compiler, s)) for s in schemas), default=0)
    if max(low, high or 0, fixed) > MAX_ENTRIES:
        place = next(s for s in schemas if "minItems" in s or "maxItems" in s or "prefixItems" in s)
        what = f"lists of more than {MAX_ENTRIES:,} entries are not counted"
        raise SchemaError(compiler.documents.pointer(place), what, "leave the bound out or make it smaller")
    return low, high, fixed


def _by_place(rows: Sequence[Shape], low: int, high: int) -> Shape:
    """Lists whose first entries have shapes of their own; the last row is that of all others."""
    comma = Lex(_COMMA)
    fixed = min(len(rows) - 1, high)
    further = chain([comma, Field(ENTRY, rows[-1])])
    required = max(low - fixed, 0)
    rest: list[Shape] = [further] * required if high > fixed else []
    if high > fixed + required:
        rest.append(UpTo(high - fixed - required, further))
    for index in range(fixed - 1, 0, -1):
        here = chain([comma, Field(ENTRY, rows[index]), *rest])
        rest = [here] if index < low else [UpTo(1, here)]
    entries = chain([Field(ENTRY, rows[0]), *rest])
    inside = entries if low else Choice((Lex(EMPTY), entries))
    return chain([Lex(_OPEN), inside, Lex(_CLOSE)])


def _unbounded(rows: Sequence[Regex], low: int) -> Regex:
    """The same without an upper bound, as an expression."""
    further = then(_COMMA, rows[-1])
    rest = then(balanced([further] * max(low - max(len(rows) - 1, 1), 0)), Star(further))
    for index in range(len(rows) - 2, 0, -1):
        rest = then(_COMMA, rows[index], rest)
        rest = rest if index < low else AtMost(1, rest)
    entries = then(rows[0], rest)
    return then(_OPEN, entries if low else either(EMPTY, entries), _CLOSE)


# -- contains ---------------------------------------------------------------------------------------


def _contains(
    compiler: Compiler, entries: Frame, schema: dict[str, Any], rows: list[Shape], conjunction: Conjunction
) -> bool:
    """Ask for so many entries that fulfil ``contains``; False if there cannot be any such list."""
    if "contains" not in schema:
        return True
    low, high = int(schema.get("minContains", 1)), schema.get("maxContains")
    if low > MAX_CONTAINS or (high or 0) > MAX_CONTAINS:
        what = f"minContains and maxContains go up to {MAX_CONTAINS}"
        raise SchemaError(compiler.documents.pointer(schema), what)
    if high is not None and low > high:
        return False
    every = either(*(as_regex(row, spans=True) for row in rows))
    if low:
        found = compiler.regex(entries, [schema["contains"]])
        if NOTHING in (found, every):
            return False
        several = balanced([then(_COMMA, found, Star(then(_COMMA, every)))] * (low - 1))
        before, after = Star(then(every, _COMMA)), Star(then(_COMMA, every))
        conjunction.within.append(then(_OPEN, before, found, after, several, _CLOSE))
    if high is not None and every != NOTHING:
        with compiler.exact():
            found = compiler.regex(entries, [schema["contains"]])
        conjunction.within.append(_at_most(int(high), found, without(every, found)))
    return True


def _at_most(count: int, found: Regex, other: Regex) -> Regex:
    """Lists with at most so many entries of ``found`` among those of ``other``."""

    def rest(left: int) -> Regex:
        others = Star(then(_COMMA, other))
        return then(others, AtMost(left, then(_COMMA, found, others)) if left else EMPTY)

    first = [then(other, rest(count))] + ([then(found, rest(count - 1))] if count else [])
    return then(_OPEN, either(EMPTY, *first), _CLOSE)


# -- unevaluatedItems -------------------------------------------------------------------------------


def unevaluated(compiler: Compiler, schema: dict[str, Any], index: int) -> Schema | None:
    """What ``unevaluatedItems`` says about the entry with this index; None if it says nothing."""
    count, contained = _evaluated(compiler, schema, own=True)
    if count is None or index < count:
        return None
    if not contained:
        left: Schema = schema["unevaluatedItems"]
        return left
    return compiler.documents.joined(schema, "unevaluatedItems", [schema["unevaluatedItems"], *contained])


def _covered(compiler: Compiler, schema: dict[str, Any]) -> int:
    return (_evaluated(compiler, schema, own=True)[0] or 0) if "unevaluatedItems" in schema else 0


def _evaluated(compiler: Compiler, schema: Schema, own: bool) -> tuple[int | None, list[Schema]]:
    """How many of the first entries a schema evaluates (None: all), and which others by ``contains``."""
    if isinstance(schema, bool):
        return 0, []
    if "items" in schema or ("unevaluatedItems" in schema and not own):
        return None, []
    for keyword in ("anyOf", "oneOf", "if", "then", "else"):
        inner = schema.get(keyword, [])
        for option in inner if isinstance(inner, list) else [inner]:
            if _evaluated(compiler, option, own=False) != (0, []):
                place = compiler.documents.pointer(schema)
                what = f"unevaluatedItems beside {keyword} that speaks of entries is not supported"
                raise SchemaError(place, what, "say with prefixItems and items what the entries are")
    count: int | None = len(schema.get("prefixItems", ()))
    contained: list[Schema] = [schema["contains"]] if "contains" in schema else []
    inner = [compiler.documents.target(schema, k) for k in ("$ref", "$dynamicRef") if k in schema]
    for part in (*inner, *schema.get("allOf", ())):
        more, others = _evaluated(compiler, part, own=False)
        count = None if count is None or more is None else max(count, more)
        contained += others
    return count, contained
