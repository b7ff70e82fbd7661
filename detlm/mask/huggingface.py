"""Hugging Face tokenizers as token bytes: byte-level BPE, SentencePiece with byte fallback, tiktoken-backed.

Reads each tokenizer's own notation and then checks itself: a sample is encoded, and the bytes of its ids,
one after the other, must be the sample's. Nothing here decides what is admissible.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from detlm.errors import VocabularyError

Reading = tuple[list[bytes | None], list[int], set[int]]  # tokens by id, end-of-text ids, special ids

# ASCII with every printable byte, runs of spaces, line ends, accents, scripts, and characters of 4 bytes.
SAMPLES = (
    "The quick brown fox jumps over 13 lazy dogs; isn't it (so)?",
    "  two spaces\n\tand a tab\n\nx = [1, 2] + {3: '4'} # ~`@$%^&*_=|\\<>/\"",
    "Ärger, naïve café, Ελλάδα, Россия, 東京, 한국어, עברית, 🙂👍🏽",
)

_SPACE = "\N{LOWER ONE EIGHTH BLOCK}"  # SentencePiece's mark for a space
_BYTE_TOKEN = re.compile(r"<0x([0-9A-Fa-f]{2})>")


def read_tokenizer(tokenizer: Any) -> Reading:
    """Token bytes, end-of-text ids and special ids of a transformers or tokenizers tokenizer.

    Raises ``VocabularyError`` where the tokens' notation is unknown, or the check on the sample fails.
    """
    ranks = getattr(tokenizer, "mergeable_ranks", None)
    reading = _read_ranks(tokenizer, ranks) if isinstance(ranks, dict) else _read_pieces(tokenizer)
    _check_samples(tokenizer, reading[0])
    return reading


# -- reading ----------------------------------------------------------------------------------------


def _read_ranks(tokenizer: Any, ranks: dict[bytes, int]) -> Reading:
    special = dict(getattr(tokenizer, "special_tokens", {}) or {})
    size = max([*ranks.values(), *special.values()]) + 1
    tokens: list[bytes | None] = [None] * size
    for text, rank in ranks.items():
        tokens[rank] = text
    return tokens, _end_ids(tokenizer), set(special.values())


def _read_pieces(tokenizer: Any) -> Reading:
    vocabulary: dict[str, int] = dict(_vocabulary(tokenizer))
    added = _added(tokenizer)
    for i, (content, _) in added.items():
        vocabulary.setdefault(content, i)
    if not vocabulary:
        raise VocabularyError("the tokenizer has an empty vocabulary")
    tokens: list[bytes | None] = [None] * (max(vocabulary.values()) + 1)
    spell = _speller(tokenizer, vocabulary)
    special = {i for i, (_, is_special) in added.items() if is_special}
    special |= set(getattr(tokenizer, "all_special_ids", None) or [])
    for piece, i in vocabulary.items():
        if i in special:
            continue
        text = spell(piece)
        if text is None:
            special.add(i)
        else:
            tokens[i] = text
    return tokens, _end_ids(tokenizer), special


def _backend(tokenizer: Any) -> Any:
    """The ``tokenizers.Tokenizer`` inside, or None."""
    for name in ("backend_tokenizer", "_tokenizer"):
        inner = getattr(tokenizer, name, None)
        if hasattr(inner, "to_str"):
            return inner
    return tokenizer if hasattr(tokenizer, "to_str") else None


def _vocabulary(tokenizer: Any) -> dict[str, int]:
    get = getattr(tokenizer, "get_vocab", None)
    if get is None:
        raise VocabularyError(f"{type(tokenizer).__name__} lists no vocabulary")
    found: dict[str, int] = get()
    return found


def _added(tokenizer: Any) -> dict[int, tuple[str, bool]]:
    """Tokens added beside the model's own: content, and whether special."""
    found = getattr(tokenizer, "added_tokens_decoder", None)
    if found is None and hasattr(tokenizer, "get_added_tokens_decoder"):
        found = tokenizer.get_added_tokens_decoder()
    return {int(i): (str(t.content), bool(t.special)) for i, t in (found or {}).items()}


def _end_ids(tokenizer: Any) -> list[int]:
    value = getattr(tokenizer, "eos_token_id", None)
    if value is None and hasattr(tokenizer, "token_to_id"):
        names = ("<|endoftext|>", "</s>", "<eos>", "<|end_of_text|>")
        value = next((i for name in names if (i := tokenizer.token_to_id(name)) is not None), None)
    if value is None:
        return []
    return [int(i) for i in value] if isinstance(value, list | tuple) else [int(value)]


