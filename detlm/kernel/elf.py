"""Reads the dynamic symbol table of a 64-bit little-endian ELF file, without binutils.

Reads names and addresses only; loads and runs nothing.
"""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass
from pathlib import Path

_DYNSYM = 11
_OBJECT, _FUNCTION = 1, 2


@dataclass(frozen=True)
class Symbols:
    """Exported symbols by name, with their addresses relative to where the file is loaded."""

    data: dict[str, int]
    functions: dict[str, int]


def read_symbols(path: Path, prefix: str) -> Symbols:
    """The defined symbols whose names start with ``prefix``.

    Raises ValueError if the file is not a 64-bit little-endian ELF file with a dynamic symbol table.
    """
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as image:
        if image[:6] != b"\x7fELF\x02\x01":
            raise ValueError(f"{path}: not a 64-bit little-endian ELF file")
        (table_offset,) = struct.unpack_from("<Q", image, 0x28)
        entry_size, count = struct.unpack_from("<HH", image, 0x3A)
        # A section header: name, type, flags, address, offset, size, link, info, alignment, entry size.
        sections = [
            struct.unpack_from("<IIQQQQIIQQ", image, table_offset + entry_size * i) for i in range(count)
        ]
        dynsym = next((section for section in sections if section[1] == _DYNSYM), None)
        if dynsym is None:
            raise ValueError(f"{path}: no dynamic symbol table")
        names = sections[dynsym[6]]
        strings = image[names[4] : names[4] + names[5]]
        table = image[dynsym[4] : dynsym[4] + dynsym[5]]
    data: dict[str, int] = {}
    functions: dict[str, int] = {}
    start = prefix.encode()
    for name, info, _, section, value, _ in struct.iter_unpack("<IBBHQQ", table):
        if section == 0 or not strings.startswith(start, name):
            continue  # defined elsewhere, or not asked for
        kind = info & 15
        if kind in (_OBJECT, _FUNCTION):
            text = strings[name : strings.index(b"\0", name)].decode("ascii", "replace")
            (data if kind == _OBJECT else functions)[text] = value
    return Symbols(data, functions)
