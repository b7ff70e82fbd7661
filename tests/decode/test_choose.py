"""Choosing a token: argmax with a second look at near-ties, and seeded draws, never outside the mask."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detlm.decode.choose import NEAR_TIE, Drawer, Sampling, best
from detlm.errors import UsageError

NEVER = np.float32(-np.inf)


def _scores(*values: float) -> npt.NDArray[np.float32]:
    return np.array(values, dtype=np.float32)


def _flags(*ids: int, size: int) -> npt.NDArray[np.bool_]:
    flags = np.zeros(size, dtype=bool)
    flags[list(ids)] = True
    return flags


def _unasked() -> npt.NDArray[np.float64]:
    raise AssertionError("float64 is for near-ties only")


def test_the_best_admissible_id_wins() -> None:
    choice = best(_scores(9, 1, 3, 2), _flags(1, 2, 3, size=4), _unasked)
    assert (choice.id, choice.margin) == (2, 1.0)


def test_an_only_id_has_no_lead_and_needs_no_scores() -> None:
    choice = best(_scores(9, -5), _flags(1, size=2), _unasked)
    assert (choice.id, choice.margin) == (1, None)


def test_float64_decides_a_near_tie() -> None:
    near = _scores(7, 1.0, 1.0 + NEAR_TIE / 4)
    exact = np.array([7, 1.0 + 1e-9, 1.0])
    choice = best(near, _flags(1, 2, size=3), lambda: exact)
    assert choice.id == 1
    assert choice.margin == pytest.approx(1e-9)


def test_a_clear_lead_is_not_looked_at_again() -> None:
    assert best(_scores(1.0, 1.0 + 2 * NEAR_TIE), _flags(0, 1, size=2), _unasked).id == 1


def test_equal_in_float64_is_the_lowest_id() -> None:
    choice = best(_scores(0, 2, 2, 2), _flags(1, 2, 3, size=4), lambda: np.array([0, 2.0, 2.0, 2.0]))
    assert (choice.id, choice.margin) == (1, 0.0)


def test_minus_infinity_loses_and_gives_no_lead() -> None:
    choice = best(_scores(5, NEVER, -3), _flags(1, 2, size=3), _unasked)
    assert (choice.id, choice.margin) == (2, None)
    choice = best(_scores(5, NEVER, NEVER), _flags(1, 2, size=3), _unasked)
    assert (choice.id, choice.margin) == (1, None)


SCORES = st.lists(
    st.one_of(st.floats(-30, 30, width=32), st.just(float("-inf"))), min_size=2, max_size=12
).map(lambda values: _scores(*values))


@st.composite
def masked_scores(draw: st.DrawFn) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.bool_]]:
    scores = draw(SCORES)
    ids = draw(st.sets(st.integers(0, len(scores) - 1), min_size=1))
    return scores, _flags(*ids, size=len(scores))


@st.composite
def samplings(draw: st.DrawFn) -> Sampling:
    return Sampling(
        seed=draw(st.integers(0, 2**63 - 1)),
        temperature=draw(st.one_of(st.floats(0.01, 10), st.sampled_from([1e-310, 1e300]))),
        top_k=draw(st.integers(0, 14)),
        top_p=draw(st.one_of(st.just(1.0), st.floats(1e-9, 1.0))),
    )


@given(masked_scores(), samplings())
def test_draws_stay_inside_the_mask(masked: Any, how: Sampling) -> None:
    scores, flags = masked
    drawer = Drawer(how)
    finite = flags & np.isfinite(scores)
    for _ in range(5):
        choice = drawer.draw(scores, flags)
        assert flags[choice.id]
        assert not finite.any() or finite[choice.id], "what has no probability is not drawn"
        assert choice.margin is None or np.isfinite(choice.margin)


@given(masked_scores(), samplings())
def test_a_seed_says_everything(masked: Any, how: Sampling) -> None:
    scores, flags = masked
    first, second = Drawer(how), Drawer(how)
    assert [first.draw(scores, flags) for _ in range(8)] == [second.draw(scores, flags) for _ in range(8)]


@given(masked_scores(), st.integers(1, 5), st.integers(0, 999))
def test_top_k_keeps_the_best_k(masked: Any, k: int, seed: int) -> None:
    scores, flags = masked
    ids = [int(i) for i in np.flatnonzero(flags)]
    kept = sorted(ids, key=lambda i: (-float(scores[i]), i))[:k]
    drawer = Drawer(Sampling(seed=seed, temperature=2.0, top_k=k))
    assert {drawer.draw(scores, flags).id for _ in range(20)} <= set(kept)


@given(masked_scores(), st.floats(0.01, 0.999), st.integers(0, 999))
def test_top_p_keeps_the_smallest_nucleus(masked: Any, p: float, seed: int) -> None:
    scores, flags = masked
    ids = sorted((int(i) for i in np.flatnonzero(flags)), key=lambda i: (-float(scores[i]), i))
    if not np.isfinite(scores[ids[0]]):
        return
    weights = np.exp(np.array([float(scores[i]) for i in ids]) - float(scores[ids[0]]))
    before = np.cumsum(weights / weights.sum()) - weights / weights.sum()
    nucleus = {i for i, mass in zip(ids, before, strict=True) if mass < p + 1e-9}
    drawer = Drawer(Sampling(seed=seed, temperature=1.0, top_p=p))
    assert {drawer.draw(scores, flags).id for _ in range(20)} <= nucleus


def test_draws_follow_the_probabilities() -> None:
    drawer = Drawer(Sampling(seed=3, temperature=1.0))
    scores, flags = np.log(_scores(0.5, 8, 4, 2)), _flags(1, 2, 3, size=4)
    counts = np.bincount([drawer.draw(scores, flags).id for _ in range(7000)], minlength=4)
    assert counts[0] == 0
    assert counts[1:] == pytest.approx([4000, 2000, 1000], abs=200)


def test_the_lead_is_over_all_admissible_ids_before_temperature() -> None:
    scores, flags = _scores(9, 5, 2), _flags(1, 2, size=3)
    choice = Drawer(Sampling(seed=0, temperature=0.5, top_k=1)).draw(scores, flags)
    assert (choice.id, choice.margin) == (1, 3.0)


@pytest.mark.parametrize(
    "wrong",
    [
        {"temperature": 0.0},
        {"temperature": -1.0},
        {"temperature": float("nan")},
        {"temperature": float("inf")},
        {"top_p": 0.0},
        {"top_p": 1.5},
        {"top_p": float("nan")},
        {"top_k": -1},
        {"seed": -1},
        {"seed": 1 << 63},
    ],
    ids=str,
)
def test_settings_that_mean_nothing(wrong: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match="--" + next(iter(wrong)).replace("_", "-")):
        Sampling(**wrong)
