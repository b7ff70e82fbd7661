"""Rows and moves of an engine, kept: what all engines share, whatever their states stand for.

A row is the set of admissible token ids in a state, as packed bits. Rows are computed on first visit and kept
within a memory bound, the least recently used dropped first.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import OrderedDict

import numpy as np
import numpy.typing as npt

from detlm.mask import bitset
from detlm.mask.automaton import DEAD
from detlm.mask.bitset import Words
from detlm.mask.vocabulary import Vocabulary

_MOVES_KEPT = 1 << 18


class Rows(ABC):
    """Masks of one language over one vocabulary. States are numbers, -1 is dead."""

    def __init__(self, vocabulary: Vocabulary, start: int, cache_bytes: int) -> None:
        self.vocabulary = vocabulary
        self.start = start
        self.size = vocabulary.size
        self._rows: OrderedDict[int, Words] = OrderedDict()
        self._rows_kept = max(16, cache_bytes // (4 * bitset.words_for(self.size)))
        self._moves: dict[tuple[int, int], int] = {}

    # -- what engines differ in ----------------------------------------------------------------------

    @abstractmethod
    def _made(self, state: int) -> Words:
        """The row of ``state``, a new array."""

    @abstractmethod
    def advance_bytes(self, state: int, data: bytes) -> int:
        """The state after ``data``, or -1."""

    @abstractmethod
    def is_accepting(self, state: int) -> bool:
        """Whether the text may end in ``state``."""

    @abstractmethod
    def may_go_on(self, state: int) -> bool:
        """Whether any text may follow in ``state``."""

    @abstractmethod
    def forced(self, state: int) -> bytes:
        """The longest text that must come next; it stops where the text may end."""

    @abstractmethod
    def distance(self, state: int) -> int | None:
        """The length in bytes of ``ending(state)``, found without it."""

    @abstractmethod
    def ending(self, state: int) -> bytes | None:
        """A shortest text behind which the text may end; None if none is known. What is left of it after some
        of its bytes is the ending of the state that they lead to."""

    def ends_within(self, state: int, tokens: int) -> bool:
        """Whether some text of at most so many tokens is known behind which the text may end."""
        distance = self.distance(state)
        return distance is not None and distance <= tokens

    def leading(self, state: int, tokens: int) -> list[int]:
        """The ids of tokens that are known to lead where ``ends_within`` holds; perhaps not all."""
        return []

    # -- rows ----------------------------------------------------------------------------------------

    def row(self, state: int) -> Words:
        """The admissible ids in ``state`` as uint32 [ceil(size / 32)], read-only; none if dead."""
        row = self._rows.get(state)
        if row is None:
            row = self._made(state)
            row.setflags(write=False)
            self._rows[state] = row
            if len(self._rows) > self._rows_kept:
                self._rows.popitem(last=False)
        else:
            self._rows.move_to_end(state)
        return row

    def bool_row(self, state: int) -> npt.NDArray[np.bool_]:
        """The same as bool [size]."""
        return bitset.unpack(self.row(state), self.size)

    def count(self, state: int) -> int:
        """How many ids are admissible in ``state``."""
        return bitset.count(self.row(state))

    def apply(self, state: int, logits: npt.NDArray[np.float32]) -> None:
        """Set ``logits`` (float [size]) to -inf wherever ``state`` admits nothing, in place."""
        logits[~self.bool_row(state)] = -np.inf

    # -- moves ---------------------------------------------------------------------------------------

    def advance(self, state: int, token: int) -> int:
        """The state after ``token``; -1 if it is not admissible. End-of-text stays where it may stand."""
        key = (state, token)
        known = self._moves.get(key)
        if known is None:
            if len(self._moves) >= _MOVES_KEPT:
                self._moves.clear()
            known = self._moves[key] = self._moved(state, token)
        return known

    def _moved(self, state: int, token: int) -> int:
        if state < 0 or not 0 <= token < self.size:
            return DEAD
        text = self.vocabulary.tokens[token]
        if text is not None:
            return self.advance_bytes(state, text)
        return state if token in self.vocabulary.eos_ids and self.is_accepting(state) else DEAD
