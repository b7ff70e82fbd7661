"""Parsing an answer and deciding on it, in plain Python: the mirror of ``lean/DetLM/Spec/Shape.lean``.

Independent of automata on purpose: tests compare the two with each other and with Lean. The sequence and
the choice of Lean are binary; here they have as many parts as the shape.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass

from detlm.mask.splits import Splits, matches
from detlm.mask.wording import mentions, word_count
from detlm.syntax.program import (
    Always,
    And,
    AtMostWords,
    Atom,
    Chain,
    Choice,
    Claim,
    Condition,
    Derive,
    Forbid,
    InCategory,
    Lex,
    Limit,
    Mentions,
    Not,
    Or,
    Program,
    PromptMentions,
    Require,
    Shape,
    SlotShape,
    Supported,
    UpTo,
)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A text of a category."""

    text: bytes


@dataclass(frozen=True, slots=True)
class SlotLeaf:
    """What fills a slot; ``kind`` is "subject" or "object"."""

    kind: str
    text: bytes


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a chain."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The option taken, by its place."""

    index: int
    body: Tree


@dataclass(frozen=True, slots=True)
class Repeated:
    """The repetitions, none of them empty."""

    items: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class ClaimTree:
    """A sentence."""

    relation: bytes
    body: Tree


@dataclass(frozen=True, slots=True)
class SpanTree:
    """A span made by a derive rule."""

    span: Derive
    body: Tree


Tree = Leaf | SlotLeaf | Parts | Chosen | Repeated | ClaimTree | SpanTree


@dataclass(frozen=True, slots=True)
class Span:
    """A span of an answer: ``answer[start:end]`` was made by derive rule ``rule`` and makes ``claims``."""

    name: str
    rule: int
    start: int
    end: int
    claims: tuple[Atom, ...] = ()


def _below(tree: Tree) -> tuple[Tree, ...]:
    match tree:
        case Parts(inner) | Repeated(inner):
            return inner
        case Chosen(_, body) | ClaimTree(_, body) | SpanTree(_, body):
            return (body,)
        case _:
            return ()


def text_of(tree: Tree) -> bytes:
    """The text of a parse."""
    if isinstance(tree, Leaf | SlotLeaf):
        return tree.text
    return b"".join(text_of(part) for part in _below(tree))


def slot_text(tree: Tree, kind: str) -> bytes:
    """What the slots of one kind hold, one after the other."""
    if isinstance(tree, SlotLeaf):
        return tree.text if tree.kind == kind else b""
    return b"".join(slot_text(part, kind) for part in _below(tree))


def claims_of(tree: Tree) -> tuple[Atom, ...]:
    """The claims of a text, in order."""
    if isinstance(tree, ClaimTree):
        return (Atom(tree.relation, slot_text(tree.body, "subject"), slot_text(tree.body, "object")),)
    return tuple(claim for part in _below(tree) for claim in claims_of(part))


def spans(tree: Tree) -> list[Span]:
    """The spans of a parse in the order in which they close (inner before outer)."""
    return list(_spans(tree, 0))


def _spans(tree: Tree, start: int) -> Iterator[Span]:
    at = start
    for part in _below(tree):
        yield from _spans(part, at)
        at += len(text_of(part))
    if isinstance(tree, SpanTree):
        yield Span(tree.span.name, tree.span.rule, start, at, claims_of(tree.body))


# -- all parses -------------------------------------------------------------------------------------


def parses(shape: Shape, text: bytes, limit: int = 2) -> list[Tree]:
    """Parses of the whole text: all of them if there are fewer than ``limit``, else ``limit`` many."""
    return _Parser(text, limit).trees(shape, 0).get(len(text), [])


