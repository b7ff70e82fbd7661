"""A micro model in a temporary folder, made once: for all tests of loading and scoring that need no skill."""

from __future__ import annotations

from pathlib import Path

import pytest

from detlm.model.training import Recipe

MICRO = Recipe(
    steps=6,
    seed=3,
    rows=2,
    longest=320,
    vocabulary=300,
    width=48,
    layers=2,
    heads=3,
    inner=64,
    context=256,
    warmup=2,
    decay_from=3,
    horizon=12,
    tokenizer_groups=5,
)


@pytest.fixture(scope="session")
def recipe() -> Recipe:
    """The micro model's recipe."""
    return MICRO


@pytest.fixture(scope="session")
def micro(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A trained micro model's folder. Not to be changed: copy it first."""
    from detlm.model.train_shipped import train

    out = tmp_path_factory.mktemp("micro")
    assert train(MICRO, out, resume=False, quiet=True)
    return out
