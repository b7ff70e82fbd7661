"""What is wrong with a constraint file that is being written, and whether its example lines hold.

Without the kernel: an editor waits for this after every key.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from detlm.errors import ConstraintError, MaskError
from detlm.syntax import read_source
from detlm.syntax.diagnostics import SourceError
from detlm.syntax.libraries import Library, is_library
from detlm.syntax.program import Position, Program

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


def check_text(text: str, path: Path, *, wait: bool = True) -> Checked:
    """What is to be said about a text that is, or will be, the file ``path``.

    Reading is quick. Analysis may not be: without ``wait`` it is left out, unless what it says is known.
    """
    library = is_library(text)
    try:
        program = category_alone(text, path) if library else read_source(text, str(path), base=path.parent)
    except SourceError as error:
        mistakes = [Remark(d.position, "error", d.message, d.hint or "") for d in error.diagnostics]
        return Checked(None, mistakes)
    except ConstraintError as error:
        return Checked(None, [Remark(None, "error", error.message, error.hint or "")])
    if library or len(text) > _ANALYSED_UP_TO:
        return Checked(program, [])
    if not wait and not (_last and _last[0][0] == replace(program, sources=())):
        return Checked(program, [], complete=False)
    return Checked(program, _findings(program))


def category_alone(text: str, path: Path, category: str = '"-"') -> Program:
    """The program whose answers are the texts of one category of a library. Raises ``SourceError``."""
    return Library(path, text, {}, {}, {}, 0).program_of(category)


def _findings(program: Program) -> list[Remark]:
    try:
        found = _analysed(replace(program, sources=()))
    except (ConstraintError, MaskError) as error:
        return [Remark(None, "error", error.message, error.hint or "")]
    return [
        Remark(program.positions.get(finding.key), finding.severity, finding.said, finding.hint)
        for finding in found
    ]


_last: list[tuple[Program, tuple[Finding, ...]]] = []


def _analysed(program: Program) -> tuple[Finding, ...]:
    """What analysis finds; nothing is looked at again while only comments, examples and space are typed."""
    from detlm.mask.analysis import analyse

    if not _last or _last[0][0] != program:
        _last[:] = [(program, analyse(program))]
    return _last[0][1]
