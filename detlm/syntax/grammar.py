"""Loads the grammars: lark is imported and tables are built when first needed, not before.

Building LALR tables takes longer than reading a small file, so they are kept in the cache, together with
the grammar's text and lark's version, which must both be the same. They are plain data (``marshal``, which
keeps numbers numbers and is read three times faster than JSON) behind a checksum: reading them runs nothing.
A cache that cannot be used is no error. Whoever can write the cache could change what a file means, so a
verifier does without it (``distrust_cache``).
"""

from __future__ import annotations

import contextlib
import marshal
import os
import zlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
    key = f"{lark.__version__} {marshal.version}\n{text}".encode()
    path = cache_root() / "grammars" / f"{name}-{zlib.crc32(key):08x}.tables"
    if not _cache_trusted:
        return _built(lark.Lark, text)
    with contextlib.suppress(Exception):  # a missing, truncated or foreign cache file: build anew
        found, _, tables = path.read_bytes().partition(_MARK)
        if found == key:
            data, memo = _unpacked(tables)
            kept: Lark = lark.Lark._load_from_dict(data, memo)  # type: ignore[no-untyped-call]
            return kept
    parser = _built(lark.Lark, text)
    with contextlib.suppress(OSError):
        _keep(parser, key, path)
    return parser


def _built(make: type[Lark], text: str) -> Lark:
    return make(text, parser="lalr", lexer="contextual", propagate_positions=True)


_cache_trusted = True


def distrust_cache() -> None:
    """From here on this process builds its own tables, for what it has read so far too."""
    global _cache_trusted
    if _cache_trusted:
        _cache_trusted = False
        load_grammar.cache_clear()


_MARK = b"\n-- tables --\n"


def _packed(tables: Any) -> bytes:
    content = marshal.dumps(tables)
    return zlib.crc32(content).to_bytes(4, "little") + content


def _unpacked(packed: bytes) -> tuple[object, object]:
    content = packed[4:]
    if zlib.crc32(content).to_bytes(4, "little") != packed[:4]:
        raise ValueError("the tables are damaged")  # marshal may fall over damaged data
    data, memo = marshal.loads(content)
    return data, memo


def _keep(parser: Lark, key: bytes, path: Path) -> None:
    # Written beside and renamed, so that two processes never see half a file.
    import tempfile

    from lark.grammar import Rule
    from lark.lexer import TerminalDef

    tables = _packed(parser.memo_serialize([TerminalDef, Rule]))
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(key + _MARK + tables)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
