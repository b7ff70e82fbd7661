"""``detlm check``: what is wrong with a constraint file, or what it comes to."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from detlm.console.leanfiles import lean_findings
from detlm.console.outlining import going_back, print_explanation, print_library, print_summary
from detlm.console.records import Record, UnusableProgram, error_record, of_diagnostic
from detlm.console.strays import stray_findings
from detlm.errors import (
    ConstraintError,
    DetlmError,
    MaskError,
    NoAdmissibleCompletion,
    TooManyStates,
    UsageError,
)
from detlm.mask.analysis import Finding, analyse, too_large
from detlm.mask.compile import CompiledProgram, compile_program
from detlm.mask.terms import Terms
from detlm.syntax import read_program
from detlm.syntax.diagnostics import Diagnostic, SourceError, as_read
from detlm.syntax.libraries import Library, read_library
from detlm.syntax.program import Program

if TYPE_CHECKING:  # --prove alone pays for the modules of the kernel
    from detlm.console.proving import Proof


def run(
    file: Path,
    prompt: bytes,
    *,
    explain: bool,
    as_json: bool,
    graph: Path | None = None,
    prove: bool = False,
) -> int:
    """Exit code 0 if the file can be used, 1 if not. ``graph``: where to draw it, an SVG file. ``prove``:
    have the kernel check the automata: 1 if it refuses one, 12 if it gives no verdict on one."""
    if graph is not None:
        require_drawable(graph)
    library = read_library(file)
    if library is not None:
        return _library(library, graph, as_json=as_json, prove=prove)
    program = read_program(file)
    compiled = None
    try:
        terms = Terms()
        findings = analyse(program, terms)
        errors = [f for f in findings if f.severity == "error"]
        if not errors:
            try:
                compiled = compile_program(program, prompt, terms=terms)
            except TooManyStates as err:
                errors = [too_large(program, err)]
                findings = (*errors, *findings)
    except (NoAdmissibleCompletion, ConstraintError, MaskError) as err:
        raise _unusable(program, [_refused(err, prompt)]) from err
    program, strays = stray_findings(program)
    program, doubts = lean_findings(program)
    findings = (*findings, *strays, *doubts)
    if graph is not None and compiled is not None:
        draw(program, compiled, graph)
    done = _proofs([(None, program, compiled)]) if prove and compiled is not None else None
    proved = _exit_code(done)
    if as_json:
        summary = _summary(program, findings, compiled)
        if done is not None:
            summary["automata"] = [one.record for one in done]
        print(json.dumps(summary, ensure_ascii=False))
        return 1 if errors else proved
    for finding in findings:
        if explain or finding.severity == "error" or finding in doubts:
            print(located(program, finding), file=sys.stderr)
    if compiled is None:
        return 1
    print_summary(file, program, compiled, 0 if explain else len(findings) - len(doubts))
    if explain:
        print_explanation(program, compiled)
    if done is not None:
        _print_proofs(done, program)
    return proved


def _proofs(programs: Iterable[tuple[str | None, Program, CompiledProgram]]) -> list[Proof]:
    """The proofs about the automata of programs; for those with a name only about that of the answers."""
    from detlm.console.kernels import open_kernel
    from detlm.console.proving import proofs, telling

    with open_kernel("embedded") as kernel, telling() as tell:
        return [
            one
            for name, made, compiled in programs
            for one in proofs(made, compiled, kernel, name, tell)
        ]  # fmt: skip


def _exit_code(done: list[Proof] | None) -> int:
    if done is None:
        return 0
    from detlm.console.proving import exit_code

    return exit_code(done)


def _print_proofs(done: list[Proof], program: Program | None = None) -> None:
    from detlm.console.proving import print_proofs

    print_proofs(done, program)


def _library(library: Library, graph: Path | None, *, as_json: bool, prove: bool) -> int:
    """Check every category of a library that has no parameters."""
    if graph is not None:
        raise UsageError("--graph: a library has no output to draw", hint="draw a program that imports it")
    wrong = []
    for name, position in library.categories.items():
        line = library.lines[position.line - 1]
        for finding in analyse(library.program_of(name)):
            # What is too large by itself may still be of use where more is asked of it.
            if finding.severity == "error" and finding.code != "too large":
                message = finding.message.replace("the output", name)
                wrong.append(Diagnostic(position, message, finding.hint or None, line, see="expressions"))
    if wrong and not as_json:
        raise SourceError(wrong)
    done = _library_proofs(library) if prove and not wrong else None
    proved = _exit_code(done)
    if as_json:
        automata = {"automata": [one.record for one in done]} if done is not None else {}
        errors = [of_diagnostic(d) for d in wrong]
        said = {"ok": not wrong, "library": True, "declared": library.declared, "errors": errors, **automata}
        print(json.dumps(said))
        return 1 if wrong else proved
    print_library(library)
    if done is not None:
        _print_proofs(done)
    return proved


def _library_proofs(library: Library) -> list[Proof]:
    from detlm.console.proving import left_out

    programs: list[tuple[str | None, Program, CompiledProgram]] = []
    left = []
    for name in library.categories:
        made = library.program_of(name)
        try:
            programs.append((name, made, compile_program(made, b"")))
        except TooManyStates as err:
            left.append(left_out(name, err.message))
    return [*_proofs(programs), *left]


def require_drawable(path: Path) -> None:
    """Raises ``UsageError`` unless the path names an SVG file in a folder that there is."""
    if path.suffix.lower() != ".svg":
        ending = f"{path.suffix} files" if path.suffix else "files without an ending"
        raise UsageError(f"--graph {path}: {ending} cannot be drawn", hint="name an .svg file")
    if not path.parent.is_dir():
        raise UsageError(f"--graph {path}: there is no folder {path.parent}", hint="create it first")
    if path.is_dir():
        raise UsageError(f"--graph {path}: this is a folder", hint="name an .svg file")


def draw(program: Program, compiled: CompiledProgram, path: Path) -> None:
    """Write the picture of a program."""
    from detlm.report.page import picture

    try:
        path.write_text(picture(program, compiled), encoding="utf-8")
    except OSError as error:
        raise UsageError(f"--graph {path}: cannot be written: {error.strerror}") from error


def located(program: Program, finding: Finding) -> str:
    """A finding with the line of the constraint file that it is about."""
    position = program.positions.get(finding.key)
    if position is None:
        hint = f"\n  hint: {finding.hint}" if finding.hint else ""
        return f"{finding.severity}: {finding.said}{hint}"
    text = as_read(program.sources[0].content.decode())
    line = text.split("\n")[position.line - 1] if position.file == program.sources[0].name else ""
    shown = str(Diagnostic(position, finding.said, finding.hint or None, line))
    return shown.replace(": error: ", f": {finding.severity}: ", 1)


def require_sound(program: Program) -> None:
    """Raises ``UnusableProgram`` if the program's shapes are empty, ambiguous or dead."""
    errors = [f for f in analyse(program) if f.severity == "error"]
    if errors:
        raise _unusable(program, errors)


