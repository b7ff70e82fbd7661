"""A shortest text of a context-free term: how what is begun can be brought to its end soonest.

The texts of rules are a least fixed point; those of stacks are put together from their parts. Of several
shortest texts the first in byte order is taken, so that what is left of one after some of its bytes is the
shortest text of what is left of the term.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detlm.errors import MaskError
from detlm.mask.arena import OR, THEN, as_ints

if TYPE_CHECKING:
    from detlm.mask.grammar_terms import GrammarTerms


class ShortestTexts:
    """For terms made by ``localised`` the shortest of their texts, the first of them in byte order."""

    def __init__(self, terms: GrammarTerms) -> None:
        self._terms = terms
        self._texts: dict[int, bytes] = {}
        self._rules: list[bytes | None] = []  # None: not found yet

    def of(self, term: int) -> bytes:
        """The text of a term. Raises ``MaskError`` if the term has none."""
        known = self._texts.get(term)
        if known is not None:
            return known
        if len(self._rules) < len(self._terms.bodies):
            self._solve()
        spine = []
        while term not in self._texts and self._terms.kind(term)[0] == THEN:
            part, rest = self._terms.head(term)
            spine.append((term, part))
            term = rest
        text = self._kept(term)
        for whole, part in reversed(spine):
            text = self._texts[whole] = self._kept(part) + text
        return text

    def _kept(self, term: int) -> bytes:
        if term not in self._texts:
            if self._terms.kind(term)[0] == OR:  # may hold stacks that share parts
                options = [self.of(option) for option in as_ints(self._terms.kind(term)[1])]
                self._texts[term] = min(options, key=_rank)
            else:
                text = self._built(term)
                if text is None:
                    raise MaskError("a context-free expression has no text that could end it")
                self._texts[term] = text
        return self._texts[term]

    def _solve(self) -> None:
        """The texts of all rules: the least that agree with the bodies."""
        bodies = self._terms.bodies
        self._rules = [None] * len(bodies)
        changed = True
        while changed:
            changed = False
            for rule, body in enumerate(bodies):
                text, known = self._built(body), self._rules[rule]
                if text is not None and (known is None or _rank(text) < _rank(known)):
                    self._rules[rule] = text
                    changed = True

    def _built(self, term: int) -> bytes | None:
        """The shortest text of a term as far as the rules' texts are found."""
        terms, out = self._terms, b""
        while terms.kind(term)[0] == THEN:
            part, term = terms.head(term)
            text = self._built(part)
            if text is None:
                return None
            out += text
        if terms.nullable(term):
            return out
        if terms.kind(term)[0] == OR:
            options = [self._built(option) for option in as_ints(terms.kind(term)[1])]
            found = min((text for text in options if text is not None), key=_rank, default=None)
        elif term == terms.NOTHING:
            found = None
        elif (rule := terms.rule_of(term)) >= 0:
            found = self._rules[rule]
        else:
            dfa, state = terms.machine_of(term)
            found = dfa.ending(state)
        return None if found is None else out + found


def _rank(text: bytes) -> tuple[int, bytes]:
    return len(text), text
