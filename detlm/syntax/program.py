"""A program: a constraint file, parsed, resolved and free of names that mean nothing.

``Program`` is the only thing that masks, obligations and certificates share. It mirrors the data of
``lean/DetLM/Spec/Program.lean``; texts are Python ``bytes`` (UTF-8 where they came from a file).
It has no behaviour beyond small look-ups: reading files is ``reader.py``, meaning is Lean's. Its parts are
data of files beside this one, and all of them can be imported from here.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from detlm.syntax.amounts import (
    ENTRY,
    CountOf,
    Expr,
    Minus,
    NumberAt,
    NumberLiteral,
    Path,
    Plus,
    SumOver,
    Times,
)
from detlm.syntax.attention import (
    Attend,
    Attention,
    CallerAttribute,
)
from detlm.syntax.lean_category import LeanCategory
from detlm.syntax.limit import (
    AtMostWords,
    Forbid,
    Limit,
    Matches,
    Require,
)
from detlm.syntax.productions import (
    Grammar,
    GrammarRule,
    Nonterminal,
    Symbol,
    Terminal,
)
from detlm.syntax.propositions import (
    Always,
    And,
    Compare,
    Condition,
    Distinct,
    Every,
    InCategory,
    InGrammar,
    Mentions,
    Not,
    Or,
    PromptMentions,
    SameText,
    Supported,
    Visible,
)
from detlm.syntax.shape import (
    Bind,
    Block,
    Chain,
    Choice,
    Claim,
    Derive,
    Field,
    Lex,
    Settle,
    Shape,
    SlotShape,
    UpTo,
    walk,
)
from detlm.syntax.triples import (
    Atom,
    Constant,
    Pattern,
    Rule,
    Sentence,
    Slot,
    Term,
    Variable,
)
from detlm.syntax.value import Value

__all__ = [
    "ENTRY",
    "Always",
    "And",
    "AtMostWords",
    "Atom",
    "Attend",
    "Attention",
    "Bind",
    "Block",
    "CallerAttribute",
    "Chain",
    "Choice",
    "Claim",
    "Compare",
    "Condition",
    "Constant",
    "CountOf",
    "Derive",
    "Distinct",
    "Every",
    "Expr",
    "Field",
    "Forbid",
    "Grammar",
    "GrammarRule",
    "InCategory",
    "InGrammar",
    "LeanCategory",
    "Lex",
    "Limit",
    "Matches",
    "Mentions",
    "Minus",
    "Nonterminal",
    "Not",
    "NumberAt",
    "NumberLiteral",
    "Or",
    "Path",
    "Pattern",
    "Plus",
    "Position",
    "Program",
    "PromptMentions",
    "Require",
    "Rule",
    "SameText",
    "Sentence",
    "Settle",
    "Shape",
    "Slot",
    "SlotShape",
    "SourceFile",
    "SumOver",
    "Supported",
    "Symbol",
    "Term",
    "Terminal",
    "Times",
    "UpTo",
    "Variable",
    "Visible",
    "walk",
]


class Position(Value):
    """Where something stands: file name as given, line and column from 1, length in characters."""

    file: str
    line: int
    column: int
    length: int = 1


class SourceFile(Value):
    """A file the program was made of; the first is the constraint file; the rest are
    facts, imported files, word lists, grammars and schemas, each once, in the order read."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Program:
    """A resolved constraint file.

    ``model_lines`` is how many constraint lines the model may write before its answer (0: none).
    ``mode`` is "probing", "hybrid" or "deterministic". ``after``: everything up to and including the
    first place where this text stands is free, and the answer begins behind it (None: the answer is all).
    ``token_budget`` bounds decoding and is not part of what is admitted. ``attention``: gates that no
    certificate speaks of. ``foreign``: the categories of Lean files that the output uses. ``remarks``: what
    reading it had to say though nothing is wrong, for people. ``unused``: the keys of ``positions`` of those
    definitions of the file that the output does not need.
    """

    name: str
    facts: tuple[Atom, ...]
    rules: tuple[Rule, ...]
    sentences: tuple[Sentence, ...]
    output: Shape
    limits: tuple[Limit, ...]
    mode: str = "deterministic"
    model_lines: int = 0
    after: bytes | None = None
    token_budget: int | None = None
    attention: Attention | None = None
    foreign: tuple[LeanCategory, ...] = ()
    sources: tuple[SourceFile, ...] = ()
    positions: dict[str, Position] = field(default_factory=dict, compare=False)
    remarks: tuple[str, ...] = field(default=(), compare=False)
    unused: tuple[str, ...] = field(default=(), compare=False)

    @property
    def names(self) -> tuple[bytes, ...]:
        """The things that facts are about: every subject of a fact, once, in order of appearance."""
        return tuple(dict.fromkeys(a.subject for a in self.facts))

    @property
    def foreign_spans(self) -> dict[int, LeanCategory]:
        """The rules whose spans are parts of a category of a Lean file."""
        known = {c.label: c for c in self.foreign}
        return {
            s.rule: known[s.body.label]
            for s in walk(self.output)
            if isinstance(s, Derive) and isinstance(s.body, Field) and s.body.label in known
        }

    def tightened(self, limits: tuple[Limit, ...]) -> Program:
        """The same program with further limits: it can only admit less."""
        return replace(self, limits=self.limits + limits)
