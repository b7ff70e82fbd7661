"""Every exception detlm raises on purpose.

The tree (a test proves that third-party exceptions which can cross a boundary are mapped into it)::

    DetlmError                      exit code 1, printed without a stack trace
    ├── UsageError                  2   wrong options, a path that is not there
    ├── ConstraintError             1   a constraint file that cannot be used; carries Diagnostics
    ├── MaskError                   1   a program, vocabulary or prompt the masks cannot serve
    │   ├── TooManyStates           1   an automaton beyond the limit on states
    │   └── VocabularyError         1   a tokenizer that cannot spell every byte
    ├── ModelError                  1   a model that cannot be loaded or run
    ├── DecodeError                 1   no admissible completion, budgets, interruption
    │   └── NoAdmissibleCompletion  1   the program admits nothing from here; says why
    ├── CertificateError            1   a certificate that cannot be read
    └── KernelError                 12  the Lean kernel gave no verdict
        ├── KernelUnavailable       12  no Lean library for this platform, or the wrong one
        ├── KernelBuildError        12  the core or the library did not compile
        ├── KernelTransportError    12  the worker died and a retry died too
        └── KernelTimeout           12  the worker was stopped at its time limit

A *rejection* by the kernel is not an exception: it is a verdict.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self


class DetlmError(Exception):
    """Base of all errors that are the user's to fix; ``hint`` says how."""

    exit_code = 1

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return self.message if self.hint is None else f"{self.message}\n  hint: {self.hint}"


class UsageError(DetlmError):
    """The command line asks for something that cannot be."""

    exit_code = 2


class ConstraintError(DetlmError):
    """A constraint file (or a model-written constraint) that cannot be used."""


class MaskError(DetlmError):
    """A program, vocabulary or prompt for which no masks can be made."""


class TooManyStates(MaskError):
    """An automaton beyond the limit on states.

    ``key``: the part of the program that needs it whatever else is asked, as a key of ``Program.positions``;
    "" where no part does by itself.
    """

    key = ""


class VocabularyError(MaskError):
    """A tokenizer whose vocabulary cannot be used: a byte is missing, a token has no bytes."""


class ModelError(DetlmError):
    """A model that cannot be loaded, or that returns unusable scores."""


class DecodeError(DetlmError):
    """Generation that could not finish."""


class NoAdmissibleCompletion(DecodeError):
    """Nothing that the program admits can be said from here."""


class CertificateError(DetlmError):
    """A certificate that cannot be read as one."""


class KernelError(DetlmError):
    """The Lean kernel gave no verdict."""

    exit_code = 12


class KernelUnavailable(KernelError):
    """There is no usable Lean library on this machine."""


class KernelBuildError(KernelError):
    """The core or the Lean library did not compile."""


class KernelTransportError(KernelError):
    """The worker process died, and died again on the one retry."""

    @classmethod
    def after(cls, failures: Iterable[str]) -> Self:
        """The error after failed attempts; what failed twice in the same way is said once."""
        ways = list(dict.fromkeys(failures))
        return cls("; then ".join(ways) if len(ways) > 1 else f"in two attempts {ways[0]}")


class KernelTimeout(KernelError):
    """The worker was stopped at its time limit."""
