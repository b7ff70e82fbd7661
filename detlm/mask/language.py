"""The language of a shape under its rules, as a term: what ``compile.py`` turns into an automaton.

Conditions on spans become filters. ``Supported`` speaks of claims and not of text, so the language of a
shape comes in four versions, by what is asked of the claims inside; everything else is regular. The texts
are those with *some* parse that fulfils the conditions; that a text has only one parse is ``analysis.py``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from enum import Enum

from detlm.errors import MaskError
from detlm.mask.building import Lexicon
from detlm.mask.limits import says
from detlm.mask.terms import Terms
from detlm.syntax.program import (
    Always,
    And,
    Atom,
    Chain,
    Choice,
    Claim,
    Condition,
    Derive,
    InCategory,
    Lex,
    Mentions,
    Not,
    Or,
    PromptMentions,
    Shape,
    SlotShape,
    Supported,
    UpTo,
    walk,
)
from detlm.syntax.regex import Empty, OneOf, Regex, Then


class Claims(Enum):
    """What is asked of the claims in a text."""

    FREE = "anything"
    SUPPORTED = "each follows from the facts"
    SOME = "each follows, and there is at least one"
    NONE = "there are none"


def asks_support(condition: Condition) -> bool:
    """Whether ``Supported`` occurs in a condition."""
    match condition:
        case Supported():
            return True
        case Not(body):
            return asks_support(body)
        case And(left, right) | Or(left, right):
            return asks_support(left) or asks_support(right)
        case _:
            return False


def rules_of(shape: Shape) -> list[Derive]:
    """The ``derive`` rules that a shape uses, by number, each once."""
    found = {d.rule: d for d in walk(shape) if isinstance(d, Derive)}
    return [found[number] for number in sorted(found)]


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
        case Claim(_, body):
            return _slots(body)
        case Derive():
            return _slots(shape.body)
        case _:
            return {(0, 0)}


@dataclass
class LanguageBuilder:
    """Builds terms for one program and prompt.

    ``prompt``: None if any prompt may come. ``known``: the atoms that follow, or None if that is checked
    at the end of each span instead; then ``Supported`` asks nothing here. ``unfilterable``: relations whose
    claims could not be filtered. ``filter_states``: states of the automata of supported sentences, by
    relation.
    """

    terms: Terms
    prompt: bytes | None
    known: Collection[Atom] | None
    unfilterable: set[bytes] = field(default_factory=set)
    filter_states: dict[bytes, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._memo: dict[tuple[int, Claims], tuple[Shape, int]] = {}
        self._regexes: dict[int, tuple[Regex, int]] = {}
        self._by_relation: dict[bytes, list[Atom]] = {}
        for atom in self.known or ():
            self._by_relation.setdefault(atom.relation, []).append(atom)

    # -- shapes -------------------------------------------------------------------------------------

    def language(self, shape: Shape, claims: Claims = Claims.FREE) -> int:
        """The texts of ``shape`` whose spans fulfil their rules and whose claims are as asked."""
        key = (id(shape), claims)
        known = self._memo.get(key)
        if known is None:  # the shape is kept too, so that its id stays its own
            known = self._memo[key] = (shape, self._language(shape, claims))
        return known[1]

    def _language(self, shape: Shape, claims: Claims) -> int:
        match shape:
            case Lex(regex) | SlotShape(_, regex):
                return self.terms.NOTHING if claims is Claims.SOME else self.regex(regex)
            case Chain(parts):
                if claims is Claims.SOME:
                    return self._some_in_chain(parts)
                return self._concatenated(self.language(part, claims) for part in parts)
            case Choice(options):
                return self.terms.either(self.language(option, claims) for option in options)
            case UpTo(count, body):
                if claims is Claims.SOME:
                    return self._some_in_repetition(count, body)
                return self.terms.at_most(count, self.language(body, claims))
            case Claim(_, body):
                if claims is Claims.NONE:
                    return self.terms.NOTHING
                return self.language(body) if claims is Claims.FREE else self._supported(shape)
            case Derive():
                return self._span(shape, claims)

    def _concatenated(self, parts: Iterable[int]) -> int:
        term = self.terms.EMPTY
        for part in reversed(list(parts)):
            term = self.terms.then(part, term)
        return term

    def _some_in_chain(self, parts: tuple[Shape, ...]) -> int:
        # By the first part that makes a claim: none before it, any number after it.
        options = []
        for i, part in enumerate(parts):
            before = [self.language(p, Claims.NONE) for p in parts[:i]]
            after = [self.language(p, Claims.SUPPORTED) for p in parts[i + 1 :]]
            options.append(self._concatenated([*before, self.language(part, Claims.SOME), *after]))
        return self.terms.either(options)

    def _some_in_repetition(self, count: int, body: Shape) -> int:
        terms = self.terms
        some = terms.without(self.language(body, Claims.SOME), terms.EMPTY)  # repetitions are not empty
        none, supported = self.language(body, Claims.NONE), self.language(body, Claims.SUPPORTED)
        if not count:
            return terms.NOTHING
        total = terms.NOTHING
        # Where no repetition goes without a claim, the first one makes it.
        for n in range(1 if none != terms.NOTHING else count, count + 1):
            after = terms.then(some, terms.at_most(n - 1, supported))
            total = terms.either([after, terms.then(none, total)])
        return total

    def _span(self, span: Derive, claims: Claims) -> int:
        terms = self.terms
        with_claims, without = self._condition(And(span.given, span.ensure))
        if claims is Claims.SOME:
            return terms.both(
                self._body(span, Claims.SOME, with_claims, without), terms.either([with_claims, without])
            )
        plain = self._body(span, claims, without)
        if claims is Claims.NONE or with_claims == terms.NOTHING:
            return terms.both(plain, without)
        some = terms.both(self._body(span, Claims.SOME, with_claims), with_claims)
        return terms.either([some, terms.both(plain, without)])

    def _body(self, span: Derive, claims: Claims, *filters: int) -> int:
        # A filter that admits nothing makes the body's language irrelevant, and that may be the costly part.
        if all(f == self.terms.NOTHING for f in filters):
            return self.terms.NOTHING
        return self.language(span.body, claims)

    # -- claims -------------------------------------------------------------------------------------

    def _supported(self, claim: Claim) -> int:
        """The sentences of a claim whose atom is known."""
        if not slots_are_single(claim.body):
            self.unfilterable.add(claim.relation)
            return self.language(claim.body)
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
        lexicon = Lexicon(texts)
        self.filter_states[claim.relation] = self.filter_states.get(claim.relation, 0) + lexicon.size
        return self.terms.machine(lexicon, lexicon.start)

    def _filled(self, shape: Shape, atom: Atom) -> int:
        """The texts of a claim's body with the slots filled by one atom."""
        match shape:
            case SlotShape(kind, regex):
                text = atom.subject if kind == "subject" else atom.object
                fits = self.terms.accepts(self.regex(regex), text)
                return self.terms.literal(text) if fits else self.terms.NOTHING
            case Chain(parts):
                return self._concatenated(self._filled(part, atom) for part in parts)
            case Choice(options):
                return self.terms.either(self._filled(option, atom) for option in options)
            case UpTo(count, body):
                return self.terms.at_most(count, self._filled(body, atom))
            case Claim(_, body):
                return self._filled(body, atom)
            case Derive():
                raise MaskError("a derive rule inside a sentence cannot be masked")
            case _:
                return self.language(shape)

    # -- conditions ---------------------------------------------------------------------------------

    def _condition(self, condition: Condition, holds: bool = True) -> tuple[int, int]:
        """Two filters on the span's text: where its claims are supported (at least one), and anyway.

        ``holds=False`` asks for the opposite of the condition.
        """
        terms = self.terms
        match condition:
            case Always():
                return terms.NOTHING, terms.any_text if holds else terms.NOTHING
            case Supported():
                if not holds:
                    raise MaskError("`supported` cannot stand below `not`")
                relaxed = self.known is None
                return (terms.NOTHING, terms.any_text) if relaxed else (terms.any_text, terms.NOTHING)
            case Mentions(word):
                automaton = says(word, never=not holds)
                return terms.NOTHING, terms.machine(automaton, automaton.start)
            case PromptMentions(word):
                possible = self.prompt is None or says(word).accepts(self.prompt) == holds
                return terms.NOTHING, terms.any_text if possible else terms.NOTHING
            case InCategory(_, regex):
                category = self.regex(regex)
                return terms.NOTHING, category if holds else terms.without(terms.any_text, category)
            case Not(body):
                return self._condition(body, not holds)
            case And(left, right) | Or(left, right):
                (a, b), (c, d) = self._condition(left, holds), self._condition(right, holds)
                if isinstance(condition, And) == holds:
                    supported = [terms.both(a, c), terms.both(a, d), terms.both(b, c)]
                    return terms.either(supported), terms.both(b, d)
                return terms.either([a, c]), terms.either([b, d])

    def regex(self, regex: Regex) -> int:
        """The term of an expression; equal objects are read once."""
        known = self._regexes.get(id(regex))
        if known is None:
            known = self._regexes[id(regex)] = (regex, self.terms.from_regex(regex))
        return known[1]


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
