"""Derivations of the context-free parts of an answer, found once each and kept: what a certificate needs.

Conditions ask whether a grammar derives a text (``Derives``); asking through ``Asked`` notes the derivations
that the answers rest on. Finding one is ``derivation.py``.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from detlm.mask.derivation import Deriver
from detlm.syntax.program import Grammar

Derivation = tuple[int, ...]


class GrammarWitnesses:
    """Looks for derivations; can be called as ``Derives``."""

    def __init__(self) -> None:
        # The grammar is kept with what was made of it, so that its id stays its own.
        self._derivers: dict[tuple[int, int], tuple[Grammar, Deriver]] = {}
        self._found: dict[tuple[int, int, bytes], Derivation | None] = {}

    def find(self, grammar: Grammar, start: int, text: bytes) -> Derivation | None:
        """A derivation of ``text``, or None if there is none. Raises ``MaskError`` if it takes too long."""
        key = (id(grammar), start, text)
        if key not in self._found:
            made = self._derivers.get(key[:2])
            if made is None:
                made = self._derivers[key[:2]] = (grammar, Deriver(grammar, start))
            steps = made[1].derivation(text)
            self._found[key] = None if steps is None else tuple(steps)
        return self._found[key]

    def __call__(self, grammar: Grammar, start: int, text: bytes) -> bool:
        """Whether there is a derivation."""
        return self.find(grammar, start, text) is not None


@dataclass(frozen=True)
class Asked:
    """Answers as ``witnesses`` does and notes the derivations found, in order, each once."""

    witnesses: GrammarWitnesses
    _noted: dict[Derivation, None] = field(default_factory=dict)

    def __call__(self, grammar: Grammar, start: int, text: bytes) -> bool:
        """Whether there is a derivation."""
        found = self.witnesses.find(grammar, start, text)
        if found is not None:
            self._noted[found] = None
        return found is not None

    @property
    def derivations(self) -> tuple[Derivation, ...]:
        """What was found so far."""
        return tuple(self._noted)
