"""A model that says what a test wants, as far as it is let: in place of ``Scorer``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from detlm.decode.choose import Drawer
from detlm.decode.events import BackedUp, Event, TokenChosen
from detlm.decode.guide import Guide
from detlm.decode.loop import Budget, Loop
from detlm.decode.proofs import SpanProofs
from detlm.kernel.embedded import EmbeddedKernel
from detlm.knowledge.closure import close
from detlm.mask.compile import Semantic, compile_program
from detlm.mask.parse import admits
from detlm.mask.vocabulary import Vocabulary
from detlm.mask.witnesses import GrammarWitnesses
from detlm.syntax.program import Program

#: Overlapping tokens, so that one text has many cuts; some cross the ends of spans and of constraint lines.
LONG_TOKENS = (
    *(
        b"aspirin",
        b"aspirin.",
        b"asp",
        b"irin",
        b"irin.",
        b"n.",
        b"warfarin",
        b"war",
        b"pain relief",
        b"pain",
        b" relief",
    ),
    *(b" is used for ", b" is", b" is a ", b" used for", b"s", b" drug", b"drug.", b"r a", b"rin is"),
    *(b"<CONSTRAINT>", b"</CONSTRAINT>", b"><CONSTRAINT>", b">a", b"Use at most ", b" words.", b"ds.</"),
)


def overlapping(*, ends: int = 1) -> Vocabulary:
    """All bytes, the long tokens, and so many end-of-text ids."""
    tokens: list[bytes | None] = [bytes([b]) for b in range(256)]
    tokens += dict.fromkeys(t for t in LONG_TOKENS if len(t) > 1)
    first = len(tokens)
    return Vocabulary.from_tokens([*tokens, *[None] * ends], range(first, first + ends))


@dataclass
class Scripted:
    """Wants the first of its ``wishes`` that is still possible, cut into ``long`` or short tokens.

    ``began`` False: the first tokens it is given are a prompt.
    """

    vocabulary: Vocabulary
    wishes: Sequence[bytes]
    long: bool = True
    began: bool = True
    calls: int = 0
    tokens: list[int] = field(default_factory=list)

    def extend(self, ids: Sequence[int]) -> None:
        if self.began:
            self.tokens += ids
        self.began = True

    def rewind(self, n_tokens: int) -> None:
        assert n_tokens <= len(self.tokens)
        del self.tokens[len(self.tokens) - n_tokens :]

    def logits(self) -> npt.NDArray[np.float32]:
        self.calls += 1
        text = self.vocabulary.decode(self.tokens)
        scores = np.zeros(self.vocabulary.size, dtype=np.float32)
        for place, wish in enumerate(self.wishes):
            if not wish.startswith(text):
                continue
            worth = 1000.0 / (1 + place)
            rest = wish[len(text) :]
            for token, said in enumerate(self.vocabulary.tokens):
                if said is not None and rest.startswith(said):
                    scores[token] = max(scores[token], worth + len(said) * (0.01 if self.long else -0.01))
            if not rest:
                scores[list(self.vocabulary.eos_ids)] = worth
        return scores

    def logits_float64(self) -> npt.NDArray[np.float64]:
        self.calls -= 1
        return self.logits().astype(np.float64)


class Run:
    """A decoding loop over a scripted model, and what came of it."""

    def __init__(
        self,
        program: Program,
        kernel: EmbeddedKernel,
        *wishes: bytes,
        semantic: Semantic = "span-end",
        budget: Budget | None = None,
        long: bool = True,
        ends: int = 1,
        drawer: Drawer | None = None,
        prompt: bytes = b"What?",
    ) -> None:
        self.program, self.prompt = program, prompt
        self.vocabulary = overlapping(ends=ends)
        self.scorer = Scripted(self.vocabulary, wishes, long)
        self.closure = closure = close(program)
        compiled = compile_program(program, prompt, semantic=semantic, closure=closure)
        self.guide = Guide(compiled, self.vocabulary)
        proofs = SpanProofs(kernel, program, prompt, closure, timeout_s=60)
        self.loop = Loop(self.guide, self.scorer, proofs, drawer, budget or Budget())  # type: ignore[arg-type]
        self.events: list[Event] = []

    def all(self) -> Run:
        """Runs to the end, checking on the way that texts and events belong together."""
        text = b""
        for event in self.loop.run():
            self.events.append(event)
            match event:
                case TokenChosen():
                    assert self.vocabulary.tokens[event.id] == event.text
                    text += event.text
                case BackedUp():
                    assert event.text == text[len(text) - len(event.text) :]
                    text = text[: len(text) - len(event.text)]
            assert self.loop.position.text == text == self.vocabulary.decode(self.scorer.tokens)
        return self

    def admitted(self) -> tuple[bool, str]:
        """What the parser says, which shares nothing with masks."""
        part = self.loop.position.part
        preface, limits = (b"", ()) if part is None else (part.preface, part.limits)
        return admits(
            self.program.tightened(limits),
            self.prompt,
            self.output[len(preface) :],
            self.closure.atoms,
            derives=GrammarWitnesses(),
        )

    @property
    def output(self) -> bytes:
        return self.loop.position.text

    @property
    def chosen(self) -> list[TokenChosen]:
        """The tokens that stand."""
        return [f.chosen for f in self.loop.frames]

    def backed_up(self) -> Iterator[BackedUp]:
        return (e for e in self.events if isinstance(e, BackedUp))
