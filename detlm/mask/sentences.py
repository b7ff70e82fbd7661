"""Sentences that follow from the facts, as languages.

A claim whose slots are filled exactly once each is a finite list of sentences, one for each known atom.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import lru_cache

from detlm.errors import MaskError
from detlm.mask.building import Lexicon
from detlm.mask.terms import Terms
from detlm.syntax.program import (
    Atom,
    Bind,
    Block,
    Chain,
    Choice,
    Claim,
    Derive,
    Field,
    Lex,
    Settle,
    Shape,
    SlotShape,
    UpTo,
)
from detlm.syntax.regex import Empty, OneOf, Regex, Then


@lru_cache(maxsize=16)  # the same sentences come in analysis and compilation, and with each key in an editor
def _lexicon(texts: tuple[bytes, ...]) -> Lexicon:
    return Lexicon(texts)


def slots_are_single(body: Shape) -> bool:
    """Whether every text of a claim fills each of its two slots exactly once."""
    return _slots(body) == {(1, 1)}


def _slots(shape: Shape) -> set[tuple[int, int]]:
    """How often the subject and the object may be filled; counts above 1 are all alike (2)."""
    match shape:
        case SlotShape(kind):
            return {(1, 0) if kind == "subject" else (0, 1)}
        case Chain(parts):
            total = {(0, 0)}
            for part in parts:
                inner = _slots(part)
                total = {(min(a + c, 2), min(b + d, 2)) for a, b in total for c, d in inner}
            return total
        case Choice(options):
            return set().union(*(_slots(option) for option in options))
        case UpTo(_, body):
            return {(min(n * a, 2), min(n * b, 2)) for a, b in _slots(body) for n in (0, 1, 2)}
        case Lex():
            return {(0, 0)}
        case _:
            return _slots(shape.body)


class Sentences:
    """The supported sentences of a program.

    ``known``: the atoms that follow. ``regex``: the term of an expression. ``unfilterable``: relations whose
    claims could not be filtered. ``states``: states of the automata of supported sentences, by relation.
    """

    def __init__(self, terms: Terms, regex: Callable[[Regex], int], known: Collection[Atom]) -> None:
        self.terms = terms
        self.regex = regex
        self.unfilterable: set[bytes] = set()
        self.states: dict[bytes, int] = {}
        self._by_relation: dict[bytes, list[Atom]] = {}
        for atom in known:
            self._by_relation.setdefault(atom.relation, []).append(atom)

    def supported(self, claim: Claim) -> int | None:
        """The sentences of a claim whose atom is known; None if they cannot be told by their text."""
        if not slots_are_single(claim.body):
            self.unfilterable.add(claim.relation)
            return None
        atoms = self._by_relation.get(claim.relation, [])
        pattern = _plain_sentence(claim.body)
        if pattern is None:
            return self.terms.either(self._filled(claim.body, atom) for atom in atoms)
        slots = {p.kind: self.regex(p.regex) for p in pattern if isinstance(p, SlotShape)}
        fits: dict[tuple[int, bytes], bool] = {}

        def fit(kind: str, text: bytes) -> bool:
            key = (slots[kind], text)
            if key not in fits:
                fits[key] = self.terms.accepts(*key)
            return fits[key]

        texts = []
        for atom in atoms:
            if fit("subject", atom.subject) and fit("object", atom.object):
                fill = {"subject": atom.subject, "object": atom.object}
                texts.append(b"".join(fill[p.kind] if isinstance(p, SlotShape) else p for p in pattern))
        lexicon = _lexicon(tuple(texts))
        self.states[claim.relation] = self.states.get(claim.relation, 0) + lexicon.size
        return self.terms.machine(lexicon, lexicon.start)

    def _filled(self, shape: Shape, atom: Atom) -> int:
        """The texts of a claim's body with the slots filled by one atom."""
        match shape:
            case SlotShape(kind, regex):
                text = atom.subject if kind == "subject" else atom.object
                fits = self.terms.accepts(self.regex(regex), text)
                return self.terms.literal(text) if fits else self.terms.NOTHING
            case Chain(parts):
                return concatenated(self.terms, [self._filled(part, atom) for part in parts])
            case Choice(options):
                return self.terms.either(self._filled(option, atom) for option in options)
            case UpTo(count, body):
                return self.terms.at_most(count, self._filled(body, atom))
            case Lex(regex):
                return self.regex(regex)
            case Derive():
                raise MaskError("a derive rule inside a sentence cannot be masked")
            case Claim(_, body) | Field(_, body) | Bind(_, body) | Settle(_, body) | Block(_, body):
                return self._filled(body, atom)


def concatenated(terms: Terms, parts: Iterable[int]) -> int:
    """The texts of the parts, one after the other."""
    term = terms.EMPTY
    for part in reversed(list(parts)):
        term = terms.then(part, term)
    return term


def _plain_sentence(body: Shape) -> list[bytes | SlotShape] | None:
    """The parts of a sentence made of fixed texts and slots alone, or None."""
    out: list[bytes | SlotShape] = []
    for part in body.parts if isinstance(body, Chain) else (body,):
        if isinstance(part, SlotShape):
            out.append(part)
            continue
        text = fixed_text(part.regex) if isinstance(part, Lex) else None
        if text is None:
            return None
        out.append(text)
    return out


def fixed_text(regex: Regex) -> bytes | None:
    """The one text of an expression that is a plain literal, or None."""
    out = bytearray()
    todo = [regex]
    while todo:
        match todo.pop():
            case Empty():
                pass
            case OneOf(members) if members.bit_count() == 1:
                out.append(members.bit_length() - 1)
            case Then(first, second):
                todo += [second, first]
            case _:
                return None
    return bytes(out)
