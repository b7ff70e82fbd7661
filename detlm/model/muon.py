"""Muon: momentum whose matrix updates are made orthogonal; AdamW for embeddings and norms. Training only.

Source: K. Jordan et al., "Muon: An optimizer for hidden layers in neural networks" (2024). Own
single-precision version, because the one in torch works in bfloat16, which is slow and coarser on a CPU.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor


def orthogonalised(gradient: Tensor, rounds: int = 5) -> Tensor:
    """The nearest matrix with singular values near one, by Newton-Schulz steps; same shape, float32."""
    a, b, c = 3.4445, -4.7750, 2.0315
    x: Tensor = gradient.T if gradient.shape[0] > gradient.shape[1] else gradient
    x = x / (x.norm() + 1e-7)
    for _ in range(rounds):
        square = x @ x.T
        x = a * x + (b * square + c * square @ square) @ x
    return x.T if gradient.shape[0] > gradient.shape[1] else x


class Muon(torch.optim.Optimizer):
    """Nesterov momentum with orthogonalised updates for 2-d parameters."""

    def __init__(self, parameters: Iterable[Tensor], lr: float = 0.02, momentum: float = 0.95) -> None:
        super().__init__(parameters, {"lr": lr, "momentum": momentum})

    @torch.no_grad()
    def step(self, closure: Any = None) -> Any:
        """One update; ``closure`` is not supported."""
        assert closure is None
        for group in self.param_groups:
            for weight in group["params"]:
                if weight.grad is None:
                    continue
                state = self.state[weight]
                if "momentum" not in state:
                    state["momentum"] = torch.zeros_like(weight)
                velocity = state["momentum"]
                velocity.lerp_(weight.grad, 1 - group["momentum"])
                ahead = weight.grad.lerp(velocity, group["momentum"])
                scale = max(1.0, weight.shape[0] / weight.shape[1]) ** 0.5
                weight.add_(orthogonalised(ahead), alpha=-group["lr"] * scale)
