"""Limits on the whole answer as data."""

from __future__ import annotations

from dataclasses import dataclass

from detlm.syntax.regex import Regex


@dataclass(frozen=True)
class Forbid:
    """The answer never says ``word`` as a whole word (ASCII case ignored)."""

    word: bytes
    source: str = ""


@dataclass(frozen=True)
class Require:
    """The answer says ``word`` as a whole word (ASCII case ignored)."""

    word: bytes
    source: str = ""


@dataclass(frozen=True)
class AtMostWords:
    """The answer has at most ``count`` words (maximal runs of letters, digits, ``_``, bytes ≥ 128)."""

    count: int
    source: str = ""


@dataclass(frozen=True)
class Matches:
    """The answer, as a whole, is in a regular language: counts, order, lengths, stems and exact texts."""

    regex: Regex
    source: str = ""


Limit = Forbid | Require | AtMostWords | Matches
