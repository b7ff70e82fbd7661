"""What a program tells the model before the question: facts, rules and refusals, as sentences.

A pure function of the program, so that a verifier can compute the prompt again. It changes nothing about
what is admitted; it only gives the model a chance to say it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from detlm.syntax import regex as r
from detlm.syntax.program import (
    Choice,
    Claim,
    Constant,
    Derive,
    Lex,
    Pattern,
    Program,
    Rule,
    Sentence,
    Shape,
    Term,
    walk,
)

_REFUSALS = 8


@dataclass(frozen=True, slots=True)
class Briefing:
    """Finished sentences, one an entry."""

    facts: tuple[str, ...]
    rules: tuple[str, ...]
    otherwise: tuple[str, ...]


def brief(program: Program) -> Briefing:
    """The program in words."""
    says = {s.relation: s for s in program.sentences}
    return Briefing(
        tuple(_sentence(_say(says, a.relation, a.subject, a.object)) for a in program.facts),
        tuple(_sentence(_rule(says, rule)) for rule in program.rules),
        tuple(_sentence(t) for t in _refusals(program.output)),
    )


def _sentence(text: bytes) -> str:
    return text.decode(errors="replace") + "."


def _say(says: dict[bytes, Sentence], relation: bytes, subject: bytes, object_: bytes) -> bytes:
    if relation in says:
        return says[relation].say(subject, object_)
    return b" ".join((subject, relation, object_))


def _rule(says: dict[bytes, Sentence], rule: Rule) -> bytes:
    def term(t: Term) -> bytes:
        return t.text if isinstance(t, Constant) else t.name.encode()

    def pattern(p: Pattern) -> bytes:
        return _say(says, p.relation, term(p.subject), term(p.object))

    return b"if " + b" and ".join(pattern(p) for p in rule.body) + b" then " + pattern(rule.head)


def _refusals(output: Shape) -> list[bytes]:
    """The few fixed texts that a derive rule without claims allows."""
    found: dict[bytes, None] = {}
    for shape in walk(output):
        if isinstance(shape, Derive) and not any(isinstance(s, Claim) for s in walk(shape.body)):
            for text in _fixed_texts(shape.body) or ():
                found[text] = None
    return list(found)[:_REFUSALS]


def _fixed_texts(shape: Shape) -> list[bytes] | None:
    match shape:
        case Lex(regex, _):
            return few_texts(regex, _REFUSALS)
        case Choice(options):
            parts = [_fixed_texts(o) for o in options]
            whole = [t for p in parts if p is not None for t in p]
            return whole if None not in parts and len(whole) <= _REFUSALS else None
        case _:
            return None


def few_texts(regex: r.Regex, limit: int) -> list[bytes] | None:
    """All texts of a language that has at most ``limit`` by its expression, else None."""
    match regex:
        case r.Nothing():
            return []
        case r.Empty():
            return [b""]
        case r.OneOf(members):
            texts = [bytes([b]) for b in range(256) if members >> b & 1]
        case r.Then(first, second):
            heads, tails = few_texts(first, limit), few_texts(second, limit)
            if heads is None or tails is None or len(heads) * len(tails) > limit:
                return None
            texts = [a + b for a, b in product(heads, tails)]
        case r.Either(left, right):
            some, others = few_texts(left, limit), few_texts(right, limit)
            if some is None or others is None:
                return None
            texts = list(dict.fromkeys(some + others))
        case _:
            return None
    return texts if len(texts) <= limit else None
