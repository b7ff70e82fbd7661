"""Sets of bytes as 256-bit integers, and the partition of all bytes that a family of sets induces.

Bit ``b`` of a set says that byte ``b`` belongs, as in ``detlm.syntax.regex.OneOf``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from detlm.mask.distinct import equal_columns

ALL = (1 << 256) - 1


def byte_set(values: Iterable[int]) -> int:
    """The set of ``values``, each 0..255."""
    members = 0
    for value in values:
        members |= 1 << value
    return members


def bytes_of(members: int) -> Iterator[int]:
    """The bytes of a set, ascending."""
    while members:
        low = members & -members
        yield low.bit_length() - 1
        members ^= low


# What counts as part of a word: ASCII letters, digits, underscore, and every byte of a multi-byte character.
WORD = byte_set(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") | ALL >> 128 << 128


def is_word_byte(byte: int) -> bool:
    """Whether a byte belongs to words."""
    return bool(WORD >> byte & 1)


def lower(text: bytes) -> bytes:
    """``text`` with A–Z as a–z; other bytes stay (``bytes.lower`` is exactly that)."""
    return text.lower()


def matrix(sets: Sequence[int]) -> npt.NDArray[np.uint8]:
    """Membership as 0/1, uint8 [len(sets), 256]."""
    packed = np.frombuffer(b"".join(s.to_bytes(32, "little") for s in sets), dtype=np.uint8)
    return np.unpackbits(packed.reshape(len(sets), 32), axis=1, bitorder="little")


def partition(sets: Sequence[int]) -> tuple[npt.NDArray[np.uint8], int]:
    """The coarsest classes of bytes that no set splits: the class of each byte (uint8 [256]), how many.

    Classes are numbered by their smallest byte.
    """
    if not sets:
        return np.zeros(256, dtype=np.uint8), 1
    first, kind = equal_columns(matrix(sets))
    return kind.astype(np.uint8), len(first)
