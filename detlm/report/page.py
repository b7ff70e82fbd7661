"""The picture of a program: its output as a railroad, its automaton, its rules. A self-contained SVG file."""

from __future__ import annotations

from detlm.mask.compile import CompiledProgram
from detlm.report import svg
from detlm.report.automaton import automaton_picture
from detlm.report.grammars import grammar_rows, grammars_of
from detlm.report.railroad import railroad
from detlm.report.rules import rule_graph
from detlm.syntax.program import Program

_EDGE = 24.0

Picture = tuple[float, float, list[str]]


def picture(program: Program, compiled: CompiledProgram) -> str:
    """The SVG text; the same program always gives the same."""
    chapters: list[tuple[str, list[str], Picture | None]] = [
        ("The output: an answer is a way from left to right", [], _output(program)),
        ("The automaton of the mask", *_automaton(program, compiled)),
    ]
    chapters[1:1] = [(f"The grammar of {g.name}", [], grammar_rows(g)) for g in grammars_of(program)]
    if program.rules:
        title = "The rules: what they read, and what follows"
        chapters.append((title, [], rule_graph(program)))
    y, width = 2 * _EDGE, 420.0
    out = [svg.label(_EDGE, y - 10, program.name, "title")]
    for title, notes, drawn in chapters:
        y += 24
        out.append(svg.label(_EDGE, y, title, "head"))
        width = max(width, svg.width_of(title) * 1.1)
        for note in notes:
            y += 20
            out.append(svg.label(_EDGE, y, note, "note"))
            width = max(width, svg.width_of(note))
        y += 18
        if drawn is not None:
            wide, high, parts = drawn
            out += [f'<g transform="translate({_EDGE:.0f} {y:.1f})">', *parts, "</g>"]
            width = max(width, wide)
            y += high + 10
    return svg.page(width + 2 * _EDGE, y + _EDGE, f"The constraint program {program.name}", out)


def _output(program: Program) -> Picture:
    track = railroad(program.output, program.after)
    x, y = 18.0, track.up + 4
    ends = [
        f'<circle cx="5" cy="{y:.1f}" r="5" class="state"/>',
        svg.straight(10, y, x, y),
        *track.paint(x, y),
        svg.path(f"M {x + track.width:.1f} {y + track.fall:.1f} h 16", "arrow"),
    ]
    return x + track.width + 24, track.up + track.down + 8, ends


def _automaton(program: Program, compiled: CompiledProgram) -> tuple[list[str], Picture | None]:
    dfa = compiled.dfa
    notes = [f"{dfa.size:,} states"]
    if program.after is not None:
        notes[0] += f' for what follows "{svg.shown(program.after.decode(errors="backslashreplace"))}"'
    if compiled.reading is not None:
        notes[0] += "; what has to be in scope, or to agree with earlier parts, is looked up beside it"
    if compiled.free is not None:
        notes[0] += "; nesting is followed beside it"
    drawn = automaton_picture(dfa)
    if drawn is None:
        notes.append("Too many to be read in a picture; the railroad above shows what they accept.")
    else:
        notes.append("Rings: an answer may end here. States that only pass on are left out.")
    return notes, drawn
