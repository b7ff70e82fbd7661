"""What the data of a statement mean: which texts an expression holds, which parses a shape has, what follows.

Written from the definitions in ``lean/DetLM/Spec`` by other means than theirs: sets of places where a text
may end instead of derivatives, tables of parses instead of lists of them. Sure rather than quick.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from detlm.certificate.paranoid.source import Data, NotUnderstood

_WORD = re.compile(rb"[A-Za-z0-9_\x80-\xff]+")

Atom = tuple[bytes, bytes, bytes]  # relation, subject, object


class Refused(Exception):
    """The statement does not hold; says which part."""


@dataclass(frozen=True, slots=True)
class Tree:
    """A parse of ``answer[start:end]``; ``shape`` is what it is a parse of."""

    shape: Data
    start: int
    end: int
    parts: tuple[Tree, ...] = ()


def admit(program: Data, context: Data, output: bytes, witness: tuple[Data, ...]) -> None:
    """Returns if the output is admitted and the witness shows it. Raises :class:`Refused`."""
    facts, rules, shape, limits = program.args
    prompt, preface, said = context.args
    if not output.startswith(preface):
        raise Refused("the output does not begin with the model's own constraint lines")
    answer = output[len(preface) :]
    for limit in (*limits, *said):
        if not _keeps(limit, answer):
            raise Refused(f"the answer does not keep to {limit.head}")
    trees = _Text(answer).parses(shape, 0).get(len(answer), [])
    if len(trees) != 1:
        raise Refused("the answer has no parse" if not trees else "the answer has more than one parse")
    known = _replayed(facts, rules, witness)
    for tree in _below(trees[0]):
        if tree.shape.head == "Shape.derive":
            for condition in tree.shape.args[:2]:
                if not _Span(tree.parts[0], answer, prompt, known).holds(condition):
                    raise Refused(f"bytes {tree.start} to {tree.end} are not as their rule asks")


def _keeps(limit: Data, answer: bytes) -> bool:
    match limit.head:
        case "Limit.forbid":
            return not _says(answer, limit.args[0])
        case "Limit.require":
            return _says(answer, limit.args[0])
        case "Limit.atMostWords":
            return len(_WORD.findall(answer)) <= int(limit.args[0])
    raise NotUnderstood(limit.head)


def _says(text: bytes, word: bytes) -> bool:
    """Whether the word stands in the text with no letter, digit or such right before or behind it."""
    where, what = text.lower(), word.lower()
    at = where.find(what)
    while at >= 0:
        behind = at + len(what)
        if not _WORD.match(text, at - 1, at) and not _WORD.match(text, behind, behind + 1):
            return True
        at = where.find(what, at + 1)
    return False


def _replayed(facts: tuple[Data, ...], rules: tuple[Data, ...], witness: tuple[Data, ...]) -> set[Atom]:
    known: set[Atom] = set()
    for step in witness:
        number = step.args[0]
        if step.head == "Step.fact":
            if number < len(facts):
                known.add(facts[number].args)
        elif step.head == "Step.rule":
            if number < len(rules):
                head, body = rules[number].args
                if all(_instance(pattern, step.args[1]) in known for pattern in body):
                    known.add(_instance(head, step.args[1]))
        else:
            raise NotUnderstood(step.head)
    return known


def _instance(pattern: Data, arguments: tuple[bytes, ...]) -> Atom:
    def place(term: Data) -> bytes:
        if term.head == "Term.const":
            return bytes(term.args[0])
        number = term.args[0]
        return arguments[number] if number < len(arguments) else b""

    relation, subject, object_ = pattern.args
    return relation, place(subject), place(object_)


def _below(tree: Tree) -> Iterator[Tree]:
    waiting = [tree]
    while waiting:
        at = waiting.pop()
        yield at
        waiting.extend(reversed(at.parts))


@dataclass
class _Text:
    """A text, and what was found out about parts of it."""

    text: bytes
    _ends: dict[tuple[int, int], frozenset[int]] = field(default_factory=dict)
    _parses: dict[tuple[int, int, int], dict[int, list[Tree]]] = field(default_factory=dict)

    def ends(self, category: Data, start: int) -> frozenset[int]:
        """Where a text of the category that starts here may end."""
        key = (id(category), start)
        known = self._ends.get(key)
        if known is None:
            known = self._ends[key] = frozenset(self._found(category, start))
        return known

    def _found(self, category: Data, start: int) -> Any:
        match category.head, category.args:
            case "Regex.nothing", ():
                return ()
            case "Regex.empty", ():
                return (start,)
            case "Regex.ofText", (text,):
                return (start + len(text),) if self.text.startswith(text, start) else ()
            case "Regex.oneOf", (members,):
                here = self.text[start : start + 1]
                return (start + 1,) if here and members >> here[0] & 1 else ()
            case "Regex.seq", (first, second):
                found: set[int] = set()
                for middle in self.ends(first, start):
                    found |= self.ends(second, middle)
                return found
            case "Regex.either", (left, right):
                return self.ends(left, start) | self.ends(right, start)
            case "Regex.star", (body,):
                return self._repeated(body, start, len(self.text))  # what is empty gets nowhere
            case "Regex.atMost", (count, body):
                return self._repeated(body, start, count)
            case "Regex.both", (left, right):
                return self.ends(left, start) & self.ends(right, start)
            case "Regex.without", (left, right):
                return self.ends(left, start) - self.ends(right, start)
        raise NotUnderstood(category.head)

    def _repeated(self, body: Data, start: int, count: int) -> set[int]:
        found = new = {start}
        while new and count:
            count -= 1
            reached: set[int] = set()
            for at in new:
                reached |= self.ends(body, at)
            new = reached - found
            found = found | new
        return found

    def parses(self, shape: Data, start: int) -> dict[int, list[Tree]]:
        """By where they end: the parses of the shape that start here, never more than two of each."""
        return self._once((id(shape), -1, start), lambda: self._parsed(shape, start))

    def _once(
        self, key: tuple[int, int, int], find: Callable[[], dict[int, list[Tree]]]
    ) -> dict[int, list[Tree]]:
        known = self._parses.get(key)
        if known is None:
            known = self._parses[key] = find()
        return known

    def _parsed(self, shape: Data, start: int) -> dict[int, list[Tree]]:
        match shape.head, shape.args:
            case ("Shape.lex", (category,)) | ("Shape.slot", (_, category)):
                return {end: [Tree(shape, start, end)] for end in self.ends(category, start)}
            case "Shape.seq", (first, second):
                return self._joined(shape, self.parses(first, start), lambda at: self.parses(second, at))
            case "Shape.alt", (left, right):
                found: dict[int, list[Tree]] = {}
                for option in (left, right):
                    for end, trees in self.parses(option, start).items():
                        kept = found.setdefault(end, [])
                        kept += [Tree(shape, start, end, (tree,)) for tree in trees[: 2 - len(kept)]]
                return found
            case "Shape.upTo", (count, _):
                return self._some(shape, count, start)
            case ("Shape.claim", (_, body)) | ("Shape.derive", (_, _, body)):
                return {
                    end: [Tree(shape, start, end, (tree,)) for tree in trees]
                    for end, trees in self.parses(body, start).items()
                }
        raise NotUnderstood(shape.head)

    def _some(self, shape: Data, count: int, start: int) -> dict[int, list[Tree]]:
        """At most so many repetitions, none empty; more than there are bytes make no difference."""
        count = min(count, len(self.text) - start)

        def find() -> dict[int, list[Tree]]:
            found = {start: [Tree(shape, start, start)]}
            if count:
                one = {e: trees for e, trees in self.parses(shape.args[1], start).items() if e > start}
                found |= self._joined(shape, one, lambda at: self._some(shape, count - 1, at))
            return found

        return self._once((id(shape), count, start), find)

    def _joined(
        self, shape: Data, first: dict[int, list[Tree]], rest: Callable[[int], dict[int, list[Tree]]]
    ) -> dict[int, list[Tree]]:
        found: dict[int, list[Tree]] = {}
        for middle, before in first.items():
            for end, after in rest(middle).items():
                kept = found.setdefault(end, [])
                for one in before:
                    for other in after:
                        if len(kept) < 2:
                            kept.append(Tree(shape, one.start, end, (one, other)))
        return found


@dataclass(frozen=True, slots=True)
class _Span:
    """A span's parse, and what conditions may look at."""

    tree: Tree
    answer: bytes
    prompt: bytes
    known: set[Atom]

    def holds(self, condition: Data) -> bool:
        """Whether a condition holds as far as the witness shows."""
        match condition.head, condition.args:
            case "Cond.always", ():
                return True
            case "Cond.supported", ():
                claims = list(_claims(self.tree, self.answer))
                return bool(claims) and all(claim in self.known for claim in claims)
            case "Cond.mentions", (word,):
                return _says(self.answer[self.tree.start : self.tree.end], word)
            case "Cond.promptMentions", (word,):
                return _says(self.prompt, word)
            case "Cond.inCategory", (category,):
                text = self.answer[self.tree.start : self.tree.end]
                return len(text) in _Text(text).ends(category, 0)
            case "Cond.not", (body,):
                # That something does not follow is nothing that a witness shows.
                return not _asks_what_follows(body) and not self.holds(body)
            case "Cond.and", (left, right):
                return self.holds(left) and self.holds(right)
            case "Cond.or", (left, right):
                return self.holds(left) or self.holds(right)
        raise NotUnderstood(condition.head)


def _asks_what_follows(condition: Data) -> bool:
    if condition.head == "Cond.supported":
        return True
    parts = (part for part in condition.args if isinstance(part, Data) and part.kind == "Cond")
    return any(_asks_what_follows(part) for part in parts)


def _claims(tree: Tree, answer: bytes) -> Iterator[Atom]:
    if tree.shape.head == "Shape.claim":
        slots = {"Slot.subject": b"", "Slot.object": b""}
        for part in _below(tree):
            if part.shape.head == "Shape.slot":
                slots[part.shape.args[0].head] += answer[part.start : part.end]
        yield tree.shape.args[0], slots["Slot.subject"], slots["Slot.object"]
        return
    for part in tree.parts:
        yield from _claims(part, answer)
