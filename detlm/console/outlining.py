"""What a program comes to, in words: the lines of ``detlm check`` and the table of ``--explain``."""

from __future__ import annotations

import os
import re
import shutil
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

from detlm.mask.analysis import sizes
from detlm.mask.compile import CompiledProgram
from detlm.syntax.libraries import Library
from detlm.syntax.program import Bind, Block, Program, Settle, walk
from detlm.syntax.value import Value

_NARROWEST, _WIDEST = 30, 100

_LEGEND = {
    "mask": "what breaks the rule cannot be written at all",
    "span end": "the mask lets more through; the kernel decides when the part ends, and if it says no, "
    "writing goes back and takes another way",
    "decoding": "only how the answer is made; not part of what is proved",
}


class Row(Value):
    """A rule, constraint, limit or scope: where it acts, its automaton's states (0: none), remarks."""

    where: str
    states: int
    source: str
    remarks: tuple[str, ...] = ()


def rows(program: Program, compiled: CompiledProgram) -> list[Row]:
    """Everything that the program asks of an answer, in the order of the file."""
    found: dict[str, Row] = {}
    spans = {s.what.partition(":")[0]: s.states for s in sizes(program, compiled.prompt)}
    for note in compiled.notes:
        source = " ".join(note.source.split())
        before = found.get(source)
        own = note.states if note.rule is None else spans.get(f"derive {note.rule}", note.states)
        states = own + (before.states if before else 0)
        remarks = (before.remarks if before else ()) + tuple(filter(None, note.why.split("; ")))
        where = "span end" if before and before.where == "span end" else note.where
        found[source] = Row(where, states, source, tuple(dict.fromkeys(remarks)))
    return [*_scopes(program), *found.values(), *_decoding(program)]


def _scopes(program: Program) -> Iterator[Row]:
    names = [s.scope.decode() for s in walk(program.output) if isinstance(s, Bind | Settle | Block)]
    text = program.sources[0].content.decode() if program.sources else ""
    for name in dict.fromkeys(names):
        line = re.search(rf"^[ \t]*(scope\s+{re.escape(name)}\s*:=[^\n]*)", text, re.MULTILINE)
        said = line.group(1).partition("--")[0] if line else f"scope {name}"
        yield Row("mask", 0, " ".join(said.split()), ("its names are collected as the answer grows",))


def _decoding(program: Program) -> Iterator[Row]:
    if program.after is not None:
        text = program.after.decode(errors="replace")
        yield Row("decoding", 0, f'after "{text}"', ("everything up to this text is free",))
    if program.token_budget is not None:
        why = "tokens are the model's own, so nothing about them is proved"
        yield Row("decoding", 0, f"at most {program.token_budget} tokens", (why,))
    if program.attention is not None:
        segments = ", ".join(program.attention.segments)
        why = "who reads what is tested on the running model"
        yield Row("decoding", 0, f"segments {segments}, and what they attend to", (why,))


def going_back(compiled: CompiledProgram) -> str:
    """How often writing may have to go back, in a sentence."""
    exact = all(note.exact for note in compiled.notes)
    if exact and compiled.reading is None:
        return "Writing never has to go back: whatever the mask lets through can be finished."
    often = "what was refuted once is not tried again, and generate stops after --max-backups (200) times"
    count = _prefixes(compiled)
    if count is not None:
        often = f"at most {count:,} times; {often}"
    if exact:
        why = "which names are visible shows only where a part begins, so a beginning may have no end"
        return f"Writing may have to go back: {why}; {often}."
    return f"Writing may have to go back: {often}."


def _prefixes(compiled: CompiledProgram) -> int | None:
    """How many beginnings the answers of the mask have; None if there is no bound, or it says nothing."""
    if compiled.dfa.longest() is None:
        return None
    found, layer = 0, {compiled.dfa.start: 1}
    while layer:
        following: dict[int, int] = {}
        for state, count in layer.items():
            for members, target in compiled.dfa.edges(state):
                following[target] = following.get(target, 0) + count * members.bit_count()
        found += sum(following.values())
        if found > 1_000_000:
            return None
        layer = following
    return found


