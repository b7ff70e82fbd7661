"""Vocabularies of tokenizers built here, of each notation, read as bytes."""

from __future__ import annotations

import pytest
import tiktoken
from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

from detlm.errors import VocabularyError
from detlm.mask.bitset import Bitset, count, pack, unpack
from detlm.mask.bytesets import ALL, byte_set
from detlm.mask.huggingface import SAMPLES
from detlm.mask.vocabulary import Vocabulary

CORPUS = [*SAMPLES, "aspirin is used for pain relief", "the quick brown fox is quick", "東京 東京"] * 3
BYTES: list[bytes | None] = [bytes([b]) for b in range(256)]


def byte_level() -> Tokenizer:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=400,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        special_tokens=["<|endoftext|>", "<|im_start|>"],
        show_progress=False,
    )
    tokenizer.train_from_iterator(CORPUS, trainer)
    tokenizer.add_tokens([AddedToken("<CONSTRAINT>", normalized=False), AddedToken("   ", normalized=False)])
    return tokenizer


def sentencepiece(fallback: bool = True) -> Tokenizer:
    tokenizer = Tokenizer(models.BPE(byte_fallback=fallback, unk_token="<unk>", fuse_unk=True))
    tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    tokenizer.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
    )
    special = ["<unk>", "<s>", "</s>", *(f"<0x{b:02X}>" for b in range(256) if fallback)]
    trainer = trainers.BpeTrainer(vocab_size=700, special_tokens=special[:3], show_progress=False)
    tokenizer.train_from_iterator([text for text in CORPUS if text.isascii()], trainer)
    if fallback:
        tokenizer.add_tokens(special[3:])
    return tokenizer


def test_byte_level_tokens_are_their_bytes() -> None:
    tokenizer = byte_level()
    vocabulary = Vocabulary.from_huggingface(tokenizer)
    assert vocabulary.single_bytes == ALL
    vocabulary.require(ALL)
    for text in CORPUS:
        assert vocabulary.decode(tokenizer.encode(text).ids) == text.encode()
    end, start = (tokenizer.token_to_id(name) for name in ("<|endoftext|>", "<|im_start|>"))
    assert vocabulary.eos_ids == (end,)
    assert vocabulary.tokens[end] is None and vocabulary.tokens[start] is None
    assert {end, start} <= vocabulary.special_ids
    # Added tokens that are not special are text, spelled as they are written.
    assert vocabulary.tokens[tokenizer.token_to_id("<CONSTRAINT>")] == b"<CONSTRAINT>"
    assert vocabulary.tokens[tokenizer.token_to_id("   ")] == b"   "


def test_a_transformers_tokenizer_is_read_like_its_backend() -> None:
    from transformers import PreTrainedTokenizerFast

    plain = byte_level()
    fast = PreTrainedTokenizerFast(tokenizer_object=plain, eos_token="<|endoftext|>")
    ours, theirs = Vocabulary.from_huggingface(plain), Vocabulary.from_huggingface(fast)
    assert ours.digest == theirs.digest
    padded = Vocabulary.from_huggingface(fast, size=ours.size + 10)
    assert padded.size == ours.size + 10 and padded.tokens[-1] is None
    assert padded.digest != ours.digest
    with pytest.raises(VocabularyError, match="scores only 3"):
        Vocabulary.from_huggingface(fast, size=3)
    assert Vocabulary.from_huggingface(fast, eos_ids=[5, 4]).eos_ids == (4, 5)


def test_sentencepiece_spaces_and_bytes() -> None:
    vocabulary = Vocabulary.from_huggingface(sentencepiece())
    assert vocabulary.tokens[sentencepiece().token_to_id("<0x0A>")] == b"\n"
    assert vocabulary.single_bytes == ALL
    assert any(text is not None and text.startswith(b" ") and len(text) > 3 for text in vocabulary.tokens)
    assert not any(text is not None and "▁".encode() in text for text in vocabulary.tokens)
    assert [vocabulary.tokens[i] for i in range(3)] == [None] * 3


