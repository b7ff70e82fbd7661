"""Programs as JSON and back, so that found cases can be kept: one rule for all dataclasses of programs."""

from __future__ import annotations

from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any

from detlm.syntax import program, regex

_MODULES = (program, regex)
_CLASSES = {n: c for m in _MODULES for n, c in vars(m).items() if isinstance(c, type) and is_dataclass(c)}


def to_json(value: object) -> Any:
    """Dataclasses as ``{"is": name, field: …}`` without fields that say what they say anyway; bytes as
    ``{"b": latin-1}``; byte sets in hexadecimal."""
    if isinstance(value, bytes):
        return {"b": value.decode("latin-1")}
    if isinstance(value, tuple):
        return [to_json(item) for item in value]
    if isinstance(value, regex.OneOf):
        return {"is": "OneOf", "members": f"{value.members:x}"}
    if is_dataclass(value):
        kept = {f.name: to_json(getattr(value, f.name)) for f in fields(value) if not _is_default(value, f)}
        return {"is": type(value).__name__, **kept}
    if value is None or isinstance(value, str | int):
        return value
    raise TypeError(f"nothing of a program: {value!r}")


def _is_default(value: object, field: Field[Any]) -> bool:
    if not field.compare:
        return True
    return field.default is not MISSING and getattr(value, field.name) == field.default


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
