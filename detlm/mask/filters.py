"""Conditions on a span as filters on its text: terms.

``Supported`` speaks of claims and not of text, so a condition gives two filters. What no filter can say is
taken to hold here: numbers of parts and equal texts (``bonds.py`` ties those to parts), derivations in
grammars.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from detlm.errors import MaskError
from detlm.mask.grammar_terms import GrammarTerms
from detlm.mask.limits import says
from detlm.mask.numbers import NO_PART, against_constants
from detlm.mask.terms import Terms
from detlm.syntax.program import (
    Always,
    And,
    Compare,
    Condition,
    Distinct,
    Every,
    InCategory,
    InGrammar,
    Mentions,
    Not,
    Or,
    PromptMentions,
    SameText,
    Supported,
    Visible,
)
from detlm.syntax.regex import Regex

# The names that scopes show where the span begins; None where they are not known.
Shown = Mapping[bytes, Sequence[bytes]] | None


def atoms_of(condition: Condition) -> list[Condition]:
    """The conditions that a condition is put together of; those below ``Every`` too."""
    match condition:
        case Not(body) | Every((), body):  # the part at the empty path is the span
            return atoms_of(body)
        case Every(_, body):
            return [*atoms_of(body), condition]
        case And(left, right) | Or(left, right):
            return atoms_of(left) + atoms_of(right)
        case _:
            return [condition]


def asks_support(condition: Condition) -> bool:
    """Whether ``Supported`` occurs in a condition."""
    return any(isinstance(atom, Supported) for atom in atoms_of(condition))


def scopes_of(condition: Condition) -> frozenset[bytes]:
    """The scopes that a condition on a span speaks of, at the span's own beginning."""
    match condition:
        case Not(body) | Every((), body):
            return scopes_of(body)
        case And(left, right) | Or(left, right):
            return scopes_of(left) | scopes_of(right)
        case Visible(scope):
            return frozenset((scope,))
        case _:
            return frozenset()


def is_filter(condition: Condition, *, support: bool = False) -> bool:
    """Whether a filter says all of a condition, once the names in scope are known.

    ``support``: whether support counts as such (of spans it does: claims have filters of their own).
    """
    late = (SameText, Every, Distinct, InGrammar, *(() if support else (Supported,)))
    return not any(
        isinstance(atom, late) or (isinstance(atom, Compare) and against_constants(atom) is None)
        for atom in atoms_of(condition)
    )


class Filters:
    """Filters for one prompt (None if any may come). ``supports``: whether support is built into masks."""

    def __init__(
        self, terms: Terms, regex: Callable[[Regex], int], prompt: bytes | None, *, supports: bool
    ) -> None:
        self._terms = terms
        self._regex = regex
        self._prompt = prompt
        self._supports = supports

    def of(self, condition: Condition, shown: Shown, holds: bool = True) -> tuple[int, int]:
        """Two filters on the span's text: where its claims are supported (at least one), and anyway.

        ``holds=False`` asks for the opposite of the condition.
        """
        terms = self._terms
        match condition:
            case Always():
                return terms.NOTHING, terms.any_text if holds else terms.NOTHING
            case Supported():
                if not holds:
                    raise MaskError("`supported` cannot stand below `not`")
                late = not self._supports
                return (terms.NOTHING, terms.any_text) if late else (terms.any_text, terms.NOTHING)
            case Mentions(word):
                automaton = says(word, never=not holds)
                return terms.NOTHING, terms.machine(automaton, automaton.start)
            case PromptMentions(word):
                possible = self._prompt is None or says(word).accepts(self._prompt) == holds
                return terms.NOTHING, terms.any_text if possible else terms.NOTHING
            case InCategory(_, regex):
                category = self._regex(regex)
                return terms.NOTHING, category if holds else terms.without(terms.any_text, category)
            case Visible(scope):
                if shown is None:
                    return terms.NOTHING, terms.any_text
                names = terms.either([terms.literal(name) for name in shown.get(scope, ())])
                return terms.NOTHING, names if holds else terms.without(terms.any_text, names)
            case Not(body):
                return self.of(body, shown, not holds)
            case Every((), body):
                return self.of(body, shown, holds)
            case And(left, right) | Or(left, right):
                (a, b), (c, d) = self.of(left, shown, holds), self.of(right, shown, holds)
                if isinstance(condition, And) == holds:
                    supported = [terms.both(a, c), terms.both(a, d), terms.both(b, c)]
                    return terms.either(supported), terms.both(b, d)
                return terms.either([a, c]), terms.either([b, d])
            case InGrammar(_, grammar, start) if holds and isinstance(terms, GrammarTerms):
                return terms.NOTHING, terms.grammar(grammar, start)
            case Compare() if (own := against_constants(condition)) is not None:
                numbers = own.texts(terms, NO_PART)
                return terms.NOTHING, numbers if holds else terms.without(terms.any_text, numbers)
            case Compare() | SameText() | Every() | Distinct() | InGrammar():
                if not holds and any(isinstance(atom, InGrammar) for atom in atoms_of(condition)):
                    raise MaskError("a context-free category cannot stand below `not`")
                return terms.NOTHING, terms.any_text
