"""The kernel beside the decoder: spans go out as they close, verdicts come back as they are ready.

A span's obligation depends on program, prompt and its own bytes only, so verdicts are cached by these. A
span that does not follow is put to the kernel at once, and only its refutation makes the decoder back up.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass

from detlm.certificate.statement import Checked, find_witness, judge, refute, request_for
from detlm.kernel.embedded import EmbeddedKernel
from detlm.kernel.protocol import CheckRequest, Verdict
from detlm.kernel.render import Obligation, render_obligation, render_program
from detlm.knowledge.closure import Closure
from detlm.mask.parse import Span, condition_holds
from detlm.syntax.program import Derive, Program, walk


@dataclass(frozen=True)
class Pending:
    """A span on its way: its obligation and the verdict to come."""

    span: Span
    text: bytes
    wanted: Obligation
    future: Future[Verdict]


class SpanProofs:
    """Span obligations of one program and prompt."""

    def __init__(
        self, kernel: EmbeddedKernel, program: Program, prompt: bytes, closure: Closure, *, timeout_s: float
    ) -> None:
        self._kernel = kernel
        self._prompt = prompt
        self._closure = closure
        self._timeout_s = timeout_s
        self._rendered = render_program(program)
        self._rules = {s.rule: s for s in walk(program.output) if isinstance(s, Derive)}
        self._known: dict[tuple[int, bytes], Checked] = {}
        self._waiting: list[Pending] = []
        self.milliseconds = 0.0
        # Has the program elaborated while the model reads the prompt; what is wrong with it shows later.
        self._kernel.submit(CheckRequest(prelude=self._rendered.prelude, source="example : True := trivial"))

    def known(self, span: Span, text: bytes) -> Checked | None:
        """The verdict on such a span, if there is one."""
        return self._known.get((span.rule, text))

    def holds(self, span: Span, text: bytes) -> bool:
        """Whether the span should be provable."""
        rule = self._rules[span.rule]
        return all(
            condition_holds(c, text, span.claims, self._prompt, self._closure)
            for c in (rule.given, rule.ensure)
        )

    def _obligation(self, span: Span, text: bytes) -> Obligation:
        return render_obligation(
            self._rendered,
            prompt=self._prompt,
            preface=b"",
            said=(),
            output=text,
            witness=find_witness(self._closure, span.claims),
            span=span.rule,
        )

    def submit(self, span: Span, text: bytes) -> None:
        """Sends a span to the kernel; its verdict comes out of ``ready``."""
        wanted = self._obligation(span, text)
        future = self._kernel.submit(request_for(wanted, timeout_s=self._timeout_s))
        self._waiting.append(Pending(span, text, wanted, future))

    def check_now(self, span: Span, text: bytes) -> Checked:
        """Waits for the kernel's verdict. Raises ``KernelError`` if there is none."""
        wanted = self._obligation(span, text)
        verdict = self._kernel.check(request_for(wanted, timeout_s=self._timeout_s))
        return self._keep(span, text, wanted, verdict)

    def ready(self, *, wait: bool) -> Iterator[tuple[Pending, Checked]]:
        """Verdicts that have come, in the order of sending; with ``wait``, all. Raises ``KernelError``."""
        while self._waiting and (wait or self._waiting[0].future.done()):
            first = self._waiting.pop(0)
            yield first, self._keep(first.span, first.text, first.wanted, first.future.result())

    def _keep(self, span: Span, text: bytes, wanted: Obligation, verdict: Verdict) -> Checked:
        checked = judge(wanted, verdict)
        if not checked.proved:
            refute(self._kernel, wanted, checked, timeout_s=self._timeout_s)
        self.milliseconds += verdict.milliseconds
        self._known[span.rule, text] = checked
        return checked
