"""Program, prompt and model ─▶ a stream of events that ends with a certificate.

Joins masks, model, kernel and certificates. Interrupted runs end with a certificate of kind "prefix",
which no verifier accepts but which loses nothing.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from detlm.certificate import schema, statement
from detlm.certificate.schema import (
    Attested,
    Certificate,
    Claim,
    Recomputed,
    SpanRecord,
    TokenRecord,
    UseFact,
    UseRule,
)
from detlm.certificate.verify import enclose
from detlm.config import VERSION
from detlm.decode.briefing import brief
from detlm.decode.choose import Drawer, Sampling
from detlm.decode.events import Event, Finished
from detlm.decode.guide import Guide
from detlm.decode.loop import Budget, Loop
from detlm.decode.proofs import SpanProofs
from detlm.errors import ConstraintError, DecodeError, ModelError, UsageError
from detlm.kernel.embedded import EmbeddedKernel
from detlm.kernel.foreign import examine
from detlm.kernel.obligations import Obligation
from detlm.knowledge.closure import FactStep, Step, close
from detlm.mask.compile import CompiledProgram, Semantic, compile_program
from detlm.mask.parse import Span
from detlm.mask.vocabulary import Vocabulary
from detlm.mask.witnesses import Derivation, GrammarWitnesses
from detlm.model.loading import LoadedModel
from detlm.model.prompting import render_prompt
from detlm.model.scorer import Scorer
from detlm.syntax.program import Program


@dataclass(frozen=True, slots=True)
class Settings:
    """How to decode. ``mode`` None: the program's own. ``allow_lean``: Lean files may be elaborated."""

    mode: str | None = None
    sampling: Sampling = field(default_factory=Sampling)
    budget: Budget = field(default_factory=Budget)
    semantic: Semantic = "filter"
    proof_timeout_s: float = 60.0
    allow_lean: bool = False


@dataclass(frozen=True, slots=True)
class _Whole:
    """A finished output, taken apart: what is stated of it and what helps to prove that."""

    output: bytes
    spans: tuple[Span, ...]
    witness: tuple[Step, ...]
    derivations: tuple[Derivation, ...]
    wanted: Obligation


