"""Loads the grammars: lark is imported and tables are built when first needed, not before.

Building LALR tables takes longer than reading a small file, so they are kept in the cache, together with the
grammar's text and lark's version, which must both be the same. A cache that cannot be used is no error.
"""

from __future__ import annotations

import contextlib
import io
import os
import zlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from detlm.config import cache_root, data_root
from detlm.errors import ConstraintError

if TYPE_CHECKING:
    from lark import Lark


@cache
def grammar_text(name: str) -> str:
    """The text of ``grammars/NAME.lark``; ``ConstraintError`` when the installation lacks it."""
    path = data_root() / "grammars" / f"{name}.lark"
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ConstraintError(
            f"the grammar {name}.lark cannot be read: {error.strerror}", hint="reinstall detlm"
        ) from error


@cache
def load_grammar(name: str) -> Lark:
    """The parser for ``grammars/NAME.lark``: LALR, contextual lexer, positions on every tree."""
    import lark

    text = grammar_text(name)
    key = f"{lark.__version__}\n{text}".encode()
    path = cache_root() / "grammars" / f"{name}-{zlib.crc32(key):08x}.tables"
    with contextlib.suppress(Exception):  # a missing, truncated or foreign cache file: build anew
        found, _, tables = path.read_bytes().partition(_MARK)
        if found == key:
            return lark.Lark.load(io.BytesIO(tables))
    parser = lark.Lark(text, parser="lalr", lexer="contextual", propagate_positions=True)
    with contextlib.suppress(OSError):
        _keep(parser, key, path)
    return parser


_MARK = b"\n-- tables --\n"


def _keep(parser: Lark, key: bytes, path: Path) -> None:
    # Written beside and renamed, so that two processes never see half a file.
    import tempfile

    buffer = io.BytesIO()
    parser.save(buffer)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(key + _MARK + buffer.getvalue())
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
