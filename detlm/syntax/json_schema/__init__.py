"""JSON Schema (draft 2020-12) as shapes of canonical JSON.

Every keyword is enforced (by the language of the texts, or where that is not regular by a condition on a
span), is an annotation, or is refused by name with its place and a hint. What is admitted always fulfils the
schema; where a schema leaves more open than is ever written (keys it does not name, values it says nothing
about) a note says so.

``documents.py`` reads documents and references, ``frames.py`` fixes the canonical form, ``compiler.py`` joins
what schemas say; ``scalars.py``, ``lists.py`` and ``objects.py`` know the kinds of values. Values that hold
themselves are grammars: ``recursion.py``, with ``ways.py`` for what schemas say of them together.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from detlm.syntax.json_schema.compiler import Compiler, Note
from detlm.syntax.json_schema.documents import Documents, SchemaError
from detlm.syntax.json_schema.frames import Frames
from detlm.syntax.program import Shape

__all__ = ["Note", "SchemaError", "Translation", "schema", "translate"]


class Translation(NamedTuple):
    """A schema as a shape, and what people should know about it."""

    shape: Shape
    notes: tuple[Note, ...]


def schema(document: object, load: Callable[[str], object], first_rule: int = 0) -> Shape:
    """The texts of the values that fulfil a schema; see ``translate``."""
    return translate(document, load, first_rule).shape


def translate(document: object, load: Callable[[str], object], first_rule: int = 0) -> Translation:
    """The canonical texts of the values that fulfil a schema (parsed JSON).

    ``load`` gives the documents that references name; its ``OSError``, ``LookupError`` and ``ValueError``
    become a ``SchemaError``. ``first_rule``: the number of the first span in the shape; further spans are
    counted on from there. Raises ``SchemaError`` for what is refused.
    """
    documents = Documents(document, load)
    frames = Frames(documents)
    compiler = Compiler(documents, frames, first_rule)
    frame = frames.of([documents.root], [], "#")
    shape = compiler.value(frame, [documents.root], plain=False)
    if shape is None:
        hint = compiler.unnamed or "look for types and bounds that exclude each other"
        raise SchemaError("#", "no value fulfils the schema", hint)
    return Translation(shape, tuple(compiler.notes))
