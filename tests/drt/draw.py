"""A number ─▶ a trial: the same seed and number give the same program, prompt and outputs, anywhere."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from random import Random

from detlm.errors import MaskError, NoAdmissibleCompletion
from detlm.mask.compile import compile_program
from detlm.syntax.program import Program
from tests.drt import texts
from tests.drt.cases import Trial
from tests.drt.compare import Comparison
from tests.drt.grow import PROMPTS, Grower
from tests.drt.oracles.engines import installed
from tests.drt.sources import source

OUTPUTS = 14  # drawn outputs of a trial; walks through the masks come on top
WALKS = 4
TRIES = 4  # programs drawn before one that admits nothing is taken


def drawn(seed: str, number: int) -> Comparison:
    """The trial with a number, Python's side compared. Raises ``SourceError`` where the reader refuses it."""
    rng = Random(f"{seed}:{number}")
    origin = f"{seed}:{number}"
    if rng.random() < 0.35:
        return _read(rng, origin)
    prompt = rng.choice(PROMPTS)
    program = _program(rng, prompt)
    outputs = tuple(islice(texts.outputs(rng, program), OUTPUTS))
    trial = Trial(outputs, prompt, program, origin=origin)
    return Comparison(trial, rng, walks=WALKS, engines=installed())


def _program(rng: Random, prompt: bytes) -> Program:
    """A program as data, that mostly admits something."""
    for _ in range(TRIES):
        program = Grower(rng).program()
        try:
            compile_program(program, prompt)
            break
        except NoAdmissibleCompletion:
            continue
        except MaskError:
            break
    return program


def _read(rng: Random, origin: str) -> Comparison:
    """A program as text, with a check of its outputs."""
    made = source(rng)
    trial = Trial((), rng.choice(PROMPTS), source=made.text, files=made.files, origin=f"{origin} {made.kind}")
    near = tuple(texts.near(rng, rng.choice(made.texts)) for _ in range(5))
    shaped = tuple(islice(texts.outputs(rng, trial.program), 4))
    known = made.texts[:OUTPUTS] + near + shaped
    outputs = tuple(t for t in dict.fromkeys(known) if len(t) <= 90)
    done = Comparison(
        replace(trial, outputs=outputs), rng, check=made.check, walks=WALKS, engines=installed()
    )
    done.kind = made.kind
    return done
