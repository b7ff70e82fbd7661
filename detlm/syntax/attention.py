"""Which parts of a prompt may be read by which: data for gates, of which no certificate speaks."""

from __future__ import annotations

from detlm.syntax.value import Value


class CallerAttribute(Value):
    """``attribute name(segment) from caller: a | b``: a value that the caller gives with the prompt."""

    name: str
    segment: str
    values: tuple[str, ...]


class Attend(Value):
    """``attend reader to read, …``: which segments a segment may read. ``segment(a)`` in ``read`` is the
    segment that the caller's attribute ``a`` names, written ``"(a)"``."""

    reader: str
    read: tuple[str, ...]


class Attention(Value):
    """Which segments of the prompt there are, and which may read which."""

    segments: tuple[str, ...]
    attributes: tuple[CallerAttribute, ...]
    attends: tuple[Attend, ...]
