"""Words in a text, by direct reading: the mirror of ``lean/DetLM/Spec/Words.lean``, no automata."""

from __future__ import annotations

from detlm.mask.bytesets import is_word_byte, lower


def mentions(word: bytes, text: bytes) -> bool:
    """Whether ``text`` says ``word`` with no word byte right before or after; ASCII case is ignored."""
    word, text = lower(word), lower(text)
    for start in range(len(text) - len(word) + 1):
        end = start + len(word)
        fresh = start == 0 or not is_word_byte(text[start - 1])
        if fresh and text[start:end] == word and (end == len(text) or not is_word_byte(text[end])):
            return True
    return False


def word_count(text: bytes) -> int:
    """The number of maximal runs of word bytes."""
    inside = [is_word_byte(b) for b in text]
    return sum(now and not before for before, now in zip([False, *inside], inside, strict=False))
