"""Scores with the cache kept, cut and rebuilt are the scores of the whole text."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from detlm.errors import ModelError
from detlm.model import scorer as scorer_module
from detlm.model.loading import LoadedModel, load_model
from detlm.model.scorer import Scorer, one_thread

IDS = [2, 40, 41, 42, 43, 44, 45, 46]


@pytest.fixture(scope="module")
def loaded(micro: Path) -> LoadedModel:
    return load_model(str(micro))


def _whole(loaded: LoadedModel, ids: list[int]) -> np.ndarray:
    with torch.inference_mode():
        return loaded.model(input_ids=torch.tensor([ids])).logits[0, -1].numpy()


def test_scores_equal_the_whole_text(loaded: LoadedModel) -> None:
    scorer = Scorer(loaded)
    scorer.extend(IDS[:3])
    for n in range(3, len(IDS) + 1):
        assert len(scorer) == n
        np.testing.assert_allclose(scorer.logits(), _whole(loaded, IDS[:n]), atol=1e-4)
        scorer.extend(IDS[n : n + 1])
    assert scorer.logits().dtype == np.float32
    assert scorer.logits().shape == (loaded.vocab_size,)


def test_forced_text_costs_no_call(loaded: LoadedModel) -> None:
    scorer = Scorer(loaded)
    for token in IDS:
        scorer.extend([token])
    assert scorer.calls == 0
    scorer.logits()
    scorer.logits()
    assert (scorer.calls, scorer.scored_tokens) == (1, len(IDS))


def test_going_back(loaded: LoadedModel) -> None:
    scorer = Scorer(loaded)
    scorer.extend(IDS[:4])
    early = scorer.logits()
    scorer.extend(IDS[4:])
    scorer.logits()
    scorer.rewind(4)
    calls = scorer.calls
    assert scorer.logits() is early  # kept, not computed again
    assert scorer.calls == calls
    scorer.extend([99, 98])
    np.testing.assert_allclose(scorer.logits(), _whole(loaded, [*IDS[:4], 99, 98]), atol=1e-4)
    scorer.truncate(3)  # scores after three tokens were never asked for: one call over one token
    before = scorer.scored_tokens
    np.testing.assert_allclose(scorer.logits(), _whole(loaded, IDS[:3]), atol=1e-4)
    assert scorer.scored_tokens == before + 1
    scorer.truncate(0)
    scorer.extend([7, 8])
    np.testing.assert_allclose(scorer.logits(), _whole(loaded, [7, 8]), atol=1e-4)


def test_going_back_within_queued_text(loaded: LoadedModel) -> None:
    scorer = Scorer(loaded)
    scorer.extend(IDS)
    scorer.rewind(2)
    assert scorer.tokens == tuple(IDS[:-2])
    np.testing.assert_allclose(scorer.logits(), _whole(loaded, IDS[:-2]), atol=1e-4)
    for wrong in (-1, 100):
        with pytest.raises(ValueError, match="cannot"):
            scorer.rewind(wrong)
        with pytest.raises(ValueError, match="cannot"):
            scorer.truncate(100 if wrong < 0 else -1)


def test_random_walks_agree_with_the_whole_text(loaded: LoadedModel) -> None:
    rng = np.random.default_rng(5)
    scorer = Scorer(loaded)
    for _ in range(120):
        if len(scorer) and rng.random() < 0.4:
            scorer.rewind(int(rng.integers(0, len(scorer) + 1)))
        else:
            scorer.extend(rng.integers(7, 300, size=int(rng.integers(1, 9))).tolist()[: 250 - len(scorer)])
        if len(scorer) and rng.random() < 0.6:
            np.testing.assert_allclose(scorer.logits(), _whole(loaded, list(scorer.tokens)), atol=1e-4)


def test_few_scores_are_kept(loaded: LoadedModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scorer_module, "_KEPT_BYTES", 1)
    scorer = Scorer(loaded)
    for token in IDS:
        scorer.extend([token])
        scorer.logits()
    assert len(scorer._kept) == 2
    scorer.truncate(2)
    np.testing.assert_allclose(scorer.logits(), _whole(loaded, IDS[:2]), atol=1e-4)


def test_float64_depends_on_the_tokens_alone(loaded: LoadedModel) -> None:
    one, other = Scorer(loaded), Scorer(loaded)
    one.extend(IDS)
    for token in [*IDS, 5, 6]:
        other.extend([token])
        other.logits()
    other.rewind(2)
    first, second = one.logits_float64(), other.logits_float64()
    assert first.dtype == np.float64
    assert first.tobytes() == second.tobytes()
    np.testing.assert_allclose(first, one.logits(), atol=1e-3)
    assert (one.calls, one.precise_calls, other.precise_calls) == (1, 1, 1)
    assert next(loaded.model.parameters()).dtype == torch.float32


def test_float64_is_computed_in_float64(loaded: LoadedModel) -> None:
    """Finer than float32: a weight changed by less than float32 sees moves the float64 scores."""
    scorer = Scorer(loaded)
    scorer.extend(IDS)
    before = scorer.logits_float64()
    with torch.no_grad():
        scorer._double.model.layers[0].self_attn.v_proj.weight.mul_(1 + 1e-12)
    moved = np.abs(scorer.logits_float64() - before).max()
    assert 0 < moved < 1e-9


def test_thread_counts_do_not_change_the_scores(loaded: LoadedModel) -> None:
    threads = torch.get_num_threads()
    results = set()
    try:
        for count in (1, 2):
            torch.set_num_threads(count)
            scorer = Scorer(loaded)
            scorer.extend(IDS)
            results.add((scorer.logits().tobytes(), scorer.logits_float64().tobytes()))
            assert torch.get_num_threads() == count
    finally:
        torch.set_num_threads(threads)
    assert len(results) == 1


def test_one_thread_restores_after_an_error() -> None:
    threads = torch.get_num_threads()
    try:
        torch.set_num_threads(2)
        with pytest.raises(RuntimeError), one_thread():
            assert torch.get_num_threads() == 1
            raise RuntimeError
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(threads)


def test_bad_scores_are_an_error(micro: Path) -> None:
    for bad in (float("nan"), float("inf")):
        broken = load_model(str(micro))
        with torch.no_grad():
            broken.model.model.norm.weight[0] = bad
        scorer = Scorer(broken)
        scorer.extend(IDS)
        with pytest.raises(ModelError, match="NaN or infinity"):
            scorer.logits()
        with pytest.raises(ModelError, match="NaN or infinity"):
            scorer.logits_float64()


def test_lengths_and_ids_are_checked(loaded: LoadedModel) -> None:
    scorer = Scorer(loaded)
    with pytest.raises(ModelError, match="prompt is empty"):
        scorer.logits()
    with pytest.raises(ModelError, match="prompt is empty"):
        scorer.logits_float64()
    with pytest.raises(ModelError, match=r"257 tokens.*at most 256"):
        scorer.extend([9] * 257)
    with pytest.raises(ModelError, match="token id 300"):
        scorer.extend([300])
    assert len(scorer) == 0
    scorer.extend([9] * 256)
    assert np.isfinite(scorer.logits()).all()


def test_an_interrupted_run_leaves_a_usable_scorer(
    loaded: LoadedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    scorer = Scorer(loaded)
    scorer.extend(IDS[:4])
    scorer.logits()
    scorer.extend(IDS[4:])
    layer = loaded.model.model.layers[1]
    with monkeypatch.context() as patched:

        def interrupt(*_: object, **__: object) -> None:
            raise KeyboardInterrupt

        patched.setattr(layer, "forward", interrupt)
        with pytest.raises(KeyboardInterrupt):
            scorer.logits()
    np.testing.assert_allclose(scorer.logits(), _whole(loaded, IDS), atol=1e-4)
