"""A second opinion: decides an emitted Lean statement without Lean, straight from the rules.

It reads the statement as it is written (``source.py``) and evaluates what its data mean (``meaning.py``). It
imports nothing else of detlm: no renderer, no mask, no parser, so that a mistake there is not repeated here.
It is not a proof and replaces none; an output must pass the kernel *and* this.
"""

from __future__ import annotations

import sys

from detlm.certificate.paranoid.meaning import Refused, admit
from detlm.certificate.paranoid.source import NotUnderstood, read

__all__ = ["NotUnderstood", "Refused", "decide"]

_DEPTH = 20_000  # calls within calls; shapes nest as deep as they are long


def decide(source: str, prompt: bytes, output: bytes) -> None:
    """Returns if the statement in ``source`` is about this prompt and output, and holds.

    Raises :class:`Refused` where it does not, :class:`NotUnderstood` for a statement that this checker cannot
    read, ``RecursionError`` or ``MemoryError`` for one that is too large for it.
    """
    statement = read(source)
    said_prompt, said_output = statement.context.args[0], statement.text
    if said_prompt != prompt:
        raise Refused("the statement is about another prompt")
    if said_output != output:
        raise Refused("the statement is about another output")
    usual = sys.getrecursionlimit()
    sys.setrecursionlimit(max(usual, _DEPTH))
    try:
        admit(statement.program, statement.context, statement.text, statement.witness)
    finally:
        sys.setrecursionlimit(usual)
