"""The automata of masks as Lean data, with what shows that they are right.

Automaton and expression are walked together (``walked.py``), repetitions are folded (``folded.py``), and what
comes of it is one statement ``DetLM.Table.Certified`` (``lean/DetLM/Spec/Certified.lean``) about the tables
that were given: the kernel decides it by evaluation. That the statement is about these tables, repetitions
folded, is this code's word; a wrong table, a state wrongly held to be dead or alive makes a statement that is
false.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detlm.kernel.automata import Expressions
from detlm.kernel.expression_terms import ExpressionTerms
from detlm.kernel.folded import Folded, State, Target, fold
from detlm.kernel.render import RenderedProgram, renderer_into
from detlm.kernel.terms import Definitions, Term, TypeTerm, node
from detlm.kernel.walked import MaskTable, TooLarge, Walk
from detlm.syntax import program as p
from detlm.syntax import regex as r

_BLOCK = 64  # states in a block, as Lean's ``Table.state?`` has it
#: Automata with more steps (``Walk.steps``) are not compared: the kernel does some 3,000 a second,
#: fewer where options that others hold are left out.
MOST_STEPS = 20_000
_MOST_WALKED = 1_000_000  # steps before repetitions are folded, seconds in Python


@dataclass(frozen=True)
class Claimed:
    """What a table is said to be: the automaton of a category, or of the program's answers (``regex`` None).

    ``exact``: it accepts what the expression holds, not only nothing else. ``envelope``: the expression is
    the outline that a category of a Lean file or a grammar lies within; that it is all of the category is
    nothing that the kernel compares, even where a grammar does not recur.
    """

    name: str
    regex: r.Regex | None
    table: MaskTable
    exact: bool
    envelope: bool = False


@dataclass(frozen=True)
class Statement:
    """A claim for the kernel: what is to be defined first, then its theorem's name, Lean source, and the
    expression that its type must be."""

    prelude: str
    theorem: str
    source: str
    expression: str


def asked_beyond_form(program: p.Program) -> list[p.Derive | p.AtMostWords]:
    """What is asked of answers, whatever the prompt, and is no part of the program's form."""
    found: list[p.Derive | p.AtMostWords] = []
    for shape in p.walk(program.output):
        if isinstance(shape, p.Derive) and not (
            isinstance(shape.given, p.Always)
            and isinstance(shape.ensure, p.Always)
            and shape.rule not in program.foreign_spans  # the kernel asks the Lean file
        ):
            found.append(shape)
    return [*found, *(limit for limit in program.limits if isinstance(limit, p.AtMostWords))]


def asks_nothing_more(program: p.Program) -> bool:
    """Whether the program's form is all that is asked of an answer."""
    return not asked_beyond_form(program)


def certify(program: p.Program, rendered: RenderedProgram, claim: Claimed) -> Statement | None:
    """What the kernel is to be asked about one of a program's automata; None if that takes too long."""
    expressions = Expressions()
    defs = Definitions("Run.Masks", None if claim.regex else rendered.definitions)
    if claim.regex is None:
        root, prelude = expressions.of_program(program), rendered.definitions.source()
        subject = node("DetLM.Regex", "DetLM.Program.form", rendered.constant)
    else:
        root, prelude = expressions.of_regex(claim.regex), ""
        subject = defs.shared(renderer_into(defs).regex(claim.regex))
    try:
        walk = Walk(claim.table, root, expressions, exact=claim.exact, most=_MOST_WALKED)
    except TooLarge:
        return None
    folded = fold(walk, expressions)
    if folded.steps > MOST_STEPS:
        return None
    stated = _Writer(defs, expressions).statement(folded, subject, exact=claim.exact)
    source = f"theorem Run.Masks.right : {stated.source()} := by decide +kernel\n"
    return Statement(prelude + defs.source(), "Run.Masks.right", source, stated.expression())


class _Writer:
    """Renders automata and their comparisons into one set of definitions."""

    def __init__(self, defs: Definitions, expressions: Expressions) -> None:
        self.defs = defs
        self._terms = ExpressionTerms(defs, expressions)

    def statement(self, folded: Folded, subject: Term, *, exact: bool) -> Term:
        """``DetLM.Table.Certified`` of an automaton."""
        terms = iter(self._terms.all(e for state in folded.states for e in state.expressions))
        states = [self._state(state, [next(terms) for _ in state.expressions]) for state in folded.states]
        blocks = [
            self.defs.shared(self.defs.list_of("DetLM.TableState", states[at : at + _BLOCK]))
            for at in range(0, len(states), _BLOCK)
        ]
        listed = self.defs.list_of(TypeTerm("List", TypeTerm("DetLM.TableState")), blocks)
        start = node("DetLM.Configuration", "DetLM.Configuration.mk", *folded.start)
        made = node("DetLM.Table", "DetLM.Table.mk", listed, start)
        mode = node("Bool", "Bool.true" if exact else "Bool.false")
        return node("Prop", "DetLM.Table.Certified", mode, self.defs.shared(made), subject)

    def _state(self, state: State, expressions: list[Term]) -> Term:
        parts = (
            state.rank,
            self._groups([members for members, _ in state.groups]),
            self.defs.list_of("DetLM.Target", [self._target(target) for _, target in state.groups]),
            self.defs.list_of("DetLM.Regex", expressions),
        )
        return node("DetLM.TableState", "DetLM.TableState.mk", *parts)

    def _target(self, target: Target) -> Term:
        numbers = (target.state,) if target.lead == "stay" else (target.state, target.number)
        return self.defs.shared(node("DetLM.Target", f"DetLM.Target.{target.lead}", *numbers))

    def _groups(self, groups: Sequence[int]) -> Term:
        made = [node("DetLM.Group", "DetLM.Group.mk", _lowest(members), members) for members in groups]
        return self.defs.shared(self.defs.list_of("DetLM.Group", made))


def _lowest(members: int) -> int:
    """The first byte of a set."""
    return (members & -members).bit_length() - 1
