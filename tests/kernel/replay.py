"""Has the kernel check theorems once more in a world where it knows no arithmetic.

``python -m tests.kernel.replay LIBRARY MODULE THEOREM…`` with LEAN_PATH set. All constants that the theorems
reach, and that reach ``Nat`` themselves, are declared anew with ``Plain`` before their name, in order, by the
kernel's own entry point; a numeral becomes ``succ`` of ``succ`` of … ``zero``. The kernel's arithmetic goes
by names (``Nat.add`` …) and by numerals, so none of it is left: what it accepts follows from the definitions.
Prints JSON: the constants that were declared anew, the largest numeral, what the kernel refused.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence

from detlm.kernel.axioms import Parts
from detlm.kernel.expressions import Reader, format_name, parse_name
from detlm.kernel.ffi import NIL, Lean, Object, box

NUMBERS = "Nat"
PREFIX = "Plain"


class Replay:
    """One process's environment and what was declared anew in it. Nothing is ever given back."""

    def __init__(self, lean: Lean, kernel: Object) -> None:
        self._lean, self._reader, self.kernel = lean, Reader(lean), kernel
        self._constants: dict[Parts, Object] = {}
        self._uses: dict[Parts, list[Parts]] = {}
        self._about: set[Parts] = set()
        self._moved: dict[Object, Object] = {}
        self.done: list[str] = []
        self.largest = 0
        self.refused: list[str] = []

    def theorems(self, roots: Sequence[Parts]) -> None:
        """Declare the theorems anew, and before them all that they need."""
        order = list(self._reached(roots))
        users: dict[Parts, list[Parts]] = {}
        for parts in order:
            for used in self._uses[parts]:
                users.setdefault(used, []).append(parts)
        waiting: list[Parts] = [(NUMBERS,)]
        while waiting:
            parts = waiting.pop()
            if parts not in self._about:
                self._about.add(parts)
                waiting += users.get(parts, [])
        for parts in order:
            if parts in self._about:
                self._declare(parts)

    def _reached(self, roots: Sequence[Parts]) -> Iterator[Parts]:
        """All constants that are reached, each behind those that it uses."""
        seen: set[Parts] = set()
        stack = [(root, False) for root in roots]
        while stack:
            parts, ready = stack.pop()
            if ready:
                yield parts
            elif parts not in seen:
                seen.add(parts)
                stack.append((parts, True))
                stack += [(used, False) for used in self._used(parts)]

    def _constant(self, parts: Parts) -> Object:
        if parts not in self._constants:
            found = self._lean.find(self.kernel, self._lean.make_name(parts))
            if found is None:
                raise SystemExit(f"there is no {format_name(parts)}")
            self._constants[parts] = found
        return self._constants[parts]

    def _used(self, parts: Parts) -> list[Parts]:
        reader, constant = self._reader, self._constant(parts)
        if reader.kind(constant) in ("constructor", "recursor"):
            used = {parts[:-1]}  # made together with the type
            uses = [self._constant(parts[:-1])]
        else:
            used = {reader.name(item) for item in reader.constructors(constant)}
            uses = [constant]
        for one in uses:
            for expression in (reader.type_of(one), reader.value_of(one)):
                if expression is not None:
                    used |= reader.mentioned(expression)
        if reader.kind(constant) == "inductive":
            for made in reader.constructors(constant):
                kind = reader.type_of(self._constant(reader.name(made)))
                used |= reader.mentioned(kind)
        self._uses[parts] = sorted(used - {parts}, key=format_name)
        return self._uses[parts]

    def _declare(self, parts: Parts) -> None:
        lean, reader, constant = self._lean, self._reader, self._constant(parts)
        kind = reader.kind(constant)
        self.done.append(format_name(parts))
        if kind in ("constructor", "recursor"):
            return
        value = lean.field(constant, 0)
        name = self._name(parts)
        levels = lean.keep(lean.field(lean.field(value, 0), 1))
        type_ = self._move(reader.type_of(constant))
        if kind == "inductive":
            made = NIL
            for one in reversed(reader.constructors(constant)):
                theirs = reader.name(one)
                moved = self._move(reader.type_of(self._constant(theirs)))
                made = lean.make_object(1, [lean.make_object(0, [self._name(theirs), moved]), made])
            types = lean.make_object(1, [lean.make_object(0, [name, type_, made]), NIL])
            parameters = lean.keep(lean.field(value, 1))
            declaration = lean.make_object(6, [levels, parameters, types], bytes([0]))
        else:
            head = lean.make_object(0, [name, levels, type_])
            fields = [head]
            if (body := reader.value_of(constant)) is not None:
                fields.append(self._move(body))
            for index in range(len(fields), lean.fields(value)):
                fields.append(lean.keep(lean.field(value, index)))
            scalars = bytes(lean.byte(value, i) for i in range(lean.scalar_bytes(value)))
            declaration = lean.make_object(lean.tag(constant), [lean.make_object(0, fields, scalars)])
        after = lean.add_declaration(self.kernel, declaration, 0)
        if after is None:
            self.refused.append(format_name(parts))
        else:
            self.kernel = after

    def _name(self, parts: Parts) -> Object:
        return self._lean.make_name((PREFIX, *parts))

    def _move(self, expression: Object) -> Object:
        """The expression about the constants that are declared anew; owned."""
        if expression not in self._moved:
            self._moved[expression] = self._moved_anew(expression)
        return self._lean.keep(self._moved[expression])

    def _moved_anew(self, it: Object) -> Object:
        lean = self._lean
        match lean.tag(it):
            case 4:
                parts = self._reader.name(lean.field(it, 0))
                if parts not in self._about:
                    return lean.keep(it)
                return lean.call("lean_expr_mk_const", self._name(parts), lean.keep(lean.field(it, 1)))
            case 5:
                function, argument = (self._move(lean.field(it, i)) for i in range(2))
                return lean.call("lean_expr_mk_app", function, argument)
            case 6 | 7 as tag:
                kind, body = (self._move(lean.field(it, i)) for i in (1, 2))
                symbol = f"l_Lean_Expr_{'lam' if tag == 6 else 'forallE'}___override"
                return lean.call(symbol, lean.keep(lean.field(it, 0)), kind, body, box(0))
            case 8:
                kind, value, body = (self._move(lean.field(it, i)) for i in (1, 2, 3))
                name = lean.keep(lean.field(it, 0))
                return lean.call("l_Lean_Expr_letE___override", name, kind, value, body, box(0))
            case 9:
                literal = lean.field(it, 0)
                if lean.tag(literal) == 1:
                    raise SystemExit("a text in a proof about numbers")
                return self._numeral(lean.natural(lean.field(literal, 0)))
            case 10:
                return self._move(lean.field(it, 1))
            case 11:
                parts = self._reader.name(lean.field(it, 0))
                name = self._name(parts) if parts in self._about else lean.keep(lean.field(it, 0))
                index, inner = lean.keep(lean.field(it, 1)), self._move(lean.field(it, 2))
                return lean.call("l_Lean_Expr_proj___override", name, index, inner)
        return lean.keep(it)

    def _numeral(self, number: int) -> Object:
        self.largest = max(self.largest, number)
        lean = self._lean
        made = lean.call("lean_expr_mk_const", self._name((NUMBERS, "zero")), NIL)
        for _ in range(number):
            successor = lean.call("lean_expr_mk_const", self._name((NUMBERS, "succ")), NIL)
            made = lean.call("lean_expr_mk_app", successor, made)
        return made


def main(arguments: Sequence[str]) -> None:
    """Replay theorems of a module and print what came of it."""
    library, module, *theorems = arguments
    sys.setrecursionlimit(100_000)
    lean = Lean(library)
    lean.start()
    environment = lean.import_modules(["Init", module])
    replay = Replay(lean, lean.kernel_environment(environment))
    replay.theorems([parse_name(name) for name in theorems])
    print(json.dumps({"done": replay.done, "largest": replay.largest, "refused": replay.refused}))


if __name__ == "__main__":
    main(sys.argv[1:])
