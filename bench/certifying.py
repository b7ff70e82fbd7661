"""What it costs to have the kernel compare the automata of the examples with their categories."""

from __future__ import annotations

from pathlib import Path
from typing import Any

EXAMPLES = Path(__file__).resolve().parent.parent / "dsl" / "examples"


def certifying() -> dict[str, Any]:
    """Milliseconds an example, in a warm worker: all its categories together, then its whole answers.

    ``left`` are the automata that are too large to compare. Every other one must be proved.
    """
    from detlm.console.proving import Proof, proofs
    from detlm.kernel.embedded import EmbeddedKernel
    from detlm.mask.compile import compile_program
    from detlm.syntax import read_program

    def milliseconds(done: list[Proof]) -> float:
        return round(sum(one.milliseconds for one in done if one.problem is None), 1)

    out: dict[str, Any] = {}
    with EmbeddedKernel() as worker:
        worker.ping()
        for file in sorted(EXAMPLES.glob("*.det")):
            program = read_program(file)
            *categories, answers = done = list(proofs(program, compile_program(program, b""), worker))
            assert not any(one.refused or one.unanswered for one in done), done
            out[file.stem] = {
                "categories": len(categories),
                "categories_ms": milliseconds(categories),
                "answers_ms": milliseconds([answers]),
                "left": [one.name for one in done if one.problem is not None],
            }
    return out
