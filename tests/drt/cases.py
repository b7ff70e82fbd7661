"""Differential cases: what Python says of a program, a prompt and an answer, put to Lean's ``admits``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detlm.errors import NoAdmissibleCompletion
from detlm.kernel.embedded import EmbeddedKernel
from detlm.kernel.protocol import CheckRequest
from detlm.kernel.render import render_program, text_term
from detlm.kernel.terms import node
from detlm.knowledge.closure import close
from detlm.mask.analysis import analyse
from detlm.mask.compile import compile_program
from detlm.mask.parse import admits
from detlm.syntax import read_source
from detlm.syntax.program import Program


@dataclass(frozen=True)
class Case:
    """A constraint file, a prompt, an answer."""

    source: str
    prompt: bytes
    answer: bytes


@dataclass(frozen=True)
class PythonSays:
    """By the parser; and by the automaton behind the masks, None where shapes are ambiguous (refused)."""

    parser: bool
    automaton: bool | None


def python_says(program: Program, case: Case) -> PythonSays:
    """Both of Python's opinions."""
    parser, _ = admits(program, case.prompt, case.answer, close(program))
    if any(f.code == "ambiguous" for f in analyse(program)):
        return PythonSays(parser, None)
    try:
        compiled = compile_program(program, case.prompt)
    except NoAdmissibleCompletion:
        return PythonSays(parser, False)
    assert compiled.exact
    return PythonSays(parser, compiled.dfa.accepts(case.answer))


def lean_disagrees(kernel: EmbeddedKernel, cases: Sequence[Case], said: Sequence[bool]) -> list[int]:
    """The cases of which Lean's ``admits`` is not what was said, all asked in one request."""
    lines: list[str] = []
    place: dict[int, int] = {}
    for number, (case, expected) in enumerate(zip(cases, said, strict=True)):
        rendered = render_program(read_source(case.source, "case.det"), f"Case{number}")
        lines += rendered.prelude.splitlines()
        limits = rendered.definitions.list_of("DetLM.Limit", [])
        empty = text_term(b"")
        context = node("DetLM.Context", "DetLM.Context.mk", text_term(case.prompt), empty, limits)
        asked = node("Bool", "DetLM.admits", rendered.constant, context, text_term(case.answer))
        lines.append(
            f"theorem Case{number}.said : {asked.source()} = {str(expected).lower()} := by decide +kernel"
        )
        place[len(lines)] = number
    verdict = kernel.check(CheckRequest(source="\n".join(lines) + "\n"))
    assert not verdict.exhausted
    wrong = {place[m.line] for m in verdict.errors if m.kind != "detlm"}  # a KeyError is a broken rendering
    assert verdict.accepted or wrong
    return sorted(wrong)
