"""Load a causal language model: the shipped one, a local folder, or a name on the model hub.

All three become a local folder first, so that the weights can be hashed before they are read. Only
safetensors weights are loaded and no code from a model's repository is run. Scoring is `scorer`'s, prompts
are `prompting`'s.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from detlm.errors import ModelError
from detlm.model.prompting import PromptStyle, encode_prompt, style_of

SHIPPED = "shipped"
DTYPES = ("float32", "float16", "bfloat16")
_FILES = ("*.json", "*.safetensors", "*.model", "*.txt", "*.jinja")
_HINT = "give the path of a local model folder, or use the shipped model: --model shipped"


@dataclass(frozen=True)
class LoadedModel:
    """A model ready for scoring. The fields are not to be reassigned; the model is in evaluation mode.

    ``revision`` is the hub's commit for hub models, else None. ``weights_sha256`` is over the safetensors
    files as stored (`weights_hash`). ``vocab_size`` is the width of the logits, at least the tokenizer's
    size; ``context`` is the longest sequence in tokens.
    """

    model: Any = field(repr=False)
    tokenizer: Any = field(repr=False)
    name: str
    revision: str | None
    weights_sha256: str
    eos_ids: tuple[int, ...]
    vocab_size: int
    context: int
    prompt_style: PromptStyle

    def encode_prompt(
        self, facts: Sequence[str], rules: Sequence[str], otherwise: Sequence[str], question: str
    ) -> list[int]:
        """The prompt as token ids, in this model's style (see `prompting.encode_prompt`)."""
        return encode_prompt(self.tokenizer, facts, rules, otherwise, question, style=self.prompt_style)


def shipped_folder() -> Path:
    """Where the shipped model's files are."""
    return Path(__file__).resolve().parent / "shipped"


def weights_hash(folder: Path) -> str:
    """SHA-256 (hex) of the safetensors file; of "<name> <hash>" lines sorted by name if there are several.

    Raises `ModelError` where there is none.
    """
    files = sorted(folder.glob("*.safetensors"))
    if not files:
        raise ModelError(
            f"no safetensors weights in {folder}",
            hint="pickled weights (.bin, .pt) are not loaded: they can run code; convert them to safetensors",
        )
    sums = []
    for path in files:
        with path.open("rb") as stream:
            sums.append(hashlib.file_digest(stream, "sha256").hexdigest())
    if len(files) == 1:
        return sums[0]
    lines = "".join(f"{path.name} {value}\n" for path, value in zip(files, sums, strict=True))
    return hashlib.sha256(lines.encode()).hexdigest()


def load_model(
    name_or_path: str = SHIPPED, *, revision: str | None = None, dtype: str = "float32"
) -> LoadedModel:
    """Load ``name_or_path``: "shipped", a folder, or a hub name such as "owner/model" (at ``revision``).

    Raises `ModelError` for a path that is no model, an unknown name or unreachable hub, damaged or incomplete
    weights, a missing tokenizer, and a tokenizer with ids that the logits do not have.
    """
    if dtype not in DTYPES:
        raise ModelError(f"unknown dtype {dtype!r}", hint=f"one of {', '.join(DTYPES)}")
    folder, commit = _local_folder(name_or_path, revision)
    if not (folder / "config.json").is_file():
        raise ModelError(f"{folder} is no model folder: it has no config.json", hint=_HINT)
    digest = weights_hash(folder)
    model = _load_weights(folder, dtype)
    tokenizer = _load_tokenizer(folder)
    vocab_size = int(model.get_output_embeddings().weight.shape[0])
    largest = max(tokenizer.get_vocab().values(), default=-1)
    if largest >= vocab_size:
        raise ModelError(
            f"the tokenizer in {folder} has token id {largest}, the model scores only ids below {vocab_size}",
            hint="the tokenizer belongs to another model",
        )
    return LoadedModel(
        model=model,
        tokenizer=tokenizer,
        name=name_or_path,
        revision=commit,
        weights_sha256=digest,
        eos_ids=_eos_ids(model, tokenizer, vocab_size),
        vocab_size=vocab_size,
        context=_context(model.config),
        prompt_style=style_of(tokenizer),
    )


def _local_folder(name: str, revision: str | None) -> tuple[Path, str | None]:
    if name == SHIPPED:
        return shipped_folder(), None
    path = Path(name).expanduser()
    if path.is_dir():
        return path, None
    if path.exists():
        raise ModelError(f"{name} is a file, not a model folder", hint=_HINT)
    if not _hub_name(name):
        raise ModelError(f"there is no model folder {name}", hint=_HINT)
    return _from_hub(name, revision)


