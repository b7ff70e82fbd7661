"""Starting weights that can already copy, so that training time goes into what to copy. Training only.

A transformer spends most of a short training on finding *induction*: a head that looks at the previous token,
and a head in the next layer that finds the last place after the current token and copies what followed (C.
Olsson et al., "In-context Learning and Induction Heads", 2022). Here both heads are written down before the
first step; gradients are free to change them. Everything else starts random, with residual outputs at zero.

The residual stream (width D, head width H) starts as: entry 0, the same for every token (the model has no
biases, and attention by position needs something constant); entries 1 to D-H-1, the token; the last H, the
token before.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

_TOKEN, _CONSTANT = 0.5, 2.0  # size of the token's entries and of the constant one
_LOCAL = 4  # rotary pairs, quickest first, by which a position is told from its neighbours


def _rotations(head: int, base: float) -> Tensor:
    """Angle by which each of the ``head // 2`` rotary pairs turns from one position to the next."""
    return base ** (-torch.arange(0, head, 2, dtype=torch.float32) / head)


@torch.no_grad()
def write_copy_heads(model: Any, seed: int) -> None:
    """Write the starting weights into a fresh `LlamaForCausalLM`: tied embeddings, two layers or more."""
    config = model.config
    width, head = config.hidden_size, config.hidden_size // config.num_attention_heads
    token = width - head - 1  # entries that hold the token
    source = torch.Generator().manual_seed(seed)
    embedding = model.model.embed_tokens.weight
    embedding.zero_()
    embedding[:, 1 : 1 + token] = torch.randn(embedding.shape[0], token, generator=source) * _TOKEN
    embedding[:, 0] = _CONSTANT
    for layer in model.model.layers:
        layer.self_attn.o_proj.weight.zero_()
        layer.mlp.down_proj.weight.zero_()
    model.model.norm.weight.fill_(
        0.15
    )  # tied embeddings of this size would make the first scores far too sure

    angles = _rotations(head, config.rope_parameters["rope_theta"])
    half = head // 2
    local = min(_LOCAL, half // 2)
    view = torch.linalg.qr(torch.randn(token, head, generator=source))[
        0
    ].T  # (head, token): what a head sees of a token

    before = model.model.layers[0].self_attn  # head 0: the previous token
    sharp = 1.35
    for weight in (before.q_proj.weight, before.k_proj.weight, before.v_proj.weight):
        weight[:head] = 0
    for i in range(local):
        before.q_proj.weight[i, 0] = sharp
        before.k_proj.weight[i, 0] = sharp * torch.cos(angles[i])
        before.k_proj.weight[i + half, 0] = sharp * torch.sin(angles[i])
    before.v_proj.weight[:head, 1 : 1 + token] = view
    before.o_proj.weight[width - head :, :head] = torch.eye(head) * 0.5

    copier = model.model.layers[1].self_attn  # heads 0, 1, ..: what followed the last time, a part of it each
    slow = [
        j for j in range(head) if j % half >= half // 2 - 1
    ]  # pairs that hardly turn: matching by content
    for h in range((token + head - 1) // head):
        rows = slice(h * head, (h + 1) * head)
        for weight in (copier.q_proj.weight, copier.k_proj.weight, copier.v_proj.weight):
            weight[rows] = 0
        for j in slow:
            copier.q_proj.weight[h * head + j, 1 : 1 + token] = view[j] * 1.5
            copier.k_proj.weight[h * head + j, width - head + j] = 1.5
        for j, entry in enumerate(range(1 + h * head, min(1 + (h + 1) * head, 1 + token))):
            copier.v_proj.weight[h * head + j, entry] = 1.0
            copier.o_proj.weight[entry, h * head + j] = 1.0
