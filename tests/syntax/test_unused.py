"""Definitions that the output does not need: found however they are needed, and not where they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from detlm.mask.analysis import analyse
from detlm.syntax import read_program, read_source
from detlm.syntax.libraries import read_library

USING = """program p
category A := "a"
category In := words "a" "b"
category Deep := In A
category Of(X) := X "!"
category Site := "s"
category Asked := "s" | "t"
category Name := /[a-z]/
predicate short(x) := x in Asked
attribute cost(x) := x.n + 1
shape Sum := n: integer from 1 to 9
shape Line := "let " n: Name ";"
shape Use := Name
scope Defined := names bound by Line.n
constraint "c" at Site: ensure short(next_token)
constraint "d" at Use:
  scope S := Defined
  ensure next_token in S
category G := grammar { s: Word | "(" s ")" }
category Word := "w"
derive y from shape Sum ensure cost(y) < 5
output := Deep Of(A) Site y Line Use G
"""


def unused(text: str) -> tuple[str, ...]:
    return read_source(text, "p.det").unused


def test_whatever_is_needed_in_any_way_is_used() -> None:
    assert unused(USING) == ()


def test_what_only_the_unused_uses_is_unused() -> None:
    text = 'program p\ncategory A := "a"\ncategory B := A\ncategory C := B "c"\noutput := A\n'
    assert unused(text) == ("category B", "category C")
    assert [(f.severity, f.code, f.key) for f in analyse(read_source(text, "p.det"))] == [
        ("warning", "unused", "category B"),
        ("warning", "unused", "category C"),
    ]


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ('category Unused := "u"', "category Unused"),
        ("predicate never(x) := x.a = 1", "predicate never"),
        ("attribute cost(x) := x.b", "attribute cost"),
        ("shape Sh := A", "shape Sh"),
        ("shape Sh := n: A\nscope S := names bound by Sh.n", "shape Sh"),
        ('constraint "c" at B: ensure next_token in A\ncategory B := "b"', "category B"),
    ],
)
def test_each_kind_of_definition_is_told(line: str, key: str) -> None:
    assert key in unused(f'program p\ncategory A := "a"\n{line}\noutput := A\n')


def test_imports_and_libraries_are_not_told(tmp_path: Path) -> None:
    (tmp_path / "lib.det").write_text('category A := "a"\ncategory B := "b"\n')
    (tmp_path / "p.det").write_text('import "lib.det"\nprogram p\noutput := lib.A\n')
    assert read_program(tmp_path / "p.det").unused == ()
    library = read_library(tmp_path / "lib.det")
    assert library is not None and library.program_of("A").unused == ()
