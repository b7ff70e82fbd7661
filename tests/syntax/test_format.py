"""The canonical form: it says the same, and formatting it again changes nothing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detlm.config import data_root
from detlm.syntax import ast
from detlm.syntax.diagnostics import Report, Source
from detlm.syntax.format import format_source
from detlm.syntax.parser import parse

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


@given(st.data())
def test_spacing_does_not_matter(data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(FILES))
    lines = path.read_text(encoding="utf-8").splitlines()
    squeezed = []
    for line in lines:
        # Between words any run of blanks is as good as another; at the line's begin it means something.
        blanks = data.draw(st.sampled_from([" ", "  ", "     "]))
        code, dash, comment = line.partition(" -- ")
        indent = code[: len(code) - len(code.lstrip())]
        if '"' in code or "/" in code or code.startswith("--"):
            squeezed.append(line)
        else:
            squeezed.append(indent + blanks.join(code.split()) + dash + comment)
    text = "\n".join(squeezed) + "\n"
    assert format_source(text) == format_source(path.read_text(encoding="utf-8"))


@given(st.text(alphabet='ab "/-:=(){}[],|\n\t\\é', max_size=60))
def test_any_text_is_formatted_without_failing_and_only_once(text: str) -> None:
    new = format_source(text)
    assert format_source(new) == new
    # Nothing but blanks changes.
    assert re.sub(r"\s", "", new) == re.sub(r"\s", "", text)


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
