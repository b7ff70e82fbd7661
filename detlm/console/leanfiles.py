"""What is plainly wrong with the Lean files of categories, as warnings: nothing is elaborated.

Only the text is looked at, without its comments: names that are not there, words that are refused unread. A
file of which nothing is said here need not be right; ``detlm lean check`` says whether it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from detlm.mask.analysis import Finding
from detlm.syntax.diagnostics import as_read
from detlm.syntax.program import LeanCategory, Position, Program

#: The code of these findings.
CODE = "lean file"
_LONG = 1_000_000  # characters, of which no file that somebody wrote has so many
_DEFINES = ("Lang", "accepts", "accepts_iff")


def lean_findings(program: Program) -> tuple[Program, tuple[Finding, ...]]:
    """The warnings, and the program with their positions."""
    positions = dict(program.positions)
    found = []
    for category in program.foreign:
        message = next(_wrong_with(category), None)
        if message is None:
            continue
        key = f"lean {category.name}"
        if place := _named_at(program, category.name):
            positions[key] = place
        hint = f"it decides {category.name} when an answer is checked; detlm lean check {category.file}"
        found.append(Finding("warning", CODE, f"{category.file} {message}", key, hint))
    return replace(program, positions=positions), tuple(found)


def _wrong_with(category: LeanCategory) -> Iterator[str]:
    if len(category.text) > _LONG:
        yield f"has {len(category.text):,} characters, all elaborated whenever an answer is checked"
        return
    from detlm.kernel.foreign import refused_unread
    from detlm.kernel.screen import is_blank, named_in, screen, without_imports

    if is_blank(category.text):
        yield "is empty"
    if reason := refused_unread(category):
        yield reason.removeprefix(f"{category.file} ")
    names = named_in(category.text)
    if missing := [name for name in (category.name, *_DEFINES) if name not in names]:
        whole = [name if name == category.name else f"{category.name}.{name}" for name in missing]
        yield f"does not define {whole[0]}: nothing in it is called {missing[0]}"
    for refused in screen(without_imports(category.text), trusted=False):
        yield f"is refused, at line {refused.line}: {refused.text}"


def _named_at(program: Program, name: str) -> Position | None:
    """Where a constraint file names a category of a Lean file."""
    lean_files = {category.file for category in program.foreign}
    naming = re.compile(rf"[^\"/-]*?\blean\s+({re.escape(name)})\s+from\b")
    for source in program.sources:
        text = "" if source.name in lean_files else as_read(source.content.decode(errors="replace"))
        for number, line in enumerate(text.split("\n"), 1):
            if found := naming.match(line):
                return Position(source.name, number, found.start(1) + 1, len(name))
    return None
