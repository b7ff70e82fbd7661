"""The files of the shipped model: small, loadable by plain transformers, and as described beside them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from random import Random

import pytest
import torch

from detlm.model.card import render_card
from detlm.model.data.medication import ADMISSIBLE
from detlm.model.evaluate import answer, cases, medication_cases, score, score_choices
from detlm.model.loading import LoadedModel, load_model, shipped_folder
from detlm.model.prompting import SPECIAL_TOKENS, PromptStyle, encode_plain
from detlm.model.scorer import Scorer
from detlm.model.train_shipped import data_hash
from detlm.model.training import Recipe, Trainer, make_tokenizer

FOLDER = shipped_folder()
TRAINING = json.loads((FOLDER / "training.json").read_text())
SCORES = json.loads((FOLDER / "scores.json").read_text())


@pytest.fixture(scope="module")
def shipped() -> LoadedModel:
    return load_model()


def test_it_is_small() -> None:
    assert TRAINING["parameters"] <= 6_000_000
    assert (FOLDER / "model.safetensors").stat().st_size <= 12_000_000
    assert sum(p.stat().st_size for p in FOLDER.iterdir()) <= 13_000_000


def test_files_and_reports_belong_together(shipped: LoadedModel) -> None:
    assert shipped.weights_sha256 == TRAINING["weights_sha256"] == SCORES["weights_sha256"]
    tokenizer = hashlib.sha256((FOLDER / "tokenizer.json").read_bytes()).hexdigest()
    assert tokenizer == TRAINING["tokenizer_sha256"]
    size = (FOLDER / "model.safetensors").stat().st_size
    assert (FOLDER / "README.md").read_text() == render_card(TRAINING, SCORES, size)
    assert sum(p.numel() for p in shipped.model.parameters()) == TRAINING["parameters"]


def test_the_recipe_in_the_code_is_the_one_that_was_trained() -> None:
    from dataclasses import asdict

    assert json.loads(json.dumps(asdict(Recipe()))) == TRAINING["recipe"]


def test_the_training_data_can_be_made_again() -> None:
    from tokenizers import Tokenizer

    trainer = Trainer(Recipe(), Tokenizer.from_file(str(FOLDER / "tokenizer.json")))
    assert data_hash(trainer) == TRAINING["data_sha256"]


@pytest.mark.slow
def test_the_tokenizer_can_be_made_again() -> None:
    mine = json.loads(make_tokenizer(Recipe()).to_str())
    assert mine["model"] == json.loads((FOLDER / "tokenizer.json").read_text())["model"]


def test_it_loads_as_any_other_model(shipped: LoadedModel) -> None:
    from transformers import AutoModelForCausalLM, AutoTokenizer

    model = AutoModelForCausalLM.from_pretrained(FOLDER)
    tokenizer = AutoTokenizer.from_pretrained(FOLDER)
    assert model.config.model_type == "llama"
    assert model.config.tie_word_embeddings
    assert len(tokenizer) == shipped.vocab_size == model.config.vocab_size
    assert shipped.prompt_style is PromptStyle.DETLM
    assert shipped.eos_ids == (tokenizer.eos_token_id,) == (tokenizer.convert_tokens_to_ids("<|end|>"),)
    assert shipped.context == tokenizer.model_max_length == 1024
    assert load_model(str(FOLDER)).weights_sha256 == shipped.weights_sha256


def test_special_tokens_and_bytes(shipped: LoadedModel) -> None:
    from tokenizers import pre_tokenizers

    vocabulary = shipped.tokenizer.get_vocab()
    assert set(pre_tokenizers.ByteLevel.alphabet()) <= set(vocabulary)
    assert sorted(vocabulary[mark] for mark in SPECIAL_TOKENS) == sorted(shipped.tokenizer.all_special_ids)
    assert len(vocabulary) == len(set(vocabulary.values())) == shipped.vocab_size


def test_texts_come_back_exactly(shipped: LoadedModel) -> None:
    texts = [
        "",
        " ",
        "  two  spaces ",
        "a\nb\r\n\tc",
        "don't , stop .",
        "é€😀\x00\x7f\u2028",
        *SPECIAL_TOKENS,
    ]
    rng = Random(4)
    texts += [
        "".join(chr(rng.choice((32, 97, 65, 46, 10, 0x3A9, 0x1F600))) for _ in range(40)) for _ in range(50)
    ]
    for text in texts:
        ids = encode_plain(shipped.tokenizer, text)
        assert not set(ids) & set(shipped.tokenizer.all_special_ids)
        assert shipped.tokenizer.decode(ids) == text
        assert shipped.tokenizer.decode(ids, clean_up_tokenization_spaces=False) == text


def test_a_word_is_cut_the_same_way_everywhere(shipped: LoadedModel) -> None:
    alone = encode_plain(shipped.tokenizer, "zorvekium")
    for before, after in (("", " is a drug."), ("What is ", " used for?"), ("Is it ", ","), ("(", ")")):
        ids = encode_plain(shipped.tokenizer, f"{before}zorvekium{after}")
        assert any(ids[i : i + len(alone)] == alone for i in range(len(ids)))


def test_the_demo_scores_are_as_recorded(shipped: LoadedModel) -> None:
    assert score(shipped, medication_cases()) == SCORES["medication"]
    assert score_choices(shipped, ADMISSIBLE) == SCORES["medication, admissible sentences only"]
    assert SCORES["medication, admissible sentences only"]["share"] > 0.8


def test_held_out_facts_are_answered(shipped: LoadedModel) -> None:
    """Above chance (whole sentences, exactly) on names that were never trained on; how far: `scores.json`."""
    assert score(shipped, cases("names", "facts", 20))["right"] >= 4


def test_generate_says_what_the_scorer_says(shipped: LoadedModel) -> None:
    for facts, rules, otherwise, question, _ in list(medication_cases())[:3]:
        prompt = shipped.encode_prompt(facts, rules, otherwise, question)
        ids = torch.tensor([prompt])
        out = shipped.model.generate(
            ids, attention_mask=torch.ones_like(ids), max_new_tokens=40, do_sample=False
        )
        text = shipped.tokenizer.decode(out[0, len(prompt) :], skip_special_tokens=True)
        assert answer(Scorer(shipped), prompt, 40) == text


def test_the_folder_holds_nothing_else() -> None:
    names = {path.name for path in Path(FOLDER).iterdir()}
    assert names == {
        "README.md",
        "config.json",
        "generation_config.json",
        "model.safetensors",
        "scores.json",
        "tokenizer.json",
        "tokenizer_config.json",
        "training.json",
    }