@dataclass
class Generation:
    """A run: iterate over ``events()`` once. Everything before the first token happens on creation."""

    program: Program
    prompt: bytes
    model: LoadedModel
    kernel: EmbeddedKernel
    settings: Settings = field(default_factory=Settings)

    def __post_init__(self) -> None:
        """Compiles masks and reads the prompt. Raises ``DetlmError`` for whatever cannot work."""
        self.mode = self.settings.mode or self.program.mode
        if self.mode not in ("hybrid", "deterministic"):
            raise UsageError(
                f"mode {self.mode!r} needs soft gates, which this version does not have",
                hint="use --mode hybrid or --mode deterministic",
            )
        if self.program.attention is not None:
            raise ConstraintError(
                "the program says which parts of the prompt may be read (`attend`), and this version cannot "
                "keep to that",
                hint="leave the `attend` lines out, or wait for a version with attention gates",
            )
        require_allowed(self.program, allow_lean=self.settings.allow_lean)
        if not self.model.eos_ids:
            raise ModelError(
                f"the model {self.model.name} names no end-of-text token, so no output could ever end",
                hint="set eos_token_id in its config.json or generation_config.json",
            )
        self.vocabulary = Vocabulary.from_huggingface(
            self.model.tokenizer, size=self.model.vocab_size, eos_ids=self.model.eos_ids
        )
        closure = close(self.program)
        self.compiled: CompiledProgram = compile_program(
            self.program, self.prompt, semantic=self.settings.semantic, closure=closure
        )
        self._closure = closure
        examine(self.program.foreign, self.kernel, timeout_s=self.settings.proof_timeout_s)
        self._kernel_text = self.kernel.describe().text  # asked now: an interruption must not wait for it
        question = self.prompt.decode(errors="replace")
        told = brief(self.program)
        ids = self.model.encode_prompt(told.facts, told.rules, told.otherwise, question)
        self.rendered_prompt = render_prompt(
            told.facts, told.rules, told.otherwise, question, style=self.model.prompt_style
        )
        self.scorer = Scorer(self.model)
        self.scorer.extend(ids)
        drawer = Drawer(self.settings.sampling) if self.mode == "hybrid" else None
        self._witnesses = GrammarWitnesses()
        self._proofs = SpanProofs(
            self.kernel,
            self.program,
            self.prompt,
            closure,
            timeout_s=self.settings.proof_timeout_s,
            witnesses=self._witnesses,
        )
        guide = Guide(self.compiled, self.vocabulary)
        self._loop = Loop(guide, self.scorer, self._proofs, drawer, self._budget())
        self._whole: _Whole | None = None
        self._began = time.perf_counter()

    def _budget(self) -> Budget:
        """The caller's budget, within the program's own."""
        budget, own = self.settings.budget, self.program.token_budget
        return budget if own is None else replace(budget, tokens=min(budget.tokens, own))

    def events(self) -> Iterator[Event]:
        """Decodes and proves; ends with ``Finished``.

        Raises ``DecodeError``, ``ModelError`` and ``KernelError``.
        """
        while True:
            yield from self._loop.run()
            wanted, limit = self._finished().wanted, self.settings.proof_timeout_s
            checked = statement.prove(self.kernel, wanted, timeout_s=limit)
            self._proofs.milliseconds += checked.verdict.milliseconds
            if checked.proved:
                yield Finished(self.output, self.certificate("output"), True, "output", "")
                return
            statement.refute(self.kernel, wanted, checked, timeout_s=limit)
            yield self._loop.reject_end("the kernel refuted the whole output")

    def interrupted(self, why: str) -> Finished:
        """What stands so far, as a prefix."""
        return Finished(self.output, self.certificate("prefix"), False, "prefix", why)

    @property
    def output(self) -> bytes:
        """The output so far."""
        return self._loop.position.text

    def _finished(self) -> _Whole:
        """The output as it stands, taken to be finished; taken apart once."""
        output = self.output
        if self._whole is None or self._whole.output != output:
            parsed = statement.take_apart(self.program, output)
            # The spans of the parse, for some are closed by the end of the output only.
            spans = self._loop.spans if parsed.spans is None else parsed.spans
            witness = self._steps(spans)
            derivations = statement.find_derivations(parsed, self.prompt, self._closure, self._witnesses)
            wanted = self._stated(output, witness, derivations)
            self._whole = _Whole(output, spans, witness, derivations, wanted)
        return self._whole

    def _unfinished(self) -> _Whole:
        """What stands of an interrupted output; nothing is stated of it, so the empty output's stands in."""
        spans = self._loop.spans
        return _Whole(self.output, spans, self._steps(spans), (), self._stated(b"", (), ()))

    def _steps(self, spans: tuple[Span, ...]) -> tuple[Step, ...]:
        return statement.find_witness(self._closure, [claim for span in spans for claim in span.claims])

    def _stated(
        self, output: bytes, witness: tuple[Step, ...], derivations: tuple[Derivation, ...]
    ) -> Obligation:
        return statement.obligation(
            self.program, self.prompt, output, witness, derivations, rendered=self._proofs.rendered
        )

    def certificate(self, kind: str) -> Certificate:
        """The certificate of what stands."""
        if kind not in ("output", "prefix"):
            raise DecodeError(f"no such kind of certificate: {kind}")
        part = self._loop.position.part
        frames = self._loop.frames
        files = enclose(self.program)
        preface = part.preface if part is not None else b""
        whole = self._finished() if kind == "output" else self._unfinished()
        return Certificate(
            format="detlm-certificate",
            version=1,
            kind="output" if kind == "output" else "prefix",
            claim=Claim(program=files, prompt=self.prompt, output=self.output),
            witness=tuple(
                UseFact(fact=s.index)
                if isinstance(s, FactStep)
                else UseRule(rule=s.index, arguments=s.arguments)
                for s in whole.witness
            ),
            derivations=whole.derivations,
            recomputed=Recomputed(
                program_sha256=schema.program_sha256(files),
                prompt_sha256=schema.sha256(self.prompt),
                output_sha256=schema.sha256(self.output),
                statement_sha256=statement.statement_sha256(whole.wanted),
                meaning_sha256=statement.meaning_sha256(),
                lean=statement.lean_version(),
                preface=preface,
                spans=tuple(
                    SpanRecord(name=s.name, rule=s.rule, start=s.start, end=s.end) for s in whole.spans
                ),
                tokens=tuple(f.chosen.text for f in frames),
            ),
            attested=Attested(
                detlm=VERSION,
                model=self.model.name,
                revision=self.model.revision,
                weights_sha256=self.model.weights_sha256,
                vocabulary_sha256=self.vocabulary.digest,
                rendered_prompt=self.rendered_prompt.encode(errors="surrogatepass"),
                prompt_style=str(self.model.prompt_style),
                mode="hybrid" if self.mode == "hybrid" else "deterministic",
                seed=self.settings.sampling.seed if self.mode == "hybrid" else None,
                kernel=self._kernel_text,
                tokens=tuple(
                    TokenRecord(
                        id=f.chosen.id,
                        forced=f.chosen.forced,
                        admissible=f.chosen.admissible,
                        margin=f.chosen.margin,
                    )
                    for f in frames
                ),
                model_calls=self.scorer.calls,
                backups=self._loop.backups,
                seconds=round(time.perf_counter() - self._began, 6),
                proof_milliseconds=round(self._proofs.milliseconds, 3),
            ),
        )


def require_allowed(program: Program, *, allow_lean: bool) -> None:
    """Raises ``UsageError`` for a program with Lean files where these may not be elaborated."""
    if program.foreign and not allow_lean:
        named = ", ".join(f"{c.name} ({c.file})" for c in program.foreign)
        raise UsageError(
            f"a Lean file says what a category means: {named}",
            hint="elaborating a file lets it act; read it, then allow it with --allow-lean",
        )
