"""Masks inside plain ``model.generate``: a transformers logits processor. No decoding loop, no proofs.

For people who want the masks without detlm's decoder; what it gives is what the masks give, uncertified.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from transformers import LogitsProcessor

from detlm.errors import ModelError

Mask = npt.NDArray[np.bool_] | npt.NDArray[np.uint32]


class MaskLogitsProcessor(LogitsProcessor):  # type: ignore[misc]
    """Set the scores of inadmissible tokens to minus infinity.

    ``next_mask`` gets all token ids so far (prompt included) and gives the admissible next ids, as bool (V,)
    or as packed uint32 words (token ``t`` is bit ``t % 32`` of word ``t // 32``). Raises `ModelError` for a
    mask of the wrong size and for one that admits nothing.

    Use: ``model.generate(ids, logits_processor=LogitsProcessorList([MaskLogitsProcessor(next_mask)]))``.
    """

    supports_continuous_batching = False

    def __init__(self, next_mask: Callable[[list[int]], Mask]) -> None:
        self.next_mask = next_mask

    def __call__(self, input_ids: torch.LongTensor, scores: torch.FloatTensor) -> Any:
        """Scores (B, V) with the inadmissible ones at minus infinity; ``scores`` itself is left as it is."""
        flags = np.stack([self._flags(row, scores.shape[-1]) for row in input_ids.tolist()])
        return scores.masked_fill(~torch.from_numpy(flags).to(scores.device), float("-inf"))

    def _flags(self, tokens: list[int], size: int) -> npt.NDArray[np.bool_]:
        mask = np.asarray(self.next_mask(tokens))
        if mask.dtype == np.uint32:
            if mask.size * 32 < size:
                raise ModelError(f"the mask has {mask.size * 32} bits, the model scores {size} tokens")
            octets = mask.astype("<u4", copy=False).view(np.uint8)
            flags = np.unpackbits(octets, count=size, bitorder="little").view(np.bool_)
        else:
            flags = mask.astype(np.bool_, copy=False)
            if flags.shape != (size,):
                raise ModelError(f"the mask has shape {flags.shape}, the model scores {size} tokens")
        if not flags.any():
            raise ModelError("the mask admits no token here", hint="an ended text must admit the end token")
        return flags
