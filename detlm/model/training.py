"""The training loop of the shipped model: batches by step number, loss, checkpoints. Not the command.

Everything random comes from ``(seed, step)``, so an interrupted run that resumes ends with the weights of an
uninterrupted one, and the same machine with the same device and thread count ends with the same weights.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional
from torch.nn.attention import SDPBackend, sdpa_kernel
from torch.utils.data import DataLoader, Dataset

from detlm.model.data.rows import Row, group, repeat_row, row, texts
from detlm.model.initial import write_copy_heads
from detlm.model.muon import Muon
from detlm.model.prompting import SPECIAL_TOKENS
from detlm.model.tokenizer import train_tokenizer


@dataclass(frozen=True)
class Recipe:
    """What determines the weights, together with the device, the machine and the versions."""

    steps: int = 9_500
    seed: int = 7
    threads: int = 1
    rows: int = 64  # rows a step
    longest: int = 384  # tokens a row
    vocabulary: int = 2048
    width: int = 192
    layers: int = 6
    heads: int = 6
    inner: int = 512
    context: int = 1024
    rotary_base: float = 500_000.0  # slow rotations leave matching by content alone over long prompts
    matrix_lr: float = 0.012
    other_lr: float = 3e-3
    warmup: int = 50
    decay_from: int = 4_000  # the learning rate is constant until this step, then falls to zero at the last
    horizon: int = 2_000  # steps over which the curriculum moves; independent of when training ends
    copying: float = 0.03  # until this share of the horizon, half of the rows only train copying
    tokenizer_groups: int = 3000

    def lasting(self, steps: int) -> Recipe:
        """This recipe with another number of steps; its learning rate falls over the second half."""
        if steps == self.steps:
            return self
        return replace(self, steps=steps, decay_from=steps // 2)


Encode = Callable[[str], list[int]]


def make_tokenizer(recipe: Recipe) -> Any:
    """The recipe's byte-level BPE, trained on its own text."""
    groups = (group(Random(f"tokenizer/{recipe.seed}/{i}")) for i in range(recipe.tokenizer_groups))
    return train_tokenizer((t for g in groups for t in texts(g)), recipe.vocabulary)


def make_model(recipe: Recipe) -> Any:
    """A fresh `LlamaForCausalLM` (float32) whose weights depend on the seed alone."""
    from transformers import LlamaConfig, LlamaForCausalLM

    torch.manual_seed(recipe.seed)
    config = LlamaConfig(
        vocab_size=recipe.vocabulary,
        hidden_size=recipe.width,
        intermediate_size=recipe.inner,
        num_hidden_layers=recipe.layers,
        num_attention_heads=recipe.heads,
        num_key_value_heads=recipe.heads,
        max_position_embeddings=recipe.context,
        rope_parameters={"rope_type": "default", "rope_theta": recipe.rotary_base},
        tie_word_embeddings=True,
        bos_token_id=None,
        pad_token_id=0,
        eos_token_id=1,
        attn_implementation="sdpa",
    )
    model = LlamaForCausalLM(config)
    write_copy_heads(model, recipe.seed)
    return model


@dataclass(frozen=True)
class Batch:
    """Padded rows: ids, positions, segments, targets (B, T) int64; weights (B, T) float32.

    ``targets[b, i]`` is the token that position ``i`` should predict, counted with ``weights[b, i]``.
    """

    ids: Tensor
    positions: Tensor
    segments: Tensor  # 0 the prefix, 1.. questions, -1 padding
    targets: Tensor
    weights: Tensor

    @property
    def mask(self) -> Tensor:
        """Who reads whom, (B, 1, T, T) bool: a question reads the prefix and what came of itself."""
        own = self.segments[:, :, None] == self.segments[:, None, :]
        prefix = (self.segments == 0)[:, None, :] & (self.segments >= 0)[:, :, None]
        return ((own | prefix) & torch.ones_like(own[0]).tril())[:, None]

    def on(self, device: torch.device) -> Batch:
        """The same batch on ``device``."""
        return Batch(**{name: value.to(device, non_blocking=True) for name, value in vars(self).items()})


def collate(rows: list[Row], prompt_weight: float) -> Batch:
    """Rows as one batch; answer tokens weigh 1, a question's ``prompt_weight``, all others nothing."""
    longest = max(len(r.ids) for r in rows)

    def pad(values: list[int], filler: int) -> list[int]:
        return values + [filler] * (longest - len(values))

    ids = torch.tensor([pad(r.ids, 0) for r in rows])
    segments = torch.tensor([pad(r.segments, -1) for r in rows])
    answers = torch.tensor([pad(r.answers, 0) for r in rows], dtype=torch.float32)
    same = (segments[:, 1:] == segments[:, :-1]) & (segments[:, 1:] >= 0)
    weights = torch.zeros(ids.shape)
    asked = (segments[:, 1:] > 0) * (1 - answers[:, 1:])
    weights[:, :-1] = same * (answers[:, 1:] + asked * prompt_weight)
    return Batch(
        ids=ids,
        positions=torch.tensor([pad(r.positions, 0) for r in rows]),
        segments=segments,
        targets=torch.cat([ids[:, 1:], ids[:, :1]], dim=1),
        weights=weights,
    )


