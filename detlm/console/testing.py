"""``detlm test``: a constraint file carries its tests, and this runs them."""

from __future__ import annotations

import json
from pathlib import Path

from detlm.console.checking import require_sound
from detlm.errors import ConstraintError
from detlm.mask.trials import Trial, judge
from detlm.syntax import read_program
from detlm.syntax.examples import read_examples


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
                print(f"{file}:{line.line}: {trial.said}\n  {line.kind} {line.text!r}")
        bad = sum(not t.good for t in trials)
        count = f"{len(trials)} example{'s' if len(trials) != 1 else ''}"
        print(
            f"{file}: " + (f"{bad} of {count} failed" if bad else f"{count} ok" if trials else "no examples")
        )
    return 1 if failed else 0


def _trials(file: Path) -> list[Trial]:
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


def _record(file: Path, trials: list[Trial]) -> dict[str, object]:
    return {
        "file": str(file),
        "examples": [
            {"line": t.example.line, "kind": t.example.kind, "ok": t.good, "said": t.said} for t in trials
        ],
    }
