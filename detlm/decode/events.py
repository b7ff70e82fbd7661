"""What happens while decoding, as a stream that a display or a log can follow. Data only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from detlm.mask.parse import Span

if TYPE_CHECKING:
    from detlm.certificate.schema import Certificate


@dataclass(frozen=True, slots=True)
class TokenChosen:
    """A token was added. ``forced``: no other text was admissible, so the model was not asked;
    ``margin``: lead over the best other admissible token (natural log units), None without another."""

    id: int
    text: bytes
    forced: bool
    admissible: int
    margin: float | None


@dataclass(frozen=True, slots=True)
class SpanPending:
    """A span closed and went to the kernel; ``start`` and ``end`` count bytes of the output."""

    span: Span
    text: bytes


@dataclass(frozen=True, slots=True)
class SpanProved:
    """The kernel proved a span's obligation. ``cached``: it had done so before."""

    span: Span
    text: bytes
    milliseconds: float
    cached: bool


@dataclass(frozen=True, slots=True)
class BackedUp:
    """Decoding went back ``tokens`` tokens, because ``text`` cannot stand."""

    tokens: int
    text: bytes
    reason: str


@dataclass(frozen=True, slots=True)
class ConstraintSaid:
    """The model wrote constraint lines; the program is tighter from here on."""

    text: bytes
    limits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finished:
    """The end: the whole output and its certificate. ``proved`` is the kernel's word on the whole."""

    output: bytes
    certificate: Certificate
    proved: bool
    kind: Literal["output", "prefix"]
    why: str


Event = TokenChosen | SpanPending | SpanProved | BackedUp | ConstraintSaid | Finished
