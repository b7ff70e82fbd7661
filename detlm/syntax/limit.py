"""Limits on the whole answer as data."""

from __future__ import annotations

from detlm.syntax.regex import Regex
from detlm.syntax.value import Value


class Forbid(Value):
    """The answer never says ``word`` as a whole word (ASCII case ignored)."""

    word: bytes
    source: str = ""


class Require(Value):
    """The answer says ``word`` as a whole word (ASCII case ignored)."""

    word: bytes
    source: str = ""


class AtMostWords(Value):
    """The answer has at most ``count`` words (maximal runs of letters, digits, ``_``, bytes ≥ 128)."""

    count: int
    source: str = ""


class Matches(Value):
    """The answer, as a whole, is in a regular language: counts, order, lengths, stems and exact texts."""

    regex: Regex
    source: str = ""


Limit = Forbid | Require | AtMostWords | Matches
