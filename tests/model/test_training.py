"""Training is a function of recipe, machine and threads; interrupting it changes nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
import torch

from detlm.model.data.rows import group, repeat_row, row
from detlm.model.loading import weights_hash
from detlm.model.muon import orthogonalised
from detlm.model.prompting import SPECIAL_TOKENS
from detlm.model.train_shipped import train
from detlm.model.training import Recipe, Trainer, collate, hidden_logits, make_model, make_tokenizer


def test_the_same_recipe_gives_the_same_weights(recipe: Recipe, micro: Path, tmp_path: Path) -> None:
    assert train(recipe, tmp_path, resume=False, quiet=True)
    assert weights_hash(tmp_path) == weights_hash(micro)
    assert (tmp_path / "tokenizer.json").read_bytes() == (micro / "tokenizer.json").read_bytes()


def test_another_seed_gives_other_weights(recipe: Recipe, micro: Path, tmp_path: Path) -> None:
    assert train(replace(recipe, seed=4, steps=2), tmp_path, resume=False, quiet=True)
    assert weights_hash(tmp_path) != weights_hash(micro)


def test_stopped_and_resumed_equals_uninterrupted(recipe: Recipe, micro: Path, tmp_path: Path) -> None:
    assert not train(recipe, tmp_path, resume=False, stop_after=2, quiet=True)
    assert (tmp_path / "checkpoint.pt").is_file()
    assert not train(recipe, tmp_path, resume=True, stop_after=1, quiet=True)
    assert train(recipe, tmp_path, resume=True, quiet=True)
    assert weights_hash(tmp_path) == weights_hash(micro)
    assert not (tmp_path / "checkpoint.pt").exists()


def test_a_checkpoint_of_another_recipe_is_refused(recipe: Recipe, tmp_path: Path) -> None:
    assert not train(recipe, tmp_path, resume=False, stop_after=1, quiet=True)
    with pytest.raises(ValueError, match="another recipe"):
        train(replace(recipe, seed=9), tmp_path, resume=True, quiet=True)


def test_the_weights_are_numbers_and_have_moved(micro: Path, recipe: Recipe) -> None:
    from safetensors.torch import load_file

    start = make_model(recipe).state_dict()
    for name, tensor in load_file(micro / "model.safetensors").items():
        assert tensor.isfinite().all(), name
        assert not torch.equal(tensor, start[name].half()), name


def test_the_report_names_what_was_written(recipe: Recipe, micro: Path) -> None:
    report = json.loads((micro / "training.json").read_text())
    assert report["weights_sha256"] == weights_hash(micro)
    assert report["recipe"]["seed"] == recipe.seed
    assert report["curve"][-1]["step"] == recipe.steps


def test_a_packed_row_equals_its_questions_asked_alone(recipe: Recipe) -> None:
    """The mask and the positions make a row's logits those of one prompt a question."""
    tokenizer = make_tokenizer(recipe)
    trainer = Trainer(recipe, tokenizer)
    made = group(Random("row"), progress=0.2, questions=3)
    together = row(made, trainer.encode, trainer.special, 2000)
    assert max(together.segments) >= 2
    with torch.inference_mode():
        packed, targets, _ = hidden_logits(trainer.model, collate([together], 0.0))
        alone, wanted = [], []
        for number in range(1, max(together.segments) + 1):
            mine = [i for i, s in enumerate(together.segments) if s in (0, number)]
            ids = torch.tensor([[together.ids[i] for i in mine]])
            logits = trainer.model(input_ids=ids).logits[0]
            for place, i in enumerate(mine):
                if together.answers[i]:
                    alone.append(logits[place - 1])
                    wanted.append(together.ids[i])
    assert targets.tolist() == wanted
    assert torch.allclose(packed, torch.stack(alone), atol=1e-4)


def test_the_starting_weights_already_copy() -> None:
    """Before any step, a repeated random text is mostly predicted; usual random weights predict nothing."""
    recipe = Recipe()
    rows = [repeat_row(Random(i), recipe.vocabulary, 96) for i in range(6)]
    with torch.inference_mode():
        logits, targets, _ = hidden_logits(make_model(recipe), collate(rows, 0.0))
    assert float((logits.argmax(-1) == targets).float().mean()) > 0.5


def test_training_teaches(recipe: Recipe) -> None:
    """The loss on one fixed batch falls: gradients reach the weights."""
    trainer = Trainer(replace(recipe, steps=1000), make_tokenizer(recipe))
    fixed = trainer.batch_of(0)
    losses = [trainer.step(fixed) for _ in range(12)]
    assert losses[-1] < losses[0] - 0.5


def test_orthogonalised_has_singular_values_near_one() -> None:
    matrix = torch.randn(24, 40, generator=torch.Generator().manual_seed(1))
    for m in (matrix, matrix.T):
        values = torch.linalg.svdvals(orthogonalised(m))
        assert m.shape == orthogonalised(m).shape
        assert float(values.min()) > 0.5 and float(values.max()) < 1.4


def test_tokenizer_has_every_byte_and_gives_every_text_back(recipe: Recipe) -> None:
    tokenizer = make_tokenizer(recipe)
    from tokenizers import pre_tokenizers

    vocabulary = tokenizer.get_vocab()
    assert all(mark in vocabulary for mark in SPECIAL_TOKENS)
    assert set(pre_tokenizers.ByteLevel.alphabet()) <= set(vocabulary)
    assert len(set(pre_tokenizers.ByteLevel.alphabet())) == 256
    tokenizer.encode_special_tokens = True
    texts = [
        "",
        " ",
        "  a  b\t\n\r\n",
        " leading",
        "é€😀\x00\x7f",
        "<CONSTRAINT>x</CONSTRAINT>",
        "a-b_c 1.50",
        "\u2028 is",
    ]
    texts += [
        "".join(chr(Random(i).choice((32, 97, 0x3A9, 0x1F600, 10, 60))) for i in range(n, n + 30))
        for n in range(20)
    ]
    for text in texts:
        assert tokenizer.decode(tokenizer.encode(text).ids, skip_special_tokens=False) == text


def test_batches_made_ahead_are_the_same(recipe: Recipe) -> None:
    trainer = Trainer(recipe, make_tokenizer(recipe))
    here, ahead = list(trainer.batches(0)), list(trainer.batches(2))
    assert len(here) == len(ahead) == recipe.steps
    for one, other in zip(here, ahead, strict=True):
        assert all(torch.equal(value, vars(other)[name]) for name, value in vars(one).items())
