"""``detlm test``: a constraint file carries its tests, and this runs them."""

from __future__ import annotations

import json
from pathlib import Path

from detlm.console.checking import require_sound
from detlm.errors import ConstraintError
from detlm.mask.trials import Trial, judge
from detlm.syntax import read_program
from detlm.syntax.diagnostics import Diagnostic, SourceError, did_you_mean
from detlm.syntax.examples import Example, read_examples, read_library_examples
from detlm.syntax.libraries import Library, read_library
from detlm.syntax.program import Position, Program


def run(files: list[Path], *, as_json: bool) -> int:
    """Exit code 0 if every example is as its line says, 1 if one is not."""
    results = [(file, _trials(file)) for file in files]
    failed = sum(not t.good for _, trials in results for t in trials)
    if as_json:
        print(
            json.dumps({"ok": not failed, "files": [_record(f, t) for f, t in results]}, ensure_ascii=False)
        )
        return 1 if failed else 0
    for file, trials in results:
        for trial in trials:
            if not trial.good:
                line = trial.example
                of = f"{line.category} " if line.category else ""
                print(f"{file}:{line.line}: {trial.said}\n  {of}{line.kind} {line.text!r}")
        bad = sum(not t.good for t in trials)
        count = f"{len(trials)} example{'s' if len(trials) != 1 else ''}"
        print(
            f"{file}: " + (f"{bad} of {count} failed" if bad else f"{count} ok" if trials else "no examples")
        )
    return 1 if failed else 0


def _trials(file: Path) -> list[Trial]:
    library = read_library(file)
    if library is not None:
        return _library_trials(library)
    program = read_program(file)
    require_sound(program)
    if program.foreign:
        named = program.foreign[0]
        raise ConstraintError(
            f"{file}: the kernel decides {named.name}, and example lines are tried without it",
            hint=f"write examples into {named.file}; detlm lean check runs them",
        )
    # As the reader does, so that line numbers agree.
    text = program.sources[0].content.decode().removeprefix("\ufeff").replace("\r\n", "\n")
    return [judge(program, example) for example in read_examples(text) if example.kind != "?"]


def _library_trials(library: Library) -> list[Trial]:
    examples = read_library_examples(library.text)
    strange = [e for e in examples if e.category not in library.categories]
    if strange:
        raise SourceError(_unknown(library, e) for e in strange)
    programs: dict[str, Program] = {}
    for name in dict.fromkeys(e.category for e in examples):
        programs[name] = library.program_of(name)
    return [judge(programs[e.category], e) for e in examples]


def _unknown(library: Library, example: Example) -> Diagnostic:
    name = example.category
    if name in library.with_parameters:
        message = f"{name} has parameters, so it has no texts of its own"
        hint = f"declare a category that uses it: category Example := {name}(…)"
    else:
        message = f"there is no category {name}"
        hint = did_you_mean(name, library.categories) or f"declared are {', '.join(library.categories)}"
    position = Position(str(library.path), example.line, len("-- ") + 1, len(name))
    return Diagnostic(position, message, hint, library.lines[example.line - 1], see="example-lines")


def _record(file: Path, trials: list[Trial]) -> dict[str, object]:
    return {
        "file": str(file),
        "examples": [
            {"line": t.example.line, "kind": t.example.kind, "ok": t.good, "said": t.said}
            | ({"category": t.example.category} if t.example.category else {})
            for t in trials
        ],
    }
