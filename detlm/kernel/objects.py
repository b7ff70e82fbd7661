"""Reads Lean's native objects: in this process's memory, or in the bytes of an ``.olean`` file.

Read-only, and only the few shapes detlm needs: constructors, names, strings, small naturals, arrays.
An address is an int; an odd one is a boxed scalar. Sizes follow ``lean.h`` of Lean 4.35 on 64-bit machines:
an 8-byte header (reference count, size, field count, tag), then fields of 8 bytes.
"""

from __future__ import annotations

import bisect
import ctypes
from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path

_ARRAY = 246
_STRING = 249
_OLEAN_HEADER = 0x58  # "olean", version, flags, Lean version, git hash, base address


class NotAnObject(ValueError):
    """The address does not hold what the caller expects."""


class Memory(ABC):
    """Where objects live. ``word`` and ``raw`` raise :class:`NotAnObject` outside of it."""

    def word(self, address: int) -> int:
        """The 8 bytes at an address, as a number."""
        return int.from_bytes(self.raw(address, 8), "little")

    @abstractmethod
    def raw(self, address: int, size: int) -> bytes:
        """``size`` bytes at an address."""

    def tag(self, address: int) -> tuple[int, int]:
        """(tag, number of object fields) of the object at an address."""
        if address & 7 or address < 4096:
            raise NotAnObject(hex(address))
        head = self.raw(address, 8)
        return head[7], head[6]

    def field(self, address: int, index: int) -> int:
        """The object field ``index`` of a constructor."""
        return self.word(address + 8 + 8 * index)

    def string(self, address: int) -> str:
        """A Lean string."""
        if self.tag(address)[0] != _STRING:
            raise NotAnObject(hex(address))
        size = self.word(address + 8)
        if not 1 <= size <= 1 << 24:
            raise NotAnObject(hex(address))
        try:
            return self.raw(address + 32, size - 1).decode()
        except UnicodeDecodeError as error:
            raise NotAnObject(hex(address)) from error

    def small(self, address: int) -> int:
        """A natural number small enough to be boxed."""
        if not address & 1:
            raise NotAnObject(hex(address))
        return address >> 1

    def array(self, address: int) -> list[int]:
        """The addresses in an ``Array``."""
        if self.tag(address)[0] != _ARRAY:
            raise NotAnObject(hex(address))
        size = self.word(address + 8)
        if size > 1 << 24:
            raise NotAnObject(hex(address))
        return [self.word(address + 24 + 8 * i) for i in range(size)]

    def name(self, address: int) -> tuple[str | int, ...]:
        """The components of a ``Lean.Name``; the anonymous name is ``()``."""
        if address & 1:
            return ()
        match self.tag(address):
            case (1, 2):
                return (*self.name(self.field(address, 0)), self.string(self.field(address, 1)))
            case (2, 2):
                return (*self.name(self.field(address, 0)), self.small(self.field(address, 1)))
            case _:
                raise NotAnObject(hex(address))


class ProcessMemory(Memory):
    """The memory of this process, bounded by what was readable when this was made (Linux)."""

    def __init__(self) -> None:
        spans = []
        for line in Path("/proc/self/maps").read_text(encoding="utf-8").splitlines():
            span, rights = line.split()[:2]
            if "r" in rights:
                low, high = (int(end, 16) for end in span.split("-"))
                spans.append((low, high))
        spans.sort()
        self._lows = [low for low, _ in spans]
        self._highs = [high for _, high in spans]

    def raw(self, address: int, size: int) -> bytes:
        """Bytes of this process."""
        at = bisect.bisect_right(self._lows, address) - 1
        if at < 0 or address + size > self._highs[at]:
            raise NotAnObject(hex(address))
        return ctypes.string_at(address, size)


class _OleanMemory(Memory):
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._base = int.from_bytes(data[0x50:0x58], "little")

    def raw(self, address: int, size: int) -> bytes:
        start = address - self._base
        if start < _OLEAN_HEADER or start + size > len(self._data):
            raise NotAnObject(hex(address))
        return self._data[start : start + size]


@dataclass(frozen=True)
class Olean:
    """What one compiled module says of itself: Lean version, git hash, and the axioms it declares."""

    version: str
    git_hash: str
    axioms: tuple[str, ...]
    mentions_sorry: bool


def module_constants(data: bytes) -> tuple[Memory, list[tuple[int, int]]]:
    """The addresses of name and ``ConstantInfo`` of each constant that a compiled module declares.

    Raises :class:`NotAnObject` if the data is not an ``.olean`` of the layout of Lean 4.35.
    """
    if data[:6] != b"olean\x02" or len(data) < _OLEAN_HEADER + 8:
        raise NotAnObject("not a compiled Lean module")
    memory = _OleanMemory(data)
    root = int.from_bytes(data[_OLEAN_HEADER : _OLEAN_HEADER + 8], "little")
    # ModuleData: imports, constNames, constants, extraConstNames, entries
    names = memory.array(memory.field(root, 1))
    constants = memory.array(memory.field(root, 2))
    if len(names) != len(constants):
        raise NotAnObject("unexpected layout")
    return memory, list(zip(names, constants, strict=True))


def read_olean(path: Path) -> Olean:
    """Read a compiled module.

    Raises :class:`NotAnObject` if the file is not an ``.olean`` of the layout of Lean 4.35, OSError if it
    cannot be read.
    """
    data = path.read_bytes()
    try:
        memory, constants = module_constants(data)
    except NotAnObject as error:
        raise NotAnObject(f"{path}: {error}") from error
    axioms = [
        ".".join(map(str, memory.name(name)))
        for name, constant in constants
        if memory.tag(constant)[0] == 0  # ConstantInfo.axiomInfo is the first constructor
    ]
    return Olean(
        version=data[0x07:0x28].split(b"\0")[0].decode(),
        git_hash=data[0x28:0x50].decode(),
        axioms=tuple(axioms),
        # `sorry` elaborates to the constant sorryAx; a module whose bytes lack the word cannot use it.
        mentions_sorry=b"sorryAx" in data,
    )