def placed(program: Program, error: MaskError) -> UnusableProgram:
    """What to raise in its place, so that the line of the constraint file is told."""
    if isinstance(error, TooManyStates):
        return _unusable(program, [too_large(program, error)])
    return _unusable(program, [_refusal(error.message, error.hint)])


def _unusable(program: Program, findings: Sequence[Finding]) -> UnusableProgram:
    """What to raise for findings: their lines in the constraint file are told."""
    text = "\n".join(located(program, finding) for finding in findings)
    return UnusableProgram(text, [_error(program, finding) for finding in findings])


def _refused(error: DetlmError, prompt: bytes) -> Finding:
    """What ``check`` says of a program for which no mask can be made."""
    if not isinstance(error, NoAdmissibleCompletion):
        return _refusal(error.message, error.hint)
    which = "this" if prompt else "an empty"
    hint = error.hint if prompt else 'check it for a prompt: --prompt "…"'
    return _refusal(f"nothing is admissible for {which} prompt: {error.message}", hint)


def _refusal(message: str, hint: str | None) -> Finding:
    return Finding("error", "refused", message, "output", hint or "")


def _error(program: Program, finding: Finding) -> Record:
    place = {"file": program.sources[0].name, **_place(program, finding)}
    return {**error_record(finding.said, finding.hint or None), **place}


def _place(program: Program, finding: Finding) -> dict[str, object]:
    position = program.positions.get(finding.key)
    if position is None:
        return {}
    return {"file": position.file, "line": position.line, "column": position.column}


def _summary(
    program: Program, findings: tuple[Finding, ...], compiled: CompiledProgram | None
) -> dict[str, object]:
    summary: dict[str, object] = {
        "ok": compiled is not None,
        "program": program.name,
        "facts": len(program.facts),
        "rules": len(program.rules),
        "errors": [_error(program, f) for f in findings if f.severity == "error"],
        "findings": [
            {
                "severity": f.severity,
                "where": f.key,
                **_place(program, f),
                "message": f.message,
                "hint": f.hint,
            }
            for f in findings
        ],
    }
    if compiled is not None:
        summary["states"] = compiled.dfa.size
        summary["exact"] = compiled.exact
        summary["rules_act"] = [
            {"source": n.source, "where": n.where, "exact": n.exact, "states": n.states, "why": n.why}
            for n in compiled.notes
        ]
        summary["going_back"] = going_back(compiled)
        summary["remarks"] = list(program.remarks)
    return summary
