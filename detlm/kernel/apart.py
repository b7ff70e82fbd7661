"""What comes back from the process that elaborated somebody's own Lean text, taken as what a stranger sends.

The text may have taken that process over. So its answer is read by hand and within bounds, nothing of it is
printed as it came, and it is no verdict: messages for people, and declarations that another process checks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from detlm.kernel.protocol import Message
from detlm.printing import printable

#: The longest first line, in bytes, and the longest line of declarations.
MOST_ANSWER = 1 << 20
MOST_EXPORTED = 32 << 20
_MOST_MESSAGES = 100
_MOST_TEXT = 4000
_MOST_LINES = 1 << 24
_IS_PLAIN = re.compile(rb"[ -~]+").fullmatch  # JSON as we write it; else it would grow on its way


@dataclass(frozen=True, slots=True)
class Elaborated:
    """``messages`` are errors at places of the text (or of the probe); ``exported`` is what it declared, ""
    where something is wrong."""

    messages: tuple[Message, ...]
    exported: str

    @property
    def usable(self) -> bool:
        """Whether there is something to check; that it is right is not said."""
        return bool(self.exported)


def read(answer: dict[str, Any], exported: bytes) -> Elaborated:
    """What an answer says, whatever it is."""
    errors = tuple(_errors(answer.get("messages")))
    claimed = answer.get("kind") == "verdict" and answer.get("accepted") is True
    if claimed and not errors and _IS_PLAIN(exported):
        return Elaborated((), exported.decode("ascii"))
    if not errors and answer.get("kind") == "failure":
        errors = (_error(_shown(answer.get("text"))),)
    return Elaborated(errors or (_error("the Lean file was not elaborated, and no reason given"),), "")


def _errors(messages: Any) -> Iterable[Message]:
    for item in messages[:_MOST_MESSAGES] if type(messages) is list else ():
        if type(item) is dict and item.get("severity") == "error":
            origin: Literal["source", "prelude"] = "source" if item.get("origin") == "source" else "prelude"
            yield Message(
                severity="error",
                text=_shown(item.get("text")),
                line=_within(item.get("line"), 1),
                column=_within(item.get("column"), 0),
                origin=origin,
                kind=_shown(item.get("kind")),
            )


def _error(text: str) -> Message:
    return Message(severity="error", text=text, line=1, column=0, kind="detlm")


def _shown(text: Any) -> str:
    """A text cut and as it can be printed: terminals obey control characters, encoders refuse surrogates, and
    no line of it but the first begins where lines of ours do."""
    whole = text[:_MOST_TEXT] if type(text) is str else ""
    return printable(whole.encode(errors="backslashreplace")).replace("\n", "\n  ")


def _within(number: Any, least: int) -> int:
    return min(max(number, least), _MOST_LINES) if type(number) is int else least
