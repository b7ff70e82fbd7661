"""What it costs to have the kernel compare the automata of the examples with their categories."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

EXAMPLES = Path(__file__).resolve().parent.parent / "dsl" / "examples"


def certifying() -> dict[str, Any]:
    """Milliseconds an example, in a warm worker: all its categories together, then its whole answers.

    ``left`` are the automata that are too large to compare. Every other one must be proved.
    """
    from detlm.console.proving import claims_of, prove
    from detlm.kernel.embedded import EmbeddedKernel
    from detlm.kernel.render import render_program
    from detlm.mask.compile import compile_program
    from detlm.syntax import read_program

    out: dict[str, Any] = {}
    with EmbeddedKernel() as worker:
        worker.ping()
        for file in sorted(EXAMPLES.glob("*.det")):
            program = read_program(file)
            *categories, answers = claims_of(program, compile_program(program, b""))
            rendered = render_program(program)
            left: list[str] = []

            def taken(claim: Any, of: Any = program, by: Any = rendered, left: list[str] = left) -> float:
                began = time.perf_counter()
                proof = prove(of, by, claim, worker)
                if proof.problem is not None:
                    assert not proof.refused, proof
                    left.append(proof.name)
                    return 0.0
                return (time.perf_counter() - began) * 1e3

            each = [taken(claim) for claim in categories]
            out[file.stem] = {
                "categories": len(categories),
                "categories_ms": round(sum(each), 1),
                "answers_ms": round(taken(answers), 1),
                "left": left,
            }
    return out
