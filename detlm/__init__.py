"""detlm: a language model that says only what it can prove it may say.

The public names, each loaded when first used::

    program = detlm.read_program(Path("medication.det"))
    with detlm.EmbeddedKernel() as kernel:
        run = detlm.Generation(program, b"What is aspirin used for?", detlm.load_model(), kernel)
        *_, finished = run.events()
    report = detlm.verify(detlm.dumps(finished.certificate), detlm.EmbeddedKernel)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from detlm import config

if TYPE_CHECKING:
    from detlm.certificate.schema import Certificate, dumps, loads
    from detlm.certificate.verify import Bindings, Outcome, Report, verify
    from detlm.decode.choose import Sampling
    from detlm.decode.generate import Generation, Settings
    from detlm.decode.loop import Budget
    from detlm.errors import DetlmError
    from detlm.kernel.embedded import EmbeddedKernel
    from detlm.kernel.protocol import CheckRequest, Kernel, Verdict
    from detlm.mask.analysis import analyse
    from detlm.mask.compile import compile_program
    from detlm.mask.engine import MaskEngine
    from detlm.mask.vocabulary import Vocabulary
    from detlm.model.loading import LoadedModel, load_model
    from detlm.model.processor import MaskLogitsProcessor
    from detlm.syntax import read_program, read_source
    from detlm.syntax.program import Program

__version__ = config.VERSION

_HOMES = {
    "Bindings": "detlm.certificate.verify",
    "Budget": "detlm.decode.loop",
    "Certificate": "detlm.certificate.schema",
    "CheckRequest": "detlm.kernel.protocol",
    "DetlmError": "detlm.errors",
    "EmbeddedKernel": "detlm.kernel.embedded",
    "Generation": "detlm.decode.generate",
    "Kernel": "detlm.kernel.protocol",
    "LoadedModel": "detlm.model.loading",
    "MaskEngine": "detlm.mask.engine",
    "MaskLogitsProcessor": "detlm.model.processor",
    "Outcome": "detlm.certificate.verify",
    "Program": "detlm.syntax.program",
    "Report": "detlm.certificate.verify",
    "Sampling": "detlm.decode.choose",
    "Settings": "detlm.decode.generate",
    "Verdict": "detlm.kernel.protocol",
    "Vocabulary": "detlm.mask.vocabulary",
    "analyse": "detlm.mask.analysis",
    "compile_program": "detlm.mask.compile",
    "dumps": "detlm.certificate.schema",
    "load_model": "detlm.model.loading",
    "loads": "detlm.certificate.schema",
    "read_program": "detlm.syntax",
    "read_source": "detlm.syntax",
    "verify": "detlm.certificate.verify",
}

__all__ = [
    "Bindings",
    "Budget",
    "Certificate",
    "CheckRequest",
    "DetlmError",
    "EmbeddedKernel",
    "Generation",
    "Kernel",
    "LoadedModel",
    "MaskEngine",
    "MaskLogitsProcessor",
    "Outcome",
    "Program",
    "Report",
    "Sampling",
    "Settings",
    "Verdict",
    "Vocabulary",
    "analyse",
    "compile_program",
    "dumps",
    "load_model",
    "loads",
    "read_program",
    "read_source",
    "verify",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'detlm' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
