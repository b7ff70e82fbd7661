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
    """The chosen id, and its lead over the best other admissible id (natural log units, before temperature).

    The lead is None where no other id is admissible, or none that has a probability at all (score -inf).
    """

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
    second, first = np.partition(held, len(held) - 2)[-2:]
    if np.isfinite(second) and first - second < NEAR_TIE:
        held = precise()[ids]
    place = int(np.argmax(held))  # the first of equals: the lowest id
    return Choice(int(ids[place]), _lead(held, place))


def _lead(held: npt.NDArray[np.float64], place: int) -> float | None:
    """How far ``held[place]`` is above the best of the others (below: negative)."""
    others = np.delete(held, place)
    if not len(others) or not np.isfinite([held[place], others.max()]).all():
        return None
    return float(held[place] - others.max())


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
        held = scores[ids].astype(np.float64)
        order = np.lexsort((ids, -held))  # by score, equal scores by id
        ids, held = ids[order], held[order]
        weights = self._weights(held)
        if self._how.top_k:
            weights = weights[: self._how.top_k]
        if self._how.top_p < 1:
            weights = weights[: int(np.searchsorted(np.cumsum(weights / weights.sum()), self._how.top_p)) + 1]
        sums = np.cumsum(weights)
        place = int(np.searchsorted(sums, self._random.random() * sums[-1], side="right"))
        place = min(place, int(np.flatnonzero(weights)[-1]))  # rounding must not reach what has no weight
        return Choice(int(ids[place]), _lead(held, place))

    def _weights(self, held: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Probabilities up to a factor, for scores from the highest down; the first is 1."""
        if held[0] == -np.inf:  # the model rules out all that is admissible: nothing to go by
            return np.ones(len(held))
        with np.errstate(over="ignore"):  # a tiny temperature: all but the best become -inf, weight 0
            weights: npt.NDArray[np.float64] = np.exp((held - held[0]) / self._how.temperature)
            return weights
