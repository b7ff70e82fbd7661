"""A slow, plain reading of programs for tests: which texts a regex matches and which answers are admitted.

Written from the language reference alone, by sets of end positions; shares no code with masks or the kernel.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from detlm.errors import ConstraintError
from detlm.knowledge.closure import close
from detlm.syntax import program as p
from detlm.syntax import read_constraint_lines, split_preface
from detlm.syntax import regex as r
from tests.syntax.oracle_trees import Names, Tree, derives, number
from tests.syntax.oracle_trees import at as at_path


def matches(regex: r.Regex, text: bytes) -> bool:
    """Whether the whole text is in the language."""
    return len(text) in ends(regex, text, 0)


def ends(regex: r.Regex, text: bytes, start: int) -> frozenset[int]:
    """Where a match that starts at ``start`` can end."""

    @cache
    def go(part: r.Regex, at: int) -> frozenset[int]:
        match part:
            case r.Nothing():
                return frozenset()
            case r.Empty():
                return frozenset({at})
            case r.OneOf(members):
                return frozenset({at + 1}) if at < len(text) and members >> text[at] & 1 else frozenset()
            case r.Then(first, second):
                return frozenset().union(*(go(second, middle) for middle in go(first, at)))
            case r.Either(left, right):
                return go(left, at) | go(right, at)
            case r.Both(left, right):
                return go(left, at) & go(right, at)
            case r.Without(left, right):
                return go(left, at) - go(right, at)
            case r.Star(body):
                return rounds(body, at, len(text) + 1)
            case r.AtMost(count, body):
                return rounds(body, at, min(count, len(text) + 1))
        raise AssertionError(part)

    def rounds(body: r.Regex, at: int, count: int) -> frozenset[int]:
        seen = new = frozenset({at})
        for _ in range(count):
            new = frozenset().union(*(go(body, middle) for middle in new)) - seen
            if not new:
                break
            seen |= new
        return seen

    return go(regex, start)


class Parse(NamedTuple):
    """Where a reading ends, what it claims, the slots filled since the enclosing claim began, the tree, and
    the names of scopes after it."""

    end: int
    claims: tuple[p.Atom, ...]
    slots: tuple[bytes | None, bytes | None]
    tree: Tree
    names: Names


NONE = (None, None)


class Reading(NamedTuple):
    """What a shape is read in."""

    text: bytes
    prompt: bytes
    facts: frozenset[p.Atom]

    def parses(self, shape: p.Shape, at: int, names: Names) -> Iterator[Parse]:
        """All ways to read ``shape`` from ``at`` on, conditions of derive rules included."""
        match shape:
            case p.Lex(regex):
                for end in ends(regex, self.text, at):
                    yield Parse(end, (), NONE, Tree(shape, at, end), names)
            case p.SlotShape(kind, regex):
                for end in ends(regex, self.text, at):
                    said = self.text[at:end]
                    slots = (said, None) if kind == "subject" else (None, said)
                    yield Parse(end, (), slots, Tree(shape, at, end), names)
            case p.Chain(parts):
                yield from self._chain(shape, parts, at, names)
            case p.Choice(parts):
                for option in parts:
                    yield from self.parses(option, at, names)
            case p.UpTo(count, body):
                yield Parse(at, (), NONE, Tree(shape, at, at), names)
                for n in range(1, count + 1):
                    found = list(self._chain(shape, (body,) * n, at, names))
                    if not found:
                        break
                    yield from found
            case p.Claim(relation, body):
                for one in self.parses(body, at, names):
                    subject, object_ = one.slots
                    assert subject is not None and object_ is not None
                    claims = (*one.claims, p.Atom(relation, subject, object_))
                    yield one._replace(claims=claims, slots=NONE)
            case p.Derive():
                for one in self.parses(shape.body, at, names):
                    tree = Tree(shape, at, one.end, (one.tree,))
                    if all(self.holds(c, tree, one.claims, names) for c in (shape.given, shape.ensure)):
                        yield one._replace(slots=NONE, tree=tree)
            case p.Field(_, body):
                for one in self.parses(body, at, names):
                    yield one._replace(tree=Tree(shape, at, one.end, (one.tree,)))
            case p.Bind(scope, body) | p.Settle(scope, body) | p.Block(scope, body):
                for one in self.parses(body, at, names):
                    yield one._replace(names=self._changed(shape, scope, names, one))

    def _changed(self, shape: p.Shape, scope: bytes, before: Names, one: Parse) -> Names:
        """The names of scopes after a part that says something about them."""
        nobody: frozenset[bytes] = frozenset()
        shown, pending = one.names.get(scope, (nobody, nobody))
        match shape:
            case p.Bind():
                changed = shown, pending | {self.text[one.tree.start : one.end]}
            case p.Settle():
                changed = shown | pending, nobody
            case _:
                changed = before.get(scope, (nobody, nobody))
        return {**one.names, scope: changed}

    def _chain(self, whole: p.Shape, parts: tuple[p.Shape, ...], at: int, names: Names) -> Iterator[Parse]:
        if not parts:
            yield Parse(at, (), NONE, Tree(whole, at, at), names)
            return
        for one in self.parses(parts[0], at, names):
            for rest in self._chain(whole, parts[1:], one.end, one.names):
                slots = (one.slots[0] or rest.slots[0], one.slots[1] or rest.slots[1])
                tree = Tree(whole, at, rest.end, (one.tree, *rest.tree.children))
                yield Parse(rest.end, one.claims + rest.claims, slots, tree, rest.names)

    def holds(self, condition: p.Condition, tree: Tree, claims: tuple[p.Atom, ...], names: Names) -> bool:
        """Whether a condition holds of a span that is this tree."""

        def said(part: Tree) -> bytes:
            return self.text[part.start : part.end]

        match condition:
            case p.Always():
                return True
            case p.Supported():
                return bool(claims) and self.facts.issuperset(claims)
            case p.Mentions(word):
                return says(said(tree), word)
            case p.PromptMentions(word):
                return says(self.prompt, word)
            case p.InCategory(_, regex):
                return matches(regex, said(tree))
            case p.Not(body):
                return not self.holds(body, tree, claims, names)
            case p.And(left, right):
                return self.holds(left, tree, claims, names) and self.holds(right, tree, claims, names)
            case p.Or(left, right):
                return self.holds(left, tree, claims, names) or self.holds(right, tree, claims, names)
            case p.Compare(relation, left_number, right_number):
                a, b = number(left_number, tree, self.text), number(right_number, tree, self.text)
                if a is None or b is None:
                    return False
                return {"=": a == b, "<": a < b, "<=": a <= b}[relation]
            case p.SameText(one, other):
                found = [at_path(one, tree), at_path(other, tree)]
                return all(len(f) == 1 for f in found) and said(found[0][0]) == said(found[1][0])
            case p.Every(path, body):
                return all(self.holds(body, part, claims, names) for part in at_path(path, tree))
            case p.Distinct(path):
                texts = [said(part) for part in at_path(path, tree)]
                return len(texts) == len(set(texts))
            case p.Visible(scope):
                return said(tree) in names.get(scope, (frozenset(), frozenset()))[0]
            case p.InGrammar(_, grammar, start):
                return derives(grammar, start, said(tree), ends)
        raise AssertionError(condition)


def says(text: bytes, word: bytes) -> bool:
    """Whether the word stands in the text as a whole word, ASCII case ignored."""
    whole = rb"(?<![A-Za-z0-9_\x80-\xff])" + re.escape(word) + rb"(?![A-Za-z0-9_\x80-\xff])"
    return re.search(whole, text, re.IGNORECASE) is not None


def within(limit: p.Limit, answer: bytes) -> bool:
    """Whether the answer keeps a limit."""
    match limit:
        case p.Forbid(word):
            return not says(answer, word)
        case p.Require(word):
            return says(answer, word)
        case p.AtMostWords(count):
            return len(re.findall(rb"[A-Za-z0-9_\x80-\xff]+", answer)) <= count
        case p.Matches(regex):
            return matches(regex, answer)
    raise AssertionError(limit)


def readings(program: p.Program, answer: bytes, prompt: bytes) -> int:
    """How many ways there are to read the whole answer; more than one: the output is ambiguous."""
    facts = frozenset(close(program).atoms)
    reading = Reading(answer, prompt, facts)
    return sum(one.end == len(answer) for one in reading.parses(program.output, 0, {}))


def admits(program: p.Program, output: bytes, prompt: bytes) -> bool:
    """Whether a whole output, constraint lines included, is admitted."""
    preface, answer = split_preface(output, program)
    try:
        limits = program.limits + read_constraint_lines(preface, program)
    except ConstraintError:
        return False
    return readings(program, answer, prompt) > 0 and all(within(limit, answer) for limit in limits)
