"""A certificate of the rule's consequence, made once by a random model."""

from __future__ import annotations

from pathlib import Path

import pytest

from detlm.certificate.schema import Certificate
from detlm.decode.events import Finished
from detlm.decode.generate import Generation
from detlm.kernel.embedded import EmbeddedKernel
from detlm.model.loading import LoadedModel
from detlm.syntax import read_program

PROMPT = "Can I take aspirin with warfarin? – é".encode()
OUTPUT = b"aspirin must not be taken with warfarin."


@pytest.fixture(scope="session")
def certificate(by_rule: Path, random_model: LoadedModel, session_kernel: EmbeddedKernel) -> Certificate:
    """Accepted; its witness has two facts and a rule."""
    events = list(Generation(read_program(by_rule), PROMPT, random_model, session_kernel).events())
    finished = events[-1]
    assert isinstance(finished, Finished)
    assert finished.proved
    assert finished.output == OUTPUT
    return finished.certificate
