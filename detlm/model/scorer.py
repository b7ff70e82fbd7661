"""Next-token scores for a growing list of tokens, with the attention cache kept and cut back as needed.

No sampling, no masks: what to do with the scores is the decoder's business. Calls the model directly;
`generate` is never used. Tokens are only queued by `extend`: the model runs when scores are asked for, once
for all that is queued, so text that is forced costs no call of its own.
"""

from __future__ import annotations

import copy
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch.nn.attention import SDPBackend, sdpa_kernel

from detlm.errors import ModelError
from detlm.model.loading import LoadedModel

_SMALL = 50_000_000  # parameters up to which one thread is both quicker and the same on every machine setting
_KEPT_BYTES = 32 << 20  # scores kept for going back


@contextmanager
def one_thread() -> Iterator[None]:
    """Run torch on one thread inside the block, with the process's setting restored after it."""
    before = torch.get_num_threads()
    if before == 1:
        yield
        return
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


class _Norm64(torch.nn.Module):
    """RMS norm in the precision of its input; the usual classes always compute in float32."""

    def __init__(self, weight: torch.Tensor, epsilon: float) -> None:
        super().__init__()
        self.weight, self.epsilon = weight, epsilon

    def forward(self, states: torch.Tensor) -> torch.Tensor:
        mean = states.square().mean(-1, keepdim=True)
        return self.weight * (states * torch.rsqrt(mean + self.epsilon))


def float64_copy(model: Any) -> Any:
    """A copy of ``model`` in float64, norms included where they are plain RMS norms."""
    double = copy.deepcopy(model).double()
    for parent in list(double.modules()):
        for name, child in list(parent.named_children()):
            if type(child).__name__.endswith("RMSNorm") and hasattr(child, "variance_epsilon"):
                mine = _Norm64(child.weight, child.variance_epsilon)
                probe = torch.linspace(-1, 1, child.weight.numel(), dtype=torch.float64)
                if torch.allclose(mine(probe), child(probe).double(), rtol=1e-4, atol=1e-5):
                    setattr(parent, name, mine)
    return double.eval().requires_grad_(False)


