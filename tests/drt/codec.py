"""Programs as JSON and back, so that found cases can be kept: one rule for all data of programs."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

from detlm.syntax import program, regex
from detlm.syntax.value import Value

_UNSAID = ("sources", "positions")
_KINDS = [c for m in (program, regex) for c in vars(m).values() if isinstance(c, type)]
_CLASSES = {c.__name__: c for c in _KINDS if is_dataclass(c) or issubclass(c, Value)}


def fields_of(value: object) -> dict[str, Any] | None:
    """The fields of a piece of a program by name; None for what has none."""
    if isinstance(value, Value):
        return dict(zip(value.__match_args__, value.contents(), strict=True))
    if not is_dataclass(value):
        return None
    return {f.name: getattr(value, f.name) for f in fields(value) if f.name not in _UNSAID}


def constructs_of(value: object) -> set[str]:
    """The names of all classes that a piece of a program is made of."""
    found: set[str] = set()
    seen: set[int] = set()  # large expressions share their parts
    left = [value]
    while left:
        value = left.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        if isinstance(value, tuple):
            left += value
        elif (named := fields_of(value)) is not None:
            found.add(type(value).__name__)
            left += named.values()
    return found


def having(value: Any, **changes: Any) -> Any:
    """The same with other values of some fields."""
    return value.having(**changes) if isinstance(value, Value) else replace(value, **changes)


def to_json(value: object) -> Any:
    """Data as ``{"is": name, field: …}``; bytes as ``{"b": latin-1}``; byte sets in hexadecimal."""
    if isinstance(value, bytes):
        return {"b": value.decode("latin-1")}
    if isinstance(value, tuple):
        return [to_json(item) for item in value]
    if isinstance(value, regex.OneOf):
        return {"is": "OneOf", "members": f"{value.members:x}"}
    if value is None or isinstance(value, str | int):
        return value
    named = fields_of(value)
    if named is None:
        raise TypeError(f"nothing of a program: {value!r}")
    return {
        "is": type(value).__name__,
        **{k: to_json(v) for k, v in named.items() if v is not None and v != ""},
    }


def from_json(data: Any) -> Any:
    """The opposite of ``to_json``."""
    if isinstance(data, list):
        return tuple(from_json(item) for item in data)
    if not isinstance(data, dict):
        return data
    if "b" in data:
        return data["b"].encode("latin-1")
    if data["is"] == "OneOf":
        return regex.OneOf(int(data["members"], 16))
    return _CLASSES[data["is"]](**{k: from_json(v) for k, v in data.items() if k != "is"})
