"""The shipped model's tokenizer: byte-level BPE, trained by us. Training only; loading is `loading`'s.

Content words are cut the same way wherever they stand: a space is a token of its own before them, and part of
the token only for a fixed list of function words (" is", " used"). So "zorvek" at the start of an answer is
the same tokens as in the middle of a question, and copying it is copying. All 256 bytes are tokens; nothing
is normalised; decoding gives back the exact text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from detlm.model.prompting import END, PAD, SPECIAL_TOKENS

_FUNCTION_WORDS = (
    "is|are|was|a|an|the|of|for|with|to|in|on|by|as|and|or|not|be|must|may|can|cannot|should|if|then|has|have|"
    "does|do|did|used|taken|from|that|it|its|what|who|which|where|why|when|how|about|word|words|at|most|only|"
    "using|use|than|more|no|you|me|my|your|say|tell|true|together|know|never|without|fact|facts|I|so|let"
)
# markers such as <CONSTRAINT>; newlines; a function word with its space; words; single digits; spaces; the
# rest
PIECES = (
    r"</?[A-Z]+>"
    r"|[\r\n]"
    rf"| (?:{_FUNCTION_WORDS})(?![\p{{L}}\p{{N}}_-])"
    r"|\p{L}+"
    r"|\p{N}"
    r"| "
    r"|[^\s\p{L}\p{N}<]+"
    r"|[\s\S]"
)


def train_tokenizer(texts: Iterable[str], vocabulary: int) -> Any:
    """A `tokenizers.Tokenizer` with exactly ``vocabulary`` tokens, special tokens first."""
    from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.BPE(byte_fallback=False))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(PIECES), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary,
        special_tokens=list(SPECIAL_TOKENS),
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    tokenizer.train_from_iterator(_batches(texts), trainer=trainer)
    return tokenizer


def _batches(texts: Iterable[str], size: int = 1000) -> Iterator[list[str]]:
    batch: list[str] = []
    for text in texts:
        batch.append(text)
        if len(batch) == size:
            yield batch
            batch = []
    yield batch


def save_tokenizer(tokenizer: Any, folder: Path, context: int) -> None:
    """Write ``tokenizer.json`` and ``tokenizer_config.json`` so that ``AutoTokenizer`` reads them."""
    from transformers import PreTrainedTokenizerFast

    wrapped = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token=PAD,
        eos_token=END,
        additional_special_tokens=[t for t in SPECIAL_TOKENS if t not in (PAD, END)],
        clean_up_tokenization_spaces=False,
        model_max_length=context,
    )
    wrapped.save_pretrained(folder)
