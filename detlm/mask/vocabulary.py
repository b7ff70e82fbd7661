"""A vocabulary: what each token id says, in bytes.

How a tokenizer's own notation becomes bytes is ``huggingface.py``; masks only ever see this class. Special
and control tokens have no bytes: they are never text, whatever they look like.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from detlm.errors import VocabularyError
from detlm.mask.bytesets import ALL, bytes_of

if TYPE_CHECKING:
    from detlm.mask.kinds import Endings
    from detlm.mask.trie import TokenTrie


class Vocabulary:
    """Tokens as bytes.

    ``tokens``: one entry an id, ``size`` of them (the width of the logits); None where the id is special,
    unused, or says nothing. ``eos_ids``: ids that end the text. ``special_ids``: ids that are never text.
    """

    def __init__(
        self, tokens: Sequence[bytes | None], eos_ids: Iterable[int], special_ids: Iterable[int] = ()
    ) -> None:
        self.eos_ids = tuple(sorted(set(eos_ids)))
        if not self.eos_ids:
            raise VocabularyError(
                "the tokenizer names no end-of-text token",
                hint="pass eos_ids: without one no output could ever end",
            )
        if not 0 <= self.eos_ids[0] <= self.eos_ids[-1] < len(tokens):
            raise VocabularyError(
                f"end-of-text id {self.eos_ids[-1]} lies outside a vocabulary of {len(tokens)}"
            )
        self.special_ids = frozenset(special_ids) | frozenset(self.eos_ids)
        self.tokens: tuple[bytes | None, ...] = tuple(
            None if not text or i in self.special_ids else text for i, text in enumerate(tokens)
        )
        self.size = len(self.tokens)

    @classmethod
    def from_tokens(cls, tokens: Sequence[bytes | None], eos_ids: Iterable[int]) -> Vocabulary:
        """A vocabulary given outright; None stands for ids that are not text."""
        return cls(tokens, eos_ids, (i for i, text in enumerate(tokens) if text is None))

    @classmethod
    def from_huggingface(
        cls, tokenizer: Any, *, size: int | None = None, eos_ids: Iterable[int] | None = None
    ) -> Vocabulary:
        """The vocabulary of a transformers or tokenizers tokenizer.

        ``size``: width of the model's logits where it exceeds the tokenizer's vocabulary (padding ids are
        never admitted). ``eos_ids``: in place of the tokenizer's own end-of-text id. Raises
        ``VocabularyError`` for tokenizers whose tokens cannot be read as bytes, WordPiece among them.
        """
        from detlm.mask.huggingface import read_tokenizer

        tokens, eos, special = read_tokenizer(tokenizer)
        eos = sorted(set(eos_ids)) if eos_ids is not None else eos
        if size is not None and size < len(tokens):
            raise VocabularyError(f"the tokenizer has {len(tokens)} ids but the model scores only {size}")
        tokens += [None] * ((size or 0) - len(tokens))
        return cls(tokens, eos, special)

    @classmethod
    def from_tiktoken(
        cls, encoding: Any, *, size: int | None = None, eos_ids: Iterable[int] | None = None
    ) -> Vocabulary:
        """The vocabulary of a ``tiktoken.Encoding``."""
        width = max(size or 0, encoding.n_vocab)
        special = {encoding.encode_single_token(name) for name in encoding.special_tokens_set}
        tokens: list[bytes | None] = [None] * width
        for i in range(encoding.n_vocab):
            if i not in special:
                try:
                    tokens[i] = encoding.decode_single_token_bytes(i)
                except KeyError:  # a gap in the numbering
                    special.add(i)
        if eos_ids is None:
            eos_ids = [encoding.eot_token] if "<|endoftext|>" in encoding.special_tokens_set else []
        return cls(tokens, eos_ids, special)

    # -- bytes ---------------------------------------------------------------------------------------

    @cached_property
    def single_bytes(self) -> int:
        """The bytes that are a token of their own, as a set (bit ``b`` for byte ``b``)."""
        members = 0
        for text in self.tokens:
            if text is not None and len(text) == 1:
                members |= 1 << text[0]
        return members

    def require(self, needed: int = ALL) -> None:
        """Raise ``VocabularyError`` if a byte of the set ``needed`` is no token of its own.

        Where each byte is a token, every text that an automaton admits can be spelled from any point in
        it, which is what "never dead" rests on.
        """
        missing = list(bytes_of(needed & ~self.single_bytes))
        if missing:
            shown = ", ".join(f"0x{b:02X} ({chr(b)!r})" if b < 128 else f"0x{b:02X}" for b in missing[:8])
            more = f" and {len(missing) - 8} more" if len(missing) > 8 else ""
            raise VocabularyError(
                f"the tokenizer cannot spell every byte that the program needs; missing: {shown}{more}",
                hint="use a byte-level tokenizer, or one with byte fallback",
            )

    @cached_property
    def ids_by_text(self) -> dict[bytes, int]:
        """The lowest id that says a text."""
        return {text: i for i, text in reversed(list(enumerate(self.tokens))) if text is not None}

    @cached_property
    def longest(self) -> int:
        """The length of the longest token in bytes."""
        return max((len(text) for text in self.tokens if text is not None), default=0)

    def tokenize_forced(self, text: bytes) -> list[int]:
        """Ids that say ``text``, longest token first (not always the tokenizer's own cut).

        Raises ``VocabularyError`` where no token goes on.
        """
        out = []
        at = 0
        while at < len(text):
            for end in range(min(len(text), at + self.longest), at, -1):
                token = self.ids_by_text.get(text[at:end])
                if token is not None:
                    break
            else:
                self.require(1 << text[at])
                raise AssertionError("unreachable: a byte that is a token is always found")
            out.append(token)
            at = end
        return out

    def decode(self, ids: Iterable[int]) -> bytes:
        """The bytes that ``ids`` say; special ids say nothing."""
        return b"".join(self.tokens[i] or b"" for i in ids)

    # -- identity ------------------------------------------------------------------------------------

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) of the width, the end-of-text ids and every token."""
        content = hashlib.sha256(b"detlm vocabulary 1\0")
        content.update(struct.pack(f"<QQ{len(self.eos_ids)}Q", self.size, len(self.eos_ids), *self.eos_ids))
        content.update(
            b"".join(
                b"\xff\xff\xff\xff" if text is None else struct.pack("<I", len(text)) + text
                for text in self.tokens
            )
        )
        return content.hexdigest()

    @cached_property
    def trie(self) -> TokenTrie:
        """All tokens as one byte trie, built on first use and shared by all mask engines."""
        from detlm.mask.trie import TokenTrie

        return TokenTrie(self.tokens)

    @cached_property
    def endings(self) -> Endings:
        """All tokens from their last bytes on, made on first use and shared by all mask engines."""
        from detlm.mask.kinds import Endings

        return Endings(self.tokens)
