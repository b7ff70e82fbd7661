"""Muon: momentum whose matrix updates are made orthogonal; AdamW for embeddings and norms. Training only.

Source: K. Jordan et al., "Muon: An optimizer for hidden layers in neural networks" (2024). Own
single-precision version, because the one in torch works in bfloat16, which is slow and coarser on a CPU.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor


def orthogonalised(gradients: Tensor, rounds: int = 5) -> Tensor:
    """The nearest matrices with singular values near one, by Newton-Schulz steps; (…, A, B) float32."""
    a, b, c = 3.4445, -4.7750, 2.0315
    tall = gradients.shape[-2] > gradients.shape[-1]
    x: Tensor = gradients.mT if tall else gradients
    x = x / (x.norm(dim=(-2, -1), keepdim=True) + 1e-7)
    for _ in range(rounds):
        square = x @ x.mT
        x = a * x + (b * square + c * square @ square) @ x
    return x.mT if tall else x


class Muon(torch.optim.Optimizer):
    """Nesterov momentum with orthogonalised updates for 2-d parameters."""

    def __init__(self, parameters: Iterable[Tensor], lr: float = 0.02, momentum: float = 0.95) -> None:
        super().__init__(parameters, {"lr": lr, "momentum": momentum})

    @torch.no_grad()
    def step(self, closure: Any = None) -> Any:
        """One update; ``closure`` is not supported."""
        assert closure is None
        for group in self.param_groups:
            alike: dict[torch.Size, list[Tensor]] = {}  # matrices of one shape are updated together
            for weight in group["params"]:
                if weight.grad is not None:
                    alike.setdefault(weight.shape, []).append(weight)
            for shape, weights in alike.items():
                ahead = torch.stack([self._ahead(weight, group["momentum"]) for weight in weights])
                scale = max(1.0, shape[0] / shape[1]) ** 0.5
                updates = orthogonalised(ahead).unbind()
                torch._foreach_add_(weights, updates, alpha=-group["lr"] * scale)

    def _ahead(self, weight: Tensor, momentum: float) -> Tensor:
        """The gradient with Nesterov momentum."""
        assert weight.grad is not None
        state = self.state[weight]
        if "momentum" not in state:
            state["momentum"] = torch.zeros_like(weight)
        velocity = state["momentum"]
        velocity.lerp_(weight.grad, 1 - momentum)
        return weight.grad.lerp(velocity, momentum)
