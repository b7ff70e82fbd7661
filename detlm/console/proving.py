"""``detlm check --prove``: the kernel checks the automata that masks are read off.

For each category of a program, and for its answers, the very tables that the mask engine makes are rendered
(``kernel/certified.py``), and the kernel decides whether they accept what they should and whether the states
from which an end can be reached are the right ones. What rules ask beyond the form of an answer is no part of
that.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from detlm.errors import KernelError
from detlm.kernel.certified import (
    MOST_STEPS,
    Claimed,
    Statement,
    asked_beyond_form,
    asks_nothing_more,
    certify,
)
from detlm.kernel.protocol import CheckRequest, Kernel, Verdict
from detlm.kernel.render import RenderedProgram, render_program
from detlm.kernel.walked import MaskTable
from detlm.mask.automaton import Dfa
from detlm.mask.building import dfa_of_regex
from detlm.mask.compile import CompiledProgram, describe
from detlm.syntax.program import Derive, InGrammar, Lex, Program, SlotShape, walk
from detlm.syntax.regex import Regex

_TIMEOUT_S = 300.0


@dataclass(frozen=True)
class Proof:
    """What became of one automaton: ``what`` it is said to accept; ``problem``: why that is not proved.

    ``refused``: the kernel says that it is wrong. ``unanswered``: it says nothing, out of time or memory.
    """

    name: str
    states: int
    what: str
    milliseconds: float
    problem: str | None
    refused: bool = False
    unanswered: bool = False

    @property
    def record(self) -> dict[str, object]:
        """The proof for ``--json``."""
        return {
            "automaton": self.name,
            "states": self.states,
            "accepts": self.what,
            "proved": self.problem is None,
            "problem": self.problem,
            "refused": self.refused,
            "unanswered": self.unanswered,
            "ms": round(self.milliseconds, 1),
        }


def table_of(dfa: Dfa) -> MaskTable:
    """The tables of an automaton, as masks use them; all its states are viable."""
    ranks = (dfa.distances() + 1).tolist()
    return MaskTable(dfa.classes.tolist(), dfa.table.tolist(), ranks)


def claims_of(program: Program, compiled: CompiledProgram) -> tuple[Claimed, ...]:
    """What is to be proved of a program's automata: those of its categories, and that of its answers."""
    named: dict[tuple[Regex, bool], str] = {}
    outlines = set(_outlines(program))
    for shape in walk(program.output):
        if isinstance(shape, Lex) and shape.name is not None:
            named[shape.regex, shape in outlines] = str(shape.name)
        elif isinstance(shape, SlotShape):
            named.setdefault((shape.regex, False), shape.kind)
    categories = [
        Claimed(name, regex, table_of(dfa_of_regex(regex)), True, envelope)
        for (regex, envelope), name in named.items()
    ]
    answers = Claimed("answer", None, table_of(compiled.dfa), asks_nothing_more(program))
    return (*categories, answers)


def _outlines(program: Program) -> Iterator[Lex]:
    """What categories of Lean files and of grammars lie within, which is parsed in their place."""
    for span in walk(program.output):
        if isinstance(span, Derive) and (span.rule in program.foreign_spans or _of_grammar(span)):
            yield from (part for part in walk(span.body) if isinstance(part, Lex))


def _of_grammar(span: Derive) -> bool:
    """Whether a span is part of a context-free category, not a regular one that is asked to be ``in`` it."""
    body, asked = span.body, span.ensure
    return isinstance(asked, InGrammar) and isinstance(body, Lex) and body.name == asked.name


@contextmanager
def telling() -> Iterator[Callable[[str], None]]:
    """Says on a terminal what is being proved, in one line that goes away; elsewhere nothing."""
    if not sys.stderr.isatty():
        yield lambda said: None
        return
    from rich.console import Console

    with Console(stderr=True).status("") as status:
        yield status.update


def proofs(
    program: Program,
    compiled: CompiledProgram,
    kernel: Kernel,
    name: str | None = None,
    tell: Callable[[str], None] = lambda said: None,
) -> Iterator[Proof]:
    """Asks the kernel about each automaton; with a name, about that of the answers only, under the name."""
    claims = claims_of(program, compiled)
    if name is not None:
        claims = (replace(claims[-1], name=name),)
    rendered = render_program(program)
    for claim in claims:
        tell(f"proving {claim.name}, {_states(len(claim.table.rows))} …")
        yield prove(program, rendered, claim, kernel)


def prove(program: Program, rendered: RenderedProgram, claim: Claimed, kernel: Kernel) -> Proof:
    """What the kernel makes of a claim about a program."""
    started = time.perf_counter()
    problem: str | None = f"not compared, takes more than {MOST_STEPS:,} steps: large, or repetitions overlap"
    refused = unanswered = False
    try:
        statement = certify(program, rendered, claim)
        if statement is not None:
            request = CheckRequest(
                prelude=statement.prelude,
                source=statement.source,
                declarations=(statement.theorem,),
                timeout_s=_TIMEOUT_S,
            )
            problem = _problem(kernel.check(request), statement)
            refused = problem is not None
    except KernelError as error:  # the other automata may still be proved
        problem, unanswered = f"no verdict: {error.message.partition(chr(10))[0]}", True
    except MemoryError:
        problem, unanswered = "no verdict: out of memory", True
    spent = (time.perf_counter() - started) * 1e3
    return Proof(claim.name, len(claim.table.rows), said(claim), spent, problem, refused, unanswered)


def left_out(name: str, problem: str) -> Proof:
    """That an automaton was not even made."""
    return Proof(name, 0, "", 0.0, problem)


def _problem(verdict: Verdict, statement: Statement) -> str | None:
    """Why the kernel's verdict proves nothing of a statement, if so."""
    if not verdict.accepted:
        return verdict.errors[0].text if verdict.errors else "the kernel gives no reason"
    same = verdict.declarations[0].type == statement.expression
    return None if same else "the kernel holds another statement"


def exit_code(done: Sequence[Proof]) -> int:
    """0; 1 if the kernel refuses an automaton, 12 if it gives no verdict on one."""
    if any(one.refused for one in done):
        return 1
    return KernelError.exit_code if any(one.unanswered for one in done) else 0


def said(claim: Claimed) -> str:
    """What is claimed, in words."""
    if claim.regex is not None:
        return "exactly the outline that it lies within" if claim.envelope else "exactly the category's texts"
    return "exactly the answers" if claim.exact else "only texts of the answers' form"


def beyond(program: Program) -> list[str]:
    """What is asked of answers and is no part of what the automaton's proof is about."""
    said = [
        " ".join((asked.source or f"derive {asked.name}").split())
        if isinstance(asked, Derive)
        else describe(asked)
        for asked in asked_beyond_form(program)
    ]
    return list(dict.fromkeys(said))


def print_proofs(done: Sequence[Proof], program: Program | None = None) -> None:
    """The proofs, a line each, and what they leave out."""
    widest = max((len(one.name) for one in done), default=0)
    for one in done:
        states = _states(one.states) if one.states else ""
        if one.problem is None:
            said = f"accepts {one.what}, its viable states are right  ({one.milliseconds:.0f} ms)"
        else:
            said = one.problem
        word = "proved" if one.problem is None else "not proved"
        print(f"  {word:10}  {one.name:{widest}}  {states:>12}  {said}")
    left = beyond(program) if program is not None else []
    if left:
        print("  beyond these proofs, left to filters of the mask and to the proof of each output:")
        for line in left:
            print(f"    {line}")


def _states(count: int) -> str:
    return f"{count:,} state{'' if count == 1 else 's'}"
