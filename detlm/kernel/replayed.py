"""Declarations that another process wrote down (``exported.py`` has the form), checked by this one's kernel.

So what somebody's Lean text declares is here, and nothing that ran while it was elaborated has been: each
declaration goes to the kernel's own entry point, in order, after names, levels and expressions were built
anew from plain data. Axioms cannot be written in the form, nor anything unsafe. Names of ours are refused,
and of Lean, whose kernel takes some of them for more than they say.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from detlm.kernel.expressions import format_name
from detlm.kernel.ffi import ANONYMOUS, NIL, Lean, Object, box

#: What is stated stands under the first; the kernel asks the compiler about some names of the second.
_OURS = frozenset({"Run", "Lean", "detlm"})
_LISTS = {"names", "levels", "expressions", "declarations"}
_MOST_TOLD = 20
_HIGHEST = 1 << 20  # of numbers that Lean keeps in a few bits


class Unacceptable(Exception):
    """The text is not of the form, or the kernel refuses what it declares."""


def replay(lean: Lean, kernel: Object, text: str, max_heartbeats: int = 0) -> Object:
    """The kernel's environment with all that ``text`` declares, owned; the caller keeps ``kernel``.

    ``max_heartbeats`` counts allocations, 0 for none. Raises :class:`Unacceptable`.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unacceptable(f"what was elaborated apart is not JSON: {error}") from error
    if (
        type(data) is not dict
        or data.keys() != _LISTS
        or any(type(rows) is not list for rows in data.values())
    ):
        raise Unacceptable("what was elaborated apart is not of the known form")
    reading = _Reading(lean)
    try:
        return reading.declared(kernel, data, max_heartbeats)
    except UnicodeEncodeError as error:
        raise Unacceptable("what was elaborated apart has a text that is no Unicode") from error
    finally:
        reading.close()