def _hub_name(name: str) -> bool:
    parts = name.split("/")
    return len(parts) in (1, 2) and all(
        p and p not in (".", "..") and not p.startswith(("~", "-")) for p in parts
    )


def _from_hub(name: str, revision: str | None) -> tuple[Path, str | None]:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import (
        GatedRepoError,
        HFValidationError,
        RepositoryNotFoundError,
        RevisionNotFoundError,
    )

    try:
        folder = Path(snapshot_download(name, revision=revision, allow_patterns=list(_FILES)))
    except GatedRepoError as error:
        raise ModelError(f"the model {name} needs permission on the hub", hint=_HINT) from error
    except RevisionNotFoundError as error:
        raise ModelError(f"the model {name} has no revision {revision!r}", hint=_HINT) from error
    except RepositoryNotFoundError as error:
        raise ModelError(f"there is no folder and no hub model named {name}", hint=_HINT) from error
    except HFValidationError as error:
        raise ModelError(f"{name!r} is neither a folder nor a hub name", hint=_HINT) from error
    except Exception as error:  # which HTTP library's errors come through differs between hub client versions
        raise ModelError(
            f"there is no folder {name}, and the model hub cannot be reached to look for that name",
            hint=_HINT,
        ) from error
    return folder, folder.name


def _load_weights(folder: Path, dtype: str) -> Any:
    import torch
    from safetensors import SafetensorError
    from transformers import AutoModelForCausalLM

    try:
        with quiet():
            model, info = AutoModelForCausalLM.from_pretrained(
                folder,
                dtype=getattr(torch, dtype),
                use_safetensors=True,
                local_files_only=True,
                trust_remote_code=False,
                output_loading_info=True,
            )
    except (SafetensorError, RuntimeError, json.JSONDecodeError) as error:
        raise ModelError(f"the weights in {folder} are damaged: {_first_line(error)}", hint=_HINT) from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError, ImportError) as error:
        raise ModelError(f"{folder} is no causal language model: {_first_line(error)}", hint=_HINT) from error
    absent = sorted(info.get("missing_keys") or ()) + [str(k) for k in info.get("mismatched_keys") or ()]
    if absent:
        raise ModelError(
            f"the weights in {folder} are incomplete: {len(absent)} tensors are missing, such as {absent[0]}",
            hint="download the model again",
        )
    if model.get_output_embeddings() is None:
        raise ModelError(f"the model in {folder} has no output layer over its vocabulary", hint=_HINT)
    model.eval()
    model.requires_grad_(False)
    return model


def _load_tokenizer(folder: Path) -> Any:
    from transformers import AutoTokenizer

    if not any((folder / name).is_file() for name in ("tokenizer.json", "tokenizer.model", "vocab.json")):
        raise ModelError(
            f"{folder} has no tokenizer (tokenizer.json)", hint="copy it from the model's source"
        )
    try:
        with quiet():
            return AutoTokenizer.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
    except Exception as error:  # the tokenizers library raises bare Exception for a malformed file
        raise ModelError(
            f"the tokenizer in {folder} cannot be read: {_first_line(error)}", hint=_HINT
        ) from error


def _eos_ids(model: Any, tokenizer: Any, vocab_size: int) -> tuple[int, ...]:
    """Every id that ends a text: of the generation settings, the config, and the tokenizer."""
    found: set[int] = set()
    for value in (
        getattr(getattr(model, "generation_config", None), "eos_token_id", None),
        getattr(model.config, "eos_token_id", None),
        tokenizer.eos_token_id,
    ):
        found.update(value if isinstance(value, list | tuple) else [] if value is None else [value])
    return tuple(sorted(i for i in found if 0 <= i < vocab_size))


def _context(config: Any) -> int:
    text = config.get_text_config()
    for name in ("max_position_embeddings", "n_positions", "max_seq_len", "seq_length"):
        value = getattr(text, name, None)
        if isinstance(value, int) and value > 0:
            return value
    raise ModelError("the model's config does not say how long a text may be (max_position_embeddings)")


def _first_line(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"the entry {error} is missing"
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__


class quiet:  # noqa: N801 — used as a function
    """Keep transformers' load reports and progress bars off the terminal, for this block only."""

    def __enter__(self) -> None:
        from transformers.utils import logging as noise

        self._noise = noise
        self._level = noise.get_verbosity()
        self._bars = noise.is_progress_bar_enabled()
        noise.set_verbosity(logging.CRITICAL)
        noise.disable_progress_bar()

    def __exit__(self, *_: object) -> None:
        self._noise.set_verbosity(self._level)
        if self._bars:
            self._noise.enable_progress_bar()
