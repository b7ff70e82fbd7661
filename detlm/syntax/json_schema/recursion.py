"""Values that hold themselves, as a context-free grammar of their canonical texts.

A rule for each place and what is said of it; places below that cannot lead back are regular parts, with all
that ``compiler.py`` knows. A grammar has no complement and no intersection, so what schemas say together of a
list or object is written out as ways, one of which it must go (``ways.py``); what cannot be said so is
refused by name. A place whose values could never end is refused, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from detlm.errors import ConstraintError
from detlm.syntax.grammars import Alt, Call, Expression, Seq, Times, grammar_of, surely_empty
from detlm.syntax.json_schema import lists, objects
from detlm.syntax.json_schema.documents import KINDS, Schema, SchemaError
from detlm.syntax.json_schema.frames import Frame, utf8
from detlm.syntax.json_schema.ways import Way, Ways
from detlm.syntax.json_shapes import as_regex
from detlm.syntax.json_text import key as spelled_key
from detlm.syntax.program import Grammar
from detlm.syntax.regex import EMPTY, NOTHING, either, literal, words

if TYPE_CHECKING:
    from detlm.syntax.json_schema.compiler import Compiler

_COMMA = literal(b",")
Row = tuple[Expression, ...]
_Key = tuple[object, tuple[int, ...]]


class Recursion:
    """Makes the grammar of one place whose values can hold themselves."""

    def __init__(self, compiler: Compiler) -> None:
        self._compiler = compiler
        self._rules: dict[str, Expression] = {}
        self._places: dict[str, str] = {}  # of the rules that stand for places
        self._names: dict[_Key, str] = {}
        self._todo: list[tuple[str, Frame, tuple[Schema, ...]]] = []

    def grammar(self, frame: Frame, schemas: Sequence[Schema]) -> Grammar | None:
        """The values of the frame that fulfil the schemas; None if there are none."""
        start = self._name(frame, schemas)
        while self._todo:
            name, place, said = self._todo.pop()
            self._rules[name] = self._body(name, place, said)
        good = _productive(self._rules)
        self._refuse_endless(good)
        if start not in good:
            return None
        try:
            return grammar_of({n: _pruned(r, good) for n, r in self._rules.items() if n in good}, start)
        except ConstraintError as error:
            raise SchemaError(frame.pointer, error.message, "use smaller counts, or fewer options") from None

    def _refuse_endless(self, good: set[str]) -> None:
        # Empty only because of themselves: taken for granted, they would have texts.
        circular = _productive(self._rules, set(self._rules)) - good
        for name, place in self._places.items():
            if name in circular and name in _reached(self._rules, name):
                what = "a value would have to hold another one like it, without end"
                hint = "give it an end: take a key out of required, or allow null or an empty list"
                raise SchemaError(place, what, hint)

    # -- places -------------------------------------------------------------------------------------

    def _value(self, frame: Frame, schemas: Sequence[Schema]) -> Expression:
        if not self._compiler.frames.recurs(frame):
            return self._compiler.regex(frame, schemas)
        return Call(self._name(frame, schemas))

    def _name(self, frame: Frame, schemas: Sequence[Schema]) -> str:
        said = {id(schema): schema for schema in schemas}
        key = (frame.key, tuple(sorted(said)))
        if key not in self._names:
            name = self._names[key] = f"{frame.pointer} ({len(self._names)})"
            self._places[name] = frame.pointer
            self._todo.append((name, frame, tuple(said.values())))
        return self._names[key]

    def _body(self, name: str, frame: Frame, schemas: Sequence[Schema]) -> Expression:
        texts, options = [], []
        recurs = self._compiler.frames.recurs
        entries = frame.entries
        for kind in KINDS:
            lists_recur = kind == "array" and entries is not None and recurs(entries)
            if lists_recur or (kind == "object" and any(recurs(frame.child(n)) for n in frame.names)):
                options += self._ways(name, frame, schemas, kind)
            elif (part := self._compiler.part(frame, schemas, kind, True)) is not None:
                texts.append(as_regex(part))
        return Alt((either(*texts), *options))

    def _ways(self, name: str, frame: Frame, schemas: Sequence[Schema], kind: str) -> list[Expression]:
        found: list[Expression] = []
        for number, way in enumerate(Ways(self._compiler, frame, kind).of(schemas)):
            if way.values is not None:
                found.append(words(way.values))
            elif kind == "array":
                found.append(self._list(frame, way.schemas))
            elif (row := self._object(f"{name} way {number}", frame, way)) is not None:
                found.append(Seq((literal(b"{"), *row, literal(b"}"))))
        return found

    # -- lists --------------------------------------------------------------------------------------

    def _list(self, frame: Frame, schemas: Sequence[dict[str, Any]]) -> Expression:
        entries = frame.entries
        assert entries is not None  # they recur
        low, high, fixed = lists.counts(self._compiler, schemas)
        rows = [self._value(entries, lists.at(self._compiler, schemas, i)) for i in range(fixed + 1)]
        further = Seq((_COMMA, rows[-1]))
        # What follows the entry with an index, from the last one that has a row of its own.
        left = None if high is None else max(high - max(fixed, 1), 0)
        rest: Expression = Times(further, max(low - max(fixed, 1), 0), left)
        if high is not None and high < max(fixed, 1):
            rest = EMPTY
        for index in range(fixed - 1, 0, -1):
            if high is not None and index >= high:
                continue
            here = Seq((_COMMA, rows[index], rest))
            rest = here if index < low else Times(here, 0, 1)
        some = Seq((literal(b"["), rows[0], rest, literal(b"]")))
        none = [literal(b"[]")] if low == 0 else []
        return Alt((*none, *([some] if high is None or high >= max(low, 1) else [])))

    # -- objects ------------------------------------------------------------------------------------

    def _object(self, name: str, frame: Frame, way: Way) -> Row | None:
        """What stands between the braces; None if that cannot be."""
        required = way.required.union(*(s.get("required", ()) for s in way.schemas))
        members: list[tuple[str, Row | None]] = []
        for key, said in objects.declared_members(self._compiler, frame, way.schemas):
            value: Row | None = None
            if said is not None and key not in way.absent:
                value = literal(spelled_key(utf8(key, frame.pointer))), self._value(frame.child(key), said)
            members.append((key, value))
        low = max((int(s.get("minProperties", 0)) for s in way.schemas), default=0)
        high = min((int(s["maxProperties"]) for s in way.schemas if "maxProperties" in s), default=None)
        if high is None or high >= len(members):
            high = None
        # By how many members are there already, which is counted no further than it matters.
        top = max(low, high or 0, 1)
        rest: list[Row | None] = [() if count >= low else None for count in range(top + 1)]
        for index in range(len(members) - 1, -1, -1):
            key, value = members[index]
            row: list[Row | None] = []
            for count in range(min(index, top) + 1):
                after = rest[min(count + 1, top)]
                there: Row | None = None
                if value is not None and after is not None and (high is None or count < high):
                    there = (*([_COMMA] if count else []), *value, *after)
                lacking = None if key in required else rest[count]
                row.append(self._either(f"{name} from {index} after {count}", there, lacking))
            rest = row
        return rest[0]

    def _either(self, name: str, one: Row | None, other: Row | None) -> Row | None:
        if one is None or other is None:
            return one if other is None else other
        self._rules[name] = Alt((Seq(one), Seq(other) if other else EMPTY))
        return (Call(name),)


# -- rules without texts ----------------------------------------------------------------------------


def _has_texts(expression: Expression, good: set[str]) -> bool:
    match expression:
        case Call(name):
            return name in good
        case Seq(parts):
            return all(_has_texts(p, good) for p in parts)
        case Alt(options):
            return any(_has_texts(o, good) for o in options)
        case Times(body, low, _):
            return low == 0 or _has_texts(body, good)
        case _:
            return not surely_empty(expression)


def _productive(rules: dict[str, Expression], granted: set[str] | None = None) -> set[str]:
    """The rules that derive a text; with all of them ``granted``, the most that could if they did."""
    good: set[str] = granted or set()
    while True:
        now = {name for name, rule in rules.items() if _has_texts(rule, good)}
        if now == good:
            return good
        good = now


def _reached(rules: dict[str, Expression], start: str) -> set[str]:
    """The rules that a rule calls, and those that they call."""
    seen: set[str] = set()
    todo: list[Expression] = [rules[start]]
    while todo:
        match todo.pop():
            case Call(name) if name not in seen:
                seen.add(name)
                todo.append(rules[name])
            case Seq(parts) | Alt(parts):
                todo += parts
            case Times(body):
                todo.append(body)
    return seen


def _pruned(expression: Expression, good: set[str]) -> Expression:
    """The same texts without what derives none."""
    if not _has_texts(expression, good):
        return NOTHING
    match expression:
        case Seq(parts):
            return Seq(tuple(_pruned(p, good) for p in parts))
        case Alt(options):
            return Alt(tuple(_pruned(o, good) for o in options if _has_texts(o, good)))
        case Times(body, low, high):
            return Times(_pruned(body, good), low, high) if _has_texts(body, good) else EMPTY
        case _:
            return expression
