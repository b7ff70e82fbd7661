"""What Lean says: each case as an obligation that goes straight to the kernel, many in one request.

A case that the mirror admits is asked as ``Accepted`` with the witness that was found, one that it refuses as
``Not Accepted`` with the same witness. Where support is asked for, some refused ones are put to Lean's own
``admits`` too, which looks for derivations itself and does not take Python's word for what follows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from detlm.certificate.statement import find_witness
from detlm.errors import KernelError
from detlm.kernel.compiled import compile_program
from detlm.kernel.protocol import CheckRequest, Kernel
from detlm.kernel.render import render_program, renderer_into, text_term
from detlm.kernel.terms import Definitions, Term, node
from detlm.knowledge.closure import Closure
from detlm.mask.parse import broken_rule
from detlm.mask.tree import Tree, claims_of
from detlm.mask.witnesses import Asked, GrammarWitnesses
from detlm.syntax.program import Atom, Limit, Program

TIMEOUT_S = 120.0


@dataclass(frozen=True)
class Question:
    """A case and what the mirror said of it."""

    output: bytes
    admitted: bool
    tree: Tree | None
    preface: bytes = b""
    said: tuple[Limit, ...] = ()


@dataclass
class Sheet:
    """One request: lines of Lean, and which case each theorem is about. With ``searching`` Lean's ``admits`` is
    asked, through the elaborator; else obligations, which go straight to the kernel."""

    lines: list[str] = field(default_factory=list)
    about: dict[int, object] = field(default_factory=dict)
    searching: bool = False
    _programs: int = 0

    def add(
        self,
        program: Program,
        prompt: bytes,
        closure: Closure,
        questions: Sequence[tuple[object, Question]],
        *,
        compiled: bool = False,
    ) -> None:
        """Adds the cases of one program; each comes with the key that ``wrong`` tells it by. With ``compiled``
        they are put through the program's automata too, as long outputs are."""
        prefix = f"P{self._programs}"
        self._programs += 1
        rendered = render_program(program, prefix)
        self.lines += rendered.prelude.splitlines()
        automata = compile_program(program, rendered) if compiled else None
        if automata is not None:
            self.lines += automata.prelude.splitlines()
        witnesses = GrammarWitnesses()
        for number, (key, question) in enumerate(questions):
            name = f"{prefix}.c{number}"
            own = Definitions(name, rendered.definitions)
            renderer = renderer_into(own)
            asked = Asked(witnesses)
            claims: tuple[Atom, ...] = ()
            if question.tree is not None:
                claims = claims_of(question.tree)
                broken_rule(question.tree, prompt, closure, derives=asked)
            proof = renderer.witness(find_witness(closure, claims), asked.derivations)
            said = renderer.limits(question.said)
            before = (text_term(prompt), text_term(question.preface), said)
            context = node("DetLM.Context", "DetLM.Context.mk", *before)
            text = text_term(question.output)
            self.lines += own.source().splitlines()
            if self.searching:
                known = node("Bool", "DetLM.admits", rendered.constant, context, text).source()
                self._prove(f"{name}.said", f"{known} = {str(question.admitted).lower()}", key)
                continue
            plain = node("Prop", "DetLM.Accepted", rendered.constant, context, text, proof)
            self._decide(f"{name}.said", plain, question.admitted, key)
            if automata is not None:
                parts = (rendered.constant, automata.parser, automata.watch, context, *text.args, proof)
                checked = node("Prop", "DetLM.Compiled.Checked", *parts)
                self._decide(f"{name}.checked", checked, question.admitted, key)

    def _decide(self, name: str, stated: Term, holds: bool, key: object) -> None:
        self._prove(name, (stated if holds else node("Prop", "Not", stated)).source(), key)

    def _prove(self, name: str, stated: str, key: object) -> None:
        self.lines.append(f"theorem {name} : {stated} := by decide +kernel")
        self.about[len(self.lines)] = key


def wrong(kernel: Kernel, sheet: Sheet) -> tuple[list[object], list[str]]:
    """The keys of cases of which Lean says otherwise, and complaints that are about no case."""
    lines = list(sheet.lines)
    found: list[object] = []
    # The worker leaves the elaborator out where a declaration is to be read back.
    lines.append(_TRUE.format(0))
    back = () if sheet.searching else ("Drt.skipped0",)
    for _ in range(len(sheet.about) + 1):
        try:
            verdict = kernel.check(
                CheckRequest(source="\n".join(lines) + "\n", declarations=back, timeout_s=TIMEOUT_S)
            )
        except KernelError as error:
            return found, [f"no verdict: {error.message}"]
        if verdict.accepted:
            return found, []
        if verdict.exhausted:
            return found, [f"out of budget: {verdict.errors[0].text}"]
        places = [m.line for m in verdict.errors if m.line in sheet.about and m.line <= len(lines)]
        fresh = [place for place in dict.fromkeys(places) if lines[place - 1] != _TRUE.format(place)]
        if not fresh:
            return found, [f"line {m.line}: {m.text}" for m in verdict.errors][:3]
        for place in fresh:  # the kernel stops at the first; what stands behind it is asked again
            found.append(sheet.about[place])
            lines[place - 1] = _TRUE.format(place)
    return found, ["the kernel does not come to an end"]


_TRUE = "noncomputable def Drt.skipped{} : Nat := (nat_lit 0x0)"
