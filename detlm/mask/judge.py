"""What conditions and limits say of a parse, read plainly: the mirror of Lean's ``Admits``.

Independent of automata on purpose. Whether a context-free grammar derives a text is asked of ``derives``,
which finds derivations; finding them is not done here.
"""

from __future__ import annotations

from collections.abc import Callable, Container

from detlm.errors import MaskError
from detlm.mask.splits import matches
from detlm.mask.tree import NO_NAMES, Part, Scopes, SpanTree, below, claims_of, ended, value_of
from detlm.mask.wording import mentions, word_count
from detlm.syntax.program import (
    Always,
    And,
    AtMostWords,
    Atom,
    Compare,
    Condition,
    Derive,
    Distinct,
    Every,
    Forbid,
    Grammar,
    InCategory,
    InGrammar,
    Limit,
    Matches,
    Mentions,
    Not,
    Or,
    PromptMentions,
    Require,
    SameText,
    Supported,
    Visible,
)
from detlm.syntax.value import Value

Derives = Callable[[Grammar, int, bytes], bool]  # whether the grammar derives the text from the nonterminal


def no_grammars(grammar: Grammar, start: int, text: bytes) -> bool:
    """Stands in where no search for derivations was given; refuses."""
    raise MaskError(f"no search for derivations was given, and {grammar.rules[start].name} is context-free")


class Around(Value):
    """What conditions may speak of besides the span. ``known``: every atom that follows."""

    prompt: bytes
    known: Container[Atom]
    derives: Derives = no_grammars


# -- conditions -------------------------------------------------------------------------------------


def holds(condition: Condition, part: Part, around: Around) -> bool:
    """Whether a condition holds of a part, taken as the span."""
    match condition:
        case Always():
            return True
        case Supported():
            claims = claims_of(part.tree)
            return bool(claims) and all(claim in around.known for claim in claims)
        case Mentions(word):
            return mentions(word, part.text)
        case PromptMentions(word):
            return mentions(word, around.prompt)
        case InCategory(_, regex):
            return matches(regex, part.text)
        case Compare(relation, left, right):
            a, b = value_of(left, part), value_of(right, part)
            if a is None or b is None:
                return False
            return a == b if relation == "=" else a < b if relation == "<" else a <= b
        case SameText(first, second):
            ones, others = part.at(first), part.at(second)
            return len(ones) == len(others) == 1 and ones[0].text == others[0].text
        case Every(path, body):
            return all(holds(body, inner, around) for inner in part.at(path))
        case Distinct(path):
            texts = [inner.text for inner in part.at(path)]
            return len(set(texts)) == len(texts)
        case Visible(scope):
            return part.text in part.scopes.get(scope, NO_NAMES).shown
        case InGrammar(_, grammar, start):
            return around.derives(grammar, start, part.text)
        case Not(body):
            return not holds(body, part, around)
        case And(left, right):
            return holds(left, part, around) and holds(right, part, around)
        case Or(left, right):
            return holds(left, part, around) or holds(right, part, around)


def limit_holds(limit: Limit, answer: bytes) -> bool:
    """Whether an answer keeps to a limit."""
    match limit:
        case Forbid(word):
            return not mentions(word, answer)
        case Require(word):
            return mentions(word, answer)
        case AtMostWords(count):
            return word_count(answer) <= count
        case Matches(regex):
            return matches(regex, answer)


def first_broken(part: Part, around: Around) -> Derive | None:
    """The first derive rule of a parse whose conditions do not hold, inner before outer; None if all do."""
    return _judged(part, around)[1]


def _judged(part: Part, around: Around) -> tuple[Scopes, Derive | None]:
    """The names after a part, and its first broken rule."""
    here = part.scopes
    for tree in below(part.tree):
        here, broken = _judged(Part(tree, here), around)
        if broken is not None:
            return here, broken
    if isinstance(part.tree, SpanTree):
        span, body = part.tree.span, Part(part.tree.body, part.scopes)
        if not all(holds(c, body, around) for c in (span.given, span.ensure)):
            return here, span
    return ended(part.tree, part.scopes, here), None
