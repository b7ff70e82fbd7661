"""Which admissible token comes next: the best one, or a seeded draw. Reads scores; knows no program.

Deterministic choice is argmax over the admissible ids. Where the lead is below ``NEAR_TIE`` the scores are
computed again in float64 with a fixed order of additions, and what is equal then goes to the lowest id.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detlm.errors import UsageError

NEAR_TIE = 1e-3

Flags = npt.NDArray[np.bool_]
Scores = npt.NDArray[np.float32]
Precise = Callable[[], npt.NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen id, and its lead over the best other admissible id (None without another)."""

    id: int
    margin: float | None


@dataclass(frozen=True, slots=True)
class Sampling:
    """How ``hybrid`` mode draws: all within the mask. ``top_k=0`` and ``top_p=1`` keep everything."""

    seed: int = 0
    temperature: float = 0.8
    top_k: int = 0
    top_p: float = 1.0

    def __post_init__(self) -> None:
        if not (self.temperature > 0 and np.isfinite(self.temperature)):
            raise UsageError(f"--temperature must be a positive number, not {self.temperature}")
        if not 0 < self.top_p <= 1:
            raise UsageError(f"--top-p must be in (0, 1], not {self.top_p}")
        if self.top_k < 0:
            raise UsageError(f"--top-k must not be negative, not {self.top_k}")
        if not 0 <= self.seed < 1 << 63:
            raise UsageError(f"--seed must be in [0, 2^63), not {self.seed}")


def best(scores: Scores, admissible: Flags, precise: Precise) -> Choice:
    """The admissible id with the highest score; scores (V,), admissible (V,) with at least one set."""
    ids = np.flatnonzero(admissible)
    if len(ids) == 1:
        return Choice(int(ids[0]), None)
    held = scores[ids].astype(np.float64)
    margin = _lead(held)
    if margin < NEAR_TIE:
        held = precise()[ids]
        margin = _lead(held)
    return Choice(int(ids[int(np.argmax(held))]), margin)  # argmax takes the first: the lowest id


def _lead(held: npt.NDArray[np.float64]) -> float:
    second, first = np.partition(held, len(held) - 2)[-2:]
    return float(first - second)


class Drawer:
    """Seeded draws within the mask; one generator for a whole run."""

    def __init__(self, sampling: Sampling) -> None:
        self._how = sampling
        self._random = np.random.Generator(np.random.PCG64(sampling.seed))

    def draw(self, scores: Scores, admissible: Flags) -> Choice:
        """An admissible id, drawn by its probability after temperature, top-k and nucleus."""
        ids = np.flatnonzero(admissible)
        if len(ids) == 1:
            return Choice(int(ids[0]), None)
        held = scores[ids].astype(np.float64) / self._how.temperature
        order = np.lexsort((ids, -held))  # by score, equal scores by id
        ids, held = ids[order], held[order]
        if self._how.top_k:
            ids, held = ids[: self._how.top_k], held[: self._how.top_k]
        weights = np.exp(held - held[0])
        weights /= weights.sum()
        kept = int(np.searchsorted(np.cumsum(weights), self._how.top_p)) + 1
        ids, held, weights = ids[:kept], held[:kept], weights[:kept]
        place = int(np.searchsorted(np.cumsum(weights), self._random.random() * weights.sum(), side="right"))
        place = min(place, len(ids) - 1)
        others = np.delete(held, place)
        margin = float(held[place] - others.max()) if len(others) else None
        return Choice(int(ids[place]), margin)
