"""What one attack is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.attacks.honest import Raw


@dataclass(frozen=True)
class Attack:
    """One folder. ``tries`` says what a forger hopes for; ``held`` are the caller's own files.

    ``certificate`` is JSON data, or JSON text where the trick is in the text. ``open`` says why the verifier
    does not stand up to it yet: such a test must fail, and fails when it no longer does. ``allow_lean``: the
    caller has enclosed Lean files elaborated.
    """

    name: str
    tries: str
    certificate: Raw | str
    outcome: str
    message: str = ""
    held: Mapping[str, str] = field(default_factory=dict)
    open: str | None = None
    allow_lean: bool = False