class _Parser:
    def __init__(self, text: bytes, limit: int) -> None:
        self._splits = Splits(text)
        self._text = text
        self._limit = limit
        self._known: dict[tuple[int, int], dict[int, list[Tree]]] = {}

    def trees(self, shape: Shape, start: int) -> dict[int, list[Tree]]:
        """For each end, the parses of ``text[start:end]``: up to ``limit`` of them."""
        key = (id(shape), start)
        if key not in self._known:
            self._known[key] = {end: t[: self._limit] for end, t in self._trees(shape, start).items()}
        return self._known[key]

    def _trees(self, shape: Shape, start: int) -> dict[int, list[Tree]]:
        match shape:
            case Lex(regex):
                return {end: [Leaf(self._text[start:end])] for end in self._splits.ends(regex, start)}
            case SlotShape(kind, regex):
                ends = self._splits.ends(regex, start)
                return {end: [SlotLeaf(kind, self._text[start:end])] for end in ends}
            case Chain(parts):
                rows: dict[int, list[tuple[Tree, ...]]] = {start: [()]}
                for part in parts:
                    rows = self._extended(rows, part)
                return {end: [Parts(row) for row in found] for end, found in rows.items()}
            case Choice(options):
                chosen: dict[int, list[Tree]] = {}
                for index, option in enumerate(options):
                    for end, found in self.trees(option, start).items():
                        chosen.setdefault(end, []).extend(Chosen(index, tree) for tree in found)
                return chosen
            case UpTo(count, body):
                return self._repetitions(count, body, start)
            case Claim(relation, body):
                return {e: [ClaimTree(relation, t) for t in f] for e, f in self.trees(body, start).items()}
            case Derive():
                return {e: [SpanTree(shape, t) for t in f] for e, f in self.trees(shape.body, start).items()}

    def _extended(
        self, rows: dict[int, list[tuple[Tree, ...]]], part: Shape, *, empty: bool = True
    ) -> dict[int, list[tuple[Tree, ...]]]:
        out: dict[int, list[tuple[Tree, ...]]] = {}
        for here, before in rows.items():
            for end, found in self.trees(part, here).items():
                if end > here or empty:
                    out.setdefault(end, []).extend((*row, tree) for row in before for tree in found)
        return {end: found[: self._limit] for end, found in out.items()}

    def _repetitions(self, count: int, body: Shape, start: int) -> dict[int, list[Tree]]:
        rows: dict[int, list[tuple[Tree, ...]]] = {start: [()]}
        out: dict[int, list[Tree]] = {start: [Repeated(())]}
        for _ in range(count):
            rows = self._extended(rows, body, empty=False)
            if not rows:
                break
            for end, found in rows.items():
                out.setdefault(end, []).extend(Repeated(row) for row in found)
        return out


# -- decisions --------------------------------------------------------------------------------------


def condition_holds(
    condition: Condition, text: bytes, claims: tuple[Atom, ...], prompt: bytes, known: Container[Atom]
) -> bool:
    """Whether a condition holds of a span with this text and these claims; ``known``: what follows."""
    match condition:
        case Always():
            return True
        case Supported():
            return bool(claims) and all(claim in known for claim in claims)
        case Mentions(word):
            return mentions(word, text)
        case PromptMentions(word):
            return mentions(word, prompt)
        case InCategory(_, regex):
            return matches(regex, text)
        case Not(body):
            return not condition_holds(body, text, claims, prompt, known)
        case And(left, right):
            return all(condition_holds(c, text, claims, prompt, known) for c in (left, right))
        case Or(left, right):
            return any(condition_holds(c, text, claims, prompt, known) for c in (left, right))


def limit_holds(limit: Limit, answer: bytes) -> bool:
    """Whether an answer keeps to a limit."""
    match limit:
        case Forbid(word):
            return not mentions(word, answer)
        case Require(word):
            return mentions(word, answer)
        case AtMostWords(count):
            return word_count(answer) <= count


def broken_rule(tree: Tree, prompt: bytes, known: Container[Atom]) -> Derive | None:
    """The first derive rule of a parse whose conditions do not hold, inner before outer; None if all do."""
    for part in _below(tree):
        if (found := broken_rule(part, prompt, known)) is not None:
            return found
    if isinstance(tree, SpanTree):
        text, claims = text_of(tree.body), claims_of(tree.body)
        for condition in (tree.span.given, tree.span.ensure):
            if not condition_holds(condition, text, claims, prompt, known):
                return tree.span
    return None


def admits(program: Program, prompt: bytes, answer: bytes, known: Container[Atom]) -> tuple[bool, str]:
    """Whether the program admits ``answer`` to ``prompt``, and the first reason if it does not.

    ``known``: every atom that follows from the program's facts, such as a ``Closure``.
    """
    for limit in program.limits:
        if not limit_holds(limit, answer):
            return False, limit.source or str(limit)
    found = parses(program.output, answer)
    if len(found) != 1:
        return False, "no parse" if not found else "more than one parse"
    rule = broken_rule(found[0], prompt, known)
    if rule is not None:
        return False, rule.source or f"derive {rule.name} ({rule.category})"
    return True, ""
