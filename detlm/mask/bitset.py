"""Sets of token ids as packed bits: uint32 words, token ``t`` is bit ``t % 32`` of word ``t // 32``.

The layout is the one llguidance and xgrammar use, so that masks can be handed over as they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Words = npt.NDArray[np.uint32]


def words_for(size: int) -> int:
    """How many words hold ``size`` bits."""
    return (size + 31) // 32


def pack(flags: npt.NDArray[np.bool_]) -> Words:
    """Bits of ``flags`` (bool [size]) as uint32 [ceil(size / 32)]; bits beyond ``size`` are 0."""
    octets = np.zeros(words_for(len(flags)) * 4, dtype=np.uint8)
    packed = np.packbits(flags, bitorder="little")
    octets[: len(packed)] = packed
    return octets.view("<u4").astype(np.uint32, copy=False)


def add(words: Words, ids: npt.NDArray[np.int64]) -> None:
    """Adds the ids to the set, in place."""
    np.bitwise_or.at(words, ids >> 5, np.left_shift(np.uint32(1), (ids & 31).astype(np.uint32)))


def unpack(words: Words, size: int) -> npt.NDArray[np.bool_]:
    """The first ``size`` bits as bool [size]."""
    octets = words.astype("<u4", copy=False).view(np.uint8)
    return np.unpackbits(octets, count=size, bitorder="little").view(np.bool_)


def count(words: Words) -> int:
    """How many bits are set."""
    return int.from_bytes(words.tobytes(), "little").bit_count()


@dataclass(frozen=True, slots=True)
class Bitset:
    """A set of token ids below ``size``. Operations return new sets; ``words`` is never changed."""

    words: Words
    size: int

    @classmethod
    def of(cls, ids: Iterable[int], size: int) -> Bitset:
        """The set of ``ids``, each at least 0 and below ``size`` (else ``IndexError``)."""
        flags = np.zeros(size, dtype=np.bool_)
        wanted = np.fromiter(ids, dtype=np.int64)
        if len(wanted) and int(wanted.min()) < 0:
            raise IndexError("token ids are not negative")
        flags[wanted] = True
        return cls(pack(flags), size)

    def __or__(self, other: Bitset) -> Bitset:
        return Bitset(self.words | other.words, self.size)

    def __and__(self, other: Bitset) -> Bitset:
        return Bitset(self.words & other.words, self.size)

    def __sub__(self, other: Bitset) -> Bitset:
        """Ids of this set that ``other`` lacks."""
        return Bitset(self.words & ~other.words, self.size)

    def __contains__(self, token: int) -> bool:
        return 0 <= token < self.size and bool(int(self.words[token // 32]) >> token % 32 & 1)

    def __len__(self) -> int:
        return count(self.words)

    def ids(self) -> npt.NDArray[np.int64]:
        """The members, ascending, int64."""
        return np.flatnonzero(unpack(self.words, self.size))