class Scorer:
    """Scores of the next token after a list of tokens that is appended to and cut back.

    ``calls`` counts runs of the model, ``scored_tokens`` the tokens that went through it, ``precise_calls``
    the float64 runs. Not for use from several threads at once.
    """

    def __init__(self, loaded: LoadedModel) -> None:
        self.loaded = loaded
        self.calls = 0
        self.scored_tokens = 0
        self.precise_calls = 0
        self._tokens: list[int] = []
        self._cached = 0  # how many of the tokens are in the cache
        self._cache: Any = None
        self._kept: OrderedDict[int, npt.NDArray[np.float32]] = (
            OrderedDict()
        )  # length of text -> scores after it
        self._most_kept = max(2, _KEPT_BYTES // (4 * loaded.vocab_size))
        self._double: Any = None
        self._one_thread = sum(p.numel() for p in loaded.model.parameters()) <= _SMALL

    @property
    def tokens(self) -> tuple[int, ...]:
        """All tokens so far, the prompt's included."""
        return tuple(self._tokens)

    def __len__(self) -> int:
        return len(self._tokens)

    def extend(self, ids: Sequence[int]) -> None:
        """Append tokens; the model runs later. Raises `ModelError` past the context or for an unknown id."""
        length = len(self._tokens) + len(ids)
        if length > self.loaded.context:
            raise ModelError(
                f"the text has {length} tokens, "
                f"the model {self.loaded.name} reads at most {self.loaded.context}",
                hint="shorten the prompt or the facts, or use a model with a longer context",
            )
        for token in ids:
            if not 0 <= token < self.loaded.vocab_size:
                raise ModelError(
                    f"token id {token} is outside the model's vocabulary of {self.loaded.vocab_size}"
                )
        self._tokens.extend(int(t) for t in ids)

    def rewind(self, n_tokens: int) -> None:
        """Forget the last ``n_tokens`` tokens. Raises ValueError where there are fewer."""
        if not 0 <= n_tokens <= len(self._tokens):
            raise ValueError(f"cannot take back {n_tokens} of {len(self._tokens)} tokens")
        self.truncate(len(self._tokens) - n_tokens)

    def truncate(self, length: int) -> None:
        """Keep the first ``length`` tokens only. Raises ValueError where there are fewer."""
        if not 0 <= length <= len(self._tokens):
            raise ValueError(f"cannot keep {length} of {len(self._tokens)} tokens")
        del self._tokens[length:]
        for known in [n for n in self._kept if n > length]:
            del self._kept[known]
        self._crop(length)

    def logits(self) -> npt.NDArray[np.float32]:
        """Scores of the next token, float32 (V,); the caller must not write into them.

        Raises `ModelError` for an empty text and where the model gives NaN or an infinity.
        """
        length = len(self._tokens)
        if length == 0:
            raise ModelError("there is nothing to continue: the prompt is empty")
        if length not in self._kept:
            self._run()
        self._kept.move_to_end(length)
        return self._kept[length]

    def logits_float64(self) -> npt.NDArray[np.float64]:
        """The same scores, float64 (V,), from a float64 copy: no cache, one thread, one order of additions.

        They depend on the tokens alone, not on how these were fed; made for near-ties. The copy is made on
        first use and takes eight bytes a parameter. Raises as `logits` does.
        """
        if not self._tokens:
            raise ModelError("there is nothing to continue: the prompt is empty")
        if self._double is None:
            self._double = float64_copy(self.loaded.model)
        # the plain attention kernel: float64 throughout, one fixed order of additions, nothing fused
        with one_thread(), torch.inference_mode(), sdpa_kernel(SDPBackend.MATH):
            ids = torch.tensor([self._tokens], device=self._double.device)
            out = self._double(input_ids=ids, use_cache=False)
            scores: npt.NDArray[np.float64] = out.logits[0, -1].double().cpu().numpy()
        self.precise_calls += 1
        self._require_finite(scores)
        return scores

    def _run(self) -> None:
        """Run the model over what is not in the cache yet (the last token at least)."""
        if self._cached == len(self._tokens):
            self._crop(len(self._tokens) - 1)
        if self._one_thread:
            with one_thread(), torch.inference_mode():
                self._forward()
        else:
            with torch.inference_mode():
                self._forward()

    def _forward(self) -> None:
        if self._cache is None:
            from transformers import DynamicCache

            self._cache, self._cached = DynamicCache(config=self.loaded.model.config), 0
        fresh = self._tokens[self._cached :]
        ids = torch.tensor([fresh], device=self.loaded.model.device)
        try:
            out = self.loaded.model(
                input_ids=ids, past_key_values=self._cache, use_cache=True, logits_to_keep=1
            )
        except BaseException:
            self._cache = None  # it may be half written
            self._cached = 0
            raise
        self._cached = len(self._tokens)
        self.calls += 1
        self.scored_tokens += len(fresh)
        scores: npt.NDArray[np.float32] = out.logits[0, -1].float().cpu().numpy()
        self._require_finite(scores)
        scores.setflags(write=False)
        self._kept[len(self._tokens)] = scores
        while len(self._kept) > self._most_kept:
            self._kept.popitem(last=False)

    def _crop(self, length: int) -> None:
        """Cut the cache to ``length`` tokens; start it afresh where its kind cannot be cut."""
        surplus = self._cached - length
        if surplus <= 0:
            return
        if length > 0 and all(type(layer).__name__ == "DynamicLayer" for layer in self._cache.layers):
            with torch.inference_mode():
                self._cache.crop(-surplus)
            self._cached = length
        else:
            self._cache, self._cached = None, 0

    def _require_finite(self, scores: npt.NDArray[Any]) -> None:
        if not np.isfinite(scores).all():
            raise ModelError(
                f"the model {self.loaded.name} gave scores that are no numbers (NaN or infinity)",
                hint="the weights are damaged, or the dtype is too narrow: try dtype float32",
            )
