"""What can be wrong with a model folder, and how it is said."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from detlm.errors import ModelError
from detlm.model import loading
from detlm.model.loading import load_model, weights_hash
from detlm.model.prompting import PromptStyle


@pytest.fixture
def copied(micro: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(micro, tmp_path / "model"))


def test_a_local_folder_loads(micro: Path) -> None:
    before = (
        torch.get_num_threads(),
        torch.are_deterministic_algorithms_enabled(),
        torch.get_default_dtype(),
    )
    loaded = load_model(str(micro))
    assert (
        torch.get_num_threads(),
        torch.are_deterministic_algorithms_enabled(),
        torch.get_default_dtype(),
    ) == before
    assert loaded.prompt_style is PromptStyle.DETLM
    assert loaded.eos_ids == (1,)
    assert (loaded.vocab_size, loaded.context) == (300, 256)
    assert loaded.revision is None
    assert loaded.weights_sha256 == weights_hash(micro)
    assert not loaded.model.training
    assert {p.dtype for p in loaded.model.parameters()} == {torch.float32}
    assert not any(p.requires_grad for p in loaded.model.parameters())


def test_dtype_is_chosen_or_refused(micro: Path) -> None:
    assert next(load_model(str(micro), dtype="bfloat16").model.parameters()).dtype == torch.bfloat16
    with pytest.raises(ModelError, match="unknown dtype 'int3'"):
        load_model(str(micro), dtype="int3")


def test_several_weight_files_hash_by_name_and_content(tmp_path: Path) -> None:
    (tmp_path / "a.safetensors").write_bytes(b"1")
    one = weights_hash(tmp_path)
    (tmp_path / "b.safetensors").write_bytes(b"2")
    both = weights_hash(tmp_path)
    (tmp_path / "b.safetensors").rename(tmp_path / "c.safetensors")
    assert len({one, both, weights_hash(tmp_path)}) == 3


def _truncate(folder: Path) -> None:
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-100])


def _garble(folder: Path) -> None:
    (folder / "model.safetensors").write_bytes(b"\xff" * 64)


def _drop_tensor(folder: Path) -> None:
    from safetensors.torch import load_file, save_file

    tensors = load_file(folder / "model.safetensors")
    tensors.pop("model.layers.1.mlp.up_proj.weight")
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})


def _narrow_tensor(folder: Path) -> None:
    from safetensors.torch import load_file, save_file

    tensors = load_file(folder / "model.safetensors")
    tensors["model.norm.weight"] = tensors["model.norm.weight"][:5].clone()
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})


def _pickle(folder: Path) -> None:
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")


def _no_config(folder: Path) -> None:
    (folder / "config.json").unlink()


def _bad_config(folder: Path) -> None:
    (folder / "config.json").write_text("{")


def _foreign_config(folder: Path) -> None:
    (folder / "config.json").write_text('{"model_type": "never-heard-of"}')


def _no_tokenizer(folder: Path) -> None:
    (folder / "tokenizer.json").unlink()


def _bad_tokenizer(folder: Path) -> None:
    (folder / "tokenizer.json").write_text('{"model": 3}')


def _large_tokenizer(folder: Path) -> None:
    path = folder / "tokenizer.json"
    saved = json.loads(path.read_text())
    saved["added_tokens"].append({**saved["added_tokens"][0], "id": 300, "content": "<|extra|>"})
    path.write_text(json.dumps(saved))


@pytest.mark.parametrize(
    ("harm", "message"),
    [
        (_truncate, "damaged"),
        (_garble, "damaged"),
        (_drop_tensor, r"incomplete: 1 tensors are missing, such as model\.layers\.1\.mlp\.up_proj"),
        (_narrow_tensor, "damaged|incomplete"),
        (_pickle, "no safetensors weights"),
        (_no_config, "no config.json"),
        (_bad_config, "no causal language model|damaged"),
        (_foreign_config, "no causal language model"),
        (_no_tokenizer, "has no tokenizer"),
        (_bad_tokenizer, "tokenizer in .* cannot be read"),
        (_large_tokenizer, "token id 300, the model scores only ids below 300"),
    ],
)
def test_a_harmed_folder_is_named(copied: Path, harm: Callable[[Path], None], message: str) -> None:
    harm(copied)
    with pytest.raises(ModelError, match=message):
        load_model(str(copied))


@pytest.mark.parametrize("name", ["/no/such/folder", "./none", "../none/x", "a/b/c", "~/surely-not-here"])
def test_a_path_that_is_not_there_is_no_hub_question(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("asked the hub")

    monkeypatch.setattr(loading, "_from_hub", never)
    with pytest.raises(ModelError, match="there is no model folder") as caught:
        load_model(name)
    assert "shipped" in str(caught.value)


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "m.safetensors").write_bytes(b"")
    with pytest.raises(ModelError, match="is a file"):
        load_model(str(tmp_path / "m.safetensors"))


def test_hub_failures_are_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    from types import SimpleNamespace

    import huggingface_hub
    from huggingface_hub import errors

    class ConnectError(Exception):
        """As an HTTP library's: related to none of the hub's classes."""

    response = SimpleNamespace(headers={}, request=None)
    for failure, message in (
        (errors.RepositoryNotFoundError("no", response=response), "no hub model named some/name"),
        (errors.RevisionNotFoundError("no", response=response), "no revision 'v9'"),
        (errors.GatedRepoError("no", response=response), "needs permission"),
        (errors.LocalEntryNotFoundError("no"), "cannot be reached"),
        (errors.HFValidationError("no"), "neither a folder nor a hub name"),
        (ConnectError("no"), "cannot be reached"),
        (OSError("no"), "cannot be reached"),
    ):

        def fail(*_: object, failure: Exception = failure, **__: object) -> None:
            raise failure

        monkeypatch.setattr(huggingface_hub, "snapshot_download", fail)
        with pytest.raises(ModelError, match=message) as caught:
            load_model("some/name", revision="v9")
        assert "--model shipped" in str(caught.value)


def test_a_hub_snapshot_is_loaded_like_a_folder(
    micro: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import huggingface_hub

    commit = "0123456789abcdef0123456789abcdef01234567"
    shutil.copytree(micro, tmp_path / commit)
    monkeypatch.setattr(huggingface_hub, "snapshot_download", lambda *_, **__: str(tmp_path / commit))
    loaded = load_model("some/name")
    assert (loaded.name, loaded.revision) == ("some/name", commit)