def test_a_tokenizer_that_lacks_bytes_serves_programs_that_do_not_need_them() -> None:
    vocabulary = Vocabulary.from_huggingface(sentencepiece(fallback=False))
    vocabulary.require(byte_set(b"aspirin is"))
    with pytest.raises(VocabularyError, match=r"missing: 0x00 .*0xC3|missing: 0x00 .* more"):
        vocabulary.require(ALL)
    with pytest.raises(VocabularyError, match="0xC3"):
        vocabulary.tokenize_forced("é".encode())


def test_tiktoken_ranks() -> None:
    merges = {bytes([b]): b for b in range(256)} | {b"as": 256, b"pi": 257, b"aspi": 258, b" is": 259}
    encoding = tiktoken.Encoding(
        "small",
        pat_str=r"[\s\S]+",
        mergeable_ranks=merges,
        special_tokens={"<|endoftext|>": 300, "<|x|>": 301},
    )
    vocabulary = Vocabulary.from_tiktoken(encoding)
    assert vocabulary.size == 302 and vocabulary.eos_ids == (300,)
    assert vocabulary.tokens[258] == b"aspi"
    assert all(vocabulary.tokens[i] is None for i in range(260, 302))
    for text in SAMPLES:
        assert vocabulary.decode(encoding.encode(text)) == text.encode()


def test_notations_that_are_not_bytes_are_refused() -> None:
    wordpiece = Tokenizer(models.WordPiece({"[UNK]": 0, "a": 1, "##b": 2}, unk_token="[UNK]"))
    wordpiece.decoder = decoders.WordPiece()
    with pytest.raises(VocabularyError, match="WordPiece"):
        Vocabulary.from_huggingface(wordpiece)
    lowering = byte_level()
    lowering.normalizer = normalizers.Lowercase()
    with pytest.raises(VocabularyError, match="byte by byte"):
        Vocabulary.from_huggingface(lowering)
    with pytest.raises(VocabularyError, match="no vocabulary"):
        Vocabulary.from_huggingface(object())


def test_without_end_of_text_there_is_no_vocabulary() -> None:
    with pytest.raises(VocabularyError, match="no end-of-text"):
        Vocabulary.from_tokens(BYTES, [])
    with pytest.raises(VocabularyError, match="outside"):
        Vocabulary.from_tokens(BYTES, [256])


def test_forced_text_takes_the_longest_tokens() -> None:
    vocabulary = Vocabulary.from_tokens([*BYTES, None, b"as", b"aspi", b"rin", b"", b"as"], [256])
    assert vocabulary.tokenize_forced(b"aspirin as") == [258, 259, 32, 257]
    assert vocabulary.decode(vocabulary.tokenize_forced("aspiriné".encode())) == "aspiriné".encode()
    assert vocabulary.tokens[260] is None  # a token that says nothing could be said for ever
    assert vocabulary.tokenize_forced(b"") == []


def test_the_digest_tells_vocabularies_apart() -> None:
    first = Vocabulary.from_tokens([*BYTES, None], [256])
    assert first.digest == Vocabulary.from_tokens([*BYTES, None], [256]).digest
    assert len(first.digest) == 64
    others = [
        Vocabulary.from_tokens([*BYTES, None, None], [256]),
        Vocabulary.from_tokens([*BYTES, None, None], [257]),
        Vocabulary.from_tokens([*BYTES, b"a", None], [257]),
        Vocabulary.from_tokens([None, *BYTES], [0]),
    ]
    assert len({v.digest for v in (first, *others)}) == 5


def test_bitsets() -> None:
    some, other = Bitset.of([0, 31, 32, 69], 70), Bitset.of([31, 33], 70)
    assert (some | other).ids().tolist() == [0, 31, 32, 33, 69]
    assert (some & other).ids().tolist() == [31]
    assert (some - other).ids().tolist() == [0, 32, 69]
    assert 69 in some and 68 not in some and 70 not in some and -1 not in some
    assert len(some) == 4 == count(some.words)
    assert some.words.dtype.name == "uint32" and len(some.words) == 3
    assert (pack(unpack(some.words, 70)) == some.words).all()
    with pytest.raises(IndexError):
        Bitset.of([-1], 70)
