"""Comments that look like example lines and are none, as warnings: nobody should think that they run."""

from __future__ import annotations

from dataclasses import replace

from detlm.mask.analysis import Finding
from detlm.syntax.diagnostics import as_read
from detlm.syntax.examples import stray_examples
from detlm.syntax.program import Position, Program


def stray_findings(program: Program) -> tuple[Program, tuple[Finding, ...]]:
    """The warnings, and the program with their positions."""
    source = program.sources[0]
    positions = dict(program.positions)
    found = []
    for line, column, meant in stray_examples(as_read(source.content.decode())):
        key = f"comment {line}"
        positions[key] = Position(source.name, line, column, 2)
        hint = f"were it one, it would be written: {meant}"
        found.append(Finding("warning", "stray example", "this comment is no example line", key, hint))
    return replace(program, positions=positions), tuple(found)
