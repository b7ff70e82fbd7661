"""The masks inside plain ``generate``."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from detlm.errors import ModelError
from detlm.model.loading import load_model
from detlm.model.processor import MaskLogitsProcessor

SIZE = 300


def _packed(flags: np.ndarray) -> np.ndarray:
    words = np.zeros((SIZE + 31) // 32, dtype=np.uint32)
    for token in np.flatnonzero(flags):
        words[token // 32] |= np.uint32(1 << (token % 32))
    return words


@pytest.mark.parametrize("packed", [False, True])
def test_generate_stays_inside_the_mask(micro: Path, packed: bool) -> None:
    from transformers import LogitsProcessorList

    loaded = load_model(str(micro))
    seen: list[list[int]] = []

    def next_mask(tokens: list[int]) -> np.ndarray:
        seen.append(tokens)
        flags = np.zeros(SIZE, dtype=np.bool_)
        flags[[100 + len(tokens), 299]] = True
        return _packed(flags) if packed else flags

    prompt = torch.tensor([[2, 50, 51]])
    out = loaded.model.generate(
        prompt,
        attention_mask=torch.ones_like(prompt),
        max_new_tokens=5,
        do_sample=False,
        logits_processor=LogitsProcessorList([MaskLogitsProcessor(next_mask)]),
    )
    new = out[0, 3:].tolist()
    assert len(new) == 5
    assert all(token in (103 + i, 299) for i, token in enumerate(new))
    assert seen[0] == [2, 50, 51]
    assert seen[4] == [2, 50, 51, *new[:4]]


def test_rows_have_masks_of_their_own_and_scores_are_left_alone() -> None:
    scores = torch.zeros(2, SIZE)
    processor = MaskLogitsProcessor(lambda tokens: np.arange(SIZE) == tokens[-1])
    masked = processor(torch.tensor([[5], [9]]), scores)
    assert [row.isfinite().nonzero().flatten().tolist() for row in masked] == [[5], [9]]
    assert scores.eq(0).all()


@pytest.mark.parametrize(
    ("mask", "message"),
    [
        (np.zeros(SIZE, dtype=np.bool_), "admits no token"),
        (np.ones(SIZE - 1, dtype=np.bool_), "shape"),
        (np.ones(3, dtype=np.uint32), "96 bits"),
    ],
)
def test_a_useless_mask_is_an_error(mask: np.ndarray, message: str) -> None:
    with pytest.raises(ModelError, match=message):
        MaskLogitsProcessor(lambda tokens: mask)(torch.tensor([[5]]), torch.zeros(1, SIZE))
