"""What is wrong with a constraint file that is being written, and whether its example lines hold.

Without the kernel: an editor waits for this after every key.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from detlm.errors import ConstraintError, MaskError
from detlm.lsp.documents import Surroundings
from detlm.syntax.diagnostics import SourceError
from detlm.syntax.libraries import completed, is_library
from detlm.syntax.program import Position, Program
from detlm.syntax.reader import read_source

if TYPE_CHECKING:
    from detlm.mask.analysis import Finding

# Analysis looks for ambiguous texts, which takes its time on very large files.
_ANALYSED_UP_TO = 50_000  # bytes


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to show at a place; ``position`` is None where it belongs to the file as a whole."""

    position: Position | None
    severity: Literal["error", "warning"]
    message: str
    hint: str = ""


class Checked(NamedTuple):
    """The program of a text (None while it has mistakes), what is to be said, and whether that is all."""

    program: Program | None
    remarks: list[Remark]
    complete: bool = True


def check_text(text: str, around: Surroundings, *, wait: bool = True) -> Checked:
    """What is to be said about a text.

    Reading is quick. Analysis may not be: without ``wait`` it is left out, unless what it says is known.
    """
    library = is_library(text)
    try:
        if library:
            program = category_alone(text, around)
        else:
            program = read_source(text, around.name, base=around.folder, opened=around.opened)
    except SourceError as error:
        mistakes = [Remark(d.position, "error", d.message, d.hint or "") for d in error.diagnostics]
        return Checked(None, mistakes)
    except ConstraintError as error:
        return Checked(None, [Remark(None, "error", error.message, error.hint or "")])
    if library or len(text) > _ANALYSED_UP_TO:
        return Checked(program, [])
    if not wait and _before(replace(program, sources=())) is None:
        return Checked(program, [], complete=False)
    return Checked(program, _findings(program))


def category_alone(text: str, around: Surroundings, category: str | None = None) -> Program:
    """The program whose answers are the texts of one category of a library. Raises ``SourceError``."""
    return completed(text, around.name, category, base=around.folder, opened=around.opened)


def _findings(program: Program) -> list[Remark]:
    try:
        found = _analysed(replace(program, sources=()))
    except (ConstraintError, MaskError) as error:
        return [Remark(None, "error", error.message, error.hint or "")]
    return [
        Remark(program.positions.get(finding.key), finding.severity, finding.said, finding.hint)
        for finding in found
    ]


# The programs analysed last: those of a few files that are open side by side.
_last: deque[tuple[Program, tuple[Finding, ...]]] = deque(maxlen=8)


def _before(program: Program) -> tuple[Finding, ...] | None:
    return next((found for other, found in _last if other == program), None)


def _analysed(program: Program) -> tuple[Finding, ...]:
    """What analysis finds; nothing is looked at again while only comments, examples and space are typed."""
    from detlm.mask.analysis import analyse

    found = _before(program)
    if found is None:
        found = analyse(program)
        _last.append((program, found))
    return found
