"""What ``detlm lean check`` says of a ``sorry``: once, where it stands.

The screen finds the word, Lean the declaration around it, the kernel the axiom that comes of it; each alone
would do to refuse the file, and each is in ``--json``.
"""

from __future__ import annotations

from collections.abc import Sequence

from detlm.kernel.protocol import Message


def told_once(messages: Sequence[Message]) -> list[Message]:
    """The messages, without those about a gap of which another one tells the place better."""
    words = [_place(m) for m in messages if m.text.endswith(" leaves a gap in a proof")]
    around = sorted(_place(m) for m in messages if _is_around(m))

    def is_better_told(message: Message) -> bool:
        if _is_without_place(message):
            return bool(words)
        if not _is_around(message):
            return False
        here = _place(message)
        following = [place for place in around if place > here]
        return any(here <= word and word < min(following, default=(word[0] + 1, 0)) for word in words)

    return [message for message in messages if not is_better_told(message)]


def _is_around(message: Message) -> bool:
    """Whether it is Lean's remark about the declaration, as it stands at its name."""
    return message.text.startswith("declaration uses") and "sorry" in message.text


def _is_without_place(message: Message) -> bool:
    """Whether it is what is said of a declaration whose proof rests on a gap: it knows no place."""
    return message.text.endswith(" has a gap: `sorry`, or a proof that failed")


def _place(message: Message) -> tuple[int, int]:
    return message.line, message.column