def print_summary(file: Path, program: Program, compiled: CompiledProgram, warnings: int) -> None:
    """What a sound program comes to."""
    more = len(compiled.closure.atoms) - len(dict.fromkeys(program.facts)) if compiled.closure else 0
    print(f"{file}: ok")
    print(f"  program {program.name}, mode {program.mode}")
    if program.facts or program.rules:
        follow = f"; {_count(more, 'more fact')} follow{'s' if more == 1 else ''}" if compiled.closure else ""
        print(f"  {_count(len(program.facts), 'fact')}, {_count(len(program.rules), 'rule')}{follow}")
    print(_fitting(_lets_through(compiled)))
    if program.model_lines:
        print(f"  the model may write up to {_count(program.model_lines, 'constraint line')} of its own")
    if warnings:
        print(f"  {_count(warnings, 'warning')}; --explain shows {'it' if warnings == 1 else 'them'}")


def _columns() -> int:
    return min(_WIDEST, max(_NARROWEST, shutil.get_terminal_size((80, 24)).columns))


def _fitting(line: str) -> str:
    """A line as wide as who reads it has room; whole where a program reads it."""
    person = sys.stdout.isatty() or "COLUMNS" in os.environ
    return _wrapped(line, _columns(), "  ", "    ") if person else f"  {line}"


def print_explanation(program: Program, compiled: CompiledProgram) -> None:
    """Where each rule acts, how large it is, whether it is exact, and how often writing may go back."""
    width = _columns()
    table = rows(program, compiled)
    if table:
        sizes = [f"{row.states:,}" if row.states else "-" for row in table]
        first, second = max(7, *(len(row.where) for row in table)), max(6, *map(len, sizes))
        print(f"\n  {'acts in':{first}}  {'states':>{second}}  rule")
        indent = " " * (first + second + 6)
        for row, size in zip(table, sizes, strict=True):
            lead = f"  {row.where:{first}}  {size:>{second}}  "
            print(_wrapped(row.source, width, lead, indent + "  "))
            for remark in row.remarks:
                exact = "not exact: " if row.where == "span end" else ""
                print(_wrapped(f"({exact}{remark})", width, indent + "  ", indent + "   "))
        print()
        for where in dict.fromkeys(row.where for row in table):
            print(_wrapped(f"{where}: {_LEGEND[where]}", width, "  ", "    "))
    print(_wrapped(going_back(compiled), width, "  ", "    "))
    for remark in program.remarks:
        print(_wrapped(f"note: {remark}", width, "  ", "    "))


def print_library(library: Library) -> None:
    """What a library declares."""
    print(f"{library.path}: ok, a library (files that import it can use what it declares)")
    said = [_count(n, "facts file" if kind == "facts" else kind) for kind, n in library.declared.items()]
    inside = f" ({len(library.with_parameters)} with parameters)" if library.with_parameters else ""
    print(textwrap.fill(", ".join(said) + inside, _WIDEST, initial_indent="  ", subsequent_indent="  "))


def _lets_through(compiled: CompiledProgram) -> str:
    states = f"the mask has {_count(compiled.dfa.size, 'state')}"
    if compiled.exact:
        return f"{states} and lets exactly the admissible answers through"
    if not all(note.exact for note in compiled.notes):
        return f"{states} and lets more through than the admissible answers; the kernel decides the rest"
    also = ["follows the grammar"] if compiled.free is not None else []
    also += ["looks up names"] if compiled.reading is not None else []
    return f"{states}, {' and '.join(also)}, and lets exactly the admissible answers through"


def _count(number: int, what: str) -> str:
    plural = what[:-1] + "ies" if what.endswith("ry") else what + "s"
    return f"{number:,} {what if number == 1 else plural}"


def _wrapped(text: str, width: int, first: str, following: str) -> str:
    return textwrap.fill(
        text, width, initial_indent=first, subsequent_indent=following, break_on_hyphens=False,
        break_long_words=False,
    )  # fmt: skip