class _Reading:
    """One text's names, levels and expressions, all owned, until :meth:`close`."""

    def __init__(self, lean: Lean) -> None:
        self._lean = lean
        self._names: list[Object] = []
        self._parents: list[tuple[int, str | int]] = []
        self._roots: list[str | int] = []
        self._levels: list[Object] = []
        self._zero = lean.call("lean_level_mk_zero", box(0))
        self._expressions: list[Object] = []
        self._loose: list[int] = []  # of each expression: how many variables are bound outside of it

    def close(self) -> None:
        """Give everything back."""
        for item in (*self._names, *self._levels, *self._expressions, self._zero):
            self._lean.drop(item)

    def declared(self, kernel: Object, data: dict[str, list[Any]], max_heartbeats: int) -> Object:
        """The environment with all declarations, owned."""
        lean = self._lean
        for row in data["names"]:
            self._read_name(row)
        for row in data["levels"]:
            self._levels.append(self._read_level(row))
        for row in data["expressions"]:
            made, loose = self._read_expression(row)
            self._expressions.append(made)
            self._loose.append(loose)
        now = lean.keep(kernel)
        try:
            for row in data["declarations"]:
                name, declaration = self._declaration(row)
                after = lean.add_declaration(now, declaration, max_heartbeats)
                lean.drop(declaration)
                if after is None:
                    raise Unacceptable(f"the kernel refuses `{self._spelled(name)}`")
                lean.drop(now)
                now = after
        except BaseException:
            lean.drop(now)
            raise
        return now

    # All that a row refers to is looked up, as borrowed objects, before anything is made of it: so nothing is
    # half made when a row turns out to be malformed.

    def _read_name(self, row: Any) -> None:
        lean = self._lean
        match row:
            case [str(part), parent]:
                above, last = self._name(parent), lean.make_string(part)
                made = lean.call("l_Lean_Name_str___override", lean.keep(above), last)
            case [int(part), parent] if 0 <= part < _HIGHEST:
                above = self._name(parent)
                made = lean.call("l_Lean_Name_num___override", lean.keep(above), box(part))
            case _:
                raise _odd("name", row)
        self._names.append(made)
        self._parents.append((parent, part))
        self._roots.append(part if parent == -1 else self._roots[parent])

    def _name(self, number: Any) -> Object:
        return ANONYMOUS if number == -1 else _at(self._names, number)

    def _spelled(self, number: int) -> str:
        """A name as it is told, or its end."""
        parts: list[str | int] = []
        while number != -1 and len(parts) < _MOST_TOLD:
            number, part = self._parents[number]
            parts.insert(0, part)
        return format_name(parts)[:200]

    def _read_level(self, row: Any) -> Object:
        lean = self._lean
        match row:
            case ["succ", below]:
                return lean.call("lean_level_mk_succ", lean.keep(self._level(below)))
            case ["max" | "imax" as kind, left, right]:
                both = [self._level(left), self._level(right)]
                return lean.call(f"lean_level_mk_{kind}", *map(lean.keep, both))
            case ["param", name]:
                return lean.call("lean_level_mk_param", lean.keep(self._name(name)))
        raise _odd("level", row)

    def _level(self, number: Any) -> Object:
        made: Object = self._zero if number == -1 else _at(self._levels, number)
        return made

    def _read_expression(self, row: Any) -> tuple[Object, int]:
        """An expression, owned, and how many variables are bound outside of it."""
        lean = self._lean
        match row:
            case ["app", function, argument]:
                (f, outside), (a, more) = self._part(function), self._part(argument)
                made = lean.call("l_Lean_Expr_app___override", lean.keep(f), lean.keep(a))
                return made, max(outside, more)
            case ["lam" | "pi" as kind, type_, body]:
                (t, outside), (b, more) = self._part(type_), self._part(body)
                symbol = f"l_Lean_Expr_{'lam' if kind == 'lam' else 'forallE'}___override"
                made = lean.call(symbol, self._variable(), lean.keep(t), lean.keep(b), box(0))
                return made, max(outside, more - 1)
            case ["bvar", int(index)] if 0 <= index < _HIGHEST - 1:
                return lean.call("l_Lean_Expr_bvar___override", box(index)), index + 1
            case ["const", name, [*levels]]:
                called, universes = self._name(name), [self._level(level) for level in levels]
                return lean.call("l_Lean_Expr_const___override", lean.keep(called), self._list(universes)), 0
            case ["sort", level]:
                return lean.call("l_Lean_Expr_sort___override", lean.keep(self._level(level))), 0
            case ["proj", name, int(index), of] if 0 <= index < _HIGHEST:
                called, (o, outside) = self._name(name), self._part(of)
                symbol = "l_Lean_Expr_proj___override"
                return lean.call(symbol, lean.keep(called), box(index), lean.keep(o)), outside
            case ["let", type_, value, body]:
                parts = [self._part(part) for part in (type_, value, body)]
                outside = max(parts[0][1], parts[1][1], parts[2][1] - 1)
                symbol, owned = "l_Lean_Expr_letE___override", [lean.keep(part) for part, _ in parts]
                return lean.call(symbol, self._variable(), *owned, box(0)), outside
            case ["nat", str(digits)] if re.fullmatch("[0-9a-f]+", digits):
                literal = lean.make_object(0, [lean.make_natural(int(digits, 16))])
                return lean.call("l_Lean_Expr_lit___override", literal), 0
            case ["text", str(text)]:
                literal = lean.make_object(1, [lean.make_string(text)])
                return lean.call("l_Lean_Expr_lit___override", literal), 0
        raise _odd("expression", row)

    def _part(self, number: Any) -> tuple[Object, int]:
        """An expression above, and what is bound outside of it."""
        return _at(self._expressions, number), self._loose[number]

    def _closed(self, number: Any) -> Object:
        made, outside = self._part(number)
        if outside:
            raise Unacceptable("what was elaborated apart speaks of a variable that nothing binds")
        return made

    def _variable(self) -> Object:
        return self._lean.make_name(("x",))

    def _list(self, items: Sequence[Object]) -> Object:
        """A ``List``, owned; the caller keeps the items."""
        return self._owned_list([self._lean.keep(item) for item in items])

    def _owned_list(self, items: Sequence[Object]) -> Object:
        made = NIL
        for item in reversed(items):
            made = self._lean.make_object(1, [item, made])
        return made

    # Declarations

    def _declaration(self, row: Any) -> tuple[int, Object]:
        """The name's number of what is declared, and a ``Declaration``, owned."""
        lean = self._lean
        match row:
            case ["definition", name, [*parameters], type_, value, int(height)] if -2 <= height < 1 << 32:
                fields = self._fields(name, parameters, type_, value)
                regular = height.to_bytes(4, "little") if height >= 0 else b""
                fields.insert(2, lean.make_object(2, [], regular) if regular else box(-1 - height))
                made = lean.make_object(0, fields, bytes([1]))  # DefinitionSafety: unsafe, safe, partial
                return name, lean.make_object(1, [made])
            case ["theorem", name, [*parameters], type_, value]:
                made = lean.make_object(0, self._fields(name, parameters, type_, value))
                return name, lean.make_object(2, [made])
            case ["opaque", name, [*parameters], type_, value]:
                fields = self._fields(name, parameters, type_, value)
                made = lean.make_object(0, fields, bytes([0]))  # isUnsafe
                return name, lean.make_object(3, [made])
            case ["inductive", [*parameters], int(fixed), [[name, _, _], *_] as types] if (
                0 <= fixed < _HIGHEST
            ):
                universes, read = self._parameters(parameters), [self._type(type_) for type_ in types]
                every = self._owned_list([self._made(*type_) for type_ in read])
                made = lean.make_object(6, [self._list(universes), box(fixed), every], bytes([0]))
                return name, made
        raise _odd("declaration", row)

    def _fields(self, name: Any, parameters: list[Any], type_: Any, value: Any) -> list[Object]:
        """``ConstantVal``, value and the list of the one name, all owned."""
        called, stated, proof = self._own(name), self._closed(type_), self._closed(value)
        universes, lean = self._parameters(parameters), self._lean
        head = lean.make_object(0, [lean.keep(called), self._list(universes), lean.keep(stated)])
        return [head, lean.keep(proof), self._list([called])]

    def _type(self, row: Any) -> tuple[Object, Object, list[tuple[Object, Object]]]:
        """A type's name, its own type, and its constructors with theirs."""
        match row:
            case [name, type_, [*constructors]]:
                made = []
                for one in constructors:
                    match one:
                        case [its_name, its_type]:
                            made.append((self._own(its_name), self._closed(its_type)))
                        case _:
                            raise _odd("constructor", one)
                return self._own(name), self._closed(type_), made
        raise _odd("type", row)

    def _made(self, name: Object, type_: Object, constructors: list[tuple[Object, Object]]) -> Object:
        """An ``InductiveType``, owned."""
        lean = self._lean
        made = [lean.make_object(0, [lean.keep(one), lean.keep(its)]) for one, its in constructors]
        return lean.make_object(0, [lean.keep(name), lean.keep(type_), self._owned_list(made)])

    def _parameters(self, names: list[Any]) -> list[Object]:
        return [self._name(name) for name in names]

    def _own(self, number: Any) -> Object:
        """A name that may be declared."""
        made = _at(self._names, number)
        if (root := self._roots[number]) in _OURS:
            raise Unacceptable(f"`{self._spelled(number)}` may not be declared: {root} is not theirs")
        return made


def _at(rows: list[Object], number: Any) -> Object:
    if type(number) is not int or not 0 <= number < len(rows):
        raise Unacceptable(f"what was elaborated apart refers to row {number!r}, which is not above it"[:200])
    return rows[number]


def _odd(what: str, row: Any) -> Unacceptable:
    return Unacceptable(f"what was elaborated apart has a malformed {what}: {str(row)[:80]}")
