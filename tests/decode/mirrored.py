"""Spans judged by the Python mirror in place of the kernel: decoding programs without one."""

from __future__ import annotations

from collections.abc import Iterator

from detlm.certificate.statement import Checked
from detlm.decode.choose import Drawer, Sampling
from detlm.decode.events import BackedUp, Event
from detlm.decode.guide import Guide
from detlm.decode.loop import Budget, Loop
from detlm.decode.proofs import Pending, SpanProofs
from detlm.kernel.protocol import Verdict, WorkerFacts
from detlm.knowledge.closure import close
from detlm.mask.compile import compile_program
from detlm.mask.parse import Span, admits
from detlm.mask.vocabulary import Vocabulary
from detlm.mask.witnesses import Asked, GrammarWitnesses
from detlm.model.loading import LoadedModel
from detlm.model.scorer import Scorer
from detlm.syntax.program import Program
from tests.decode.scripted import Scripted

WORKER = WorkerFacts(pid=0, served=0)
REFUTED = Verdict(accepted=False, messages=(), declarations=(), milliseconds=0.0, worker=WORKER)


class Mirror(SpanProofs):
    """Takes the mirror's word for every span."""

    def __init__(self, program: Program, prompt: bytes) -> None:
        self._prompt, self._closure, self._witnesses = prompt, close(program), GrammarWitnesses()
        self._know_rules(program)
        self._known = {}

    def submit(self, span: Span, text: bytes) -> None:
        """What holds stands."""

    def check_now(self, span: Span, text: bytes) -> Checked:
        return Checked(REFUTED, ("the mirror says no",))

    def ready(self, *, wait: bool) -> Iterator[tuple[Pending, Checked]]:
        return iter(())


def loop_of(
    program: Program,
    model: LoadedModel | Scripted,
    *,
    prompt: bytes = b"What?",
    seed: int | None = None,
    tokens: int = 500,
    backups: int = 200,
) -> Loop:
    """A decoding loop; ``seed`` None: deterministic."""
    if isinstance(model, Scripted):
        vocabulary, scorer = model.vocabulary, model
    else:
        vocabulary = Vocabulary.from_huggingface(
            model.tokenizer, size=model.vocab_size, eos_ids=model.eos_ids
        )
        scorer = Scorer(model)  # type: ignore[assignment]
        scorer.extend(model.encode_prompt((), (), (), prompt.decode()))
    drawer = None if seed is None else Drawer(Sampling(seed=seed, temperature=2.0))
    guide = Guide(compile_program(program, prompt), vocabulary)
    return Loop(guide, scorer, Mirror(program, prompt), drawer, Budget(tokens, backups))  # type: ignore[arg-type]


def decoded(program: Program, loop: Loop, prompt: bytes = b"What?") -> bytes:
    """Runs a loop to its end; what it wrote is admitted by the mirror."""
    run(loop)
    text = loop.position.text
    derives = Asked(GrammarWitnesses())
    assert admits(program, prompt, text, close(program), derives=derives) == (True, ""), text
    return text


def run(loop: Loop) -> list[Event]:
    """All events of a loop."""
    return list(loop.run())


def backed_up(events: list[Event]) -> list[bytes]:
    """What was taken back, one entry each time."""
    return [event.text for event in events if isinstance(event, BackedUp)]
