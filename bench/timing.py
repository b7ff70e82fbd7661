"""What the mask benchmarks share: clocks, percentiles, and llguidance over one of our vocabularies."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from detlm.mask.vocabulary import Vocabulary


def timed(call: Callable[[], Any], clock: Callable[[], float] = time.perf_counter) -> float:
    """Seconds of one call."""
    begin = clock()
    call()
    return clock() - begin


def both_timed(call: Callable[[], Any]) -> tuple[float, float]:
    """Wall-clock and processor seconds; the second is what other work on the machine does not add to."""
    wall, processor = time.perf_counter(), time.thread_time()
    call()
    return time.perf_counter() - wall, time.thread_time() - processor


def microseconds(seconds: Sequence[float]) -> dict[str, float]:
    """Median, 99th percentile, largest and mean in microseconds, and of how many."""
    values = np.array(seconds) * 1e6
    return {
        "p50": round(float(np.percentile(values, 50)), 2),
        "p99": round(float(np.percentile(values, 99)), 2),
        "max": round(float(values.max()), 2),
        "mean": round(float(values.mean()), 2),
        "n": len(values),
    }


class Figure(NamedTuple):
    """A figure that an issue names, beside its target (the most it may be)."""

    name: str
    measured: float
    target: float

    @property
    def met(self) -> bool:
        """Whether it is within the target."""
        return self.measured <= self.target


def report(figures: Sequence[Figure]) -> list[dict[str, Any]]:
    """Prints figures beside their targets; the same as data."""
    print(f"\n{'figure':72}{'measured':>10}{'target':>10}")
    for figure in figures:
        missed = "" if figure.met else "  missed"
        print(f"{figure.name:72}{figure.measured:>10,.2f}{figure.target:>10,.2f}{missed}")
    return [{**figure._asdict(), "met": figure.met} for figure in figures]


def ratios(name: str, ours: dict[str, float], theirs: dict[str, float]) -> list[Figure]:
    """Median and 99th percentile as multiples of llguidance's, which issues let be 1.2."""
    return [
        Figure(f"{name}: mask {part}, × llguidance", round(ours[part] / theirs[part], 3), 1.2)
        for part in ("p50", "p99")
    ]


def llguidance_tokenizer(vocabulary: Vocabulary, cut: Callable[[bytes], list[int]]) -> Any:
    """The vocabulary as llguidance takes it; ``cut`` makes ids of a text. None where it is not installed."""
    try:
        from llguidance import LLTokenizer, TokenizerWrapper
    except ImportError:
        return None

    class Tokens:
        def __init__(self) -> None:
            self.eos_token_id = vocabulary.eos_ids[0]
            self.bos_token_id = None
            self.tokens = [t if t is not None else b"\xff<|special|>" for t in vocabulary.tokens]
            self.special_token_ids = sorted(vocabulary.special_ids)

        def __call__(self, text: bytes) -> list[int]:
            return cut(text)

    return LLTokenizer(TokenizerWrapper(Tokens()))
