"""Parsing an answer and deciding on it, in plain Python: the mirror of ``lean/DetLM/Spec/Shape.lean``.

Independent of automata on purpose: tests compare the two with each other and with Lean. The sequence and
the choice of Lean are binary; here they have as many parts as the shape.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from functools import partial

from detlm.mask.judge import Around, Derives, first_broken, holds, limit_holds, no_grammars
from detlm.mask.splits import Splits
from detlm.mask.tree import (
    BindTree,
    BlockTree,
    Chosen,
    ClaimTree,
    FieldTree,
    Leaf,
    Part,
    Parts,
    Repeated,
    Scopes,
    SettleTree,
    SlotLeaf,
    SpanTree,
    Tree,
    below,
    claims_of,
    text_of,
)
from detlm.syntax.program import (
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
    Program,
    Settle,
    Shape,
    SlotShape,
    UpTo,
)
from detlm.syntax.value import Value

__all__ = [
    "Chosen",
    "Leaf",
    "Parts",
    "Repeated",
    "Span",
    "Tree",
    "admits",
    "answer_of",
    "broken_rule",
    "claims_of",
    "condition_holds",
    "limit_holds",
    "parses",
    "spans",
    "text_of",
]


class Span(Value):
    """A span of an answer: ``answer[start:end]`` was made by derive rule ``rule`` and makes ``claims``."""

    name: str
    rule: int
    start: int
    end: int
    claims: tuple[Atom, ...] = ()


def spans(tree: Tree) -> list[Span]:
    """The spans of a parse in the order in which they close (inner before outer)."""
    return list(_spans(tree, 0))


def _spans(tree: Tree, start: int) -> Iterator[Span]:
    at = start
    for part in below(tree):
        yield from _spans(part, at)
        at += len(text_of(part))
    if isinstance(tree, SpanTree):
        yield Span(tree.span.name, tree.span.rule, start, at, claims_of(tree.body))


def _wrapper(shape: Claim | Derive | Field | Bind | Settle | Block) -> Callable[[Tree], Tree]:
    """What a shape with one body makes of the body's tree."""
    match shape:
        case Claim(relation):
            return partial(ClaimTree, relation)
        case Derive():
            return partial(SpanTree, shape)
        case Field(label):
            return partial(FieldTree, label)
        case Bind(scope):
            return partial(BindTree, scope)
        case Settle(scope):
            return partial(SettleTree, scope)
        case Block(scope):
            return partial(BlockTree, scope)


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
            case _:
                around = _wrapper(shape)
                return {e: [around(t) for t in f] for e, f in self.trees(shape.body, start).items()}

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
    condition: Condition,
    tree: Tree,
    prompt: bytes,
    known: Container[Atom],
    *,
    derives: Derives = no_grammars,
    scopes: Scopes | None = None,
) -> bool:
    """Whether a condition holds of a parse, taken as the span; ``known``: every atom that follows.

    ``scopes``: the names where the span begins.
    """
    return holds(condition, Part(tree, scopes or {}), Around(prompt, known, derives))


def broken_rule(
    tree: Tree, prompt: bytes, known: Container[Atom], *, derives: Derives = no_grammars
) -> Derive | None:
    """The first derive rule of a parse whose conditions do not hold, inner before outer; None if all do."""
    return first_broken(Part(tree), Around(prompt, known, derives))


def answer_of(program: Program, output: bytes) -> bytes | None:
    """What ``program`` judges: all of the output, or what stands behind its first ``after``; None without."""
    if program.after is None:
        return output
    _, marker, answer = output.partition(program.after)
    return answer if marker else None


def admits(
    program: Program,
    prompt: bytes,
    output: bytes,
    known: Container[Atom],
    *,
    derives: Derives = no_grammars,
) -> tuple[bool, str]:
    """Whether the program admits ``output`` to ``prompt``, and the first reason if it does not.

    ``known``: every atom that follows from the program's facts, such as a ``Closure``. ``derives``: whether
    a grammar derives a text; asked only where the program has context-free categories.
    """
    answer = answer_of(program, output)
    if answer is None:
        return False, "the text that begins the answer does not occur"
    for limit in program.limits:
        if not limit_holds(limit, answer):
            return False, limit.source or str(limit)
    found = parses(program.output, answer)
    if len(found) != 1:
        return False, "no parse" if not found else "more than one parse"
    rule = broken_rule(found[0], prompt, known, derives=derives)
    if rule is not None:
        return False, rule.source or f"derive {rule.name} ({rule.category})"
    return True, ""
