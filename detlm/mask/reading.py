"""Languages that depend on the text before them, told when a text gets to them.

One mechanism for names in scope, for numbers that earlier parts determine, and for parts that must differ:
where a text gets to the beginning of an ``open`` language (``language.py``), every parse of the text so far
is laid out as a tree, and the tree says which texts may stand here. What comes after is then known up to
the next such place, and is an automaton like any other; no token crosses the beginning of such a place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from detlm.mask.automaton import Dfa
from detlm.mask.bonds import Bond, Compares, Differs, Held
from detlm.mask.building import dfa_of_term
from detlm.mask.filters import is_filter, scopes_of
from detlm.mask.judge import Around, holds
from detlm.mask.language import LanguageBuilder, condition_of
from detlm.mask.paths import SPOTS, PathMachine, Spot
from detlm.mask.terms import Terms
from detlm.mask.tracker import History, SpanTracker, TrackerState
from detlm.mask.tree import (
    NO_NAMES,
    BindTree,
    BlockTree,
    FieldTree,
    Leaf,
    Part,
    Parts,
    Scopes,
    SettleTree,
    SpanTree,
    Tree,
    ended,
)
from detlm.syntax.program import Bind, Block, Derive, Field, Settle, Shape
from detlm.syntax.value import Value


class Reading(Value):
    """The answers of a program as a term with open languages. ``shape`` is bonded; ``root``: all answers."""

    shape: Shape
    builder: LanguageBuilder
    root: int
    prompt: bytes

    @property
    def terms(self) -> Terms:
        """The arena of all terms here."""
        return self.builder.terms

    def dfa(self, term: int) -> Dfa:
        """The automaton of what is to come up to where the next open language begins; there it "accepts"."""
        return dfa_of_term(self.terms, term)

    def within(self, answers: Dfa) -> Reading:
        """The same, and within ``answers``: all there are if parts were free of the text before them.

        Those keep to the limits, so a text is left as soon as no part to come could keep to them any more.
        """
        return self.having(root=self.terms.both(self.root, self.terms.machine(answers, answers.start)))

    def tracker(self) -> SpanTracker:
        """A tracker for the texts read here."""
        return SpanTracker(self.shape, SPOTS)

    def after(self, term: int, data: bytes) -> int:
        """What is to come after ``data``."""
        for byte in data:
            term = self.terms.step(term, byte)
        return term

    def told(self, term: int, text: bytes, tracker: SpanTracker, state: TrackerState) -> int:
        """What is to come, with the languages that begin here told; ``text`` is the answer so far."""
        if not self.terms.opens(term):
            return term
        numbers: dict[int, list[int]] = {}
        for number, opening in enumerate(self.builder.openings):
            numbers.setdefault(id(opening.part), []).append(number)
        found: dict[int, set[int]] = {}
        for history in _arrivals(tracker.machine, state):
            laid = _Laid.out(history, tracker.machine, text, self.prompt)
            if laid is not None:
                for number in numbers.get(id(laid.stack[-1].spot), ()):
                    found.setdefault(number, set()).add(self._language(number, laid))
        return self.terms.told(term, {n: self.terms.either(options) for n, options in found.items()})

    def _language(self, number: int, laid: _Laid) -> int:
        part = self.builder.openings[number].part
        shown = {s: laid.scopes.get(s, NO_NAMES).shown for s in scopes_of(condition_of(part))}
        language = self.builder.tell(number, shown)
        for bond in part.bonds if isinstance(part, Held) else ():
            language = self._bound(language, bond, laid.base(bond))
        return language

    def _bound(self, language: int, bond: Bond, base: Part) -> int:
        """The texts of a language that a bond to the parts before allows."""
        terms, demand = self.terms, bond.demand
        if isinstance(demand, Differs):
            used = [terms.literal(text) for text in dict.fromkeys(part.text for part in base.at(demand.path))]
            return terms.without(language, terms.either(used))
        if isinstance(demand, Compares):
            try:
                numbers = demand.solved.texts(terms, base)
            except ValueError:  # left for the end of the span
                return language
            return terms.both(language, numbers) if demand.holds else terms.without(language, numbers)
        texts = [part.text for part in base.at(demand.path)]
        return terms.both(language, terms.literal(texts[0])) if len(texts) == 1 else terms.NOTHING


def _arrivals(machine: PathMachine, state: TrackerState) -> Iterator[History]:
    """For each parse so far and each part that begins here in it: the parse up to the part's opening."""
    for thread in state.threads:
        for marks, _ in machine.reach(thread.place):
            history = (*thread.history, *((*mark, state.length) for mark in marks))
            for end in range(len(history), 0, -1):
                opens, _, at = history[end - 1]
                if at < state.length:
                    break
                if opens:
                    yield history[:end]


@dataclass
class _Node:
    """A part that is open: what it is, the names where it begins, and what of it is there."""

    spot: Spot | None
    scopes: Scopes
    parts: list[Tree]


@dataclass
class _Laid:
    """A parse so far, up to the opening of a part: what is open, outermost first, and the names."""

    stack: list[_Node]
    scopes: Scopes

    @staticmethod
    def out(history: History, machine: PathMachine, text: bytes, prompt: bytes) -> _Laid | None:
        """Lays a parse out; None if a part of it that has ended spoke of names that were not as it says."""
        scopes: Scopes = {}
        stack = [_Node(None, scopes, [])]
        done = 0
        for opens, which, at in history:
            if at > done:
                stack[-1].parts.append(Leaf(text[done:at]))
                done = at
            if opens:
                stack.append(_Node(machine.spots[which], scopes, []))
                continue
            node = stack.pop()
            tree = _tree(node)
            if not _stands(node, tree, prompt):
                return None
            scopes = ended(tree, node.scopes, scopes)
            stack[-1].parts.append(tree)
        return _Laid(stack, scopes)

    def base(self, bond: Bond) -> Part:
        """What is there of the part that a bond of the innermost open part speaks of."""
        place = len(self.stack) - 1
        labels = bond.up - 1
        while True:
            place -= 1
            spot = self.stack[place].spot
            if isinstance(spot, Field):
                if bond.rule is None and not labels:
                    break
                labels -= 1
            if isinstance(spot, Derive) and spot.rule == bond.rule:
                break
        inner: list[Tree] = []
        for node in reversed(self.stack[place + 1 : -1]):
            inner = [_tree(_Node(node.spot, node.scopes, node.parts + inner))]
        return Part(Parts((*self.stack[place].parts, *inner)))


def _tree(node: _Node) -> Tree:
    body = Parts(tuple(node.parts))
    match node.spot:
        case Derive():
            return SpanTree(node.spot, body)
        case Field(label):
            return FieldTree(label, body)
        case Bind(scope):
            return BindTree(scope, body)
        case Settle(scope):
            return SettleTree(scope, body)
        case Block(scope):
            return BlockTree(scope, body)
        case None:
            return body


def _stands(node: _Node, tree: Tree, prompt: bytes) -> bool:
    """Whether what a part that has ended says of names is so; all else is checked elsewhere."""
    if not isinstance(node.spot, Derive | Held) or not isinstance(tree, SpanTree | FieldTree):
        return True
    condition = condition_of(node.spot)
    if not scopes_of(condition) or not is_filter(condition):
        return True
    return holds(condition, Part(tree.body, node.scopes), Around(prompt, ()))
