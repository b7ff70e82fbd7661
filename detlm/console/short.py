"""What keeps a short command short: it starts less and it does not tidy up.

For commands that read, print and end, such as ``detlm check``: no threads, no children, nothing written.
A third of their time went into things that they never use.
"""

from __future__ import annotations

import gc
import os
import sys
from typing import NoReturn

_short = False


def prepare() -> None:
    """Call it before anything heavy is imported, in a process that runs this one command."""
    global _short
    _short = True
    gc.disable()  # what it makes it keeps; collecting would take a tenth of the time
    # Importing numpy starts BLAS's threads, and nothing here multiplies matrices.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # lark imports `regex` where there is one and needs it only for grammars with Unicode categories. None is
    # how the import system is told that there is none.
    if "regex" not in sys.modules:
        from detlm.syntax.grammar import load_grammar

        sys.modules["regex"] = None  # type: ignore[assignment]
        try:
            load_grammar("constraint")
        finally:
            del sys.modules["regex"]


def leave(code: int) -> NoReturn:
    """End the process; after :func:`prepare` without taking apart what the operating system frees at once."""
    if _short:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)
