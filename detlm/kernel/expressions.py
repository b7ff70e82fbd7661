"""Kernel expressions as text: names, universe levels and ``Expr`` objects to canonical s-expressions.

Read-only; runs in the worker. The text is for comparing, not for reading: two closed expressions have the
same text exactly when they are equal up to the names of bound variables and universe parameters, binder
annotations and metadata. Nothing here uses Lean's printer, which notation and options can bend.

Grammar (one space between parts; ``N`` a name as :func:`format_name` writes it)::

    e ::= (bvar i) | (sort l) | (const N [l …]) | (app e e) | (lam e e) | (pi e e) | (let e e e)
        | (lit n) | (lit "json string") | (proj N i e)
    l ::= n | (succ l) | (max l l) | (imax l l) | (param i)        n: a closed level 0+1+…; i: which parameter

Literals are decimal below 2^64 and ``0x…`` from there on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from detlm.kernel.ffi import Lean, Object

#: The longest text of one expression, in characters; shared subterms are written out in full.
MAX_TEXT = 8 << 20
KINDS = ("axiom", "definition", "theorem", "opaque", "quotient", "inductive", "constructor", "recursor")
_PLAIN = re.compile(r"[^\W\d][\w'!?]*\Z")
_PART = re.compile(r'"(?:[^"\\]|\\.)*"|[^."]+')
_DECIMAL_BELOW = 1 << 64


class TooLarge(Exception):
    """An expression whose text exceeds :data:`MAX_TEXT`."""


class Unreadable(Exception):
    """An expression with meta-variables or free variables, which no checked declaration has."""


def format_name(components: Sequence[str | int]) -> str:
    """The text of a name: components joined by dots, unusual ones as JSON strings, numbers as digits.

    The anonymous name is ``[]``.
    """
    if not components:
        return "[]"
    return ".".join(
        part if isinstance(part, str) and _PLAIN.match(part) else json.dumps(part) for part in components
    )


def parse_name(text: str) -> tuple[str | int, ...]:
    """The inverse of :func:`format_name`. Raises ValueError for anything it could not have written."""
    parts: list[str | int] = []
    if text == "[]":
        return ()
    for match in _PART.finditer(text):
        piece = match.group()
        if piece.startswith('"'):
            parts.append(json.loads(piece))
        else:
            parts.append(int(piece) if piece.isascii() and piece.isdigit() else piece)
    if not parts or format_name(parts) != text:
        raise ValueError(f"not a name: {text!r}")
    return tuple(parts)


class Reader:
    """Reads names, levels, expressions and constants of one Lean process."""

    def __init__(self, lean: Lean) -> None:
        self._lean = lean
        self._names: dict[Object, tuple[str | int, ...]] = {}

    def name(self, address: Object) -> tuple[str | int, ...]:
        """The components of a ``Name``."""
        lean = self._lean
        known = self._names.get(address)
        if known is not None:
            return known
        chain: list[Object] = []
        at = address
        while not at & 1:
            chain.append(at)
            at = lean.field(at, 0)
        parts: tuple[str | int, ...] = ()
        for node in reversed(chain):
            last = lean.field(node, 1)
            parts = (*parts, lean.text(last) if lean.tag(node) == 1 else lean.natural(last))
            if lean.is_persistent(node):  # imported names stay where they are
                self._names[node] = parts
        return parts

    def level(self, address: Object, parameters: dict[Object | tuple[str | int, ...], int]) -> str:
        """The text of a universe level."""
        lean = self._lean
        successors = 0
        while lean.tag(address) == 1 and not address & 1:
            address = lean.field(address, 0)
            successors += 1
        match lean.tag(address):
            case 0:
                return str(successors)
            case 2 | 3 as tag:
                left = self.level(lean.field(address, 0), parameters)
                right = self.level(lean.field(address, 1), parameters)
                inner = f"({'max' if tag == 2 else 'imax'} {left} {right})"
            case 4:
                inner = f"(param {parameters[self.name(lean.field(address, 0))]})"
            case _:
                raise Unreadable("a universe meta-variable")
        return "(succ " * successors + inner + ")" * successors

    def expression(self, address: Object, parameters: Sequence[tuple[str | int, ...]]) -> str:
        """The s-expression of an ``Expr``, in time linear in its text.

        Raises :class:`TooLarge` and :class:`Unreadable`.
        """
        lean = self._lean
        numbers: dict[Object | tuple[str | int, ...], int] = {name: i for i, name in enumerate(parameters)}
        out: list[str] = []
        size = 0
        # What is left to write, last first: a text, or the address of an expression.
        todo: list[str | Object] = [address]
        while todo:
            item = todo.pop()
            if isinstance(item, int):
                while (tag := lean.tag(item)) == 10:  # mdata
                    item = lean.field(item, 1)
                match tag:
                    case 5:
                        todo += [")", lean.field(item, 1), " ", lean.field(item, 0)]
                        item = "(app "
                    case 6 | 7:
                        todo += [")", lean.field(item, 2), " ", lean.field(item, 1)]
                        item = "(lam " if tag == 6 else "(pi "
                    case 8:
                        todo += [")", lean.field(item, 3), " ", lean.field(item, 2), " ", lean.field(item, 1)]
                        item = "(let "
                    case 11:
                        todo += [")", lean.field(item, 2)]
                        index = lean.natural(lean.field(item, 1))
                        item = f"(proj {format_name(self.name(lean.field(item, 0)))} {index} "
                    case _:
                        item = self._leaf(tag, item, numbers)
            out.append(item)
            size += len(item)
            if size > MAX_TEXT:
                raise TooLarge(f"an expression of more than {MAX_TEXT >> 20} MiB of text")
        return "".join(out)

    def _leaf(self, tag: int, address: Object, numbers: dict[Object | tuple[str | int, ...], int]) -> str:
        lean = self._lean
        match tag:
            case 0:
                return f"(bvar {lean.natural(lean.field(address, 0))})"
            case 3:
                return f"(sort {self.level(lean.field(address, 0), numbers)})"
            case 4:
                levels = [self.level(item, numbers) for item in lean.list_items(lean.field(address, 1))]
                return f"(const {format_name(self.name(lean.field(address, 0)))} [{' '.join(levels)}])"
            case 9:
                literal = lean.field(address, 0)
                if lean.tag(literal) == 1:
                    return f"(lit {json.dumps(lean.text(lean.field(literal, 0)))})"
                number = lean.natural(lean.field(literal, 0))
                return f"(lit {number if number < _DECIMAL_BELOW else hex(number)})"
            case _:
                raise Unreadable("a free variable or a meta-variable")

    def mentioned(self, expression: Object) -> set[tuple[str | int, ...]]:
        """The names of the constants that an ``Expr`` mentions."""
        array = self._lean.call("l_Lean_Expr_getUsedConstants", self._lean.keep(expression))
        names = {self.name(item) for item in self._lean.elements(array)}
        self._lean.drop(array)
        return names

    def kind(self, constant: Object) -> str:
        """Which of :data:`KINDS` a ``ConstantInfo`` is."""
        return KINDS[self._lean.tag(constant)]

    def parameters(self, constant: Object) -> list[tuple[str | int, ...]]:
        """The names of the universe parameters of a ``ConstantInfo``."""
        return [self.name(item) for item in self._lean.list_items(self._lean.field(self._head(constant), 1))]

    def type_of(self, constant: Object) -> Object:
        """The type of a ``ConstantInfo``, borrowed."""
        return self._lean.field(self._head(constant), 2)

    def value_of(self, constant: Object) -> Object | None:
        """The value of a definition, theorem or opaque constant, borrowed."""
        if self.kind(constant) not in ("definition", "theorem", "opaque"):
            return None
        return self._lean.field(self._lean.field(constant, 0), 1)

    def constructors(self, constant: Object) -> list[Object]:
        """The constructor names of an inductive type, borrowed."""
        if self.kind(constant) != "inductive":
            return []
        # InductiveVal: head, numParams, numIndices, all, ctors, numNested
        return self._lean.list_items(self._lean.field(self._lean.field(constant, 0), 4))

    def is_safe(self, constant: Object) -> bool:
        """Whether the kernel treats it as neither ``unsafe`` nor ``partial``."""
        value = self._lean.field(constant, 0)
        match self.kind(constant):
            case "definition":
                return self._lean.byte(value, 0) == 1  # DefinitionSafety: unsafe, safe, partial
            case "axiom" | "opaque":
                return self._lean.byte(value, 0) == 0  # isUnsafe
            case _:
                return True

    def _head(self, constant: Object) -> Object:
        return self._lean.field(self._lean.field(constant, 0), 0)
