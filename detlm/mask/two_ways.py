"""The two ways in which a text of an ambiguous output can be read, in words, and what to write instead.

Reads the text twice and tells where the readings part: at a rule or category where they take different ones,
or at one that has two ends. Whether some text has two readings is ``ambiguity.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from detlm.mask.filters import atoms_of
from detlm.mask.language import rules_of
from detlm.mask.parse import parses
from detlm.mask.sentences import fixed_text
from detlm.mask.tree import FieldTree, SpanTree, Tree, below, text_of
from detlm.syntax.program import (
    And,
    Chain,
    Choice,
    Derive,
    Field,
    InGrammar,
    Lex,
    Program,
    Shape,
    SlotShape,
    UpTo,
)
from detlm.syntax.value import Value

_LONGEST = 60  # bytes of a text that is shown


class _Piece(Value):
    """A named piece of a reading: a rule, a category or a text, and what it says."""

    rule: Derive | None
    name: str
    text: bytes


def told(program: Program, text: bytes) -> tuple[str, str]:
    """What to say of ``text``, which has two readings, and the hint."""
    message = f"the output is ambiguous: {text.decode(errors='replace')!r} can be read in two ways"
    hint = "make the options differ, or put a text between the parts that neither can contain"
    parting = _parting(program.output, text)
    if parting is not None:
        one, other = parting
        if one.rule is not None and other.rule is not None and one.rule.rule != other.rule.rule:
            message += f": by {_rule(program, one.rule)} and by {_rule(program, other.rule)}"
            hint = _merging(one.rule, other.rule)
        elif one.name == other.name:
            message += f": {one.name} is {_said(one.text)} or {_said(other.text)}"
        else:
            message += f": as {one.name} or as {other.name}"
    conditions = (And(rule.given, rule.ensure) for rule in rules_of(program.output))
    if any(isinstance(c, InGrammar) for both in conditions for c in atoms_of(both)):
        hint += "; the parts of a grammar are told apart by a regular outline, which holds more texts"
    return message, hint


# -- where two readings part ------------------------------------------------------------------------


def _parting(shape: Shape, text: bytes) -> tuple[_Piece, _Piece] | None:
    """The first pieces in which two readings differ; None where they differ in no piece that has a name."""
    names: list[str] = []
    found = parses(_labelled(shape, names), text)
    if len(found) < 2:
        return None
    for one, other in zip_longest(*(_pieces(tree, names) for tree in found)):
        if one is None or other is None:
            return None
        if one != other:
            return one, other
    return None


def _labelled(shape: Shape, names: list[str]) -> Shape:
    """The shape with a field around each leaf, whose label is the number of its name, and no other field."""
    match shape:
        case Lex(regex, name):
            fixed = fixed_text(regex)
            names.append(name or ("a text" if fixed is None else _said(fixed)))
            return Field(str(len(names) - 1).encode(), shape)
        case SlotShape():
            return shape
        case Chain(parts):
            return Chain(tuple(_labelled(part, names) for part in parts))
        case Choice(options):
            return Choice(tuple(_labelled(option, names) for option in options))
        case UpTo(count, body):
            return UpTo(count, _labelled(body, names))
        case Field(_, body):
            return _labelled(body, names)
        case _:
            return shape.having(body=_labelled(shape.body, names))


def _pieces(tree: Tree, names: list[str]) -> Iterator[_Piece]:
    """The rules and leaves of a reading in the order in which they begin."""
    if isinstance(tree, SpanTree):
        yield _Piece(tree.span.having(body=Chain(())), f"the {tree.span.name}", text_of(tree))
    elif isinstance(tree, FieldTree):
        yield _Piece(None, names[int(tree.label)], text_of(tree))
    for part in below(tree):
        yield from _pieces(part, names)


# -- words ------------------------------------------------------------------------------------------


def _said(text: bytes) -> str:
    shown = text.decode(errors="replace")
    return repr(shown if len(text) <= _LONGEST else shown[:_LONGEST] + "…")


def _rule(program: Program, rule: Derive) -> str:
    """A rule by its name and its line."""
    place = program.positions.get(f"derive {rule.rule}")
    return f"the rule for {rule.name}" + (f" on line {place.line}" if place else "")


def _merging(one: Derive, other: Derive) -> str:
    """How to write one rule in place of two that share a text."""
    hint = "rules may not share a text, whatever their conditions ask; "
    first, second = _taken_apart(one), _taken_apart(other)
    if first is None or second is None or first[0] != second[0]:  # of two categories
        return (
            hint + "keep the shared texts out of one category (category X := … except …), or derive once, "
            "from a category of both, and say which texts when: ensure (given1 and ensure1) or "
            "(given2 and ensure2)"
        )
    conditions = " or ".join(f"({c})" for c in (first[1], _renamed(second[1], other.name, one.name)) if c)
    if not first[1] or not second[1]:  # one of them asks nothing
        return hint + "the one without conditions admits all that the other does: remove the other"
    uses = "" if one.name == other.name else f", and {one.name} alone in place of {other.name} too"
    return f"{hint}write one in place of both: derive {one.name} from {first[0]} ensure {conditions}{uses}"


# A string, a remark, or a word that opens a condition.
_MARKS = re.compile(r'"(?:\\.|[^"\\\n])*"|--|\b(?:given|ensure)\b(?:\s+proof\b)?')


def _taken_apart(rule: Derive) -> tuple[str, str] | None:
    """What a derive rule derives from, and both its conditions as one.

    None for what is no such rule, and where a remark stands in it: where that ends is not in the source.
    """
    pieces = [""]
    at = 0
    for mark in _MARKS.finditer(rule.source):
        pieces[-1] += rule.source[at : mark.start()]
        at = mark.end()
        if mark.group().startswith("--"):
            return None
        if mark.group().startswith('"'):
            pieces[-1] += mark.group()
        else:
            pieces.append("")
    pieces[-1] += rule.source[at:]
    head, *conditions = (" ".join(piece.split()) for piece in pieces)
    if not head.startswith("derive "):
        return None
    joined = conditions if len(conditions) < 2 else [_grouped(c) for c in conditions]
    return head.partition(" from ")[2], " and ".join(joined)


def _grouped(condition: str) -> str:
    """A condition with brackets around it where it may hold ``and``, ``or`` or an arrow outside of any."""
    return f"({condition})" if re.search(r"\b(?:and|or|in)\b|->|→|[∧∨]", condition) else condition


def _renamed(condition: str, name: str, new: str) -> str:
    """A condition that speaks of ``new`` where it spoke of ``name``, outside of strings."""
    found = re.compile(rf'"(?:\\.|[^"\\\n])*"|\b{re.escape(name)}\b')
    return found.sub(lambda m: m.group() if m.group().startswith('"') else new, condition)
