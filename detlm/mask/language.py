"""The language of a shape under its rules, as a term: what ``compile.py`` turns into an automaton.

Conditions on spans become filters. ``Supported`` speaks of claims and not of text, so the language of a
shape comes in four versions, by what is asked of the claims inside. Names in scope depend on the text
before; here it only counts whether a scope can show any, so that nothing is ever begun that needs a name
where none can be: a *flow* gives the texts of a shape by what is so where they end. The names themselves,
and what else depends on the parse so far, are either left out (``opening=False``: more is admitted), or the
part becomes an ``open`` language, which ``tell`` tells once a text has got to it.

The texts are those with *some* parse that fulfils the conditions; that a text has only one parse is
``analysis.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from enum import Enum
from typing import NamedTuple

from detlm.mask.bonds import Held
from detlm.mask.filters import Filters, Shown, scopes_of
from detlm.mask.sentences import Sentences
from detlm.mask.terms import Terms
from detlm.syntax.program import (
    And,
    Atom,
    Bind,
    Block,
    Chain,
    Choice,
    Claim,
    Condition,
    Derive,
    Field,
    Lex,
    Settle,
    Shape,
    SlotShape,
    UpTo,
    walk,
)
from detlm.syntax.regex import Regex


class Claims(Enum):
    """What is asked of the claims in a text."""

    FREE = "anything"
    SUPPORTED = "each follows from the facts"
    SOME = "each follows, and there is at least one"
    NONE = "there are none"


# What may be so at a point of a text: (scope, True) if names are shown, (scope, False) if some are pending.
State = frozenset[tuple[bytes, bool]]
Flow = dict[State, int]  # the texts that end where a state is so; none of them the empty language
_NO_NAMES: State = frozenset()


class Opening(NamedTuple):
    """A part whose language depends on the text before it, and what is asked of it there."""

    part: Derive | Held
    claims: Claims
    before: State
    after: State


def rules_of(shape: Shape) -> list[Derive]:
    """The ``derive`` rules that a shape uses, by number, each once."""
    found = {d.rule: d for d in walk(shape) if isinstance(d, Derive)}
    return [found[number] for number in sorted(found)]


def condition_of(part: Derive | Held) -> Condition:
    """What must hold of the text of a part."""
    return part.condition if isinstance(part, Held) else And(part.given, part.ensure)


class LanguageBuilder:
    """Builds terms for one program and prompt.

    ``prompt``: None if any prompt may come. ``known``: the atoms that follow, or None if that is checked
    at the end of each span instead; then ``Supported`` asks nothing here. ``openings``: the parts behind
    ``open`` languages, by number.
    """

    def __init__(
        self, terms: Terms, prompt: bytes | None, known: Collection[Atom] | None, *, opening: bool = False
    ) -> None:
        self.terms = terms
        self.openings: list[Opening] = []
        self.sentences = Sentences(terms, self.regex, known or ())
        self._filters = Filters(terms, self.regex, prompt, supports=known is not None)
        self._opening = opening
        self._opening_ids: dict[tuple[int, Claims, State, State], int] = {}
        self._memo: dict[tuple[int, Claims, State], tuple[Shape, Flow]] = {}

    def language(self, shape: Shape) -> int:
        """The texts of ``shape``, begun where no name is in scope, whose spans fulfil their rules."""
        return self.terms.either(self._flow(shape, Claims.FREE, _NO_NAMES).values())

    def tell(self, number: int, shown: Shown) -> int:
        """The language of an opening where ``shown`` are the names in scope."""
        part, claims, before, after = self.openings[number]
        return self._filtered(part, claims, before, shown).get(after, self.terms.NOTHING)

    def regex(self, regex: Regex) -> int:
        """The term of an expression."""
        return self.terms.from_regex(regex)

    # -- flows --------------------------------------------------------------------------------------

    def _flow(self, shape: Shape, claims: Claims, state: State) -> Flow:
        key = (id(shape), claims, state)
        known = self._memo.get(key)
        if known is None:  # the shape is kept too, so that its id stays its own
            known = self._memo[key] = (shape, self._flowing(shape, claims, state))
        return known[1]

    def _flowing(self, shape: Shape, claims: Claims, state: State) -> Flow:
        match shape:
            case Lex(regex) | SlotShape(_, regex):
                return {} if claims is Claims.SOME else self._joined([(state, self.regex(regex))])
            case Chain(parts):
                if claims is Claims.SOME:
                    return self._some_in_chain(parts, state)
                return self._chained([(part, claims) for part in parts], state)
            case Choice(options):
                return self._joined(p for o in options for p in self._flow(o, claims, state).items())
            case UpTo(count, body):
                if claims is Claims.SOME:
                    return self._some_in_repetition(count, body, state)
                return self._repeated(body, claims, state, count)[state]
            case Claim(_, body):
                return self._claim(shape, claims, state)
            case Derive() | Held():
                return self._part(shape, claims, state)
            case Field(_, body):
                return self._flow(body, claims, state)
            case Bind(scope, body):
                return self._after(body, claims, state, lambda s: s | {(scope, False)})
            case Settle(scope, body):
                return self._after(body, claims, state, lambda s: _settled(s, scope))
            case Block(scope, body):
                outer = {(name, shown) for name, shown in state if name == scope}
                return self._after(
                    body, claims, state, lambda s: frozenset(x for x in s if x[0] != scope) | outer
                )

    def _joined(self, pieces: Iterable[tuple[State, int]]) -> Flow:
        """Texts by the state where they end."""
        found: dict[State, list[int]] = {}
        for state, term in pieces:
            if term != self.terms.NOTHING:
                found.setdefault(state, []).append(term)
        return {s: t[0] if len(t) == 1 else self.terms.either(t) for s, t in found.items()}

    def _after(self, body: Shape, claims: Claims, state: State, end: Callable[[State], State]) -> Flow:
        return self._joined((end(s), t) for s, t in self._flow(body, claims, state).items())

    def _chained(self, parts: Sequence[tuple[Shape, Claims]], state: State) -> Flow:
        """The parts one after the other, each with what is asked of its claims."""
        layers = [{state}]
        for part, claims in parts:
            layers.append({s for before in layers[-1] for s in self._flow(part, claims, before)})
        rest: dict[State, Flow] = {s: {s: self.terms.EMPTY} for s in layers.pop()}
        for (part, claims), layer in zip(reversed(parts), reversed(layers), strict=True):
            rest = {s: self._followed(self._flow(part, claims, s), rest) for s in layer}
        return rest[state]

    def _followed(self, first: Flow, rest: dict[State, Flow]) -> Flow:
        then = self.terms.then
        return self._joined((end, then(t, u)) for s, t in first.items() for end, u in rest[s].items())

    def _reached(self, body: Shape, claims: Claims, state: State) -> list[State]:
        """The states between repetitions of a part."""
        found = [state]
        for s in found:  # grows while we go
            found += [t for t in self._flow(body, claims, s) if t not in found]
        return found

    def _repeated(self, body: Shape, claims: Claims, state: State, count: int) -> dict[State, Flow]:
        """Up to ``count`` repetitions, by the state before them."""
        terms = self.terms
        out: dict[State, Flow] = {}
        flows = {s: self._flow(body, claims, s) for s in self._reached(body, claims, state)}
        # Where repeating changes nothing any more, the rest is a counted repetition.
        steady = {s: flow.get(s, terms.NOTHING) for s, flow in flows.items() if flow.keys() <= {s}}
        for n in range(count + 1) if state not in steady else (count,):
            step = {s: {s: terms.at_most(n, t)} for s, t in steady.items()}
            for s in flows.keys() - steady.keys():
                more = self._followed(flows[s], out) if n else {}
                step[s] = self._joined([(s, terms.EMPTY), *more.items()])
            out = step
        return out

    # -- claims -------------------------------------------------------------------------------------

    def _claim(self, claim: Claim, claims: Claims, state: State) -> Flow:
        if claims is Claims.NONE:
            return {}
        plain = self._flow(claim.body, Claims.FREE, state)
        supported = None if claims is Claims.FREE else self.sentences.supported(claim)
        return plain if supported is None else self._joined((s, supported) for s in plain)

    def _some_in_chain(self, parts: tuple[Shape, ...], state: State) -> Flow:
        # By the first part that makes a claim: none before it, any number after it.
        asked = [Claims.NONE] * len(parts) + [Claims.SOME] + [Claims.SUPPORTED] * len(parts)
        found: list[tuple[State, int]] = []
        for i in range(len(parts)):
            ways = asked[len(parts) - i : 2 * len(parts) - i]
            found += self._chained(list(zip(parts, ways, strict=True)), state).items()
        return self._joined(found)

    def _some_in_repetition(self, count: int, body: Shape, state: State) -> Flow:
        terms = self.terms
        states = self._reached(body, Claims.SUPPORTED, state)
        some = {
            s: {e: terms.without(t, terms.EMPTY) for e, t in self._flow(body, Claims.SOME, s).items()}
            for s in states
        }  # repetitions are not empty
        none = {s: self._flow(body, Claims.NONE, s) for s in states}
        total: dict[State, Flow] = {s: {} for s in states}
        # Where no repetition goes without a claim, the first one makes it.
        for n in range(1 if any(none.values()) else count, count + 1) if count else ():
            after = {s: self._repeated(body, Claims.SUPPORTED, s, n - 1)[s] for s in states}
            total = {
                s: self._joined(
                    [*self._followed(some[s], after).items(), *self._followed(none[s], total).items()]
                )
                for s in states
            }
        return total[state]

    # -- parts with conditions ----------------------------------------------------------------------

    def _part(self, part: Derive | Held, claims: Claims, state: State) -> Flow:
        speaking = {scope for scope in scopes_of(condition_of(part)) if (scope, True) in state}
        depends = bool(speaking) or (isinstance(part, Held) and bool(part.bonds))
        # A scope that can show no name here shows none: that is known without looking.
        flow = self._filtered(part, claims, state, None if speaking else {})
        if not (depends and self._opening):
            return flow
        return {after: self.terms.open(self._number(part, claims, state, after)) for after in flow}

    def _number(self, part: Derive | Held, claims: Claims, before: State, after: State) -> int:
        key = (id(part), claims, before, after)
        if key not in self._opening_ids:
            self._opening_ids[key] = len(self.openings)
            self.openings.append(Opening(part, claims, before, after))
        return self._opening_ids[key]

    def _filtered(self, part: Derive | Held, claims: Claims, state: State, shown: Shown) -> Flow:
        """The texts of a part that its condition admits."""
        terms = self.terms
        with_claims, without = self._filters.of(condition_of(part), shown)
        if claims is Claims.SOME:
            return self._meeting(part, Claims.SOME, state, terms.either([with_claims, without]))
        plain = self._meeting(part, claims, state, without)
        if claims is Claims.NONE or with_claims == terms.NOTHING:
            return plain
        some = self._meeting(part, Claims.SOME, state, with_claims)
        return self._joined([*some.items(), *plain.items()])

    def _meeting(self, part: Derive | Held, claims: Claims, state: State, text: int) -> Flow:
        # A filter that admits nothing makes the body's language irrelevant, and that may be the costly part.
        if text == self.terms.NOTHING:
            return {}
        flow = self._flow(part.body, claims, state)
        return self._joined((s, self.terms.both(t, text)) for s, t in flow.items())


def _settled(state: State, scope: bytes) -> State:
    pending = (scope, False)
    return (state - {pending}) | {(scope, True)} if pending in state else state
