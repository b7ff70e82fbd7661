"""What the data of a statement mean: whether an output is admitted, and the witness shows it.

Written from ``Admits`` and what it is made of, all in ``lean/DetLM/Spec``; how texts are parsed is
``parsing.py``, what parts of a parse hold is ``parts.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from detlm.certificate.paranoid.parsing import Reader, Tree, below
from detlm.certificate.paranoid.parts import Part
from detlm.certificate.paranoid.source import Data, NotUnderstood

_WORD = re.compile(rb"[A-Za-z0-9_\x80-\xff]+")

Atom = tuple[bytes, bytes, bytes]  # relation, subject, object


class Refused(Exception):
    """The statement does not hold; says which part."""


def admit(program: Data, context: Data, output: bytes, witness: Data) -> None:
    """Returns if the output is admitted and the witness shows it. Raises :class:`Refused`."""
    facts, rules, shape, limits, marker = program.args
    prompt, preface, said = context.args
    steps, derivations = witness.args
    if not output.startswith(preface):
        raise Refused("the output does not begin with the model's own constraint lines")
    answer = output[len(preface) :]
    if marker is not None:
        found = answer.find(marker)
        if found < 0:
            raise Refused("the text behind which the answer begins does not occur")
        answer = answer[found + len(marker) :]
    reader = Reader(answer)
    for limit in (*limits, *said):
        if not _keeps(limit, reader):
            raise Refused(f"the answer does not keep to {limit.head}")
    trees = reader.parses(shape, 0).get(len(answer), [])
    if len(trees) != 1:
        raise Refused("the answer has no parse" if not trees else "the answer has more than one parse")
    shown = _Shown(prompt, _replayed(facts, rules, steps), derivations)
    for _, part in Part(trees[0], {}, answer).walk():
        if part.tree.shape.head == "Shape.derive":
            span = Part(part.tree.parts[0], part.names, answer)
            for condition in part.tree.shape.args[:2]:
                if not shown.holds(condition, span):
                    where = f"bytes {span.tree.start} to {span.tree.end} of the answer"
                    raise Refused(f"{where} are not as their rule asks")


def _keeps(limit: Data, answer: Reader) -> bool:
    match limit.head:
        case "Limit.forbid":
            return not _says(answer.text, limit.args[0])
        case "Limit.require":
            return _says(answer.text, limit.args[0])
        case "Limit.atMostWords":
            return len(_WORD.findall(answer.text)) <= int(limit.args[0])
        case "Limit.matching":
            return answer.holds(limit.args[0])
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


def _replayed(facts: tuple[Data, ...], rules: tuple[Data, ...], steps: tuple[Data, ...]) -> set[Atom]:
    known: set[Atom] = set()
    for step in steps:
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


@dataclass(frozen=True, slots=True)
class _Shown:
    """What conditions may look at besides their span, as far as the witness shows it."""

    prompt: bytes
    known: set[Atom]
    derivations: Sequence[Sequence[int]]

    def holds(self, condition: Data, span: Part) -> bool:
        """Whether a condition holds of a part, taken as the span."""
        match condition.head, condition.args:
            case "Cond.always", ():
                return True
            case "Cond.supported", ():
                claims = list(_claims(span.tree, span.answer))
                return bool(claims) and all(claim in self.known for claim in claims)
            case "Cond.mentions", (word,):
                return _says(span.text, word)
            case "Cond.promptMentions", (word,):
                return _says(self.prompt, word)
            case "Cond.inCategory", (category,):
                return Reader(span.text).holds(category)
            case "Cond.compare", (relation, left, right):
                one, other = span.value(left), span.value(right)
                if one is None or other is None:
                    return False
                if relation.head == "Relation.equal":
                    return one == other
                return one < other or (relation.head == "Relation.atMost" and one == other)
            case "Cond.sameText", (first, second):
                ones, others = span.at(first), span.at(second)
                return len(ones) == len(others) == 1 and ones[0].text == others[0].text
            case "Cond.every", (path, body):
                return all(self.holds(body, part) for part in span.at(path))
            case "Cond.distinct", (path,):
                texts = [part.text for part in span.at(path)]
                return len(texts) == len(set(texts))
            case "Cond.visible", (scope,):
                return span.shows(scope)
            case "Cond.inGrammar", (grammar, start):
                return _derived(grammar, start, span.text, self.derivations)
            case "Cond.not", (body,):
                # That something does not follow, or is not derived, is nothing that a witness shows.
                return not _needs_witness(body) and not self.holds(body, span)
            case "Cond.and", (left, right):
                return self.holds(left, span) and self.holds(right, span)
            case "Cond.or", (left, right):
                return self.holds(left, span) or self.holds(right, span)
        raise NotUnderstood(condition.head)


def _needs_witness(condition: Data) -> bool:
    if condition.head in ("Cond.supported", "Cond.inGrammar"):
        return True
    parts = (part for part in condition.args if isinstance(part, Data) and part.kind == "Cond")
    return any(_needs_witness(part) for part in parts)


def _claims(tree: Tree, answer: bytes) -> Iterator[Atom]:
    waiting = [tree]
    while waiting:
        at = waiting.pop()
        if at.shape.head == "Shape.claim":
            slots = {"Slot.subject": b"", "Slot.object": b""}
            for part in below(at):
                if part.shape.head == "Shape.slot":
                    slots[part.shape.args[0].head] += answer[part.start : part.end]
            yield at.shape.args[0], slots["Slot.subject"], slots["Slot.object"]
        else:
            waiting.extend(reversed(at.parts))


def _derived(grammar: Data, start: int, text: bytes, derivations: Iterable[Sequence[int]]) -> bool:
    """Whether one of the lists of numbers is a leftmost derivation of the text."""
    reader = Reader(text)
    return any(_derives(grammar.args[0], start, reader, numbers) for numbers in derivations)


def _derives(
    rules: Sequence[Sequence[Sequence[Data]]], start: int, reader: Reader, numbers: Sequence[int]
) -> bool:
    """Follows a derivation. What is still to come is a stack of rows and places in them, so that a row is
    never copied."""
    start_row = (Data("Symbol", "Symbol.nonterminal", (start,)),)
    rows: list[tuple[Sequence[Data], int]] = [(start_row, 0)]
    at = 0
    for number in numbers:
        while rows and rows[-1][1] == len(rows[-1][0]):
            rows.pop()
        if not rows:
            return False
        row, place = rows.pop()
        rows.append((row, place + 1))
        symbol = row[place]
        if symbol.head == "Symbol.terminal":
            at += number
            if at not in reader.ends(symbol.args[0], at - number):
                return False
        elif symbol.head == "Symbol.nonterminal":
            index = symbol.args[0]
            if index >= len(rules) or number >= len(rules[index]):
                return False
            rows.append((rules[index][number], 0))
        else:
            raise NotUnderstood(symbol.head)
    return at == len(reader.text) and all(place == len(row) for row, place in rows)
