"""A context-free language, and a regular limit on it, as a machine that reads texts byte by byte.

A state is a term of ``grammar_terms.py``, a stack of what is still to come, and a state of the automaton of
the limits; states that cannot be completed are dead (``completion.py``). Tokens: ``contextfree_engine.py``.
"""

from __future__ import annotations

from detlm.errors import MaskError
from detlm.mask.automaton import DEAD, Dfa
from detlm.mask.completion import Completion, everything
from detlm.mask.grammar_terms import GrammarTerms
from detlm.mask.product import intersection
from detlm.mask.shortest import ShortestTexts


class ContextFree:
    """The texts of a term that keep to a regular limit. States are numbers; 0 is the start, -1 dead.

    Like an automaton's, every state can be completed. ``is_empty``: there is no text at all.
    """

    def __init__(self, terms: GrammarTerms, root: int, limit: Dfa | None = None) -> None:
        self.terms = terms
        self.root = terms.localised(root)
        self.completion = Completion(terms, everything() if limit is None else limit)
        self._shortest = ShortestTexts(terms)
        self.places: list[tuple[int, int]] = []
        self._numbers: dict[tuple[int, int], int] = {}
        self._moves: dict[tuple[int, int], int] = {}
        self.start = self._number(self.root, self.completion.limit.start)

    @property
    def is_empty(self) -> bool:
        """Whether there is no text."""
        return self.start < 0

    def restricted(self, limit: Dfa) -> ContextFree:
        """The texts that keep to ``limit`` too."""
        return ContextFree(self.terms, self.root, intersection(self.completion.limit, limit))

    def _number(self, term: int, state: int) -> int:
        if not self.completion.viable(term, state):
            return DEAD
        place = (term, state)
        number = self._numbers.get(place)
        if number is None:
            number = self._numbers[place] = len(self.places)
            self.places.append(place)
        return number

    def step(self, state: int, byte: int) -> int:
        """The state after ``byte``, or -1."""
        if state < 0:
            return DEAD
        known = self._moves.get((state, byte))
        if known is None:
            term, limit = self.places[state]
            try:
                after = self.terms.step(term, byte)
                known = self._number(after, self.completion.limit.step(limit, byte))
            except RecursionError:
                raise MaskError(
                    "a text has too many readings by its grammar to be followed",
                    hint="make the grammar less ambiguous",
                ) from None
            self._moves[state, byte] = known
        return known

    def run(self, state: int, text: bytes) -> int:
        """The state after ``text``, or -1."""
        for byte in text:
            if state < 0:
                return DEAD
            state = self.step(state, byte)
        return state

    def is_accepting(self, state: int) -> bool:
        """Whether the text may end in ``state``."""
        if state < 0:
            return False
        term, limit = self.places[state]
        return self.terms.nullable(term) and bool(self.completion.limit.accepting[limit])

    def accepts(self, text: bytes) -> bool:
        """Whether ``text`` is in the language."""
        return self.is_accepting(self.run(self.start, text))

    def next_bytes(self, state: int) -> list[int]:
        """The bytes that may come next, ascending."""
        if state < 0:
            return []
        members = 0
        for part, _ in self.terms.linear(self.places[state][0]):
            members |= part
        return [b for b in range(256) if members >> b & 1 and self.step(state, b) >= 0]

    def forced(self, state: int) -> bytes:
        """The longest text that must come next; it stops where the text may end."""
        out = bytearray()
        while state >= 0 and not self.is_accepting(state) and len(following := self.next_bytes(state)) == 1:
            out.append(following[0])
            state = self.step(state, following[0])
        return bytes(out)

    def ending(self, state: int) -> bytes | None:
        """A shortest text that ends ``state``, the first of them in byte order.

        None where that text, which is found without the limit, does not keep to it; others might.
        """
        term, limit = self.places[state]
        text, automaton = self._shortest.of(term), self.completion.limit
        after = limit if self.completion.free else automaton.run(limit, text)
        return text if after >= 0 and automaton.accepting[after] else None

    def distance(self, state: int) -> int | None:
        """The length in bytes of ``ending(state)``; None if no ending is known."""
        text = self.ending(state)
        return None if text is None else len(text)
