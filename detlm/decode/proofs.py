"""The kernel beside the decoder: spans go out as they close, verdicts come back as they are ready.

A span's obligation depends on program, prompt and its own bytes only, so verdicts are cached by these; spans
that speak of names in scope have none of their own. A span that does not follow is put to the kernel at once,
and only its refutation makes the decoder back up.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass

from detlm.certificate.statement import (
    Checked,
    find_witness,
    judge,
    prove,
    refute,
    request_for,
    together,
)
from detlm.kernel.embedded import EmbeddedKernel
from detlm.kernel.growth import grows
from detlm.kernel.obligations import Obligation, render_obligation
from detlm.kernel.protocol import CheckRequest, Verdict
from detlm.kernel.render import render_program
from detlm.knowledge.closure import Closure
from detlm.mask.filters import atoms_of
from detlm.mask.parse import Span, broken_rule, parses
from detlm.mask.witnesses import Asked, GrammarWitnesses
from detlm.syntax.program import And, Derive, Lex, Program, SlotShape, Visible, walk


@dataclass(frozen=True)
class Pending:
    """A span on its way: its obligation, and the verdicts to come on its parts."""

    span: Span
    text: bytes
    wanted: Obligation
    futures: tuple[Future[Verdict], ...]


class SpanProofs:
    """Span obligations of one program and prompt; ``rendered`` is the program as Lean data."""

    def __init__(
        self,
        kernel: EmbeddedKernel,
        program: Program,
        prompt: bytes,
        closure: Closure,
        *,
        timeout_s: float,
        witnesses: GrammarWitnesses | None = None,
    ) -> None:
        self._kernel = kernel
        self._prompt = prompt
        self._closure = closure
        self._timeout_s = timeout_s
        self.rendered = render_program(program)
        self._witnesses = witnesses or GrammarWitnesses()
        self._know_rules(program)
        self._known: dict[tuple[int, bytes], Checked] = {}
        self._waiting: list[Pending] = []
        self.milliseconds = 0.0
        # Has the program elaborated while the model reads the prompt; what is wrong with it shows later.
        for one in self.rendered.apart():
            self._kernel.submit(CheckRequest(file=one.file, prelude=one.prelude, source=""))

    def _know_rules(self, program: Program) -> None:
        self._rules = {s.rule: s for s in walk(program.output) if isinstance(s, Derive)}
        self._named = {number for number, rule in self._rules.items() if _speaks_of_names(rule)}
        self._slow = {number for number, rule in self._rules.items() if _is_slow(rule)}

    def known(self, span: Span, text: bytes) -> Checked | None:
        """The verdict on such a span, if there is one."""
        return self._known.get((span.rule, text))

    def holds(self, span: Span, text: bytes) -> bool:
        """Whether the span should be provable."""
        return self._judge(span, text, Asked(self._witnesses))

    def _judge(self, span: Span, text: bytes, derives: Asked) -> bool:
        # With the spans inside, which are proved with it.
        trees = parses(self._rules[span.rule], text, limit=1)
        return bool(trees) and broken_rule(trees[0], self._prompt, self._closure, derives=derives) is None

    def stands_alone(self, span: Span) -> bool:
        """Whether what a span must fulfil depends on its own text only, not on the names where it begins.

        Other spans are proved with the whole output; masks know the names.
        """
        return span.rule not in self._named

    def is_slow(self, span: Span) -> bool:
        """Whether proving a span by itself, without automata, would take long."""
        return span.rule in self._slow

    def _obligation(self, span: Span, text: bytes) -> Obligation:
        asked = Asked(self._witnesses)
        self._judge(span, text, asked)
        return render_obligation(
            self.rendered,
            prompt=self._prompt,
            preface=b"",
            said=(),
            output=text,
            witness=find_witness(self._closure, span.claims),
            derivations=asked.derivations,
            span=span.rule,
        )

    def submit(self, span: Span, text: bytes) -> None:
        """Sends a span to the kernel; its verdict comes out of ``ready``."""
        wanted = self._obligation(span, text)
        requests = [request_for(part, timeout_s=self._timeout_s) for part in wanted.parts]
        futures = tuple(map(self._kernel.submit, requests))
        self._waiting.append(Pending(span, text, wanted, futures))

    def check_now(self, span: Span, text: bytes) -> Checked:
        """Waits for the kernel's verdict. Raises ``KernelError`` if there is none."""
        wanted = self._obligation(span, text)
        return self._keep(span, text, wanted, prove(self._kernel, wanted, timeout_s=self._timeout_s))

    def ready(self, *, wait: bool) -> Iterator[tuple[Pending, Checked]]:
        """Verdicts that have come, in the order of sending; with ``wait``, all. Raises ``KernelError``."""
        while self._waiting and (wait or all(future.done() for future in self._waiting[0].futures)):
            first = self._waiting.pop(0)
            verdicts = zip(first.wanted.parts, first.futures, strict=True)
            checked = together([judge(part, future.result()) for part, future in verdicts])
            yield first, self._keep(first.span, first.text, first.wanted, checked)

    def _keep(self, span: Span, text: bytes, wanted: Obligation, checked: Checked) -> Checked:
        if not checked.proved:
            refute(self._kernel, wanted, checked, timeout_s=self._timeout_s)
        self.milliseconds += checked.verdict.milliseconds
        self._known[span.rule, text] = checked
        return checked


def _is_slow(rule: Derive) -> bool:
    return any(grows(part.regex) for part in walk(rule) if isinstance(part, Lex | SlotShape))


def _speaks_of_names(rule: Derive) -> bool:
    """Whether a rule, or one inside its spans, asks for a name in scope."""
    inside = (s for s in walk(rule) if isinstance(s, Derive))
    return any(isinstance(c, Visible) for s in inside for c in atoms_of(And(s.given, s.ensure)))
