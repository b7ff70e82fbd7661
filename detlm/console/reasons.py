"""Why a condition holds of a span, in plain words: the names, numbers and derivations that it rests on.

For people; it reads what a parse holds and decides nothing (``verify`` does).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from detlm.errors import MaskError
from detlm.knowledge.closure import Closure, FactStep
from detlm.mask.judge import Around, holds
from detlm.mask.tree import NO_NAMES, Part, Scopes, SpanTree, Tree, below, claims_of, ended
from detlm.mask.witnesses import GrammarWitnesses
from detlm.printing import printable
from detlm.syntax.program import (
    ENTRY,
    Always,
    And,
    Atom,
    Compare,
    Condition,
    Constant,
    CountOf,
    Distinct,
    Every,
    Expr,
    Grammar,
    InCategory,
    InGrammar,
    Mentions,
    Minus,
    Nonterminal,
    Not,
    NumberAt,
    NumberLiteral,
    Or,
    Path,
    Pattern,
    Plus,
    Program,
    PromptMentions,
    SameText,
    SumOver,
    Supported,
    Symbol,
    Times,
    Visible,
)

_MOST_NAMES = 12
_MOST_LINES = 60  # of a derivation
_NOT = {"=": "is not", "<": "is not less than", "<=": "is more than"}
_IS = {"=": "=", "<": "<", "<=": "≤"}


@dataclass(frozen=True, slots=True)
class Closed:
    """A span with its rule, as a part: with the names that are shown where it begins."""

    tree: SpanTree
    part: Part


def closed(tree: Tree) -> list[Closed]:
    """The spans of a parse, in the order in which they close."""
    found: list[Closed] = []

    def walk(part: Part) -> Scopes:
        here = part.scopes
        for inner in below(part.tree):
            here = walk(Part(inner, here))
        if isinstance(part.tree, SpanTree):
            found.append(Closed(part.tree, Part(part.tree.body, part.scopes)))
        return ended(part.tree, part.scopes, here)

    walk(Part(tree))
    return found


@dataclass(frozen=True, slots=True)
class Reasons:
    """Explains conditions of one program and prompt."""

    program: Program
    prompt: bytes
    closure: Closure
    witnesses: GrammarWitnesses

    def of_span(self, span: Closed) -> list[str]:
        """Why a span is admitted."""
        rule = span.tree.span
        try:
            found = [*self.of(rule.given, span.part), *self.of(rule.ensure, span.part)]
        except MaskError as err:
            return [err.message]
        lean = self.program.foreign_spans.get(rule.rule)
        if lean is not None:
            found.append(
                f"{quoted(span.part.text)} is in {lean.name}.Lang, as the kernel decided by {lean.file}"
            )
        return found or ["nothing to prove"]

    def of(self, condition: Condition, part: Part) -> list[str]:
        """Why a condition holds of a part, taken as the span, or that it does not."""
        if self._holds(condition, part):
            return list(self._why(condition, part))
        if isinstance(condition, And):
            return [*self.of(condition.left, part), *self.of(condition.right, part)]
        if isinstance(condition, Every):
            parts = list(enumerate(part.at(condition.path), 1))
            failing = [(n, inner) for n, inner in parts if not self._holds(condition.body, inner)]
            at = f"{_path(condition.path)} {{}} of {len(parts)}: "
            return [at.format(n) + line for n, inner in failing for line in self.of(condition.body, inner)]
        return [f"does not hold: {line}" for line in self._why(condition, part, negated=True)]

    def _holds(self, condition: Condition, part: Part) -> bool:
        return holds(condition, part, Around(self.prompt, self.closure, self.witnesses))

    def _why(self, condition: Condition, part: Part, *, negated: bool = False) -> Iterator[str]:
        text = quoted(part.text)
        no = "does not say" if negated else "says"
        match condition:
            case Always():
                return
            case Supported():
                yield from self._support(part)
            case Mentions(word):
                yield f"{text} {no} {quoted(word)}"
            case PromptMentions(word):
                yield f"the prompt {no} {quoted(word)}"
            case InCategory(name, _):
                yield f"{text} is {'not ' if negated else ''}in {name or 'its category'}"
            case Compare(relation, left, right):
                between = _NOT[relation] if negated else _IS[relation]
                yield f"{_value(left, part)} {between} {_value(right, part)}"
            case SameText(first, second):
                texts = [
                    ", ".join(quoted(p.text) for p in part.at(path)) or "nothing" for path in (first, second)
                ]
                yield f"{_path(first)} is {texts[0]}, {_path(second)} is {texts[1]}"
            case Every(path, body):
                parts = part.at(path)
                for number, inner in enumerate(parts, 1):
                    at = f"{_path(path)} {number} of {len(parts)}: "
                    yield from (at + line for line in self.of(body, inner))
                if not parts:
                    yield f"there is no {_path(path)}"
            case Distinct(path):
                texts = [quoted(p.text) for p in part.at(path)]
                yield f"{_path(path)}: {_listed(texts)} {'repeat' if negated else 'are all different'}"
            case Visible(scope):
                shown = [printable(n) for n in dict.fromkeys(part.scopes.get(scope, NO_NAMES).shown)]
                what = "is no name" if negated else "is a name"
                yield f"{text} {what} that {printable(scope)} shows here: {_listed(shown)}"
            case InGrammar(name, grammar, start):
                yield from self._derivation(name, grammar, start, part.text)
            case Not(body):
                yield from self._why(body, part, negated=not negated)
            case And(left, right):
                yield from self.of(left, part)
                yield from self.of(right, part)
            case Or(left, right):
                for option in (left, right):
                    if negated or self._holds(option, part):
                        yield from self._why(option, part, negated=negated)
                    if not negated and self._holds(option, part):
                        return

    def _support(self, part: Part) -> Iterator[str]:
        claims = claims_of(part.tree)
        if not claims:
            yield "it claims nothing"
        for claim in claims:
            steps = self.closure.steps(claim)
            if steps is None:
                yield f"{atom_text(claim)}: does not follow"
                continue
            for step in steps:
                if isinstance(step, FactStep):
                    yield f"fact {step.index}: {atom_text(self.program.facts[step.index])}"
                else:
                    rule = self.program.rules[step.index]
                    yield f"rule {step.index}: so {atom_text(_instance(rule.head, step.arguments))}"

    def _derivation(self, name: str, grammar: Grammar, start: int, text: bytes) -> Iterator[str]:
        steps = self.witnesses.find(grammar, start, text)
        if steps is None:
            yield f"{name} does not derive {quoted(text)}"
            return
        yield f"derived by {name} in {len(steps)} steps:"
        lines = _derived(grammar, start, steps, text)
        yield from (f"  {line}" for line in lines[:_MOST_LINES])
        if len(lines) > _MOST_LINES:
            yield f"  … and {len(lines) - _MOST_LINES} lines more"


def _derived(grammar: Grammar, start: int, steps: tuple[int, ...], text: bytes) -> list[str]:
    """A derivation as an indented tree. Rules that a `[ ]` or `{ }` stands for are left out; a rule with one
    text below it takes one line."""
    lines: list[tuple[int, str, bool]] = []  # indentation, what stands there, whether it is a text
    todo: list[tuple[Symbol, int]] = [(Nonterminal(start), 0)]
    at = 0
    for number in steps:
        symbol, depth = todo.pop()
        if isinstance(symbol, Nonterminal):
            rule = grammar.rules[symbol.index]
            if not rule.name.startswith("_"):
                lines.append((depth, rule.name, False))
                depth += 1
            todo += [(inner, depth) for inner in reversed(rule.alternatives[number])]
        else:
            if number:
                lines.append((depth, quoted(text[at : at + number]), True))
            at += number
    ends = (0, "", False)
    out: list[str] = []
    joined = False
    for i, (depth, what, is_text) in enumerate(lines):
        first, second = [*lines[i + 1 : i + 3], ends, ends][:2]
        if joined:
            joined = False
            continue
        joined = first[0] > depth and first[2] and second[0] <= depth
        empty = ' ""' if not is_text and first[0] <= depth else ""
        out.append("  " * depth + what + (f" {first[1]}" if joined else empty))
    return out


def _value(expression: Expr, part: Part) -> str:
    """An expression with the numbers in it, each with what it is called."""
    match expression:
        case NumberLiteral(value, scale):
            digits = str(abs(value)).rjust(scale + 1, "0")
            sign = "-" if value < 0 else ""
            return sign + (f"{digits[:-scale]}.{digits[-scale:]}" if scale else digits)
        case NumberAt(path):
            texts = [printable(p.text) for p in part.at(path)]
            name = f" ({_path(path)})" if path else ""
            return (texts[0] if len(texts) == 1 else "nothing") + name
        case CountOf(path):
            return f"{len(part.at(path))} (how many {_path(path)})"
        case SumOver(path, each):
            summands = [_value(each, inner) for inner in part.at(path)]
            if len(summands) > _MOST_NAMES:
                summands = [*summands[:_MOST_NAMES], f"… {len(summands) - _MOST_NAMES} more"]
            return " + ".join(summands) or "0 (a sum of nothing)"
        case Plus(left, right):
            return f"{_value(left, part)} + {_value(right, part)}"
        case Minus(left, right):
            return f"{_value(left, part)} − {_bracketed(right, part)}"
        case Times(left, right):
            return f"{_bracketed(left, part)} × {_bracketed(right, part)}"


def _bracketed(expression: Expr, part: Part) -> str:
    shown = _value(expression, part)
    return f"({shown})" if isinstance(expression, Plus | Minus | SumOver) else shown


def _path(path: Path) -> str:
    return ".".join(printable(label) for label in path if label != ENTRY) or "the span"


def _listed(texts: list[str]) -> str:
    if len(texts) > _MOST_NAMES:
        return ", ".join(texts[:_MOST_NAMES]) + f", … {len(texts) - _MOST_NAMES} more"
    return ", ".join(texts) or "none"


def quoted(text: bytes) -> str:
    """A text of an output between quotes, on one line, cut short."""
    shown = printable(text)
    if len(shown) > 60:
        shown = shown[:57] + "…"
    return shown if len(text) > 1 and text[:1] == text[-1:] == b'"' else f'"{shown}"'


def _instance(pattern: Pattern, arguments: tuple[bytes, ...]) -> Atom:
    values = [
        t.text if isinstance(t, Constant) else arguments[t.index] for t in (pattern.subject, pattern.object)
    ]
    return Atom(pattern.relation, *values)


def atom_text(atom: Atom) -> str:
    """``subject relation object``."""
    return " ".join(printable(p) for p in (atom.subject, atom.relation, atom.object))
