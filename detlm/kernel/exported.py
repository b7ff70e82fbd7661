"""What somebody's Lean text declared, written down so that another process can have its kernel check it.

Runs in the confined worker that elaborated the text, and is not trusted: whatever is written here wrongly is
refused by the kernel of the process that reads it (``replayed.py``), or is another declaration, which then is
what the text means. Only what the asked names reach is written, each declaration behind those that it uses.

The form is one JSON object. Rows are numbered from 0 in their list and refer to earlier rows only::

    "names":        ["part", parent] | [7, parent]                  -1: the anonymous name
    "levels":       ["succ", l] | ["max", l, l] | ["imax", l, l] | ["param", name]        -1: level zero
    "expressions":  ["bvar", i] | ["sort", l] | ["const", name, [l …]] | ["app", e, e] | ["lam", e, e]
                    | ["pi", e, e] | ["let", e, e, e] | ["nat", "1f"] | ["text", "…"] | ["proj", name, i, e]
    "declarations": ["definition", name, [parameter …], e, e, height] | ["theorem", name, […], e, e]
                    | ["opaque", name, […], e, e]
                    | ["inductive", [parameter …], fixed, [[name, e, [[constructor, e] …]] …]]

``height`` only says what to unfold first: -1 nothing of its own accord, -2 always. Names of bound variables
and what is written for readers alone is left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from detlm.kernel.axioms import Parts
from detlm.kernel.expressions import Reader
from detlm.kernel.ffi import Lean, Object

Row = list[Any]


def export(lean: Lean, kernel: Object, base: Object, names: Sequence[Parts]) -> str:
    """The declarations that ``names`` reach in a kernel's environment beyond ``base``, as text.

    Names that are not there are left out; so are axioms, and what the kernel lets nothing rest on.
    """
    return _Exporter(lean, kernel, base).text(names)


class _Exporter:
    def __init__(self, lean: Lean, kernel: Object, base: Object) -> None:
        self._lean, self._reader = lean, Reader(lean)
        self._kernel, self._base = kernel, base
        self._names: dict[Parts, int] = {}
        self._levels: dict[Object, int] = {}
        self._expressions: dict[Object, int] = {}
        self._rows: dict[str, list[Row]] = {
            key: [] for key in ("names", "levels", "expressions", "declarations")
        }
        self._known: dict[str, int] = {}
        self._new: dict[Parts, Object | None] = {}

    def text(self, names: Sequence[Parts]) -> str:
        for parts in self._in_order(names):
            self._declare(parts)
        for constant in self._new.values():
            if constant is not None:
                self._lean.drop(constant)
        return json.dumps(self._rows, separators=(",", ":"))

    # Declarations

    def _in_order(self, roots: Sequence[Parts]) -> Iterator[Parts]:
        """What is to be declared, each behind what it uses: a type stands for all that is made with it."""
        seen: set[Parts] = set()
        stack = [(root, False) for root in reversed(roots)]
        while stack:
            parts, ready = stack.pop()
            parts = self._declared_as(parts)
            if ready:
                yield parts
            elif parts not in seen and self._constant(parts) is not None:
                seen.add(parts)
                stack.append((parts, True))
                stack += [(used, False) for used in self._uses(parts)]

    def _constant(self, parts: Parts) -> Object | None:
        """A constant that was not imported."""
        if parts not in self._new:
            lean = self._lean
            imported = lean.find(self._base, lean.make_name(parts))
            if imported is not None:
                lean.drop(imported)
            self._new[parts] = None if imported else lean.find(self._kernel, lean.make_name(parts))
        return self._new[parts]

    def _declared_as(self, parts: Parts) -> Parts:
        """The type, the first of those that are defined together, where a constant was made with one."""
        constant = self._constant(parts)
        if constant is None:
            return parts
        lean, reader = self._lean, self._reader
        value = lean.field(constant, 0)
        match reader.kind(constant):
            case "constructor":
                return self._declared_as(reader.name(lean.field(value, 1)))
            case "recursor":
                return self._declared_as(reader.name(lean.list_items(lean.field(value, 1))[0]))
            case "inductive":
                return reader.name(lean.list_items(lean.field(value, 3))[0])
        return parts

    def _uses(self, parts: Parts) -> list[Parts]:
        used: set[Parts] = set()
        for expression in self._spoken(parts):
            used |= self._reader.mentioned(expression)
        return sorted(used, key=str)

    def _spoken(self, parts: Parts) -> Iterator[Object]:
        reader, constant = self._reader, self._constant(parts)
        assert constant is not None
        if reader.kind(constant) == "inductive":
            for _, kind, made in self._types(constant):
                yield kind
                yield from (type_ for _, type_ in made)
            return
        yield reader.type_of(constant)
        if (value := reader.value_of(constant)) is not None:
            yield value

    def _types(self, constant: Object) -> Iterator[tuple[Parts, Object, list[tuple[Parts, Object]]]]:
        """The types that are defined together: name, type, and constructors with theirs."""
        lean, reader = self._lean, self._reader
        for item in lean.list_items(lean.field(lean.field(constant, 0), 3)):
            name = reader.name(item)
            one = self._constant(name)
            assert one is not None
            made = []
            for each in reader.constructors(one):
                constructor = self._constant(reader.name(each))
                assert constructor is not None
                made.append((reader.name(each), reader.type_of(constructor)))
            yield name, reader.type_of(one), made

    def _declare(self, parts: Parts) -> None:
        lean, reader, constant = self._lean, self._reader, self._constant(parts)
        assert constant is not None
        kind, value = reader.kind(constant), lean.field(constant, 0)
        parameters = [self._name(name) for name in reader.parameters(constant)]
        if kind == "inductive":
            types = [
                [
                    self._name(name),
                    self._expression(type_),
                    [[self._name(one), self._expression(its)] for one, its in made],
                ]
                for name, type_, made in self._types(constant)
            ]
            fixed = lean.natural(lean.field(value, 1))
            self._rows["declarations"].append([kind, parameters, fixed, types])
            return
        body = reader.value_of(constant)
        if body is None or not reader.is_safe(constant):
            return
        row = [kind, self._name(parts), parameters]
        row += [self._expression(reader.type_of(constant)), self._expression(body)]
        if kind == "definition":
            row.append(self._height(lean.field(value, 2)))
        self._rows["declarations"].append(row)

    def _height(self, hints: Object) -> int:
        if hints & 1:
            return -2 if hints >> 1 else -1
        return int.from_bytes(bytes(self._lean.byte(hints, i) for i in range(4)), "little")

    # What they are made of

    def _add(self, where: str, row: Row) -> int:
        """The number of a row, which is written once however often the same is met."""
        rows = self._rows[where]
        number = self._known.setdefault(f"{where} {row}", len(rows))
        if number == len(rows):
            rows.append(row)
        return number

    def _name(self, parts: Parts) -> int:
        if not parts:
            return -1
        if parts not in self._names:
            self._names[parts] = self._add("names", [parts[-1], self._name(parts[:-1])])
        return self._names[parts]

    def _level(self, address: Object) -> int:
        lean = self._lean
        if address & 1 or lean.tag(address) == 0:
            return -1
        if address not in self._levels:
            match lean.tag(address):
                case 1:
                    row: Row = ["succ", self._level(lean.field(address, 0))]
                case 4:
                    row = ["param", self._name(self._reader.name(lean.field(address, 0)))]
                case tag:
                    both = [self._level(lean.field(address, i)) for i in (0, 1)]
                    row = ["max" if tag == 2 else "imax", *both]
            self._levels[address] = self._add("levels", row)
        return self._levels[address]

    def _expression(self, root: Object) -> int:
        """The number of an expression's row; what is shared has one row. Without recursion."""
        known = self._expressions
        stack = [root]
        while stack:
            address = stack[-1]
            if address not in known:
                missing = [part for part in self._parts(address) if part not in known]
                if missing:
                    stack += missing
                    continue
                known[address] = self._written(address)
            stack.pop()
        return known[root]

    def _parts(self, address: Object) -> Iterable[Object]:
        """The expressions that an expression is directly made of."""
        fields = {5: (0, 1), 6: (1, 2), 7: (1, 2), 8: (1, 2, 3), 10: (1,), 11: (2,)}
        return [self._lean.field(address, i) for i in fields.get(self._lean.tag(address), ())]

    def _written(self, address: Object) -> int:
        lean, reader = self._lean, self._reader
        parts = [self._expressions[part] for part in self._parts(address)]
        tag = lean.tag(address)
        match tag:
            case 0:
                row: Row = ["bvar", lean.natural(lean.field(address, 0))]
            case 3:
                row = ["sort", self._level(lean.field(address, 0))]
            case 4:
                levels = [self._level(item) for item in lean.list_items(lean.field(address, 1))]
                row = ["const", self._name(reader.name(lean.field(address, 0))), levels]
            case 5 | 6 | 7 | 8:
                row = [("app", "lam", "pi", "let")[tag - 5], *parts]
            case 9:
                literal = lean.field(address, 0)
                held = lean.field(literal, 0)
                row = ["text", lean.text(held)] if lean.tag(literal) else ["nat", f"{lean.natural(held):x}"]
            case 10:
                return parts[0]
            case 11:
                name = self._name(reader.name(lean.field(address, 0)))
                row = ["proj", name, lean.natural(lean.field(address, 1)), *parts]
            case _:
                row = ["unreadable"]  # a meta-variable: the reader refuses it
        return self._add("expressions", row)