# -- notations --------------------------------------------------------------------------------------


def _speller(tokenizer: Any, vocabulary: dict[str, int]) -> Callable[[str], bytes | None]:
    """How a piece of the vocabulary spells its bytes (None: it says nothing by itself)."""
    backend = _backend(tokenizer)
    parts = list(_decoder_parts(json.loads(backend.to_str()))) if backend is not None else []
    kinds = {part.get("type") for part in parts}
    if "WordPiece" in kinds or "CTC" in kinds or "BPEDecoder" in kinds:
        raise VocabularyError(
            "this tokenizer's tokens cannot be joined as bytes (WordPiece or a like notation)",
            hint="use a model with a byte-level or SentencePiece tokenizer",
        )
    if "ByteLevel" in kinds or (backend is None and "Ġ" in vocabulary):
        return _spell_byte_level
    replaced = [(p["pattern"].get("String"), p["content"]) for p in parts if p.get("type") == "Replace"]
    if "Metaspace" in kinds or "ByteFallback" in kinds or replaced or _SPACE in vocabulary:
        marks = (
            [next(p["replacement"] for p in parts if p["type"] == "Metaspace")]
            if "Metaspace" in kinds
            else []
        )
        marks += [pattern for pattern, content in replaced if pattern and content == " "]
        return _spell_pieces(marks or [_SPACE])
    if backend is not None and not parts:
        return lambda piece: piece.encode()
    decoder = ", ".join(sorted(map(str, kinds))) or "none"
    raise VocabularyError(
        f"unknown token notation of {type(tokenizer).__name__} (decoder: {decoder})",
        hint="byte-level BPE, SentencePiece and tiktoken-backed tokenizers are read",
    )


def _decoder_parts(content: dict[str, Any]) -> Iterator[dict[str, Any]]:
    decoder = content.get("decoder")
    if decoder is None:
        return
    if decoder.get("type") == "Sequence":
        yield from decoder["decoders"]
    else:
        yield decoder


def _byte_level_table() -> dict[str, int]:
    """GPT-2's characters for bytes: printable ones stand for themselves, the rest from U+0100 on."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    rest = [b for b in range(256) if b not in printable]
    return {chr(b): b for b in printable} | {chr(0x100 + n): b for n, b in enumerate(rest)}


_BYTE_LEVEL = _byte_level_table()


def _spell_byte_level(piece: str) -> bytes:
    # Like the decoder itself: a piece with a foreign character (an added token) stands as it is written.
    if all(c in _BYTE_LEVEL for c in piece):
        return bytes(_BYTE_LEVEL[c] for c in piece)
    return piece.encode()


def _spell_pieces(marks: list[str]) -> Callable[[str], bytes | None]:
    def spell(piece: str) -> bytes:
        if found := _BYTE_TOKEN.fullmatch(piece):
            return bytes([int(found[1], 16)])
        for mark in marks:
            piece = piece.replace(mark, " ")
        return piece.encode()

    return spell


# -- the check --------------------------------------------------------------------------------------


def _check_samples(tokenizer: Any, tokens: list[bytes | None]) -> None:
    for sample in SAMPLES:
        ids = _encode(tokenizer, sample)
        if ids is None:
            return
        pieces = [tokens[i] if i < len(tokens) else None for i in ids]
        if None in pieces and not sample.isascii():
            continue  # no byte fallback: masks refuse programs that need the missing bytes
        text = b"".join(piece or b"" for piece in pieces)
        # SentencePiece writes one more space in front of a text; it does not when text goes on.
        if text != sample.encode() and text != b" " + sample.encode():
            raise VocabularyError(
                "the tokenizer does not spell texts byte by byte: "
                f"{sample.encode()[:40]!r} came back as {text[:40]!r}",
                hint="tokenizers that change letters (lower-casing, normalising) cannot be used",
            )


def _encode(tokenizer: Any, text: str) -> list[int] | None:
    encode = getattr(tokenizer, "encode", None)
    if encode is None:
        return None
    encoded = encode(text, add_special_tokens=False)
    ids = getattr(encoded, "ids", encoded)
    return [int(i) for i in ids]
