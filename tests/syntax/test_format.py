"""The canonical form: it says the same, and formatting it again changes nothing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from detlm.config import data_root
from detlm.syntax import ast
from detlm.syntax.diagnostics import Report, Source, as_read
from detlm.syntax.examples import read_examples, read_library_examples
from detlm.syntax.format import format_source
from detlm.syntax.parser import parse
from tests.strategies import program_sources

FILES = sorted((data_root() / "dsl").rglob("*.det"))


def statements(text: str) -> list[Any]:
    """What a text says, without the places where it says so."""
    report = Report(Source("x.det", text))
    found = [bare(s) for s in parse(report)]
    assert not report.diagnostics, report.diagnostics[0]
    return found


def bare(node: Any) -> Any:
    if isinstance(node, ast.Node):
        named = zip(node.__match_args__, node.contents(), strict=True)
        return (type(node).__name__, *(bare(part) for name, part in named if name != "span"))
    return tuple(bare(part) for part in node) if isinstance(node, tuple) else node


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_the_canonical_form_says_the_same(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    new = format_source(text)
    assert statements(new) == statements(text)
    assert format_source(new) == new
    assert re.findall(r"--.*", new) == [c.rstrip() for c in re.findall(r"--.*", text)]


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_the_files_of_the_project_are_canonical(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert format_source(text) == text


_PIECE = re.compile(r""""(?:[^"\\\n]|\\.)*"|/(?:[^/\\\n]|\\.)+/|--.*|[ ]+|[^ "/-]+|.""")


@st.composite
def respaced(draw: st.DrawFn, text: str) -> str:
    """A text with other blanks where there are some, other indentation likewise, other line ends."""
    blanks = st.sampled_from([" ", "  ", "\t", " \t  "])
    lines = []
    for line in text.splitlines():
        pieces = _PIECE.findall(line)
        out = "".join(draw(blanks) if piece.isspace() else piece for piece in pieces)
        if not line.startswith("--"):
            out += draw(st.sampled_from(["", "", " ", "  "]))
        lines.append(out)
    end = draw(st.sampled_from(["\n", "\r\n"]))
    return draw(st.sampled_from(["", "\ufeff"])) + end.join(lines) + end * draw(st.integers(0, 3))


@given(st.data())
def test_spacing_does_not_matter(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(FILES)).read_text(encoding="utf-8")
    assert format_source(data.draw(respaced(text))) == text


@given(st.data())
def test_programs_say_the_same_formatted(data: st.DataObject) -> None:
    text = data.draw(program_sources())
    new = format_source(text)
    assert statements(new) == statements(text)
    assert format_source(new) == new
    assert format_source(data.draw(respaced(new))) == new


@given(st.text(alphabet='ab "/-:=(){}[],|\n\t\\é', max_size=60))
@example("category:=:= a")  # these four were found by fuzz.py
@example("category A := B\n-- c\n }")
@example("fact a r n\nfact o//")
@example("y}{\n--\n }")
def test_any_text_is_formatted_without_failing_and_only_once(text: str) -> None:
    new = format_source(text)
    assert format_source(new) == new
    # Nothing but blanks changes.
    assert re.sub(r"\s", "", new) == re.sub(r"\s", "", text)


_COMMENTS = ["-- +", "-- -", "-- ?", "-- E +", "--", "(b)"]
_BLANKS = [" ", "  ", "\t", "\n", "\n", "\r\n", "\u00a0", "\u2028", "\x0b"]
_CODE = ["category A :=", '"x"', '"', "/", "|", "{", "}", "a"]
_EXAMPLE_PIECES = st.sampled_from([*_COMMENTS, *_BLANKS, *_CODE])


@given(st.lists(_EXAMPLE_PIECES, max_size=20).map("".join))
@example('-- + zzz\n  -- + a\ncategory A :=\n-- + b\n  "x"\n-- +\n')
@example("-- + a\u00a0\n")
def test_a_file_keeps_its_examples(text: str) -> None:
    text, new = as_read(text), format_source(text)
    for read in (read_examples, read_library_examples):
        said, kept = read(text), read(new)
        assert [(e.category, e.kind, e.text, e.prompt) for e in kept] == [
            (e.category, e.kind, e.text, e.prompt) for e in said
        ]


def test_columns_and_comments() -> None:
    text = (
        "fact a likes b -- so\nfact longer likes  cc -- and so\n\n\n\n"
        'category A:="x"\nshape Long := A|A   -- why\n'
        'derive answer from category A\n      given mentions(prompt,"x")\n'
    )
    assert format_source(text) == (
        "fact a      likes b   -- so\nfact longer likes cc  -- and so\n\n"
        'category A    := "x"\nshape    Long := A | A  -- why\n'
        'derive answer from category A\n  given mentions(prompt, "x")\n'
    )
