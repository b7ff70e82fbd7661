"""``detlm check``: what is wrong with a constraint file, or what it comes to."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from detlm.errors import ConstraintError, MaskError, NoAdmissibleCompletion
from detlm.mask.analysis import Finding, analyse
from detlm.mask.compile import CompiledProgram, compile_program
from detlm.syntax import read_program
from detlm.syntax.diagnostics import Diagnostic, SourceError
from detlm.syntax.program import Program


def run(file: Path, prompt: bytes, *, explain: bool, as_json: bool) -> int:
    """Exit code 0 if the file can be used, 1 if not."""
    try:
        program = read_program(file)
    except SourceError as err:
        if not as_json:
            raise
        print(json.dumps({"ok": False, "errors": [_record(d) for d in err.diagnostics]}))
        return 1
    compiled = None
    try:
        findings = analyse(program)
        errors = [f for f in findings if f.severity == "error"]
        if not errors:
            compiled = compile_program(program, prompt)
    except (NoAdmissibleCompletion, ConstraintError, MaskError) as err:
        message = err.message
        if isinstance(err, NoAdmissibleCompletion):
            message = f"nothing is admissible for this prompt: {message}"
        if not as_json:
            raise ConstraintError(f"{file}: {message}", hint=err.hint) from err
        print(
            json.dumps({"ok": False, "errors": [{"file": str(file), "message": message, "hint": err.hint}]})
        )
        return 1
    if as_json:
        print(json.dumps(_summary(program, findings, compiled), ensure_ascii=False))
        return 1 if errors else 0
    for finding in findings:
        if explain or finding.severity == "error":
            print(located(program, finding), file=sys.stderr)
    if compiled is None:
        return 1
    _print_summary(file, program, compiled, explain, findings)
    return 0


def located(program: Program, finding: Finding) -> str:
    """A finding with the line of the constraint file that it is about."""
    position = program.positions.get(finding.key)
    evidence = ""
    if finding.evidence is not None:
        evidence = f" (for example {finding.evidence.decode(errors='backslashreplace')!r})"
    if position is None:
        hint = f"\n  hint: {finding.hint}" if finding.hint else ""
        return f"{finding.severity}: {finding.message}{evidence}{hint}"
    text = (
        program.sources[0].content.decode().removeprefix("\ufeff").replace("\r\n", "\n")
    )  # as the reader does
    line = text.split("\n")[position.line - 1] if position.file == program.sources[0].name else ""
    shown = str(Diagnostic(position, finding.message + evidence, finding.hint or None, line))
    return shown.replace(": error: ", f": {finding.severity}: ", 1)


def require_sound(program: Program) -> None:
    """Raises ``ConstraintError`` if the program's shapes are empty, ambiguous or dead."""
    errors = [f for f in analyse(program) if f.severity == "error"]
    if errors:
        raise ConstraintError("\n".join(located(program, f) for f in errors))


def _record(d: Diagnostic) -> dict[str, object]:
    where = d.position
    return {
        "file": where.file,
        "line": where.line,
        "column": where.column,
        "message": d.message,
        "hint": d.hint,
    }


def _summary(
    program: Program, findings: tuple[Finding, ...], compiled: CompiledProgram | None
) -> dict[str, object]:
    summary: dict[str, object] = {
        "ok": compiled is not None,
        "program": program.name,
        "facts": len(program.facts),
        "rules": len(program.rules),
        "findings": [
            {"severity": f.severity, "where": f.key, "message": f.message, "hint": f.hint} for f in findings
        ],
    }
    if compiled is not None:
        summary["states"] = compiled.dfa.size
        summary["exact"] = compiled.exact
        summary["rules_act"] = [
            {"source": n.source, "where": n.where, "exact": n.exact, "states": n.states}
            for n in compiled.notes
        ]
    return summary


def _print_summary(
    file: Path, program: Program, compiled: CompiledProgram, explain: bool, findings: tuple[Finding, ...]
) -> None:
    following = len(compiled.closure.atoms) - len(dict.fromkeys(program.facts)) if compiled.closure else 0
    print(f"{file}: ok")
    print(f"  program {program.name}, mode {program.mode}")
    print(
        f"  {len(program.facts)} facts, {len(program.rules)} rules, {following} further facts follow; "
        f"{len(program.limits)} limits"
    )
    exactly = "exactly the admissible answers" if compiled.exact else "more than the admissible answers"
    print(f"  the mask's automaton has {compiled.dfa.size} states and accepts {exactly}")
    if program.model_lines:
        print(f"  the model may write up to {program.model_lines} constraint lines of its own")
    warnings = len(findings)
    if warnings and not explain:
        print(f"  {warnings} warning{'s' if warnings > 1 else ''}; --explain shows them")
    if explain:
        for note in compiled.notes:
            size = f", {note.states} states" if note.states else ""
            exact = "exact" if note.exact else f"not exact: {note.why}"
            print(f"  {note.where:8}  {note.source.strip()}  ({exact}{size})")
