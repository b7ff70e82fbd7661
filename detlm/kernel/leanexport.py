"""What a file of ``leanexport`` says, as kernel expressions in our own text.

Lean's external checkers say that all declarations of such a file are right, and nothing about which they are.
So this reads off that the statement that was asked for is among them, in the words of ``expressions.py``, and
on which axioms they rest, and nothing else. The format is 3.1, as leanprover/lean4's
src/LeanExport/Basic.lean writes it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from detlm.kernel.expressions import MAX_TEXT, format_name

K = TypeVar("K")
V = TypeVar("V")

_FORMAT = "3.1."
_DECLARATIONS = {"axiom": "axiom", "def": "definition", "thm": "theorem", "opaque": "opaque"}
_DECIMAL_BELOW = 1 << 64


class NotRead(Exception):
    """A file that is not one of ``leanexport``, or of another format."""


class Export:
    """The declarations of one file. Raises :class:`NotRead` while it is read."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._names: dict[int, tuple[str | int, ...]] = {0: ()}
        self._levels: dict[int, dict[str, Any]] = {}
        self._expressions: dict[int, str] = {}  # as lines: there are many, and few are ever read
        self._declared: dict[str, tuple[str, dict[str, Any]]] = {}
        self.axioms: set[str] = set()
        self._meta: dict[str, Any] | None = None
        try:
            for line in lines:
                if line.strip():
                    self._take(line, json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise NotRead(f"not a file of leanexport ({type(error).__name__}: {error})") from error
        if self._meta is None:
            raise NotRead("not a file of leanexport: it has no header")

    @classmethod
    def of(cls, path: Path) -> Export:
        """The export in a file. Raises :class:`NotRead` and ``OSError``."""
        with path.open(encoding="utf-8") as lines:
            return cls(lines)

    def statement(self, name: str) -> tuple[str, str] | None:
        """The kind of a declaration and the text of its type; None if it is not there."""
        return self._text_of(name, "type")

    def value(self, name: str) -> tuple[str, str] | None:
        """The kind of a declaration and the text of its value; None if it is not there."""
        return self._text_of(name, "value")

    def _take(self, line: str, item: dict[str, Any]) -> None:
        if self._meta is None:
            self._meta = item["meta"]
            version = str(item["meta"]["format"]["version"])
            if not version.startswith(_FORMAT):
                raise NotRead(f"a file of leanexport in format {version}; this reads {_FORMAT}x")
        elif "in" in item:
            part = item["str"] if "str" in item else item["num"]
            last = part["str"] if "str" in item else part["i"]
            _new(self._names, item["in"], (*self._names[part["pre"]], last))
        elif "il" in item:
            _new(self._levels, item["il"], item)
        elif "ie" in item:
            _new(self._expressions, item["ie"], line)
        else:
            self._declare(item)

    def _declare(self, item: dict[str, Any]) -> None:
        (key, body), *more = item.items()
        if more:
            raise ValueError(f"a line with {', '.join(item)}")
        if key not in _DECLARATIONS:  # inductive types and quotients: types with no statement of ours
            return
        name = format_name(self._names[body["name"]])
        _new(self._declared, name, (_DECLARATIONS[key], body))
        if key == "axiom":
            self.axioms.add(name)

    def _text_of(self, name: str, part: str) -> tuple[str, str] | None:
        if name not in self._declared:
            return None
        kind, body = self._declared[name]
        try:
            return kind, self._text(body[part], body["levelParams"])
        except (KeyError, TypeError, ValueError) as error:
            raise NotRead(f"not a file of leanexport ({type(error).__name__}: {error})") from error

    def _text(self, number: int, parameters: list[int]) -> str:
        """As ``expressions.Reader.expression``; of more than its limit :class:`NotRead`."""
        out: list[str] = []
        size = 0
        todo: list[str | int] = [number]
        while todo:
            item = todo.pop()
            if isinstance(item, int):
                head, *rest = self._parts(json.loads(self._expressions[item]), parameters)
                assert isinstance(head, str)
                todo += reversed(rest)
                item = head
            out.append(item)
            size += len(item)
            if size > MAX_TEXT:
                raise NotRead(f"an expression of more than {MAX_TEXT >> 20} MiB of text")
        return "".join(out)

    def _parts(self, node: dict[str, Any], parameters: list[int]) -> list[str | int]:
        """What an expression is written as: texts, and the numbers of expressions between them."""
        match node:
            case {"app": {"fn": left, "arg": right}}:
                return ["(app ", left, " ", right, ")"]
            case {"lam": {"type": kind, "body": body}}:
                return ["(lam ", kind, " ", body, ")"]
            case {"forallE": {"type": kind, "body": body}}:
                return ["(pi ", kind, " ", body, ")"]
            case {"letE": {"type": kind, "value": value, "body": body}}:
                return ["(let ", kind, " ", value, " ", body, ")"]
            case {"proj": {"typeName": name, "idx": index, "struct": of}}:
                return [f"(proj {format_name(self._names[name])} {index} ", of, ")"]
            case {"mdata": {"expr": inner}}:
                return ["", inner]
            case {"bvar": index}:
                return [f"(bvar {index})"]
            case {"sort": level}:
                return [f"(sort {self._level(level, parameters)})"]
            case {"const": {"name": name, "us": levels}}:
                shown = " ".join(self._level(level, parameters) for level in levels)
                return [f"(const {format_name(self._names[name])} [{shown}])"]
            case {"natVal": digits}:
                number = _natural(digits)
                return [f"(lit {number if number < _DECIMAL_BELOW else hex(number)})"]
            case {"strVal": text}:
                return [f"(lit {json.dumps(text)})"]
        raise ValueError(f"an expression with {', '.join(node)}")

    def _level(self, number: int, parameters: list[int]) -> str:
        successors = 0
        while number and "succ" in self._levels[number]:
            number = self._levels[number]["succ"]
            successors += 1
        match self._levels[number] if number else {}:
            case {"max": [left, right]}:
                inner = f"(max {self._level(left, parameters)} {self._level(right, parameters)})"
            case {"imax": [left, right]}:
                inner = f"(imax {self._level(left, parameters)} {self._level(right, parameters)})"
            case {"param": name}:
                inner = f"(param {parameters.index(name)})"
            case _:
                return str(successors)
        return "(succ " * successors + inner + ")" * successors


def differences(export: Export, statements: Mapping[str, str], definitions: Mapping[str, str]) -> list[str]:
    """What an export says otherwise than was asked: every statement must be in it, definitions need not.

    Raises :class:`NotRead`.
    """
    wrong = []
    for name, wanted in statements.items():
        if export.statement(name) != ("theorem", wanted):
            wrong.append(f"the export holds another statement under {name}, or none")
    for name, wanted in definitions.items():
        held = export.value(name)
        if held is not None and held != ("definition", wanted):
            wrong.append(f"the export holds another definition under {name}")
    return wrong


def _natural(digits: str) -> int:
    if not (digits.isascii() and digits.isdigit()):
        raise ValueError(f"{digits[:20]!r} is no number")
    return int(Decimal(digits))  # as Python does not read more than 4300 digits otherwise


def _new(known: dict[K, V], key: K, value: V) -> None:
    if key in known:
        raise ValueError(f"{key!r} twice")
    known[key] = value