def hidden_logits(model: Any, batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
    """Logits (N, V), targets (N,) and weights (N,) of the N positions that count."""
    states = model.model(
        input_ids=batch.ids, attention_mask=batch.mask, position_ids=batch.positions, use_cache=False
    ).last_hidden_state
    counted = batch.weights > 0
    return model.lm_head(states[counted]), batch.targets[counted], batch.weights[counted]


class Trainer:
    """Model, optimisers and step counter of one run on ``device`` ("cpu", "cuda")."""

    def __init__(self, recipe: Recipe, tokenizer: Any, device: str = "cpu") -> None:
        self.recipe = recipe
        self.device = torch.device(device)
        self.special = {mark: tokenizer.token_to_id(mark) for mark in SPECIAL_TOKENS}
        tokenizer.encode_special_tokens = True  # text that spells a special token stays text
        self.encode: Encode = lambda text: tokenizer.encode(text, add_special_tokens=False).ids
        self.model = make_model(recipe).to(self.device)
        matrices = [p for n, p in self.model.named_parameters() if p.ndim == 2 and "embed" not in n]
        others = [p for n, p in self.model.named_parameters() if p.ndim != 2 or "embed" in n]
        self.muon = Muon(matrices, lr=recipe.matrix_lr)
        self.adam = torch.optim.AdamW(others, lr=recipe.other_lr, betas=(0.9, 0.95), weight_decay=0.0)
        self.step_number = 0
        self.curve: list[dict[str, float]] = []
        self.seconds = 0.0  # spent in all runs up to here

    def rows_of(self, step: int) -> list[Row]:
        """The rows of one step: a function of seed and step."""
        progress = step / self.recipe.horizon
        made = []
        for i in range(self.recipe.rows):
            rng = Random(f"{self.recipe.seed}/{step}/{i}")
            if progress < self.recipe.copying and i % 2:
                made.append(repeat_row(rng, self.recipe.vocabulary, self.recipe.longest))
                continue
            made.append(row(group(rng, progress=progress), self.encode, self.special, self.recipe.longest))
        return made

    def rate(self, step: int) -> float:
        """The learning rate's factor at ``step``: warm-up, constant, linear to zero."""
        recipe = self.recipe
        if step < recipe.warmup:
            return (step + 1) / recipe.warmup
        return min(1.0, (recipe.steps - step) / max(1, recipe.steps - recipe.decay_from))

    def batch_of(self, step: int) -> Batch:
        """The batch of one step, on the CPU."""
        prompt_weight = 0.1 * max(0.0, 1 - step / (0.3 * self.recipe.horizon))
        return collate(self.rows_of(step), prompt_weight)

    def batches(self, workers: int) -> Iterator[Batch]:
        """The batches from this step to the last, made ahead by ``workers`` processes (0: in this one)."""
        left = range(self.step_number, self.recipe.steps)
        loader: DataLoader[Batch] = DataLoader(
            _Batches(self), batch_size=None, sampler=left, num_workers=workers
        )
        return iter(loader)

    def step(self, batch: Batch) -> float:
        """One optimiser step; the mean loss of the answer tokens, in nats."""
        step = self.step_number
        # on a GPU the plain kernel: the fused ones add up gradients in an order that changes from run to run
        with sdpa_kernel(SDPBackend.MATH) if self.device.type == "cuda" else nullcontext():
            logits, targets, weights = hidden_logits(self.model, batch.on(self.device))
            losses = functional.cross_entropy(logits, targets, reduction="none")
            # a batch may have no answers: long facts
            loss = (losses * weights).sum() / weights.sum().clamp(min=1.0)
            loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.adam.param_groups[0]["params"], 1.0)
        for optimiser in (self.muon, self.adam):
            base = self.recipe.matrix_lr if optimiser is self.muon else self.recipe.other_lr
            for settings in optimiser.param_groups:
                settings["lr"] = base * self.rate(step)
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
        self.step_number += 1
        answer = weights == 1
        return float(losses.detach()[answer].sum() / answer.sum().clamp(min=1))

    def save(self, path: Path) -> None:
        """Write a checkpoint; the old one stays until the new one is complete."""
        partial = path.with_suffix(".partial")
        torch.save(
            {
                "recipe": asdict(self.recipe),
                "step": self.step_number,
                "curve": self.curve,
                "seconds": self.seconds,
                "model": self.model.state_dict(),
                "muon": self.muon.state_dict(),
                "adam": self.adam.state_dict(),
            },
            partial,
        )
        partial.replace(path)

    def load(self, path: Path) -> None:
        """Continue from a checkpoint. Raises ValueError where it is of another recipe."""
        saved = torch.load(path, weights_only=True, map_location=self.device)
        if saved["recipe"] != asdict(self.recipe):
            raise ValueError(f"{path} is a checkpoint of another recipe: {saved['recipe']}")
        self.step_number, self.curve, self.seconds = saved["step"], saved["curve"], saved["seconds"]
        self.model.load_state_dict(saved["model"])
        self.muon.load_state_dict(saved["muon"])
        self.adam.load_state_dict(saved["adam"])


class _Batches(Dataset[Batch]):
    """A trainer's batches by step number, for the processes that make them ahead."""

    def __init__(self, trainer: Trainer) -> None:
        self.trainer = trainer

    def __getitem__(self, step: int) -> Batch:
        return self.trainer.batch_of(step)
