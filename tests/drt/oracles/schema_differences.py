"""A JSON schema put to another engine as it is: which texts of values it lets through.

Only texts are compared: masks differ wherever a value may be spelled in several ways. llguidance refuses by
name what it does not know. xgrammar leaves out without a word much of what schemas say together, so it is
asked about *plain* ones only: a type in each place, and keywords of that type.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from detlm.syntax.json_schema import SchemaError
from tests.drt.oracles.differences import Told
from tests.drt.oracles.engines import Engine, Refused, Session, Xgrammar, accepts, raw_tokens
from tests.drt.schemas import Judge, exact, fits

SPELLING, UNNAMED = "other-spelling", "unnamed-keys"
ESCAPES, DELETE = "no-escapes", "no-delete"
_PLAIN = {
    "null": set(),
    "boolean": set(),
    "integer": {"minimum", "maximum"},
    "number": set(),
    "string": {"minLength", "maxLength"},
    "array": {"items", "minItems", "maxItems"},
    "object": {"properties", "required", "additionalProperties"},
}


def put_schema(engine: Engine, document: Any, texts: Mapping[bytes, bool]) -> Told:
    """Compares what an engine lets through with what our masks do (``texts``)."""
    told = Told()
    if isinstance(engine, Xgrammar) and not plain(document):
        told.counts["untold: a schema that is not plain"] += 1
        return told
    try:
        session = engine.schema(document, raw_tokens())
        judge = Judge(document)
        for text, ours in texts.items():
            told.counts["texts of schemas"] += 1
            theirs = accepts(session, text, raw_tokens().vocabulary)
            if theirs == ours:
                continue
            kind = _more(judge, text) if theirs else _less(session, text)
            if kind is not None:
                told.counts[kind] += 1
            else:
                told.unexplained.append((text, f"by the schema: ours {ours}, theirs {theirs}"))
    except Refused as error:
        told.counts[f"refused: {str(error).split(':')[0][:40]}"] += 1
    return told


def _more(judge: Judge, text: bytes) -> str | None:
    """Why only the other one lets a text through: it has a value that we write otherwise, or never."""
    try:
        value = exact(text.decode())
        if not judge.valid(value):
            return None
        if not fits(judge.frame, value):
            return UNNAMED
        return SPELLING if judge.frame.text(value) != text else None
    except (ValueError, ArithmeticError, RecursionError, SchemaError):
        return None


def _less(session: Session, text: bytes) -> str | None:
    """Why the other one refuses a text: with letters in the place of some characters it would not."""
    for kind, characters in ((ESCAPES, rb"\\(?:u[0-9a-f]{4}|.)"), (DELETE, rb"\x7f")):
        plainly = re.sub(characters, b"a", text)
        if plainly != text and accepts(session, plainly, raw_tokens().vocabulary):
            return kind
    return None


def plain(schema: Any) -> bool:
    """Whether each place has a type, and only keywords of that type."""
    if not isinstance(schema, dict):
        return False
    if set(schema) in ({"enum"}, {"const"}):
        return True
    if set(schema) == {"anyOf"}:
        return all(map(plain, schema["anyOf"]))
    kind = schema.get("type")
    if not isinstance(kind, str) or not set(schema) - {"type"} <= _PLAIN[kind]:
        return False
    inner = [*schema.get("properties", {}).values(), *([schema["items"]] if "items" in schema else [])]
    return schema.get("additionalProperties", False) is False and all(map(plain, inner))
