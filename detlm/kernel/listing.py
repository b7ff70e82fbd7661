"""What a text states: its theorems and every constant of its own that their statements speak of.

Runs in the worker. Chooses what to report and nothing else: what is wrong with a text is judged in
``worker.py`` whether it is listed or not. Theorems that Lean makes by itself (for constructors, matches and
parts of proofs) are left out; nobody can rest a claim on what is not shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from detlm.kernel.axioms import Collected, Parts
from detlm.kernel.expressions import Reader, TooLarge, Unreadable, format_name
from detlm.kernel.ffi import Lean, Object

#: Characters of all expressions of one listing together; what comes later is named without its type.
MAX_TEXT = 4 << 20
_OF_CONSTRUCTORS = frozenset({"inj", "injEq", "sizeOf_spec"})


def listing(lean: Lean, reader: Reader, collected: Collected, new: Iterable[Parts]) -> list[dict[str, Any]]:
    """The declarations of a text as the wire has them, theorems first; ``new`` are all its constants.

    A type (or value) that is too large to write is left empty (or None).
    """
    own = {parts: constant for parts in new if (constant := collected.constant(parts)) is not None}
    order = [parts for parts, it in own.items() if reader.kind(it) == "theorem" and _is_spoken(parts, own)]
    seen = set(order)
    for parts in order:  # grows while we go
        for used in _said(lean, reader, own[parts]):
            if used in own and used not in seen:
                seen.add(used)
                order.append(used)
    left = MAX_TEXT
    found = []
    for parts in order:
        item = _declaration(reader, parts, own[parts], left)
        item["axioms"] = [
            dict(zip(("name", "levels", "type"), collected.axiom(axiom), strict=True))
            for axiom in collected.axioms(parts)
        ]
        left -= len(item["type"]) + len(item["value"] or "")
        found.append(item)
    return found


def _is_spoken(parts: Parts, own: dict[Parts, Object]) -> bool:
    if any(not isinstance(part, str) or part.startswith("_") for part in parts):
        return False
    return not (parts[-1] in _OF_CONSTRUCTORS and parts[:-1] in own)


def _said(lean: Lean, reader: Reader, constant: Object) -> Iterator[Parts]:
    """The constants that decide what a constant means: not those of a proof."""
    yield from (reader.name(item) for item in reader.constructors(constant))
    value = reader.value_of(constant) if reader.kind(constant) == "definition" else None
    for expression in [reader.type_of(constant), *([] if value is None else [value])]:
        array = lean.call("l_Lean_Expr_getUsedConstants", lean.keep(expression))
        names = sorted((reader.name(item) for item in lean.elements(array)), key=format_name)
        lean.drop(array)
        yield from names


def _declaration(reader: Reader, parts: Parts, constant: Object, left: int) -> dict[str, Any]:
    parameters = reader.parameters(constant)

    def written(expression: Object | None) -> str | None:
        try:
            text = None if expression is None else reader.expression(expression, parameters)
        except (TooLarge, Unreadable):
            return None
        return text if text is not None and len(text) <= left else None

    kind = reader.kind(constant)
    return {
        "name": format_name(parts),
        "kind": kind,
        "levels": len(parameters),
        "type": written(reader.type_of(constant)) or "",
        "value": written(reader.value_of(constant)) if kind == "definition" else None,
    }
