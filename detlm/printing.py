"""Texts of any origin on a terminal."""

from __future__ import annotations


def printable(data: bytes) -> str:
    """A text as it can be printed: bytes that are no UTF-8 and control characters (terminals obey them)
    are written as escapes, line ends stay."""
    text = data.decode(errors="backslashreplace")
    return "".join(c if c.isprintable() or c == "\n" else c.encode("unicode-escape").decode() for c in text)
