"""``detlm test``: a constraint file carries its tests, and this runs them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TypedDict

from detlm.console.checking import located, require_sound
from detlm.console.records import Record, error_records, error_text
from detlm.console.strays import stray_findings
from detlm.errors import ConstraintError, DetlmError, MaskError
from detlm.mask.trials import Judge, Trial
from detlm.syntax import read_program
from detlm.syntax.diagnostics import Diagnostic, SourceError, as_read, did_you_mean
from detlm.syntax.examples import Example, read_examples, read_library_examples
from detlm.syntax.libraries import Library, read_library
from detlm.syntax.program import Position


class _FileRecord(TypedDict):
    file: str
    errors: list[Record]
    examples: list[Record]


def run(files: list[Path], *, as_json: bool) -> int:
    """Exit code 0 if every example is as its line says, 1 if one is not, or a file cannot be used."""
    good = True
    records = []
    for file in files:
        trials: list[Trial] = []
        error: DetlmError | None = None
        try:
            trials = _trials(file)
        except (ConstraintError, MaskError) as err:  # the other files are still tried
            error = err
        good = good and error is None and all(t.good for t in trials)
        if as_json:
            records.append(_record(file, trials, error))
        else:
            _print(file, trials, error)
    if as_json:
        errors = [error for record in records for error in record["errors"]]
        print(json.dumps({"ok": good, "errors": errors, "files": records}, ensure_ascii=False))
    return 0 if good else 1


def _print(file: Path, trials: list[Trial], error: DetlmError | None) -> None:
    if error is not None:
        sys.stdout.flush()  # what was said of files before stands before it
        print(error_text(error), file=sys.stderr)
        return
    for trial in trials:
        if not trial.good:
            line = trial.example
            of = f"{line.category} " if line.category else ""
            print(f"{file}:{line.line}: {trial.said}\n  {of}{line.kind} {line.text!r}")
    bad = sum(not t.good for t in trials)
    count = f"{len(trials)} example{'s' if len(trials) != 1 else ''}"
    print(f"{file}: " + (f"{bad} of {count} failed" if bad else f"{count} ok" if trials else "no examples"))


def _trials(file: Path) -> list[Trial]:
    library = read_library(file)
    if library is not None:
        return _library_trials(library)
    program = read_program(file)
    require_sound(program)
    try:
        judge = Judge(program)
    except ConstraintError as error:
        raise ConstraintError(f"{file}: {error.message}", hint=error.hint) from error
    program, strays = stray_findings(program)
    for stray in strays:
        print(located(program, stray), file=sys.stderr)
    text = as_read(program.sources[0].content.decode())
    return [judge(example) for example in read_examples(text) if example.kind != "?"]


def _library_trials(library: Library) -> list[Trial]:
    examples = read_library_examples(library.text)
    strange = [e for e in examples if e.category not in library.categories]
    if strange:
        raise SourceError(_unknown(library, e) for e in strange)
    named = dict.fromkeys(e.category for e in examples)
    judges = {name: Judge(library.program_of(name)) for name in named}
    return [judges[e.category](e) for e in examples]


def _unknown(library: Library, example: Example) -> Diagnostic:
    name = example.category
    if name in library.with_parameters:
        message = f"{name} has parameters, so it has no texts of its own"
        hint = f"declare a category that uses it: category Example := {name}(…)"
    else:
        message = f"there is no category {name}"
        hint = did_you_mean(name, library.categories) or f"declared are {', '.join(library.categories)}"
    line = library.lines[example.line - 1]
    position = Position(str(library.path), example.line, line.index("-- ") + len("-- ") + 1, len(name))
    return Diagnostic(position, message, hint, line, see="example-lines")


def _record(file: Path, trials: list[Trial], error: DetlmError | None) -> _FileRecord:
    examples = [
        {"line": t.example.line, "kind": t.example.kind, "ok": t.good, "said": t.said}
        | ({"category": t.example.category} if t.example.category else {})
        for t in trials
    ]
    errors = [] if error is None else error_records(error, str(file))
    return {"file": str(file), "errors": errors, "examples": examples}
