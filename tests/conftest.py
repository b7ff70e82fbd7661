"""What several folders of tests share: the kernel, a small random model, the medication program."""

from __future__ import annotations

import importlib.util
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from detlm.config import data_root
from detlm.kernel.build import ensure_built
from detlm.kernel.embedded import EmbeddedKernel
from detlm.kernel.protocol import CheckRequest, KernelDescription, Verdict
from detlm.model.loading import LoadedModel, load_model
from detlm.syntax import read_program
from detlm.syntax.program import Program

# Who runs the tests in the background has them ignore Ctrl-C, which processes that they start would inherit.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

MEDICATION = data_root() / "dsl" / "examples" / "medication.det"


@pytest.fixture(scope="session")
def session_kernel() -> Iterator[EmbeddedKernel]:
    """One embedded kernel for all tests that only ask it something."""
    with EmbeddedKernel(ensure_built(progress=False), timeout_s=60) as kernel:
        yield kernel


@pytest.fixture(scope="session")
def medication() -> Program:
    """The program of dsl/examples/medication.det."""
    return read_program(MEDICATION)


@pytest.fixture(scope="session")
def random_model_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random two-layer model over bytes: it says nothing sensible, but whatever it is allowed to."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    pairs = ["Ġi", "is", "Ġa", "in", "re", "ĠI"]
    merges = [(p[0], p[1]) for p in pairs]
    vocabulary = {t: i for i, t in enumerate(["<|end|>", *alphabet, *pairs])}
    raw = Tokenizer(models.BPE(vocab=vocabulary, merges=merges))
    raw.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    raw.decoder = decoders.ByteLevel()
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=raw, eos_token="<|end|>")
    torch.manual_seed(5)
    model = LlamaForCausalLM(
        LlamaConfig(
            vocab_size=len(vocabulary),
            hidden_size=32,
            intermediate_size=48,
            num_hidden_layers=2,
            num_attention_heads=2,
            max_position_embeddings=4096,
            eos_token_id=0,
            bos_token_id=None,
            tie_word_embeddings=True,
        )
    )
    folder = tmp_path_factory.mktemp("random-model")
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def random_model(random_model_folder: Path) -> LoadedModel:
    """The random model, loaded."""
    return load_model(str(random_model_folder))


class Borrowed:
    """A kernel that closing does not close, for code that opens its own."""

    name = "embedded"

    def __init__(self, kernel: EmbeddedKernel) -> None:
        self._kernel = kernel
        self.checks = 0

    def describe(self) -> KernelDescription:
        return self._kernel.describe()

    def check(self, request: CheckRequest) -> Verdict:
        self.checks += 1
        return self._kernel.check(request)

    def close(self) -> None:
        pass

    def __enter__(self) -> Borrowed:
        return self

    def __exit__(self, *_: object) -> None:
        pass


@pytest.fixture(scope="session")
def borrowed(session_kernel: EmbeddedKernel) -> Borrowed:
    """The session's kernel as something that a verifier may open and close."""
    return Borrowed(session_kernel)


def fuzz(target: str, seconds: int, folder: Path) -> None:
    """Run ``tests/fuzzing.py``; what it finds is in the message. Skips where there is no atheris."""
    arguments = ["-m", "tests.fuzzing", target, str(seconds), str(folder / "inputs")]
    done = fuzzed(arguments, folder, 10 * seconds + 120)
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"[-5000:]
    assert "Done " in done.stderr, done.stderr[-2000:]


def fuzzed(arguments: list[str], folder: Path, timeout_s: float) -> subprocess.CompletedProcess[str]:
    """What Python says, run with these arguments in the folder. Skips where there is no atheris."""
    if importlib.util.find_spec("atheris") is None:
        pytest.skip("NOT FUZZED by coverage: atheris has no wheel for this platform (pip install detlm[dev])")
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(data_root())},
        capture_output=True,
        text=True,
        timeout=timeout_s,
    )


ONLY_BY_RULE = 'require "aspirin" "warfarin"\n'


@pytest.fixture(scope="session")
def by_rule(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Medication, but the one admissible answer is the consequence of the rule."""
    path = tmp_path_factory.mktemp("programs") / "by-rule.det"
    path.write_text(MEDICATION.read_text() + ONLY_BY_RULE)
    return path
