"""Joining two automata: intersection, difference, union; inclusion and equality of languages.

Runs both side by side over pairs of states, one breadth-first level at a time in numpy.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from detlm.mask.automaton import Dfa, check_size
from detlm.mask.distinct import distinct, numbered
from detlm.mask.minimal import empty_dfa, trimmed

_DENSE = 1 << 22  # pairs up to which the numbering is an array, not a sorted list


def intersection(left: Dfa, right: Dfa) -> Dfa:
    """Texts in both."""
    return _joined(left, right, keep_left=True, keep_right=True, difference=False)


def difference(left: Dfa, right: Dfa) -> Dfa:
    """Texts in ``left`` and not in ``right``."""
    return _joined(left, right, keep_left=True, keep_right=False, difference=True)


def union(left: Dfa, right: Dfa) -> Dfa:
    """Texts in at least one."""
    return _joined(left, right, keep_left=False, keep_right=False, difference=False)


def included(left: Dfa, right: Dfa) -> bool:
    """Whether every text of ``left`` is in ``right``."""
    return difference(left, right).is_empty


def equal(left: Dfa, right: Dfa) -> bool:
    """Whether both accept the same texts."""
    return included(left, right) and included(right, left)


class _Numbering:
    """Numbers for pairs of states in order of discovery, vectorised."""

    def __init__(self, codes: int) -> None:
        self._dense = np.full(codes, -1, dtype=np.int32) if codes <= _DENSE else None
        self._sorted = np.zeros(0, dtype=np.int64)
        self._numbers = np.zeros(0, dtype=np.int32)
        self.count = 0

    def of(self, codes: npt.NDArray[np.int64]) -> npt.NDArray[np.int32]:
        """The numbers of ``codes``; -1 where there is none yet."""
        if self._dense is not None:
            return self._dense[codes]
        if not len(self._sorted):
            return np.full(len(codes), -1, dtype=np.int32)
        place = np.minimum(np.searchsorted(self._sorted, codes), len(self._sorted) - 1)
        return np.where(self._sorted[place] == codes, self._numbers[place], -1).astype(np.int32)

    def add(self, codes: npt.NDArray[np.int64]) -> None:
        """Number new codes (ascending, distinct)."""
        numbers = np.arange(self.count, self.count + len(codes), dtype=np.int32)
        self.count += len(codes)
        check_size(self.count, "joining two automata")
        if self._dense is not None:
            self._dense[codes] = numbers
            return
        place = np.searchsorted(self._sorted, codes)
        self._sorted = np.insert(self._sorted, place, codes)
        self._numbers = np.insert(self._numbers, place, numbers)


def _joined(left: Dfa, right: Dfa, *, keep_left: bool, keep_right: bool, difference: bool) -> Dfa:
    """Run both. A pair with a dead side that must be kept is dead; so is a pair of two dead sides."""
    if (left.is_empty and (keep_left or right.is_empty)) or (right.is_empty and keep_right):
        return empty_dfa()
    pairs, kind = numbered(left.classes.astype(np.int64) * 256 + right.classes)
    classes = kind.astype(np.uint8)
    width = right.size + 1
    # One row and one number more for "dead": index -1 reads it.
    left_table = np.vstack([left.table, np.full((1, left.table.shape[1]), -1, np.int32)])[:, pairs // 256]
    right_table = np.vstack([right.table, np.full((1, right.table.shape[1]), -1, np.int32)])[:, pairs % 256]
    numbering = _Numbering((left.size + 1) * width)
    frontier = np.array([left.start % (left.size + 1) * width + right.start % width], dtype=np.int64)
    numbering.add(frontier)
    levels, rows = [frontier], []
    while len(frontier):
        x, y = left_table[frontier // width], right_table[frontier % width]
        if keep_left and keep_right:
            alive = (x >= 0) & (y >= 0)
        else:
            alive = x >= 0 if keep_left else (x >= 0) | (y >= 0)
        # Python's remainder sends dead (-1) to the last row.
        codes = (x.astype(np.int64) % (left.size + 1)) * width + y % width
        live = codes[alive]
        frontier = distinct(live)
        frontier = frontier[numbering.of(frontier) < 0]
        numbering.add(frontier)
        row = np.full(x.shape, -1, dtype=np.int32)
        row[alive] = numbering.of(live)
        rows.append(row)
        levels.append(frontier)
    order = np.concatenate(levels)
    in_left = np.append(left.accepting, False)[order // width]
    in_right = np.append(right.accepting, False)[order % width]
    if keep_left and keep_right:
        accepting = in_left & in_right
    elif difference:
        accepting = in_left & ~in_right
    else:
        accepting = in_left | in_right
    return trimmed(classes, np.concatenate(rows), accepting)
