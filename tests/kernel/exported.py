"""Expressions in our own text as ``leanexport`` writes them: for tests of what reads that."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from detlm.kernel.expressions import parse_name
from detlm.kernel.reading import parse

_HEADER = {"exporter": {"name": "leanexport", "version": "0"}, "format": {"version": "3.1.0"}}


class Writer:
    """Lines of an export, each thing once."""

    def __init__(self) -> None:
        self.lines = [json.dumps({"meta": _HEADER})]
        self._known: dict[str, dict[str, int]] = {"in": {}, "il": {}, "ie": {}}

    def _number(self, key: str, item: dict[str, Any], first: int) -> int:
        known = self._known[key]
        text = json.dumps(item)
        if text not in known:
            known[text] = len(known) + first
            self.lines.append(json.dumps({**item, key: known[text]}))
        return known[text]

    def name(self, text: str) -> int:
        number = 0
        for part in parse_name(text):
            item = {"num": {"pre": number, "i": part}}
            if isinstance(part, str):
                item = {"str": {"pre": number, "str": part}}
            number = self._number("in", item, 1)
        return number

    def level(self, node: Any) -> int:
        if isinstance(node, str):
            number = 0
            for _ in range(int(node)):
                number = self._number("il", {"succ": number}, 1)
            return number
        head, *parts = node
        if head == "param":
            return self._number("il", {"param": self.name(f"u_{parts[0]}")}, 1)
        below = [self.level(part) for part in parts]
        return self._number("il", {head: below[0] if head == "succ" else below}, 1)

    def expression(self, node: Any) -> int:
        head, *parts = node
        match head:
            case "bvar":
                item: dict[str, Any] = {"bvar": int(parts[0])}
            case "sort":
                item = {"sort": self.level(parts[0])}
            case "const":
                item = {"const": {"name": self.name(parts[0]), "us": [self.level(one) for one in parts[1]]}}
            case "lit" if parts[0].startswith('"'):
                item = {"strVal": json.loads(parts[0])}
            case "lit":
                item = {"natVal": str(Decimal(int(parts[0], 0)))}
            case "app":
                item = {"app": dict(zip(("fn", "arg"), map(self.expression, parts), strict=True))}
            case "lam" | "pi":
                kind, body = map(self.expression, parts)
                inner = {"name": 0, "type": kind, "body": body, "binderInfo": "default"}
                item = {"forallE" if head == "pi" else "lam": inner}
            case "let":
                kind, value, body = map(self.expression, parts)
                item = {"letE": {"name": 0, "type": kind, "value": value, "body": body, "nondep": False}}
            case _:
                struct = self.expression(parts[2])
                item = {"proj": {"typeName": self.name(parts[0]), "idx": int(parts[1]), "struct": struct}}
        return self._number("ie", item, 0)

    def theorem(self, name: str, statement: str, parameters: int = 0) -> None:
        kind = self.expression(parse(statement))
        names = [self.name(f"u_{number}") for number in range(parameters)]
        body = {"name": self.name(name), "levelParams": names, "type": kind, "value": kind, "all": []}
        self.lines.append(json.dumps({"thm": body}))

    def definition(self, name: str, value: str) -> None:
        kind, held = self.expression(["sort", "1"]), self.expression(parse(value))
        body = {"name": self.name(name), "levelParams": [], "type": kind, "value": held, "safety": "safe"}
        self.lines.append(json.dumps({"def": body}))


def export_of(statements: Mapping[str, str], definitions: Mapping[str, str]) -> str:
    """An export that holds these and nothing else."""
    writer = Writer()
    for name, value in definitions.items():
        writer.definition(name, value)
    for name, statement in statements.items():
        writer.theorem(name, statement)
    return "\n".join(writer.lines) + "\n"
