"""Words and texts as the limits see them: what a whole word is, and which texts can be one.

Mirrors the byte-wise definition of ``lean/DetLM/Spec``: word bytes are ASCII letters, digits, ``_`` and every
byte from 128 on. It decides nothing about an answer; it says which words a limit may name.
"""

from __future__ import annotations

MAX_WORD = 200  # bytes of a word in forbid, require or mentions
MAX_NAME = 300  # bytes of a subject or object


def is_word_byte(byte: int) -> bool:
    """Whether the byte can be inside a word."""
    return byte >= 128 or byte == 0x5F or chr(byte).isalnum()


def contains_word(text: bytes, word: bytes) -> bool:
    """Whether ``word`` (not empty) stands in ``text`` with no word byte beside it, ASCII case ignored."""
    text, word = text.lower(), word.lower()
    at = text.find(word)
    while at >= 0:
        stop = at + len(word)
        if not (at > 0 and is_word_byte(text[at - 1])) and not (
            stop < len(text) and is_word_byte(text[stop])
        ):
            return True
        at = text.find(word, at + 1)
    return False


def word_mistake(word: str) -> tuple[str, str] | None:
    """Why ``word`` cannot be a limit's word (message and hint), or None when it can."""
    spelled = word.encode()
    if not word:
        return "an empty word is in every text", "write the word between the quotes"
    if word != word.strip():
        return "a word begins and ends without spaces", "words match whole, so spaces around them say nothing"
    if not any(map(is_word_byte, spelled)):
        return "a word needs a letter or a digit", "signs can be kept out by the category's expression"
    if len(spelled) > MAX_WORD:
        return f"a word has at most {MAX_WORD} bytes", "name its telling part"
    if not word.isprintable():
        return "a word has no control characters", "write the words apart: each is matched on its own"
    return None


def name_mistake(name: str) -> tuple[str, str] | None:
    """Why ``name`` cannot be a subject or object (message and hint), or None when it can."""
    if not name:
        return "a subject or object needs a text", "write the thing that the fact is about"
    if name != name.strip():
        return "a subject or object begins and ends without spaces", "put spaces into the sentence instead"
    if not name.isprintable():
        return "a subject or object has no control characters", "write it on one line, without tabs"
    if len(name.encode()) > MAX_NAME:
        return f"a subject or object has at most {MAX_NAME} bytes", "shorten it; sentences carry the rest"
    return None
